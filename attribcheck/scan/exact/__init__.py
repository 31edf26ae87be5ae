"""scancode's own matching code over data that is mapped instead of loaded.

``container`` is the file, ``build`` makes it from the installed index and ``store`` keeps it;
``index`` puts it in the place of scancode's own. ``candidates`` (with ``counters``) and
``automaton`` answer two pieces of scancode's matching from other data structures; ``hopeless`` says
which candidates need no look; ``binaries``, ``copyrights``, ``filetypes``, ``lighter``, ``markup``,
``plainlines``, ``queries``, ``reading``, ``sequences`` and ``spans`` do the same with less
(``magicdb`` and ``patterns`` read what libmagic's tests and regular expressions say).
``selftest`` compares all of it with stock scancode.
"""

from __future__ import annotations

from pathlib import Path


def install(data: Path, *, licenses: bool = True, statements: bool = True) -> None:
    """Let the scancode of this process answer from the file that ``store.ready`` returned.

    Args:
        data: The file.
        licenses: Whether it is going to be asked about licences.
        statements: Whether about copyright statements.

    Raises:
        DamagedError: the file is not what was written.
        OSError: it can't be read.
    """
    # lazy: nothing of this is imported for a check that scans nothing
    from attribcheck.scan.exact import binaries, container, filetypes, markup, reading

    mapped = container.mapped(data)
    binaries.install(mapped.json("binaries"))
    filetypes.install(mapped.json("file types"))
    markup.install()
    reading.install()
    if licenses:
        from attribcheck.scan.exact import index, lighter, queries, sequences, spans, words

        index.install(mapped)
        lighter.install()
        queries.install(words.dictionary(mapped), mapped.numbers("short", "H"))
        sequences.install()
        spans.install()
    if statements:
        from attribcheck.scan.exact import copyrights, plainlines

        copyrights.install(mapped.json("statements"))
        plainlines.install(keeps=mapped.json("plain lines"))
