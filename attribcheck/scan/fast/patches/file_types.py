"""Patch on the types of files (``typecode.magic2``): libmagic is called once for a text, not twice.

``typecode`` gets a description of each file from libmagic, and then its MIME type, each by a search
through some 18,000 tests. Of the MIME type it only uses whether the file is a picture, a sound, a
video or a PDF (``contenttype.Type.is_media``, ``is_pdf``). Most descriptions of text decide that:

libmagic (file 5.39, softmagic.c) makes the same tests in the same order for both. For a description
it stops at the first group of tests that prints anything, for a MIME type at the first test that
passed and has one. So

- where no test printed anything ("ASCII text"), no test of a medium has passed, for all of those
  print something, they or the tests that they depend on, and
- where one printed "C source text" (shown as "C source, ASCII text"), the MIME type is that test's
  or another of its group.

``mime_facts`` reads the tests of the installed database: which texts printed by tests (``kinds``)
come with a MIME type that is no medium, in every group that prints them, and whether each test of a
medium prints something. A group without a MIME type whose first test looks for a string prints
nothing for a file that lacks it, so such a text is decided by the file as well ("Python script", of
which a test for a quoted beginning has no MIME type). With a database in another format the patch
does not apply.

"JSON data" is printed by libmagic itself (``is_json.c``), before any test and in both cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from attribcheck.scan.fast.patches import magic_database
from attribcheck.scan.fast.patches.magic_database import Entry
from attribcheck.scan.fast.patches.patch import Patch

_MEDIA = ("image", "picture", "audio", "video", "graphic", "sound", "pdf")
"""The words that typecode looks for in a MIME type."""

_ELSEWHERE = frozenset({41, 45, 46})
"""Kinds of tests that lead to another group, or make their group one that others lead to."""

_STRING, _SEARCH = 5, 20

_JSON = "JSON data"

_KIND = re.compile(r"[^%\\\x00-\x1f]+ (?:text(?: executable)?|source)")
_DESCRIPTION = re.compile(
    r"(?:(?P<kind>[^,]+), )?(?:ASCII|UTF-8 Unicode) text(?P<executable> executable)?"
    r"(?:, with [^,]+)*"
)


class Doubt(NamedTuple):
    """A string without which a group of tests says nothing of a file.

    Attributes:
        offset: Where it stands; None for anywhere.
        text: The string, in Latin-1.
    """

    offset: int | None
    text: str

    def holds(self, content: bytes) -> bool:
        """Whether a file has the string."""
        text = self.text.encode("latin-1")
        return text in content if self.offset is None else content.startswith(text, self.offset)


Kinds = Mapping[str, Sequence[Doubt]]
"""Texts that are printed for no medium, each unless the file has one of the strings."""


def kinds(of: Sequence[Entry]) -> dict[str, list[Doubt]] | None:
    """Return the texts that are printed for no medium; None when a test of a medium is silent."""
    found: dict[str, set[Doubt | None]] = {}
    parts = {test.text.removeprefix("\\b") for test in of} - {""}
    for group in magic_database.groups(of):
        other = any(test.what in _ELSEWHERE or _is_medium(test) for test in group)
        printed: list[str] = []
        for test in group:
            printed[test.level :] = [test.text]
            if _is_medium(test) and not any(printed):
                return None
            if _KIND.fullmatch(test.text):
                doubts = found.setdefault(test.text, set())
                if other or not test.mime:
                    doubts.add(_doubt(group[0]))
                if test.text.endswith("source") and not _is_alone(test.text, parts):
                    doubts.add(None)
    return {
        text: sorted(filter(None, doubts), key=str)
        for text, doubts in sorted(found.items())
        if None not in doubts
    }


def _is_alone(source: str, parts: set[str]) -> bool:
    """Whether "Foo source, ASCII text" tells that a test printed "Foo source" as a whole.

    Args:
        source: The text.
        parts: What tests print: some of them together may print it, or another text that is shown
            as it is.
    """
    begins = any(source.startswith(part) for part in parts - {source})
    return not begins and f"{source} text" not in parts


def _doubt(first: Entry) -> Doubt | None:
    """Return the string that the first test of a group looks for, if it is one that does."""
    if first.relation != "=" or first.flags & ~magic_database.PLAIN_FLAGS or not first.value:
        return None
    if first.what == _STRING and first.offset is not None and first.offset >= 0:
        return Doubt(first.offset, first.value.decode("latin-1"))
    return Doubt(None, first.value.decode("latin-1")) if first.what == _SEARCH else None


def _is_medium(test: Entry) -> bool:
    return any(word in test.mime for word in _MEDIA)


def is_text(description: str, known: Kinds, read: Callable[[], bytes]) -> bool:
    """Whether the description of a file rules out a medium.

    Args:
        description: The description by libmagic.
        known: See ``kinds``.
        read: Returns the file's content.
    """
    parts = _DESCRIPTION.fullmatch(description)
    if parts is None:
        return description == _JSON
    kind, executable = parts["kind"], parts["executable"] or ""
    if kind is None:
        return not executable
    text = f"{kind} text{executable}"
    if text not in known and not executable:
        text = kind
    if text not in known:
        return False
    content = read() if known[text] else b""
    return not any(doubt.holds(content) for doubt in known[text])


def mime_facts() -> dict[str, Any] | None:
    """Return the facts of ``MIME_TYPES``, from the database that typecode uses in this process."""
    database = magic_database.installed()
    tests = magic_database.entries(database)
    texts = kinds(tests) if tests else None
    return None if texts is None else {"size": len(database), "kinds": texts}


def _install_mime_types(facts: Mapping[str, Any]) -> None:
    from typecode import magic2  # lazy: with the engine

    if not magic_database.is_installed(facts["size"]):
        return
    any_type, any_mime_type = magic2.file_type, magic2.mime_type
    known = {text: [Doubt(*doubt) for doubt in doubts] for text, doubts in facts["kinds"].items()}
    last: dict[str, str] = {}

    def file_type(location: str) -> str:
        if location not in last:
            last.clear()
            last[location] = any_type(location)
        return last[location]

    def mime_type(location: str) -> str:
        decided = is_text(file_type(location), known, Path(location).read_bytes)
        return "text/plain" if decided else any_mime_type(location)

    magic2.file_type, magic2.mime_type = file_type, mime_type


MIME_TYPES = Patch(
    name="mime types",
    replaces=("typecode.magic2.file_type", "typecode.magic2.mime_type"),
    rests_on=(
        "typecode.contenttype.Type",
        "typecode.magic2.Detector",
        "typecode.magic2._detect",
        "typecode.magic2.get_magicdb_location",
    ),
    install=_install_mime_types,
    facts=mime_facts,
)
