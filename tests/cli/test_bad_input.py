"""What can't be used gives a clear message and the right exit code, and nothing is lost."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.command import Completed, attribcheck, command, environment, run
from support.haneul import COMPONENT, FOREIGN, MIT, OWN, POLICY
from support.repo import Repo

from attribcheck.scan.fast.index.container import Container

ROUTER = "third_party/foo/router.py"
CHECKS = [["check"], ["hook"], ["notice"], ["policy", "validate"]]


# --- the policy


@pytest.mark.parametrize("arguments", CHECKS)
def test_a_policy_that_is_no_toml_is_told_with_its_place(repo: Repo, arguments: list[str]) -> None:
    repo.stage("attribcheck.toml", 'version = 1\n[project]\nname = "Haneul\n')
    done = attribcheck(repo, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: attribcheck.toml:3:15: not TOML: ")


@pytest.mark.parametrize("arguments", CHECKS)
def test_a_policy_from_the_future_is_not_guessed_at(repo: Repo, arguments: list[str]) -> None:
    repo.stage("attribcheck.toml", POLICY.replace("version = 1", "version = 2"))
    done = attribcheck(repo, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: attribcheck.toml:1:1: written for a newer attribcheck: ")


def test_a_policy_that_is_not_utf_8_is_told_with_its_place(repo: Repo) -> None:
    repo.stage("attribcheck.toml", POLICY.encode() + b"# J\xe9r\xf4me\n")
    done = attribcheck(repo, "check")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: attribcheck.toml:7:4: byte 0xe9 is not UTF-8\n")


def test_a_named_policy_that_is_not_there_is_no_policy_at_all(repo: Repo) -> None:
    done = attribcheck(repo, "check", "--policy", "other.toml")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: can't read the policy other.toml: No such file or directory\n"


def test_a_named_policy_that_is_a_folder_is_told(repo: Repo) -> None:
    done = attribcheck(repo, "check", "--policy", "src")
    assert (done.code, done.err) == (2, "error: can't read the policy src: Is a directory\n")


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["notice"],
        ["init"],
        ["declare", "foo", "src", "--license", "MIT"],
        ["except", "undeclared-notice", "src", "--reason", "test data"],
    ],
)
def test_a_policy_that_is_a_symlink_is_refused_and_its_target_kept(
    repo: Repo, arguments: list[str], tracked: bool
) -> None:
    repo.git("rm", "--quiet", "attribcheck.toml")
    repo.write("policies/ours.toml", POLICY)
    repo.link("attribcheck.toml", "policies/ours.toml")
    if tracked:
        repo.add()
    done = attribcheck(repo, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: attribcheck.toml is a symlink; it must be a regular file\n"
        "hint: replace attribcheck.toml by a regular file\n"
    )
    assert (repo.path / "policies/ours.toml").read_text() == POLICY


@pytest.mark.parametrize("arguments", [["check"], ["hook"], ["notice"], ["init"]])
def test_a_policy_that_is_a_folder_is_refused(repo: Repo, arguments: list[str]) -> None:
    repo.git("rm", "--quiet", "attribcheck.toml")
    repo.stage("attribcheck.toml/policy", POLICY)
    done = attribcheck(repo, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: attribcheck.toml is a directory; it must be ")


# --- git


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["hook"],
        ["init"],
        ["notice"],
        ["policy", "validate"],
        ["declare", "foo", "src"],
        ["except", "undeclared-notice", "src", "--reason", "test data"],
    ],
)
def test_outside_of_a_repository_nothing_can_be_checked(
    tmp_path: Path, arguments: list[str]
) -> None:
    done = attribcheck(tmp_path, *arguments)
    assert (done.code, done.out) == (3, "")
    assert "not a git repository" in done.err
    assert "hint: " in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_base_that_does_not_exist_is_no_empty_base(repo: Repo) -> None:
    done = attribcheck(repo, "check", "--diff", "origin/main")
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "error: origin/main names no commit of this repository\n"
        "hint: Fetch it, or list the branches with `git branch --all`.\n"
    )


def test_a_range_whose_commits_pre_commit_names_wrongly_can_not_be_checked(repo: Repo) -> None:
    refs = {"PRE_COMMIT_FROM_REF": "0" * 40, "PRE_COMMIT_TO_REF": "HEAD"}
    done = attribcheck(repo, "hook", env=refs)
    assert (done.code, done.out) == (3, "")


@pytest.mark.parametrize("base", ["HEAD~1", "origin/main"])
def test_a_shallow_clone_without_the_base_says_how_to_fetch_it(
    repo: Repo, tmp_path: Path, base: str
) -> None:
    repo.branch("feature")
    repo.commit_files({"src/more/app.py": OWN})
    clone = repo.clone(tmp_path / "clone", "--depth=1", "--branch=feature", "--no-single-branch")
    done = attribcheck(clone, "check", "--diff", base)
    assert (done.code, done.out) == (3, "")
    assert "hint: This clone is shallow. Fetch the history with `git fetch --unshallow`" in done.err
    assert "`fetch-depth: 0`" in done.err


def test_a_conflict_in_the_index_can_not_be_checked(repo: Repo) -> None:
    repo.branch("feature")
    repo.commit_files({"src/app.py": OWN + "x = 1\n"})
    repo.switch("main")
    repo.commit_files({"src/app.py": OWN + "x = 2\n"})
    repo.merge_conflict("feature")
    for arguments in (["hook"], ["check", "--staged"], ["notice", "--check", "--staged"]):
        done = attribcheck(repo, *arguments)
        assert (done.code, done.out) == (3, "")
        assert done.err == (
            "error: unresolved merge conflicts in src/app.py\n"
            "hint: Resolve them and `git add` the files.\n"
        )


def test_an_index_that_is_damaged_can_not_be_checked(repo: Repo) -> None:
    repo.write(".git/index", b"DIRC and no more")
    for arguments in (["check"], ["hook"], ["notice"], ["init"]):
        done = attribcheck(repo, *arguments)
        assert (done.code, done.out) == (3, "")
        assert done.err.startswith("error: ")
    assert (repo.path / "attribcheck.toml").read_text() == POLICY


@pytest.mark.engine
def test_content_that_git_has_lost_is_not_taken_for_clean(repo: Repo) -> None:
    repo.stage(ROUTER, FOREIGN)
    oid = repo.git("rev-parse", f":{ROUTER}")
    (repo.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    done = attribcheck(repo, "hook", "--no-cache", ROUTER)
    assert done.code == 1
    assert "error[unscanned-file]: not scanned: its content could not be read" in done.out


# --- names


@pytest.mark.engine
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\n::error::b", r"a\x0a::error::b"),
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("a\udcffb", r"a\xffb"),
        ("a\u202eb", r"a\u202eb"),
    ],
)
def test_a_hostile_name_is_found_and_shown_as_escapes(repo: Repo, name: str, shown: str) -> None:
    repo.stage(f"third_party/{name}/router.py", FOREIGN)
    for done in (
        attribcheck(repo, "check"),
        attribcheck(repo, "hook", f"third_party/{name}/router.py"),
        attribcheck(repo, "check", f"third_party/{name}"),
    ):
        assert done.code == 1
        assert f"  --> third_party/{shown}/router.py:1:3\n" in done.out
        assert not {"\x1b", "\u202e"} & set(done.out)
        assert "\n::error::" not in done.out


@pytest.mark.engine
def test_a_hostile_name_does_not_break_json(repo: Repo) -> None:
    repo.stage("third_party/a\nb\udcff/router.py", FOREIGN)
    done = attribcheck(repo, "check", "--format", "json")
    paths = {finding["path"] for finding in json.loads(done.out)["findings"]}
    assert paths == {"third_party/a\nb\\xff/router.py"}


@pytest.mark.parametrize("name", ["gone.py", "../outside.py", ".git/config", ""])
def test_a_path_that_can_not_be_checked_is_a_usage_error(repo: Repo, name: str) -> None:
    done = attribcheck(repo, "check", "src", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ")


# --- the cache


@pytest.mark.engine
def test_a_damaged_cache_is_made_anew_and_the_answer_stays(repo: Repo, own_cache: Path) -> None:
    repo.stage(ROUTER, FOREIGN)
    own = {"ATTRIBCHECK_CACHE_DIR": str(own_cache)}
    first = attribcheck(repo, "check", env=own)
    database = own_cache / "results-v1.sqlite3"
    database.write_bytes(b"no database at all " * 1000)
    second = attribcheck(repo, "check", env=own)
    hint = f"hint: the cache was damaged and has been recreated: {database}\n"
    assert hint in second.out
    assert (second.code, second.out.replace(hint, "")) == (1, first.out)
    assert attribcheck(repo, "check", env=own) == first


@pytest.mark.engine
def test_a_cache_that_can_not_be_made_is_left_out_and_the_answer_stays(
    repo: Repo, tmp_path: Path
) -> None:
    repo.stage(ROUTER, FOREIGN)
    (tmp_path / "file").write_text("")
    expected = attribcheck(repo, "check")
    done = attribcheck(repo, "check", env={"ATTRIBCHECK_CACHE_DIR": str(tmp_path / "file" / "in")})
    more = set(done.out.splitlines()) - set(expected.out.splitlines())
    hints = [line for line in done.out.splitlines() if line in more]
    assert hints[0].startswith("hint: the cache is ignored: ")
    assert hints[1].startswith("hint: scancode's own index is used")
    rest = [line for line in done.out.splitlines() if line not in hints]
    assert (done.code, rest) == (1, expected.out.splitlines())


@pytest.mark.engine
def test_a_cache_that_others_could_write_is_not_trusted(repo: Repo, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    folder.chmod(0o777)
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "check", env={"ATTRIBCHECK_CACHE_DIR": str(folder)})
    assert done.code == 1
    assert f"{folder} is writable by others (fix: chmod go-w)" in done.out


@pytest.mark.engine
def test_a_check_that_meets_a_damaged_rule_fails(repo: Repo, tmp_path: Path) -> None:
    built = attribcheck(repo, "cache", "build").out.split()[-1]
    (tmp_path / "cache").mkdir(mode=0o700)
    copied = Path(shutil.copy2(built, tmp_path / "cache"))
    data = Container(copied)
    begin, length, _ = data._table["rules"]  # each is checked when it is used
    with copied.open("r+b") as stream:
        stream.seek(data._base + begin)
        stream.write(bytes(length))
    repo.stage(ROUTER, FOREIGN)
    done = attribcheck(repo, "check", env={"ATTRIBCHECK_CACHE_DIR": str(tmp_path / "cache")})
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: the engine's data is damaged: record ")
    assert done.err.endswith("\nhint: run `attribcheck cache build` to rebuild it\n")


# --- what is written


def limited(repo: Repo, *arguments: str) -> Completed:
    """Run attribcheck where no file can grow beyond 16 bytes, as on a full disk."""
    # Python would cut the bytecode that it stores short as well, and every later run would fail; so
    # would coverage the data of this process.
    nothing_else = {"PYTHONDONTWRITEBYTECODE": "1", "COVERAGE_PROCESS_CONFIG": ""}
    return run(repo.path, ["prlimit", "--fsize=16", *command(*arguments)], nothing_else)


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit")
def test_a_notice_that_can_not_be_written_leaves_the_old_one(repo: Repo) -> None:
    upstream = "third_party/foo/NOTICE"
    repo.write("attribcheck.toml", f'{POLICY}{COMPONENT}notice-file = "{upstream}"\n')
    repo.stage(upstream, "Foo\nCopyright 2025 Foo Corp.\n")
    repo.write("NOTICE", "Haneul, by hand.\n")
    before = sorted(repo.path.iterdir())
    done = limited(repo, "notice")
    assert (done.code, done.out) == (3, "")
    assert done.err == f"error: can't write {repo.path / 'NOTICE'}: File too large\n"
    assert (repo.path / "NOTICE").read_text() == "Haneul, by hand.\n"
    assert sorted(repo.path.iterdir()) == before


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit")
def test_a_policy_that_can_not_be_written_leaves_the_old_one(repo: Repo) -> None:
    done = limited(repo, "except", "undeclared-notice", "tests/**", "--reason", "test data")
    assert (done.code, done.out) == (3, "")
    assert done.err == f"error: can't write {repo.path / 'attribcheck.toml'}: File too large\n"
    assert (repo.path / "attribcheck.toml").read_text() == POLICY


def test_a_notice_that_is_a_folder_is_told(repo: Repo) -> None:
    (repo.path / "NOTICE").mkdir()
    done = attribcheck(repo, "notice")
    assert (done.code, done.out) == (3, "")
    assert done.err == f"error: can't read {repo.path / 'NOTICE'}: Is a directory\n"


@pytest.mark.parametrize("options", [[], ["--check"], ["--check", "--staged"]])
def test_a_notice_that_is_not_utf_8_is_not_overwritten(repo: Repo, options: list[str]) -> None:
    repo.stage("NOTICE", b"J\xe9r\xf4me\n")
    done = attribcheck(repo, "notice", *options)
    assert (done.code, done.out) == (3, "")
    assert "NOTICE is not UTF-8 (byte 2)" in done.err
    assert (repo.path / "NOTICE").read_bytes() == b"J\xe9r\xf4me\n"


# --- what is written, and where


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    (tmp_path / "private").write_text("private words\n")
    return tmp_path / "private"


WRITERS = {
    "NOTICE": ["notice"],
    "THIRD-PARTY-NOTICES": ["notice", "--format", "third-party"],
    "sbom.spdx.json": ["notice", "--format", "spdx-json"],
    "sbom.cdx.json": ["notice", "--format", "cyclonedx-json"],
    "CREDITS.md": ["notice", "--template", "CREDITS.md.j2"],
    "docs/NOTICE": ["notice", "--output", "docs"],
    "attribcheck.lock": ["declare", "foo", "--record"],
}


@pytest.mark.engine
@pytest.mark.parametrize("path", WRITERS)
def test_nothing_is_written_through_a_committed_link(repo: Repo, outside: Path, path: str) -> None:
    repo.stage("attribcheck.toml", POLICY + COMPONENT)
    repo.stage(ROUTER, FOREIGN)
    repo.stage("CREDITS.md.j2", "all of it is mine\n")
    repo.link(path, str(outside))
    repo.add()
    repo.commit("links")
    done = attribcheck(repo, *WRITERS[path])
    assert done.code == 3
    assert "it is a symbolic link, and links inside the repository are not followed" in done.err
    assert outside.read_text() == "private words\n"
    assert (repo.path / path).is_symlink()


def test_no_report_is_written_through_a_committed_link(repo: Repo, outside: Path) -> None:
    repo.stage("attribcheck.toml", POLICY + COMPONENT)
    repo.link("report.json", str(outside))
    repo.add()
    repo.commit("links")
    done = attribcheck(repo, "check", "--report", "json=report.json")
    assert (done.code, "report.json is tracked by git" in done.err) == (2, True)
    assert outside.read_text() == "private words\n"
    assert (repo.path / "report.json").is_symlink()


def test_a_committed_link_in_the_place_of_the_output_folder_is_refused(
    repo: Repo, outside: Path
) -> None:
    repo.stage("attribcheck.toml", POLICY + COMPONENT)
    repo.link("dist", str(outside.parent))
    repo.add()
    done = attribcheck(repo, "notice", "--output", "dist")
    assert done.code == 3
    assert "its parent dist is a symbolic link" in done.err
    assert not (outside.parent / "NOTICE").exists()


def test_a_check_of_the_notice_shows_nothing_of_what_a_link_leads_to(
    repo: Repo, outside: Path
) -> None:
    repo.stage("attribcheck.toml", POLICY + COMPONENT)
    repo.link("NOTICE", str(outside))
    repo.add()
    done = attribcheck(repo, "notice", "--check")
    assert (done.code, done.out) == (3, "")
    assert "private" not in done.err.replace(str(outside), "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there is no FIFO on Windows")
@pytest.mark.parametrize("arguments", [["notice"], ["notice", "--check"]])
def test_a_pipe_in_the_place_of_the_notice_is_refused_at_once(
    repo: Repo, arguments: list[str]
) -> None:
    repo.stage("attribcheck.toml", POLICY + COMPONENT)
    os.mkfifo(repo.path / "NOTICE")
    done = attribcheck(repo, *arguments)
    assert (done.code, done.out) == (3, "")
    assert "NOTICE: it is a pipe or a device, not a regular file" in done.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there is no FIFO on Windows")
def test_a_pipe_in_the_place_of_the_policy_is_refused_at_once(repo: Repo) -> None:
    (repo.path / "attribcheck.toml").unlink()
    os.mkfifo(repo.path / "attribcheck.toml")
    done = attribcheck(repo, "except", "undeclared-notice", "src", "--reason", "test data")
    assert (done.code, done.out) == (3, "")
    assert "attribcheck.toml: it is a pipe or a device, not a regular file" in done.err


@pytest.mark.engine
@pytest.mark.skipif(os.name != "posix", reason="/dev")
def test_a_report_goes_into_a_device_that_stays_one(repo: Repo) -> None:
    done = attribcheck(repo, "check", "src", "--report", "json=/dev/null")
    assert done.code == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.engine
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there is no FIFO on Windows")
def test_a_report_goes_into_a_pipe_that_stays_one(repo: Repo) -> None:
    pipe = repo.path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        done = attribcheck(repo, "check", "src", "--report", "json=pipe")
        assert reader.stdout is not None
        report = json.loads(reader.stdout.read())
    assert (done.code, report["schema"]) == (0, "attribcheck/report/1")
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    "name", ["attribcheck.toml", "attribcheck.lock", "NOTICE", "notice", "sbom.spdx.json"]
)
def test_a_template_does_not_overwrite_what_attribcheck_keeps(repo: Repo, name: str) -> None:
    repo.stage("attribcheck.toml", POLICY + COMPONENT)
    is_read = name in ("attribcheck.toml", "attribcheck.lock")
    before = None if is_read else repo.write(name, "my own words\n")
    repo.write(f"{name}.j2", "x")
    done = attribcheck(repo, "notice", "--template", f"{name}.j2")
    assert (done.code, done.out) == (2, "")
    assert f"a template named {name}.j2 would overwrite {name}" in done.err
    assert (repo.path / "attribcheck.toml").read_text() == POLICY + COMPONENT
    assert before is None or before.read_text() == "my own words\n"


# --- the engine

# Of the words of a licence in no order: some seconds of work for the engine.
_words = MIT.split()
SLOW = "\n".join(" ".join(random.Random(n).choices(_words, k=12)) for n in range(1500))


def kill_workers(process: subprocess.Popen[bytes], times: int) -> int:
    """Kill ``times`` workers of a check, each while it scans; return how many there were."""
    killed: set[int] = set()
    while process.poll() is None and len(killed) < times:
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            for child in set(map(int, text.split())) - killed:
                fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
                name = Path(f"/proc/{child}/comm").read_text().strip()
                # A worker that has used that much was handed its file long ago.
                if name != "git" and int(fields[11]) / os.sysconf("SC_CLK_TCK") > 0.5:
                    os.kill(child, signal.SIGKILL)
                    killed.add(child)
        time.sleep(0.02)
    return len(killed)


@pytest.mark.engine
@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize("times", [1, 2])
def test_a_killed_worker_is_replaced_once_and_then_told(repo: Repo, times: int) -> None:
    repo.stage("third_party/foo/words.txt", SLOW)
    # What makes the engine's data is a child of the check too.
    assert attribcheck(repo, "cache", "build").code == 0
    with subprocess.Popen(
        command("check", "--no-cache", "--jobs", "1", "third_party"),
        cwd=repo.path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert kill_workers(process, times) == times
        out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (1, b"")
    reason = b"the engine's process died during the scan (SIGKILL)"
    unscanned = b"error[unscanned-file]: not scanned: " + reason
    assert (unscanned in out) is (times == 2)


@pytest.mark.engine
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_check_that_is_killed_leaves_no_file(repo: Repo, tmp_path: Path, jobs: str) -> None:
    for number in range(4):
        repo.stage(f"third_party/foo/words{number}.txt", SLOW)
    assert attribcheck(repo, "cache", "build").code == 0
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for moment in (0.0, 0.1, 0.3, 1.0):  # seconds after its first file: it loads, scans
        process = subprocess.Popen(
            command("check", "--staged", "--no-cache", "--jobs", jobs, "--quiet"),
            cwd=repo.path,
            env={**environment(), "TMPDIR": str(temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not any(temporary.iterdir()):
            assert process.poll() is None
            time.sleep(0.002)
        time.sleep(moment)
        assert process.poll() is None
        process.kill()
        process.wait()
        deadline = time.monotonic() + 20
        while any(temporary.iterdir()):
            assert time.monotonic() < deadline, f"killed after {moment} s"
            time.sleep(0.02)


@pytest.mark.engine
def test_an_engine_that_is_missing_is_told_and_nothing_passes(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "scancode").mkdir()
    (tmp_path / "scancode" / "__init__.py").touch()
    (tmp_path / "scancode" / "api.py").write_text("raise ImportError('broken install')\n")
    done = attribcheck(repo, "check", "--no-cache", env={"PYTHONPATH": str(tmp_path)})
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: ")
    assert "broken install" in done.err


def test_a_pipe_as_the_named_policy_is_refused_at_once(repo: Repo) -> None:
    os.mkfifo(repo.path / "pipe")
    done = attribcheck(repo, "check", "--policy", "pipe")
    assert done.code == 2
    assert "can't read the policy pipe: it is a pipe, not a regular file" in done.err


def test_a_template_named_after_a_source_file_does_not_overwrite_it(repo: Repo) -> None:
    repo.write("src.py", "x = 1\n")
    repo.write("src.py.j2", "not code\n")
    done = attribcheck(repo, "notice", "--template", "src.py.j2")
    assert done.code == 2
    assert "would overwrite src.py, which is there and no document" in done.err
    assert (repo.path / "src.py").read_text() == "x = 1\n"
