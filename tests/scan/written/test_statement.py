"""Statements as the real engine finds them, and as they are written."""

from __future__ import annotations

import pytest
from support.holder_names import GIVEN, LABS, SURNAMES

from attribcheck.core.model import Blob, FileScan, Notice, NoticeKind
from attribcheck.notices.holders import HolderNames, unexplained
from attribcheck.scan.base import Request
from attribcheck.scan.engine import ScancodeEngine

pytestmark = pytest.mark.engine

# Put together, so that this file has no such notice itself.
COPYRIGHT = "Copy" + "right"
C = "(" + "c)"
TAG = "SPDX-" + "License-Identifier: MIT"

TABLE = {
    "code below a comment": (
        "a.py",
        f"# {COPYRIGHT} {C} 2026 하늘연구소\nx=1\n",
        (f"{COPYRIGHT} {C} 2026 하늘연구소", ("하늘연구소",)),
    ),
    "an umlaut": (
        "a.py",
        f"# {COPYRIGHT} {C} 2026 Müller Software GmbH\n",
        (f"{COPYRIGHT} {C} 2026 Müller Software GmbH", ("Müller Software GmbH",)),
    ),
    "Chinese, of which the engine reads two letters": (
        "a.py",
        "# 版权所有 (" + "C) 2023 阿里云计算有限公司\n",
        ("版权所有 (" + "C) 2023 阿里云计算有限公司", ("阿里云计算有限公司",)),
    ),
    "a tag in the next line": (
        "a.py",
        f"# {COPYRIGHT} {C} 2024 네이버 주식회사\n# {TAG}\n",
        (f"{COPYRIGHT} {C} 2024 네이버 주식회사", ("네이버 주식회사",)),
    ),
    "a surname that the engine drops": (
        "LICENSE",
        f"MIT License\n\n{COPYRIGHT} {C} 2023 Dana Weber\n\nPermission is hereby granted\n",
        (f"{COPYRIGHT} {C} 2023 Dana Weber", ("Dana Weber",)),
    ),
    "a second holder": (
        "a.py",
        f"# {COPYRIGHT} 2024 Haneul Labs & ZhipuAI\n",
        (f"{COPYRIGHT} 2024 Haneul Labs & ZhipuAI", ("Haneul Labs & ZhipuAI",)),
    ),
    "a list below a name and a year": (
        "a.c",
        "/*\n * Anton Example (" + 'C) 2003\n * - correct "-" option\n */\n',
        ("Anton Example (" + "C) 2003", ("Anton Example",)),
    ),
    "two lines": (
        "a.py",
        f"# {COPYRIGHT} 2010 The Foo Foundation,\n# the Institute for Bar Analyses, and others\n",
        (
            f"{COPYRIGHT} 2010 The Foo Foundation, the Institute for Bar Analyses, and others",
            ("The Foo Foundation, the Institute for Bar Analyses, and others",),
        ),
    ),
    "the next tag of an SVG": (
        "a.svg",
        (
            f"<svg><metadata><dc:title>{COPYRIGHT} {C} 2020 Foo Corp</dc:title>"
            '<cc:license rdf:resource="http://foo.example"/></metadata></svg>\n'
        ),
        (f"{COPYRIGHT} {C} 2020 Foo Corp", ("Foo Corp",)),
    ),
    "a JSON string": (
        "a.json",
        f'{{"__metadata__":{{"copyright":"{COPYRIGHT} {C} 2021 Foo Corp","format":"pt"}}}}\n',
        (f"{COPYRIGHT} {C} 2021 Foo Corp", ("Foo Corp",)),
    ),
    "a source line of a notebook": (
        "a.ipynb",
        f'{{"source": [\n  "# {COPYRIGHT} 2023 Foo Corp.\\n",\n  "# Import Everything\\n"\n]}}\n',
        (f"{COPYRIGHT} 2023 Foo Corp.", ("Foo Corp.",)),
    ),
    "entities and inline markup": (
        "a.html",
        "<html><body><p>&copy" + "; 2020 <b>Foo &amp; S&ouml;hne</b></p></body></html>\n",
        ("© 2020 Foo & Söhne", ("Foo & Söhne",)),
    ),
    "rights reserved in Russian": (
        "a.txt",
        f"{COPYRIGHT} © 2019 ООО «Пример». Все права защищены.\n",
        (f"{COPYRIGHT} © 2019 ООО «Пример». Все права защищены.", ("ООО «Пример»",)),
    ),
    "a legal form in brackets": (
        "a.py",
        f"# {COPYRIGHT} {C} 2019 (주)하늘\n",
        (f"{COPYRIGHT} {C} 2019 (주)하늘", ("(주)하늘",)),
    ),
    "rights reserved in Korean, in the next line": (
        "a.py",
        f"# 저작권 {C} 2024 하늘연구 주식회사\n# 모든 권리 보유\nx = 1\n",
        (f"저작권 {C} 2024 하늘연구 주식회사", ("하늘연구 주식회사",)),
    ),
    "rights reserved in Korean, by a verb": (
        "a.py",
        "# © 2024 하늘연구. 모든 권리를 보유합니다.\n# 한국어 처리\n",
        ("© 2024 하늘연구. 모든 권리를 보유합니다.", ("하늘연구",)),
    ),
    "a Korean sentence below": (
        "a.py",
        f"# {COPYRIGHT} 2024 (주)하늘연구\n# 이 파일은 검색 모듈입니다.\nx = 1\n",
        (f"{COPYRIGHT} 2024 (주)하늘연구", ("(주)하늘연구",)),
    ),
    "a Chinese heading below": (
        "a.py",
        f"# {COPYRIGHT} 2024 示例公司\n# 搜索模块\nx=1\n",
        (f"{COPYRIGHT} 2024 示例公司", ("示例公司",)),
    ),
    "a second name in Korean, below the first one": (
        "a.js",
        f"// {COPYRIGHT} 2024 하늘연구\n//                예시\n",
        (f"{COPYRIGHT} 2024 하늘연구 예시", ("하늘연구 예시",)),
    ),
    "an organisation in Korean in the next line": (
        "a.js",
        f"// {COPYRIGHT} 2024 하늘연구\n// 예시대학교\n",
        (f"{COPYRIGHT} 2024 하늘연구 예시대학교", ("하늘연구 예시대학교",)),
    ),
    "reserved rights of nobody": (
        "a.json",
        f'{{"footer": "{COPYRIGHT} © {{year}} 保留所有权利"}}\n',
        (f"{COPYRIGHT} © {{year}} 保留所有权利", ()),
    ),
    "the registration of a Chinese site": (
        "a.json",
        '{"footer": "版权所有 © 2024 示例科技 京ICP备12345678号-1"}\n',
        ("版权所有 © 2024 示例科技 京ICP备12345678号-1", ("示例科技",)),
    ),
    "a Polish legal form": (
        "a.py",
        f"# {COPYRIGHT} 2024 Przykład Sp. z o.o.\n",
        (f"{COPYRIGHT} 2024 Przykład Sp. z o.o.", ("Przykład Sp. z o.o.",)),
    ),
    "an acronym within a name": (
        "a.txt",
        f"{COPYRIGHT} {C}\n    2016 Foo University\n    2016 Foo Technology (FTX) Bar\n",
        (
            f"{COPYRIGHT} {C} 2016 Foo University 2016 Foo Technology (FTX) Bar",
            ("Foo University", "Foo Technology (FTX) Bar"),
        ),
    ),
    "names below the years, one a line": (
        "a.tex",
        f"% {COPYRIGHT} 2019--2021\n%   Anna Beispiel\n%   Bernd Muster\n%   Carla Probe\n%\n",
        (
            f"{COPYRIGHT} 2019--2021 Anna Beispiel Bernd Muster Carla Probe",
            ("Anna Beispiel", "Bernd Muster", "Carla Probe"),
        ),
    ),
    "sizes of groff": (
        "a.1",
        f".SH NAME\n{COPYRIGHT} (" + "C) 1987, \\s-1FOO LTD.\\s0 (B. Ex).\n",
        (f"{COPYRIGHT} (" + "C) 1987, \\s-1FOO LTD.", ("FOO LTD.",)),
    ),
    "a licence in brackets": (
        "a.sh",
        f'VERSION="v1.0 {C} 2004 Dana Muster (LPPL)"\n',
        (f"{C} 2004 Dana Muster (LPPL)", ("Dana Muster",)),
    ),
    "a licence in German": (
        "a.1",
        f"{COPYRIGHT} {C} 2022 Foo Foundation, Inc. Lizenz GPLv3+: GNU GPL\n",
        (f"{COPYRIGHT} {C} 2022 Foo Foundation, Inc.", ("Foo Foundation, Inc.",)),
    ),
    "a link to the licence": (
        "a.md",
        f"MIT {C} 2022 Foo, Inc. [LICENSE](https://example.org/LICENSE)\n",
        (f"{C} 2022 Foo, Inc. [LICENSE](https://example.org/LICENSE)", ("Foo, Inc.",)),
    ),
    "by, in Portuguese": (
        "a.txt",
        f"{COPYRIGHT} {C} 2013  por Ana Exemplo\n",
        (f"{COPYRIGHT} {C} 2013  por Ana Exemplo", ("Ana Exemplo",)),
    ),
    "a date behind an address": (
        "a.1",
        f'.\\" {COPYRIGHT} {C} 1993 Dana Example (dana@example.org), Fri Apr  2 11:32:09 1993\n',
        (f"{COPYRIGHT} {C} 1993 Dana Example (dana@example.org)", ("Dana Example",)),
    ),
    "others in the next line": (
        "a.txt",
        f"{COPYRIGHT} 2022 Dana Muster, Foo Corp. and any\nauthors listed elsewhere in it.\n",
        (f"{COPYRIGHT} 2022 Dana Muster, Foo Corp. and any", ("Dana Muster, Foo Corp.",)),
    ),
    "an address over two lines": (
        "a.py",
        f"# {COPYRIGHT} {C} 2024 Müller Software GmbH,\n# Hauptstraße 1, 80331 München\n",
        (f"{COPYRIGHT} {C} 2024 Müller Software GmbH", ("Müller Software GmbH",)),
    ),
    "an address in Chinese": (
        "a.py",
        "# 版权所有 (" + "c) 2024 示例有限公司，北京市海淀区中关村大街1号\n",
        ("版权所有 (" + "c) 2024 示例有限公司", ("示例有限公司",)),
    ),
    "a clause behind a dash": (
        "a.txt",
        f"{C} 2009 Foo, Inc. - for authorized use only\n",
        (f"{C} 2009 Foo, Inc. - for", ("Foo, Inc.",)),
    ),
    "a list of years and names": (
        "a.txt",
        (
            f"{COPYRIGHT}: 2001, Dana Weber <dana@foo.example>\n"
            "           2003-2005, Foo Corp.\n           2010, Müller GmbH\n"
        ),
        (
            (
                f"{COPYRIGHT}: 2001, Dana Weber <dana@foo.example> 2003-2005, Foo Corp. 2010,"
                " Müller GmbH"
            ),
            ("Dana Weber", "Foo Corp.", "Müller GmbH"),
        ),
    ),
    "a list of names and addresses below a statement": (
        "a.py",
        (
            f"# {COPYRIGHT} {C} 2005-2006 Dana Example <dana AT foo.example>\n"
            "#                         Robin Sample <robin AT foo.example>\n"
            "#                         Written by Kim Probe <kim AT foo.example>\n"
        ),
        (
            (
                f"{COPYRIGHT} {C} 2005-2006 Dana Example <dana AT foo.example>"
                " Robin Sample <robin AT foo.example>"
            ),
            ("Dana Example", "Robin Sample"),
        ),
    ),
    "a list below a statement that names nobody": (
        "copyright",
        (
            f"  {COPYRIGHT} 2001 the following AUTHORS:\n"
            "    Anna Przykład <anna@foo.example>\n    Jan Probe [jp] <jan@foo.example>\n"
        ),
        (
            (
                f"{COPYRIGHT} 2001 the following AUTHORS: Anna Przykład <anna@foo.example>"
                " Jan Probe [jp] <jan@foo.example>"
            ),
            ("Anna Przykład", "Jan Probe [jp]"),
        ),
    ),
    "names below a year and a blank line": (
        "AUTHORS",
        (
            f"    {COPYRIGHT} {C} 1992 1993\n\n    Taro Example (taro@foo.example),\n"
            "    Jiro Sample (jiro@foo.example),\n\n    Mina Probe and Kim Muster\n"
        ),
        (
            (
                f"{COPYRIGHT} {C} 1992 1993 Taro Example (taro@foo.example),"
                " Jiro Sample (jiro@foo.example), Mina Probe and Kim Muster"
            ),
            ("Taro Example", "Jiro Sample", "Mina Probe and Kim Muster"),
        ),
    ),
    "the work above its translators": (
        "README",
        "(" + "C) 1998, 2007 polskiego tłumaczenia\n    Anna Przykład oraz Jan Próba.\n",
        (
            "(" + "C) 1998, 2007 polskiego tłumaczenia Anna Przykład oraz Jan Próba.",
            ("Anna Przykład oraz Jan Próba",),
        ),
    ),
    "names in lower case with an address": (
        "copyright",
        f"{COPYRIGHT}: 2004 Dana Example <d@foo.example>\n  2009 kim probe <k@foo.example>\n",
        (
            f"{COPYRIGHT}: 2004 Dana Example <d@foo.example> 2009 kim probe <k@foo.example>",
            ("Dana Example", "kim probe"),
        ),
    ),
    "the contributors of a project": (
        "NOTICE",
        f"{COPYRIGHT} 2017-2026 Dana Example and the foolib contributors\n",
        (
            f"{COPYRIGHT} 2017-2026 Dana Example and the foolib contributors",
            ("Dana Example and the foolib contributors",),
        ),
    ),
    "a place for the year": (
        "a.py",
        f"NOTICE = '{COPYRIGHT}(C) 2010-YEAR Noé Exemple'\nDESCRIPTION = 'a gallery'\n",
        (f"{COPYRIGHT}(C) 2010-YEAR Noé Exemple", ("Noé Exemple",)),
    ),
    "a year from a format": (
        "a.py",
        f"NOTICE = '{COPYRIGHT}(C) 2010-%s Dana Example' % year\n",
        (f"{COPYRIGHT}(C) 2010-%s Dana Example", ("Dana Example",)),
    ),
    "accents of TeX": (
        "a.tex",
        f"%% {COPYRIGHT} {C} 1997 by Dana M\\\"uller and Fran\\c{{c}}ois Wo\\'zny.\n",
        (
            f"{COPYRIGHT} {C} 1997 by Dana M\\\"uller and Fran\\c{{c}}ois Wo\\'zny.",
            ("Dana M\\\"uller and Fran\\c{c}ois Wo\\'zny",),
        ),
    ),
    "the sign of groff": (
        "a.1",
        f".SH X\n{COPYRIGHT} \\[co] 2002 Anna Muster\n",
        (f"{COPYRIGHT} \\[co] 2002 Anna Muster", ("Anna Muster",)),
    ),
    "a surname behind an initial": (
        "LICENSE",
        f"{COPYRIGHT} {C} 2008, Alexander I. Example\n",
        (f"{COPYRIGHT} {C} 2008, Alexander I. Example", ("Alexander I. Example",)),
    ),
    "a name with a plus": (
        "README",
        f"{COPYRIGHT} {C} 2002-2012 M+ SAMPLE PROJECT\n",
        (f"{COPYRIGHT} {C} 2002-2012 M+ SAMPLE PROJECT", ("M+ SAMPLE PROJECT",)),
    ),
    "a sentence below in a script without capitals": (
        "a.c",
        f"// {COPYRIGHT} {C} 2024 예시 주식회사\n// 이 파일은 서버를 시작한다\n",
        (f"{COPYRIGHT} {C} 2024 예시 주식회사", ("예시 주식회사",)),
    ),
    "a reserved font name": (
        "OFL.txt",
        f"{COPYRIGHT} {C} 2010, 예시재단(http://foo.example),\nwith Reserved Font Name Foo\n",
        (f"{COPYRIGHT} {C} 2010, 예시재단(http://foo.example)", ("예시재단",)),
    ),
    "a company name in straight quotes": (
        "a.py",
        f'# {COPYRIGHT} {C} 2017 ООО "Пример"\n',
        (f'{COPYRIGHT} {C} 2017 ООО "Пример"', ('ООО "Пример"',)),
    ),
    "the word for a holder": (
        "copyright",
        f"{COPYRIGHT} Holder: Jörg Beispiel\n",
        (f"{COPYRIGHT} Holder: Jörg Beispiel", ("Jörg Beispiel",)),
    ),
    "a Japanese clause that names a licence": (
        "a.py",
        f"# 著作権 {C} 2019 株式会社サンプル、MITライセンスの下で公開\n",
        (f"{C} 2019 株式会社サンプル", ("株式会社サンプル",)),
    ),
    "a Japanese clause that names a licence in English": (
        "a.py",
        f"# {COPYRIGHT} {C} 2019 株式会社サンプル、Apache License 2.0 に基づいて公開\n",
        (f"{COPYRIGHT} {C} 2019 株式会社サンプル", ("株式会社サンプル",)),
    ),
    "a Japanese clause that names a licence, behind a wide comma": (
        "a.py",
        f"# {COPYRIGHT} {C} 2019 株式会社サンプル，MITライセンスの下で公開\n",
        (f"{COPYRIGHT} {C} 2019 株式会社サンプル", ("株式会社サンプル",)),
    ),
    "a Chinese clause that names a licence": (
        "a.py",
        f"# 版权所有 {C} 2019 示例有限公司、采用MIT许可证发布\n",
        (f"版权所有 {C} 2019 示例有限公司", ("示例有限公司",)),
    ),
    "a Korean clause that names a licence": (
        "a.py",
        f"# 저작권 {C} 2019 예제 재단, MIT 라이선스에 따라 배포됩니다\n",
        (f"저작권 {C} 2019 예제 재단", ("예제 재단",)),
    ),
    "two holders and a clause that names a licence": (
        "a.py",
        f"# {COPYRIGHT} {C} 2019 株式会社サンプル、株式会社テスト、MITライセンスの下で公開\n",
        (
            f"{COPYRIGHT} {C} 2019 株式会社サンプル、株式会社テスト",
            ("株式会社サンプル、株式会社テスト",),
        ),
    ),
    "Windows line ends": (
        "a.c",
        f"/*\r\n * {COPYRIGHT} {C} 2026 Müller GmbH\r\n */\r\nint a;\r\n",
        (f"{COPYRIGHT} {C} 2026 Müller GmbH", ("Müller GmbH",)),
    ),
}

