"""What a check asks of the search for copied code, and what it gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

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
