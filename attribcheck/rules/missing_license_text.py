"""The rule ``missing-license-text``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding, Severity
from attribcheck.rules.base import Context, Rule
from attribcheck.rules.support import shipped_texts
from attribcheck.spdx import obligations


class MissingLicenseText(Rule):
    """The text of a component's licence is missing in the repository.

    ## What it does
    Looks for the text of each licence in a component's `license`: in the component's own files, in
    the legal files at the top (LICENSE, THIRD-PARTY-NOTICES, ...) and in `LICENSES/`, where the
    REUSE specification keeps it under its id. Of a choice (`MIT OR Apache-2.0`) one text is enough.
    A text counts as present when three quarters of its words are, so an appendix may be omitted.
    Licences that require no copy (CC0-1.0, Unlicense, MIT-0, 0BSD, Zlib, ...) are skipped; for
    licences of models there is `model-obligation`.

    In a commit or a range, a component is checked when all of its files are: when it is new, or its
    declaration or one of its legal files changed.

    It is a warning, since the text may be added to a release in another way; make it an error in
    `[rules]` where the repository itself is the release.

    ## Why it matters
    Nearly every licence requires that a copy of its text is distributed; its name does not do.

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
        """Yield a finding for each licence text that a component lacks."""
        for component in context.components:
            known = dict(obligations.by_id(component.license))
            for key in shipped_texts.missing(context, component):
                if obligations.is_model_license(key):
                    continue
                copy = known[key].copy if key in known else None
                why = f'; {key} requires "{copy.text}" ({copy.section})' if copy else ""
                yield self.at_policy(
                    context,
                    component.lines.of("license"),
                    f'component "{component.name}" ({key}): licence text missing{why}',
                    component=component,
                    fix="attribcheck notice --format third-party\n",
                    subject=key,
                )
