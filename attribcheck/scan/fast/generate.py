"""Makes the data file from the scancode that is installed, and compares it with stock scancode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attribcheck.scan.base import Progress
from attribcheck.scan.fast.store import INDEX, LEFT_OUT, UnservedError


def generate(load: Callable[[], None], candidate: Path, progress: Progress) -> None:
    """Make the data file, in a process of its own: it needs the gigabyte of stock scancode.

    Args:
        load: Loads stock scancode into this process.
        candidate: Where the file is written; whoever calls gives it its name when all is well.
        progress: Hears how many of the rules are done, of how many.

    Raises:
        UnservedError: the index can't be used with the installed scancode.
        UnknownShapeError: scancode holds something that can't be stored without loss.
        AttribcheckError: the file can't be written.
    """
    # lazy: a build only
    import gc
    import json

    from attribcheck.scan import fast
    from attribcheck.scan.fast import assumptions, selftest
    from attribcheck.scan.fast.index import build, container
    from attribcheck.scan.fast.patches.registry import PATCHES

    gc.disable()
    left_out = assumptions.left_out()
    if INDEX in left_out:
        raise UnservedError(f"scancode has changed: {', '.join(left_out[INDEX])}")
    load()
    from licensedcode.cache import get_cache

    kept = [patch for patch in PATCHES if patch.name not in left_out]
    sections = build.sections(get_cache(), progress)
    sections["patches"] = json.dumps({patch.name: patch.facts() for patch in kept}).encode()
    sections[LEFT_OUT] = json.dumps(left_out).encode()
    container.write(candidate, sections)
    candidate.chmod(0o600)
    texts = selftest.texts(get_cache().index)
    expected = [selftest.answer(text) for text in texts]
    fast.install(candidate)
    for text, answer in zip(texts, expected, strict=True):
        if selftest.answer(text) != answer:
            raise UnservedError(f"it answers differently on {text[:40]!r}")
