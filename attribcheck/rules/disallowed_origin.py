"""The rule ``disallowed-origin``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attribcheck.core.finding import Finding
from attribcheck.notices.holders import normal_form
from attribcheck.policy.model import Component
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context

SUPPLIER = "supplier:"


class DisallowedOrigin(Rule):
    """The policy's `[origins]` does not allow the origin or supplier of a component.

    ## What it does
    Compares the `origin` and `supplier` of each component with `[origins]`: `deny` wins over
    `allow`; with an `allow` list, a component that declares neither of them is a finding. Supplier
    names are compared as holders are: case, punctuation and legal forms do not count.

    ## Why it matters
    Export rules, procurement rules and customers restrict where code and weights may come from.
    The policy holds the restriction, and this rule enforces it.

    ## Example
    ```toml
    [origins]
    deny = ["XX", "supplier:Foo Corp."]
    ```

    ## How to fix
    Remove the component, or have the owner of the policy change `[origins]` or add an exception for
    the component's files.

    ## References
    - ISO 3166-1 (country codes); SPDX specification, 7.5 (package supplier)
    - docs/policy.md, "Origins"
    """

    name = "disallowed-origin"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each component whose origin is denied, not allowed or undeclared."""
        table = context.policy.origins
        if table is None:
            return
        for component in context.policy.components:
            denied = _entry(component, table.deny)
            if denied is not None:
                key = "supplier" if table.deny[denied].startswith(SUPPLIER) else "origin"
                yield self.at_policy(
                    context,
                    component.lines.of(key),
                    f'component "{component.name}" comes from {_described(component)},'
                    " which [origins] denies",
                    component=component,
                    policy_line=table.lines.of("deny", denied),
                    policy_note=f'[origins] deny has "{table.deny[denied]}"',
                    subject=component.name,
                )
            elif table.allow is not None and _entry(component, table.allow) is None:
                yield self.at_policy(
                    context,
                    component.lines.of("origin" if component.origin else "supplier"),
                    f'component "{component.name}" comes from {_described(component)},'
                    " which [origins] does not allow",
                    component=component,
                    policy_line=table.lines.of("allow"),
                    policy_note="[origins] allow has neither its origin nor its supplier",
                    subject=component.name,
                )


def _entry(component: Component, entries: Sequence[str]) -> int | None:
    """Return the index of the first entry that names the component's origin or supplier."""
    for index, entry in enumerate(entries):
        if entry.startswith(SUPPLIER):
            supplier = normal_form(component.supplier or "")
            if supplier and supplier == normal_form(entry[len(SUPPLIER) :]):
                return index
        elif component.origin == entry:
            return index
    return None


def _described(component: Component) -> str:
    return ", ".join(filter(None, (component.supplier, component.origin))) or "an undeclared origin"
