"""Finds the removed notices that are still missing at the end of the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, BlobKind
from attribcheck.history.removals import RemovalEvent
from attribcheck.history.routes import Routes
from attribcheck.history.snapshots import Tree
from attribcheck.notices import legal_files
from attribcheck.removals import compare
from attribcheck.removals.code_similarity import Code, remains
from attribcheck.removals.detect import Removal
from attribcheck.removals.legal_files import LegalChange
from attribcheck.removals.moved_code import code_in, shared_lines
from attribcheck.removals.notice_diff import NoticeDiff
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Pair, Relation
from attribcheck.removals.text_similarity import Texts


class MissingNotice(NamedTuple):
    """A notice that is still missing, by one of the commits that removed it.

    Attributes:
        event: The removal by that commit.
        removal: The part that the current file lacks.
    """

    event: RemovalEvent
    removal: Removal


class Tip:
    """The end of a history.

    Args:
        tree: The snapshot.
        routes: Follows files of earlier snapshots to it.
        read: Reads contents.

    Attributes:
        texts: Older and newer texts.
    """

    def __init__(self, tree: Tree, routes: Routes, read: Read) -> None:
        self._tree = tree
        self._routes = routes
        self.texts = Texts(read)

    def classify(self, path: str) -> ClassifiedFile:
        """Return the file at ``path`` with its notices classified."""
        return self._tree.classify(self._tree.entries[path])

    def ends_of(self, event: RemovalEvent) -> list[str]:
        """Return the possible current paths of the file that ``event`` removed notices from."""
        path = event.old.path if event.path is None else event.path
        found = self._routes.ends_of(path, event.at)
        return [end for end in found if self._tree.entries[end].kind is BlobKind.FILE]

    def deleted_since(self, event: RemovalEvent) -> list[Blob]:
        """Return the files of the time of ``event`` that do not exist any more.

        Only for a legal file at the top: its notices may have applied to them, so they have to be
        scanned.
        """
        if event.relation or not legal_files.applies_to_repository(event.old.path):
            return []
        return [
            blob
            for path, blob in event.before.entries.items()
            if blob.kind is BlobKind.FILE and not self._routes.ends_of(path, event.at - 1)
        ]

    def missing_notices(self, event: RemovalEvent) -> Iterator[MissingNotice]:
        """Yield the notices that ``event`` removed and the remaining code still lacks.

        Raises:
            GitError: git failed while it read.
        """
        if event.relation is None:
            found = self._missing_in_legal_file(event)
        else:
            found = self._missing_in_file(event)
        for removal in found:
            if diff := _part_of(removal.diff, event):
                yield MissingNotice(event, removal._replace(diff=diff))

    def _missing_in_file(self, event: RemovalEvent) -> Iterator[Removal]:
        assert event.relation is not None, "a legal file is compared by the files it applies to"
        for end in self.ends_of(event):
            new = self.classify(end)
            lines: tuple[int, ...] = ()
            if event.relation in (Relation.MOVED_CODE, Relation.MOVED_PART):
                lines = shared_lines(code_in(event.old, self.texts), code_in(new, self.texts))
                if not lines:
                    continue
            pair = Pair(event.old.blob, new.blob, event.relation, lines)
            own = self._tree.classifier.coverage.own_holders
            for diff in compare.diff(event.old, new, pair, own, self.texts):
                yield Removal(diff, event.old, new, event.relation, min(lines, default=0))

    def _missing_in_legal_file(self, event: RemovalEvent) -> Iterator[Removal]:
        pairs, files = [], {event.old.path: event.old}
        for path, blob in event.before.entries.items():
            ends = self._routes.ends_of(path, event.at - 1)
            if ends and (path == event.old.path or path not in ends):
                end = path if path in ends else ends[0]
                pairs.append(Pair(blob, self._tree.entries[end], Relation.SUCCESSOR))
        files |= {blob.path: event.before.classify(blob) for blob in self.deleted_since(event)}
        older = ClassifiedSnapshot(event.before.entries, files, tuple(pairs), (), self.texts)
        current = {
            path: self._tree.classify(blob)
            for path, blob in self._tree.legal.blobs.items()
            if blob.kind is BlobKind.FILE
        }
        change = LegalChange(older, self._tree.classifier, self._tree.entries, current)
        for found in change.diff(event.old):
            if self._any_code_remains(event, older):
                yield Removal(
                    found.diff, event.old, found.new, remaining_files=found.remaining_files
                )

    def _any_code_remains(self, event: RemovalEvent, older: ClassifiedSnapshot) -> bool:
        """Whether code that a legal file applied to remains, and not only the name of its file."""
        current = {**{pair.old.path: pair.new for pair in older.pairs}, **self._tree.entries}
        changed = []
        for path in _governed_files(event.old, event.before):
            old, new = event.before.entries[path], current.get(path)
            if new is None or new.kind is not BlobKind.FILE:
                continue
            if new.oid == old.oid:
                return True
            changed.append((old, new))
        return any(
            remains(_plain(self.texts, old), _plain(self.texts, new)) for old, new in changed
        )


def _governed_files(old: ClassifiedFile, tree: Tree) -> Iterator[str]:
    """Yield the files of ``tree`` that a legal file applies to, except legal files."""
    top = legal_files.governed_folder(old.path)
    covered: set[str] = set()
    for component in old.components:
        covered.update(tree.paths.matching(component.paths))
    for path, blob in tree.entries.items():
        is_governed = not top or path.startswith(f"{top}/") or path in covered
        if is_governed and blob.kind is BlobKind.FILE and not legal_files.is_legal_file(path):
            yield path


def _plain(texts: Texts, blob: Blob) -> Code:
    text = texts.get(blob)
    return Code.of(text.code_lines) if text else Code(())


def _part_of(diff: NoticeDiff, event: RemovalEvent) -> NoticeDiff | None:
    """Return the part of ``diff`` that ``event`` removed; None when another commit did."""
    if event.diff is None:
        return diff
    same = [one for one in event.diff if one.notice == diff.notice]
    names = {name for one in same for name in one.names}
    kept = tuple(name for name in diff.names if name in names)
    if not same or (diff.names and not kept):
        return None
    return diff._replace(names=kept)
