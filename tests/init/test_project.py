"""The guess of what is our own."""

import pytest
from support.scans import copyright_, license_, match, scan

from attribcheck.core.model import ScanFailure
from attribcheck.init.project import guess

LICENSE = scan(license_("MIT"), copyright_("Haneul Labs and contributors", line=3))


def test_the_licence_at_the_top_says_what_is_ours():
    project = guess("repo", {"LICENSE": LICENSE}, {}).project
    assert (project.name, project.license, project.holders) == ("repo", "MIT", ("Haneul Labs",))


def test_what_was_guessed_is_said():
    (said,) = guess("repo", {"LICENSE": LICENSE}, {}).unsure
    assert "own holders, from the LICENSE" in said
    assert "Haneul Labs" in said


def test_what_somebody_said_wins_and_is_not_unsure():
    found = guess("repo", {"LICENSE": LICENSE}, {}, name="Haneul", license_="ISC", own=("Us",))
    project = found.project
    assert (project.name, project.license, project.holders) == ("Haneul", "ISC", ("Us",))
    assert found.unsure == ()


def test_who_is_named_most_in_the_code_is_not_taken_for_us():
    found = guess("repo", {"a.py": scan(copyright_("Foo Corp.")), "b.py": LICENSE}, {})
    assert found.project.holders == ()
    assert any("every notice counts as foreign" in said for said in found.unsure)


def test_a_readme_names_us_where_no_licence_and_no_manifest_does():
    found = guess("repo", {"README.md": scan(copyright_("Haneul Labs"))}, {})
    assert found.project.holders == ("Haneul Labs",)
    assert found.reasons["Haneul Labs"] == "README.md"


def test_a_readme_that_names_several_holders_names_nobody_of_ours():
    listing = scan(copyright_("Haneul Labs"), copyright_("Foo Corp.", line=9))
    assert guess("repo", {"README.md": listing}, {}).project.holders == ()


def test_each_value_has_the_file_that_it_is_from():
    found = guess("repo", {"LICENSE": LICENSE}, {"package.json": b'{"name": "haneul"}'})
    assert found.reasons == {
        "name": "package.json",
        "license": "LICENSE",
        "Haneul Labs": "LICENSE",
    }


def test_the_licence_of_the_documentation_is_not_that_of_the_project():
    scans = {"LICENSE": LICENSE, "LICENSE-docs": scan(license_("CC-BY-4.0"))}
    assert guess("repo", scans, {}).project.license == "MIT"


def test_the_names_in_a_licences_list_of_parts_are_known():
    listing = scan(
        copyright_("Haneul Labs", line=3),
        license_("MIT", text("MIT", 5, 20), line=5, end=20),
        copyright_("Foo Corp.", line=29),
    )
    assert guess("repo", {"LICENSE": listing}, {}).listed == {"foo"}


def test_a_repository_that_says_nothing_states_nothing():
    found = guess("repo", {}, {})
    assert (found.project.license, found.project.holders) == (None, ())
    assert len(found.unsure) == 2


def test_a_manifest_states_the_licence_when_there_is_no_licence_file():
    found = guess("repo", {"README.md": scan(license_("ISC")), "setup.py": LICENSE}, {})
    assert found.project.license == "MIT"
    assert "licence MIT is from setup.py" in found.unsure[0]


def test_a_reference_that_the_engine_can_not_name_is_no_licence():
    unknown = scan(license_("LicenseRef-scancode-unknown-license-reference"))
    assert guess("repo", {"README.md": unknown}, {}).project.license is None


def test_the_texts_own_statement_and_bare_words_are_not_taken_for_ours():
    gpl = scan(
        license_("GPL-3.0-only"),
        license_("LGPL-2.0-or-later", match("LGPL-2.0-or-later", length=1, score=50.0)),
        copyright_("Free Software Foundation, Inc.", part_of="gpl-3.0.LICENSE"),
    )
    project = guess("repo", {"COPYING": gpl}, {}).project
    assert (project.license, project.holders) == ("GPL-3.0-only", ())


def text(expression, line, end):
    return match(expression, line=line, end=end, length=160)


