"""Matches the policy with the paths of a snapshot: components and legal files, without a scan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from attribcheck.core.model import LOCK_NAME, Blob, BlobKind, Notice
from attribcheck.notices import legal_files
from attribcheck.notices.holders import HolderNames, unexplained
from attribcheck.policy.model import Component, Policy
from attribcheck.policy.path_patterns import PathPatterns


def is_scanned(blob: Blob, policy: Policy) -> bool:
    """Whether an entry is scanned: a file that is neither the policy nor its lock."""
    return blob.kind is BlobKind.FILE and blob.path not in (policy.display_path, LOCK_NAME)


def missing(
    notice: Notice, named: Sequence[str], known: Sequence[HolderNames]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that ``known`` lacks, and those that it has as the engine reads them."""
    rest = tuple(name for holder in named for name in unexplained(holder, known))
    if not rest or notice.written is None:
        return rest, ()
    from attribcheck.classify.transliteration import older_names  # lazy: unknown names only

    older = older_names(rest, notice, known)
    return tuple(name for name in rest if name not in older), older


class Coverage:
    """The paths that the components of a policy cover in one snapshot.

    Args:
        policy: The policy.
        listing: Every entry of the snapshot by path.

    Attributes:
        legal: The legal files of the snapshot.
    """

    def __init__(self, policy: Policy, listing: Mapping[str, Blob]) -> None:
        self.policy = policy
        self.listing = listing
        self.legal = legal_files.LegalFiles(listing)
        self._patterns = [(c, PathPatterns(c.paths)) for c in policy.components]
        self._legal_of: dict[str, tuple[str, ...]] = {}

    @cached_property
    def own_holders(self) -> HolderNames:
        """The project's own holders."""
        return HolderNames(self.policy.project.holders)

    @cached_property
    def holders(self) -> dict[str, HolderNames]:
        """The declared holders of each component, by its name."""
        return {c.name: HolderNames(c.holders) for c in self.policy.components}

    def components_of(self, path: str) -> tuple[Component, ...]:
        """Return the components whose paths cover ``path``, in the order of the policy."""
        return tuple(c for c, patterns in self._patterns if patterns.matches(path))

    def files_of(self, component: Component, paths: Collection[str]) -> tuple[str, ...]:
        """Return those of ``paths`` that ``component`` covers, in order."""
        patterns = PathPatterns(component.paths)
        return tuple(sorted(path for path in paths if patterns.matches(path)))

    def legal_of(self, component: Component) -> tuple[str, ...]:
        """Return the legal files that ``component`` covers, in order."""
        if component.name not in self._legal_of:
            self._legal_of[component.name] = self.files_of(component, self.legal.all)
        return self._legal_of[component.name]

    def is_own_copy(self, blob: Blob) -> bool:
        """Whether a licence file has the same content as one at the top of the repository."""
        return blob.oid in self._top_texts

    @cached_property
    def _top_texts(self) -> frozenset[str]:
        tops = filter(legal_files.applies_to_repository, self.legal.all)
        return frozenset(self.listing[path].oid for path in tops)
