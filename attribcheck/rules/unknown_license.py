"""The rule ``unknown-license``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.classify.classifier import Status
from attribcheck.core.finding import Finding
from attribcheck.core.model import NoticeKind
from attribcheck.rules.base import Context, Rule


class UnknownLicense(Rule):
    """The engine sees a licence that it can't name.

    ## What it does
    Reports licence references that lead to no file beside or above ("see the terms in
    TERMS-OF-USE"), and texts that are a licence's but of no known licence. A reference to a LICENSE
    that is there is followed instead.

    ## Why it matters
    An unknown licence is not a permissive one. Nobody can say what it asks for until a person has
    read it.

    ## Example
    ```c
    /* Use of this file is governed by the Foo Software Agreement. */
    ```

    ## How to fix
    Read the text. Then name the licence in the component's `license` (an id of your own is a
    `LicenseRef-NAME`) and write an exception for this line that says what it refers to, or
    restore the file that is referred to.

    ## References
    - SPDX specification, clause 10 (other licensing information)
    - docs/policy.md, "Exceptions"
    """

    name = "unknown-license"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each licence without a name."""
        for file in context.files:
            for item in file.effective:
                if item.notice.kind is NoticeKind.LICENSE and item.status is Status.UNKNOWN:
                    covering = file.components[0] if file.components else None
                    note = (
                        f'component "{covering.name}" has license = "{covering.license}"'
                        if covering
                        else ""
                    )
                    yield self.at_notice(
                        context,
                        file,
                        item,
                        f"a licence is referred to that can't be named ({', '.join(item.rest)})",
                        policy_line=covering.lines.of("license") if covering else None,
                        policy_note=note,
                    )
