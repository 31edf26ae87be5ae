"""Formats text with ANSI colours, for terminals."""

from __future__ import annotations

_CODES = {"bold": 1, "red": 31, "green": 32, "yellow": 33, "blue": 34, "cyan": 36}


class Style:
    """Adds ANSI colours to text.

    Args:
        color: Whether to add them; if False, text is returned unchanged.
    """

    def __init__(self, color: bool) -> None:
        self._color = color

    def __call__(self, text: str, *names: str) -> str:
        """Return ``text`` in the styles ``names``: bold, red, green, yellow, blue, cyan."""
        if not self._color or not names:
            return text
        codes = ";".join(str(_CODES[name]) for name in names)
        return f"\x1b[{codes}m{text}\x1b[0m"
