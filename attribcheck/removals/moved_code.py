"""Code that went from one file of a change into another: what git's diff does not pair.

git follows whole files of which half is the same. A file that is split, a part that moves into
another file, or a copy that is rewritten further, is found here by its runs of lines. Runs that
stood in any other changed file before count for nothing: nothing tells where they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from attribcheck.classify.classifier import ClassifiedFile
from attribcheck.core.model import FileScan, Span
from attribcheck.removals.code_similarity import (
    MOVED_LEAST,
    Code,
    arrived,
    is_part_of_substance,
    went,
)
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Pair, Relation
from attribcheck.removals.texts import Texts


def moves(
    older: ClassifiedSnapshot,
    origins: Iterable[ClassifiedFile],
    files: Mapping[str, ClassifiedFile],
) -> Iterator[Pair]:
    """Yield a pair for each newer file that has code of one of ``origins`` in it.

    Args:
        older: The snapshot before the change.
        origins: The older files to look for.
        files: The newer files, by path.

    Raises:
        GitError: git stopped in the middle.
    """
    paths = {origin.path for origin in origins}
    paired = {(pair.old.path, pair.new.path) for pair in older.pairs}
    written = [files[path] for path in older.written]
    if all((path, new.path) in paired for path in paths for new in written):
        return
    older.texts.prime(file.blob for file in (*older.files.values(), *written))
    before = {p.new.path: older.files[p.old.path] for p in older.pairs if _continues(p)}
    # So few runs as do not count for a move are not looked for.
    arrivals = [(new, _arrived(new, before.get(new.path), older.texts)) for new in written]
    receivers = [(new, runs) for new, runs in arrivals if len(runs) >= MOVED_LEAST]
    if not receivers:
        return
    old_code = {path: code_in(file, older.texts) for path, file in older.files.items()}
    owners = _owners(old_code)
    found = [
        (new, path, shared)
        for new, runs in receivers
        for path, shared in _shared(runs, owners).items()
        if path in paths and (path, new.path) not in paired
    ]
    if not found:
        return
    new_code = {file.path: code_in(file, older.texts) for file in written}
    still = _still(older, old_code, new_code)
    for new, path, runs in found:
        now = still.get(path, Code(()))
        much = is_part_of_substance(runs, old_code[path], now)
        if much or went(runs, now):
            relation = Relation.MOVED_CODE if much else Relation.MOVED_PART
            lines = tuple(number for number, _ in new_code[new.path].of_runs(runs).lines)
            yield Pair(older.files[path].blob, new.blob, relation, lines)


def _continues(pair: Pair) -> bool:
    return pair.relation is Relation.SUCCESSOR and pair.old.oid != pair.new.oid


def _arrived(new: ClassifiedFile, old: ClassifiedFile | None, texts: Texts) -> AbstractSet[int]:
    """Return the runs of a file that it did not have before, all of them when it is new.

    A run that it had too belongs to what it was, or to several, and tells of no move.
    """
    if old is None:
        return code_in(new, texts).runs.keys()
    (before, was_stated), (after, is_stated) = _read(old, texts), _read(new, texts)
    return arrived(before, after, was_stated, is_stated)


def _owners(old_code: Mapping[str, Code]) -> dict[int, str | None]:
    """Return the older file that each run stood in; None for one that stood in several."""
    found: dict[int, str | None] = {}
    for path, one in old_code.items():
        for run in one.runs:
            found[run] = None if run in found else path
    return found


def _shared(runs: Iterable[int], owners: Mapping[int, str | None]) -> dict[str, set[int]]:
    """Return those of ``runs`` that stood in one older file alone, by its path, in order."""
    found: dict[str, set[int]] = {}
    for run in runs:
        if path := owners.get(run):
            found.setdefault(path, set()).add(run)
    return dict(sorted(found.items()))


def _still(
    older: ClassifiedSnapshot, old_code: Mapping[str, Code], new_code: Mapping[str, Code]
) -> dict[str, Code]:
    """Return what each older file is now, by its older path; of a deleted one nothing."""
    found: dict[str, Code] = {}
    for pair in older.pairs:
        if pair.relation is Relation.SUCCESSOR:
            found[pair.old.path] = new_code.get(pair.new.path, Code(()))
        elif pair.old.path in old_code:  # copied from, and perhaps not changed itself
            found.setdefault(pair.old.path, old_code[pair.old.path])
    return found


def code_in(file: ClassifiedFile, texts: Texts) -> Code:
    """Return the code of ``file``, older or newer; none when it can't be read.

    Raises:
        GitError: git stopped in the middle.
    """
    return Code.of(*_read(file, texts))


def _read(file: ClassifiedFile, texts: Texts) -> tuple[list[str], list[Span]]:
    """Return the lines of ``file`` and where its notices stand; none when it can't be read."""
    text = texts.get(file.blob) if isinstance(file.scan, FileScan) else None
    return (text.lines, [item.notice.span for item in file.notices]) if text else ([], [])


def shared_lines(old: Code, new: Code) -> tuple[int, ...]:
    """Return where runs of ``old`` stand in ``new``."""
    return tuple(number for number, _ in new.of_runs(old.runs.keys() & new.runs.keys()).lines)
