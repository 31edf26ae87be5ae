"""Identifies a finding across snapshots, for baselines and for the fingerprints in reports.

Rule, path, component, subject and evidence identify it, but not its line: a finding that only moves
down the file is still the same. Equal findings in one file are distinguished by their order.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from attribcheck.core.finding import Finding

Name = tuple[str, str, str, str, str]
"""Rule, path, component, subject, and evidence in single spaces."""

Identity = tuple[str, str, str, str, str, int]
"""A name, and the occurrence counted from 0."""


def numbered(findings: Iterable[Finding], seen: Counter[Name]) -> list[Finding]:
    """Return ``findings`` in the order of every output, each with its occurrence.

    Args:
        findings: The findings of one snapshot, suppressed ones included.
        seen: How many findings of each name are numbered already; is updated.
    """
    found = []
    for finding in sorted(findings, key=lambda one: one.sort_key):
        name = _name(finding)
        count = seen[name]
        found.append(finding if finding.occurrence == count else finding._replace(occurrence=count))
        seen[name] += 1
    return found


def identity(finding: Finding) -> Identity:
    """Return a value that is equal for the same finding of another snapshot."""
    return (*_name(finding), finding.occurrence)


def fingerprint(finding: Finding) -> str:
    """Return the identity as 64 hexadecimal digits (SHA-256 of its JSON, which is all ASCII)."""
    return hashlib.sha256(json.dumps(identity(finding)).encode("ascii")).hexdigest()


def _name(finding: Finding) -> Name:
    # Without indentation, which changes when code is moved into a block.
    evidence = " ".join(finding.evidence.text.split())
    return (finding.rule, finding.path, finding.component or "", finding.subject, evidence)
