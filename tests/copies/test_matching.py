"""The regions of one pair of files, and their evidence."""

import re

import pytest
from support.copied_code import GARDEN, renamed

from attribcheck.copies.alignment import anchor
from attribcheck.copies.fingerprints import all_hashes
from attribcheck.copies.information import Information
from attribcheck.copies.lexers.registry import tokenize
from attribcheck.copies.matching import Measured, cover_of, measure, regions
from attribcheck.copies.model import Channel
from attribcheck.copies.streams import Stream
from attribcheck.copies.thresholds import Thresholds
from attribcheck.copies.tokens import Tokens


def tokens(text: str) -> Tokens:
    found = tokenize("a.py", text.encode())
    assert found is not None
    return found


def anchors(here: Tokens, there: Tokens) -> list[int]:
    found = []
    for channel in Channel:
        places = {value: at for at, value in enumerate(all_hashes(there, channel))}
        found += [
            anchor(at, places[value], exact=channel is Channel.EXACT)
            for at, value in enumerate(all_hashes(here, channel))
            if value in places
        ]
    return found


def measured(here: str, there: str = GARDEN) -> list[Measured]:
    one, two = tokens(here), tokens(there)
    information = Information(one.codes, one.family)
    return measure(Stream.of(one), Stream.of(two), anchors(one, two), information, 70)


def test_the_same_file_is_one_region() -> None:
    (region,) = measured(GARDEN)
    assert region.tokens == tokens(GARDEN).size
    assert (region.same_names, region.renamed, region.has_evidence) == (1.0, 1.0, True)
    assert region.exact > 50


def test_consistent_renaming_is_evidence() -> None:
    (region,) = measured(renamed(GARDEN))
    assert (region.same_names, region.renamed, region.has_evidence) == (0.0, 1.0, True)
    assert region.exact == 0


def test_half_of_the_names_is_evidence() -> None:
    mixed = re.sub(r"\b(bed|need|used|tank)\b", "other", GARDEN)
    (region,) = measured(mixed)
    assert 0.5 < region.same_names < 0.9
    assert region.has_evidence


def test_code_without_any_name_is_no_evidence() -> None:
    table = (
        "[" + ", ".join(f"({n}, '{n}', -{n}.5, [None, {n}], {{{n}: True}})" for n in range(9)) + "]"
    )
    for region in measured(table, table):
        assert not region.has_evidence


def test_each_part_of_a_file_is_in_one_region() -> None:
    found = measured(GARDEN + GARDEN)
    covers = [cover_of(region.runs) for region in found]
    assert len(found) == 2
    assert not covers[0] & covers[1]


@pytest.mark.parametrize("least", [1 << 10, 1 << 30])
def test_regions_below_the_threshold_are_left_out(least: int) -> None:
    part = renamed("\n".join(GARDEN.splitlines()[10:24]))
    one, two = tokens(part), tokens(GARDEN)
    found = regions(
        Stream.of(one),
        Stream.of(two),
        anchors(one, two),
        Information(one.codes, one.family),
        Thresholds.of(least),
    )
    assert bool(found) is (least == 1 << 10)
