"""The real pre-commit runs the hooks of this checkout, as it does for a user.

The environment of the hooks (some 750 MB) is built once a run, by the first test that needs it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import origins
from support.checkout import copied
from support.code import ROUTES, renamed
from support.command import Completed, attribcheck, run, shared_folder
from support.haneul import COMPONENT, FOREIGN, MIT, OWN, POLICY, SILENT
from support.repo import Repo

pytestmark = [pytest.mark.engine, pytest.mark.network]

ROUTER = "third_party/foo/router.py"
VENDORED: dict[str, str | bytes] = {
    "attribcheck.toml": POLICY + COMPONENT,
    "third_party/foo/LICENSE": MIT,
    "third_party/foo/routes.py": SILENT,
}


@dataclass(frozen=True)
class Hooks:
    """This checkout at a commit, and where pre-commit keeps its environments."""

    repo: Repo
    home: Path

    def config(self, *names: str) -> str:
        """Return a .pre-commit-config.yaml with the hooks ``names``."""
        listed = "".join(f"      - id: {name}\n" for name in names)
        return (
            f"repos:\n  - repo: {self.repo.path}\n    rev: {self.repo.head()}\n    hooks:\n{listed}"
        )


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory, apart: None) -> Hooks:
    """Return this checkout as a hook repository, its environment built."""
    made = Hooks(
        copied(tmp_path_factory.mktemp("checkout")),
        shared_folder(tmp_path_factory, "pre-commit-home"),
    )
    user = Repo(tmp_path_factory.mktemp("user"))
    user.write(".pre-commit-config.yaml", made.config("attribcheck", "attribcheck-notice"))
    done = pre_commit(user, made.home, "install-hooks")
    assert done.code == 0, done.out + done.err
    return made


@pytest.fixture
def repo(tmp_path: Path, hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Project Haneul with the hook installed."""
    return project(tmp_path, hooks, monkeypatch, "attribcheck")


def project(path: Path, hooks: Hooks, monkeypatch: pytest.MonkeyPatch, *names: str) -> Repo:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(hooks.home))  # every commit runs the hooks
    repo = Repo(path / "haneul")
    config = hooks.config(*names)
    repo.commit_files(
        {".pre-commit-config.yaml": config, "attribcheck.toml": POLICY, "src/app.py": OWN}
    )
    assert pre_commit(repo, hooks.home, "install").code == 0
    return repo


