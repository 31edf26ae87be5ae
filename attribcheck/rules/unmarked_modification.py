"""The rule ``unmarked-modification``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.core.model import LOCK_NAME, BlobKind
from attribcheck.policy.lock_comparison import DifferenceKind, differences
from attribcheck.policy.model import Component
from attribcheck.rules.base import Context, Rule
from attribcheck.rules.support import change_notices
from attribcheck.scan.lines import decoded_lines
from attribcheck.spdx import obligations
from attribcheck.spdx.obligations_table import Obligations, Requirement


class UnmarkedModification(Rule):
    """A file of a modified component was changed, and nothing in it says so.

    ## What it does
    Where the licence of a component asks for it (Apache-2.0, GPL-2.0, LGPL-2.1, Zlib, the licences
    of models, ...), each file whose content differs from what `attribcheck declare NAME --record`
    recorded has to carry a notice of the change: a line of comment that says modified, changed,
    adapted, altered, edited or the like, and either names one of `[project] holders` or gives a
    year. Where the licence asks for a date (the GPL does), it has to give a year. A line that names
    one of the component's own holders speaks of what they did. Licences that ask for such a notice
    in the work and not in each file (GPL-3.0, EUPL-1.2, CC-BY-4.0) are content with one.

    A component that is declared as not modified is the business of `modified-component`; one
    without a record is not judged, nor are binary files and formats without comments, such as
    JSON. In a commit, the files that it changes are read, and no others.

    ## Why it matters
    Who gets the file has to be able to tell the author's code from yours, and whose fault a fault
    is.

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
                whole = everything or entry.of_work
                asked = (lambda _: True) if whole else context.is_touched
                paths = context.files_of(component)
                if entry.of_work and not context.concerns([*paths, LOCK_NAME]):
                    continue
                found = differences(record, paths, context.source, asked)
                changed = [d.path for d in found if d.kind is DifferenceKind.CHANGED]
                bare = list(_unmarked(context, component, changed, entry))
                why = _why(key, entry.change_notice, dated=entry.dated)
                if entry.of_work:
                    if bare and len(bare) == len(changed):
                        yield self._of_work(context, component, len(bare), why)
                    continue
                for path in bare:
                    yield self._of_file(context, component, path, why)

    def _of_file(self, context: Context, component: Component, path: str, why: str) -> Finding:
        return self.at_file(
            context,
            path,
            f'it differs from what was recorded of component "{component.name}",'
            f" and no line in it says so; {why}",
            component=component,
            policy_line=component.lines.of("license"),
            policy_note=f'component "{component.name}" is under {component.license}',
            fix=f"# in its header: Modified by {_who(context)}, {context.today.year}: WHAT\n",
            subject=component.name,
        )

    def _of_work(self, context: Context, component: Component, count: int, why: str) -> Finding:
        return self.at_policy(
            context,
            component.lines.of("license"),
            f'of component "{component.name}" {count} changed file{"s" if count > 1 else ""} differ'
            f"{'' if count > 1 else 's'} from what was recorded, and no line says so; {why}",
            component=component,
            fix=f"# in a header: Modified by {_who(context)}, {context.today.year}: WHAT\n",
            subject=component.name,
        )


def _why(key: str, asked: Requirement, *, dated: bool) -> str:
    date = ", with a date" if dated else ""
    return f"{key}, section {asked.section}, asks for a notice of the change{date}"


def _who(context: Context) -> str:
    names = (h for h in context.policy.project.holders if not h.startswith("re:"))
    return next(names, "WHO")


def _unmarked(
    context: Context, component: Component, paths: list[str], entry: Obligations
) -> Iterator[str]:
    """Yield those of ``paths`` that could carry a notice of the change and carry none."""
    blobs = [context.listing[path] for path in paths]
    files = [blob for blob in blobs if blob.kind is BlobKind.FILE]
    for blob, content in context.source.read(files):
        if content is None or not change_notices.can_stand_in(blob.path, content):
            continue
        lines = decoded_lines(content)
        own = context.policy.project.holders
        if not change_notices.is_marked(
            blob.path, lines, own, component.holders, dated=entry.dated
        ):
            yield blob.path
