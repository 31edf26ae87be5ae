"""The rule ``replaced-notice``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import copied_code, copy_wording
from attribcheck.rules.support.copied_code import Case, Names


class ReplacedNotice(Rule):
    """A file corresponds to a known origin, does not name its holder, and names another.

    ## What it does
    Compares files as `undeclared-copy` does. Where a file corresponds to an origin, at least one
    holder of that origin is named neither in the file nor in a legal file that applies to it, and
    the file names a holder whom the origin does not, both notices are shown side by side. When
    several origins can't be told apart, this has to be so for each of them. It does not matter
    whether a component declares the origin: a declaration is no notice.

    Certain correspondences are errors, likely ones warnings, weak ones notes, and none is more than
    `[rules]` allows.

    ## Why it matters
    Nearly every licence requires that its notices are kept. A replaced notice claims in public that
    somebody else wrote the code.

    ## Example
    ```diff
    -# Copyright 2025 Foo Corp.
    +# Copyright 2026 Haneul Labs
    ```
    in a file that is new in this repository, with the functions of Foo Corp.'s `routes.py` under
    other names. `removed-notice` does not see it, since the older version was never here.

    ## How to fix
    Restore the notice of the origin; you may add your own line below it. Declare the origin as the
    finding shows, when it is not declared yet.

    ## References
    - docs/copies.md: what is compared, the thresholds and their measured rates
    - Apache-2.0, section 4(c); MIT and BSD-3-Clause, the first condition; GPL-3.0, section 4
    """

    name = "replaced-notice"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each group of origins whose holders are not named."""
        for file in copied_code.with_matches(context):
            for case in copied_code.cases(context, file):
                if names := copied_code.replaced(context, case):
                    yield self._finding(context, case, names)

    def _finding(self, context: Context, case: Case, names: Names) -> Finding:
        leader = case.leader
        component = case.declared or copied_code.named(context.policy, leader.file)
        own = copy_wording.first_statement(case.file)
        others = " and ".join(names.others)
        if component:
            line = component.lines.of("holders")
            note = f'component "{component.name}" declares: {", ".join(component.holders)}'
        else:
            line = context.policy.project.lines.header
            note = "no component that covers this file declares this origin"
        declaration = "" if case.declared else copy_wording.declaration(context, case)
        finding = self.at_file(
            context,
            case.file.path,
            copy_wording.correspondence(case)
            + copy_wording.evidence(case)
            + copy_wording.absence(names.absent)
            + f", and the notice in its place names {others}",
            component=component,
            policy_line=line if context.policy.path else None,
            policy_note=note,
            fix=copy_wording.fix(copy_wording.restoration(case), declaration),
            subject=copied_code.subject(case),
        )
        return finding._replace(
            severity=copied_code.capped(finding.severity, leader.strength),
            line=own.span.start,
            column=own.column,
            end_line=own.span.end,
            evidence=own.excerpt,
            related=(
                *copy_wording.both_notices(case),
                *copy_wording.related(case),
            ),
        )
