"""Notices in other scripts beside those of the real engine, with the memo, and their cost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from attribcheck.core.model import ENGINE, Blob, FileScan, NoticeKind
from attribcheck.scan.cache import FILE_NAME, ResultCache
from attribcheck.scan.detectors.other_scripts import OtherScripts
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.key import ScanKey
from attribcheck.scan.memo.recalling_scanner import RecallingScanner
from attribcheck.scan.scanner import CachingScanner

BESIDE = OtherScripts.name

STATEMENTS = {
    # what is in the file: (whose notices, the holders that everybody sees)
    "# 版权所有 2023 示例云计算有限公司，保留所有权利": (BESIDE, "示例云计算有限公司"),
    "# 版权所有 (C) 2023 示例云计算有限公司": (ENGINE, "示例云计算有限公司"),
    "# Copyright (c) 2024，阿里巴巴集团": (BESIDE, "阿里巴巴集团"),
    "# ⓒ 2024 Foo Corp. All rights reserved.": (BESIDE, "Foo Corp."),
    "# 저작권 (c) 2024 예시브레인": (ENGINE, "예시브레인"),
    "# SPDX-FileCopyrightText: 2024 예시브레인": (ENGINE, "예시브레인"),
    "# Copyright (c) 2024 예시 주식회사": (ENGINE, "예시 주식회사"),
    "# Авторские права (c) 2020 ООО Пример": (ENGINE, "ООО Пример"),
    "# Copyright 2024 Foo Corp.": (ENGINE, "Foo Corp."),
}
LICENSES = {
    "本项目采用 MIT 许可证": (BESIDE, "MIT"),
    "이 프로젝트는 MIT 라이선스를 따릅니다": (BESIDE, "MIT"),
    "本プロジェクトはMITライセンスです": (BESIDE, "MIT"),
    "本项目采用 Apache-2.0 许可证": (ENGINE, "Apache-2.0"),
    "本软件采用木兰宽松许可证，第2版": (BESIDE, "MulanPSL-2.0"),
}


def scanned(engine: ScancodeEngine, contents: dict[str, bytes]) -> dict[str, FileScan]:
    blobs = [Blob(path, f"{number:040x}") for number, path in enumerate(contents)]
    scans = CachingScanner(engine).scan(blobs, lambda some: ((b, contents[b.path]) for b in some))
    found = {}
    for blob in blobs:
        scan = scans[ScanKey.of(blob)]
        assert isinstance(scan, FileScan), scan
        found[blob.path] = scan
    return found


@pytest.mark.engine
def test_a_statement_is_one_notice_with_its_holder_as_written(engine: ScancodeEngine) -> None:
    lines = list(STATEMENTS)
    scans = scanned(
        engine, {f"{n}.py": f"{line}\nx = 1\n".encode() for n, line in enumerate(lines)}
    )
    found = {
        line: [(one.detector, "|".join(one.named)) for one in scans[f"{n}.py"].notices]
        for n, line in enumerate(lines)
    }
    assert found == {line: [expected] for line, expected in STATEMENTS.items()}


@pytest.mark.engine
def test_a_statement_below_another_takes_nobodys_place(engine: ScancodeEngine) -> None:
    text = (
        '.\\" 版权所有(c) 1997 Dana Example (dana@example.org)\n'
        '.\\" 中文版版权所有 riser,www.example.org 2000\n.\\"\n'
    )
    scan = scanned(engine, {"a.5": text.encode()})["a.5"]
    assert [(one.detector, one.named) for one in scan.notices] == [
        (ENGINE, ("Dana Example",)),
        (BESIDE, ("riser",)),
    ]


@pytest.mark.engine
def test_the_engines_own_answer_stays_as_it_is(engine: ScancodeEngine) -> None:
    line = "# 版权所有 (C) 2023 阿里云计算有限公司\n# 版权所有 2023 示例云计算有限公司\n"
    scan = scanned(engine, {"a.py": line.encode()})["a.py"]
    assert [holder.text for holder in scan.holders] == ["Li Yun"]
    assert [one.holders for one in scan.notices] == [("Li Yun",), ("示例云计算有限公司",)]
    assert [one.named for one in scan.notices] == [("阿里云计算有限公司",), ("示例云计算有限公司",)]


@pytest.mark.engine
def test_a_licence_sentence_is_told_once(engine: ScancodeEngine) -> None:
    lines = list(LICENSES)
    scans = scanned(engine, {f"{n}.md": f"{line}\n".encode() for n, line in enumerate(lines)})
    found = {
        line: [(one.detector, one.text) for one in scans[f"{n}.md"].notices]
        for n, line in enumerate(lines)
    }
    assert found == {line: [expected] for line, expected in LICENSES.items()}
    assert all(one.matches for scan in scans.values() for one in scan.notices)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[ResultCache]:
    with ResultCache(tmp_path / "cache" / FILE_NAME) as opened:
        yield opened


@pytest.mark.engine
def test_an_answer_from_the_memo_hides_no_new_notice(
    engine: ScancodeEngine, data: Path, cache: ResultCache
) -> None:
    head = "# Copyright 2024 Foo Corp.\n\n\n\n\n\n\n\n\n\n\n\n\nx = 1\n"
    older, newer = Blob("a.py", "1" * 40), Blob("a.py", "2" * 40)
    contents = {older.oid: head, newer.oid: head + "# 版权所有 2023 示例云计算有限公司\n"}
    asked: list[str] = []

    class Engine(ScancodeEngine):
        def scan(self, requests):  # type: ignore[no-untyped-def]
            requests = list(requests)
            asked.extend(request.blob.oid for request in requests)
            return super().scan(requests)

    scanner = RecallingScanner(
        Engine(data=data.parent, jobs=1),
        cache,
        data=lambda: data,
        is_pointer=lambda content: False,
    )

    def named(blob: Blob) -> list[tuple[str, ...]]:
        scans = scanner.scan([blob], lambda some: ((b, contents[b.oid].encode()) for b in some))
        scan = scans[ScanKey.of(blob)]
        assert isinstance(scan, FileScan)
        return [one.named for one in scan.notices]

    assert named(older) == [("Foo Corp.",)]
    assert named(newer) == [("Foo Corp.",), ("示例云计算有限公司",)]
    assert asked == [older.oid]


def test_a_notice_has_its_line_column_and_excerpt() -> None:
    (notice,) = OtherScripts().detect("x = 1\n# 版权所有 2023 示例公司\n".encode(), "a.py")
    assert (notice.kind, notice.span.start, notice.column) == (NoticeKind.COPYRIGHT, 2, 3)
    assert notice.excerpt.text == "# 版权所有 2023 示例公司"


@pytest.mark.parametrize("content", [b"# Copyright 2024 Foo Corp.\n" * 1000, "é\n".encode() * 1000])
def test_a_file_that_can_hold_none_imports_no_grammar(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "content"
    file.write_bytes(content)
    code = (
        "import sys; from attribcheck.scan.detectors.other_scripts import OtherScripts;"
        f"found = list(OtherScripts().detect(open({str(file)!r}, 'rb').read(), 'a.py'));"
        "assert not found;"
        "print([m for m in sys.modules if m.startswith('attribcheck.scan.scripts.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    expected = [] if content.isascii() else ["european", "reading", "words"]
    loaded = eval(done.stdout)
    assert sorted(loaded) == [f"attribcheck.scan.scripts.{name}" for name in expected]


@pytest.mark.engine
def test_a_statement_of_a_legacy_file_is_one_notice(engine: ScancodeEngine) -> None:
    text = "(C)Copyright 1998 例示研究所\nかな漢字変換のサンプルです。\n"
    scan = scanned(engine, {"README": text.encode("euc_jp")})["README"]
    named = [one.named for one in scan.notices if one.kind is NoticeKind.COPYRIGHT]
    assert named == [("例示研究所",)]
