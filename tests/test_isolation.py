"""Nothing crosses the wall between projects, and in a blind project none between coders.

Every address of both wings is asked with the uids of everything that others have, in its path, its query and
the fields of every form of the house. A new address or form is covered as soon as it is there; a new kind of
thing with a uid fails the first test until `populate` makes one.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.utils.http import urlencode

from newsreader.listing import registry
from newsreader.models import Project
from newsreader.states import set_state
from tests.everything import KINDS, MODELS, Uids, addresses, paths, populate
from tests.factories import client_of, make_annotation, make_article, make_member, make_project

# Which rows are looked up does not depend on the database.
pytestmark = [pytest.mark.once, pytest.mark.django_db]

ALL = [(name, route) for name, route, _ in addresses()]
SECRET = "Zwickmühlengeheimnis"  # stands in every text of others, and nowhere else


def rows() -> dict[tuple[type[Model], Any], Any]:
    """Every row of both wings."""
    found: dict[tuple[type[Model], Any], Any] = {}
    for model in MODELS:
        columns = [field.attname for field in model._meta.concrete_fields]
        found |= {(model, row["pk"]): row for row in model._default_manager.values("pk", *columns)}
    return found


def form_classes(form: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[Any]]:
    for child in form.__subclasses__():
        yield child
        yield from form_classes(child)


def fields(uids: Uids, otherwise: str) -> dict[str, Any]:
    """A value for every field that any form has: what makes most forms valid, and uids of others wherever one
    may stand. A field that is named after a kind gets one of that kind, others get `otherwise`."""
    taken = (forms.ChoiceField, forms.IntegerField, forms.BooleanField)
    named = {
        name
        for form in form_classes()
        if form.__module__.startswith(("newsreader", "annotations"))
        for name, field in getattr(form, "base_fields", {}).items()
        if not isinstance(field, taken)
    }
    named |= {name for facet in registry.facets() for name in facet.names}
    values = {
        name: next((uid for kind, uid in uids.items() if kind.lower() in name), otherwise) for name in named
    }
    valid = {"text_version": 1, "version": 1, "span": "0-5", "snap": "on", "kind": "topic", "state": "done"}
    return values | {"q": "", "form": "direct", "role": "lead", "parent": uids["Tag"]} | valid


FORM = "application/x-www-form-urlencoded"  # taken apart in a tenth of the time that a form with files takes


def ask(client: Client, path: str, data: dict[str, Any]) -> list[Any]:
    """The answers to GET and POST, without those that refuse the method."""
    found = [client.get(path, data), client.post(path, urlencode(data), FORM)]
    return [answer for answer in found if answer.status_code != 405]


def of_kind(client: Client, route: str, name: str, slug: str, uids: Uids) -> list[str]:
    """The kinds that are looked up at the address, which tells who owns them; all where that is not told."""
    found = []
    for kind in uids if "<uuid:" in route else ():
        for path in paths(route, name, slug, uids[kind]):
            with transaction.atomic():
                status = client.get(path).status_code
                if status == 405:
                    status = client.post(path).status_code
                if status != 404 and kind not in found:
                    found.append(kind)
                transaction.set_rollback(True)
    return found or [*uids]


def body(answer: Any) -> str:
    return bytes(answer.getvalue()).decode(errors="replace")


def test_there_is_one_of_every_kind_that_can_be_named_from_outside() -> None:
    made = populate(make_member(role="lead"), SECRET)
    assert set(made) == {kind.__name__ for kind in KINDS}


@pytest.mark.parametrize(("name", "route"), ALL, ids=[name for name, _ in ALL])
def test_a_lead_of_another_project_reaches_nothing(name: str, route: str) -> None:
    owner = make_member(role="lead")
    theirs = populate(owner, SECRET)
    kinds = of_kind(client_of(owner), route, name, owner.project.slug, theirs)
    before = rows()
    visitor = make_member(role="lead")
    ours = populate(visitor, "unseres")
    client = client_of(visitor)
    slug = visitor.project.slug
    for kind in kinds:
        data = fields(theirs, theirs[kind])
        for path in paths(route, name, slug, theirs[kind]):
            for answer in ask(client, path, data):
                assert SECRET not in body(answer), (kind, path)
                assert answer.status_code == 404 or "<uuid:" not in route, (kind, path)
        for path in paths(route, name, slug, ours[kind]) if "<uuid:" in route else ():
            for answer in ask(client, path, data):
                assert SECRET not in body(answer), (kind, path)
    assert {key: row for key, row in rows().items() if key in before} == before


@pytest.mark.parametrize(("name", "route"), ALL, ids=[name for name, _ in ALL])
def test_a_coder_of_a_blind_project_sees_no_other_coder_s_work(name: str, route: str) -> None:
    project = make_project(visibility=Project.Visibility.BLIND)
    theirs, me = make_member(project), make_member(project)
    article = make_article(project)
    mark = make_annotation(article, theirs, note=SECRET)
    state = set_state(theirs, article, "irrelevant", SECRET)
    client = client_of(me)
    mine = {(type(me), me.pk), (type(me.user), me.user_id)}
    before = {key: row for key, row in rows().items() if key not in mine}
    for thing in (article, mark, state, project.change_sets.get()):
        data = fields({"Tag": str(thing.uid)}, str(thing.uid))
        for path in paths(route, name, project.slug, str(thing.uid)):
            for answer in ask(client, path, data):
                assert SECRET not in body(answer), path
    assert {key: row for key, row in rows().items() if key in before} == before
