"""Tags that coders propose while the lead keeps the codebook closed, and what becomes of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import Change, ChangeSet
from newsreader.models import Membership
from newsreader.search.language import folded_key
from newsreader.typed import TypedField

from ..forms import visible
from ..models import NAME_LIMIT, NOTE_LIMIT, Tag
from ..naming import Refused, next_color, proposed, quick
from ..recording import tag_state
from .tree import tree

SHOWN = 20  # outcomes on the page of the codebook


class ProposalForm(forms.Form):
    name = TypedField(label=_("Name"), max_length=NAME_LIMIT)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Tag.Kind.choices,
        help_text=_("A claim is worded as a proposition, and a speaker is for or against it."),
    )
    parent = forms.ModelChoiceField(
        label=_("Below"), queryset=Tag.objects.none(), to_field_name="uid", required=False, empty_label="–"
    )
    reason = TypedField(
        label=_("Why the codebook needs it"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, member: Membership, data: Any = None) -> None:
        super().__init__(data)
        self.member = member
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Tag.objects.of(member.project).filter(archived_at=None)
        nodes = [node for node in tree(member.project) if not node.tag.archived_at]
        field.widget.choices = [("", "–"), *((node.tag.uid, node.path) for node in nodes)]

    def clean_name(self) -> str:
        return visible(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        there = Tag.objects.of(self.member.project).filter(parent=data.get("parent"))
        for tag in there.filter(key=folded_key(data.get("name", ""))):
            self.add_error("name", ValidationError(_there(tag)))
        return data


def _there(tag: Tag) -> str:
    """Why the name cannot be proposed: it is there, or has been declined."""
    if tag.proposal == Tag.Proposal.DECLINED:
        return gettext("“%(tag)s” was proposed before and declined.") % {"tag": tag.name}
    return gettext("There is a tag of this name already, in the same place.")


def propose(member: Membership, values: dict[str, Any]) -> Tag:
    """Raises Refused when somebody was quicker."""
    with quick(), changes.recording(member, "tag.propose") as record:
        tag = Tag(project=member.project, color=next_color(member.project), **proposed(member), **values)
        tag.key = folded_key(tag.name)
        tag.save()
        record("tag", tag.uid, None, tag_state(tag))
    return tag


def answer(member: Membership, tag: Tag, accepts: bool) -> ChangeSet | None:
    """Accept what was proposed, or decline it: the tag is archived, and what was coded with it stays. Raises
    Refused when it is answered already."""
    with changes.recording(member, "tag.accept" if accepts else "tag.decline") as record:
        row = Tag.objects.select_for_update().filter(pk=tag.pk).first()
        if row is None or row.proposal != Tag.Proposal.OPEN:
            raise Refused(gettext("This proposal has been answered already."))
        before = tag_state(row)
        row.proposal = Tag.Proposal.ACCEPTED if accepts else Tag.Proposal.DECLINED
        row.archived_at = None if accepts else timezone.now()
        row.save(update_fields=["proposal", "archived_at"])
        record("tag", row.uid, before, tag_state(row))
    return record.change_set


def waiting(member: Membership) -> QuerySet[Tag, Any]:
    """The open proposals, each with how often it is `used`, for those who may answer them."""
    if not access.may(member, Action.EDIT_TAG):
        return Tag.objects.none()
    rows = Tag.objects.of(member.project).filter(proposal=Tag.Proposal.OPEN)
    return (
        rows.select_related("parent", "proposed_by").annotate(used=Count("annotation_links")).order_by("pk")
    )


def own(member: Membership) -> QuerySet[Tag, Any]:
    """What the member proposed and what came of it, the newest first."""
    return Tag.objects.of(member.project).filter(proposed_by=member).order_by("-pk")[:SHOWN]


def merged(member: Membership) -> list[str]:
    """The names of what the member proposed and the lead has merged into another tag, the newest first."""
    gone = Change.objects.filter(kind="tag", after__isnull=True, before__proposed_by=str(member.uid))
    merges = gone.filter(
        change_set__project=member.project, change_set__action="tag.merge", change_set__undone=False
    )
    return list(merges.order_by("-id").values_list("before__name", flat=True)[:SHOWN])


def said(tag: Tag, accepts: bool) -> str:
    """What was done, and that passages keep a tag that was declined."""
    if accepts:
        return gettext("“%(tag)s” belongs to the codebook now.") % {"tag": tag.name}
    declined = gettext("“%(tag)s” is declined.") % {"tag": tag.name}
    coded = tag.annotation_links.count()
    if not coded:
        return declined
    keep = ngettext(
        "%d passage keeps it; merge or recode it.", "%d passages keep it; merge or recode it.", coded
    )
    return f"{declined} {keep % coded}"
