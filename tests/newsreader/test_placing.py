"""What is put into a finished page: in its place, in its order, and as it is."""

from django.utils.safestring import SafeString

from newsreader.placing import Places


def test_the_pieces_stand_where_their_marks_are() -> None:
    places = Places()
    drawn = f"<i>{places.keep(SafeString('Ä'))}</i><b>{places.keep(SafeString('😀'))}</b>"
    assert "".join(places.filled(drawn)) == "<i>Ä</i><b>😀</b>"


def test_a_page_without_any_stays_as_it_is() -> None:
    assert "".join(Places().filled("<p>Bär</p>")) == "<p>Bär</p>"


def test_the_mark_of_another_page_is_words_like_any_others() -> None:
    places, other = Places(), Places()
    text = SafeString(f"{other.mark} und {places.mark}")
    assert "".join(places.filled(f"{other.mark}{places.keep(text)}")) == f"{other.mark}{text}"
