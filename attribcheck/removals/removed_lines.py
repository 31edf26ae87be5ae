"""Selects the lines of an older text that restore its removed notices, with their comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attribcheck.removals.code_similarity import COMMENT
from attribcheck.removals.notice_diff import NoticeDiff
from attribcheck.removals.text_similarity import Text
from attribcheck.scan.lines import LINE_LIMIT

_LETTERS = re.compile(r"\w")
_OPENING = re.compile(r"\s*(?:/\*+|<!--+|\(\*+|\{-+)\s*")
_CLOSING = re.compile(r"\s*(?:\*+/|--+>|\*+\)|-+\})\s*")


def with_removed_lines(diffs: list[NoticeDiff], before: Text, after: Text) -> list[NoticeDiff]:
    """Return ``diffs`` with the lines to restore, including the comment around each notice.

    Args:
        diffs: The notices that were removed from one text.
        before: That text.
        after: The text that lacks them.
    """
    present = {line.strip() for line in after.lines}
    notices = {
        n for diff in diffs for n in range(diff.notice.lines.start, diff.notice.lines.end + 1)
    }
    return [_with_removed_lines(diff, notices, before, present) for diff in diffs]


def _with_removed_lines(
    diff: NoticeDiff, notices: set[int], before: Text, present: set[str]
) -> NoticeDiff:
    if not diff.notice.excerpt.text:  # a binary file, in which line numbers mean nothing
        return diff

    def bare(line: str) -> bool:
        return not _LETTERS.search(line)

    def is_removed(number: int) -> bool:
        line = before.lines[number - 1]
        is_comment = number in notices or bare(line) or COMMENT.match(line)
        return bool(is_comment) and line.strip() not in present

    def reach(numbers: Iterable[int], edge: int) -> int:
        for number in numbers:
            if is_removed(number):
                edge = number
            elif not bare(before.lines[number - 1]):
                break
        return edge

    span = diff.notice.lines
    first = reach(range(span.start - 1, 0, -1), span.start)
    last = reach(range(span.end + 1, len(before.lines) + 1), span.end)
    first, last = _with_delimiters(before.lines, first, last)
    lines = tuple(before.lines[first - 1 : last])
    if any(len(line) > LINE_LIMIT for line in lines):
        lines = ()
    return diff._replace(lines=lines, line=first)


def _with_delimiters(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Return ``first`` and ``last``, moved to the delimiters of a comment that was all of it.

    "/*" and "*/" are lines of many comments, so that they are not missing when this comment is.
    """
    above, below = first - 1, last + 1
    while above > 0 and _is_filler(lines[above - 1]):
        above -= 1
    while below <= len(lines) and _is_filler(lines[below - 1]):
        below += 1
    if above == 0 or below > len(lines):
        return first, last
    is_comment = _OPENING.fullmatch(lines[above - 1]) and _CLOSING.fullmatch(lines[below - 1])
    return (above, below) if is_comment else (first, last)


def _is_filler(line: str) -> bool:
    return line.strip(" \t*") == "" and not _CLOSING.fullmatch(line) and "*" in line
