"""Chains of anchors, and the tokens around them."""

import random

from hypothesis import given
from hypothesis import strategies as st

from attribcheck.copies.alignment import Chain, aligned, anchor, chains

TOKENS = random.Random(1).randbytes(300)
FEW = st.lists(st.integers(0, 2), max_size=200).map(bytes)


def made(*places: tuple[int, int], exact: bool = False) -> list[int]:
    return [anchor(here, there, exact=exact) for here, there in places]


def ends(chain: Chain) -> tuple[int, int, int, int]:
    return chain.first_here, chain.first_there, chain.last_here, chain.last_there


class TestChains:
    def test_anchors_in_the_same_distance_are_one_chain(self) -> None:
        (chain,) = chains(made((90, 190), (10, 110), (50, 150)))
        assert ends(chain) == (10, 110, 90, 190)

    def test_a_small_drift_continues_a_chain(self) -> None:
        (chain,) = chains(made((10, 110), (50, 160)))
        assert ends(chain) == (10, 110, 50, 160)

    def test_a_wide_gap_or_a_large_drift_begins_another(self) -> None:
        assert len(chains(made((10, 110), (80, 180)))) == 2
        assert len(chains(made((10, 110), (50, 190)))) == 2

    def test_the_longest_chain_is_first(self) -> None:
        first, _ = chains(made((0, 500), (200, 10), (240, 50)))
        assert ends(first) == (200, 10, 240, 50)

    def test_the_exact_anchors_of_a_chain_are_known(self) -> None:
        (chain,) = chains(
            [*made((10, 110), exact=True), *made((20, 120)), *made((30, 130), exact=True)]
        )
        assert chain.exact == [10, 30]

    def test_a_single_exact_anchor_is_no_chain(self) -> None:
        assert chains(made((10, 110), exact=True)) == []
        assert len(chains(made((10, 110)))) == 1

    def test_many_open_chains_are_bounded(self) -> None:
        places = [(here, there * 200) for here in range(0, 400, 8) for there in range(60)]
        assert len(chains(made(*places))) >= 60


class TestAligned:
    def test_equal_tokens_are_one_run_in_both_directions(self) -> None:
        assert aligned(TOKENS[50:200], TOKENS, Chain(70, 120)) == [(0, 50, 150)]

    def test_an_insertion_is_left_out(self) -> None:
        here = TOKENS[:100] + b"\1\2\3" + TOKENS[100:200]
        runs = aligned(here, TOKENS, Chain(10, 10))
        assert runs == [(0, 0, 100), (103, 100, 200 - 100)]

    def test_a_deletion_and_a_replacement_are_left_out(self) -> None:
        here = TOKENS[:60] + TOKENS[65:120] + b"\1" + TOKENS[121:200]
        runs = aligned(here, TOKENS, Chain(70, 75))
        assert runs == [(0, 0, 60), (60, 65, 55), (116, 121, 79)]

    def test_it_ends_where_nothing_is_equal(self) -> None:
        here = b"\1" * 80 + TOKENS[:90] + b"\2" * 80
        assert aligned(here, TOKENS, Chain(90, 10)) == [(80, 0, 90)]

    def test_an_anchor_without_equal_tokens_has_no_run(self) -> None:
        assert aligned(b"\1" * 50, TOKENS, Chain(10, 10)) == []

    @given(FEW, FEW, FEW, st.integers(0, 200))
    def test_runs_are_in_order_and_equal_on_both_sides(
        self, one: bytes, two: bytes, both: bytes, at: int
    ) -> None:
        here, there = one + both, two + both
        chain = Chain(min(at, len(here)), min(at, len(there)))
        last_here = last_there = 0
        for begin, other, length in aligned(here, there, chain):
            assert last_here <= begin
            assert last_there <= other
            last_here, last_there = begin + length, other + length
            assert here[begin:last_here] == there[other:last_there]

    @given(FEW, FEW, st.integers(6, 70))
    def test_a_run_ends_at_the_first_difference(self, one: bytes, two: bytes, length: int) -> None:
        here, there = TOKENS[:length] + b"\1" + one, TOKENS[:length] + b"\2" + two
        assert aligned(here, there, Chain(0, 0))[0] == (0, 0, length)

    @given(FEW, FEW, st.integers(6, 70))
    def test_a_run_begins_behind_the_last_difference(
        self, one: bytes, two: bytes, length: int
    ) -> None:
        here, there = one + b"\1" + TOKENS[:length], two + b"\2" + TOKENS[:length]
        run = len(one) + 1, len(two) + 1, length
        assert aligned(here, there, Chain(len(here), len(there)))[-1] == run

    @given(FEW, FEW)
    def test_what_was_aligned_before_does_not_matter(self, here: bytes, there: bytes) -> None:
        first = aligned(here, there, Chain(0, 0))
        aligned(there, here, Chain(0, 0))
        assert aligned(here, there, Chain(0, 0)) == first
