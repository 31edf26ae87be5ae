"""Finds code that moved from one file of a change into another, where git's diff pairs none.

git follows files of which half is the same. A file that is split, a part that moves into another
file, or a copy that is rewritten further, is found here by its runs of lines. A run that several
changed files contained before is ignored: its origin is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import MEMBER, FileScan, Span
from attribcheck.removals.code_similarity import (
    MIN_MOVED,
    Code,
    added_code,
    is_substantial,
    is_whole,
    may_share,
    moved_away,
)
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Pair, Relation
from attribcheck.removals.text_similarity import Texts


def moves(
    older: ClassifiedSnapshot,
    origins: Iterable[ClassifiedFile],
    files: Mapping[str, ClassifiedFile],
) -> Iterator[Pair]:
    """Yield a pair for each newer file that contains code of one of ``origins``.

    Args:
        older: The snapshot before the change.
        origins: The older files to look for.
        files: The newer files, by path.

    Raises:
        GitError: git failed while it read.
    """
    paths = {origin.path for origin in origins}
    paired = {(pair.old.path, pair.new.path) for pair in older.pairs}
    written = [files[path] for path in older.written]
    if all((path, new.path) in paired for path in paths for new in written):
        return
    # The lines of a container that does not compress are those of its files, which have them.
    opened = _containers((*older.files, *files))
    written = [new for new in written if new.path not in opened]
    files_before = {path: file for path, file in older.files.items() if path not in opened}
    older.texts.prime(file.blob for file in (*files_before.values(), *written))
    before = {p.new.path: older.files[p.old.path] for p in older.pairs if _continues(p)}
    receivers: list[tuple[ClassifiedFile, AbstractSet[int]]] = []
    arrived: set[str] = set()
    for new in written:
        parts = _added(new, before.get(new.path), older.texts)
        runs = {run for part in parts for run in part.runs}
        if len(runs) >= MIN_MOVED or (runs and new.path not in before):
            receivers.append((new, runs))
            arrived.update(text for part in parts for text in part.texts)
    if not receivers:
        return
    old_code = {
        path: code_in(file, older.texts)
        for path, file in files_before.items()
        if may_share(_read(file, older.texts)[0], arrived)
    }
    owners = _owners(old_code)
    found = [
        (new, path, shared)
        for new, runs in receivers
        for path, shared in _shared(runs, owners).items()
        if path in paths and (path, new.path) not in paired
    ]
    if not found:
        return
    origins_found = {path for _, path, _ in found}
    wanted = {new.path for new, _, _ in found}
    wanted.update(pair.new.path for pair in older.pairs if pair.old.path in origins_found)
    new_code = {file.path: code_in(file, older.texts) for file in written if file.path in wanted}
    current = _current(older, old_code, new_code)
    for new, path, runs in found:
        rest = current.get(path, Code(()))
        substantial = is_substantial(runs, old_code[path], rest) or (
            path not in current and is_whole(old_code[path], new_code[new.path])
        )
        if substantial or moved_away(runs, rest):
            relation = Relation.MOVED_CODE if substantial else Relation.MOVED_PART
            lines = tuple(number for number, _ in new_code[new.path].of_runs(runs).lines)
            yield Pair(older.files[path].blob, new.blob, relation, lines)


def _containers(paths: Iterable[str]) -> AbstractSet[str]:
    """Return the containers of which any file is among ``paths``."""
    return {path[:at] for path in paths for at in _ends(path)}


def _ends(path: str) -> Iterator[int]:
    at = path.find(MEMBER)
    while at >= 0:
        yield at
        at = path.find(MEMBER, at + 1)


def _continues(pair: Pair) -> bool:
    return pair.relation is Relation.SUCCESSOR and pair.old.oid != pair.new.oid


def _added(new: ClassifiedFile, old: ClassifiedFile | None, texts: Texts) -> list[Code]:
    """Return the code of a file that its older version lacks; all of it when there is none."""
    if old is None:
        return [code_in(new, texts)]
    (before, old_notices), (after, new_notices) = _read(old, texts), _read(new, texts)
    return added_code(before, after, old_notices, new_notices)


def _owners(old_code: Mapping[str, Code]) -> dict[int, str | None]:
    """Return the older file that contained each run; None for a run that several contained."""
    found: dict[int, str | None] = {}
    for path, one in old_code.items():
        for run in one.runs:
            found[run] = None if run in found else path
    return found


def _shared(runs: Iterable[int], owners: Mapping[int, str | None]) -> dict[str, set[int]]:
    """Return those of ``runs`` that a single older file contained, by its path, in order."""
    found: dict[str, set[int]] = {}
    for run in runs:
        if path := owners.get(run):
            found.setdefault(path, set()).add(run)
    return dict(sorted(found.items()))


def _current(
    older: ClassifiedSnapshot, old_code: Mapping[str, Code], new_code: Mapping[str, Code]
) -> dict[str, Code]:
    """Return the current code of each older file that still exists, by its older path."""
    found: dict[str, Code] = {}
    for pair in older.pairs:
        if pair.relation is Relation.SUCCESSOR:
            found[pair.old.path] = new_code.get(pair.new.path, Code(()))
        elif pair.old.path in old_code:  # copied, and perhaps not changed itself
            found.setdefault(pair.old.path, old_code[pair.old.path])
    return found


def code_in(file: ClassifiedFile, texts: Texts) -> Code:
    """Return the code of ``file``, older or newer; empty when it can't be read.

    Raises:
        GitError: git failed while it read.
    """
    return Code.of(*_read(file, texts))


def _read(file: ClassifiedFile, texts: Texts) -> tuple[list[str], list[Span]]:
    """Return the lines of ``file`` and the spans of its notices; empty when it can't be read."""
    text = texts.get(file.blob) if isinstance(file.scan, FileScan) else None
    return (text.code_lines, [item.notice.lines for item in file.notices]) if text else ([], [])


def shared_lines(old: Code, new: Code) -> tuple[int, ...]:
    """Return the numbers of the lines of ``new`` in runs that ``old`` has too."""
    return tuple(number for number, _ in new.of_runs(old.runs.keys() & new.runs.keys()).lines)
