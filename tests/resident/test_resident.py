"""A command that is handed over runs as its caller would have run it; else the caller does."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from attribcheck.core.errors import EXIT_INTERRUPTED
from attribcheck.resident import address, client, request
from attribcheck.system.private_dirs import UntrustedError

pytestmark = pytest.mark.skipif(not address.SUPPORTED, reason="Linux only")

# Stands for attribcheck: what it does is its second argument, in Python; it tells what it is.
SERVER = """
import json, os, resource, sys, tempfile, time
from attribcheck.resident import server

server._LOOK = 0.2

def run():
    exec(sys.argv[2])
    return 7

def tell(*what):
    print(json.dumps(what), flush=True)

def load():
    tempfile.gettempdir()  # as the engine does

server.serve(load, run, float(sys.argv[1]))
"""
CLIENT = """
import sys
from attribcheck.resident.client import handed_over

code = handed_over(sys.argv[1:])
print("by itself" if code is None else "", file=sys.stderr)
sys.exit(code or 0)
"""


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder of the cache; its name is short, as the address of a socket must be."""
    with tempfile.TemporaryDirectory() as private:
        monkeypatch.setenv("ATTRIBCHECK_CACHE_DIR", private)
        yield Path(private)


def socket_of_this_process() -> Path:
    path = address.socket_path(address.identity())
    assert path is not None
    return Path(path)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextlib.contextmanager
def serving(minutes: float = 1, script: str = SERVER) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", script, str(minutes)]) as process:
        try:
            wait_for(socket_of_this_process().exists)
            yield process
        finally:
            process.kill()


@pytest.fixture
def server() -> Iterator[subprocess.Popen[bytes]]:
    """Return a process that runs commands."""
    with serving() as process:
        yield process


def words(code: str, *more: str | bytes) -> list[str | bytes]:
    return [sys.executable, "-c", CLIENT, "hook", code, *more]


def asked(code: str, *more: str | bytes, **how: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words(code, *more), capture_output=True, text=True, check=False, **how)


def told(code: str, *more: str | bytes, **how: Any) -> Any:
    """Return what the command tells; it must have run in the server."""
    done = asked(code, *more, **how)
    assert (done.returncode, done.stderr) == (7, "\n")
    return json.loads(done.stdout)


