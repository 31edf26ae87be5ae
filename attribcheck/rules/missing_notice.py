"""The rule ``missing-notice``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile, Status
from attribcheck.core.finding import Finding, RelatedLocation
from attribcheck.core.model import BlobKind, FileScan, NoticeKind, container_of
from attribcheck.policy.model import Component
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context


class MissingNotice(Rule):
    """A file of a component has no notice, and no licence file of the component applies to it.

    ## What it does
    A file that a component covers has to carry a notice of that component, or the component has to
    have one file with its notice for all of them: a LICENSE, COPYING or NOTICE among its `paths`,
    its `notice-file`, or a statement in the NOTICE at the top of the repository. A `notice-file`
    that does not exist is a finding too. So is a file whose only notice names the project's own
    holders, unless they are holders of the component, too, or it has `modified = true`: whoever
    reads the file takes its code for ours. Empty files need no notice. Where an origin index knows
    the file, the finding shows the notice that it has there.

    ## Why it matters
    MIT and BSD require the notice in all copies, Apache-2.0 that it is retained: a copy without it
    is not licensed. The declaration in the policy is no notice, since it is not distributed.

    ## Example
    `src/moe/router.py` is declared as Foo Corp.'s under MIT, but neither the file nor a LICENSE
    names Foo Corp.

    ## How to fix
    Put the upstream LICENSE beside the files and let the component's `paths` cover it, restore the
    header of the file, or name the upstream NOTICE as `notice-file`.

    ## References
    - Apache-2.0, section 4; MIT; BSD-3-Clause
    - docs/policy.md, "Components"
    """

    name = "missing-notice"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each file without a notice, and for each missing ``notice-file``."""
        for component in context.policy.components:
            if component.notice_file and component.notice_file not in context.listing:
                yield self.at_policy(
                    context,
                    component.lines.of("notice-file"),
                    f'notice-file of component "{component.name}" does not exist:'
                    f" {component.notice_file}",
                    component=component,
                    subject=component.notice_file,
                )
        inside = context.inside
        has_shared: dict[str, bool] = {}
        for file in context.files:
            if not file.components or not _can_carry(file) or container_of(file.path):
                continue
            parts = (file, *inside.get(file.path, ()))
            # The rule license-mismatch reports a notice that contradicts the component.
            if any(
                item.declared_by or item.status is Status.MISMATCH
                for one in parts
                for item in one.effective
            ):
                continue
            for component in file.components:
                if component.name not in has_shared:
                    has_shared[component.name] = _has_shared_notice(context, component)
            if file.is_own and all(_is_unchanged(context, c) for c in file.components):
                yield self._of_our_name(context, file, file.components[0])
            elif not any(has_shared[component.name] for component in file.components):
                yield self._finding(context, file, file.components[0])

    def _of_our_name(self, context: Context, file: ClassifiedFile, component: Component) -> Finding:
        statement = next(n for n in file.effective if n.notice.kind is NoticeKind.COPYRIGHT)
        return self.at_notice(
            context,
            file,
            statement,
            f'this file of component "{component.name}" names no holder but the project\'s own',
            policy_line=component.lines.of("paths"),
            policy_note=f'component "{component.name}" covers this file',
            fix=(
                f"# put the notice of {component.name} above it; or, where it states our own\n"
                "# changes of the code, in the component:\n"
                "modified = true\n"
            ),
        )

    def _finding(self, context: Context, file: ClassifiedFile, component: Component) -> Finding:
        known = _known(context, file) if context.copies else _Known()
        finding = self.at_file(
            context,
            file.path,
            f'no notice of component "{component.name}" in this file, nor in a licence or NOTICE'
            " file that applies to it",
            component=component,
            policy_line=component.lines.of("paths"),
            policy_note=f'component "{component.name}" covers this file',
            fix=known.fix
            + (
                f"# put the LICENSE that came with {component.name} beside its files, so that\n"
                "# the component's paths cover it, or name it in the component:\n"
                'notice-file = "path/to/its/NOTICE"\n'
            ),
            subject=component.name,
        )
        return finding._replace(related=known.related)


class _Known(NamedTuple):
    """What the origin indexes know of a file, for its finding."""

    fix: str = ""
    related: tuple[RelatedLocation, ...] = ()


def _known(context: Context, file: ClassifiedFile) -> _Known:
    from attribcheck.rules.support import copied_code, copy_wording  # lazy: a search only

    declared = [case for case in copied_code.cases(context, file) if case.declared]
    if not declared:
        return _Known()
    restored = copy_wording.restoration(declared[0])
    return _Known(
        f"{restored}\n" if restored else "",
        (
            *copy_wording.both_notices(declared[0]),
            *copy_wording.related(declared[0]),
        ),
    )


def _is_unchanged(context: Context, component: Component) -> bool:
    """Whether a component of others does not say that its files were modified."""
    own = context.classifier.coverage.own_holders
    is_ours = any(holder in own for holder in component.holders)
    return bool(component.holders) and not is_ours and component.modified is not True


def _can_carry(file: ClassifiedFile) -> bool:
    return (
        file.blob.kind is BlobKind.FILE and isinstance(file.scan, FileScan) and not file.scan.blank
    )


def _has_shared_notice(context: Context, component: Component) -> bool:
    """Whether one file of the component carries its notice for all of them."""
    if component.notice_file and component.notice_file in context.listing:
        return True
    return any(
        item.declared_by is not None and item.declared_by.name == component.name
        for legal in context.legal.values()
        for item in legal.effective
    )
