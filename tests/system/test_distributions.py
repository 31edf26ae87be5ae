"""Versions of installed packages without an import of them."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from attribcheck.system import distributions


@pytest.mark.parametrize(
    ("project", "package"), [("pillow", "PIL"), ("pytest", "pytest"), ("fonttools", "fontTools")]
)
def test_the_version_is_that_of_the_metadata(project: str, package: str) -> None:
    assert distributions.version_of(project, package) == metadata.version(project)


def test_a_package_that_is_not_installed_has_an_empty_version() -> None:
    assert distributions.version_of("not_there", "not_there") == ""


@pytest.mark.parametrize("folders", [(), ("foo-1.dist-info", "foo-2.dist-info")])
def test_the_version_of_a_package_without_clear_metadata_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folders: tuple[str, ...]
) -> None:
    (tmp_path / "foo_for_this_test.py").touch()
    for folder in folders:
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert distributions.version_of("foo", "foo_for_this_test") is None
