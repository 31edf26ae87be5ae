"""Fixtures that every test may use."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from support import golden
from support.command import share_cache, shared_folder
from support.repo import Repo

# A slow machine is no failure; where time matters a benchmark measures it.
settings.register_profile("attribcheck", deadline=None)
settings.load_profile("attribcheck")

# A shell that starts the tests in the background has them, and what they start, ignore Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden outputs anew."""
    parser.addoption(golden.OPTION, action="store_true", help="write tests/golden/ anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that uses the engine's fixture without the engine's mark."""
    unmarked = [
        item.nodeid
        for item in items
        if "engine" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("engine")
    ]
    if unmarked:
        raise pytest.UsageError("\n".join(["these tests need the mark `engine`:", *unmarked]))


@pytest.fixture(autouse=True)
def _cache_of_the_run(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """Keep the user's cache out, and the engine, which takes seconds, out of unmarked tests."""
    if request.node.get_closest_marker("engine"):
        share_cache(tmp_path_factory, monkeypatch)
        yield
        return
    folder = shared_folder(tmp_path_factory, "cache-without-engine")
    monkeypatch.setenv("ATTRIBCHECK_CACHE_DIR", str(folder))
    yield
    if list(folder.glob("engine-*.bin")):
        shutil.rmtree(folder)
        pytest.fail("this test runs the engine, so it needs the mark `engine`")


@pytest.fixture(autouse=True)
def _apart_from_the_users_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the surroundings out: hooks run tests with GIT_DIR set, and users have aliases."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    # Without this, a test outside of a repository would find one around the temporary directory.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.fixture(autouse=True)
def _apart_from_the_users_origins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the origin indexes of whoever runs the tests out."""
    monkeypatch.setenv("ATTRIBCHECK_ORIGINS_DIR", str(tmp_path / "no-origins"))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """An empty repository on the unborn branch ``main``, at ``tmp_path / "repo"``."""
    return Repo(tmp_path / "repo")
