"""The engine's data is made once, privately, and stock scancode is used when it can't be."""

from __future__ import annotations

import os
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.fast import store
from attribcheck.scan.fast.index import container
from attribcheck.scan.scancode import installed

VERSION = "32.5.0"
posix_only = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="the patched build is inherited")


def load() -> None:
    """There is no index to load: the build is a made one."""


def unheard(done: int, total: int) -> None:
    """Nobody listens to the progress."""


@pytest.fixture
def builds(tmp_path, monkeypatch):
    """Replace the build by one that takes a moment; return the file that each adds a line to."""
    log = tmp_path / "builds"
    log.touch()

    def make(candidate: Path, load, progress):
        with log.open("a") as stream:
            stream.write(f"{os.getpid()}\n")
        time.sleep(0.2)
        progress(1, 1)
        container.write(candidate, {"made": b"data", "records": [b"one"]})

    monkeypatch.setattr(store, "_make", make)
    return log


def ready(
    directory: Path, version: str = VERSION, progress=unheard, *, thorough: bool = False
) -> Path:
    return store.ready(directory, "engine 1", version, load, progress, thorough=thorough)


@forks
def test_the_data_is_made_once_and_then_found(tmp_path, builds):
    heard = []
    first = ready(tmp_path / "cache", progress=lambda *told: heard.append(told))
    assert bytes(container.Container(first).raw("made")) == b"data"
    assert ready(tmp_path / "cache") == first
    assert len(builds.read_text().splitlines()) == 1
    assert heard == [(0, 1), (1, 1)]


@forks
def test_of_twenty_processes_that_want_it_one_makes_it(tmp_path, builds):
    context = get_context("fork")
    many = [context.Process(target=ready, args=(tmp_path / "cache",)) for _ in range(20)]
    for process in many:
        process.start()
    for process in many:
        process.join()
    assert [process.exitcode for process in many] == [0] * 20
    assert len(builds.read_text().splitlines()) == 1


@forks
def test_damaged_data_is_made_anew(tmp_path, builds):
    path = ready(tmp_path / "cache")
    path.write_bytes(path.read_bytes()[:-9])
    assert ready(tmp_path / "cache") == path
    assert bytes(container.Container(path).raw("made")) == b"data"
    assert len(builds.read_text().splitlines()) == 2


@forks
def test_a_damaged_record_is_found_by_a_thorough_look(tmp_path, builds):
    path = ready(tmp_path / "cache")
    content = path.read_bytes()
    at = content.index(bytes(container.Container(path).raw("records")))
    path.write_bytes(content[:at] + b"????" + content[at + 4 :])
    ready(tmp_path / "cache")
    assert len(builds.read_text().splitlines()) == 1
    ready(tmp_path / "cache", thorough=True)
    assert len(builds.read_text().splitlines()) == 2
    assert path.read_bytes() == content


@forks
def test_another_engine_has_data_of_its_own(tmp_path, builds):
    one = store.ready(tmp_path / "cache", "engine 1", VERSION, load, unheard)
    other = store.ready(tmp_path / "cache", "engine 2", VERSION, load, unheard)
    assert store.files_in(tmp_path / "cache") == sorted([one, other])


@forks
@posix_only
def test_only_the_user_may_write_the_data(tmp_path, builds):
    path = ready(tmp_path / "cache")
    path.chmod(0o666)
    with pytest.raises(store.UnservedError, match="is writable by others"):
        ready(tmp_path / "cache")


@forks
@posix_only
def test_a_directory_that_others_may_write_is_not_used(tmp_path, builds):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    with pytest.raises(store.UnservedError, match="is writable by others"):
        ready(tmp_path / "cache")


def test_a_version_that_was_not_measured_is_not_served(tmp_path):
    with pytest.raises(store.UnservedError, match=r"32\.9\.0 was not measured"):
        ready(tmp_path / "cache", "32.9.0")


@forks
def test_a_build_that_fails_says_why_and_leaves_nothing(tmp_path, monkeypatch):
    def fail(candidate: Path, load, progress):
        candidate.write_bytes(b"half")
        raise ValueError("no such thing")

    monkeypatch.setattr(store, "_make", fail)
    with pytest.raises(store.UnservedError, match="ValueError: no such thing"):
        ready(tmp_path / "cache")
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]


@forks
def test_a_build_that_dies_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_make", lambda *_: os._exit(9))
    with pytest.raises(store.UnservedError, match="its build ended with 9"):
        ready(tmp_path / "cache")


@posix_only
def test_the_engine_goes_on_without_its_data_and_says_so(tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    engine = ScancodeEngine(data=tmp_path / "cache")
    assert engine.prepare() is None
    assert engine.problem is not None
    assert engine.problem.startswith("scancode's own index is used")


def test_the_installed_scancode_is_served():
    assert installed.version() in installed.KNOWN_VERSIONS
