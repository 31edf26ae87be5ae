"""Packages of the Python Package Index, by the real pip; no code of a package runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.archives import tar_gz, wheel

from attribcheck.copies.acquire.pypi import PyPI
from attribcheck.core.errors import AttribcheckError, UsageError


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all that pip knows of packages."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


def source_archive(index: Path, marker: Path) -> None:
    """Write a source archive whose code, if any of it ran, would write ``marker``."""
    program = f"open({str(marker)!r}, 'w').close()\n".encode()
    tar_gz(
        index / "haneul-1.0.tar.gz",
        {
            "haneul-1.0/PKG-INFO": b"Metadata-Version: 1.0\nName: haneul\nVersion: 1.0\n"
            b"License: Apache-2.0\n",
            "haneul-1.0/setup.py": program,
            "haneul-1.0/backend.py": program,
            "haneul-1.0/pyproject.toml": b"[build-system]\nrequires = []\n"
            b'build-backend = "backend"\nbackend-path = ["."]\n',
            "haneul-1.0/haneul/a.py": b"a = 1\n",
        },
    )


def test_a_wheel_is_read(index: Path, scratch: Path) -> None:
    wheel(index, "haneul", "1.0", {"haneul/a.py": b"a = 1\n"})
    found = PyPI().acquire("pkg:pypi/haneul@1.0", scratch)
    assert (found.name, found.version, found.license) == ("haneul", "1.0", "MIT")
    assert found.purl == "pkg:pypi/haneul@1.0"
    assert found.source == "PyPI, haneul-1.0-py3-none-any.whl"
    assert dict(found.files)["haneul/a.py"] == b"a = 1\n"
    assert "haneul-1.0.dist-info/METADATA" in dict(found.files)


def test_of_a_source_archive_no_code_runs(index: Path, scratch: Path, tmp_path: Path) -> None:
    source_archive(index, tmp_path / "marker")
    found = PyPI().acquire("pkg:pypi/haneul@1.0", scratch)
    assert not (tmp_path / "marker").exists()
    assert found.license == "Apache-2.0"
    assert dict(found.files)["haneul/a.py"] == b"a = 1\n"
    assert "setup.py" in dict(found.files)


def test_a_wheel_of_the_same_version_has_precedence(
    index: Path, scratch: Path, tmp_path: Path
) -> None:
    source_archive(index, tmp_path / "marker")
    wheel(index, "haneul", "1.0", {"haneul/b.py": b""})
    assert "haneul/b.py" in dict(PyPI().acquire("pkg:pypi/haneul@1.0", scratch).files)


def test_only_the_version_that_was_asked_for_is_taken(index: Path, scratch: Path) -> None:
    wheel(index, "haneul", "1.1", {})
    with pytest.raises(AttribcheckError, match=r"finds no file of haneul 1\.0") as raised:
        PyPI().acquire("pkg:pypi/haneul@1.0", scratch)
    assert "pip index versions haneul" in (raised.value.hint or "")


def test_a_version_has_to_be_named(scratch: Path) -> None:
    with pytest.raises(UsageError, match="names no version") as raised:
        PyPI().acquire("pkg:pypi/haneul", scratch)
    assert raised.value.hint == "pkg:pypi/haneul@VERSION"


@pytest.mark.parametrize("version", ["--help", "1 --target=x", "1;a", "1[a]", "*"])
def test_a_version_is_never_an_option_or_another_requirement(version: str, scratch: Path) -> None:
    with pytest.raises(UsageError):
        PyPI().acquire(f"pkg:pypi/haneul@{version}", scratch)


def test_without_pip_the_error_names_it(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribcheck.copies.acquire.pypi.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(scratch))
    with pytest.raises(AttribcheckError, match="pip is not installed"):
        PyPI().acquire("pkg:pypi/haneul@1.0", scratch)


@pytest.mark.network
@pytest.mark.parametrize(
    ("spec", "file"),
    [
        ("pkg:pypi/tree-sitter-go@0.25.0", "src/parser.c"),  # no wheel for any platform
        ("pkg:pypi/mlx-lm@0.21.0", "mlx_lm/models/llama.py"),
    ],
)
def test_public_packages_are_downloaded(spec: str, file: str, scratch: Path) -> None:
    assert file in dict(PyPI().acquire(spec, scratch).files)
