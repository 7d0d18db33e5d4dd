"""How a project cuts statements: setting it, and what follows from it while somebody codes."""

from typing import Any

from newsreader import changes
from newsreader.changes import ChangeSet
from newsreader.models import ArticleText, Membership, Project

from .fitting import FRAME, interrupts
from .marks import Mark
from .models import AnnotationSpeaker, AnnotationTag, Scheme, Tag
from .recording.scheme import put, scheme_state


def set_scheme(member: Membership, values: dict[str, Any]) -> ChangeSet | None:
    """One change set; none when it is so already. No annotation is changed by it."""
    with changes.recording(member, "scheme.update") as record:
        project = Project.objects.select_for_update(no_key=True).get(pk=member.project_id)
        before = scheme_state(Scheme.of(project))
        after = before | values
        if before != after:
            put(project, after)
            record("scheme", project.uid, before, after)
    return record.change_set


def interrupted(text: ArticleText, marks: list[Mark], new: Mark) -> Mark | None:
    """The same member's mark just before a new one, when a frame has come between the two parts of one
    quotation and the project wants these as one."""
    own = [mark for mark in marks if mark.owner_pk == new.owner_pk and mark.uid != new.uid]
    near = [mark for mark in own if new.start - FRAME <= mark.end <= new.start]
    last = max(near, key=lambda mark: mark.end, default=None)
    if last is None or not interrupts(text.text, last.end, new.start, text.article.language):
        return None
    return last if Scheme.of(text.article.project).joins_interrupted else None


def alike(text: ArticleText, marks: list[Mark], mark: Mark) -> Mark | None:
    """Another of the member's marks in the article with a speaker and a claim of this one, where the project
    counts each once an article."""
    if not mark.speakers or not mark.tags:
        return None
    if Scheme.of(text.article.project).unit != Scheme.Unit.CLAIM:
        return None
    own = {other.pk: other for other in marks if other.owner_pk == mark.owner_pk and other.pk != mark.pk}
    claims = AnnotationTag.objects.filter(annotation=mark.pk, tag__kind=Tag.Kind.CLAIM).values("tag")
    speakers = AnnotationSpeaker.objects.filter(annotation=mark.pk).values("speaker")
    rows = AnnotationSpeaker.objects.filter(article=text.article_id, speaker__in=speakers)
    found = rows.filter(annotation__tag_links__tag__in=claims).exclude(annotation=mark.pk)
    return next((own[pk] for pk in found.values_list("annotation", flat=True) if pk in own), None)
