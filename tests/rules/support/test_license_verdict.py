"""What a licence table of the policy says of an expression."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.rules.support.license_verdict import Decision, Verdict, judge
from attribcheck.spdx.expressions import ExpressionError

CLASSPATH = "GPL-2.0-only WITH Classpath-exception-2.0"
IDS = ("MIT", "Apache-2.0", "ISC", "GPL-3.0-only", "MPL-2.0", CLASSPATH, "LicenseRef-Foo-1.0")
CATEGORIES = ("category:permissive", "category:copyleft", "category:copyleft-limited")

expressions = st.recursive(
    st.sampled_from(IDS),
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(
        lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
    ),
    max_leaves=5,
)
tables = st.lists(st.one_of(st.sampled_from(CATEGORIES), expressions), max_size=4)


@pytest.mark.parametrize(
    ("expression", "allow", "deny", "expected"),
    [
        ("MIT", None, [], (Decision.ALLOWED, "MIT", None)),
        ("MIT", [], [], (Decision.UNLISTED, "MIT", None)),
        ("MIT", ["ISC", "mit"], [], (Decision.ALLOWED, "MIT", 1)),
        ("MIT", ["category:Permissive"], [], (Decision.ALLOWED, "MIT", 0)),
        ("MIT", ["MIT"], ["category:permissive"], (Decision.DENIED, "MIT", 0)),
        ("MIT", ["category:permissive"], ["ISC", "MIT"], (Decision.DENIED, "MIT", 1)),
        ("MIT", ["MIT", "MIT"], [], (Decision.ALLOWED, "MIT", 0)),
        ("MIT OR GPL-3.0-only", ["MIT"], ["GPL-3.0-only"], (Decision.ALLOWED, "MIT", 0)),
        ("GPL-3.0-only OR MIT", ["MIT"], [], (Decision.ALLOWED, "MIT", 0)),
        ("MIT AND ISC", ["MIT"], [], (Decision.UNLISTED, "ISC", None)),
        ("MIT AND ISC", ["MIT", "ISC"], ["ISC"], (Decision.DENIED, "ISC", 0)),
        ("MIT AND ISC", ["MIT AND ISC"], [], (Decision.ALLOWED, "MIT AND ISC", 0)),
        ("MIT AND ISC", ["MIT AND ISC"], ["ISC"], (Decision.DENIED, "ISC", 0)),
        ("MIT OR ISC", ["MIT", "ISC"], ["MIT OR ISC"], (Decision.DENIED, "MIT OR ISC", 0)),
        (CLASSPATH, ["GPL-2.0-only"], [], (Decision.UNLISTED, CLASSPATH, None)),
        (CLASSPATH, [CLASSPATH], ["GPL-2.0-only"], (Decision.ALLOWED, CLASSPATH, 0)),
        (CLASSPATH, None, ["category:copyleft"], (Decision.ALLOWED, CLASSPATH, None)),
        (
            "LicenseRef-Foo",
            ["category:permissive"],
            [],
            (Decision.UNLISTED, "LicenseRef-Foo", None),
        ),
        ("LicenseRef-Foo", ["LicenseRef-Foo"], [], (Decision.ALLOWED, "LicenseRef-Foo", 0)),
    ],
)
def test_a_table_judges_an_expression(expression, allow, deny, expected):
    verdict = judge(expression, allow=allow, deny=deny)
    assert verdict == Verdict(*expected)


def test_the_projects_own_licence_needs_no_entry():
    own = frozenset({"Apache-2.0"})
    assert judge("Apache-2.0", allow=[], deny=[], own=own).decision is Decision.ALLOWED
    assert judge("Apache-2.0 AND MIT", allow=[], deny=[], own=own).key == "MIT"


def test_deny_wins_over_the_projects_own_licence_too():
    own = frozenset({"Apache-2.0"})
    verdict = judge("Apache-2.0", allow=None, deny=["Apache-2.0"], own=own)
    assert verdict.decision is Decision.DENIED


def test_what_is_no_expression_is_not_judged():
    with pytest.raises(ExpressionError):
        judge("MIT OR", allow=None, deny=[])


@given(expressions, tables, tables, st.one_of(st.sampled_from(CATEGORIES), expressions))
def test_one_more_allowed_entry_never_makes_an_expression_worse(expression, allow, deny, more):
    before = judge(expression, allow=allow, deny=deny).decision
    assert judge(expression, allow=[*allow, more], deny=deny).decision >= before


@given(expressions, tables, tables, st.one_of(st.sampled_from(CATEGORIES), expressions))
def test_one_more_denied_entry_never_makes_an_expression_better(expression, allow, deny, more):
    before = judge(expression, allow=allow, deny=deny).decision
    assert judge(expression, allow=allow, deny=[*deny, more]).decision <= before


@given(expressions, tables)
def test_without_an_allow_list_nothing_is_unlisted(expression, deny):
    assert judge(expression, allow=None, deny=deny).decision is not Decision.UNLISTED
