"""A runner for the composite action of this checkout, as far as its steps can tell.

Every ``run:`` is executed by bash with the files and variables that GitHub gives. What ``uses:``
names can't be had here: the few actions are stood in for below, each by what its documentation says
of the inputs that action.yml gives it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from support.checkout import ROOT
from support.command import environment

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
_HIDDEN = ("GITHUB_", "RUNNER_", "PRE_COMMIT_", "ATTRIBCHECK_", "INPUT_", "ACTIONS_")


@dataclass(frozen=True)
class Annotation:
    """What the runner understood of one line of the log."""

    kind: str
    where: dict[str, str]
    text: str


@dataclass
class Job:
    """How one use of the action went.

    Attributes:
        code: 0 when no step failed, else the exit code of the first that did.
        outputs: Those of the action.
        log: What its steps printed.
        summary: The job summary.
        used: The actions that were used, without their version, with their inputs.
        seconds: What each step took, by its name.
    """

    code: int = 0
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def with_of(self, action: str) -> dict[str, str] | None:
        """Return the inputs that an action was last used with, or None when it was not."""
        return next((given for name, given in reversed(self.used) if name == action), None)

    @property
    def annotations(self) -> list[Annotation]:
        """The annotations in the log, as the runner reads it."""
        found, stopped = [], ""
        for line in self.log.splitlines():
            match = re.fullmatch(r"::([a-z-]+|[0-9a-f]{32})(?: (.*?))?::(.*)", line.lstrip())
            if match is None:
                continue
            kind, properties, text = match.groups()
            if stopped:
                stopped = "" if kind == stopped else stopped
            elif kind == "stop-commands":
                stopped = text
            elif kind in ("error", "warning", "notice"):
                where = dict(item.split("=", 1) for item in (properties or "").split(",") if item)
                found.append(
                    Annotation(kind, {k: unquote(v) for k, v in where.items()}, unquote(text))
                )
        assert not stopped, "commands were stopped and never taken up again"
        return found


Restore = Callable[[Mapping[str, str]], bool]


@dataclass
class Runner:
    """A machine on which the action runs.

    Args:
        home: A folder of its own; RUNNER_TEMP and the caches are in it.
        restore: Asked first when a cache is restored; whether it did. By default none does.
    """

    home: Path
    restore: Restore = lambda _: False

    def run(
        self,
        workspace: Path,
        name: str,
        payload: Mapping[str, Any],
        *,
        sha: str,
        ref: str,
        **inputs: str,
    ) -> Job:
        """Use the action for an event; ``inputs`` have underscores where action.yml has hyphens."""
        temp = self.home / "temp"
        for folder in (temp, self.home / "caches"):
            folder.mkdir(parents=True, exist_ok=True)
        files = {key: temp / key.lower() for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        event = temp / "event.json"
        event.write_text(json.dumps(payload), encoding="utf-8")
        given = {key.replace("_", "-"): value for key, value in inputs.items()}
        assert given.keys() <= ACTION["inputs"].keys()
        contexts: dict[str, Any] = {
            "inputs": {
                key: given.get(key, one["default"]) for key, one in ACTION["inputs"].items()
            },
            "github": {"action_repository": "haneul/attribcheck", "action_ref": "v1"},
            "steps": {},
        }
        base = {k: v for k, v in environment().items() if not k.startswith(_HIDDEN)}
        base |= {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_REF": ref,
            "GITHUB_REPOSITORY": "haneul/haneul",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_SHA": sha,
            "GITHUB_WORKSPACE": str(workspace),
            "RUNNER_TEMP": str(temp),
            "RUNNER_OS": "Linux",
        }
        job = Job()
        for step in ACTION["runs"]["steps"]:
            if "always()" not in step.get("if", "") and job.code:
                continue
            if not evaluate(str(step.get("if", "success()")), contexts, job.code):
                continue
            for file in files.values():
                file.write_text("")
            begun = time.monotonic()
            if "uses" in step:
                outputs = self._use(step, contexts, job)
            else:
                values = {
                    key: interpolate(value, contexts, job.code)
                    for key, value in step.get("env", {}).items()
                }
                script = step["run"]
                assert "${{" not in script
                done = subprocess.run(
                    ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
                    cwd=workspace,
                    env=base | values | {key: str(file) for key, file in files.items()},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    check=False,
                )
                job.log += done.stdout.decode(errors="backslashreplace")
                job.summary += files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
                job.code = job.code or done.returncode
                outputs = read_outputs(files["GITHUB_OUTPUT"].read_text(encoding="utf-8"))
            job.seconds[step["name"]] = time.monotonic() - begun
            if "id" in step:
                contexts["steps"][step["id"]] = {"outputs": outputs}
        job.outputs = {
            key: interpolate(one["value"], contexts, job.code)
            for key, one in ACTION["outputs"].items()
        }
        return job

    def _use(self, step: Mapping[str, Any], contexts: Any, job: Job) -> dict[str, str]:
        action = step["uses"].partition("@")[0]
        given = {
            key: interpolate(str(value), contexts, job.code)
            for key, value in step.get("with", {}).items()
        }
        job.used.append((action, given))
        if action == "actions/setup-python":
            return {"python-path": sys.executable}
        if action == "actions/cache/restore":
            if not self.restore(given):
                self._restore(given)
        elif action == "actions/cache/save":
            self._save(given)
        else:
            assert action in ("github/codeql-action/upload-sarif", "actions/upload-artifact")
            assert Path(given.get("sarif_file") or given["path"]).exists()
        return {}

    def _restore(self, given: Mapping[str, str]) -> None:
        caches = self.home / "caches"
        newest_first = sorted(caches.iterdir(), key=lambda entry: -entry.stat().st_mtime_ns)
        prefixes = given.get("restore-keys", "").split()
        keys = [
            given["key"],
            *(e.name for p in prefixes for e in newest_first if e.name.startswith(p)),
        ]
        kept = next((caches / key for key in keys if (caches / key).is_dir()), None)
        if kept is not None:
            for path in json.loads((kept / "paths").read_text()):
                _copy(kept / Path(path).name, Path(path))

    def _save(self, given: Mapping[str, str]) -> None:
        kept = self.home / "caches" / given["key"]
        kept.mkdir()
        patterns = map(Path, given["path"].splitlines())
        paths = [path for pattern in patterns for path in pattern.parent.glob(pattern.name)]
        for path in paths:
            _copy(path, kept / path.name)
        (kept / "paths").write_text(json.dumps(list(map(str, paths))))

    def forget(self) -> None:
        """Be another machine that has the same caches: what RUNNER_TEMP held is gone."""
        shutil.rmtree(self.home / "temp")


def _copy(source: Path, target: Path) -> None:
    # An environment is 20,000 files that nothing writes to again: links are enough.
    option = "--link" if source.is_dir() else "--force"
    subprocess.run(["cp", "--archive", option, source, target], check=True)


def read_outputs(text: str) -> dict[str, str]:
    """Return the outputs of a step from its file, ``name=value`` or ``name<<END``."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, mark, end = line.partition("<<")
        if mark:
            value = []
            while (part := next(lines)) != end:
                value.append(part)
            found[name] = "\n".join(value)
        else:
            name, _, found_value = line.partition("=")
            found[name] = found_value
    return found


