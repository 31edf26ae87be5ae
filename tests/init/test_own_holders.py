"""Who is proposed as the project's own holder, where nothing is written down."""

from support.scans import classified, copyright_, license_, policy, scan

from attribcheck.core.model import Span, Statement
from attribcheck.init.own_holders import proposed

GNU = scan(copyright_("Free Software Foundation, Inc."), license_("FSFUL", line=2))


def by(*holders):
    return scan(*(copyright_(name, line=line) for line, name in enumerate(holders, start=1)))


def names(scans, authors=(), project="repo", **options):
    files, _ = classified(policy(license=None, holders=()), scans)
    found = proposed(files.values(), project, dict(authors), **options)
    return [one.holder for one in found]


def many(holder, count, folder="src"):
    return {f"{folder}/{holder[:3]}{number}.c": by(holder) for number in range(count)}


def test_the_holder_of_most_headers_is_proposed_with_the_count():
    files, _ = classified(policy(holders=()), {**many("Foo Corp.", 4), **many("Bar GmbH", 2)})
    (found,) = proposed(files.values(), "repo", {})
    assert found.holder == "Foo Corp."
    assert found.reason == "in 4 of 6 files with a copyright notice"


def test_two_who_share_most_headers_are_both_proposed():
    scans = {f"src/{number}.c": by("Foo Corp.", "Bar GmbH") for number in range(4)}
    assert names(scans) == ["Foo Corp.", "Bar GmbH"]


def test_nobody_is_proposed_who_has_no_clear_share():
    scans = {**many("Foo Corp.", 4), **many("Bar GmbH", 4), **many("Qux Inc.", 4)}
    assert names(scans) == []


def test_few_headers_propose_nobody():
    assert names(many("Foo Corp.", 2)) == []


def test_an_author_of_commits_needs_a_smaller_share_of_the_headers():
    scans = {**many("Foo Person", 2), **many("Bar GmbH", 3), **many("Qux Inc.", 3)}
    assert names(scans) == []
    assert names(scans, {"Foo Person": 90, "Baz Person": 10}) == ["Foo Person"]


def test_an_author_of_a_few_commits_is_no_evidence():
    scans = {**many("Foo Person", 2), **many("Bar GmbH", 3), **many("Qux Inc.", 3)}
    assert names(scans, {"Foo Person": 1, "Baz Person": 99}) == []


def test_a_holder_with_the_name_of_the_project_needs_a_tenth():
    scans = {**many("Haneul developers", 3), **many("Foo Corp.", 9), **many("Bar GmbH", 9)}
    assert names(scans, project="haneul") == ["Haneul developers"]


def test_a_vendored_folder_does_not_count():
    vendored = {
        **many("Foo Corp.", 9, "vendor/foo"),
        **many("Foo Corp.", 9, "third_party/foo"),
        **many("Foo Corp.", 9, "node_modules/foo"),
    }
    assert names({**vendored, **many("Haneul Labs", 3)}) == ["Haneul Labs"]
    assert names(vendored) == []


def test_a_folder_with_a_licence_of_its_own_does_not_count():
    assert names({"foo/LICENSE": by("Foo Corp."), **many("Foo Corp.", 9, "foo/src")}) == []


def test_a_folder_that_a_manifest_gives_to_others_does_not_count():
    assert names(many("Foo Corp.", 9, "foo"), third_party={"foo"}) == []


def test_a_holder_in_a_licences_list_of_parts_is_never_proposed():
    assert names(many("Foo Corp.", 9), {"Foo Corp.": 9}, listed={"foo"}) == []


def test_the_build_system_proposes_nobody():
    scans = {"configure": GNU, "build-aux/compile": GNU, "po/Makefile.in": GNU}
    assert names(scans) == []
    assert names({f"lib/{name}.c": GNU for name in "abcd"}) == []


def test_where_no_header_names_a_holder_the_author_of_most_files_is_proposed():
    written = scan(authors=(Statement("Foo Person", Span(1, 1)),))
    scans = {f"src/{name}.c": written for name in "abcd"}
    assert names({**scans, **many("Bar GmbH", 2)}) == ["Foo Person"]
    assert names({**scans, **many("Bar GmbH", 5)}) == ["Bar GmbH"]