def pre_commit(repo: Repo, home: Path, *arguments: str) -> Completed:
    environment = {"PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}
    return run(repo.path, [sys.executable, "-m", "pre_commit", *arguments], environment)


def commit(repo: Repo, hooks: Hooks, *options: str) -> Completed:
    """Commit with the hooks, as a user does; what they print is in ``out``."""
    environment = {"PRE_COMMIT_HOME": str(hooks.home), "PRE_COMMIT_COLOR": "never"}
    done = run(repo.path, ["git", "commit", "--message", "change", *options], environment)
    return Completed(done.code, done.out + done.err, "")


def test_an_undeclared_file_is_stopped_until_it_is_declared(repo: Repo, hooks: Hooks) -> None:
    before = repo.head()
    repo.stage(ROUTER, FOREIGN)
    stopped = commit(repo, hooks)
    assert (stopped.code, repo.head()) == (1, before)
    assert "error[undeclared-notice]: copyright of Foo Corp. is not declared (licence: MIT)" in (
        stopped.out
    )
    assert f"--> {ROUTER}:1:3" in stopped.out
    fix = stopped.out.partition("fix in attribcheck.toml:\n")[2].partition("\n\n")[0]
    assert 'holders = ["Foo Corp."]' in fix

    repo.stage("attribcheck.toml", f"{POLICY}\n{fix}\n")
    passed = commit(repo, hooks)
    assert passed.code == 0, passed.out
    assert repo.head() != before


def test_a_declaration_that_is_not_staged_is_no_declaration(repo: Repo, hooks: Hooks) -> None:
    repo.stage(ROUTER, FOREIGN)
    repo.write("attribcheck.toml", POLICY + COMPONENT)
    assert commit(repo, hooks).code == 1
    assert (repo.path / "attribcheck.toml").read_text() == POLICY + COMPONENT


def test_a_commit_that_only_deletes_a_licence_is_stopped(repo: Repo, hooks: Hooks) -> None:
    repo.commit_files(VENDORED)
    repo.git("rm", "--quiet", "third_party/foo/LICENSE")
    stopped = commit(repo, hooks)
    assert stopped.code == 1
    assert "error[missing-notice]" in stopped.out
    assert "--> third_party/foo/routes.py" in stopped.out


def test_a_component_goes_with_its_files_and_its_declaration(repo: Repo, hooks: Hooks) -> None:
    repo.commit_files(VENDORED)
    repo.git("rm", "--quiet", "-r", "third_party")
    repo.stage("attribcheck.toml", POLICY)
    passed = commit(repo, hooks)
    assert passed.code == 0, passed.out


def test_commit_all_checks_what_it_adds(repo: Repo, hooks: Hooks) -> None:
    repo.write("src/app.py", FOREIGN)
    stopped = commit(repo, hooks, "--all")
    assert stopped.code == 1
    assert "--> src/app.py:1:3" in stopped.out
    repo.write("src/app.py", OWN + "x = 1\n")
    passed = commit(repo, hooks, "--all")
    assert passed.code == 0, passed.out


def test_all_files_checks_everything(repo: Repo, hooks: Hooks) -> None:
    repo.stage(ROUTER, FOREIGN)
    assert commit(repo, hooks, "--no-verify").code == 0
    assert pre_commit(repo, hooks.home, "run").code == 0
    done = pre_commit(repo, hooks.home, "run", "--all-files")
    assert done.code == 1
    assert f"--> {ROUTER}:1:3" in done.out


def test_a_range_of_commits_is_checked(repo: Repo, hooks: Hooks) -> None:
    first = repo.head()
    repo.stage(ROUTER, FOREIGN)
    commit(repo, hooks, "--no-verify")
    second = repo.head()
    repo.stage("src/more/app.py", OWN)
    commit(repo, hooks, "--no-verify")
    refs = ("--from-ref", first, "--to-ref", "HEAD")
    stopped = pre_commit(repo, hooks.home, "run", *refs)
    assert stopped.code == 1
    assert f"--> {ROUTER}:1:3" in stopped.out
    refs = ("--from-ref", second, "--to-ref", "HEAD")
    assert pre_commit(repo, hooks.home, "run", *refs).code == 0


def test_a_range_that_only_deletes_is_checked(repo: Repo, hooks: Hooks) -> None:
    for path, content in VENDORED.items():
        repo.stage(path, content)
    commit(repo, hooks, "--no-verify")
    repo.git("rm", "--quiet", "third_party/foo/LICENSE")
    commit(repo, hooks, "--no-verify")
    done = pre_commit(repo, hooks.home, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert done.code == 1
    assert "error[missing-notice]" in done.out


def test_what_is_not_staged_does_not_count(repo: Repo, hooks: Hooks) -> None:
    repo.stage("src/more/app.py", OWN)
    repo.write("src/app.py", FOREIGN)
    passed = commit(repo, hooks)
    assert passed.code == 0, passed.out
    assert (repo.path / "src/app.py").read_text() == FOREIGN


def test_what_is_staged_counts_though_the_file_was_cleaned_since(repo: Repo, hooks: Hooks) -> None:
    repo.stage("src/app.py", FOREIGN)
    repo.write("src/app.py", OWN)
    assert commit(repo, hooks).code == 1
    assert (repo.path / "src/app.py").read_text() == OWN


def test_a_stale_notice_is_stopped_until_it_is_written(
    tmp_path: Path, hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = project(tmp_path, hooks, monkeypatch, "attribcheck", "attribcheck-notice")
    repo.write("NOTICE", "Haneul\nCopyright Haneul Labs\n")
    upstream = "third_party/foo/NOTICE"
    repo.write("attribcheck.toml", f'{POLICY}{COMPONENT}notice-file = "{upstream}"\n')
    repo.write(upstream, "Foo\nCopyright 2025 Foo Corp.\n")
    repo.write(ROUTER, FOREIGN)
    repo.add()
    stopped = commit(repo, hooks)
    assert stopped.code == 1
    assert "+Copyright 2025 Foo Corp.\nNOTICE is out of date\n" in stopped.out

    assert attribcheck(repo, "notice").code == 0
    repo.add("NOTICE")
    passed = commit(repo, hooks)
    assert passed.code == 0, passed.out


def test_try_repo_runs_the_hook(tmp_path: Path, hooks: Hooks) -> None:
    repo = Repo(tmp_path / "haneul")
    repo.stage("attribcheck.toml", POLICY)
    repo.stage(ROUTER, FOREIGN)
    # It builds an environment of its own, whatever there is.
    done = pre_commit(repo, hooks.home, "try-repo", str(hooks.repo.path), "attribcheck")
    assert done.code == 1, done.out + done.err
    assert "copyright of Foo Corp. is not declared (licence: MIT)" in done.out


def test_a_copy_of_declared_code_is_stopped_until_its_notice_is_back(
    repo: Repo, hooks: Hooks
) -> None:
    repo.commit_files({**VENDORED, ROUTER: FOREIGN + ROUTES})
    repo.stage("src/switch.py", OWN + renamed(ROUTES))
    stopped = commit(repo, hooks)
    assert stopped.code == 1
    assert "error[replaced-notice]: the token structure of lines" in stopped.out
    assert f'of component "foo" ({ROUTER})' in stopped.out
    assert "the notice of Foo Corp. is absent, and the notice in its place names Haneul Labs" in (
        stopped.out
    )

    widened = 'paths = ["third_party/foo/**", "src/switch.py"]'
    assert widened in stopped.out
    policy = POLICY + COMPONENT.replace('paths = ["third_party/foo/**"]', widened)
    repo.stage("attribcheck.toml", policy)
    repo.stage("src/switch.py", FOREIGN + renamed(ROUTES))
    passed = commit(repo, hooks)
    assert passed.code == 0, passed.out


def test_a_file_that_leaves_its_component_is_stopped(repo: Repo, hooks: Hooks) -> None:
    repo.commit_files({**VENDORED, "third_party/foo/table.py": ROUTES})
    repo.git("mv", "third_party/foo/table.py", "src/table.py")
    stopped = commit(repo, hooks)
    assert stopped.code == 1
    assert "error[undeclared-copy]" in stopped.out
    assert 'component "foo" (third_party/foo/table.py), whose paths do not cover this file' in (
        stopped.out
    )


def test_a_model_with_another_name_and_holder_is_stopped_until_it_is_declared(
    repo: Repo, hooks: Hooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTRIBCHECK_ORIGINS_DIR", str(tmp_path / "origins"))
    origins.store_models()
    path = "src/haneul_moe/modeling.py"
    model = origins.model("glm4_moe").replace("Glm4Moe", "HaneulMoe")
    model = model.replace("glm4_moe", "haneul_moe")
    theirs = "# Copyright 2025 The ZhipuAI Inc. team and HuggingFace Inc. team."
    assert theirs in model
    repo.stage(path, model.replace(theirs, "# Copyright 2026 Haneul Labs."))
    stopped = commit(repo, hooks)
    assert stopped.code == 1
    assert "error[replaced-notice]: the token structure of lines" in stopped.out
    assert "models/glm4_moe/modeling_glm4_moe.py" in stopped.out
    assert f"       {theirs.removeprefix('# ')}" in stopped.out
    assert "and the notice in its place names Haneul Labs" in stopped.out

    fix = stopped.out.partition("fix in attribcheck.toml:\n")[2].partition("\n\n")[0]
    repo.stage("attribcheck.toml", f"{POLICY}\n{fix}\n")
    stopped = commit(repo, hooks)
    assert "error[replaced-notice]" in stopped.out

    repo.stage(path, model)
    passed = commit(repo, hooks)
    assert passed.code == 0, passed.out


def test_the_manifest_is_valid(hooks: Hooks) -> None:
    manifest = str(hooks.repo.path / ".pre-commit-hooks.yaml")
    assert pre_commit(hooks.repo, hooks.home, "validate-manifest", manifest).code == 0
