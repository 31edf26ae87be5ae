"""An archive under another name is told, since its name is what opens it."""

from __future__ import annotations

import pytest
from support.containers import font, gzipped, zipped

from attribcheck.scan.disguise import hidden

JAR = zipped({"LICENSE": b"MIT"})


@pytest.mark.parametrize(
    ("content", "path", "what"),
    [
        (JAR, "vendor/foo", "zip archive"),
        (JAR, "vendor/foo.dat", "zip archive"),
        (JAR, "vendor/foo.bin", "zip archive"),
        (gzipped(b"x"), "foo.js", "gzip file"),
        (font("woff2"), "foo.eot", "web font"),
    ],
)
def test_a_container_under_another_name_is_told(content: bytes, path: str, what: str) -> None:
    assert hidden(content, path) == (
        f"{what} under a name that does not say so, so it was not opened"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told(encoding: str) -> None:
    text = "Copyright (c) 2024 Foo Corp. and contributors\n".encode(encoding)
    assert hidden(text, "a.txt") == "UTF-16 text without a byte order mark"


@pytest.mark.parametrize(
    ("content", "path"),
    [
        (JAR, "foo.jar"),
        (JAR, "foo.docx"),
        (zipped({"model/data.pkl": b"x"}), "model.pt"),
        (zipped({"weights.npy": b"x"}), "model.npz"),
        (b"PK is a name", "a.txt"),
        ("x\n".encode("utf-16"), "a.txt"),
        (b"", "a"),
        (b"\0" * 100, "a.bin"),
    ],
)
def test_other_files_are_not(content: bytes, path: str) -> None:
    assert hidden(content, path) == ""
