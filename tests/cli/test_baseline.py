"""``init --baseline`` accepts what is there; all else is held to the policy."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from support.command import attribcheck, command, environment
from support.haneul import COMPONENT, FOREIGN, MIT, OWN, POLICY
from support.repo import Repo

BASELINE = "attribcheck.baseline"
DAY = {"SOURCE_DATE_EPOCH": "1767312000"}  # 2026-01-02
LATER = {"SOURCE_DATE_EPOCH": "1798848000"}  # 2027-01-02
OPTIONS = ("--name", "Haneul", "--license", "Apache-2.0", "--holder", "Haneul Labs")
BAR = "# Copyright 2025 Bar GmbH\n"
ENTRIES = [
    ("lib/router.py", "undeclared-notice", "Foo Corp.", "2026-01-02"),
    ("lib/router.py", "undeclared-license", "MIT", "2026-01-02"),
]

pytestmark = pytest.mark.engine


def entries(repo: Repo) -> list[tuple[str, str, str, str]]:
    """Return path, rule, subject and day of each line."""
    lines = (repo.path / BASELINE).read_text().splitlines()[1:]
    keys = ("path", "rule", "subject", "accepted")
    return sorted(tuple(json.loads(line)[key] for key in keys) for line in lines)


@pytest.fixture
def adopted(tmp_path: Path) -> Repo:
    """A repository with foreign code, and what ``init --baseline`` wrote, committed."""
    repo = Repo(tmp_path / "adopted")
    repo.commit_files(
        {
            "src/app.py": OWN,
            "lib/router.py": FOREIGN,
            "third_party/foo/LICENSE": MIT,
            "third_party/foo/routes.py": FOREIGN,
        }
    )
    done = attribcheck(repo, "init", "--baseline", *OPTIONS, env=DAY)
    assert (done.code, done.err) == (0, "")
    assert "wrote attribcheck.toml: 1 component\n" in done.out
    assert "attribcheck.baseline: 2 findings, 2 new, 0 dropped\n" in done.out
    assert "git add attribcheck.toml attribcheck.baseline && attribcheck check\n" in done.out
    repo.add()
    repo.commit()
    return repo


def test_a_folder_is_declared_and_a_single_file_is_accepted(adopted: Repo) -> None:
    text = (adopted.path / "attribcheck.toml").read_text()
    assert text.endswith(COMPONENT)
    assert entries(adopted) == sorted(ENTRIES)
    done = attribcheck(adopted, "check")
    assert done.code == 0
    assert "no findings, 2 accepted by attribcheck.baseline" in done.out


def test_every_report_states_how_many_are_accepted(adopted: Repo) -> None:
    formats = ("json", "sarif", "github", "markdown", "html")
    options = [f"--report={name}={adopted.path.parent / name}" for name in formats]
    assert attribcheck(adopted, "check", *options).code == 0
    text = {name: (adopted.path.parent / name).read_text() for name in formats}
    for name in ("github", "markdown", "html"):
        assert "2 " in text[name]
        assert "accepted by" in text[name]
    assert "2 findings accepted by attribcheck.baseline" in text["sarif"]
    kinds = [one["suppressions"] for one in json.loads(text["sarif"])["runs"][0]["results"]]
    reason = "accepted in attribcheck.baseline since 2026-01-02"
    assert kinds == [[{"kind": "external", "status": "accepted", "justification": reason}]] * 2
    summary = json.loads(text["json"])["summary"]
    assert (summary["findings"], summary["excepted"], summary["accepted"]) == (0, 2, 2)


def test_the_hook_refuses_new_code_and_leaves_what_is_accepted(adopted: Repo) -> None:
    adopted.stage("lib/router.py", f"import os\n{FOREIGN}")
    done = attribcheck(adopted, "hook", "lib/router.py")
    assert (done.code, "2 accepted" in done.out) == (0, True)
    adopted.stage("lib/router.py", f"{BAR}{FOREIGN}")
    done = attribcheck(adopted, "hook", "lib/router.py")
    assert done.code == 1
    assert "error[undeclared-notice]: " in done.out
    assert "Bar GmbH" in done.out


def test_check_never_writes_the_baseline(adopted: Repo) -> None:
    before = (adopted.path / BASELINE).read_bytes()
    adopted.stage("lib/bar.py", BAR)
    for words in (["check"], ["check", "--staged"], ["hook", "lib/bar.py"]):
        assert attribcheck(adopted, *words).code == 1
    assert (adopted.path / BASELINE).read_bytes() == before


def test_a_baseline_that_is_not_staged_is_not_applied_by_the_hook(adopted: Repo) -> None:
    adopted.git("rm", "-q", "--cached", BASELINE)
    done = attribcheck(adopted, "hook")
    assert done.code == 1
    assert f"hint: {BASELINE} is not in the index, so it was not applied: git add" in done.out


def test_what_is_left_is_reported_by_component_and_holder(adopted: Repo) -> None:
    done = attribcheck(adopted, "check", "--baseline-report")
    assert done.code == 0
    assert done.out.endswith(
        "attribcheck.baseline: 2 findings to settle in 1 file\n"
        "  Foo Corp.: undeclared-notice, 1 finding, since 2026-01-02\n"
        "    lib/router.py\n"
        "  MIT: undeclared-license, 1 finding, since 2026-01-02\n"
        "    lib/router.py\n"
    )


def test_what_is_settled_is_reported_and_pruned(adopted: Repo) -> None:
    adopted.stage("lib/router.py", FOREIGN.replace("MIT", "Apache-2.0"))
    adopted.stage("lib/bar.py", BAR)
    done = attribcheck(adopted, "check")
    assert (
        "warning[unused-declaration]: the finding that this line accepts is not there" in done.out
    )
    assert "attribcheck init --baseline --prune" in done.out
    done = attribcheck(adopted, "init", "--baseline", "--prune", env=LATER)
    assert (done.code, done.out) == (0, "attribcheck.baseline: 1 finding, 0 new, 1 dropped\n")
    assert entries(adopted) == [ENTRIES[0]]
    assert "bar.py" in attribcheck(adopted, "check").out


def test_a_second_run_keeps_days_accepts_what_is_new_and_leaves_the_policy(adopted: Repo) -> None:
    policy = (adopted.path / "attribcheck.toml").read_bytes()
    adopted.stage("lib/bar.py", BAR)
    done = attribcheck(adopted, "init", "--baseline", env=LATER)
    assert (done.code, done.out) == (0, "attribcheck.baseline: 3 findings, 1 new, 0 dropped\n")
    new = ("lib/bar.py", "undeclared-notice", "Bar GmbH", "2027-01-02")
    assert entries(adopted) == sorted([*ENTRIES, new])
    assert (adopted.path / "attribcheck.toml").read_bytes() == policy


def test_prune_needs_a_baseline(repo: Repo) -> None:
    done = attribcheck(repo, "init", "--baseline", "--prune")
    assert (done.code, done.err) == (2, "error: there is no attribcheck.baseline to prune\n")
    done = attribcheck(repo, "init", "--prune")
    assert (done.code, done.err) == (2, "error: --prune requires --baseline\n")


@pytest.mark.parametrize("words", [["check"], ["hook"], ["check", "--diff", "HEAD~1"]])
def test_a_damaged_baseline_stops_the_check(adopted: Repo, words: list[str]) -> None:
    adopted.stage(BASELINE, "<<<<<<< HEAD\n")
    adopted.commit()
    done = attribcheck(adopted, *words)
    assert done.code == 2
    assert done.err.startswith("error: attribcheck.baseline:1: it does not begin with `# attrib")


def test_a_fork_that_adds_lines_is_held_to_the_baseline_of_the_base(adopted: Repo) -> None:
    adopted.branch("fork")
    adopted.switch("fork")
    adopted.stage("lib/router.py", f"import os\n{FOREIGN}")
    adopted.stage("lib/bar.py", BAR)
    assert attribcheck(adopted, "init", "--baseline", env=DAY).code == 0
    adopted.add()
    adopted.commit()
    assert attribcheck(adopted, "check", "--diff", "HEAD~1").code == 0
    done = attribcheck(adopted, "check", "--diff", "HEAD~1", "--base-policy")
    assert done.code == 1
    assert "--> lib/bar.py:1:3\n" in done.out
    assert "router.py" not in done.out
    assert f"hint: this range changes {BASELINE}, which --base-policy ignores" in done.out


def test_a_damaged_baseline_of_the_head_is_ignored_with_the_policy_of_the_base(
    adopted: Repo,
) -> None:
    adopted.commit_files({BASELINE: "nonsense", "src/new.py": OWN})
    assert attribcheck(adopted, "check", "--diff", "HEAD~1").code == 2
    assert attribcheck(adopted, "check", "--diff", "HEAD~1", "--base-policy").code == 0


def test_lines_of_two_branches_merge(adopted: Repo) -> None:
    adopted.branch("other")
    for branch, name in (("main", "bar"), ("other", "zoo")):
        adopted.switch(branch)
        adopted.stage(f"{'a' if name == 'bar' else 'z'}/{name}.py", BAR)
        assert attribcheck(adopted, "init", "--baseline", env=DAY).code == 0
        adopted.add()
        adopted.commit()
    adopted.git("merge", "-q", "--no-edit", "main")
    assert attribcheck(adopted, "check").code == 0
    assert [entry[0] for entry in entries(adopted)] == [
        "a/bar.py",
        "lib/router.py",
        "lib/router.py",
        "z/zoo.py",
    ]


@pytest.mark.parametrize("name", ["b\udcff.py", "a\nb.py", "하늘.py", "\u202e.py"])
def test_a_hostile_name_is_accepted_and_shown_safely(adopted: Repo, name: str) -> None:
    path = os.fsencode(adopted.path / "lib") + b"/" + os.fsencode(name)
    Path(os.fsdecode(path)).write_text(BAR)
    adopted.add()
    assert attribcheck(adopted, "init", "--baseline", env=LATER).code == 0
    assert "\u202e" not in (adopted.path / BASELINE).read_text()
    assert attribcheck(adopted, "check").code == 0


def test_a_warm_hook_without_a_baseline_imports_nothing_for_one(repo: Repo) -> None:
    repo.stage("attribcheck.toml", POLICY)
    repo.stage("src/new.py", OWN)
    assert attribcheck(repo, "hook", "src/new.py").code == 0
    program = (
        "import sys\n"
        "from attribcheck.cli.main import main\n"
        "main(['hook', 'src/new.py'])\n"
        "print([name for name in sys.modules if 'accept' in name])\n"
    )
    done = subprocess.run(
        [*command()[:1], "-c", program],
        cwd=repo.path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("\n[]\n")
