"""The real engine on small inputs, and what happens when it is not as it should be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest

from attribcheck.core.model import Blob, FileScan, MarkerKind, NoticeKind, Span
from attribcheck.scan.base import Request
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.scancode import installed

# Put together, so that this file has no such notice itself.
TAG = "SPDX-" + "License-Identifier:"
COPY = "Copy" + "right"

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.
"""

FILES: dict[str, str] = {
    "a.py": f"# {COPY} (c) 2020 Foo Corp.\n# {TAG} Apache-2.0\nx = 1\n",
    "b.c": f"/* {COPY} 2019 Foo Corp. and Bar Inc. */\n/*\n * {COPY} 2001\n *  Baz Ltd. */\n",
    "C.java": f"package c;\n// {TAG} MPL-2.0\n// See LICENSE for the license.\nclass C {{}}\n",
    "d.go": f"// {COPY} 2021 The Foo Authors. All rights reserved.\npackage d\n",
    "e.rs": f"// {TAG} MIT OR Apache-2.0\nfn main() {{}}\n",
    "f.sh": f"#!/bin/sh\n# {COPY} 2022\n\ntrue\n\ntrue  # {COPY} 2023 Bar Inc.\n",
    "g.html": f"<html><body>\n<p>&copy; 2020 Foo Corp.</p>\n<!-- {TAG} MIT -->\n</body></html>\n",
    "LICENSE": f"The MIT License\n\n{COPY} (c) 2018 Foo Corp.\n\n{MIT}",
    "plain.js": "export const one = 1;\n",
    "blank.txt": " \n\t\n",
    "tool.bin": "\x7fELF\x01\x01\x01" + "\0" * 60 + f"{COPY} 2020 Foo Corp.\0\0",
    "ignored.py": f"# {'attrib' + 'check'}: ignore[unknown-license] quoted\n# {TAG} Foo-1.0\n",
}


# Texts that libmagic takes for an image or a sound, so that scancode reads no text in them.
_NOTICES = f"/* {COPY} 2020 Foo Corp. */\n\n/* {TAG} MIT */\n"
MEDIA: dict[str, str] = {
    "pixmap.c": f'/* XPM */\n{_NOTICES}static char *x[] = {{""}};\n',
    "bitmap.xbm": f"#define x_width 16\n#define x_height 16\n{_NOTICES}",
    "drawing.txt": f"<svg xmlns='x'>\n<desc>\n{_NOTICES}</desc>\n</svg>\n",
    "tracks.m3u": f"#EXTM3U\n{_NOTICES}a.ogg\n",
}
FILES |= MEDIA


def license_text(name: str) -> str:
    """Return the text of a licence that scancode brings."""
    spec = find_spec("licensedcode")
    assert spec is not None
    assert spec.origin is not None
    stored = Path(spec.origin).parent / "data" / "licenses" / name
    return stored.read_text().split("\n---\n", 1)[1]


FILES |= {
    "COPYING": license_text("gpl-3.0.LICENSE"),
    "zlib.h": license_text("openssl-ssleay.LICENSE"),
}


@pytest.fixture(scope="module")
def scans() -> dict[str, FileScan]:
    """Return our scan of each of FILES, by path."""
    requests = [Request(Blob(path, ""), text.encode()) for path, text in FILES.items()]
    found = dict(ScancodeEngine(jobs=2).scan(requests))
    assert {type(scan) for scan in found.values()} == {FileScan}
    return {request.path: scan for request, scan in found.items() if isinstance(scan, FileScan)}


@pytest.mark.engine
@pytest.mark.parametrize("path", ["b.c", "COPYING", "zlib.h", "LICENSE", "tool.bin", "blank.txt"])
def test_a_lone_file_whose_halves_are_scanned_apart_has_the_same_answer(
    scans: dict[str, FileScan], data: Path, path: str
) -> None:
    engine = ScancodeEngine(data=data.parent, jobs=2)
    ((_, scan),) = engine.scan([Request(Blob(path, ""), FILES[path].encode())])
    assert scan == scans[path]


