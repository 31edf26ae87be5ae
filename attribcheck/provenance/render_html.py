"""A provenance report as one self-contained page without scripts: picture, bars, passages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attribcheck import __version__
from attribcheck.copies.model import Match, Region
from attribcheck.core import treemap
from attribcheck.core.contents import Contents
from attribcheck.core.text import counted
from attribcheck.core.treemap import Box
from attribcheck.provenance import wording
from attribcheck.provenance.model import (
    TITLES,
    FileProvenance,
    Lines,
    Origin,
    Provenance,
    total,
)
from attribcheck.provenance.passages import Here, Passage, There
from attribcheck.system import templating

TEMPLATE = "provenance.html.j2"

_WIDTH, _HEIGHT = 960.0, 540.0
_CHARACTER = 6.6  # pixels of a character of a name
_MOST_FILES = 200
_MOST_MATCHES = 5
_MOST_REGIONS = 12
_MOST_PASSAGES = 400
"""Of the page: more would make it too large for a browser. The JSON report has all regions."""


def render(report: Provenance, contents: Contents) -> str:
    """Return the page; values are escaped and made printable by the template.

    Args:
        report: The report.
        contents: The checked files, for the passages.

    Raises:
        AttribcheckError: the template has an error, or a file can't be read.
    """
    return templating.render(TEMPLATE, _Page(report, contents).context())


class _Page:
    def __init__(self, report: Provenance, contents: Contents) -> None:
        self._report = report
        self._shown = report.matched[:_MOST_FILES]
        self._numbers = {file.path: number for number, file in enumerate(self._shown, 1)}
        self._by_path = {file.path: file for file in report.files}
        self._here = Here(contents, self._shown)
        self._there = There(report.indexed)
        self._passages = 0

    def context(self) -> dict[str, Any]:
        report = self._report
        lines = report.lines
        sizes = {file.path: file.total for file in report.files}
        most = max((share.lines for share in report.shares), default=1)
        return {
            "headline": wording.headline(report),
            "checked": f"{report.label}, {report.policy or 'without a policy'}",
            "claim": wording.CLAIM,
            "not_found": wording.NOT_FOUND,
            "skipped": counted(report.skipped, "file") if report.skipped else "",
            "legend": [
                {"name": origin.value, "title": title, "lines": count, "share": part, "text": text}
                for origin, title, count, part, text in wording.legend(lines)
            ],
            "bands": _bands(lines, _WIDTH),
            "width": _WIDTH,
            "height": _HEIGHT,
            "boxes": [self._box(box) for box in treemap.layout(sizes, _WIDTH, _HEIGHT)],
            "shares": [
                {
                    "name": share.name,
                    "class": "declared" if share.declared else "undeclared",
                    "declared": "declared" if share.declared else "not declared for them",
                    "files": f"{share.files:,}",
                    "lines": f"{share.lines:,}",
                    "width": round(max(1.0, 300 * share.lines / most), 1),
                }
                for share in report.shares
            ],
            "matched": [self._file(file) for file in self._shown],
            "unshown": len(report.matched) - len(self._shown),
            "files": [_row(file) for file in report.files],
            "titles": [TITLES[origin] for origin in Origin],
            "indexed": [
                {
                    "name": one.component.label,
                    "purl": one.component.purl,
                    "license": one.component.license or "unknown",
                    "holders": ", ".join(one.component.holders),
                    "date": one.component.date,
                    "files": f"{one.files:,}",
                    "lines": f"{one.lines:,}",
                }
                for one in report.indexed
            ],
            "hints": report.hints,
            "tool": f"attribcheck {__version__}",
        }

    def _box(self, box: Box) -> dict[str, Any]:
        area = box.rectangle
        lines = total(self._by_path[path] for path in box.files)
        target = ""
        if not box.is_folder and len(box.files) == 1 and box.path in self._numbers:
            target = f"file-{self._numbers[box.path]}"
        shown = box.title[: max(0, int((area.width - 8) / _CHARACTER))] if box.title else ""
        label = box.path if len(box.files) == 1 or box.is_folder else f"{box.path or '.'}/..."
        count = "" if len(box.files) == 1 else f", {counted(len(box.files), 'file')}"
        return {
            "x": round(area.x, 2),
            "y": round(area.y, 2),
            "width": round(area.width, 2),
            "height": round(area.height, 2),
            "is_folder": box.is_folder,
            "title": shown,
            "on": max(lines, key=lambda origin: lines[origin]) is not Origin.UNMATCHED,
            "text": f"{label}{count}: {_described(lines)}",
            "bands": [] if box.is_folder else _bands(lines, area.width, area.x),
            "target": target,
        }

    def _file(self, file: FileProvenance) -> dict[str, Any]:
        copies = file.copies
        matches = [*copies.candidates, *copies.matches]
        shown = list(dict.fromkeys(matches))
        return {
            "id": f"file-{self._numbers[file.path]}",
            "path": file.path,
            "lines": _described(file.lines),
            "bar": _bands(file.lines, 300.0),
            "undeclared": f"{file.lines[Origin.UNDECLARED]:,}",
            "total": f"{file.total:,}",
            "declared_by": ", ".join(file.declared_by) or "no component covers it",
            "license": file.license or "none stated",
            "statements": file.statements,
            "tie_group": wording.tie_group(file),
            "common": f"{copies.common:.0%}",
            "explained": f"{copies.declared_share:.0%}",
            "first": wording.origin_of(shown[0]) if shown else "",
            "matches": [self._match(match, file) for match in shown[:_MOST_MATCHES]],
            "unshown": max(0, len(shown) - _MOST_MATCHES),
        }

    def _match(self, match: Match, file: FileProvenance) -> dict[str, Any]:
        regions = match.regions[:_MOST_REGIONS]
        return {
            "component": match.file.component.label,
            "path": match.file.path,
            "declared": match.file.component.declared,
            "strength": wording.strength(match),
            "license": wording.licenses(match),
            "statements": match.file.statements
            or tuple(f"{name} (holder of the component)" for name in match.file.component.holders),
            "absent": ", ".join(wording.absent(match, file)),
            "literals": match.literals,
            "regions": [dict(self._region(match, region, file)) for region in regions],
            "unshown": len(match.regions) - len(regions),
        }

    def _region(
        self, match: Match, region: Region, file: FileProvenance
    ) -> Iterator[tuple[str, Any]]:
        yield "sentence", wording.sentence(match, region)
        yield "here", wording.span(region.here)
        yield "there", wording.span(region.there)
        self._passages += 1
        here, there = None, None
        if self._passages <= _MOST_PASSAGES:
            here = self._here.passage(file.path, region.here)
            there = self._there.passage(match, region.there)
        yield "here_lines", _passage(here) if here else None
        yield "there_lines", _passage(there) if there else None


def _passage(passage: Passage) -> dict[str, Any]:
    return {"lines": passage.lines, "omitted": passage.omitted}


def _bands(lines: Lines, width: float, x: float = 0.0) -> list[dict[str, Any]]:
    """Return the parts of a bar by class, from left to right."""
    whole = sum(lines.values())
    bands = []
    for origin in Origin:
        if lines[origin]:
            part = width * lines[origin] / whole
            bands.append({"name": origin.value, "x": round(x, 2), "width": round(part, 2)})
            x += part
    return bands


def _described(lines: Lines) -> str:
    whole = sum(lines.values())
    parts = [
        f"{wording.percent(lines[origin], whole)} {TITLES[origin]}"
        for origin in Origin
        if lines[origin]
    ]
    return f"{counted(whole, 'line')}, {', '.join(parts)}" if parts else "no lines"


def _row(file: FileProvenance) -> dict[str, Any]:
    return {
        "path": file.path,
        "numbers": [f"{file.lines[origin]:,}" if file.lines[origin] else "" for origin in Origin],
    }
