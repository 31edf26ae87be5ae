"""The cache keeps results, and whatever is wrong with it never fails a check."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from attribcheck.core.model import FileScan, Span, Statement
from attribcheck.scan.cache import FILE_NAME, ResultCache, _digests, default_path
from attribcheck.scan.key import ScanKey

POSIX = pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX's")
NOT_ROOT = pytest.mark.skipif(
    os.name == "posix" and os.geteuid() == 0, reason="root writes where it likes"
)
IS_ROOT = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root gives a file to another user"
)

ENGINE = "scancode 32.5.0"
KEY = ScanKey("a" * 40, "main.c")
SCAN = FileScan("MIT", holders=(Statement("Foo Corp.", Span(1, 1)),))


def key(number: int) -> ScanKey:
    return ScanKey(f"{number:040x}", "main.c")


CacheAt = Callable[..., ResultCache]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / FILE_NAME


@pytest.fixture
def cache_at() -> Iterator[CacheAt]:
    """Return what opens a cache, and close every one at the end."""
    with contextlib.ExitStack() as stack:
        yield lambda path, **options: stack.enter_context(ResultCache(path, **options))


def test_a_stored_result_is_found_by_the_next_run(path: Path, cache_at: CacheAt) -> None:
    cache_at(path).put_many(ENGINE, {KEY: SCAN})
    later = cache_at(path)
    assert later.get_many(ENGINE, [KEY, key(1)]) == {KEY: SCAN}
    assert later.problem is None


@pytest.mark.parametrize(
    ("identity", "other"),
    [
        (ENGINE, KEY._replace(oid="b" * 40)),
        (ENGINE, KEY._replace(base_name="main.cpp")),
        (ENGINE, KEY._replace(in_locale=True)),
        ("scancode 32.5.1", KEY),
    ],
    ids=["content", "base name", "locale", "engine"],
)
def test_a_result_is_not_found_under_another(
    path: Path, identity: str, other: ScanKey, cache_at: CacheAt
) -> None:
    cache = cache_at(path)
    cache.put_many(ENGINE, {KEY: SCAN})
    assert cache.get_many(identity, [other]) == {}


def test_thousands_of_keys_are_looked_up_at_once(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path)
    scans = {key(number): FileScan(f"MIT-{number}") for number in range(2500)}
    cache.put_many(ENGINE, scans)
    assert cache.get_many(ENGINE, scans) == scans


def test_a_name_that_is_not_utf8_is_a_key(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path)
    odd = KEY._replace(base_name="caf\udce9.c")
    cache.put_many(ENGINE, {odd: SCAN})
    assert cache.get_many(ENGINE, [odd]) == {odd: SCAN}


@POSIX
def test_the_directory_and_the_file_are_for_the_user_alone(path: Path, cache_at: CacheAt) -> None:
    before = os.umask(0o002)
    try:
        cache_at(path).put_many(ENGINE, {KEY: SCAN})
    finally:
        os.umask(before)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_database_is_made_anew(path: Path, cache_at: CacheAt) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"not a database at all, " * 100)
    path.chmod(0o600)
    cache = cache_at(path)
    assert cache.get_many(ENGINE, [KEY]) == {}
    assert cache.problem is not None
    assert "damaged" in cache.problem
    cache.put_many(ENGINE, {KEY: SCAN})
    assert cache_at(path).get_many(ENGINE, [KEY]) == {KEY: SCAN}


def test_a_database_with_damaged_pages_is_made_anew(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path)
    cache.put_many(ENGINE, {key(number): SCAN for number in range(500)})
    cache.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    damaged = cache_at(path)
    assert damaged.get_many(ENGINE, [key(number) for number in range(500)]) == {}
    damaged.put_many(ENGINE, {KEY: SCAN})
    assert damaged.get_many(ENGINE, [KEY]) == {KEY: SCAN}
    assert damaged.problem is not None


def test_a_value_that_was_altered_is_a_miss(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path)
    cache.put_many(ENGINE, {KEY: SCAN, key(1): SCAN})
    cache.close()
    with sqlite3.connect(path) as connection:
        (value,) = connection.execute(
            "SELECT value FROM result WHERE key = ?", (_digests(ENGINE)(KEY),)
        ).fetchone()
        altered = value.replace(b"Foo Corp.", b"Haneul Lb")
        assert altered != value
        changed = (altered, _digests(ENGINE)(KEY))
        connection.execute("UPDATE result SET value = ? WHERE key = ?", changed)
    connection.close()
    assert cache_at(path).get_many(ENGINE, [KEY, key(1)]) == {key(1): SCAN}


def test_a_value_of_another_key_is_a_miss(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path)
    cache.put_many(ENGINE, {KEY: SCAN, key(1): FileScan(None)})
    cache.close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE result SET value = (SELECT value FROM result WHERE key = ?) WHERE key = ?",
            (_digests(ENGINE)(key(1)), _digests(ENGINE)(KEY)),
        )
    connection.close()
    assert cache_at(path).get_many(ENGINE, [KEY]) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="nobody, root included, writes in /proc")
def test_a_directory_that_cannot_be_made_leaves_the_cache_out(cache_at: CacheAt) -> None:
    cache = cache_at(Path("/proc/attribcheck", FILE_NAME))
    cache.put_many(ENGINE, {KEY: SCAN})
    assert cache.get_many(ENGINE, [KEY]) == {}
    assert cache.problem is not None
    assert "/proc/attribcheck" in cache.problem


@NOT_ROOT
@POSIX
def test_a_file_that_cannot_be_written_leaves_the_cache_out(path: Path, cache_at: CacheAt) -> None:
    cache_at(path).put_many(ENGINE, {KEY: SCAN})
    path.chmod(0o400)
    cache = cache_at(path)
    cache.put_many(ENGINE, {key(1): SCAN})
    assert cache.problem is not None


def test_a_file_in_the_place_of_the_directory_leaves_the_cache_out(
    tmp_path: Path, cache_at: CacheAt
) -> None:
    (tmp_path / "cache").write_text("in the way")
    cache = cache_at(tmp_path / "cache" / FILE_NAME)
    cache.put_many(ENGINE, {KEY: SCAN})
    assert cache.get_many(ENGINE, [KEY]) == {}
    assert cache.problem is not None
    assert str(tmp_path / "cache") in cache.problem


@POSIX
@pytest.mark.parametrize("what", ["directory", "file"])
def test_what_others_can_write_is_not_trusted(path: Path, what: str, cache_at: CacheAt) -> None:
    cache_at(path).put_many(ENGINE, {KEY: SCAN})
    (path.parent if what == "directory" else path).chmod(0o777)
    cache = cache_at(path)
    assert cache.get_many(ENGINE, [KEY]) == {}
    assert cache.problem is not None
    assert "is writable by others" in cache.problem


@IS_ROOT
@pytest.mark.parametrize("what", ["directory", "file"])
def test_what_belongs_to_another_user_is_not_trusted(
    path: Path, what: str, cache_at: CacheAt
) -> None:
    cache_at(path).put_many(ENGINE, {KEY: SCAN})
    os.chown(path.parent if what == "directory" else path, 12345, -1)
    cache = cache_at(path)
    assert cache.get_many(ENGINE, [KEY]) == {}
    assert cache.problem is not None
    assert "another user" in cache.problem


@POSIX
def test_a_symbolic_link_in_the_place_of_the_file_is_not_trusted(
    path: Path, cache_at: CacheAt
) -> None:
    elsewhere = path.parent.parent / "elsewhere"
    cache_at(elsewhere / FILE_NAME).put_many(ENGINE, {KEY: SCAN})
    path.parent.mkdir(mode=0o700)
    path.symlink_to(elsewhere / FILE_NAME)
    cache = cache_at(path)
    assert cache.get_many(ENGINE, [KEY]) == {}
    assert cache.problem is not None
    assert "symbolic link" in cache.problem


def test_a_locked_file_is_still_read_and_a_write_is_given_up(
    path: Path, monkeypatch: pytest.MonkeyPatch, cache_at: CacheAt
) -> None:
    monkeypatch.setattr("attribcheck.scan.cache._BUSY_MILLISECONDS", 50)
    cache_at(path).put_many(ENGINE, {KEY: SCAN})
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    cache = cache_at(path)
    assert cache.get_many(ENGINE, [KEY]) == {KEY: SCAN}
    cache.put_many(ENGINE, {key(1): SCAN})
    assert cache.problem is not None
    assert "locked" in cache.problem
    holder.close()
    assert cache_at(path).get_many(ENGINE, [KEY, key(1)]) == {KEY: SCAN}


def test_a_full_disk_leaves_the_cache_out(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path)
    cache.put_many(ENGINE, {KEY: SCAN})
    # SQLITE_FULL is what a full disk gives; a bound on the pages gives it without filling one.
    cache._opened().execute("PRAGMA max_page_count = 1")
    cache.put_many(ENGINE, {key(1): FileScan("MIT" * 100_000)})
    assert cache.problem is not None
    assert "full" in cache.problem
    assert cache_at(path).get_many(ENGINE, [KEY, key(1)]) == {KEY: SCAN}


WRITER = """
import sys
from pathlib import Path
from attribcheck.core.model import FileScan
from attribcheck.scan.cache import ResultCache
from attribcheck.scan.key import ScanKey

path, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
cache = ResultCache(path)
for number in range(first, first + count):
    cache.put_many("scancode 32.5.0", {ScanKey(f"{number:040x}", "main.c"): FileScan("MIT")})
    if number == first:
        print("writing", flush=True)
print(cache.problem)
"""


def writer(path: Path, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_four_processes_write_at_once_and_nothing_is_lost(path: Path, cache_at: CacheAt) -> None:
    processes = [writer(path, first, 100) for first in range(0, 400, 100)]
    assert [process.communicate()[0].split()[-1] for process in processes] == ["None"] * 4
    assert len(cache_at(path).get_many(ENGINE, [key(number) for number in range(400)])) == 400


def test_a_writer_that_is_killed_leaves_a_cache_that_can_be_read(
    path: Path, cache_at: CacheAt
) -> None:
    process = writer(path, 0, 1_000_000)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    cache = cache_at(path)
    assert cache.get_many(ENGINE, [key(0)]) == {key(0): FileScan("MIT")}
    cache.put_many(ENGINE, {KEY: SCAN})
    assert cache.get_many(ENGINE, [KEY]) == {KEY: SCAN}
    assert cache.problem is None


def test_beyond_its_limit_the_oldest_entries_go(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path, size_limit=400_000)
    large = FileScan("M" * 5_000)
    for number in range(300):
        cache.put_many(ENGINE, {key(number): large})
    found = cache.get_many(ENGINE, [key(number) for number in range(300)])
    assert key(299) in found
    assert key(0) not in found
    info = cache.info(ENGINE)
    assert info is not None
    assert 0 < info.entries < 300


def test_info_counts_the_entries_of_other_engines(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path)
    cache.put_many(ENGINE, {key(1): SCAN, key(2): SCAN})
    cache.put_many("scancode 31", {key(3): SCAN})
    info = cache.info(ENGINE)
    assert info is not None
    assert (info.path, info.entries, info.stale) == (path, 3, 1)
    assert info.size >= path.stat().st_size


def test_clear_removes_all_entries(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path)
    cache.put_many(ENGINE, {KEY: SCAN})
    assert cache.clear()
    assert cache.get_many(ENGINE, [KEY]) == {}
    info = cache.info(ENGINE)
    assert info is not None
    assert info.entries == 0


def test_nothing_asked_opens_no_file(path: Path, cache_at: CacheAt) -> None:
    assert cache_at(path).get_many(ENGINE, []) == {}
    assert not path.parent.exists()


def test_the_variable_says_where_the_cache_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTRIBCHECK_CACHE_DIR", str(tmp_path / "elsewhere"))
    assert default_path() == tmp_path / "elsewhere" / "results-v1.sqlite3"


@pytest.mark.skipif(sys.platform != "linux", reason="XDG directories")
def test_by_default_the_cache_stands_in_the_users_cache_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ATTRIBCHECK_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_path() == tmp_path / "attribcheck" / "results-v1.sqlite3"


def test_other_values_are_kept_by_purpose_and_key(path: Path, cache_at: CacheAt) -> None:
    cache_at(path).values("policy 1").put("key", b"value")
    later = cache_at(path)
    assert later.values("policy 1").get("key") == b"value"
    assert later.values("policy 2").get("key") is None
    assert later.values("policy 1").get("other") is None


def test_other_values_are_no_results(path: Path, cache_at: CacheAt) -> None:
    cache = cache_at(path)
    cache.values("policy 1").put("key", b"value")
    cache.put_many(ENGINE, {KEY: SCAN})
    info = cache.info(ENGINE)
    assert info is not None
    assert (info.entries, info.stale) == (1, 0)


def test_a_damaged_value_is_missing(path: Path, cache_at: CacheAt) -> None:
    cache_at(path).values("policy 1").put("key", b"value")
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE result SET value = replace(value, 'value', 'other')")
    assert cache_at(path).values("policy 1").get("key") is None
