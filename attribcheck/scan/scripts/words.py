"""Words of notices in the languages whose notices the engine does not read, one row each.

The engine reads English, and names in other scripts after the English word or "(c)" and a year. The
rows here are what it does not know. ``docs/scripts-and-files.md`` is generated from them.

Source: each row names the translation catalogue or the standard that has the word:

- names of programs with a number are their published translations (``gtk+ 3.24``: the file
  ``gtk30.po`` of that language, and so on), and ``sphinx 8.1`` its ``locale`` folder;
- ``usage``: no catalogue has it; it was looked up in public source files, where it introduces,
  ends or states a notice;
- ``Unicode 16.0``: the character's name in the standard.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

from attribcheck.scan.scripts import european


class Kind(enum.Enum):
    """What a word does in a notice.

    SIGN: a sign like "(c)". COPYRIGHT: begins a statement, like "Copyright". RIGHTS: ends one, like
    "All rights reserved", or begins it. OWNED: a sentence that names the holder at ``{}``. LICENSE:
    stands beside the name of a licence. NOT_LICENSED: in a sentence about a licence that is not
    the file's. NOBODY: stands for a holder and names none.
    """

    SIGN = "sign"
    COPYRIGHT = "copyright"
    RIGHTS = "all rights reserved"
    OWNED = "the holder in a sentence"
    LICENSE = "licence"
    NOT_LICENSED = "not the file's licence"
    NOBODY = "names nobody"


class Word(NamedTuple):
    """One row.

    Attributes:
        language: ISO 639-1, with the script for Chinese (``zh-Hans``, ``zh-Hant``); empty for a
            sign.
        kind: See ``Kind``.
        text: The word, in lower case where its script has two.
        source: Where it is from.
    """

    language: str
    kind: Kind
    text: str
    source: str

    @property
    def is_european(self) -> bool:
        """Whether it is of a language with Latin letters, so that it can stand in an ASCII file."""
        return self.language in european.LANGUAGES


_S, _C, _R, _O = Kind.SIGN, Kind.COPYRIGHT, Kind.RIGHTS, Kind.OWNED
_L, _X, _N = Kind.LICENSE, Kind.NOT_LICENSED, Kind.NOBODY

WORDS = tuple(
    Word(*row)
    for row in (
        ("", _S, "ⓒ", "Unicode 16.0, circled latin small letter c; usage in Korea"),
        ("", _S, "Ⓒ", "Unicode 16.0, circled latin capital letter c"),
        ("", _S, "℗", "Unicode 16.0, sound recording copyright"),
        # Korean
        ("ko", _C, "저작권", "gstreamer 1.22: copyright"),
        ("ko", _C, "저작권자", "usage"),
        ("ko", _C, "저작권 소유자", "gettext 0.21: copyright holder"),
        ("ko", _R, "저작권 소유", "usage"),
        ("ko", _R, "모든 권리 보유", "usage"),
        ("ko", _R, "모든 권리를 보유합니다", "usage"),
        ("ko", _R, "무단 전재", "usage"),
        ("ko", _R, "무단전재", "usage"),
        ("ko", _O, "저작권은 {}에 있습니다", "usage"),
        ("ko", _O, "저작권은 {}에게 있습니다", "usage"),
        ("ko", _O, "저작권은 {}에 귀속됩니다", "usage"),
        ("ko", _O, "저작권은 {}에 있다", "usage"),
        ("ko", _O, "저작권은 {}에게 있다", "usage"),
        ("ko", _O, "지적 재산권은 {}에 있습니다", "usage"),
        ("ko", _O, "지적 재산권은 {}에게 있습니다", "usage"),
        ("ko", _O, "지적재산권은 {}에 있습니다", "usage"),
        ("ko", _L, "라이선스", "gtk+ 3.24: The MIT License"),
        ("ko", _L, "라이센스", "usage"),
        ("ko", _L, "사용권", "gtk+ 3.24: License"),
        ("ko", _X, "호환", "usage: compatible"),
        ("ko", _X, "아닙니다", "usage: is not"),
        ("ko", _X, "않습니다", "usage: does not"),
        ("ko", _N, "저자", "usage: the author"),
        ("ko", _N, "작성자", "usage: the writer"),
        ("ko", _N, "원저", "usage: the original author"),
        ("ko", _N, "원작자", "usage: the original author"),
        ("ko", _N, "해당", "usage: the respective"),
        ("ko", _N, "각 ", "usage: each"),
        ("ko", _N, "당사", "usage: this company"),
        ("ko", _N, "본 ", "usage: this"),
        # Chinese, simplified
        ("zh-Hans", _C, "版权", "gstreamer 1.22: copyright"),
        ("zh-Hans", _C, "著作权", "binutils 2.40: Copyright"),
        ("zh-Hans", _C, "版权所有人", "usage"),
        ("zh-Hans", _C, "版权所有者", "usage"),
        ("zh-Hans", _C, "著作权人", "usage"),
        ("zh-Hans", _R, "版权所有", "binutils 2.40: Copyright"),
        ("zh-Hans", _R, "著作权所有", "usage"),
        ("zh-Hans", _R, "保留所有权利", "usage"),
        ("zh-Hans", _R, "并保留所有权利", "usage"),
        ("zh-Hans", _R, "保留一切权利", "usage"),
        ("zh-Hans", _R, "侵权必究", "usage"),
        ("zh-Hans", _R, "翻印必究", "usage"),
        ("zh-Hans", _R, "违者必究", "usage"),
        ("zh-Hans", _O, "版权归{}所有", "usage"),
        ("zh-Hans", _O, "版权归属于{}", "usage"),
        ("zh-Hans", _O, "版权属于{}", "usage"),
        ("zh-Hans", _O, "著作权归{}所有", "usage"),
        ("zh-Hans", _L, "许可证", "gtk+ 3.24: The MIT License"),
        ("zh-Hans", _L, "许可协议", "usage"),
        ("zh-Hans", _L, "开源许可", "usage"),
        ("zh-Hans", _L, "开源协议", "usage"),
        ("zh-Hans", _L, "协议", "usage"),
        ("zh-Hans", _L, "许可", "gtk+ 2.24: License"),
        ("zh-Hans", _L, "授权条款", "appstream 0.16: License"),
        ("zh-Hans", _L, "授权", "wget 1.21: License GPLv3+"),
        ("zh-Hans", _X, "兼容", "usage: compatible"),
        ("zh-Hans", _X, "不是", "usage: is not"),
        ("zh-Hans", _X, "并非", "usage: is not"),
        ("zh-Hans", _X, "不使用", "usage: does not use"),
        ("zh-Hans", _X, "不采用", "usage: does not use"),
        ("zh-Hans", _N, "原作者", "usage: the original author"),
        ("zh-Hans", _N, "作者", "usage: the author"),
        ("zh-Hans", _N, "各自", "usage: the respective"),
        ("zh-Hans", _N, "各自的", "usage: the respective"),
        ("zh-Hans", _N, "其各自", "usage: the respective"),
        ("zh-Hans", _N, "其", "usage: its"),
        ("zh-Hans", _N, "该", "usage: this"),
        ("zh-Hans", _N, "本", "usage: this"),
        ("zh-Hans", _N, "我们", "usage: we"),
        ("zh-Hans", _N, "声明", "usage: the notice"),
        ("zh-Hans", _N, "信息", "usage: information"),
        ("zh-Hans", _N, "受", "usage: protected by"),
        ("zh-Hans", _N, "不得", "usage: must not"),
        ("zh-Hans", _N, "未经", "usage: without permission"),
        ("zh-Hans", _N, "请勿", "usage: please do not"),
        # Chinese, traditional
        ("zh-Hant", _C, "版權", "gstreamer 1.22: copyright"),
        ("zh-Hant", _C, "著作權", "bash 5.2: Copyright"),
        ("zh-Hant", _C, "版權所有者", "gettext 0.21: copyright holder"),
        ("zh-Hant", _R, "版權所有", "usage"),
        ("zh-Hant", _R, "著作權所有", "bash 5.2: Copyright"),
        ("zh-Hant", _R, "保留所有權利", "usage"),
        ("zh-Hant", _R, "保留一切權利", "usage"),
        ("zh-Hant", _R, "翻印必究", "usage"),
        ("zh-Hant", _R, "侵權必究", "usage"),
        ("zh-Hant", _O, "版權歸{}所有", "usage"),
        ("zh-Hant", _O, "著作權歸{}所有", "usage"),
        ("zh-Hant", _L, "授權條款", "gtk+ 3.24: License"),
        ("zh-Hant", _L, "授權", "gtk+ 3.24: The MIT License"),
        ("zh-Hant", _L, "許可證", "usage"),
        ("zh-Hant", _L, "許可協議", "usage"),
        ("zh-Hant", _L, "協議", "usage"),
        ("zh-Hant", _X, "相容", "usage: compatible"),
        ("zh-Hant", _X, "不是", "usage: is not"),
        ("zh-Hant", _N, "原作者", "usage: the original author"),
        ("zh-Hant", _N, "作者", "usage: the author"),
        ("zh-Hant", _N, "各自", "usage: the respective"),
        ("zh-Hant", _N, "該", "usage: this"),
        ("zh-Hant", _N, "聲明", "usage: the notice"),
        # Japanese
        ("ja", _C, "著作権", "sphinx 8.1: Copyright"),
        ("ja", _C, "著作権者", "usage"),
        ("ja", _C, "コピーライト", "gtk+ 3.24: Copyright string"),
        ("ja", _R, "著作権所有", "usage"),
        ("ja", _R, "無断転載", "usage"),
        ("ja", _R, "無断複写", "usage"),
        ("ja", _R, "すべての権利を留保します", "usage"),
        ("ja", _O, "著作権は{}に帰属します", "usage"),
        ("ja", _O, "著作権は{}に属します", "usage"),
        ("ja", _O, "著作権は{}が保有します", "usage"),
        ("ja", _O, "著作権は{}にあります", "usage"),
        ("ja", _O, "著作権は{}に帰属する", "usage"),
        ("ja", _O, "著作権は{}に属する", "usage"),
        ("ja", _O, "著作権は{}にある", "usage"),
        ("ja", _O, "著作権は{}が保持し", "usage"),
        ("ja", _O, "著作権は{}が保有する", "usage"),
        ("ja", _O, "著作権は{}が所有し", "usage"),
        ("ja", _O, "著作権は{}が有し", "usage"),
        ("ja", _O, "著作権は{}が持って", "usage"),
        ("ja", _O, "著作権は{}が所有する", "usage"),
        ("ja", _L, "ライセンス", "gtk+ 3.24: License"),
        ("ja", _X, "互換", "usage: compatible"),
        ("ja", _X, "ではありません", "usage: is not"),
        ("ja", _X, "ではなく", "usage: is not"),
        ("ja", _N, "作者", "usage: the author"),
        ("ja", _N, "著者", "usage: the author"),
        ("ja", _N, "各", "usage: the respective"),
        ("ja", _N, "当社", "usage: this company"),
        ("ja", _N, "当", "usage: this"),
        ("ja", _N, "利用者", "usage: the user"),
        ("ja", _N, "ユーザー", "usage: the user"),
        ("ja", _N, "それぞれ", "usage: the respective"),
        ("ja", _N, "表示", "usage: the notice"),
        # Russian
        ("ru", _C, "авторские права", "gstreamer 1.22: copyright"),
        ("ru", _C, "авторское право", "binutils 2.40: copyright"),
        ("ru", _C, "копирайт", "usage"),
        ("ru", _C, "правообладатель", "usage"),
        ("ru", _R, "все права защищены", "usage"),
        ("ru", _R, "все права сохранены", "usage"),
        ("ru", _O, "авторские права принадлежат {}", "usage"),
        ("ru", _O, "авторское право принадлежит {}", "usage"),
        ("ru", _L, "лицензия", "appstream 0.16: License"),
        ("ru", _L, "лицензии", "usage: other cases of the word"),
        ("ru", _L, "лицензией", "usage: other cases of the word"),
        ("ru", _L, "лицензию", "usage: other cases of the word"),
        ("ru", _X, "совместим", "usage: compatible"),
        ("ru", _X, "не является", "usage: is not"),
        ("ru", _X, "не распространяется", "usage: is not distributed"),
        ("ru", _N, "автор", "usage: the author"),
        ("ru", _N, "принадлеж", "usage: belongs to"),
        ("ru", _N, "соответствующ", "usage: the respective"),
        ("ru", _N, "их ", "usage: their"),
        ("ru", _N, "на ", "usage: to"),
        # Ukrainian
        ("uk", _C, "авторські права", "gstreamer 1.22: copyright"),
        ("uk", _C, "авторське право", "gtk+ 3.24: Copyright string"),
        ("uk", _C, "правовласник", "usage"),
        ("uk", _R, "усі права захищено", "usage"),
        ("uk", _R, "усі права захищені", "usage"),
        ("uk", _R, "всі права захищено", "usage"),
        ("uk", _R, "всі права захищені", "usage"),
        ("uk", _O, "авторські права належать {}", "binutils 2.40: copyright"),
        ("uk", _L, "ліцензія", "gtk+ 3.24: The MIT License"),
        ("uk", _L, "ліцензії", "usage: other cases of the word"),
        ("uk", _L, "ліцензією", "usage: other cases of the word"),
        ("uk", _L, "ліцензію", "usage: other cases of the word"),
        ("uk", _X, "сумісн", "usage: compatible"),
        ("uk", _X, "не є", "usage: is not"),
        ("uk", _N, "їх", "usage: their"),
        ("uk", _N, "належ", "usage: belongs to"),
        # Greek
        ("el", _C, "πνευματικά δικαιώματα", "gstreamer 1.22: copyright"),
        ("el", _R, "με επιφύλαξη παντός δικαιώματος", "usage"),
        ("el", _R, "με την επιφύλαξη παντός δικαιώματος", "usage"),
        ("el", _L, "άδεια", "gtk+ 3.24: The MIT License"),
        ("el", _L, "άδειας", "usage: other cases of the word"),
        ("el", _X, "συμβατ", "usage: compatible"),
        ("el", _N, "του δημιουργού", "usage: the author"),
        # Arabic
        ("ar", _C, "حقوق النسخ", "gtk+ 3.24: Copyright string"),
        ("ar", _C, "حقوق النشر", "usage"),
        ("ar", _C, "حقوق الطبع والنشر", "usage"),
        ("ar", _C, "حقوق الطبع", "usage"),
        ("ar", _R, "جميع الحقوق محفوظة", "usage"),
        ("ar", _R, "كل الحقوق محفوظة", "usage"),
        ("ar", _L, "رخصة", "gtk+ 3.24: The MIT License"),
        ("ar", _L, "ترخيص", "gtk+ 3.24: Custom License"),
        ("ar", _X, "متوافق", "usage: compatible"),
        ("ar", _N, "المؤلف", "usage: the author"),
        # Hebrew
        ("he", _C, "זכויות יוצרים", "python-apt 2.6: copyright"),
        ("he", _R, "כל הזכויות שמורות", "usage"),
        ("he", _R, "זכויות שמורות", "sphinx 8.1: Copyright"),
        ("he", _L, "רישיון", "gtk+ 3.24: The MIT License"),
        ("he", _L, "רשיון", "gtk+ 3.24: BSD 2-Clause License"),
        ("he", _X, "תואם", "usage: compatible"),
        ("he", _N, "היוצר", "usage: the author"),
        # Thai
        ("th", _C, "ลิขสิทธิ์", "gtk+ 3.24: Copyright information"),
        ("th", _C, "ลิขสิทธิ์ของ", "usage: copyright of"),
        ("th", _R, "สงวนลิขสิทธิ์", "gtk+ 3.24: Copyright string"),
        ("th", _R, "สงวนลิขสิทธิ์ทั้งหมด", "usage"),
        ("th", _L, "สัญญาอนุญาต", "gtk+ 3.24: The MIT License"),
        ("th", _L, "สัญญาอนุญาตแบบ", "usage"),
        ("th", _X, "เข้ากันได้", "usage: compatible"),
        ("th", _N, "ผู้เขียน", "usage: the author"),
        # Hindi
        ("hi", _C, "कॉपीराइट", "gtk+ 3.24: Copyright string"),
        ("hi", _R, "सर्वाधिकार सुरक्षित", "usage"),
        ("hi", _L, "लाइसेंस", "gtk+ 3.24: License"),
        ("hi", _X, "संगत", "usage: compatible"),
        ("hi", _N, "लेखक", "usage: the author"),
        # Vietnamese
        ("vi", _C, "bản quyền", "gtk+ 3.24: Copyright string"),
        ("vi", _C, "tác quyền", "gstreamer 1.22: copyright"),
        ("vi", _R, "bảo lưu mọi quyền", "usage"),
        ("vi", _R, "mọi quyền được bảo lưu", "usage"),
        ("vi", _R, "tất cả các quyền được bảo lưu", "usage"),
        ("vi", _O, "bản quyền thuộc về {}", "usage"),
        ("vi", _L, "giấy phép", "gtk+ 3.24: The MIT License"),
        ("vi", _X, "tương thích", "usage: compatible"),
        ("vi", _N, "tác giả", "usage: the author"),
        ("vi", _N, "chúng tôi", "usage: we"),
    )
) + tuple(
    Word(language, Kind(kind), text, source) for language, kind, text, source in european.ROWS
)
"""The table; ``european`` has a part of it."""

ENCODINGS: dict[str, tuple[str, ...]] = {
    "ko": ("cp949",),
    "zh-Hans": ("gb18030",),
    "zh-Hant": ("big5",),
    "ja": ("cp932", "euc_jp", "iso2022_jp"),
    "ru": ("cp1251", "koi8_r"),
    "uk": ("cp1251", "koi8_u"),
    "el": ("iso8859_7", "cp1253"),
    "ar": ("cp1256",),
    "he": ("cp1255",),
    "th": ("cp874",),
}
"""The encodings before UTF-8 in which files of a language are read, as Python names them."""


def of(*kinds: Kind) -> tuple[str, ...]:
    """Return the words of some kinds, each once, the longest first."""
    found = {word.text for word in WORDS if word.kind in kinds}
    return tuple(sorted(found, key=lambda text: (-len(text), text)))
