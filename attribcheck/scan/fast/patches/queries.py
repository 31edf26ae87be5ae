"""How a text becomes numbered words and the parts that are matched, the same as in scancode.

Stands in for ``tokens_by_line`` and ``_tokenize_and_build_runs`` of ``licensedcode.query.Query``
(scancode-toolkit 32.5), which look at each word of a text several times. Here a line's words are
looked up at once, and a line is looked at word by word only where one of them is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from attribcheck.scan.fast.index import words
from attribcheck.scan.fast.patches.patch import Patch

_SPDX_WITHIN = 3
"""The first words of a line among which an SPDX identifier may begin."""


class Vocabulary(NamedTuple):
    """What the words of an index are to a text.

    Attributes:
        dictionary: The number of each word that stands in a rule.
        short: The numbers of those of one letter, or that are digits.
        stopwords: Words that are left out; none of them stands in a rule.
    """

    dictionary: Mapping[str, int]
    short: frozenset[int]
    stopwords: Collection[str]


def tokens_by_line(
    query: Any,
    vocabulary: Vocabulary,
    location: str | None = None,
    query_string: str | None = None,
    start_line: int = 1,
) -> Iterator[list[int | None]]:
    """Yield the numbers of the words of each line, None for one that stands in no rule.

    As there, what it learns is put into the attributes of the ``query.Query``: the line of each
    known word, which are short, how many unknown words and stopwords follow which, SPDX lines.
    """
    from licensedcode.match_spdx_lid import split_spdx_lid  # lazy: with the engine
    from licensedcode.query import query_lines
    from licensedcode.spans import Span
    from licensedcode.tokenize import word_splitter

    number_of, short, left_out = vocabulary.dictionary.get, vocabulary.short, vocabulary.stopwords
    spdx = query.spdx_lid_token_ids
    spdx_first = {numbers[0] for numbers in spdx}
    # By the place of the last known word before them, -1 for none.
    unknowns: dict[int, int] = defaultdict(int)
    stopwords: dict[int, int] = defaultdict(int)
    last = -1
    for line_number, line in query_lines(
        location=location or query.location,
        query_string=query_string or query.query_string,
        start_line=start_line,
    ):
        found = word_splitter(line.lower())
        numbers = list(map(number_of, found))
        before = last
        if None not in numbers and short.isdisjoint(numbers):
            last += len(numbers)
        else:
            kept = []
            for word, number in zip(found, numbers, strict=True):
                if number is not None:
                    last += 1
                    if number in short:
                        query.shorts_and_digits_pos.add(last)
                elif word in left_out:
                    stopwords[last] += 1
                    continue
                else:
                    unknowns[last] += 1
                kept.append(number)
            numbers = kept
        query.line_by_pos += [line_number] * (last - before)
        if not spdx_first.isdisjoint(numbers[:_SPDX_WITHIN]):
            offset = next((at for at in range(_SPDX_WITHIN) if numbers[at : at + 3] in spdx), None)
            if offset is not None and before + 1 + offset <= last:
                prefix, expression = split_spdx_lid(line)
                text = (prefix or "") + expression
                query.spdx_lines.append((text, before + 1 + offset, last))
        yield numbers
    query.unknowns_span = Span({at for at in unknowns if at >= 0})
    query.unknowns_by_pos = dict(unknowns)
    query.stopwords_by_pos = dict(stopwords)


def build_runs(query: Any, lines: Iterable[list[int | None]], threshold: int = 4) -> None:
    """Cut a text into parts, at ``threshold`` lines without legalese.

    Args:
        query: The ``query.Query``; gets the known words and the parts.
        lines: What ``tokens_by_line`` yields.
        threshold: How many such lines end a part.
    """
    from licensedcode.query import QueryRun, break_long_lines  # lazy: with the engine
    from typecode import get_type

    legalese, digits = query.idx.len_legalese, query.idx.digit_only_tids
    if query.location:
        kind = get_type(query.location)
        if kind.is_text_with_long_lines:
            query.has_long_lines = True
            lines = break_long_lines(lines)
        if kind.is_binary:
            query.is_binary = True
    known = ([word for word in line if word is not None] for line in lines)
    part: list[int] = []
    for part in words.parts(known, legalese, digits, threshold):
        start = len(query.tokens)
        query.tokens += part
        query.query_runs.append(QueryRun(query=query, start=start, end=len(query.tokens) - 1))
    if all(map(digits.__contains__, part)):  # the rest alone is left out when it has digits only
        query.query_runs.pop()


def _install(_facts: Any) -> None:
    from licensedcode.cache import get_index  # lazy: with the engine
    from licensedcode.query import Query
    from licensedcode.stopwords import STOPWORDS

    index = get_index()
    letters = (number for word, number in index.dictionary.items() if len(word) == 1)
    short = frozenset([*index.digit_only_tids, *letters])
    vocabulary = Vocabulary(index.dictionary, short, STOPWORDS)

    def of_index(query: Any, *args: Any, **options: Any) -> Iterator[list[int | None]]:
        return tokens_by_line(query, vocabulary, *args, **options)

    def build(query: Any, tokens_by_line: Iterable[list[int | None]], line_threshold: int) -> None:
        build_runs(query, tokens_by_line, line_threshold)

    Query.tokens_by_line = of_index
    Query._tokenize_and_build_runs = build  # noqa: SLF001


QUERIES = Patch(
    name="queries",
    replaces=(
        "licensedcode.query.Query.tokens_by_line",
        "licensedcode.query.Query._tokenize_and_build_runs",
    ),
    rests_on=("licensedcode.query.Query", "licensedcode.tokenize.word_splitter"),
    install=_install,
    statements=False,
)
