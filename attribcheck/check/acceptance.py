"""Splits findings by ``attribcheck.baseline``, which lists those that were accepted as they were.

An entry accepts one finding: the one with its rule, path and fingerprint. The fingerprint is that
of reports (rule, path, component, subject, the line as written, the occurrence) and, where a
finding is not about one line, of the content that it is about:

- for lines that correspond to a known origin, these lines: more code of that origin is new;
- for a file that was not read, or that differs from its recorded digest, the whole file.

So an edit elsewhere in a file leaves its findings accepted, and another notice in it is new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from attribcheck.check.fingerprints import fingerprint, identity
from attribcheck.core.contents import Contents
from attribcheck.core.finding import Finding, SuppressedFinding
from attribcheck.core.model import BASELINE_NAME, container_of
from attribcheck.policy.accepted import NEVER, Accepted
from attribcheck.rules.unused_declaration import NOT_FROM_THE_TREE
from attribcheck.scan.lines import decoded_lines

_OF_WHOLE_FILES = frozenset({"unscanned-file", "modified-component", "unmarked-modification"})


class Split(NamedTuple):
    """Findings split by a baseline.

    Attributes:
        reported: The findings that it does not accept.
        accepted: Those that it does.
        unused: The entries that accepted none.
    """

    reported: tuple[Finding, ...]
    accepted: tuple[SuppressedFinding, ...]
    unused: tuple[Accepted, ...]


def apply(findings: Sequence[Finding], source: Contents, entries: Mapping[str, Accepted]) -> Split:
    """Return ``findings`` split by the entries of a baseline.

    Args:
        findings: Numbered findings that nothing else suppresses.
        source: The snapshot that they are of.
        entries: The entries by fingerprint.

    Raises:
        GitError: git failed.
    """
    reported: list[Finding] = []
    accepted: list[SuppressedFinding] = []
    unused = dict(entries)
    for finding, key in _keyed(findings, source):
        entry = entries.get(key)
        # What a reviewer reads of an entry has to be true of what it accepts.
        if entry is None or (entry.rule, entry.path) != (finding.rule, finding.path):
            reported.append(finding)
            continue
        unused.pop(key, None)
        reason = f"accepted in {BASELINE_NAME} since {entry.since.isoformat()}"
        accepted.append(SuppressedFinding(finding, reason, since=entry.since))
    return Split(tuple(reported), tuple(accepted), tuple(unused.values()))


def entries(
    findings: Sequence[Finding], source: Contents, known: Mapping[str, Accepted], day: date
) -> list[Accepted]:
    """Return an entry for each finding that can be accepted.

    Args:
        findings: See ``apply``.
        source: See ``apply``.
        known: Entries by fingerprint, whose days are kept.
        day: The day for the others.

    Raises:
        GitError: git failed.
    """
    return [
        Accepted(
            path=finding.path,
            rule=finding.rule,
            subject=finding.subject,
            component=finding.component,
            since=known[key].since if key in known else day,
            fingerprint=key,
        )
        for finding, key in _keyed(findings, source)
        if finding.rule not in NEVER
    ]


def is_judged(entry: Accepted) -> bool:
    """Whether a check of all files shows that an entry is not needed any more.

    Findings of copied code depend on the origin indexes of whoever runs the check.
    """
    return entry.rule not in NOT_FROM_THE_TREE


def _keyed(findings: Iterable[Finding], source: Contents) -> list[tuple[Finding, str]]:
    return [(finding, _key(finding, source)) for finding in findings]


def _key(finding: Finding, source: Contents) -> str:
    """Return what identifies a finding with the content that it is about: 64 hexadecimal digits."""
    container = container_of(finding.path)
    blob = source.listing().get(container or finding.path)
    spans = [related.here for related in finding.related if related.here]
    content: list[str] = []
    if blob and (finding.rule in _OF_WHOLE_FILES or (spans and container)):
        content = [blob.oid]
    elif blob and spans:
        ((_, data),) = source.read([blob])
        lines = decoded_lines(data or b"")
        content = [line.strip() for span in spans for line in lines[span.start - 1 : span.end]]
    if not content:
        return fingerprint(finding)
    text = json.dumps([*identity(finding), content])
    return hashlib.sha256(text.encode("ascii")).hexdigest()
