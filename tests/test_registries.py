"""A part is one file, one line in the list of its kind, and one test file.

``KINDS`` says what kinds of parts there are and where each keeps its modules, its list and its
tests. A new rule, report format, document, command or source needs no change here; a new helper
beside them is one word. ``TOYS`` shows it: a toy of a kind is added to a copy of attribcheck by one
file and the lines that its list needs, and the command line has it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from support.checkout import ROOT
from support.command import run
from support.repo import Repo

from attribcheck.cli.main import COMMANDS
from attribcheck.copies.acquire.registry import KINDS as KINDS_OF_ORIGINS
from attribcheck.copies.lexers.registry import LANGUAGES
from attribcheck.documents.registry import FROM_INVENTORY, NOTICE
from attribcheck.export.registry import FORMATS as EXPORTS
from attribcheck.lineage.registry import READERS as LINEAGE_READERS
from attribcheck.manifests.registry import READERS
from attribcheck.reports.base import FORMATS
from attribcheck.rules.registry import every
from attribcheck.scan.detectors.registry import DETECTORS


@dataclass(frozen=True)
class Kind:
    """One kind of part.

    Attributes:
        folder: Its modules, below ``attribcheck``.
        listed: The modules in its list, and the test file of each, below ``tests``.
        helpers: The other modules of the folder.
    """

    folder: str
    listed: dict[str, str]
    helpers: frozenset[str]

    def problems(self, package: Path, tests: Path) -> list[str]:
        """Return what is missing, a line each.

        Args:
            package: The folder of attribcheck.
            tests: The folder of its tests.
        """
        modules = {file.stem for file in (package / self.folder).glob("*.py")} - {"__init__"}
        known = {*self.listed, *self.helpers}
        return [
            *(f"{self.folder}/{name}.py: not in its list" for name in sorted(modules - known)),
            *(f"{self.folder}/{name}.py: no such file" for name in sorted(known - modules)),
            *(f"{test}: no such test" for test in self.listed.values() if not _is(tests / test)),
        ]


def _is(test: Path) -> bool:
    return test.is_file()


def kind(folder: str, listed: list[str], helpers: str, **tests: str) -> Kind:
    """Return a kind whose test files are called after the modules, but for those in ``tests``."""
    named = {module: f"{folder}/test_{module}.py" for module in listed}
    return Kind(folder, {**named, **tests}, frozenset(helpers.split()))


KINDS = {
    "rule": kind(
        "rules",
        [rule.__module__.rpartition(".")[2] for rule in every()],
        "base context registry",
    ),
    "report format": kind("reports", list(FORMATS), "ansi base html_overview presentation"),
    "document": kind(
        "documents",
        [NOTICE, *(document.module for document in FROM_INVENTORY)],
        "assemble component_licenses conclusions copyright_statements inventory model_card"
        " model_claims registry repository_files"
        " sbom user_template",
    ),
    "command": kind(
        "cli",
        [module for _, module, _ in COMMANDS],
        "arguments baseline common_options fix main next_step occasion progress policy_files"
        " history init_draft init_project project provenance report_files review_edits"
        " review_screen session",
        exception="cli/test_except.py",  # `except` is a word of Python, so no name of a module
        weights="weights/test_command.py",  # beside the models that the other tests build
    ),
    "detector": kind(
        "scan/detectors", [one.__module__.rpartition(".")[2] for one in DETECTORS], "registry"
    ),
    "lexer": kind(
        "copies/lexers",
        [language.module for language in LANGUAGES],
        "base clike registry",
    ),
    "reader": kind(
        "manifests",
        [type(one).__module__.rpartition(".")[2] for one in READERS],
        "base registry spdx_elements",
    ),
    "export": kind("export", list(EXPORTS), "base registry"),
    "kind of origin": kind(
        "copies/acquire",
        [type(one).__module__.rpartition(".")[2] for one in KINDS_OF_ORIGINS],
        "archives base purls registry",
    ),
    "reader of claims": kind(
        "lineage/readers",
        [type(one).__module__.rpartition(".")[2] for one in LINEAGE_READERS],
        "base json_files",
    ),
    # A source is made by the command that needs it, so this list is the only one.
    "source": kind(
        "sources",
        ["commit_range", "commits", "staged", "work_tree"],
        "base disk git_snapshot kept_members opened other_side path_arguments submodules subtree",
        commits="history/test_walk.py",
    ),
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_module_is_in_the_list_of_its_kind_and_has_a_test_file(kind: Kind) -> None:
    assert kind.problems(ROOT / "attribcheck", ROOT / "tests") == []


class TestProblems:
    """What a person is told who adds the one without the other."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Return a folder in which one toy is a module, in its list, and tested."""
        for file in ("package/toys/bear.py", "tests/toys/test_bear.py"):
            (tmp_path / file).parent.mkdir(parents=True)
            (tmp_path / file).touch()
        return tmp_path

    TOYS = kind("toys", ["bear"], "")

    def problems(self, folder: Path, toys: Kind = TOYS) -> list[str]:
        return toys.problems(folder / "package", folder / "tests")

    def test_nothing_is_missing(self, folder: Path) -> None:
        assert self.problems(folder) == []

    def test_a_module_that_no_list_names(self, folder: Path) -> None:
        (folder / "package/toys/duck.py").touch()
        assert self.problems(folder) == ["toys/duck.py: not in its list"]

    def test_a_line_without_its_module(self, folder: Path) -> None:
        (folder / "package/toys/bear.py").unlink()
        assert self.problems(folder) == ["toys/bear.py: no such file"]

    def test_a_helper_that_is_gone(self, folder: Path) -> None:
        toys = replace(self.TOYS, helpers=frozenset({"box"}))
        assert self.problems(folder, toys) == ["toys/box.py: no such file"]

    def test_a_module_without_a_test_file(self, folder: Path) -> None:
        (folder / "tests/toys/test_bear.py").unlink()
        assert self.problems(folder) == ["toys/test_bear.py: no such test"]


