"""How good each version of the detector has been in a project, as far as people have looked."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import Greatest, Least

from newsreader import access
from newsreader.models import CodingState, Membership, Project

from ..models import Annotation, Decision, Detection, Span, Suggestion, SuggestionRun
from ..models.run import State

Z = 1.959964
"""The standard normal's 97.5th percentile, for intervals of 95 %."""


@dataclass(frozen=True)
class Share:
    """`hits` of `n`, with the Wilson score interval of 95 % (E. B. Wilson, "Probable inference, the law of
    succession, and statistical inference", JASA 22, 1927, pages 209 to 212)."""

    hits: int
    n: int

    @property
    def share(self) -> float:
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.n:
            return 0.0, 1.0
        p, n = self.share, self.n
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Quality:
    """Of one version: `right` as proposed and `quotes` at all, of the suggestions that were reviewed one by
    one; `found`, of the annotations in articles that their owner has marked done. `bulk` were accepted unread
    and count nowhere. Of weights that the project has `trained` no article counts in which somebody had
    annotated by then: they may have learned from it."""

    detector: str
    articles: int
    suggestions: int
    is_current: bool
    right: Share
    quotes: Share
    found: Share
    bulk: int
    trained: datetime | None


def qualities(member: Membership) -> list[Quality]:
    """The versions that have read articles of the project, the newest first. Who sees only their own work
    sees how good the detector was by that."""
    rows = Detection.objects.filter(text__article__project=member.project)
    read = rows.values_list("detector").annotate(n=Count("pk"), now=Count("pk", filter=Q(is_current=True)))
    counts = _suggestions(member)
    trained = _trained(member.project)
    verdicts = _verdicts(member, trained)
    found = []
    for detector, articles, now in read.order_by("-detector"):
        said = verdicts.get(detector, Counter())
        n = said["accepted"] + said["corrected"] + said["rejected"]
        found.append(
            Quality(
                detector,
                articles,
                counts.get(detector, 0),
                now > 0,
                Share(said["accepted"], n),
                Share(said["accepted"] + said["corrected"], n),
                _found(member, detector, trained.get(detector)),
                said["bulk"],
                trained.get(detector),
            )
        )
    return sorted(found, key=lambda one: not one.is_current)


def _suggestions(member: Membership) -> dict[str, int]:
    rows = Suggestion.objects.of(member.project).order_by().values_list("detection__detector")
    return dict(rows.annotate(n=Count("pk")))


def _trained(project: Project) -> dict[str, datetime]:
    """When the project's own weights began to learn, by version."""
    done = SuggestionRun.objects.of(project).filter(kind=SuggestionRun.Kind.TRAIN, state=State.DONE)
    return dict(done.values_list("detector").annotate(since=Min("running_since")))


def _worked_on(by: datetime) -> Exists:
    """Of rows of an article: whether somebody had annotated there."""
    return Exists(Annotation.objects.filter(article=OuterRef("article"), created_at__lte=by).order_by())


def _verdicts(member: Membership, trained: dict[str, datetime]) -> dict[str, Counter[str]]:
    rows = access.visible(Decision.objects.filter(article__project=member.project), member, owner="member")
    for detector, since in trained.items():
        rows = rows.exclude(_worked_on(since), suggestion__detection__detector=detector)
    by = rows.order_by().values_list("suggestion__detection__detector", "verdict", "in_bulk")
    found: dict[str, Counter[str]] = {}
    for detector, verdict, in_bulk, n in by.annotate(n=Count("pk")):
        found.setdefault(detector, Counter())["bulk" if in_bulk else verdict] += n
    return found


def _found(member: Membership, detector: str, trained: datetime | None) -> Share:
    """Of annotations with a passage in articles that were read by the version and are done: those of which a
    suggestion holds half of a passage."""
    done = CodingState.objects.filter(
        state=CodingState.State.DONE, member=OuterRef("owner"), article=OuterRef("article")
    )
    read = Detection.objects.filter(text=OuterRef("text"), detector=detector)
    rows = access.visible(Annotation.objects.filter(project=member.project, is_whole=False), member)
    rows = rows.filter(Exists(done), Exists(read))
    if trained:
        rows = rows.exclude(_worked_on(trained))
    path = "annotation__text__suggestions"
    near = Span.objects.filter(annotation=OuterRef("pk"), **{f"{path}__detection__detector": detector})
    common: Any = Least(F("end"), F(f"{path}__end")) - Greatest(F("start"), F(f"{path}__start"))
    matched = near.annotate(common=common * 2).filter(common__gte=F("end") - F("start"))
    counts = rows.aggregate(n=Count("pk"), hits=Count("pk", filter=Exists(matched)))
    return Share(counts["hits"], counts["n"])
