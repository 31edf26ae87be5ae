"""What detectors find beside the engine becomes a part of a file's scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from support.scans import copyright_

from attribcheck.core.model import Blob, FileScan, Notice, ScanFailure
from attribcheck.scan.base import Request
from attribcheck.scan.cache import FILE_NAME, ResultCache
from attribcheck.scan.detectors.registry import DETECTORS
from attribcheck.scan.key import ScanKey
from attribcheck.scan.scanner import CachingScanner

BLOB = Blob("a.c", "1")
ENGINE_NOTICE = copyright_("Foo Corp.", line=2)


class Engine:
    """Finds one statement in line 2; fails on the content ``fail``."""

    identity = "fake 1"

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, FileScan | ScanFailure]]:
        for request in requests:
            failed = request.content == b"fail"
            yield request, ScanFailure("it died") if failed else FileScan(None, (ENGINE_NOTICE,))


class Stars:
    """Takes each line of stars for a statement of Star Inc."""

    name = "stars"

    def __init__(self, version: int = 1) -> None:
        self.version = version
        self.seen: list[str] = []

    def detect(self, content: bytes, path: str) -> Iterator[Notice]:
        self.seen.append(path)
        for number, line in enumerate(content.splitlines(), 1):
            if line == b"***":
                yield copyright_("Star Inc.", line=number)._replace(detector=self.name)


def scan(content: bytes, detector: Stars, cache: ResultCache | None = None) -> object:
    scanner = CachingScanner(Engine(), cache, detectors=[detector])
    return scanner.scan([BLOB], lambda blobs: ((blob, content) for blob in blobs))[ScanKey.of(BLOB)]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[ResultCache]:
    with ResultCache(tmp_path / "cache" / FILE_NAME) as opened:
        yield opened


def test_notices_of_both_stand_in_the_order_of_the_file() -> None:
    found = scan(b"***\n\n***\n", Stars())
    assert isinstance(found, FileScan)
    assert [(n.span.start, n.detector) for n in found.notices] == [
        (1, "stars"),
        (2, "scancode"),
        (3, "stars"),
    ]


def test_the_engines_own_answer_stays_what_it_is() -> None:
    found = scan(b"***\n", Stars())
    assert isinstance(found, FileScan)
    assert (found.license_expression, found.holders) == (None, ())


def test_a_failure_of_the_engine_stays_one() -> None:
    assert scan(b"fail", Stars()) == ScanFailure("it died")


def test_a_cached_answer_holds_what_they_found_and_asks_them_no_more(cache: ResultCache) -> None:
    first = scan(b"***\n", Stars(), cache)
    later = Stars()
    assert scan(b"***\n", later, cache) == first
    assert later.seen == []


def test_another_version_of_one_asks_again(cache: ResultCache) -> None:
    scan(b"***\n", Stars(), cache)
    newer = Stars(version=2)
    scan(b"***\n", newer, cache)
    assert newer.seen == ["a.c"]


def test_names_are_unique_and_none_is_the_engines() -> None:
    names = [detector.name for detector in DETECTORS]
    assert len({*names, "scancode"}) == len(names) + 1
