"""libmagic is asked once about a text, not twice.

``typecode`` asks libmagic for a description of each file, and then for its MIME type, each a search
through some 18,000 tests. The MIME type is only asked whether the file is a picture, a sound, a
video or a PDF (``contenttype.Type.is_media``, ``is_pdf``). Most descriptions of text answer that:

libmagic (file 5.39, softmagic.c) makes the same tests in the same order for both. For a description
it stops at the first group of tests that prints anything, for a MIME type at the first test that
passed and has one. So

- where no test printed anything ("ASCII text"), no test of a medium has passed, for all of those
  print something, they or the tests that they depend on, and
- where one printed "C source text" (shown as "C source, ASCII text"), the MIME type is that test's
  or another of its group.

``build`` reads the tests of the very database that is installed: which texts printed by tests
(``kinds``) come with a MIME type that is no medium, in every group that prints them, and whether
each test of a medium prints something. Of a database in another format nothing is concluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attribcheck.scan.exact import expressions, magicdb
from attribcheck.scan.exact.magicdb import Entry

_MEDIA = ("image", "picture", "audio", "video", "graphic", "sound", "pdf")
"""What typecode looks for in a MIME type."""

_ELSEWHERE = frozenset({41, 45, 46})
"""What a test tests that leads to another group, or makes its group one that others lead to."""

_KIND = re.compile(r"[^%\\\x00-\x1f]+ text(?: executable)?")
_DESCRIPTION = re.compile(
    r"(?:(?P<kind>[^,]+), )?(?:ASCII|UTF-8 Unicode) text(?P<executable> executable)?"
    r"(?:, with [^,]+)*"
)


def kinds(of: Iterable[Entry]) -> list[str] | None:
    """Return the texts that are printed for no medium; None when a test of a medium is silent."""
    found: set[str] = set()
    doubtful: set[str] = set()
    for group in magicdb.groups(of):
        other = any(test.what in _ELSEWHERE or _is_medium(test) for test in group)
        printed: list[str] = []
        for test in group:
            printed[test.level :] = [test.text]
            if _is_medium(test) and not any(printed):
                return None
            if _KIND.fullmatch(test.text):
                found.add(test.text)
                if other or not test.mime:
                    doubtful.add(test.text)
    return sorted(found - doubtful)


def _is_medium(test: Entry) -> bool:
    return any(word in test.mime for word in _MEDIA)


def is_text(description: str, known: frozenset[str]) -> bool:
    """Whether what libmagic says of a file rules out a medium.

    Args:
        description: What it says.
        known: See ``kinds``.
    """
    told = _DESCRIPTION.fullmatch(description)
    if told is None:
        return False
    if told["kind"] is None:
        return not told["executable"]
    return f"{told['kind']} text{told['executable'] or ''}" in known


def conclusions() -> dict[str, Any]:
    """Return what ``install`` needs, of the database that typecode uses in this process."""
    from typecode import magic2  # lazy: with the engine

    location = magic2.get_magicdb_location()
    database = Path(location).read_bytes() if location else b""
    tests = magicdb.entries(database) or []
    return {
        "size": len(database),
        "kinds": kinds(tests) if tests else None,
        "expressions": expressions.conclusions(tests),
    }


def install(concluded: Mapping[str, Any]) -> None:
    """Let the typecode of this process use it, unless it uses another database.

    Args:
        concluded: See ``conclusions``.
    """
    from typecode import magic2  # lazy: with the engine

    known, location = concluded["kinds"], magic2.get_magicdb_location()
    if known is None or not location or Path(location).stat().st_size != concluded["size"]:
        return
    describe = expressions.describer(concluded["expressions"])
    ask = magic2.mime_type
    texts = frozenset(known)
    last: dict[str, str] = {}

    def file_type(location: str) -> str:
        if location not in last:
            last.clear()
            last[location] = describe(location)
        return last[location]

    def mime_type(location: str) -> str:
        return "text/plain" if is_text(file_type(location), texts) else ask(location)

    magic2.file_type, magic2.mime_type = file_type, mime_type
