"""Crates, by the real cargo; nothing is compiled."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support.archives import tar_gz
from support.programs import stand_in

from attribcheck.copies.acquire.crates import Crates
from attribcheck.core.errors import AttribcheckError, UsageError

FILES = {
    "haneul-1.0.0/Cargo.toml": b'[package]\nname = "haneul"\nlicense = "MIT OR Apache-2.0"\n',
    "haneul-1.0.0/src/lib.rs": b"fn a() {}\n",
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of cargo, with one registry."""
    monkeypatch.setenv("CARGO_HOME", str(tmp_path / "cargo"))
    folder = tmp_path / "cargo" / "registry" / "cache" / "one"
    folder.mkdir(parents=True)
    return folder


def test_the_crate_that_cargo_downloaded_is_read(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tar_gz(cache / "haneul-1.0.0.crate", FILES)
    log = stand_in(monkeypatch, tmp_path, "cargo", "")
    found = Crates().acquire("pkg:cargo/haneul@1.0.0", tmp_path)
    assert (found.name, found.version, found.license) == ("haneul", "1.0.0", "MIT OR Apache-2.0")
    assert sorted(dict(found.files)) == ["Cargo.toml", "src/lib.rs"]
    assert log.read_text().split() == ["info", "--quiet", "--color", "never", "haneul@1.0.0"]


def test_crates_of_two_registries_that_differ_are_not_guessed(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tar_gz(cache / "haneul-1.0.0.crate", FILES)
    (cache.parent / "two").mkdir()
    tar_gz(cache.parent / "two" / "haneul-1.0.0.crate", {"haneul-1.0.0/a": b""})
    stand_in(monkeypatch, tmp_path, "cargo", "")
    with pytest.raises(AttribcheckError, match="several registries"):
        Crates().acquire("pkg:cargo/haneul@1.0.0", tmp_path)


def test_an_old_cargo_is_told_from_a_missing_crate(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, tmp_path, "cargo", "echo 'error: no such command: `info`' >&2; exit 101")
    with pytest.raises(AttribcheckError) as raised:
        Crates().acquire("pkg:cargo/haneul@1.0.0", tmp_path)
    assert raised.value.hint == "cargo 1.82 or newer is needed"


def test_without_cargo_the_error_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AttribcheckError, match="cargo is not installed"):
        Crates().acquire("pkg:cargo/haneul@1.0.0", tmp_path)


@pytest.mark.parametrize("spec", ["haneul@latest", "haneul@--help", "-x@1.0.0", "a%2Fb@1.0.0"])
def test_only_a_name_and_a_version_are_passed_on(spec: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Crates().acquire(f"pkg:cargo/{spec}", tmp_path)


def has_cargo() -> bool:
    """Whether cargo runs: a proxy without a toolchain does not."""
    try:
        return (
            subprocess.run(["cargo", "--version"], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


@pytest.mark.network
@pytest.mark.skipif(not has_cargo(), reason="there is no cargo that runs")
def test_a_public_crate_is_downloaded(tmp_path: Path) -> None:
    found = Crates().acquire("pkg:cargo/itoa@1.0.11", tmp_path)
    assert "src/lib.rs" in dict(found.files)
