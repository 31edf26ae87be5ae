"""The first step: what is to be done, read from the inputs and the event, and the keys of caches.

The plan is kept as JSON for the steps that follow, so that no input is read twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import events
import runner
from git import Git

FORMATS = ("text", "json", "github", "sarif", "markdown", "html")
SEVERITIES = ("error", "warning", "note")
SOURCES = ("attribcheck", "templates", "requirements", "action", "pyproject.toml")
"""What the environment is made from, in the action's own checkout."""

_VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?( sha256:[0-9a-f]{64})?")
_SLUG = re.compile(r"[A-Za-z0-9._/-]+")


@dataclass(frozen=True)
class Plan:
    """What the steps are to do.

    Attributes:
        mode: ``check`` or ``notice``.
        folder: The folder of the checkout to work in.
        scope: What to check, as ``events.Scope``.
        policy: A policy file, ``base`` for that of the base, or empty.
        paths: What to check instead of what the event says.
        reports: The formats that are wanted.
        fail_on: The least severity that fails.
        exact: Whether to pass ``--exact``.
        documents: The formats of ``attribcheck notice`` that are wanted.
        version: A released version to install instead of the action's checkout, or empty.
        uploads: Whether code scanning may take the SARIF log.
        rules_url: Where docs/rules.md can be read, or empty.
        source_url: Where the checked files can be read, or empty.
    """

    mode: str
    folder: str
    scope: events.Scope
    policy: str
    paths: tuple[str, ...]
    reports: tuple[str, ...]
    fail_on: str
    exact: bool
    documents: tuple[str, ...]
    version: str
    uploads: bool
    rules_url: str
    source_url: str

    def write(self) -> None:
        """Keep the plan for the steps that follow."""
        target = _file()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls) -> Plan:
        """Return the plan that the first step made."""
        loaded = json.loads(_file().read_text(encoding="utf-8"))
        lists = {key: tuple(loaded[key]) for key in ("paths", "reports", "documents")}
        return cls(**{**loaded, **lists, "scope": events.Scope(**loaded["scope"])})


def _file() -> Path:
    return runner.home() / "plan.json"


def main() -> int:
    """Make the plan, and set what the steps with ``uses:`` need as outputs."""
    plan = make(os.environ)
    plan.write()
    private(cache_folder())
    key = environment_key(plan.version)
    runner.output("mode", plan.mode)
    runner.output("environment-key", key)
    runner.output("environment-path", f"{environment_folder()}\n{cache_folder()}/engine-*.bin")
    runner.output("environment-ready", str(is_ready(key)).lower())
    runner.output("results-prefix", results_prefix(plan.version))
    runner.output("results-path", f"{cache_folder()}/results-*.sqlite3")
    # What comes from a pull request whose caches the base branch would share stays out of them.
    runner.output("results-saved", str(not plan.scope.base_policy).lower())
    runner.output("uploads", str(plan.uploads).lower())
    sys.stdout.write(f"{plan.mode}: {plan.scope.why}\n")
    return 0


def make(env: Mapping[str, str]) -> Plan:
    """Return the plan for an environment.

    Raises:
        runner.StepError: an input has no meaning.
    """
    event = events.Event.read(env)
    mode = _one_of("mode", env["IN_MODE"], ("auto", "check", "notice"))
    if mode == "auto":
        mode = "notice" if event.is_release else "check"
    folder = Path(env["GITHUB_WORKSPACE"], env["IN_WORKING_DIRECTORY"])
    if not folder.is_dir():
        raise runner.StepError(f"the working directory {folder} does not exist", code=2)
    paths = tuple(line for line in env["IN_PATHS"].splitlines() if line.strip())
    base, policy = env["IN_BASE"].strip(), env["IN_POLICY"].strip()
    if paths and base:
        raise runner.StepError("the inputs `paths` and `base` exclude each other", code=2)
    if paths and policy == "base":
        raise runner.StepError("the input `policy: base` has no base with `paths`", code=2)
    git = Git(folder)
    scope = events.scope(event, base, git)
    if event.is_untrusted:
        if paths:
            raise runner.StepError(
                "on pull_request_target `paths` would check the base, not the pull request", code=2
            )
        _require_base_checkout(git, event, mode, policy)
    reports = tuple(_one_of("reports", word, FORMATS) for word in _words(env["IN_REPORTS"]))
    documents = _words(env["IN_DOCUMENTS"])
    if mode == "notice" and not documents:
        raise runner.StepError("the input `documents` names none", code=2)
    version = env["IN_VERSION"].strip()
    if version and not _VERSION.fullmatch(version):
        raise runner.StepError(
            f"the input `version` is {version!r}",
            "Write 1.2.3, or 1.2.3 sha256:... to have the wheel's hash checked.",
            code=2,
        )
    return Plan(
        mode=mode,
        folder=str(folder),
        scope=scope,
        policy=policy,
        paths=paths,
        reports=reports,
        fail_on=_one_of("fail-on", env["IN_FAIL_ON"], SEVERITIES),
        exact=_one_of("exact", env["IN_EXACT"], ("true", "false")) == "true",
        documents=documents,
        version=version,
        uploads=mode == "check" and "sarif" in reports and not event.is_untrusted,
        rules_url=_rules_url(env),
        source_url=_source_url(env, scope.head),
    )


