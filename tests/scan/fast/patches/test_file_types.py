"""A description that rules out a medium is never one of a medium."""

from __future__ import annotations

from pathlib import Path

import licensedcode
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checkout import ROOT
from typecode import magic2

from attribcheck.scan.fast.patches import file_types, magic_database
from attribcheck.scan.fast.patches.magic_database import Entry

BYTE, STRING, SEARCH, USE = 1, 5, 20, 46
HERE = file_types.mime_facts()
assert HERE is not None
KNOWN = {text: [file_types.Doubt(*one) for one in doubts] for text, doubts in HERE["kinds"].items()}
MEDIA = ("image", "picture", "audio", "video", "graphic", "sound", "pdf")
FILES = [
    path
    for folder in (ROOT / "docs", ROOT / "templates", Path(licensedcode.__file__).parent)
    for path in sorted(folder.glob("*.*"))
]


def test_a_text_of_tests_that_are_no_medium_is_known():
    group = [Entry(0, BYTE, "", ""), Entry(1, BYTE, "Foo source text", "text/x-foo")]
    assert file_types.kinds(group) == {"Foo source text": []}


@pytest.mark.parametrize(
    "doubt",
    [
        Entry(0, BYTE, "Foo source text", ""),
        Entry(0, BYTE, "Foo source text, version %d", "text/x-foo"),
        Entry(1, BYTE, "Bar image", "image/x-bar"),
        Entry(1, USE, "", ""),
    ],
)
def test_a_text_that_may_come_with_a_medium_is_not(doubt):
    first = [] if doubt.level == 0 else [Entry(0, BYTE, "Foo source text", "text/x-foo")]
    assert file_types.kinds([*first, doubt, Entry(0, BYTE, "Foo", "text/x-foo")]) == {}


def test_a_text_is_known_only_if_every_group_that_prints_it_agrees():
    good = Entry(0, BYTE, "Foo script text executable", "text/x-foo")
    assert file_types.kinds([good, good]) == {"Foo script text executable": []}
    assert file_types.kinds([good, Entry(0, BYTE, good.text, "")]) == {}


@pytest.mark.parametrize(
    ("doubtful", "offset"),
    [
        (Entry(0, STRING, "", "", value=b"foo", offset=0), 0),
        (Entry(0, STRING, "", "", value=b"foo", offset=4, flags=0x20), 4),
        (Entry(0, SEARCH, "", "", value=b"foo", offset=0), None),
    ],
)
def test_a_group_that_looks_for_a_string_is_a_doubt_of_files_that_have_it(doubtful, offset):
    good = Entry(0, BYTE, "Foo script text", "text/x-foo")
    group = [doubtful, Entry(1, BYTE, "Foo script text", "")]
    assert file_types.kinds([good, *group]) == {"Foo script text": [(offset, "foo")]}


@pytest.mark.parametrize(
    "doubtful",
    [
        Entry(0, STRING, "", "", value=b"foo", offset=None),
        Entry(0, STRING, "", "", value=b"foo", offset=-3),
        Entry(0, STRING, "", "", value=b"foo", flags=1),
        Entry(0, SEARCH, "", "", value=b"foo", relation="!"),
        Entry(0, SEARCH, "", ""),
        Entry(0, BYTE, "", "", value=b"foo"),
    ],
)
def test_a_group_that_may_pass_without_a_string_is_a_doubt_of_all_files(doubtful):
    good = Entry(0, BYTE, "Foo script text", "text/x-foo")
    assert file_types.kinds([good, doubtful, Entry(1, BYTE, "Foo script text", "")]) == {}


def test_a_source_that_several_tests_may_print_together_is_not_known():
    whole = Entry(0, BYTE, "Foo source", "text/x-foo")
    assert file_types.kinds([whole]) == {"Foo source": []}
    assert file_types.kinds([whole, Entry(0, BYTE, "Foo", "text/x-foo")]) == {}
    longer = Entry(0, BYTE, "Foo source text", "text/x-foo")
    assert file_types.kinds([whole, longer]) == {"Foo source text": []}


