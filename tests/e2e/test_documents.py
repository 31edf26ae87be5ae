"""The documents of three real trees, against the trees' own manifests and scancode's own output."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import sboms, trees
from support.command import attribcheck
from support.repo import Repo

from attribcheck.documents import registry
from attribcheck.git.repository import Repository
from attribcheck.packages.loading import load_policy
from attribcheck.policy.model import Policy
from attribcheck.policy.path_patterns import PathPatterns
from attribcheck.sources.work_tree import TreeSource

pytestmark = [pytest.mark.engine, pytest.mark.network]

RULER = "=" * 78


@dataclass(frozen=True)
class Tree:
    """A repository of other people's code.

    Attributes:
        repo: The repository.
        folder: Where their code stands in it.
        named: What the tree's own manifest names: versions by name.
        normal: How two spellings of a name are compared.
    """

    repo: Repo
    folder: str
    named: dict[str, str]
    normal: Callable[[str], str]


@pytest.fixture(params=["pip", "setuptools", "bundled"])
def tree(request: pytest.FixtureRequest) -> Tree:
    repo: Repo = request.getfixturevalue(request.param)
    if request.param == "pip":
        named = trees.requirements(repo)
        del named["setuptools"]  # pip carries a part of it alone, which has no version of its own
        named["pkg_resources"] = ""
        return Tree(repo, trees.PIP, named, trees.normal)
    if request.param == "setuptools":
        return Tree(repo, trees.SETUPTOOLS, trees.distributions(repo), trees.normal)
    return Tree(repo, trees.BUNDLED, trees.bundled_packages(repo), str)


def written(repo: Repo, format_: str, output: Path) -> str:
    done = attribcheck(repo, "notice", "--format", format_, "--output", str(output))
    assert (done.code, done.err) == (0, "")
    return (output / registry.file_name(format_)).read_text("utf-8")


def third_party(repo: Repo, output: Path) -> str:
    return written(repo, "third-party", output)


def holders(tree: Tree, report: Path) -> dict[str, list[str]]:
    """Return the holders that scancode itself finds, by path in the repository."""
    command = [str(Path(sys.executable).with_name("scancode")), "--copyright", "--quiet", "-n", "2"]
    command += ["--json", str(report), tree.folder]
    environment = {**os.environ, "SCANCODE_TEMP": str(report.parent)}
    done = subprocess.run(
        command, cwd=tree.repo.path, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    prefix = tree.folder.rpartition("/")[0]
    return {
        f"{prefix}/{file['path']}".lstrip("/"): [one["holder"] for one in file["holders"]]
        for file in json.loads(report.read_text())["files"]
        if file["type"] == "file"
    }


def words(text: str) -> str:
    """Return the words of a text: scancode spells signs and letters in ways of its own."""
    plain = unicodedata.normalize("NFKD", text.replace("©", " c ")).encode("ascii", "ignore")
    return " ".join(re.findall(r"[a-z0-9]+", plain.decode().lower()))


def test_the_document_names_every_component_that_the_manifest_names(
    tree: Tree, tmp_path: Path
) -> None:
    document = third_party(tree.repo, tmp_path)
    blocks = document.split(f"\n\n{RULER}\n")[1:]
    titles = {tree.normal(block.partition(f"\n{RULER}\n")[0]) for block in blocks}
    named = {tree.normal(f"{name} {version}".rstrip()) for name, version in tree.named.items()}
    assert len(named) >= 15
    assert named - titles == set()


def test_the_document_names_every_holder_that_scancode_finds(tree: Tree, tmp_path: Path) -> None:
    document = third_party(tree.repo, tmp_path)
    covered = [PathPatterns(component.paths).matches for component in policy_of(tree).components]
    found = {
        text
        for path, texts in holders(tree, tmp_path / "scancode.json").items()
        if any(matches(path) for matches in covered)
        for text in texts
    }
    assert len(found) >= 10
    stated = f" {words(document)} "
    assert {text for text in found if f" {words(text)} " not in stated} == set()


def test_the_spdx_document_is_valid_and_names_every_component_with_its_files(
    tree: Tree, tmp_path: Path
) -> None:
    text = written(tree.repo, "spdx-json", tmp_path)
    assert sboms.spdx_problems(text) == []
    assert sboms.spdx_schema_problems(text, sboms.spdx_schema()) == []
    read = sboms.read_spdx(text)
    assert {one.name for one in read} == {one.name for one in policy_of(tree).components}
    assert {one[:2] for component in read for one in component.files} == digests(tree)


def test_the_cyclonedx_document_is_valid_and_names_every_component_with_its_files(
    tree: Tree, tmp_path: Path
) -> None:
    text = written(tree.repo, "cyclonedx-json", tmp_path)
    assert sboms.cyclonedx_problems(text) == []
    read = sboms.read_cyclonedx(text)
    assert {one.name for one in read} == {one.name for one in policy_of(tree).components}
    assert {one[:2] for component in read for one in component.files} == digests(tree)
    assert read == sboms.read_spdx(written(tree.repo, "spdx-json", tmp_path))


def policy_of(tree: Tree) -> Policy:
    return load_policy(TreeSource(Repository.discover(tree.repo.path)))


def digests(tree: Tree) -> set[tuple[str, str]]:
    """Return path and SHA-1 of every file that a component covers, from the files themselves."""
    covered = [PathPatterns(component.paths).matches for component in policy_of(tree).components]
    found = {
        (path, hashlib.sha1((tree.repo.path / path).read_bytes()).hexdigest())
        for path in tree.repo.git("ls-files", "-z").split("\0")
        if path and any(matches(path) for matches in covered)
    }
    assert len(found) >= 100
    return found


def test_two_clones_give_the_same_bytes_and_a_clean_check(tree: Tree, tmp_path: Path) -> None:
    tree.repo.add()
    tree.repo.commit("Declare")
    one, two = tree.repo.clone(tmp_path / "one"), tree.repo.clone(tmp_path / "a" / "two")
    for clone in (one, two):
        assert attribcheck(clone, "notice", "--quiet").code == 0
        for format_ in registry.BY_FORMAT:
            written(clone, format_, clone.path)
    for name in map(registry.file_name, registry.FORMATS):
        assert (one.path / name).read_bytes() == (two.path / name).read_bytes()
    one.add()
    done = attribcheck(one, "check")
    assert (done.code, done.err) == (0, ""), done.out
