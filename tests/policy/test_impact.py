"""Which files a changed policy concerns."""

import pytest

from attribcheck.core.finding import Severity
from attribcheck.policy.impact import Affected, affected
from attribcheck.policy.model import (
    Component,
    LicenseTable,
    Lines,
    OriginTable,
    Policy,
    PolicyException,
    Project,
    ScanTable,
)
from attribcheck.policy.path_index import SortedPaths

FOO = Component(name="Foo", license="MIT", paths=("foo/**",))
PERMIT = PolicyException(rule="undeclared-notice", paths=("tests/**",), reason="test data")


def concerns(answer: Affected, path: str) -> bool:
    return path in answer.matching(SortedPaths([path]))


def concerns_nothing(old: Policy, new: Policy) -> bool:
    answer = affected(old, new)
    return not answer.everything and not answer.patterns


def test_the_same_policy_concerns_nothing():
    policy = Policy(components=(FOO,), exceptions=(PERMIT,))
    assert concerns_nothing(policy, policy)


def test_moving_and_reordering_entries_concerns_nothing():
    bar = Component(name="Bar", license="MIT", paths=("bar/**",))
    old = Policy(project=Project(name="Haneul"), components=(FOO, bar), exceptions=(PERMIT,))
    new = Policy(
        project=Project(name="Haneul", lines=Lines(7)),
        components=(bar, FOO._replace(lines=Lines(9))),
        exceptions=(PERMIT._replace(lines=Lines(3)),),
    )
    assert concerns_nothing(old, new)


def test_a_changed_project_concerns_everything():
    answer = affected(Policy(), Policy(project=Project(holders=("Haneul Labs",))))
    assert answer.everything
    assert concerns(answer, "any/file")


def test_a_changed_severity_concerns_everything():
    new = Policy(severities={"unknown-license": Severity.NOTE})
    assert affected(Policy(), new).everything
    assert affected(new, Policy()).everything


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LicenseTable(allow=("MIT",)), LicenseTable(allow=("MIT", "Zlib"))),
        (LicenseTable(allow=()), LicenseTable(allow=("MIT",))),
        (LicenseTable(allow=("MIT",)), LicenseTable()),
        (LicenseTable(allow=("MIT",)), None),
        (LicenseTable(deny=("MIT", "Zlib")), LicenseTable(deny=("Zlib",))),
        (LicenseTable(deny=("MIT",)), None),
        (None, LicenseTable()),
        (LicenseTable(allow=("MIT", "Zlib")), LicenseTable(allow=("Zlib", "MIT"))),
    ],
)
def test_a_licence_table_that_became_wider_concerns_nothing(old, new):
    assert concerns_nothing(Policy(licenses=old), Policy(licenses=new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LicenseTable(allow=("MIT", "Zlib")), LicenseTable(allow=("MIT",))),
        (LicenseTable(allow=("MIT",)), LicenseTable(allow=("Zlib",))),
        (LicenseTable(), LicenseTable(allow=("MIT",))),
        (None, LicenseTable(allow=("MIT",))),
        (None, LicenseTable(deny=("MIT",))),
        (LicenseTable(allow=("MIT",)), LicenseTable(allow=("MIT", "Zlib"), deny=("MIT",))),
    ],
)
def test_a_licence_table_that_became_narrower_concerns_everything(old, new):
    assert affected(Policy(licenses=old), Policy(licenses=new)).everything


def test_origins_and_bounds_concern_no_file():
    new = Policy(origins=OriginTable(deny=("XX",)), scan=ScanTable(timeout=1))
    assert concerns_nothing(Policy(), new)


def test_an_added_component_concerns_its_files():
    answer = affected(Policy(), Policy(components=(FOO,)))
    assert concerns(answer, "foo/a.py")
    assert not concerns(answer, "bar/a.py")


def test_a_removed_component_concerns_its_files():
    answer = affected(Policy(components=(FOO,)), Policy())
    assert concerns(answer, "foo/a.py")
    assert not concerns(answer, "bar/a.py")


def test_a_changed_component_concerns_its_old_and_its_new_files():
    moved = FOO._replace(paths=("lib/foo/**",))
    answer = affected(Policy(components=(FOO,)), Policy(components=(moved,)))
    assert concerns(answer, "foo/a.py")
    assert concerns(answer, "lib/foo/a.py")
    assert not concerns(answer, "bar/a.py")


def test_what_one_component_takes_back_another_can_still_mean():
    bar = Component(name="Bar", license="MIT", paths=("*.py", "!foo/a.py"))
    assert concerns(affected(Policy(), Policy(components=(FOO, bar))), "foo/a.py")


def test_a_removed_exception_concerns_its_files():
    answer = affected(Policy(exceptions=(PERMIT,)), Policy())
    assert concerns(answer, "tests/a.py")
    assert not concerns(answer, "src/a.py")


def test_a_changed_exception_concerns_its_old_and_its_new_files():
    narrower = PERMIT._replace(paths=("tests/data/**", "docs/**"))
    answer = affected(Policy(exceptions=(PERMIT,)), Policy(exceptions=(narrower,)))
    assert concerns(answer, "tests/a.py")
    assert concerns(answer, "docs/a.md")
    assert not concerns(answer, "src/a.py")


def test_an_added_exception_concerns_nothing():
    assert concerns_nothing(Policy(), Policy(exceptions=(PERMIT,)))
