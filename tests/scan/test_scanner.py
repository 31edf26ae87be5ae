"""The scanner asks the cache first, and the engine for each content once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from attribcheck.core.errors import EngineError
from attribcheck.core.model import (
    Blob,
    Excerpt,
    FileScan,
    Notice,
    NoticeKind,
    ScanFailure,
    Span,
)
from attribcheck.scan.base import Request
from attribcheck.scan.cache import FILE_NAME, ResultCache
from attribcheck.scan.key import ScanKey
from attribcheck.scan.scanner import CachingScanner


class FakeEngine:
    """Answers with the content; fails on the content ``fail``; gives nothing for ``silent``."""

    def __init__(self, identity: str = "fake 1", *, stop_after: int = 1000) -> None:
        self.identity = identity
        self.scanned: list[str] = []
        self._stop_after = stop_after

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, FileScan | ScanFailure]]:
        for request in requests:
            if len(self.scanned) == self._stop_after:
                raise KeyboardInterrupt
            self.scanned.append(request.path)
            text = request.content.decode()
            if text == "fail":
                yield request, ScanFailure("it took more than 120 s")
            elif text != "silent":
                yield request, FileScan(text)


class Reader:
    """Reads blobs from a mapping of object ids, and remembers what was read."""

    def __init__(self, contents: dict[str, bytes | None]) -> None:
        self.contents = contents
        self.read_paths: list[str] = []

    def __call__(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for blob in blobs:
            self.read_paths.append(blob.path)
            yield blob, self.contents[blob.oid]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[ResultCache]:
    with ResultCache(tmp_path / "cache" / FILE_NAME) as opened:
        yield opened


def test_every_blob_gets_its_scan_by_its_key() -> None:
    read = Reader({"1": b"MIT", "2": b"Zlib"})
    found = CachingScanner(FakeEngine()).scan([Blob("a.c", "1"), Blob("b.c", "2")], read)
    assert found == {ScanKey("1", "a.c"): FileScan("MIT"), ScanKey("2", "b.c"): FileScan("Zlib")}


def test_what_the_cache_knows_is_neither_read_nor_scanned(cache: ResultCache) -> None:
    blobs = [Blob("a.c", "1"), Blob("b.c", "2")]
    read = Reader({"1": b"MIT", "2": b"Zlib"})
    first = CachingScanner(FakeEngine(), cache).scan(blobs, read)
    engine, nothing = FakeEngine(), Reader({})
    assert CachingScanner(engine, cache).scan(blobs, nothing) == first
    assert engine.scanned == []
    assert nothing.read_paths == []


def test_another_engine_scans_again(cache: ResultCache) -> None:
    read = Reader({"1": b"MIT"})
    CachingScanner(FakeEngine("fake 1"), cache).scan([Blob("a.c", "1")], read)
    engine = FakeEngine("fake 2")
    CachingScanner(engine, cache).scan([Blob("a.c", "1")], read)
    assert engine.scanned == ["a.c"]


def test_equal_contents_of_one_base_name_are_read_and_scanned_once() -> None:
    engine, read = FakeEngine(), Reader({"1": b"MIT"})
    blobs = [Blob("one/LICENSE", "1"), Blob("two/LICENSE", "1"), Blob("LICENSE", "1")]
    found = CachingScanner(engine).scan(blobs, read)
    assert engine.scanned == ["one/LICENSE"]
    assert read.read_paths == ["one/LICENSE"]
    assert found == {ScanKey("1", "LICENSE"): FileScan("MIT")}


@pytest.mark.parametrize("other", ["src/main.py", "locale/main.c"])
def test_equal_contents_are_scanned_apart_where_the_path_can_change_the_answer(other: str) -> None:
    engine = FakeEngine()
    CachingScanner(engine).scan([Blob("src/main.c", "1"), Blob(other, "1")], Reader({"1": b"MIT"}))
    assert engine.scanned == ["src/main.c", other]


def test_content_that_cannot_be_read_is_a_failure_with_a_hint() -> None:
    found = CachingScanner(FakeEngine()).scan([Blob("a.c", "1")], Reader({"1": None}))[
        ScanKey("1", "a.c")
    ]
    assert isinstance(found, ScanFailure)
    assert found.reason == "its content could not be read"
    assert found.hint


def test_a_pointer_that_stayed_a_pointer_is_a_failure_that_names_git_lfs_pull() -> None:
    engine = FakeEngine()
    scanner = CachingScanner(
        engine, is_pointer=lambda content: content.startswith(b"version https://")
    )
    read = Reader({"1": b"version https://git-lfs.github.com/spec/v1\n", "2": b"MIT"})
    found = scanner.scan([Blob("model.bin", "1"), Blob("a.c", "2")], read)
    failure = found[ScanKey("1", "model.bin")]
    assert isinstance(failure, ScanFailure)
    assert "git lfs pull" in failure.hint
    assert engine.scanned == ["a.c"]


def test_a_failure_is_never_stored(cache: ResultCache) -> None:
    blobs = [Blob("a.c", "1")]
    failed = CachingScanner(FakeEngine(), cache).scan(blobs, Reader({"1": b"fail"}))
    assert isinstance(failed[ScanKey("1", "a.c")], ScanFailure)
    again = CachingScanner(FakeEngine(), cache).scan(blobs, Reader({"1": b"MIT"}))
    assert again[ScanKey("1", "a.c")] == FileScan("MIT")


def test_two_contents_at_one_path_get_a_scan_each() -> None:
    read = Reader({"1": b"MIT", "2": b"Zlib"})
    found = CachingScanner(FakeEngine()).scan([Blob("a.c", "1"), Blob("a.c", "2")], read)
    assert found == {ScanKey("1", "a.c"): FileScan("MIT"), ScanKey("2", "a.c"): FileScan("Zlib")}


def test_what_was_scanned_in_this_run_is_not_scanned_again_whatever_came_of_it() -> None:
    engine, read = FakeEngine(), Reader({"1": b"MIT", "2": b"fail"})
    scanner = CachingScanner(engine)
    first = scanner.scan([Blob("a.c", "1"), Blob("b.c", "2")], read)
    again = scanner.scan([Blob("old/a.c", "1"), Blob("b.c", "2")], read)
    assert again == first
    assert engine.scanned == ["a.c", "b.c"]


def test_an_interrupted_run_keeps_what_it_has(cache: ResultCache) -> None:
    blobs = [Blob(f"{number}.c", str(number)) for number in range(5)]
    read = Reader({str(number): b"MIT" for number in range(5)})
    with pytest.raises(KeyboardInterrupt):
        CachingScanner(FakeEngine(stop_after=3), cache).scan(blobs, read)
    engine = FakeEngine()
    CachingScanner(engine, cache).scan(blobs, read)
    assert engine.scanned == ["3.c", "4.c"]


def test_a_file_without_an_answer_stops_the_run() -> None:
    blobs = [Blob("a.c", "1"), Blob("b.c", "2")]
    with pytest.raises(EngineError, match=r"no result for 1 file; .* b\.c"):
        CachingScanner(FakeEngine()).scan(blobs, Reader({"1": b"MIT", "2": b"silent"}))


def test_a_reader_that_leaves_a_blob_out_stops_the_run() -> None:
    def lossy(blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        yield next(iter(blobs)), b"MIT"

    with pytest.raises(EngineError, match="no result"):
        CachingScanner(FakeEngine()).scan([Blob("a.c", "1"), Blob("b.c", "2")], lossy)


def test_progress_counts_what_the_engine_is_asked() -> None:
    heard: list[tuple[int, int]] = []
    scanner = CachingScanner(FakeEngine(), progress=lambda done, total: heard.append((done, total)))
    scanner.scan([Blob("a.c", "1"), Blob("b.c", "2")], Reader({"1": b"MIT", "2": None}))
    assert heard[0] == (0, 2)
    assert heard[-1] == (2, 2)


def test_no_file_is_counted_while_the_engine_is_prepared() -> None:
    heard: list[str] = []

    class Prepared(FakeEngine):
        def scan(self, requests):
            heard.append("prepared")
            return super().scan(requests)

    scanner = CachingScanner(Prepared(), progress=lambda *_: heard.append("counted"))
    scanner.scan([Blob("a.c", "1")], Reader({"1": b"MIT"}))

    assert heard[:2] == ["prepared", "counted"]


def test_a_warm_run_makes_no_progress_to_show(cache: ResultCache) -> None:
    blobs, read = [Blob("a.c", "1")], Reader({"1": b"MIT"})
    CachingScanner(FakeEngine(), cache).scan(blobs, read)
    heard: list[tuple[int, int]] = []
    warm = CachingScanner(
        FakeEngine(), cache, progress=lambda done, total: heard.append((done, total))
    )
    warm.scan(blobs, read)
    assert heard == []


def test_no_blobs_ask_nobody() -> None:
    class Absent(FakeEngine):
        @property
        def identity(self) -> str:  # type: ignore[override]
            raise EngineError("scancode-toolkit is not installed")

        @identity.setter
        def identity(self, value: str) -> None: ...

    assert CachingScanner(Absent()).scan([], Reader({})) == {}


def test_what_is_known_without_the_engine_is_not_asked_of_it_and_is_kept(
    cache: ResultCache,
) -> None:
    engine = FakeEngine()
    read = Reader({"1": b"plain", "2": b"MIT"})
    blobs = [Blob("a.c", "1"), Blob("b.c", "2")]

    def nothing(content: bytes, path: str) -> FileScan | None:
        return FileScan(None) if (content, path) == (b"plain", "a.c") else None

    found = CachingScanner(engine, cache, nothing=nothing).scan(blobs, read)

    assert found == {ScanKey("1", "a.c"): FileScan(None), ScanKey("2", "b.c"): FileScan("MIT")}
    assert engine.scanned == ["b.c"]
    assert CachingScanner(engine, cache).scan(blobs, read) == found
    assert engine.scanned == ["b.c"]


def test_an_engine_for_which_nothing_is_left_is_not_started() -> None:
    class Unstartable(FakeEngine):
        def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, FileScan]]:
            raise AssertionError

    scanner = CachingScanner(Unstartable(), nothing=lambda content, path: FileScan(None))
    read = Reader({"1": b"plain", "2": None})
    found = scanner.scan([Blob("a.c", "1"), Blob("b.c", "2")], read)
    assert found[ScanKey("1", "a.c")] == FileScan(None)
    assert isinstance(found[ScanKey("2", "b.c")], ScanFailure)


class Marked:
    """Finds a notice in every file, and remembers in which."""

    name, version = "marked", 1

    def __init__(self) -> None:
        self.seen: list[bytes] = []

    def detect(self, content: bytes, path: str) -> list[Notice]:
        self.seen.append(content)
        return [Notice(NoticeKind.COPYRIGHT, path, Span(1, 1), Excerpt(), 1, detector=self.name)]


def test_what_is_found_while_the_engine_scans_is_not_searched_again() -> None:
    seen: list[list[bytes]] = []

    class Waiting(FakeEngine):
        def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, FileScan]]:
            for request in list(requests):
                for _ in range(2):
                    scanner.work_ahead()
                    seen.append(list(detector.seen))
                yield request, FileScan(None)

    detector = Marked()
    scanner = CachingScanner(Waiting(), detectors=[detector])
    blobs = [Blob("a.c", "1"), Blob("b.c", "2"), Blob("c.c", "3")]
    found = scanner.scan(blobs, Reader({"1": b"one", "2": b"two", "3": b"three"}))

    assert seen[:3] == [[b"one"], [b"one", b"two"], [b"one", b"two", b"three"]]
    assert detector.seen == [b"one", b"two", b"three"]
    scans = [scan for scan in found.values() if isinstance(scan, FileScan)]
    assert [scan.notices[0].text for scan in scans] == ["a.c", "b.c", "c.c"]


def test_without_a_file_that_the_engine_has_there_is_no_work_ahead() -> None:
    detector = Marked()
    scanner = CachingScanner(FakeEngine(), detectors=[detector])
    scanner.work_ahead()
    scanner.scan([Blob("a.c", "1")], Reader({"1": b"fail"}))
    scanner.work_ahead()
    assert detector.seen == []