@pytest.mark.usefixtures("server")
class TestHandedOver:
    """What a command finds in the fork."""

    def test_its_arguments(self) -> None:
        done = told("tell(*sys.argv[1:])", "--exact", "naïve.c", b"\xff.c")
        assert done == ["hook", "tell(*sys.argv[1:])", "--exact", "naïve.c", "\udcff.c"]

    def test_its_environment_and_no_other(self) -> None:
        env = {**os.environ, "GIT_INDEX_FILE": "a\nb", "NAME": "\udcff"}
        env.pop("HOME", None)
        code = "tell(*map(os.environ.get, ('GIT_INDEX_FILE', 'NAME', 'HOME')))"
        assert told(code, env=env) == ["a\nb", "\udcff", None]

    def test_its_folder_of_temporary_files(self, tmp_path: Path) -> None:
        env = {**os.environ, "TMPDIR": str(tmp_path)}
        assert told("tell(tempfile.gettempdir())", env=env) == [str(tmp_path)]

    def test_its_working_folder(self, tmp_path: Path) -> None:
        here = tmp_path / "with space \udcff"
        here.mkdir()
        assert told("tell(os.getcwd())", cwd=here) == [str(here)]

    def test_its_input(self) -> None:
        assert told("tell(sys.stdin.read())", input="refs/heads/main\n") == ["refs/heads/main\n"]

    def test_its_error_output_and_exit_code(self) -> None:
        done = asked("print('한국어', file=sys.stderr); sys.exit(3)")
        assert (done.returncode, done.stdout, done.stderr) == (3, "", "한국어\n\n")

    def test_its_terminal(self) -> None:
        ours, theirs = os.openpty()
        with subprocess.Popen(words("tell(sys.stdout.isatty())"), stdout=theirs) as process:
            os.close(theirs)
            assert process.wait() == 7
        assert b"[true]" in os.read(ours, 100)
        os.close(ours)

    def test_its_encoding(self) -> None:
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        code = "tell(sys.stdout.encoding)"
        assert told(code, env=env) == ["utf-8"]

    def test_its_way_with_what_the_encoding_lacks(self) -> None:
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        code = "print(json.dumps([sys.stdin.errors, sys.stdout.errors, sys.stderr.errors]))"
        by_itself = [sys.executable, "-c", f"import json, sys; {code}"]
        assert told(code, env=env) == json.loads(subprocess.check_output(by_itself, env=env))

    def test_its_input_line_by_line(self) -> None:
        assert told("tell(*sys.stdin)", input="a\rb\r\n") == ["a\rb\r\n"]

    def test_its_umask(self) -> None:
        assert told("tell(os.umask(0))", umask=0o027) == [0o027]

    def test_its_limits(self) -> None:
        import resource

        def lower() -> None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (99, 99))

        code = "tell(*resource.getrlimit(resource.RLIMIT_NOFILE))"
        assert told(code, preexec_fn=lower) == [99, 99]

    def test_its_processors_and_priority(self) -> None:
        def lower() -> None:
            os.nice(3)
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

        code = "tell(os.getpriority(os.PRIO_PROCESS, 0), *os.sched_getaffinity(0))"
        assert told(code, preexec_fn=lower) == [
            os.getpriority(os.PRIO_PROCESS, 0) + 3,
            min(os.sched_getaffinity(0)),
        ]

    def test_a_large_environment(self) -> None:
        env = {**os.environ, **{f"V{number}": "x" * 100_000 for number in range(10)}}
        assert told("tell(len(os.environ['V9']))", env=env) == [100_000]

    def test_nothing_of_another_command(self) -> None:
        told("os.environ['LEFT'] = 'x'; sys.modules['left'] = sys; tell()")
        assert told("tell('LEFT' in os.environ, 'left' in sys.modules)") == [False, False]

    def test_an_exception_shows_its_traceback(self) -> None:
        done = asked("1 / 0")
        assert done.returncode == 1
        assert "ZeroDivisionError" in done.stderr

    def test_two_run_at_once(self, tmp_path: Path) -> None:
        met = "while len(os.listdir()) < 2: time.sleep(0.01)"
        code = f"open(str(os.getpid()), 'x'); exec({met!r}); tell()"
        with subprocess.Popen(words(code), cwd=tmp_path) as other:
            assert told(code, cwd=tmp_path) == []
            assert other.wait(timeout=30) == 7

    def test_what_one_had_to_import_the_next_one_has(self) -> None:
        assert told("tell('colorsys' in sys.modules); import colorsys") == [False]
        time.sleep(0.2)
        assert told("tell('colorsys' in sys.modules)") == [True]

    def test_but_for_what_starts_threads(self) -> None:
        begin = (
            "import threading; threading.Thread(target=time.sleep, args=[9], daemon=True).start()"
        )
        told(f"{begin}; import colorsys; tell()")
        time.sleep(0.2)
        assert told("tell('colorsys' in sys.modules)") == [False]


