"""What scancode reads of a file: its lines, other text, or the file in UTF-8."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from attribcheck.scan import encodings
from attribcheck.scan.lines import SourceLines


class Numbering(Enum):
    """What the line numbers of scancode count."""

    LINES = "lines"
    SOURCES = "sources"
    """Those of the sources within a source map, which is text itself."""

    OTHER = "other"
    """Other text: the strings of a binary, the pages of a PDF."""


def numbering(location: str) -> Numbering:
    """Return what the line numbers of scancode count in a file."""
    # As in textcode.analysis.numbered_text_lines, which otherwise numbers extracted text.
    from typecode import get_type  # lazy: with the engine

    kind = get_type(location)
    is_text = bool(
        kind.contains_text
        and kind.is_text
        and not (kind.is_pdf and kind.is_pdf_with_text)
        and not kind.filetype_file.startswith("Spline Font Database")
    )
    if not is_text:
        return Numbering.OTHER
    return Numbering.SOURCES if kind.is_js_map else Numbering.LINES


def source_lines(content: bytes, numbering: Numbering) -> SourceLines:
    """Return the lines of a file in which scancode's notices are found."""
    if numbering is Numbering.OTHER:
        # A text in a legacy encoding that libmagic takes for a binary.
        return SourceLines(content if encodings.is_text(content) else None, numbered=False)
    return SourceLines(content, numbered=numbering is Numbering.LINES)


@contextlib.contextmanager
def recoded(location: str, content: bytes) -> Iterator[str | None]:
    """Yield the path of the file in UTF-8; None when scancode reads its letters as they are.

    scancode reads bytes that are not UTF-8 as Latin-1, so it reads names in EUC-KR or Shift-JIS as
    other letters, and nothing in UTF-16. The file is scanned once more in UTF-8, and the notices
    are those of that scan; the expression and the holders of the file stay those of its bytes.

    Args:
        location: The path of the content on disk.
        content: The content.
    """
    if encodings.is_plain(content):
        yield None
        return
    encoding = encodings.encoding_of(content)
    text = encodings.decoded(content)
    if text is None or encoding in (encodings.WESTERN, "latin_1"):
        yield None
        return
    folder, name = os.path.split(location)
    with tempfile.TemporaryDirectory(prefix="utf-8-", dir=folder or None) as directory:
        other = Path(directory, name)
        other.write_bytes(text.encode("utf-8", "surrogatepass"))
        yield str(other)
