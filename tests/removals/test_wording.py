"""Which notices that the engine misses are in the words of the newer text, and in which not."""

from __future__ import annotations

import pytest
from support.scans import copyright_, license_, match

from attribcheck.classify.model import ClassifiedNotice, Status
from attribcheck.core.model import Notice
from attribcheck.removals.notice_diff import NoticeDiff, RemovalKind
from attribcheck.removals.text_similarity import Text
from attribcheck.removals.wording import Version, still_contains


def version(text: str, *notices: Notice) -> Version:
    return Version(Text(text.encode()), notices)


def is_kept(old: Notice, before: str, after: Version, kind: RemovalKind = RemovalKind.GONE) -> bool:
    diff = NoticeDiff(kind, ClassifiedNotice(old, Status.DECLARED, ""), ("name",))
    return still_contains(diff, version(before, old), after)


def statement(text: str) -> Notice:
    return copyright_(text.rpartition(" ")[2], text=text, written=text)


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("Copyright 2019 Foo", "/* Copyright\n * 2019 Foo */", True),
        ("Copyright 2019-2024 Foo", "Copyright 2019 -\n# 2024 Foo", True),
        ("Copyright 2019-2024 Foo", "Copyright 2019 to 2024 Foo", True),
        ("Copyright 2019-2024 Foo", "Copyright 2019, 2024 Foo", False),
        ("Copyright 2019-2024 Foo", "Copyright 2019 2024 Foo", False),
        ("Copyright 2019-24 Foo", "Copyright 2019, 24 Foo", False),
        ("Copyright 2019-present Foo", "Copyright 2019 (present) Foo", False),
    ],
)
@pytest.mark.parametrize("kind", [RemovalKind.GONE, RemovalKind.YEARS])
def test_years(old: str, new: str, kept: bool, kind: RemovalKind) -> None:
    assert is_kept(statement(old), old, version(new), kind) == kept


def test_a_longer_name_is_another_wherever_it_is() -> None:
    old, longer = "Copyright 2019 Foo", "Copyright 2019 Foo Bar"

    assert not is_kept(statement(old), old, version("\n" * 50 + longer, statement(longer)))
    assert is_kept(statement(old), old, version(f"{longer}\n# {old}\n", statement(longer)))


def test_a_licence_within_another_mention_does_not_count() -> None:
    old, longer = "under GPL version 2", "under GPL version 2 or later"
    few = match("GPL-2.0-only", matcher="2-aho", length=4)
    notice = license_("GPL-2.0-only", few, written=old)
    later = license_("GPL-2.0-or-later", few, written=longer)

    assert not is_kept(notice, old, version(longer, later))
    assert is_kept(notice, old, version(f"{longer}\n\n{old}", later))
    # The engine reads the same words in another way.
    assert is_kept(notice, longer, version(f"# {longer}", later))


def test_a_tag_that_the_engine_reads_in_another_way_is_no_case_of_words() -> None:
    old, new = "SPDX-License-Identifier: A AND (B OR C)", "SPDX-License-Identifier: (A AND B) OR C"
    notice = license_("MIT AND (ISC OR Zlib)", written=old)
    other = license_("(MIT AND ISC) OR Zlib", written=new)
    diff = NoticeDiff(
        RemovalKind.RELICENSED,
        ClassifiedNotice(notice, Status.DECLARED, ""),
        (notice.text,),
        replacement=other,
    )

    assert not still_contains(diff, version(old, notice), version(new, other))