@contextlib.contextmanager
def running(code: str = "tell()") -> Iterator[subprocess.Popen[bytes]]:
    """Run a command that has begun, and goes on to ``code`` when its input ends."""
    waits = f"print('begun', flush=True); sys.stdin.read(); {code}"
    pipe = subprocess.PIPE
    with subprocess.Popen(words(waits), stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        yield process


def finish(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """Let a command that is ``running`` end; return its exit code and what it told."""
    out, _ = process.communicate(timeout=30)
    return process.returncode, out


def runs(pid: int) -> bool:
    """Whether a process has not ended; nobody may have waited for it."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False


def processor_time(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds of processor time that a process has taken, without its forks."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


class TestSeveral:
    """Commands whose times overlap."""

    def test_the_process_sleeps_while_one_runs(self, server: subprocess.Popen[bytes]) -> None:
        with running() as one, running() as other:
            assert finish(one) == (7, b"[]\n")
            before = processor_time(server)
            time.sleep(1)
            assert processor_time(server) - before < 0.3
            assert finish(other) == (7, b"[]\n")

    @pytest.mark.usefixtures("server")
    def test_one_that_ended_is_not_taken_for_a_later_one(self) -> None:
        with running() as one, running() as other:
            assert finish(one) == (7, b"[]\n")
            with running() as later:  # has the numbers of the files of the first one
                assert told("tell(1)") == [1]
                assert finish(later) == (7, b"[]\n")
            assert finish(other) == (7, b"[]\n")

    @pytest.mark.usefixtures("server")
    def test_one_has_no_open_file_of_another(self) -> None:
        code = "tell(len(os.listdir('/proc/self/fd')))"
        alone = told(code)
        with running(), running():
            assert told(code) == alone

    def test_many_can_wait_for_it(self, server: subprocess.Popen[bytes]) -> None:
        server.send_signal(signal.SIGSTOP)
        with contextlib.ExitStack() as stack:
            for _ in range(40):
                connection = stack.enter_context(socket.socket(socket.AF_UNIX))
                connection.settimeout(5)
                connection.connect(str(socket_of_this_process()))
            server.send_signal(signal.SIGCONT)
            assert connection.recv(1) == client.GREETING

    @pytest.mark.usefixtures("server")
    def test_more_than_the_process_takes_run_by_themselves(self) -> None:
        with contextlib.ExitStack() as stack:
            sockets = [stack.enter_context(socket.socket(socket.AF_UNIX)) for _ in range(64)]
            for connection in sockets:
                connection.connect(str(socket_of_this_process()))
                assert connection.recv(1) == client.GREETING
            assert asked("tell()").stderr == "by itself\n"
        wait_for(lambda: asked("tell()").returncode == 7)

    @pytest.mark.usefixtures("server")
    def test_a_child_that_goes_on_delays_nobody(self) -> None:
        done = asked("os._exit(5) if os.fork() else time.sleep(20)")
        assert done.returncode == 5
        assert told("tell(1)") == [1]


@pytest.mark.usefixtures("server")
class TestInterrupted:
    """A command ends with its caller."""

    CODE = """
try:
    print('begun', flush=True); time.sleep(60)
except KeyboardInterrupt:
    print('tidied', flush=True); open('tidied', 'x'); sys.exit(130)
"""

    @pytest.fixture
    def begun(self, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Return a caller whose command has begun."""
        with subprocess.Popen(words(self.CODE), cwd=tmp_path, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begun\n"
            yield process

    def test_ctrl_c_reaches_it_and_its_last_words_are_seen(
        self, begun: subprocess.Popen[bytes]
    ) -> None:
        begun.send_signal(signal.SIGINT)
        out, _ = begun.communicate(timeout=30)
        assert (begun.returncode, out) == (130, b"tidied\n")

    def test_it_ends_when_its_caller_is_killed(
        self, begun: subprocess.Popen[bytes], tmp_path: Path
    ) -> None:
        begun.kill()
        wait_for((tmp_path / "tidied").exists)

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
    def test_what_it_started_ends_too(self, number: signal.Signals) -> None:
        code = "import subprocess; subprocess.run(['sh', '-c', 'echo $$; exec sleep 60'])"
        with subprocess.Popen(words(code), stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            child = int(process.stdout.readline())
            process.send_signal(number)
            wait_for(lambda: not runs(child))

    def test_a_command_that_goes_on_all_the_same_is_not_run_again(self) -> None:
        impatient = f"from attribcheck.resident import client; client._END_SECONDS = 0.1\n{CLIENT}"
        code = "signal.signal(2, signal.SIG_IGN); print('begun', flush=True); time.sleep(60)"
        arguments = [sys.executable, "-c", impatient, "hook", f"import signal; {code}"]
        pipe = subprocess.PIPE
        with subprocess.Popen(arguments, stdout=pipe, stderr=pipe) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begun\n"
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == EXIT_INTERRUPTED


class TestByItself:
    """The caller runs the command: nobody did, or nobody did to its end."""

    def test_without_a_server(self) -> None:
        assert client.handed_over(["hook"]) is None

    @pytest.mark.usefixtures("server")
    @pytest.mark.parametrize("arguments", [[], ["init"], ["review"], ["--version"]])
    def test_what_is_no_check(self, arguments: list[str]) -> None:
        assert client.handed_over(arguments) is None

    def test_where_nobody_listens_any_more(self) -> None:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(socket_of_this_process()))
        assert client.handed_over(["hook"]) is None

    def test_where_it_does_not_greet(self) -> None:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(socket_of_this_process()))
            one.listen()
            begin = time.monotonic()
            assert client.handed_over(["hook"]) is None
        assert time.monotonic() - begin < 20

    @pytest.mark.usefixtures("server")
    def test_where_others_could_write(self, folder: Path) -> None:
        folder.chmod(0o777)
        assert asked("tell()").stderr == "by itself\n"

    @pytest.mark.usefixtures("server")
    def test_where_the_command_was_killed(self) -> None:
        done = asked("os.kill(os.getpid(), 9)")
        assert (done.returncode, done.stderr) == (0, "by itself\n")

    def test_where_the_process_was_killed_the_command_is_not_run_twice(
        self, server: subprocess.Popen[bytes]
    ) -> None:
        code = "print(os.getpid(), flush=True); time.sleep(60)"
        pipe = subprocess.PIPE
        with subprocess.Popen(words(code), stdout=pipe, stderr=pipe) as caller:
            assert caller.stdout is not None
            fork = int(caller.stdout.readline())
            server.kill()
            _, err = caller.communicate(timeout=30)
            wait_for(lambda: not runs(fork))
        assert (caller.returncode, err) == (0, b"by itself\n")

    @pytest.mark.usefixtures("server")
    def test_without_a_standard_stream(self) -> None:
        done = asked("tell()", preexec_fn=lambda: os.close(0))
        assert "by itself\n" in done.stderr

    @pytest.mark.usefixtures("server")
    @pytest.mark.parametrize("name", ["RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_NOFILE"])
    def test_with_a_limit_of_which_a_fork_needs_more(self, name: str) -> None:
        import resource

        kind = getattr(resource, name)
        few = 20 if name == "RLIMIT_NOFILE" else 1 << 30
        done = asked("tell()", preexec_fn=lambda: resource.setrlimit(kind, (few, few)))
        assert done.stderr == "by itself\n"

    @pytest.mark.usefixtures("server")
    @pytest.mark.parametrize("name", ["/dev/fd/{}", "--report=/dev/fd/{}", "/proc/self/fd/{}"])
    def test_with_an_open_file_as_an_argument(self, name: str, tmp_path: Path) -> None:
        with (tmp_path / "policy").open("w") as file:
            number = file.fileno()
            done = asked("tell()", name.format(number), pass_fds=[number])
        assert done.stderr == "by itself\n"

    @pytest.mark.usefixtures("server")
    @pytest.mark.parametrize("name", ["{}", "--report={}", "--report=json={}"])
    @pytest.mark.parametrize("target", ["/dev/fd/{}", "next", "/proc/self/fd", "/dev/fd"])
    def test_with_a_link_to_an_open_file_as_an_argument(
        self, name: str, target: str, tmp_path: Path
    ) -> None:
        link = tmp_path / "link"
        with (tmp_path / "report").open("w") as file:
            number = file.fileno()
            link.symlink_to(target.format(number))
            (tmp_path / "next").symlink_to(f"/proc/self/fd/{number}")
            path = link / str(number) if target.endswith("fd") else link
            done = asked("tell()", name.format(path), pass_fds=[number])
        assert done.stderr == "by itself\n"

    @pytest.mark.usefixtures("server")
    def test_with_other_settings_of_python(self) -> None:
        done = asked("tell()", env={**os.environ, "PYTHONPATH": "/elsewhere"})
        assert done.stderr == "by itself\n"

    @pytest.mark.usefixtures("server")
    def test_where_it_may_do_less(self) -> None:
        def lose() -> None:
            import ctypes

            assert ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) == 0  # PR_SET_NO_NEW_PRIVS

        assert asked("tell()", preexec_fn=lose).stderr == "by itself\n"

    @pytest.mark.usefixtures("server")
    @pytest.mark.parametrize("spaces", [["--mount"], ["--net"], ["--user", "--map-root-user"]])
    def test_a_process_in_a_container_is_refused_whatever_it_says(self, spaces: list[str]) -> None:
        enter = ["unshare", *spaces]
        if (
            shutil.which("unshare") is None
            or subprocess.run([*enter, "true"], check=False).returncode
        ):
            pytest.skip("this system lets nobody unshare it")
        code = (
            "import socket, sys; s = socket.socket(socket.AF_UNIX); s.settimeout(30);"
            " s.connect(sys.argv[1]); sys.exit(len(s.recv(1)))"
        )
        path = str(socket_of_this_process())
        subprocess.run([*enter, sys.executable, "-c", code, path], check=True)
        assert asked("tell()").returncode == 7

    @pytest.mark.usefixtures("server")
    @pytest.mark.parametrize(
        "message",
        [b"", b"\0", b"9\nabc", b"x\nabc", b"999999999999\n", b"3\nabc", b"3\na\0b"],
        ids=["none", "no length", "cut", "no number", "long", "no request", "short"],
    )
    def test_what_is_no_request_is_refused(self, message: bytes) -> None:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(socket_of_this_process()))
            assert connection.recv(1) == client.GREETING
            connection.sendall(message)
            connection.shutdown(socket.SHUT_WR)  # which may interrupt the fork first
            connection.settimeout(30)
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(2) in (b"", client.ANSWER + bytes([EXIT_INTERRUPTED]))
        assert told("tell(1)") == [1]

    @pytest.mark.usefixtures("server")
    def test_the_name_of_the_socket_is_not_its_identity(self) -> None:
        text = request.gathered(b"another one")
        with socket.socket(socket.AF_UNIX) as connection, Path(os.devnull).open("rb") as null:
            connection.connect(str(socket_of_this_process()))
            assert connection.recv(1) == client.GREETING
            files = [null.fileno()] * request.FILES
            socket.send_fds(connection, [b"%d\n%s" % (len(text), text)], files)
            connection.settimeout(30)
            assert connection.recv(1) == b""

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
    def test_a_process_of_another_user_is_refused(self) -> None:
        with (
            tempfile.TemporaryDirectory() as open_folder,
            socket.socket(socket.AF_UNIX) as listener,
        ):
            place = Path(open_folder, "s")
            listener.bind(str(place))
            listener.listen()
            listener.settimeout(60)
            place.chmod(0o777)
            place.parent.chmod(0o755)
            code = (
                "import os, socket, sys; os.setuid(65534); s = socket.socket(socket.AF_UNIX);"
                " s.connect(sys.argv[1]); s.recv(1)"
            )
            with subprocess.Popen([sys.executable, "-c", code, str(place)]):
                connection, _ = listener.accept()
                with connection, pytest.raises(UntrustedError, match="another user"):
                    address.require_same_user(connection)


