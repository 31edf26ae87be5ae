"""The rule ``missing-license-text``."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from attribcheck.core.finding import Finding, Severity
from attribcheck.notices import legal_files
from attribcheck.policy.model import NO_LICENSE
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import shipped_texts
from attribcheck.spdx import license_texts, obligations


class MissingLicenseText(Rule):
    """The text of a component's licence, or of the project's own, is missing in the repository.

    ## What it does
    Looks for the text of each licence in a component's `license`: in the component's own files, in
    the legal files at the top (LICENSE, THIRD-PARTY-NOTICES, ...) and in `LICENSES/`, where the
    REUSE specification keeps it under its id. Of a choice (`MIT OR Apache-2.0`) one text is enough.
    A text counts as present when three quarters of its words are, so an appendix may be omitted.
    Licences that require no copy (CC0-1.0, Unlicense, MIT-0, 0BSD, Zlib, ...) are skipped; for
    licences of models there is `model-obligation`.

    In a commit or a range, a component is checked when all of its files are: when it is new, or its
    declaration or one of its legal files changed.

    A change that deletes the last licence file at the top of the repository is reported, too: the
    project's own licence has no text any more.

    It is a warning, since the text may be added to a release in another way; make it an error in
    `[rules]` where the repository itself is the release.

    ## Why it matters
    Nearly every licence requires that a copy of its text is distributed; its name does not do.

    ## Example
    Every file of `third_party/foo` says `SPDX-License-Identifier: MIT`, and no file holds the text.

    ## How to fix
    Put the LICENSE that came with the code beside it, or run
    `attribcheck notice --format third-party`: THIRD-PARTY-NOTICES carries each licence's text once.
    It counts once git tracks it; the command prints the `git add`.
    It has none for a `LicenseRef-` of your own, whose text goes into `LICENSES/`.

    ## References
    - Apache-2.0, section 4(a); MIT; BSD-3-Clause; GPL-3.0, section 4
    - https://reuse.software/spec-3.3/
    """

    name = "missing-license-text"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each licence text that a component lacks, and for our own."""
        yield from self._deleted(context)
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
                    fix=_fix(key),
                    subject=key,
                )

    def _deleted(self, context: Context) -> Iterator[Finding]:
        gone = [path for path in context.touched if _is_own_text(path)]
        gone = sorted(path for path in gone if path not in context.listing)
        if not gone or context.older is None or any(map(_is_own_text, context.listing)):
            return
        for path in gone:
            if old := context.older.listing.get(path):
                yield self.at_file(
                    context,
                    path,
                    "this file was deleted, and no licence file is left at the top of the"
                    " repository: the project's own licence has no text",
                    policy_line=context.policy.project.lines.of("license"),
                    policy_note=f"[project] license: {context.policy.project.license or 'none'}",
                    fix=f"git cat-file blob {old.oid} > {shlex.quote(path)}\n",
                    subject=path,
                )


def _fix(key: str) -> str:
    if key == NO_LICENSE:
        return "# ask the holders for their licence, and declare it\n"
    if license_texts.known(key) is None:
        return f"# put the text into LICENSES/{key}.txt\n"
    return "attribcheck notice --format third-party\n"


def _is_own_text(path: str) -> bool:
    if not legal_files.is_of_project(path):
        return False
    return legal_files.is_license_file(path) or path.startswith("LICENSES/")
