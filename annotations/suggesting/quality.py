"""How good each version of the detector has been in a project, as far as people have looked."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Greatest, Least

from newsreader import access
from newsreader.changes import Change
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
    and count nowhere. Of weights that the project has `trained` no article counts that they have learned
    from."""

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
    found = []
    for detector, articles, now in read.order_by("-detector"):
        own = trained.get(weights_of(detector))
        said = _verdicts(member, detector, own)
        n = said["accepted"] + said["corrected"] + said["rejected"]
        found.append(
            Quality(
                detector,
                articles,
                counts.get(detector, 0),
                now > 0,
                Share(said["accepted"], n),
                Share(said["accepted"] + said["corrected"], n),
                _found(member, detector, own),
                said["bulk"],
                own.since if own else None,
            )
        )
    return sorted(found, key=lambda one: not one.is_current)


def _suggestions(member: Membership) -> dict[str, int]:
    rows = Suggestion.objects.of(member.project).order_by().values_list("detection__detector")
    return dict(rows.annotate(n=Count("pk")))


@dataclass
class Learned:
    """Weights of the project's own: when they began to learn, and the uids of the articles."""

    since: datetime
    articles: set[str]


def weights_of(detector: str) -> str:
    """The weights' part of a detector's name, "" without any: it stays when the rules change."""
    return detector.partition("+")[2]


def _trained(project: Project) -> dict[str, Learned]:
    """By the weights' version."""
    done = SuggestionRun.objects.of(project).filter(kind=SuggestionRun.Kind.TRAIN, state=State.DONE)
    found: dict[str, Learned] = {}
    for run in done.order_by("running_since"):
        weights = run.options.get("weights") or weights_of(run.detector)
        since = run.running_since or run.started_at
        articles = set(run.options["articles"]) if "articles" in run.options else _done_by(project, since)
        if weights:
            found.setdefault(weights, Learned(since, set())).articles.update(articles)
    return found


def _done_by(project: Project, moment: datetime) -> set[str]:
    """What a training has learned from that did not keep it: at most what somebody had marked done."""
    rows = Change.objects.filter(kind="state", after__state=CodingState.State.DONE)
    rows = rows.filter(change_set__project=project, change_set__created_at__lte=moment)
    return set(rows.values_list("after__article", flat=True))


def _verdicts(member: Membership, detector: str, own: Learned | None) -> Counter[str]:
    rows = access.visible(Decision.objects.filter(article__project=member.project), member, owner="member")
    rows = rows.filter(suggestion__detection__detector=detector)
    if own:
        rows = rows.exclude(article__uid__in=own.articles)
    found: Counter[str] = Counter()
    for verdict, in_bulk, n in rows.order_by().values_list("verdict", "in_bulk").annotate(n=Count("pk")):
        found["bulk" if in_bulk else verdict] += n
    return found


def _found(member: Membership, detector: str, own: Learned | None) -> Share:
    """Of annotations with a passage in articles that were read by the version and are done: those of which a
    suggestion holds half of a passage."""
    done = CodingState.objects.filter(
        state=CodingState.State.DONE, member=OuterRef("owner"), article=OuterRef("article")
    )
    read = Detection.objects.filter(text=OuterRef("text"), detector=detector)
    rows = access.visible(Annotation.objects.filter(project=member.project, is_whole=False), member)
    rows = rows.filter(Exists(done), Exists(read))
    if own:
        rows = rows.exclude(article__uid__in=own.articles)
    path = "annotation__text__suggestions"
    near = Span.objects.filter(annotation=OuterRef("pk"), **{f"{path}__detection__detector": detector})
    common: Any = Least(F("end"), F(f"{path}__end")) - Greatest(F("start"), F(f"{path}__start"))
    matched = near.annotate(common=common * 2).filter(common__gte=F("end") - F("start"))
    counts = rows.aggregate(n=Count("pk"), hits=Count("pk", filter=Exists(matched)))
    return Share(counts["hits"], counts["n"])
