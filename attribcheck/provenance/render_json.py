"""A provenance report for programs: ``attribcheck/provenance/1``; docs/origins.md describes it."""

from __future__ import annotations

import json
from typing import Any

from attribcheck import __version__
from attribcheck.copies.model import Component, Match, Region
from attribcheck.core.model import Span
from attribcheck.core.text import printable
from attribcheck.provenance import wording
from attribcheck.provenance.model import FileProvenance, Lines, Origin, Provenance

SCHEMA = "attribcheck/provenance/1"


def render(report: Provenance) -> str:
    """Return the report as indented JSON."""
    document = {
        "schema": SCHEMA,
        "tool": {"name": "attribcheck", "version": __version__},
        "checked": printable(report.label),
        "policy": report.policy,
        "searched": [
            {**_component(one.component), "files": one.files, "lines": one.lines}
            for one in report.indexed
        ],
        "summary": {
            "files": len(report.files),
            "not_compared": report.skipped,
            "lines": _lines(report.lines),
        },
        "components": [
            {
                "name": printable(share.name),
                "declared": share.declared,
                "files": share.files,
                "lines": share.lines,
            }
            for share in report.shares
        ],
        "files": [_file(file) for file in report.files],
        "limits": list(wording.LIMITS),
    }
    return json.dumps(document, indent=2) + "\n"


def _file(file: FileProvenance) -> dict[str, Any]:
    copies = file.copies
    return {
        "path": printable(file.path),
        "lines": _lines(file.lines),
        "declared_by": [printable(name) for name in file.declared_by],
        "license_expression": file.license or None,
        "holders": [printable(name) for name in file.holders],
        "matches": [_match(match, file) for match in copies.matches],
        "tie_group": [
            {"component": printable(match.file.component.label), "path": printable(match.file.path)}
            for match in copies.candidates
        ],
        "declared_share": round(copies.declared_share, 4),
        "common_share": round(copies.common, 4),
        "unexplained": [_span(span) for span in copies.unexplained],
    }


def _match(match: Match, file: FileProvenance) -> dict[str, Any]:
    return {
        "component": _component(match.file.component),
        "path": printable(match.file.path),
        "family": printable(match.file.family) or None,
        "license_expression": match.file.license or None,
        "holders": [printable(name) for name in match.file.holders],
        "absent_holders": [printable(name) for name in wording.absent(match, file)],
        "declared": match.file.component.declared,
        "strength": match.strength.value,
        "share": round(match.share, 4),
        "regions": [_region(region) for region in match.regions],
    }


def _region(region: Region) -> dict[str, Any]:
    return {
        "lines": _span(region.here),
        "origin_lines": _span(region.there),
        "channel": region.channel.value,
        "tokens": region.tokens,
        "information": round(region.information, 1),
        "same_names": round(region.same_names, 4),
        "renamed": round(region.renamed, 4),
        "origins": region.components,
    }


def _component(component: Component) -> dict[str, Any]:
    return {
        "name": printable(component.name),
        "version": printable(component.version) or None,
        "purl": printable(component.purl) or None,
        "license_expression": component.license or None,
        "holders": [printable(name) for name in component.holders],
    }


def _lines(lines: Lines) -> dict[str, int]:
    return {origin.value: lines[origin] for origin in Origin}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
