"""The place behind a holder is no holder."""

import pytest

from attribcheck.notices.holders import HolderNames, normal_form, unexplained
from attribcheck.notices.places import place_from

FOO = (HolderNames(["Foo Person", "Foo GmbH"]),)


@pytest.mark.parametrize(
    "statement",
    [
        "Foo Person, Espoo, Finland",
        "Foo Person, Finland",
        "Foo GmbH, Germany.",
        "Foo Person , Espoo, Finland",
    ],
)
def test_a_place_behind_a_declared_name_is_explained(statement):
    assert unexplained(statement, FOO) == ()


@pytest.mark.parametrize(
    ("statement", "left"),
    [
        ("Foo Person, Bar Person, Finland", ("Bar Person",)),
        ("Foo Person, Bar GmbH, Germany", ("Bar GmbH",)),
        ("Foo Person, Bar, Baz, Germany", ("Bar", "Baz")),
        ("Foo Person and Finland", ("Finland",)),
        ("Foo Person, Espoo", ("Espoo",)),
        ("Baz, Bar, Germany", ("Baz", "Bar")),
        ("Foo Person, Jordan", ("Jordan",)),
        ("Finland", ("Finland",)),
    ],
)
def test_what_may_be_a_holder_is_no_place(statement, left):
    assert unexplained(statement, FOO) == left


def test_an_entry_with_its_place_still_explains_the_statement():
    written = "Foo Person, Espoo, Finland"
    assert unexplained(written, [HolderNames([written])]) == ()


def test_a_name_alone_has_no_place():
    assert place_from(["Finland"]) == 1


def test_an_address_in_words_is_no_part_of_a_name():
    assert normal_form("Foo Person (foo at bar org)") == normal_form("Foo Person")
    assert normal_form("Foo (Institute at Bar)") != normal_form("Foo")
