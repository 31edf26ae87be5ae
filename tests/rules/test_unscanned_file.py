"""A file could not be scanned, so nothing is known about it."""

from __future__ import annotations

from support.checks import check, found, only, run, staged, toml
from support.lfs import pointer
from support.repo import Repo

from attribcheck.core.finding import Severity
from attribcheck.core.model import ScanFailure

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["src/foo/**"]
"""
FOO = {"src/foo/LICENSE": "Copyright 2025 Foo Corp.\n"}
SLOW = ScanFailure("it took more than 120 s", "raise [scan] timeout, or look at the file")


def test_a_file_that_could_not_be_scanned_is_found_with_the_reason(repo: Repo) -> None:
    finding = only(check(repo, {"dist/app.min.js": SLOW}), "unscanned-file")

    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line) == ("dist/app.min.js", 0)
    assert finding.message == "not scanned: it took more than 120 s"
    assert finding.fix == "# raise [scan] timeout, or look at the file\n"
    assert finding.subject == "it took more than 120 s"


def test_without_a_hint_there_is_no_fix(repo: Repo) -> None:
    finding = only(check(repo, {"a.js": ScanFailure("the engine failed")}), "unscanned-file")

    assert finding.fix == ""


def test_a_pointer_whose_object_is_not_here_is_found(repo: Repo) -> None:
    finding = only(check(repo, {"model.bin": pointer()}), "unscanned-file")

    assert finding.message == ("not scanned: it is a Git LFS pointer whose content was not fetched")
    assert finding.fix == "# run `git lfs pull`\n"


def test_a_licence_file_that_speaks_for_a_changed_file_is_found_too(repo: Repo) -> None:
    repo.commit_files({"src/foo/LICENSE": repr(SLOW), "attribcheck.toml": toml(POLICY)})
    repo.stage("src/foo/a.c", "// Copyright 2025 Foo Corp.\n")

    finding = only(run(repo, staged, answers=[SLOW]), "unscanned-file")

    assert finding.path == "src/foo/LICENSE"


def test_a_declared_file_has_to_be_scanned_all_the_same(repo: Repo) -> None:
    files = FOO | {"src/foo/a.js": SLOW}

    assert only(check(repo, files, POLICY), "unscanned-file").path == "src/foo/a.js"


def test_a_submodule_that_no_component_declares_is_found(repo: Repo) -> None:
    other = Repo(repo.path.parent / "other")
    commit = other.commit_files({"LICENSE": "Copyright 2025 Bar GmbH\n"})
    repo.submodule(other, "lib/bar")

    finding = only(check(repo, FOO, POLICY), "unscanned-file")

    assert (finding.path, finding.line) == ("lib/bar", 0)
    assert finding.message == (
        f"not scanned: a submodule (commit {commit[:12]}) that no component declares"
    )
    assert finding.subject == "submodule"


def test_the_fix_of_a_submodule_is_a_component_that_settles_it(repo: Repo) -> None:
    other = Repo(repo.path.parent / "other")
    other.commit_files({"LICENSE": "Copyright 2025 Bar GmbH\n"})
    repo.submodule(other, "lib/bar")

    finding = only(check(repo, FOO, POLICY), "unscanned-file")

    assert finding.fix == (
        "# name the licence of that repository\n"
        "[[component]]\n"
        'name = "bar"\n'
        'license = "LicenseRef-unstated"\n'
        'paths = ["lib/bar"]'
    )
    assert check(repo, FOO, toml(POLICY) + "\n" + finding.fix).findings == ()


def test_the_fix_of_a_submodule_called_as_a_component_is_valid(repo: Repo) -> None:
    other = Repo(repo.path.parent / "other")
    other.commit_files({"LICENSE": "Copyright 2025 Bar GmbH\n"})
    repo.submodule(other, "lib/foo")

    finding = only(check(repo, FOO, POLICY), "unscanned-file")

    assert 'name = "foo 2"' in finding.fix
    assert check(repo, FOO, toml(POLICY) + "\n" + finding.fix).findings == ()


def test_a_symlink_has_nothing_to_scan(repo: Repo) -> None:
    repo.link("link", "nowhere")

    assert check(repo, FOO, POLICY).findings == ()


def test_a_file_without_a_notice_was_scanned(repo: Repo) -> None:
    assert found(check(repo, {"a.bin": b"\x00\xff", "empty": b""}), "unscanned-file") == []
