"""Which files a change of the policy can give another verdict.

A commit that edits only the policy still has to be checked: what it no longer explains, allows or
permits stands in files that the commit does not touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from attribcheck.policy.model import Component, LicenseTable, Policy, PolicyException
from attribcheck.policy.path_patterns import PathPatterns


class Affected(NamedTuple):
    """The files that have to be looked at again.

    Attributes:
        everything: Whether every file does.
        patterns: Else, what means those that do; one for each component or exception concerned.
    """

    everything: bool = False
    patterns: tuple[PathPatterns, ...] = ()

    def matches(self, path: str) -> bool:
        """Whether the file at ``path`` has to be looked at again."""
        return self.everything or any(patterns.matches(path) for patterns in self.patterns)


def affected(old: Policy, new: Policy) -> Affected:
    """Return the files whose verdict can differ between two policies.

    - ``[project]`` says what is our own and ``[rules]`` what a finding weighs: a change concerns
      every file.
    - ``[licenses]`` concerns every file, unless it only became wider (``allow`` gained entries or
      went, ``deny`` lost entries): that can only remove findings.
    - ``[origins]`` judges components, not files, and ``[scan]`` bounds the engine: neither concerns
      any file.
    - A component that was added, removed or changed concerns the files of its old and its new
      ``paths``: their notices may have lost or gained what explains them.
    - An exception that was removed or changed concerns the files of its old and its new ``paths``.
      One that was only added can but remove findings, and concerns none.

    Where a declaration stands, its comments and the order of entries do not matter.
    """
    if (
        old.project != new.project
        or old.severities != new.severities
        or not _only_widened(old.licenses, new.licenses)
    ):
        return Affected(everything=True)
    components = _changed_components(old.components, new.components)
    exceptions = _changed_exceptions(old.exceptions, new.exceptions)
    concerned = [entry.paths for entry in components] + [entry.paths for entry in exceptions]
    return Affected(patterns=tuple(map(PathPatterns, dict.fromkeys(concerned))))


def _only_widened(old: LicenseTable | None, new: LicenseTable | None) -> bool:
    """Whether the new table allows at least what the old one did; no table allows everything."""
    before, after = old or LicenseTable(), new or LicenseTable()
    if not set(after.deny) <= set(before.deny):
        return False
    if after.allow is None:
        return True
    return before.allow is not None and set(before.allow) <= set(after.allow)


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
    # An exception has no name. What came for the same rule as one that went is taken for its new
    # version; when it is not, a few files are looked at again in vain.
    rules = {exception.rule for exception in removed}
    added = [exception for exception in new if exception not in old and exception.rule in rules]
    return removed + added
