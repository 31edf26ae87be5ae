"""The rule ``undeclared-notice``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.classify.classifier import NOBODY, ClassifiedFile, ClassifiedNotice, Status
from attribcheck.core.finding import Finding
from attribcheck.core.model import NoticeKind
from attribcheck.rules.base import Context, Rule
from attribcheck.rules.support import suggestions


class UndeclaredNotice(Rule):
    """A copyright statement names a holder that is neither ours nor declared.

    ## What it does
    Every copyright statement of a checked file has to be explained: each holder that it names is
    one of `[project] holders`, or one of the `holders` of a component whose `paths` cover the file.

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
    spelling of your own, add it to `[project] holders`.

    ## References
    - Apache-2.0, section 4(c); MIT and BSD-3-Clause, the first condition
    - docs/policy.md, "Holders"
    """

    name = "undeclared-notice"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each statement with an undeclared holder."""
        for file in context.files:
            for item in file.effective:
                if item.notice.kind is NoticeKind.COPYRIGHT and item.status is Status.UNDECLARED:
                    yield self._finding(context, file, item)

    def _finding(self, context: Context, file: ClassifiedFile, item: ClassifiedNotice) -> Finding:
        who = " and ".join(item.rest)
        license_ = suggestions.applicable_license(context, file)
        under = f" (licence: {license_})" if license_ else " (no licence stated)"
        if item.rest == (NOBODY,):
            message = f"copyright statement without a holder is not declared{under}"
        else:
            message = f"copyright of {who} is not declared{under}"
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
