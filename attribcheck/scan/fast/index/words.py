"""The words of the rules by number, and how a text is split into words and parts."""

from __future__ import annotations

from array import array
from collections.abc import Container as Holder
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, repeat
from operator import lshift, or_

from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.on_demand import OnDemand

PATTERN = r"[^_\W]+\+?[^_\W]*"
"""A word in a text in lower case (``licensedcode.tokenize.query_pattern``)."""

SECTIONS = frozenset(["dictionary", "dictionary.numbers", "tokens.offsets"])
"""The sections of the data file that are read."""


@lru_cache(maxsize=1)
def dictionary(data: Container) -> dict[str, int]:
    """Return the number of each word of a rule; stopwords are not among them."""
    words = data.text("dictionary").split("\n")
    return dict(zip(words, data.numbers("dictionary.numbers", "H"), strict=True))


@lru_cache(maxsize=1)
def sequences(data: Container) -> Sequence[array[int]]:
    """Return the words of each rule, in their order."""
    packed = data.pieces("tokens")
    return OnDemand(len(packed), lambda rid: array("h", packed[rid]))


def pairs_of(tokens: Sequence[int]) -> Iterator[int]:
    """Yield each two words that follow one another, as one number."""
    return map(or_, map(lshift, tokens, repeat(16)), islice(tokens, 1, None))


def parts(
    lines: Iterable[list[int]], legalese: int, digits: Holder[int], gap: int
) -> Iterator[list[int]]:
    """Yield the parts that ``licensedcode.query.Query`` cuts a text into.

    The last is the part that no gap ends; it may be empty.

    Args:
        lines: The words of each line that are in a rule.
        legalese: Words below this number are legalese.
        digits: Words that are digits.
        gap: How many lines without legalese, or of digits alone, end a part.
    """
    part: list[int] = []
    poor = 0
    for line in lines:
        if part and poor >= gap:
            yield part
            part, poor = [], 0
        part += line
        rich = line and min(line) < legalese and not all(map(digits.__contains__, line))
        poor = 0 if rich else poor + 1
    yield part
