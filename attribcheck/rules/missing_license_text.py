"""The rule ``missing-license-text``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding, Severity
from attribcheck.rules.base import Context, Rule
from attribcheck.rules.support import shipped_texts
from attribcheck.spdx import obligations


class MissingLicenseText(Rule):
    """The text of a component's licence ships nowhere in the repository.

    ## What it does
    Looks for the text of each licence in a component's `license`: in the component's own files, in
    the legal files at the top (LICENSE, THIRD-PARTY-NOTICES, ...) and in `LICENSES/`, where the
    REUSE specification keeps it under its id. Of a choice (`MIT OR Apache-2.0`) one text is enough.
    A text is there when three quarters of its words are, so an appendix may be left out. Licences
    that do not ask for a copy (CC0-1.0, Unlicense, MIT-0, 0BSD, Zlib, ...) are left alone; those of
    models are judged by `model-obligation`.

    In a commit or a range, a component is judged when all of its files are looked at: when it is
    new, or its declaration or one of its legal files changed.

    It is a warning, since the text may come to a release by another way; make it an error in
    `[rules]` where the repository itself is what is released.

    ## Why it matters
    Nearly every licence asks for a copy of itself, and the name of a licence is not the copy.

    ## Example
    Every file of `third_party/foo` says `SPDX-License-Identifier: MIT`, and no file holds the text.

    ## How to fix
    Put the LICENSE that came with the code beside it, or run
    `attribcheck notice --format third-party`: THIRD-PARTY-NOTICES carries each licence's text once.

    ## References
    - Apache-2.0, section 4(a); MIT; BSD-3-Clause; GPL-3.0, section 4
    - https://reuse.software/spec-3.3/
    """

    name = "missing-license-text"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each licence of each component whose text is not there."""
        for component in context.policy.components:
            asked = dict(obligations.by_id(component.license))
            for key in shipped_texts.missing(context, component):
                if obligations.is_model_license(key):
                    continue
                copy = asked[key].copy if key in asked else None
                why = f"; it asks for a copy ({copy.section})" if copy else ""
                yield self.at_policy(
                    context,
                    component.lines.of("license"),
                    f'component "{component.name}" is under {key}, and the text of that licence'
                    f" ships nowhere{why}",
                    component=component,
                    fix="attribcheck notice --format third-party\n",
                    subject=key,
                )