LEGACY = {
    "latin-1": "Müller Söhne",
    "euc-kr": "네이버 주식회사",
    "shift-jis": "株式会社サンプル",
    "gb18030": "北京智谱华章科技有限公司",
    "big5": "台灣積體電路公司",
    "cp1251": "ООО Пример",
    "iso2022_jp": "株式会社サンプル",
    "utf-16": "하늘연구소",
    "utf-32": "하늘연구소",
}


def scanned(engine: ScancodeEngine, files: dict[str, bytes]) -> dict[str, FileScan]:
    """Return the engine's answer for each file."""
    requests = [Request(Blob(path, ""), content) for path, content in files.items()]
    answers = {request.path: scan for request, scan in engine.scan(requests)}
    return {path: scan for path, scan in answers.items() if isinstance(scan, FileScan)}


def statements(scan: FileScan) -> list[Notice]:
    return [notice for notice in scan.notices if notice.kind is NoticeKind.COPYRIGHT]


@pytest.fixture(scope="module")
def table(engine: ScancodeEngine) -> dict[str, FileScan]:
    files = {f"{at}/{name}": text for at, (name, text, _) in enumerate(TABLE.values())}
    return scanned(engine, {path: text.encode() for path, text in files.items()})


@pytest.mark.parametrize("row", TABLE)
def test_the_statement_and_its_holders_are_those_of_the_file(
    row: str, table: dict[str, FileScan]
) -> None:
    name, _, (text, holders) = TABLE[row]
    scan = table[f"{[*TABLE].index(row)}/{name}"]
    (notice,) = statements(scan)
    assert (notice.statement, notice.named) == (text, holders)
    assert notice.written is not None
    assert notice.written.aligned


