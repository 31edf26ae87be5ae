"""The rule ``undeclared-copy``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import copied_code, copy_wording
from attribcheck.rules.support.copied_code import Case


class UndeclaredCopy(Rule):
    """Lines of a file correspond to a known origin, and no component that covers it declares that.

    ## What it does
    Compares the tokens of each changed file (in `check`, of each file) with two kinds of origins:
    the files of declared components, outside of their `paths`, and the origin indexes that
    `attribcheck origins add` made. Names, comments and layout may differ. The correspondence is
    explained when a component covers the file that has the origin's name or package URL, or
    declares its holders. A file that a component covers is compared with the indexes only.

    Certain correspondences are errors, likely ones warnings, weak ones notes, and none is more than
    `[rules]` allows. Several origins whose lines can't be told apart are named together. Who copied
    from whom can't be seen in the code, so nothing is said about that.

    ## Why it matters
    Code keeps its licence where its header was cut and its names were changed. What no component
    declares is missing in the NOTICE of the next release, and its licence was not checked.

    ## Example
    `src/haneul/router.py` has 120 lines whose tokens are those of `third_party/foo/routes.py`,
    which component "foo" covers; its header is missing and every function has another name.

    ## How to fix
    Add the file to the `paths` of the component, or declare the component as the finding shows, and
    restore the notice of the origin. Where both files follow a common model (a specification, a
    generator), suppress the finding with that reason.

    ## References
    - docs/copies.md: what is compared, the thresholds and their measured rates
    - Apache-2.0, section 4(c); MIT and BSD-3-Clause, the first condition
    """

    name = "undeclared-copy"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each group of origins that no component declares."""
        for file in copied_code.with_matches(context):
            for case in copied_code.cases(context, file):
                if case.declared is None and copied_code.replaced(context, case) is None:
                    yield self._finding(context, case)

    def _finding(self, context: Context, case: Case) -> Finding:
        leader = case.leader
        region = copied_code.largest(leader.regions)
        absent = copied_code.compare_names(context, case.file, leader.file).absent
        component = copied_code.named(context.policy, leader.file)
        if component:
            undeclared = ", whose paths do not cover this file"
            if not leader.file.component.declared:
                undeclared = (
                    f', and the paths of component "{component.name}" do not cover this file'
                )
            line = component.lines.of("paths")
            note = f'component "{component.name}" does not cover this file'
        else:
            undeclared = ", and no component declares it"
            line = context.policy.project.lines.header
            note = "no component that covers this file declares this origin"
        restored = copy_wording.restoration(case) if absent else ""
        finding = self.at_file(
            context,
            case.file.path,
            copy_wording.correspondence(case)
            + undeclared
            + copy_wording.evidence(case)
            + copy_wording.absence(absent),
            component=component,
            policy_line=line if context.policy.path else None,
            policy_note=note,
            fix=copy_wording.fix(restored, copy_wording.declaration(context, case)),
            subject=copied_code.subject(case),
        )
        notices = copy_wording.both_notices(case) if absent else ()
        return finding._replace(
            severity=copied_code.capped(finding.severity, leader.strength),
            line=region.here.start,
            end_line=region.here.end,
            related=(*copy_wording.related(case), *notices),
        )
