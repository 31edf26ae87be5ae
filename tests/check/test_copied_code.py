"""Which files are compared with known origins, and what is known of those origins."""

from __future__ import annotations

import pytest
from support.checks import DAY, LineEngine, check, found, only, run, staged, toml, write
from support.containers import zipped
from support.copies import FakeSearch, match, region
from support.repo import Repo

from attribcheck.check import baseline, pipeline
from attribcheck.check.result import CheckResult
from attribcheck.copies.model import Component, OriginFile
from attribcheck.git.repository import Repository
from attribcheck.policy.loader import load_policy
from attribcheck.policy.model import Policy
from attribcheck.scan.scanner import CachingScanner
from attribcheck.sources.base import Source
from attribcheck.sources.commit_range import DiffSource

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    version = "1.2"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["vendor/foo/**"]
"""
FOO = Component("Foo", "1.2", "", "MIT", ("Foo Corp.",), declared=True)
THEIRS = "# Copyright 2025 Foo Corp.\nx = 1\n"
OURS = "# Copyright 2026 Haneul Labs\nx = 1\n"


def declared(search: FakeSearch) -> list[str]:
    """Return the paths of the declared files that a search compared with."""
    return [file.blob.path for file in search.declared]


def committed(repo: Repo, files: dict[str, str]) -> None:
    write(repo, {"attribcheck.toml": toml(POLICY), **files})
    repo.add()
    repo.commit()


def test_every_file_of_a_tree_is_compared_with_every_declared_one(repo: Repo) -> None:
    search = FakeSearch()
    files = {"vendor/foo/a.py": THEIRS, "vendor/foo/LICENSE": "MIT\n", "src/b.py": OURS}
    check(repo, files, POLICY, search=search)

    assert sorted(search.asked) == ["src/b.py", "vendor/foo/a.py"]
    assert search.declared[0].component == FOO
    assert declared(search) == ["vendor/foo/a.py"]


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "attribcheck.toml"])
def test_legal_files_and_the_policy_are_not_compared(repo: Repo, name: str) -> None:
    search = FakeSearch()
    committed(repo, {})
    repo.stage(name, toml(POLICY) + "# more\n")
    run(repo, staged, search=search)
    assert search.asked == []


def test_of_a_commit_what_is_new_is_compared(repo: Repo) -> None:
    search = FakeSearch()
    committed(repo, {"src/a.py": OURS, "src/b.py": OURS, "src/c.py": OURS + "y = 2\n"})
    repo.stage("src/a.py", OURS + "z = 3\n")
    repo.git("mv", "src/c.py", "src/d.py")
    run(repo, staged, search=search)
    assert sorted(search.asked) == ["src/a.py", "src/d.py"]


def test_a_new_header_alone_repeats_nothing_of_the_code_below_it(repo: Repo) -> None:
    there = match(OriginFile(Component("bar", "1"), "b.py"), region(1, 2, 1))
    search = FakeSearch({"src/a.py": [there], "src/b.py": [there]})
    committed(repo, {"src/a.py": OURS, "src/b.py": OURS})
    repo.stage("src/a.py", OURS.replace("2026", "2027"))
    repo.stage("src/b.py", OURS.replace("x = 1", "x = 2"))
    outcome = run(repo, staged, search=search)
    assert {finding.path for finding in outcome.findings} == {"src/b.py"}


@pytest.mark.parametrize("pattern", ["vendor/foo/**", "vendor/foo/foo.jar!/**"])
def test_a_commit_is_compared_with_the_code_in_archives_that_it_leaves_as_they_are(
    repo: Repo, pattern: str
) -> None:
    search = FakeSearch()
    jars = {
        "vendor/foo/foo.jar": zipped({"a.py": THEIRS.encode(), "LICENSE": b"MIT\n"}),
        "vendor/foo/bar.jar": zipped({"Bar.class": b"\xca\xfe"}),
        "own/own.jar": zipped({"b.py": OURS.encode()}),
    }
    policy = toml(POLICY).replace("vendor/foo/**", pattern)
    write(repo, {"attribcheck.toml": policy, **jars})
    repo.add()
    repo.commit()
    repo.stage("src/a.py", OURS)
    run(repo, staged, search=search)

    (inside,) = (file for file in search.declared if "!/" in file.blob.path)
    assert inside.blob.path == "vendor/foo/foo.jar!/a.py"
    assert inside.component.name == "Foo"


def test_files_that_only_the_policy_affects_are_not_compared(repo: Repo) -> None:
    search = FakeSearch()
    committed(repo, {"vendor/foo/a.py": THEIRS})
    repo.stage("attribcheck.toml", toml(POLICY).replace("1.2", "1.3"))
    outcome = run(repo, staged, search=search)
    assert "vendor/foo/a.py" in [file.path for file in outcome.files]
    assert search.asked == []


def test_a_file_that_the_commit_deletes_is_still_an_origin(repo: Repo) -> None:
    search = FakeSearch()
    committed(repo, {"vendor/foo/a.py": THEIRS, "vendor/foo/b.py": THEIRS + "y = 2\n"})
    repo.git("rm", "--quiet", "vendor/foo/a.py")
    repo.stage("src/a.py", OURS)
    run(repo, staged, search=search)
    assert declared(search) == ["vendor/foo/b.py", "vendor/foo/a.py"]


def test_an_edited_file_is_an_origin_before_and_after(repo: Repo) -> None:
    search = FakeSearch()
    committed(repo, {"vendor/foo/a.py": THEIRS})
    repo.stage("vendor/foo/a.py", THEIRS + "y = 2\n")
    repo.stage("src/a.py", OURS)
    run(repo, staged, search=search)
    first, second = search.declared
    assert (first.blob.path, second.blob.path) == ("vendor/foo/a.py",) * 2
    assert first.blob.oid != second.blob.oid


def test_the_notices_of_a_declared_origin_are_those_of_its_file(repo: Repo) -> None:
    both = FOO._replace(holders=("Foo Corp.", "Bar GmbH"))
    origin = OriginFile(both, "vendor/foo/a.py")
    search = FakeSearch({"src/b.py": [match(origin, region(1, 2, 1))]}, origins=(both,))
    text = "# Copyright 2024 Foo Corp. and Bar GmbH\nx = 1\n"
    policy = toml(POLICY).replace('"Foo Corp."]', '"Foo Corp.", "Bar GmbH"]')

    outcome = check(repo, {"vendor/foo/a.py": text, "src/b.py": OURS}, policy, search=search)

    finding = only(outcome, "replaced-notice")
    assert finding.related[1].text == "Copyright 2024 Foo Corp. and Bar GmbH"
    assert (finding.related[1].origin, finding.related[1].path) == ("", "vendor/foo/a.py")
    assert 'paths = ["vendor/foo/**", "src/b.py"]' in finding.fix


def test_without_a_notice_in_the_file_the_holders_of_the_component_count(repo: Repo) -> None:
    origin = OriginFile(FOO, "vendor/foo/a.py")
    search = FakeSearch({"src/b.py": [match(origin, region(1, 2, 1))]}, origins=(FOO,))
    files = {
        "vendor/foo/a.py": "x = 1\n",
        "vendor/foo/LICENSE": "Copyright 2025 Foo Corp.\n",
        "src/b.py": OURS,
    }
    finding = only(check(repo, files, POLICY, search=search), "replaced-notice")
    assert finding.related[1].text == "Copyright Foo Corp."


def test_a_missing_notice_shows_the_one_that_the_origin_has(repo: Repo) -> None:
    there = OriginFile(
        Component("foo", "1.2"), "a.py", "", ("Foo Corp.",), "", ("Copyright 2025 Foo Corp.",)
    )
    search = FakeSearch({"vendor/foo/a.py": [match(there, region(1, 2, 1))]})
    finding = only(
        check(repo, {"vendor/foo/a.py": "x = 1\n"}, POLICY, search=search), "missing-notice"
    )
    assert finding.related[0].text == "Copyright 2025 Foo Corp."
    assert finding.related[1].origin == "foo 1.2"
    assert finding.fix.startswith(
        "# restore in the header of this file:\n#   Copyright 2025 Foo Corp.\n# put the LICENSE"
    )


def introduced(repo: Repo, search: FakeSearch) -> CheckResult:
    """Check what the last commit introduced."""
    source = DiffSource(Repository.discover(repo.path), "HEAD~1..HEAD")
    scanner = CachingScanner(LineEngine({}))

    def check(side: Source, by: Policy) -> CheckResult:
        return pipeline.check(side, scanner, by, day=DAY, search=search)

    return baseline.apply(check(source, load_policy(source.read_file)), source, check)


def test_of_a_range_only_what_it_introduces_counts(repo: Repo) -> None:
    there = match(OriginFile(Component("bar", "1"), "b.py"), region(1, 2, 1))
    search = FakeSearch({"src/old.py": [there], "src/new.py": [there]})
    committed(repo, {"src/old.py": OURS})
    write(repo, {"src/old.py": OURS + "y = 2\n", "src/new.py": OURS})
    repo.add()
    repo.commit()

    outcome = introduced(repo, search)

    assert [f.path for f in found(outcome, "undeclared-copy")] == ["src/new.py"]
    assert [f.path for f in outcome.preexisting] == ["src/old.py"]