@pytest.mark.engine
@pytest.mark.parametrize("jobs", [2, 4])
def test_a_few_files_whose_halves_are_scanned_apart_have_the_same_answers(
    scans: dict[str, FileScan], data: Path, jobs: int
) -> None:
    few = ("b.c", "COPYING", "zlib.h", "tool.bin")
    engine = ScancodeEngine(data=data.parent, jobs=jobs)
    requests = [Request(Blob(path, ""), FILES[path].encode()) for path in few]
    answers = {request.path: scan for request, scan in engine.scan(requests)}
    assert answers == {path: scans[path] for path in few}


@pytest.mark.engine
@pytest.mark.parametrize(
    ("path", "expression"),
    [
        ("a.py", "Apache-2.0"),
        ("b.c", None),
        ("C.java", "MPL-2.0 AND LicenseRef-scancode-unknown-license-reference"),
        ("e.rs", "MIT OR Apache-2.0"),
        ("g.html", "MIT"),
        ("LICENSE", "MIT"),
        ("COPYING", "GPL-3.0-only"),
        ("plain.js", None),
        ("blank.txt", None),
    ],
)
def test_the_license_expression_is_the_files(
    scans: dict[str, FileScan], path: str, expression: str | None
) -> None:
    assert scans[path].license_expression == expression


@pytest.mark.parametrize("jobs", [1, 2])
def test_without_a_file_nothing_is_answered(jobs: int) -> None:
    assert list(ScancodeEngine(jobs=jobs).scan([])) == []


@pytest.mark.engine
def test_each_statement_has_its_own_holder_and_lines(scans: dict[str, FileScan]) -> None:
    found = [(n.span, n.holders) for n in scans["b.c"].notices]
    assert found == [(Span(1, 1), ("Foo Corp. and Bar Inc.",)), (Span(3, 4), ("Baz Ltd.",))]


@pytest.mark.engine
def test_a_statement_without_a_holder_stays_without(scans: dict[str, FileScan]) -> None:
    found = [(n.span.start, n.column, n.holders) for n in scans["f.sh"].notices]
    assert found == [(2, 3, ()), (6, 9, ("Bar Inc.",))]


@pytest.mark.engine
def test_a_notice_shows_its_line_and_column(scans: dict[str, FileScan]) -> None:
    statement, tag = scans["a.py"].notices
    assert (statement.excerpt.text, statement.column) == (f"# {COPY} (c) 2020 Foo Corp.", 3)
    assert (tag.excerpt.text, tag.column) == (f"# {TAG} Apache-2.0", 3)


@pytest.mark.engine
def test_a_reference_names_the_file_that_it_sends_to(scans: dict[str, FileScan]) -> None:
    references = [m.references for n in scans["C.java"].notices for m in n.matches]
    assert ("LICENSE",) in references


@pytest.mark.engine
def test_the_holder_of_the_gpls_own_text_is_part_of_the_text(scans: dict[str, FileScan]) -> None:
    statements = [n for n in scans["COPYING"].notices if n.kind is NoticeKind.COPYRIGHT]
    foundation = [n for n in statements if "Free Software Foundation" in n.text]
    assert foundation
    assert all(n.part_of is not None and n.part_of.startswith("gpl-3.0") for n in foundation)


@pytest.mark.engine
def test_the_holder_of_code_that_a_license_text_quotes_is_not_part_of_it(
    scans: dict[str, FileScan],
) -> None:
    statements = [n for n in scans["zlib.h"].notices if n.kind is NoticeKind.COPYRIGHT]
    assert any("Eric Young" in n.text for n in statements)
    assert {n.part_of for n in statements} == {None}


@pytest.mark.engine
def test_the_holder_above_a_license_text_is_the_files(scans: dict[str, FileScan]) -> None:
    (statement,) = [n for n in scans["LICENSE"].notices if n.kind is NoticeKind.COPYRIGHT]
    assert (statement.holders, statement.part_of) == (("Foo Corp.",), None)


