"""Encodes a FileScan as compact JSON for the cache.

Lists in a fixed order instead of mappings halve size and time. A change of FileScan needs a new
``installed.FORMAT``, after which older entries are not looked up any more.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

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
    Written,
)

if TYPE_CHECKING:
    from attribcheck.core.lineage import LineageClaim

_KINDS = {kind.value: kind for kind in NoticeKind}


def encode(scan: FileScan) -> bytes:
    """Return ``scan`` as ASCII JSON, with lone surrogates as escapes."""
    value = [
        scan.license_expression,
        [_notice_out(notice) for notice in scan.notices],
        [[holder.text, *holder.span] for holder in scan.holders],
        [[author.text, *author.span] for author in scan.authors],
        [[m.kind.value, *m.span, m.rule, m.reason] for m in scan.markers],
        scan.blank,
        scan.encoding,
        scan.unread,
    ]
    if scan.claims:  # few files have any
        value.append([[c.kind.value, c.name, c.strength.value, *c[3:]] for c in scan.claims])
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def decode(data: bytes) -> FileScan:
    """Return the FileScan that ``encode`` encoded as ``data``.

    Raises:
        ValueError: ``data`` has another format.
    """
    try:
        expression, notices, holders, authors, markers, blank, *rest = json.loads(data)
        encoding, unread, *claims = rest
        return FileScan(
            expression,
            tuple(map(_notice_in, notices)),
            tuple(map(_statement_in, holders)),
            tuple(map(_statement_in, authors)),
            tuple(_marker_in(*marker) for marker in markers),
            blank,
            encoding,
            unread,
            _claims_in(*claims) if claims else (),
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not an encoded FileScan: {error}") from error


def _claims_in(values: list[Any]) -> tuple[LineageClaim, ...]:
    from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength  # lazy: rare

    return tuple(
        LineageClaim(ClaimKind(kind), name, Strength(strength), line, key, Excerpt(*excerpt), note)
        for kind, name, strength, line, key, excerpt, note in values
    )


def _notice_out(notice: Notice) -> list[Any]:
    return [
        notice.kind.value,
        notice.text,
        *notice.span,
        notice.excerpt,
        notice.column,
        notice.holders,
        [[match.expression, *match.span, *match[2:]] for match in notice.matches],
        notice.clue,
        notice.part_of,
        notice.detector,
        notice.written,
    ]


def _notice_in(value: list[Any]) -> Notice:
    kind, text, start, end, excerpt, column, holders, matches, *rest, written = value
    clue, part_of, detector = rest
    return Notice(
        _KINDS[kind],
        text,
        Span(start, end),
        Excerpt(*excerpt),
        column,
        tuple(holders),
        tuple(map(_match_in, matches)),
        clue,
        part_of,
        detector,
        _written_in(*written) if written else None,
    )


def _written_in(
    text: str, holders: list[str], aligned: bool, rejected: list[str], lines: list[int] | None
) -> Written:
    span = Span(*lines) if lines else None
    return Written(text, tuple(holders), aligned, tuple(rejected), span)


def _match_in(value: list[Any]) -> LicenseMatch:
    expression, start, end, rule, matcher, score, length, coverage, *rest = value
    references, excerpt, column = rest
    return LicenseMatch(
        expression,
        Span(start, end),
        rule,
        matcher,
        score,
        length,
        coverage,
        tuple(references),
        Excerpt(*excerpt),
        column,
    )


def _statement_in(value: list[Any]) -> Statement:
    text, start, end = value
    return Statement(text, Span(start, end))


def _marker_in(kind: str, start: int, end: int, rule: str, reason: str) -> Marker:
    return Marker(MarkerKind(kind), Span(start, end), rule, reason)
