"""When two passages say the same: their words, without the dress of a comment.

A formatter re-flows a comment, changes its leader, its indentation, its quotes and the case or the
form of a copyright sign. None of that takes a notice away, so none of it is compared.
"""

from __future__ import annotations

import re
import unicodedata

_SIGN = re.compile(r"\(\s*c\s*\)|©|&copy;|&#169;|&#xa9;|\\\(co", re.IGNORECASE)
# Leaders that are made of letters: batch files, m4, and the "@REM" of both.
_LEADER = re.compile(r"^[ \t]*@?(?:rem|dnl)\b", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
_RUN = 5
_SAME_SHARE = 0.9


def words(text: str) -> str:
    r"""Return the words of ``text``, in small letters, with one space between and around them.

    Copyright signs, comment leaders, punctuation and line breaks are left out. The spaces around
    make ``in`` a test for whole words:

    >>> words("# Keep this\n# line") in words("/* KEEP\n * this line */")
    True
    """
    plain = _LEADER.sub(" ", _SIGN.sub(" ", text))
    # Composed before and after: casefold can take a composed letter apart ("ǰ").
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    return f" {' '.join(_WORD.findall(folded))} "


def says(passage: str, text: str) -> bool:
    """Whether all of ``passage`` stands in ``text``, word by word; nothing says nothing.

    Args:
        passage: As ``words`` returns it.
        text: As ``words`` returns it.
    """
    return bool(passage.strip()) and passage in text


def mostly_says(passage: str, text: str) -> bool:
    """Whether nine in ten runs of five words of a longer ``passage`` stand in ``text``.

    For licence texts, of which a typing error may be mended and a name filled in.

    Args:
        passage: As ``words`` returns it.
        text: As ``words`` returns it.
    """
    if says(passage, text):
        return True
    runs = _runs(passage)
    return bool(runs) and len(runs & _runs(text)) >= _SAME_SHARE * len(runs)


def _runs(text: str) -> set[tuple[str, ...]]:
    parts = text.split()
    return {tuple(parts[at : at + _RUN]) for at in range(len(parts) - _RUN + 1)}
