"""An older policy that holds what the engine reads still explains a name."""

from __future__ import annotations

import pytest
from support.scans import copyright_

from attribcheck.classify.transliteration import older_names
from attribcheck.core.model import Notice, Written
from attribcheck.notices.holders import HolderNames


def statement(detected: str, *named: str) -> Notice:
    return copyright_(detected)._replace(written=Written("the statement", named))


@pytest.mark.parametrize(
    ("detected", "written", "entry"),
    [
        ("haneulyeonguso", "하늘연구소", "haneulyeonguso"),
        ("haneulyeonguso x", "하늘연구소", "haneulyeonguso x"),
        ("Li Yun", "ООО Пример", "OOO Primer"),
        ("Foo Corp. Dana Weber", "Dana Weber", "Foo Corp. Dana Weber"),
    ],
)
def test_its_entry_is_accepted_and_told(detected: str, written: str, entry: str) -> None:
    notice = statement(detected, written)
    assert older_names(notice.named, notice, [HolderNames([entry])]) == (written,)


@pytest.mark.parametrize(
    ("detected", "written", "entry"),
    [
        ("Dana", "Dana Weber", "Dana"),
        ("Foo Corp.", "Fоо Corp.", "Foo Corp."),
        ("Foo", "智谱", "Foo"),
        ("Foo", "Bar", "Foo"),
    ],
    ids=["a cut name", "letters that look alike", "a second holder", "another name"],
)
def test_no_other_name_is(detected: str, written: str, entry: str) -> None:
    notice = statement(detected, written)
    assert older_names(notice.named, notice, [HolderNames([entry])]) == ()
