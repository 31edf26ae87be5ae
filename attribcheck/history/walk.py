"""Runs the check of a history, from its commits to the notices that are missing at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from attribcheck.check import suppressions
from attribcheck.check.fingerprints import numbered
from attribcheck.check.result import CheckResult, HistoryStats
from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import Coverage, is_scanned
from attribcheck.core.finding import Finding
from attribcheck.core.model import POLICY_NAME, Blob, BlobKind, Change, FileScan, Scan, ScanFailure
from attribcheck.core.text import counted
from attribcheck.git.parsing import LoggedCommit
from attribcheck.history import merges
from attribcheck.history.removals import (
    ClaimEvent,
    RemovalEvent,
    claim_events_of,
    events_of,
    sides_of,
)
from attribcheck.history.routes import Routes
from attribcheck.history.snapshots import PolicyScans, Tree, steps
from attribcheck.history.tip import MissingNotice, Tip
from attribcheck.lineage.model_files import is_card, is_model_file
from attribcheck.notices import legal_files
from attribcheck.policy.model import Policy
from attribcheck.removals.claims import mark_of, remaining_file
from attribcheck.removals.snapshot_pair import Relation
from attribcheck.rules.context import Context
from attribcheck.rules.removed_notice import OlderNotice, RemovedNotice
from attribcheck.rules.unscanned_file import UnscannedFile
from attribcheck.scan.key import ScanKey
from attribcheck.sources.commits import HistorySource

if TYPE_CHECKING:
    from attribcheck.scan.base import Progress, Scanner

_MOVED = (Relation.MOVED_CODE, Relation.MOVED_PART)

COPY_FILES = 2_000_000
"""The limit of files that git reads, over all commits, to find the origins of copies."""


def check(
    source: HistorySource,
    scanner: Scanner,
    policy: Policy,
    *,
    day: date,
    reading: Progress = lambda done, total: None,
    comparing: Progress = lambda done, total: None,
) -> CheckResult:
    """Return a finding for every notice that a commit removed and that is still missing.

    Args:
        source: The history.
        scanner: Scans every file version that has to be compared, each once.
        policy: The policy for the complete history.
        day: The day for the expiry of exceptions.
        reading: Called with the number of commits that were read, and of all.
        comparing: Called with the number of commits that were compared, and of all.

    Raises:
        GitError: git failed, or the history is incomplete (a shallow clone).
        EngineError: the engine failed.
    """
    commits = source.commits(reading)
    end = source.tip.listing()
    routes = Routes(commits, end.keys())
    known = {one.commit.oid for one in commits}
    roots = dict.fromkeys(p for one in commits for p in one.parents if p not in known)
    starts = {oid: source.listing_at(oid) for oid in roots}
    copies, hints = _copies(source, commits, starts, routes, policy)
    scans: dict[ScanKey, Scan] = {}

    def scan(blobs: Iterable[Blob]) -> None:
        wanted = [blob for blob in blobs if is_scanned(blob, policy)]
        scans.update(scanner.scan(wanted, source.read))

    dropped = merges.dropped_paths(commits)
    scan(_compared_versions(commits, copies, starts, merges.all_paths(dropped)))
    inputs = PolicyScans(policy, scans)
    tip = Tip(Tree.of(end.values(), inputs), routes, source.read)
    events: list[RemovalEvent] = []
    claims: list[ClaimEvent] = []
    for step in steps(commits, inputs, starts, dropped):
        if sides := sides_of(step, copies.get(step.commit.oid, ()), source.read):
            events += events_of(step, sides)
            claims += claim_events_of(step, sides)
        comparing(step.at + 1, len(commits))
    if claims:  # a file that was only added may make them again
        scan(blob for path, blob in end.items() if is_model_file(path) or is_card(path))
    events = [event for event in events if event.relation is None or tip.ends_of(event)]
    ends = sorted({path for event in events for path in tip.ends_of(event)})
    deleted = (blob for event in events for blob in tip.deleted_since(event))
    scan([*deleted, *(end[path] for path in ends)])
    files = tuple(tip.classify(path) for path in ends)
    context = Context(
        policy=policy,
        classifier=Classifier(Coverage(policy, end), scans),
        files=files,
        legal={},
        source=source.tip,
        today=day,
        complete=False,
    )
    findings = [*_findings(events, tip, context), *_of_claims(claims, end, scans, context)]
    found = numbered(findings, Counter())
    split = suppressions.apply(found, context)
    return CheckResult(
        label=source.label,
        engine=scanner.identity,
        policy=policy,
        files=files,
        findings=tuple(sorted(split.reported, key=lambda finding: finding.sort_key)),
        suppressed=tuple(sorted(split.suppressed, key=lambda item: item.finding.sort_key)),
        hints=hints,
        history_stats=HistoryStats(len(commits), len(scans)),
    )


def _copies(
    source: HistorySource,
    commits: Sequence[LoggedCommit],
    starts: Mapping[str, Sequence[Blob]],
    routes: Routes,
    policy: Policy,
) -> tuple[dict[str, list[Change]], tuple[str, ...]]:
    """Return the copies of unchanged files by commit, and a hint when commits were skipped.

    As ``snapshot_pair.of_source`` for one change; only for files that still exist. git reads the
    complete snapshot for each commit, so the newest come first, up to ``COPY_FILES``.
    """
    if policy.path is not None and not policy.components:
        return {}, ()
    sizes = {oid: len(blobs) for oid, blobs in starts.items()}
    adding: list[tuple[str, int]] = []
    for at, one in enumerate(commits):
        before = sizes[one.parents[0]] if one.parents else 0
        change = {"A": 1, "C": 1, "D": -1}
        sizes[one.commit.oid] = before + sum(change.get(raw.letter, 0) for raw in one.changes)
        if len(one.parents) == 1 and any(
            raw.letter == "A" and _is_code(raw.change.new) and routes.ends_of(raw.path, at)
            for raw in one.changes
        ):
            adding.append((one.commit.oid, before))
    budget, chosen = COPY_FILES, []
    for oid, size in reversed(adding):
        budget -= size
        if budget < 0:
            break
        chosen.append(oid)
    found = source.copies(chosen) if chosen else {}
    if len(chosen) == len(adding):
        return found, ()
    hint = (
        f"copies of unchanged files were searched in the last {counted(len(chosen), 'commit')}"
        f" of {len(adding)} that add files; check an older range to search the others"
    )
    return found, (hint,)


def _is_code(blob: Blob | None) -> bool:
    return (
        blob is not None
        and blob.kind is BlobKind.FILE
        and blob.path != POLICY_NAME
        and not legal_files.is_legal_file(blob.path)
    )


def _compared_versions(
    commits: Sequence[LoggedCommit],
    copies: Mapping[str, Sequence[Change]],
    starts: Mapping[str, Sequence[Blob]],
    dropped: set[str],
) -> Iterator[Blob]:
    """Yield the blobs that have to be scanned: those that commits changed, and all legal files.

    A commit that only adds files removes no notice, but a merge may change what it adds, or drop it
    (``dropped``); git lists a merge for its first parent only.
    """
    merged = _made_by_merges(commits) | dropped
    for blobs in starts.values():
        yield from (b for b in blobs if b.path in merged or legal_files.is_legal_file(b.path))
    for one in commits:
        changes = [*(raw.change for raw in one.changes), *copies.get(one.commit.oid, ())]
        older = [change.old for change in changes if change.old]
        may_remove = len(one.parents) > 1 or any(blob.path != POLICY_NAME for blob in older)
        for blob in (blob for change in changes for blob in (change.old, change.new) if blob):
            if may_remove or blob.path in merged or legal_files.is_legal_file(blob.path):
                yield blob


def _made_by_merges(commits: Sequence[LoggedCommit]) -> set[str]:
    """Return the paths with content that only a merge added."""
    added = [(len(one.parents) > 1, raw.change.new) for one in commits for raw in one.changes]
    known = {blob for is_merge, blob in added if blob and not is_merge}
    return {blob.path for is_merge, blob in added if blob and is_merge and blob not in known}


def _findings(events: Iterable[RemovalEvent], tip: Tip, context: Context) -> list[Finding]:
    rule = RemovedNotice()
    found: dict[tuple[object, ...], list[MissingNotice]] = {}
    failures: dict[str, Finding] = {}
    for event in events:
        for missing in tip.missing_notices(event):
            found.setdefault(_key(missing), []).append(missing)
        if isinstance(event.old.scan, ScanFailure):
            for path in tip.ends_of(event):
                new = tip.classify(path)
                failures[path] = rule.undecided(context, event.old, event.old.scan, new)
    findings = [_finding(rule, context, tip, group) for group in found.values()]
    return [*findings, *failures.values(), *UnscannedFile().check(context)]


def _of_claims(
    events: Iterable[ClaimEvent],
    end: Mapping[str, Blob],
    scans: Mapping[ScanKey, Scan],
    context: Context,
) -> Iterator[Finding]:
    """Yield a finding for each claim about a model that no file makes at the end any more."""
    events = list(events)
    known = (scans.get(ScanKey.of(blob)) for blob in end.values()) if events else ()
    made = {mark_of(claim) for scan in known if isinstance(scan, FileScan) for claim in scan.claims}
    latest = {(mark_of(one.removed.claim), one.removed.old.path): one for one in events}
    for (mark, path), event in latest.items():
        new = event.removed.new
        current = new if new and end.get(new.path) == new.blob else None
        if mark not in made and (remaining := remaining_file(path, current, end)):
            removed = event.removed._replace(new=current, remaining=remaining)
            yield RemovedNotice().claim_finding(context, removed, event.commit)


def _key(missing: MissingNotice) -> tuple[object, ...]:
    """Return the key of a finding: the file that lacks the notice, and its holders or licence."""
    diff, new, old = missing.removal.diff, missing.removal.new, missing.removal.old
    return (new.path if new else old.path, new is None, diff.notice.kind, diff.names)


def _finding(
    rule: RemovedNotice, context: Context, tip: Tip, group: list[MissingNotice]
) -> Finding:
    # The older version of the file itself is nearer than a file that its code came from.
    group = sorted(group, key=lambda one: one.event.relation not in _MOVED)
    *_, last = group
    taken = [
        OlderNotice(m.event.commit, m.event.old, m.removal.diff.notice) for m in reversed(group)
    ]
    taken = list(dict.fromkeys(taken))  # a merge is compared with each of its parents
    return rule.finding(context, last.removal, tip.texts, taken)
