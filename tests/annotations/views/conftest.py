"""A coder and an article of their project."""

import pytest

from newsreader.models import Article, Membership
from tests.factories import (
    make_article,
    make_member,
)


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)
