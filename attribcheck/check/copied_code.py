"""Selects the files to compare with known origins, and what is known of those origins.

Compared are the files of the change, or all files of a complete snapshot. What corresponds to a
file whose code and place are as before is left out: a new header does not repeat the findings of
code that was there before. A file that a component covers belongs to that component by the policy,
so that it is compared with the indexes alone; any other also with the files of declared components,
as they are and as they were before the change: the origin of a moved file is gone.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from attribcheck.check import declared_folders
from attribcheck.check.scope import may_hold_more
from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import is_scanned
from attribcheck.classify.model import ClassifiedFile
from attribcheck.copies.lexers.registry import language_of, tokenize
from attribcheck.copies.model import Component, FileCopies, Match, OriginFile
from attribcheck.copies.search import Copies, DeclaredFile, DeclaredFiles, Search
from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, BlobKind, FileScan, NoticeKind, container_of
from attribcheck.notices import legal_files
from attribcheck.policy import model as policy_model
from attribcheck.rules.context import Context
from attribcheck.scan.base import Scanner

_LEADER = re.compile(r"^[\s#/*;%!<-]+|\s*(?:\*/|-->)?\s*$")


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
    covered = [file.blob for file in compared if file.components]
    others = [file.blob for file in compared if not file.components]
    by_indexes = search.find(covered, None, context.source.read)
    declared, read = _all_declared(context, others)
    by_all = search.find(others, declared, read)
    origins = dict.fromkeys((*by_indexes.origins, *by_all.origins))
    found = {**by_indexes.files, **by_all.files}
    if not context.complete:
        # After the search, not before: few files correspond to anything.
        for blob in _of_same_code(context, {f.blob for f in compared if f.path in found}):
            del found[blob.path]
    by_declared = [one for path, one in found.items() if path in by_all.files]
    files = _with_notices(context, by_declared, declared, scanner, read)
    return Copies({**found, **files}, tuple(origins))


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


def _of_same_code(context: Context, compared: Container[Blob]) -> set[Blob]:
    """Return those of the files in which only comments and layout changed."""
    pairs = {
        change.new: change.old
        for change in context.source.changes()
        if change.new in compared and change.new and change.old
        if change.new.path == change.old.path and change.old.kind is BlobKind.FILE
    }
    if not pairs:
        return set()
    contents = dict(context.source.read(dict.fromkeys((*pairs, *pairs.values()))))

    def code(blob: Blob) -> object:
        content = contents.get(blob)
        tokens = None if content is None else tokenize(blob.path, content)
        return tokens and (tokens.codes, tokens.spellings)

    return {new for new, old in pairs.items() if (found := code(new)) and found == code(old)}


def _all_declared(context: Context, others: list[Blob]) -> tuple[Sequence[DeclaredFile], Read]:
    """Return the files of components to compare ``others`` with, and what reads all of them."""
    if not others:
        return [], context.source.read
    reads: list[Read] = []  # of the files in archives, too

    def listed() -> list[DeclaredFile]:
        in_archives, read_all = _in_archives(context, others)
        reads.append(read_all)
        return [*_declared(context), *in_archives]

    def read(blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        return (reads[-1] if reads else context.source.read)(blobs)

    name = declared_folders.name_of(context.source, context.policy)
    if name is None:
        return listed(), read
    return DeclaredFiles(listed, name, _components(context)), read


def _declared(context: Context) -> Iterator[DeclaredFile]:
    """Yield the files of declared components in the snapshot, and those of the one before."""
    coverage, listing = context.coverage, context.listing
    components = _components(context)
    legal = frozenset(coverage.legal.all)
    for component in context.policy.components:
        if component.is_of_models:
            continue  # nobody's notice can be absent
        origin = components[component.name]
        for path in coverage.paths.matching(component.paths):
            if path not in legal and is_scanned(blob := listing[path], context.policy):
                yield DeclaredFile(origin, blob)
    for change in context.source.changes():
        old = change.old
        if not old or listing.get(old.path) == old or legal_files.is_legal_file(old.path):
            continue
        if is_scanned(old, context.policy):
            for component in coverage.components_of(old.path):
                yield DeclaredFile(components[component.name], old)


def _in_archives(context: Context, compared: Iterable[Blob]) -> tuple[list[DeclaredFile], Read]:
    """Return the files in archives of components that the check itself did not open.

    Those are the archives that a change leaves as they are. The second value reads them, too.
    """
    read = context.source.read
    if context.policy.scan.archives != "read" or not any(language_of(b.path) for b in compared):
        return [], read
    archives = list(_unopened(context))
    if not archives:
        return [], read
    from attribcheck.check.opening import with_archives  # lazy: few components are archives

    source = with_archives(context.source, archives, lambda path: language_of(path) is not None)
    components = _components(context)
    found = [
        DeclaredFile(components[component.name], blob)
        for path, blob in source.members(archives).items()
        if not legal_files.is_legal_file(path)
        for component in context.coverage.components_of(path)
    ]
    return found, source.read


def _unopened(context: Context) -> Iterator[Blob]:
    checked = {file.path for file in context.files}
    listing, coverage = context.listing, context.coverage
    # First by the name: a component has thousands of files, and few have archives.
    candidates = {path for path in filter(may_hold_more, listing) if path not in checked}
    if not candidates:
        return
    of_parts = {
        container_of(pattern.lstrip("/"))
        for component in context.policy.components
        for pattern in component.paths
    }
    for path in sorted(candidates):
        if path in coverage.legal.all or container_of(path) is not None:
            continue
        if not (path in of_parts or coverage.components_of(path)):
            continue
        if is_scanned(listing[path], context.policy):
            from attribcheck.containers.registry import Group, kind_of  # lazy, as above

            kind = kind_of(path)
            if kind and kind.module and kind.group is Group.ARCHIVES:
                yield listing[path]


def _components(context: Context) -> dict[str, Component]:
    """Return the components of the policy by name."""
    return {component.name: _component(component) for component in context.policy.components}


def _component(component: policy_model.Component) -> Component:
    return Component(
        name=component.name,
        version=component.version or "",
        purl=component.purl or "",
        license=component.known_license,
        holders=component.holders,
        source=component.source or "",
        declared=True,
    )


def _with_notices(
    context: Context,
    found: Iterable[FileCopies],
    declared: Iterable[DeclaredFile],
    scanner: Scanner,
    read: Read,
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
    scans = scanner.scan(blobs.values(), read)
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
