"""One gitignore-style pattern, matched in time linear in the path.

A regular expression for a pattern of many stars backtracks for minutes, and a policy can come from
an untrusted fork. Here folders are matched one by one, and the stars of one folder by atomic
groups: the shortest text up to the next fixed part is always a right choice, so that no other one
is tried.

Format: https://git-scm.com/docs/gitignore; as pathspec's ``GitIgnoreSpec``, with which the tests
compare it.
"""

from __future__ import annotations

import enum
import re
import warnings
from collections.abc import Sequence
from functools import lru_cache

_ANY = "**"


class Match(enum.IntEnum):
    """How a pattern matches a path; of two matches the greater one decides."""

    NONE = 0
    FOLDER = 1
    FILE = 2


class Glob:
    """One pattern.

    Args:
        pattern: With or without a negation, which ``include`` has.

    Attributes:
        include: Whether it selects files; False for a negated pattern.
        literal: A folder or file name that every matching path contains; None without one.

    Raises:
        ValueError: it is no pattern, or matches nothing; the message says which.
    """

    def __init__(self, pattern: str) -> None:
        if not pattern.endswith("\\ "):
            # gitignore strips white space at the end; a line break is a character of a name here.
            pattern = pattern[: len(pattern.replace("\n", "|").rstrip())]
        if pattern in ("", "/") or pattern.startswith("#"):
            raise ValueError("it matches nothing")
        self.include = not pattern.startswith("!")
        self._parts, self._only_folders = _parts(pattern if self.include else pattern[1:])
        self._segments = [None if part == _ANY else _segment(part) for part in self._parts]
        texts = [one for one in self._segments if isinstance(one, str)]
        self.literal = max(texts, key=len, default=None)

    def match(self, names: Sequence[str]) -> Match:
        """Return how the pattern matches the path with these ``names``.

        Args:
            names: The folders of a path and the name of its file.
        """
        count = len(names)
        if self._parts == [_ANY]:
            if self._only_folders:
                return Match.FOLDER if count > 1 else Match.NONE
            return Match.FILE
        reached = {0}  # how many names the parts up to here can match
        last = len(self._segments) - 1
        for at, segment in enumerate(self._segments):
            if segment is None and at == last:
                if min(reached) >= count:
                    return Match.NONE
                return Match.FOLDER if self._only_folders else Match.FILE
            if segment is None:
                reached = set(range(min(reached), count + 1))
            else:
                reached = {n + 1 for n in reached if n < count and _matches(segment, names[n])}
            if not reached:
                return Match.NONE
        return Match.FILE if count in reached else Match.FOLDER


def _parts(pattern: str) -> tuple[list[str], bool]:
    """Return the parts between slashes, and whether only folders match.

    The parts begin at the top; "**" stands for any folders and, at the end, for at least one name.
    """
    parts = pattern.split("/")
    only_folders = not parts[-1]
    if not parts[0]:
        del parts[0]
    elif (len(parts) == 1 or (len(parts) == 2 and only_folders)) and parts[0] != _ANY:
        parts.insert(0, _ANY)
    if not parts or parts == [""]:
        raise ValueError("it is not a gitignore-style pattern")
    if only_folders:
        parts[-1] = _ANY
    found = parts[:1]
    for part in parts[1:]:
        if not part == found[-1] == _ANY:
            found.append(part)
    return found, only_folders


class _Wildcards:
    """A part of a pattern with special characters.

    The expression is compiled for the first name with its ``prefix``: of thousands of patterns few
    meet one.

    Args:
        prefix: The fixed text before the first special character.
        pieces: See ``_compiled``.
    """

    __slots__ = ("_compiled", "_pieces", "_prefix")

    def __init__(self, prefix: str, pieces: list[str]) -> None:
        self._prefix = prefix
        self._pieces = pieces
        self._compiled: re.Pattern[str] | None = None

    def matches(self, name: str) -> bool:
        """Whether the part matches a folder or a file of this name."""
        return name.startswith(self._prefix) and bool(self.compiled().fullmatch(name))

    def compiled(self) -> re.Pattern[str]:
        """Return the expression.

        Raises:
            ValueError: a range in brackets is invalid.
        """
        if self._compiled is None:
            self._compiled = _compiled(self._pieces)
        return self._compiled


def _matches(segment: str | _Wildcards, name: str) -> bool:
    return segment == name if isinstance(segment, str) else segment.matches(name)


@lru_cache(maxsize=65536)
def _segment(text: str) -> str | _Wildcards:
    """Return the matcher of the part of a pattern between two slashes.

    Raises:
        ValueError: a bracket is not closed, or a range is invalid.
    """
    pieces: list[list[str]] = [[]]  # the fixed parts between stars, as regular expressions
    plain: list[str] = []
    prefix: str | None = None
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char in "*?[" and prefix is None:
            prefix = "".join(plain)
        if char == "*":
            if len(pieces) == 1 or pieces[-1]:
                pieces.append([])
        elif char == "?":
            pieces[-1].append(".")
        elif char == "[":
            end = _end_of_bracket(text, at)
            pieces[-1].append(_bracket(text[at:end]))
            at = end
        else:
            if char == "\\":
                if at == len(text):
                    raise ValueError("it is not a gitignore-style pattern")
                char = text[at]
                at += 1
            plain.append(char)
            pieces[-1].append(re.escape(char))
    return "".join(plain) if prefix is None else _wildcards(prefix, pieces)


def _wildcards(prefix: str, pieces: list[list[str]]) -> _Wildcards:
    found = _Wildcards(prefix, ["".join(piece) for piece in pieces])
    if any(one.startswith("[") for piece in pieces for one in piece):
        found.compiled()  # a range may be invalid
    return found


def _end_of_bracket(text: str, at: int) -> int:
    end = at
    if text[end : end + 1] in ("!", "^"):
        end += 1
    end = text.find("]", end + 1)
    if end < 0:
        raise ValueError("it matches nothing")  # git discards it
    return end + 1


def _bracket(text: str) -> str:
    negation = "^" if text[0] in "!^" else ""
    return f"[{negation}{text[len(negation) :]}".replace("\\", "\\\\")


def _compiled(pieces: list[str]) -> re.Pattern[str]:
    """Return the expression of fixed parts with any text between them.

    A lookahead whose group is then matched again is an atomic group, which Python has from 3.11 on;
    ``fnmatch`` does the same.
    """
    first, *rest = pieces
    expression = first
    for number, piece in enumerate(rest[:-1]):
        expression += f"(?=(?P<g{number}>.*?{piece}))(?P=g{number})"
    if rest:
        expression += f".*{rest[-1]}"
    with warnings.catch_warnings():
        # "[[a]" is a valid pattern; re warns that a later Python may read it in another way.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return re.compile(f"(?s:{expression})")
        except re.error as error:
            raise ValueError("it is not a gitignore-style pattern") from error
