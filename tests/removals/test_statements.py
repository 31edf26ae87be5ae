"""Which copyright statements of an older version a newer one does not state any more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scans import copyright_

from attribcheck.core.model import Notice
from attribcheck.notices.holders import HolderNames
from attribcheck.notices.years import Years
from attribcheck.removals.statements import HolderIndex

OWN = HolderNames(["Haneul Labs"])


def stating(years: str, holder: str) -> Notice:
    return copyright_(holder, text=f"Copyright (c) {years} {holder}".replace("  ", " "))


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("2019", "2019-2024", True),
        ("2019-2021", "2019-21", True),
        ("2019-2021", "2019, 2020, 2021", True),
        ("2019-present", "2019-2024", True),
        ("2019-2024", "2019-present", True),
        ("", "2025", True),
        ("2019-2021", "2021", False),
        ("2019", "2020", False),
        ("2019", "", False),
    ],
)
def test_a_year_more_is_no_loss_and_a_year_less_is_one(old: str, new: str, kept: bool) -> None:
    index = HolderIndex([stating(new, "Foo Corp.")], OWN)

    missing = index.diff(stating(old, "Foo Corp."))

    assert (missing is None) == kept
    if missing is not None:
        assert missing.holders == ("Foo Corp.",)
        assert missing.years == Years.of(new)


@given(st.integers(1950, 2020), st.integers(0, 40), st.integers(0, 20), st.integers(0, 20))
def test_every_extension_of_a_range_covers_it(
    start: int, length: int, earlier: int, later: int
) -> None:
    range_ = Years(((start, start + length),))

    assert Years(((start - earlier, start + length + later),)).covers(range_)


def test_a_holder_that_is_replaced_is_lost() -> None:
    missing = HolderIndex([stating("2025", "Bar GmbH")], OWN).diff(stating("2025", "Foo Corp."))

    assert missing is not None
    assert (missing.holders, missing.years) == (("Foo Corp.",), None)


def test_one_of_two_holders_can_be_lost() -> None:
    missing = HolderIndex([stating("2025", "Foo Corp.")], OWN).diff(
        stating("2025", "Foo Corp. and Bar")
    )

    assert missing is not None
    assert missing.holders == ("Bar",)


def test_two_statements_may_become_one() -> None:
    index = HolderIndex([stating("2019-2020", "Foo Corp. and Bar")], OWN)

    assert index.diff(stating("2019", "Foo Corp.")) is None
    assert index.diff(stating("2020", "Bar")) is None


def test_our_own_part_of_a_statement_is_free_to_go() -> None:
    index = HolderIndex([stating("2025", "Foo Corp.")], OWN)

    assert index.diff(stating("2025", "Foo Corp. and Haneul Labs")) is None
