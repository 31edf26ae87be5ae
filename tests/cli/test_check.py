"""``attribcheck check``: what it looks at, what it prints, when it fails."""

from __future__ import annotations

import json

import pytest
from support.command import attribcheck
from support.haneul import COMPONENT, FOREIGN, MIT, OWN, POLICY, SILENT
from support.repo import Repo

ROUTER = "third_party/foo/router.py"


@pytest.mark.engine
def test_a_repository_of_our_own_is_clean(repo: Repo) -> None:
    done = attribcheck(repo, "check")
    assert (done.code, done.err) == (0, "")
    assert done.out == "clean: 2 files checked (tracked files), no findings\n"


@pytest.mark.engine
def test_an_undeclared_file_fails_with_its_holder_licence_line_and_fix(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "check")
    assert (done.code, done.err) == (1, "")
    first, second, *_, summary = done.out.split("\n\n")
    assert (
        first
        == """\
error[undeclared-notice]: copyright of Foo Corp. is not declared (licence: MIT)
  --> third_party/foo/router.py:1:3
   |
 1 | # Copyright 2025 Foo Corp.
   |   ^^^^^^^^^^^^^^^^^^^^^^^^
   = policy: attribcheck.toml:6: [project] holders: Haneul Labs; no component covers this file
   = fix in attribcheck.toml:
       [[component]]
       name = "Foo Corp. router"
       license = "MIT"
       holders = ["Foo Corp."]
       paths = ["third_party/foo/router.py"]"""
    )
    assert second.startswith("error[undeclared-license]: licence MIT is not declared\n")
    hint, summary, _ = summary.splitlines()
    assert hint == (
        "hint: where a person finds that it is no notice:"
        f' `attribcheck except undeclared-notice {ROUTER} --reason "..."`'
    )
    assert summary == "2 errors in 1 file; 3 files checked (tracked files)"