def _require_base_checkout(git: Git, event: events.Event, mode: str, policy: str) -> None:
    """Refuse to read an untrusted work tree: a policy or a template in it is the fork's."""
    reads_tree = mode == "notice" or policy not in ("", "base")
    if reads_tree and git.commit("HEAD") != event.sha:
        raise runner.StepError(
            "on pull_request_target the work tree is not read unless it is that of the base",
            "Let actions/checkout take its default: attribcheck fetches the pull request itself.",
            code=2,
        )


def environment_folder() -> Path:
    """Return where the virtual environment stands."""
    return runner.home() / "environment"


def cache_folder() -> Path:
    """Return where the engine's data and the scan results stand (ATTRIBCHECK_CACHE_DIR)."""
    return runner.home() / "cache"


def private(folder: Path) -> None:
    """Make a folder for this user alone: attribcheck leaves a cache out that others may write."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def is_ready(key: str) -> bool:
    """Whether the environment of ``key`` stands, whole: the mark is written last."""
    mark = environment_folder() / "attribcheck-key"
    return mark.is_file() and mark.read_text(encoding="utf-8") == key


def environment_key(version: str) -> str:
    """Return a key that is the same where the same installation works, and nowhere else."""
    parts = [
        sys.version,
        sys.executable,
        "".join(platform.libc_ver()),
        os.environ.get("ImageOS", ""),  # noqa: SIM112 - the runner spells it so
        str(environment_folder()),
        version,
        _digest(SOURCES),
    ]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
    return f"attribcheck-environment-{platform.system()}-{platform.machine()}-{digest[:32]}"


def results_prefix(version: str) -> str:
    """Return how the keys of scan results begin that hold where the same code scans.

    Each result is stored under the versions of the engine too; the code that reads the engine's
    answers is only known here.
    """
    scans = _digest(("requirements/runtime.txt", "attribcheck/scan"))
    digest = hashlib.sha256(f"{scans}\0{version}".encode()).hexdigest()
    return f"attribcheck-results-{platform.system()}-{platform.machine()}-{digest[:32]}-"


def _digest(names: tuple[str, ...]) -> str:
    top = action_folder()
    digest = hashlib.sha256()
    for name in names:
        place = top / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                content = file.read_bytes()
                digest.update(f"{file.relative_to(top).as_posix()}\0{len(content)}\0".encode())
                digest.update(content)
    return digest.hexdigest()


def action_folder() -> Path:
    """Return the action's own checkout."""
    return Path(__file__).resolve().parent.parent


def _rules_url(env: Mapping[str, str]) -> str:
    server, repository, ref = (
        env.get(name, "") for name in ("GITHUB_SERVER_URL", "IN_ACTION_REPOSITORY", "IN_ACTION_REF")
    )
    if not (server and _SLUG.fullmatch(repository) and _SLUG.fullmatch(ref)):
        return ""
    return f"{server}/{repository}/blob/{ref}/docs/rules.md"


def _source_url(env: Mapping[str, str], commit: str) -> str:
    server, repository = env.get("GITHUB_SERVER_URL", ""), env.get("GITHUB_REPOSITORY", "")
    if not (server and _SLUG.fullmatch(repository)):
        return ""
    return f"{server}/{repository}/blob/{commit}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


def _one_of(name: str, word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        raise runner.StepError(
            f"the input `{name}` is {word!r}; it takes {', '.join(known)}", code=2
        )
    return word
