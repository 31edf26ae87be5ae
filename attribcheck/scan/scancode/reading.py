"""What scancode reads of a file: its lines, other text, or the file in UTF-8."""

from __future__ import annotations

import contextlib
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
def as_text(location: str, content: bytes) -> Iterator[str | None]:
    """Yield the path of the file as scancode can read it; None when it reads it as it is.

    The file is scanned once more there, and the notices are those of that scan; the expression and
    the holders of the file stay those of its bytes. So is

    - **a file in UTF-8**, where scancode would read other letters: it reads bytes that are not
      UTF-8 as Latin-1, so names in EUC-KR or Shift-JIS, and nothing in UTF-16;
    - **a text that libmagic takes for an image or a sound**: a pixmap in C, a drawing in SVG under
      another name, a list of tracks. scancode 32.5 reads no text in these, but for ``*.svg``
      (``typecode.contenttype.Type.contains_text``), so this is the ending of the other name.

    Args:
        location: The path of the content on disk.
        content: The content.
    """
    other, folder, name = _in_utf8(content), Path(location).parent, Path(location).name
    if _is_taken_for_media(location, content):
        other, name = other or content, f"{name}.svg"
    if other is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="utf-8-", dir=folder) as directory:
        path = Path(directory, name)
        path.write_bytes(other)
        yield str(path)


def _in_utf8(content: bytes) -> bytes | None:
    if encodings.is_plain(content):
        return None
    encoding = encodings.encoding_of(content)
    text = encodings.decoded(content)
    if text is None or encoding in (encodings.WESTERN, "latin_1"):
        return None
    return text.encode("utf-8", "surrogatepass")


def _is_taken_for_media(location: str, content: bytes) -> bool:
    from typecode import get_type  # lazy: with the engine

    kind = get_type(location)
    return not kind.contains_text and kind.is_media and encodings.is_text(content)
