from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from support.checks import require_git
from support.repo import Repo

from attribcheck.core.errors import GitError, UsageError
from attribcheck.core.model import Blob, BlobKind, Change
from attribcheck.git import process
from attribcheck.git.repository import Repository


def paths(changes: list[Change]) -> list[tuple[str | None, str | None]]:
    return [(c.old and c.old.path, c.new and c.new.path) for c in changes]


# --- discover ---------------------------------------------------------------------------------


def test_a_repository_is_found_from_a_directory_below_its_top(repo: Repo) -> None:
    repo.write("src/deep/a.py")

    found = Repository.discover(repo.path / "src" / "deep")

    assert found.root == repo.path
    assert found.common_dir.resolve() == repo.path / ".git"


def test_a_repository_is_found_from_the_current_directory(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("src/a.py")
    monkeypatch.chdir(repo.path / "src")

    assert Repository.discover().root == repo.path


def test_an_unborn_branch_has_no_head(repo: Repo) -> None:
    assert Repository.discover(repo.path).head is None


def test_a_file_called_head_is_not_taken_for_a_commit(repo: Repo) -> None:
    repo.write("HEAD", "text")

    assert Repository.discover(repo.path).head is None


def test_the_head_is_the_current_commit(repo: Repo) -> None:
    commit = repo.commit()

    assert Repository.discover(repo.path).head == commit


@pytest.mark.parametrize("name", ["two\nlines", "sha1\n", 'it\'s "quoted"', "한글", "-dash"])
def test_the_top_may_have_a_hostile_name(tmp_path: Path, name: str) -> None:
    repo = Repo(tmp_path / name)

    assert Repository.discover(repo.path).root == tmp_path / name


def test_a_linked_work_tree_shares_the_common_directory(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    linked = repo.worktree(tmp_path / "linked")

    found = Repository.discover(linked.path)

    assert found.root == linked.path
    assert found.common_dir == repo.path / ".git"


def test_no_repository_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not a git repository") as caught:
        Repository.discover(tmp_path)
    assert "git init" in (caught.value.hint or "")
    assert caught.value.exit_code == 3


def test_a_bare_repository_is_an_error_with_a_hint(tmp_path: Path) -> None:
    bare = Repo(tmp_path / "bare", "--bare")

    with pytest.raises(GitError, match="must be run in a work tree") as caught:
        Repository.discover(bare.path)
    assert "clone with a work tree" in (caught.value.hint or "")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_a_repository_of_somebody_else_is_an_error_with_gits_own_advice(repo: Repo) -> None:
    require_git(repo, 2, 35)
    os.chown(repo.path, 12345, 12345)
    os.chown(repo.path / ".git", 12345, 12345)

    with pytest.raises(GitError, match="dubious ownership") as caught:
        Repository.discover(repo.path)
    assert f"safe.directory {repo.path}" in (caught.value.hint or "")


def test_a_missing_git_is_an_error_with_a_hint(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repo.path))

    with pytest.raises(GitError, match="could not be started") as caught:
        Repository.discover(repo.path)
    assert caught.value.hint == "Install git and put it on PATH."


def test_a_start_that_is_no_directory_is_a_usage_error(repo: Repo) -> None:
    with pytest.raises(UsageError, match="is not a directory"):
        Repository.discover(repo.path / "nowhere")


def test_a_removed_current_directory_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    with pytest.raises(GitError):
        Repository.discover()


# --- the environment --------------------------------------------------------------------------


def test_git_dir_of_a_hook_holds_for_the_repository_that_runs_it(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = repo.commit()
    shutil.move(repo.path / ".git", tmp_path / "elsewhere")
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("GIT_DIR", "../elsewhere")

    found = Repository.discover()
    monkeypatch.chdir(tmp_path)

    assert found.resolve("HEAD") == commit


def test_git_dir_of_a_hook_does_not_reach_another_repository(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("ours")
    other = Repo(tmp_path / "other")
    theirs = other.commit("theirs")
    monkeypatch.setenv("GIT_DIR", str(repo.path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.path / ".git" / "index"))

    monkeypatch.chdir(repo.path)
    found = Repository.discover(other.path)

    assert found.resolve("HEAD") == theirs


def test_a_relative_index_file_is_taken_from_the_top(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_files({"a.py": "a", "sub/b.py": "b"})
    shutil.copy(repo.path / ".git" / "index", repo.path / ".git" / "index.lock")
    repo.git("rm", "--cached", "--quiet", "a.py", env={"GIT_INDEX_FILE": ".git/index.lock"})
    monkeypatch.chdir(repo.path / "sub")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.lock")

    found = Repository.discover()

    assert [entry.blob.path for entry in found.index_entries()] == ["sub/b.py"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_DIFF_OPTS", "-u0"),
        ("GIT_TRACE", "1"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_PAGER", "false"),
    ],
)
def test_variables_that_change_what_git_says_are_dropped(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    repo.commit_files({"a.py": "one\n"})
    repo.stage("a.py", "two\n")
    monkeypatch.setenv(name, value)

    found = Repository.discover(repo.path)

    assert paths(found.diff_index("HEAD")) == [("a.py", "a.py")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("diff.external", "false"),
        ("status.renames", "true"),
        ("status.relativePaths", "true"),
        ("status.branch", "true"),
        ("status.showStash", "true"),
        ("status.showUntrackedFiles", "all"),
        ("diff.renames", "false"),
        ("diff.noprefix", "true"),
        ("diff.relative", "true"),
        ("diff.orderFile", "nowhere"),
        ("diff.autoRefreshIndex", "false"),
        ("diff.ignoreSubmodules", "all"),
        ("color.ui", "always"),
        ("core.abbrev", "7"),
        ("core.fsmonitor", "false-hook"),
    ],
)
def test_configuration_does_not_change_the_answers(repo: Repo, key: str, value: str) -> None:
    repo.commit_files({"a.py": "a\n" * 9, "b.py": "b\n"})
    repo.write("b.py", "stashed\n")
    repo.git("stash")
    repo.git("mv", "a.py", "moved.py")
    repo.write("moved.py", "a\n" * 10)
    repo.write("b.py", "changed\n")
    repo.git("config", key, value)

    found = Repository.discover(repo.path)

    assert paths(found.diff_index("HEAD")) == [("a.py", "moved.py")]
    assert found.diff_files() == {"b.py": BlobKind.FILE, "moved.py": BlobKind.FILE}


def test_asking_does_not_write_the_index(repo: Repo) -> None:
    repo.commit_files({"a.py": "a\n"})
    os.utime(repo.path / "a.py", (1, 1))
    before = (repo.path / ".git" / "index").read_bytes()

    assert Repository.discover(repo.path).diff_files() == {}

    assert (repo.path / ".git" / "index").read_bytes() == before


def test_a_replacement_object_does_not_stand_in_for_content(repo: Repo) -> None:
    repo.commit_files({"a.py": "pushed\n"})
    pushed = repo.git("rev-parse", "HEAD:a.py")
    other = repo.git("hash-object", "-w", "--stdin", stdin=b"shown\n")
    repo.git("replace", pushed, other)

    assert list(Repository.discover(repo.path).read_blobs([pushed])) == [b"pushed\n"]


# --- revisions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rev", ["nowhere", "", "-h", "--all", "--since=yesterday", "HEAD:a.py", "a\0b", "0" * 40]
)
def test_what_names_no_commit_resolves_to_none(repo: Repo, rev: str) -> None:
    repo.commit_files({"a.py": "a"})

    assert Repository.discover(repo.path).resolve(rev) is None


def test_an_annotated_tag_resolves_to_its_commit(repo: Repo) -> None:
    commit = repo.commit()
    repo.git("tag", "--annotate", "v1", "--message", "one")

    assert Repository.discover(repo.path).resolve("v1") == commit


def test_the_time_of_a_commit_is_that_of_its_committer(repo: Repo) -> None:
    dates = {"GIT_AUTHOR_DATE": "2020-01-01T00:00Z", "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z"}
    repo.git("commit", "--quiet", "--allow-empty", "--message", "one", env=dates)

    assert Repository.discover(repo.path).commit_time(repo.head()) == 1767323045


def test_the_merge_base_is_where_two_branches_parted(repo: Repo) -> None:
    fork = repo.commit("fork")
    repo.branch("side")
    side = repo.commit("side")
    repo.switch("main")
    main = repo.commit("main")

    assert Repository.discover(repo.path).merge_bases(main, side) == (fork,)


def test_unrelated_histories_have_no_merge_base(repo: Repo) -> None:
    main = repo.commit("main")
    repo.git("checkout", "--quiet", "--orphan", "other")
    other = repo.commit("other")

    assert Repository.discover(repo.path).merge_bases(main, other) == ()


def test_a_clone_with_a_depth_is_shallow(repo: Repo, tmp_path: Path) -> None:
    repo.commit("one")
    repo.commit("two")
    clone = repo.clone(tmp_path / "clone", "--depth=1")

    assert Repository.discover(clone.path).is_shallow()
    assert not Repository.discover(repo.path).is_shallow()


# --- entries ----------------------------------------------------------------------------------

HOSTILE = [b"new\nline", b'quo"te', b"tab\there", b"back\\slash", b"-dash", b":(top)x", b"\xff\xfe"]


@pytest.mark.parametrize("raw", HOSTILE)
def test_hostile_names_come_back_whole(repo: Repo, raw: bytes) -> None:
    (repo.path / os.fsdecode(raw)).write_bytes(b"content")
    repo.add()
    repo.commit()
    path = raw.decode("utf-8", "surrogateescape")

    found = Repository.discover(repo.path)
    expected = Blob(path, found.hash_blob(b"content"))

    assert [entry.blob for entry in found.index_entries()] == [expected]
    assert found.tree_entries("HEAD", path) == [expected]
    assert found.diff_index(found.empty_tree) == [Change(None, expected)]
    assert found.file(path).read_bytes() == b"content"


def test_entries_tell_files_symlinks_and_submodules_apart(repo: Repo, tmp_path: Path) -> None:
    library = Repo(tmp_path / "library")
    library.commit()
    repo.write("file", "x")
    repo.link("link", "file")
    repo.submodule(library, "vendor")
    repo.add()
    repo.commit()

    kinds = {blob.path: blob.kind for blob in Repository.discover(repo.path).tree_entries("HEAD")}

    assert kinds == {
        ".gitmodules": BlobKind.FILE,
        "file": BlobKind.FILE,
        "link": BlobKind.SYMLINK,
        "vendor": BlobKind.SUBMODULE,
    }


def test_a_tree_is_listed_whole_from_a_directory_below_the_top(repo: Repo) -> None:
    repo.commit_files({"a": "1", "sub/b": "2"})

    found = Repository.discover(repo.path / "sub")

    assert [blob.path for blob in found.tree_entries("HEAD")] == ["a", "sub/b"]


def test_one_entry_of_a_tree_is_found_by_its_exact_path(repo: Repo) -> None:
    repo.commit_files({"a*": "star", "ab": "other"})

    found = Repository.discover(repo.path)

    assert [blob.path for blob in found.tree_entries("HEAD", "a*")] == ["a*"]


def test_a_directory_is_no_entry_of_a_tree(repo: Repo) -> None:
    repo.commit_files({"sub/b": "2"})

    assert Repository.discover(repo.path).tree_entries("HEAD", "sub") == []


# --- differences ------------------------------------------------------------------------------


def test_a_renamed_file_is_one_change_between_trees(repo: Repo) -> None:
    repo.commit_files({"old.py": "line\n" * 20})
    repo.git("mv", "old.py", "new.py")
    repo.commit()

    changes = Repository.discover(repo.path).diff_trees("HEAD~", "HEAD")

    assert paths(changes) == [("old.py", "new.py")]


def test_empty_files_are_not_taken_for_renames(repo: Repo) -> None:
    repo.commit_files({"a/__init__.py": ""})
    repo.git("mv", "a/__init__.py", "unrelated.txt")

    changes = Repository.discover(repo.path).diff_index("HEAD")

    assert sorted(paths(changes), key=str) == [("a/__init__.py", None), (None, "unrelated.txt")]


def test_a_submodule_hidden_by_gitmodules_is_seen(repo: Repo, tmp_path: Path) -> None:
    library = Repo(tmp_path / "library")
    library.commit("one")
    repo.submodule(library, "vendor")
    repo.git("config", "--file", ".gitmodules", "submodule.vendor.ignore", "all")
    repo.add()
    repo.commit()
    Repo(repo.path / "vendor", init=False).commit("two")
    repo.git("update-index", "vendor")

    assert paths(Repository.discover(repo.path).diff_index("HEAD")) == [("vendor", "vendor")]


def test_unmerged_entries_are_an_error_that_names_them(repo: Repo) -> None:
    repo.commit_files({"a.py": "base\n"})
    repo.branch("side")
    repo.commit_files({"a.py": "side\n"})
    repo.switch("main")
    repo.commit_files({"a.py": "main\n"})
    repo.merge_conflict("side")

    with pytest.raises(GitError, match=r"unresolved merge conflicts in a\.py") as caught:
        Repository.discover(repo.path).diff_index("HEAD")
    assert "git add" in (caught.value.hint or "")


def test_a_touched_file_does_not_differ(repo: Repo) -> None:
    repo.commit_files({"a.py": "a\n"})
    os.utime(repo.path / "a.py", (1, 1))

    assert Repository.discover(repo.path).diff_files() == {}


def test_a_missing_object_is_an_error_in_gits_words(repo: Repo) -> None:
    with pytest.raises(GitError, match="not a tree object"):
        Repository.discover(repo.path).tree_entries("0123456789" * 4)


# --- blobs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("content", [b"", b"text\n", b"\0\r\n\xff" * 5000])
def test_ids_are_what_git_computes(tmp_path: Path, object_format: str, content: bytes) -> None:
    repo = Repo(tmp_path / "r", f"--object-format={object_format}")

    found = Repository.discover(repo.path)

    assert found.object_format == object_format
    assert found.hash_blob(content) == repo.git("hash-object", "--stdin", stdin=content)
    assert found.empty_tree == repo.git("hash-object", "-t", "tree", "--stdin")


def test_blobs_come_in_order_with_none_for_what_is_missing(repo: Repo) -> None:
    repo.commit_files({"a": "A", "b": ""})
    found = Repository.discover(repo.path)
    a, b, absent = (found.hash_blob(data) for data in (b"A", b"", b"never stored"))

    assert list(found.read_blobs([b, absent, a, a])) == [b"", None, b"A", b"A"]


def test_a_commit_is_no_blob(repo: Repo) -> None:
    commit = repo.commit_files({"a": "A"})
    found = Repository.discover(repo.path)

    assert list(found.read_blobs([commit, found.hash_blob(b"A")])) == [None, b"A"]


def test_thousands_of_blobs_and_large_ones_do_not_block(repo: Repo) -> None:
    large = b"0123456789abcdef" * 65536
    repo.write("large", large)
    for number in range(300):
        repo.write(f"files/{number}", f"{number}\n")
    repo.add()
    repo.commit()
    found = Repository.discover(repo.path)
    small = [found.hash_blob(b"%d\n" % number) for number in range(300)]
    wanted = [found.hash_blob(large), *small] * 10

    digests = [hashlib.sha256(data or b"").digest() for data in found.read_blobs(wanted)]

    expected = [large, *(b"%d\n" % number for number in range(300))] * 10
    assert digests == [hashlib.sha256(data).digest() for data in expected]


def test_a_large_blob_is_in_memory_once(repo: Repo) -> None:
    size = 16 << 20
    repo.commit_files({"large": bytes(size)})
    found = Repository.discover(repo.path)
    tracemalloc.start()
    try:
        (data,) = found.read_blobs([found.hash_blob(bytes(size))])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert data == bytes(size)
    assert peak < 1.5 * size


def test_closing_early_ends_the_process(repo: Repo) -> None:
    repo.commit_files({"large": b"x" * 1_000_000})
    oid = repo.git("rev-parse", "HEAD:large")
    # In a process of its own: this one may have children of other tests.
    script = f"""
import os
from attribcheck.git.repository import Repository
contents = Repository.discover().read_blobs([{oid!r}] * 50)
print(len(next(contents)))
contents.close()
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child is left")
"""
    top = str(Path(__file__).parents[1])

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=repo.path,
        env=os.environ | {"PYTHONPATH": top},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout.splitlines() == ["1000000", "no child is left"]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the commands of git that were started."""
    commands: list[str] = []

    def counted(arguments: tuple[str, ...], *more: object) -> subprocess.Popen[bytes]:
        commands.append(arguments[0])
        return start(arguments, *more)  # type: ignore[arg-type] # as they came

    start = process._start
    monkeypatch.setattr(process, "_start", counted)
    return commands


def test_requests_after_one_another_share_a_process(repo: Repo, started: list[str]) -> None:
    repo.commit_files({"a": "A", "b": "B"})
    found = Repository.discover(repo.path)
    started.clear()

    read = [list(found.read_blobs([found.hash_blob(data)])) for data in (b"A", b"B")]

    assert (read, started) == ([[b"A"], [b"B"]], ["cat-file"])


def test_a_request_inside_of_another_has_a_process_of_its_own(
    repo: Repo, started: list[str]
) -> None:
    repo.commit_files({"a": "A", "b": "B"})
    found = Repository.discover(repo.path)
    a, b = (found.hash_blob(data) for data in (b"A", b"B"))
    started.clear()

    outer = found.read_blobs([a, b])
    read = [next(outer), *found.read_blobs([b]), *outer]

    assert (read, started) == ([b"A", b"B", b"B"], ["cat-file", "cat-file"])


def test_an_object_that_is_stored_after_a_request_is_found(repo: Repo) -> None:
    repo.commit_files({"a": "A"})
    found = Repository.discover(repo.path)
    a, b = (found.hash_blob(data) for data in (b"A", b"B"))
    assert list(found.read_blobs([a, b])) == [b"A", None]

    repo.commit_files({"b": "B"})
    repo.git("gc", "--quiet")

    assert list(found.read_blobs([a, b])) == [b"A", b"B"]


def test_the_process_ends_with_its_repository(repo: Repo) -> None:
    repo.commit_files({"a": "A"})
    found = Repository.discover(repo.path)
    list(found.read_blobs([found.hash_blob(b"A")]))
    (objects,) = found.readers._idle
    running = objects._process
    assert running is not None

    del found

    assert running.returncode == 0


def test_nothing_wanted_starts_no_process(repo: Repo) -> None:
    found = Repository.discover(repo.path)
    shutil.rmtree(repo.path)  # git could not even start here

    assert list(found.read_blobs([])) == []


def test_a_damaged_object_is_an_error_that_names_it(repo: Repo) -> None:
    content = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(10_000))
    repo.commit_files({"a": content})
    found = Repository.discover(repo.path)
    oid = found.hash_blob(content)
    stored = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    stored.chmod(0o644)
    stored.write_bytes(stored.read_bytes()[:2000])

    with pytest.raises(GitError, match=f"git failed at object {oid}") as caught:
        list(found.read_blobs([oid]))
    assert "git fsck" in (caught.value.hint or "")


def test_a_partial_clone_fetches_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.commit_files({"a": "first\n"})
    repo.commit_files({"a": "second\n"})
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none")
    found = Repository.discover(clone.path)

    wanted = found.hash_blob(b"first\n")
    try:
        contents = list(found.read_blobs([wanted]))
    except GitError as error:  # git before 2.45
        contents = [None]
        told = f"{error.message} {error.hint}"
    else:
        told = "promisor remote, --filter"

    assert contents == [None]
    assert "promisor remote" in told
    assert "--filter" in told
    assert not list((clone.path / ".git/objects" / wanted[:2]).glob(wanted[2:]))


def test_one_process_answers_many_questions_also_when_an_answer_is_left_unread(repo: Repo) -> None:
    repo.commit_files({"a": "a\n", "b": "b\n"})
    a, b = (repo.git("rev-parse", f"HEAD:{name}") for name in "ab")

    with Repository.discover(repo.path).objects() as objects:
        assert next(objects.read([a])) == b"a\n"
        first = objects._process
        assert list(objects.read([b, a])) == [b"b\n", b"a\n"]
        assert objects._process is first
        assert next(objects.read([a, b])) == b"a\n"
        assert list(objects.read([b])) == [b"b\n"]


def test_grafts_do_not_hide_parents(repo: Repo) -> None:
    repo.commit("one")
    head = repo.commit("two")
    repo.write(".git/info/grafts", f"{head}\n")

    found = Repository.discover(repo.path)

    assert found.count_commits(head) == 2
    with pytest.raises(GitError) as caught:
        found.count_commits("0" * 40)
    assert "grafts" not in f"{caught.value.message} {caught.value.hint}"


def test_two_branches_that_merged_each_other_have_two_merge_bases(repo: Repo) -> None:
    repo.commit("fork")
    repo.branch("side")
    side = repo.commit("side")
    repo.switch("main")
    main = repo.commit("main")
    repo.git("merge", "--quiet", "--message", "one", side)
    repo.switch("side")
    repo.git("merge", "--quiet", "--message", "two", main)

    assert set(Repository.discover(repo.path).merge_bases("main", "side")) == {main, side}


def test_the_configured_encoding_of_logs_does_not_apply(repo: Repo) -> None:
    require_git(repo, 2, 31)
    head = repo.commit("one")
    repo.git("config", "i18n.logOutputEncoding", "UTF-16")
    found = Repository.discover(repo.path)

    assert [one.commit.oid for one in found.log(head)] == [head]
    assert found.commit_time(head) == 1767323045
