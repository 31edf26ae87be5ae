"""Writes an ``.ABOUT`` file beside each folder and file of a component.

Format: https://aboutcode-toolkit.readthedocs.io/en/latest/specification.html
"""

from __future__ import annotations

import json
import posixpath
import shlex

from attribcheck.classify.coverage import Coverage
from attribcheck.core.text import counted, printable
from attribcheck.export.base import Output, plain_holders, stated_license
from attribcheck.policy.model import Component
from attribcheck.policy.path_patterns import PathPatterns


def export(coverage: Coverage) -> Output:
    """See ``base.Format``."""
    remarks: list[str] = []
    files: dict[str, str] = {}
    for component in coverage.policy.components:
        if component.listed:
            continue  # its own list and manifest say the same, and are kept up to date
        for resource in _resources(component, coverage):
            path = f"{resource}.ABOUT"
            if path in files:
                remarks.append(f"{path} is of several components: only the first is stated")
            files.setdefault(path, _text(component, resource, coverage, remarks))
            if not PathPatterns(component.paths).matches(path):
                words = shlex.join([component.name, path])
                remarks.append(f"to cover the new file: attribcheck declare {words}")
    if listed := sum(bool(component.listed) for component in coverage.policy.components):
        remarks.append(f"{counted(listed, 'package')} of [[packages]]: left to their list")
    return Output(files, tuple(dict.fromkeys(remarks)))


def _resources(component: Component, coverage: Coverage) -> list[str]:
    """Return the folders that a component has for itself, and its other files."""
    left = set(coverage.paths.matching(component.paths))
    found = []
    for pattern in component.paths:
        folder = pattern.removesuffix("/**").removeprefix("/")
        inside = list(coverage.paths.below(folder)) if folder else []
        if inside and left.issuperset(inside):
            found.append(folder)
            left.difference_update(inside)
    return sorted([*found, *(path for path in left if not path.endswith(".ABOUT"))])


def _text(component: Component, resource: str, coverage: Coverage, remarks: list[str]) -> str:
    is_file = resource in coverage.listing
    holders = plain_holders(component.holders, remarks)
    values = {
        "about_resource": posixpath.basename(resource) + ("" if is_file else "/"),
        "name": component.name,
        "version": component.version,
        "package_url": component.purl,
        "homepage_url": component.source,
    }
    # A string of JSON is one of YAML.
    lines = [f"{key}: {json.dumps(value)}" for key, value in values.items() if value]
    if licence := stated_license(component):
        lines.append(f"license_expression: {licence}")
    if holders:
        lines += ["copyright: |", *(f"  Copyright {printable(holder)}" for holder in holders)]
    return "\n".join(lines) + "\n"
