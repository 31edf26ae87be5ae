"""Recognises change notices: comments that say that a file was changed, and by whom or when.

"Modified by Haneul Labs", "Changes: 2025-03-01, routing" and "Adapted 2025 for Haneul" count;
"modified" alone, a line of code, and a line that names the component's own holder do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attribcheck.notices.holders import normal_form
from attribcheck.removals.code_similarity import COMMENT

_CHANGE_WORD = re.compile(
    r"\b(?:modified|modifications?|changed|changes|adapted|adaptations?|altered|alterations?|edited"
    r"|amended|patched|reworked|rewritten)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PROSE = re.compile(r"(?:\.(?:md|rst|txt|adoc|tex|html?)|/[A-Z-]+)\Z")
# A comment would make these files invalid.
_WITHOUT_COMMENTS = re.compile(r"\.(?:json|ipynb|csv|tsv|lock|map|svg|pem)\Z", re.IGNORECASE)
_BLOCKS = {"/*": "*/", "<!--": "-->", '"""': '"""', "'''": "'''", "{-": "-}", "(*": "*)"}
_MAX_LENGTH = 400  # characters; a longer line is minified code


def can_have_comments(path: str, content: bytes) -> bool:
    """Whether a file is text in a format that has comments."""
    return b"\0" not in content and not _WITHOUT_COMMENTS.search(path)


def is_marked(
    path: str, lines: Sequence[str], own: Iterable[str], theirs: Iterable[str], *, dated: bool
) -> bool:
    """Whether a line is a change notice of the project's.

    Args:
        path: The path of the file; in prose every line counts, else comments.
        lines: Its lines.
        own: The project's holders, as written in the policy.
        theirs: The component's holders, whose change notices do not count.
        dated: Whether the line has to give a year.
    """
    own, theirs = tuple(own), tuple(theirs)
    comments = lines if _PROSE.search(f"/{path}") else _comments(lines)
    for line in comments:
        if len(line) > _MAX_LENGTH or not _CHANGE_WORD.search(line):
            continue
        year, by_us = bool(_YEAR.search(line)), _names(line, own)
        if by_us and (year or not dated):
            return True
        if year and not _names(line, theirs):
            return True
    return False


def _comments(lines: Iterable[str]) -> Iterator[str]:
    end = ""
    for line in lines:
        if end:
            yield line
            if end in line:
                end = ""
        elif COMMENT.match(line):
            yield line
            end = _open_block_end(line)


def _open_block_end(line: str) -> str:
    """Return what ends the block comment that ``line`` opens; "" when it opens none."""
    text = line.lstrip()
    for begin, end in _BLOCKS.items():
        if text.startswith(begin) and end not in text[len(begin) :]:
            return end
    return ""


def _names(line: str, holders: Iterable[str]) -> bool:
    form = normal_form(line)
    for holder in holders:
        if holder.startswith("re:"):
            if re.search(holder[3:], line, re.IGNORECASE):
                return True
        elif (name := normal_form(holder)) and name in form:
            return True
    return False
