"""The words of the engine's rules, by number; what a text is read as before it is compared."""

from __future__ import annotations

from collections.abc import Container as Holder
from collections.abc import Iterable, Iterator

from attribcheck.scan.exact.container import Container

PATTERN = r"[^_\W]+\+?[^_\W]*"
"""A word in a text in lower case (``licensedcode.tokenize.query_pattern``)."""


def numbers(data: Container) -> dict[str, int]:
    """Return the number of each word that stands in a rule and counts.

    Args:
        data: The engine's data, with the sections that begin with "dictionary", and "stopwords".
    """
    made: dict[str, int] = dict(
        zip(
            data.text("dictionary").split("\n"),
            data.numbers("dictionary.numbers", "H"),
            strict=True,
        )
    )
    for word in data.json("stopwords"):
        made.pop(word, None)
    return made


def parts(
    lines: Iterable[list[int]], legalese: int, digits: Holder[int], gap: int
) -> Iterator[list[int]]:
    """Yield the parts that ``licensedcode.query.Query`` cuts a text into.

    The last is what no gap has ended; it may be empty.

    Args:
        lines: The words of each line that stand in a rule.
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
