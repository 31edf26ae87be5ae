"""The words of the engine's rules, by number; what a text is read as before it is compared."""

from __future__ import annotations

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