def test_what_the_engine_detected_stays_as_it_is(table: dict[str, FileScan]) -> None:
    scan = table["0/a.py"]
    assert [holder.text for holder in scan.holders] == ["haneulyeonguso x"]
    assert statements(scan)[0].holders == ("haneulyeonguso x",)


def test_a_holder_that_no_part_of_the_statement_names_is_rejected(
    table: dict[str, FileScan],
) -> None:
    at = [*TABLE].index("a list below a name and a year")
    (notice,) = statements(table[f"{at}/a.c"])
    assert notice.written is not None
    assert notice.written.rejected == ("correct",)
    assert (notice.lines.start, notice.lines.end) == (2, 2)


def test_names_in_legacy_encodings_are_read_in_their_letters(engine: ScancodeEngine) -> None:
    files = {
        f"{encoding}.c": f"// {COPYRIGHT} {C} 2024 {name}\n// {TAG}\nint a;\n".encode(encoding)
        for encoding, name in LEGACY.items()
    }
    found = scanned(engine, files)
    names = {path: [notice.named for notice in statements(scan)] for path, scan in found.items()}
    assert names == {f"{encoding}.c": [(name,)] for encoding, name in LEGACY.items()}
    licenses = {n.text for s in found.values() for n in s.notices if n.kind is NoticeKind.LICENSE}
    assert licenses == {"MIT"}
    assert all(scan.encoding for scan in found.values())


