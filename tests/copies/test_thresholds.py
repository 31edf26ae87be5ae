"""What has to be reached, by the size of what a file is compared with."""

import pytest

from attribcheck.copies.model import Channel, Strength
from attribcheck.copies.thresholds import Thresholds

MILLION_LINES = 1 << 22


@pytest.mark.parametrize(
    ("tokens", "likely"), [(0, 70), (1 << 10, 70), (1 << 20, 107), (1 << 22, 115), (1 << 24, 123)]
)
def test_the_threshold_grows_with_the_code_compared_with(tokens: int, likely: float) -> None:
    assert Thresholds.of(tokens).bits == (likely + 45, likely, likely - 5)


def test_the_exact_channel_needs_more_fingerprints_in_a_large_index() -> None:
    found = [Thresholds.of(1 << bits).exact[1] for bits in (10, 17, 22, 24, 26)]
    assert found == [5, 5, 5, 6, 7]


@pytest.mark.parametrize(
    ("bits", "exact", "answer"),
    [
        (160, 0, (Strength.CERTAIN, Channel.SHAPE)),
        (115, 0, (Strength.LIKELY, Channel.SHAPE)),
        (114.9, 5, (Strength.LIKELY, Channel.EXACT)),
        (110, 0, (Strength.WEAK, Channel.SHAPE)),
        (0, 8, (Strength.CERTAIN, Channel.EXACT)),
        (109.9, 4, None),
    ],
)
def test_the_better_channel_decides(bits: float, exact: int, answer: object) -> None:
    assert Thresholds.of(MILLION_LINES).strength(bits, exact) == answer
