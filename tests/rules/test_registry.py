"""A rule has a fixed name, a weight and a documentation; see also ``tests/test_registries.py``."""

from __future__ import annotations

import re

import pytest

from attribcheck.core.finding import RULE_NAMES
from attribcheck.rules.base import Rule
from attribcheck.rules.registry import by_name, every

every_rule = pytest.mark.parametrize("rule", every(), ids=lambda rule: rule.name)


def test_the_rules_and_what_they_weigh() -> None:
    assert [(rule.name, rule.severity.label) for rule in every()] == [
        ("undeclared-notice", "error"),
        ("undeclared-license", "error"),
        ("disallowed-license", "error"),
        ("license-mismatch", "error"),
        ("removed-notice", "error"),
        ("missing-notice", "error"),
        ("unknown-license", "error"),
        ("model-obligation", "error"),
        ("disallowed-origin", "error"),
        ("modified-component", "error"),
        ("unmarked-modification", "error"),
        ("stale-notice-file", "error"),
        ("missing-license-text", "warning"),
        ("unused-declaration", "error"),
        ("expired-exception", "error"),
        ("unscanned-file", "error"),
        ("missing-header", "warning"),
        ("version-mismatch", "error"),
        ("undeclared-base-model", "error"),
        ("undeclared-model-code", "error"),
        ("undeclared-copy", "error"),
        ("replaced-notice", "error"),
        ("wrong-origin-claim", "warning"),
    ]


def test_no_two_rules_have_one_name() -> None:
    assert list(by_name().values()) == list(every())


def test_a_policy_can_name_no_rule_that_does_nothing() -> None:
    assert {*RULE_NAMES} == {*by_name()}


@every_rule
def test_its_module_is_called_as_it_is(rule: type[Rule]) -> None:
    assert rule.__module__ == f"attribcheck.rules.{rule.name.replace('-', '_')}"


@every_rule
def test_its_name_is_one_of_the_fixed_names_in_kebab_case(rule: type[Rule]) -> None:
    assert rule.name in RULE_NAMES
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)


@every_rule
def test_its_documentation_has_a_summary_and_the_five_headings_in_order(
    rule: type[Rule],
) -> None:
    assert re.findall(r"^## (.+)$", rule.documentation(), re.MULTILINE) == [
        "What it does",
        "Why it matters",
        "Example",
        "How to fix",
        "References",
    ]
    assert re.fullmatch(r"[A-Z][^\n]+\.", rule.summary())


@every_rule
def test_no_heading_of_its_documentation_is_empty(rule: type[Rule]) -> None:
    sections = re.split(r"^## .+$", rule.documentation(), flags=re.MULTILINE)

    assert all(section.strip() for section in sections)
