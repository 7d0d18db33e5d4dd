"""Saying what was done, with the way to take it back in one press: the button of the toast, or `u`."""

from django.contrib import messages
from django.http import HttpRequest

from ..changes import ChangeSet
from ..history import action_words


def done(request: HttpRequest, change_set: ChangeSet | None, sentence: str = "") -> None:
    """On the next page; the toast is drawn by base.html, which finds the change set in `extra_tags`."""
    said = sentence or (str(action_words(change_set)) if change_set else "")
    messages.success(request, said, extra_tags=str(change_set.uid) if change_set else "")