@dataclass(frozen=True)
class Toy:
    """A part that is added to a copy of attribcheck.

    Attributes:
        file: Its module, below ``attribcheck``.
        text: What stands in it.
        lines: The lines that are added, by file: the line before, and the new line.
        command: What a user runs.
        shown: What is printed then.
        staged: The files that are about to be committed, by path.
    """

    file: str
    text: str
    lines: dict[str, list[tuple[str, str]]]
    command: tuple[str, ...]
    shown: str
    staged: Mapping[str, str] = field(default_factory=dict)


FUTURE = "from __future__ import annotations\n\n"
TOYS = {
    "rule": Toy(
        "rules/toy_policy.py",
        FUTURE + "from attribcheck.rules.base import Rule\n\n\n"
        'class ToyPolicy(Rule):\n    """A policy is there."""\n\n    name = "toy-policy"\n\n'
        "    def check(self, context):\n"
        '        yield self.at_policy(context, 1, "a toy was found")\n',
        {
            "rules/registry.py": [
                (
                    "from attribcheck.rules.context import Context\n",
                    "from attribcheck.rules.toy_policy import ToyPolicy\n",
                ),
                ("    UnscannedFile,\n", "    ToyPolicy,\n"),
            ],
            # The policy, a lower layer, has to know which rules a user may name.
            "core/finding.py": [('    "unscanned-file",\n', '    "toy-policy",\n')],
        },
        ("check", "--staged"),
        "error[toy-policy]: a toy was found",
    ),
    "detector": Toy(
        "scan/detectors/stars.py",
        FUTURE + "from attribcheck.core.model import Excerpt, Notice, NoticeKind, Span\n\n\n"
        'class Stars:\n    name, version = "stars", 1\n\n    def detect(self, content, path):\n'
        '        if content == b"***\\n":\n'
        '            kind, text = NoticeKind.COPYRIGHT, "(c) Star Inc."\n'
        '            yield Notice(kind, text, Span(1, 1), Excerpt("***"), 1, ("Star Inc.",))\n',
        {
            "scan/detectors/registry.py": [
                (
                    "from attribcheck.scan.base import Detector\n",
                    "from attribcheck.scan.detectors.stars import Stars\n",
                ),
                ("DETECTORS: tuple[Detector, ...] = (", "Stars(),"),
            ]
        },
        ("check", "--staged"),
        "error[undeclared-notice]: copyright of Star Inc. is not declared",
        {"a.c": "***\n"},
    ),
    "reader": Toy(
        "manifests/toy.py",
        FUTURE + "from attribcheck.manifests.base import Manifests, Package\n\n\n"
        'class Toy:\n    def reads(self, path):\n        return path == "toys/TOY"\n\n'
        "    def read(self, manifests):\n"
        '        return Manifests(by_folder={"toys": Package("bear") for _ in manifests})\n',
        {
            "manifests/registry.py": [
                (
                    "from attribcheck.manifests.npm import Npm\n",
                    "from attribcheck.manifests.toy import Toy\n",
                ),
                ("    Npm(),\n", "    Toy(),\n"),
            ]
        },
        ("init", "--name", "Haneul", "--holder", "Haneul Labs", "--license", "Apache-2.0"),
        "added to attribcheck.toml: 1 component\n  bear: MIT; Bear Inc.; 2 files\n",
        {
            "toys/TOY": "",
            "toys/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Bear Inc.\n",
        },
    ),
    "reader of claims": Toy(
        "lineage/readers/toy.py",
        FUTURE + "from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength\n\n\n"
        "class Toy:\n    def reads(self, name, content):\n"
        '        return name == "toy_config.json"\n\n'
        "    def read(self, name, content):\n        kind = ClaimKind.BASE_MODEL\n"
        '        yield LineageClaim(kind, "bear/Bear", Strength.STATED, key="toy")\n',
        {
            "lineage/registry.py": [
                (
                    "from attribcheck.lineage.readers.tokenizer_configs import TokenizerConfigs\n",
                    "from attribcheck.lineage.readers.toy import Toy\n",
                ),
                ("    AdapterConfigs(),\n", "    Toy(),\n"),
            ]
        },
        ("check", "--staged"),
        'error[undeclared-base-model]: "toy" states the base model bear/Bear, which no component',
        {"toy_config.json": '{"model_type": "toy"}\n'},
    ),
    "report format": Toy(
        "reports/toy.py",
        'def render(outcome, options):\n    return f"a toy of {outcome.label}\\n"\n',
        {"reports/base.py": [("FORMATS = (", '    "toy",\n')]},
        ("check", "--staged", "--format", "toy"),
        "a toy of staged changes",
    ),
    "document": Toy(
        "documents/toy.py",
        'def render(inventory):\n    return f"A toy of {inventory.project.name}\\n"\n',
        {
            "documents/registry.py": [
                (
                    "FROM_INVENTORY: tuple[Document, ...] = (\n",
                    '    Document("toy", "TOY", "toy"),\n',
                )
            ]
        },
        ("notice", "--format", "toy"),
        "wrote TOY: 0 components",
    ),
    "command": Toy(
        "cli/toy.py",
        "def configure(parser):\n    pass\n\n\n"
        'def run(options):\n    print("a toy runs")\n    return 0\n',
        {"cli/main.py": [("COMMANDS = (\n", '    ("toy", "toy", "play"),\n')]},
        ("toy",),
        "a toy runs",
    ),
}


