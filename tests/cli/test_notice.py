"""``attribcheck notice`` writes the NOTICE, or says how it differs."""

from __future__ import annotations

import pytest
from support.command import attribcheck
from support.haneul import COMPONENT, FOREIGN, POLICY
from support.repo import Repo

pytestmark = pytest.mark.engine

ROUTER = "third_party/foo/router.py"
RULER = "-" * 78
NOTICE = f"""\
Haneul
Copyright Haneul Labs

Third-party components. What stands below this line is written by `attribcheck notice`.

{RULER}
foo
License: MIT

Copyright 2025 Foo Corp.
"""


@pytest.fixture
def declared(repo: Repo) -> Repo:
    """Return project Haneul with Foo Corp.'s file, declared and committed."""
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN})
    return repo


def test_it_names_the_component_and_its_statements(declared: Repo) -> None:
    done = attribcheck(declared, "notice")
    assert (done.code, done.out, done.err) == (0, "wrote NOTICE: 1 component\n", "")
    assert (declared.path / "NOTICE").read_text() == NOTICE


def test_a_current_notice_is_not_written_again(declared: Repo) -> None:
    attribcheck(declared, "notice")
    before = (declared.path / "NOTICE").stat().st_mtime_ns
    done = attribcheck(declared, "notice")
    assert (done.code, done.out) == (0, "NOTICE is current: 1 component\n")
    assert (declared.path / "NOTICE").stat().st_mtime_ns == before


def test_check_passes_a_current_notice(declared: Repo) -> None:
    declared.write("NOTICE", NOTICE)
    assert attribcheck(declared, "notice", "--check").code == 0


def test_check_shows_how_a_stale_notice_differs_and_leaves_it(declared: Repo) -> None:
    stale = NOTICE.replace("2025 Foo", "2024 Foo")
    declared.write("NOTICE", stale)
    done = attribcheck(declared, "notice", "--check")
    assert (done.code, done.err) == (1, "")
    assert "-Copyright 2024 Foo Corp.\n+Copyright 2025 Foo Corp.\n" in done.out
    assert done.out.endswith("NOTICE is not current\nhint: attribcheck notice writes it\n")
    assert (declared.path / "NOTICE").read_text() == stale


def test_check_says_that_there_is_none(declared: Repo) -> None:
    done = attribcheck(declared, "notice", "--check")
    assert (done.code, done.out) == (1, "there is no NOTICE\nhint: attribcheck notice writes it\n")
    assert not (declared.path / "NOTICE").exists()


def test_staged_compares_the_index_with_itself(declared: Repo) -> None:
    declared.write("NOTICE", NOTICE)
    assert attribcheck(declared, "notice", "--check", "--staged").code == 1
    declared.add("NOTICE")
    declared.write("NOTICE", "something else\n")
    assert attribcheck(declared, "notice", "--check", "--staged").code == 0


def test_what_a_person_wrote_on_top_is_kept(declared: Repo) -> None:
    declared.write("NOTICE", "Haneul, by hand.\n\nThanks to all.\n")
    attribcheck(declared, "notice")
    text = (declared.path / "NOTICE").read_text()
    assert text.startswith("Haneul, by hand.\n\nThanks to all.\n\nThird-party components.")
    assert "Copyright 2025 Foo Corp." in text


def test_the_notice_file_of_a_component_is_carried(declared: Repo) -> None:
    declared.stage("third_party/foo/NOTICE.txt", "Foo router\nsays: keep this line.\n")
    line = 'notice-file = "third_party/foo/NOTICE.txt"\n'
    declared.stage("attribcheck.toml", POLICY + COMPONENT + line)
    attribcheck(declared, "notice")
    assert "\nFoo router\nsays: keep this line.\n" in (declared.path / "NOTICE").read_text()


def test_a_notice_file_that_does_not_exist_is_told_with_its_line(declared: Repo) -> None:
    declared.stage("attribcheck.toml", POLICY + COMPONENT + 'notice-file = "gone/NOTICE"\n')
    done = attribcheck(declared, "notice")
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        'error: notice-file of component "foo" does not exist: gone/NOTICE\n'
        "hint: attribcheck.toml:13 names it\n"
    )
    assert not (declared.path / "NOTICE").exists()


def test_a_notice_file_that_is_not_utf_8_is_told(declared: Repo) -> None:
    declared.stage("third_party/foo/NOTICE.txt", b"Copyright J\xe9r\xf4me\n")
    line = 'notice-file = "third_party/foo/NOTICE.txt"\n'
    declared.stage("attribcheck.toml", POLICY + COMPONENT + line)
    done = attribcheck(declared, "notice")
    assert done.code == 3
    assert "error: third_party/foo/NOTICE.txt is not UTF-8 (byte 12)" in done.err


def test_another_folder_can_be_named(declared: Repo) -> None:
    (declared.path / "dist").mkdir()
    assert attribcheck(declared, "notice", "--output", "dist").code == 0
    assert (declared.path / "dist" / "NOTICE").read_text() == NOTICE
    assert not (declared.path / "NOTICE").exists()


def test_a_project_without_components_has_its_own_lines_alone(repo: Repo) -> None:
    assert attribcheck(repo, "notice").code == 0
    assert (repo.path / "NOTICE").read_text() == "Haneul\nCopyright Haneul Labs\n"


def test_without_a_policy_nothing_is_written(declared: Repo) -> None:
    declared.remove("attribcheck.toml")
    done = attribcheck(declared, "notice")
    assert done.code == 2
    assert "there is no attribcheck.toml" in done.err
    assert not (declared.path / "NOTICE").exists()


def test_the_notice_is_written_to_the_top_from_any_folder(declared: Repo) -> None:
    assert attribcheck(declared.path / "src", "notice").code == 0
    assert (declared.path / "NOTICE").read_text() == NOTICE
