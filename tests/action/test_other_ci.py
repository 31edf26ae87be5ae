"""docs/other-ci.md: its recipes, executed as they stand, find what the Action finds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import recipes
from support.checkout import ROOT
from support.command import Completed, run
from support.haneul import COMPONENT, FOREIGN, MIT, OWN, POLICY, SILENT
from support.hub import Hub
from support.repo import Repo
from support.runner import Runner

import attribcheck

pytestmark = pytest.mark.engine

PAGE = (ROOT / "docs" / "other-ci.md").read_text(encoding="utf-8")
ROUTER = "third_party/foo/router.py"
MERGE = "refs/pull/7/merge"
HOOK = """\
repos:
  - repo: local
    hooks:
      - id: attribcheck
        name: attribcheck
        entry: attribcheck hook
        language: system
        always_run: true
        require_serial: true
"""


def recipe(section: str, language: str) -> str:
    return recipes.recipe(PAGE, section, language)


GITLAB: dict[str, Any] = yaml.safe_load(recipe("GitLab CI", "yaml"))


class Place:
    """A machine of a CI on which ``attribcheck`` and ``pre-commit`` are there already.

    An earlier pipeline has left the engine's data, which takes a while to make. ``python3 -m pip
    install`` does nothing, but say what it was asked for.
    """

    def __init__(self, folder: Path, engine: Path) -> None:
        self.folder = folder
        self._engine = engine
        programs = folder / "bin"
        programs.mkdir(parents=True)
        stub = programs / "python3"
        stub.write_text('#!/bin/sh\necho "asked: $*" >&2\n')
        stub.chmod(0o755)
        path = [programs, Path(sys.executable).parent, os.environ["PATH"]]
        self._env = {"PATH": os.pathsep.join(map(str, path)), "PRE_COMMIT_COLOR": "never"}
        self._env["PRE_COMMIT_HOME"] = str(folder / "pre-commit")

    def shell(self, checkout: Repo, lines: str, env: Mapping[str, str] | None = None) -> Completed:
        """Execute the lines of a recipe; the first that fails ends it."""
        words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", lines]
        return run(checkout.path, words, self._env | dict(env or {}))

    def gitlab(self, checkout: Repo, name: str, given: Mapping[str, str]) -> Completed:
        """Execute a job as the Docker executor does, which lets everybody write everything."""
        job = GITLAB[name]
        env = dict(given) | {"CI_PROJECT_DIR": str(checkout.path)}
        for key, value in job.get("variables", {}).items():
            env[key] = re.sub(r"\$(\w+)", lambda match: env[match[1]], value)
        if cache := env.get("ATTRIBCHECK_CACHE_DIR"):
            Path(cache).mkdir(parents=True, exist_ok=True)
            for file in self._engine.glob("engine-*.bin"):
                shutil.copy(file, cache)
        lines = [*job["before_script"], *job["script"]]
        return self.shell(checkout, "\n".join(["umask 0000", *lines]), env)


@pytest.fixture
def place(tmp_path: Path, engine: Path) -> Place:
    return Place(tmp_path / "place", engine)


def adds(hub: Hub) -> None:
    hub.work.branch("topic")
    hub.work.commit_files({ROUTER: FOREIGN})


def strips(hub: Hub) -> None:
    hub.work.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN + SILENT})
    hub.work.branch("topic")
    hub.work.commit_files({ROUTER: SILENT})


def edits(hub: Hub) -> None:
    declared = POLICY + COMPONENT
    hub.work.commit_files({"attribcheck.toml": declared, ROUTER: FOREIGN, "LICENSE-foo": MIT})
    hub.work.branch("topic")
    hub.work.commit_files({ROUTER: FOREIGN + SILENT})


CHANGES = {
    adds: ["undeclared-notice", "undeclared-license"],
    strips: ["missing-notice", "removed-notice", "removed-notice"],
    edits: [],
}


def findings(text: str) -> list[str]:
    """Return the findings of a text report, without the summary that names the range."""
    return [part for part in text.split("\n\n") if part.startswith("error[")]


def rules(text: str) -> list[str]:
    return [part[len("error[") :].partition("]")[0] for part in findings(text)]


def of_the_action(hub: Hub, runner: Runner) -> str:
    """Return the text report of the Action on the pull request from ``topic``."""
    payload = hub.pull_request("topic")
    checkout = hub.checkout(MERGE)
    job = runner.run(
        checkout.path, "pull_request", payload, sha=checkout.head(), ref=MERGE, reports="text"
    )
    return Path(job.outputs["text-file"]).read_text(encoding="utf-8")


def cloned(hub: Hub, folder: Path, *options: str) -> Repo:
    return hub.work.clone(folder, "--branch", "topic", *options)


def of_a_merge_request(hub: Hub, folder: Path, ref: str) -> Repo:
    """Return a checkout as GitLab makes one: the commits of the merge request alone."""
    checkout = Repo(folder)
    checkout.git("remote", "add", "origin", hub.work.path.as_uri())
    checkout.git("fetch", "--quiet", "--no-tags", "origin", f"+{ref}:refs/pipelines/1")
    checkout.git("checkout", "--quiet", "--detach", "refs/pipelines/1")
    return checkout


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_shell_finds_what_the_action_finds(
    change: Any, hub: Hub, runner: Runner, place: Place
) -> None:
    change(hub)
    expected = of_the_action(hub, runner)
    checkout = cloned(hub, place.folder / "clone")

    done = place.shell(checkout, recipe("A shell", "sh"))

    assert sorted(rules(expected)) == sorted(CHANGES[change])
    assert findings(done.out) == findings(expected)
    assert done.code == (1 if CHANGES[change] else 0)
    assert "<!doctype html>" in (checkout.path / "attribcheck.html").read_text("utf-8")


def test_jenkins_finds_what_the_action_finds(hub: Hub, runner: Runner, place: Place) -> None:
    adds(hub)
    expected = of_the_action(hub, runner)
    checkout = of_a_merge_request(hub, place.folder / "clone", "refs/pull/7/head")
    (lines,) = re.findall(r"sh '''\n(.*?)'''", recipe("Jenkins", "groovy"), re.DOTALL)

    done = place.shell(checkout, lines, {"CHANGE_TARGET": "main"})

    assert findings(done.out) == findings(expected)
    assert done.code == 1
    assert (checkout.path / "attribcheck.html").exists()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("ref", ["refs/pull/7/head", MERGE], ids=["request", "merged-results"])
def test_gitlab_finds_what_the_action_finds(
    change: Any, ref: str, hub: Hub, runner: Runner, place: Place
) -> None:
    change(hub)
    hub.work.switch("main")
    hub.work.commit_files({"src/meanwhile.py": FOREIGN}, "undeclared, on main, meanwhile")
    expected = of_the_action(hub, runner)
    checkout = of_a_merge_request(hub, place.folder / "clone", ref)
    env = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}

    done = place.gitlab(checkout, "attribcheck", env)

    assert findings(done.out) == findings(expected)
    assert sorted(rules(done.out)) == sorted(CHANGES[change])
    assert done.code == (1 if CHANGES[change] else 0)


def test_what_gitlab_kept_is_used_again(hub: Hub, place: Place) -> None:
    adds(hub)
    hub.pull_request("topic")
    checkout = of_a_merge_request(hub, place.folder / "clone", MERGE)
    env = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    first = place.gitlab(checkout, "attribcheck", env)
    # What GitLab restores a cache with lets everybody write it, as its checkouts do.
    subprocess.run(["chmod", "-R", "a+rw", checkout.path / ".cache"], check=True)

    again = place.gitlab(checkout, "attribcheck", env)

    assert (again.code, again.out) == (1, first.out)
    assert "cache" not in again.err


def test_gitlab_renders_the_documents_of_a_tag(hub: Hub, place: Place) -> None:
    hub.work.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN})
    checkout = hub.checkout("refs/heads/main")

    done = place.gitlab(checkout, "attribution", {"CI_COMMIT_TAG": "v1.0"})

    assert done.code == 0, done.err
    (folder,) = GITLAB["attribution"]["artifacts"]["paths"]
    written = checkout.path / folder
    assert sorted(file.name for file in written.iterdir()) == ["NOTICE", "THIRD-PARTY-NOTICES"]
    assert "Foo Corp." in (written / "THIRD-PARTY-NOTICES").read_text("utf-8")


def test_the_gitlab_recipe_is_one_by_the_schema_of_gitlab(tmp_path: Path) -> None:
    file = tmp_path / ".gitlab-ci.yml"
    file.write_text(recipe("GitLab CI", "yaml"))
    checker = str(Path(sys.executable).with_name("check-jsonschema"))
    done = run(tmp_path, [checker, "--builtin-schema", "vendor.gitlab-ci", str(file)])
    assert done.code == 0, done.out + done.err


@pytest.mark.parametrize("section", ["A shell", "pre-commit in CI"])
def test_a_shallow_clone_is_an_error_and_no_pass(section: str, hub: Hub, place: Place) -> None:
    hub.work.commit_files({".pre-commit-config.yaml": HOOK})
    hub.work.branch("topic")
    hub.work.commit_files({"src/more.py": OWN})
    checkout = cloned(hub, place.folder / "clone", "--depth=1")

    done = place.shell(checkout, recipe(section, "sh"))

    assert done.code != 0
    said = done.out + done.err
    assert "`git fetch --unshallow`" in said
    assert "GIT_DEPTH" in said


def test_a_shallow_clone_is_told_by_its_exit_code(hub: Hub, place: Place) -> None:
    adds(hub)
    checkout = cloned(hub, place.folder / "clone", "--depth=1")
    assert place.shell(checkout, recipe("A shell", "sh")).code == 3


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_pre_commit_finds_the_same(change: Any, hub: Hub, place: Place) -> None:
    hub.work.commit_files({".pre-commit-config.yaml": HOOK})
    change(hub)
    checkout = cloned(hub, place.folder / "clone")

    done = place.shell(checkout, recipe("pre-commit in CI", "sh"))

    assert done.code == (1 if CHANGES[change] else 0), done.out
    assert sorted(rules(done.out.partition("- exit code: 1\n\n")[2])) == sorted(CHANGES[change])


def test_the_version_that_is_installed_is_this_one() -> None:
    named = set(re.findall(r"attribcheck==([\w.]+)", PAGE))
    assert named == {attribcheck.__version__}
