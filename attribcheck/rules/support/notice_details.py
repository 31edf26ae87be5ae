"""Clauses about how a notice is written, for the messages of findings."""

from __future__ import annotations

from attribcheck.classify.model import NOBODY, ClassifiedFile, ClassifiedNotice
from attribcheck.core.model import FileScan, Notice
from attribcheck.rules.context import Context


def lookalikes(context: Context, file: ClassifiedFile, item: ClassifiedNotice) -> str:
    """Return which letters of an undeclared name only look like those of a declared one, or ""."""
    coverage = context.coverage
    known = [coverage.own_holders, *(coverage.holders[one.name] for one in file.components)]
    for name in item.rest:
        if name != NOBODY:
            for names in known:
                if other := names.lookalike(name):
                    return f"; {differing(name, other)}"
    return ""


def differing(name: str, other: str) -> str:
    """Return which letters of two names look alike but are others, as a clause."""
    from attribcheck.notices.spelling import differing_letters  # lazy: a finding only

    return f'{name} only looks like "{other}": {differing_letters(name, other)}'


def reading(file: ClassifiedFile, notice: Notice) -> str:
    """Return how the file was decoded, and that a statement was not recognised, or ""."""
    parts = []
    if notice.written and not notice.written.aligned:
        parts.append("the statement could not be told from the rest of its line")
    scan = file.scan
    if isinstance(scan, FileScan) and scan.encoding:
        from attribcheck.scan.encodings import said  # lazy: few files

        parts.append(f"the file was read as {said(scan.encoding)}")
    return "".join(f"; {part}" for part in parts)
