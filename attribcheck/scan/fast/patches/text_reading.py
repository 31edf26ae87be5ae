r"""Patches on how a text file is recognised and read (``textcode``, ``typecode``, ``commoncode``).

**Markup** (``MARKUP``). ``textcode.markup.is_markup`` decodes the first 1,024 bytes of every text
file with Beautiful Soup, which calls a detector of encodings; importing the two takes longer than
the rest of a scan. Then it looks at the share of ``<`` and ``>`` among the characters, and at the
first character. Valid UTF-8 without a NUL, an escape or a ``~{`` is detected as UTF-8, as another
encoding in which the bytes below 128 are ASCII, or as UTF-7: it can be text in no other encoding.
So without a ``<``, in UTF-7 either, it is no markup. And ASCII that is the same in UTF-7, or is no
UTF-7, and declares no encoding (an XML declaration begins with ``<?``) decodes to itself.

**Lines** (``LINES``). ``textcode.analysis.unicode_text_lines`` decodes each line by itself, as
UTF-8 or else as something older, and then replaces NUL and, in source code, a written ``\r``,
``\n`` or ``\t``. A file is valid UTF-8 exactly when all its lines are, for no line ends within a
character.

**Binaries** (``BINARIES``). ``typecode`` calls ``binaryornot`` on the first 512 bytes of every
file, which looks for signatures of binary formats, computes two dozen features, byte by byte, and
walks down a decision tree. Where all bytes are printable ASCII, tabs or line ends, most features
are known: no byte is NUL, a control or above 127, there is no byte order mark, the longest
printable run is the whole, and it decodes as UTF-8 and as each of the encodings whose lower half is
ASCII. ``binary_signatures`` evaluates the installed tree with these alone; when the tree needs
another feature, the patch does not apply.

**Tags** (``TAGS``). ``textcode.markup.strip_known_markup_from_text`` splits a line into pieces and
drops those that are a tag or begin with an attribute; the others are joined as they were, and their
white space is folded. A line without ``<`` and ``>``, without any of the attributes and without the
few "tags" that have neither bracket keeps all its pieces.

**ASCII** (``ASCII``). ``commoncode.text.toascii`` looks up a replacement for each character. The
replacement of an ASCII character is itself; ``keeps_ascii`` checks all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from attribcheck.scan.fast.patches.patch import Patch

_SHIFTS = (b"\0", b"\x1b", b"~{")

_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
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
    try:
        text = start.decode()
    except UnicodeDecodeError:
        return None
    shifted = _as_utf7(start, text)
    if "<" not in text and "<" not in shifted:
        return text
    return text if start.isascii() and shifted == text and "<?" not in text else None


def is_markup_text(text: str) -> bool:
    """Whether scancode takes ``text`` for markup: some five per cent of it are ``<`` and ``>``."""
    if text.startswith("<"):
        return True
    opened, closed = text.count("<"), text.count(">")
    if not opened or not closed:
        return False
    seen = len("".join(text.split()))
    return (opened + closed) / seen > 0.05 and abs(1 - closed / opened) < 0.2


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


def lines(
    content: bytes, without_escapes: Callable[[str], str] | None = None
) -> Iterator[str] | None:
    """Return the lines of a text in UTF-8 with their ends; None when it is something else.

    Args:
        content: Its bytes.
        without_escapes: Replaces written escapes in a line; None to keep them.
    """
    if b"\0" in content:
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        return None
    decoded = map(bytes.decode, content.splitlines(keepends=True))
    if without_escapes is None or b"\\" not in content:
        return decoded
    return map(without_escapes, decoded)


def _install_lines(_facts: Any) -> None:
    from textcode import analysis  # lazy: with the engine

    any_lines: Callable[[str, bool], Iterable[str]] = analysis.unicode_text_lines

    def unicode_text_lines(location: str, decrlf: bool = False) -> Iterable[str]:
        replace = analysis.remove_verbatim_cr_lf_tab_chars if decrlf else None
        found = lines(Path(location).read_bytes(), replace)
        return any_lines(location, decrlf) if found is None else found

    analysis.unicode_text_lines = unicode_text_lines


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
    return not chunk.translate(None, _PLAIN)


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


def stripper(
    strip: Callable[[str], str], tags: Iterable[str], attributes: Iterable[str]
) -> Callable[[str], str]:
    """Return a function equal to ``strip``.

    Args:
        strip: ``strip_known_markup_from_text``.
        tags: The tags that it drops, in lower case.
        attributes: The attributes that a dropped piece may begin with.
    """
    marks = ("<", ">", *attributes)
    others = [tag for tag in tags if not {"<", ">"} & set(tag)]

    def stripped(text: str) -> str:
        if any(map(text.__contains__, marks)) or any(map(text.lower().__contains__, others)):
            return strip(text)
        return " ".join(text.split())

    return stripped


def _install_tags(_facts: Any) -> None:
    from cluecode import copyrights  # lazy: with the engine
    from textcode import markup

    copyrights.strip_known_markup_from_text = stripper(
        markup.strip_known_markup_from_text, markup.ALL_TAGS, markup.SKIP_ATTRIBUTES
    )


def transliterator(to_ascii: Callable[..., str]) -> Callable[..., str]:
    """Return a function equal to ``to_ascii``, which is ``commoncode.text.toascii``."""

    def transliterated(text: Any, translit: bool = False) -> str:
        if isinstance(text, str) and text.isascii():
            return text.replace("[?]", "_")
        return to_ascii(text, translit=translit)

    return transliterated


def keeps_ascii() -> bool | None:
    """Return True when the installed unidecode keeps ASCII characters as they are, else None."""
    from text_unidecode import unidecode  # type: ignore[import-untyped] # lazy: with the engine

    every = "".join(map(chr, range(128)))
    return unidecode(every) == every or None


def _install_ascii(_facts: Any) -> None:
    from cluecode import copyrights  # lazy: with the engine

    copyrights.toascii = transliterator(copyrights.toascii)


MARKUP = Patch(
    name="markup",
    replaces=("textcode.markup.is_markup_text", "commoncode.text.as_unicode"),
    rests_on=("textcode.markup.is_markup",),
    install=_install_markup,
)
LINES = Patch(
    name="lines",
    replaces=("textcode.analysis.unicode_text_lines",),
    rests_on=(
        "textcode.analysis._unicode_text_lines",
        "textcode.analysis.as_unicode",
        "textcode.analysis.remove_null_bytes",
        "textcode.analysis.remove_verbatim_cr_lf_tab_chars",
    ),
    install=_install_lines,
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
TAGS = Patch(
    name="tags",
    replaces=("textcode.markup.strip_known_markup_from_text",),
    rests_on=(
        "cluecode.copyrights.prepare_text_line",
        "textcode.markup.get_demarkuped_text",
        "textcode.markup.keep_tag",
        "textcode.markup.split_on_tags",
        "textcode.markup.ALL_TAGS",
        "textcode.markup.SKIP_ATTRIBUTES",
        "textcode.markup.KEEP_MARKERS",
    ),
    install=_install_tags,
    licenses=False,
)
ASCII = Patch(
    name="ascii",
    replaces=("commoncode.text.toascii",),
    rests_on=("cluecode.copyrights.prepare_text_line",),
    install=_install_ascii,
    facts=keeps_ascii,
    licenses=False,
)
