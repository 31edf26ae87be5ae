"""What no repository can do, whatever is in it: the invariants of a gate.

A failing example is shrunk. The cases of the short form are fixed; ``make hostile`` draws others.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options as Cmark
from hypothesis import given
from hypothesis import strategies as st
from support.checks import LineEngine, staged
from support.haneul import COMPONENT, POLICY
from support.nasty import CHANGES, CONTENTS, PATHS, POLICIES, Change, fast, hostile, stage
from support.repo import Repo

from attribcheck.check import pipeline
from attribcheck.check.result import CheckResult
from attribcheck.cli.main import main
from attribcheck.core.errors import AttribcheckError, PolicyError
from attribcheck.core.finding import Severity
from attribcheck.core.model import FileScan, ScanFailure
from attribcheck.git import lfs
from attribcheck.git.repository import Repository
from attribcheck.policy.loader import load_policy, parse_policy
from attribcheck.reports.base import FORMATS, Options, format_named
from attribcheck.scan.scanner import CachingScanner

# What may act in a terminal or a log: controls, and directions that reorder a line.
ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"(?m)^\s*::(?!(?:error|warning|notice) )")


class Failing(LineEngine):
    """An engine that fails for some contents, as at a bound on time."""

    def scan(self, requests):
        for request, result in super().scan(requests):
            fails = len(request.content) % 5 == 4
            yield request, ScanFailure("it took too long") if fails else result


def repository(folder: Path, change: Change) -> Repo:
    repo = Repo(folder)
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT})
    stage(repo, change.before)
    repo.commit("before")
    stage(repo, change.after)
    return repo


def checked(repo: Repo, engine: LineEngine, *, trusted: bool = True) -> CheckResult:
    source = staged(Repository.discover(repo.path))
    scanner = CachingScanner(engine, is_pointer=lfs.is_pointer)
    return pipeline.check(source, scanner, load_policy(source.read_file), trusted=trusted)


@hostile
@given(CHANGES)
def test_no_report_passes_on_what_acts_in_its_reader(
    tmp_path_factory: pytest.TempPathFactory, change: Change
) -> None:
    outcome = checked(repository(tmp_path_factory.mktemp("r"), change), LineEngine({}))

    for name in FORMATS:
        text = format_named(name).render(outcome, Options())
        text.encode()
        assert not ACTIVE.search(text), name
        if name in ("json", "sarif"):
            json.loads(text)
        if name == "github":
            assert not COMMAND.search(text)
        if name == "markdown":
            text = github_flavored_markdown_to_html(text, Cmark.CMARK_OPT_UNSAFE)
        if name in ("html", "markdown"):
            assert "<script>" not in text
            assert "<img" not in text


@hostile
@given(CHANGES)
def test_nothing_unscanned_passes(tmp_path_factory: pytest.TempPathFactory, change: Change) -> None:
    repo = repository(tmp_path_factory.mktemp("r"), change)

    outcome = checked(repo, Failing({}))

    failed = {file.path for file in outcome.files if not isinstance(file.scan, FileScan)}
    failed.discard("attribcheck.toml")
    reported = {finding.path for finding in outcome.findings if finding.rule == "unscanned-file"}
    assert failed <= reported
    assert outcome.fails(Severity.ERROR) or not failed


@hostile
@given(CHANGES)
def test_an_untrusted_author_permits_nothing(
    tmp_path_factory: pytest.TempPathFactory, change: Change
) -> None:
    repo = repository(tmp_path_factory.mktemp("r"), change)

    trusted, untrusted = (checked(repo, LineEngine({}), trusted=t) for t in (True, False))

    assert untrusted.suppressed == ()
    assert len(untrusted.findings) >= len(trusted.findings)


@hostile
@given(CHANGES, st.randoms(use_true_random=False))
def test_a_missing_object_is_an_error_or_a_finding(
    tmp_path_factory: pytest.TempPathFactory, change: Change, random: object
) -> None:
    repo = repository(tmp_path_factory.mktemp("r"), change)
    wanted = repo.git("ls-tree", "-r", "HEAD").splitlines()
    oids = sorted({line.split()[2] for line in wanted if "attribcheck.toml" not in line})
    if not oids:
        return
    oid = random.choice(oids)  # type: ignore[attr-defined] # a Random
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()

    try:
        outcome = checked(repo, LineEngine({}))
    except AttribcheckError:
        return
    unread = [f for f in outcome.files if f.blob.oid == oid]
    assert not unread or outcome.fails(Severity.ERROR)


@fast
@given(POLICIES)
def test_any_policy_is_valid_or_refused_with_its_place(text: str) -> None:
    try:
        refusal = ""
        assert parse_policy(text.encode(), "attribcheck.toml").text == text
    except PolicyError as error:
        refusal = error.message

    assert not refusal or refusal.startswith("attribcheck.toml")
    assert not ACTIVE.search(refusal)


@hostile
@given(
    st.sampled_from(["except", "declare"]),
    PATHS,
    st.lists(st.sampled_from(["--reason", "r", "--license", "MIT", "--holder", "Foo"])),
)
def test_an_edit_writes_the_policy_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory,
    capfd: pytest.CaptureFixture[str],
    command: str,
    path: bytes,
    more: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("r")
    outside = folder / "outside"
    outside.mkdir()
    repo = Repo(folder / "inside")
    repo.commit_files({"attribcheck.toml": POLICY})
    (repo.path / "link").symlink_to(outside)
    words = [command, "undeclared-notice", os.fsdecode(path), *more]

    before = Path.cwd()
    os.chdir(repo.path)
    try:
        code = main(words)
    except SystemExit as end:  # argparse
        code = int(end.code or 0)
    finally:
        os.chdir(before)

    output = "".join(capfd.readouterr())
    assert code in (0, 2, 3)
    assert "this is a bug of attribcheck" not in output
    assert "Traceback" not in output
    assert list(outside.iterdir()) == []
    assert set(repo.git("status", "--porcelain").splitlines()) <= {
        " M attribcheck.toml",
        "?? link",
    }


@hostile
@given(CONTENTS)
def test_any_content_of_the_older_version_can_be_compared(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    change = Change({b"third_party/foo/a.py": content}, {b"third_party/foo/a.py": content[::-1]})

    checked(repository(tmp_path_factory.mktemp("r"), change), LineEngine({}))
