"""Facts about all words that a regular expression matches, read from its text alone.

A pattern with a construct that is not handled here gives the answer "unknown".
"""

from __future__ import annotations

import re
from itertools import islice, product

_EXPANDED = 64  # words that a pattern may be expanded to

# A letter, a class of letters or an escaped sign, each perhaps optional. A pattern with anything
# else has to be compiled.
_PIECE = re.compile(
    r"(?:\[((?:[\w,:;]|\\[^\w\s])+)\]|\\([^\w\s])|([\w,:;@/=!%&~\"'<>-]))(\??)(?![?*+{])"
)
_PIECES = re.compile(f"(?:{_PIECE.pattern})+")
# The parts of a regular expression, and the sign that repeats the part before it.
_PART = re.compile(
    r"\[(?P<not>\^?)(?P<set>\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]|\\(?P<sign>[^\w<>`'])|(?P<edge>[$^])"
    r"|(?P<any>\\.|\.)|(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<or>\|)|(?P<literal>[^\[\]()|.^$*+?{}\\])",
    re.DOTALL,
)
_MEMBER = re.compile(r"(\w)-(\w)|\\([^\w\s])|([^\[\]\\-])")
_REPEAT = re.compile(r"[*?]|\{[0,][^}]*\}|(?P<some>\+|\{[1-9][^}]*\})")


def expanded(pattern: str) -> list[str] | None:
    r"""Return the words that ``pattern`` matches whole, or None when that is no short list.

    Args:
        pattern: A regular expression, for ``re.match``: ``^[Aa]ll\.?$`` gives four words.
    """
    if not pattern.endswith("$"):
        return None
    body = pattern[:-1].removeprefix("^")
    if body.isalnum():
        return [body]
    if not _PIECES.fullmatch(body):
        return None
    choices: list[list[str]] = []
    for letters, escaped, plain, optional in _PIECE.findall(body):
        choice = list(letters.replace("\\", "")) if letters else [escaped or plain]
        choices.append([*choice, ""] if optional else choice)
    words = ["".join(word) for word in islice(product(*choices), _EXPANDED + 1)]
    return words if len(words) <= _EXPANDED else None


def beginnings(pattern: str) -> frozenset[str] | None:
    r"""Return the letters with which every word begins that ``pattern`` matches; None if unknown.

    Args:
        pattern: A regular expression, for ``re.match``: ``^([Aa]?l+|b).*$`` gives "A", "a", "l"
            and "b".
    """
    letters, absent, end = _beginnings(pattern, 0)
    return None if letters is None or absent or end < len(pattern) else letters


def _beginnings(pattern: str, at: int) -> tuple[frozenset[str] | None, bool, int]:
    """Return the letters, whether there may be none, and where the pattern ends or a bracket is."""
    found: frozenset[str] | None = frozenset()
    ever_absent, absent = False, True
    while at < len(pattern):
        part = _PART.match(pattern, at)
        if part is None:
            return None, True, at
        if part["close"]:
            break
        at = part.end()
        if part["or"]:
            ever_absent, absent = ever_absent or absent, True
            continue
        letters: frozenset[str] | None
        optional = part["edge"] is not None
        if part["open"]:
            letters, optional, at = _beginnings(pattern, at)
            if pattern[at : at + 1] != ")":
                return None, True, at
            at += 1
        else:
            letters = _letters(part)
        if (repeat := _REPEAT.match(pattern, at)) is not None:
            at = repeat.end()
            optional = optional or not repeat["some"]
        if absent:
            found = None if found is None or letters is None else found | letters
            absent = optional
    return found, ever_absent or absent, at


def _letters(part: re.Match[str]) -> frozenset[str] | None:
    """Return the letters that a part of one letter, or of none, matches."""
    if part["set"] is None:
        return None if part["any"] else frozenset(part["literal"] or part["sign"] or "")
    letters: set[str] = set()
    at = 0
    while at < len(part["set"]):
        member = _MEMBER.match(part["set"], at)
        if member is None or part["not"]:
            return None
        first, last, *single = member.groups()
        letters.update(
            map(chr, range(ord(first), ord(last) + 1)) if first else filter(None, single)
        )
        at = member.end()
    return frozenset(letters)


def needed(pattern: str) -> str:
    r"""Return a string that every match of ``pattern`` contains, "" for none that is known.

    Args:
        pattern: A regular expression, of Python's or an extended one of POSIX:
            ``^[Cc]opyright(ed)?$`` gives "opyright".
    """
    found, end = _needed(pattern, 0)
    return found if end == len(pattern) else ""


def _needed(pattern: str, at: int) -> tuple[str, int]:
    """Return the needed string of a pattern from ``at`` to its end, or to an unmatched bracket."""
    longest = run = ""
    alternative = False
    while at < len(pattern):
        part = _PART.match(pattern, at)
        if part is None:
            return "", at
        if part["close"]:
            break
        at = part.end()
        inner = ""
        if part["open"]:
            inner, at = _needed(pattern, at)
            if pattern[at : at + 1] != ")":
                return "", at
            at += 1
        alternative = alternative or bool(part["or"])
        sign = part["literal"] or part["sign"] or ""
        repeat = _REPEAT.match(pattern, at)
        if repeat is not None:
            at = repeat.end()
        if repeat is None or repeat["some"]:
            run += sign
        else:
            inner = ""
        if repeat or not sign:
            longest, run = max(longest, run, inner, key=len), ""
    return "" if alternative else max(longest, run, key=len), at
