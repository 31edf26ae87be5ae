"""The memo gives an answer that the engine gave, and none when it is not sure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from attribcheck.core.model import Blob, Excerpt, FileScan, Notice, NoticeKind, Span, Statement
from attribcheck.scan.base import Request
from attribcheck.scan.cache import FILE_NAME, ResultCache
from attribcheck.scan.key import ScanKey
from attribcheck.scan.memo.memo import File, Memo
from attribcheck.scan.memo.recalling_scanner import RecallingScanner

pytestmark = pytest.mark.engine

HEADER = b"# Copyright 2025 Foo Corp.\n#\n#\n#\n"
SCAN = FileScan(None, holders=(Statement("Foo Corp.", Span(1, 1)),))
OLD = File("src/a.py", HEADER + b"x = 1\n" * 9)
NEW = File("src/a.py", b"\n" + HEADER + b"x = 2\n" * 99)
MOVED = FileScan(None, holders=(Statement("Foo Corp.", Span(2, 2)),))


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[ResultCache]:
    with ResultCache(tmp_path / "cache" / FILE_NAME) as opened:
        yield opened


@pytest.fixture
def memo(cache: ResultCache, data: Path) -> Memo:
    return Memo(cache, data, "fake 1")


def test_an_edited_file_has_the_answer_of_the_older_version(memo):
    memo.learn({OLD: SCAN})
    assert memo.recall([NEW]) == {NEW: MOVED}


def test_what_was_never_seen_has_none(memo):
    memo.learn({OLD: SCAN})
    assert memo.recall([File("src/a.py", b"# Copyright 2025 Bar Inc.\n")]) == {}


def test_a_skeleton_with_two_answers_has_none_ever_after(memo):
    memo.learn({OLD: SCAN})
    memo.learn({NEW: FileScan("MIT")})
    memo.learn({OLD: SCAN})
    assert memo.recall([OLD, NEW]) == {}


def test_two_answers_in_one_call_are_two_answers(memo):
    memo.learn({OLD: SCAN, NEW: FileScan("MIT")})
    assert memo.recall([OLD]) == {}


def test_an_answer_that_can_not_be_kept_spoils_its_skeleton(memo):
    memo.learn({OLD: SCAN})
    memo.learn({NEW: FileScan(None, holders=(Statement("x", Span(50, 50)),))})
    assert memo.recall([OLD]) == {}


def test_another_ending_is_another_question(memo):
    memo.learn({OLD: SCAN})
    assert memo.recall([OLD._replace(path="src/a.c")]) == {}


@pytest.mark.parametrize("name", ["CREDITS", "package.json", "x.map", "Makefile"])
def test_a_name_that_can_matter_is_compared_whole(memo, name):
    memo.learn({OLD._replace(path=f"src/{name}"): SCAN})
    elsewhere = OLD._replace(path=f"lib/{name}")
    assert memo.recall([elsewhere]).keys() == {elsewhere}
    assert memo.recall([OLD._replace(path=f"lib/x{name}")]) == {}


def test_another_engine_has_another_memo(memo, cache, data):
    memo.learn({OLD: SCAN})
    assert Memo(cache, data, "fake 2").recall([OLD]) == {}


@pytest.mark.parametrize("damage", [b"", b"attribcheck sections 1\n\n" + bytes(99), b"other" * 99])
def test_without_usable_data_nothing_is_known(tmp_path, cache, damage):
    path = tmp_path / "engine.bin"
    path.write_bytes(damage)
    path.chmod(0o600)
    memo = Memo(cache, path, "fake 1")
    memo.learn({OLD: SCAN})
    assert memo.recall([OLD]) == {}


def test_data_that_others_can_write_is_not_used(memo, cache, data, tmp_path):
    memo.learn({OLD: SCAN})
    copy = tmp_path / "engine.bin"
    copy.write_bytes(data.read_bytes())
    copy.chmod(0o666)
    assert Memo(cache, copy, "fake 1").recall([OLD]) == {}


class Engine:
    """Finds Foo Corp. where it stands, and remembers what it was asked."""

    identity = "fake 1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, FileScan]]:
        for request in requests:
            self.asked.append(request.path)
            line = request.content.splitlines().index(HEADER.splitlines()[0]) + 1
            yield request, FileScan(None, holders=(Statement("Foo Corp.", Span(line, line)),))


class Repository:
    """A scanner over contents by object id."""

    def __init__(self, cache: ResultCache, data: Path | None, detectors: Any = ()) -> None:
        self.engine = Engine()
        self.contents: dict[str, bytes | None] = {}
        self.scanner = RecallingScanner(
            self.engine,  # type: ignore[arg-type] # identity is a plain attribute here
            cache,
            data=lambda: data,
            is_pointer=lambda content: content.startswith(b"version https://git-lfs"),
            detectors=detectors,
        )

    def scan(self, **contents: bytes | None) -> dict[str, object]:
        """Return the scan of each content, by the folder that it is in."""
        self.contents |= {str(hash(content)): content for content in contents.values()}
        blobs = {k: Blob(f"{k}/a.py", str(hash(content))) for k, content in contents.items()}
        self.engine.asked.clear()
        found = self.scanner.scan(blobs.values(), self.read)
        return {folder: found[ScanKey.of(blob)] for folder, blob in blobs.items()}

    def versions(self, *contents: bytes) -> list[object]:
        """Return the scans of several versions of one file."""
        self.contents |= {str(hash(content)): content for content in contents}
        blobs = [Blob("src/a.py", str(hash(content))) for content in contents]
        self.engine.asked.clear()
        found = self.scanner.scan(blobs, self.read)
        return [found[ScanKey.of(blob)] for blob in blobs]

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for blob in blobs:
            yield blob, self.contents[blob.oid]


def test_an_edit_beside_the_version_before_needs_no_engine(cache, data):
    repo = Repository(cache, data)
    repo.scan(src=OLD.content)
    assert repo.scan(src=NEW.content, before=OLD.content) == {
        "src": MOVED,
        "before": SCAN,
    }
    assert repo.engine.asked == []


def test_a_later_edit_needs_no_version_before(cache, data):
    repo = Repository(cache, data)
    repo.scan(src=OLD.content)
    repo.scan(src=NEW.content)
    assert repo.engine.asked == []


def test_a_new_notice_is_asked_of_the_engine(cache, data):
    repo = Repository(cache, data)
    repo.scan(src=OLD.content)
    repo.scan(src=HEADER + b"# GPL\n", before=OLD.content)
    assert repo.engine.asked == ["src/a.py"]


LONG = HEADER + b"x" * 350 + b"\n"  # its lines are split, so that it has no skeleton


def test_a_file_without_a_skeleton_keeps_the_answer_of_the_version_before(cache, data):
    repo = Repository(cache, data)
    repo.versions(LONG)
    assert repo.versions(LONG, b"\n" + LONG + b"x = 1\n") == [SCAN, MOVED]
    assert repo.engine.asked == []


def test_a_file_of_megabytes_is_asked_of_the_engine(cache, data):
    repo = Repository(cache, data)
    large = HEADER + b"x = 1\n" * 1_000_000
    repo.versions(large)
    repo.versions(large, b"\n" + large)
    assert repo.engine.asked == ["src/a.py"]


def test_an_edit_of_its_notice_is_asked_of_the_engine(cache, data):
    repo = Repository(cache, data)
    repo.versions(LONG)
    repo.versions(LONG, LONG + b"# (c) Bar Inc.\n")
    assert repo.engine.asked == ["src/a.py"]


def test_an_answer_that_was_carried_over_is_not_carried_on(cache, data):
    repo = Repository(cache, data)
    repo.versions(LONG)
    repo.versions(LONG, LONG + b"x = 1\n")
    repo.versions(LONG + b"x = 1\n", LONG + b"x = 1\nx = 2\n")
    assert repo.engine.asked == ["src/a.py"]


def test_what_was_recalled_is_not_kept_as_the_engines_answer(cache, data):
    repo = Repository(cache, data)
    repo.scan(src=OLD.content)
    repo.scan(src=NEW.content, before=OLD.content)
    exact = Repository(cache, None)
    exact.contents = repo.contents
    exact.scan(src=NEW.content)
    assert exact.engine.asked == ["src/a.py"]


def test_what_can_not_be_read_stays_a_failure(cache, data):
    repo = Repository(cache, data)
    failed = repo.scan(src=None)["src"]
    assert "could not be read" in failed.reason


def test_what_detectors_found_is_found_anew_in_an_edit(cache, data):
    class Stars:
        name, version = "stars", 1

        def detect(self, content, path):
            for number, line in enumerate(content.splitlines(), 1):
                if line == b"***":
                    place = Span(number, number), Excerpt("***")
                    yield Notice(NoticeKind.COPYRIGHT, "(c) Star Inc.", *place, detector="stars")

    repo = Repository(cache, data, detectors=[Stars()])
    repo.scan(src=OLD.content)
    edited = repo.scan(src=NEW.content + b"***\n", before=OLD.content)["src"]
    assert repo.engine.asked == []
    assert [notice.detector for notice in edited.notices] == ["stars"]


def test_a_new_file_is_asked_before_edits_are_looked_up_or_compared(cache, data):
    repo = Repository(cache, data)
    edited = b"\n" + LONG + b"x = 1\n"
    repo.contents = {"old": LONG, "new": edited, "other": HEADER + b"# GPL\n"}
    before, after, other = Blob("src/a.py", "old"), Blob("src/a.py", "new"), Blob("b.c", "other")
    repo.scanner.scan([before], repo.read)
    done: list[str] = []
    engine_scan, recall, carry = repo.engine.scan, Memo.recall, Memo.carry

    def scan(requests):
        for answer in engine_scan(requests):
            done.append(f"asked {answer[0].path}")
            yield answer

    def recalled(self, files):
        files = list(files)
        done.extend(f"looked up {file.path}" for file in files)
        return recall(self, files)

    def carried(self, older, scan, newer):
        done.append(f"compared {newer.path}")
        return carry(self, older, scan, newer)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repo.engine, "scan", scan)
        patch.setattr(Memo, "recall", recalled)
        patch.setattr(Memo, "carry", carried)
        found = repo.scanner.scan([before, after, other], repo.read)

    assert done[:3] == ["looked up b.c", "asked b.c", "looked up src/a.py"]
    assert done[-1] == "compared src/a.py"
    assert found[ScanKey.of(after)] == MOVED


def test_what_is_recalled_while_the_engine_works_is_complete_before_it_is_done(cache, data):
    repo = Repository(cache, data)
    repo.contents = {"old": OLD.content, "new": NEW.content, "other": HEADER + b"# GPL\n"}
    before, after, other = Blob("src/a.py", "old"), Blob("src/a.py", "new"), Blob("b.c", "other")
    repo.scanner.scan([before], repo.read)
    worked: list[bool] = []
    engine_scan = repo.engine.scan

    def working(requests):
        for request in list(requests):
            while repo.scanner.work_ahead():
                worked.append(ScanKey.of(after) in repo.scanner._known)
            yield from engine_scan([request])

    repo.engine.scan = working
    found = repo.scanner.scan([before, after, other], repo.read)

    assert worked == [False, True]
    assert found[ScanKey.of(after)] == MOVED
