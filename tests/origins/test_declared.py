"""Components of the policy as origins."""

from __future__ import annotations

import pytest
from support.repo import Repo

from attribcheck.core.errors import UsageError
from attribcheck.git.repository import Repository
from attribcheck.origins import declared
from attribcheck.origins.describe import Details
from attribcheck.policy.model import Component, Policy
from attribcheck.sources.work_tree import TreeSource

COMPONENT = Component("Foo", "MIT", version="1.0")


@pytest.mark.parametrize(
    ("component", "spec"),
    [
        (COMPONENT._replace(purl="pkg:pypi/foo@1.0"), "pkg:pypi/foo@1.0"),
        (COMPONENT._replace(purl="pkg:pypi/foo"), "pkg:pypi/foo@1.0"),
        (COMPONENT._replace(purl="pkg:npm/%40foo/bar"), "pkg:npm/%40foo/bar@1.0"),
        (COMPONENT._replace(purl="pkg:npm/@foo/bar"), "pkg:npm/@foo/bar@1.0"),
        (COMPONENT._replace(source="https://host.example/foo"), "https://host.example/foo@1.0"),
        (
            COMPONENT._replace(source="https://host.example/foo", version=None),
            "https://host.example/foo",
        ),
        (
            COMPONENT._replace(purl="pkg:pypi/foo", source="https://host.example/foo"),
            "pkg:pypi/foo@1.0",
        ),
    ],
)
def test_a_component_of_the_policy_names_a_package_or_a_repository(
    component: Component, spec: str
) -> None:
    assert declared.spec(component) == spec


@pytest.mark.parametrize("source", [None, "a mail of 2024", "ext::sh -c true"])
def test_a_component_that_names_neither_is_an_error(source: str | None) -> None:
    with pytest.raises(UsageError, match="neither a purl nor a source") as raised:
        declared.spec(COMPONENT._replace(source=source))
    assert "--own-files" in (raised.value.hint or "")


def test_a_component_is_found_by_its_name() -> None:
    policy = Policy(components=(COMPONENT, COMPONENT._replace(name="Bar")))
    assert declared.named(policy, "Bar").name == "Bar"
    with pytest.raises(UsageError, match="no component 'Baz'") as raised:
        declared.named(policy, "Baz")
    assert raised.value.hint == "components: Foo, Bar"


def test_what_the_user_says_has_precedence_over_the_policy() -> None:
    component = COMPONENT._replace(holders=("Foo Corp.", "re:foo.*"))
    assert declared.details(component, Details(without=("tests",))) == Details(
        "Foo", "1.0", "MIT", ("Foo Corp.",), without=("tests",)
    )
    assert declared.details(component, Details("Bar", license="ISC"))[:3] == ("Bar", "1.0", "ISC")


def test_its_own_files_are_those_that_it_covers(repo: Repo) -> None:
    repo.commit_files({"foo/a.py": "a", "foo/data.bin": b"\0", "src/b.py": "b"})
    source = TreeSource(Repository.discover(repo.path))
    found = declared.own_files(source, COMPONENT._replace(paths=("foo/**",)))
    assert dict(found.files) == {"foo/a.py": b"a"}
    assert (found.name, found.version, found.place) == ("Foo", "1.0", None)