class TestLife:
    """When the process ends."""

    def test_a_second_one_ends_at_once(self, server: subprocess.Popen[bytes]) -> None:
        subprocess.run([sys.executable, "-c", SERVER, "1"], timeout=30, check=True)
        assert server.poll() is None

    def test_it_ends_without_its_socket(self, server: subprocess.Popen[bytes]) -> None:
        socket_of_this_process().unlink()
        assert server.wait(timeout=30) == 0

    def test_it_ends_when_nobody_asks(self) -> None:
        with serving(minutes=0.001) as process:
            assert process.wait(timeout=30) == 0
        assert not socket_of_this_process().exists()

    def test_it_ends_when_it_is_no_longer_wanted(self) -> None:
        script = SERVER.replace("float(sys.argv[1])", "float(sys.argv[1]), lambda: False")
        with subprocess.Popen([sys.executable, "-c", script, "1"]) as process:
            assert process.wait(timeout=30) == 0

    def test_it_ends_when_a_file_of_it_has_changed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        module = tmp_path / "of_its_own.py"
        module.write_text("")
        os.utime(module, (1, 1))  # not just before the process begins
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        with serving(script=f"import of_its_own\n{SERVER}") as process:
            assert told("tell(1)") == [1]
            module.write_text("a = 1\n")
            assert asked("tell()").stderr == "by itself\n"
            assert process.wait(timeout=30) == 0

    def test_it_ends_when_a_file_of_it_changed_while_it_was_loaded(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "of_its_own.py").write_text("import os; os.utime(__file__)")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        script = f"import of_its_own\n{SERVER}"
        subprocess.run([sys.executable, "-c", script, "1"], timeout=30, check=True)

    def test_it_ends_when_a_file_changed_while_it_was_imported_after_a_command(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "of_its_own.py").write_text("import os; os.utime(__file__)")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        with serving() as process:
            assert told("import of_its_own; tell(1)") == [1]
            assert asked("tell()").stderr == "by itself\n"
            assert process.wait(timeout=30) == 0

    def test_one_that_was_killed_is_followed_by_another(
        self, server: subprocess.Popen[bytes]
    ) -> None:
        server.kill()
        server.wait()
        assert socket_of_this_process().exists()
        assert asked("tell()").stderr == "by itself\n"
        with subprocess.Popen([sys.executable, "-c", SERVER, "1"]) as process:
            wait_for(lambda: asked("tell()").returncode == 7)
            process.kill()

    def test_a_command_that_runs_is_not_ended(self, server: subprocess.Popen[bytes]) -> None:
        result: list[Any] = []
        code = "print('begun', file=sys.stderr, flush=True); time.sleep(1); tell('done')"
        asking = threading.Thread(target=lambda: result.append(asked(code)))
        asking.start()
        time.sleep(0.5)
        socket_of_this_process().unlink()
        asking.join(timeout=30)
        assert result[0].stdout == '["done"]\n'
        assert server.wait(timeout=30) == 0


