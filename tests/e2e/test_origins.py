"""The way of a user: a public package is indexed, and a renamed file of it is found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.command import attribcheck
from support.haneul import OWN
from support.packages import fetch
from support.repo import Repo

pytestmark = [pytest.mark.engine, pytest.mark.network]


def test_a_renamed_file_of_a_public_package_is_matched_with_its_relatives(
    repo: Repo, tmp_path: Path
) -> None:
    added = attribcheck(tmp_path, "origins", "add", "pkg:pypi/mlx-lm@0.21.0")
    assert (added.code, added.err) == (0, "")
    models = fetch("mlx-lm", "0.21.0") / "mlx_lm" / "models"
    code = (models / "qwen2.py").read_text(encoding="utf-8")
    body = code.partition("\n\n")[2]
    names = sorted(set(re.findall(r"\b[a-z]+_[a-z_]+\b", body)))
    for number, name in enumerate(names):
        body = re.sub(rf"\b{name}\b", f"name_{number}", body)
    repo.commit_files({"src/model.py": OWN + body, "src/own.py": OWN})
    done = attribcheck(repo, "origins", "match", "--all", "--format", "json")
    assert (done.code, done.err) == (0, "")
    files = {file["path"]: file for file in json.loads(done.out)["files"]}
    found = files["src/model.py"]
    paths = [match["path"] for match in found["matches"]]
    assert "mlx_lm/models/qwen2.py" in paths
    assert found["matches"][0]["component"]["license_expression"] == "MIT"
    assert found["matches"][0]["absent_holders"] == ["Apple Inc."]
    lines = found["lines"]
    assert lines["undeclared"] + lines["common"] > 0.8 * sum(lines.values())
    assert files["src/own.py"]["matches"] == []
