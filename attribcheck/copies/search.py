"""What a check asks of the search for copied code, and what it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol, overload

from attribcheck.copies.model import Component, FileCopies
from attribcheck.core.contents import Read
from attribcheck.core.model import Blob


class DeclaredFile(NamedTuple):
    """A file of a component of the policy, in the checked snapshot or the one before.

    Attributes:
        component: The component, as ``declared``.
        blob: The file.
    """

    component: Component
    blob: Blob


class DeclaredFiles(Sequence[DeclaredFile]):
    """The files of all components, listed when something asks: a repository has very many.

    Args:
        listed: Returns them.
        name: A name that no other files, with other contents or components, have.
        components: The components by name.
    """

    def __init__(
        self,
        listed: Callable[[], Sequence[DeclaredFile]],
        name: str,
        components: Mapping[str, Component],
    ) -> None:
        self._listed = listed
        self.name = name
        self.components = components

    @cached_property
    def _files(self) -> Sequence[DeclaredFile]:
        return self._listed()

    @overload
    def __getitem__(self, index: int) -> DeclaredFile: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[DeclaredFile]: ...
    def __getitem__(self, index: int | slice) -> DeclaredFile | Sequence[DeclaredFile]:
        return self._files[index]

    def __len__(self) -> int:
        return len(self._files)


class Copies(NamedTuple):
    """The result of a search.

    Attributes:
        files: What corresponds to each compared file, by path; files without a match are omitted.
        origins: Every component that was compared with.
    """

    files: Mapping[str, FileCopies]
    origins: tuple[Component, ...] = ()


class Search(Protocol):
    """Compares files with known origins."""

    def find(
        self, blobs: Iterable[Blob], declared: Sequence[DeclaredFile] | None, read: Read
    ) -> Copies:
        """Return what corresponds to ``blobs`` in the origin indexes and in declared components.

        Args:
            blobs: The files to compare, no symlinks or submodules.
            declared: The files of declared components to compare with; None to compare with the
                indexes alone.
            read: Reads contents.

        Raises:
            GitError: ``read`` failed.
            AttribcheckError: an origin index is damaged or can't be read.
        """
        ...
