r"""Patch on the types of files (``typecode.magic2``): libmagic is not asked about most plain texts.

**Text types** (``TEXT_TYPES``). Of what libmagic says of a text, ``typecode`` and ``textcode`` use
whether it names a medium, a PDF or a font database of Spline, whether it is "data", and whether
there are long lines. For a text of printable ASCII, tabs and line ends, as ``BINARIES`` knows it,

- libmagic (file 5.39, ``ascmagic.c``) notes long lines where one has more than 300 bytes;
- a word can come from a test of the database alone: one whose text or MIME type has it, whose text
  has a part of the file (``%s``), or that calls another such test. ``conditions`` reads for each of
  these tests what it needs: that the file has certain bytes, which are those that it and the tests
  on which it depends look for. Tests for bytes that no such text has are left out; where nothing is
  known of what a test needs, the patch does not apply to the database.

A file with lines of up to 300 bytes that meets the conditions of no such test is described as
"ASCII text" here, whatever else libmagic would have called it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from attribcheck.scan.fast.patches import magic_database, regex_facts, text_reading
from attribcheck.scan.fast.patches.magic_database import Entry
from attribcheck.scan.fast.patches.patch import Patch

_WORDS = (
    "image graphic picture metafont metafile asf photoshop shop ogg vorbis mpeg theora bitmap audio"
    " video sound riff icon netpbm spline pdf"
).split()
"""A word of each phrase that typecode and textcode look for in descriptions and MIME types."""

_SIZE = 500_000  # bytes; libmagic reads 1 MiB of a file
_LONG_LINE = 300  # bytes

_NAMED, _USE, _INDIRECT = 45, 46, 41
_BYTE, _STRING, _PASCAL, _REGEX, _SEARCH, _DER, _GUID = 1, 5, 13, 17, 20, 48, 49
_WIDE = frozenset({18, 19})  # strings of two bytes a letter, one of which is NUL
_BIG = {7: 2, 8: 4, 26: 8}
_LITTLE = {1: 1, 2: 2, 4: 4, 10: 2, 11: 4, 24: 8, 25: 8}  # also those in the machine's own order
_PRINTS = re.compile(r"%[-.0-9*]*s")
_ANY_CASE = 0x4 | 0x8
_SEQUENCE = 0x10, 0x1F  # the tag of a sequence in DER, among the bits of a first byte

Condition = tuple[str, int, str, str]
"""``at``: bytes at a place; ``has``: bytes anywhere; ``in``: the same in lower case; ``bits``:
bytes at a place, and which of their bits count; ``re``: a regular expression. In Latin-1."""

Known = Condition | bool
"""A condition; True when nothing is known of it, False when no plain text meets it."""


def conditions(tests: Sequence[Entry]) -> list[list[Condition]] | None:
    """Return, for each test with a word that matters, what it needs; None if one needs nothing."""
    found: set[tuple[Condition, ...]] = set()
    called = _called(tests)
    chain: list[Known] = []
    named = False
    for test in tests:
        chain[test.level :] = [_condition(test)]
        if test.level == 0:
            named = test.what == _NAMED
        if named or not _matters(test, called) or False in chain:
            continue
        needed = tuple(one for one in chain if not isinstance(one, bool))
        if not needed:
            return None
        found.add(needed)
    return sorted(map(list, found))


def _called(tests: Sequence[Entry]) -> set[str]:
    """Return the names of the groups with a word that matters, or that call one with it."""
    called: set[str] = set()
    before = -1
    while len(called) > before:
        before = len(called)
        name = None
        chain: list[Known] = []
        for test in tests:
            if test.level == 0:
                name = _name(test) if test.what == _NAMED else None
            if name is not None:
                chain[test.level :] = [_condition(test)]
                if False not in chain and _matters(test, called):
                    called.add(name)
    return called


def _name(test: Entry) -> str:
    return test.value.split(b"\0")[0].lstrip(b"^\\").decode("latin-1")


def _matters(test: Entry, called: set[str]) -> bool:
    text = test.text.lower()
    return (
        any(word in text or word in test.mime for word in _WORDS)
        or "data" in text.split()
        or _completes(text)
        or _PRINTS.search(text) is not None
        or test.what == _INDIRECT
        or (test.what == _USE and _name(test) in called)
    )


def _completes(text: str) -> bool:
    """Whether a text, which is put to the one before without a space, can complete a word."""
    joined = re.match(r"\\b([a-z]+)", text)
    return joined is not None and any(
        joined[1].startswith(word[at:]) or word[at:].startswith(joined[1])
        for word in [*_WORDS, "data"]
        for at in range(1, len(word))
    )


def _condition(test: Entry) -> Known:
    if test.relation == "&" and test.what in _LITTLE.keys() | _BIG.keys():
        return _bits(test, int.from_bytes(test.raw[:8], "little"))
    if test.what == _BYTE and test.relation == "<" and test.raw[0] <= min(text_reading.PLAIN):
        return False
    if test.relation != "=":
        return True
    if test.what in {_STRING, _SEARCH} and test.value:
        return _text(test)
    if test.what == _PASCAL and test.value:
        return ("has", 0, test.value.rstrip(b"\0").decode("latin-1"), "")
    if test.what == _REGEX:
        return _expression(test.value.decode("latin-1"))
    if test.what == _GUID or (test.what in _WIDE and test.value):
        return test.what == _GUID and _is_plain(test.raw)
    if test.what == _DER and test.level == 0 and test.offset == 0:
        return ("bits", 0, chr(_SEQUENCE[0]), chr(_SEQUENCE[1]))
    if test.what in _LITTLE.keys() | _BIG.keys():
        return _bits(test, test.mask)
    return True


def _text(test: Entry) -> Known:
    flags = test.flags & ~magic_database.PLAIN_FLAGS
    value = test.value.decode("latin-1")
    if flags & ~_ANY_CASE:  # white space is optional, or may be more
        run = max(re.findall(r"[A-Za-z0-9]+", value), key=len, default="")
        return ("in", 0, run.lower(), "") if run else True
    if flags:
        return ("in", 0, value.lower(), "")
    if not _is_plain(test.value):
        return False
    if test.what == _SEARCH or test.offset is None or test.offset < 0:
        return ("has", 0, value, "")
    return ("at", test.offset, value, "")


def _expression(pattern: str) -> Known:
    """Return the condition of an extended regular expression of POSIX.

    A word is searched for on any line; that "[^x]" matches a line end in Python alone only finds
    more. Inside of brackets the two read a backslash, and classes with names, in different ways.
    """
    needed = regex_facts.needed(pattern).lower()
    try:
        if re.search(r"\[[^\]]*(?:\\|\[[:.=])", pattern):
            raise re.error("read in another way")
        re.compile(pattern)
    except re.error:
        return ("in", 0, needed, "") if needed else True
    return ("re", 0, pattern, needed)


def _bits(test: Entry, mask: int) -> Known:
    order = "big" if test.what in _BIG else "little"
    size = _BIG.get(test.what) or _LITTLE[test.what]
    every = (1 << 8 * size) - 1
    if test.operation & 0x47 and (mask or test.operation & 0x40):
        return True
    value = int.from_bytes(test.raw[:size], "little").to_bytes(size, order)  # type: ignore[arg-type]
    bits = ((mask & every) or every).to_bytes(size, order)  # type: ignore[arg-type]
    if test.relation == "&":
        bits = value
    if not all(
        any(byte & bit == wanted for byte in text_reading.PLAIN)
        for bit, wanted in zip(bits, value, strict=True)
    ):
        return False
    if test.offset is None or test.offset < 0:
        return True
    return ("bits", test.offset, value.decode("latin-1"), bits.decode("latin-1"))


def _is_plain(value: bytes) -> bool:
    return not value.translate(None, text_reading.PLAIN)


class Texts:
    """Recognises plain texts of which libmagic says nothing that matters.

    Args:
        needed: See ``conditions``.
        signatures: Beginnings of binary formats.
    """

    def __init__(
        self, needed: Iterable[Sequence[Sequence[Any]]], signatures: Iterable[str]
    ) -> None:
        self._binary = tuple(sign.encode() for sign in signatures)
        self._at: dict[int, dict[bytes, list[list[Condition]]]] = {}
        self._others: list[list[Condition]] = []
        for chain in needed:
            conditions: list[Condition] = [(one[0], one[1], one[2], one[3]) for one in chain]
            conditions.sort(key=_is_expression)
            first = next((one for one in conditions if one[0] == "at"), None)
            if first is None:
                self._others.append(conditions)
            else:
                here = self._at.setdefault(first[1], {})
                here.setdefault(first[2].encode("latin-1"), []).append(conditions)
        self._begin = {offset: tuple(here) for offset, here in self._at.items()}

    def is_silent(self, content: bytes) -> bool:
        """Whether a file is such a text."""
        if not 0 < len(content) <= _SIZE or not _is_plain(content):
            return False
        if content.startswith(self._binary):
            return False
        if max(map(len, content.split(b"\n"))) > _LONG_LINE:  # faster than an expression
            return False
        low = content.lower()
        for offset, beginnings in self._begin.items():
            if content.startswith(beginnings, offset) and any(
                _are_met(chain, content, low)
                for value, chains in self._at[offset].items()
                if content.startswith(value, offset)
                for chain in chains
            ):
                return False
        return not any(_are_met(chain, content, low) for chain in self._others)


def _is_expression(condition: Condition) -> bool:
    """Whether it takes long to tell if a condition is met: it is asked last."""
    return condition[0] == "re"


def _are_met(chain: Iterable[Condition], content: bytes, low: bytes) -> bool:
    return all(_is_met(one, content, low) for one in chain)


def _is_met(condition: Condition, content: bytes, low: bytes) -> bool:
    kind, offset, value, bits = condition
    if kind == "in":
        return value.encode("latin-1") in low
    if kind == "has":
        return value.encode("latin-1") in content
    if kind == "re":
        return bits.encode("latin-1") in low and _search(value, content)
    if kind == "at":
        return content.startswith(value.encode("latin-1"), offset)
    there = content[offset : offset + len(value)]
    return len(there) == len(value) and all(
        byte & ord(bit) == ord(wanted) for byte, wanted, bit in zip(there, value, bits, strict=True)
    )


def _search(pattern: str, content: bytes) -> bool:
    return re.search(pattern.encode("latin-1"), content, re.MULTILINE | re.IGNORECASE) is not None


def text_facts() -> dict[str, Any] | None:
    """Return the facts of ``TEXT_TYPES``, from what is installed."""
    database = magic_database.installed()
    tests = magic_database.entries(database)
    needed = conditions(tests) if tests else None
    signatures = text_reading.binary_signatures()
    if needed is None or signatures is None:
        return None
    return {"size": len(database), "needed": needed, "signatures": signatures}


def _install(facts: Any) -> None:
    from typecode import magic2  # lazy: with the engine

    if not magic_database.is_installed(facts["size"]):
        return
    texts = Texts(facts["needed"], facts["signatures"])
    ask: Callable[[str], str] = magic2.file_type

    def file_type(location: str) -> str:
        return "ASCII text" if texts.is_silent(Path(location).read_bytes()) else ask(location)

    magic2.file_type = file_type


TEXT_TYPES = Patch(
    name="text types",
    replaces=("typecode.magic2.file_type",),
    rests_on=(
        "textcode.analysis.numbered_text_lines",
        "typecode.contenttype.Type",
        "typecode.contenttype.is_binary",
        "typecode.magic2.Detector",
        "typecode.magic2._detect",
        "typecode.magic2.get_magicdb_location",
    ),
    install=_install,
    facts=text_facts,
)
