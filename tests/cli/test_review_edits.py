"""What ``review`` reads from the fixes that findings suggest."""

from __future__ import annotations

from attribcheck.cli import review_edits
from attribcheck.core.finding import Finding, Severity
from attribcheck.policy.model import Component, Policy

FOUND = Finding("undeclared-notice", Severity.ERROR, "a.py", 1, "something")
FOO = '[[component]]\nname = "foo"\nlicense = "MIT"\nholders = ["Foo Corp."]\npaths = ["{}"]\n'


def test_suggestions_of_one_holder_and_licence_are_one_component() -> None:
    group = [FOUND._replace(fix=FOO.format(path)) for path in ("a.py", "b.py")]
    other = FOUND._replace(fix=FOO.format("c.py").replace("MIT", "ISC"))

    found = review_edits.suggested([*group, other])

    assert found == Component("foo", "MIT", ("Foo Corp.",), ("a.py", "b.py"))


def test_the_lines_to_restore_above_a_suggestion_are_no_part_of_it() -> None:
    found = review_edits.suggested([FOUND._replace(fix=f"# Copyright Foo\n\n{FOO.format('a.py')}")])
    assert found is not None
    assert found.name == "foo"


def test_a_fix_without_an_entry_suggests_none() -> None:
    assert review_edits.suggested([FOUND._replace(fix="attribcheck notice\n")]) is None


def test_the_line_of_a_component_is_what_it_is_widened_by() -> None:
    fix = '# in the [[component]] "a "b" (c)" (attribcheck.toml:12):\npaths = ["x/**", "y"]\n'
    found = review_edits.widening(FOUND._replace(fix=fix))
    assert found is not None
    assert (found.name, found.paths, found.holders) == ('a "b" (c)', ("x/**", "y"), ())
    assert review_edits.widening(FOUND._replace(fix=FOO.format("a.py"))) is None


def test_an_exception_from_a_finding_about_a_component_is_for_its_files() -> None:
    policy = Policy(
        path="attribcheck.toml", components=(Component("foo", "MIT", paths=("foo/**",)),)
    )
    about = FOUND._replace(path="attribcheck.toml", component="foo")
    assert review_edits.exception_paths([about, FOUND], policy) == ("foo/**", "/a.py")