@pytest.mark.parametrize(
    "toy",
    [
        pytest.param(toy, marks=[pytest.mark.engine] * bool(toy.staged), id=name)
        for name, toy in TOYS.items()
    ],
)
def test_a_toy_is_one_file_and_the_lines_of_its_list(toy: Toy, repo: Repo, tmp_path: Path) -> None:
    package = tmp_path / "lib" / "attribcheck"
    shutil.copytree(ROOT / "attribcheck", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", package / "templates")
    (package / toy.file).write_text(toy.text, encoding="utf-8")
    for file, lines in toy.lines.items():
        text = (package / file).read_text(encoding="utf-8")
        for before, line in lines:
            assert text.count(before) == 1
            text = text.replace(before, before + line)
        (package / file).write_text(text, encoding="utf-8")
    repo.stage("attribcheck.toml", 'version = 1\n\n[project]\nname = "Haneul"\n')
    repo.commit()
    for path, content in toy.staged.items():
        repo.stage(path, content)

    done = run(
        repo.path,
        [sys.executable, "-m", "attribcheck", *toy.command],
        {"PYTHONPATH": str(package.parent), "ATTRIBCHECK_CACHE_DIR": str(tmp_path / "cache")},
    )

    assert done.err == ""
    assert done.out.startswith(toy.shown)
