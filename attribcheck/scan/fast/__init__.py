"""The fast path: scancode's own matching code, over mapped data and with patches.

``index`` puts mapped data in the place of the licence index that scancode loads; without it nothing
is fast. ``patches`` replace single functions; each can be left out alone. ``assumptions`` knows the
source of everything in scancode that either relies on. ``generate`` makes the data file, checks the
assumptions and compares with stock scancode (``selftest``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

ALIGNMENTS = "alignments"
"""Names ``index.alignments`` among what ``install`` leaves out."""

_installed: set[str] = set()
"""The patches that the scancode of this process has; each is installed once."""


def install(
    data: Path, *, licenses: bool = True, statements: bool = True, without: Collection[str] = ()
) -> None:
    """Let the scancode of this process answer from a data file, and patch it.

    A patch that was left out when the file was made (``left_out``) is not installed.

    Args:
        data: The file that ``index.store.ready`` returned.
        licenses: Whether this process will scan for licences.
        statements: Whether for copyright statements.
        without: The names of patches to leave out, for tests and measurements.

    Raises:
        DamagedError: the file is not what was written.
        OSError: it can't be read.
    """
    # lazy: nothing of this is imported for a check that scans nothing
    from attribcheck.scan.fast.index import container
    from attribcheck.scan.fast.patches.registry import PATCHES

    mapped = container.mapped(data)
    if licenses:
        from attribcheck.scan.fast.index import index

        index.install(mapped, aligns_all=ALIGNMENTS in without)
    all_facts = mapped.json("patches")
    for patch in PATCHES:
        facts = all_facts.get(patch.name)
        used = (licenses and patch.licenses) or (statements and patch.statements)
        if facts is None or not used or patch.name in without or patch.name in _installed:
            continue
        patch.install(facts)
        _installed.add(patch.name)


def left_out(data: Path) -> Mapping[str, Sequence[str]]:
    """Return the pieces that a data file does without, each with the names that have changed.

    Args:
        data: The file; see ``install``, which has the same errors.
    """
    # lazy: a miss only
    from attribcheck.scan.fast.index import container
    from attribcheck.scan.fast.store import LEFT_OUT

    found: Mapping[str, Sequence[str]] = container.mapped(data).json(LEFT_OUT)
    return found
