"""What people type as a comment or a memo, and which comments they look for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from newsreader.typed import TypedField

from .models import NOTE_LIMIT

AGAIN = _("Please load the page again.")
SHOWN = {
    "open": _("open"),
    "me": _("that mention me"),
    "resolved": _("resolved"),
    "all": _("all"),
    "memos": _("memos"),
}


class CommentForm(forms.Form):
    """`back` says that it was sent from the project's list."""

    text = TypedField(
        label=_("Comment"),
        max_length=NOTE_LIMIT,
        error_messages={"required": _("Please write something.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    back = forms.BooleanField(required=False)


class EditForm(CommentForm):
    """`seen` is when what is edited was written."""

    seen = forms.DateTimeField(
        widget=forms.HiddenInput,
        input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"],
        error_messages={
            "required": _("Please load the page again."),
            "invalid": _("Please load the page again."),
        },
    )


class ResolveForm(forms.Form):
    resolved = forms.BooleanField(required=False)
    back = forms.BooleanField(required=False)


class MemoForm(forms.Form):
    """An empty text takes the memo away; `seen` is the text that was looked at."""

    text = TypedField(max_length=NOTE_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 8}))
    seen = TypedField(max_length=NOTE_LIMIT, required=False, strip=False, widget=forms.HiddenInput)


class ListForm(forms.Form):
    """Which threads of the project; anything else than those counts as the open ones."""

    show = forms.ChoiceField(choices=list(SHOWN.items()), required=False)
    q = TypedField(label=_("Words"), max_length=200, required=False)
