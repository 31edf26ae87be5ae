"""The rule ``removed-notice``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.model import Finding, Notice, NoticeKind, Passage, ScanFailure
from attribcheck.past import compare
from attribcheck.past.before import Pair, Past
from attribcheck.past.compare import Lost, What
from attribcheck.past.statements import Years
from attribcheck.resolve import NOBODY, ResolvedFile
from attribcheck.rules.base import Context, Rule


class RemovedNotice(Rule):
    """A notice that an older version of the file had is gone or altered, and its code is not.

    ## What it does
    Compares every file that a commit or a range changes, renames or copies with what it was before.
    A copyright statement, a licence text, tag or header that is not our own may go only together
    with its code. Reported are a holder that is not named any more (and who stands there now),
    years that are not stated any more, a licence that is gone or another, and a licence text of
    which more than half is missing. The same words in another comment, or with a range of years
    extended, are the same notice; one that still stands elsewhere in the file is not missed.

    It needs an older version, so it finds nothing in a work tree: `check --staged`, `check --diff`
    and the hook do.

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
        """Yield a finding for each notice that a continued file does not state any more."""
        past = context.past
        if past is None:
            return
        files = {file.path: file for file in context.files}
        own = context.resolver.own_holders
        for pair in past.pairs:
            old, new = past.files[pair.old.path], files[pair.new.path]
            if isinstance(old.scan, ScanFailure) and not isinstance(new.scan, ScanFailure):
                yield self._undecided(context, past, pair, old.scan)
            for lost in compare.lost(old, new, own, past.texts):
                yield self._finding(context, past, lost, old, new)

    def _undecided(self, context: Context, past: Past, pair: Pair, failure: ScanFailure) -> Finding:
        return self.at_file(
            context,
            pair.new.path,
            f"it can't be compared with its older version, {pair.old.path} in blob"
            f" {pair.old.oid[:12]}: {failure.reason}",
            fix=f"# {failure.hint}\n" if failure.hint else "",
            subject="older version",
        )

    def _finding(
        self, context: Context, past: Past, lost: Lost, old: ResolvedFile, new: ResolvedFile
    ) -> Finding:
        instead, component = lost.instead, lost.item.component
        text = past.texts.get(new.blob)
        line = min(lost.notice.span.start, len(text.lines) if text else 0)
        if component:
            policy_line = component.lines.header
            note = f'component "{component.name}" declares it'
        else:
            policy_line = context.policy.project.lines.of("holders")
            ours = ", ".join(context.policy.project.holders) or "nobody yet"
            note = f"[project] holders: {ours}; notices of others go only with their code"
        moved = "" if old.path == new.path else f"; it stood in {old.path}"
        before = Passage(
            "as it stood before", old.path, lost.notice.span.start, lost.notice.line, old.blob.oid
        )
        return Finding(
            rule=self.name,
            severity=self.severity_in(context.policy),
            path=new.path,
            line=instead.span.start if instead else line,
            column=instead.column if instead else 1,
            end_line=instead.span.end if instead else line,
            message=_message(lost) + moved,
            evidence=instead.line if instead else "",
            component=component.name if component else None,
            policy_line=policy_line if context.policy.path else None,
            policy_note=note,
            fix="".join(f"{line}\n" for line in lost.text),
            subject=", ".join(lost.names) or lost.notice.text,
            related=(before,),
        )


def _message(lost: Lost) -> str:
    who = " and ".join(lost.names) or NOBODY
    if lost.what is What.YEARS:
        years = f"{Years.of(lost.notice.text)} was stated, now {lost.years or 'no year'} is"
        return f"years of the copyright of {who} are gone: {years}"
    if lost.what is What.CUT:
        return f"most of the text of licence {who} is gone"
    of = "copyright of" if lost.notice.kind is NoticeKind.COPYRIGHT else "licence"
    if lost.instead:
        return f"{of} {who} is gone, and {_named(lost.instead)} stands in its place"
    return f"{of} {who} is gone, and its code is still here"


def _named(notice: Notice) -> str:
    return " and ".join(notice.holders) or notice.text
