"""A file is answered without the engine only where the engine finds nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from licensedcode import index as licensedcode_index

from attribcheck.core.model import Blob, FileScan, Marker, MarkerKind, Span
from attribcheck.scan.base import Request
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.prefilter import Prefilter

PLAIN = b"int add(int a, int b)\n{\n    return a + b;\n}\n"
LICENSE = b"// Licensed under the M" + b"IT license\n"
NOTICE = b"// Copyr" + b"ight 2025 Foo Corp.\n"


@pytest.fixture(scope="session")
def prefilter(data: Path) -> Prefilter:
    return Prefilter(lambda: data)


@pytest.mark.engine
def test_plain_code_is_answered(prefilter: Prefilter) -> None:
    assert prefilter.nothing(PLAIN, "src/a.c") == FileScan(None)


@pytest.mark.engine
def test_markers_are_read(prefilter: Prefilter) -> None:
    mark = b"// attrib" + b"check: ignore[unscanned-file] test data\n"
    scan = prefilter.nothing(PLAIN + mark, "src/a.c")
    expected = Marker(MarkerKind.IGNORE, Span(5, 6), rule="unscanned-file", reason="test data")
    assert scan == FileScan(None, markers=(expected,))


@pytest.mark.engine
def test_a_block_that_nothing_closes_is_told(prefilter: Prefilter) -> None:
    scan = prefilter.nothing(PLAIN + b"// REUSE-" + b"IgnoreStart\nx = 1;\n", "src/a.c")
    assert scan == FileScan(None, markers=(Marker(MarkerKind.UNCLOSED, Span(5, 5)),))


@pytest.mark.engine
@pytest.mark.parametrize(
    ("content", "path"),
    [
        (NOTICE + PLAIN, "a.c"),
        (LICENSE + PLAIN, "a.c"),
        (PLAIN + b"// see https://foo.example\n", "a.c"),
        (PLAIN + b"// SP" + b"DX-License-Identifier: x\n", "a.c"),
        (PLAIN + "// caf\u00e9\n".encode(), "a.c"),
        (PLAIN + b"\x00", "a.c"),
        (PLAIN, "AUTHORS"),
        (PLAIN, "a.html"),
        (PLAIN, "a.json"),
        (PLAIN, "locale/a.c"),
        (b"<b>x</b>\n" * 9, "a.c"),
        (b"x = [<a>, <b>, <c>]\n", "a.py"),
        (b"%PDF-1.4\n", "a.c"),
        (b"", "a.c"),
        (b" \n", "a.c"),
        (b"x" * 999, "a.c"),
    ],
)
def test_what_may_hold_a_notice_or_is_not_plain_is_left_to_the_engine(
    prefilter: Prefilter, content: bytes, path: str
) -> None:
    assert prefilter.nothing(content, path) is None


def test_without_data_everything_is_left_to_the_engine() -> None:
    assert Prefilter(lambda: None).nothing(PLAIN, "a.c") is None


def test_damaged_data_is_not_used(tmp_path: Path) -> None:
    damaged = tmp_path / "engine-x.bin"
    damaged.write_bytes(b"damaged")
    damaged.chmod(0o600)
    tmp_path.chmod(0o700)
    assert Prefilter(lambda: damaged).nothing(PLAIN, "a.c") is None


@pytest.mark.engine
def test_data_that_others_can_write_is_not_used(data: Path, tmp_path: Path) -> None:
    open_to_all = tmp_path / data.name
    open_to_all.write_bytes(data.read_bytes())
    open_to_all.chmod(0o666)
    assert Prefilter(lambda: open_to_all).nothing(PLAIN, "a.c") is None


@pytest.mark.engine
def test_what_is_answered_is_what_the_engine_says(
    prefilter: Prefilter, engine: ScancodeEngine
) -> None:
    folder = Path(licensedcode_index.__file__).parent.parent
    files = [p for p in sorted(folder.glob("*/*.py")) if p.stat().st_size < 9000][::7]
    requests = [Request(Blob(p.name, str(p)), p.read_bytes()) for p in files]
    told = {r.blob: prefilter.nothing(r.content, r.path) for r in requests}
    asked = [r for r in requests if told[r.blob] is not None]
    assert len(asked) > 20
    assert {r.blob: scan for r, scan in engine.scan(asked)} == {r.blob: told[r.blob] for r in asked}


# Words of rules and of code, and what cuts a text into parts.
WORDS = (
    "license licensed software permission warranty terms notice provided use copy granted the of is"
    " in this any and to for free public redistribute conditions liability"
).split()
PIECES = st.sampled_from(
    [*WORDS, "foo = bar(1)", "for x in y:", "1 2 3", "\n", "\n", "\n" * 16, "x\n" * 16]
)


@pytest.mark.engine
@settings(max_examples=12)
@given(st.lists(st.lists(PIECES, max_size=40).map(" ".join), min_size=20, max_size=20))
def test_no_mixture_of_words_of_licences_is_answered_otherwise(
    prefilter: Prefilter, engine: ScancodeEngine, texts: list[str]
) -> None:
    requests = [Request(Blob(f"{n}.py", ""), text.encode()) for n, text in enumerate(texts)]
    told = {r.blob: prefilter.nothing(r.content, r.path) for r in requests}
    asked = [r for r in requests if told[r.blob] is not None]
    assert {r.blob: scan for r, scan in engine.scan(asked)} == {r.blob: told[r.blob] for r in asked}


@pytest.mark.engine
def test_a_text_in_iso_2022_jp_may_have_a_notice(prefilter: Prefilter) -> None:
    assert (
        prefilter.nothing("著作権は例示研究所にあります\n".encode("iso2022_jp"), "README") is None
    )
