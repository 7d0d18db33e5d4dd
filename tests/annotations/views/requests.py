"""Requests about annotations, as the page sends them."""

import uuid
from typing import Any

from django.urls import reverse

from annotations.models import Annotation
from annotations.recording import annotation_state
from newsreader.models import Article, Membership, Project
from tests.factories import (
    TEXT,
    client_of,
)

QUOTE = "Wir öffnen erst, wenn alles hält"
START = TEXT.index(QUOTE)
SPAN = f"{START}-{START + len(QUOTE)}"
FRAGMENT = {"HX-Request": "true"}


def address(name: str, project: Project, uid: object) -> str:
    return reverse(name, args=[project.slug, uid])


def marking(article: Article, member: Membership, fragment: Any = True, **data: Any) -> Any:
    sent = {"text_version": 1, "span": SPAN, **data}
    headers = FRAGMENT if fragment else {}
    url = address("annotations", article.project, article.uid)
    return client_of(member).post(url, sent, headers=headers)


def saying(annotation: Annotation, member: Membership, fragment: bool = True, **data: Any) -> Any:
    sent = {"version": 1, **data}
    url = address("annotation", annotation.project, annotation.uid)
    return client_of(member).post(url, sent, headers=FRAGMENT if fragment else {})


def removing(annotation: Annotation, member: Membership) -> Any:
    url = address("annotation-removal", annotation.project, annotation.uid)
    return client_of(member).post(url, headers=FRAGMENT)


def turn(name: str, article: Article, member: Membership) -> Any:
    url = address(name, article.project, article.uid)
    return client_of(member).post(url, headers=FRAGMENT)


def parts(uid: uuid.UUID) -> dict[str, Any]:
    return annotation_state(Annotation.objects.with_parts().get(uid=uid))
