"""Whether a file begins like markup, without a search for its encoding where that can't matter.

``textcode.markup.is_markup`` decodes the first 1,024 bytes of every text file with Beautiful Soup,
which asks a detector of encodings; importing the two takes longer than all that a scan does. What
is then looked at are the share of ``<`` and ``>`` among the characters, and the first one.

Valid UTF-8 without a NUL, an escape or a ``~{`` is named as UTF-8, or as another encoding in which
the bytes below 128 are ASCII, or as UTF-7: those are the encodings in which it can be text. So it
is no markup when it has no ``<``, not even as UTF-7. And ASCII that is the same in UTF-7, or is not
UTF-7, and declares nothing (an XML declaration begins with ``<?``) is the text that it looks like.

The shares are counted by whole texts, not letter by letter.
"""

from __future__ import annotations

_SHIFTS = (b"\0", b"\x1b", b"~{")


def start_text(start: bytes) -> str | None:
    """Return a text that ``is_markup_text`` judges as it does what scancode makes of ``start``.

    Args:
        start: How a file begins.

    Returns:
        The text; None when only the search for its encoding tells.
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
    """Return ``start`` in UTF-7; ``text`` when it is none."""
    if b"+" not in start:
        return text
    try:
        return start.decode("utf-7")
    except UnicodeDecodeError:
        return text


def install() -> None:
    """Let the textcode of this process use it."""
    from textcode import markup  # lazy: with the engine

    search = markup.as_unicode

    def as_unicode(start: bytes) -> str | None:
        text = start_text(start)
        return search(start) if text is None else text

    if search.__module__ != __name__:
        markup.as_unicode = as_unicode
        markup.is_markup_text = is_markup_text
