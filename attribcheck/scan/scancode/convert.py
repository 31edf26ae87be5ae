"""Converts raw results of scancode to a FileScan; does not import scancode.

``raw_format`` refuses results of another format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from attribcheck.core.model import (
    RECODED,
    FileScan,
    LicenseMatch,
    Notice,
    NoticeKind,
    Span,
    Statement,
)
from attribcheck.scan.lines import SourceLines
from attribcheck.scan.markers import markers
from attribcheck.scan.scancode.raw_format import (
    COPYRIGHTS,
    DETECTION,
    LICENSES,
    MATCH,
    Kind,
    checked,
    checked_all,
    unknown_format,
)

# Percent; below it scancode (plugin_filter_clues.py) does not treat a match as the text, either.
_FULL_TEXT = 90.0

_WORD = re.compile(r"\w+")


class RuleFacts(NamedTuple):
    """Properties of a rule of the engine.

    Attributes:
        references: The file names that it refers to.
        own_copyrights: The copyright statements of a licence text that has its own, such as those
            of the Free Software Foundation; else empty.
        own_holders: The holders of these statements.
    """

    references: tuple[str, ...] = ()
    own_copyrights: frozenset[str] = frozenset()
    own_holders: frozenset[str] = frozenset()


class Licenses(NamedTuple):
    """The licences of one file.

    Attributes:
        expression: The file's detected SPDX expression, or None.
        notices: The licence notices.
        documents: By rule, the properties of complete licence texts with their own copyright.
    """

    expression: str | None
    notices: tuple[Notice, ...]
    documents: Mapping[str, RuleFacts]


class Statements(NamedTuple):
    """The copyright statements, holders and authors of one file, by line.

    Attributes:
        copyrights: The statements.
        holders: Their holders.
        authors: The authors.
        recoded: The same of the file as the engine can read it (``reading.as_text``); else None.
    """

    copyrights: tuple[Statement, ...]
    holders: tuple[Statement, ...]
    authors: tuple[Statement, ...]
    recoded: Statements | None = None


def licenses(
    answer: object, lines: SourceLines, rule_facts: Callable[[str], RuleFacts]
) -> Licenses:
    """Convert a result of ``scancode.api.get_licenses``.

    Args:
        answer: The result.
        lines: The file's lines.
        rule_facts: Returns the properties of a rule by its identifier.

    Raises:
        EngineError: the result has an unknown format.
    """
    found = checked(answer, LICENSES, "get_licenses")
    notices = [
        _license_notice(
            detection["license_expression_spdx"], detection["matches"], lines, rule_facts
        )
        for detection in checked_all(found["license_detections"], DETECTION, "a detection")
    ]
    # Only of detections: a clue is no licence of the file.
    texts = {m.rule: rule_facts(m.rule) for n in notices for m in n.matches if _is_full_text(m)}
    notices += [
        _license_notice(clue["license_expression_spdx"], [clue], lines, rule_facts, clue=True)
        for clue in checked_all(found["license_clues"], MATCH, "a clue")
    ]
    return Licenses(
        expression=found["detected_license_expression_spdx"],
        notices=tuple(notices),
        documents={rule: facts for rule, facts in texts.items() if facts.own_copyrights},
    )


def statements(answer: object) -> Statements:
    """Convert a result of ``scancode.api.get_copyrights``.

    Raises:
        EngineError: the result has an unknown format.
    """
    found = checked(answer, COPYRIGHTS, "get_copyrights")
    return Statements(
        copyrights=_statements(found["copyrights"], "copyright"),
        holders=_statements(found["holders"], "holder"),
        authors=_statements(found["authors"], "author"),
    )


def file_scan(
    found: Licenses,
    stated: Statements,
    lines: SourceLines,
    *,
    blank: bool = False,
    encoding: str | None = None,
) -> FileScan:
    """Join the two halves of a result.

    Args:
        found: The licences.
        stated: The statements.
        lines: The file's lines.
        blank: Whether the file holds only white space.
        encoding: See ``FileScan``.

    Raises:
        EngineError: there are holders, but no statement.
    """
    notices = list(found.notices)
    read = stated.recoded or stated
    owned = assign_holders(read.copyrights, read.holders)
    for statement, own in zip(read.copyrights, owned, strict=True):
        place = lines.statement(statement.text, statement.span, own)
        notices.append(
            Notice(
                NoticeKind.COPYRIGHT,
                statement.text,
                statement.span,
                place.excerpt,
                place.column,
                holders=own,
                part_of=_part_of(statement, own, found),
                written=place.written,
            )
        )
    if stated.recoded:
        notices = [notice._replace(detector=RECODED) for notice in notices]
    return FileScan(
        license_expression=found.expression,
        notices=tuple(sorted(notices, key=lambda notice: (notice.span.start, notice.span.end))),
        holders=stated.holders,
        authors=stated.authors,
        markers=markers(lines),
        blank=blank,
        encoding=encoding,
    )


def assign_holders(
    statements: Sequence[Statement], holders: Sequence[Statement]
) -> list[tuple[str, ...]]:
    """Return the holders of each statement.

    The engine creates both lists together, with at most one holder for each statement, whose words
    are words of the statement. A statement with only a year has none, so positions do not match.

    Args:
        statements: The copyright statements, by line.
        holders: The holders, by line.

    Raises:
        EngineError: there are holders, but no statement.
    """
    if holders and not statements:
        raise unknown_format("get_copyrights", "holders without a copyright statement")
    owned: list[tuple[str, ...]] = [()] * len(statements)
    words = [set(_WORD.findall(statement.text)) for statement in statements]
    begin = 0
    for holder in holders:
        needed = set(_WORD.findall(holder.text))
        near = []
        for index in range(begin, len(statements)):
            span = statements[index].span
            if span.start > holder.span.end:
                break  # statements are in the order of their lines
            if span.overlaps(holder.span):
                near.append(index)
                if needed <= words[index]:
                    near = [index]
                    break
        # No holder is dropped: one without a matching statement goes to the next one.
        index = near[0] if near else min(begin, len(statements) - 1)
        owned[index] += (holder.text,)
        begin = index + 1
    return owned


def _license_notice(
    expression: str,
    raw_matches: Iterable[object],
    lines: SourceLines,
    rule_facts: Callable[[str], RuleFacts],
    *,
    clue: bool = False,
) -> Notice:
    matches = tuple(
        LicenseMatch(
            expression=raw["license_expression_spdx"],
            span=Span(raw["start_line"], raw["end_line"]),
            rule=raw["rule_identifier"],
            matcher=raw["matcher"],
            score=float(raw["score"]),
            length=raw["matched_length"],
            coverage=float(raw["match_coverage"]),
            references=rule_facts(raw["rule_identifier"]).references,
        )
        for raw in checked_all(raw_matches, MATCH, "a match")
    )
    if not matches:
        raise unknown_format("a detection", "it has no match")
    span = Span(min(m.span.start for m in matches), max(m.span.end for m in matches))
    line, column = lines.license_at(span.start)
    matches = tuple(lines.match(match, span) for match in matches)
    return Notice(NoticeKind.LICENSE, expression, span, line, column, matches=matches, clue=clue)


def _is_full_text(match: LicenseMatch) -> bool:
    return match.coverage >= _FULL_TEXT


def _part_of(statement: Statement, holders: tuple[str, ...], found: Licenses) -> str | None:
    for match in (m for notice in found.notices if not notice.clue for m in notice.matches):
        inside = statement.span.start in match.span or statement.span.end in match.span
        if not inside or not _is_full_text(match) or match.rule not in found.documents:
            continue
        facts = found.documents[match.rule]
        if statement.text in facts.own_copyrights:
            return match.rule
        # The text's own statement may have another year or address.
        if holders and facts.own_holders.issuperset(holders):
            return match.rule
    return None


def _statements(raw: Iterable[object], key: str) -> tuple[Statement, ...]:
    shape: Mapping[str, Kind] = {key: str, "start_line": int, "end_line": int}
    return tuple(
        Statement(item[key], Span(item["start_line"], item["end_line"]))
        for item in checked_all(raw, shape, f"a {key}")
    )
