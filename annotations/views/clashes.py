"""A form that was typed upon what somebody else has changed since: both versions, and how to save still."""

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise

from newsreader.changes import Words, kinds
from newsreader.history import NO_WORDS, compare
from newsreader.models import Membership

from ..sealing import ChangedSince, seal

Clash = tuple[Promise | str, str, str, bool]  # a part's name, as it is now, as it was typed, that they differ


def clashes_of(
    request: HttpRequest,
    member: Membership,
    form: forms.Form,
    kind: str,
    since: ChangedSince,
    made: Words = NO_WORDS,
) -> list[Clash]:
    """Part by part. The form keeps what was typed; sent once more it puts that in place of what is there.
    `made` are the words of what would have been made along."""
    form.data = request.POST.copy()
    form.data["seen"] = seal(since.now)
    words = {**kinds()[kind].words(member.project, [since.now, since.yours]), **made}
    return [row for row in compare(kind, since.now, since.yours, words).rows if row[3]]