@pytest.mark.engine
def test_the_printed_fix_settles_the_finding(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    printed = attribcheck(repo, "check").out.partition("fix in attribcheck.toml:\n")[2]
    block = printed.partition("\n\n")[0]
    repo.write("attribcheck.toml", f"{POLICY}\n{block}\n")
    assert attribcheck(repo, "check").code == 0


@pytest.mark.engine
def test_a_declared_file_is_clean(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    repo.write("attribcheck.toml", POLICY + COMPONENT)
    assert attribcheck(repo, "check").code == 0


@pytest.mark.engine
def test_without_a_policy_every_notice_is_undeclared(repo: Repo) -> None:
    repo.remove("attribcheck.toml")
    done = attribcheck(repo, "check")
    assert done.code == 1
    assert "copyright of Haneul Labs is not declared" in done.out
    assert "there is no attribcheck.toml" in done.out


@pytest.mark.engine
def test_the_tree_is_checked_as_it_stands_and_not_as_it_is_staged(repo: Repo) -> None:
    repo.stage(ROUTER, OWN)
    repo.write(ROUTER, FOREIGN)
    assert attribcheck(repo, "check").code == 1
    assert attribcheck(repo, "check", "--staged").code == 0


@pytest.mark.engine
def test_what_git_does_not_track_is_checked_when_it_is_named(repo: Repo) -> None:
    repo.write(ROUTER, FOREIGN)
    assert attribcheck(repo, "check").code == 0
    assert attribcheck(repo, "check", ROUTER).code == 1


@pytest.mark.engine
def test_paths_narrow_the_check(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "check", "src")
    assert (done.code, done.out) == (0, "clean: 1 file checked (src), no findings\n")
    assert attribcheck(repo, "check", "src", "third_party").code == 1


@pytest.mark.engine
def test_paths_are_those_of_the_current_folder(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo.path / "third_party", "check", "foo")
    assert done.code == 1
    assert f"--> {ROUTER}:1:3" in done.out


@pytest.mark.engine
def test_staged_looks_at_what_a_commit_would_change_alone(repo: Repo) -> None:
    repo.commit_files({ROUTER: FOREIGN})
    repo.stage("src/more/app.py", OWN)
    done = attribcheck(repo, "check", "--staged")
    assert (done.code, done.out) == (0, "clean: 1 file checked (staged changes), no findings\n")


@pytest.mark.engine
def test_diff_looks_at_what_a_branch_changed_since_it_left_the_base(repo: Repo) -> None:
    repo.branch("feature")
    repo.commit_files({"src/more/app.py": OWN})
    repo.switch("main")
    repo.commit_files({ROUTER: FOREIGN})
    assert attribcheck(repo, "check", "--diff", "main...feature").code == 0
    repo.switch("feature")
    repo.commit_files({"third_party/bar/router.py": FOREIGN})
    done = attribcheck(repo, "check", "--diff", "main")
    assert done.code == 1
    assert "third_party/bar/router.py:1:3" in done.out
    assert ROUTER not in done.out


@pytest.mark.engine
def test_diff_reads_the_policy_of_its_head_and_not_the_work_tree(repo: Repo) -> None:
    repo.commit_files({ROUTER: FOREIGN})
    repo.write("attribcheck.toml", POLICY + COMPONENT)
    assert attribcheck(repo, "check", "--diff", "HEAD~1").code == 1
    repo.add()
    repo.commit()
    assert attribcheck(repo, "check", "--diff", "HEAD~2").code == 0


@pytest.mark.engine
def test_diff_counts_what_is_introduced_and_state_all_that_stands(repo: Repo) -> None:
    repo.commit_files({ROUTER: FOREIGN})
    repo.commit_files({ROUTER: f"{FOREIGN}\nROUTES = []\n"})
    introduced = attribcheck(repo, "check", "--diff", "HEAD~1")
    assert introduced.code == 0
    assert introduced.out == (
        "clean: 1 file checked (changes in HEAD~1...HEAD), no findings,"
        " 2 preexisting (--state counts them)\n"
    )
    state = attribcheck(repo, "check", "--diff", "HEAD~1", "--state")
    assert state.code == 1
    assert "2 errors in 1 file; 1 file checked" in state.out


@pytest.mark.engine
def test_base_policy_is_that_of_the_base_itself_and_not_of_where_head_left_it(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT}, "declare foo")
    repo.branch("fork")
    repo.commit_files({ROUTER: FOREIGN, "attribcheck.toml": POLICY + COMPONENT + "# fork\n"})
    repo.switch("main")
    repo.commit_files({"attribcheck.toml": POLICY}, "foo is declared no longer")
    assert attribcheck(repo, "check", "--diff", "main...fork").code == 0
    done = attribcheck(repo, "check", "--diff", "main...fork", "--base-policy")
    assert done.code == 1
    assert f"--> {ROUTER}:1:3" in done.out
    assert "= policy: attribcheck.toml:6: [project] holders: Haneul Labs" in done.out
    assert "hint: this range changes attribcheck.toml, which --base-policy ignores" in done.out


@pytest.mark.engine
def test_a_base_without_a_policy_declares_nothing(repo: Repo) -> None:
    repo.git("rm", "--quiet", "attribcheck.toml")
    repo.commit()
    repo.commit_files({"attribcheck.toml": POLICY, "src/more.py": OWN})
    done = attribcheck(repo, "check", "--diff", "HEAD~1", "--base-policy")
    assert done.code == 1
    assert "copyright of Haneul Labs is not declared" in done.out


@pytest.mark.parametrize("option", ["--state", "--base-policy"])
def test_what_compares_with_a_base_needs_one(repo: Repo, option: str) -> None:
    done = attribcheck(repo, "check", option)
    assert (done.code, done.out) == (2, "")
    assert f"{option} requires --diff" in done.err


def test_two_policies_can_not_be_asked_for(repo: Repo) -> None:
    done = attribcheck(repo, "check", "--diff=HEAD", "--base-policy", "--policy=attribcheck.toml")
    assert (done.code, done.out) == (2, "")
    assert "--base-policy and --policy can't be combined" in done.err


def test_a_range_that_is_empty_is_no_range(repo: Repo) -> None:
    done = attribcheck(repo, "check", "--diff", "")
    assert (done.code, done.out) == (2, "")
    assert "names no revision" in done.err


@pytest.mark.engine
def test_a_deleted_licence_is_missed_by_the_files_it_spoke_for(repo: Repo) -> None:
    repo.commit_files(
        {
            "attribcheck.toml": POLICY + COMPONENT,
            "third_party/foo/LICENSE": MIT,
            "third_party/foo/routes.py": SILENT,
        }
    )
    repo.remove("third_party/foo/LICENSE")
    repo.add()
    done = attribcheck(repo, "check", "--staged")
    assert done.code == 1
    assert "error[missing-notice]" in done.out
    assert "--> third_party/foo/routes.py" in done.out


@pytest.mark.parametrize("option", ["--staged", "--diff=HEAD"])
def test_paths_of_a_change_can_not_be_asked_for(repo: Repo, option: str) -> None:
    done = attribcheck(repo, "check", option, "src")
    assert (done.code, done.out) == (2, "")
    assert "PATHS can't be combined with --staged, --diff or --history" in done.err


def test_staged_and_diff_exclude_each_other(repo: Repo) -> None:
    assert attribcheck(repo, "check", "--staged", "--diff", "HEAD").code == 2


@pytest.mark.engine
def test_json_is_the_whole_output(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "check", "--format", "json")
    document = json.loads(done.out)
    assert (done.code, done.err) == (1, "")
    assert document["schema"] == "attribcheck/report/1"
    found = [(item["rule"], item["path"], item["line"]) for item in document["findings"]]
    assert found == [("undeclared-notice", ROUTER, 1), ("undeclared-license", ROUTER, 2)]
    files = {file["path"]: file for file in document["files"]}
    assert files[ROUTER]["license_expression"] == "MIT"
    assert files[ROUTER]["holders"] == ["Foo Corp."]


@pytest.mark.engine
def test_the_same_input_gives_the_same_bytes(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    first = attribcheck(repo, "check", "--format", "json")
    assert first.code == 1
    assert attribcheck(repo, "check", "--format", "json") == first
    assert attribcheck(repo, "check", "--format", "json", "--jobs", "1") == first


@pytest.mark.engine
def test_reports_are_written_beside_what_is_printed(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "check", "--report", "json=out.json", "--report", "text=out.txt")
    assert done.code == 1
    assert (repo.path / "out.txt").read_text() == done.out
    assert len(json.loads((repo.path / "out.json").read_text())["findings"]) == 2


@pytest.mark.parametrize("report", ["json", "json=", "yaml=out.yaml"])
def test_a_report_that_is_no_format_and_file_is_a_usage_error(repo: Repo, report: str) -> None:
    done = attribcheck(repo, "check", "--report", report)
    assert (done.code, done.out) == (2, "")
    assert "argument --report" in done.err


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("src/app.py", "src/app.py is tracked by git"),
        ("src/../src/app.py", "is tracked by git"),
        ("attribcheck.toml", "is a policy, or belongs to one"),
        ("sub/attribcheck.lock", "is a policy, or belongs to one"),
        ("other.toml", "is a policy, or belongs to one"),
        (".git/config", "is a file of git"),
        ("sub/.git/hooks/pre-commit", "is a file of git"),
    ],
)
def test_a_report_replaces_no_source_no_policy_and_nothing_of_git(
    repo: Repo, file: str, reason: str
) -> None:
    repo.write("other.toml", POLICY)
    before = {path: path.read_bytes() for path in repo.path.rglob("*") if path.is_file()}
    done = attribcheck(repo, "check", "--policy", "other.toml", "--report", f"json={file}")
    assert (done.code, done.out) == (2, "")
    assert reason in done.err
    assert {path: path.read_bytes() for path in repo.path.rglob("*") if path.is_file()} == before


