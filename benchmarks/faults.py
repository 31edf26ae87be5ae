"""Tries every kind of fault that let something pass, lost something, ran away or misled, once more.

    python benchmarks/faults.py              runs all and prints the table
    python benchmarks/faults.py --write      also puts it into docs/security.md
    python benchmarks/faults.py locale merge runs the kinds whose names hold one of the words

Each kind was met at least once, and is a set of tests on real repositories since. The figures are
cases, as pytest counts them: a test with ten rows of a table has ten.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pages

ROOT = Path(__file__).resolve().parent.parent
_COUNT = re.compile(r"(\d+) (passed|failed|error|skipped)")


class Kind(NamedTuple):
    """A kind of fault.

    Attributes:
        group: What follows from it.
        name: What was seen.
        tests: What pytest takes: files, or tests of a file, below ``tests/``.
    """

    group: str
    name: str
    tests: tuple[str, ...]


_PASSES = "a lost or foreign notice passes"
_WRITES = "something is lost, or written elsewhere"
_COSTS = "the cost runs away"
_MISLEADS = "the answer misleads"

KINDS = (
    Kind(_PASSES, "a file name is taken for an option", (
        "cli/test_arguments.py", "sources/test_path_arguments.py")),
    Kind(_PASSES, "older content that is missing counts as unchanged", (
        "removals/test_missing_content.py",
        "rules/test_removed_notice.py::test_an_older_version_that_is_not_here_is_a_finding",
        "hostile/test_invariants.py::test_a_missing_object_is_an_error_or_a_finding")),
    Kind(_PASSES, "what git lists depends on its index and version", (
        "sources/test_staged.py", "git/test_repository.py")),
    Kind(_PASSES, "a merge drops a notice of its other parent", (
        "removals/test_merges.py", "sources/test_other_sides.py")),
    Kind(_PASSES, "a push brings more than the ref that was looked at", ("cli/test_push.py",)),
    Kind(_PASSES, "a pull request permits itself", (
        "check/test_suppressions.py::test_an_untrusted_author_permits_nothing",
        "cli/test_declare.py::TestRecord::test_a_branch_that_is_not_trusted_cannot_record_its_own_change",
        "hostile/test_invariants.py::test_an_untrusted_author_permits_nothing")),
    Kind(_PASSES, "a block of REUSE-Ignore hides a notice", ("removals/test_hidden_notices.py",)),
    Kind(_PASSES, "our own name stands on a component's file", (
        "rules/test_missing_notice.py", "rules/test_replaced_notice.py")),
    Kind(_PASSES, "a file takes another form: notebook, archive, submodule, folder", (
        "removals/test_kinds_of_change.py", "sources/test_submodules.py", "check/test_opening.py")),
    Kind(_PASSES, "a hint of the index hides a file", (
        "sources/test_work_tree.py",
        "hostile/test_inputs.py::test_a_damaged_index_of_git_never_hides_a_staged_file")),
    Kind(_PASSES, "the locale can't hold a name", ("cli/test_locale.py",)),
    Kind(_WRITES, "a link, a pipe, a device or a template leads elsewhere", (
        "cli/test_bad_input.py", "documents/test_user_template.py",
        "hostile/test_inputs.py::test_a_template_renders_or_is_refused")),
    Kind(_WRITES, "an edit of the policy changes more than was asked", (
        "cli/test_except.py", "cli/test_declare.py", "policy/test_editor.py",
        "hostile/test_invariants.py::test_an_edit_writes_the_policy_and_nothing_else")),
    Kind(_WRITES, "a process is killed, a disk is full, a cache is damaged", (
        "hostile/test_faults.py",)),
    Kind(_COSTS, "a pattern or a holder of the policy takes more than linear time", (
        "policy/test_path_patterns.py", "notices/test_holder_patterns.py",
        "policy/test_loader.py")),
    Kind(_COSTS, "a fix is repeated for each finding, or exceptions are tried for each", (
        "reports/test_json.py::test_a_long_fix_of_several_findings_is_given_once",
        "check/test_suppressions.py::test_thousands_of_inline_exceptions_of_thousands_of_findings")),
    Kind(_MISLEADS, "a folder that moved is told to be deleted", (
        "rules/support/test_moved.py", "rules/test_modified_component.py")),
    Kind(_MISLEADS, "a choice of licences is a mismatch, a judgement of a person is not told", (
        "classify/test_classifier.py", "documents/test_conclusions.py")),
    Kind(_MISLEADS, "a new finding has the fingerprint of an old one", (
        "check/test_fingerprints.py", "reports/test_sarif.py")),
    Kind(_MISLEADS, "a file is a licence file, or is none, by a name alone", (
        "notices/test_legal_files.py", "rules/test_unknown_license.py")),
    Kind(_MISLEADS, "years are read in two ways", (
        "notices/test_years.py", "removals/test_statements.py")),
    Kind(_MISLEADS, "what is put back is not what stood there", (
        "removals/test_restore.py", "reports/test_text.py::test_a_fix_keeps_its_tabs")),
)  # fmt: skip


def _run(kind: Kind) -> tuple[int, int]:
    """Return how many cases were tried and how many of them held.

    Raises:
        SystemExit: a test that the kind names is not there.
    """
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *(f"tests/{test}" for test in kind.tests),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{kind.name}: {done.stdout}{done.stderr}")
    counts = {word: int(count) for count, word in _COUNT.findall(done.stdout.splitlines()[-1])}
    if done.returncode:
        print(done.stdout)
    held = counts.get("passed", 0)
    return held + counts.get("failed", 0) + counts.get("error", 0), held


def main() -> int:
    """Print the table, write it when asked to, and return 1 when a case did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = [
        "| follows | kind | tried | held | tests, below `tests/` |",
        "| --- | --- | ---: | ---: | --- |",
    ]
    tried = held = 0
    for kind in KINDS:
        if options.words and not any(word in kind.name for word in options.words):
            continue
        one, passed = _run(kind)
        tried, held = tried + one, held + passed
        named = ", ".join(f"`{test}`" for test in kind.tests)
        lines.append(f"| {kind.group} | {kind.name} | {one} | {passed} | {named} |")
        print(lines[-1], flush=True)
    lines.append(f"| | all | {tried} | {held} | |")
    print(lines[-1])
    if options.write:
        pages.replace("security.md", "faults", "\n".join(lines) + "\n")
    return int(held != tried)


if __name__ == "__main__":
    sys.exit(main())
