from newsreader.typed import without_controls


def test_line_ends_are_one_and_controls_are_spaces() -> None:
    assert without_controls("a\r\nb\rc\x0bd\x01e\x1bf\x7fg\th\n") == "a\nb\nc d e f g\th\n"


def test_nul_is_left_for_the_form_to_refuse() -> None:
    assert without_controls("a\0b") == "a\0b"