def test_output_is_written_at_once_where_python_is_told_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    code = "sys.stdout.write('a'); sys.stderr.write('b\\n'); sys.stdout.write('c\\n')"
    with serving():
        done = subprocess.run(
            words(code), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
    assert done.stdout == b"ab\nc\n\n"


def test_output_that_can_not_be_written_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    code = "print('lost'); sys.exit(0)"
    with serving(), Path("/dev/full").open("w") as full:
        done = subprocess.run(words(code), stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (120, b"\n")  # Python's code


def test_a_folder_with_a_long_name_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTRIBCHECK_CACHE_DIR", str(tmp_path / ("x" * 100)))
    assert address.socket_path(b"any") is None


def test_another_identity_has_another_socket() -> None:
    assert address.socket_path(b"one") != address.socket_path(b"another")


def test_a_caller_without_a_server_imports_nothing_for_it() -> None:
    code = """
import sys
sys.path.insert(0, sys.argv[1])
from attribcheck.resident.client import handed_over
assert handed_over(["hook"]) is None
print(*sorted(sys.modules))
"""
    top = str(Path(address.__file__).parents[2])
    bare = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, top], capture_output=True, text=True, check=True
    )
    costly = {"pathlib", "typing", "socket", "argparse", "re", "attribcheck.cli.main"}
    assert costly.isdisjoint(bare.stdout.split())
