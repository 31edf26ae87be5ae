"""``attribcheck cache`` says what the cache holds, and clears it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.command import attribcheck
from support.repo import Repo


@pytest.mark.engine
def test_it_counts_what_a_check_stored_and_forgets_it(repo: Repo, own_cache: Path) -> None:
    own = {"ATTRIBCHECK_CACHE_DIR": str(own_cache)}
    assert attribcheck(repo, "check", env=own).code == 0
    before = attribcheck(repo, "cache", "info", env=own)
    assert before.code == 0
    assert f"path:     {own_cache / 'results-v1.sqlite3'}\n" in before.out
    assert "results:  1\noutdated: 0\n" in before.out
    assert attribcheck(repo, "cache", "clear", env=own).code == 0
    assert "results:  0\n" in attribcheck(repo, "cache", "info", env=own).out


def test_fingerprints_of_declared_components_are_cleared_too(tmp_path: Path) -> None:
    kept = tmp_path / "cache" / "declared" / "0a" / "unmatched"
    kept.parent.mkdir(parents=True)
    kept.write_text("")
    own = {"ATTRIBCHECK_CACHE_DIR": str(tmp_path / "cache")}
    assert attribcheck(tmp_path, "cache", "clear", env=own).code == 0
    assert not (tmp_path / "cache" / "declared").exists()


def test_a_cache_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    done = attribcheck(
        tmp_path, "cache", "info", env={"ATTRIBCHECK_CACHE_DIR": str(tmp_path / "new")}
    )
    assert done.code == 0
    assert re.search(r"^results:  0$", done.out, re.MULTILINE)


@pytest.mark.parametrize("action", ["info", "clear"])
def test_a_cache_that_can_not_be_is_an_error(tmp_path: Path, action: str) -> None:
    (tmp_path / "file").write_text("")
    done = attribcheck(
        tmp_path, "cache", action, env={"ATTRIBCHECK_CACHE_DIR": str(tmp_path / "file" / "in")}
    )
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: the cache is ignored: ")


def test_it_is_told_where_the_user_keeps_caches(tmp_path: Path) -> None:
    surroundings = {"ATTRIBCHECK_CACHE_DIR": "", "HOME": str(tmp_path), "XDG_CACHE_HOME": ""}
    done = attribcheck(tmp_path, "cache", "info", env=surroundings)
    assert done.code == 0
    assert f"path:     {tmp_path}" in done.out
