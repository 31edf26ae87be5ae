"""An answer that was taken from one file can be given to another with the same kept lines."""

from __future__ import annotations

import pytest

from attribcheck.core.model import (
    Excerpt,
    FileScan,
    LicenseMatch,
    Marker,
    MarkerKind,
    Notice,
    NoticeKind,
    Span,
    Statement,
)
from attribcheck.scan.memo import relative

MATCH = LicenseMatch("MIT", Span(3, 3), "mit_1.RULE", "2-aho", 100.0, 5, 100.0)
LICENSE = Notice(
    NoticeKind.LICENSE, "MIT", Span(3, 3), Excerpt("# MIT License"), 1, matches=(MATCH,)
)
STATED = Notice(
    NoticeKind.COPYRIGHT,
    "Copyright 2025 Foo Corp.",
    Span(1, 1),
    Excerpt("# Copyright 2025 Foo Corp."),
    3,
    holders=("Foo Corp.",),
)
SCAN = FileScan("MIT", (STATED, LICENSE), (Statement("Foo Corp.", Span(1, 1)),))
MOVED = b"#!/bin/sh\n\n    # Copyright 2025 Foo Corp.\n#\n#\n# MIT License\n"


def test_lines_are_those_of_the_other_file():
    recalled = relative.to_relative(SCAN, (1, 3))
    assert recalled is not None
    moved = relative.to_absolute(recalled, (3, 6), MOVED)
    assert [(n.text, n.span, n.excerpt.text, n.column) for n in moved.notices] == [
        ("Copyright 2025 Foo Corp.", Span(3, 3), "    # Copyright 2025 Foo Corp.", 7),
        ("MIT", Span(6, 6), "# MIT License", 1),
    ]
    assert moved.notices[1].matches[0].span == Span(6, 6)
    assert moved.holders == (Statement("Foo Corp.", Span(3, 3)),)
    assert (moved.license_expression, moved.authors) == ("MIT", ())


def test_markers_are_read_anew():
    marked = SCAN._replace(markers=(Marker(MarkerKind.IGNORE, Span(9, 10)),))
    recalled = relative.to_relative(marked, (1, 3))
    assert recalled is not None
    mark = b"# attrib" + b"check: ignore[unknown-license] test data\n"
    (marker,) = relative.to_absolute(recalled, (3, 6), MOVED + mark).markers
    assert (marker.span, marker.rule) == (Span(7, 8), "unknown-license")


@pytest.mark.parametrize(
    "scan",
    [
        FileScan(None, blank=True),
        FileScan(None, (STATED._replace(part_of="gpl-3.0.LICENSE"),)),
        FileScan(
            "MIT",
            (LICENSE._replace(matches=(MATCH._replace(matcher="3-seq"),)),),
        ),
        FileScan(None, (STATED._replace(span=Span(1, 2)),)),
    ],
    ids=[
        "a blank file",
        "a statement of a licence text",
        "an approximate match",
        "a line not kept",
    ],
)
def test_an_answer_that_other_lines_could_change_is_not_taken(scan):
    assert relative.to_relative(scan, (1, 3)) is None
