"""Components from what files of people state."""

from support.scans import classified, copyright_, license_, policy, scan

from attribcheck.init import components
from attribcheck.manifests.base import Manifests, Statement
from attribcheck.policy.model import NO_LICENSE

FOO = scan(copyright_("Foo Corp."), license_("MIT", line=2))


def draft(scans, *statements):
    files, classifier = classified(policy(), scans)
    known = Manifests(statements=statements)
    return components.draft(list(files.values()), classifier.coverage, known, ())


def of_lib(**fields):
    return Statement("debian/copyright", ("lib/**",), **fields)


def test_a_statement_of_files_of_others_is_one_component():
    scans = {"lib/a.c": FOO, "lib/x/b.c": scan()}
    (found,) = draft(scans, of_lib(license="MIT", holders=("Foo Corp.",)))
    one = found.component
    assert (one.name, one.license, one.holders) == ("lib", "MIT", ("Foo Corp.",))
    assert (one.paths, found.files) == (("lib/**",), 2)
    assert found.unsure == ("from debian/copyright",)


def test_what_the_statement_does_not_mention_is_added_and_said():
    scans = {"lib/a.c": FOO, "lib/b.c": scan(copyright_("Bar GmbH"), license_("ISC", line=2))}
    (found,) = draft(scans, of_lib(license="MIT", holders=("Foo Corp.",)))
    assert found.component.license == "MIT AND ISC"
    assert found.component.holders == ("Foo Corp.", "Bar GmbH")
    assert found.unsure[1:] == (
        "debian/copyright does not name Bar GmbH",
        "debian/copyright states MIT; the rest was found in the files",
    )


def test_the_last_statement_of_a_file_applies():
    special = Statement("debian/copyright", ("lib/b.c",), holders=("Bar GmbH",), license="ISC")
    scans = {"lib/a.c": FOO, "lib/b.c": scan()}
    first, second = draft(scans, of_lib(license="MIT", holders=("Foo Corp.",)), special)
    assert first.component.paths == ("lib/**", "!lib/b.c")
    assert (second.component.paths, second.component.license) == (("lib/b.c",), "ISC")


def test_a_statement_of_our_own_files_is_no_component():
    ours = of_lib(license="Apache-2.0", holders=("Haneul Labs",))
    assert draft({"lib/a.c": scan()}, ours) == []


def test_a_statement_of_no_file_is_no_component():
    assert draft({"src/a.c": scan()}, of_lib(holders=("Foo Corp.",), license="MIT")) == []


def test_without_a_licence_anywhere_the_component_says_so():
    (found,) = draft({"lib/a.c": scan()}, of_lib(holders=("Foo Corp.",)))
    assert found.component.license == NO_LICENSE


def test_a_project_without_a_licence_has_no_file_under_one():
    files, classifier = classified(policy(license=None), {"lib/a.c": scan()})
    known = Manifests(statements=(of_lib(license="MIT", holders=("Haneul Labs",)),))
    (found,) = components.draft(list(files.values()), classifier.coverage, known, ())
    assert found.component.license == "MIT"


def test_what_the_statement_mentions_is_certain_and_nothing_besides():
    scans = {"lib/a.c": FOO, "lib/b.c": scan(copyright_("Bar GmbH"), license_("ISC", line=2))}
    (found,) = draft(scans, of_lib(license="MIT", holders=("Foo Corp.",)))
    assert found.certain is not None
    assert (found.certain.license, found.certain.holders) == ("MIT", ("Foo Corp.",))
    assert found.certain.paths == found.component.paths


def test_what_lists_the_statements_is_no_package_of_its_own():
    scans = {"debian/copyright": FOO, "debian/rules": scan()}
    statement = Statement("debian/copyright", ("debian/**",), license="MIT", holders=("Foo Corp.",))
    assert [one.component.name for one in draft(scans, statement)] == ["debian"]


def test_a_pattern_that_matches_no_file_is_left_out():
    stated = Statement(
        "debian/copyright",
        ("lib/**", "gone/**", "lib/gone.c"),
        holders=("Foo Corp.",),
        license="MIT",
    )
    (found,) = draft({"lib/a.c": scan()}, stated)
    assert found.component.paths == ("lib/**",)
    assert found.certain.paths == ("lib/**",)
