"""Other people's programs: missing, failing, hanging."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from support.programs import stand_in

from attribcheck.core.errors import AttribcheckError
from attribcheck.system import programs
from attribcheck.system.programs import Answer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")


def run(folder: Path, *words: str, seconds: float = 60) -> Answer:
    return programs.run(words, folder, purpose="fetches things", seconds=seconds)


def test_the_answer_has_all_that_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = stand_in(monkeypatch, tmp_path, "client", "echo out; echo err >&2; exit 3")
    assert run(tmp_path, "client", "one two", "three") == Answer(3, "out\n", "err\n")
    assert log.read_text() == "one two three\n"


def test_bytes_that_are_no_text_are_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, tmp_path, "client", r"printf '\377'")
    assert run(tmp_path, "client").out == "\ufffd"


def test_a_program_reads_nothing_from_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, tmp_path, "client", "read answer || echo no answer")
    assert run(tmp_path, "client").out == "no answer\n"


def test_a_missing_program_is_named_with_its_purpose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AttribcheckError) as raised:
        run(tmp_path, "client")
    assert raised.value.message == "client is not installed, or not on PATH; it fetches things"
    assert raised.value.hint == "install client"


def test_a_program_that_hangs_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / "survived"
    child = f"import time, pathlib; time.sleep(3); pathlib.Path({str(marker)!r}).touch()"
    stand_in(monkeypatch, tmp_path, "client", f'"{sys.executable}" -c "{child}" & wait')
    with pytest.raises(AttribcheckError, match="client took more than 1 seconds"):
        run(tmp_path, "client", seconds=1)
    time.sleep(4)
    assert not marker.exists()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(1, "", "a\n\nb\n"), "a\nb"),
        (Answer(1, "only out\n", ""), "only out"),
        (Answer(7, "", " \n"), "exit code 7"),
        (Answer(1, "", "\n".join(map(str, range(99)))), "93\n94\n95\n96\n97\n98"),
    ],
)
def test_a_failure_quotes_the_end_of_what_was_written(answer: Answer, reason: str) -> None:
    error = programs.failure("client", "fetch it", answer)
    assert error.message == f"client could not fetch it:\n{reason}"
