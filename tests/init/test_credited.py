"""Files of people whom a CREDITS file names."""

from support.scans import classified, copyright_, license_, policy, scan

from attribcheck.init import components, credited
from attribcheck.manifests.base import Manifests

PEOPLE = {"Foo Person": "CREDITS", "Bar Person": "CREDITS"}


def draft(scans, people):
    files, classifier = classified(policy(), scans)
    drafted = components.draft(list(files.values()), classifier.coverage, Manifests(), ())
    return credited.joined(drafted, people, "Apache-2.0")


def by(name, licence="Apache-2.0"):
    return scan(copyright_(name), license_(licence, line=2))


def test_the_files_of_all_people_are_one_component():
    (one,) = draft({"a.c": by("Foo Person"), "x/b.c": by("Bar Person")}, PEOPLE)
    assert one.component.name == "contributors"
    assert one.component.holders == ("Foo Person", "Bar Person")
    assert (one.component.paths, one.files) == (("/a.c", "x/b.c"), 2)
    assert one.unsure == ("CREDITS names these holders as people of the project",)


def test_only_people_who_hold_a_file_are_named():
    (one,) = draft({"a.c": by("Foo Person")}, PEOPLE)
    assert one.component.holders == ("Foo Person",)


def test_a_file_under_another_licence_stays_apart():
    found = draft({"a.c": by("Bar Person"), "x/b.c": by("Foo Person", "MIT")}, PEOPLE)
    assert sorted(one.component.paths for one in found) == [("/a.c",), ("x/b.c",)]


def test_a_component_with_another_holder_is_none_of_contributors():
    (one,) = draft({"a.c": by("Bar Person"), "b.c": by("Foo Corp.")}, PEOPLE)
    assert one.component.holders == ("Bar Person", "Foo Corp.")
    assert one.component.name != "contributors"


def test_a_package_of_one_of_them_stays_a_package():
    scans = {"lib/LICENSE": by("Foo Person"), "lib/a.c": by("Foo Person")}
    (one,) = draft(scans, PEOPLE)
    assert one.component.name == "lib"
