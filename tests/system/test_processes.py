"""A function in a process of its own, and what bounds it."""

from __future__ import annotations

import os
import sys

import pytest
from support.errands import die, grow, one_long_call, refuse, shown, sleep

from attribcheck.core.errors import AttribcheckError
from attribcheck.system import processes


def run(function, *arguments, seconds=20, mebibytes=256):
    return processes.run(function, *arguments, seconds=seconds, mebibytes=mebibytes)


def test_it_answers_from_another_process():
    text, _, pid = run(shown, "하늘\udcff").rpartition(" by ")
    assert text == "하늘\udcff"
    assert int(pid) != os.getpid()


def test_its_own_error_is_told():
    with pytest.raises(AttribcheckError, match="no such name"):
        run(refuse, "no such name")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no alarm on Windows")
def test_the_function_can_say_where_its_time_was_up():
    assert run(sleep, seconds=1) == "it takes more than 1 seconds"


def test_one_long_call_is_ended_from_outside(monkeypatch):
    monkeypatch.setattr(processes, "_GRACE", 0.5)
    with pytest.raises(AttribcheckError, match="it takes more than 1 seconds"):
        run(one_long_call, seconds=1)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
def test_memory_is_bounded():
    with pytest.raises(AttribcheckError, match="more than 256 MiB"):
        run(grow)


def test_an_end_without_an_answer_is_told():
    with pytest.raises(AttribcheckError, match="ended without an answer"):
        run(die)
