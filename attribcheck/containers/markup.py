"""Turns markup within other files into lines of text, without a parser.

Metadata of images and fonts is XML from anybody. Its tags are left out, and its entities are those
of HTML: none is defined by the text itself, so none expands.
"""

from __future__ import annotations

import html
import re

from attribcheck.containers.base import MIB

_ATTRIBUTE = re.compile(
    r"(?<![\w.-])[\w.-]{0,40}:?(?:rights|copyright\w*|licen[cs]e\w*|usageterms|webstatement|owner|creator|notice)"
    r"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_PACKETS = ((b"<x:xmpmeta", b"</x:xmpmeta>"), (b"<rdf:RDF", b"</rdf:RDF>"))
_MOST_PACKETS = 20


def text_of(text: str) -> str:
    """Return the text of a piece of XML, a line for each element, and its attributes of rights."""
    lines: dict[str, None] = {}
    for match in _ATTRIBUTE.finditer(text):
        lines.setdefault(html.unescape(match[1] or match[2] or "").strip())
    for line in _TAG.sub("\n", text).split("\n"):
        lines.setdefault(html.unescape(line).strip())
    return "\n".join(filter(None, lines)) + "\n"


def packets(content: bytes) -> list[str]:
    """Return the texts of the XMP packets in a file of any format.

    Source: XMP specification part 3, "Scanning files for XMP packets": a reader that does not know
    a format may search it.
    """
    for begin, end in _PACKETS:
        found: list[str] = []
        at = content.find(begin)
        while at >= 0 and len(found) < _MOST_PACKETS:
            last = content.find(end, at)
            if last < 0:
                break
            packet = content[at : min(last, at + MIB)]
            found.append(text_of(packet.decode("utf-8", "replace")))
            at = content.find(begin, last)
        if found:
            return found
    return []
