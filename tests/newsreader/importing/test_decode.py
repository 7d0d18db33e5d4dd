import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.importing.decode import (
    LIMIT,
    NOTE_CONTROLS,
    NOTE_FALLBACK,
    NOTE_UNDEFINED,
    DecodeError,
    decode,
)

TEXT = "Grüße aus Köln: „Es bleibt dabei“, hieß es 🦊.\nEnde – 5 €.\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_unicode_is_recognised_and_certain(encoding: str, name: str) -> None:
    decoded = decode(TEXT.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.certain, decoded.notes) == (TEXT, name, True, ())


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_both_byte_orders_of_a_mark(mark: bytes) -> None:
    codec = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + "Öl".encode(codec)).text == "Öl"


def test_utf16_of_another_alphabet_is_told_by_its_spaces() -> None:
    text = "Москва не ответила на вопрос о мосте"
    assert decode(text.encode("utf-16-le")).text == text


def test_windows_1252_is_the_last_rung_and_not_certain() -> None:
    decoded = decode("Die Straße „Am Öltor“ – 5 €".encode("cp1252"))
    assert decoded.text == "Die Straße „Am Öltor“ – 5 €"
    assert (decoded.encoding, decoded.certain, decoded.notes) == ("windows-1252", False, (NOTE_FALLBACK,))


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_bytes_that_windows_1252_lacks_are_shown_and_noted(byte: int) -> None:
    decoded = decode(b"f\xfcr A" + bytes([byte]) + b"B")
    assert decoded.text == "für A\ufffdB"
    assert NOTE_UNDEFINED in decoded.notes


def test_one_broken_byte_does_not_spoil_a_utf8_article() -> None:
    decoded = decode(TEXT.encode() + b"\xfc")
    assert decoded.text == TEXT + "ü"
    assert not decoded.certain


def test_an_article_cut_inside_a_letter_is_kept() -> None:
    assert decode("Grüße für Jürgen ü".encode()[:-1]).text.startswith("Grüße für Jürgen ")


def test_override_wins_over_the_ladder() -> None:
    data = "Łódź".encode("iso8859-2")
    assert decode(data, "iso8859-2").text == "Łódź"
    assert decode(data, "iso8859-2").certain


@pytest.mark.parametrize("encoding", ["utf-8", "no-such-code", "rot13", "hex"])
def test_override_that_does_not_fit_is_a_reason(encoding: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(b"Gr\xfc\xdfe", encoding)
    assert caught.value.code == "undecodable"


def test_override_leaves_no_lone_surrogate_and_no_mark() -> None:
    with pytest.raises(DecodeError):
        decode(rb"\ud800", "unicode_escape")
    assert decode("\ufeffa".encode(), "utf-8").text == "a"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\xc2\xa0", "blank"),
        ("\u00ad\u200b\n".encode(), "blank"),
        (b"\xff\xfe", "blank"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"%PDF-1.7 text", "binary"),
        (bytes(range(256)), "binary"),
        (b"\x00" * 20, "binary"),
        (b"\x01\x02\x03 data", "binary"),
        (b"G\xfcte\x00", "binary"),
        (b"Foo\x00bars", "binary"),
        ("Grüße aus Köln".encode("utf-16-le") + b"x", "binary"),
        (b"\xff\xfea", "undecodable"),
        (b"\xff\xfe\x00\xd8", "undecodable"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(data)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


def test_length_limit_counts_code_points() -> None:
    assert len(decode(("ä" * LIMIT).encode()).text) == LIMIT
    with pytest.raises(DecodeError) as caught:
        decode(("ä" * (LIMIT + 1)).encode())
    assert caught.value.code == "too_long"


def test_newlines_letters_and_controls_have_one_form() -> None:
    source = "a\r\nb\rc\td\x0be\x00f\ufffeg\U0010ffffh u\u0308 und weiter im Text, lang genug\n"
    decoded = decode(source.encode())
    assert decoded.text == "a\nb\nc\td e f g h ü und weiter im Text, lang genug\n"
    assert decoded.certain
    assert decoded.notes == (NOTE_CONTROLS,)


def test_soft_hyphens_and_fixed_spaces_stay() -> None:
    text = "Ver\u00adtei\u00addigung\u00a0um\u202f5 Uhr"
    assert decode(text.encode()).text == text


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_clean_text_or_a_reason(data: bytes) -> None:
    try:
        text = decode(data).text
    except DecodeError as error:
        assert error.code in {"empty", "blank", "binary", "undecodable"}
        return
    assert text.strip()
    assert text == unicodedata.normalize("NFC", text)
    assert not any(char < " " and char not in "\t\n" for char in text)
    text.encode("utf-8")


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), max_size=80))
def test_decoding_its_own_output_changes_nothing(words: str) -> None:
    text = decode(f"Wort {words}".encode()).text
    assert decode(text.encode()).text == text.removeprefix("\ufeff")
