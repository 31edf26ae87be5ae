"""What a decision about findings makes of the policy, read from the fixes that they suggest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from attribcheck.core.errors import PolicyError
from attribcheck.core.model import POLICY_NAME
from attribcheck.policy.loader import parse_policy
from attribcheck.policy.model import NO_LICENSE, VERSION, Component, Policy
from attribcheck.policy.path_patterns import literal
from attribcheck.policy.toml_writer import render_pair

if TYPE_CHECKING:
    from attribcheck.core.finding import Finding

_ENTRY = "[[component]]\n"
# As ``rules.support.suggestions.changed_line`` writes it.
_IN_COMPONENT = re.compile(
    r'^# in the \[\[component\]\] "(?P<name>.*)" \(.*:\d+\):\n', re.MULTILINE
)


def suggested(group: Sequence[Finding]) -> Component | None:
    """Return the component that findings suggest to declare, or None.

    Suggestions of one licence and the same holders are one component, with the paths of all.
    """
    first: Component | None = None
    paths: dict[str, None] = {}
    for fix in dict.fromkeys(finding.fix for finding in group):
        component = _entry(fix)
        if component is None:
            continue
        first = first or component
        if (component.license, component.holders) == (first.license, first.holders):
            paths.update(dict.fromkeys(component.paths))
    return first._replace(paths=tuple(paths)) if first else None


def _entry(fix: str) -> Component | None:
    start = fix.find(_ENTRY)
    return None if start < 0 else _component(fix[start:])


def _component(block: str) -> Component | None:
    try:
        components = parse_policy(f"version = {VERSION}\n{block}".encode(), POLICY_NAME).components
    except (PolicyError, UnicodeEncodeError):
        return None
    return components[0] if components else None


def widening(finding: Finding) -> Component | None:
    """Return the component that a finding suggests to extend, with what to add; None without."""
    match = _IN_COMPONENT.search(finding.fix)
    if match is None:
        return None
    needed = f'name = "x"\n{render_pair("license", NO_LICENSE)}\n'
    found = _component(_ENTRY + needed + finding.fix[match.end() :])
    return found and found._replace(name=match["name"])


def additions(group: Sequence[Finding]) -> Component:
    """Return what any component needs to explain findings: their files, and the holders named."""
    files = tuple(dict.fromkeys(literal(finding.path) for finding in group))
    return (suggested(group) or Component("", "", paths=files))._replace(name="")


def exception_paths(group: Sequence[Finding], policy: Policy) -> tuple[str, ...]:
    """Return the patterns of an exception from findings.

    One about a component, whose place is the policy, is suppressed at all files of the component.
    """
    paths: dict[str, None] = {}
    for finding in group:
        component = next((c for c in policy.components if c.name == finding.component), None)
        if finding.path == policy.display_path and component and component.paths:
            paths.update(dict.fromkeys(component.paths))
        else:
            paths[literal(finding.path)] = None
    return tuple(paths)
