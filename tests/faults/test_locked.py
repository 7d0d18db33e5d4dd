"""While somebody else holds the write lock, every page goes on: all addresses are tried, new ones too."""

import itertools
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from newsreader import accounts, members
from newsreader.models import ChangeSet, Membership
from tests.everything import populate
from tests.factories import client_of, make_member
from tests.faults import causes
from tests.faults.quiet import processes_per_processor
from tests.newsreader.test_access import ALL

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = 1.0
HTMX = {"HX-Request": "true"}


@pytest.fixture
def samples() -> dict[str, list[str]]:
    """What may stand in an address, by the kind of its part: of everything there is, at least one."""
    lead = make_member(role=Membership.Role.LEAD)
    populate(lead, "Öl")
    ChangeSet.objects.create(project=lead.project, member=lead, action="import")
    assert lead.user
    links = [members.invite(lead, Membership.Role.CODER)[1], accounts.make_sign_in_link(lead.user)]
    tokens = [link.strip("/").rpartition("/")[2] for link in links]
    with_uid = [model for model in apps.get_models() if any(f.name == "uid" for f in model._meta.fields)]
    uids = [str(uid) for model in with_uid for uid in model._default_manager.values_list("uid", flat=True)]
    return {"slug": [lead.project.slug], "uuid": uids, "str": ["json", *tokens], "int": ["1"]}


def addresses(name: str, route: str, samples: dict[str, list[str]]) -> Iterator[str]:
    parts = re.findall(r"<(\w+):(\w+)>", route)
    for values in itertools.product(*(samples[kind] for kind, _key in parts)):
        yield reverse(name, kwargs={key: value for (_kind, key), value in zip(parts, values, strict=True)})


def timed(client: Client, path: str, headers: dict[str, str]) -> tuple[Any, float]:
    begin = time.monotonic()
    answer: Any = client.get(path, headers=headers)
    answer.getvalue()  # also where it streams
    return answer, time.monotonic() - begin


def slow_or_failed(client: Client, samples: dict[str, list[str]], **headers: str) -> list[Any]:
    """Every address is asked until one of its samples answers with a page."""
    found = []
    for name, route, _entry in ALL:
        for path in addresses(name, route, samples):
            answer, seconds = timed(client, path, headers)
            # Who waits for the lock waits each time; who waited for a processor does not.
            for _again in range(2):
                if seconds > SECOND:
                    seconds = min(seconds, timed(client, path, headers)[1])
            if seconds > SECOND * processes_per_processor():
                found.append((name, "slow", seconds))
            if answer.status_code < 400 or answer.status_code in (405, 422):  # 422 is a form, asked for more
                break
        else:
            found.append((name, "no page", answer.status_code))
    return found


def test_every_page_answers_within_a_second(samples: dict[str, list[str]]) -> None:
    lead = Membership.objects.earliest("pk")
    client = client_of(lead)
    client.raise_request_exception = False
    with causes.held():
        assert slow_or_failed(client, samples) == []
        assert slow_or_failed(client, samples, **HTMX) == []
