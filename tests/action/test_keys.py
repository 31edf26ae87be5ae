"""A cache can only be hit when what it holds is right."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest
from support.checkout import ROOT

sys.path.insert(0, str(ROOT / "action"))
import plan

FILES = (
    "attribcheck/notices/holders.py",
    "attribcheck/scan/scancode/convert.py",
    "templates/NOTICE.j2",
    "requirements/build.txt",
    "requirements/runtime.txt",
    "action/install.py",
    "pyproject.toml",
)


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The action's own checkout, with a few of its files."""
    folder = tmp_path / "action"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name}\n")
    monkeypatch.setattr(plan, "action_folder", lambda: folder)
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path / "temp"))
    return folder


def keys(version: str = "") -> tuple[str, str]:
    return plan.environment_key(version), plan.results_prefix(version)


def changed(before: tuple[str, str], after: tuple[str, str]) -> tuple[bool, bool]:
    """Return whether the environment's key, and that of results, is another one."""
    return before[0] != after[0], before[1] != after[1]


def test_the_same_gives_the_same_key(checkout: Path) -> None:
    before = keys()
    (checkout / "attribcheck" / "__pycache__").mkdir()
    (checkout / "attribcheck" / "__pycache__" / "holders.pyc").write_text("made while it ran")
    (checkout / "README.md").write_text("installed nowhere")
    assert keys() == before


@pytest.mark.parametrize("name", FILES)
def test_whatever_the_environment_is_made_from_is_in_its_key(checkout: Path, name: str) -> None:
    before = keys()
    (checkout / name).write_text("changed\n")
    scans = name in ("requirements/runtime.txt", "attribcheck/scan/scancode/convert.py")
    assert changed(before, keys()) == (True, scans)


def test_a_new_moved_or_cut_source_gives_another_key(checkout: Path) -> None:
    seen = [keys()]
    source = checkout / "attribcheck" / "scan" / "scancode" / "convert.py"
    source.rename(source.with_name("other.py"))
    seen.append(keys())
    (checkout / "attribcheck" / "scan" / "more.py").write_text("")
    seen.append(keys())
    for one in (0, 1):
        assert len({pair[one] for pair in seen}) == 3


def test_another_python_gives_another_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    before = keys()
    monkeypatch.setattr(sys, "version", "3.99.1 (main)")
    assert changed(before, keys()) == (True, False)


def test_a_python_in_another_place_gives_another_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = keys()
    monkeypatch.setattr(sys, "executable", "/opt/hostedtoolcache/Python/3.99.1/x64/bin/python")
    assert changed(before, keys()) == (True, False)


@pytest.mark.parametrize("name", ["system", "machine"])
def test_another_system_gives_other_keys(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = keys()
    monkeypatch.setattr(platform, name, lambda: "Other")
    assert changed(before, keys()) == (True, True)


@pytest.mark.parametrize(
    ("variable", "value"), [("ImageOS", "ubuntu99"), ("RUNNER_TEMP", "/elsewhere")]
)
def test_another_image_or_place_gives_another_environment(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    before = keys()
    monkeypatch.setenv(variable, value)
    assert changed(before, keys()) == (True, False)


def test_another_libc_gives_another_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    before = keys()
    monkeypatch.setattr(platform, "libc_ver", lambda: ("musl", "1.2"))
    assert changed(before, keys()) == (True, False)


def test_a_release_has_keys_of_its_own() -> None:
    assert changed(keys(), keys("0.1.0")) == (True, True)
    assert changed(keys("0.1.0"), keys("0.1.0 sha256:" + "0" * 64)) == (True, True)


def test_an_environment_counts_only_when_its_last_step_was_done_for_this_key() -> None:
    folder = plan.environment_folder()
    folder.mkdir(parents=True)
    assert not plan.is_ready("key")  # an installation that was cut off
    (folder / "attribcheck-key").write_text("other")
    assert not plan.is_ready("key")
    (folder / "attribcheck-key").write_text("key")
    assert plan.is_ready("key")
