"""The statements listed by hand, which `benchmarks/statements.py` compares the scanner with."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
LISTS = ("statements.jsonl", "statements_held_out.jsonl")

Entry = dict[str, Any]


def entries(name: str) -> list[Entry]:
    text = (BENCHMARKS / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def packages(name: str) -> set[tuple[str, str]]:
    return {(entry["ecosystem"], entry["package"]) for entry in entries(name)}


def test_lists_enough_packages_of_every_country() -> None:
    listed = entries("statements.jsonl")
    assert len(packages("statements.jsonl")) >= 12
    assert {"KR", "CN", "JP", "RU", "FR", "DE", "PL"} <= {entry["origin"] for entry in listed}


def test_lists_enough_statements_and_enough_of_them_beyond_ascii() -> None:
    statements = [entry["statement"] for entry in entries("statements.jsonl") if entry["line"]]
    beyond = [text for text in statements if any(c.isalpha() and not c.isascii() for c in text)]
    assert len(statements) >= 150
    assert len(beyond) >= 60


def test_holds_out_packages_of_every_country() -> None:
    listed, held_out = packages("statements.jsonl"), packages("statements_held_out.jsonl")
    assert not listed & held_out
    assert len(held_out) >= (len(listed) + len(held_out)) / 4
    origins = {entry["origin"] for entry in entries("statements_held_out.jsonl")}
    assert {"KR", "CN", "JP", "RU", "FR", "DE", "PL", "ES"} <= origins


@pytest.mark.parametrize("name", LISTS)
def test_holders_are_parts_of_their_statement(name: str) -> None:
    for entry in entries(name):
        text = "".join(entry["statement"].split())
        for holder in (*entry["holders"], *entry.get("also", ())):
            assert "".join(holder.split()) in text, entry


@pytest.mark.parametrize("name", LISTS)
def test_holds_no_email_address(name: str) -> None:
    for entry in entries(name):
        assert not re.search(r"\w@\w|\w (?:AT|_at_) \w", entry["statement"]), entry


@pytest.mark.parametrize(
    ("reported", "holders", "wrong"),
    [
        ("Jörg Beispiel", ["Jörg Beispiel"], ""),
        ("Foo Corp", ["Foo Corp."], ""),
        ("Jörg Beispiel and Foo Corp.", ["Jörg Beispiel", "Foo Corp."], ""),
        ("Jörg Beispiel, the authors", ["Jörg Beispiel"], ""),
        ("Jorg Beispiel", [], "respelt"),
        ("Jörg", [], "cut"),
        ("Jorg", [], "cut"),
        ("Jörg Beispiel Foo Corp.", ["Jörg Beispiel", "Foo Corp."], "merged"),
        ("Jörg Beispiel SPDX", ["Jörg Beispiel"], "padded"),
        ("Jorg Beispiel SPDX", [], "padded"),
        ("Bar Inc.", [], "invented"),
    ],
)
def test_judges_a_reported_name(
    reported: str, holders: list[str], wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    facts, statements = import_module("statement_facts"), import_module("statements")
    source = facts.Source("DE", "pypi", "foo", "1", "a.py", "utf-8")
    text = "Copyright 2024 Jörg Beispiel and Foo Corp. (the authors)"
    fact = facts.Fact(source, 0, 1, text, ("Jörg Beispiel", "Foo Corp."), ("the authors",))
    found, judgement = statements.named(reported, [fact])
    assert sorted(holder for _, holder in found) == sorted(holders)
    assert judgement == wrong
