"""Names for components and holders."""

import pytest

from attribcheck.init import naming


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Foo Person <foo@example.com>, Bartown, Country", "Foo Person"),
        ("Foo Person, Espoo, Finland", "Foo Person"),
        ("Foo Person (foo at bar org)", "Foo Person"),
        ("Foo Corp. https://foo.example", "Foo Corp."),
        ("Foo Inc.", "Foo Inc."),
        ("foo@example.com", ""),
        ("Foo (foo@example.com)", "Foo"),
    ],
)
def test_a_holder_has_no_address(written, name):
    assert naming.holder(written) == name


def test_each_holder_comes_once():
    assert naming.distinct(["Foo Corp.", "foo corp", "re:Foo.*", ""]) == ("Foo Corp.", "re:Foo.*")


def test_a_list_of_persons_is_a_name_for_each():
    assert naming.distinct(["Foo Person, B. Person"]) == ("Foo Person", "B. Person")


@pytest.mark.parametrize("name", ["Foo, Inc.", "Foo.org, PUC-Foo", "University of Foo, Bar Lab"])
def test_a_comma_within_a_name_parts_nothing(name):
    assert naming.distinct([name]) == (name,)


def test_a_long_name_is_cut():
    name = naming.component("a" * 100)
    assert (len(name), name[-1]) == (naming.LONGEST, "\N{HORIZONTAL ELLIPSIS}")


def test_encodings_and_addresses_are_no_part_of_a_name():
    assert naming.component("?iso-8859-1?Q?F3? Foo <foo@example.com> code") == "Foo code"


def test_a_number_keeps_a_long_name_short_and_unlike_another():
    names: set[str] = set()
    first, second = naming.unused("b" * 100, names), naming.unused("b" * 100, names)
    assert first != second
    assert len(second) <= naming.LONGEST
    assert names == {first, second}
