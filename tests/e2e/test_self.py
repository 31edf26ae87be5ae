"""This repository declares what it holds of others, and says so in its own policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checkout import copied
from support.command import attribcheck

pytestmark = pytest.mark.engine


def test_this_repository_passes_its_own_check(tmp_path: Path) -> None:
    done = attribcheck(copied(tmp_path / "checkout"), "check")
    assert (done.code, done.err) == (0, ""), done.out


def test_the_notice_of_this_repository_is_current(tmp_path: Path) -> None:
    done = attribcheck(copied(tmp_path / "checkout"), "notice", "--check")
    assert (done.code, done.err) == (0, ""), done.out
