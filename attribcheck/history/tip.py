"""Which of the notices that were taken away are missed at the end of the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile
from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, BlobKind
from attribcheck.history.removals import RemovalEvent
from attribcheck.history.routes import Routes
from attribcheck.history.snapshots import Tree
from attribcheck.notices import legal_files
from attribcheck.removals import compare
from attribcheck.removals.code_similarity import Code, remains
from attribcheck.removals.compare import NoticeDiff
from attribcheck.removals.detect import Removal
from attribcheck.removals.legal_files import LegalChange
from attribcheck.removals.moved_code import code_in, shared_lines
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Pair, Relation
from attribcheck.removals.text_similarity import Texts


class Missed(NamedTuple):
    """A notice that is missed, by one of the commits that took it away.

    Attributes:
        event: What that commit took away.
        removal: What is missed of it in the file as it is now.
    """

    event: RemovalEvent
    removal: Removal


class Tip:
    """The end of a history.

    Args:
        tree: The snapshot.
        routes: Where files of earlier snapshots stand in it.
        read: Reads contents.

    Attributes:
        texts: The contents, older and newer.
    """

    def __init__(self, tree: Tree, routes: Routes, read: Read) -> None:
        self._tree = tree
        self._routes = routes
        self.texts = Texts(read)

    def classify(self, path: str) -> ClassifiedFile:
        """Return the file at ``path``, with each of its notices explained, or not."""
        return self._tree.classify(self._tree.entries[path])

    def ends_of(self, event: RemovalEvent) -> list[str]:
        """Return where the file in which a notice was lost may stand now."""
        path = event.old.path if event.path is None else event.path
        found = self._routes.ends_of(path, event.at)
        return [end for end in found if self._tree.entries[end].kind is BlobKind.FILE]

    def gone_with(self, event: RemovalEvent) -> list[Blob]:
        """Return what has to be scanned to judge a legal file that speaks for the repository.

        Those files of its time that are not here any more: they may have been what it stated
        the notice for.
        """
        if event.relation or not legal_files.speaks_for_repository(event.old.path):
            return []
        return [
            blob
            for path, blob in event.then.entries.items()
            if blob.kind is BlobKind.FILE and not self._routes.ends_of(path, event.at - 1)
        ]

    def missed(self, event: RemovalEvent) -> Iterator[Missed]:
        """Yield what ``event`` took away and nothing has put back, where the code remains.

        Raises:
            GitError: git stopped in the middle.
        """
        if event.relation is None:
            found = self._missed_of_legal(event)
        else:
            found = self._missed_of_file(event)
        for removal in found:
            if diff := _of_this(removal.diff, event):
                yield Missed(event, removal._replace(diff=diff))

    def _missed_of_file(self, event: RemovalEvent) -> Iterator[Removal]:
        assert event.relation is not None, "a legal file is judged by what it speaks for"
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

    def _missed_of_legal(self, event: RemovalEvent) -> Iterator[Removal]:
        pairs, files = [], {event.old.path: event.old}
        for path, blob in event.then.entries.items():
            ends = self._routes.ends_of(path, event.at - 1)
            if ends and (path == event.old.path or path not in ends):
                end = path if path in ends else ends[0]
                pairs.append(Pair(blob, self._tree.entries[end], Relation.SUCCESSOR))
        files |= {blob.path: event.then.classify(blob) for blob in self.gone_with(event)}
        older = ClassifiedSnapshot(event.then.entries, files, tuple(pairs), (), self.texts)
        now = {
            path: self._tree.classify(blob)
            for path, blob in self._tree.legal.blobs.items()
            if blob.kind is BlobKind.FILE
        }
        change = LegalChange(older, self._tree.classifier, self._tree.entries, now)
        for found in change.diff(event.old):
            if self._any_code_remains(event, older):
                yield Removal(
                    found.diff, event.old, found.new, remaining_files=found.remaining_files
                )

    def _any_code_remains(self, event: RemovalEvent, older: ClassifiedSnapshot) -> bool:
        """Whether code that a legal file spoke for is still here, and not only its file's name."""
        now = {**{pair.old.path: pair.new for pair in older.pairs}, **self._tree.entries}
        changed = []
        for path in spoken_for(event.old, event.then):
            old, new = event.then.entries[path], now.get(path)
            if new is None or new.kind is not BlobKind.FILE:
                continue
            if new.oid == old.oid:
                return True
            changed.append((old, new))
        return any(
            remains(_plain(self.texts, old), _plain(self.texts, new)) for old, new in changed
        )


def spoken_for(old: ClassifiedFile, then: Tree) -> Iterator[str]:
    """Yield the files of its snapshot for which a legal file spoke, legal files left out."""
    top = legal_files.folder_spoken_for(old.path)
    covered: set[str] = set()
    for component in old.components:
        covered.update(then.classifier.coverage.files_of(component, then.entries))
    for path, blob in then.entries.items():
        spoken = not top or path.startswith(f"{top}/") or path in covered
        if spoken and blob.kind is BlobKind.FILE and not legal_files.is_legal_file(path):
            yield path


def _plain(texts: Texts, blob: Blob) -> Code:
    text = texts.get(blob)
    return Code.of(text.lines) if text else Code(())


def _of_this(diff: NoticeDiff, event: RemovalEvent) -> NoticeDiff | None:
    """Return what of ``diff`` was taken away by ``event``; None when it is another's doing."""
    if event.diff is None:
        return diff
    same = [one for one in event.diff if one.notice == diff.notice]
    names = {name for one in same for name in one.names}
    kept = tuple(name for name in diff.names if name in names)
    if not same or (diff.names and not kept):
        return None
    return diff._replace(names=kept)
