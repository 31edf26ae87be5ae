"""What the search for copied code would have found, as values, for tests that begin behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from attribcheck.copies.model import (
    Channel,
    Component,
    FileCopies,
    Match,
    OriginFile,
    Region,
    Strength,
)
from attribcheck.copies.search import Copies, DeclaredFile
from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, Span

FOO = Component(
    "foo", "1.2", "pkg:pypi/foo@1.2", "MIT", ("Foo Corp.",), "https://github.com/foo/foo"
)
BAR = Component("bar", "3.0", "pkg:pypi/bar@3.0", "Apache-2.0", ("Bar GmbH",))


def origin(component: Component = FOO, path: str = "src/routes.py", *statements: str) -> OriginFile:
    """A file of an origin with the statements ``Copyright 2025 HOLDER``."""
    holders = tuple(one.removeprefix("Copyright 2025 ") for one in statements)
    return OriginFile(component, path, "", holders, "", statements)


def region(
    start: int = 4,
    end: int = 90,
    there: int = 3,
    *,
    same: float = 1.0,
    renamed: float = 1.0,
    components: int = 1,
) -> Region:
    """Lines ``start`` to ``end`` that correspond to as many from line ``there`` on."""
    here = Span(start, end)
    size = end - start
    return Region(
        here, Span(there, there + size), Channel.SHAPE, 10 * size, 99.0, same, renamed, components
    )


def match(
    file: OriginFile | None = None,
    *regions: Region,
    strength: Strength = Strength.CERTAIN,
    share: float = 0.9,
) -> Match:
    """A match with ``file``, by default with one file of FOO."""
    return Match(file or origin(), regions or (region(),), strength, share)


@dataclass
class FakeSearch:
    """Answers from ``matches`` by path, and keeps what it was asked for.

    Attributes:
        matches: The matches of each file.
        origins: The components that it compares with.
        decided: Files of which the ranking names one origin only.
        asked: The paths that were compared.
        declared: The declared files of the last search that had any.
    """

    matches: Mapping[str, Sequence[Match]] = field(default_factory=dict)
    origins: tuple[Component, ...] = (FOO, BAR)
    decided: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    declared: list[DeclaredFile] = field(default_factory=list)

    def find(
        self, blobs: Iterable[Blob], declared: Sequence[DeclaredFile] | None, read: Read
    ) -> Copies:
        """See ``attribcheck.copies.search.Search``."""
        paths = [blob.path for blob in blobs]
        self.asked += paths
        self.declared = list(declared or self.declared)
        return Copies(
            {path: self._of(path) for path in paths if path in self.matches}, self.origins
        )

    def _of(self, path: str) -> FileCopies:
        matches = tuple(self.matches[path])
        candidates = matches[:1] if path in self.decided else matches
        return FileCopies(path, 1000, matches, candidates)
