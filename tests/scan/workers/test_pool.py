"""The worker pool over a cheap engine whose behaviour stands in the content that it scans."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from support.engine import count, load, load_nothing, scan

from attribcheck.core.errors import EngineError
from attribcheck.core.model import Blob, FileScan, ScanFailure
from attribcheck.scan.base import Limits, Request
from attribcheck.scan.workers import pool as workers
from attribcheck.scan.workers.crew import Duty
from attribcheck.scan.workers.pool import WorkerPool

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="bounds memory and reads /proc")


def pool(jobs: int = 2, *, timeout: float = 60, memory: int = 4096) -> WorkerPool:
    return WorkerPool([Duty(load, scan)], jobs=jobs, limits=Limits(timeout, memory))


def request(path: str, content: str) -> Request:
    return Request(Blob(path, ""), content.encode())


def answers(engine: WorkerPool, *requests: Request) -> dict[str, FileScan | ScanFailure]:
    return {asked.path: answer for asked, answer in engine.scan(requests)}


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test does, no file of the pool and no process of it may stay behind."""
    directory = tmp_path / "temporary"
    directory.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(directory))
    before = children()  # of tests in other files, which can have left some
    yield
    assert list(directory.iterdir()) == []
    assert children() <= before


def children() -> set[int]:
    if sys.platform != "linux":
        return set()
    task = Path("/proc/self/task", str(os.getpid()), "children")
    pids = [int(pid) for pid in task.read_text().split()]
    # Spawning starts Python's own tracker of shared memory, which stays with the parent.
    return {p for p in pids if b"resource_tracker" not in Path(f"/proc/{p}/cmdline").read_bytes()}


def test_every_request_is_answered_exactly_once() -> None:
    requests = [request(f"src/file{number}.py", f"echo {number}") for number in range(30)]
    keys = [asked.path for asked, _ in pool(jobs=3).scan(requests)]
    assert sorted(keys) == sorted(asked.path for asked in requests)


def test_what_can_be_done_meanwhile_is_done_before_each_answer_that_is_waited_for() -> None:
    done: list[str] = []
    engine = WorkerPool([Duty(load, scan)], jobs=1, meanwhile=lambda: done.append("work"))
    for asked, _ in engine.scan([request("a", "echo"), request("b", "echo")]):
        done.append(asked.path)
    assert [*dict.fromkeys(done)] == ["work", "a", "b"]
    assert done[done.index("a") + 1] == "work"


@pytest.mark.parametrize(("size", "read"), [(10, 5), (5 << 20, 2)])
def test_files_are_read_ahead_unless_they_are_large(size: int, read: int) -> None:
    seen: list[str] = []

    def requests() -> Iterator[Request]:
        for number in range(5):
            seen.append(f"{number}")
            yield request(f"{number}", "sleep 0.2".ljust(size))

    engine = WorkerPool([Duty(load, scan)], jobs=1, ahead=4)
    answered = engine.scan(requests())
    next(answered)
    assert len(seen) <= read + 1
    assert len(seen) >= read
    assert len(list(answered)) == 4


def test_the_engine_gets_the_base_name_and_the_path() -> None:
    answer = answers(pool(), request("src/package.json", "echo"))["src/package.json"]
    assert answer == FileScan("1/package.json|src/package.json|echo")


def test_locale_reaches_the_engine_as_a_directory_only_when_it_stands_in_the_path() -> None:
    paths = ["po/locale/de.po", "locale.c", "locale", "po/de.po"]
    found = answers(pool(jobs=1), *(request(path, "echo") for path in paths))
    assert {path: found[path] for path in paths} == {
        "po/locale/de.po": FileScan("locale/1/de.po|po/locale/de.po|echo"),
        "locale.c": FileScan("1/locale.c|locale.c|echo"),
        "locale": FileScan("1/locale|locale|echo"),
        "po/de.po": FileScan("1/de.po|po/de.po|echo"),
    }


@pytest.mark.parametrize(
    "names", [["a.c"] * 5, ["a.c", "A.C", "A.c"], ["\u00e9.c", "e\u0301.c", "\u00c9.c"]]
)
def test_names_that_a_system_takes_for_one_get_folders_of_their_own(names: list[str]) -> None:
    requests = [Request(Blob(name, str(number)), b"echo") for number, name in enumerate(names)]
    scans = [scan for _, scan in pool().scan(requests) if isinstance(scan, FileScan)]
    folders = {(scan.license_expression or "").partition("/")[0] for scan in scans}
    assert len(folders) == len(names)


