"""Sentences in other languages that name a licence."""

from __future__ import annotations

import time

import pytest

from attribcheck.scan.scripts.licenses import licenses

NAMED = {
    "本项目采用 MIT 许可证": "MIT",
    "이 프로젝트는 MIT 라이선스를 따릅니다": "MIT",
    "本プロジェクトはMITライセンスです": "MIT",
    "本项目采用 Apache 2.0 许可协议": "Apache-2.0",
    "采用 [Apache-2.0](LICENSE) 许可证": "Apache-2.0",
    "使用 **CC BY-NC-SA 4.0** 协议": "CC-BY-NC-SA-4.0",
    "许可证：GPLv3+：GNU": "GPL-3.0-or-later",
    "MIT 授權 (MIT)": "MIT",
    "BSD 3-Clause 라이선스": "BSD-3-Clause",
    "[MITライセンス](https://example.org/mit)の下": "MIT",
    "Проект распространяется под лицензией MIT. Подробнее": "MIT",
    "Лицензия: Mozilla Public License 2.0": "MPL-2.0",
    "Ліцензія GPLv3": "GPL-3.0-only",
    "Η άδεια MIT (MIT)": "MIT",
    "بموجب رخصة MIT": "MIT",
    "רישיון MIT": "MIT",
    "สัญญาอนุญาตแบบ [MIT License](LICENSE)": "MIT",
    "लाइसेंस: Apache-2.0": "Apache-2.0",
    "Giấy phép MIT (MIT)": "MIT",
    "Este proyecto está bajo la licencia MIT": "MIT",
    "Na licencji Apache 2.0": "Apache-2.0",
    "Steht unter der MIT-Lizenz.": "MIT",
    "Licença GPLv3+: GNU GPL": "GPL-3.0-or-later",
    "本软件采用木兰宽松许可证，第2版": "MulanPSL-2.0",
    "## 木兰宽松许可证，第1版": "MulanPSL-1.0",
    "[木兰宽松许可证](https://example.org)": "MulanPSL-2.0",
    "使用 木兰公共许可证,第2版（Mulan PubL v2） 开源协议": "LicenseRef-scancode-mulanpubl-2.0",
}


@pytest.mark.parametrize("line", NAMED)
def test_a_name_beside_a_word_for_licence_is_its_spdx_id(line: str) -> None:
    assert [one.expression for one in licenses(line)] == [NAMED[line]]


@pytest.mark.parametrize(
    "line",
    [
        "与 GPL 许可证不兼容",
        "GPL 라이선스와 호환됩니다",
        "GPL ライセンスではありません",
        "несовместимо с лицензией GPL",
        "Ist mit der GPL-Lizenz kompatibel.",
        "compatible con la licencia GPL",
        "Die Lizenzen der Pakete",
        "HTTP 协议, NTP 协议, X11 协议",
        "该许可证",
        "请遵守 Foo 许可证",
        "Foo 라이선스",
        "MIT 연구소의 라이선스",
    ],
)
def test_another_sentence_names_no_licence(line: str) -> None:
    assert licenses(line) == []


def test_the_column_is_that_of_the_name() -> None:
    (found,) = licenses("许可。本项目采用 MIT 许可证")
    assert found.start == 9


@pytest.mark.parametrize(
    "line", ["a " * 50_000 + "许可证", "许可证 a" * 20_000, "MIT 许可证" * 20_000]
)
def test_a_hostile_line_takes_time_in_proportion_to_its_length(line: str) -> None:
    before = time.perf_counter()
    licenses(line)
    assert time.perf_counter() - before < 10
