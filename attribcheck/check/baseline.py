"""Separates the findings that a change introduces from those that its base has already.

The files of the check are checked in the base too, by the base's policy. A finding of the base is
preexisting, unless its severity has risen. Where the comparison is not possible, a finding counts
as introduced: the base or its policy can't be read, or new content could not be scanned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attribcheck.check.fingerprints import Identity, identity
from attribcheck.check.result import CheckResult
from attribcheck.core.errors import GitError, PolicyError
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import POLICY_NAME, Blob, ScanFailure, container_of
from attribcheck.core.text import counted
from attribcheck.packages.loading import load_policy, with_packages
from attribcheck.policy.model import Policy
from attribcheck.rules.unscanned_file import UnscannedFile
from attribcheck.sources.base import Source

Check = Callable[[Source, Policy], CheckResult]
"""Checks a source against a policy, as ``pipeline.check`` does."""


def apply(
    result: CheckResult,
    source: Source,
    check: Check,
    *,
    policy: Policy | None = None,
    trusted: bool = True,
) -> CheckResult:
    """Return ``result`` with the findings that ``source`` did not introduce as ``preexisting``.

    Args:
        result: The result after the change.
        source: The change.
        check: Checks the base as it did the change.
        policy: The policy for both sides; None when each has its own.
        trusted: See ``pipeline.check``; the same for both sides.

    Raises:
        EngineError: the engine failed.
    """
    if not result.findings:
        return result  # nothing to compare, so the base is not scanned
    moved = _moved(source)
    old_paths = {new: old for old, new in moved.items()}
    files = dict.fromkeys(container_of(file.path) or file.path for file in result.files)
    before = source.before([old_paths.get(path, path) for path in files])
    if before is None:
        return result
    try:
        used = _policy_of(before, policy, trusted=trusted)
        checked = check(before, used)
        base = _Base(checked, before.listing(), moved)
    except (GitError, PolicyError) as error:
        subject = "policy of the base" if isinstance(error, PolicyError) else "base"
        return _with_hint(
            result, f"the {subject} can't be used, so every finding counts: {error.message}"
        )
    listing = source.listing()
    introduced: list[Finding] = []
    preexisting: list[Finding] = []
    for finding in result.findings:
        is_known = base.has(finding) and not _is_new_content(finding, listing, base)
        (preexisting if is_known else introduced).append(finding)
    result = result._replace(findings=tuple(introduced), preexisting=tuple(preexisting))
    if unread := base.failures - {f.path for f in result.files if _failed(f.scan)}:
        result = _with_hint(
            result,
            f"{counted(len(unread), 'file')} of the base could not be scanned,"
            " so every finding in the same files counts",
        )
    if policy is None and used.text != result.policy.text:
        result = _with_hint(
            result, f"{POLICY_NAME} was changed: the base was checked by its own version"
        )
    return result


def _policy_of(before: Source, policy: Policy | None, *, trusted: bool) -> Policy:
    """Return the policy for the base: its own, or ``policy`` with the packages of the base.

    With ``--base-policy`` the packages are those of the base already.
    """
    if policy is None:
        return load_policy(before)
    return with_packages(policy, before) if trusted else policy


class _Base:
    """The findings of the base, with the paths that its files have after the change.

    Attributes:
        failures: The paths of files that could not be scanned.
    """

    def __init__(
        self, result: CheckResult, listing: Mapping[str, Blob], moved: Mapping[str, str]
    ) -> None:
        self._severities: dict[Identity, Severity] = {
            identity(finding._replace(path=moved.get(finding.path, finding.path))): finding.severity
            for finding in result.findings
        }
        self._oids = {moved.get(path, path): blob.oid for path, blob in listing.items()}
        self.failures = {moved.get(f.path, f.path) for f in result.files if _failed(f.scan)}

    def has(self, finding: Finding) -> bool:
        """Whether the base has the finding, with the same or a higher severity."""
        severity = self._severities.get(identity(finding))
        return severity is not None and severity >= finding.severity

    def has_content(self, blob: Blob) -> bool:
        """Whether the file has the same content in the base."""
        return self._oids.get(blob.path) == blob.oid


def _is_new_content(finding: Finding, listing: Mapping[str, Blob], base: _Base) -> bool:
    """Whether the finding is about new content that could not be scanned."""
    return finding.rule == UnscannedFile.name and not base.has_content(
        listing[container_of(finding.path) or finding.path]
    )


def _moved(source: Source) -> dict[str, str]:
    """Return the new path of each moved file, by its old path; a copy is not a moved file."""
    listing = source.listing()
    moved: dict[str, str] = {}
    for change in source.changes():
        old, new = change.old, change.new
        if old and new and old.path != new.path and old.path not in listing:
            moved.setdefault(old.path, new.path)
    return moved


def _failed(scan: object) -> bool:
    return isinstance(scan, ScanFailure)


def _with_hint(result: CheckResult, hint: str) -> CheckResult:
    return result._replace(hints=(*result.hints, hint))
