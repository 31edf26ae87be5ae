"""Go modules, by the real go; nothing is compiled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.archives import zipped
from support.programs import stand_in

from attribcheck.copies.acquire.go import Go
from attribcheck.core.errors import AttribcheckError, UsageError

MODULE = "example.com/haneul"


def test_the_archive_that_go_names_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = f"{MODULE}@v1.0.0"
    archive = zipped(tmp_path / "x.zip", {f"{top}/a.go": b"package a\n", "other/b.go": b""})
    log = stand_in(monkeypatch, tmp_path, "go", f"echo '{json.dumps({'Zip': str(archive)})}'")
    found = Go().acquire(f"pkg:golang/{top}", tmp_path)
    assert (found.name, found.version) == (MODULE, "v1.0.0")
    assert dict(found.files) == {"a.go": b"package a\n"}
    assert log.read_text().split() == ["mod", "download", "-json", top]


def test_the_reason_that_go_gives_is_part_of_the_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, tmp_path, "go", """echo '{"Error": "not available"}'; exit 1""")
    with pytest.raises(AttribcheckError, match=r"v9\.9\.9:\nnot available"):
        Go().acquire(f"pkg:golang/{MODULE}@v9.9.9", tmp_path)


@pytest.mark.parametrize("script", ["exit 1", "echo nonsense", "echo '[]'"])
def test_an_answer_of_another_form_is_an_error(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, tmp_path, "go", script)
    with pytest.raises(AttribcheckError, match="go could not download"):
        Go().acquire(f"pkg:golang/{MODULE}@v1.0.0", tmp_path)


def test_without_go_the_error_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AttribcheckError, match="go is not installed"):
        Go().acquire(f"pkg:golang/{MODULE}@v1.0.0", tmp_path)


@pytest.mark.parametrize("version", ["latest", "main", "--help", "v1 v2"])
def test_a_version_is_no_branch_or_option(version: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Go().acquire(f"pkg:golang/{MODULE}@{version}", tmp_path)


@pytest.mark.network
def test_a_public_module_is_downloaded(tmp_path: Path) -> None:
    found = Go().acquire("pkg:golang/golang.org/x/exp@v0.0.0-20240719175910-8a7402abbf56", tmp_path)
    assert "LICENSE" in dict(found.files)
