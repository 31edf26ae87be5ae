"""Raw answers become a FileScan; an answer of another shape stops the run."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.errors import EngineError
from attribcheck.core.model import FileScan, NoticeKind, Span, Statement
from attribcheck.scan.lines import SourceLines
from attribcheck.scan.scancode.convert import RuleFacts, assign_holders, file_scan, statements
from attribcheck.scan.scancode.convert import licenses as convert_licenses

MATCH = {
    "license_expression": "gpl-3.0",
    "license_expression_spdx": "GPL-3.0-only",
    "from_file": None,
    "start_line": 2,
    "end_line": 9,
    "matcher": "1-hash",
    "score": 100.0,
    "matched_length": 5514,
    "match_coverage": 100.0,
    "rule_relevance": 100,
    "rule_identifier": "gpl-3.0.LICENSE",
    "rule_url": None,
}
LICENSES: dict[str, Any] = {
    "detected_license_expression": "gpl-3.0",
    "detected_license_expression_spdx": "GPL-3.0-only",
    "license_detections": [
        {
            "license_expression": "gpl-3.0",
            "license_expression_spdx": "GPL-3.0-only",
            "matches": [MATCH],
            "identifier": "gpl_3_0-1",
        }
    ],
    "license_clues": [],
    "percentage_of_license_text": 99.5,
}
COPYRIGHTS: dict[str, Any] = {
    "copyrights": [
        {"copyright": "Copyright 2020 Foo Corp.", "start_line": 1, "end_line": 1},
        {
            "copyright": "Copyright (c) 2007 Free Software Foundation",
            "start_line": 4,
            "end_line": 4,
        },
    ],
    "holders": [
        {"holder": "Foo Corp.", "start_line": 1, "end_line": 1},
        {"holder": "Free Software Foundation", "start_line": 4, "end_line": 4},
    ],
    "authors": [{"author": "Joe Doe", "start_line": 9, "end_line": 9}],
}
FACTS = {
    "gpl-3.0.LICENSE": RuleFacts(
        references=("COPYING",),
        own_copyrights=frozenset({"Copyright (c) 2007 Free Software Foundation"}),
        own_holders=frozenset({"Free Software Foundation"}),
    )
}
LINES = b"Copyright 2020 Foo Corp.\n" + b"text\n" * 2 + b"Copyright (C) 2007 Free Software\n"


def convert(licenses: Any, copyrights: Any = COPYRIGHTS) -> FileScan:
    lines = SourceLines(LINES)
    found = convert_licenses(licenses, lines, lambda rule: FACTS.get(rule, RuleFacts()))
    return file_scan(found, statements(copyrights), lines)


def test_notices_come_by_line_with_their_kind() -> None:
    found = [(n.kind, n.text, n.span) for n in convert(LICENSES).notices]
    assert found == [
        (NoticeKind.COPYRIGHT, "Copyright 2020 Foo Corp.", Span(1, 1)),
        (NoticeKind.LICENSE, "GPL-3.0-only", Span(2, 9)),
        (NoticeKind.COPYRIGHT, "Copyright (c) 2007 Free Software Foundation", Span(4, 4)),
    ]


def test_the_match_carries_what_the_rule_refers_to() -> None:
    (match,) = convert(LICENSES).notices[1].matches
    assert (match.rule, match.score, match.length) == ("gpl-3.0.LICENSE", 100.0, 5514)
    assert match.references == ("COPYING",)


def test_a_statement_of_the_license_text_itself_is_part_of_it() -> None:
    parts = {notice.text: notice.part_of for notice in convert(LICENSES).notices}
    assert parts["Copyright (c) 2007 Free Software Foundation"] == "gpl-3.0.LICENSE"
    assert parts["Copyright 2020 Foo Corp."] is None


def test_another_year_of_the_texts_own_holder_is_part_of_it_too() -> None:
    copyrights = copy.deepcopy(COPYRIGHTS)
    copyrights["copyrights"][1]["copyright"] = "Copyright 1989 Free Software Foundation"
    assert convert(LICENSES, copyrights).notices[2].part_of == "gpl-3.0.LICENSE"


@pytest.mark.parametrize(
    "change", [{"match_coverage": 60.0}, {"start_line": 5}, {"rule_identifier": "other.LICENSE"}]
)
def test_a_statement_is_not_part_of_a_text_that_is_cut_or_elsewhere(change: dict[str, Any]) -> None:
    licenses = copy.deepcopy(LICENSES)
    licenses["license_detections"][0]["matches"][0].update(change)
    assert {notice.part_of for notice in convert(licenses).notices} == {None}


def test_a_clue_is_a_notice_that_says_so() -> None:
    licenses = {**LICENSES, "license_detections": [], "license_clues": [MATCH]}
    clues = [notice for notice in convert(licenses).notices if notice.clue]
    assert [(clue.text, clue.span) for clue in clues] == [("GPL-3.0-only", Span(2, 9))]


def test_holders_and_authors_stay_as_reported() -> None:
    scan = convert(LICENSES)
    assert scan.holders[0] == Statement("Foo Corp.", Span(1, 1))
    assert scan.authors == (Statement("Joe Doe", Span(9, 9)),)


def without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda mapping: mapping.__delitem__(key)


def changed(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda mapping: mapping.__setitem__(key, value)


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (without("license_detections"), "missing license_detections"),
        (changed("licenses", []), "unknown licenses"),
        (changed("license_detections", {}), "license_detections is a dict"),
        (changed("license_clues", ["gpl"]), "a str instead of a mapping"),
        (changed("percentage_of_license_text", None), "is a NoneType"),
    ],
)
def test_another_shape_of_licenses_is_refused(
    break_it: Callable[[dict[str, Any]], None], words: str
) -> None:
    licenses = copy.deepcopy(LICENSES)
    break_it(licenses)
    with pytest.raises(EngineError, match=words):
        convert(licenses)


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (without("score"), "missing score"),
        (changed("matched_rule", {}), "unknown matched_rule"),
        (changed("start_line", "2"), "start_line is a str"),
        (changed("start_line", True), "start_line is a bool"),
        (changed("license_expression_spdx", None), "license_expression_spdx is a NoneType"),
    ],
)
def test_another_shape_of_a_match_is_refused(
    break_it: Callable[[dict[str, Any]], None], words: str
) -> None:
    licenses = copy.deepcopy(LICENSES)
    break_it(licenses["license_detections"][0]["matches"][0])
    with pytest.raises(EngineError, match=words):
        convert(licenses)


def test_the_shape_of_scancode_31_is_refused() -> None:
    old = {
        "licenses": [{"key": "mit", "spdx_license_key": "MIT", "start_line": 1, "end_line": 1}],
        "license_expressions": ["mit"],
        "spdx_license_expressions": ["MIT"],
        "percentage_of_license_text": 100,
    }
    with pytest.raises(EngineError, match="unknown format") as caught:
        convert(old)
    assert caught.value.hint is not None
    assert "scancode-toolkit" in caught.value.hint


@pytest.mark.parametrize("broken", [None, [], {}, {"copyrights": []}])
def test_another_shape_of_copyrights_is_refused(broken: object) -> None:
    with pytest.raises(EngineError, match="get_copyrights"):
        convert(LICENSES, broken)


def test_a_detection_without_a_match_is_refused() -> None:
    licenses = copy.deepcopy(LICENSES)
    licenses["license_detections"][0]["matches"] = []
    with pytest.raises(EngineError, match="no match"):
        convert(licenses)


def at(text: str, start: int, end: int | None = None) -> Statement:
    return Statement(text, Span(start, end or start))


def test_a_statement_without_a_holder_takes_none_of_the_next() -> None:
    statements = [at("Copyright 2024", 1), at("Copyright 2020 Foo Corp.", 1)]
    assert assign_holders(statements, [at("Foo Corp.", 1)]) == [(), ("Foo Corp.",)]


def test_several_statements_on_a_line_keep_their_holders() -> None:
    statements = [at("Copyright 2020 Foo Corp.", 1), at("Copyright 2019 Bar Inc.", 1)]
    holders = [at("Foo Corp.", 1), at("Bar Inc.", 1)]
    assert assign_holders(statements, holders) == [("Foo Corp.",), ("Bar Inc.",)]


def test_a_statement_over_lines_has_a_holder_that_begins_later() -> None:
    statements = [at("Copyright 2001 The Regents of California", 2, 4)]
    holders = [at("The Regents of California", 3, 4)]
    assert assign_holders(statements, holders) == [("The Regents of California",)]


def test_a_holder_whose_words_the_engine_changed_stays_with_the_statement_of_its_line() -> None:
    statements = [at("Copyright 2020 Foo", 1), at("Copyright 2020 Bar", 5)]
    assert assign_holders(statements, [at("Bar GmbH", 5)]) == [(), ("Bar GmbH",)]


def test_holders_without_a_statement_are_refused() -> None:
    with pytest.raises(EngineError, match="unknown format"):
        assign_holders([], [at("Foo Corp.", 1)])


HOLDERS = st.lists(st.sampled_from(["Foo Corp.", "Bar Inc.", "Foo", ""]), min_size=1, max_size=8)


@given(HOLDERS, st.integers(1, 3))
def test_what_was_taken_apart_is_put_together_again(holders: list[str], per_line: int) -> None:
    statements = [at(f"Copyright 2020 {h}", n // per_line + 1) for n, h in enumerate(holders)]
    reported = [at(h, n // per_line + 1) for n, h in enumerate(holders) if h]
    owned = assign_holders(statements, reported)
    flat = [holder for own in owned for holder in own]
    assert flat == [holder.text for holder in reported]
    for statement, own in zip(statements, owned, strict=True):
        assert all(holder in statement.text for holder in own)
