"""One check, as every rule gets it: the policy, the classified files and what is kept of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import Blob, FileScan, container_of
from attribcheck.policy.model import Component, Policy
from attribcheck.removals.merged_sides import Comparison
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot
from attribcheck.sources.base import Source

if TYPE_CHECKING:
    from attribcheck.containers.base import Unread
    from attribcheck.copies.search import Copies
    from attribcheck.core.lineage import LineageClaim
    from attribcheck.rules.support.copied_code import Case
    from attribcheck.weights.matches import WeightsResult


# The names of what the readers of ``manifests`` read for versions, which this saves to import.
_MANIFEST = re.compile(
    r"(?:\A|/)(?:vendor(?:ed)?\.txt|METADATA|RECORD|README\.chromium|modules\.txt|bom\.json"
    r"|Cargo\.(?:toml|lock)|\.cargo-checksum\.json|\.?package(?:-lock)?\.json|npm-shrinkwrap\.json"
    r"|[^/]+\.(?:cdx\.json|ABOUT|spdx|spdx3?\.json(?:ld)?|spdx\.jsonld))\Z"
)


class _ContextFields(NamedTuple):
    """The fields of ``Context``: a NamedTuple itself can't hold cached properties.

    Attributes:
        policy: The policy.
        classifier: Classifies further files of the snapshot.
        files: The classified files to check, in order of their paths.
        legal: Every classified licence or notice file that applies to one of ``files``, by path.
        today: The day on which exceptions have to be in force.
        complete: Whether ``files`` is the complete snapshot, so that absent files can be reported.
        source: Reads contents, for the few rules that need more than the scan results.
        touched: Every path that the change adds, modifies, deletes or renames.
        older: The snapshot before the change; None when there is nothing to compare.
        unread: What was not read of the archives and other containers among ``files``, by path.
        find_copies: Compares the files with known origins; None when there are none.
        find_weights: Compares the weights among the files with known models; None not to.
        trusted: Whether inline exceptions and ignored blocks apply.
        merged: Those of the further parents of a merge that is about to be committed.
    """

    policy: Policy
    classifier: Classifier
    files: Sequence[ClassifiedFile]
    legal: Mapping[str, ClassifiedFile]
    today: date
    complete: bool
    source: Source
    touched: frozenset[str] = frozenset()
    older: ClassifiedSnapshot | None = None
    unread: Mapping[str, Sequence[Unread]] = MappingProxyType({})
    find_copies: Callable[[Context], Copies] | None = None
    find_weights: Callable[[Context], WeightsResult | None] | None = None
    merged: Sequence[Comparison] = ()
    trusted: bool = True


class Context(_ContextFields):
    """One check: the input of every rule."""

    @cached_property
    def declarations(self) -> dict[str, str]:
        """The cache of ``suggestions.declaration``, by path."""
        return {}

    @cached_property
    def claims(self) -> tuple[tuple[ClassifiedFile, LineageClaim], ...]:
        """The different claims about models of each file to check."""
        if not self.names_models:
            return ()
        from attribcheck.core.lineage import different  # lazy: few files name a model

        return tuple(
            (file, claim)
            for file in self.files
            if isinstance(file.scan, FileScan) and file.scan.claims
            for claim in different(file.scan.claims)
        )

    @cached_property
    def names_models(self) -> bool:
        """Whether a file to check names a model, or code of one."""
        return any(isinstance(file.scan, FileScan) and file.scan.claims for file in self.files)

    @property
    def touches_manifests(self) -> bool:
        """Whether the change touches the policy or a file with the name of a manifest."""
        if not any(c.version or c.purl for c in self.policy.components):
            return False
        return self.is_touched(self.policy.display_path) or any(map(_MANIFEST.search, self.touched))

    @cached_property
    def model_declarations(self) -> dict[str, str]:
        """The cache of ``model_claims.declaration``, by model."""
        return {}

    @cached_property
    def copy_declarations(self) -> dict[str, str]:
        """The cache of ``copy_wording.declaration``, by the name of the origin."""
        return {}

    @cached_property
    def component_names(self) -> set[str]:
        """The names of components, those of the policy and of the suggestions."""
        return {component.name for component in self.policy.components}

    @cached_property
    def copies(self) -> Copies | None:
        """The lines that correspond to known origins; None when there are no such origins."""
        return None if self.find_copies is None else self.find_copies(self)

    @cached_property
    def known_weights(self) -> WeightsResult | None:
        """The files that are weights of known models; None when none holds weights."""
        return None if self.find_weights is None else self.find_weights(self)

    @cached_property
    def copy_cases(self) -> dict[str, tuple[Case, ...]]:
        """The cache of ``copied_code.cases``, by path."""
        return {}

    @cached_property
    def foreign_texts(self) -> dict[str, tuple[ClassifiedFile, ...]]:
        """The cache of ``suggestions.governing``, by the folder of the licence files."""
        return {}

    @cached_property
    def legal_texts(self) -> dict[str, str]:
        """The cache of the legal files that ``copied_code`` reads, in normal form, by path."""
        return {}

    @cached_property
    def files_by_path(self) -> dict[str, ClassifiedFile]:
        """The classified files to check, by path."""
        return {file.path: file for file in self.files}

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The components that cover a file to check, in the order of the policy."""
        names = {component.name for file in self.files for component in file.components}
        return tuple(c for c in self.policy.components if c.name in names)

    @cached_property
    def inside(self) -> dict[str, list[ClassifiedFile]]:
        """The files in each container, by its path."""
        found: dict[str, list[ClassifiedFile]] = {}
        for file in self.files:
            if container := container_of(file.path):
                found.setdefault(container, []).append(file)
        return found

    @cached_property
    def applicable_licenses(self) -> dict[str, str | None]:
        """The cache of ``suggestions.applicable_license``, by path."""
        return {}

    @cached_property
    def alike(self) -> dict[object, list[ClassifiedFile]]:
        """The files that ``suggestions`` declares together, by what they share."""
        return {}

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """The old path of each file that the change moved, by its new path."""
        return {
            change.new.path: change.old.path
            for change in self.source.changes()
            if change.old
            and change.new
            and change.old.path != change.new.path
            and change.old.path not in self.listing
        }

    @property
    def coverage(self) -> Coverage:
        """The policy and the paths of the snapshot."""
        return self.classifier.coverage

    @property
    def listing(self) -> Mapping[str, Blob]:
        """Every entry of the snapshot by path."""
        return self.coverage.listing

    @cached_property
    def _policy_lines(self) -> list[str]:
        return self.policy.text.splitlines()

    def files_of(self, component: Component) -> tuple[str, ...]:
        """Return every path of the snapshot that ``component`` covers, in order."""
        return self.coverage.paths.matching(component.paths)

    def concerns(self, paths: Iterable[str]) -> bool:
        """Whether the change can affect the result for ``paths``: it touches one, or the policy."""
        return self.is_touched(self.policy.display_path) or any(map(self.is_touched, paths))

    def is_touched(self, path: str) -> bool:
        """Whether the change touches ``path``; always True for a complete snapshot."""
        return self.complete or path in self.touched

    def policy_evidence(self, line: int | None) -> str:
        """Return the text of a line of the policy (1-based), or "" when there is no such line."""
        if line is None or not 0 < line <= len(self._policy_lines):
            return ""
        return self._policy_lines[line - 1]
