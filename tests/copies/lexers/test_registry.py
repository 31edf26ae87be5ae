"""Which language a file is of, and what no lexer may do with hostile text."""

import time

import pytest

from attribcheck.copies.lexers import clike, python
from attribcheck.copies.lexers.registry import LANGUAGES, language_of, tokenize
from attribcheck.copies.tokens import MAX_BYTES, MAX_TOKENS, OTHER

SIZE = 20_000
HOSTILE = {
    "one huge line": "a " * SIZE,
    "blanks": " " * SIZE,
    "other white space": (" " * 1000 + "\v") * (SIZE // 1000),
    "nesting": "(" * SIZE,
    "closing only": "]" * SIZE,
    "repetition": "1, " * SIZE,
    "a string without an end": '"""' + '\\"""' * SIZE,
    "mixed quotes": "\"'" * SIZE,
    "comments without an end": "/*" * SIZE,
    "slashes": "=/[" * SIZE,
    "raw strings": 'r#"' * SIZE,
    "lifetimes": "'a" * SIZE,
    "back quotes": "`$" * SIZE,
    "continued lines": "#a\\\n" * SIZE,
    "backslashes": "\\" * SIZE,
    "numbers": "1e" * SIZE,
    "prefixes": "rb" * SIZE,
    "objects": '{"cells":' * (SIZE // 9),
}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/b.py", "Python"),
        ("A.PYI", "Python"),
        ("x.CU", "C family"),
        ("x.tsx", "JavaScript and TypeScript"),
        ("x.ipynb", "Jupyter notebook"),
        ("x.rb", "other code"),
    ],
)
def test_the_suffix_says_the_language(path: str, name: str) -> None:
    language = language_of(path)
    assert language is not None
    assert language.name == name


@pytest.mark.parametrize("path", ["README.md", "LICENSE", "a.png", ".py", "py", "x.txt"])
def test_what_is_no_code_has_no_language(path: str) -> None:
    assert language_of(path) is None
    assert tokenize(path, b"a = 1") is None


def test_no_suffix_belongs_to_two_languages() -> None:
    suffixes = [suffix for language in LANGUAGES for suffix in language.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_a_binary_file_has_no_tokens() -> None:
    assert tokenize("a.py", b"a = 1\0") is None


def test_bytes_that_are_not_utf_8_are_read() -> None:
    tokens = tokenize("a.py", b"a = '\xe9'\n")
    assert tokens is not None
    assert len(tokens.codes) == 3


def test_line_ends_of_all_systems_are_the_same() -> None:
    unix, windows, old = (
        tokenize("a.py", f"a{end}b{end}".encode()) for end in ("\n", "\r\n", "\r")
    )
    assert unix == windows == old


def test_a_file_is_read_up_to_its_limits() -> None:
    tokens = tokenize("a.c", b"a " * (MAX_TOKENS + 10))
    assert tokens is not None
    assert len(tokens.codes) == len(tokens.lines) == len(tokens.spellings) == MAX_TOKENS
    short = tokenize("a.c", b" " * MAX_BYTES + b"a")
    assert short is not None
    assert short.codes == b""


def test_the_codes_of_a_family_leave_room_for_more() -> None:
    for codes in (python._CODES, clike._CODES):
        assert len(set(codes.values())) == len(codes)
        assert max(codes.values()) < OTHER


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_hostile_text_takes_time_in_proportion_to_its_length(language, text: str) -> None:
    # Ten times what it takes on a slow machine; quadratic time would be minutes.
    start = time.process_time()
    language.lex(text)
    assert time.process_time() - start < 10
