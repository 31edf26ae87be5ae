"""Private directories: lasting ones that are checked, temporary ones that are always removed."""

from __future__ import annotations

import contextlib
import os
import stat
import subprocess
import sys
import tempfile
import time
from multiprocessing import active_children
from pathlib import Path

import platformdirs
import pytest

from attribcheck.system.private_dirs import (
    TemporaryDirectory,
    UntrustedError,
    make_private_directory,
    require_private,
    user_directory,
)

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes and signals are POSIX's")


@posix_only
class TestRequirePrivate:
    def test_what_was_made_private_is_accepted(self, tmp_path: Path):
        make_private_directory(tmp_path / "a" / "b")
        require_private(tmp_path / "a" / "b")

    def test_what_others_may_write_is_refused(self, tmp_path: Path):
        tmp_path.chmod(0o777)
        with pytest.raises(UntrustedError, match="is writable by others"):
            require_private(tmp_path)

    def test_a_symbolic_link_is_refused(self, tmp_path: Path):
        (tmp_path / "link").symlink_to(tmp_path)
        with pytest.raises(UntrustedError, match="it is a symbolic link"):
            require_private(tmp_path / "link")


class TestTemporaryDirectory:
    def test_it_is_removed_with_all_in_it(self, tmp_path: Path):
        with contextlib.closing(TemporaryDirectory("scan-", tmp_path)) as directory:
            (directory.path / "a").mkdir()
            (directory.path / "a" / "b").touch()
            assert list(tmp_path.iterdir()) == [directory.path]
        assert list(tmp_path.iterdir()) == []

    def test_it_is_made_in_the_temporary_directory_of_the_system(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with contextlib.closing(TemporaryDirectory("scan-")) as directory:
            assert directory.path.parent == tmp_path
            assert directory.path.name.startswith("scan-")

    @posix_only
    def test_it_is_for_this_user_alone(self, tmp_path: Path):
        with contextlib.closing(TemporaryDirectory("scan-", tmp_path)) as directory:
            assert stat.S_IMODE(directory.path.stat().st_mode) == 0o700

    @posix_only
    def test_where_it_can_not_be_made_no_process_is_left(self, tmp_path: Path):
        with pytest.raises(FileNotFoundError):
            TemporaryDirectory("scan-", tmp_path / "missing")
        assert active_children() == []


@posix_only
class TestAnOwnerThatDoesNotCloseIt:
    MADE = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from support import errands\n"
        "from attribcheck.system.private_dirs import TemporaryDirectory\n"
        "from attribcheck.system.processes import Child\n"
        "directory = TemporaryDirectory('scan-', Path(sys.argv[1]))\n"
        "(directory.path / 'file').touch()\n"
    )

    @pytest.mark.parametrize(
        "end",
        [
            "os.kill(os.getpid(), signal.SIGKILL)",
            "os.killpg(os.getpgid(0), signal.SIGKILL)",
            "os.kill(os.getpid(), signal.SIGTERM)",
            "os._exit(0)",
            "sys.exit(0)",
            "raise KeyboardInterrupt",
        ],
    )
    def test_it_is_removed_when_the_owner_ends_in_any_way(self, tmp_path: Path, end: str):
        start(self.MADE + end, tmp_path).communicate(timeout=30)
        wait_until_empty(tmp_path)

    def test_it_stays_until_the_last_child_that_holds_it_has_ended(self, tmp_path: Path):
        code = (
            "child = Child(errands.wait_for_the_end, seconds=60, held=[directory.lifeline],"
            " outlives=True)\n"
            "print(child.receive(), flush=True)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        owner = start(self.MADE + code, tmp_path)
        output, _ = owner.communicate(timeout=30)
        time.sleep(0.3)
        assert len(list(tmp_path.iterdir())) == 1
        os.kill(int(output), 9)
        wait_until_empty(tmp_path)


def start(code: str, *arguments: Path) -> subprocess.Popen[str]:
    """Start a Python, in a process group of its own, that can import the tests' support."""
    paths = [str(Path(__file__).parent.parent), *sys.path]
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        start_new_session=True,
    )


def wait_until_empty(directory: Path) -> None:
    deadline = time.monotonic() + 20
    while any(directory.iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("home", ["/home/someone", "/"])
@pytest.mark.parametrize("chosen", [None, "", "relative", "/elsewhere"])
def test_the_directories_of_the_user_are_those_of_platformdirs(monkeypatch, home, chosen):
    monkeypatch.setenv("HOME", home)
    for variable in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        if chosen is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, chosen)
    arguments = {"appauthor": False}
    assert user_directory("cache") == platformdirs.user_cache_dir("attribcheck", **arguments)
    assert user_directory("data") == platformdirs.user_data_dir("attribcheck", **arguments)
