"""Patches on how a text file is recognised (``textcode``, ``typecode``).

**Markup** (``MARKUP``). ``textcode.markup.is_markup`` decodes the first 1,024 bytes of every text
file with Beautiful Soup, which calls a detector of encodings; importing the two takes longer than
the rest of a scan. Then it looks at the share of ``<`` and ``>`` among the characters, and at the
first character. Valid UTF-8 without a NUL, an escape or a ``~{`` is detected as UTF-8, as another
encoding in which the bytes below 128 are ASCII, or as UTF-7: it can be text in no other encoding.
So without a ``<``, in UTF-7 either, it is no markup; nor with so few that they are no five per cent
of its ASCII alone. And ASCII that is judged alike in UTF-7, or is no UTF-7, and declares no
encoding decodes to itself. The last character may be cut.

**Binaries** (``BINARIES``). ``typecode`` calls ``binaryornot`` on the first 512 bytes of every
file, which looks for signatures of binary formats, computes two dozen features, byte by byte, and
walks down a decision tree. Where all bytes are printable ASCII, tabs or line ends, most features
are known: no byte is NUL, a control or above 127, there is no byte order mark, the longest
printable run is the whole, and it decodes as UTF-8 and as each of the encodings whose lower half is
ASCII. ``binary_signatures`` evaluates the installed tree with these alone; when the tree needs
another feature, the patch does not apply.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from attribcheck.scan.fast.patches.patch import Patch

_SHARE = 0.05
"""Of ``<`` and ``>`` among the characters of markup."""

_DECLARES = ((b"<?", b"encoding"), (b"meta", b"charset"))
"""What an XML declaration that names an encoding has, and an element of HTML."""

_SHIFTS = (b"\0", b"\x1b", b"~{")

PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
"""The bytes of a plain text."""

_CHUNK = 512  # bytes; binaryornot.helpers.CHUNK_SIZE

_KNOWN = {
    **dict.fromkeys([0, 1, 3, 5, 6, 8, 9, 10, 11, 12, 23], 0.0),
    **dict.fromkeys([4, 17, 18, 19, 20, 21, 22], 1.0),
}
"""The features of plain text by their number in ``binaryornot.helpers``, as far as they are known:
all but the shares of printable characters, the entropy, and UTF-16 and UTF-32."""


def start_text(start: bytes) -> str | None:
    """Return a text that ``is_markup_text`` judges as it does the one that scancode decodes.

    Args:
        start: The first bytes of a file.

    Returns:
        The text; None when the encoding has to be detected.
    """
    if any(shift in start for shift in _SHIFTS):
        return None
    text = _as_utf8(start)
    if text is None:
        return None
    shifted = _as_utf7(start, text)
    if "<" not in text and "<" not in shifted:
        return text
    if start.isascii():
        is_judged_alike = is_markup_text(text) == is_markup_text(shifted)
        return text if is_judged_alike and not _declares_encoding(start) else None
    return text if shifted == text and _has_few_brackets(start) else None


def _as_utf8(start: bytes) -> str | None:
    """Return ``start`` decoded from UTF-8, without a last character that is cut.

    None when it is not valid, or ASCII but for the cut character: that is detected by chance.
    """
    try:
        text, read = codecs.utf_8_decode(start, "strict", False)
    except UnicodeDecodeError:
        return None
    return None if read < len(start) and text.isascii() else text


def _declares_encoding(start: bytes) -> bool:
    lower = start.lower()
    return any(0 <= lower.find(one) < lower.rfind(other) for one, other in _DECLARES)


def _has_few_brackets(start: bytes) -> bool:
    """Whether ``start`` is no markup in any encoding in which the bytes below 128 are ASCII."""
    seen = "".join(start.decode("ascii", "ignore").split())
    brackets = seen.count("<") + seen.count(">")
    return not start.startswith(b"<") and brackets <= _SHARE * len(seen)


def is_markup_text(text: str) -> bool:
    """Whether scancode takes ``text`` for markup: more than ``_SHARE`` of it is ``<`` and ``>``."""
    if text.startswith("<"):
        return True
    opened, closed = text.count("<"), text.count(">")
    if not opened or not closed:
        return False
    seen = len("".join(text.split()))
    return (opened + closed) / seen > _SHARE and abs(1 - closed / opened) < 0.2


def _as_utf7(start: bytes, text: str) -> str:
    """Return ``start`` decoded from UTF-7; ``text`` when it is no UTF-7."""
    if b"+" not in start:
        return text
    try:
        return start.decode("utf-7")
    except UnicodeDecodeError:
        return text


def _install_markup(_facts: Any) -> None:
    from textcode import markup  # lazy: with the engine

    detect = markup.as_unicode

    def as_unicode(start: bytes) -> str | None:
        text = start_text(start)
        return detect(start) if text is None else text

    markup.as_unicode = as_unicode
    markup.is_markup_text = is_markup_text


def binary_signatures() -> list[str] | None:
    """Return the signatures that plain text can begin with; None when they do not decide."""
    try:
        from binaryornot import helpers, tree  # lazy: with the engine

        signatures = helpers._BINARY_SIGNATURES  # noqa: SLF001 - there is no other way
        decide: Callable[[Any], bool] = tree.is_binary
        if helpers.CHUNK_SIZE != _CHUNK or decide(_KNOWN):
            return None
    except (ImportError, AttributeError, KeyError):
        return None
    return [sign.decode() for sign in signatures if _is_plain(sign)]


def is_text(chunk: bytes, signatures: tuple[bytes, ...]) -> bool:
    """Whether the first bytes of a file are plain text, and no signature of a binary format."""
    return _is_plain(chunk) and not chunk.startswith(signatures)


def _is_plain(chunk: bytes) -> bool:
    return not chunk.translate(None, PLAIN)


def _install_binaries(signatures: Iterable[str]) -> None:
    from typecode import contenttype  # lazy: with the engine

    signs = tuple(sign.encode() for sign in signatures)
    any_binary: Callable[[bytes], Any] = contenttype.is_binary_string

    def is_binary_string(chunk: bytes) -> bool:
        return not is_text(chunk, signs) and bool(any_binary(chunk))

    def get_starting_chunk(location: str) -> bytes:
        with Path(location).open("rb") as stream:
            return stream.read(_CHUNK)

    contenttype.is_binary_string = is_binary_string
    contenttype.get_starting_chunk = get_starting_chunk


MARKUP = Patch(
    name="markup",
    replaces=("textcode.markup.is_markup_text", "commoncode.text.as_unicode"),
    rests_on=("textcode.markup.is_markup",),
    install=_install_markup,
)
BINARIES = Patch(
    name="binaries",
    replaces=(
        "binaryornot.helpers.is_binary_string",
        "binaryornot.helpers.get_starting_chunk",
    ),
    rests_on=(
        "binaryornot.helpers.CHUNK_SIZE",
        "binaryornot.helpers._compute_features",
        "binaryornot.helpers._has_known_binary_signature",
        "typecode.contenttype.is_binary",
    ),
    install=_install_binaries,
    facts=binary_signatures,
)
