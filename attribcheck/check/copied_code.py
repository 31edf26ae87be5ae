"""Selects the files to compare with known origins, and what is known of those origins.

Compared are the files of the change whose content or place is new, or all files of a complete
snapshot. A file that a component covers belongs to that component by the policy, so that it is
compared with the indexes alone; any other also with the files of declared components, as they are
and as they were before the change: the origin of a moved file is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attribcheck.classify.classifier import ClassifiedFile, Classifier
from attribcheck.classify.coverage import is_scanned
from attribcheck.copies.model import Component, FileCopies, Match, OriginFile
from attribcheck.copies.search import Copies, DeclaredFile, Search
from attribcheck.core.model import Blob, BlobKind, FileScan, NoticeKind
from attribcheck.notices import legal_files
from attribcheck.policy import model as policy_model
from attribcheck.rules.base import Context
from attribcheck.scan.base import Scanner

_LEADER = re.compile(r"^[\s#/*;%!<-]+|[\s*/>-]+$")


def find(context: Context, search: Search, scanner: Scanner) -> Copies:
    """Return what corresponds to the files of ``context`` that have to be compared.

    Args:
        context: The check.
        search: Compares them.
        scanner: Scans the declared files that correspond, for their notices.

    Raises:
        GitError: git failed.
        AttribcheckError: an origin index is damaged or can't be read.
        EngineError: the engine failed.
    """
    compared = list(_compared(context))
    if not compared:
        return Copies({})
    read = context.source.read
    covered = [file.blob for file in compared if file.components]
    others = [file.blob for file in compared if not file.components]
    declared = list(_declared(context)) if others else []
    by_indexes = search.find(covered, None, read)
    by_all = search.find(others, declared, read)
    origins = dict.fromkeys((*by_indexes.origins, *by_all.origins))
    files = _with_notices(context, by_all.files.values(), declared, scanner)
    return Copies({**by_indexes.files, **files}, tuple(origins))


def _compared(context: Context) -> Iterator[ClassifiedFile]:
    changes = context.source.changes()
    new = {c.new.path for c in changes if c.new and (c.old is None or c.old != c.new)}
    for file in context.files:
        if not context.complete and file.path not in new:
            continue
        if not isinstance(file.scan, FileScan) or file.scan.blank:
            continue
        if not legal_files.is_legal_file(file.path):
            yield file


def _declared(context: Context) -> Iterator[DeclaredFile]:
    """Yield the files of declared components in the snapshot, and those of the one before."""
    coverage, listing = context.coverage, context.listing
    components = {c.name: _component(c) for c in context.policy.components}
    for component in context.policy.components:
        if component.is_of_models:
            continue  # nobody's notice can be absent
        for path in coverage.paths.matching(component.paths):
            if _can_be_origin(listing[path], context):
                yield DeclaredFile(components[component.name], listing[path])
    for change in context.source.changes():
        old = change.old
        if old and listing.get(old.path) != old and _can_be_origin(old, context):
            for component in coverage.components_of(old.path):
                yield DeclaredFile(components[component.name], old)


def _can_be_origin(blob: Blob, context: Context) -> bool:
    if blob.kind is not BlobKind.FILE or not is_scanned(blob, context.policy):
        return False
    return not legal_files.is_legal_file(blob.path)


def _component(component: policy_model.Component) -> Component:
    return Component(
        name=component.name,
        version=component.version or "",
        purl=component.purl or "",
        license=component.license,
        holders=component.holders,
        source=component.source or "",
        declared=True,
    )


def _with_notices(
    context: Context,
    found: Iterable[FileCopies],
    declared: Iterable[DeclaredFile],
    scanner: Scanner,
) -> dict[str, FileCopies]:
    """Return ``found`` by path, with the notices that the engine finds in declared origins."""
    copies = list(found)
    wanted = {
        match.file
        for one in copies
        for match in (*one.matches, *one.candidates)
        if match.file.component.declared
    }
    if not wanted:
        return {one.path: one for one in copies}
    blobs = {
        origin: file.blob
        for file in declared
        if (origin := OriginFile(file.component, file.blob.path)) in wanted
    }
    scans = scanner.scan(blobs.values(), context.source.read)
    classifier = Classifier(context.coverage, scans)
    known = {origin: _noticed(origin, classifier.classify(b)) for origin, b in blobs.items()}

    def completed(matches: tuple[Match, ...]) -> tuple[Match, ...]:
        return tuple(m._replace(file=known.get(m.file, m.file)) for m in matches)

    return {
        one.path: one._replace(matches=completed(one.matches), candidates=completed(one.candidates))
        for one in copies
    }


def _noticed(origin: OriginFile, file: ClassifiedFile) -> OriginFile:
    """Return ``origin`` with the notices of its file."""
    if not isinstance(file.scan, FileScan):
        return origin
    stated = [i.notice for i in file.effective if i.notice.kind is NoticeKind.COPYRIGHT]
    return origin._replace(
        license=file.scan.license_expression or "",
        holders=tuple(dict.fromkeys(name for notice in stated for name in notice.named)),
        statements=tuple(_LEADER.sub("", notice.excerpt.text) for notice in stated),
    )
