"""The form of a tag."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project
from newsreader.search.language import folded_key
from newsreader.typed import TypedField

from ..forms import visible
from ..models import COLORS, NAME_LIMIT, NOTE_LIMIT, SHORTCUTS, Tag
from ..recording import tag_state
from ..sealing import LENGTH, seal
from .tree import tree

PLAIN = (
    "name", "kind", "color", "shortcut", "description", "inclusion", "exclusion", "examples", "memo",
)  # fmt: skip


def _note(label: Any, help_text: Any = "", rows: int = 3) -> TypedField:
    return TypedField(
        label=label,
        help_text=help_text,
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class TagForm(forms.Form):
    name = TypedField(label=_("Name"), max_length=NAME_LIMIT)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Tag.Kind.choices,
        help_text=_("A claim is worded as a proposition, and a speaker is for or against it."),
    )
    parent = forms.ModelChoiceField(
        label=_("Below"), queryset=Tag.objects.none(), to_field_name="uid", required=False, empty_label="–"
    )
    color = forms.TypedChoiceField(
        label=_("Colour"), coerce=int, choices=[(n, n) for n in COLORS], widget=forms.RadioSelect
    )
    shortcut = forms.TypedChoiceField(
        label=_("Key"),
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *((n, n) for n in SHORTCUTS)],
        required=False,
    )
    description = _note(_("Description"))
    inclusion = _note(_("When to use it"))
    exclusion = _note(_("When not to use it"))
    examples = _note(_("Examples"), _("One quote a line."))
    memo = _note(_("Memo"), _("What you think about this tag while you code."))
    archived_at = forms.BooleanField(
        label=_("Archived: no longer offered for coding, and without a key"), required=False
    )
    seen = forms.CharField(max_length=LENGTH, required=False, widget=forms.HiddenInput)

    def __init__(self, project: Project, tag: Tag, data: Any = None) -> None:
        self.project, self.tag = project, tag
        initial = {name: getattr(tag, name) for name in PLAIN}
        initial |= {"parent": tag.parent.uid if tag.parent else None, "archived_at": bool(tag.archived_at)}
        super().__init__(data, initial={**initial, "seen": seal(tag_state(tag)) if tag.pk else ""})
        self._offer_parents()
        if not tag.pk:
            del self.fields["archived_at"]

    def _offer_parents(self) -> None:
        """Every tag by its path, in the order of the tree, but this one and those below it. Whoever sends one
        of these is told why not."""
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Tag.objects.of(self.project)
        nodes = [node for node in tree(self.project) if self.tag not in (*node.above, node.tag)]
        now = self.tag.parent_id
        offered = [node for node in nodes if not node.tag.archived_at or node.tag.pk == now]
        field.widget.choices = [("", "–"), *((node.tag.uid, node.path) for node in offered)]

    def clean_name(self) -> str:
        return visible(self.cleaned_data["name"])

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind == Tag.Kind.TOPIC and self.tag.pk and self.tag.annotation_links.exclude(stance="").exists():
            raise ValidationError(_("Annotations hold a stance on this claim, and a topic has none."))
        return kind

    def clean_shortcut(self) -> int | None:
        shortcut: int | None = self.cleaned_data["shortcut"]
        others = Tag.objects.of(self.project).exclude(pk=self.tag.pk)
        if shortcut and (holder := others.filter(shortcut=shortcut).first()):
            raise ValidationError(_("“%(tag)s” holds this key."), params={"tag": holder.name})
        return shortcut

    def clean_parent(self) -> Tag | None:
        parent: Tag | None = self.cleaned_data["parent"]
        above = parent
        while above:
            if above.pk == self.tag.pk:
                raise ValidationError(_("A tag cannot stand below itself."))
            above = above.parent
        return parent

    def clean_archived_at(self) -> Any:
        return (self.tag.archived_at or timezone.now()) if self.cleaned_data["archived_at"] else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        siblings = Tag.objects.of(self.project).filter(parent=data.get("parent")).exclude(pk=self.tag.pk)
        if siblings.filter(key=folded_key(data.get("name", ""))).exists():
            self.add_error("name", _("There is a tag of this name already, in the same place."))
        if data.get("archived_at"):
            data["shortcut"] = None
        return data

    def values(self) -> dict[str, Any]:
        """The fields of the tag."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
