"""Turns scancode's raw answers into a FileScan, and refuses an answer of another shape.

Knows the shape of scancode-toolkit 32's ``scancode.api`` results and nothing of scancode itself.
A gate that reads a field which a new version renamed would find nothing and pass everything, so
every key and type is checked and a surprise stops the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from attribcheck.core.errors import EngineError
from attribcheck.core.model import FileScan, LicenseMatch, Notice, NoticeKind, Span, Statement
from attribcheck.scan.lines import SourceLines
from attribcheck.scan.markers import markers

_Kind = type | tuple[type, ...]
_OPTIONAL_TEXT: _Kind = (str, type(None))
_NUMBER: _Kind = (int, float)

_LICENSES: Mapping[str, _Kind] = {
    "detected_license_expression": _OPTIONAL_TEXT,
    "detected_license_expression_spdx": _OPTIONAL_TEXT,
    "license_detections": list,
    "license_clues": list,
    "percentage_of_license_text": _NUMBER,
}
_DETECTION: Mapping[str, _Kind] = {
    "license_expression": str,
    "license_expression_spdx": str,
    "matches": list,
    "identifier": str,
}
_MATCH: Mapping[str, _Kind] = {
    "license_expression": str,
    "license_expression_spdx": str,
    "from_file": _OPTIONAL_TEXT,
    "start_line": int,
    "end_line": int,
    "matcher": str,
    "score": _NUMBER,
    "matched_length": int,
    "match_coverage": _NUMBER,
    "rule_relevance": _NUMBER,
    "rule_identifier": str,
    "rule_url": _OPTIONAL_TEXT,
}
_COPYRIGHTS: Mapping[str, _Kind] = {"copyrights": list, "holders": list, "authors": list}

# Below this coverage scancode, too, does not take a match for the text (plugin_filter_clues.py).
_WHOLE_TEXT = 90.0

_WORD = re.compile(r"\w+")


class RuleFacts(NamedTuple):
    """What a rule of the engine says beside its match.

    Attributes:
        references: The file names that it sends its reader to.
        own_copyrights: Statements about the licence's own text, when that is a document with a
            copyright of its own, as those of the Free Software Foundation are; empty otherwise.
        own_holders: The holders of these statements.
    """

    references: tuple[str, ...] = ()
    own_copyrights: frozenset[str] = frozenset()
    own_holders: frozenset[str] = frozenset()


class Licenses(NamedTuple):
    """The half of an answer that is about licences.

    Attributes:
        expression: The file's detected SPDX expression, or None.
        notices: The licences that were found.
        documents: Of those that stand whole in the file, what the documents with a copyright of
            their own say, by the rule.
    """

    expression: str | None
    notices: tuple[Notice, ...]
    documents: Mapping[str, RuleFacts]


class Stated(NamedTuple):
    """The other half of an answer: copyright statements, holders and authors, by line."""

    statements: tuple[Statement, ...]
    holders: tuple[Statement, ...]
    authors: tuple[Statement, ...]


def licenses(
    answer: object, lines: SourceLines, rule_facts: Callable[[str], RuleFacts]
) -> Licenses:
    """Return what ``scancode.api.get_licenses`` answered for one file.

    Args:
        answer: The answer.
        lines: The file's lines.
        rule_facts: Returns what a rule says, by its identifier.

    Raises:
        EngineError: The answer has another shape than scancode-toolkit 32's.
    """
    found = _checked(answer, _LICENSES, "get_licenses")
    notices = [
        _license_notice(
            detection["license_expression_spdx"], detection["matches"], lines, rule_facts
        )
        for detection in _checked_all(found["license_detections"], _DETECTION, "a detection")
    ]
    # Only detections name the licences of the file; a clue's text proves nothing about it.
    texts = {m.rule: rule_facts(m.rule) for n in notices for m in n.matches if _is_whole(m)}
    notices += [
        _license_notice(clue["license_expression_spdx"], [clue], lines, rule_facts, clue=True)
        for clue in _checked_all(found["license_clues"], _MATCH, "a clue")
    ]
    return Licenses(
        expression=found["detected_license_expression_spdx"],
        notices=tuple(notices),
        documents={rule: facts for rule, facts in texts.items() if facts.own_copyrights},
    )


def statements(answer: object) -> Stated:
    """Return what ``scancode.api.get_copyrights`` answered for one file.

    Raises:
        EngineError: The answer has another shape than scancode-toolkit 32's.
    """
    stated = _checked(answer, _COPYRIGHTS, "get_copyrights")
    return Stated(
        statements=_statements(stated["copyrights"], "copyright"),
        holders=_statements(stated["holders"], "holder"),
        authors=_statements(stated["authors"], "author"),
    )


def file_scan(
    found: Licenses, stated: Stated, lines: SourceLines, *, blank: bool = False
) -> FileScan:
    """Return the two halves of the engine's answer for one file as a FileScan.

    Args:
        found: The licences.
        stated: The statements.
        lines: The file's lines.
        blank: Whether the file holds nothing but white space.

    Raises:
        EngineError: There are holders but no statement at all.
    """
    notices = list(found.notices)
    owned = assign_holders(stated.statements, stated.holders)
    for statement, own in zip(stated.statements, owned, strict=True):
        line, column = lines.place(statement.span.start, statement.text, NoticeKind.COPYRIGHT)
        notices.append(
            Notice(
                NoticeKind.COPYRIGHT,
                statement.text,
                statement.span,
                line,
                column,
                holders=own,
                part_of=_part_of(statement, own, found),
            )
        )
    return FileScan(
        license_expression=found.expression,
        notices=tuple(sorted(notices, key=lambda notice: (notice.span.start, notice.span.end))),
        holders=stated.holders,
        authors=stated.authors,
        markers=markers(lines),
        blank=blank,
    )


def assign_holders(
    statements: Sequence[Statement], holders: Sequence[Statement]
) -> list[tuple[str, ...]]:
    """Return for each statement the holders that belong to it.

    The engine reports the two lists apart but makes them together: for each statement in turn, at
    most one holder, whose words are words of the statement. A statement of a bare year has none,
    so the n-th holder is not simply the n-th statement's.

    Raises:
        EngineError: There are holders but no statement at all.
    """
    if holders and not statements:
        raise _unknown_shape("get_copyrights", "holders without a copyright statement")
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
        # A holder is never dropped: one that fits nowhere stays with the statement next in turn.
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
        for raw in _checked_all(raw_matches, _MATCH, "a match")
    )
    if not matches:
        raise _unknown_shape("a detection", "it has no match")
    span = Span(min(m.span.start for m in matches), max(m.span.end for m in matches))
    line, column = lines.place(span.start, expression, NoticeKind.LICENSE)
    return Notice(NoticeKind.LICENSE, expression, span, line, column, matches=matches, clue=clue)


def _is_whole(match: LicenseMatch) -> bool:
    return match.coverage >= _WHOLE_TEXT


def _part_of(statement: Statement, holders: tuple[str, ...], found: Licenses) -> str | None:
    for match in (m for notice in found.notices if not notice.clue for m in notice.matches):
        inside = statement.span.start in match.span or statement.span.end in match.span
        if not inside or not _is_whole(match) or match.rule not in found.documents:
            continue
        facts = found.documents[match.rule]
        if statement.text in facts.own_copyrights:
            return match.rule
        # The same statement with another year or address is the text's own, too.
        if holders and facts.own_holders.issuperset(holders):
            return match.rule
    return None


def _statements(raw: Iterable[object], key: str) -> tuple[Statement, ...]:
    shape: Mapping[str, _Kind] = {key: str, "start_line": int, "end_line": int}
    return tuple(
        Statement(item[key], Span(item["start_line"], item["end_line"]))
        for item in _checked_all(raw, shape, f"a {key}")
    )


def _checked(raw: object, shape: Mapping[str, _Kind], what: str) -> dict[str, Any]:
    """Return ``raw`` when it is a mapping of exactly these keys and types."""
    if not isinstance(raw, dict):
        raise _unknown_shape(what, f"a {type(raw).__name__} instead of a mapping")
    if raw.keys() != shape.keys():
        missing = ", ".join(sorted(shape.keys() - raw.keys()))
        unknown = ", ".join(sorted(str(key) for key in raw.keys() - shape.keys()))
        problem = [f"missing {missing}"] if missing else []
        raise _unknown_shape(what, "; ".join(problem + ([f"unknown {unknown}"] if unknown else [])))
    for key, kind in shape.items():
        # bool is an int to isinstance; no number of scancode's is one.
        if not isinstance(raw[key], kind) or isinstance(raw[key], bool):
            raise _unknown_shape(what, f"{key} is a {type(raw[key]).__name__}")
    return raw


def _checked_all(raw: Iterable[object], shape: Mapping[str, _Kind], what: str) -> list[Any]:
    return [_checked(item, shape, what) for item in raw]


def _unknown_shape(what: str, problem: str) -> EngineError:
    return EngineError(
        f"scancode answered in an unknown shape: {what}: {problem}",
        hint='install the version this was built for: pip install "scancode-toolkit>=32.5,<33"',
    )