def test_a_doubt_of_a_source_counts_too():
    known = {"Foo source": [file_types.Doubt(0, "foo")]}
    assert file_types.is_text("Foo source, ASCII text", known, lambda: b"bar")
    assert not file_types.is_text("Foo source, ASCII text", known, lambda: b"foo")


@pytest.mark.parametrize(
    ("content", "holds"),
    [(b"foo bar", (True, False, True)), (b"bar foo", (False, True, True)), (b"", (False,) * 3)],
)
def test_a_doubt_holds_where_its_string_stands(content, holds):
    doubts = [file_types.Doubt(offset, "foo") for offset in (0, 4, None)]
    assert tuple(doubt.holds(content) for doubt in doubts) == holds


def test_with_a_medium_whose_tests_print_nothing_nothing_is_concluded():
    silent = [Entry(0, BYTE, "", ""), Entry(1, BYTE, "", "audio/x-foo")]
    assert file_types.kinds(silent) is None
    assert file_types.kinds([Entry(0, BYTE, "Foo", ""), silent[1]]) == {}


@given(st.binary(max_size=2000))
def test_a_database_of_another_format_has_no_tests(content):
    assert magic_database.entries(content) is None


@pytest.mark.parametrize(
    ("description", "content", "text"),
    [
        ("ASCII text", "", True),
        ("UTF-8 Unicode text, with very long lines, with CRLF line terminators", "", True),
        ("C source, ASCII text", "", True),
        ("C source, ASCII text, with very long lines", "", True),
        ("Perl script text executable", "", False),
        ("Perl script, ASCII text executable", "", True),
        ("Java source, ASCII text", "", True),
        ("JSON data", "", True),
        ("Python script, ASCII text executable", "import os\n", True),
        ("Python script, ASCII text executable", '"""Foo."""\n', False),
        ("Python script, ASCII text executable", "if __name__ == 'x'\n", False),
        ("ASCII text executable", "", False),
        ("FIG image, ASCII text", "#FIG 3.2\n", False),
        ("M3U playlist, ASCII text", "#EXTM3U\n", False),
        ("PDF document, version 1.4", "", False),
        ("data", "", False),
        ("", "", False),
    ],
)
def test_most_texts_are_told_by_their_description(description, content, text):
    assert file_types.is_text(description, KNOWN, content.encode) is text


def told(path: Path) -> bool:
    return file_types.is_text(magic2.file_type(str(path)), KNOWN, path.read_bytes)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_told_to_be_a_text_is_no_medium_to_libmagic(path):
    if told(path):
        assert not [word for word in MEDIA if word in magic2.mime_type(str(path))]


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    '"""',
                    "if __name__ == '__main__':\n",
                    "import os\n",
                    "def f(self):\n",
                    '{"a": 1}',
                ),
                *("#include <a.h>\n", "import java.io;\n", "<svg", "%PDF-1.4\n", "#EXTM3U\n", "\n"),
                *(
                    "/* XPM */\n",
                    "P1\n3 3\n",
                    "#FIG 3.2\n",
                    "GIF89a",
                    "int main(void)\n{\n",
                    "a,b\n",
                ),
                *(
                    "<?xml version='1.0'?>",
                    "<html>",
                    "RIFF",
                    "class A:\n",
                    "msgid ''\n",
                    "[playlist]\n",
                ),
                *(
                    "#!/bin/sh\n",
                    "@class X;\n",
                    "template <typename T>\n",
                    "%!PS-Adobe-3.0 EPSF-3.0\n",
                ),
            ]
        ),
        max_size=4,
    ).map("".join)
)
def test_no_mixture_of_beginnings_makes_a_medium_a_text(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "mixture"
    path.write_text(content)
    if told(path):
        assert not [word for word in MEDIA if word in magic2.mime_type(str(path))]


def test_another_database_is_asked_twice(monkeypatch):
    stock = magic2.mime_type
    monkeypatch.setattr(magic2, "mime_type", stock)
    monkeypatch.setattr(magic2, "file_type", magic2.file_type)
    file_types.MIME_TYPES.install(HERE | {"size": 1})
    assert magic2.mime_type is stock
    file_types.MIME_TYPES.install(HERE)
    assert magic2.mime_type is not stock
