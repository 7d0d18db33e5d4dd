"""What is looked for, and what is said of what was found."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsreader.models import Article, Membership
from newsreader.search.language import tokens
from newsreader.search.query import MAX_WORDS
from newsreader.typed import TypedField

from ..anchoring import SpanError, snap_to_words
from ..coding import Coding
from ..forms import MOST, CodingForm, ManyField, NamesField, TagsForm, UidsField, span_of
from ..models import Tag
from ..naming import Refused
from ..spans import text_of
from .hits import Search

PHRASE_LIMIT = 300  # code points
PER_PAGE = MOST
SKIPS = 300_000  # code points: some thousands of hits that are left out


class FindForm(TagsForm):
    """`span` with `text_version` stands for the words that are selected in the article, whole ones."""

    phrase = TypedField(label=_("Name or phrase"), max_length=PHRASE_LIMIT, required=False)
    article = forms.UUIDField(required=False, error_messages={"invalid": _("This is not an identifier.")})
    where = forms.ChoiceField(
        label=_("Where"),
        choices=[("article", _("in this article")), ("project", _("in the whole project"))],
        required=False,
    )
    any_case = forms.BooleanField(label=_("capitals or small letters alike"), required=False)
    folded = forms.BooleanField(label=_("also in boilerplate and metadata lines"), required=False)
    span = forms.CharField(max_length=20, required=False)
    text_version = forms.IntegerField(min_value=1, required=False)

    def __init__(self, member: Membership, data: Any) -> None:
        super().__init__(data)
        self.member = member
        self.found: Article | None = None
        self.known: Tag | None = None

    def clean_article(self) -> Article | None:
        if not (uid := self.cleaned_data["article"]):
            return None
        self.found = self.member.project.articles.filter(uid=uid).first()
        if self.found is None:
            raise ValidationError(_("This article is not in the project."))
        return self.found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if sum(len(data.get(name, ())) for name in ("tag", "new_tag", "new_claim")) > 1:
            self.add_error("tag", _("Choose one tag."))
        elif data.get("tag"):
            self.known = self.member.project.tags.filter(uid=data["tag"][0][0]).first()
            if not self.known:
                self.add_error("tag", _("A tag does not belong to this project."))
        if data.get("span") and self.found:
            data["phrase"] = self._selected(data["span"], data.get("text_version") or 0, self.found)
        self._check(data.get("phrase", ""))
        return data

    def _selected(self, span: str, version: int, article: Article) -> str:
        try:
            text = text_of(article, version).text
            start, end = snap_to_words(text, *span_of(span))
        except (Refused, SpanError) as error:
            raise ValidationError(str(error)) from error
        return " ".join(text[start:end].split())[:PHRASE_LIMIT]

    def _check(self, phrase: str) -> None:
        words = sum(1 for _token in tokens(phrase))
        if phrase and not words:
            self.add_error("phrase", _("A phrase needs at least one letter or digit."))
        elif words > MAX_WORDS:
            too_many = _("A phrase has at most %(most)d words.")
            self.add_error("phrase", ValidationError(too_many, params={"most": MAX_WORDS}))

    @property
    def article_alone(self) -> Article | None:
        """The article that is looked through, if it is one."""
        return self.found if self.cleaned_data.get("where") != "project" else None

    def search(self) -> Search | None:
        """None as long as nothing is asked for."""
        data = self.cleaned_data
        if not data["phrase"]:
            return None
        return Search(data["phrase"], self.article_alone, data["any_case"], data["folded"])

    def has_tag(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("tag", "new_tag", "new_claim"))


class HitsField(ManyField):
    """Hits as Hit.value has them."""

    def one(self, value: str) -> str:
        uid, colon, start = value.partition(":")
        if not (colon and len(uid) == 36 and start.isdecimal() and len(start) < 10):
            raise ValidationError(_("This is not an identifier."))
        return value


class TagAllForm(forms.Form):
    """What else is said of each hit, and which are left out. `shown` are those of the page that was sent,
    `take` the ticked ones among them, `skip` those that were unticked on other pages. `page` is the page of
    hits to go to; `do` says that it is done."""

    form = CodingForm.base_fields["form"]
    speaker = UidsField(required=False)
    new_speaker = NamesField(required=False)
    shown = HitsField(required=False)
    take = HitsField(required=False)
    skip = forms.CharField(required=False, max_length=SKIPS)
    digest = forms.CharField(required=False, max_length=16)
    page = forms.IntegerField(min_value=1, max_value=10_000, required=False)
    do = forms.ChoiceField(choices=[("tag", "")], required=False)

    def skipped(self) -> set[str]:
        data = self.cleaned_data
        return (set(data.get("skip", "").split()) | set(data.get("shown", ()))) - set(data.get("take", ()))

    def coding(self, find: FindForm) -> Coding:
        said, named = self.cleaned_data, find.cleaned_data
        return Coding(
            form=said["form"],
            speakers=said["speaker"],
            new_speakers=said["new_speaker"],
            tags=named["tag"],
            new_tags=named["new_tag"],
            new_claims=named["new_claim"],
        )
