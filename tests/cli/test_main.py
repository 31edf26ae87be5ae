"""What holds for every command: usage, exit codes, errors, streams and locales."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.command import attribcheck, command, environment, run
from support.haneul import FOREIGN
from support.repo import Repo

from attribcheck import __version__
from attribcheck.cli.main import COMMANDS

BROKEN = """
import sys
from attribcheck.cli import explain, main

def run(options):
    raise RuntimeError("the moon\\nis down")

explain.run = run
sys.exit(main.main(["explain"]))
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
@pytest.mark.parametrize("words", [["explain"], ["explain", "--help"]])
def test_a_full_device_is_no_clean_check(tmp_path: Path, words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*words),
            cwd=tmp_path,
            env=environment({"PYTHONUNBUFFERED": ""}),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert "No space left on device" in done.stderr
    assert "Exception ignored" not in done.stderr


def test_version_is_told(tmp_path: Path) -> None:
    done = attribcheck(tmp_path, "--version")
    assert (done.code, done.out, done.err) == (0, f"attribcheck {__version__}\n", "")


def test_help_lists_every_command_and_the_exit_codes(tmp_path: Path) -> None:
    done = attribcheck(tmp_path, "--help")
    assert done.code == 0
    for name, _, summary in COMMANDS:
        assert f"\n    {name}{' ' if len(name) < 10 else chr(10)}" in done.out
        assert " ".join(summary.split()) in " ".join(done.out.split())
    assert "exit codes: 0 clean; 1 findings; 2 usage" in done.out


@pytest.mark.parametrize("name", [name for name, _, _ in COMMANDS])
def test_every_command_has_help(tmp_path: Path, name: str) -> None:
    done = attribcheck(tmp_path, name, "--help")
    assert done.code == 0
    assert done.out.startswith(f"usage: attribcheck {name} ")


@pytest.mark.parametrize(
    "arguments", [[], ["chek"], ["check", "--no-such-option"], ["check", "--jobs", "0"], ["cache"]]
)
def test_a_call_without_meaning_is_a_usage_error(repo: Repo, arguments: list[str]) -> None:
    done = attribcheck(repo, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("usage: attribcheck")


def test_an_unknown_command_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    done = attribcheck(tmp_path, "chek")
    assert "'chek'" in done.err
    assert "'check'" in done.err


def test_an_unexpected_exception_ends_with_3_and_no_traceback(tmp_path: Path) -> None:
    done = run(tmp_path, [sys.executable, "-c", BROKEN])
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "error: attribcheck failed: RuntimeError: the moon is down\n"
        "hint: this is a bug of attribcheck; ATTRIBCHECK_DEBUG=1 shows the traceback\n"
    )


def test_an_unexpected_exception_is_shown_whole_to_who_asks(tmp_path: Path) -> None:
    done = run(tmp_path, [sys.executable, "-c", BROKEN], {"ATTRIBCHECK_DEBUG": "1"})
    assert "Traceback (most recent call last)" in done.err


@pytest.mark.parametrize("arguments", [["explain"], ["policy", "schema"], ["--help"]])
def test_a_reader_that_has_gone_away_is_no_error(tmp_path: Path, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command(*arguments),
        cwd=tmp_path,
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.engine
def test_findings_fail_also_when_their_reader_has_gone_away(repo: Repo) -> None:
    repo.stage("third_party/foo/router.py", FOREIGN)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command("check"),
        cwd=repo.path,
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.engine
@pytest.mark.parametrize("utf8", ["0", "1"])
def test_a_name_that_the_locale_lacks_is_found_and_shown(repo: Repo, utf8: str) -> None:
    repo.stage("third_party/하늘/router.py", FOREIGN)
    locale = {"LC_ALL": "C", "PYTHONUTF8": utf8, "PYTHONCOERCECLOCALE": "0"}
    done = attribcheck(repo, "check", "third_party", env=locale)
    assert done.code == 1
    shown = "하늘" if utf8 == "1" else r"\ud558\ub298"
    assert f"--> third_party/{shown}/router.py:1:3" in done.out
    assert done.err == ""


def test_an_interrupt_inside_of_a_string_that_runs_ends_with_130(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import sys\nfrom attribcheck.cli import main, explain\n"
        "explain.run = lambda options: exec('raise KeyboardInterrupt')\n"
        "sys.exit(main.main(['explain']))",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "program"]
    ended = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
    assert (ended.returncode, ended.stderr) == (130, b"interrupted\n")


@pytest.mark.engine
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupted_scan_ends_with_130_and_leaves_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.stage("third_party/foo/router.py", FOREIGN)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with subprocess.Popen(
        command("check", "--no-cache"),
        cwd=repo.path,
        env=environment({"TMPDIR": str(scratch)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        deadline = time.monotonic() + 60
        while not list(scratch.glob("attribcheck-scan-*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"interrupted\n")
    assert list(scratch.iterdir()) == []
