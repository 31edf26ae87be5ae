"""Reads the texts of office documents: Office Open XML and OpenDocument.

Format: ECMA-376 and OASIS OpenDocument 1.3, both zip archives of XML files. Their paragraphs become
lines; no XML parser is used, so that entities and external parts have no effect.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from attribcheck.containers import zips
from attribcheck.containers.base import Budget, Member

_PARTS = re.compile(
    r"(?:word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)"
    r"|ppt/(?:slides|notesSlides)/\w+|xl/(?:sharedStrings|comments\d*)|docProps/(?:core|app|custom)"
    r"|content|meta|styles)\.xml"
)
_PARAGRAPH = re.compile(
    r"</(?:\w+:)?(?:p|h|si|tr|table-row|[a-z]\w+)>|<(?:w:br|text:line-break)\b[^<>]*>"
)
_INLINE = re.compile(r"</(?:\w+:)?(?:r|t|rPr|pPr|span|a|s|tab|hyperlink|instrText|fldSimple)>")
_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"<(?:w:tab|text:s|text:tab)\b[^<>]*>")


def members(content: bytes, name: str, budget: Budget) -> Iterator[Member]:
    """See ``base.Reader``."""
    is_document = False
    for path, part in zips.members(content, name, budget):
        if _PARTS.fullmatch(path):
            is_document = True
            yield Member(path, text_of(part.decode("utf-8", "replace")).encode())
        elif "/media/" in path or path.startswith("Pictures/"):
            yield Member(path, part)
    if not is_document:
        budget.leave_out("no part of a document was found in it, and other files were not read")


def paths(content: bytes, name: str) -> list[str]:
    """See ``base.Reader``."""
    return zips.paths(content, name)


def text_of(xml: str) -> str:
    """Return the text of a part, a line for each paragraph and each property."""
    text = _INLINE.sub("", xml)
    text = _SPACES.sub(" ", text)
    text = _PARAGRAPH.sub("\n", text)
    text = html.unescape(_TAG.sub("", text))
    return "\n".join(line for raw in text.split("\n") if (line := raw.strip())) + "\n"
