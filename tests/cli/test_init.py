"""``attribcheck init`` writes a policy that declares what is there, and adds to one that is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.command import attribcheck, environment
from support.haneul import COMPONENT, FOREIGN, MIT, OWN, POLICY, SILENT
from support.repo import Repo

ROUTER = "third_party/foo/router.py"
PYPROJECT = """\
[project]
name = "haneul"
license = "Apache-2.0"
authors = [{ name = "Haneul Labs" }]
"""


@pytest.fixture
def bare(tmp_path: Path) -> Repo:
    """Return a repository without a policy: a file of its own and one of Foo Corp.'s, staged."""
    repo = Repo(tmp_path / "bare")
    for path, content in {"src/app.py": OWN, ROUTER: FOREIGN}.items():
        repo.stage(path, content)
    return repo


@pytest.mark.engine
def test_the_policy_that_it_writes_makes_the_check_clean(bare: Repo) -> None:
    assert attribcheck(bare, "check").code == 1
    assert attribcheck(bare, "init").code == 0
    assert attribcheck(bare, "check").code == 0


@pytest.mark.engine
def test_the_project_is_read_from_its_manifest(bare: Repo) -> None:
    bare.stage("pyproject.toml", PYPROJECT)
    done = attribcheck(bare, "init")
    assert (done.code, done.err) == (0, "")
    text = (bare.path / "attribcheck.toml").read_text()
    assert 'license = "Apache-2.0"' in text
    assert 'holders = ["Haneul Labs"]' in text
    assert text.count("[[component]]") == 1
    assert "wrote attribcheck.toml: 1 component" in done.out
    assert "Foo Corp. code in third_party/foo/router.py: MIT; Foo Corp.; 1 file" in done.out


@pytest.mark.engine
def test_the_project_is_what_the_options_say(bare: Repo) -> None:
    options = ("--name", "Haneul", "--license", "Apache-2.0", "--holder", "Haneul Labs")
    assert attribcheck(bare, "init", *options).code == 0
    text = (bare.path / "attribcheck.toml").read_text()
    assert 'name = "Haneul"\nlicense = "Apache-2.0"' in text
    assert 'holders = ["Haneul Labs"]' in text
    assert text.count("[[component]]") == 1


@pytest.mark.engine
def test_who_the_project_is_must_not_be_guessed_from_nothing(bare: Repo) -> None:
    done = attribcheck(bare, "init")
    assert "unsure about the project itself:" in done.out
    assert "no holders of the project found" in done.out
    assert "holders = []" in (bare.path / "attribcheck.toml").read_text()


@pytest.mark.engine
def test_a_folder_with_a_foreign_licence_is_one_component(repo: Repo) -> None:
    for name, content in {"LICENSE": MIT, "router.py": FOREIGN, "routes.py": SILENT}.items():
        repo.stage(f"third_party/foo/{name}", content)
    assert attribcheck(repo, "init").code == 0
    added = (repo.path / "attribcheck.toml").read_text().removeprefix(POLICY)
    assert added == COMPONENT


@pytest.mark.engine
def test_a_second_run_changes_nothing(bare: Repo) -> None:
    attribcheck(bare, "init")
    policy = bare.path / "attribcheck.toml"
    before = policy.read_bytes()
    done = attribcheck(bare, "init")
    assert (done.code, policy.read_bytes()) == (0, before)
    assert done.out.startswith("did not change attribcheck.toml: 0 components\n")


@pytest.mark.engine
def test_what_a_person_wrote_stays_byte_for_byte(repo: Repo) -> None:
    written = f"# ours; ask legal before a change\r\n{POLICY}\n# the end, without a line end"
    repo.write("attribcheck.toml", written)
    repo.stage(ROUTER, FOREIGN)
    assert attribcheck(repo, "init").code == 0
    text = (repo.path / "attribcheck.toml").read_bytes().decode()
    assert text.startswith(written)
    assert text.count("[[component]]") == 1


@pytest.mark.engine
def test_it_declares_what_was_added_since(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN})
    repo.stage("third_party/bar/router.py", FOREIGN)
    done = attribcheck(repo, "init")
    assert done.out.startswith("added to attribcheck.toml: 1 component\n")
    assert attribcheck(repo, "check").code == 0


def test_a_policy_that_can_not_be_used_is_left_alone(repo: Repo) -> None:
    repo.write("attribcheck.toml", "version = 1\n[project\n")
    done = attribcheck(repo, "init")
    assert (done.code, done.out) == (2, "")
    assert (repo.path / "attribcheck.toml").read_text() == "version = 1\n[project\n"


