"""The composite action does what it says, for each event, on real repositories.

Its steps are those of action.yml, executed in order; see ``support.runner``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.haneul import COMPONENT, FOREIGN, MIT, OWN, POLICY, SILENT
from support.hub import NOWHERE, Hub
from support.repo import Repo
from support.runner import Job, Runner

pytestmark = pytest.mark.engine

ROUTER = "third_party/foo/router.py"
DECLARED: dict[str, str | bytes] = {
    "attribcheck.toml": POLICY + COMPONENT,
    "third_party/foo/LICENSE": MIT,
    ROUTER: FOREIGN,
}
MERGE = "refs/pull/7/merge"


def pull_request(runner: Runner, hub: Hub, branch: str = "topic", **inputs: str) -> Job:
    """Use the action on a pull request from ``branch``, as GitHub checks it out."""
    payload = hub.pull_request(branch)
    checkout = hub.checkout(MERGE)
    return runner.run(
        checkout.path, "pull_request", payload, sha=checkout.head(), ref=MERGE, **inputs
    )


def push(runner: Runner, hub: Hub, before: str, *, depth: int = 0, **inputs: str) -> Job:
    """Use the action on a push to ``main``."""
    main = "refs/heads/main"
    checkout = hub.checkout(main, depth=depth)
    return runner.run(
        checkout.path, "push", hub.push(before), sha=checkout.head(), ref=main, **inputs
    )


def found(job: Job) -> list[tuple[str, str, str]]:
    """Return kind, place and rule of each annotation."""
    return [
        (
            one.kind,
            f"{one.where.get('file', '')}:{one.where.get('line', '')}",
            one.where["title"].removeprefix("attribcheck: "),
        )
        for one in job.annotations
    ]


def sarif(job: Job) -> list[tuple[str, str]]:
    """Return rule and path of each result that was uploaded."""
    given = job.with_of("github/codeql-action/upload-sarif")
    assert given is not None
    log: Any = json.loads(Path(given["sarif_file"]).read_text(encoding="utf-8"))
    return [
        (one["ruleId"], one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for one in log["runs"][0]["results"]
    ]


def test_a_pull_request_that_adds_an_undeclared_file_fails(runner: Runner, hub: Hub) -> None:
    hub.work.branch("topic")
    hub.work.commit_files({ROUTER: FOREIGN})

    job = pull_request(runner, hub, reports="github, markdown, sarif, json, html")

    assert job.code == 1
    assert found(job) == [
        ("error", f"{ROUTER}:1", "undeclared-notice"),
        ("error", f"{ROUTER}:2", "undeclared-license"),
    ]
    assert job.annotations[0].text.splitlines()[0] == (
        "copyright of Foo Corp. is not declared (licence: MIT)"
    )
    assert sarif(job) == [("undeclared-notice", ROUTER), ("undeclared-license", ROUTER)]
    assert "## attribcheck: 2 errors\n" in job.summary
    head = hub.work.git("rev-parse", "topic")
    merge = hub.work.git("rev-parse", MERGE)
    assert f"(<https://github.example/haneul/haneul/blob/{merge}/{ROUTER}#L1>)" in job.summary
    assert head != merge
    rules = "https://github.example/haneul/attribcheck/blob/v1/docs/rules.md"
    assert f"[undeclared-notice](<{rules}#undeclared-notice>)" in job.summary
    counts = ("exit-code", "findings", "errors", "warnings", "notes", "preexisting", "excepted")
    assert [job.outputs[name] for name in counts] == ["1", "2", "2", "0", "0", "0", "0"]
    assert json.loads(Path(job.outputs["json-file"]).read_text())["summary"]["errors"] == 2
    assert "<!doctype html>" in Path(job.outputs["html-file"]).read_text(encoding="utf-8")


def test_a_pull_request_that_strips_the_only_notice_of_a_component_fails(
    runner: Runner, hub: Hub
) -> None:
    hub.work.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN + SILENT})
    hub.work.branch("topic")
    hub.work.commit_files({ROUTER: SILENT})

    job = pull_request(runner, hub)

    assert job.code == 1
    assert found(job) == [
        ("error", f"{ROUTER}:", "missing-notice"),
        ("error", f"{ROUTER}:1", "removed-notice"),
        ("error", f"{ROUTER}:1", "removed-notice"),
    ]
    assert [note.text.splitlines()[0] for note in job.annotations[1:]] == [
        "copyright notice of Foo Corp. was removed, and its code remains",
        "notice of licence MIT was removed, and its code remains",
    ]


def test_a_pull_request_that_only_edits_a_declared_file_passes(runner: Runner, hub: Hub) -> None:
    hub.work.commit_files(DECLARED)
    hub.work.branch("topic")
    hub.work.commit_files({ROUTER: FOREIGN + SILENT})

    job = pull_request(runner, hub)

    assert (job.code, found(job)) == (0, [])
    assert job.outputs["findings"] == job.outputs["preexisting"] == "0"
    assert job.summary.startswith("## attribcheck: no findings\n")


def test_what_stood_before_a_pull_request_does_not_fail_it(runner: Runner, hub: Hub) -> None:
    hub.work.commit_files({ROUTER: FOREIGN})
    hub.work.branch("topic")
    hub.work.commit_files({ROUTER: FOREIGN + SILENT, "src/more.py": OWN})
    hub.work.switch("main")
    hub.work.commit_files({"src/other.py": FOREIGN}, "undeclared, on main, meanwhile")

    job = pull_request(runner, hub)

    assert (job.code, found(job)) == (0, [])
    assert (job.outputs["findings"], job.outputs["preexisting"]) == ("0", "2")


def test_a_foreign_pull_request_is_judged_by_the_policy_of_the_base(
    runner: Runner, hub: Hub
) -> None:
    hub.work.branch("topic")
    hub.work.commit_files(DECLARED)
    hub.work.switch("main")
    payload = hub.pull_request("topic")
    checkout = hub.checkout("refs/heads/main")

    job = runner.run(
        checkout.path,
        "pull_request_target",
        payload,
        sha=checkout.head(),
        ref="refs/heads/main",
        reports="github, markdown, sarif",
    )

    assert job.code == 1
    assert ("error", f"{ROUTER}:1", "undeclared-notice") in found(job)
    assert "this range changes attribcheck.toml, which --base-policy ignores" in job.summary
    assert not (checkout.path / ROUTER).exists()
    # Neither alerts nor scan results of a fork become those of the base.
    assert job.with_of("github/codeql-action/upload-sarif") is None
    saved = [given["key"] for name, given in job.used if name == "actions/cache/save"]
    assert saved == []


@pytest.mark.parametrize(
    "inputs", [{"policy": "attribcheck.toml"}, {"mode": "notice"}, {"paths": "src"}]
)
def test_a_foreign_work_tree_is_not_read(runner: Runner, hub: Hub, inputs: dict[str, str]) -> None:
    hub.work.branch("topic")
    hub.work.commit_files({"src/more.py": OWN})
    payload = hub.pull_request("topic")
    base = payload["pull_request"]["base"]["sha"]
    checkout = hub.checkout("refs/pull/7/head")

    job = runner.run(
        checkout.path, "pull_request_target", payload, sha=base, ref="refs/heads/main", **inputs
    )

    assert job.code != 0
    (annotation,) = job.annotations
    assert annotation.text.startswith("on pull_request_target ")


def test_a_push_fails_for_what_was_pushed(runner: Runner, hub: Hub) -> None:
    before = hub.work.head()
    hub.work.commit_files({ROUTER: FOREIGN})

    job = push(runner, hub, before)

    assert job.code == 1
    assert job.outputs["findings"] == "2"
    assert job.with_of("github/codeql-action/upload-sarif") is None


def test_the_log_of_a_branch_tells_the_state_of_the_whole_tree(runner: Runner, hub: Hub) -> None:
    """Code scanning closes the alerts of a branch that its newest log does not hold."""
    before = hub.work.commit_files({ROUTER: FOREIGN})
    hub.work.commit_files({"src/more.py": OWN})

    job = push(runner, hub, before, reports="sarif")

    assert (job.code, job.outputs["findings"]) == (0, "0")
    assert sarif(job) == [("undeclared-notice", ROUTER), ("undeclared-license", ROUTER)]


def test_a_merge_group_fails_for_what_it_brings(runner: Runner, hub: Hub) -> None:
    base = hub.work.commit_files({"src/old.py": FOREIGN})
    hub.work.branch("queue")
    hub.work.commit_files({ROUTER: FOREIGN})
    checkout = hub.checkout("refs/heads/queue")

    job = runner.run(
        checkout.path,
        "merge_group",
        {"merge_group": {"base_sha": base, "head_sha": checkout.head()}},
        sha=checkout.head(),
        ref="refs/heads/gh-readonly-queue/main/pr-7",
    )

    assert job.code == 1
    assert {place for _, place, _ in found(job)} == {f"{ROUTER}:1", f"{ROUTER}:2"}


@pytest.mark.parametrize("before", [NOWHERE, "1" * 40], ids=["new", "forced"])
def test_a_new_or_rewritten_branch_fails_for_what_the_default_branch_has_not(
    runner: Runner, hub: Hub, before: str
) -> None:
    hub.work.commit_files({"src/old.py": FOREIGN}, "undeclared, on main")
    hub.work.branch("topic")
    hub.work.commit_files({ROUTER: FOREIGN})
    topic = "refs/heads/topic"
    checkout = hub.checkout(topic)

    job = runner.run(checkout.path, "push", hub.push(before), sha=checkout.head(), ref=topic)

    assert job.code == 1
    assert {place for _, place, _ in found(job)} == {f"{ROUTER}:1", f"{ROUTER}:2"}


def test_a_forced_push_to_the_default_branch_checks_the_whole_tree(
    runner: Runner, hub: Hub
) -> None:
    hub.work.commit_files({ROUTER: FOREIGN})
    hub.work.commit_files({"src/more.py": OWN})

    job = push(runner, hub, "1" * 40)

    assert (job.code, job.outputs["findings"]) == (1, "2")


@pytest.mark.parametrize("event", ["workflow_dispatch", "schedule"])
def test_what_is_no_change_checks_the_whole_tree(runner: Runner, hub: Hub, event: str) -> None:
    hub.work.commit_files({ROUTER: FOREIGN})
    checkout = hub.checkout("refs/heads/main")

    job = runner.run(checkout.path, event, {}, sha=checkout.head(), ref="refs/heads/main")

    assert (job.code, job.outputs["findings"]) == (1, "2")


def test_a_tag_can_be_checked_instead(runner: Runner, hub: Hub) -> None:
    hub.work.commit_files({ROUTER: FOREIGN})
    checkout, tag = hub.checkout("refs/heads/main"), "refs/tags/v1.0"

    job = runner.run(
        checkout.path, "push", hub.push(NOWHERE), sha=checkout.head(), ref=tag, mode="check"
    )

    assert (job.code, job.outputs["findings"]) == (1, "2")
    assert job.with_of("actions/upload-artifact") is None


@pytest.mark.parametrize("event", ["push", "release"])
def test_a_tag_renders_the_attribution_documents(runner: Runner, hub: Hub, event: str) -> None:
    hub.work.commit_files(DECLARED)
    checkout = hub.checkout("refs/heads/main")

    job = runner.run(
        checkout.path, event, hub.push(NOWHERE), sha=checkout.head(), ref="refs/tags/v1.0"
    )

    assert job.code == 0
    notice, document = job.outputs["documents"].splitlines()
    assert Path(notice).name == "NOTICE"
    assert Path(document).name == "THIRD-PARTY-NOTICES"
    assert "Copyright (c) 2025 Foo Corp." in Path(document).read_text(encoding="utf-8")
    given = job.with_of("actions/upload-artifact")
    assert given is not None
    assert (given["name"], given["path"]) == ("attribution", str(Path(document).parent))
    assert checkout.git("status", "--porcelain") == ""


def test_a_release_can_carry_bills_of_materials(runner: Runner, hub: Hub) -> None:
    hub.work.commit_files(DECLARED)
    checkout = hub.checkout("refs/heads/main")

    job = runner.run(
        checkout.path,
        "release",
        {},
        sha=checkout.head(),
        ref="refs/tags/v1.0",
        documents="spdx-json, cyclonedx-json",
    )

    assert job.code == 0
    written = [Path(line) for line in job.outputs["documents"].splitlines()]
    assert [file.name for file in written] == ["sbom.cdx.json", "sbom.spdx.json"]
    assert all('"foo"' in file.read_text(encoding="utf-8") for file in written)


def test_a_shallow_checkout_of_a_pull_request_is_an_error(runner: Runner, hub: Hub) -> None:
    hub.work.branch("topic")
    hub.work.commit_files({"src/more.py": OWN})
    payload = hub.pull_request("topic")
    checkout = hub.checkout(MERGE, depth=1)

    job = runner.run(checkout.path, "pull_request", payload, sha=checkout.head(), ref=MERGE)

    assert (job.code, job.outputs["exit-code"]) == (3, "3")
    assert "`fetch-depth: 0`" in job.annotations[0].text


def test_a_shallow_checkout_is_an_error_that_names_the_depth(runner: Runner, hub: Hub) -> None:
    before = hub.work.head()
    hub.work.commit_files({"src/more.py": OWN})

    job = push(runner, hub, before, depth=1)

    assert job.code == 3
    assert job.outputs["exit-code"] == "3"
    (annotation,) = job.annotations
    assert annotation.kind == "error"
    assert "`fetch-depth: 0`" in annotation.text
    assert "## attribcheck: not checked" in job.summary
    assert "fetch-depth: 0" in job.summary


def test_a_policy_that_can_not_be_used_is_an_error_and_no_pass(runner: Runner, hub: Hub) -> None:
    before = hub.work.head()
    hub.work.commit_files({"attribcheck.toml": "version = 1\nlicence = 1\n"})

    job = push(runner, hub, before)

    assert job.code == 2
    assert "attribcheck.toml:2:1: unknown" in job.annotations[0].text


def test_fail_on_decides_what_fails(runner: Runner, hub: Hub) -> None:
    rules = '\n[rules]\nundeclared-notice = "warning"\nundeclared-license = "note"\n'
    before = hub.work.commit_files({"attribcheck.toml": POLICY + rules})
    hub.work.commit_files({ROUTER: FOREIGN})

    passed = push(runner, hub, before)

    assert passed.code == 0
    assert [kind for kind, _, _ in found(passed)] == ["warning", "notice"]
    assert push(runner, hub, before, fail_on="warning").code == 1


def test_paths_are_checked_as_they_stand(runner: Runner, hub: Hub) -> None:
    before = hub.work.commit_files({ROUTER: FOREIGN, "my docs/a.py": FOREIGN})
    hub.work.commit_files({"src/more.py": OWN})

    job = push(runner, hub, before, paths="my docs\nsrc\n")

    assert job.code == 1
    assert {place for _, place, _ in found(job)} == {"my docs/a.py:1", "my docs/a.py:2"}


def test_names_and_notices_of_the_repository_are_no_commands(runner: Runner, hub: Hub) -> None:
    before = hub.work.head()
    name = "a\n::error file=x::forged\n::set-output name=findings::0"
    hub.work.commit_files({f"{name}.py": "# Copyright 2025 Foo ##[error]forged ::warning::x\n"})

    job = push(runner, hub, before, reports="github, markdown, text")

    assert job.code == 1
    assert job.outputs["findings"] == "1"
    (annotation,) = job.annotations
    assert annotation.where["file"].startswith(r"a\x0a::error file=x::forged\x0a::set-output")


def test_code_of_the_repository_is_never_imported(runner: Runner, hub: Hub) -> None:
    before = hub.work.head()
    bad = "raise SystemExit('imported')\n"
    names = ("json", "runner", "plan", "sitecustomize", "usercustomize", "attribcheck/__init__")
    hub.work.commit_files({f"{name}.py": bad for name in names})

    job = push(runner, hub, before)

    assert (job.code, job.outputs["exit-code"]) == (0, "0")


def test_inputs_are_data(runner: Runner, hub: Hub) -> None:
    before = hub.work.head()
    evil = '"; touch pwned; echo "$(touch pwned)`touch pwned`'

    for key in ("mode", "policy", "base", "paths", "reports", "version", "exact"):
        job = push(runner, hub, before, **{key: evil})
        assert job.code != 0, key
        assert not list(runner.home.parent.rglob("pwned")), key


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"mode": "scan"}, "the input `mode` is 'scan'; it takes auto, check, notice"),
        ({"reports": "github, pdf"}, "the input `reports` is 'pdf'"),
        ({"fail_on": "never"}, "the input `fail-on` is 'never'"),
        ({"exact": "yes"}, "the input `exact` is 'yes'; it takes true, false"),
        ({"version": "latest"}, "the input `version` is 'latest'"),
        ({"working_directory": "no/such"}, "no/such does not exist"),
        ({"paths": "src", "base": "main"}, "`paths` and `base` exclude each other"),
        ({"paths": "src", "policy": "base"}, "`policy: base` has no base with `paths`"),
        ({"mode": "notice", "documents": " "}, "the input `documents` names none"),
    ],
)
def test_an_input_without_a_meaning_stops_the_job(
    runner: Runner, hub: Hub, inputs: dict[str, str], words: str
) -> None:
    job = push(runner, hub, hub.work.head(), **inputs)
    assert job.code == 2
    (annotation,) = job.annotations
    assert words in annotation.text


def test_results_are_kept_and_a_second_use_needs_no_environment(runner: Runner, hub: Hub) -> None:
    before = hub.work.head()
    hub.work.commit_files({ROUTER: FOREIGN})

    first = push(runner, hub, before)
    (kept,) = [given for name, given in first.used if name == "actions/cache/save"]
    assert kept["key"].startswith("attribcheck-results-")

    second = push(runner, hub, before)
    assert "Restore the environment" not in second.seconds
    assert "Keep scan results" not in second.seconds

    runner.forget()
    third = push(runner, hub, before)
    assert "Restore the environment" in third.seconds
    assert "Keep scan results" not in third.seconds  # they were restored, and nothing was new
    assert found(third) == found(first)


def test_without_the_cache_nothing_is_restored_or_kept(runner: Runner, hub: Hub) -> None:
    first = push(runner, hub, hub.work.head())  # leaves an environment: this test installs none
    assert first.code == 0
    job = push(runner, hub, hub.work.head(), cache="false")
    assert job.code == 0
    assert not [name for name, _ in job.used if name.startswith("actions/cache")]


def test_a_checkout_in_a_folder_is_found(runner: Runner, hub: Hub, tmp_path: Path) -> None:
    before = hub.work.head()
    hub.work.commit_files({ROUTER: FOREIGN})
    checkout = hub.checkout("refs/heads/main")
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    checkout.path.rename(workspace / "haneul")
    head = Repo(workspace / "haneul", init=False).head()

    job = runner.run(
        workspace,
        "push",
        hub.push(before),
        sha=head,
        ref="refs/heads/main",
        working_directory="haneul",
    )

    assert (job.code, job.outputs["findings"]) == (1, "2")
