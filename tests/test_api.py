"""``attribcheck.check``: the command's check for programs, and its types."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from support.checkout import ROOT
from support.command import attribcheck as command
from support.command import run
from support.haneul import FOREIGN, haneul
from support.repo import Repo

import attribcheck
from attribcheck.core.errors import PolicyError, UsageError
from attribcheck.core.finding import Severity

PROGRAM = """\
import attribcheck

result = attribcheck.check("some/folder", staged=True)
first = result.findings[0]
reveal_type(first.path)
attribcheck.check(stagd=True)
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return haneul(tmp_path / "haneul")


@pytest.mark.engine
def test_it_finds_what_the_command_finds(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    base = repo.head()
    repo.commit_files({"src/router.py": FOREIGN})
    said = json.loads(command(repo, "check", "--format", "json").out)["findings"]
    monkeypatch.chdir(repo.path)

    tree = attribcheck.check()
    results = [
        attribcheck.check(repo.path / "src"),
        attribcheck.check(paths=["src/router.py"]),
        attribcheck.check(diff=base),
    ]

    assert tree.fails(Severity.ERROR)
    assert [(f.path, f.line, f.rule) for f in tree.findings] == [
        (f["path"], f["line"], f["rule"]) for f in said
    ]
    assert [result.findings for result in results] == [tree.findings] * 3
    assert attribcheck.check(staged=True).findings == ()
    assert capfd.readouterr() == ("", "")


def test_errors_are_raised(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.path)
    with pytest.raises(UsageError, match="only one of"):
        attribcheck.check(staged=True, diff="HEAD")
    repo.write("attribcheck.toml", "version = 1\n[projekt]\n")
    with pytest.raises(PolicyError, match="projekt"):
        attribcheck.check()
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        attribcheck.chek()  # type: ignore[attr-defined]


def test_the_import_is_light(tmp_path: Path) -> None:
    program = (
        "import sys, attribcheck; print(*(n for n in sys.modules if n.startswith('attribcheck')))"
    )
    assert run(tmp_path, [sys.executable, "-c", program]).out.split() == ["attribcheck"]


def test_a_type_checker_knows_arguments_and_result(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    words = ["mypy", "--strict", "--config-file=", "--follow-imports=silent", "--cache-dir"]
    done = run(
        tmp_path,
        [sys.executable, "-m", *words, str(tmp_path / "cache"), str(program)],
        {"MYPYPATH": str(ROOT)},
    )
    assert 'program.py:5: note: Revealed type is "str"' in done.out.replace("builtins.", "")
    assert 'program.py:6: error: Unexpected keyword argument "stagd"' in done.out
    assert "Found 1 error" in done.out