@pytest.mark.engine
def test_what_it_could_not_declare_is_still_told(repo: Repo) -> None:
    repo.write("attribcheck.toml", f'{POLICY}\n[licenses]\ndeny = ["MIT"]\n')
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "init")
    assert done.code == 0
    assert "to fix (attribcheck check lists all): 2" in done.out
    assert "  attribcheck.toml: disallowed-license: " in done.out
    assert attribcheck(repo, "check").code == 1


def test_an_empty_repository_gets_a_policy_without_components(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "empty")
    assert attribcheck(repo, "init").code == 0
    assert "[[component]]" not in (repo.path / "attribcheck.toml").read_text()
    assert attribcheck(repo, "check").code == 0


@pytest.mark.engine
def test_quiet_says_nothing(bare: Repo) -> None:
    done = attribcheck(bare, "init", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.engine
@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "a'\"b", "[*]", "하늘", "b\udcff", " a "])
def test_a_hostile_name_is_declared_and_shown_safely(bare: Repo, name: str) -> None:
    bare.stage(f"third_party/{name}/router.py", FOREIGN)
    done = attribcheck(bare, "init")
    assert (done.code, done.err) == (0, "")
    assert "\x1b" not in done.out
    again = attribcheck(bare, "check")
    assert (again.code, again.err) == (0, "")


@pytest.mark.engine
def test_a_component_of_many_holders_loses_nobodys_notice(repo: Repo) -> None:
    people = ("Foo Corp.", "Bar GmbH", "Qux Inc.")
    for number, holder in enumerate(people):
        text = f"# Copyright 202{number} {holder}\n# SPDX-License-Identifier: MIT\n"
        repo.stage(f"compat/{number}.py", text)
    repo.stage("compat/silent.py", SILENT)
    assert attribcheck(repo, "init").code == 0
    assert (repo.path / "attribcheck.toml").read_text().count("[[component]]") == 1
    assert attribcheck(repo, "notice", "--format", "third-party").code == 0
    notices = (repo.path / "THIRD-PARTY-NOTICES").read_text()
    assert all(f"Copyright 202{number} {name}" in notices for number, name in enumerate(people))
    repo.add("attribcheck.toml")
    repo.commit()
    repo.stage("compat/0.py", "# SPDX-License-Identifier: MIT\n")
    assert "removed-notice" in attribcheck(repo, "check", "--staged").out


STATED = {
    "art/logo.svg.license": "SPDX-FileCopyrightText: Foo Corp.\nSPDX-License-Identifier: CC0-1.0\n",
    "foo.spdx": """SPDXVersion: SPDX-2.3
PackageName: Foo logo
SPDXID: SPDXRef-Foo
PackageVersion: 1.2
ExternalRef: PACKAGE-MANAGER purl pkg:generic/foo-logo@1.2
PackageLicenseConcluded: CC0-1.0
PackageCopyrightText: <text>Copyright Foo Corp.</text>
FileName: ./art/logo.svg
""",
}


@pytest.mark.engine
@pytest.mark.parametrize("path", STATED)
def test_a_component_is_read_from_the_file_that_states_it(repo: Repo, path: str) -> None:
    repo.stage("art/logo.svg", "<svg/>\n")
    repo.stage(path, STATED[path])
    assert attribcheck(repo, "init", "--from", path).code == 0
    added = (repo.path / "attribcheck.toml").read_text().removeprefix(POLICY)
    assert f"# unsure: from {path}" in added
    assert 'license = "CC0-1.0"\nholders = ["Foo Corp."]' in added
    assert '"art/logo.svg"' in added
    assert attribcheck(repo, "check").code == 0


@pytest.mark.engine
def test_a_first_run_says_that_the_engine_is_prepared_before_it_counts_files(
    bare: Repo, tmp_path: Path
) -> None:
    pexpect = pytest.importorskip("pexpect", reason="Windows has no such terminal")
    child = pexpect.spawn(
        sys.executable,
        ["-m", "attribcheck", "init"],
        cwd=bare.path,
        env=environment({"ATTRIBCHECK_CACHE_DIR": str(tmp_path / "empty"), "TERM": "xterm"}),
        encoding="utf-8",
        timeout=100,
    )
    try:
        child.expect("preparing the engine, once|scanning")
        assert child.after == "preparing the engine, once"
    finally:
        child.close(force=True)
