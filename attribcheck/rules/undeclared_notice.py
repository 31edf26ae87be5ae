"""The rule ``undeclared-notice``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.classify.model import NOBODY, ClassifiedFile, ClassifiedNotice, Status
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import Notice, NoticeKind
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import suggestions


class UndeclaredNotice(Rule):
    """A copyright statement names a holder that is neither ours nor declared.

    ## What it does
    Every copyright statement of a checked file has to be explained: each holder that it names is
    one of `[project] holders`, or one of the `holders` of a component whose `paths` cover the file.
    Names are those in the file's own letters, and compared without accents, width and legal forms.
    Letters of another script that merely look alike make another name, and the finding lists them.

    Two notes ask for a look: a holder that an older policy names in Latin transliteration or
    together with others, and words that scancode takes for a holder although they are no part of
    the statement as it is written.

    ## Why it matters
    The statement says that the code is somebody else's. Nearly every licence allows its use on the
    condition that the holder stays named. An undeclared component is missing in the NOTICE of the
    next release, and its licence was not checked.

    ## Example
    ```python
    # Copyright 2025 Foo Corp. and Haneul Labs
    ```
    where `attribcheck.toml` has `holders = ["Haneul Labs"]` and no component of Foo Corp.'s.

    ## How to fix
    Declare the component (`attribcheck declare NAME PATH`, or paste the lines that the finding
    shows), add the holder to the component that covers the file, or, when the name is another
    spelling of your own, add it to `[project] holders`. For a text that is no notice of its file,
    end the line with `attribcheck: ignore[undeclared-notice] REASON` in a comment, or write an
    exception (`attribcheck except undeclared-notice PATH --reason REASON`): documents give the
    reason.

    ## References
    - Apache-2.0, section 4(c); MIT and BSD-3-Clause, the first condition
    - docs/policy.md, "Holders"
    """

    name = "undeclared-notice"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each statement with an undeclared holder, and the notes."""
        for file in context.files:
            for item in file.effective:
                if item.notice.kind is not NoticeKind.COPYRIGHT:
                    continue
                if item.status is Status.UNDECLARED:
                    yield self._finding(context, file, item)
                elif item.older:
                    yield self._transliterated(context, file, item)
                elif unread := misread(item.notice):
                    yield self._misread(context, file, item, unread)

    def _finding(self, context: Context, file: ClassifiedFile, item: ClassifiedNotice) -> Finding:
        from attribcheck.rules.support import notice_details  # lazy: a finding only

        who = " and ".join(item.rest)
        license_ = suggestions.applicable_license(context, file)
        under = f" (licence: {license_})" if license_ else " (no licence stated)"
        if item.rest == (NOBODY,):
            message = f"copyright statement without a holder is not declared{under}"
        else:
            message = f"copyright of {who} is not declared{under}"
        message += notice_details.lookalikes(context, file, item)
        message += notice_details.reading(file, item.notice)
        if unread := misread(item.notice):
            message += f"; {no_holder(unread)}"
        if item.component:
            line = item.component.lines.of("holders")
            listed = ", ".join(item.component.holders) or "none"
            note = f'component "{item.component.name}" covers this file; its holders are: {listed}'
            fix = suggestions.more_holders(context, item.component, item)
        else:
            line = context.policy.project.lines.of("holders")
            ours = ", ".join(context.policy.project.holders) or "none"
            note = f"[project] holders: {ours}; no component covers this file"
            fix = suggestions.declaration(context, file)
        return self.at_notice(
            context,
            file,
            item,
            message,
            policy_line=line if context.policy.path else None,
            policy_note=note,
            fix=fix,
        )

    def _transliterated(
        self, context: Context, file: ClassifiedFile, item: ClassifiedNotice
    ) -> Finding:
        """Return the note on a holder that the policy names in transliteration."""
        owner = item.component
        table = owner or context.policy.project
        names = " and ".join(item.older)
        where = f'component "{owner.name}"' if owner else "[project]"
        return self.at_notice(
            context,
            file,
            item,
            f"the holders of {where} name {names} only as scancode reads it",
            policy_line=table.lines.of("holders") if context.policy.path else None,
            policy_note=f"holders of {where}: {', '.join(table.holders)}",
            fix=suggestions.written_holders(context, owner, item),
        )._replace(severity=self._at_most_a_note(context))

    def _misread(
        self, context: Context, file: ClassifiedFile, item: ClassifiedNotice, unread: str
    ) -> Finding:
        """Return the note on words that the engine takes for a holder."""
        named = " and ".join(item.notice.named)
        is_read = f"the holder as written is {named}" if named else "no holder is written there"
        return self.at_notice(context, file, item, f"{no_holder(unread)}: {is_read}")._replace(
            severity=self._at_most_a_note(context)
        )

    def _at_most_a_note(self, context: Context) -> Severity:
        return min(Severity.NOTE, self.severity_in(context.policy))


def misread(notice: Notice) -> str:
    """Return a holder of the engine that is no part of a statement as written, or ""."""
    rejected = notice.written.rejected if notice.written else ()
    return rejected[0] if rejected else ""


def no_holder(name: str) -> str:
    """Return that a word is no holder, as a clause."""
    return f'scancode takes "{name}" for a holder, which is no holder in this statement'
