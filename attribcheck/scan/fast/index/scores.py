"""How like a rule is to a text, in scancode's numbers."""

from __future__ import annotations

# A score as scancode has it: rounded, then full. Each: (highly resemblant, containment,
# resemblance squared, matched length).
Score = tuple[tuple[bool, float, float, float], tuple[bool, float, float, int]]


class Scores(dict[tuple[int, int], Score]):
    """The scores of rules against one text, by (tokens in common, tokens of the rule).

    Args:
        length: How many tokens the text has.
        threshold: The least resemblance of a rule that resembles the text highly.
    """

    def __init__(self, length: int, threshold: float) -> None:
        super().__init__()
        self._length = length
        self._threshold = threshold

    def __missing__(self, pair: tuple[int, int]) -> Score:
        matched, length = pair
        resemblance = matched / (self._length + length - matched)
        amplified = resemblance**2
        containment = matched / length
        score = self[pair] = (
            (
                round(resemblance, 1) >= self._threshold,
                round(containment, 1),
                round(amplified, 1),
                round(matched / 20, 1),
            ),
            (resemblance >= self._threshold, containment, amplified, matched),
        )
        return score
