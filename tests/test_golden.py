"""All that attribcheck prints and writes for one sample project, byte for byte as it is kept.

The files are in ``tests/golden/``. ``pytest tests/test_golden.py --update-golden`` writes them anew
from the code as it stands; ``git diff tests/golden`` then shows what changes for a user.

attribcheck runs as version 0.0.0, and the versions of the engine are masked. Nothing else varies
with the machine, the version of Python or the day. Therefore the options of a command are kept as
argparse knows them, not as it prints them: each version of Python prints them in another way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from support import golden, sample
from support.command import Completed, environment, run, share_cache
from support.repo import ISOLATED

from attribcheck.cli.main import COMMANDS, build_parser
from attribcheck.documents import registry
from attribcheck.reports.base import FORMATS
from attribcheck.rules.registry import every

pytestmark = pytest.mark.engine

SURROUNDINGS = {
    "SOURCE_DATE_EPOCH": "1770000000",  # 2026-02-02
    "PYTHONUTF8": "1",
    "TERM": "xterm",
    "ATTRIBCHECK_ORIGINS_DIR": "no/such/folder",
}
PROGRAM = (
    "import sys, attribcheck; attribcheck.__version__ = '0.0.0';"
    " from attribcheck.cli.main import main; {}sys.exit(main(sys.argv[1:]))"
)
TERMINAL = PROGRAM.format("sys.stdout.isatty = lambda: True; ")
PROGRAM = PROGRAM.format("")
RULES_URL = "https://haneul.example/rules.md"
SOURCE_URL = "https://haneul.example/blob/main"
CHECKS = {
    "tree": (),
    "staged": ("--staged",),
    "diff": ("--diff", "HEAD~2"),
    "diff-state": ("--diff", "HEAD~1...HEAD", "--state", "--base-policy"),
    "paths": ("third_party/foo", "src/app.py", "--quiet"),
    "clean": ("src/app.py",),
    "history": ("--history",),
    "history-range": ("--history", "HEAD~3..HEAD~1"),
}
OTHERS = {
    "hook": ("hook",),
    "fail-on-note": ("check", "third_party/waldo", "--fail-on", "note"),
    "policy-validate": ("policy", "validate"),
    "declare": ("declare", "tiny", "third_party/tiny"),
    "declare-widen": ("declare", "foo", "third_party/waldo", "--holder", "Waldo"),
    "declare-record": ("declare", "quux", "--record"),
    "declare-forget": ("declare", "foo", "--forget"),
    "declare-nothing": ("declare", "nothing", "no/such/folder"),
    "declare-otherwise": ("declare", "foo", "--license", "ISC"),
    "except": ("except", "undeclared-notice", "src/**", "--reason", "된다"),
    "except-until": ("except", "unscanned-file", "a", "--reason", "b", "--expires", "2030-01-01"),
    "except-unknown": ("except", "undeclared-notise", "src/**", "--reason", "no such rule"),
    "explain-unknown": ("explain", "undeclared-notise"),
    "no-such-revision": ("check", "--diff", "no-such-revision"),
    "no-such-policy": ("check", "--policy", "no-such.toml"),
    "no-range": ("check", "--state"),
    **{f"explain-{rule.name}": ("explain", rule.name) for rule in every()},
    "explain": ("explain",),
}
ENVIRONMENTS = ("--environment", "../python/site-packages")
ENVIRONMENTS += ("--environment", "../npm/node_modules")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the text of each golden file: the project is built and scanned once."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**ISOLATED, **SURROUNDINGS}.items():
            patch.setenv(name, value)
        patch.delenv("NO_COLOR", raising=False)
        share_cache(tmp_path_factory, patch)
        found = made(tmp_path_factory.mktemp("golden"))
        engine = json.loads(found["check/tree/report.json"])["tool"]["engine"]
        yield {name: text.replace(engine, "scancode 0.0.0") for name, text in found.items()}


def test_every_output_is_kept(outputs: dict[str, str], pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption(golden.OPTION):
        for name in golden.names():
            (golden.FOLDER / name).unlink()
        for name, text in outputs.items():
            golden.write(name, text)

    assert golden.names() == sorted(outputs)


@pytest.mark.parametrize("group", ["check", "commands", "documents", "help", "init"])
def test_every_output_is_what_is_kept(outputs: dict[str, str], group: str) -> None:
    found = [
        difference
        for name, text in outputs.items()
        if name.startswith(f"{group}/") and (difference := golden.difference(name, text))
    ]
    if found:
        hint = f"\npytest tests/test_golden.py {golden.OPTION} writes what comes out now"
        pytest.fail("\n".join(found) + hint, pytrace=False)


def test_every_rule_has_a_finding(outputs: dict[str, str]) -> None:
    reports = "".join(outputs[f"check/{name}/report.json"] for name in ("tree", "staged"))

    assert [rule.name for rule in every() if f'"rule": "{rule.name}"' not in reports] == []


def made(top: Path) -> dict[str, str]:
    """Run every command in the sample project and return what it prints and writes."""
    folder = top / "haneul"
    repo = sample.build(folder, partial(attribcheck, folder))
    sample.surroundings(top)
    found = {"documents/attribcheck.lock": _read(folder / "attribcheck.lock")}
    for name, options in CHECKS.items():
        found |= check(folder, name, options)
    coloured = run(folder, [sys.executable, "-c", TERMINAL, "check", "--staged"], environment())
    found["check/staged/coloured.txt"] = told(coloured)
    for format_ in registry.FORMATS:
        found |= document(folder, format_, "--format", format_)
        found |= document(folder, f"{format_}-environment", "--format", format_, *ENVIRONMENTS)
        stale = attribcheck(folder, "notice", "--check", "--format", format_)
        found[f"documents/{format_}/check.txt"] = told(stale)
    found |= document(folder, "template", "--template", "../CREDITS.txt.j2")
    for name, words in OTHERS.items():
        found[f"commands/{name}.txt"] = told(attribcheck(folder, *words))
        for file in ("attribcheck.toml", "attribcheck.lock"):
            if changed := repo.git("diff", "--", file):
                found[f"commands/{name}.diff"] = changed + "\n"
                repo.git("checkout", "--quiet", "--", file)
    copy = sample.without_policy(repo, top / "copy" / "haneul").path
    for name, words in {"init": ("init",), "again": ("init",), "check": ("check",)}.items():
        found[f"init/{name}.txt"] = told(attribcheck(copy, *words))
    found["init/attribcheck.toml"] = _read(copy / "attribcheck.toml")
    found |= {f"help/{name}.txt": options_of(name) for name, _, _ in COMMANDS}
    return found


def attribcheck(folder: Path, *words: str) -> Completed:
    """Run attribcheck in a process of its own, as version 0.0.0."""
    return run(folder, [sys.executable, "-c", PROGRAM, *words], environment())


def told(done: Completed) -> str:
    """Return all that a command told: its exit code, stdout and stderr."""
    return f"exit code {done.code}\n--- stdout\n{done.out}--- stderr\n{done.err}"


def check(folder: Path, name: str, options: tuple[str, ...]) -> dict[str, str]:
    """Return the reports of one check in every format."""
    reports = {format_: folder.parent / f"{name}.{format_}" for format_ in FORMATS}
    words = [part for one, file in reports.items() for part in ("--report", f"{one}={file}")]
    words += ["--rules-url", RULES_URL, "--source-url", SOURCE_URL]
    found = {f"check/{name}/stdout.txt": told(attribcheck(folder, "check", *options, *words))}
    return found | {f"check/{name}/report.{one}": _read(file) for one, file in reports.items()}


def document(folder: Path, name: str, *words: str) -> dict[str, str]:
    """Return a document, and what the command that wrote it told."""
    output = folder.parent / "written" / name
    done = attribcheck(folder, "notice", *words, "--output", f"../written/{name}")
    (file,) = output.iterdir()
    return {
        f"documents/{name}/stdout.txt": told(done),
        f"documents/{name}/{file.name}": _read(file),
    }


def options_of(command: str) -> str:
    """Return what the parser of a command knows: its description and each of its options."""
    (subparsers,) = (
        action
        for action in build_parser(command)._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return "\n".join(_described(subparsers.choices[command]))


def _described(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f"{parser.prog}: {parser.description}"
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action._choices_actions:
                yield f"action {inner.dest}: {inner.help}"
            for inner_parser in action.choices.values():
                yield from _described(inner_parser)
        else:
            names = ", ".join(action.option_strings) or action.dest
            takes = [action.metavar, action.nargs, action.choices, action.default]
            yield f"{names} {' '.join(map(repr, takes))}\n    {action.help}"
    yield ""


def _read(file: Path) -> str:
    return file.read_bytes().decode()
