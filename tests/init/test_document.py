"""A drafted policy as text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scans import component

from attribcheck.core.finding import Finding, Severity
from attribcheck.init.components import Drafted
from attribcheck.init.document import REASON, beginning, blocks, review_exceptions
from attribcheck.policy import editor
from attribcheck.policy.loader import parse_policy
from attribcheck.policy.model import Project

HANEUL = Project(name="Haneul", license="Apache-2.0", holders=("Haneul Labs",))
TODAY = date(2026, 1, 31)


def parsed(text):
    return parse_policy(text.encode(), "attribcheck.toml")


def finding(rule, path):
    return Finding(rule, Severity.ERROR, path, 1, "something is the matter")


def test_what_states_no_licence_is_last_under_a_heading():
    unsure = Drafted(component("Bar", license="LicenseRef-unstated"), 1, ("ask the holder",))
    sure = Drafted(component("Foo"), 1)
    first, last = blocks([unsure, sure])
    assert first == (sure.component, [])
    assert last[0] == unsure.component
    assert "Unsure: these files state no licence" in last[1][0]
    assert last[1][1] == "unsure: ask the holder"


def test_what_is_added_to_a_policy_has_no_heading():
    unsure = Drafted(component("Bar", license="LicenseRef-unstated"), 1)
    assert blocks([unsure], heading=False) == [(unsure.component, [])]


def test_each_value_of_the_project_has_its_reason_behind_it():
    project = HANEUL._replace(holders=("Haneul Labs", "Kim"))
    reasons = {"name": "package.json", "license": "LICENSE", "Kim": "README.md"}
    text = beginning(project, [], (), reasons)
    assert 'name = "Haneul"  # package.json\n' in text
    assert 'license = "Apache-2.0"  # LICENSE\n' in text
    assert '    "Haneul Labs",\n    "Kim",  # README.md\n' in text
    assert parsed(text).project == project


def test_one_reason_of_all_holders_is_written_once():
    text = beginning(HANEUL, [], (), {"Haneul Labs": "LICENSE"})
    assert 'holders = ["Haneul Labs"]  # LICENSE\n' in text


def test_a_drafted_policy_parses_to_what_was_drafted():
    drafted = [
        Drafted(component("Foo", license="MIT OR ISC"), 2, ("look at this",)),
        Drafted(component("Bar", license="BSD-3-Clause", holders=(), paths=("/bar.py",)), 1),
    ]
    text = beginning(HANEUL, [one.component.license for one in drafted])
    for item in drafted:
        text = editor.append_component(text, item.component, item.unsure)
    for exception in review_exceptions([finding("unknown-license", "a.py")], TODAY):
        text = editor.append_exception(text, exception)
    policy = parsed(text)
    assert policy.components == tuple(item.component for item in drafted)
    assert (policy.project.name, policy.project.license) == ("Haneul", "Apache-2.0")
    assert policy.project.holders == ("Haneul Labs",)
    assert "# look at this\n" in text
    assert len(policy.exceptions) == 1


def test_every_licence_that_was_found_is_allowed_once():
    drafted = [Drafted(component(license=text), 1) for text in ("MIT", "ISC OR MIT", "apache-2.0")]
    licenses = [one.component.license for one in drafted]
    assert parsed(beginning(HANEUL, licenses)).licenses.allow == ("Apache-2.0", "ISC", "MIT")


def test_a_licence_in_a_file_for_review_is_allowed_until_it_is_reviewed():
    assert parsed(beginning(HANEUL, [], {"Zlib"})).licenses.allow == ("Zlib",)


def test_without_components_no_licence_table_is_written():
    assert parsed(beginning(HANEUL, [])).licenses is None


def test_a_project_without_a_licence_gets_a_line_to_fill_in():
    text = beginning(Project(name="Haneul"), [])
    assert '# license = "..."' in text
    assert parsed(text).project.license is None
    assert parsed(text).project.holders == ()


@pytest.mark.parametrize("name", ['a "quoted"\nname', "\x1b[2J", "하늘\\", "\u202e"])
def test_a_hostile_name_is_written_as_a_string(name):
    assert parsed(beginning(Project(name=name), [])).project.name == name


@given(st.text(min_size=1).filter(str.strip))
def test_any_holder_is_written_as_a_string(holder):
    if not holder.startswith("re:"):
        assert parsed(beginning(Project(name="x", holders=(holder,)), [])).project.holders == (
            holder,
        )


def test_findings_that_may_wait_get_one_dated_exception_a_rule():
    found = [
        finding("undeclared-notice", "b.py"),
        finding("undeclared-notice", "a[1].py"),
        finding("undeclared-notice", "b.py"),
        finding("missing-notice", "x/c.py"),
    ]
    first, second = review_exceptions(found, TODAY)
    assert (first.rule, first.paths) == ("undeclared-notice", ("/a\\[1\\].py", "/b.py"))
    assert (second.rule, second.paths) == ("missing-notice", ("x/c.py",))
    assert {item.expires for item in (first, second)} == {date(2026, 5, 1)}
    assert {item.reason for item in (first, second)} == {REASON}


@pytest.mark.parametrize("rule", ["unscanned-file", "disallowed-license", "unused-declaration"])
def test_what_has_to_be_settled_is_never_excepted(rule):
    assert review_exceptions([finding(rule, "a.py")], TODAY) == []


def test_many_licences_that_need_no_review_are_a_category():
    ids = "MIT ISC Zlib BSD-2-Clause BSD-3-Clause Apache-2.0 X11 curl NTP HPND MIT-0 GPL-2.0-only"
    assert parsed(beginning(HANEUL, [], ids.split())).licenses.allow == (
        "category:permissive",
        "GPL-2.0-only",
    )


def test_many_contributors_stand_several_on_a_line():
    names = tuple(f"Contributor {number}" for number in range(40))
    text = beginning(HANEUL._replace(contributors=names), [])
    assert parsed(text).project.contributors == names
    assert len(text.splitlines()) < 25
    assert max(map(len, text.splitlines())) <= 100
