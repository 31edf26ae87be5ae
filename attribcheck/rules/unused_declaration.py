"""The rule ``unused-declaration``."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import BASELINE_NAME, LOCK_NAME, Excerpt
from attribcheck.policy.model import Component, PolicyException
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.removed_notice import RemovedNotice
from attribcheck.rules.support import moved, suggestions

if TYPE_CHECKING:
    from attribcheck.policy.accepted import Accepted

# By name: the modules of the last three are not imported by most checks.
NOT_FROM_THE_TREE = frozenset(
    {RemovedNotice.name, "undeclared-copy", "replaced-notice", "wrong-origin-claim"}
)


class UnusedDeclaration(Rule):
    """The policy declares a component, pattern or exception that has no effect.

    ## What it does
    Reports components without a single file, `[[packages]]` without a package, patterns in a
    component's `paths` that match no file, digests in `attribcheck.lock` of components that are not
    declared and, when the complete tree is checked, exceptions that suppressed no finding, lines of
    `attribcheck.baseline` of findings that are settled, and components without `paths` whose
    `models` no file names.

    ## Why it matters
    The NOTICE is made from the policy, and it has to represent exactly what is distributed. An
    unused exception would suppress a later finding that nobody has reviewed.

    ## Example
    `third_party/foo` was removed, but not its `[[component]]`.

    ## How to fix
    Delete the entry, or correct its pattern. `attribcheck init --baseline --prune` drops what the
    baseline does not need any more.

    ## References
    - docs/policy.md, "Components" and "Exceptions"
    """

    name = "unused-declaration"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each component and pattern without a file, and for stale digests."""
        for component in _affected(context):
            if not component.paths:
                yield from self._unnamed(context, component)
                continue
            files = context.files_of(component)
            if not files:
                folder = moved.new_folder(context, component)
                fact = f"its files were moved to {folder}" if folder else "its paths match nothing"
                yield self.at_policy(
                    context,
                    component.lines.header,
                    f'component "{component.name}" covers no file: {fact}',
                    component=component,
                    fix=suggestions.moved_paths(context, component)
                    if folder
                    else _delete(context, component.lines.header),
                    subject=component.name,
                )
                continue
            used = context.coverage.paths.used(component.paths)
            for index, pattern in enumerate(component.paths):
                if index not in used:
                    line = component.lines.of("paths", index)
                    yield self.at_policy(
                        context,
                        line,
                        f'pattern "{pattern}" of component "{component.name}" matches no file',
                        component=component,
                        subject=pattern,
                    )
        yield from self._without_packages(context)
        declared = {component.name for component in context.policy.components}
        for name in sorted(context.policy.locked.keys() - declared):
            yield self.at_file(
                context,
                LOCK_NAME,
                f'digests of component "{name}", which the policy does not declare',
                fix=f"# rename it back, or: attribcheck declare {shlex.quote(name)} --forget\n",
                subject=name,
            )

    def _without_packages(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each table of packages that declares none."""
        for table in context.policy.packages:
            used = any(c.listed and c.lines is table.lines for c in context.policy.components)
            if used or not context.concerns(filter(None, (table.list,))):
                continue
            line = table.lines.header
            yield self.at_policy(
                context,
                line,
                f'the packages in "{table.folder}" are none: no file there belongs to one'
                + (f" of {table.list}" if table.list else ""),
                fix=_delete(context, line),
                subject=table.folder,
            )

    def _unnamed(self, context: Context, component: Component) -> Iterator[Finding]:
        """Yield a finding for a component without ``paths`` whose models no file names."""
        if not context.complete:
            return  # a file that is not checked may name one
        from attribcheck.rules.support import model_claims  # lazy: few policies have models

        if model_claims.is_named(context, component):
            return
        line = component.lines.header
        yield self.at_policy(
            context,
            line,
            f'no file names a model of component "{component.name}": {", ".join(component.models)}',
            component=component,
            fix=_delete(context, line)
            + "# or add the paths of the files that load it by another name:\n"
            'paths = ["..."]\n',
            subject=component.name,
        )

    def of_exceptions(
        self, context: Context, unused: Collection[PolicyException]
    ) -> Iterator[Finding]:
        """Yield a finding for each exception that suppressed no finding in a complete tree.

        Exceptions from some rules are skipped: ``removed-notice`` needs a change to find anything,
        and the rules of copied code depend on the origin indexes of whoever runs the check.
        """
        for exception in unused:
            if exception.rule in NOT_FROM_THE_TREE:
                continue
            yield self.at_policy(
                context,
                exception.lines.header,
                f"exception from {exception.rule} for {', '.join(exception.paths)} suppresses no"
                " finding",
                fix=_delete(context, exception.lines.header),
                subject=exception.rule,
            )

    def of_baseline(self, context: Context, unused: Collection[Accepted]) -> Iterator[Finding]:
        """Yield a finding for each entry of the baseline that accepted no finding."""
        for entry in unused:
            finding = self.at_file(
                context,
                BASELINE_NAME,
                "the finding that this line accepts is not there any more",
                fix="attribcheck init --baseline --prune\n",
                subject=entry.fingerprint,
            )
            yield finding._replace(
                # Who settles a finding should not be stopped; a policy can say otherwise.
                severity=context.policy.severities.get(self.name, Severity.WARNING),
                line=entry.line,
                end_line=entry.line,
                evidence=Excerpt(f"{entry.path}: {entry.rule}: {entry.subject}"),
            )


def _affected(context: Context) -> Sequence[Component]:
    """Return the components that the change can have left without a file."""
    if context.is_touched(context.policy.display_path):
        return context.policy.components
    removed = sorted(path for path in context.touched if path not in context.listing)
    found = {c.name: c for path in removed for c in context.coverage.components_of(path)}
    return tuple(found.values())


def _delete(context: Context, line: int) -> str:
    return f"# delete the entry at {context.policy.display_path}:{line}\n"