def test_crews_with_duties_of_their_own_answer_together() -> None:
    def join(asked: Request, scanned: FileScan, counted: tuple[int, int]) -> FileScan:
        process, length = counted
        assert process != int(scanned.license_expression or "")
        return FileScan(f"{asked.path} {length}")

    both = WorkerPool([Duty(load, scan), Duty(load, count)], join, jobs=1, shared=False)
    requests = [request(f"{number}.c", "pid " + "x" * number) for number in range(9)]
    expected = {f"{number}.c": FileScan(f"{number}.c {number + 4}") for number in range(9)}
    assert answers(both, *requests) == expected


def test_where_one_duty_fails_the_file_has_failed() -> None:
    both = WorkerPool([Duty(load, scan), Duty(load, count)], jobs=1)
    found = answers(both, request("a.c", "raise at once"), request("b.c", "echo half"))
    assert {key: getattr(found[key], "reason", "") for key in found} == {
        "a.c": "the engine failed on it: ValueError: at once",
        "b.c": "the engine failed on it: ValueError: no half",
    }


def test_no_request_loads_no_engine() -> None:
    engine = WorkerPool([Duty(load_nothing, scan)], jobs=2)
    assert list(engine.scan([])) == []


@pytest.mark.parametrize("fork", [True, False] if sys.platform == "linux" else [False])
def test_an_engine_that_does_not_load_stops_the_run_with_its_hint(fork: bool) -> None:
    engine = WorkerPool([Duty(load_nothing, scan)], jobs=2, fork=fork)
    with pytest.raises(EngineError, match="not installed") as caught:
        answers(engine, request("a.c", "echo"))
    assert caught.value.hint == "pip install scancode-toolkit"


def test_spawned_workers_load_an_engine_of_their_own() -> None:
    engine = WorkerPool([Duty(load, scan)], jobs=2, fork=False)
    found = answers(engine, request("a.c", "echo 1"), request("b.c", "echo 2"))
    assert {key: type(answer) for key, answer in found.items()} == {
        "a.c": FileScan,
        "b.c": FileScan,
    }


def test_a_file_that_takes_too_long_is_a_failure_and_the_others_are_scanned() -> None:
    found = answers(
        pool(jobs=1, timeout=0.5), request("slow.c", "sleep 60"), request("fast.c", "echo")
    )
    assert isinstance(found["slow.c"], ScanFailure)
    assert found["slow.c"].reason == "the scan took more than 0.5 s"
    assert isinstance(found["fast.c"], FileScan)


@LINUX
def test_a_file_that_takes_too_much_memory_is_a_failure_and_the_others_are_scanned() -> None:
    found = answers(
        pool(jobs=1, memory=64),
        request("small.c", "allocate 8"),
        request("large.c", "allocate 512"),
        request("next.c", "allocate 8"),
    )
    assert isinstance(found["large.c"], ScanFailure)
    assert found["large.c"].reason == "the scan took more than 64 MiB of memory"
    assert isinstance(found["small.c"], FileScan)
    assert isinstance(found["next.c"], FileScan)


def test_a_file_that_kills_its_worker_is_a_failure_that_names_the_signal() -> None:
    found = answers(pool(jobs=1), request("crash.c", "die"), request("fine.c", "echo"))
    assert isinstance(found["crash.c"], ScanFailure)
    assert "SIGKILL" in found["crash.c"].reason
    assert isinstance(found["fine.c"], FileScan)


def test_a_worker_that_leaves_is_a_failure_that_names_its_exit_code() -> None:
    found = answers(pool(jobs=1), request("crash.c", "leave"))["crash.c"]
    assert isinstance(found, ScanFailure)
    assert "exit code 3" in found.reason


def test_a_file_whose_worker_died_is_tried_once_more(tmp_path: Path) -> None:
    found = answers(pool(jobs=1), request("a.c", f"die-once {tmp_path / 'died'}"))
    assert isinstance(found["a.c"], FileScan)


def test_an_exception_on_one_file_is_a_failure_with_its_type_and_message() -> None:
    found = answers(pool(jobs=1), request("odd.c", "raise no such thing"), request("b.c", "echo"))
    assert isinstance(found["odd.c"], ScanFailure)
    assert found["odd.c"].reason == "the engine failed on it: ValueError: no such thing"
    assert isinstance(found["b.c"], FileScan)


def test_an_unknown_shape_stops_the_run() -> None:
    with pytest.raises(EngineError, match="unknown shape") as caught:
        answers(pool(), request("a.c", "misshape unknown shape"), request("b.c", "sleep 60"))
    assert caught.value.hint == "install 32"


