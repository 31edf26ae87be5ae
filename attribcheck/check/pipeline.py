"""One check, from a source to an outcome. Prints nothing and exits nowhere."""

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
from attribcheck.removals import snapshot_pair
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot
from attribcheck.removals.texts import Texts
from attribcheck.rules.base import Context
from attribcheck.rules.registry import RULES
from attribcheck.rules.unused_declaration import UnusedDeclaration
from attribcheck.scan.base import Scanner
from attribcheck.sources.base import Source
from attribcheck.system import clock


class Classification(NamedTuple):
    """Everything of a snapshot that was asked about, scanned and classified.

    Attributes:
        files: The files to judge.
        legal: The files whose legal texts speak for them.
        classifier: What classified both.
        older: What stood there before, when that was asked for.
    """

    files: tuple[ClassifiedFile, ...]
    legal: Mapping[str, ClassifiedFile]
    classifier: Classifier
    older: ClassifiedSnapshot | None = None


class _Side:
    """One snapshot, as far as it is asked about: to be scanned, then classified."""

    def __init__(
        self, policy: Policy, listing: Mapping[str, Blob], files_to_check: Mapping[str, Blob]
    ) -> None:
        self.coverage = Coverage(policy, listing)
        self.legal = scope.legal_files_for(files_to_check, self.coverage)
        self._wanted = {**self.legal, **files_to_check}
        self.scannable = [
            blob for _, blob in sorted(self._wanted.items()) if is_scanned(blob, policy)
        ]

    def classified(self, classifier: Classifier) -> dict[str, ClassifiedFile]:
        """Return everything that is wanted, by path."""
        return {path: classifier.classify(blob) for path, blob in sorted(self._wanted.items())}


def classify(
    source: Source,
    scanner: Scanner,
    policy: Policy,
    files_to_check: Mapping[str, Blob],
    earlier: snapshot_pair.OlderSnapshot | None = None,
) -> Classification:
    """Scan and classify ``files_to_check`` and the legal files that speak for them.

    Args:
        source: Where the content comes from.
        scanner: Scans it: everything in one go, for the engine is loaded each time.
        policy: The policy to apply, to older content too.
        files_to_check: What is asked about.
        earlier: What stood there before, to be classified as well.

    Raises:
        GitError: git could not answer.
        EngineError: the engine could not answer.
    """
    now = _Side(policy, source.listing(), files_to_check)
    then = _Side(policy, earlier.listing, earlier.changed) if earlier else None
    scans = scanner.scan([*now.scannable, *(then.scannable if then else ())], source.read)
    classifier = Classifier(now.coverage, scans)
    files = now.classified(classifier)
    older = None
    if earlier and then:
        older_files = then.classified(Classifier(then.coverage, scans))
        changed = {path: older_files[path] for path in sorted(earlier.changed)}
        older = snapshot_pair.ClassifiedSnapshot(
            earlier.listing, changed, earlier.pairs, earlier.written, Texts(source.read)
        )
    return Classification(
        files=tuple(files[path] for path in sorted(files_to_check)),
        legal={path: files[path] for path in sorted(now.legal)},
        classifier=classifier,
        older=older,
    )


def check(
    source: Source, scanner: Scanner, policy: Policy, *, day: date | None = None
) -> CheckResult:
    """Check what ``source`` is asked about by ``policy``.

    Args:
        source: Where the content comes from.
        scanner: Scans it.
        policy: The policy to apply.
        day: The day for which expiry is judged; by default ``clock.today()``.

    Raises:
        GitError: git could not answer.
        EngineError: the engine could not answer.
        UsageError: ``day`` is not given and SOURCE_DATE_EPOCH is no time.
    """
    files_to_check = scope.files_to_check(source, policy)
    classified = classify(source, scanner, policy, files_to_check, snapshot_pair.of(source, policy))
    context = Context(
        policy=policy,
        classifier=classified.classifier,
        files=classified.files,
        legal=classified.legal,
        today=day or clock.today(),
        complete=source.whole,
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
