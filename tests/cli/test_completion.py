"""``attribcheck completion``: the scripts, sourced by the shells that are there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from support.command import attribcheck, run

# How each shell completes a command line without a terminal. zsh has no such way.
ASK = {
    "bash": """
        . {script}
        COMP_LINE="{line}" COMP_WORDS=({line}) COMP_CWORD=$(({words} - 1))
        _shtab_attribcheck
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """,
    "fish": "source {script}; complete --do-complete '{line}'",
}
LINES = {
    "attribcheck che": "check",
    "attribcheck check --sta": "--staged",
    "attribcheck check --format mark": "markdown",
    "attribcheck explain removed": "removed-notice",
    "attribcheck check src/ap": "src/app.py",
}


def script(shell: str, folder: Path) -> Path:
    done = attribcheck(folder, "completion", shell)
    assert (done.code, done.err) == (0, "")
    file = folder / f"completion.{shell}"
    file.write_text(done.out)
    return file


@pytest.mark.parametrize("shell", ASK)
@pytest.mark.parametrize(("line", "expected"), LINES.items())
def test_a_line_is_completed(shell: str, line: str, expected: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").touch()
    ask = ASK[shell].format(script=script(shell, tmp_path), line=line, words=len(line.split()))

    done = run(tmp_path, [shell, "-c", ask])

    assert expected in [reply.split("\t")[0] for reply in done.out.splitlines()], done.err


def test_zsh_reads_its_script(tmp_path: Path) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    file = script("zsh", tmp_path)
    subprocess.run(["zsh", "-n", file], check=True)


def test_an_unknown_shell_is_named_with_those_that_work(tmp_path: Path) -> None:
    done = attribcheck(tmp_path, "completion", "cmd")
    assert done.code == 2
    assert "choose from" in done.err
