"""What a change introduces: the findings that did not stand before it.

The snapshot before the change is judged as well, at the places of the files that were judged after
it and by the policy that held then. A finding that counted there, and weighs no more now, was not
introduced. On any doubt a finding counts: no base to read, no policy that can be used, content that
nobody has looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attribcheck.check import pipeline
from attribcheck.check.fingerprints import identity
from attribcheck.check.result import CheckResult
from attribcheck.core.errors import GitError, PolicyError
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import POLICY_NAME, Blob, ScanFailure
from attribcheck.core.text import counted
from attribcheck.policy.loader import load_policy
from attribcheck.policy.model import Policy
from attribcheck.rules.unscanned_file import UnscannedFile
from attribcheck.scan.base import Scanner
from attribcheck.sources.base import Source


def only(
    outcome: CheckResult,
    source: Source,
    scanner: Scanner,
    *,
    policy: Policy | None = None,
    day: date,
) -> CheckResult:
    """Return ``outcome`` with the findings set apart that ``source`` did not introduce.

    Args:
        outcome: What was found after the change.
        source: The change.
        scanner: Scans what stood before.
        policy: The policy that both sides are judged by; None when each is judged by its own.
        day: The day for which expiry was judged.

    Raises:
        EngineError: the engine could not answer.
    """
    if not outcome.findings:
        return outcome  # nothing to compare, so nothing of the past is scanned
    moved = _moved(source)
    back = {new: old for old, new in moved.items()}
    before = source.before([back.get(file.path, file.path) for file in outcome.files])
    if before is None:
        return outcome
    try:
        used = policy or load_policy(before.read_file)
        older = pipeline.check(before, scanner, used, day=day)
        then = _Then(older, before.listing(), moved)
    except (GitError, PolicyError) as error:
        what = "policy of the base" if isinstance(error, PolicyError) else "base"
        return _hinted(
            outcome, f"the {what} can't be used, so all that was found counts: {error.message}"
        )
    listing = source.listing()
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in outcome.findings:
        is_known = then.counted(finding) and not _unseen(finding, listing, then)
        (known if is_known else new).append(finding)
    outcome = outcome._replace(findings=tuple(new), preexisting=tuple(known))
    if unread := then.failures - {f.path for f in outcome.files if _failed(f.scan)}:
        outcome = _hinted(
            outcome,
            f"{counted(len(unread), 'file')} of the base could not be scanned,"
            " so all that was found in the same places counts",
        )
    if policy is None and used.text != outcome.policy.text:
        outcome = _hinted(
            outcome, f"{POLICY_NAME} was changed: what stood before was judged by the older one"
        )
    return outcome


class _Then:
    """What stood before the change, under the paths that its files have now.

    Attributes:
        failures: The paths of files that could not be scanned.
    """

    def __init__(
        self, older: CheckResult, listing: Mapping[str, Blob], moved: Mapping[str, str]
    ) -> None:
        self._weights = {
            identity(finding._replace(path=moved.get(finding.path, finding.path))): finding.severity
            for finding in older.findings
        }
        self._oids = {moved.get(path, path): blob.oid for path, blob in listing.items()}
        self.failures = {moved.get(f.path, f.path) for f in older.files if _failed(f.scan)}

    def counted(self, finding: Finding) -> bool:
        """Whether the finding counted already, and no less than now."""
        weight: Severity | None = self._weights.get(identity(finding))
        return weight is not None and weight >= finding.severity

    def held(self, blob: Blob) -> bool:
        """Whether the same content stood in the same place."""
        return self._oids.get(blob.path) == blob.oid


def _unseen(finding: Finding, listing: Mapping[str, Blob], then: _Then) -> bool:
    """Whether it says that nobody has looked into content which is new."""
    return finding.rule == UnscannedFile.name and not then.held(listing[finding.path])


def _moved(source: Source) -> dict[str, str]:
    """Return the new path of each file that moved, by its old one.

    A file whose old path still stands was copied: the copy is new, whatever it is a copy of.
    """
    listing = source.listing()
    moved: dict[str, str] = {}
    for change in source.changes():
        old, new = change.old, change.new
        if old and new and old.path != new.path and old.path not in listing:
            moved.setdefault(old.path, new.path)
    return moved


def _failed(scan: object) -> bool:
    return isinstance(scan, ScanFailure)


def _hinted(outcome: CheckResult, hint: str) -> CheckResult:
    return outcome._replace(hints=(*outcome.hints, hint))
