"""CREDITS files: people of the project, and lists of parts."""

import pytest

from attribcheck.manifests.registry import is_manifest, read

# In the form of the CREDITS of Linux.
PEOPLE = b"""\
This is at least a partial credits-file of people that have
contributed to the project.
----------

N: Foo Person
E: foo@person.example
D: Scheduler
S: 1 Foo Street
S: Footown

N: B\xc3\xa4r Person
D: Network
"""

# In the form of a plugin of a bundler.
PARTS = b"""\
Name: @foo/parser
Version: 1.2.3
License: MIT
Private: false
Author: Foo Person <foo@person.example>

License Copyright:
===

Copyright (c) Foo Person

---

Name: bar
Version: 2.0.0
License: (MIT OR ISC)
"""

HEADINGS = b"""\
# Haneul core license
Haneul is under the MIT license.

# Licenses of bundled dependencies

## baz
License: ISC
By: Baz University
Repository: https://baz.example

> Copyright (c) Baz University

## foo 3.1
License: MIT
"""


def test_the_people_of_a_project_are_named_with_their_place():
    found = read([("CREDITS", PEOPLE)]).people
    assert found == {"Foo Person": "CREDITS", "B\xe4r Person": "CREDITS"}


def test_the_people_of_vendored_code_are_not_those_of_the_project():
    assert read([("vendor/foo/CREDITS", PEOPLE)]).people == {}


def test_a_letter_alone_names_nobody():
    assert read([("CREDITS", b"N: the number of rounds\n")]).people == {}


def test_the_parts_of_a_list_have_name_version_and_licence():
    found = read([("THIRD-PARTY-NOTICES.txt", PARTS)])
    parser, bar = found.package("dist/@foo/parser"), found.package("dist/bar")
    assert parser is None  # the folder is called "parser"
    assert (bar.version, bar.license, bar.place) == (
        "2.0.0",
        "MIT OR ISC",
        "THIRD-PARTY-NOTICES.txt",
    )
    assert found.by_name["@foo/parser"].version == "1.2.3"


def test_the_parts_of_a_list_with_headings_are_read():
    found = read([("third_party_licenses.md", HEADINGS)])
    assert (found.package("x/baz").license, found.package("x/foo").version) == ("ISC", "3.1")


def test_a_heading_without_a_licence_is_no_part():
    assert len(read([("CREDITS.md", HEADINGS)]).by_name) == 2


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("CREDITS", True),
        ("doc/CREDITS.md", True),
        ("ThirdPartyNotices.txt", True),
        ("third-party-licenses.md", True),
        ("credits.py", False),
        ("third_party.py", False),
    ],
)
def test_it_is_known_by_its_name(path, expected):
    assert is_manifest(path) is expected


@pytest.mark.parametrize("content", [b"", b"\xff\xfeN:", b"Name:\nLicense: MIT\n", b"N:" * 90_000])
def test_a_text_of_another_form_names_nothing(content):
    found = read([("CREDITS", content)])
    assert (found.people, found.by_name) == ({}, {})
