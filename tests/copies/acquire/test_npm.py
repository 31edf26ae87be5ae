"""Packages of npm, by the real npm; no script of a package runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.archives import tar_gz
from support.programs import stand_in

from attribcheck.copies.acquire.npm import Npm
from attribcheck.core.errors import AttribcheckError, UsageError


def test_what_npm_packs_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tar_gz(
        tmp_path / "x.tgz",
        {
            "package/package.json": b'{"name": "haneul", "license": "ISC"}',
            "package/index.js": b"let a = 1\n",
        },
    )
    log = stand_in(monkeypatch, tmp_path, "npm", f'cp "{archive}" "$PWD/haneul-1.0.0.tgz"')
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    found = Npm().acquire("pkg:npm/%40haneul/web@1.0.0", scratch)
    assert (found.name, found.version, found.license) == ("@haneul/web", "1.0.0", "ISC")
    assert sorted(dict(found.files)) == ["index.js", "package.json"]
    assert log.read_text().split() == [
        *("pack", "--ignore-scripts", "--loglevel=error", "@haneul/web@1.0.0")
    ]


@pytest.mark.parametrize("manifest", [b"", b"[]", b'{"license": {"type": "MIT"}}', b"[" * 9999])
def test_a_manifest_without_a_licence_is_no_error(
    manifest: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tar_gz(tmp_path / "x.tgz", {"package/package.json": manifest})
    stand_in(monkeypatch, tmp_path, "npm", f'cp "{archive}" "$PWD/haneul-1.0.0.tgz"')
    (tmp_path / "scratch").mkdir()
    assert Npm().acquire("pkg:npm/haneul@1.0.0", tmp_path / "scratch").license == ""


def test_the_words_of_npm_are_part_of_the_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, tmp_path, "npm", "echo 'npm error 404 Not Found' >&2; exit 1")
    with pytest.raises(AttribcheckError, match=r"could not download haneul 9:\n.*404 Not Found"):
        Npm().acquire("pkg:npm/haneul@9", tmp_path)


def test_without_npm_the_error_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AttribcheckError, match="npm is not installed"):
        Npm().acquire("pkg:npm/haneul@1.0.0", tmp_path)


@pytest.mark.parametrize("version", ["latest", "file:.", "git+ssh:x", "--help", "1 2", "^1.0.0"])
def test_a_version_is_no_folder_tag_or_option(version: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Npm().acquire(f"pkg:npm/haneul@{version}", tmp_path)


@pytest.mark.network
def test_a_public_package_is_downloaded(tmp_path: Path) -> None:
    found = Npm().acquire("pkg:npm/left-pad@1.3.0", tmp_path)
    assert (found.license, "index.js" in dict(found.files)) == ("WTFPL", True)
