"""Looks for a notice that the engine does not find in a newer text in the words of that text.

The engine reads a statement together with its surroundings, so that its answer can change where the
statement did not. The same words can also be a part of another notice: "2019 Foo" is in "2019 Foo
Bar", and "A" in "A OR B". Words within such a notice do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attribcheck.core.model import Notice, Span
from attribcheck.removals.notice_diff import TEXT_WORDS, NoticeDiff, RemovalKind, is_statement
from attribcheck.removals.text_similarity import Text, contains, mostly_contains, words
from attribcheck.scan.lines import LINE_LIMIT
from attribcheck.spdx import expressions

_TAG = "1-spdx-id"
_NEAR_LINES = 12  # how far from the old place of a notice its replacement may be


class Version(NamedTuple):
    """One version of a file, or of files that one licence file applies to.

    Attributes:
        text: Its text.
        notices: The notices that the engine finds in it.
    """

    text: Text
    notices: Sequence[Notice] = ()


def with_replacement(diff: NoticeDiff, new: Iterable[Notice], old: Iterable[Notice]) -> NoticeDiff:
    """Return ``diff`` with the nearest added notice of its kind near its old place, if any."""
    if diff.replacement:
        return diff
    known = {words(other.statement) for other in old}
    place = diff.notice.lines.start
    near = [
        (abs(other.lines.start - place), at, other)
        for at, other in enumerate(new)
        if other.kind is diff.notice.kind and words(other.statement) not in known
    ]
    distance, _, nearest = min(near, default=(_NEAR_LINES + 1, 0, None))
    return diff._replace(replacement=nearest if distance <= _NEAR_LINES else None)


def still_contains(diff: NoticeDiff, before: Version, after: Version) -> bool:
    """Whether ``after`` contains the words of a notice that the engine does not find there.

    Args:
        diff: The notice.
        before: The version that has it.
        after: The newer version.
    """
    lines = before.text.passage(diff.notice.lines)
    if any(len(line) > LINE_LIMIT for line in lines):
        lines = []  # minified: the code in the line would outweigh the notice
    passage = words("\n".join(lines))
    if is_statement(diff.notice):
        return _states(words(diff.notice.statement), passage, after)
    if diff.kind is RemovalKind.RELICENSED:
        by_tag = diff.replacement and any(m.matcher == _TAG for m in diff.replacement.matches)
        # The engine reads a tag by itself; the words lack its brackets.
        return not by_tag and _licenses(passage, before, after)
    if sum(match.length for match in diff.notice.matches) >= TEXT_WORDS:
        # One word makes another licence ("version 2 or later"), so a replacement has to be equal.
        return (contains if diff.replacement else mostly_contains)(after.text.words, passage)
    return _in_metadata(diff, before, after.text) or _licenses(passage, before, after)


def _states(statement: str, passage: str, after: Version) -> bool:
    """Whether a text contains a statement, or its lines, outside of longer statements."""
    stated = [words(notice.statement) for notice in after.notices if is_statement(notice)]
    # The lines of a statement in another alphabet have other words than the engine's answer.
    sought = {statement} if contains(passage, statement) else {statement, passage}
    return any(
        _count(after.text.words, one) > sum(_goes_on(longer, one) for longer in stated)
        for one in sought
    )


def _goes_on(statement: str, part: str) -> bool:
    """Whether ``statement`` has further words behind ``part``: the rest of a longer name."""
    return bool(part.strip()) and part in statement and not statement.endswith(part)


def _licenses(passage: str, before: Version, after: Version) -> bool:
    """Whether a text contains the words of a licence's mention outside of other, new mentions."""
    if not contains(after.text.words, passage):
        return False
    others = (words("\n".join(after.text.passage(span))) for span in _new_places(before, after))
    return _count(after.text.words, passage) > sum(_count(one, passage) for one in others)


def _new_places(before: Version, after: Version) -> Iterator[Span]:
    """Yield the lines of licences that are not written in the older version, joined."""
    spans = sorted(
        notice.lines
        for notice in after.notices
        if not is_statement(notice)
        and not contains(before.text.words, words("\n".join(after.text.passage(notice.lines))))
    )
    joined: Span | None = None
    for span in spans:
        if joined and span.start <= joined.end:
            joined = Span(joined.start, max(joined.end, span.end))
            continue
        if joined:
            yield joined
        joined = span
    if joined:
        yield joined


def _in_metadata(diff: NoticeDiff, before: Version, after: Text) -> bool:
    """Whether fields of a package's metadata state a licence, and offer no other one instead."""
    named = expressions.single_ids(diff.notice.text)
    known = {
        key
        for notice in before.notices
        if not is_statement(notice)
        for key in expressions.single_ids(notice.text)
    }
    # Classifiers list the licences of a choice and of a conjunction alike.
    fields = [ids for ids in after.metadata_licenses if known.issuperset(ids)]
    return bool(fields) and set().union(*fields).issuperset(named)


def _count(text: str, passage: str) -> int:
    """Return how often ``text`` contains ``passage``, both as ``words`` returns them."""
    if not contains(text, passage):
        return 0
    return sum(1 for _ in re.finditer(f"(?={re.escape(passage)})", text))