def test_a_licence_that_lists_parts_of_others_states_ours_above_the_list():
    listing = scan(
        copyright_("Haneul Labs", line=3),
        # the engine joins what follows closely
        license_("MIT AND ISC", text("MIT", 5, 20), text("ISC", 31, 40), line=5, end=40),
        copyright_("Foo Corp.", line=29),
        copyright_("Bar GmbH", line=49),
        license_("Zlib", text("Zlib", 51, 60), line=51, end=60),
    )
    found = guess("repo", {"LICENSE": listing}, {})
    assert (found.project.license, found.project.holders) == ("MIT", ("Haneul Labs",))
    assert "from line 29 on: Foo Corp., Bar GmbH" in found.unsure[0]


def test_a_second_text_of_our_own_names_no_others():
    dual = scan(
        copyright_("Haneul Labs", line=1),
        license_("MIT", text("MIT", 3, 20), line=3, end=20),
        copyright_("Haneul Labs", line=30),
        license_("ISC", text("ISC", 32, 40), line=32, end=40),
    )
    project = guess("repo", {"LICENSE": dual}, {}).project
    assert (project.license, project.holders) == ("MIT AND ISC", ("Haneul Labs",))


def test_one_name_below_a_text_without_one_is_ours():
    below = scan(
        license_("Apache-2.0", text("Apache-2.0", 1, 200), line=1, end=200),
        copyright_("Haneul Labs", line=204),
    )
    assert guess("repo", {"LICENSE": below}, {}).project.holders == ("Haneul Labs",)


def test_of_several_names_below_a_text_without_one_none_is_ours():
    below = scan(
        license_("Apache-2.0", text("Apache-2.0", 1, 200), line=1, end=200),
        copyright_("Foo Corp.", line=204),
        copyright_("Bar GmbH", line=230),
    )
    assert guess("repo", {"LICENSE": below}, {}).project.holders == ()


def test_two_licence_files_are_a_conjunction():
    scans = {"LICENSE-MIT": scan(license_("MIT")), "LICENSE-ISC": scan(license_("ISC"))}
    assert guess("repo", scans, {}).project.license == "MIT AND ISC"


def test_two_spellings_of_us_are_one_holder():
    texts = scan(copyright_("Haneul Labs"), copyright_("HANEUL LABS, Inc."))
    assert guess("repo", {"LICENSE": texts}, {}).project.holders == ("Haneul Labs",)


def test_a_licence_that_could_not_be_scanned_says_nothing():
    assert guess("repo", {"LICENSE": ScanFailure("too long")}, {}).project.license is None


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "pyproject.toml",
            '[project]\nname = "haneul"\nauthors = [{name = "Kim"}, {email = "x@y.example"}]',
            ("haneul", ("Kim",)),
        ),
        ("package.json", '{"name": "haneul", "author": "Kim <k@x.example>"}', ("haneul", ("Kim",))),
        ("package.json", '{"name": "haneul", "author": {"name": "Kim"}}', ("haneul", ("Kim",))),
        ("package.json", '{"author": "<k@x.example>"}', ("repo", ())),
        (
            "Cargo.toml",
            '[package]\nname = "haneul"\nauthors = ["Kim <k@x.example>"]',
            ("haneul", ("Kim",)),
        ),
        ("Cargo.toml", "[package]\nname.workspace = true", ("repo", ())),
        ("setup.cfg", "[metadata]\nname = haneul\nauthor = Kim Lee ", ("haneul", ("Kim Lee",))),
    ],
)
def test_a_manifest_names_the_project_and_its_authors(name, content, expected):
    project = guess("repo", {}, {name: content.encode()}).project
    assert (project.name, project.holders) == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pyproject.toml", b"[project"),
        ("pyproject.toml", b"project = 1"),
        ("pyproject.toml", b'[project]\nauthors = "Kim"'),
        ("pyproject.toml", b"\xff"),
        ("package.json", b"[]"),
        ("package.json", b"[" * 100_000),
        ("Cargo.toml", b"package = 1"),
        ("Cargo.toml", b"[package]\nauthors = [1]"),
        ("setup.cfg", b""),
    ],
)
def test_a_manifest_that_can_not_be_read_is_no_hint(name, content):
    project = guess("repo", {}, {name: content}).project
    assert (project.name, project.holders) == ("repo", ())


def test_the_first_manifest_that_says_anything_is_believed():
    manifests = {
        "pyproject.toml": b"[tool.foo]",
        "package.json": b'{"name": "haneul-js"}',
        "setup.cfg": b"name = haneul-py",
    }
    assert guess("repo", {}, manifests).project.name == "haneul-js"