def test_the_expression_of_a_file_stays_the_engines_answer_for_its_bytes(
    engine: ScancodeEngine,
) -> None:
    found = scanned(engine, {"a.txt": f"{COPYRIGHT} 2024 Foo\n{TAG}\n".encode("utf-16")})["a.txt"]
    assert (found.license_expression, found.holders) == (None, ())
    assert {notice.detector for notice in found.notices} == {"scancode-utf-8"}


ADDRESSES = (
    ("Müller Software GmbH", "Hauptstraße 1, 80331 München"),
    ("Beispiel AG", "Bahnhofstrasse 10, CH-8001 Zürich"),
    ("Beispiel GmbH", "Am Markt 3, 10115 Berlin"),
    ("Exemple SARL", "29 boulevard Haussmann, 75009 Paris"),
    ("Ejemplo S.A.", "Calle Mayor 3, 28013 Madrid"),
    ("Esempio S.r.l.", "Via Roma 1, 20121 Milano, Italia"),
    ("Przykład Sp. z o.o.", "ul. Piękna 5, 00-549 Warszawa"),
    ("ООО Пример", "ул. Ленина, 1, Москва"),
    ("Foo Inc.", "51 Franklin Street, Fifth Floor, Boston, MA 02110-1301 USA"),
    ("Dana Example", "10 Foo Street, Cambridge, MA"),
    ("Foo Corp.", "1-2-3 Shibuya, Shibuya-ku, Tokyo 150-0002"),
    ("예시 주식회사", "서울특별시 강남구 테헤란로 123"),
)


