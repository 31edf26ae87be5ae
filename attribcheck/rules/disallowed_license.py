"""The rule ``disallowed-license``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from attribcheck.classify.model import Status
from attribcheck.core.finding import Finding
from attribcheck.core.model import NoticeKind
from attribcheck.policy.model import LicenseTable
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import license_verdict, suggestions
from attribcheck.spdx import catalog, expressions

_UNEXPLAINED = frozenset({Status.UNDECLARED, Status.MISMATCH})


class DisallowedLicense(Rule):
    """A licence is one that `[licenses]` denies or does not allow.

    ## What it does
    Judges the licence of each declared component, of each package that a list of `[[packages]]`
    names, and each licence found in a file that no component explains, by `[licenses]`. An
    expression passes when one of its OR branches is allowed in all its AND parts. `deny` wins over
    `allow`; what is in neither is a finding. Without `[licenses]`, or without `allow`, everything
    passes that is not denied. The project's own licence needs no entry.

    ## Why it matters
    Some licences require more than a project can accept: to publish the source, to limit its use,
    to pass terms on. The policy decides that once, for everybody who copies a file.

    ## Example
    ```toml
    [licenses]
    allow = ["category:permissive", "MPL-2.0"]
    deny = ["category:copyleft"]

    [[component]]
    name = "foo"
    license = "GPL-3.0-only"     # category copyleft: denied
    ```

    ## How to fix
    Remove the component or take another version of it; choose the allowed branch where the
    licence offers one; or have the owner of the policy change `[licenses]` or add an exception.

    ## References
    - docs/policy.md, "Licences"
    - SPDX specification, annex D (expressions)
    """

    name = "disallowed-license"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each component and unexplained licence that is refused."""
        table = context.policy.licenses
        if table is None:
            return
        for component in context.policy.components:
            if not component.known_license:
                continue  # none of its files is checked
            if refusal := self._refusal(context, table, component.license):
                _, reason, line, note = refusal
                yield self.at_policy(
                    context,
                    component.lines.of("license"),
                    f"{suggestions.described(component)} is under {component.license}: {reason}",
                    component=component,
                    policy_line=line,
                    policy_note=note,
                    subject=component.license,
                )
        refusal_of = cache(partial(self._refusal, context, table))  # of few different licences
        for file in context.files:
            for item in file.effective:
                if item.notice.kind is not NoticeKind.LICENSE or item.status not in _UNEXPLAINED:
                    continue
                # The rule unknown-license reports licences without a name.
                named = expressions.named([item.notice.text])
                if named and (refusal := refusal_of(named)):
                    key, reason, line, note = refusal
                    yield self.at_notice(
                        context,
                        file,
                        item,
                        f"licence {named}: {reason}",
                        keys=(key,),
                        policy_line=line,
                        policy_note=note,
                        fix=suggestions.exception(self.name, file.path),
                    )

    def _refusal(
        self, context: Context, table: LicenseTable, expression: str
    ) -> tuple[str, str, int, str] | None:
        """Return the refused id, the reason, the policy line and a note on it; None if allowed."""
        own = context.policy.project.license
        verdict = license_verdict.judge(
            expression,
            allow=table.allow,
            deny=table.deny,
            own=frozenset(expressions.keys(own)) if own else frozenset(),
        )
        if verdict.decision is license_verdict.Decision.ALLOWED:
            return None
        category = catalog.category(verdict.key) or "none assigned"
        if verdict.decision is license_verdict.Decision.DENIED and verdict.entry is not None:
            entry = table.deny[verdict.entry]
            line = table.lines.of("deny", verdict.entry)
            return verdict.key, f"{verdict.key} is denied", line, f'[licenses] deny has "{entry}"'
        note = f'[licenses] allow has neither "{verdict.key}" nor its category ({category})'
        return verdict.key, f"{verdict.key} is not allowed", table.lines.of("allow"), note
