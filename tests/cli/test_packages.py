"""A folder of packages on the command line: init, check, notice, a fork's pull request."""

from __future__ import annotations

import json

import pytest
from support.command import attribcheck
from support.haneul import MIT, POLICY
from support.listed import about, lock
from support.repo import Repo

pytestmark = pytest.mark.engine

TABLE = '\n[[packages]]\nfolder = "node_modules"\nlist = "package-lock.json"\n'
ALLOWED = '\n[licenses]\nallow = ["MIT"]\n'
NAMES = ("@foo/one", "two", "two/node_modules/three")


def files(*names: str) -> dict[str, str]:
    """Return npm packages, each with a manifest, a LICENSE and a file, and their lock file."""
    listed = {"package-lock.json": lock(**{name: about() for name in names})}
    for name in names:
        title = name.rpartition("node_modules/")[2]
        holder = title.strip("@").replace("/", " ").title()
        folder = f"node_modules/{name}"
        listed |= {
            f"{folder}/package.json": json.dumps(
                {"name": title, "version": "1.0.0", "license": "MIT"}
            ),
            f"{folder}/LICENSE": MIT.replace("2025 Foo Corp.", f"2020 {holder} Corp."),
            f"{folder}/index.js": "module.exports = 1;\n",
        }
    return listed


@pytest.fixture
def listed(repo: Repo) -> Repo:
    """Return project Haneul with three listed packages, committed."""
    repo.commit_files({"attribcheck.toml": POLICY + ALLOWED + TABLE, **files(*NAMES)})
    return repo


def test_what_init_writes_for_packages_is_a_table_and_passes(repo: Repo) -> None:
    repo.git("rm", "--quiet", "attribcheck.toml")
    repo.commit_files(files(*NAMES))
    done = attribcheck(
        repo, "init", "--name", "Haneul", "--license", "Apache-2.0", "--holder", "Haneul Labs"
    )
    policy = (repo.path / "attribcheck.toml").read_text()
    assert done.out.startswith("wrote attribcheck.toml: 0 components, 3 packages in 1 folder\n")
    assert policy.endswith(TABLE)
    assert "[[component]]" not in policy
    repo.add()
    assert attribcheck(repo, "check").code == 0


def test_init_from_another_file_writes_no_table(repo: Repo) -> None:
    repo.git("rm", "--quiet", "attribcheck.toml")
    repo.commit_files({**files(*NAMES), "REUSE.toml": "version = 1\n"})
    attribcheck(repo, "init", "--from", "REUSE.toml")
    assert "[[packages]]" not in (repo.path / "attribcheck.toml").read_text()


def test_a_folder_of_a_monorepo_has_its_own_packages(listed: Repo) -> None:
    (listed.path / "web").mkdir()
    listed.git("mv", "attribcheck.toml", "package-lock.json", "node_modules", "web")
    listed.commit("Move the project")
    done = attribcheck(listed, "check", "--project", "web")
    assert (done.code, done.err) == (0, "")


def test_listed_packages_are_clean(listed: Repo) -> None:
    done = attribcheck(listed, "check")
    assert (done.code, done.err) == (0, "")


def test_the_policy_is_valid_and_its_packages_are_counted(listed: Repo) -> None:
    done = attribcheck(listed, "policy", "validate")
    assert (
        done.out
        == "attribcheck.toml is valid: 0 components, 3 packages in 1 folder, 0 exceptions\n"
    )


def test_a_package_that_no_list_names_fails_the_hook(listed: Repo) -> None:
    for path, text in files("four").items():
        if path != "package-lock.json":
            listed.stage(path, text)
    done = attribcheck(listed, "hook")
    assert done.code == 1
    assert "copyright of Four Corp. is not declared (licence: MIT)" in done.out


def test_a_deleted_list_stops_the_hook_with_the_line_of_its_table(listed: Repo) -> None:
    listed.git("rm", "--quiet", "package-lock.json")
    done = attribcheck(listed, "hook")
    line = (POLICY + ALLOWED + TABLE).splitlines().index('list = "package-lock.json"') + 1
    assert done.code == 2
    assert done.err.startswith(
        f'error: attribcheck.toml:{line}: list "package-lock.json" of the packages in'
        ' "node_modules": there is no such file in what is checked\n'
    )


def test_the_documents_list_each_package_with_its_holders(listed: Repo) -> None:
    assert attribcheck(listed, "notice", "--format", "third-party").code == 0
    text = (listed.path / "THIRD-PARTY-NOTICES").read_text()
    assert [line for line in text.splitlines() if line.startswith("Holders: ")] == [
        "Holders: Foo One Corp. (2020)",
        "Holders: Two Corp. (2020)",
        "Holders: Three Corp. (2020)",
    ]
    listed.add()
    assert attribcheck(listed, "check").code == 0


def test_a_bill_of_materials_has_the_package_urls_of_packages(listed: Repo) -> None:
    assert attribcheck(listed, "notice", "--format", "cyclonedx-json", "--output", "out").code == 0
    (file,) = (listed.path / "out").iterdir()
    assert {one["purl"] for one in json.loads(file.read_text())["components"] if "purl" in one} == {
        "pkg:npm/%40foo/one@1.0.0",
        "pkg:npm/two@1.0.0",
        "pkg:npm/three@1.0.0",
    }


def test_a_fork_declares_nothing_by_the_list_that_it_changes(listed: Repo) -> None:
    listed.git("switch", "--quiet", "--create", "fork")
    listed.commit_files(files(*NAMES, "four"))
    trusted = attribcheck(listed, "check", "--diff", "main...fork")
    assert trusted.code == 0
    done = attribcheck(listed, "check", "--diff", "main...fork", "--base-policy")
    assert done.code == 1
    assert "--> node_modules/four/LICENSE:3:1" in done.out
    assert (
        "this range changes package-lock.json, which --base-policy ignores" in done.err + done.out
    )


def test_a_policy_named_on_the_command_line_has_its_packages(listed: Repo) -> None:
    listed.git("mv", "attribcheck.toml", "other.toml")
    listed.commit("Move the policy")
    done = attribcheck(listed, "check", "--policy", "other.toml", "--format", "json")
    assert json.loads(done.out)["summary"]["errors"] == 0


def test_an_export_as_about_files_leaves_packages_to_their_list(listed: Repo) -> None:
    done = attribcheck(listed, "export", "about", "--output", "out")
    assert (done.code, done.out) == (0, "note: 3 packages of [[packages]]: left to their list\n")


def test_an_export_as_reuse_states_the_licences_of_packages(listed: Repo) -> None:
    done = attribcheck(listed, "export", "reuse", "--output", "out")
    text = (listed.path / "out/REUSE.toml").read_text()
    assert "note: 3 packages of [[packages]]: holders, and licences that no list states" in done.out
    assert text.count('SPDX-License-Identifier = "MIT"') == 3
