"""``attribcheck explain`` serves each rule's own documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import attribcheck

from attribcheck.rules.registry import every


def test_without_a_rule_all_are_listed_with_severity_and_summary(tmp_path: Path) -> None:
    done = attribcheck(tmp_path, "explain")
    assert done.code == 0
    listed = [line.split(maxsplit=2) for line in done.out.splitlines()]
    assert listed == [[rule.name, rule.severity.label, rule.summary()] for rule in every()]


@pytest.mark.parametrize("rule", ["undeclared-notice", "missing-notice"])
def test_a_rule_is_explained_with_its_fix(tmp_path: Path, rule: str) -> None:
    done = attribcheck(tmp_path, "explain", rule)
    assert done.code == 0
    assert done.out.startswith(f"# {rule} (error)\n\n")
    for heading in ("## What it does", "## Why it matters", "## Example", "## How to fix"):
        assert f"\n{heading}\n" in done.out


def test_a_rule_that_does_not_exist_is_told_with_its_neighbour(tmp_path: Path) -> None:
    done = attribcheck(tmp_path, "explain", "undeclared-notices")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: there is no rule 'undeclared-notices', did you mean undeclared-notice?\n"
        "hint: attribcheck explain lists them\n"
    )


def test_an_escape_in_the_name_of_a_rule_does_not_reach_the_terminal(tmp_path: Path) -> None:
    done = attribcheck(tmp_path, "explain", "\x1b[31mred")
    assert done.code == 2
    assert "\x1b" not in done.err
