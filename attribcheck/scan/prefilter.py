"""Recognises files without notices, so that the engine need not be loaded for them.

An ASCII file whose extension means plain text to the engine has no notice when it has

- **no statement**: no line has a sign of a copyright statement or an author
  (``fast.statement_signs``), the only lines that cluecode parses. It may strip the tags of a file
  that begins like markup; the engine scans such a file.
- **no exact match**: it contains no complete rule (``fast.index.automaton``). That includes files
  that equal a rule.
- **no SPDX line** and no licence URL of NuGet: neither "spdx" nor "nuget" occurs in it.
- **no approximate match**: scancode compares a text only with candidate rules, for the file and for
  each of its parts (``query.Query`` splits at 15 lines without legalese).
  ``fast.index.candidates``, which the engine uses too, finds none.

If libmagic does not recognise such a file as text, the engine reads less of it, not more; it scans
files that begin like a PDF or a font database. ``make parity`` verifies the argument.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from pathlib import Path

from attribcheck.core.model import FileScan
from attribcheck.scan.fast import store
from attribcheck.scan.fast.index.container import Container, DamagedError
from attribcheck.scan.fast.statement_signs import has_sign
from attribcheck.scan.lines import decoded_lines
from attribcheck.scan.markers import markers
from attribcheck.scan.names import base_name
from attribcheck.scan.plain_text import TYPED, kind_of, text_lines

RESTS_ON = (
    "licensedcode.index.LicenseIndex.get_approximate_matches",
    "licensedcode.index.LicenseIndex.get_exact_matches",
    "licensedcode.index.LicenseIndex.get_spdx_id_matches",
    "licensedcode.index.LicenseIndex.match",
    "licensedcode.index.LicenseIndex.match_query",
    "licensedcode.match_hash.hash_match",
    "licensedcode.match_set.compute_candidates",
    "licensedcode.query.Query",
    "licensedcode.query.build_query",
    "licensedcode.stopwords.STOPWORDS",
    "licensedcode.tokenize.query_lines",
    "licensedcode.tokenize.query_pattern",
    "licensedcode.tokenize.query_tokenizer",
    "textcode.analysis.numbered_text_lines",
    "textcode.markup.is_markup",
    "textcode.markup.is_markup_text",
)
"""The functions and tables of scancode behind this argument; see ``fast.assumptions``."""

_TAGS = 0.05  # the share of < and > above which it assumes markup
_FOR_ENGINE = re.compile(r"%pdf|splinefontdb|spdx|nuget")
_GAP = 15  # lines; see query.build_query
_NEAR_COPIES, _CANDIDATES, _ALIKE = 10, 70, 0.8  # see LicenseIndex.get_approximate_matches


class Prefilter:
    """Recognises files in which the engine finds nothing.

    Args:
        data: Returns the path of the engine's mapped data, or None without it. Called at the first
            file without a sign of a notice.
    """

    def __init__(self, data: Callable[[], Path | None]) -> None:
        self._data: Callable[[], Path | None] | None = data
        self._rules: _Rules | None = None

    def nothing(self, content: bytes, path: str) -> FileScan | None:
        """Return the empty result for a file without notices; None when it may have some.

        Args:
            content: Its bytes.
            path: Its path in the repository.
        """
        if not content.isascii() or b"\x1b$" in content or kind_of(path) == base_name(path):
            return None
        lines = text_lines(content, path)
        if lines is None:
            return None
        text = "\n".join(lines)
        if has_sign(text) or _FOR_ENGINE.search(text.lower()) or may_be_markup(content[:TYPED]):
            return None
        rules = self._opened()
        try:
            if rules is None or rules.may_match(lines):
                return None
        except DamagedError:  # the engine, which is called next, reports it
            return None
        return FileScan(None, markers=markers(decoded_lines(content)))

    def _opened(self) -> _Rules | None:
        """Return the rules; None when there is no data, or it can't be used."""
        if self._data is not None:
            path, self._data = self._data(), None
            data = store.opened(path, store.PREFILTER) if path else None
            self._rules = _Rules(data) if data else None
        return self._rules


def may_be_markup(head: bytes) -> bool:
    """Whether scancode may strip the tags of a file.

    Args:
        head: Its first ``TYPED`` bytes.
    """
    seen = b"".join(head.split())
    tags = seen.count(b"<") + seen.count(b">")
    return head.startswith(b"<") or tags > _TAGS * len(seen)


class _Rules:
    """The rules of the engine.

    Args:
        data: The engine's mapped data.
    """

    def __init__(self, data: Container) -> None:
        from attribcheck.scan.fast.index import words  # lazy: few files get here
        from attribcheck.scan.fast.index.automaton import automaton
        from attribcheck.scan.fast.index.candidates import Candidates

        facts = data.json("facts")
        self._legalese: int = facts["legalese"]
        self._digits = frozenset(facts["digits"])
        self._numbers = words.dictionary(data)
        self._split = re.compile(words.PATTERN).findall
        self._parts = partial(words.parts, legalese=self._legalese, digits=self._digits, gap=_GAP)
        self._whole = automaton(data)
        self._candidates = Candidates(data, self._legalese)

    def may_match(self, lines: Iterable[str]) -> bool:
        """Whether any rule could match a text."""
        numbered = [self._line(line) for line in lines]
        tokens = list(chain.from_iterable(numbered))
        if next(iter(self._whole.iter(tokens)), None) is not None:
            return True
        return self._has_candidates(tokens, _NEAR_COPIES, alike=True) or any(
            self._has_candidates(part, _CANDIDATES, alike=False) for part in self._parts(numbered)
        )

    def _line(self, line: str) -> list[int]:
        """Return the ids of those words of a line that occur in rules."""
        numbers = map(self._numbers.get, self._split(line.lower()))
        return [number for number in numbers if number is not None]

    def _has_candidates(self, tokens: list[int], top: int, *, alike: bool) -> bool:
        if not any(token < self._legalese for token in tokens):
            return False
        return bool(self._candidates.find(tokens, top, alike=alike, threshold=_ALIKE))
