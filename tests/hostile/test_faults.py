"""What no fault around a check can do: let a foreign notice pass, crash, or leave something behind.

Each case runs the command with the real engine, with a cache of its own. Afterwards the same check
without the fault has to give the same answer as before.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command import Completed, attribcheck, command, environment, run
from support.haneul import COMPONENT, FOREIGN, POLICY, haneul
from support.nasty import slow

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(sys.platform != "linux", reason="uses /proc, SIGKILL and mount"),
]
HOOK = ("hook",)
SHARE = st.floats(0, 1, exclude_max=True)
ORACLE = "copyright of Foo Corp. is not declared"


class Place:
    """A repository with a staged foreign file, a cache and a folder for temporary files.

    Args:
        folder: Holds them.
    """

    def __init__(self, folder: Path) -> None:
        self.repo = haneul(folder / "repo")
        self.cache = folder / "cache"
        self.temporary = folder / "temporary"
        self.cache.mkdir(mode=0o700)
        self.temporary.mkdir()
        self.number = 0
        self.repo.stage("attribcheck.toml", POLICY + COMPONENT)
        self.repo.stage("src/x.py", FOREIGN)

    def env(self) -> dict[str, str]:
        return {"ATTRIBCHECK_CACHE_DIR": str(self.cache), "TMPDIR": str(self.temporary)}

    def change(self) -> None:
        """Stage other content, which no cache has seen."""
        self.number += 1
        self.repo.stage("src/x.py", f"{FOREIGN}value = {self.number}\n")

    def hook(self, *arguments: str, env: dict[str, str] | None = None) -> Completed:
        return attribcheck(self.repo, *(arguments or HOOK), env={**self.env(), **(env or {})})

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command(*(arguments or HOOK)),
            cwd=self.repo.path,
            env=environment(self.env()),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    patch = pytest.MonkeyPatch()
    patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    made = Place(tmp_path_factory.mktemp("faults"))
    assert made.hook("cache", "build").code == 0
    yield made
    patch.undo()


def refused(done: Completed) -> None:
    """Assert that a check failed for the notice, or said why it could not be made."""
    text = done.out + done.err
    assert done.code in (1, 3), text
    assert "Traceback" not in text
    assert "this is a bug of attribcheck" not in text
    assert ORACLE in text if done.code == 1 else text.strip()


def recovered(place: Place) -> None:
    """Assert that the next check gives its answer, and that nothing was left behind."""
    done = place.hook()
    assert (done.code, ORACLE in done.out) == (1, True), done.out + done.err
    deadline = time.monotonic() + 20
    while any(place.temporary.iterdir()):
        assert time.monotonic() < deadline, list(place.temporary.iterdir())
        time.sleep(0.05)


@slow
@given(st.floats(0, 3), st.sampled_from(["parent", "worker", "git", "any"]))
def test_a_process_is_killed_at_any_moment(place: Place, moment: float, who: str) -> None:
    place.change()
    process = place.start()
    time.sleep(moment)
    if who == "parent":
        process.kill()
    else:
        for child in _children(process.pid):
            if who == "any" or (_name(child) == "git") == (who == "git"):
                _kill(child)
    out, _ = process.communicate(timeout=120)

    if who != "parent":
        refused(Completed(process.returncode, out.decode(errors="replace"), ""))
    recovered(place)


def _children(pid: int) -> list[int]:
    try:
        return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    except OSError:
        return []


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@slow
@given(
    st.floats(0, 0.9999), st.floats(0, 0.9999), st.binary(min_size=1, max_size=64), st.booleans()
)
def test_the_cache_is_damaged_anywhere(
    place: Place, which: float, where: float, junk: bytes, changed: bool
) -> None:
    place.change()
    place.hook()
    files = sorted(p for p in place.cache.rglob("*") if p.is_file() and p.stat().st_size)
    kept = {path: path.read_bytes() for path in files if path.stat().st_size < 50_000_000}
    # Shares, not numbers: files and their sizes differ from case to case.
    path = sorted(kept)[int(which * len(kept))]
    at = int(where * len(kept[path]))
    path.write_bytes(kept[path][:at] + junk + kept[path][at + len(junk) :])
    if changed:
        place.change()

    refused(place.hook())
    path.unlink(missing_ok=True)
    recovered(place)


@pytest.mark.parametrize("count", [2, 20])
def test_hooks_at_once_give_one_answer(place: Place, count: int) -> None:
    place.change()
    shutil.rmtree(place.cache / "results", ignore_errors=True)
    processes = [place.start() for _ in range(count)]

    for process in processes:
        out, _ = process.communicate(timeout=300)
        refused(Completed(process.returncode, out.decode(errors="replace"), ""))
        assert process.returncode == 1
    recovered(place)


@pytest.mark.parametrize("full", ["cache", "temporary"])
def test_a_full_disk_lets_nothing_pass(place: Place, full: str) -> None:
    place.change()
    folder = place.temporary.parent / f"full-{full}"
    folder.mkdir(mode=0o700, exist_ok=True)
    mounted = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", str(folder)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("this user can't mount")
    try:
        (folder / "filler").write_bytes(bytes(60_000))
        name = "ATTRIBCHECK_CACHE_DIR" if full == "cache" else "TMPDIR"
        refused(place.hook(env={name: str(folder)}))
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    recovered(place)


@pytest.mark.parametrize("home", ["missing", "a file", "read-only"])
def test_a_home_that_can_not_be_written(place: Place, tmp_path: Path, home: str) -> None:
    place.change()
    folder = tmp_path / "home"
    if home == "a file":
        folder.touch()
    elif home == "read-only":
        folder.mkdir(mode=0o500)
    env = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    words = command("hook")
    given_env = {k: v for k, v in place.env().items() if k != "ATTRIBCHECK_CACHE_DIR"}
    unset = ["env", "-u", "ATTRIBCHECK_CACHE_DIR", *words]

    refused(run(place.repo.path, unset, {**given_env, **env}))
    recovered(place)


def test_a_clock_that_was_set_back(place: Place) -> None:
    place.change()
    place.hook()
    later = time.time() + 10 * 365 * 86400
    for path in [*place.cache.rglob("*"), *(place.repo.path / "src").iterdir()]:
        os.utime(path, (later, later), follow_symlinks=False)

    refused(place.hook())
    recovered(place)


def test_a_check_reaches_no_network(place: Place) -> None:
    place.change()
    alone = ["unshare", "--net", "--map-root-user", *command("hook")]
    if subprocess.run([*alone[:3], "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system has no network namespaces for users")

    refused(run(place.repo.path, alone, place.env()))


def test_a_sentinel_in_the_place_of_the_network_is_not_called(place: Place, tmp_path: Path) -> None:
    place.change()
    called = tmp_path / "called"
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n"
        "def refuse(*_, **__):\n"
        f"    open({str(called)!r}, 'a').close()\n"
        "    raise OSError('no network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
    )

    refused(place.hook(env={"PYTHONPATH": str(tmp_path)}))
    assert not called.exists()


@slow
@given(st.lists(st.binary(max_size=400), max_size=3), st.integers(0, 400))
def test_any_content_is_scanned_by_the_engine_or_told(
    place: Place, parts: list[bytes], at: int
) -> None:
    text = FOREIGN.encode()
    content = text + b"\n".join(parts) + text[: at % len(text)]
    (place.repo.path / "src/x.py").write_bytes(content)
    place.repo.git("add", "-A")

    done = place.hook("check", "--staged", "--format", "json")
    report = json.loads(done.out)
    assert done.code == 1
    assert [file["path"] for file in report["files"] if "src/" in file["path"]] == ["src/x.py"]
