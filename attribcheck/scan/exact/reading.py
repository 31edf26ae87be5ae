r"""The lines of a text file, decoded without a look at each.

Stands in for ``textcode.analysis.unicode_text_lines`` (scancode-toolkit 32.5). That decodes each
line by itself, as UTF-8 or else as something older, and then replaces what is rare: NUL, and in
source code a written ``\r``, ``\n`` or ``\t``. A file is valid UTF-8 exactly when all its lines
are, for no line ends within a character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

_Lines = Callable[[str, bool], Iterable[str]]


def lines(
    content: bytes, without_escapes: Callable[[str], str] | None = None
) -> Iterator[str] | None:
    """Return the lines of a text in UTF-8 with their ends; None when it is something else.

    Args:
        content: Its bytes.
        without_escapes: What replaces written escapes in a line, when they are replaced.
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


def install() -> None:
    """Let the textcode of this process use it."""
    from textcode import analysis  # lazy: with the engine

    any_lines: _Lines = analysis.unicode_text_lines
    if any_lines.__module__ == __name__:
        return

    def unicode_text_lines(location: str, decrlf: bool = False) -> Iterable[str]:
        replace = analysis.remove_verbatim_cr_lf_tab_chars if decrlf else None
        found = lines(Path(location).read_bytes(), replace)
        return any_lines(location, decrlf) if found is None else found

    analysis.unicode_text_lines = unicode_text_lines
