"""The rule ``removed-notice``."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attribcheck.classify.classifier import NOBODY, ClassifiedFile
from attribcheck.core.finding import Finding, RelatedLocation, RemovedLines
from attribcheck.core.model import Commit, Excerpt, Notice, NoticeKind, ScanFailure
from attribcheck.core.text import counted
from attribcheck.notices.years import Years
from attribcheck.removals.compare import RemovalKind
from attribcheck.removals.detect import Removal, find_removals
from attribcheck.removals.snapshot_pair import Relation
from attribcheck.removals.text_similarity import Texts
from attribcheck.rules.base import Context, Rule


class PreviousNotice(NamedTuple):
    """A notice before a commit removed it.

    Attributes:
        commit: The commit that removed it; None when only one change is checked.
        old: The file that had it.
        notice: The notice.
    """

    commit: Commit | None
    old: ClassifiedFile
    notice: Notice


class RemovedNotice(Rule):
    """A notice that an older version of the file had is gone or altered, and its code is not.

    ## What it does
    Compares every file that a commit or a range changes, renames, copies, splits or moves with what
    it was before, and asks of every deleted or cut LICENSE whether what it spoke for is still here.
    A copyright statement, a licence text, tag or header that is not our own may go only together
    with its code. Reported are a holder that is not named any more (and who stands there now),
    years that are not stated any more, a licence that is gone or another, and a licence text of
    which more than half is missing. The same words in another comment, or with a range of years
    extended, are the same notice; one that still stands elsewhere in the file is not missed.

    It needs an older version, so it finds nothing in a work tree: `check --staged`, `check --diff`
    and the hook do. `check --history` walks all commits and reports what was removed in any of
    them and is missed to this day.

    ## Why it matters
    Nearly every licence asks for one thing: that its notices are kept. A notice that was replaced
    says in public that somebody else wrote the code.

    ## Example
    ```diff
    -# Copyright 2025 Foo Corp.
    +# Copyright 2026 Haneul Labs
    ```
    in a file that is otherwise nearly the same.

    ## How to fix
    Put the lines back that the finding shows; your own line may stand below them. Where a notice
    had to change (its holder asked for it, or the newer release of a component states another),
    permit it with a reason: `attribcheck except removed-notice PATH --reason ...`.

    ## References
    - Apache-2.0, section 4(c); MIT and BSD-3-Clause, the first condition; GPL-3.0, section 4;
      MPL-2.0, section 3.4
    - docs/removed-notices.md
    """

    name = "removed-notice"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each notice that is lost, and each older file that can't be read."""
        older = context.older
        if older is None:
            return
        files = {file.path: file for file in context.files}
        for pair in older.pairs:
            old, new = older.files.get(pair.old.path), files[pair.new.path]
            # When the newer one can't be scanned either, that is the finding.
            if old and isinstance(old.scan, ScanFailure) and not isinstance(new.scan, ScanFailure):
                yield self.undecided(context, old, old.scan, new)
        for removal in find_removals(older, context.classifier, context.listing, files):
            yield self.finding(context, removal, older.texts)

    def undecided(
        self, context: Context, old: ClassifiedFile, failure: ScanFailure, new: ClassifiedFile
    ) -> Finding:
        """Return the finding for a newer file whose older version could not be scanned."""
        return self.at_file(
            context,
            new.path,
            f"it can't be compared with its older version, {old.path} in blob"
            f" {old.blob.oid[:12]}: {failure.reason}",
            fix=f"# {failure.hint}\n" if failure.hint else "",
            subject="older version",
        )

    def finding(
        self,
        context: Context,
        removal: Removal,
        texts: Texts,
        commits: Sequence[PreviousNotice] = (),
    ) -> Finding:
        """Return the finding for a notice that is lost.

        Args:
            context: The check.
            removal: The notice.
            texts: Reads both versions.
            commits: Where it was taken away, the last time first, when the history was walked.
        """
        diff, old, new = removal.diff, removal.old, removal.new
        notice, instead, component = diff.notice, diff.replacement, diff.item.component
        line = removal.line or notice.span.start
        if new:
            text = texts.get(new.blob)
            line = min(line, len(text.lines) if text else 0)
        if component:
            policy_line = component.lines.header
            note = f'component "{component.name}" declares it'
        else:
            policy_line = context.policy.project.lines.of("holders")
            ours = ", ".join(context.policy.project.holders) or "nobody yet"
            note = f"[project] holders: {ours}; notices of others go only with their code"
        moved = f"; it stood in {old.path}" if new and new.path != old.path else ""
        restored = "".join(f"{text}\n" for text in diff.lines)
        return Finding(
            rule=self.name,
            severity=self.severity_in(context.policy),
            path=new.path if new else old.path,
            line=instead.span.start if instead else line,
            column=instead.column if instead else 1,
            end_line=instead.span.end if instead else line,
            message=_message(removal) + moved,
            evidence=instead.excerpt if instead else Excerpt(),
            component=component.name if component else None,
            policy_line=policy_line if context.policy.path else None,
            policy_note=note,
            fix=restored if new else _whole(old),
            subject=", ".join(diff.names) or notice.text,
            related=tuple(_passages(commits or [PreviousNotice(None, old, notice)])),
            removed=_removed(removal),
        )


def _removed(removal: Removal) -> RemovedLines | None:
    """Return the lines to put back: whole ones, of a file that continues the older one."""
    whole = removal.relation in (Relation.SUCCESSOR, Relation.COPY)
    if not whole or removal.diff.kind is not RemovalKind.GONE or not removal.diff.lines:
        return None
    return RemovedLines(
        removal.diff.lines, removal.diff.line, removal.old.path, removal.old.blob.oid
    )


def _passages(taken: Sequence[PreviousNotice]) -> Iterator[RelatedLocation]:
    for number, one in enumerate(taken):
        label = "and before that" if number else "as it stood before"
        span, oid = one.notice.span, one.old.blob.oid
        yield RelatedLocation(
            label, one.old.path, span.start, one.notice.excerpt.text, oid, one.commit
        )


def _whole(old: ClassifiedFile) -> str:
    """Return the command that puts a deleted file back."""
    return f"git cat-file blob {old.blob.oid} > {shlex.quote(old.path)}\n"


def _message(removal: Removal) -> str:
    diff = removal.diff
    who = " and ".join(diff.names) or NOBODY
    if diff.kind is RemovalKind.YEARS:
        years = f"{Years.of(diff.notice.text)} was stated, now {diff.years or 'no year'} is"
        return f"years of the copyright of {who} are gone: {years}"
    if diff.kind is RemovalKind.CUT:
        return f"most of the text of licence {who} is gone"
    of = "copyright of" if diff.notice.kind is NoticeKind.COPYRIGHT else "licence"
    if diff.replacement:
        return f"{of} {who} is gone, and {_named(diff.replacement)} stands in its place"
    if not removal.remaining_files:
        return f"{of} {who} is gone, and its code is still here"
    files = counted(removal.remaining_files, "file")
    are = "is" if removal.remaining_files == 1 else "are"
    return f"{of} {who} is gone, and {files} it spoke for {are} still here"


def _named(notice: Notice) -> str:
    return " and ".join(notice.holders) or notice.text
