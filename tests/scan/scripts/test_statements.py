"""Statements in other scripts: which are read, to which end, and what is none."""

from __future__ import annotations

import time

import pytest

from attribcheck.scan.scripts.statements import statements

READ = {
    # line: (the statement as written, its holders)
    "2025 ⓒ Dana Example": ("2025 ⓒ Dana Example", "Dana Example"),
    "Авторские права: FOO/BAR, при поддержке программы": ("Авторские права: FOO/BAR", "FOO/BAR"),
    "Авторские права на программу 2005-2007 &Dana.Example; &Dana.Example.mail;</p>": (
        "Авторские права на программу 2005-2007 &Dana.Example;",
        "&Dana.Example;",
    ),
    "Авторские права \\(co 2022 Foo Foundation, Inc. Лицензия GPLv3+": (
        "Авторские права \\(co 2022 Foo Foundation, Inc.",
        "Foo Foundation, Inc.",
    ),
    "Авторские права: ООО «Пример»": ("Авторские права: ООО «Пример»", "ООО «Пример»"),
    "Copyright© «Общество «Пример» (Место нахождения: 117997, г.": (
        "Copyright© «Общество «Пример»",
        "Общество «Пример»",
    ),
    "著作権は例示研究所が保持しています。": ("著作権は例示研究所が保持し", "例示研究所"),
    "글꼴의 지적 재산권은 예시재단에 있습니다.": ("지적 재산권은 예시재단에 있습니다", "예시재단"),
    "(c) der Übersetzung 2001 Anna Muster": (
        "(c) der Übersetzung 2001 Anna Muster",
        "Anna Muster",
    ),
    "# 版权所有 2023 한국예시 有限公司，保留所有权利": (
        "版权所有 2023 한국예시 有限公司",
        "한국예시 有限公司",
    ),
    "# 版权所有 (C) 2023 示例云计算有限公司": (
        "版权所有 (C) 2023 示例云计算有限公司",
        "示例云计算有限公司",
    ),
    " * 版权所有 (c) 2005, 2012, 示例集团 和/或其附属公司。保留所有权利。": (
        "版权所有 (c) 2005, 2012, 示例集团 和/或其附属公司",
        "示例集团 和/或其附属公司",
    ),
    "      版权所有 (c) 示例技术有限公司 2024-2024": (
        "版权所有 (c) 示例技术有限公司 2024-2024",
        "示例技术有限公司",
    ),
    "  版权所有 (C) 2022 Bea Beispiel <bea@example.org>": (
        "版权所有 (C) 2022 Bea Beispiel",
        "Bea Beispiel",
    ),
    "著作権 (c) 2019 株式会社サンプル、Apache License 2.0 に基づいて公開": (
        "著作権 (c) 2019 株式会社サンプル",
        "株式会社サンプル",
    ),
    "使用了 foo (版权所有 2021 示例公司)，采用 MIT 许可证。": (
        "版权所有 2021 示例公司",
        "示例公司",
    ),
    "版权所有 2021 示例公司（北京），采用 MIT 许可证发布": (
        "版权所有 2021 示例公司（北京）",
        "示例公司（北京）",
    ),
    "版权所有：1）示例公司": ("版权所有：1）示例公司", "1）示例公司"),
    "foo를 사용 (저작권 2021 예시연구소), MIT 라이선스.": ("저작권 2021 예시연구소", "예시연구소"),
    "版权所有：示例人": ("版权所有：示例人", "示例人"),
    "// 版权所有 示例": ("版权所有 示例", "示例"),
    "# 北京示例科技有限公司 版权所有": ("北京示例科技有限公司 版权所有", "北京示例科技有限公司"),
    " * Copyright 2018 本系统版权归示例科技有限公司所有 ": (
        "Copyright 2018 本系统版权归示例科技有限公司所有",
        "示例科技有限公司",
    ),
    'x = "版权所有 (c) 2024 示例公司"; y = 1': ("版权所有 (c) 2024 示例公司", "示例公司"),
    "# 著作權所有 (C) 2022 範例基金會": ("著作權所有 (C) 2022 範例基金會", "範例基金會"),
    "# Copyright (c) 2024，示例集团": ("Copyright (c) 2024，示例集团", "示例集团"),
    "# Copyright（c）２０２４ 示例": ("Copyright（c）２０２４ 示例", "示例"),
    "# ⓒ 2024 Foo Corp. All rights reserved.": ("ⓒ 2024 Foo Corp.", "Foo Corp."),
    "# Ⓒ 2024 Foo Corp.": ("Ⓒ 2024 Foo Corp.", "Foo Corp."),
    "# ℗ 2024 Foo Records": ("℗ 2024 Foo Records", "Foo Records"),
    "# 저작권 (c) 2024 예시브레인": ("저작권 (c) 2024 예시브레인", "예시브레인"),
    "# 저작권자: 예시인": ("저작권자: 예시인", "예시인"),
    "모든 저작권은 예시연구소에 있습니다.": ("저작권은 예시연구소에 있습니다", "예시연구소"),
    "# SPDX-FileCopyrightText: 2024 예시브레인": (
        "SPDX-FileCopyrightText: 2024 예시브레인",
        "예시브레인",
    ),
    "# Copyright (c) 2024 (주)예시": ("Copyright (c) 2024 (주)예시", "(주)예시"),
    "© 2024 예시(주), All rights reserved": ("© 2024 예시(주)", "예시(주)"),
    "# 著作権 (c) 2024 株式会社サンプル": ("著作権 (c) 2024 株式会社サンプル", "株式会社サンプル"),
    "全ての著作権は、株式会社サンプルに帰属します。": (
        "著作権は、株式会社サンプルに帰属します",
        "株式会社サンプル",
    ),
    "(c) 2024 株式会社サンプル, 株式会社テスト": (
        "(c) 2024 株式会社サンプル, 株式会社テスト",
        "株式会社サンプル|株式会社テスト",
    ),
    "# Авторские права (c) 2020 ООО Пример": ("Авторские права (c) 2020 ООО Пример", "ООО Пример"),
    "# Авторские права принадлежат Foo Corporation, 2012–2023 гг.": (
        "Авторские права принадлежат Foo Corporation, 2012–2023 гг",
        "Foo Corporation",
    ),
    " * ПРАВООБЛАДАТЕЛЬ: Пример Примерович": (
        "ПРАВООБЛАДАТЕЛЬ: Пример Примерович",
        "Пример Примерович",
    ),
    "Авторські права (c) 2021 ТОВ Приклад. Усі права захищено": (
        "Авторські права (c) 2021 ТОВ Приклад",
        "ТОВ Приклад",
    ),
    "Πνευματικά δικαιώματα (c) 2020 Παράδειγμα Α.Ε. Με επιφύλαξη παντός δικαιώματος": (
        "Πνευματικά δικαιώματα (c) 2020 Παράδειγμα Α.Ε.",
        "Παράδειγμα Α.Ε.",
    ),
    "حقوق النشر © 2026 شركة مثال. جميع الحقوق محفوظة": ("حقوق النشر © 2026 شركة مثال", "شركة مثال"),
    "حقوق النسخ © ٢٠٢٦ شركة مثال": ("حقوق النسخ © ٢٠٢٦ شركة مثال", "شركة مثال"),
    "זכויות יוצרים (c) 2024 חברת דוגמה. כל הזכויות שמורות": (
        "זכויות יוצרים (c) 2024 חברת דוגמה",
        "חברת דוגמה",
    ),
    "ลิขสิทธิ์ (c) 2567 บริษัท ตัวอย่าง จำกัด สงวนลิขสิทธิ์": (
        "ลิขสิทธิ์ (c) 2567 บริษัท ตัวอย่าง จำกัด",
        "บริษัท ตัวอย่าง จำกัด",
    ),
    "कॉपीराइट © 2026 उदाहरण लिमिटेड। सर्वाधिकार सुरक्षित": (
        "कॉपीराइट © 2026 उदाहरण लिमिटेड",
        "उदाहरण लिमिटेड",
    ),
    "Tác quyền © năm 2008 của Tổ chức Ví Dụ.": (
        "Tác quyền © năm 2008 của Tổ chức Ví Dụ",
        "Tổ chức Ví Dụ",
    ),
    "中文版版权所有 Dana Example, www.example.org 2000": (
        "版权所有 Dana Example, www.example.org 2000",
        "Dana Example",
    ),
    "Copyright (c) 1994 1995 1996 Ána Ejemplo": (
        "Copyright (c) 1994 1995 1996 Ána Ejemplo",
        "Ána Ejemplo",
    ),
    "版权所有 (c) 1993 Dana Example, Fri Apr  2 11:32:09 1993": (
        "版权所有 (c) 1993 Dana Example",
        "Dana Example",
    ),
    "foo の著作権は Dana Example が持っている。": (
        "著作権は Dana Example が持って",
        "Dana Example",
    ),
    "© 2015 - Bản quyền thuộc về Công ty TNHH T &amp; N": (
        "© 2015 - Bản quyền thuộc về Công ty TNHH T &amp; N",
        "Công ty TNHH T & N",
    ),
    "# Urheberrecht 2024 Beispiel Software GmbH": (
        "Urheberrecht 2024 Beispiel Software GmbH",
        "Beispiel Software GmbH",
    ),
    "# Urheberrecht (c) 2024 Beispiel AG, Hauptstr. 1, 80331 Musterstadt": (
        "Urheberrecht (c) 2024 Beispiel AG",
        "Beispiel AG",
    ),
    "Das Urheberrecht liegt bei der Beispiel GmbH.": (
        "Urheberrecht liegt bei der Beispiel GmbH",
        "Beispiel GmbH",
    ),
    "# Beispiel GmbH. Alle Rechte vorbehalten.": (
        "Beispiel GmbH. Alle Rechte vorbehalten",
        "Beispiel GmbH",
    ),
    "# Droits d’auteur 2023 Exemple SARL": ("Droits d’auteur 2023 Exemple SARL", "Exemple SARL"),
    "# Exemple SARL - Tous droits reserves": (
        "Exemple SARL - Tous droits reserves",
        "Exemple SARL",
    ),
    "Derechos de autor: Ana Ejemplo": ("Derechos de autor: Ana Ejemplo", "Ana Ejemplo"),
    "Direitos autorais 2020 Exemplo Ltda.": (
        "Direitos autorais 2020 Exemplo Ltda.",
        "Exemplo Ltda.",
    ),
    "Diritti d'autore 2019 Esempio S.r.l.": (
        "Diritti d'autore 2019 Esempio S.r.l.",
        "Esempio S.r.l.",
    ),
    "# Prawa autorskie 2021 Przykład Sp. z o.o.": (
        "Prawa autorskie 2021 Przykład Sp. z o.o.",
        "Przykład Sp. z o.o.",
    ),
    "Wszelkie prawa zastrzezone. Przyklad Sp. z o.o. 2021": (
        "Wszelkie prawa zastrzezone. Przyklad Sp. z o.o. 2021",
        "Przyklad Sp. z o.o.",
    ),
    "Autorská práva 2020 Příklad s.r.o.": ("Autorská práva 2020 Příklad s.r.o.", "Příklad s.r.o."),
    "Autorske pravo 2020 Priklad s.r.o.": ("Autorske pravo 2020 Priklad s.r.o.", "Priklad s.r.o."),
    "Telif hakkı (c) 2021 Örnek A.Ş.": ("Telif hakkı (c) 2021 Örnek A.Ş.", "Örnek A.Ş."),
    "Upphovsrätt 2021 Exempel AB": ("Upphovsrätt 2021 Exempel AB", "Exempel AB"),
}

