"""Makes a provenance report: classifies the files of a source and compares them with indexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attribcheck.check import pipeline
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.matcher import IndexMatcher
from attribcheck.copies.model import FileCopies, Matcher
from attribcheck.core.model import Blob
from attribcheck.origins.listing import listing
from attribcheck.policy.model import Policy
from attribcheck.provenance import assemble
from attribcheck.provenance.model import IndexedComponent, Provenance
from attribcheck.scan.base import Progress, Scanner
from attribcheck.sources.base import Source

_BATCH = 20
"""Files between two steps of the progress bar."""


def collect(
    source: Source,
    scanner: Scanner,
    policy: Policy,
    indexes: Sequence[OriginIndex],
    *,
    places: Mapping[Path, Path | None],
    progress: Progress = lambda done, total: None,
) -> Provenance:
    """Return the provenance of the files of ``source``.

    Args:
        source: The files are those of its changes.
        scanner: Finds their notices.
        policy: Declares components.
        indexes: What they are compared with.
        places: The folder that an index was made of, by its path.
        progress: Called with the number of files that were compared, and of all.

    Raises:
        GitError: git failed.
        EngineError: the engine failed.
        OriginIndexError: an index is damaged.
    """
    blobs = {change.new.path: change.new for change in source.changes() if change.new}
    classified = pipeline.classify(source, scanner, policy, blobs)
    counts = dict(assemble.counted_lines(blobs.values(), source.read))
    matcher = IndexMatcher(indexes, declared=assemble.declared_names(policy))
    wanted = [blob for path, blob in blobs.items() if path in counts]
    copies = dict(_matched(matcher, wanted, source, progress))
    indexed = tuple(
        IndexedComponent(entry.component, entry.files, entry.lines, places.get(entry.path))
        for entry in listing(index.path for index in indexes).entries
    )
    assembler = assemble.Assembler(policy, indexed)
    return Provenance(
        label=source.label,
        policy=policy.path,
        files=tuple(assemble.files(assembler, classified.files, copies, counts)),
        skipped=len(blobs) - len(counts),
        indexed=indexed,
    )


def _matched(
    matcher: Matcher, blobs: Sequence[Blob], source: Source, progress: Progress
) -> Iterator[tuple[str, FileCopies]]:
    for start in range(0, len(blobs), _BATCH):
        progress(start, len(blobs))
        yield from matcher.match(blobs[start : start + _BATCH], source.read).items()
    progress(len(blobs), len(blobs))
