"""The stored indexes for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from attribcheck.copies.index_file import IndexInfo
from attribcheck.core.text import counted, printable
from attribcheck.origins.listing import Entry, Listing

_HEADINGS = ("COMPONENT", "VERSION", "LICENCE", "FILES", "LINES", "DATE", "INDEX", "SIZE")
_RIGHT = ("FILES", "LINES", "SIZE")


def as_text(found: Listing, folder: Path) -> str:
    """Return a table, and the folder below it."""
    where = f"in {printable(str(folder))}\n"
    if not found.entries:
        return f"no origin indexes {where}"
    rows = [_HEADINGS, *map(_row, found.entries)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if heading in _RIGHT else cell.ljust(width)
            for cell, width, heading in zip(row, widths, _HEADINGS, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n" + where


def _row(entry: Entry) -> tuple[str, ...]:
    component = entry.component
    texts = (component.name, component.version or "-", component.license or "-")
    return (
        *map(printable, texts),
        f"{entry.files:,}",
        f"{entry.lines:,}" if entry.kind == "code" else entry.kind,
        printable(component.date or "-"),
        printable(entry.index_name),
        _size(entry.size),
    )


def added(found: Listing, info: IndexInfo) -> str:
    """Return what to say of a new index.

    Args:
        found: What it holds.
        info: How much that is.
    """
    lines = [
        f"{_described(entry)}; {counted(entry.files, 'file')}, {entry.lines:,} lines"
        for entry in found.entries
    ]
    lines.append(f"added {found.entries[0].index_name}: {_amount(info)}")
    return "".join(f"{printable(line)}\n" for line in lines)


def added_weights(entry: Entry) -> str:
    """Return what to say of a new fingerprint of weights."""
    files = counted(entry.files, "file")
    name = printable(entry.index_name)
    return (
        f"{printable(_described(entry))}; weights in {files}\nadded {name}: {_size(entry.size)}\n"
    )


def _described(entry: Entry) -> str:
    component = entry.component
    holders = f"; {', '.join(component.holders)}" if component.holders else ""
    return f"  {component.label}: {component.license or 'licence unknown'}{holders}"


def exported(file: str, info: IndexInfo) -> str:
    """Return what to say of an index that was written to ``file``."""
    return f"wrote {printable(file)}: {counted(info.components, 'component')}, {_amount(info)}\n"


def _amount(info: IndexInfo) -> str:
    return f"{counted(info.files, 'file')}, {info.lines:,} lines, {_size(info.size)}"


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MiB" if size >= 2**20 else f"{size / 2**10:.0f} KiB"


def as_json(found: Listing) -> str:
    """Return the entries as ``attribcheck/origins/1``."""
    document = {
        "schema": "attribcheck/origins/1",
        "components": [
            {
                "name": printable(entry.component.name),
                "version": printable(entry.component.version) or None,
                "purl": printable(entry.component.purl) or None,
                "license": printable(entry.component.license) or None,
                "holders": [printable(name) for name in entry.component.holders],
                "source": printable(entry.component.source) or None,
                "date": printable(entry.component.date) or None,
                "kind": entry.kind,
                "files": entry.files,
                "lines": entry.lines,
                "index": printable(entry.index_name),
                "index_bytes": entry.size,
            }
            for entry in found.entries
        ],
    }
    return json.dumps(document, indent=2) + "\n"