def test_an_address_is_no_part_of_a_name_and_hides_none_behind_it(engine: ScancodeEngine) -> None:
    alone = {
        f"{n}.py": f"# {COPYRIGHT} {C} 2024 {name}, {address}"
        for n, (name, address) in enumerate(ADDRESSES)
    }
    followed = {f"and{path}": f"{text} and Bar Labs" for path, text in alone.items()}
    files = {path: f"{text}\n".encode() for path, text in {**alone, **followed}.items()}
    scans = scanned(engine, files)
    for n, (name, _) in enumerate(ADDRESSES):
        assert [one.named for one in scans[f"{n}.py"].notices if one.written] == [(name,)]
        named = [one.named for one in scans[f"and{n}.py"].notices if one.written]
        assert [" and ".join(one) for one in named] == [f"{name} and Bar Labs"]


@pytest.mark.parametrize("names", ["Foo Labs, 01.AI, 2K Games, 37signals", "Foo Corp., 3M"])
def test_a_name_with_a_number_is_no_address(engine: ScancodeEngine, names: str) -> None:
    scans = scanned(engine, {"a.py": f"# {COPYRIGHT} 2024 {names}\n".encode()})
    assert [one.named for one in scans["a.py"].notices] == [(names,)]


@pytest.mark.parametrize("separator", [" & ", " and ", ", ", " / "])
def test_no_laboratory_is_lost_in_any_place(engine: ScancodeEngine, separator: str) -> None:
    own = HolderNames(["Haneul Labs", "Example GmbH"])
    lines = {
        f"{at}-{place}.py": (lab, f"# {COPYRIGHT} 2024 {separator.join(names)}{end}\n")
        for at, lab in enumerate(LABS)
        for place, names, end in (
            (0, [lab], ""),
            (1, [lab, "Haneul Labs"], ""),
            (2, ["Haneul Labs", lab], ". All rights reserved."),
            (3, ["Haneul Labs", "Example GmbH", lab], ""),
        )
    }
    found = scanned(engine, {path: line.encode() for path, (_, line) in lines.items()})
    foreign = {
        path: [
            name
            for notice in statements(scan)
            for holder in notice.named
            for name in unexplained(holder, (own,))
        ]
        for path, scan in found.items()
    }
    assert foreign == {path: [lab] for path, (lab, _) in lines.items()}
    assert len(lines) >= 400


