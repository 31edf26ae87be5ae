"""The rule ``unscanned-file``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import BlobKind, FileScan, ScanFailure
from attribcheck.policy.model import NO_LICENSE, Component
from attribcheck.policy.path_patterns import literal
from attribcheck.policy.toml_writer import render_component
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support.suggestions import unused_name


class UnscannedFile(Rule):
    """A file could not be scanned, so its notices are unknown.

    ## What it does
    Reports files whose content could not be read, that took more time or memory than `[scan]`
    allows or that made the engine fail, Git LFS pointers whose object was not fetched, and
    submodules that no component declares (they are other repositories, which a check skips).
    Archives, fonts, images and office documents are opened; a warning says what of them was not
    read, because no reader opens it, it exceeds a bound, or `[scan]` says so.

    ## Why it matters
    A check that skips unreadable files would report "clean" for content that it never saw.

    ## Example
    A minified bundle of 40 MB takes more than 120 seconds.

    ## How to fix
    Follow the finding (`git lfs pull`, raise `[scan] timeout`), or read the file yourself and write
    an exception that says what it is.

    ## References
    - docs/policy.md, "Scan"; docs/scripts-and-files.md
    """

    name = "unscanned-file"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each file that was not scanned."""
        seen = {file.path for file in context.files}
        extra = [file for path, file in sorted(context.legal.items()) if path not in seen]
        for file in (*context.files, *extra):
            if isinstance(file.scan, ScanFailure):
                hint = f"# {file.scan.hint}\n" if file.scan.hint else ""
                yield self.at_file(
                    context,
                    file.path,
                    f"not scanned: {file.scan.reason}",
                    fix=hint,
                    subject=file.scan.reason,
                )
            for unread in _unread(context, file):
                finding = self.at_file(
                    context,
                    file.path,
                    f"not scanned: {unread.reason}",
                    fix=f"# {unread.hint}\n" if unread.hint else "",
                    subject=unread.reason,
                )
                # Archives and media are less often code: they fail a run where a policy says so.
                severity = context.policy.severities.get(self.name, Severity.WARNING)
                yield finding._replace(severity=severity)
            if file.blob.kind is BlobKind.SUBMODULE and _has_taken_place(context, file.path):
                message = (
                    "not scanned: a submodule that .gitmodules does not name has taken the place of"
                    " tracked files, which a clone lacks then"
                )
                found = self.at_file(context, file.path, message, subject="unnamed submodule")
                severity = context.policy.severities.get(self.name, Severity.WARNING)
                yield found._replace(severity=severity)
            if file.blob.kind is BlobKind.SUBMODULE and not file.components:
                component = Component(
                    name=unused_name(context, file.path.rpartition("/")[2]),
                    license=NO_LICENSE,
                    paths=(literal(file.path),),
                )
                yield self.at_file(
                    context,
                    file.path,
                    f"not scanned: a submodule (commit {file.blob.oid[:12]}) that no component"
                    " declares",
                    fix=render_component(component, ("name the licence of that repository",)),
                    subject="submodule",
                )


def _has_taken_place(context: Context, path: str) -> bool:
    """Whether a change puts a submodule that no clone can fetch where tracked files were."""
    if not any(one.startswith(f"{path}/") for one in context.touched):
        return False
    from attribcheck.sources.submodules import names_of  # lazy: rare

    return not any(names_of(context.source.read_file(".gitmodules") or b"", path))


def _unread(context: Context, file: ClassifiedFile) -> Sequence[ScanFailure]:
    """Return what was not read of a file that was scanned."""
    found = [ScanFailure(*one) for one in context.unread.get(file.path, ())]
    if isinstance(file.scan, FileScan) and file.scan.unread:
        found.append(ScanFailure(file.scan.unread))
    return found
