"""SPDX expressions and their categories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from license_expression import get_spdx_licensing

from attribcheck.spdx import catalog, expressions
from attribcheck.spdx.expressions import ExpressionError

CLASSPATH = "GPL-2.0-only WITH Classpath-exception-2.0"
IDS = ("MIT", "Apache-2.0", "ISC", "GPL-3.0-only", "MPL-2.0", CLASSPATH, "LicenseRef-Foo-1.0")

EXPRESSION = st.recursive(
    st.sampled_from(IDS),
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(
        lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
    ),
    max_leaves=5,
)


@pytest.mark.parametrize(
    "expression",
    [
        "MIT",
        "mit",
        "MIT OR Apache-2.0",
        "(MIT AND ISC) OR GPL-2.0-or-later WITH Classpath-exception-2.0",
        "GPL-2.0+",
        "LicenseRef-Foo-1.0",
        "DocumentRef-spdx-tool:LicenseRef-Foo",
        "LicenseRef-scancode-unknown-license-reference",
    ],
)
def test_a_valid_expression_has_no_problems(expression):
    assert expressions.problems(expression) == []


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("Apache2.0", 'unknown licence "Apache2.0", did you mean "Apache-2.0"?'),
        ("MIT AND Foo", 'unknown licence "Foo"'),
        ("MIT/ISC", 'write "OR" or "AND" instead of "/"'),
        ("MIT, ISC", 'write "OR" or "AND" instead of ","'),
        ("MIT OR", '"MIT OR" is not an SPDX licence expression'),
        ("(MIT", '"(MIT" is not an SPDX licence expression'),
        ("", "the licence expression is empty"),
        ("LicenseRef-", "unknown licence"),
    ],
)
def test_what_is_wrong_with_an_expression_is_said(expression, said):
    (problem,) = expressions.problems(expression)
    assert said in problem


def test_each_unknown_licence_is_named():
    assert len(expressions.problems("Foo AND Bar-7")) == 2


@pytest.mark.parametrize(
    ("expression", "canonical"),
    [
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("((MIT))", "MIT"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("gpl-2.0 with classpath-exception-2.0", CLASSPATH),
        ("MIT and (ISC or BSD-3-Clause)", "MIT AND (ISC OR BSD-3-Clause)"),
    ],
)
def test_ids_and_operators_are_made_canonical(expression, canonical):
    assert expressions.normalize(expression) == canonical


@pytest.mark.parametrize("expression", ["", "  ", "MIT OR", "MIT ISC AND", "\n", "a/b"])
def test_what_is_no_expression_raises(expression):
    with pytest.raises(ExpressionError):
        expressions.normalize(expression)


def test_the_licences_of_an_expression_come_once_each_in_order():
    assert expressions.keys(f"MIT AND ({CLASSPATH} OR MIT)") == ("MIT", CLASSPATH)


def test_a_declared_exception_covers_the_text_of_its_licence():
    assert expressions.covered(CLASSPATH) == {CLASSPATH, "GPL-2.0-only"}
    assert expressions.covered("MIT OR ISC") == {"MIT", "ISC"}


def test_a_text_of_a_later_version_is_reported_as_that_version_only():
    found = expressions.text_of_later_versions("MIT AND LGPL-2.1-or-later")
    assert found == {"LGPL-2.1-only"}


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ([], ""),
        (["MIT"], "MIT"),
        (["MIT", "mit", "MIT"], "MIT"),
        (["MIT", "ISC"], "MIT AND ISC"),
        (["MIT AND ISC", "ISC AND BSD-3-Clause"], "MIT AND ISC AND BSD-3-Clause"),
        (["MIT OR ISC"], "MIT OR ISC"),
        (["MIT OR ISC", "Apache-2.0"], "(MIT OR ISC) AND Apache-2.0"),
        (["MIT OR Apache-2.0", "MIT", "Apache-2.0"], "MIT OR Apache-2.0"),
        ([CLASSPATH, "MIT"], f"{CLASSPATH} AND MIT"),
    ],
)
def test_a_conjunction_repeats_nothing(given_, expected):
    assert expressions.conjunction(given_) == expected


@given(st.lists(EXPRESSION, min_size=1, max_size=4))
def test_a_conjunction_parses_and_is_its_own_conjunction(drawn):
    once = expressions.conjunction(drawn)
    assert expressions.normalize(once) == once
    assert expressions.conjunction([once]) == once


@given(st.lists(EXPRESSION, min_size=1, max_size=4))
def test_a_conjunction_names_the_same_licences(drawn):
    named = {key for expression in drawn for key in expressions.keys(expression)}
    assert set(expressions.keys(expressions.conjunction(drawn))) == named


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ([], None),
        (["LicenseRef-scancode-unknown-license-reference"], None),
        (["MIT", "LicenseRef-scancode-unknown"], "MIT"),
        (["MIT AND LicenseRef-scancode-free-unknown"], "MIT"),
        (["MIT OR ISC"], "MIT OR ISC"),
        (["(MIT OR ISC) AND LicenseRef-scancode-unknown"], "MIT OR ISC"),
    ],
)
def test_what_the_engine_could_not_name_is_left_out(given_, expected):
    assert expressions.named(given_) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (["LicenseRef-scancode-warranty-disclaimer", "LicenseRef-scancode-dco-1.1"], None),
        (["(MIT OR ISC) AND LicenseRef-scancode-generic-cla"], "MIT OR ISC"),
        (["MIT", "0BSD AND LicenseRef-scancode-warranty-disclaimer"], "MIT AND 0BSD"),
    ],
)
def test_what_permits_nothing_is_left_out(given_, expected):
    assert expressions.named(given_) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("MIT", "permissive"),
        ("GPL-3.0-only", "copyleft"),
        ("MPL-2.0", "copyleft-limited"),
        (CLASSPATH, "copyleft-limited"),
        ("LicenseRef-scancode-proprietary-license", "commercial"),
        ("LicenseRef-Foo", None),
        ("LicenseRef-scancode-../../../etc/passwd", None),
    ],
)
def test_the_category_is_scancodes(key, expected):
    assert catalog.category(key) == expected
    assert expected is None or expected in catalog.CATEGORIES


KEYS = st.sampled_from(
    ["MIT", "mit", "GPL-2.0-only", "gpl-2.0-or-later", "Classpath-exception-2.0"]
)
EXPRESSIONS = st.recursive(
    KEYS,
    lambda part: st.tuples(
        st.sampled_from(["{} AND {}", "({} or {})", "{} with {}", "{}  {}", "{} OR ("]), part, part
    ).map(lambda made: made[0].format(*made[1:])),
    max_leaves=5,
)


@given(EXPRESSIONS)
def test_known_ids_and_operators_are_read_as_names_of_several_words_are(expression):
    def outcome(parse):
        try:
            return repr(parse(expression))
        except Exception as error:  # noqa: BLE001 - whatever it is, both have to raise it
            return f"{type(error).__name__}: {error}"

    whole = get_spdx_licensing()
    assert expressions.is_plain(expression, whole.known_symbols_lowercase)
    assert outcome(lambda text: whole.parse(text, simple=True)) == outcome(whole.parse)


REFS = st.from_regex(r"(DocumentRef-[a-z.]{1,4}:)?LicenseRef-[A-Za-z0-9.-]{1,12}", fullmatch=True)
FORMER = st.sampled_from([key for key in catalog._retired() if key.startswith("LicenseRef-")])


@pytest.mark.parametrize("ref", ["LicenseRef-MIT-Discord", "LicenseRef-LICENSE", "LicenseRef-GPL"])
def test_a_ref_of_anybody_is_no_licence_of_the_list(ref):
    """license_expression reads them as MIT, a proprietary licence of scancode's, and the GPL."""
    assert expressions.normalize(ref) == ref
    assert expressions.normalize(f"{ref} OR MIT") == f"{ref} OR MIT"
    assert expressions.normalize(f"{ref} OR GPL 2.0") == f"{ref} OR GPL-2.0-only"


def test_a_former_id_of_scancode_is_the_licence_that_it_was():
    assert expressions.normalize("LicenseRef-scancode-softsurfer") == "softSurfer"


@given(st.one_of(REFS, FORMER))
def test_a_ref_alone_is_read_as_the_whole_list_reads_it(ref):
    whole = expressions._licensing()
    assert str(expressions.parse(ref)) == str(whole.parse(ref))


@given(st.lists(st.one_of(REFS, FORMER, EXPRESSIONS), min_size=2, max_size=4))
def test_refs_in_an_expression_are_read_as_the_whole_list_reads_them(parts):
    expression = " AND ".join(f"({part})" for part in parts)
    try:
        expected = str(expressions._licensing().parse(expression))
    except Exception:  # noqa: BLE001 - whatever it is
        with pytest.raises(expressions.ExpressionError):
            expressions.parse(expression)
    else:
        assert str(expressions.parse(expression)) == expected


@pytest.mark.parametrize("expression", ["GPL 2.0", "MIT AND foo", "LicenseRef-foo", "MIT/ISC"])
def test_any_other_expression_may_hold_a_name_of_several_words(expression):
    assert not expressions.is_plain(expression, {"mit", "isc"})
