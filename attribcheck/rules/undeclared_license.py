"""The rule ``undeclared-license``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.classify.model import ClassifiedFile, ClassifiedNotice, Status
from attribcheck.core.finding import Finding
from attribcheck.core.model import BlobKind, FileScan, NoticeKind
from attribcheck.notices.legal_files import is_legal_file
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import suggestions


class UndeclaredLicense(Rule):
    """A stated licence is neither the project's nor that of a declared component.

    ## What it does
    Every licence text, tag or reference of a checked file has to be the project's own licence or
    that of a component whose `paths` cover the file. To a file that names no holder the LICENSE of
    its directory applies: when that one is foreign, the file has to be declared too.

    What contributors agree to (a DCO, a contributor licence agreement) is no licence of the file.
    Neither is a disclaimer of warranty beside a licence, or in a file that a component covers.

    ## Why it matters
    A licence that is not yours usually comes with code that is not yours. The files of vendored
    code often have no copyright line, and its LICENSE is the only notice.

    ## Example
    `third_party/tiny/LICENSE` holds the MIT licence in a project under Apache-2.0, and no component
    covers `third_party/tiny/**`.

    ## How to fix
    Declare the component (`attribcheck declare NAME PATH`, or paste the lines that the finding
    shows). When the file is your own, correct its licence, or state your copyright in it. When it
    only mentions a licence, end the line with `attribcheck: ignore[undeclared-license] REASON`
    in a comment, or write an exception.

    ## References
    - docs/policy.md, "Components"
    - REUSE specification 3.3, "Order of precedence"
    """

    name = "undeclared-license"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each undeclared licence and each file under a foreign LICENSE."""
        project = context.policy.project
        for file in context.files:
            for item in file.effective:
                if item.notice.kind is NoticeKind.LICENSE and item.status is Status.UNDECLARED:
                    stated = " and ".join(item.rest)
                    stated = (
                        f"licence {stated} is" if len(item.rest) == 1 else f"licences {stated} are"
                    )
                    from attribcheck.rules.support import near_matches  # lazy: a finding only

                    ours = project.license or "not stated"
                    yield self.at_notice(
                        context,
                        file,
                        item,
                        f"{stated} not declared{near_matches.remark(item.notice)}",
                        policy_line=project.lines.of("license") if context.policy.path else None,
                        policy_note=f"[project] license: {ours}; no component covers this file",
                        fix=suggestions.declaration(context, file),
                    )
            if finding := self._governed(context, file):
                yield finding

    def _governed(self, context: Context, file: ClassifiedFile) -> Finding | None:
        """Return a finding for a file that names no holder and that a foreign LICENSE governs."""
        scan = file.scan
        if (
            file.components
            or not all(map(_names_no_holder, file.effective))
            or file.blob.kind is not BlobKind.FILE
            or not isinstance(scan, FileScan)
            or scan.blank
            or is_legal_file(file.path)
        ):
            return None
        governing = suggestions.governing(context, file)
        if not governing:
            return None
        legal = governing[0]
        stated = suggestions.file_license(governing) or "no licence"
        missing = "copyright" if file.effective else "copyright or licence"
        message = (
            f"no {missing} notice in this file; {legal.path} ({stated}) applies to its directory"
        )
        owner = legal.components[0] if legal.components else None
        if owner is None:
            return self.at_file(
                context,
                file.path,
                f"{message}; no component covers this file",
                fix=suggestions.declaration(context, file),
                subject=stated,
            )
        return self.at_file(
            context,
            file.path,
            f'{message}; component "{owner.name}" covers that file, but not this one',
            component=owner,
            policy_line=owner.lines.of("paths"),
            policy_note=f'paths of component "{owner.name}": {", ".join(owner.paths)}',
            fix=suggestions.more_paths(context, owner, (file.path,)),
            subject=stated,
        )


def _names_no_holder(item: ClassifiedNotice) -> bool:
    """Whether a notice names no holder and no foreign licence: it states the project's licence."""
    return item.notice.kind is NoticeKind.LICENSE and item.status is Status.OWN
