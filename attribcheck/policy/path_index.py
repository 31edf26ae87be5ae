"""Finds paths by patterns, and patterns by path, without trying each pattern on each path.

Most patterns begin with the names of folders. Only paths below these can match, and a path has few
folders: so both searches cost what they find, and not components times files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from attribcheck.core.listing import Listing
from attribcheck.core.model import MEMBER
from attribcheck.policy.path_patterns import PathPatterns, is_plain, literal_prefix, whole_folder

_FEW = 500
"""Searches in a ``Listing``; for more of them its paths are made once."""


class SortedPaths:
    """The paths of one snapshot.

    Args:
        paths: POSIX paths, in any order.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._given = paths
        self._searches = 0
        self._found: dict[tuple[str, ...], tuple[str, ...]] = {}

    @cached_property
    def all(self) -> list[str]:
        """Every path, sorted."""
        return sorted(self._given)

    def has(self, path: str) -> bool:
        """Whether ``path`` is one of them, or a folder around one."""
        return self._is_one(path) or bool(self._within(f"{path}/"))

    def matching(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """Return the paths that gitignore-style patterns match together, sorted."""
        if patterns not in self._found:
            folder = whole_folder(patterns[0]) if len(patterns) == 1 else None
            self._found[patterns] = (
                tuple(self._within(f"{folder}/")) if folder else self._matching(patterns)
            )
        return self._found[patterns]

    def _is_one(self, path: str) -> bool:
        if isinstance(self._given, Listing):
            return path in self._given
        at = bisect_left(self.all, path)
        return at < len(self.all) and self.all[at] == path

    def _within(self, folder: str) -> Sequence[str]:
        """Return the paths below ``folder``, which ends in a slash; up to "FOLDER0"."""
        if isinstance(self._given, Listing) and self._searches < _FEW:
            self._searches += 1
            return self._given.starting(folder)
        begin = bisect_left(self.all, folder)
        return self.all[begin : bisect_left(self.all, f"{folder[:-1]}0", begin)]

    def _matching(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        matches = PathPatterns(patterns).matches
        prefixes = {literal_prefix(pattern) for pattern in patterns if pattern[0] != "!"}
        # Two prefixes may name the same paths: "a" and "a/b".
        return tuple(sorted({path for one in prefixes for path in self._below(one, matches)}))

    def below(self, folder: str) -> Iterator[str]:
        """Yield the paths below ``folder``; none for "", the top."""
        if folder:
            yield from self._below(folder, lambda path: path != folder)

    def used(self, patterns: tuple[str, ...]) -> set[int]:
        """Return the index of every pattern that matches a path; see ``PathPatterns.used``."""
        if all(map(is_plain, patterns)):
            return {at for at, pattern in enumerate(patterns) if self._has_any(pattern)}
        prefixes = {literal_prefix(pattern) for pattern in patterns if pattern[0] != "!"}
        paths = (path for one in prefixes for path in self._below(one, lambda _: True))
        return PathPatterns(patterns).used(paths)

    def _has_any(self, pattern: str) -> bool:
        """Whether a plain pattern matches a path."""
        if folder := whole_folder(pattern):
            return bool(self._within(f"{folder}/"))
        return self.has(literal_prefix(pattern))

    def _below(self, prefix: str, matches: Callable[[str], bool]) -> Iterator[str]:
        """Yield the paths at and below ``prefix`` that match."""
        if not prefix:
            yield from filter(matches, self.all)
            return
        if self._is_one(prefix) and matches(prefix):
            yield prefix
        # Not the next ones: "a-b" and "a.b" stand between "a" and "a/b".
        for folder in (f"{prefix}{MEMBER}", f"{prefix}/"):
            yield from filter(matches, self._within(folder))


class PatternIndex:
    """Several tuples of patterns, each with a number: its index in ``groups``.

    Args:
        groups: Tuples of patterns, as those of components.
    """

    def __init__(self, groups: Sequence[tuple[str, ...]]) -> None:
        self._groups = groups
        self._matchers: dict[int, PathPatterns] = {}  # of thousands, a commit asks a few
        self._by_prefix: dict[str, set[int]] = {}
        self._plain: dict[int, bool] = {}
        self._in_folder: dict[str, tuple[tuple[int, ...], frozenset[int]]] = {}
        for number, patterns in enumerate(groups):
            for pattern in patterns:
                if pattern[0] != "!":  # it can only take back what another one matches
                    self._by_prefix.setdefault(literal_prefix(pattern), set()).add(number)

    def matching(self, path: str) -> tuple[int, ...]:
        """Return the numbers of the groups that match ``path``, ascending."""
        certain: tuple[int, ...]
        if MEMBER in path:
            certain, possible = (), self._at(_prefixes(path))
        else:
            folder = path.rpartition("/")[0]
            if folder not in self._in_folder:
                self._in_folder[folder] = self._of_folder(folder)
            certain, possible = self._in_folder[folder]
            if path in self._by_prefix:
                possible = (possible | self._by_prefix[path]).difference(certain)
        if not possible:
            return certain
        matching = (one for one in possible if self._matcher(one).matches(path))
        return tuple(sorted((*certain, *matching)))

    def _of_folder(self, folder: str) -> tuple[tuple[int, ...], frozenset[int]]:
        """Return the groups that match every file in ``folder``, and those that may match some.

        A group of plain patterns matches all below the path of each: most files are settled with
        their folder.
        """
        found = self._at(_prefixes(folder))
        certain = tuple(sorted(filter(self._is_plain, found)))
        return certain, found.difference(certain)

    def _is_plain(self, number: int) -> bool:
        """Whether all patterns of a group are plain; once a group, which can have thousands."""
        if number not in self._plain:
            self._plain[number] = all(map(is_plain, self._groups[number]))
        return self._plain[number]

    def _at(self, prefixes: Iterable[str]) -> frozenset[int]:
        """Return the groups with a pattern that begins with one of ``prefixes``."""
        return frozenset[int]().union(*(self._by_prefix.get(one, ()) for one in prefixes))

    def _matcher(self, number: int) -> PathPatterns:
        if number not in self._matchers:
            self._matchers[number] = PathPatterns(self._groups[number])
        return self._matchers[number]


def _prefixes(path: str) -> Iterator[str]:
    """Yield ``path``, every folder and container around it, and ""."""
    while path:
        yield path
        if path[-1] == "!":
            yield path[:-1]  # the container itself
        path = path.rpartition("/")[0]
    yield ""
