"""The rule ``missing-header``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import BlobKind, FileScan, container_of
from attribcheck.notices import header_template
from attribcheck.notices.comment_styles import CommentStyle, comment_style
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context


class MissingHeader(Rule):
    """A source file of our own has no notice, and the policy has a header for it.

    ## What it does
    It runs only where the policy sets `[project] header`. A source file of our own is one that no
    component covers, that has no copyright or licence notice, that matches no known origin, and
    around which no LICENSE of others stands. Empty files, generated files, and types of data and
    documents need no header.

    `attribcheck check --fix` writes the header into these files: below a first line that has to
    stay on top (`#!`, an encoding, an XML declaration, `<?php`), as a comment of the language, with
    the line ends and the encoding of the file. It does not touch a file with any notice.

    ## Why it matters
    Code is copied file by file. A file without a notice arrives elsewhere as nobody's, and nobody
    can attribute it, or see that it is yours.

    ## Example
    The policy says `header = "SPDX-FileCopyrightText: {year} {holder}"`, and `src/moe.py` begins
    with `import math`.

    ## How to fix
    Run `attribcheck check --fix`, look at the diff and stage it. If the file is not yours, declare
    it instead: a header above the code of others makes it look like yours.

    ## References
    - REUSE specification 3.3, "Comment headers"; docs/policy.md
    """

    name = "missing-header"
    severity = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each source file of our own without a notice."""
        project = context.policy.project
        if not project.header:
            return
        without = {}
        for file in context.files:
            if (style := comment_style(file.path)) and self._needs_one(context, file):
                without[file.path] = (file, style)
        generated = self._generated(context, [file for file, _ in without.values()])
        lines = header_template.rendered(
            project.header,
            year=context.today.year,
            holders=project.holders,
            license_=project.license,
        )
        for path, (_, style) in without.items():
            if path not in generated:
                yield self.at_file(
                    context,
                    path,
                    "no copyright or licence notice in this file of our own",
                    policy_line=project.lines.of("header"),
                    policy_note="[project] header",
                    fix=_comment(style, lines),
                )

    def _needs_one(self, context: Context, file: ClassifiedFile) -> bool:
        if file.components or file.notices or container_of(file.path):
            return False
        if file.blob.kind is not BlobKind.FILE or not isinstance(file.scan, FileScan):
            return False
        if file.scan.blank or (context.copies and file.path in context.copies.files):
            return False
        governing = context.coverage.legal.governing(file.path)
        return all(map(context.classifier.is_ours, governing))

    def _generated(self, context: Context, files: list[ClassifiedFile]) -> set[str]:
        from attribcheck.removals.headers import is_generated  # lazy: few policies have a header

        contents = context.source.read([file.blob for file in files])
        return {
            blob.path for blob, content in contents if content is not None and is_generated(content)
        }


def _comment(style: CommentStyle, lines: list[str]) -> str:
    try:
        return "".join(f"{line}\n" for line in style.comment(lines))
    except ValueError:
        return ""
