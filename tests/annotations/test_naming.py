"""Names given while coding: the one that is there, a new one, or a refusal. Never silently another one."""

from collections.abc import Iterator

import pytest
from django.utils import timezone, translation

from annotations.codebook.saving import save
from annotations.models import COLORS, Speaker, Tag
from annotations.naming import Refused, next_color, speaker_named, spelling, tag_named
from newsreader import changes
from newsreader.models import Membership
from tests.factories import make_member, make_project, make_speaker, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared as they stand in the source, whatever language the last request left."""
    with translation.override("en"):
        yield


@pytest.fixture
def member() -> Membership:
    return make_member()


def tag(member: Membership, name: str) -> Tag:
    with changes.recording(member, "annotation.create") as record:
        return tag_named(member, name, record)


def speaker(member: Membership, name: str) -> Speaker:
    with changes.recording(member, "annotation.create") as record:
        return speaker_named(member, name, record)


@pytest.mark.parametrize("typed", ["Öffnung", "öffnung", " ÖFFNUNG", "O\u0308ffnung", "Öff\u00adnung"])
def test_case_spaces_and_the_unseen_make_no_other_name(member: Membership, typed: str) -> None:
    assert tag(member, "Öffnung") == tag(member, typed)
    assert speaker(member, "Öffnung") == speaker(member, typed)


@pytest.mark.parametrize(("known", "typed"), [("Poet", "Pot"), ("Müller", "Muller"), ("Müller", "Mueller")])
def test_a_look_alike_is_refused_by_name(member: Membership, known: str, typed: str) -> None:
    for named in (tag, speaker):
        named(member, known)
        with pytest.raises(Refused, match=f"{typed}.*{known}"):
            named(member, typed)
    assert (Tag.objects.count(), Speaker.objects.count()) == (1, 1)


def test_an_archived_tag_is_not_coded_with_by_its_name(member: Membership) -> None:
    make_tag(member.project, "Öffnung", archived_at=timezone.now())
    with pytest.raises(Refused, match="“Öffnung” is archived"):
        tag(member, "öffnung")


def test_an_alias_names_its_speaker(member: Membership) -> None:
    stoltenberg = make_speaker(member.project, "Jens Stoltenberg", "person", "der Nato-Generalsekretär")
    assert speaker(member, "Der Nato-Generalsekretär") == stoltenberg
    assert Speaker.objects.count() == 1


def test_a_name_goes_before_an_alias(member: Membership) -> None:
    make_speaker(member.project, "Annalena Baerbock", "person", "Auswärtiges Amt")
    office = make_speaker(member.project, "Auswärtiges Amt", "state")
    assert speaker(member, "Auswärtiges Amt") == office


def test_an_alias_of_two_is_refused(member: Membership) -> None:
    make_speaker(member.project, "Änne Groß", "person", "die Ministerin")
    make_speaker(member.project, "Zoë Klein", "person", "die Ministerin")
    with pytest.raises(Refused, match="several"):
        speaker(member, "die Ministerin")
    assert Speaker.objects.count() == 2


def test_an_unnamed_source_is_never_found_by_its_wording(member: Membership) -> None:
    diplomat = make_speaker(member.project, "ein Diplomat", "unnamed")
    assert speaker(member, "ein Diplomat") != diplomat


def test_a_tag_at_the_root_goes_before_one_below(member: Membership) -> None:
    above = make_tag(member.project, "Haushalt")
    below = make_tag(member.project, "Kosten", parent=above)
    assert tag(member, "Kosten") == below
    root = make_tag(member.project, "Kosten")
    assert tag(member, "kosten") == root


def test_a_tag_in_two_places_is_refused(member: Membership) -> None:
    for name in ("Haushalt", "Bau"):
        make_tag(member.project, "Kosten", parent=make_tag(member.project, name))
    with pytest.raises(Refused, match="several"):
        tag(member, "Kosten")


def test_names_of_other_projects_do_not_count(member: Membership) -> None:
    other = make_project()
    make_tag(other, "Poet")
    make_speaker(other, "Poet")
    assert tag(member, "Pot").project == member.project
    assert speaker(member, "Pot").project == member.project


def test_names_with_the_same_long_beginning(member: Membership) -> None:
    """A name of 200 characters can have a key of 3,600, of which 400 are kept."""
    tag(member, "ﷺ" * 199)
    with pytest.raises(Refused):
        tag(member, "ﷺ" * 200)


def test_colours_take_turns(member: Membership) -> None:
    made = [tag(member, f"Thema {n}").color for n in range(13)]
    assert made == [*COLORS, 1]
    assert next_color(member.project) == 2


def test_two_tags_never_come_to_stand_below_each_other(member: Membership) -> None:
    one, two = make_tag(member.project, "Eins"), make_tag(member.project, "Zwei")
    save(member, one, {"parent": two})
    late = Tag.objects.get(pk=two.pk)  # its form was right before the other was saved
    with pytest.raises(Refused):
        save(member, late, {"parent": Tag.objects.get(pk=one.pk)})
    assert Tag.objects.get(pk=two.pk).parent is None


def test_saving_a_tag_that_is_gone_or_whose_name_is_taken(member: Membership) -> None:
    make_tag(member.project, "Kosten")
    gone = make_tag(member.project, "Weg")
    Tag.objects.filter(pk=gone.pk).delete()
    for name in ("Neu", "Kosten"):
        with pytest.raises(Refused):
            save(member, gone, {"name": name, "parent": None})
    with pytest.raises(Refused):
        save(member, Tag(project=member.project), {"name": "kosten", "parent": None})
    assert list(Tag.objects.values_list("name", flat=True)) == ["Kosten"]


def test_spelling_keeps_umlauts_apart() -> None:
    assert len({spelling(name) for name in ("Müller", "Mueller", "Muller", "muller")}) == 3