def test_what_the_engine_prints_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    answers(pool(), request("a.c", "print ::error::forged"))
    assert capfd.readouterr() == ("", "")


def test_a_file_beyond_the_content_limit_is_a_failure_that_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "CONTENT_LIMIT", 2 * 1024 * 1024)
    large = Request(Blob("large.bin", ""), bytes(3 * 1024 * 1024))
    found = answers(pool(), large, request("a.c", "echo"))
    assert isinstance(found["large.bin"], ScanFailure)
    assert found["large.bin"].reason == "it has 3 MiB; the limit is 2 MiB"
    assert isinstance(found["a.c"], FileScan)


def test_a_consumer_that_stops_early_leaves_no_worker() -> None:
    results = pool(jobs=2).scan(request(f"{number}.c", "sleep 0.01") for number in range(100))
    next(results)
    results.close()  # type: ignore[attr-defined]


def test_an_error_of_the_reader_leaves_no_worker() -> None:
    def failing() -> Iterator[Request]:
        yield request("a.c", "sleep 60")
        raise OSError("git stopped")

    with pytest.raises(OSError, match="git stopped"):
        list(pool(jobs=1).scan(failing()))


def test_requests_are_taken_as_workers_come_free() -> None:
    taken: list[int] = []

    def counted() -> Iterable[Request]:
        for number in range(50):
            taken.append(number)
            yield request(f"{number}.c", "echo")

    results = pool(jobs=2).scan(counted())
    next(results)
    assert len(taken) <= 6
    results.close()  # type: ignore[attr-defined]


def test_a_reader_that_waits_for_a_process_of_its_own_is_not_held_up() -> None:
    def through_a_process() -> Iterator[Request]:
        command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            for number in range(6):
                yield request(f"{number}.c", "echo")
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(timeout=20)
            finally:
                process.kill()

    assert len(list(pool(jobs=2).scan(through_a_process()))) == 6


def test_no_more_workers_than_requests() -> None:
    pids = {
        answer.license_expression
        for _, answer in pool(jobs=8).scan([request("a.c", "pid")])
        if isinstance(answer, FileScan)
    }
    assert len(pids) == 1


def test_a_temporary_directory_that_cannot_be_used_stops_the_run_with_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    with pytest.raises(EngineError, match="can't write a temporary file") as caught:
        answers(pool(), request("a.c", "echo"))
    assert caught.value.hint is not None
    assert "TMPDIR" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_an_interrupt_ends_the_parent_and_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import test_pool as t\n"
        "requests = [t.request('a.c', 'pid'), t.request('b.c', 'sleep 60')]\n"
        "for asked, answer in t.pool(jobs=2).scan(requests):\n"
        "    print(answer.license_expression, flush=True)\n"
    )
    parent = python(code, tmp_path)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGINT)
    _, errors = parent.communicate(timeout=30)
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert not _runs(pid)


@LINUX
def test_workers_leave_and_take_their_files_when_the_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import test_pool as t\n"
        "for asked, answer in t.pool(jobs=2).scan(\n"
        "    t.request(f'{n}.c', 'pid' if n < 2 else 'sleep 60') for n in range(4)\n"
        "):\n"
        "    print(answer.license_expression, flush=True)\n"
    )
    parent = python(code, tmp_path)
    assert parent.stdout is not None
    pids = {int(parent.stdout.readline()) for _ in range(2)}
    parent.kill()
    parent.communicate(timeout=30)
    wait_for_the_end_of(pids, tmp_path / "temporary")


@LINUX
def test_an_idle_worker_takes_the_files_of_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import time, test_pool as t\n"
        "for asked, answer in t.pool(jobs=1).scan([t.request('a.c', 'pid')]):\n"
        "    print(answer.license_expression, flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = python(code, tmp_path)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.communicate(timeout=30)
    wait_for_the_end_of({pid}, tmp_path / "temporary")


def wait_for_the_end_of(pids: set[int], directory: Path) -> None:
    """Wait until no process runs and nothing is in ``directory``; fail after 20 seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if not any(_runs(pid) for pid in pids) and not any(directory.iterdir()):
            return
        time.sleep(0.1)
    assert not any(_runs(pid) for pid in pids)
    assert list(directory.iterdir()) == []


def python(code: str, tmp_path: Path) -> subprocess.Popen[str]:
    """Start a Python that can import this file, with the watched temporary directory."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
        "TMPDIR": str(tmp_path / "temporary"),
    }
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
