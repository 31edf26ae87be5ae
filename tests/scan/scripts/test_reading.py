"""Which lines of a file the grammars of other scripts read, and in which encoding."""

from __future__ import annotations

from attribcheck.scan.scripts.reading import lines_of

SIGN = "\u00a9"


def test_a_legacy_file_is_decoded_as_for_the_engine() -> None:
    # "ぉ" holds the byte of the sign in Latin-1.
    prose = "登録したときに、用法に関する質問を行います。「ぉ」のような、かな。\n"
    content = (prose + f"版権所有 ({'C'}) 2001 例示研究所\n").encode("euc_jp")
    assert lines_of(content) == [(2, f"版権所有 ({'C'}) 2001 例示研究所")]


def test_an_encoding_of_another_language_is_known_by_a_word() -> None:
    line = "Πνευματικά δικαιώματα 2020 Παράδειγμα"
    assert lines_of(f"{line}\n".encode("iso8859_7")) == [(1, line)]


def test_bytes_in_no_encoding_are_no_letters() -> None:
    table = bytes(range(0x80, 0x100)) + b" 2020 \xff\xa9\xff\n"
    good = f"{SIGN} 2020 예시브레인"
    assert lines_of(table + good.encode() + b"\n\xa9\xff\x81\n") == [(2, good)]