@pytest.mark.engine
def test_reports_link_to_where_the_rules_and_the_files_are(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    links = (
        "--rules-url=https://haneul.example/rules.md",
        "--source-url=https://haneul.example/b/",
    )
    done = attribcheck(repo, "check", "--format", "markdown", *links)
    assert "(<https://haneul.example/rules.md#undeclared-notice>)" in done.out
    assert f"(<https://haneul.example/b/{ROUTER}#L1>)" in done.out


@pytest.mark.parametrize("url", ["javascript:x", "https://", "https://x.example/>)", "x.example"])
def test_an_address_that_is_none_is_a_usage_error(repo: Repo, url: str) -> None:
    done = attribcheck(repo, "check", "--source-url", url)
    assert (done.code, done.out) == (2, "")
    assert "is not a URL with http or https" in done.err


@pytest.mark.engine
def test_a_report_that_can_not_be_written_fails_the_run(repo: Repo) -> None:
    done = attribcheck(repo, "check", "--report", "json=no/such/folder/out.json")
    assert done.code == 3
    assert "can't write no/such/folder/out.json" in done.err


@pytest.mark.engine
def test_another_policy_can_be_named(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    repo.write("other.toml", POLICY + COMPONENT)
    assert attribcheck(repo, "check").code == 1
    assert attribcheck(repo, "check", "--policy", "other.toml").code == 0


@pytest.mark.engine
@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_fail_on_says_which_severity_fails(repo: Repo, fail_on: str, code: int) -> None:
    rules = '\n[rules]\nundeclared-notice = "warning"\nundeclared-license = "warning"\n'
    repo.write("attribcheck.toml", POLICY + rules)
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "check", "--fail-on", fail_on)
    assert done.code == code
    assert "warning[undeclared-notice]" in done.out


@pytest.mark.engine
def test_quiet_prints_findings_and_nothing_else(repo: Repo) -> None:
    assert attribcheck(repo, "check", "--quiet").out == ""
    repo.stage(ROUTER, FOREIGN)
    out = attribcheck(repo, "check", "--quiet").out
    assert out.startswith("error[undeclared-notice]")
    assert "checked" not in out


@pytest.mark.engine
def test_output_that_is_no_terminal_has_no_colours(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "check", env={"TERM": "xterm-256color"})
    assert (done.code, "\x1b" in done.out) == (1, False)


@pytest.mark.engine
def test_without_the_cache_the_answer_is_the_same(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    with_cache = attribcheck(repo, "check")
    assert with_cache.code == 1
    assert attribcheck(repo, "check", "--no-cache", "--exact") == with_cache


@pytest.mark.engine
@pytest.mark.parametrize(
    ("folder", "name", "shown"),
    [
        (".", "./attribcheck.toml", "attribcheck.toml"),
        ("src", "../attribcheck.toml", "attribcheck.toml"),
        (".", "src/other.toml", "src/other.toml"),
    ],
)
def test_a_named_policy_is_no_source_however_it_is_written(
    repo: Repo, folder: str, name: str, shown: str
) -> None:
    text = f"{POLICY}{COMPONENT}# Copyright 2025 Bar GmbH\n"
    repo.stage("attribcheck.toml", text)
    repo.stage("src/other.toml", text)

    done = attribcheck(repo.path / folder, "check", "--policy", name)

    assert f"  --> {shown}:" in done.out  # a component without files
    assert "Bar GmbH" not in done.out.replace("src/other.toml", "") or shown == "attribcheck.toml"
    assert f"{shown}:13" not in done.out
