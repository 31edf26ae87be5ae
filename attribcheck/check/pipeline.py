"""Runs one check, from a source to a result; prints nothing and never exits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.check import scope, suppressions
from attribcheck.check.fingerprints import Name, numbered
from attribcheck.check.result import CheckResult
from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import Coverage, is_scanned
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.contents import Keep
from attribcheck.core.finding import Finding
from attribcheck.core.model import BASELINE_NAME, Blob, FileScan, Scan, ScanFailure
from attribcheck.policy.model import Policy
from attribcheck.removals import snapshot_pair, unreadable
from attribcheck.removals.merged_sides import Comparison, Forks, MergedSnapshot, of_merges
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, OlderSnapshot
from attribcheck.removals.text_similarity import Texts
from attribcheck.rules.context import Context
from attribcheck.rules.unused_declaration import UnusedDeclaration
from attribcheck.scan.base import Scanner
from attribcheck.scan.key import ScanKey
from attribcheck.scan.scanner import POINTER, UNREADABLE
from attribcheck.sources.base import Source
from attribcheck.system import clock

if TYPE_CHECKING:
    from attribcheck.containers.base import Unread
    from attribcheck.copies.search import Copies, Search
    from attribcheck.weights.known import KnownWeights
    from attribcheck.weights.matches import WeightsResult


class Classification(NamedTuple):
    """The files of a check, scanned and classified.

    Attributes:
        files: The files to check.
        legal: The legal files that apply to them.
        classifier: Classified both.
        older: The snapshot before the change, or None.
        merged: The snapshots of the further parents of a merge.
    """

    files: tuple[ClassifiedFile, ...]
    legal: Mapping[str, ClassifiedFile]
    classifier: Classifier
    older: ClassifiedSnapshot | None = None
    merged: tuple[Comparison, ...] = ()


class _Side:
    """The files of one snapshot that have to be scanned and classified."""

    def __init__(
        self,
        policy: Policy,
        listing: Mapping[str, Blob],
        files_to_check: Mapping[str, Blob],
        near: Coverage | None = None,
        moved: Iterable[str] = (),
    ) -> None:
        self.coverage = Coverage(policy, listing, near)
        moved = tuple(moved)  # what applied to them is compared with what applies to them now
        self.legal = scope.legal_files_for(
            (*files_to_check, *moved), self.coverage, top=bool(moved)
        )
        self._files = dict(sorted({**self.legal, **files_to_check}.items()))
        self.scannable = [blob for blob in self._files.values() if is_scanned(blob, policy)]

    def classified(self, classifier: Classifier) -> dict[str, ClassifiedFile]:
        """Return all of its files, by path."""
        return {path: classifier.classify(blob) for path, blob in self._files.items()}


def opened(
    source: Source,
    files_to_check: Mapping[str, Blob],
    policy: Policy,
    keep: Keep | None = None,
) -> tuple[Source, dict[str, Blob]]:
    """Return the source and the files with those in containers; see ``check.opening``.

    Raises:
        GitError: git failed.
    """
    changes = [] if source.complete else [source.changes()]
    changes += [one.changes() for one in source.merged()]
    paths = chain(files_to_check, (c.old.path for c in chain(*changes) if c.old))
    if any(scope.may_hold_more(path) for path in paths):
        from attribcheck.check import opening  # lazy: such files only

        return opening.opened(source, files_to_check, policy, keep)
    return source, dict(files_to_check)


def unread(source: Source) -> Mapping[str, Sequence[Unread]]:
    """Return what was not read of the containers that ``opened`` opened, by path."""
    found: Mapping[str, Sequence[Unread]] = getattr(source, "unread", {})
    return found


def _missing(source: Source) -> dict[ScanKey, ScanFailure]:
    """Return the failures of containers whose content is not stored here.

    Their own scans may be cached. What they hold is not.
    """
    blobs: Mapping[Blob, bool] = getattr(source, "missing", {})
    return {ScanKey.of(blob): POINTER if p else UNREADABLE for blob, p in blobs.items()}


def classify(
    source: Source,
    scanner: Scanner,
    policy: Policy,
    files_to_check: Mapping[str, Blob],
    earlier: OlderSnapshot | None = None,
    *,
    merged: Sequence[MergedSnapshot] = (),
    trusted: bool = True,
) -> Classification:
    """Scan and classify ``files_to_check`` and the legal files that apply to them.

    Args:
        source: Reads the content.
        scanner: Scans it, in one call, because the engine is loaded for each.
        policy: The policy for both snapshots.
        files_to_check: The files, by path.
        earlier: The snapshot before the change, to be classified as well.
        merged: The snapshots of the further parents of a merge, likewise.
        trusted: Whether what the content itself permits applies; see ``check``.

    Raises:
        GitError: git failed.
        EngineError: the engine failed.
    """
    # A merge is compared with every parent, but only the changes since the first are checked.
    sides_of_merge = [one.older for one in merged]
    compared = {pair.new.path: pair.new for one in sides_of_merge for pair in one.pairs}
    compared |= {path: source.listing()[path] for one in sides_of_merge for path in one.written}
    olders = [*([earlier] if earlier else []), *sides_of_merge]
    moved = [snapshot_pair.moved(one.pairs, one.listing) for one in olders]
    after = _Side(
        policy,
        source.listing(),
        {**compared, **files_to_check},
        moved=(pair.new.path for pairs in moved for pair in pairs),
    )
    sides = [
        _Side(policy, one.listing, one.changed, after.coverage, (pair.old.path for pair in pairs))
        for one, pairs in zip(olders, moved, strict=True)
    ]
    scannable = [blob for side in (after, *sides) for blob in side.scannable]
    scans = {**scanner.scan(scannable, source.read), **_missing(source)}
    coverage = after.coverage.with_found_licenses(scans)
    classifier = Classifier(coverage, scans, obey_blocks=trusted)
    files = after.classified(classifier)
    texts = Texts(source.read)
    snapshots = []
    for one, side in zip(olders, sides, strict=True):
        if coverage is not after.coverage:
            side.coverage = side.coverage.with_components(coverage.policy.components)
        older_files = side.classified(Classifier(side.coverage, scans, obey_blocks=trusted))
        changed = {path: older_files[path] for path in sorted(one.changed)}
        legal = {path: older_files[path] for path in side.legal}
        older = ClassifiedSnapshot(one.listing, changed, one.pairs, one.written, texts, legal)
        snapshots.append(unreadable.with_failures(older, files, after.coverage.own_holders))
    first = snapshots.pop(0) if earlier else None
    scans_of = partial(_scans_of, scanner, source)
    return Classification(
        files=tuple(files[path] for path in sorted(files_to_check)),
        legal={path: files[path] for path in sorted(after.legal)},
        classifier=classifier,
        older=first,
        merged=tuple(
            Comparison(older, files, Forks(one.forks, after.coverage.own_holders, scans_of))
            for older, one in zip(snapshots, merged, strict=True)
        ),
    )


def _scans_of(scanner: Scanner, source: Source, blobs: Iterable[Blob]) -> list[Scan]:
    """Return the scan of each of ``blobs``, which may be of older snapshots."""
    blobs = list(blobs)
    scans = scanner.scan(blobs, source.read)
    return [scans[ScanKey.of(blob)] for blob in blobs]


def check(
    source: Source,
    scanner: Scanner,
    policy: Policy,
    *,
    day: date | None = None,
    search: Search | None = None,
    weights: Callable[[], KnownWeights] | None = None,
    trusted: bool = True,
    keep: Keep | None = None,
) -> CheckResult:
    """Check the content of ``source`` against ``policy``.

    Args:
        source: The content.
        scanner: Scans it.
        policy: The policy.
        day: The day for the expiry of exceptions; by default ``clock.today()``.
        search: Compares files with known origins; None when there are none.
        weights: Makes what compares weights with known models; None not to compare.
        trusted: Whether inline exceptions and REUSE-Ignore blocks apply. The author of a fork can
            write both, as he can write the policy that ``--base-policy`` does not read.
        keep: Keeps values between runs, by all that they depend on; None to keep none.

    Raises:
        GitError: git failed.
        EngineError: the engine failed.
        AttribcheckError: an origin index is damaged or can't be read.
        UsageError: without ``day``, SOURCE_DATE_EPOCH is not a time.
    """
    source, files_to_check = opened(source, scope.files_to_check(source, policy), policy, keep)
    classified = classify(
        source,
        scanner,
        policy,
        files_to_check,
        snapshot_pair.of_source(source, policy),
        merged=list(of_merges(source)),
        trusted=trusted,
    )
    policy = classified.classifier.coverage.policy
    touched = {path for change in source.changes() for path in change.paths}
    if BASELINE_NAME in touched:  # it accepts findings about the policy, too
        touched.add(policy.display_path)
    context = Context(
        policy=policy,
        classifier=classified.classifier,
        files=classified.files,
        legal=classified.legal,
        today=day or clock.today(),
        complete=source.complete,
        source=source,
        touched=frozenset(touched),
        older=classified.older,
        unread=unread(source),
        find_copies=partial(_find_copies, search, scanner) if search else None,
        find_weights=partial(_find_weights, weights) if weights else None,
        merged=classified.merged,
        trusted=trusted,
    )
    from attribcheck.rules.registry import rules_for  # lazy: imported while files are scanned

    seen: Counter[Name] = Counter()
    rules = rules_for(context)
    found = numbered((finding for rule in rules for finding in rule().check(context)), seen)
    split = suppressions.apply(found, context)
    suppressed = split.suppressed
    reported = split.reported
    settled: Iterable[Finding] = ()
    if policy.accepted:
        from attribcheck.check import acceptance  # lazy: most repositories have no baseline

        by_baseline = acceptance.apply(reported, source, policy.accepted)
        reported, suppressed = by_baseline.reported, suppressed + by_baseline.accepted
        judged = filter(acceptance.is_judged, by_baseline.unused)
        settled = UnusedDeclaration().of_baseline(context, list(judged))
    if context.complete:
        of_exceptions = UnusedDeclaration().of_exceptions(context, split.unused)
        unused = numbered((*of_exceptions, *settled), seen)
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


def _find_weights(make: Callable[[], KnownWeights], context: Context) -> WeightsResult | None:
    named = [path for component in context.policy.components for path in component.weights]
    if not (named and context.concerns(named)) and not any(map(_may_be_weights, context.files)):
        return None
    from attribcheck.check import known_weights  # lazy: few commits hold weights

    return known_weights.find(context, make)


def _may_be_weights(file: ClassifiedFile) -> bool:
    if not isinstance(file.scan, FileScan):
        return file.scan == POINTER
    if not file.scan.claims:
        return False
    from attribcheck.core.lineage import ClaimKind  # lazy: few repositories have such files

    return any(claim.kind is ClaimKind.WEIGHTS for claim in file.scan.claims)


def _find_copies(search: Search, scanner: Scanner, context: Context) -> Copies:
    from attribcheck.check import copied_code  # lazy: most hooks search nothing

    return copied_code.find(context, search, scanner)
