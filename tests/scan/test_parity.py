"""Our scan of a file says what ``scancode -lc`` says of it, on real files of many languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from support.command import shared_folder
from support.packages import fetch

from attribcheck.core.model import RECODED, Blob, FileScan, Notice, NoticeKind, Statement
from attribcheck.scan.base import Request
from attribcheck.scan.engine import ScancodeEngine

pytestmark = [pytest.mark.engine, pytest.mark.network]

# How many files of an ending to take of a package: the first by path that are small enough.
WANTED: dict[tuple[str, str, bool], dict[str, int]] = {
    ("jpype1", "1.7.1", True): {
        ".java": 30, ".cpp": 20, ".h": 20, ".py": 15, ".sh": 6, ".xml": 4, ".jar": 3, ".png": 2,
    },
    ("gojsonnet", "0.22.0", True): {".go": 25, ".bazel": 3, ".md": 2, ".sum": 1},
    ("setuptools_rust", "1.13.0", True): {".rs": 10, ".html": 5, ".md": 5, ".toml": 5},
    ("tree_sitter_go", "0.25.0", True): {".c": 1, ".h": 3, ".scm": 2, ".txt": 2},
    ("bokeh", "3.9.2", False): {".ts": 30, ".js": 3, ".json": 8, ".py": 12, ".jinja": 3, "": 3},
}  # fmt: skip
SIZE = 12_000

LICENSES = (
    "agpl-3.0", "apache-2.0", "artistic-2.0", "bsd-new", "cc-by-4.0", "epl-2.0", "gpl-2.0",
    "gpl-3.0", "lgpl-2.1", "mit", "mpl-2.0", "openssl-ssleay", "python", "zlib",
)  # fmt: skip

# What decides an answer besides the text: encodings, line ends, names, very long lines.
NOTICE = "Copyright (c) 2019 Foo Corp. and contributors"
TAG = "SPDX-" + "License-Identifier: MIT"
SPECIAL = {
    "empty.c": b"",
    "blank.py": b" \n\t\n",
    "latin-1.c": f"/* {NOTICE}, J\xe9r\xf4me Dupont */\n// {TAG}\n".encode("latin-1"),
    "utf-16.txt": f"{NOTICE}\r\n{TAG}\r\n".encode("utf-16"),
    "bom.py": b"\xef\xbb\xbf# " + NOTICE.encode() + b"\n",
    "carriage-returns.txt": f"first\r{NOTICE}\r{TAG}\r".encode(),
    "crlf.c": f"/*\r\n * {NOTICE}\r\n */\r\n// {TAG}\r\n".encode(),
    "form-feed.c": f"int a;\n\x0c\n/* {NOTICE} */\n".encode(),
    "nul.dat": b"\x7fELF\x02\x01\x01" + b"\0" * 64 + NOTICE.encode() + b"\0\0\0\x01\x02",
    "app.min.js": f"/*! {NOTICE} */".encode() + b'var a=["x,y"];f(a,b);' * 400,
    "app.js.map": json.dumps(
        {"version": 3, "sources": ["a.js"], "sourcesContent": [f"// a\n// {NOTICE}\n"]}
    ).encode(),
    "package.json": json.dumps({"name": "a", "license": "MIT", "author": "Foo Corp."}).encode(),
    "page.html": f"<html><body><p>&copy; 2020 <b>Foo Corp.</b></p><!-- {TAG} --></body>".encode(),
    "CREDITS": b"N: Linus Example\nE: linus@example.org\nD: everything\n\nN: Alan Example\n",
    "locale/de.po": f'# {NOTICE}\nmsgid "{"a, b, " * 60}"\n'.encode(),
    "reference.c": b"/* Copyright 2021 Bar Inc.\n * See LICENSE for the license. */\n",
    "no-holder.c": b"/* Copyright 2001. Copyright 2002, 2003 by Bar Inc. and Baz Ltd. */\n",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory in which no file's "see LICENSE" leads to another file.

    On a directory the command line follows such references to a file of that very name beside the
    referrer or at the top; a number before each name keeps it from finding one.
    """
    top = tmp_path_factory.mktemp("parity")
    chosen: list[Path] = []
    for (name, version, sdist), endings in WANTED.items():
        files = sorted(path for path in fetch(name, version, sdist=sdist).rglob("*"))
        for ending, count in endings.items():
            fitting = [
                f for f in files if f.suffix == ending and f.is_file() and not f.is_symlink()
            ]
            chosen += [f for f in fitting if 0 < f.stat().st_size < SIZE][:count]
    spec = find_spec("licensedcode")
    assert spec is not None
    assert spec.origin is not None
    data = Path(spec.origin).parent / "data" / "licenses"
    chosen += [data / f"{key}.LICENSE" for key in LICENSES]
    for number, path in enumerate(chosen):
        (top / f"{number:03}-{path.name}").write_bytes(path.read_bytes())
    for name, content in SPECIAL.items():
        (top / name).parent.mkdir(exist_ok=True)
        (top / name).write_bytes(content)
    return top


