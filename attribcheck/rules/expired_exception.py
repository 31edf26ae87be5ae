"""The rule ``expired-exception``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.rules.base import Context, Rule


class ExpiredException(Rule):
    """An exception's last day is over.

    ## What it does
    Compares `expires` of each exception with today (UTC; the date of SOURCE_DATE_EPOCH when that is
    set). An exception holds on the day that it names and permits nothing from the next day on.

    ## Why it matters
    A date was given so that somebody looks again. Without this rule the permission would end in
    silence, or never.

    ## Example
    ```toml
    [[exception]]
    rule = "undeclared-notice"
    paths = ["vendor/foo/**"]
    reason = "waiting for Foo Corp.'s answer"
    expires = 2026-06-30
    ```

    ## How to fix
    Settle what it was for and delete it, or give it a new date and say why.

    ## References
    - docs/policy.md, "Exceptions"
    """

    name = "expired-exception"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each exception that is over."""
        for exception in context.policy.exceptions:
            if exception.expires is not None and exception.expires < context.today:
                yield self.at_policy(
                    context,
                    exception.lines.of("expires"),
                    f"the exception from {exception.rule} expired on {exception.expires}",
                    policy_note=f"its reason was: {exception.reason}",
                    subject=exception.rule,
                )
