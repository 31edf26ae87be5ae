"""Writes a drafted policy as text that a person will go on with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from attribcheck.core.finding import Finding
from attribcheck.init.components import Drafted
from attribcheck.policy.model import VERSION, PolicyException, Project
from attribcheck.policy.path_patterns import literal
from attribcheck.policy.toml_writer import render_pair, render_string
from attribcheck.spdx import expressions

REASON = "found by `attribcheck init`, not reviewed yet"
REVIEW_DAYS = 90

# What a person has to look at, and may leave as it is until then. All else has to be settled.
_MAY_WAIT = (
    "undeclared-notice",
    "undeclared-license",
    "license-mismatch",
    "unknown-license",
    "missing-notice",
    "model-obligation",
)

_TOP = """\
# Whose code is in this repository. `attribcheck init` wrote a first version of this file from what
# it found; from here on it is yours. Its reference: docs/policy.md of attribcheck.
"""


def beginning(project: Project, drafted: Iterable[Drafted]) -> str:
    """Return the top of a new policy: ``[project]`` and ``[licenses]``."""
    lines = [_TOP + f"version = {VERSION}", "", "[project]"]
    lines.append(f"name = {render_string(project.name or '')}")
    if project.license:
        lines.append(f"license = {render_string(project.license)}")
    else:
        lines.append('# license = "..."   # SPDX: the licence of your own code')
    lines.append("# whose notices are your own")
    lines.append(render_pair("holders", project.holders))
    lines.append('# origin = "..."    # ISO 3166-1 alpha-2: your own country')
    allowed = sorted(
        {key for item in drafted for key in expressions.keys(item.component.license)}, key=str.lower
    )
    if allowed:
        lines += [
            "",
            "[licenses]",
            "# All that was found. Cut what your project can't accept, or write categories such as",
            '# "category:permissive"; the project\'s own licence needs no entry.',
            render_pair("allow", tuple(allowed)),
        ]
    return "\n".join(lines) + "\n"


def waiting(findings: Sequence[Finding], today: date) -> list[PolicyException]:
    """Return dated exceptions for the findings that may wait for a person, one a rule."""
    by_rule: dict[str, set[str]] = {}
    for finding in findings:
        if finding.rule in _MAY_WAIT:
            by_rule.setdefault(finding.rule, set()).add(finding.path)
    return [
        PolicyException(
            rule=rule,
            paths=tuple(literal(path) for path in sorted(by_rule[rule])),
            reason=REASON,
            expires=today + timedelta(days=REVIEW_DAYS),
        )
        for rule in _MAY_WAIT
        if rule in by_rule
    ]
