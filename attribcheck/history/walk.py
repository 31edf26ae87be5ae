"""One check of a history: from its commits to what is missed at its end."""

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
from attribcheck.core.model import POLICY_NAME, Blob, BlobKind, Change, Scan, ScanFailure
from attribcheck.core.text import counted
from attribcheck.git.parsing import LoggedCommit
from attribcheck.history.removals import RemovalEvent, events_of
from attribcheck.history.routes import Routes
from attribcheck.history.snapshots import Judge, Tree, steps
from attribcheck.history.tip import Missed, Tip
from attribcheck.notices import legal_files
from attribcheck.policy.model import Policy
from attribcheck.removals.snapshot_pair import Relation
from attribcheck.rules.base import Context
from attribcheck.rules.removed_notice import OlderNotice, RemovedNotice
from attribcheck.rules.unscanned_file import UnscannedFile
from attribcheck.scan.key import ScanKey
from attribcheck.sources.commits import HistorySource

if TYPE_CHECKING:
    from attribcheck.scan.base import Progress, Scanner

_MOVED = (Relation.MOVED_CODE, Relation.MOVED_PART)

COPY_FILES = 2_000_000
"""How many files git may look through, over all commits, for the origins of copies."""


def check(
    source: HistorySource,
    scanner: Scanner,
    policy: Policy,
    *,
    day: date,
    reading: Progress = lambda done, total: None,
    comparing: Progress = lambda done, total: None,
) -> CheckResult:
    """Return every notice that a commit took away and that is missed at the end, as findings.

    Args:
        source: The history.
        scanner: Scans every version that has to be looked into, once and in one go.
        policy: The policy, by which all of the history is judged.
        day: The day for which expiry is judged.
        reading: Called with the number of commits that git has told of, and of all.
        comparing: Called with the number of commits that were compared, and of all.

    Raises:
        GitError: git could not answer, or the history is not here as a whole.
        EngineError: the engine could not answer.
    """
    commits = source.commits(reading)
    end = source.tip.listing()
    routes = Routes(commits, end.keys())
    known = {one.commit.oid for one in commits}
    before = dict.fromkeys(p for one in commits for p in one.parents if p not in known)
    starts = {oid: source.listing_at(oid) for oid in before}
    copies, hints = _copies(source, commits, starts, routes, policy)
    scans: dict[ScanKey, Scan] = {}

    def scan(blobs: Iterable[Blob]) -> None:
        wanted = [blob for blob in blobs if is_scanned(blob, policy)]
        scans.update(scanner.scan(wanted, source.read))

    scan(_wanted(commits, copies, starts))
    judge = Judge(policy, scans)
    tip = Tip(Tree.of(end.values(), judge), routes, source.read)
    events: list[RemovalEvent] = []
    for step in steps(commits, judge, starts):
        events += events_of(step, copies.get(step.commit.oid, ()), source.read)
        comparing(step.at + 1, len(commits))
    events = [event for event in events if event.relation is None or tip.ends_of(event)]
    ends = sorted({path for event in events for path in tip.ends_of(event)})
    gone = (blob for event in events for blob in tip.gone_with(event))
    scan([*gone, *(end[path] for path in ends)])
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
    found = numbered(_findings(events, tip, context), Counter())
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
    """Return the copies of files that did not change, by commit, and what was left out.

    As ``before.of`` does for one commit; only for files that are still here. git reads the whole
    snapshot for each commit, so the newest come first, up to a bound.
    """
    if policy.path is not None and not policy.components:
        return {}, ()
    sizes = {oid: len(blobs) for oid, blobs in starts.items()}
    asked: list[tuple[str, int]] = []
    for at, one in enumerate(commits):
        before = sizes[one.parents[0]] if one.parents else 0
        change = {"A": 1, "C": 1, "D": -1}
        sizes[one.commit.oid] = before + sum(change.get(raw.letter, 0) for raw in one.changes)
        if len(one.parents) == 1 and any(
            raw.letter == "A" and _is_code(raw.change.new) and routes.ends_of(raw.path, at)
            for raw in one.changes
        ):
            asked.append((one.commit.oid, before))
    left, chosen = COPY_FILES, []
    for oid, size in reversed(asked):
        left -= size
        if left < 0:
            break
        chosen.append(oid)
    found = source.copies(chosen) if chosen else {}
    if len(chosen) == len(asked):
        return found, ()
    hint = (
        f"copies of unchanged files were looked for in the last {counted(len(chosen), 'commit')}"
        f" of {len(asked)} that add files: name a range to look further back"
    )
    return found, (hint,)


def _is_code(blob: Blob | None) -> bool:
    return (
        blob is not None
        and blob.kind is BlobKind.FILE
        and blob.path != POLICY_NAME
        and not legal_files.is_legal_file(blob.path)
    )


def _wanted(
    commits: Sequence[LoggedCommit],
    copies: Mapping[str, Sequence[Change]],
    starts: Mapping[str, Sequence[Blob]],
) -> Iterator[Blob]:
    """Yield what has to be scanned: what commits changed, and all legal files.

    A commit that only adds files takes nothing away; what it adds may be changed by a merge, which
    is told for its first parent alone.
    """
    for blobs in starts.values():
        yield from (blob for blob in blobs if legal_files.is_legal_file(blob.path))
    merged = _made_by_merges(commits)
    for one in commits:
        changes = [*(raw.change for raw in one.changes), *copies.get(one.commit.oid, ())]
        older = [change.old for change in changes if change.old]
        takes = len(one.parents) > 1 or any(blob.path != POLICY_NAME for blob in older)
        for blob in (blob for change in changes for blob in (change.old, change.new) if blob):
            if takes or blob.path in merged or legal_files.is_legal_file(blob.path):
                yield blob


def _made_by_merges(commits: Sequence[LoggedCommit]) -> set[str]:
    """Return the paths at which a merge made a content that no other commit did."""
    made = [(len(one.parents) > 1, raw.change.new) for one in commits for raw in one.changes]
    known = {blob for is_merge, blob in made if blob and not is_merge}
    return {blob.path for is_merge, blob in made if blob and is_merge and blob not in known}


def _findings(events: Iterable[RemovalEvent], tip: Tip, context: Context) -> list[Finding]:
    rule = RemovedNotice()
    found: dict[tuple[object, ...], list[Missed]] = {}
    untold: dict[str, Finding] = {}
    for event in events:
        for missed in tip.missed(event):
            found.setdefault(_key(missed), []).append(missed)
        if isinstance(event.old.scan, ScanFailure):
            for path in tip.ends_of(event):
                new = tip.classify(path)
                untold[path] = rule.undecided(context, event.old, event.old.scan, new)
    findings = [_finding(rule, context, tip, group) for group in found.values()]
    return [*findings, *untold.values(), *UnscannedFile().check(context)]


def _key(missed: Missed) -> tuple[object, ...]:
    """Return what makes two losses one: where it is missed, and who or which licence."""
    diff, new, old = missed.removal.diff, missed.removal.new, missed.removal.old
    return (new.path if new else old.path, new is None, diff.notice.kind, diff.names)


def _finding(rule: RemovedNotice, context: Context, tip: Tip, group: list[Missed]) -> Finding:
    # What stood in the file itself is nearer than what stood in one that it has code of.
    group = sorted(group, key=lambda one: one.event.relation not in _MOVED)
    *_, last = group
    taken = [
        OlderNotice(m.event.commit, m.event.old, m.removal.diff.notice) for m in reversed(group)
    ]
    taken = list(dict.fromkeys(taken))  # a merge is compared with each of its parents
    return rule.finding(context, last.removal, tip.texts, taken)
