"""The rule ``modified-component``."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.core.model import LOCK_NAME
from attribcheck.policy.lock_comparison import DifferenceKind, differences
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context

_MESSAGES = {
    DifferenceKind.CHANGED: f"the content of this file differs from {LOCK_NAME}",
    DifferenceKind.ADDED: f"this file is not in {LOCK_NAME}",
    DifferenceKind.MISSING: f"this file is in {LOCK_NAME} and does not exist any more",
    DifferenceKind.MOVED: f"{LOCK_NAME} has this file, with the same content, at another path",
}


class ModifiedComponent(Rule):
    """A component that is declared as not modified differs from its recorded digests.

    ## What it does
    `attribcheck declare NAME --record` writes the digests of a component's files into
    `attribcheck.lock`. Where the component has `modified = false`, every file that was changed,
    added or deleted since then is a finding. git's object ids are compared, and only a file with
    another id is read: the same content in Git LFS, in a repository of another object format, or
    with all its line ends converted is not changed. A component without recorded digests is not
    compared.

    ## Why it matters
    THIRD-PARTY-NOTICES and the SBOM say "not modified", and licences require more of a modified
    component. The comparison also shows changes that nobody intended.

    ## Example
    Somebody fixed a typo in `third_party/foo/foo.c`, and the policy says `modified = false`.

    ## How to fix
    Restore the file; or set `modified = true` and mark the change in the file; or, when the
    component was updated, record it again: `attribcheck declare NAME --record`.

    ## References
    - SPDX specification 2.3, 7.10 (checksums of packages)
    - docs/policy.md, "Recorded digests"
    """

    name = "modified-component"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each file that differs."""
        everything = context.concerns([LOCK_NAME])
        for component in context.policy.components:
            record = context.policy.locked.get(component.name)
            if record is None or component.modified is not False:
                continue
            paths = context.files_of(component)
            compared = (lambda _: True) if everything else context.is_touched
            for difference in differences(record, paths, context.source, compared):
                yield self.at_file(
                    context,
                    difference.path,
                    f'component "{component.name}" is declared as not modified, but'
                    f" {_MESSAGES[difference.kind]}",
                    component=component,
                    policy_line=component.lines.of("modified"),
                    policy_note=f'component "{component.name}" has modified = false',
                    fix=f"attribcheck declare {shlex.quote(component.name)} --record\n"
                    if difference.kind is DifferenceKind.MOVED
                    else "",
                    subject=difference.kind.value,
                )
