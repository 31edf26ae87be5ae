"""Statements at the end of very long lines, which the engine loses where it breaks them."""

from __future__ import annotations

import pytest

from attribcheck.core.model import Blob, FileScan
from attribcheck.scan.detectors.long_lines import LongLines
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.key import ScanKey
from attribcheck.scan.scanner import CachingScanner

STATEMENT = "Copyright (c) 2024 Foo Corp."
LONG = {
    "a.js": "var x=1;" * 13_000 + f"/* {STATEMENT} MIT License */",
    "a.txt": "word " * 20_000 + f" {STATEMENT} MIT License",
    "a.json": '{"a":"' + "x1y2" * 25_000 + f'","license":"{STATEMENT} MIT License"' + "}",
    "a.css": "a" * 2_000 + "/*! alpha v1.0 | (c) 2021 Foo Corp. | MIT License */" + "b" * 100,
}


def found(content: str) -> list[tuple[str, ...]]:
    return [one.named for one in LongLines().detect(content.encode(), "a.js")]


@pytest.mark.parametrize("path", LONG)
def test_a_statement_at_the_end_of_a_long_line_is_read_to_its_end(path: str) -> None:
    (notice,) = LongLines().detect(f"\n{LONG[path]}\n".encode(), path)
    assert notice.named == ("Foo Corp.",)
    assert notice.span.start == 2
    assert LONG[path][notice.column - 1 :].startswith(notice.text)
    assert notice.text in notice.excerpt.text


@pytest.mark.engine
def test_it_is_told_once_whether_the_engine_reads_it_or_not(engine: ScancodeEngine) -> None:
    contents = {path: f"{text}\n".encode() for path, text in LONG.items()}
    blobs = [Blob(path, f"{number:040x}") for number, path in enumerate(contents)]
    scans = CachingScanner(engine).scan(blobs, lambda some: ((b, contents[b.path]) for b in some))
    for blob in blobs:
        scan = scans[ScanKey.of(blob)]
        assert isinstance(scan, FileScan)
        named = [one.named for one in scan.notices if one.kind.value == "copyright"]
        assert (blob.path, named) == (blob.path, [("Foo Corp.",)])


@pytest.mark.parametrize(
    "content",
    [
        "if(c)x=2024;for(c) 2024;" * 100,
        f"{STATEMENT}\n" * 100,
        "x" * 2_000 + " Copyright (c) YYYY",
        "\0" + "x" * 2_000 + STATEMENT,
    ],
)
def test_code_short_lines_and_binaries_are_left_to_the_engine(content: str) -> None:
    assert found(content) == []


def test_a_file_full_of_them_ends() -> None:
    assert len(found("(c) 2024 Foo Corp. " * 100_000)) == 1000