@pytest.mark.engine
def test_a_binary_has_notices_and_no_lines(scans: dict[str, FileScan]) -> None:
    (statement,) = scans["tool.bin"].notices
    assert statement.holders == ("Foo Corp.",)
    assert (statement.excerpt.text, statement.column) == ("", 1)


@pytest.mark.engine
@pytest.mark.parametrize("path", MEDIA)
def test_a_text_that_is_taken_for_an_image_is_read(scans: dict[str, FileScan], path: str) -> None:
    lines = MEDIA[path].splitlines()
    copyright_line = next(at for at, line in enumerate(lines, 1) if COPY in line)
    statement, licence = scans[path].notices
    assert (statement.holders, statement.span.start) == (("Foo Corp.",), copyright_line)
    assert (statement.excerpt.text, licence.text) == (lines[copyright_line - 1], "MIT")


@pytest.mark.engine
def test_a_marker_is_found_beside_the_notices(scans: dict[str, FileScan]) -> None:
    (marker,) = scans["ignored.py"].markers
    assert (marker.kind, marker.rule, marker.reason) == (
        MarkerKind.IGNORE,
        "unknown-license",
        "quoted",
    )


@pytest.mark.engine
def test_only_white_space_is_blank(scans: dict[str, FileScan]) -> None:
    assert [path for path, scan in scans.items() if scan.blank] == ["blank.txt"]


@pytest.mark.engine
def test_an_engine_that_does_not_start_says_why_and_what_settles_it(tmp_path: Path) -> None:
    # Parts of scancode have refused to start with a newer one of another; this one refuses at once.
    tmp_path.joinpath("intbitset.py").write_text("raise TypeError('no such kind of set')\n")
    done = run("adapter.load()", PYTHONPATH=str(tmp_path))
    assert done.stdout.startswith("EngineError: scancode does not start: TypeError: no such kind")
    assert "pluggy<1.7" in done.stdout


@pytest.mark.engine
def test_an_engine_that_cannot_be_imported_says_why(tmp_path: Path) -> None:
    tmp_path.joinpath("licensedcode").mkdir()
    tmp_path.joinpath("licensedcode", "__init__.py").write_text("")
    done = run("adapter.load()", PYTHONPATH=str(tmp_path))
    assert done.stdout.startswith("EngineError: scancode can't be imported: No module named")


@pytest.mark.engine
def test_loading_leaves_no_directory_behind(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    done = run("adapter.load(); print('loaded')", HOME=str(home), TMPDIR=str(temporary))
    assert done.stdout == "loaded\n"
    assert [*home.iterdir(), *temporary.iterdir()] == []


def test_the_identity_names_the_version_and_imports_no_scancode() -> None:
    code = (
        "print(installed.identity()); print(sorted({'scancode', 'licensedcode'} & {*sys.modules}))"
    )
    identity, imported = run(code).stdout.splitlines()
    assert f"scancode_toolkit {metadata.version('scancode-toolkit')}" in identity
    assert re.search(rf"format {installed.FORMAT}\b", identity)
    assert imported == "[]"


def test_the_identity_tells_another_index_apart(tmp_path: Path) -> None:
    index = tmp_path / "license_index" / "index_cache"
    index.parent.mkdir()
    index.write_bytes(b"other rules")
    other = run("print(installed.identity())", SCANCODE_LICENSE_INDEX_CACHE=str(tmp_path)).stdout
    assert other.strip().endswith("index 11")
    assert other.strip() != installed.identity()


def test_an_engine_that_is_not_installed_is_an_error_with_a_hint(tmp_path: Path) -> None:
    code = "sys.path = [p for p in sys.path if 'site-packages' not in p]; installed.identity()"
    done = run(code)
    assert done.stdout.startswith("EngineError: scancode-toolkit is not installed")


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a fresh Python; an EngineError is printed with its hint."""
    script = (
        "import sys\n"
        "from attribcheck.core.errors import EngineError\n"
        "from attribcheck.scan.scancode import adapter, installed\n"
        "try:\n"
        f"    {code}\n"
        "except EngineError as error:\n"
        "    print(f'EngineError: {error.message}', error.hint)\n"
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SCANCODE_")}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**kept, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done
