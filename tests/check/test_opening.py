"""Notices in archives, fonts, images and documents, from the file to the findings.

Where a test is not marked, the engine is the one that reads one notice a line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from support.checks import found, last_commit, places, run, staged, tree, write
from support.command import attribcheck
from support.command import run as run_command
from support.containers import LICENSE, font, gzipped, image, zipped
from support.lfs import pointer
from support.repo import Repo

from attribcheck.check import opening, pipeline, scope
from attribcheck.containers import opening as containers_opening
from attribcheck.containers.opening import Opened
from attribcheck.git.repository import Repository
from attribcheck.packages.loading import load_policy
from attribcheck.scan.cache import ResultCache
from attribcheck.system import distributions

POLICY = """\
version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["Haneul Labs"]
"""
FOO = """
[[component]]
name = "foo"
license = "MIT"
holders = ["Foo Corp."]
paths = ["vendor/foo.jar"]
"""
PATH = "vendor/foo.jar"
INSIDE = f"{PATH}!/META-INF/LICENSE"
JAR = zipped({"META-INF/LICENSE": LICENSE, "com/A.java": b"class A {}\n"})


def tracked(repo: Repo, policy: str, files: Mapping[str, bytes]) -> Repo:
    write(repo, {"attribcheck.toml": policy, **files})
    repo.git("add", "--all")
    return repo


def with_jar(repo: Repo, policy: str, content: bytes = JAR) -> Repo:
    return tracked(repo, policy, {PATH: content})


@pytest.mark.parametrize("source", [tree, staged])
def test_a_notice_in_an_archive_is_told_with_its_path_in_it(
    repo: Repo, source: Callable[..., object]
) -> None:
    result = run(with_jar(repo, POLICY), source)  # type: ignore[arg-type] # one of two
    assert places(result) == [
        (INSIDE, 1, "undeclared-notice"),
        (INSIDE, 2, "undeclared-license"),
    ]
    assert [file.path for file in result.files] == [
        "attribcheck.toml",
        PATH,
        INSIDE,
        f"{PATH}!/com/A.java",
    ]


def test_the_fix_declares_the_archive(repo: Repo) -> None:
    (finding,) = found(run(with_jar(repo, POLICY)), "undeclared-notice")
    assert 'paths = ["vendor/foo.jar"]' in finding.fix
    assert 'name = "foo"' in finding.fix
    assert run(with_jar(repo, f"{POLICY}\n{finding.fix}")).findings == ()


@pytest.mark.parametrize(
    "pattern", ["vendor/foo.jar", "vendor/**", "*.jar", "vendor/foo.jar!/**", "vendor/"]
)
def test_the_paths_of_a_component_cover_what_is_in_its_archives(repo: Repo, pattern: str) -> None:
    assert run(with_jar(repo, POLICY + FOO.replace("vendor/foo.jar", pattern))).findings == ()


def test_a_part_of_an_archive_can_be_declared_alone(repo: Repo) -> None:
    other = FOO.replace("vendor/foo.jar", "vendor/foo.jar!/META-INF/**")
    jar = zipped({"META-INF/LICENSE": LICENSE, "b.c": b"// Copyright 2024 Bar Inc.\n"})
    assert places(run(with_jar(repo, POLICY + other, jar))) == [
        (f"{PATH}!/b.c", 1, "undeclared-notice")
    ]


def test_an_excluded_archive_is_excluded_with_what_is_in_it(repo: Repo) -> None:
    policy = POLICY + FOO.replace('"vendor/foo.jar"', '"vendor/**", "!vendor/foo.jar"')
    assert (INSIDE, 1, "undeclared-notice") in places(run(with_jar(repo, policy)))


@pytest.mark.parametrize("source", [staged, last_commit])
def test_a_notice_that_an_update_takes_out_of_an_archive_is_a_removed_notice(
    repo: Repo, source: Callable[..., object]
) -> None:
    code = b"".join(b"int step_%d(int a) { return a * %d; }\n" % (n, n) for n in range(9))
    before = zipped({"a.c": b"// Copyright 2024 Foo Corp.\n" + code})
    after = zipped({"a.c": b"// Copyright 2026 Haneul Labs\n" + code})
    with_jar(repo, POLICY + FOO, before)
    repo.commit()
    with_jar(repo, POLICY + FOO, after)
    if source is last_commit:
        repo.commit()
    (finding,) = found(run(repo, source), "removed-notice")  # type: ignore[arg-type] # one of two
    assert (finding.path, finding.line) == (f"{PATH}!/a.c", 1)
    assert "Foo Corp." in finding.message
    assert finding.removed is None  # no file to edit


def test_an_archive_of_a_component_needs_a_notice_once(repo: Repo) -> None:
    bare = zipped({"a.c": b"int a;\n", "b.c": b"int b;\n"})
    missing = found(run(with_jar(repo, POLICY + FOO, bare)), "missing-notice")
    assert [finding.path for finding in missing] == [PATH]
    stated = zipped({"a.c": b"// Copyright 2024 Foo Corp.\n", "b.c": b"int b;\n"})
    assert found(run(with_jar(repo, POLICY + FOO, stated)), "missing-notice") == []


def test_what_is_not_read_is_a_warning_unless_the_policy_says_otherwise(repo: Repo) -> None:
    (finding,) = run(tracked(repo, POLICY, {"a.7z": b"7z"})).findings
    assert (finding.rule, finding.severity.label) == ("unscanned-file", "warning")
    assert finding.message == "not scanned: 7z archive, which is not read"
    strict = f'{POLICY}[rules]\nunscanned-file = "error"\n'
    (finding,) = run(tracked(repo, strict, {})).findings
    assert finding.severity.label == "error"
    exception = '[[exception]]\nrule = "unscanned-file"\npaths = ["a.7z"]\nreason = "data"\n'
    assert run(tracked(repo, f"{POLICY}{exception}", {})).findings == ()


def test_a_pointer_of_git_lfs_is_told_once(repo: Repo) -> None:
    result = run(tracked(repo, POLICY, {PATH: pointer(JAR)}))
    (finding,) = found(result, "unscanned-file")
    assert "Git LFS pointer" in finding.message


@pytest.mark.parametrize(
    ("key", "path", "content", "told"),
    [
        ("archives", PATH, JAR, "zip archive of 2 files, with 1 licence file (META-INF/LICENSE)"),
        ("media", "a.woff", font("woff"), "web font with name"),
        ("media", "a.jpg", image("JPEG"), "JPEG image with EXIF"),
    ],
)
def test_the_policy_lists_or_ignores(
    repo: Repo, key: str, path: str, content: bytes, told: str
) -> None:
    result = run(tracked(repo, f'{POLICY}[scan]\n{key} = "list"\n', {path: content}))
    assert [f.message for f in found(result, "unscanned-file")] == [f"not scanned: {told}"]
    assert len(result.files) == 2
    ignored = run(tracked(repo, f'{POLICY}[scan]\n{key} = "ignore"\n', {}))
    assert (found(ignored, "unscanned-file"), len(ignored.files)) == ([], 2)


def test_a_change_of_the_way_checks_every_archive_again(repo: Repo) -> None:
    with_jar(repo, f'{POLICY}[scan]\narchives = "ignore"\n')
    repo.commit()
    with_jar(repo, POLICY)
    assert (INSIDE, 1, "undeclared-notice") in places(run(repo, staged))


@pytest.mark.engine
def test_a_range_answers_for_what_it_brings_in_an_archive(repo: Repo) -> None:
    with_jar(repo, POLICY)
    repo.commit()
    more = zipped({"META-INF/LICENSE": LICENSE, "b.c": b"// Copyright 2024 Bar Inc.\n"})
    with_jar(repo, POLICY, more)
    repo.commit()
    done = attribcheck(repo.path, "check", "--diff", "HEAD~1", "--format", "json")
    report = json.loads(done.out)
    assert [f["path"] for f in report["findings"]] == [f"{PATH}!/b.c"]
    assert {f["path"] for f in report["preexisting"]} == {INSIDE}


MEDIA = {
    "a.woff2": (font("woff2"), "a.woff2!/name", "Foo Foundry"),
    "b.ttf": (font(None), "b.ttf!/name", "Foo Foundry"),
    "a.jpg": (image("JPEG"), "a.jpg!/EXIF", "Foo Photos"),
    "LICENSE.gz": (gzipped(LICENSE), "LICENSE.gz!/LICENSE", "Foo Corp."),
    "a.docx": (
        zipped({"word/document.xml": b"<w:p><w:t>Copyright 2024 Foo Corp.</w:t></w:p>"}),
        "a.docx!/word/document.xml",
        "Foo Corp.",
    ),
    "b.whl": (zipped({"c.zip": JAR}), "b.whl!/c.zip!/META-INF/LICENSE", "Foo Corp."),
    "u16.txt": ("Copyright 2024 Foo Corp.\n".encode("utf-16"), "u16.txt", "Foo Corp."),
    "u32.txt": ("Copyright 2024 Foo Corp.\n".encode("utf-32"), "u32.txt", "Foo Corp."),
}


@pytest.mark.engine
def test_the_real_engine_reads_each_kind(repo: Repo) -> None:
    tracked(repo, POLICY, {path: one[0] for path, one in MEDIA.items()})
    done = attribcheck(repo.path, "check", "--format", "json")
    report = json.loads(done.out)
    told = {f["path"]: f["message"] for f in report["findings"] if f["rule"] == "undeclared-notice"}
    assert {path: name in told.get(path, "") for _, path, name in MEDIA.values()} == {
        path: True for _, path, _ in MEDIA.values()
    }


@pytest.mark.engine
def test_the_strings_of_a_font_that_the_engine_joins_are_no_notice(repo: Repo) -> None:
    tracked(repo, POLICY, {"fonts/b.ttf": font(None)})
    report = json.loads(attribcheck(repo.path, "check", "--format", "json").out)

    assert {finding["path"] for finding in report["findings"]} == {"fonts/b.ttf!/name"}


@pytest.mark.engine
def test_a_font_that_no_reader_opens_keeps_the_notices_of_the_engine(repo: Repo) -> None:
    policy = f'{POLICY}[scan]\nmedia = "ignore"\n'
    tracked(repo, policy, {"fonts/b.ttf": font(None)})
    report = json.loads(attribcheck(repo.path, "check", "--format", "json").out)

    assert {finding["path"] for finding in report["findings"]} == {"fonts/b.ttf"}


@pytest.mark.engine
def test_a_holder_that_an_update_takes_out_of_a_font_is_removed_once(repo: Repo) -> None:
    tracked(repo, POLICY, {"fonts/b.ttf": font(None)})
    repo.git("commit", "-m", "font")
    tracked(repo, POLICY, {"fonts/b.ttf": font(None, "Bar Foundry")})
    done = attribcheck(repo.path, "check", "--staged", "--format", "json")
    removed = [f for f in json.loads(done.out)["findings"] if f["rule"] == "removed-notice"]

    assert [finding["path"] for finding in removed] == ["fonts/b.ttf!/name"]


@pytest.mark.engine
def test_reports_point_to_the_archive_and_name_the_file_in_it(repo: Repo) -> None:
    with_jar(repo, POLICY)
    sarif = json.loads(attribcheck(repo.path, "check", "--format", "sarif").out)
    (location,) = sarif["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": PATH}}
    assert location["logicalLocations"] == [{"fullyQualifiedName": INSIDE}]
    annotations = attribcheck(repo.path, "check", "--format", "github").out
    assert f"file={PATH},title" in annotations
    assert INSIDE in annotations


@pytest.mark.engine
def test_documents_quote_what_is_in_an_archive(repo: Repo) -> None:
    with_jar(repo, POLICY + FOO)
    assert attribcheck(repo.path, "notice", "--format", "third-party").code == 0
    document = (repo.path / "THIRD-PARTY-NOTICES").read_text()
    assert "Copyright 2024 Foo Corp." in document
    assert f"License file: {INSIDE}" in document
    repo.git("add", "--all")
    assert attribcheck(repo.path, "check").code == 0


@pytest.mark.engine
def test_init_declares_an_archive_as_one_component(repo: Repo) -> None:
    write(repo, {PATH: JAR})
    repo.git("add", "--all")
    done = attribcheck(
        repo.path, *"init --name Haneul --license Apache-2.0 --holder".split(), "Haneul Labs"
    )
    assert "foo.jar: MIT; Foo Corp.; 2 files" in done.out
    repo.git("add", "--all")
    assert attribcheck(repo.path, "check").code == 0


@pytest.mark.engine
def test_a_check_without_such_a_file_imports_no_reader(repo: Repo) -> None:
    write(repo, {"attribcheck.toml": POLICY, "a.c": "int a;\n"})
    repo.git("add", "--all")
    code = """
        import sys
        from attribcheck.cli.main import main
        main(["check", "--no-cache", "--quiet"])
        print([name for name in sys.modules if name.startswith("attribcheck.containers")])
    """
    done = run_command(repo.path, [sys.executable, "-c", dedent(code)], {})
    assert done.out.endswith("[]\n"), done


@pytest.mark.parametrize("change", ["archives", "version", "extra"])
def test_what_an_archive_holds_is_kept_for_the_same_way_of_reading_only(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    with_jar(repo, POLICY)
    with ResultCache(tmp_path / "kept" / "cache") as cache:
        assert inside(repo, cache) == [INSIDE, f"{PATH}!/com/A.java"]
        monkeypatch.setattr(containers_opening, "opened", lambda *_, **__: Opened((), ()))
        assert inside(repo, cache) == [INSIDE, f"{PATH}!/com/A.java"]
        if change == "archives":
            repo.write("attribcheck.toml", f'{POLICY}\n[scan]\narchives = "list"\n')
        elif change == "version":
            monkeypatch.setattr(opening, "__version__", "0")
        else:
            monkeypatch.setattr(distributions, "version_of", lambda *_: "0")
        assert inside(repo, cache) == []


def test_what_an_archive_holds_is_not_kept_by_readers_of_an_unknown_version(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_jar(repo, POLICY)
    monkeypatch.setattr(distributions, "version_of", lambda *_: None)
    with ResultCache(tmp_path / "kept" / "cache") as cache:
        inside(repo, cache)
        monkeypatch.setattr(containers_opening, "opened", lambda *_, **__: Opened((), ()))
        assert inside(repo, cache) == []


def inside(repo: Repo, cache: ResultCache) -> list[str]:
    """Return the paths of the checked files that are in containers."""
    source = tree(Repository.discover(repo.path))
    policy = load_policy(source)
    files = scope.files_to_check(source, policy)
    _, files = pipeline.opened(source, files, policy, cache.values)
    return [path for path in files if "!/" in path]