NO_STATEMENTS = (
    "# (c) Beispiel GmbH 2024. Alle Rechte vorbehalten.",
    "Alle Rechte vorbehalten. Kein Teil darf ohne Erlaubnis vervielfältigt werden.",
    "Das Urheberrecht, 2024 geändert, gilt auch hier.",
    "Urheberrecht: Fragen und Antworten für alle",
    "Urheberrecht: siehe LICENSE",
    "Der obige Urheberrechtsvermerk ist beizulegen.",
    "Loi 57-298 sur le droit d'auteur de 1957",
    "Cession des droits d'auteur : voir LICENSE",
    "Les droits d'auteur sont ceux de leurs auteurs",
    "derechos de autor 2024 de sus respectivos autores",
    'msgstr "Urheberrecht: %s"',
    "Informacje o prawach autorskich programu",
    "版权所有，侵权必究",
    "版权声明",
    "版权所有 © {year} {name}",
    " * 版权归本公司所有，不得私自使用",
    "部分素材来源自网络，版权归原作者所有。",
    "音频版权归各自平台所有",
    "# 저작권법에 따라 2024년에",
    "저작권자의 명시적인 서면 허가 없이는",
    "저작권은 원저작자에게 있습니다.",
    "ⓐ 첫째 ⓑ 둘째 ⓒ 셋째",
    " * 上記著作権者は，以下の(1)〜(4)の条件を満たす場合に限り",
    "著作権はユーザーに帰属します。",
    "авторские права принадлежат соответствующим авторам.",
    "защита авторских прав в 2024 году",
    "# Copyright (c) 2024 Foo Corp.",
    "© 2024 Foo Corp.",
    'x = re.compile(r"©|\\bSPDX|가")',
    "if (c) x = 2024; // комментарий",
    "def is_hanzi(c):  # 汉字",
)


