"""A preset is data: fixed versions, each with a reason, and a row in the documentation."""

from __future__ import annotations

import re

import pytest
from support.checkout import ROOT

from attribcheck.copies.acquire.registry import kind_of
from attribcheck.core.errors import UsageError
from attribcheck.origins.presets import PRESETS, Item, items

EACH = pytest.mark.parametrize(
    "item", [item for preset in PRESETS.values() for item in preset], ids=lambda item: item.spec
)


@EACH
def test_a_version_is_fixed_and_of_a_kind_that_can_be_added(item: Item) -> None:
    assert re.search(r"@[0-9v][\w.]*\Z", item.spec)
    assert kind_of(item.spec).accepts(item.spec)


@EACH
def test_a_reason_is_given_and_documented(item: Item) -> None:
    page = (ROOT / "docs" / "origins.md").read_text(encoding="utf-8")
    assert f"| `{item.spec}` | {item.reason} |" in page


def test_no_component_is_in_a_preset_twice() -> None:
    for preset in PRESETS.values():
        specs = [item.spec for item in preset]
        assert len(specs) == len(set(specs))


def test_an_unknown_preset_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as raised:
        items("models")
    assert "ai-models" in (raised.value.hint or "")
