"""Matches paths with gitignore-style patterns.

Patterns are looked up by a folder or file name that they contain, so that a policy of thousands of
patterns costs a path only the few that can match it.

Format: https://git-scm.com/docs/gitignore. A pattern with a slash at its beginning or in its middle
is relative to the top of the repository; any other matches at every depth. A folder matches all
below it, ``!`` negates, and the last pattern that matches decides. A file in a container
(``foo.jar!/LICENSE``) matches where the container does. Patterns with ``!/`` see it as a folder.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from attribcheck.core.model import MEMBER, container_of

if TYPE_CHECKING:
    from attribcheck.policy.glob import Glob

# A path from the top without special characters, and perhaps all below it.
_SAFE = r"[\w.+@:,=~()&'%{}-]+"
_PLAIN = re.compile(rf"(?=/|[^/]+/)/?(?P<path>{_SAFE}(?:/{_SAFE})*)(?P<below>/\*\*)?", re.ASCII)

_IN_CONTAINER = re.compile(r"(?<=[^/!\\])!/")  # in a pattern; one at its beginning negates

_ESCAPED = re.compile(r"\\[\\*?\[\]!# ]")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SPECIAL = re.compile(r"[\\*?\[\]]| \Z")
# Characters that TOML can't write, and white space that gitignore strips from the end of a pattern.
_UNWRITABLE = re.compile("[\ud800-\udfff]|[^\\S ]\\Z")


class PathPatterns:
    """A tuple of patterns, compiled at the first use.

    Paths are POSIX paths from the top of the repository; bytes that are not UTF-8 are surrogate
    escapes.

    Args:
        patterns: Patterns for which ``problem`` returns None.

    Raises:
        ValueError: from ``matches``, when a pattern does not compile.
    """

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self.patterns = patterns

    @cached_property
    def matches(self) -> Callable[[str], bool]:
        """Whether the patterns together match a path."""
        of_files = _index(self.patterns).matches
        in_containers: list[Callable[[str], bool] | None] = []  # made for the first such path

        def matches(path: str) -> bool:
            container = container_of(path) if MEMBER in path else None
            if container is None:
                return of_files(path)
            if not in_containers:
                inside = tuple(_IN_CONTAINER.sub("/", pattern) for pattern in self.patterns)
                in_containers.append(None if inside == self.patterns else _index(inside).matches)
            in_container = in_containers[0]
            if in_container is None:
                return of_files(container)
            return in_container(path.replace(MEMBER, "/"))

        return matches

    def used(self, paths: Iterable[str]) -> set[int]:
        """Return the index of every pattern that matches at least one of ``paths``.

        Each pattern is tried alone, so one is used even when a later one matches the same files. A
        negated pattern is used when it excludes a path that the patterns before it match.
        """
        index, found = _index(self.patterns), set[int]()
        for path in paths:
            found |= index.used_for(path, found)
            if len(found) == len(self.patterns):
                break
        return found


class _Index:
    """Patterns by what a path has to contain.

    Args:
        patterns: The patterns.

    Raises:
        ValueError: one does not compile.
    """

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._globs: list[Glob | None] = []
        self._by_path: dict[str, list[int]] = {}  # plain patterns: a path, or a folder around it
        self._by_name: dict[str, list[int]] = {}
        self._others: list[int] = []
        self._below: set[int] = set()  # of the plain ones, those of a folder without itself
        self.has_negation = False
        for at, pattern in enumerate(patterns):
            if plain := _PLAIN.fullmatch(pattern):
                self._globs.append(None)
                self._by_path.setdefault(plain["path"], []).append(at)
                if plain["below"]:
                    self._below.add(at)
                continue
            glob = _glob(pattern)
            self._globs.append(glob)
            self.has_negation |= not glob.include
            if glob.literal is None:
                self._others.append(at)
            else:
                self._by_name.setdefault(glob.literal, []).append(at)

    def matches(self, path: str) -> bool:
        """Whether the patterns together match ``path``."""
        if not self.has_negation:
            return any(level for _, level in self._found(path))
        return self._decided(found for found in self._found(path) if found[1])

    def used_for(self, path: str, known: set[int]) -> set[int]:
        """Return the patterns that ``path`` needs, without the ``known`` ones."""
        found = sorted(pair for pair in self._found(path) if pair[1])
        used = set()
        for number, (at, _) in enumerate(found):
            if at in known:
                continue
            if self._includes(at) or (
                self._decided(found[:number]) and not self._decided(found[: number + 1])
            ):
                used.add(at)
        return used

    def _includes(self, at: int) -> bool:
        glob = self._globs[at]
        return glob is None or glob.include

    def _found(self, path: str) -> Iterator[tuple[int, int]]:
        """Yield the patterns that can match ``path``, each with how it does."""
        if self._by_path:
            yield from self._plain(path)
        if not (self._by_name or self._others):
            return
        names = path.split("/")
        for at in self._others:
            yield at, self._match(at, names)
        if self._by_name:
            for name in dict.fromkeys(names):
                for at in self._by_name.get(name, ()):
                    yield at, self._match(at, names)

    def _plain(self, path: str) -> Iterator[tuple[int, int]]:
        for at in self._by_path.get(path, ()):
            if at not in self._below:
                yield at, _FILE
        end = path.rfind("/")
        while end > 0:
            for at in self._by_path.get(path[:end], ()):
                yield at, _FILE if at in self._below else _FOLDER
            end = path.rfind("/", 0, end)

    def _match(self, at: int, names: Sequence[str]) -> int:
        glob = self._globs[at]
        return glob.match(names) if glob else 0

    def _decided(self, found: Iterable[tuple[int, int]]) -> bool:
        """Return what the matching patterns decide together.

        That is the last one that matches the file itself; without one the last that matches a
        folder around it.
        """
        last = max(((level, at) for at, level in found), default=None)
        return last is not None and self._includes(last[1])


_FOLDER, _FILE = 1, 2  # as in ``glob.Match``, which a policy of plain paths does not import


def literal(path: str) -> str:
    """Return the pattern that matches only ``path`` and all below it.

    ``?``, any one character, replaces a byte that is not UTF-8 (TOML can't write it) and white
    space other than a space at the end (gitignore's backslash keeps only a space).
    """
    escaped = _UNWRITABLE.sub("?", _SPECIAL.sub(lambda match: "\\" + match.group(), path))
    # A slash inside anchors a pattern already; "!" and "#" have a meaning at the beginning.
    anchored = "/" in path and path[0] not in "!#"
    return escaped if anchored else f"/{escaped}"


def below(folder: str) -> str:
    """Return the pattern that matches all files in ``folder`` and below it."""
    pattern = literal(folder)
    return f"{pattern if folder[:1] in '!#' else pattern.lstrip('/')}/**"


def literal_prefix(pattern: str) -> str:
    """Return the path at or below which ``pattern``, without its "!", has all its matches.

    Returns:
        The folders before the first special character, or the complete path of a pattern without
        one; "" when it can match anywhere.
    """
    if plain := _PLAIN.fullmatch(pattern):
        return plain["path"]
    if "/" not in pattern[:-1]:  # a slash at the beginning or in the middle anchors it
        return ""
    literal_parts = itertools.takewhile(_is_literal, pattern.removeprefix("/").split("/"))
    return "/".join(literal_parts)


def whole_folder(pattern: str) -> str | None:
    """Return the folder of which ``pattern`` matches all that is below it, and nothing else."""
    plain = _PLAIN.fullmatch(pattern)
    return plain["path"] if plain and plain["below"] else None


def is_plain(pattern: str) -> bool:
    """Whether a pattern is a path, and perhaps all below it: it is looked up, and not tried."""
    return bool(_PLAIN.fullmatch(pattern))


def _is_literal(part: str) -> bool:
    return bool(part) and part == part.rstrip() and not _SPECIAL.search(part)


def problem(pattern: str) -> str | None:
    """Return why ``pattern`` can't be used, or None.

    Rejects patterns that gitignore accepts and that match nothing: ``..``, ``./``, backslashes as
    separators, comments, unclosed brackets.
    """
    body = pattern.removeprefix("!")
    if _DRIVE.match(body):
        return "it is an absolute path; patterns are relative to the top of the repository"
    if "\\" in _ESCAPED.sub("", body):
        return 'separate folders by "/"; a backslash may only precede *?[]!# and a space'
    parts = body.split("/")
    if ".." in parts:
        return '".." leaves the repository; patterns are relative to its top'
    if "." in parts:
        return '"." matches no folder in a gitignore-style pattern; remove it'
    if "" in parts[1:-1]:
        return '"//" matches nothing'
    if pattern.startswith("#"):
        return 'gitignore reads "#" as a comment; write "\\#" for a name that begins with it'
    if _PLAIN.fullmatch(pattern):
        return None
    try:
        _glob(pattern)
    except ValueError as error:
        return str(error)
    return None


@lru_cache(maxsize=1024)
def _index(patterns: tuple[str, ...]) -> _Index:
    return _Index(patterns)


@lru_cache(maxsize=65536)
def _glob(pattern: str) -> Glob:
    from attribcheck.policy.glob import Glob  # lazy: most patterns are plain paths

    return Glob(pattern)
