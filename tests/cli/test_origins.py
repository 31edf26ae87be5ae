"""``attribcheck origins`` as its users run it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.archives import tar_gz, wheel
from support.checkpoints import model, write
from support.command import Completed, attribcheck
from support.haneul import MIT, OWN
from support.invented import index, program, renamed
from support.repo import Repo

from attribcheck.copies import store
from attribcheck.copies.model import Component

ENGINE = pytest.mark.engine
FOREIGN = "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n"


@pytest.fixture
def foo(tmp_path: Path) -> Path:
    """A component in a folder, with a licence and two files."""
    folder = tmp_path / "foo"
    folder.mkdir()
    (folder / "LICENSE").write_text(MIT)
    (folder / "a.py").write_text(FOREIGN + program("a"))
    (folder / "b.py").write_text(program("b"))
    return folder


def origins(where: Repo | Path, *arguments: str) -> Completed:
    return attribcheck(where, "origins", *arguments)


def stored(tmp_path: Path, name: str, seed: str = "a", version: str = "1.0") -> None:
    """Store an index without the command, which would load the engine."""
    made = index(tmp_path / "made", Component(name, version), {f"{seed}.py": program(seed)})
    store.add(f"{name}@{version}", lambda out: out.write_bytes(made.read_bytes()))


@ENGINE
def test_a_folder_is_added_listed_matched_and_removed(
    repo: Repo, foo: Path, tmp_path: Path
) -> None:
    added = origins(tmp_path, "add", "./foo", "--version", "1.0")
    assert (added.code, added.err) == (0, "")
    assert "  foo 1.0: MIT; Foo Corp.; 2 files, " in added.out
    listed = origins(tmp_path, "list")
    assert listed.out.splitlines()[1].split()[:4] == ["foo", "1.0", "MIT", "2"]
    repo.commit_files({"src/model.py": OWN + renamed(program("a"))})
    matched = origins(repo, "match", "--all")
    assert (matched.code, matched.err) == (0, "")
    assert re.search(
        r"the token structure of lines \d+ to \d+ matches .* a\.py of foo 1", matched.out
    )
    assert "not named here: Foo Corp." in matched.out
    removed = origins(tmp_path, "remove", "foo")
    assert (removed.code, removed.out) == (0, "removed foo@1.0\n")
    assert origins(tmp_path, "list").out.startswith("no origin indexes in ")


@ENGINE
def test_a_package_an_archive_and_a_revision_are_added(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = tmp_path / "index"
    links.mkdir()
    wheel(links, "haneulkit", "1.0", {"haneulkit/a.py": program("a").encode()})
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(links))
    tar_gz(tmp_path / "bar-2.0.tar.gz", {"bar-2.0/b.py": program("b").encode()})
    repo.commit_files({"c.py": program("c")})
    repo.git("tag", "v3")
    added = origins(
        tmp_path, "add", "pkg:pypi/haneulkit@1.0", "./bar-2.0.tar.gz", f"{repo.path}@v3"
    )
    assert (added.code, added.err) == (0, "")
    found = json.loads(origins(tmp_path, "list", "--format", "json").out)["components"]
    assert [(one["name"], one["version"], one["license"]) for one in found] == [
        ("bar", "2.0", None),
        ("haneul", "v3", None),
        ("haneulkit", "1.0", "MIT"),
    ]
    assert found[2]["purl"] == "pkg:pypi/haneulkit@1.0"


@ENGINE
def test_an_exported_index_serves_others(repo: Repo, foo: Path, tmp_path: Path) -> None:
    assert origins(tmp_path, "add", "./foo").code == 0
    exported = origins(tmp_path, "export", "shared.acidx")
    assert (exported.code, exported.err) == (0, "")
    content = (tmp_path / "shared.acidx").read_bytes()
    assert str(tmp_path).encode() not in content
    assert b"gather" not in content  # a name of the code
    assert origins(tmp_path, "remove", "foo").code == 0
    repo.commit_files({"src/model.py": program("a")})
    direct = origins(repo, "match", "src", "--index", str(tmp_path / "shared.acidx"))
    assert "a.py of foo" in direct.out
    assert origins(tmp_path, "add", "./shared.acidx").code == 0
    assert origins(repo, "match", "src").out == direct.out


@ENGINE
def test_a_component_of_the_policy_is_added_with_its_own_files(repo: Repo, tmp_path: Path) -> None:
    policy = (repo.path / "attribcheck.toml").read_text()
    repo.commit_files(
        {
            "attribcheck.toml": policy
            + '\n[[component]]\nname = "Foo"\nversion = "1.0"\nlicense = "MIT"\n'
            'holders = ["Foo Corp."]\npaths = ["third_party/foo/**"]\n',
            "third_party/foo/a.py": FOREIGN + program("a"),
            "src/copy.py": OWN + program("a"),
        }
    )
    added = origins(repo, "add", "--component", "Foo", "--own-files")
    assert (added.code, added.err) == (0, "")
    assert "Foo 1.0: MIT; Foo Corp.; 1 file" in added.out
    report = json.loads(origins(repo, "match", "--all", "--format", "json").out)
    lines = {file["path"]: file["lines"] for file in report["files"]}
    assert lines["third_party/foo/a.py"]["undeclared"] == 0
    assert lines["src/copy.py"]["undeclared"] > 80


@ENGINE
def test_reports_are_written_beside_the_text(repo: Repo, foo: Path, tmp_path: Path) -> None:
    stored(tmp_path, "foo")
    repo.commit_files({"src/model.py": program("a")})
    done = origins(repo, "match", "--all", "--report", "html=a.html", "--report", "json=a.json")
    assert done.code == 0
    assert (repo.path / "a.html").read_text().startswith("<!doctype html>")
    assert json.loads((repo.path / "a.json").read_text())["schema"] == "attribcheck/provenance/1"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("add",), "there is nothing to add"),
        (("add", "./missing"), "./missing is no folder, archive, repository or package URL"),
        (("add", "pkg:pypi/foo"), "pkg:pypi/foo names no version"),
        (("add", "missing.acidx"), "missing.acidx does not exist"),
        (("add", "--preset", "x"), "there is no preset 'x'"),
        (("add", ".", "--license", "MIT AND"), "--license: "),
        (("add", ".", "./b", "--name", "x"), "describe a single ORIGIN"),
        (("add", "--own-files", "."), "--own-files requires --component"),
        (("add", "--component", "x"), "the policy has no component 'x'"),
        (("remove", "foo"), "no origin index is called foo"),
        (("export", "a.bin"), "a.bin does not end in .acidx"),
        (("export", "a.acidx"), "there is no origin index to export"),
        (("match",), "name PATHS, or --all"),
        (("match", "--all", "src"), "name PATHS, or --all"),
        (("match", "--all"), "there is no origin index to match with"),
    ],
)
def test_a_wrong_command_line_is_an_error_of_usage(
    arguments: tuple[str, ...], message: str, repo: Repo
) -> None:
    done = origins(repo, *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("content", [b"", b"no index", b"\x89ACX\r\n\x1a\n" + bytes(100)])
@pytest.mark.parametrize("action", [("add", "x.acidx"), ("match", "--all", "--index", "x.acidx")])
def test_a_hostile_index_is_refused(content: bytes, action: tuple[str, ...], repo: Repo) -> None:
    repo.write("x.acidx", content)
    done = origins(repo, *action)
    assert (done.code, done.out) == (3, "")
    assert "x.acidx can't be used" in done.err
    assert origins(repo, "list").out.startswith("no origin indexes")


def test_a_hostile_archive_is_refused(tmp_path: Path) -> None:
    tar_gz(tmp_path / "x-1.tar.gz", {"../a.py": program("a").encode()})
    done = origins(tmp_path, "add", "./x-1.tar.gz")
    assert done.code == 3
    assert "x-1.tar.gz is refused: its member ../a.py leads out of it" in done.err
    assert not (tmp_path.parent / "a.py").exists()


def test_a_damaged_index_is_listed_as_such_and_can_be_removed(tmp_path: Path) -> None:
    stored(tmp_path, "foo")
    store.add("bar", lambda out: out.write_bytes(b"broken"))
    listed = origins(tmp_path, "list")
    assert listed.code == 3
    assert "foo" in listed.out
    assert "bar.acidx" in listed.err
    assert origins(tmp_path, "remove", "bar").code == 0
    assert origins(tmp_path, "list").code == 0


def test_several_indexes_are_exported_as_one(tmp_path: Path) -> None:
    stored(tmp_path, "foo", "a")
    stored(tmp_path, "bar", "b")
    stored(tmp_path, "baz", "c")
    done = origins(tmp_path, "export", "some.acidx", "foo", "bar@1.0")
    assert done.out.startswith("wrote some.acidx: 2 components, 2 files, ")


def test_the_help_says_that_match_is_no_gate(tmp_path: Path) -> None:
    done = origins(tmp_path, "match", "--help")
    assert "0 whatever is found" in " ".join(done.out.split())


def test_weights_are_added_listed_and_removed(tmp_path: Path) -> None:
    write(tmp_path / "foo", model(1))
    details = ("--name", "foo-corp/Foo-7B", "--version", "1.0", "--license", "mit")
    added = origins(tmp_path, "add", "--weights", "foo", *details, "--holder", "Foo Corp.")
    assert (added.code, added.err) == (0, "")
    assert added.out.startswith(
        "  foo-corp/Foo-7B 1.0: MIT; Foo Corp.; weights in 1 file\n"
        "added foo-corp-Foo-7B@1.0.fingerprint: "
    )
    stored(tmp_path, "foo")
    listed = origins(tmp_path, "list").out.splitlines()
    assert listed[1].split()[:5] == ["foo-corp/Foo-7B", "1.0", "MIT", "1", "weights"]
    assert listed[2].split()[:4] == ["foo", "1.0", "-", "1"]
    (shown,) = [
        one
        for one in json.loads(origins(tmp_path, "list", "--format", "json").out)["components"]
        if one["kind"] == "weights"
    ]
    assert (shown["name"], shown["holders"]) == ("foo-corp/Foo-7B", ["Foo Corp."])
    assert origins(tmp_path, "remove", "foo-corp/Foo-7B").code == 0
    assert "Foo-7B" not in origins(tmp_path, "list").out


def test_a_stored_fingerprint_keeps_what_another_said_of_it(tmp_path: Path) -> None:
    write(tmp_path / "foo", model(1))
    origins(tmp_path, "add", "--weights", "foo", "--name", "foo-corp/Foo-7B", "--license", "MIT")
    (path,) = store.stored(".fingerprint")
    given = tmp_path / "given.fingerprint"
    path.rename(given)
    added = origins(tmp_path, "add", "--weights", given.name, "--version", "2.0")
    assert added.out.startswith("  foo-corp/Foo-7B 2.0: MIT; weights in 1 file\n")


def test_weights_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    added = origins(tmp_path, "add", "--weights", "foo")
    assert (added.code, added.err) == (2, "error: foo does not exist\n")
    refused = origins(tmp_path, "add", "--weights", "foo", "--exclude", "tests")
    assert refused.code == 2
    assert "--exclude says nothing of --weights" in refused.err
