"""The rule ``unmarked-modification``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.core.model import LOCK_NAME, BlobKind
from attribcheck.core.text import counted
from attribcheck.policy.lock_comparison import DifferenceKind, differences
from attribcheck.policy.model import Component
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import change_notices
from attribcheck.scan.lines import decoded_lines
from attribcheck.spdx import obligations
from attribcheck.spdx.obligations_table import Obligations, Requirement


class UnmarkedModification(Rule):
    """A changed file of a modified component carries no notice of the change.

    ## What it does
    Where the licence of a component requires it (Apache-2.0, GPL-2.0, LGPL-2.1, Zlib, the licences
    of models, ...), each file whose content differs from the digests that
    `attribcheck declare NAME --record` recorded has to carry a notice of the change: a comment line
    that says modified, changed, adapted, altered, edited or the like, and either names one of
    `[project] holders` or gives a year. Where the licence requires a date (the GPL does), the line
    has to give a year. A line that names one of the component's own holders describes a change of
    theirs and does not count. For licences that require the notice in the work and not in each file
    (GPL-3.0, EUPL-1.2, CC-BY-4.0) one notice is enough.

    For components that are declared as not modified there is `modified-component`. Components
    without recorded digests are not checked, nor are binary files and formats without comments,
    such as JSON. In a commit, only the files that it changes are read.

    ## Why it matters
    Recipients of the file have to be able to tell the author's code from yours, and to see whose
    change caused a fault.

    ## Example
    `src/moe/router.py` came from Foo Corp. under Apache-2.0 and was changed since.

    ## How to fix
    Write into its header: `# Modified by Haneul Labs, 2026: routing for two experts.`

    ## References
    - Apache-2.0, section 4(b); GPL-2.0, section 2(a); GPL-3.0, section 5(a)
    - docs/policy.md, "Recorded digests"
    """

    name = "unmarked-modification"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each changed file, or work, without its notice."""
        everything = context.concerns([LOCK_NAME])
        for component in context.policy.components:
            record = context.policy.locked.get(component.name)
            if record is None or component.modified is False:
                continue
            for key, entry in obligations.by_id(component.license):
                if entry.change_notice is None:
                    continue
                complete = everything or entry.of_work
                compared = (lambda _: True) if complete else context.is_touched
                paths = context.files_of(component)
                if entry.of_work and not context.concerns([*paths, LOCK_NAME]):
                    continue
                found = differences(record, paths, context.source, compared)
                changed = [d.path for d in found if d.kind is DifferenceKind.CHANGED]
                unmarked = list(_unmarked(context, component, changed, entry))
                requirement = _requirement(key, entry.change_notice, dated=entry.dated)
                if entry.of_work:
                    if unmarked and len(unmarked) == len(changed):
                        yield self._of_work(context, component, len(unmarked), requirement)
                    continue
                for path in unmarked:
                    yield self._of_file(context, component, path, requirement)

    def _of_file(
        self, context: Context, component: Component, path: str, requirement: str
    ) -> Finding:
        return self.at_file(
            context,
            path,
            f'this file of component "{component.name}" differs from {LOCK_NAME} and has no notice'
            f" of the change; {requirement}",
            component=component,
            policy_line=component.lines.of("license"),
            policy_note=f'component "{component.name}" is under {component.license}',
            fix=f"# in its header: Modified by {_holder(context)}, {context.today.year}: WHAT\n",
            subject=component.name,
        )

    def _of_work(
        self, context: Context, component: Component, count: int, requirement: str
    ) -> Finding:
        return self.at_policy(
            context,
            component.lines.of("license"),
            f'{counted(count, "changed file")} of component "{component.name}" without a notice of'
            f" the change; {requirement}",
            component=component,
            fix=f"# in a header: Modified by {_holder(context)}, {context.today.year}: WHAT\n",
            subject=component.name,
        )


def _requirement(key: str, requirement: Requirement, *, dated: bool) -> str:
    date = " with a date" if dated else ""
    return f"{key}, section {requirement.section}, requires one{date}"


def _holder(context: Context) -> str:
    names = (h for h in context.policy.project.holders if not h.startswith("re:"))
    return next(names, "WHO")


def _unmarked(
    context: Context, component: Component, paths: list[str], entry: Obligations
) -> Iterator[str]:
    """Yield those of ``paths`` that can carry a notice of the change and have none."""
    blobs = [context.listing[path] for path in paths]
    files = [blob for blob in blobs if blob.kind is BlobKind.FILE]
    for blob, content in context.source.read(files):
        if content is None or not change_notices.can_have_comments(blob.path, content):
            continue
        lines = decoded_lines(content)
        own = context.policy.project.holders
        if not change_notices.is_marked(
            blob.path, lines, own, component.holders, dated=entry.dated
        ):
            yield blob.path
