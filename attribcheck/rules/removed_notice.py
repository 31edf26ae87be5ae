"""The rule ``removed-notice``."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.classify.model import NOBODY, ClassifiedFile
from attribcheck.core.finding import Finding, RelatedLocation, RemovedLines
from attribcheck.core.model import (
    Commit,
    Excerpt,
    FileScan,
    Notice,
    NoticeKind,
    ScanFailure,
    container_of,
)
from attribcheck.core.text import counted
from attribcheck.notices import legal_files
from attribcheck.notices.holders import HolderNames
from attribcheck.notices.years import Years
from attribcheck.removals import snapshot_pair
from attribcheck.removals.detect import Removal, find_removals
from attribcheck.removals.merged_sides import Comparison
from attribcheck.removals.notice_diff import RemovalKind
from attribcheck.removals.snapshot_pair import Relation, suffix
from attribcheck.removals.text_similarity import Texts
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.scan.scanner import UNREADABLE

if TYPE_CHECKING:
    from attribcheck.removals.claims import RemovedClaim


class OlderNotice(NamedTuple):
    """A notice in the version of its file before it was removed.

    Attributes:
        commit: The commit that removed it; None unless a history is checked.
        old: The older version of the file, which has the notice.
        notice: The notice in that version.
    """

    commit: Commit | None
    old: ClassifiedFile
    notice: Notice


class RemovedNotice(Rule):
    """A notice was removed or altered, although its code remains.

    ## What it does
    Compares every file that a commit or a range changes, renames, copies, splits or moves with its
    older version, and checks for every deleted or shortened LICENSE whether files that it applied
    to remain. A copyright statement, a licence text, tag or header that is not our own may be
    removed only together with its code. Reported are a holder that is not named any more (and who
    is named instead), years that are not stated any more, a licence that was removed or replaced,
    and a licence text of which more than half is missing. The same words in another comment, or
    with an extended range of years, are the same notice; a notice that is also elsewhere in the
    file is not reported.

    A file without a notice, such as a table or an image, that moves away from the LICENSE, the
    NOTICE, the component or the `X.license` that applied to it is reported too, unless a legal file
    in its new place, at the top or of its component states the same.

    A model that a card, a configuration or the metadata of weights named (`base_model`,
    `_name_or_path`) and that no changed file names any more is reported in the same way, while
    weights or the configuration of the model remain.

    It needs an older version, so it finds nothing in a work tree: `check --staged`, `check --diff`
    and the hook have one. `check --history` walks all commits and reports notices that any of them
    removed and that are still missing.

    ## Why it matters
    Nearly every licence requires that its notices are kept. A replaced notice claims in public that
    somebody else wrote the code.

    ## Example
    ```diff
    -# Copyright 2025 Foo Corp.
    +# Copyright 2026 Haneul Labs
    ```
    in a file that is otherwise nearly the same.

    ## How to fix
    Restore the lines that the finding shows; you may add your own line below them. Where a notice
    had to change (its holder asked for it, or a newer release of the component states another),
    suppress the finding with a reason: `attribcheck except removed-notice PATH --reason ...`.

    ## References
    - Apache-2.0, section 4(c); MIT and BSD-3-Clause, the first condition; GPL-3.0, section 4;
      MPL-2.0, section 3.4
    - docs/removed-notices.md
    """

    name = "removed-notice"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each removed notice, and for each older version not scanned."""
        compared = list(context.merged)
        if context.older is not None:
            files = context.files_by_path
            compared.insert(0, Comparison(context.older, files))
        seen: set[tuple[str, str]] = set()
        for one in compared:
            for finding in self._compared(context, one):
                # What a merge removed is missing from several of its parents.
                if (finding.path, finding.subject) not in seen or one is compared[0]:
                    seen.add((finding.path, finding.subject))
                    yield finding

    def _compared(
        self,
        context: Context,
        compared: Comparison,
    ) -> Iterator[Finding]:
        older, files, forks = compared
        paired = set()
        for pair in older.pairs:
            old, new = older.files.get(pair.old.path), files[pair.new.path]
            paired.add(pair.old.path)
            # A newer version that can't be scanned is reported by the rule unscanned-file.
            if old and isinstance(old.scan, ScanFailure) and not isinstance(new.scan, ScanFailure):
                yield self.undecided(context, old, old.scan, new)
        for path, old in older.files.items():
            if path not in paired and isinstance(old.scan, ScanFailure):
                yield from self.undecided_deletion(context, old, old.scan, older.written)
        for removal in find_removals(older, context.classifier, context.listing, files):
            if forks is None or not forks.removed_before(removal):
                yield self.finding(context, removal, older.texts)
        if older.legal and snapshot_pair.moved(older.pairs, older.listing):
            from attribcheck.rules.support import out_of_reach  # lazy: few commits move files

            yield from out_of_reach.findings(self, context, older, files)
        if any(isinstance(old.scan, FileScan) and old.scan.claims for old in older.files.values()):
            from attribcheck.removals.claims import removed_claims  # lazy: few files have any

            for removed in removed_claims(older, context.listing, files):
                yield self.claim_finding(context, removed)

    def claim_finding(
        self, context: Context, removed: RemovedClaim, commit: Commit | None = None
    ) -> Finding:
        """Return the finding for a removed claim about a model.

        Args:
            context: The check.
            removed: The claim.
            commit: The commit that removed it; None unless a history is checked.
        """
        claim, old, new, instead, remaining = removed
        message = (
            f'{claim.kind.value} {claim.name} is not named any more: "{claim.key}" in {old.path}'
            f" named it, and {remaining} remains"
        )
        if instead:
            message += f"; it names {instead.name} now"
        related = RelatedLocation(
            "as it stood before",
            old.path,
            claim.line,
            claim.excerpt.text,
            old.blob.oid,
            commit,
        )
        finding = self.at_file(
            context,
            new.path if new else remaining,
            message,
            fix=f"{claim.excerpt.text}\n" if new else _restore_command(old),
            subject=claim.name,
        )._replace(related=(related,))
        if new and instead:
            return finding._replace(
                line=instead.line, end_line=instead.line, evidence=instead.excerpt
            )
        return finding

    def undecided(
        self, context: Context, old: ClassifiedFile, failure: ScanFailure, new: ClassifiedFile
    ) -> Finding:
        """Return the finding for a newer file whose older version could not be scanned."""
        return self.at_file(
            context,
            new.path,
            f"this file can't be compared with its older version, {old.path} in blob"
            f" {old.blob.oid[:12]}: {failure.reason}",
            fix=f"# {failure.hint}\n" if failure.hint else "",
            subject="older version",
        )

    def undecided_deletion(
        self,
        context: Context,
        old: ClassifiedFile,
        failure: ScanFailure,
        written: Sequence[str],
    ) -> Iterator[Finding]:
        """Yield a finding for a deleted file of unknown content that still matters.

        A licence file does whose files remain, and a file whose code may be in another one of its
        kind. Where a file was added, git's search for renames fails without the content, and the
        check with it.
        """
        if legal_files.is_legal_file(old.path):
            folder = legal_files.governed_folder(old.path)
            matters = any(not folder or path.startswith(f"{folder}/") for path in context.listing)
        else:
            same = any(suffix(path) == suffix(old.path) for path in written)
            matters = same and failure is UNREADABLE
        if matters:
            yield self.at_file(
                context,
                old.path,
                f"this file was deleted, and its notices are unknown (blob {old.blob.oid[:12]}):"
                f" {failure.reason}",
                fix=f"# {failure.hint}\n" if failure.hint else "",
                subject="older version",
            )

    def finding(
        self, context: Context, removal: Removal, texts: Texts, older: Sequence[OlderNotice] = ()
    ) -> Finding:
        """Return the finding for a removed notice.

        Args:
            context: The check.
            removal: The notice, and where it is missing.
            texts: Reads both versions.
            older: Every removal of it in a history, the latest first; empty unless one is checked.
        """
        diff, old, new = removal.diff, removal.old, removal.new
        notice, instead, component = diff.notice, diff.replacement, diff.item.component
        line = removal.line or notice.lines.start
        if new:
            text = texts.get(new.blob)
            line = min(line, len(text.lines) if text else 0)
        if component:
            policy_line = component.lines.header
            note = f'component "{component.name}" declares it'
        else:
            policy_line = context.policy.project.lines.of("holders")
            ours = ", ".join(context.policy.project.holders) or "none"
            note = f"[project] holders: {ours}; other notices may be removed only with their code"
        moved = f"; it was in {old.path}" if new and new.path != old.path else ""
        removed_lines = "".join(f"{text}\n" for text in diff.lines)
        return Finding(
            rule=self.name,
            severity=self.severity_in(context.policy),
            path=new.path if new else old.path,
            line=instead.lines.start if instead else line,
            column=instead.column if instead else 1,
            end_line=instead.lines.end if instead else line,
            message=_message(removal) + moved,
            evidence=instead.excerpt if instead else Excerpt(),
            component=component.name if component else None,
            policy_line=policy_line if context.policy.path else None,
            policy_note=note,
            fix=removed_lines if new or container_of(old.path) else _restore_command(old),
            subject=", ".join(diff.names) or notice.statement,
            related=tuple(_related(older or [OlderNotice(None, old, notice)])),
            removed=_removed(removal),
        )


