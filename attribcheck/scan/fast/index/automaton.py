"""Finds every complete rule in a text, as scancode's Aho-Corasick automaton does.

``licensedcode.match_aho`` takes from its automaton each place where a rule's token sequence ends.
The automaton of all rules takes 181 MB; here each rule is anchored at its rarest pair of
neighbouring tokens. Where that pair is in the text, all of the rule's tokens are compared. A
sequence of tokens in the text contains its anchor, so none is missed, and a comparison of all
tokens finds none that is not there.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress, count

from attribcheck.scan.fast.index import words
from attribcheck.scan.fast.index.container import Container

Found = tuple[int, list[tuple[int, int, int]]]

SECTIONS = words.SECTIONS | {"anchors", "anchors.starts", "anchors.rules", "singles"}
"""The sections of the data file that are read."""


@lru_cache(maxsize=1)
def automaton(data: Container) -> AnchorAutomaton:
    """Return the automaton of all rules."""
    return AnchorAutomaton(data)


class AnchorAutomaton:
    """Replaces ``ahocorasick.Automaton`` where ``match_aho.get_matches`` uses it.

    Args:
        data: The sections that ``build._anchors`` and ``build._token_sequences`` made.
    """

    def __init__(self, data: Container) -> None:
        self._sequences = words.sequences(data)
        self._places = data.numbers("anchors.starts", "I")
        self._rules = data.numbers("anchors.rules", "H")
        self._keys = data.numbers("anchors", "I")
        self._anchors = frozenset(self._keys)
        singles = data.numbers("singles", "H").tolist()
        self._singles: dict[int, int] = dict(zip(singles[::2], singles[1::2], strict=True))

    def iter(self, text: Sequence[int]) -> Iterator[Found]:
        """Yield where a rule ends in ``text``, and which: (end, [(rule, 0, its last place)]).

        In the automaton's order: by the end, and of rules with the same end the longest first.
        """
        single = compress(count(), map(self._singles.__contains__, text))
        found = [(end, -1, self._singles[text[end]]) for end in single]
        found += self._longer(text)
        found.sort()
        for end, length, rid in found:
            yield end, [(rid, 0, -length - 1)]

    def _longer(self, text: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        anchors, sequences = self._anchors, self._sequences
        pairs = list(words.pairs_of(text))
        anchored = list(compress(count(), map(anchors.__contains__, pairs)))
        if not anchored:
            return
        tokens = array("h", text)
        for at in anchored:
            pair = pairs[at]
            number = bisect_left(self._keys, pair)
            candidates = self._rules[self._places[number] : self._places[number + 1]].tolist()
            for rid, place in zip(candidates[::2], candidates[1::2], strict=True):
                begin = at - place
                sequence = sequences[rid]
                end = begin + len(sequence)
                if begin >= 0 and tokens[begin:end] == sequence:
                    yield end - 1, begin - end, rid
