"""``attribcheck declare`` adds a component to the policy, or widens one."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import attribcheck
from support.haneul import COMPONENT, FOREIGN, POLICY, SILENT
from support.repo import Repo

PATHS = 'paths = ["third_party/foo/**"]\n'
ROUTER = "third_party/foo/router.py"


def policy(repo: Repo) -> str:
    return (repo.path / "attribcheck.toml").read_text()


@pytest.mark.engine
def test_a_folder_is_declared_with_what_a_scan_of_it_says(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "declare", "foo", "third_party/foo")
    assert (done.code, done.out, done.err) == (
        0,
        'attribcheck.toml: declared component "foo"\n',
        "",
    )
    assert policy(repo) == POLICY + COMPONENT
    assert attribcheck(repo, "check").code == 0


@pytest.mark.engine
def test_a_file_that_git_does_not_track_is_declared(repo: Repo) -> None:
    repo.write(ROUTER, FOREIGN)
    assert attribcheck(repo, "declare", "foo", ROUTER).code == 0
    assert f'paths = ["{ROUTER}"]' in policy(repo)


@pytest.mark.engine
def test_a_path_is_that_of_the_current_folder(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    assert attribcheck(repo.path / "third_party", "declare", "foo", "foo").code == 0
    assert policy(repo) == POLICY + COMPONENT


def test_models_are_declared_and_added_to_a_component(repo: Repo) -> None:
    repo.stage(ROUTER, SILENT)
    stated = ["--license", "MIT", "--holder", "Foo Corp."]
    done = attribcheck(
        repo, "declare", "foo", "third_party/foo", *stated, "--model", "foo-corp/Foo-7B"
    )
    assert (done.code, done.err) == (0, "")
    assert 'models = ["foo-corp/Foo-7B"]' in policy(repo)

    assert attribcheck(repo, "declare", "foo", "--model", "foo-corp/Foo-70B").code == 0
    assert 'models = ["foo-corp/Foo-7B", "foo-corp/Foo-70B"]' in policy(repo)


def test_a_model_that_is_elsewhere_is_declared_without_paths(repo: Repo) -> None:
    words = ("declare", "Foo 7B", "--model", "foo-corp/Foo-7B", "--license", "MIT")
    done = attribcheck(repo, *words)
    assert (done.code, done.err) == (0, "")
    block = '[[component]]\nname = "Foo 7B"\nlicense = "MIT"\nmodels = ["foo-corp/Foo-7B"]\n'
    assert policy(repo) == f"{POLICY}\n{block}"

    repo.stage(ROUTER, SILENT)
    assert attribcheck(repo, "declare", "Foo 7B", "third_party/foo").code == 0
    assert policy(repo) == f"{POLICY}\n{block.replace('models', PATHS + 'models')}"


def test_a_model_that_is_elsewhere_needs_its_licence_named(repo: Repo) -> None:
    done = attribcheck(repo, "declare", "Llama 3", "--model", "meta-llama/Meta-Llama-3-8B")
    assert (done.code, policy(repo)) == (2, POLICY)
    assert done.err.startswith("error: a model without PATH needs --license\n")
    assert "then add --license LicenseRef-llama3" in done.err


@pytest.mark.engine
def test_a_pattern_stays_a_pattern(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    assert attribcheck(repo, "declare", "foo", "third_party/*/router.py").code == 0
    assert 'paths = ["third_party/*/router.py"]' in policy(repo)


def test_all_that_is_known_can_be_said(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    options = ["--license", "MIT OR BSD-3-Clause", "--component-version", "1.2", "--origin", "KR"]
    options += ["--purl", "pkg:pypi/foo@1.2", "--supplier", "Foo", "--holder", "Foo Corp."]
    options += ["--source", "https://foo.example/", "--notice-file", "third_party/foo/NOTICE"]
    done = attribcheck(repo, "declare", "foo", "third_party/foo", *options, "--no-modified")
    assert (done.code, done.err) == (0, "")
    for line in (
        'license = "MIT OR BSD-3-Clause"',
        'version = "1.2"',
        'origin = "KR"',
        'purl = "pkg:pypi/foo@1.2"',
        'supplier = "Foo"',
        'holders = ["Foo Corp."]',
        'source = "https://foo.example/"',
        'notice-file = "third_party/foo/NOTICE"',
        "modified = false",
    ):
        assert f"\n{line}\n" in policy(repo)


@pytest.fixture
def without_scancode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no command import scancode, and have none of its data."""
    for package in ("licensedcode", "scancode"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("raise ImportError('there is none')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("ATTRIBCHECK_CACHE_DIR", str(tmp_path / "cache"))


@pytest.mark.usefixtures("without_scancode")
class TestWithoutTheEngine:
    """What a person states is not looked for in the files."""

    WORDS = ("declare", "foo", "third_party/foo")

    def test_a_stated_licence_and_holder_need_no_scan(self, repo: Repo) -> None:
        repo.stage(ROUTER, FOREIGN)
        done = attribcheck(repo, *self.WORDS, "--license", "MIT", "--holder", "Foo Corp.")
        assert (done.code, done.err) == (0, "")
        assert policy(repo) == POLICY + COMPONENT

    @pytest.mark.parametrize("stated", [("--license", "MIT"), ("--holder", "Foo Corp.")])
    def test_either_alone_needs_one(self, repo: Repo, stated: tuple[str, str]) -> None:
        repo.stage(ROUTER, FOREIGN)
        done = attribcheck(repo, *self.WORDS, *stated)
        assert (done.code, policy(repo)) == (3, POLICY)

    def test_a_path_that_matches_nothing_is_refused(self, repo: Repo) -> None:
        stated = ("--license", "MIT", "--holder", "Foo Corp.")
        done = attribcheck(repo, *self.WORDS, *stated)
        assert (done.code, policy(repo)) == (2, POLICY)
        assert done.err == "error: no file matches third_party/foo\n"


def test_a_component_is_widened_and_comments_stay(repo: Repo) -> None:
    written = f"# by hand\n{POLICY}{COMPONENT}# the end\n"
    repo.write("attribcheck.toml", written)
    done = attribcheck(repo, "declare", "foo", "src/app.py", "--holder", "Foo Labs")
    assert (done.code, done.out) == (0, 'attribcheck.toml: extended component "foo"\n')
    assert policy(repo) == written.replace(
        '"third_party/foo/**"', '"third_party/foo/**", "src/app.py"'
    ).replace('"Foo Corp."', '"Foo Corp.", "Foo Labs"')


def test_saying_it_twice_changes_nothing(repo: Repo) -> None:
    repo.write("attribcheck.toml", POLICY + COMPONENT)
    repo.write(ROUTER, FOREIGN)
    assert attribcheck(repo, "declare", "foo", "third_party/foo").code == 0
    assert policy(repo) == POLICY + COMPONENT


def test_what_the_component_says_otherwise_is_not_overwritten(repo: Repo) -> None:
    repo.write("attribcheck.toml", POLICY + COMPONENT)
    done = attribcheck(repo, "declare", "foo", "--license", "Apache-2.0")
    assert (done.code, done.out) == (2, "")
    assert '"license" of "foo" is "MIT", not "Apache-2.0"' in done.err
    assert "edit line 10 of the policy" in done.err
    assert policy(repo) == POLICY + COMPONENT


def test_a_new_component_needs_a_path(repo: Repo) -> None:
    done = attribcheck(repo, "declare", "foo")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        'error: there is no component "foo" yet, and PATH is missing\n'
        'hint: attribcheck declare "foo" third_party/foo\n'
    )


@pytest.mark.engine
def test_files_without_a_licence_need_one_named(repo: Repo) -> None:
    repo.stage("third_party/foo/routes.py", SILENT)
    done = attribcheck(repo, "declare", "foo", "third_party/foo")
    assert (done.code, policy(repo)) == (2, POLICY)
    assert "no licence was detected in these files" in done.err
    assert attribcheck(repo, "declare", "foo", "third_party/foo", "--license", "MIT").code == 0


def test_a_licence_that_is_none_is_refused(repo: Repo) -> None:
    repo.write("attribcheck.toml", POLICY + COMPONENT.replace('license = "MIT"\n', ""))
    before = policy(repo)
    done = attribcheck(repo, "declare", "foo", "--license", "no such licence")
    assert (done.code, done.out) == (2, "")
    assert policy(repo) == before


@pytest.mark.parametrize("path", ["../elsewhere", "/", "no/such/file.py", f"{'long' * 99}/*"])
def test_a_path_that_means_nothing_here_is_refused(repo: Repo, path: str) -> None:
    (repo.path.parent / "elsewhere").mkdir()
    done = attribcheck(repo, "declare", "foo", path)
    assert (done.code, done.out, policy(repo)) == (2, "", POLICY)
    assert path in done.err


@pytest.mark.engine
def test_the_first_declaration_begins_a_policy(repo: Repo) -> None:
    repo.remove("attribcheck.toml")
    repo.stage(ROUTER, FOREIGN)
    assert attribcheck(repo, "declare", "foo", "third_party/foo").code == 0
    assert policy(repo) == f"version = 1\n{COMPONENT}"


@pytest.mark.engine
@pytest.mark.parametrize("name", ["a b", "a[0]", "a*", "!a", "#a", "a\\b", "a\nb", "a\udcff"])
def test_a_path_with_signs_of_patterns_stands_for_itself(repo: Repo, name: str) -> None:
    repo.stage(f"third_party/{name}/router.py", FOREIGN)
    repo.stage("third_party/other/router.py", FOREIGN)
    assert attribcheck(repo, "declare", "foo", f"third_party/{name}").code == 0
    done = attribcheck(repo, "check")
    assert done.code == 1
    assert "--> third_party/other/router.py:1:3" in done.out
    assert "2 errors, 1 warning in 2 files;" in done.out


class TestRecord:
    """Digests of a component's files, for what says whether they were changed."""

    @pytest.fixture
    def declared(self, repo: Repo) -> Repo:
        """Return project Haneul with Foo Corp.'s file, declared and committed."""
        repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN})
        return repo

    def test_the_files_of_a_component_are_recorded(self, declared: Repo) -> None:
        done = attribcheck(declared, "declare", "foo", "--record")
        assert (done.code, done.err) == (0, "")
        assert done.out == 'attribcheck.lock: recorded 1 file of component "foo"\n'
        oid = declared.git("rev-parse", f"HEAD:{ROUTER}")
        text = (declared.path / "attribcheck.lock").read_text()
        assert f'"{ROUTER}": {{"git": "{oid}", "sha256": "' in text

    def test_it_is_the_same_when_it_is_recorded_again(self, declared: Repo) -> None:
        attribcheck(declared, "declare", "foo", "--record")
        text = (declared.path / "attribcheck.lock").read_bytes()
        attribcheck(declared, "declare", "foo", "--record")
        assert (declared.path / "attribcheck.lock").read_bytes() == text

    def test_a_component_can_be_declared_and_recorded_at_once(self, declared: Repo) -> None:
        declared.stage("third_party/bar/b.py", "b = 1\n")
        words = ("--license", "MIT", "--holder", "Bar GmbH", "--no-modified", "--record")
        done = attribcheck(declared, "declare", "bar", "third_party/bar", *words)
        assert done.code == 0, done.err
        assert 'declared component "bar"' in done.out
        assert 'recorded 1 file of component "bar"' in done.out

    def test_a_component_without_a_tracked_file_is_told(self, repo: Repo) -> None:
        repo.commit_files({"attribcheck.toml": POLICY + COMPONENT})
        done = attribcheck(repo, "declare", "foo", "--record")
        assert done.code == 2
        assert 'component "foo" has no tracked file to record' in done.err
        assert not (repo.path / "attribcheck.lock").exists()

    def test_a_record_can_be_forgotten(self, declared: Repo) -> None:
        attribcheck(declared, "declare", "foo", "--record")
        done = attribcheck(declared, "declare", "foo", "--forget")
        assert (done.code, done.out) == (0, 'attribcheck.lock: removed component "foo"\n')
        assert '"components": {}' in (declared.path / "attribcheck.lock").read_text()
        assert attribcheck(declared, "declare", "foo", "--forget").code == 2

    @pytest.mark.parametrize(
        "words", [("check",), ("hook",), ("notice",), ("declare", "foo", "--record")]
    )
    def test_a_lock_that_was_tampered_with_stops_every_command(
        self, declared: Repo, words: tuple[str, ...]
    ) -> None:
        attribcheck(declared, "declare", "foo", "--record")
        lock = declared.path / "attribcheck.lock"
        declared.stage("attribcheck.lock", lock.read_text().replace(ROUTER, "third_party/foo/x.py"))
        done = attribcheck(declared, *words)
        assert done.code == 2
        assert 'component "foo": the digest does not match the files' in done.err

    @pytest.mark.engine
    def test_a_policy_from_elsewhere_is_held_to_the_record_too(self, declared: Repo) -> None:
        attribcheck(declared, "declare", "foo", "--record")
        declared.stage(ROUTER, FOREIGN + "more = 1\n")
        other = declared.path / "other.toml"
        other.write_text(POLICY + COMPONENT + "modified = false\n")
        done = attribcheck(declared, "check", "--policy", str(other))
        assert "modified-component" in done.out

    @pytest.mark.engine
    def test_a_branch_that_is_not_trusted_cannot_record_its_own_change(
        self, declared: Repo
    ) -> None:
        policy = POLICY + COMPONENT + "modified = false\n"
        declared.commit_files({"attribcheck.toml": policy})
        attribcheck(declared, "declare", "foo", "--record")
        declared.add()
        declared.commit("Record foo")
        declared.stage(ROUTER, FOREIGN + "more = 1\n")
        attribcheck(declared, "declare", "foo", "--record")
        declared.add()
        declared.commit("Change foo, and record it")
        believed = attribcheck(declared, "check", "--diff", "HEAD~1")
        assert "modified-component" not in believed.out
        judged = attribcheck(declared, "check", "--diff", "HEAD~1", "--base-policy")
        assert (judged.code, "modified-component" in judged.out) == (1, True)


@pytest.mark.parametrize("name", ["a[b.py", "[z-a].py", "\x1b[2Jx.py"])
def test_a_name_that_is_no_file_and_no_pattern_is_refused(repo: Repo, name: str) -> None:
    done = attribcheck(repo, "declare", "foo", name)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: no file is called ")
    assert "\x1b" not in done.err
