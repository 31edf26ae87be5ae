"""The same under act, which reads action.yml and runs its steps as GitHub's runner does.

https://github.com/nektos/act, in self-hosted mode: no container. `make act` builds it.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.checkout import ROOT, copied
from support.command import Completed, run
from support.haneul import FOREIGN
from support.repo import Repo
from support.stand_in import PACKAGES

pytestmark = pytest.mark.engine

ACT = shutil.which("act") or shutil.which("act", path=str(ROOT / ".cache" / "bin"))
USES = sorted(set(re.findall(r"uses: (\S+)", (ROOT / "action.yml").read_text("utf-8"))))
CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"  # act has its own
WORKFLOW = f"""
on: push
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: {CHECKOUT}
        with:
          fetch-depth: 0
      - uses: ./
        id: own
        with:
          reports: github, markdown, json
      - if: always()
        env:
          FOUND: ${{{{ steps.own.outputs.findings }}}}
          REPORT: ${{{{ steps.own.outputs.json-file }}}}
        run: echo "found=$FOUND" && wc -c "$REPORT"
"""
INPUTS = (
    "path key restore-keys python-version update-environment sarif_file category name"
    " if-no-files-found overwrite"
)


@pytest.fixture
def project(tmp_path: Path) -> Repo:
    """This checkout with a workflow that uses its own action."""
    if ACT is None:
        pytest.skip("act is not installed: `make act` builds it (with Go)")
    repo = copied(tmp_path / "checkout")
    repo.commit_files({".github/workflows/act.yml": WORKFLOW})
    return repo


def stand_ins(folder: Path, engine: Path) -> list[str]:
    """Return the options that give act what it can't fetch: the actions that action.yml uses."""
    script = f'"{sys.executable}" "{ROOT}/tests/support/stand_in.py" "{engine}"'
    scripts = {"actions/setup-python": f'echo "python-path={sys.executable}" >> "$GITHUB_OUTPUT"'}
    scripts["actions/cache/restore"] = script
    options = []
    for used in USES:
        name, commit = used.split("@")
        stub = folder / name
        stub.mkdir(parents=True)
        step = {
            "id": "only",
            "shell": "bash",
            "env": {"KEY": "${{ inputs.key }}", "PATHS": "${{ inputs.path }}"},
            "run": scripts.get(name, "true"),
        }
        action = {
            "name": name,
            "inputs": {key: {"required": False} for key in INPUTS.split()},
            "outputs": {"python-path": {"value": "${{ steps.only.outputs.python-path }}"}},
            "runs": {"using": "composite", "steps": [step]},
        }
        (stub / "action.yml").write_text(json.dumps(action))  # which is YAML too
        repository = "/".join(name.split("/")[:2])
        options.append(f"--local-repository={repository}@{commit}={folder / repository}")
    return options


def act(repo: Repo, folder: Path, engine: Path, event: Mapping[str, object]) -> Completed:
    """Run the workflow of ``repo`` for a push."""
    assert ACT is not None
    payload = folder / "event.json"
    payload.write_text(json.dumps(event))
    words = [ACT, "push", f"--eventpath={payload}", "--platform=ubuntu-latest=-self-hosted"]
    words += [f"--action-cache-path={folder / 'act'}", "--no-cache-server"]
    words += stand_ins(folder / "actions", engine)
    return run(repo.path, words, {"PYTHONPATH": str(PACKAGES)})


def test_a_push_is_checked_by_the_action_of_its_own_checkout(
    project: Repo, tmp_path: Path, engine: Path
) -> None:
    before = project.head()
    project.commit_files({"attribcheck/copied.py": FOREIGN})
    event = {"before": before, "repository": {"default_branch": "main"}}

    done = act(project, tmp_path, engine, event)

    assert done.code == 1, done.out
    assert "  ❌  Failure - Main Fail for what was found" in done.out, done.out
    assert "::error file=attribcheck/copied.py,line=1" in done.out
    assert "Summary - ## attribcheck: 2 errors" in done.out
    assert re.search(r"\| found=2$", done.out, re.MULTILINE)
    assert re.search(r"\| \d{4,} .*attribcheck\.json$", done.out, re.MULTILINE)
