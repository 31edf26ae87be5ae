"""Tokens as values, and how they are collected."""

from attribcheck.copies.tokens import NAME, STRING, TokenBuilder, text_of


def builder(codes: bytes) -> TokenBuilder:
    made = TokenBuilder("python")
    for number, code in enumerate(codes, 1):
        made.codes.append(code)
        made.spelled.append(f"name{number}")
        made.lines.append(number)
    return made


def test_a_repetition_of_up_to_twelve_tokens_is_dropped() -> None:
    made = builder(bytes(range(4, 16)) * 2)
    made.drop_repetition()
    assert bytes(made.codes) == bytes(range(4, 16))
    assert len(made.lines) == len(made.spelled) == 12


def test_what_does_not_repeat_stays() -> None:
    made = builder(bytes(range(4, 30)))
    made.drop_repetition()
    assert len(made.codes) == 26


def test_literals_are_strings_of_some_length_once_each() -> None:
    made = builder(bytes([STRING, STRING, NAME, STRING]))
    made.spelled = ["a long string", "short", "a_long_name", "a long string"]
    assert made.tokens().literals == ("a long string",)


def test_a_mark_of_the_byte_order_is_no_text() -> None:
    assert text_of(b"\xef\xbb\xbfa\r\nb") == "a\nb"


def test_a_zero_byte_makes_a_file_binary() -> None:
    assert text_of(b"a\0b") is None
