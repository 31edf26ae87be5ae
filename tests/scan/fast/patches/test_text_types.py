"""A text of which libmagic says nothing that matters is never one of which it does."""

from __future__ import annotations

from pathlib import Path

import licensedcode
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.checkout import ROOT
from typecode import magic2

from attribcheck.scan.fast.patches import text_types
from attribcheck.scan.fast.patches.magic_database import Entry

BYTE, STRING, REGEX, SEARCH, NAME, USE, BELONG = 1, 5, 17, 20, 45, 46, 8
HERE = text_types.text_facts()
assert HERE is not None
TEXTS = text_types.Texts(HERE["needed"], HERE["signatures"])
# The phrases that typecode and textcode look for (contenttype.Type.is_media, is_pdf; analysis).
PHRASES = (
    "image data|graphics image|ms-windows metafont .wmf|windows enhanced metafile|png image"
    "|interleaved image|microsoft asf|image text|photoshop image|shop pro image|ogg data|vorbis"
    "|mpeg|theora|bitmap|audio|video|sound|riff|icon|pc bitmap|netpbm|long lines|spline font"
).split("|")
MEDIA = ("image", "picture", "audio", "video", "graphic", "sound", "pdf")
FILES = [
    path
    for folder in (ROOT / "docs", ROOT / "tests", Path(licensedcode.__file__).parent)
    for path in sorted(folder.glob("*.*"))
]
PARTS = sorted(
    {
        value
        for chain in HERE["needed"]
        for kind, _, value, _ in chain
        if kind in {"at", "has", "in"}
    }
)
LIBMAGIC = magic2.Detector(magic2.DETECT_TYPE), magic2.Detector(magic2.DETECT_MIME)


def says_what_matters(path: Path) -> bool:
    description, mime = (one.get(str(path)).decode("ascii", "ignore") for one in LIBMAGIC)
    shown = " ".join(description.split()).lower()
    return (
        any(phrase in shown for phrase in PHRASES)
        or any(word in mime for word in MEDIA)
        or shown == "data"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_libmagic_says_nothing_that_matters_of_a_silent_file(path):
    assert not (TEXTS.is_silent(path.read_bytes()) and says_what_matters(path))


def test_most_files_of_code_are_silent():
    code = [path.read_bytes() for path in FILES if path.suffix == ".py"]
    assert sum(map(TEXTS.is_silent, code)) > 0.6 * len(code)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(PARTS),
            st.sampled_from(["\n", " ", "\t", "1.0 ", "#!", "P1\n2 2\n", "x = 1\n"]),
            st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_libmagic_says_nothing_that_matters_of_a_silent_text(tmp_path_factory, parts):
    content = "".join(parts).encode("latin-1")
    path = tmp_path_factory.getbasetemp() / "text"
    path.write_bytes(content)
    assert not (TEXTS.is_silent(content) and says_what_matters(path))


@pytest.mark.parametrize(
    "content",
    [b"", b"caf\xc3\xa9", b"x" * 301, b"%PDF-1.4\n", b"a\0b", b"a" * 500_001],
)
def test_other_files_are_not_silent(content):
    assert not TEXTS.is_silent(content)


AUDIO = {"text": "Foo audio", "mime": ""}


@pytest.mark.parametrize(
    ("tests", "needed"),
    [
        ([Entry(0, STRING, **AUDIO, value=b"FOO", offset=4)], [[("at", 4, "FOO", "")]]),
        ([Entry(0, STRING, **AUDIO, value=b"FOO", offset=None)], [[("has", 0, "FOO", "")]]),
        ([Entry(0, STRING, **AUDIO, value=b"FOO x", flags=4)], [[("in", 0, "foo x", "")]]),
        ([Entry(0, STRING, **AUDIO, value=b"FO FOO", flags=1)], [[("in", 0, "foo", "")]]),
        ([Entry(0, SEARCH, **AUDIO, value=b"FOO")], [[("has", 0, "FOO", "")]]),
        ([Entry(0, REGEX, **AUDIO, value=b"^FO+")], [[("re", 0, "^FO+", "fo")]]),
        ([Entry(0, REGEX, **AUDIO, value=rb"FOO[\n]")], [[("in", 0, "foo", "")]]),
        ([Entry(0, BELONG, **AUDIO, raw=b"\x04\x03\x02\x41")], []),
        ([Entry(0, BELONG, **AUDIO, raw=b"DCBA")], [[("bits", 0, "ABCD", "\xff" * 4)]]),
        ([Entry(0, BYTE, **AUDIO, relation="<", raw=b"\x05")], []),
        ([Entry(0, BYTE, **AUDIO, relation="x")], None),
        ([Entry(0, STRING, "Foo source", "", value=b"FOO")], []),
        (
            [Entry(0, STRING, "", "", value=b"A"), Entry(1, STRING, "%s", "", "x")],
            [[("at", 0, "A", "")]],
        ),
        (
            [
                Entry(0, STRING, "", "", value=b"A"),
                Entry(1, USE, "", "", value=b"foo\0"),
                Entry(0, NAME, "", "", value=b"foo\0"),
                Entry(1, BYTE, **AUDIO, relation="x"),
            ],
            [[("at", 0, "A", "")]],
        ),
    ],
)
def test_what_a_test_with_a_word_that_matters_needs(tests, needed):
    assert text_types.conditions(tests) == (
        None if needed is None else [list(chain) for chain in needed]
    )


@pytest.mark.parametrize(("text", "completes"), [("\\beo data", True), ("\\b, 8 bit", False)])
def test_a_text_that_follows_without_a_space_may_complete_a_word(text, completes):
    assert text_types._completes(text) is completes
