"""A folder of a repository with a policy of its own: ``--project``, and the nearest one upward."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command import attribcheck
from support.haneul import FOREIGN, MIT, OWN, POLICY
from support.repo import Repo

WEB = "packages/web"
COMPONENT = """
[[component]]
name = "foo"
license = "MIT"
holders = ["Foo Corp."]
paths = ["vendor/**"]
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Two projects, and a file of Foo Corp.'s that neither declares, in each."""
    repo = Repo(tmp_path / "mono")
    files = {"attribcheck.toml": POLICY, "tool.py": FOREIGN, f"{WEB}/attribcheck.toml": POLICY}
    repo.commit_files({**files, f"{WEB}/src/app.py": OWN, f"{WEB}/vendor/foo.py": FOREIGN})
    return repo


def places(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    done = attribcheck(folder, "check", "--format", "json", *arguments)
    assert done.code in (0, 1), done.err
    return [(one["path"], one["rule"]) for one in json.loads(done.out)["findings"]]


HERE = [
    (f"{WEB}/vendor/foo.py", "undeclared-notice"),
    (f"{WEB}/vendor/foo.py", "undeclared-license"),
]


@pytest.mark.engine
def test_the_nearest_policy_applies_to_its_folder_and_paths_are_from_the_top(repo: Repo) -> None:
    inside = repo.path / WEB / "src"

    assert places(inside) == places(repo.path, "--project", WEB) == HERE
    assert "tool.py" in {path for path, _ in places(repo.path)}
    assert "policy: packages/web/attribcheck.toml:6: " in attribcheck(inside, "check").out


@pytest.mark.engine
def test_the_report_names_the_folder(repo: Repo) -> None:
    repo.git("rm", "-rq", f"{WEB}/vendor")
    assert attribcheck(repo.path / WEB, "check").out == (
        "clean: 2 files checked (tracked files in packages/web), no findings\n"
    )


@pytest.mark.engine
def test_staged_changes_and_ranges_are_those_of_the_folder(repo: Repo) -> None:
    base = repo.head()
    repo.stage("tool.py", FOREIGN + "x = 1\n")
    repo.stage(f"{WEB}/vendor/foo.py", FOREIGN + "x = 1\n")

    assert places(repo.path / WEB, "--staged") == HERE
    assert attribcheck(repo, "hook", "--project", WEB).code == 1
    repo.git("mv", f"{WEB}/vendor/foo.py", "foo.py")
    assert places(repo.path / WEB, "--staged") == []
    repo.git("mv", "foo.py", f"{WEB}/vendor/foo.py")
    repo.git("mv", "tool.py", f"{WEB}/vendor/tool.py")  # new in the folder
    repo.commit()
    assert {path for path, _ in places(repo.path / WEB, "--diff", base)} == {
        f"{WEB}/vendor/tool.py"
    }


@pytest.mark.engine
def test_a_notice_that_is_removed_in_the_folder_is_put_back_there(repo: Repo) -> None:
    code = "".join(f"def f{n}(x):\n    return x * {n}\n\n" for n in range(9))
    declared = {f"{WEB}/attribcheck.toml": POLICY + COMPONENT, f"{WEB}/vendor/LICENSE": MIT}
    repo.commit_files({**declared, f"{WEB}/vendor/foo.py": FOREIGN + code})
    repo.stage(f"{WEB}/vendor/foo.py", code)

    done = attribcheck(repo.path / WEB, "check", "--staged", "--fix")

    assert f"+++ b/{WEB}/vendor/foo.py\n" in done.out
    assert (repo.path / WEB / "vendor" / "foo.py").read_text() == FOREIGN + code


@pytest.mark.engine
def test_policy_and_documents_of_the_folder_are_written_there(repo: Repo) -> None:
    web = repo.path / WEB
    words = ["declare", "foo", "vendor", "--license", "Apache-2.0 AND MIT", "--holder", "Foo Corp."]
    assert attribcheck(web, *words).code == 0
    assert attribcheck(web, "except", "unscanned-file", "src/x", "--reason", "why").code == 0
    repo.write(f"{WEB}/vendor/NOTICE", "Foo\n")
    repo.add()
    assert attribcheck(web / "src", "notice").code == 0

    text = (web / "attribcheck.toml").read_text()
    assert 'paths = ["vendor/**"]' in text
    assert 'paths = ["src/x"]' in text
    assert (repo.path / "attribcheck.toml").read_text() == POLICY
    assert "Foo" in (web / "NOTICE").read_text()
    assert not (repo.path / "NOTICE").exists()
    assert "packages/web/attribcheck.toml: 1 component" in attribcheck(web).err


@pytest.mark.engine
def test_init_drafts_the_policy_of_a_folder(repo: Repo) -> None:
    repo.git("rm", "-q", f"{WEB}/attribcheck.toml")
    done = attribcheck(
        repo, "init", "--project", WEB, "--license", "Apache-2.0", "--holder", "Haneul Labs"
    )

    assert done.code == 0, done.err
    assert 'paths = ["vendor/foo.py"]' in (repo.path / WEB / "attribcheck.toml").read_text()
    assert (repo.path / "attribcheck.toml").read_text() == POLICY


@pytest.mark.parametrize("folder", ["nowhere", ".."])
def test_a_project_that_is_no_folder_of_the_repository_is_an_error(repo: Repo, folder: str) -> None:
    done = attribcheck(repo, "check", "--project", folder)
    assert (done.code, done.out) == (2, "")
    assert f"--project {folder} is " in done.err


def test_a_path_of_another_project_is_an_error_and_no_pass(repo: Repo) -> None:
    done = attribcheck(repo.path / WEB, "check", "src/app.py", "../../tool.py")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: tool.py is not in packages/web, whose policy applies\n")
