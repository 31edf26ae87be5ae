"""Selects the files whose findings a change of the policy can affect.

A commit that edits only the policy still has to be checked: notices that it no longer declares,
allows or suppresses are in files that the commit does not touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from attribcheck.policy.model import Component, LicenseTable, Policy, PolicyException
from attribcheck.policy.path_index import SortedPaths

WEIGHTS = ("*.safetensors", "*.gguf")
"""Patterns of the files that fingerprints are compared with. Others are recognised by content, in
a complete check and when they change."""


class Affected(NamedTuple):
    """The files that have to be checked again.

    Attributes:
        everything: Whether every file has to.
        patterns: Otherwise the patterns of each affected component and exception.
    """

    everything: bool = False
    patterns: tuple[tuple[str, ...], ...] = ()

    def matching(self, paths: SortedPaths) -> set[str]:
        """Return those of ``paths`` that have to be checked again."""
        if self.everything:
            return set(paths.all)
        return {path for patterns in self.patterns for path in paths.matching(patterns)}


def affected(old: Policy, new: Policy) -> Affected:
    """Return the files whose findings can differ between two policies.

    - ``[project]`` and ``[rules]`` affect every file.
    - ``[licenses]`` affects every file, unless it only became wider (``allow`` grew or was removed,
      ``deny`` shrank): that can only remove findings.
    - ``[origins]`` applies to components and the limits of ``[scan]`` to the engine: neither
      affects a file. What is read of archives and media affects every file.
    - A component that was added, removed or changed affects the files of its old and new ``paths``,
      and every file when a model is not declared any more.
    - A fingerprint that was added affects the files that have the name of weights.
    - An exception that was removed or changed affects the files of its old and new ``paths``. An
      added one can only suppress findings, and affects none.

    Comments, line numbers and the order of entries do not matter.
    """
    if (
        old.project != new.project
        or old.severities != new.severities
        or (old.scan.archives, old.scan.media) != (new.scan.archives, new.scan.media)
        or not _only_widened(old.licenses, new.licenses)
    ):
        return Affected(everything=True)
    components = _changed_components(old.components, new.components)
    if _models(old) - _models(new):  # any file can name a model
        return Affected(everything=True)
    exceptions = _changed_exceptions(old.exceptions, new.exceptions)
    paths = dict.fromkeys([*(c.paths for c in components), *(e.paths for e in exceptions)])
    if _fingerprints(new) - _fingerprints(old):
        paths[WEIGHTS] = None
    return Affected(patterns=tuple(paths))


def _only_widened(old: LicenseTable | None, new: LicenseTable | None) -> bool:
    """Whether the new table allows at least what the old one did; no table allows everything."""
    before, after = old or LicenseTable(), new or LicenseTable()
    if not set(after.deny) <= set(before.deny):
        return False
    if after.allow is None:
        return True
    return before.allow is not None and set(before.allow) <= set(after.allow)


def _models(policy: Policy) -> set[str]:
    return {model for component in policy.components for model in component.models}


def _fingerprints(policy: Policy) -> set[str]:
    return {path for component in policy.components for path in component.weights}


def _changed_components(old: Sequence[Component], new: Sequence[Component]) -> list[Component]:
    before = {component.name: component for component in old}
    after = {component.name: component for component in new}
    return [
        component
        for name in before | after
        if before.get(name) != after.get(name)
        for component in (before.get(name), after.get(name))
        if component is not None
    ]


def _changed_exceptions(
    old: Sequence[PolicyException], new: Sequence[PolicyException]
) -> list[PolicyException]:
    removed = [exception for exception in old if exception not in new]
    # An exception has no name, so an added one for the rule of a removed one counts as its new
    # version. When it is none, a few files are checked again without need.
    rules = {exception.rule for exception in removed}
    added = [exception for exception in new if exception not in old and exception.rule in rules]
    return removed + added
