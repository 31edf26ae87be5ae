"""The values that the search exchanges."""

import pytest

from attribcheck.copies.model import Component, OriginFile


def test_a_label_is_name_and_version() -> None:
    assert Component("foo", "1.2").label == "foo 1.2"
    assert Component("foo").label == "foo"


@pytest.mark.parametrize(
    ("names", "answer"),
    [
        ({"foo"}, True),
        ({"pkg:pypi/foo@1"}, True),
        ({"pkg:pypi/foo"}, True),
        ({"pkg:pypi/foo@2", "Foo"}, False),
        (set(), False),
    ],
)
def test_a_component_is_known_by_name_or_package_url(names: set[str], answer: bool) -> None:
    assert Component("foo", "1", "pkg:pypi/foo@1").is_in(names) is answer


def test_a_component_without_a_package_url_is_not_known_by_an_empty_one() -> None:
    assert not Component("foo").is_in({""})


def test_versions_of_a_component_are_one_origin_and_families_are_not() -> None:
    one, two = Component("foo", "1"), Component("foo", "2")
    assert OriginFile(one, "a").origin == OriginFile(two, "b").origin
    assert OriginFile(one, "a", family="x").origin != OriginFile(one, "a", family="y").origin