@pytest.mark.parametrize("line", READ)
def test_a_statement_is_read_to_its_end_and_its_holders_in_their_letters(line: str) -> None:
    text, holders = READ[line]
    (found,) = statements(line)
    assert (found.text, found.holders) == (text, tuple(holders.split("|")))
    assert line[found.start :].startswith(text)


@pytest.mark.parametrize("line", NO_STATEMENTS)
def test_what_names_nobody_or_talks_about_copyright_is_no_statement(line: str) -> None:
    assert statements(line) == []


def test_two_statements_of_a_line_are_two() -> None:
    found = statements("版权所有 2020 示例公司 저작권 (c) 2021 예시연구소")
    assert [one.holders for one in found] == [("示例公司",), ("예시연구소",)]


def test_reserved_rights_behind_a_statement_are_no_second_one() -> None:
    (found,) = statements("# Copyright (c) 2024 예시 주식회사. 모든 권리 보유.")
    assert found.holders == ("예시 주식회사",)


@pytest.mark.parametrize(
    "line",
    [
        "版权所有 " * 20_000,
        "저작권은 " * 20_000,
        "© 2024 " * 20_000,
        "版权归" + "一" * 100_000,
        "(c) 2024 " + "가 " * 50_000,
        "(c) " + "2024, " * 30_000 + "가",
        "авторские права " + "." * 100_000,
        "가" + " " * 100_000 + "版权所有",
    ],
)
def test_a_hostile_line_takes_time_in_proportion_to_its_length(line: str) -> None:
    before = time.process_time()
    statements(line)
    assert time.process_time() - before < 5
