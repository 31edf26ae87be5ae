"""The third step: the check, and all that it tells. It fails no step: the last one does.

So reports are written, uploaded and kept whatever was found.
"""

from __future__ import annotations

import hashlib
import html
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import git
import install
import runner
from plan import Plan, cache_folder

_SUFFIX = {"text": "txt", "json": "json", "github": "log", "sarif": "sarif", "markdown": "md"}
_COUNTS = ("findings", "errors", "warnings", "notes", "preexisting", "excepted")


def main() -> int:
    """Check as the plan says; return 0, and set the exit code as an output."""
    plan = Plan.read()
    before = _results()
    code = _check(plan)
    if code in (0, 1) and plan.uploads and plan.scope.spec and not plan.scope.is_review:
        code = max(code, _whole_sarif(plan))
    runner.output("exit-code", code)
    after = _results()
    # Named by its content: two jobs that found the same have the same cache.
    runner.output("results-digest", after if after != before else "")
    return 0


def _check(plan: Plan) -> int:
    wanted = dict.fromkeys(("text", "json", *plan.reports))
    files = {name: _file(name) for name in wanted}
    for file in files.values():
        file.unlink(missing_ok=True)  # of an earlier use of the action in this job
    code = _attribcheck(plan, [*_selection(plan), *_policy(plan)], files)
    if code not in (0, 1) or not files["json"].is_file():
        return code or 3
    with runner.quoted("what attribcheck found"):
        sys.stdout.write(files["text"].read_text(encoding="utf-8"))
    if "github" in files:
        sys.stdout.write(files["github"].read_text(encoding="utf-8"))
    if "markdown" in files:
        runner.summary(files["markdown"].read_text(encoding="utf-8"))
    counts: dict[str, Any] = json.loads(files["json"].read_text(encoding="utf-8"))["summary"]
    for name in _COUNTS:
        runner.output(name, counts[name])
    for name in plan.reports:
        if name != "github":
            runner.output(f"{name}-file", files[name])
    return code


def _selection(plan: Plan) -> list[str]:
    if plan.paths:
        return ["--", *plan.paths]
    return [f"--diff={plan.scope.spec}"] if plan.scope.spec else []


def _policy(plan: Plan) -> list[str]:
    if plan.policy and plan.policy != "base":
        return [f"--policy={plan.policy}"]
    wanted = plan.scope.base_policy or plan.policy == "base"
    return ["--base-policy"] if wanted and plan.scope.spec and not plan.paths else []


def _whole_sarif(plan: Plan) -> int:
    """Let the log tell the state of the whole tree; return the exit code, 0 for findings too.

    On a branch code scanning closes every alert that the newest log does not hold. A log of what a
    push introduced would close all that stood before it.
    """
    code = _attribcheck(
        plan, _policy(plan) if plan.policy != "base" else [], {"sarif": _file("sarif")}
    )
    return 0 if code == 1 else code


def _attribcheck(plan: Plan, arguments: list[str], files: dict[str, Path]) -> int:
    command = [*install.attribcheck(), "check", "--fail-on", plan.fail_on]
    command += ["--exact"] if plan.exact else []
    command += [f"--rules-url={plan.rules_url}"] if plan.rules_url else []
    command += [f"--source-url={plan.source_url}"] if plan.source_url else []
    command += [f"--report={name}={file}" for name, file in files.items()]
    folder = Path(plan.folder)
    sys.stdout.flush()
    done = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=install.environment() | git.environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the text is one of the reports
        stderr=subprocess.PIPE,
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode not in (0, 1):
        runner.command("error", said or f"attribcheck ended with {done.returncode}")
        runner.summary(f"## attribcheck: not checked\n\n<pre>{html.escape(said)}</pre>\n")
    elif said:
        runner.command("notice", said)
    return done.returncode


def _file(name: str) -> Path:
    folder = runner.home() / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"attribcheck.{_SUFFIX.get(name, name)}"


def _results() -> str:
    """Return a digest of the kept scan results, or "" when there are none."""
    files = sorted(cache_folder().glob("results-*.sqlite3"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32] if files else ""
