"""What counts as a notice that a file was changed: a comment that says so, and by whom or when.

"Modified by Haneul Labs", "Changes: 2025-03-01, routing" and "Adapted 2025 for Haneul" do;
"modified" alone, a line of code, and a line that names the component's own holder do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attribcheck.notices.holders import normal_form
from attribcheck.removals.code_similarity import COMMENT

_SAYS = re.compile(
    r"\b(?:modified|modifications?|changed|changes|adapted|adaptations?|altered|alterations?|edited"
    r"|amended|patched|reworked|rewritten)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PROSE = re.compile(r"(?:\.(?:md|rst|txt|adoc|tex|html?)|/[A-Z-]+)\Z")
# JSON and tables have no comments; to ask for one would be to ask for a broken file.
_WITHOUT_COMMENTS = re.compile(r"\.(?:json|ipynb|csv|tsv|lock|map|svg|pem)\Z", re.IGNORECASE)
_BLOCKS = {"/*": "*/", "<!--": "-->", '"""': '"""', "'''": "'''", "{-": "-}", "(*": "*)"}
_LONGEST = 400  # a longer line is no notice: minified code


def can_stand_in(path: str, content: bytes) -> bool:
    """Whether a file can carry a comment: it is text, of a format that has them."""
    return b"\0" not in content and not _WITHOUT_COMMENTS.search(path)


def is_marked(
    path: str, lines: Sequence[str], own: Iterable[str], theirs: Iterable[str], *, dated: bool
) -> bool:
    """Whether a line says that the file was changed, and by us or when.

    Args:
        path: Where the file stands; in prose every line counts.
        lines: Its lines.
        own: The project's holders, as the policy has them.
        theirs: The component's holders: their notices speak of what they did.
        dated: Whether the line has to give a year.
    """
    own, theirs = tuple(own), tuple(theirs)
    comments = lines if _PROSE.search(f"/{path}") else _comments(lines)
    for line in comments:
        if len(line) > _LONGEST or not _SAYS.search(line):
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
            end = _left_open(line)


def _left_open(line: str) -> str:
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
