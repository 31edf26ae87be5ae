"""Which kind a text of the user names."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.archives import tar_gz
from support.repo import Repo

from attribcheck.copies.acquire.registry import KINDS, kind_of
from attribcheck.core.errors import UsageError


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("pkg:pypi/haneul@1.0", "PyPI packages"),
        ("pkg:PyPI/haneul@1.0", "PyPI packages"),
        ("pkg:npm/%40haneul/web@1.0.0", "npm packages"),
        ("pkg:cargo/haneul@1.0.0", "crates"),
        ("pkg:golang/example.com/haneul@v1.0.0", "Go modules"),
        ("pkg:github/haneul/haneul@v1", "git repositories"),
        ("https://host.example/haneul.git@v1", "git repositories"),
        ("git@host.example:haneul.git", "git repositories"),
    ],
)
def test_a_text_names_one_kind(spec: str, kind: str) -> None:
    assert kind_of(spec).name == kind


def test_what_is_on_disk_names_one_kind(
    tmp_path: Path, repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tar_gz(tmp_path / "a-1.tar.gz", {"a": b""})
    (tmp_path / "odd@name").mkdir()
    assert kind_of("./a-1.tar.gz").name == "archives"
    assert kind_of("./repo").name == "folders"
    assert kind_of("./repo@main").name == "git repositories"
    assert kind_of("./odd@name").name == "folders"


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("pkg:maven/a/b@1", "packages of the type 'maven' can't be added"),
        ("./missing", "no folder, archive, repository or package URL"),
        ("", "no folder, archive, repository or package URL"),
    ],
)
def test_anything_else_is_an_error_that_lists_the_kinds(spec: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        kind_of(spec)
    assert all(kind.example in (raised.value.hint or "") for kind in KINDS)