def interpolate(text: str, contexts: Mapping[str, Any], code: int) -> str:
    """Return ``text`` with every ``${{ }}`` replaced by its value."""

    def value(match: re.Match[str]) -> str:
        found = evaluate(match[1], contexts, code).raw
        if found is None:
            return ""
        return found if isinstance(found, str) else str(found).lower()

    return re.sub(r"\$\{\{(.*?)\}\}", value, str(text))


class Value:
    """A value of an expression, which compares as GitHub says.

    Two strings are equal whatever their case; else both become numbers: null and "" are 0, what
    does not read as a number equals nothing. null, "", 0 and false are false; '0' is true.

    https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators
    """

    def __init__(self, raw: str | bool | None) -> None:
        self.raw = raw

    def __bool__(self) -> bool:
        return self.raw not in (None, "", False)

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Value)
        if isinstance(self.raw, str) and isinstance(other.raw, str):
            return self.raw.casefold() == other.raw.casefold()
        return self._number() == other._number()

    __hash__ = None  # type: ignore[assignment] # equality is not transitive

    def _number(self) -> float:
        try:
            return float(self.raw or 0)
        except ValueError:
            return float("nan")


_TOKEN = re.compile(r"\s*(==|!=|&&|\|\||[!()]|'[^']*'|[A-Za-z_][\w.-]*)")
_PYTHON = {"==": " == ", "!=": " != ", "&&": " and ", "||": " or ", "!": " not "}


def evaluate(text: str, contexts: Mapping[str, Any], code: int) -> Value:
    """Return the value of an expression: names, strings, comparisons, ``always()``, ``success()``.

    Args:
        text: The expression.
        contexts: What its names stand for.
        code: That of the first step that failed; 0 when none did.
    """
    text, position, parts = text.strip(), 0, []
    values: dict[str, Any] = {"always": lambda: Value(True), "success": lambda: Value(code == 0)}
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match is not None, f"{text!r} holds more than this runner knows"
        token, position = match[1], match.end()
        if token in _PYTHON or token in "()" or token in values:
            parts.append(_PYTHON.get(token, token))
        else:
            name = f"value{len(values)}"
            values[name] = Value(token[1:-1] if token[0] == "'" else _look_up(token, contexts))
            parts.append(name)
    found = eval("".join(parts), {"__builtins__": {}}, values)
    return found if isinstance(found, Value) else Value(found)


def _look_up(name: str, contexts: Mapping[str, Any]) -> str | None:
    value: Any = contexts
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None
