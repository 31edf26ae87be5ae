"""What makes a finding the same finding after its lines have moved.

Rule, path, component, subject and evidence name it, and never its line: a finding that is only
pushed down the file stays the one it was. Equal ones in one file are told apart by their order.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from attribcheck.model import Finding

Identity = tuple[str, str, str, str, str, int]
"""Rule, path, component, subject, evidence in single spaces, and the occurrence counted from 0."""


def identities(findings: Iterable[Finding]) -> list[tuple[Finding, Identity]]:
    """Return ``findings`` in the order of every output, each with its identity."""
    seen: Counter[tuple[str, str, str, str, str]] = Counter()
    found: list[tuple[Finding, Identity]] = []
    for finding in sorted(findings, key=lambda one: one.sort_key):
        # Indentation changes when code is moved into a block, and says nothing of a notice.
        evidence = " ".join(finding.evidence.split())
        name = (finding.rule, finding.path, finding.component or "", finding.subject, evidence)
        found.append((finding, (*name, seen[name])))
        seen[name] += 1
    return found


def fingerprint(identity: Identity) -> str:
    """Return ``identity`` as 64 hexadecimal digits (SHA-256 of its JSON, which is all ASCII)."""
    return hashlib.sha256(json.dumps(identity).encode("ascii")).hexdigest()
