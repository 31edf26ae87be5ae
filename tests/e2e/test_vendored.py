"""Real vendored trees, as repositories: what pip and setuptools carry of others.

The engine's first look at each tree takes a minute or two; everything after that is cached.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support.command import attribcheck
from support.repo import Repo
from support.trees import PIP, SETUPTOOLS, normal, requirements

from attribcheck.policy.loader import parse_policy
from attribcheck.policy.model import Component, Policy
from attribcheck.policy.path_patterns import PathPatterns

pytestmark = [pytest.mark.engine, pytest.mark.network]


@pytest.fixture
def copy(pip: Repo, tmp_path: Path) -> Repo:
    """Return a copy of ``pip`` that a test may change."""
    shutil.copytree(pip.path, tmp_path / "copy", symlinks=True)
    return Repo(tmp_path / "copy", init=False)


def text_of(repo: Repo) -> str:
    return (repo.path / "attribcheck.toml").read_text()


def policy_of(repo: Repo) -> Policy:
    return parse_policy(text_of(repo).encode(), "attribcheck.toml")


def report(repo: Repo) -> dict[str, Any]:
    """Return what ``check`` reports of the whole tree."""
    done = attribcheck(repo, "check", "--format", "json")
    assert done.err == ""
    document: dict[str, Any] = json.loads(done.out)
    return document


def covered(component: Component, repo: Repo) -> list[str]:
    """Return the tracked files of a component that hold anything."""
    matches = PathPatterns(component.paths).matches
    files = repo.git("ls-files", "-z").split("\0")
    return [f for f in files if f and matches(f) and (repo.path / f).read_bytes().strip()]


def without(text: str, component: Component) -> str:
    """Return the policy ``text`` without one of its components."""
    blocks = text.split("\n\n")
    kept = [block for block in blocks if f'\nname = "{component.name}"\n' not in block]
    assert len(kept) == len(blocks) - 1
    return "\n\n".join(kept)


def test_what_init_writes_for_pip_makes_its_check_clean(pip: Repo) -> None:
    done = attribcheck(pip, "check")
    assert (done.code, done.err) == (0, ""), done.out


def test_each_requirement_of_pip_is_a_component_with_its_version(pip: Repo) -> None:
    wanted = requirements(pip)
    assert len(wanted) == 18
    found = {normal(component.name): component for component in policy_of(pip).components}
    wanted.pop("setuptools")  # pip carries its pkg_resources alone
    assert f"{PIP}/pkg_resources/__init__.py" in covered(found["pkg-resources"], pip)
    for name, version in wanted.items():
        assert found[name].version == version
        assert normal(found[name].purl or "") == normal(f"pkg:pypi/{name}@{version}")
        folder = next(p for p in (pip.path / PIP).iterdir() if normal(p.name) == name)
        assert set(covered(found[name], pip)) == {
            str(path.relative_to(pip.path))
            for path in folder.rglob("*")
            if path.is_file() and path.read_bytes().strip()
        }


def test_taking_any_component_away_names_each_of_its_files(copy: Repo) -> None:
    text = text_of(copy)
    for component in policy_of(copy).components:
        copy.write("attribcheck.toml", without(text, component))
        done = attribcheck(copy, "check", "--format", "json")
        named = {finding["path"] for finding in json.loads(done.out)["findings"]}
        assert done.code == 1, component.name
        assert set(covered(component, copy)) <= named, component.name


def test_no_copyright_in_the_files_of_a_component_is_left_out(pip: Repo) -> None:
    left_out = {
        (file["path"], item["text"], item["status"])
        for file in report(pip)["files"]
        for item in file["notices"]
        if item["kind"] == "copyright" and item["status"] not in ("declared", "noise")
    }
    assert left_out == set()


def test_a_second_init_changes_nothing(copy: Repo) -> None:
    before = (copy.path / "attribcheck.toml").read_bytes()
    done = attribcheck(copy, "init")
    assert (done.code, (copy.path / "attribcheck.toml").read_bytes()) == (0, before)


def test_a_comment_by_hand_survives_every_command_that_edits(copy: Repo) -> None:
    text = text_of(copy)
    removed = next(c for c in policy_of(copy).components if c.name == "rich")
    by_hand = '# asked upstream on the 3rd  \n[[component]] # see the ticket\nname = "tomli"\n'
    text = without(text, removed).replace('[[component]]\nname = "tomli"\n', by_hand)
    copy.write("attribcheck.toml", text)
    for arguments in (
        ("init",),
        ("declare", "tomli", "--supplier", "Taneli Hukkinen"),
        ("declare", "vendoring", f"{PIP}/vendor.txt", "--license", "MIT"),
        ("except", "undeclared-notice", "docs/**", "--reason", "examples"),
    ):
        before = text_of(copy)
        assert attribcheck(copy, *arguments).code == 0
        assert by_hand in text_of(copy)
        assert text_of(copy) != before


def test_what_init_writes_for_setuptools_makes_its_check_clean(setuptools: Repo) -> None:
    done = attribcheck(setuptools, "check")
    assert (done.code, done.err) == (0, ""), done.out


def test_each_dist_info_of_setuptools_has_its_component(setuptools: Repo) -> None:
    folders = sorted((setuptools.path / SETUPTOOLS).glob("*.dist-info"))
    assert len(folders) == 16
    components = {normal(c.name): c for c in policy_of(setuptools).components}
    for folder in folders:
        name, version = folder.name.removesuffix(".dist-info").rsplit("-", 1)
        component = components[normal(name)]
        assert component.version == version
        files = set(covered(component, setuptools))
        assert f"{SETUPTOOLS}/{folder.name}/METADATA" in files
