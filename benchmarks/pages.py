"""The pages that people spend their day on, over HTTP and through the test client."""

import re
import uuid
from collections.abc import Callable, Iterator
from functools import partial

from django.test import Client
from django.urls import reverse

from newsreader.models import Article, ArticleText
from newsreader.search.front import search

from .client import Http
from .figure import ROUNDS, WARM_UP, Figure, median
from .installation import SLUG, Installation

Get = Callable[[str], object]

ARTICLE = {0: (6, 10), 50: (9, 13), 500: (25, 35)}
HITS = 300
"""In about so many articles stands the word that is searched for."""


def figures(installation: Installation) -> Iterator[Figure]:
    with installation.http() as http:
        yield from _reading(installation, http.get, "HTTP")
        yield _create(installation, http)
    yield from _reading(installation, _in_process(installation), "in process")


def _in_process(installation: Installation) -> Get:
    client = Client(SERVER_NAME="localhost", headers={"accept-language": "de", "accept-encoding": "gzip"})
    client.force_login(installation.user)

    def get(path: str) -> None:
        assert client.get(path).status_code == 200

    return get


def _reading(installation: Installation, get: Get, way: str) -> Iterator[Figure]:
    articles = reverse("articles", args=[SLUG])
    word, found = _word(installation)
    pages = [
        *(
            (f"open an article with {n} annotations", _path(a), ARTICLE[n], "")
            for n, a in installation.opened.items()
        ),
        ("list page", articles, (8, 10), ""),
        ("search", f"{articles}?q={word}", (8, 10), f"{found} hits"),
    ]
    for name, path, targets, note in pages:
        target = installation.either(*targets) if way == "HTTP" else None
        yield median(f"{name}, {way}", partial(get, path), target, note)


def _path(article: Article) -> str:
    return reverse("article", args=[SLUG, article.uid])


def _word(installation: Installation) -> tuple[str, int]:
    """The word of an article's first 200 that stands in nearly HITS articles, and in how many it does."""
    articles = installation.project.articles.all()
    text = ArticleText.objects.get(article=installation.study.none).text
    words = dict.fromkeys(re.findall(r"\w{5,}", text)[:200])
    counted = {word: search(articles, word).count() for word in words}
    word = min(counted, key=lambda word: abs(counted[word] - HITS))
    return word, counted[word]


def _create(installation: Installation, http: Http) -> Figure:
    """Each in another article: a passage of sixty characters."""
    fresh = installation.project.articles.order_by("-pk")[: ROUNDS + WARM_UP]
    places = iter([reverse("annotations", args=[SLUG, article.uid]) for article in fresh])

    def create() -> None:
        http.post(
            next(places), {"uid": str(uuid.uuid4()), "text_version": "1", "span": "300-360", "snap": "1"}
        )

    return median("create an annotation and get the fragment, HTTP", create, installation.either(8, 12))
