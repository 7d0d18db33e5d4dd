"""What a member says of an article as a whole: their one annotation there without spans, which is made when
the first thing is said. Its card is the first of the margin; until then a link stands in its place."""

import uuid
from collections.abc import Collection, Iterable, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newsreader import access
from newsreader.access import Action
from newsreader.changes import Recorder, States
from newsreader.models import Article, ArticleText, Membership

from .cards import SWAP
from .marks import Mark
from .models import Annotation
from .recording import annotation_state
from .recording.annotation import Parts
from .recording.many import write_many


def said_by(member: Membership, article: Article) -> Annotation | None:
    rows = Annotation.objects.filter(article=article, owner=member, is_whole=True)
    return rows.with_parts().first()


def blank(member: Membership, article: Article) -> Annotation:
    """What a form shows as long as nothing is said; it is not stored."""
    text = article.texts.defer("text", "blocks").get(version=article.text_version)
    return Annotation(
        project=member.project,
        article=article,
        text=text,
        owner=member,
        is_whole=True,
    )


def make_many(
    member: Membership, articles: Collection[int], answers: Sequence[tuple[uuid.UUID, str]], record: Recorder
) -> int:
    """Make the member's annotations of these whole articles (primary keys, some thousands), of which they
    have said nothing yet: with these answers to the project's own fields. How many have been made; an article
    that is gone has none. Nobody has opened the articles for it, so their coding states stay. Raises KeyError
    for a field that is not there."""
    # Locked, so that nobody corrects their texts or takes them out meanwhile.
    rows = member.project.articles.filter(pk__in=articles).order_by("pk").select_for_update(no_key=True)
    article, text = Article(), ArticleText(version=1)
    blank = Annotation(project=member.project, article=article, text=text, owner=member, is_whole=True)
    state = annotation_state(blank, Parts([], [], [], values=answers))  # once: it is slow for thousands
    made: States = {
        uuid.uuid4(): {**state, "article": str(uid), "text_version": version}
        for uid, version in rows.values_list("uid", "text_version")
    }
    write_many(member.project, made)
    for uid, said in made.items():
        record("annotation", uid, None, said)
    return len(made)


def is_among(member: Membership, marks: Iterable[Mark]) -> bool:
    return any(mark.is_whole and mark.owner_pk == member.pk for mark in marks)


def first_in_margin(member: Membership, article: Article, marks: list[Mark]) -> SafeString:
    """Before all cards the link for a member who may annotate and has said nothing of the whole yet."""
    return SafeString("") if is_among(member, marks) else link(member, article)


def link(member: Membership, article: Article, instead_of: uuid.UUID | None = None) -> SafeString:
    """The way to the form, as a card; `instead_of` the form of this uid, which was closed with nothing in it.
    Empty for who may not annotate."""
    if not access.may(member, Action.ANNOTATE):
        return SafeString("")
    return format_html(
        '<article class="whole" id="card-{}" data-start="-2" data-end="0"{}><a class="button quiet"'
        ' href="{url}" hx-get="{url}" hx-target="closest .whole" hx-swap="outerHTML" data-whole>{}</a>'
        "</article>",
        instead_of or "whole",
        SafeString(SWAP if instead_of else ""),
        gettext("About the whole article"),
        url=reverse("whole", args=[member.project.slug, article.uid]),
    )