def test_no_family_name_is_cut(engine: ScancodeEngine) -> None:
    full = {}
    for language, listed in SURNAMES.items():
        given = GIVEN.get(language, "Dana")
        for number, surname in enumerate(listed.split()):
            path = f"{language}-{number}.py"
            joined = language in ("Chinese", "Korean", "Japanese")
            full[path] = f"{surname}{given}" if joined else f"{given} {surname}"
            if number % 2 and not joined:
                full[path] = f"{surname} {given}"
    files = {p: f"# {COPYRIGHT} {C} 2023 {name}\n".encode() for p, name in full.items()}
    found = scanned(engine, files)
    named = {path: [n.named for n in statements(scan)] for path, scan in found.items()}
    assert named == {path: [(name,)] for path, name in full.items()}
    assert len(full) >= 325


def test_each_notice_of_a_bundle_in_one_line_is_shown(engine: ScancodeEngine) -> None:
    code = "function f(a,b){var c=a*3+b;return c>9?c-3:c}" * 700
    names = ["Foo Corp.", "Bar GmbH", "하늘연구소"]
    bundle = "".join(f"/*! {C} 2021 {name} | MIT License */{code}" for name in names)
    found = statements(scanned(engine, {"app.min.js": bundle.encode()})["app.min.js"])
    assert [notice.named for notice in found] == [(name,) for name in names]
    assert [bundle[notice.column - 1 :].startswith(f"{C} 2021 {n}") for notice, n in zip(
        found, names, strict=True
    )] == [True] * 3  # fmt: skip
    assert all(n in notice.excerpt.text for notice, n in zip(found, names, strict=True))
