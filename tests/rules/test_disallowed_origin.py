"""A component comes from where [origins] says components may not come from."""

from __future__ import annotations

import pytest
from support.checks import check, found, only
from support.repo import Repo

from attribcheck.core.finding import Severity

FILES = {"foo/LICENSE": "Copyright 2025 Foo Corp.\n"}


def declares(origin: str, table: str) -> str:
    return f"""\
version = 1
[origins]
{table}
[[component]]
name = "Foo"
license = "MIT"
holders = ["Foo Corp."]
paths = ["foo/**"]
{origin}
"""


def test_a_denied_country_is_found_at_the_origin_of_the_component(repo: Repo) -> None:
    outcome = check(repo, FILES, declares('origin = "DE"', 'deny = [\n"XX",\n"DE",\n]'))

    finding = only(outcome, "disallowed-origin")
    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line) == ("attribcheck.toml", 12)
    assert finding.evidence.text == 'origin = "DE"'
    assert finding.message == 'component "Foo" comes from DE, which [origins] denies'
    assert finding.component == "Foo"
    assert finding.policy_line == 5
    assert finding.policy_note == '[origins] deny has "DE"'
    assert finding.subject == "Foo"


def test_a_denied_supplier_is_found_at_the_supplier_of_the_component(repo: Repo) -> None:
    policy = declares('origin = "DE"\nsupplier = "Foo Corp."', 'deny = ["supplier:FOO corp"]')

    finding = only(check(repo, FILES, policy), "disallowed-origin")

    assert finding.line == 10
    assert finding.evidence.text == 'supplier = "Foo Corp."'
    assert finding.message == 'component "Foo" comes from Foo Corp., DE, which [origins] denies'
    assert finding.policy_note == '[origins] deny has "supplier:FOO corp"'


def test_what_is_not_allowed_is_found(repo: Repo) -> None:
    finding = only(
        check(repo, FILES, declares('origin = "DE"', 'allow = ["KR"]')), "disallowed-origin"
    )

    assert finding.line == 9
    assert finding.message == 'component "Foo" comes from DE, which [origins] does not allow'
    assert finding.policy_line == 3
    assert finding.policy_note == "[origins] allow has neither its origin nor its supplier"


def test_an_origin_that_is_not_stated_is_not_allowed(repo: Repo) -> None:
    finding = only(check(repo, FILES, declares("", 'allow = ["KR"]')), "disallowed-origin")

    assert finding.line == 4
    assert finding.evidence.text == "[[component]]"
    assert finding.message == (
        'component "Foo" comes from an undeclared origin, which [origins] does not allow'
    )


@pytest.mark.parametrize(
    ("origin", "table"),
    [
        ('origin = "KR"', 'allow = ["KR"]'),
        ('supplier = "foo corporation"', 'allow = ["supplier:Foo Corp."]'),
        ('origin = "DE"\nsupplier = "Foo Corp."', 'allow = ["supplier:Foo Corp."]'),
        ('origin = "DE"', 'deny = ["XX"]'),
        ("", 'deny = ["XX"]'),
        ('supplier = "Foo Corp."', 'deny = ["supplier:Foo Labs"]'),
    ],
)
def test_what_is_allowed_or_not_denied_passes(repo: Repo, origin: str, table: str) -> None:
    assert check(repo, FILES, declares(origin, table)).findings == ()


@pytest.mark.parametrize(
    "table",
    [
        'allow = ["DE"]\ndeny = ["supplier:Foo Corp."]',
        'allow = ["supplier:Foo Corp."]\ndeny = ["DE"]',
    ],
)
def test_deny_wins_over_allow(repo: Repo, table: str) -> None:
    policy = declares('origin = "DE"\nsupplier = "Foo Corp."', table)

    assert only(check(repo, FILES, policy), "disallowed-origin").message == (
        'component "Foo" comes from Foo Corp., DE, which [origins] denies'
    )


def test_without_the_table_every_origin_passes(repo: Repo) -> None:
    policy = declares('origin = "XX"', "").replace("[origins]\n", "")

    assert found(check(repo, FILES, policy), "disallowed-origin") == []