def _removed(removal: Removal) -> RemovedLines | None:
    """Return the lines to restore; None where only a part of a line or a part of a file changed."""
    continued = removal.relation in (Relation.SUCCESSOR, Relation.COPY)
    if container_of(removal.old.path):
        return None  # a file in an archive is not edited
    if not continued or removal.diff.kind is not RemovalKind.GONE or not removal.diff.lines:
        return None
    return RemovedLines(
        removal.diff.lines, removal.diff.line, removal.old.path, removal.old.blob.oid
    )


def _related(notices: Sequence[OlderNotice]) -> Iterator[RelatedLocation]:
    for number, one in enumerate(notices):
        label = "and before that" if number else "as it stood before"
        span, oid = one.notice.lines, one.old.blob.oid
        yield RelatedLocation(
            label, one.old.path, span.start, one.notice.excerpt.text, oid, one.commit
        )


def _restore_command(old: ClassifiedFile) -> str:
    """Return the command that restores a deleted file."""
    return f"git cat-file blob {old.blob.oid} > {shlex.quote(old.path)}\n"


def _message(removal: Removal) -> str:
    diff = removal.diff
    names = " and ".join(diff.names) or NOBODY
    if diff.kind is RemovalKind.CUT:
        return f"more than half of the text of licence {names} was removed"
    is_copyright = diff.notice.kind is NoticeKind.COPYRIGHT
    notice = f"copyright notice of {names}" if is_copyright else f"notice of licence {names}"
    if diff.kind is RemovalKind.YEARS:
        before = Years.of(diff.notice.text)
        return f"years were removed from the {notice}: {before} before, {diff.years or 'none'} now"
    if diff.replacement:
        return (
            f"{notice} was removed, and the notice in its place names {_named(diff.replacement)}"
            + _lookalikes(diff.names, diff.replacement.named)
        )
    if not removal.remaining_files:
        return f"{notice} was removed, and its code remains"
    files = counted(removal.remaining_files, "file")
    remain = "remains" if removal.remaining_files == 1 else "remain"
    return f"{notice} was removed, and {files} that it applied to {remain}"


def _named(notice: Notice) -> str:
    return " and ".join(notice.named) or notice.statement


def _lookalikes(names: Sequence[str], instead: Sequence[str]) -> str:
    """Return which letters of a name were replaced by some that look alike, as a clause, or ""."""
    from attribcheck.rules.support import notice_details  # lazy: a finding only

    for name in names:
        for other in instead:
            if HolderNames([other]).lookalike(name):
                return f"; {notice_details.differing(name, other)}"
    return ""
