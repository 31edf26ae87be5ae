"""Escapes text from a scanned repository, so that it is safe to show.

File names and notices can hold terminal escapes, line breaks and bidirectional controls (CVE-2021-
42574). Every report escapes such text here first, and then for its own format.
"""

from __future__ import annotations

import re

# C0 and C1 controls, line and paragraph separators, bidirectional controls, zero-width characters,
# the byte-order mark, tag characters and lone surrogates (PEP 383's escapes of undecodable bytes).
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def printable(text: str) -> str:
    """Return ``text`` with a space for each tab, and other control characters as escapes."""
    return _UNSAFE.sub(_escape, text.replace("\t", " "))


def pasteable(line: str) -> str:
    """Return a line to copy: ``printable``, but with its tabs."""
    return "\t".join(map(printable, line.split("\t")))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural: ``3 files``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
