"""What a new project takes over from another: its codebook, its speakers and its own fields, as copies."""

import uuid

from django.utils.translation import gettext_lazy as _

from newsreader.changes import Recorder, States
from newsreader.models import Project
from newsreader.projects import Part, register

from .codebook.tree import levels
from .models import Scheme, Speaker, Tag, Variable
from .recording import tag_state, variable_state
from .recording.scheme import put, scheme_state
from .recording.speaker import in_order
from .recording.tag import SAID as TAG
from .recording.variable import SAID as VARIABLE
from .speakers.roster.plan import EMPTY
from .speakers.roster.taking import make, states

BATCH = 500


def copy_codebook(source: Project, target: Project, record: Recorder) -> None:
    """Every tag with its kind, colour, key and description, at the same place in the tree, and what an
    annotation is. One level is written at a time, because a tag needs the row that it stands below."""
    copies: dict[int | None, Tag | None] = {None: None}
    for level in levels(source):
        made = [_tag(tag, target, copies[tag.parent_id]) for tag in level]
        Tag.objects.bulk_create(made, batch_size=BATCH)
        copies |= {tag.pk: copy for tag, copy in zip(level, made, strict=True)}
        for tag in made:
            record("tag", tag.uid, None, tag_state(tag))
    if scheme := Scheme.objects.filter(project=source).first():
        put(target, scheme_state(scheme))
        record("scheme", target.uid, None, scheme_state(scheme))


def _tag(tag: Tag, target: Project, parent: Tag | None) -> Tag:
    return Tag(
        project=target,
        parent=parent,
        key=tag.key,
        archived_at=tag.archived_at,
        **{name: getattr(tag, name) for name in TAG if name not in ("proposal", "reason")},
    )


def copy_speakers(source: Project, target: Project, record: Recorder) -> None:
    """Every speaker with the other names, roles, memo and what it is part of. Unnamed sources stay: "ein
    Diplomat" there is not the one here. So do answers to fields of the project's own."""
    named = {uid: state for uid, state in states(source).items() if state["kind"] != Speaker.Kind.UNNAMED}
    copies = {str(uid): uuid.uuid4() for uid in named}
    made: States = {}
    for uid, state in named.items():
        roles = [[*said, _copied(copies, where)] for *said, where in state["roles"]]
        part_of = _copied(copies, state["part_of"])
        roles = [role for role in roles if role[1] or role[-1]]
        made[copies[str(uid)]] = {**EMPTY, **state, "roles": roles, "part_of": part_of}
    make(target, made)
    for uid in in_order(made):
        record("speaker", uid, None, made[uid])


def _copied(copies: dict[str, uuid.UUID], uid: str | None) -> str | None:
    return str(copies[uid]) if uid in copies else None


def copy_fields(source: Project, target: Project, record: Recorder) -> None:
    """Every field that is still asked, with its choices and its instruction; no answers."""
    rows = Variable.objects.of(source).asked()
    made = [
        Variable(project=target, key=row.key, **{name: getattr(row, name) for name in VARIABLE})
        for row in rows
    ]
    Variable.objects.bulk_create(made, batch_size=BATCH)
    for row in made:
        record("variable", row.uid, None, variable_state(row))


def register_parts() -> None:
    register(Part("codebook", _("the codebook: all tags with colours, keys and descriptions"), copy_codebook))
    register(Part("speakers", _("the named speakers with their other names and roles"), copy_speakers))
    register(Part("fields", _("the fields of its own: choices, instructions, their order"), copy_fields))
