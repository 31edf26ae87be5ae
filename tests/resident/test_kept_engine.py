"""With the setting, a check leaves a process behind that answers as a check by itself."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import Completed, attribcheck, run
from support.repo import Repo

from attribcheck.resident import address
from attribcheck.scan.cache import default_path
from attribcheck.scan.engine import ScancodeEngine

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not address.SUPPORTED, reason="Linux only"),
]

ONLY_HANDED_OVER = """
import shutil
import sys
from attribcheck.resident.client import handed_over

code = handed_over(sys.argv[1:])
sys.exit("by itself" if code is None else code)
"""
FILES = {
    "a.c": b"/* Copy" + b"right 2020 Foo Corp.\n * SPDX-" + b"License-Identifier: MIT */\n",
    "b.py": b"# Copy" + "right (c) 2024 네이버 주식회사\nimport os\n".encode(),
    "c.bin": bytes(range(256)) * 9,
    "empty.c": b"",
}


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a cache of its own, with the engine's data; its name is short."""
    data = ScancodeEngine(data=default_path().parent).prepare()
    assert data is not None
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy2(data, folder)
        monkeypatch.setenv("ATTRIBCHECK_CACHE_DIR", folder)
        yield Path(folder)
        attribcheck(Path(folder), "cache", "clear")


@pytest.fixture
def staged(repo: Repo) -> Repo:
    repo.git("config", "attribcheck.keepEngine", "1")
    for name, content in FILES.items():
        (repo.path / name).write_bytes(content)
    repo.git("add", "--all")
    return repo


def handed_over(repo: Repo, *arguments: str) -> Completed:
    return run(repo.path, [sys.executable, "-c", ONLY_HANDED_OVER, *arguments])


def sockets(cache: Path) -> list[Path]:
    return list(cache.glob("resident-*.sock"))


def wait_for_it(cache: Path) -> None:
    end = time.monotonic() + 60
    while not sockets(cache) and time.monotonic() < end:
        time.sleep(0.05)


def test_the_process_answers_as_a_check_by_itself(cache: Path, staged: Repo) -> None:
    by_itself = attribcheck(staged, "hook")
    assert "Foo Corp." in by_itself.out
    wait_for_it(cache)
    default_path().unlink()  # the results: it has to scan
    assert handed_over(staged, "hook") == by_itself
    assert handed_over(staged, "hook") == by_itself
    assert attribcheck(staged, "hook") == by_itself


def test_the_limits_of_the_policy_apply(cache: Path, staged: Repo) -> None:
    attribcheck(staged, "hook")
    wait_for_it(cache)
    (staged.path / "attribcheck.toml").write_text(
        'version = 1\n[project]\nname = "haneul"\n[scan]\nmemory = 1\n'
    )
    (staged.path / "new.c").write_bytes(FILES["a.c"].replace(b"Foo", b"Bar") * 60_000)
    staged.git("add", "--all")
    assert "took more than 1 MiB of memory" in handed_over(staged, "hook").out


def test_nothing_is_left_behind_without_the_setting(cache: Path, staged: Repo) -> None:
    staged.git("config", "--unset", "attribcheck.keepEngine")
    attribcheck(staged, "hook")
    time.sleep(1)
    assert sockets(cache) == []


@pytest.mark.parametrize("value", ["0", "-1", "100000", "yes"])
def test_nor_for_a_value_that_is_no_number_of_minutes(
    cache: Path, staged: Repo, value: str
) -> None:
    staged.git("config", "attribcheck.keepEngine", value)
    attribcheck(staged, "hook")
    time.sleep(1)
    assert sockets(cache) == []


def test_clearing_the_cache_ends_it(cache: Path, staged: Repo) -> None:
    attribcheck(staged, "hook")
    wait_for_it(cache)
    attribcheck(staged, "cache", "clear")
    assert sockets(cache) == []
    assert handed_over(staged, "hook").err == "by itself\n"


def test_a_usage_error_is_told_as_ever(cache: Path, staged: Repo) -> None:
    attribcheck(staged, "hook")
    wait_for_it(cache)
    by_itself = attribcheck(staged, "check", "--nonsense")
    assert by_itself.code == 2
    assert handed_over(staged, "check", "--nonsense") == by_itself
