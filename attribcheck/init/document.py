"""Writes the text of a drafted policy, for a person to edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from attribcheck.core.finding import Finding
from attribcheck.core.text import printable
from attribcheck.init.drafted import Drafted
from attribcheck.policy.model import NO_LICENSE, VERSION, Component, PolicyException, Project
from attribcheck.policy.path_patterns import literal
from attribcheck.policy.toml_writer import INDENT, WIDTH, render_pair, render_string
from attribcheck.spdx import catalog, expressions

REASON = "found by `attribcheck init`, not reviewed yet"
REVIEW_DAYS = 90

# Findings that get a dated exception until a person reviews them. All others have to be fixed.
_REVIEWABLE = (
    "undeclared-notice",
    "undeclared-license",
    "license-mismatch",
    "unknown-license",
    "missing-notice",
    "model-obligation",
    "undeclared-copy",
    "replaced-notice",
)

_MANY = 10  # names, from which on there are several on a line
_BENIGN = ("permissive", "public-domain")

_UNSURE = """\
------------------------------------------------------------------------------------------
Unsure: these files state no licence. Ask their holders, then write it down.
"""

_TOP = """\
# The third-party code in this repository. `attribcheck init` drafted this file from a scan: review
# and edit it. Reference: docs/policy.md of attribcheck.
"""


def beginning(
    project: Project,
    licenses: Iterable[str],
    undeclared: Iterable[str] = (),
    reasons: Mapping[str, str] | None = None,
) -> str:
    """Return the top of a new policy: ``[project]`` and ``[licenses]``.

    Args:
        project: The project.
        licenses: The licences of the components.
        undeclared: The ids of licences that no component declares, found in files for review.
        reasons: Where each value of the project is from: by ``name``, ``license`` or the holder.
    """
    reasons = reasons or {}
    lines = [_TOP + f"version = {VERSION}", "", "[project]"]
    lines.append(f"name = {render_string(project.name or '')}{_behind(reasons.get('name'))}")
    if project.license:
        reason = _behind(reasons.get("license"))
        lines.append(f"license = {render_string(project.license)}{reason}")
    else:
        lines.append('# license = "..."   # SPDX: the licence of your own code')
    lines.append("# the holders whose notices are your own")
    lines.append(_holders(project.holders, reasons))
    if project.contributors:
        lines.append("# others whose notices stand beside yours in your own files")
        lines.append(_filled("contributors", project.contributors))
    lines.append('# origin = "..."    # ISO 3166-1 alpha-2: your own country')
    declared = {key for expression in licenses for key in expressions.keys(expression)}
    allowed = _listed(declared.union(undeclared))
    if allowed:
        lines += [
            "",
            "[licenses]",
            "# All detected licences; a category where it has many of them. Remove what you can't",
            "# accept; the project's own licence needs no entry.",
            render_pair("allow", tuple(allowed)),
        ]
    return "\n".join(lines) + "\n"


def _holders(names: tuple[str, ...], reasons: Mapping[str, str]) -> str:
    """Return the line of the own holders, or one for each, with the reason behind it."""
    whole = render_pair("holders", names)
    common = {reasons.get(name) for name in names}
    line = whole + _behind(next(iter(common), None)) if len(common) == 1 else ""
    if not any(common) or ("\n" not in whole and 0 < len(line) <= WIDTH):
        return line or whole
    items = (f"{INDENT}{render_string(name)},{_behind(reasons.get(name))}" for name in names)
    return "\n".join(["holders = [", *items, "]"])


def _behind(reason: str | None) -> str:
    return f"  # {printable(reason)}" if reason else ""


def _listed(ids: Iterable[str]) -> list[str]:
    """Return the ids, in the place of many the categories that need no review, each on one line."""
    found = sorted(ids, key=str.lower)
    if "\n" not in render_pair("allow", tuple(found)):
        return found
    categories = {key: catalog.category(key) for key in found}
    benign = sorted({f"category:{one}" for one in categories.values() if one in _BENIGN})
    return [*benign, *(key for key in found if categories[key] not in _BENIGN)]


def _filled(name: str, items: Sequence[str]) -> str:
    """Return ``name = [...]`` with as many items on a line as fit."""
    written = [f"{render_string(item)}," for item in items]
    if len(written) < _MANY:
        return render_pair(name, tuple(items))
    lines = [f"{name} = ["]
    for item in written:
        if len(lines) > 1 and len(f"{lines[-1]} {item}") <= WIDTH:
            lines[-1] += f" {item}"
        else:
            lines.append(f"{INDENT}{item}")
    return "\n".join([*lines, "]"])


def blocks(
    drafted: Iterable[Drafted], *, heading: bool = True
) -> list[tuple[Component, list[str]]]:
    """Return the components of a policy with the comments above them.

    Those without a licence are last, in a new policy under a ``heading`` of their own.
    """
    sure: list[tuple[Component, list[str]]] = []
    unsure: list[tuple[Component, list[str]]] = []
    for item in drafted:
        is_unsure = item.component.license == NO_LICENSE
        block = (item.component, [f"unsure: {remark}" for remark in item.unsure])
        (unsure if is_unsure else sure).append(block)
    if unsure and heading:
        unsure[0][1].insert(0, _UNSURE)
    return sure + unsure


def review_exceptions(findings: Sequence[Finding], today: date) -> list[PolicyException]:
    """Return exceptions of ``REVIEW_DAYS`` days for the reviewable findings, one a rule."""
    by_rule: dict[str, set[str]] = {}
    for finding in findings:
        if finding.rule in _REVIEWABLE:
            by_rule.setdefault(finding.rule, set()).add(finding.path)
    return [
        PolicyException(
            rule=rule,
            paths=tuple(literal(path) for path in sorted(by_rule[rule])),
            reason=REASON,
            expires=today + timedelta(days=REVIEW_DAYS),
        )
        for rule in _REVIEWABLE
        if rule in by_rule
    ]