@pytest.fixture(scope="module")
def theirs(tree: Path) -> dict[str, dict[str, Any]]:
    """Return what the command line reports, by path."""
    report = tree.with_name("report.json")
    command = [str(Path(sys.executable).with_name("scancode")), "-lc", "--quiet", "-n", "2"]
    command += ["--timeout", "600", "--strip-root", "--json", str(report), str(tree)]
    environment = {**os.environ, "SCANCODE_TEMP": str(tree.parent)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    files = json.loads(report.read_text())["files"]
    return {file["path"]: file for file in files if file["type"] == "file"}


@pytest.fixture(scope="module")
def ours(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, FileScan]:
    """Return what our engine says from its mapped data, by path."""
    engine = ScancodeEngine(jobs=2, data=shared_folder(tmp_path_factory, "attribcheck-cache"))
    assert engine.prepare() is not None, engine.problem
    paths = sorted(path for path in tree.rglob("*") if path.is_file())
    names = [path.relative_to(tree).as_posix() for path in paths]
    files = zip(names, paths, strict=True)
    requests = (Request(Blob(name, ""), path.read_bytes()) for name, path in files)
    scans = {request.path: scan for request, scan in engine.scan(requests)}
    return {name: _own(scan) for name, scan in scans.items() if isinstance(scan, FileScan)}


def _own(scan: FileScan) -> FileScan:
    """Return what scancode says of the bytes of a file, without its answer for them in UTF-8."""
    notices = tuple(notice for notice in scan.notices if notice.detector != RECODED)
    return scan._replace(notices=notices)


def test_at_least_two_hundred_files_of_fifteen_kinds_are_compared(
    ours: dict[str, FileScan], theirs: dict[str, dict[str, Any]]
) -> None:
    assert ours.keys() == theirs.keys()
    assert len(ours) >= 200
    assert len({Path(name).suffix for name in ours}) >= 15


def test_no_reference_between_files_was_followed(
    tree: Path, theirs: dict[str, dict[str, Any]]
) -> None:
    followed = [
        (path, match["from_file"])
        for path, file in theirs.items()
        for detection in file["license_detections"]
        for match in detection["matches"]
        if match["from_file"] != f"{tree.name}/{path}"
    ]
    assert followed == []


def test_the_license_expressions_are_equal(
    ours: dict[str, FileScan], theirs: dict[str, dict[str, Any]]
) -> None:
    expected = {path: file["detected_license_expression_spdx"] for path, file in theirs.items()}
    assert {path: scan.license_expression for path, scan in ours.items()} == expected
    assert len({*expected.values()}) > 15


def test_the_license_matches_are_equal(
    ours: dict[str, FileScan], theirs: dict[str, dict[str, Any]]
) -> None:
    def flat(file: dict[str, Any]) -> list[tuple[Any, ...]]:
        detections = [
            (d["license_expression_spdx"], d["matches"]) for d in file["license_detections"]
        ]
        return sorted(
            (expression, m["license_expression_spdx"], m["start_line"], m["end_line"], m["score"])
            for expression, matches in detections
            for m in matches
        )

    def notices(scan: FileScan) -> list[tuple[Any, ...]]:
        found = [n for n in scan.notices if n.kind is NoticeKind.LICENSE and not n.clue]
        return sorted(
            (n.text, m.expression, m.span.start, m.span.end, m.score)
            for n in found
            for m in n.matches
        )

    assert {p: notices(s) for p, s in ours.items()} == {p: flat(f) for p, f in theirs.items()}


def test_the_license_clues_are_equal(
    ours: dict[str, FileScan], theirs: dict[str, dict[str, Any]]
) -> None:
    expected = {
        path: sorted((m["license_expression_spdx"], m["start_line"]) for m in file["license_clues"])
        for path, file in theirs.items()
    }
    found = {
        path: sorted((n.text, n.span.start) for n in scan.notices if n.clue)
        for path, scan in ours.items()
    }
    assert found == expected


def test_the_copyright_statements_are_equal(
    ours: dict[str, FileScan], theirs: dict[str, dict[str, Any]]
) -> None:
    found = {
        path: sorted(_row(n) for n in scan.notices if n.kind is NoticeKind.COPYRIGHT)
        for path, scan in ours.items()
    }
    assert found == {path: sorted(_rows(file, "copyright")) for path, file in theirs.items()}


@pytest.mark.parametrize("kind", ["holder", "author"])
def test_holders_and_authors_are_equal_in_order(
    kind: str, ours: dict[str, FileScan], theirs: dict[str, dict[str, Any]]
) -> None:
    found = {path: [_row(s) for s in getattr(scan, f"{kind}s")] for path, scan in ours.items()}
    assert found == {path: _rows(file, kind) for path, file in theirs.items()}


def test_every_holder_belongs_to_exactly_one_statement(ours: dict[str, FileScan]) -> None:
    for path, scan in ours.items():
        owned = [holder for notice in scan.notices for holder in notice.holders]
        assert sorted(owned) == sorted(holder.text for holder in scan.holders), path


def _row(item: Notice | Statement) -> tuple[str, int, int]:
    return (item.text, item.span.start, item.span.end)


def _rows(file: dict[str, Any], kind: str) -> list[tuple[str, int, int]]:
    return [(item[kind], item["start_line"], item["end_line"]) for item in file[f"{kind}s"]]
