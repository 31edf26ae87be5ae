"""The rule ``unknown-license``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.classify.model import Status
from attribcheck.core.finding import Finding
from attribcheck.core.model import NoticeKind
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context


class UnknownLicense(Rule):
    """The engine detects a licence that it can't identify.

    ## What it does
    Reports licence references to a file that does not exist in the same directory or above ("see
    the terms in TERMS-OF-USE"), and licence texts of no known licence. A reference to a LICENSE
    that exists is followed instead.

    ## Why it matters
    An unknown licence is not a permissive one. Its conditions are unknown until a person has read
    it.

    ## Example
    ```c
    /* Use of this file is governed by the Foo Software Agreement. */
    ```

    ## How to fix
    Read the text. Then name the licence in the component's `license` (an id of your own is a
    `LicenseRef-NAME`; an SPDX tag with that name is declared by it) and write an exception for
    this line that says what it refers to, or restore the file that it refers to.

    ## References
    - SPDX specification, clause 10 (other licensing information)
    - docs/policy.md, "Exceptions"
    """

    name = "unknown-license"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each unidentified licence."""
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
                        f"licence not identified: scancode reports {', '.join(item.rest)}",
                        policy_line=covering.lines.of("license") if covering else None,
                        policy_note=note,
                    )
