"""The score of corresponding tokens."""

import pytest

from attribcheck.copies.information import Information
from attribcheck.copies.lexers import python
from attribcheck.copies.tokens import NAME

NEW = bytes(range(4, 104))


def score(codes: bytes, *runs: tuple[int, int, int], family: str = "python") -> float:
    return Information(codes, family).of(runs or [(0, 0, len(codes))])


def test_a_new_token_is_worth_three_bits_and_a_quarter() -> None:
    assert score(NEW) == 325


def test_a_new_token_of_the_c_family_is_worth_two() -> None:
    assert score(NEW, family="c") == 200


def test_what_repeats_is_worth_little() -> None:
    assert score(NEW[:10] * 10) == 3.25 * 13 + 87 / 4


def test_a_new_token_of_an_idiom_is_worth_half() -> None:
    words = "def N ( N , * ) : N . N = N".split()
    codes = bytes(NAME if word == "N" else python.code(word) for word in words)
    assert score(codes) == len(codes) * 3.25 - len(codes) * 1.5


def test_only_repetition_within_the_region_counts() -> None:
    assert score(NEW * 2, (100, 0, 100)) == 325


def test_a_gap_costs_nine_bits() -> None:
    assert score(NEW, (0, 0, 50), (51, 53, 49)) == 99 * 3.25 - 9


class TestBestParts:
    def parts(self, *runs: tuple[int, int, int], least: float = 60) -> list[list[int]]:
        found = Information(NEW * 4, "python").best_parts(runs, least)
        return [[here for here, _, _ in part] for part in found]

    def test_a_single_run_is_one_part(self) -> None:
        assert self.parts((0, 0, 40)) == [[0]]

    def test_short_pieces_at_the_ends_are_cut_off(self) -> None:
        assert self.parts((0, 0, 2), (10, 10, 40), (60, 60, 2)) == [[10]]

    def test_short_pieces_between_long_ones_are_kept(self) -> None:
        assert self.parts((0, 0, 40), (41, 42, 2), (44, 44, 40)) == [[0, 41, 44]]

    def test_what_is_left_may_be_a_part_of_its_own(self) -> None:
        weak = [(30 + 2 * at, 30 + 2 * at, 1) for at in range(20)]
        assert sorted(self.parts((0, 0, 28), *weak, (72, 72, 27))) == [[0], [72]]

    def test_parts_below_the_least_score_are_left_out(self) -> None:
        assert self.parts((0, 0, 18)) == []


@pytest.mark.parametrize("size", [0, 1, 3, 4])
def test_a_short_file_has_a_score(size: int) -> None:
    assert score(NEW[:size], (0, 0, size)) == 3.25 * size
