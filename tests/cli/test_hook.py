"""``attribcheck hook``: what it checks on each occasion on which pre-commit runs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.command import attribcheck
from support.haneul import COMPONENT, FOREIGN, MIT, OWN, POLICY, SILENT
from support.repo import Repo

ROUTER = "third_party/foo/router.py"


@pytest.mark.engine
def test_the_staged_content_is_checked_and_not_the_file(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    repo.write(ROUTER, OWN)
    done = attribcheck(repo, "hook", ROUTER)
    assert (done.code, done.err) == (1, "")
    assert "copyright of Foo Corp. is not declared (licence: MIT)" in done.out
    assert "1 file checked (staged changes)" in done.out


@pytest.mark.engine
def test_what_is_not_staged_does_not_count(repo: Repo) -> None:
    repo.stage("src/more/app.py", OWN)
    repo.write(ROUTER, FOREIGN)
    repo.write("src/app.py", FOREIGN)
    assert attribcheck(repo, "hook", "src/more/app.py").code == 0


def test_with_nothing_staged_there_is_nothing_to_check(repo: Repo) -> None:
    done = attribcheck(repo, "hook")
    assert (done.code, done.out) == (0, "clean: 0 files checked (staged changes), no findings\n")


@pytest.mark.engine
def test_a_declaration_that_is_not_staged_does_not_count(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    repo.write("attribcheck.toml", POLICY + COMPONENT)
    assert attribcheck(repo, "hook", ROUTER).code == 1
    repo.add("attribcheck.toml")
    assert attribcheck(repo, "hook", ROUTER, "attribcheck.toml").code == 0


@pytest.mark.engine
def test_a_policy_that_git_does_not_track_is_told(repo: Repo) -> None:
    repo.git("rm", "--quiet", "--cached", "attribcheck.toml")
    repo.stage("src/more/app.py", OWN)
    done = attribcheck(repo, "hook", "src/more/app.py")
    assert done.code == 1
    assert "hint: attribcheck.toml is not in the index, so it was not applied: git add" in done.out


@pytest.mark.engine
def test_a_commit_that_only_deletes_a_licence_is_stopped(repo: Repo) -> None:
    repo.commit_files(
        {
            "attribcheck.toml": POLICY + COMPONENT,
            "third_party/foo/LICENSE": MIT,
            "third_party/foo/routes.py": SILENT,
        }
    )
    repo.remove("third_party/foo/LICENSE")
    repo.add()
    done = attribcheck(repo, "hook")
    assert done.code == 1
    assert "error[missing-notice]" in done.out
    assert "third_party/foo/routes.py" in done.out


@pytest.mark.engine
def test_a_commit_that_only_takes_a_declaration_away_is_stopped(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN})
    repo.stage("attribcheck.toml", POLICY)
    done = attribcheck(repo, "hook", "attribcheck.toml")
    assert done.code == 1
    assert f"--> {ROUTER}:1:3" in done.out


@pytest.mark.engine
def test_names_that_are_not_staged_ask_for_the_files_themselves(repo: Repo) -> None:
    repo.commit_files({ROUTER: FOREIGN})
    assert attribcheck(repo, "hook").code == 0
    done = attribcheck(repo, "hook", "src/app.py", ROUTER)
    assert done.code == 1
    assert "2 files checked" in done.out


@pytest.mark.engine
def test_a_conflict_that_is_resolved_to_our_side_is_no_list_of_files(repo: Repo) -> None:
    """pre-commit names the file, which is not staged then."""
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN + "route = 1\n" * 9})
    repo.branch("side")
    repo.commit_files({"src/app.py": OWN + "theirs = 1\n"})
    repo.switch("main")
    repo.commit_files({"src/app.py": OWN + "ours = 1\n"})
    repo.merge_conflict("side")
    repo.git("checkout", "--quiet", "--ours", "src/app.py")
    repo.stage(ROUTER, "route = 1\n" * 9)
    repo.add()
    done = attribcheck(repo, "hook", "src/app.py", ROUTER)
    assert done.code == 1
    assert "copyright notice of Foo Corp. was removed" in done.out
    assert done.out.count("file checked") == 1


@pytest.mark.engine
def test_names_that_are_not_staged_do_not_replace_the_staged_changes(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN + "route = 1\n" * 9})
    repo.stage(ROUTER, "route = 1\n" * 9)
    done = attribcheck(repo, "hook", "src/app.py", ROUTER)
    assert done.code == 1
    assert "copyright notice of Foo Corp. was removed" in done.out
    assert "1 file checked (staged changes)" in done.out
    assert "2 files checked (src/app.py," in done.out


@pytest.mark.engine
def test_refs_of_pre_commit_ask_for_their_range(repo: Repo) -> None:
    first = repo.head()
    second = repo.commit_files({ROUTER: FOREIGN})
    third = repo.commit_files({"src/more/app.py": OWN})
    refs = {"PRE_COMMIT_FROM_REF": first, "PRE_COMMIT_TO_REF": third}
    done = attribcheck(repo, "hook", ROUTER, env=refs)
    assert done.code == 1
    assert f"{ROUTER}:1:3" in done.out
    refs = {"PRE_COMMIT_FROM_REF": second, "PRE_COMMIT_TO_REF": third}
    assert attribcheck(repo, "hook", "src/more/app.py", env=refs).code == 0


@pytest.mark.engine
def test_of_a_range_what_it_introduced_counts(repo: Repo) -> None:
    first = repo.commit_files({ROUTER: FOREIGN})
    second = repo.commit_files({ROUTER: f"{FOREIGN}\nROUTES = []\n"})
    refs = {"PRE_COMMIT_FROM_REF": first, "PRE_COMMIT_TO_REF": second}
    done = attribcheck(repo, "hook", ROUTER, env=refs)
    assert done.code == 0
    assert "2 preexisting" in done.out


@pytest.mark.engine
def test_the_first_commit_of_a_repository_is_checked(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "new")
    repo.stage("attribcheck.toml", POLICY)
    repo.stage(ROUTER, FOREIGN)
    assert attribcheck(repo, "hook", "attribcheck.toml", ROUTER).code == 1


@pytest.mark.engine
def test_the_index_that_git_names_is_the_one_that_is_checked(repo: Repo) -> None:
    repo.git("read-tree", "HEAD", env={"GIT_INDEX_FILE": ".git/other"})
    repo.stage(ROUTER, FOREIGN)
    assert attribcheck(repo, "hook", env={"GIT_INDEX_FILE": ".git/other"}).code == 0
    assert attribcheck(repo, "hook").code == 1


@pytest.mark.engine
def test_what_only_the_index_of_one_commit_has_is_to_be_staged_before_a_fix(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN + "ROUTES = []\n"})
    repo.stage(ROUTER, "ROUTES = []\n")
    hint = "hint: {}`attribcheck check --staged --fix` restores removed notices"
    assert hint.format("") in attribcheck(repo, "hook").out
    # As `git commit --all` does.
    (repo.path / ".git" / "index").rename(repo.path / ".git" / "index.lock")
    done = attribcheck(repo, "hook", env={"GIT_INDEX_FILE": ".git/index.lock"})
    assert hint.format("`git add` the files; then ") in done.out


@pytest.mark.engine
def test_another_severity_can_be_asked_to_fail(repo: Repo) -> None:
    rules = '\n[rules]\nundeclared-notice = "note"\nundeclared-license = "note"\n'
    repo.stage("attribcheck.toml", POLICY + rules)
    repo.stage(ROUTER, FOREIGN)
    assert attribcheck(repo, "hook").code == 0
    assert attribcheck(repo, "hook", "--fail-on", "note").code == 1


def imports_of(repo: Repo, *arguments: str) -> tuple[int, bool]:
    """Return the exit code of a run, and whether it imported what starts the engine."""
    done = attribcheck(repo, *arguments, env={"PYTHONPROFILEIMPORTTIME": "1"})
    return done.code, "attribcheck.scan.workers" in done.err


def modules_of(repo: Repo, *arguments: str) -> set[str]:
    """Return what a clean run imports of attribcheck."""
    done = attribcheck(repo, *arguments, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert done.code == 0, done.out
    return set(re.findall(r"\| +(attribcheck\.\S+)$", done.err, re.MULTILINE))


OF_COPIES = {
    f"attribcheck.rules.{name}"
    for name in ("undeclared_copy", "replaced_notice", "wrong_origin_claim")
}


@pytest.mark.engine
def test_without_an_index_or_a_component_nothing_of_copied_code_is_imported(repo: Repo) -> None:
    repo.stage("src/more/app.py", OWN)
    modules = modules_of(repo, "hook")
    assert "attribcheck.check.pipeline" in modules
    assert [name for name in modules if "copies" in name or name in OF_COPIES] == []


@pytest.mark.engine
def test_documents_do_not_import_the_search_for_copied_code(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, "third_party/foo/LICENSE": MIT})
    repo.stage("docs/more.bin", "words\n")
    modules = modules_of(repo, "hook")
    assert "attribcheck.copies.known_origins" in modules
    assert "attribcheck.copies.matcher" not in modules
    assert modules & OF_COPIES == set()


EDITED = OWN + "\n\n\n" + "def route(x):\n    return x\n" * 40


@pytest.mark.engine
def test_an_edit_beside_a_seen_notice_loads_no_engine(repo: Repo) -> None:
    repo.commit_files({"src/app.py": EDITED})
    assert attribcheck(repo, "check").code == 0
    repo.stage("src/app.py", EDITED + "def route_more(y):\n    return y\n")
    assert imports_of(repo, "hook") == (0, False)


@pytest.mark.engine
def test_an_edit_of_a_notice_loads_the_engine(repo: Repo) -> None:
    repo.commit_files({"src/app.py": EDITED})
    assert attribcheck(repo, "check").code == 0
    repo.stage("src/app.py", EDITED + "# Copyright 2024 Foo Corp.\n")
    assert imports_of(repo, "hook") == (1, True)


@pytest.mark.engine
@pytest.mark.parametrize("command", [("hook", "--exact"), ("check", "--staged")])
def test_an_exact_answer_is_the_engines(repo: Repo, command: tuple[str, ...]) -> None:
    repo.commit_files({"src/app.py": EDITED})
    assert attribcheck(repo, "check").code == 0
    repo.stage("src/app.py", EDITED + f"# {command[0]}\n")
    assert imports_of(repo, *command) == (0, True)


class TestNamesThatImitateOptions:
    """What a runner appends to the command line are names, whatever they look like."""

    @pytest.fixture
    def foreign(self, repo: Repo) -> Repo:
        repo.write("src/z.py", "# Copyright 2025 Foo Corp.\n")
        return repo

    @pytest.mark.engine
    @pytest.mark.parametrize("name", ["-h", "-q", "--exact", "--fail-on=note"])
    def test_a_staged_file_of_such_a_name_ends_or_changes_no_check(
        self, foreign: Repo, name: str
    ) -> None:
        foreign.write(name, "")
        foreign.add()
        done = attribcheck(foreign, "hook", name, "src/z.py")
        assert (done.code, "undeclared-notice" in done.out) == (1, True)

    @pytest.mark.engine
    def test_one_that_names_another_policy_is_not_obeyed(self, foreign: Repo) -> None:
        foreign.write("evil.toml", 'version = 1\n[project]\nholders = ["re:.*"]\n')
        foreign.write("--policy=evil.toml", "")
        foreign.add()
        done = attribcheck(foreign, "hook", "--policy=evil.toml", "evil.toml", "src/z.py")
        assert (done.code, "undeclared-notice" in done.out) == (1, True)

    def test_help_is_given_outside_of_a_repository(self, tmp_path: Path) -> None:
        assert attribcheck(tmp_path, "hook", "--help").code == 0
