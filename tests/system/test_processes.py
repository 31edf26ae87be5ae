"""Child processes: what goes to and fro, what bounds them, and how they end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import errands

from attribcheck.core.errors import AttribcheckError
from attribcheck.system import processes
from attribcheck.system.processes import Child, DiedError, OverdueError, wait_for_any

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
WAYS = [True, False] if processes.FORKS else [False]
each_way = pytest.mark.parametrize(
    "forks", WAYS, ids=lambda forks: "forked" if forks else "spawned"
)


@contextlib.contextmanager
def child(function, *arguments, seconds=20.0, **how) -> Iterator[Child]:
    started = Child(function, *arguments, seconds=seconds, **how)
    try:
        yield started
    finally:
        started.end()


class TestChild:
    @each_way
    def test_its_arguments_and_messages_go_to_it_and_come_back(self, forks):
        with child(errands.echo, "하늘", 1, forks=forks) as one:
            assert one.receive() == ("하늘", 1)
            one.send({"a": b"\xff"})
            assert one.receive() == {"a": b"\xff"}

    def test_a_message_that_is_late_is_told_and_can_still_come(self):
        with child(errands.echo) as one:
            one.receive()
            one.allow(0.05)
            with pytest.raises(OverdueError):
                one.receive()
            assert one.is_overdue
            one.send("late")
            one.allow(20)
            assert one.receive() == "late"

    @pytest.mark.parametrize(
        ("function", "arguments", "cause"),
        [
            (errands.be_killed, (), "SIGKILL"),
            (errands.leave, (3,), "exit code 3"),
            (errands.leave, (0,), "exit code 0"),
            (errands.fail, (), "exit code 1"),
        ],
    )
    def test_its_death_is_told_with_the_cause(self, function, arguments, cause):
        with child(function, *arguments) as one, pytest.raises(DiedError) as caught:
            one.receive()
        assert caught.value.cause == cause

    def test_sending_to_a_dead_one_is_no_error_and_its_death_is_told(self):
        with child(errands.leave, 3) as one:
            with pytest.raises(DiedError):
                one.receive()
            one.send("anything")
            with pytest.raises(DiedError, match="exit code 3"):
                one.receive()

    def test_one_that_closes_its_pipe_and_lives_on_is_ended(self, monkeypatch):
        monkeypatch.setattr(processes, "_GRACE", 0.2)
        with (
            child(errands.close_and_live_on) as one,
            pytest.raises(DiedError, match="SIGKILL"),
        ):
            one.receive()

    @LINUX
    def test_its_memory_can_be_bounded(self):
        with child(errands.grow_beyond, 64) as one:
            assert one.receive() == "refused"

    @each_way
    def test_what_it_prints_reaches_nobody_and_it_reads_nothing(self, forks, capfd):
        with child(errands.shout, forks=forks) as one:
            assert one.receive() == b""
        assert capfd.readouterr() == ("", "")

    @pytest.mark.skipif(not processes.FORKS, reason="only a fork inherits")
    def test_a_fork_keeps_no_file_of_its_parent_open(self):
        reading, writing = os.pipe()
        with child(errands.echo) as one:
            one.receive()
            os.close(writing)
            assert os.read(reading, 1) == b""  # the end of the file, for nobody can write any more
        os.close(reading)

    @pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
    @each_way
    def test_ctrl_c_is_for_the_parent(self, forks):
        with child(errands.wait_for_the_end, forks=forks, seconds=20) as one:
            os.kill(one.receive(), signal.SIGINT)
            one.allow(0.3)
            with pytest.raises(OverdueError):
                one.receive()

    @LINUX
    def test_its_end_leaves_no_zombie(self):
        with child(errands.wait_for_the_end) as one:
            pid = one.receive()
        assert not Path(f"/proc/{pid}").exists()

    def test_what_can_not_be_started_is_an_error_for_people(self, monkeypatch):
        def fork():
            raise BlockingIOError(11, "Resource temporarily unavailable")

        monkeypatch.setattr(os, "fork", fork, raising=False)
        with pytest.raises(AttribcheckError, match="can't start a process: Resource temporarily"):
            Child(errands.echo, seconds=1, forks=True)


class TestWaitForAny:
    def test_it_returns_who_speaks_who_died_and_who_is_overdue(self):
        with (
            child(errands.echo) as speaking,
            child(errands.leave, 3) as dead,
            child(errands.wait_for_the_end) as late,
            child(errands.wait_for_the_end) as silent,
        ):
            late.receive()
            silent.receive()
            late.allow(0)
            time.sleep(0.5)  # for the others to come so far
            ready = wait_for_any([speaking, dead, late, silent])
            assert ready == [speaking, dead, late]

    def test_it_waits_no_longer_than_the_first_deadline(self):
        with child(errands.wait_for_the_end) as one, child(errands.wait_for_the_end) as other:
            one.receive()
            other.receive()
            one.allow(60)
            other.allow(0.1)
            assert wait_for_any([one, other]) == [other]

    def test_it_waits_no_longer_than_it_is_told(self):
        with child(errands.wait_for_the_end) as silent:
            silent.receive()
            silent.allow(60)
            assert wait_for_any([silent], 0) == []


@LINUX
class TestAKilledParent:
    """Takes its children with it, whatever they are doing."""

    START = (
        "from support import errands\n"
        "from attribcheck.system.processes import Child\n"
        "def start():\n"
        "    child = Child(errands.{function}, seconds=60, forks={forks})\n"
        "    print(child.receive(), flush=True)\n"
        "    child.receive()\n"
    )

    def kill(self, code: str) -> None:
        """Run ``code``, kill it, and require that the process that it names ends too."""
        parent = python(code)
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
        parent.communicate(timeout=30)
        wait_until(lambda: not runs(pid))

    @each_way
    @pytest.mark.parametrize("function", ["wait_for_the_end", "compute_without_end"])
    def test_by_the_kernel(self, function, forks):
        self.kill(self.START.format(function=function, forks=forks) + "start()\n")

    @each_way
    def test_by_a_thread_of_the_child_when_another_thread_than_the_main_one_started_it(self, forks):
        code = self.START.format(function="wait_for_the_end", forks=forks)
        self.kill(f"{code}import threading\nthreading.Thread(target=start).start()\n")

    def test_not_as_the_kernel_would_when_only_the_thread_that_started_it_ends(self):
        code = (
            "import threading\n"
            "from support import errands\n"
            "from attribcheck.system.processes import Child\n"
            "made = []\n"
            "def start(): made.append(Child(errands.echo, seconds=60, forks=True))\n"
            "thread = threading.Thread(target=start)\n"
            "thread.start()\n"
            "thread.join()\n"
            "made[0].receive()\n"
            "made[0].send('it lives')\n"
            "print(made[0].receive())\n"
        )
        output, _ = python(code).communicate(timeout=30)
        assert output == "it lives\n"


class TestRun:
    """A function that is called once, in a child of its own."""

    @staticmethod
    def run(function, *arguments, seconds=20, mebibytes=256):
        return processes.run(function, *arguments, seconds=seconds, mebibytes=mebibytes)

    def test_it_answers_from_another_process(self):
        text, _, pid = self.run(errands.shown, "하늘\udcff").rpartition(" by ")
        assert text == "하늘\udcff"
        assert int(pid) != os.getpid()

    def test_its_own_error_is_told(self):
        with pytest.raises(AttribcheckError, match="no such name"):
            self.run(errands.refuse, "no such name")

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no alarm on Windows")
    def test_the_function_can_say_where_its_time_was_up(self):
        assert self.run(errands.sleep, seconds=1) == "it took more than 1 seconds"

    def test_one_long_call_is_ended_from_outside(self, monkeypatch):
        monkeypatch.setattr(processes, "_GRACE", 0.5)
        with pytest.raises(AttribcheckError, match="it took more than 1 seconds"):
            self.run(errands.one_long_call, seconds=1)

    @LINUX
    def test_memory_is_bounded(self):
        with pytest.raises(AttribcheckError, match="more than 256 MiB"):
            self.run(errands.grow)

    def test_an_end_without_an_answer_is_told_with_its_cause(self):
        with pytest.raises(AttribcheckError, match=r"ended without a result \(exit code 3\)"):
            self.run(errands.die)


def python(code: str) -> subprocess.Popen[str]:
    """Start a Python that can import the tests' support."""
    paths = [str(Path(__file__).parent.parent), *sys.path]
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def wait_until(condition) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
