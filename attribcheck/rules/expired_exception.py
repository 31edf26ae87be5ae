"""The rule ``expired-exception``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context


class ExpiredException(Rule):
    """An exception has expired.

    ## What it does
    Compares `expires` of each exception with today (UTC; the date of SOURCE_DATE_EPOCH when that is
    set). An exception suppresses findings up to and including that day, and none afterwards.

    ## Why it matters
    The date is there so that a person reviews the exception. Without this rule it would end
    unnoticed, or never.

    ## Example
    ```toml
    [[exception]]
    rule = "undeclared-notice"
    paths = ["vendor/foo/**"]
    reason = "waiting for Foo Corp.'s answer"
    expires = 2026-06-30
    ```

    ## How to fix
    Fix what the exception was for and delete it, or set a new date and say why.

    ## References
    - docs/policy.md, "Exceptions"
    """

    name = "expired-exception"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each expired exception."""
        for exception in context.policy.exceptions:
            if exception.expires is not None and exception.expires < context.today:
                yield self.at_policy(
                    context,
                    exception.lines.of("expires"),
                    f"exception from {exception.rule} expired on {exception.expires}",
                    policy_note=f"reason: {exception.reason}",
                    subject=exception.rule,
                )
