"""Components and exceptions as TOML."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.errors import UsageError
from attribcheck.core.finding import RULE_NAMES
from attribcheck.policy.loader import parse_policy
from attribcheck.policy.model import Component, PolicyException
from attribcheck.policy.path_patterns import literal
from attribcheck.policy.toml_writer import render_component, render_exception

TEXTS = st.text(
    st.sampled_from("\"\\'#[]{}=,\n\r\t\b\x00\x1b\x7f\u202e\ufeff\u2028")
    | st.characters(codec="utf-8"),
    min_size=1,
).filter(str.strip)
HOLDERS = TEXTS.filter(lambda text: not text.startswith("re:"))
PATTERNS = st.lists(
    TEXTS.filter(lambda text: not {"", ".", ".."} & set(text.split("/"))).map(literal), min_size=1
).map(tuple)
OPTIONAL = st.none() | TEXTS
COMPONENTS = st.builds(
    Component,
    name=TEXTS,
    license=st.sampled_from(["MIT", "GPL-2.0-only WITH Classpath-exception-2.0 OR LicenseRef-x"]),
    holders=st.lists(HOLDERS).map(tuple),
    paths=PATTERNS,
    version=OPTIONAL,
    purl=st.sampled_from([None, "pkg:npm/%40foo/bar@2.1?a=b#c"]),
    supplier=OPTIONAL,
    origin=st.sampled_from([None, "DE"]),
    source=OPTIONAL,
    modified=st.sampled_from([None, True, False]),
    notice_file=st.sampled_from([None, "third party/NOTICE"]),
    models=st.lists(TEXTS).map(tuple),
    weights=st.sampled_from([(), ("third party/foo.fingerprint",)]),
    listed=st.just(""),
)
EXCEPTIONS = st.builds(
    PolicyException,
    rule=st.sampled_from(RULE_NAMES),
    paths=PATTERNS,
    reason=TEXTS,
    expires=st.none() | st.dates(),
)


def test_a_component_is_written_in_the_usual_order_without_what_was_not_said():
    component = Component(
        models=("foo/Foo-7B",),
        weights=("foo/foo.fingerprint",),
        modified=False,
        notice_file="foo/NOTICE",
        paths=("foo/**", "lib/foo.py"),
        name="Foo",
        license="MIT",
        origin="DE",
    )
    assert render_component(component, ["found in 2 files", "check the licence"]) == (
        "# found in 2 files\n"
        "# check the licence\n"
        "[[component]]\n"
        'name = "Foo"\n'
        'origin = "DE"\n'
        'license = "MIT"\n'
        'paths = ["foo/**", "lib/foo.py"]\n'
        "modified = false\n"
        'notice-file = "foo/NOTICE"\n'
        'models = ["foo/Foo-7B"]\n'
        'weights = ["foo/foo.fingerprint"]'
    )


def test_an_exception_is_written_with_its_date_bare():
    exception = PolicyException(
        rule="unscanned-file", paths=("big.bin",), reason="generated", expires=date(2027, 6, 30)
    )
    assert render_exception(exception) == (
        "[[exception]]\n"
        'rule = "unscanned-file"\n'
        'paths = ["big.bin"]\n'
        'reason = "generated"\n'
        "expires = 2027-06-30"
    )


def test_an_array_stays_on_one_line_of_100_columns_and_no_more():
    fits = Component(name="Foo", license="MIT", paths=("x" * 88,))
    wide = Component(name="Foo", license="MIT", paths=("x" * 89, "y"))
    assert render_component(fits).split("\n")[3] == f'paths = ["{"x" * 88}"]'
    assert render_component(wide).split("\n")[3:] == [
        "paths = [",
        f'    "{"x" * 89}",',
        '    "y",',
        "]",
    ]


def test_what_a_reader_could_not_see_is_written_as_an_escape():
    component = Component(name='a"\\\n\x1b\u202e\U000e0041é', license="MIT", paths=("foo",))
    assert r'name = "a\"\\\n\u001B\u202E\U000E0041é"' in render_component(component)


def test_a_comment_can_not_leave_its_line():
    component = Component(name="Foo", license="MIT", paths=("foo",))
    lines = render_component(component, ["a\n[project]\r[x]\x1b"]).split("\n")
    assert lines[:3] == ["# a", "# [project]\\x0d[x]\\x1b", "[[component]]"]


def test_a_byte_that_is_not_utf8_is_refused():
    component = Component(name="Foo", license="MIT", paths=("foo\udcff",))
    with pytest.raises(UsageError, match=r"can't write the byte \\xff"):
        render_component(component)


@given(COMPONENTS, st.lists(st.text(), max_size=3))
def test_a_written_component_is_read_back_as_it_was(component, comments):
    text = "version = 1\n" + render_component(component, comments)
    assert parse_policy(text.encode(), "p").components == (component,)


@given(EXCEPTIONS)
def test_a_written_exception_is_read_back_as_it_was(exception):
    text = "version = 1\n" + render_exception(exception)
    assert parse_policy(text.encode(), "p").exceptions == (exception,)
