"""Runs one check, from a source to a result; prints nothing and never exits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from attribcheck.check import scope, suppressions
from attribcheck.check.fingerprints import Name, numbered
from attribcheck.check.result import CheckResult
from attribcheck.classify.classifier import ClassifiedFile, Classifier
from attribcheck.classify.coverage import Coverage, is_scanned
from attribcheck.core.model import Blob
from attribcheck.policy.model import Policy
from attribcheck.removals import snapshot_pair, unreadable
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot
from attribcheck.removals.text_similarity import Texts
from attribcheck.rules.base import Context
from attribcheck.rules.registry import RULES
from attribcheck.rules.unused_declaration import UnusedDeclaration
from attribcheck.scan.base import Scanner
from attribcheck.sources.base import Source
from attribcheck.system import clock


class Classification(NamedTuple):
    """The files of a check, scanned and classified.

    Attributes:
        files: The files to check.
        legal: The legal files that apply to them.
        classifier: Classified both.
        older: The snapshot before the change, or None.
    """

    files: tuple[ClassifiedFile, ...]
    legal: Mapping[str, ClassifiedFile]
    classifier: Classifier
    older: ClassifiedSnapshot | None = None


class _Side:
    """The files of one snapshot that have to be scanned and classified."""

    def __init__(
        self, policy: Policy, listing: Mapping[str, Blob], files_to_check: Mapping[str, Blob]
    ) -> None:
        self.coverage = Coverage(policy, listing)
        self.legal = scope.legal_files_for(files_to_check, self.coverage)
        self._files = dict(sorted({**self.legal, **files_to_check}.items()))
        self.scannable = [blob for blob in self._files.values() if is_scanned(blob, policy)]

    def classified(self, classifier: Classifier) -> dict[str, ClassifiedFile]:
        """Return all of its files, by path."""
        return {path: classifier.classify(blob) for path, blob in self._files.items()}


def classify(
    source: Source,
    scanner: Scanner,
    policy: Policy,
    files_to_check: Mapping[str, Blob],
    earlier: snapshot_pair.OlderSnapshot | None = None,
) -> Classification:
    """Scan and classify ``files_to_check`` and the legal files that apply to them.

    Args:
        source: Reads the content.
        scanner: Scans it, in one call, because the engine is loaded for each.
        policy: The policy for both snapshots.
        files_to_check: The files, by path.
        earlier: The snapshot before the change, to be classified as well.

    Raises:
        GitError: git failed.
        EngineError: the engine failed.
    """
    after = _Side(policy, source.listing(), files_to_check)
    before = _Side(policy, earlier.listing, earlier.changed) if earlier else None
    scans = scanner.scan([*after.scannable, *(before.scannable if before else ())], source.read)
    classifier = Classifier(after.coverage, scans)
    files = after.classified(classifier)
    older = None
    if earlier and before:
        older_files = before.classified(Classifier(before.coverage, scans))
        changed = {path: older_files[path] for path in sorted(earlier.changed)}
        older = snapshot_pair.ClassifiedSnapshot(
            earlier.listing, changed, earlier.pairs, earlier.written, Texts(source.read)
        )
        older = unreadable.with_failures(older, files, after.coverage.own_holders)
    return Classification(
        files=tuple(files[path] for path in sorted(files_to_check)),
        legal={path: files[path] for path in sorted(after.legal)},
        classifier=classifier,
        older=older,
    )


def check(
    source: Source, scanner: Scanner, policy: Policy, *, day: date | None = None
) -> CheckResult:
    """Check the content of ``source`` against ``policy``.

    Args:
        source: The content.
        scanner: Scans it.
        policy: The policy.
        day: The day for the expiry of exceptions; by default ``clock.today()``.

    Raises:
        GitError: git failed.
        EngineError: the engine failed.
        UsageError: without ``day``, SOURCE_DATE_EPOCH is not a time.
    """
    files_to_check = scope.files_to_check(source, policy)
    classified = classify(
        source, scanner, policy, files_to_check, snapshot_pair.of_source(source, policy)
    )
    context = Context(
        policy=policy,
        classifier=classified.classifier,
        files=classified.files,
        legal=classified.legal,
        today=day or clock.today(),
        complete=source.complete,
        source=source,
        touched=frozenset(path for change in source.changes() for path in change.paths),
        older=classified.older,
    )
    seen: Counter[Name] = Counter()
    found = numbered((finding for rule in RULES for finding in rule().check(context)), seen)
    split = suppressions.apply(found, context)
    suppressed = split.suppressed
    reported = split.reported
    if context.complete:
        unused = numbered(UnusedDeclaration().of_exceptions(context, split.unused), seen)
        more = suppressions.apply(unused, context)
        reported, suppressed = reported + more.reported, suppressed + more.suppressed
    return CheckResult(
        label=source.label,
        engine=scanner.identity,
        policy=policy,
        files=classified.files,
        findings=tuple(sorted(reported, key=lambda finding: finding.sort_key)),
        suppressed=tuple(sorted(suppressed, key=lambda item: item.finding.sort_key)),
    )
