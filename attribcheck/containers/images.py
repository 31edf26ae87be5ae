"""Reads the notices in images: text chunks, comments, XMP and EXIF. No pixel is decoded.

Format: PNG (https://www.w3.org/TR/png-3/), JPEG (ITU T.81, markers), XMP (ISO 16684-1), EXIF (CIPA
DC-008). Pillow reads EXIF, and the metadata of other formats (extra ``media``); the chunks of a PNG
and the segments of a JPEG are walked here, because Pillow reads those behind the pixels only with
them.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator

from attribcheck.containers import markup
from attribcheck.containers.base import MIB, Budget, Member, without_extra

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_MOST = MIB  # bytes of one text
_MOST_PARTS = 10_000  # chunks or segments
_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_TAGS = {  # of EXIF: those that can hold a notice
    0x010E: "ImageDescription",
    0x013B: "Artist",
    0x8298: "Copyright",
    0x9286: "UserComment",
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
    0x9C9D: "XPAuthor",
}
# The brackets around one letter keep the engine from finding notices in this file.
_STATED = re.compile(r"copyrigh[t]|\([c]\)|[©]|licen[cs]e", re.IGNORECASE)
_FIELD = re.compile(r"copyright|rights|licen[cs]e", re.IGNORECASE)


def members(content: bytes, name: str, budget: Budget) -> Iterator[Member]:
    """See ``base.Reader``."""
    texts: dict[str, list[str]] = {}
    exif: list[bytes] = []
    if content.startswith(_PNG):
        _walk_png(content, texts, exif)
    elif content.startswith(_JPEG):
        _walk_jpeg(content, texts, exif)
    elif _may_hold_metadata(content):
        _ask_pillow(content, texts, budget)
    for data in exif:
        _read_exif(data, texts, budget)
    for packet in markup.packets(content):
        texts.setdefault("XMP", []).append(packet)
    for path, parts in texts.items():
        data = "\n".join(dict.fromkeys(parts)).encode("utf-8", "replace")
        if data.strip() and budget.takes(data, len(data)):
            yield Member(path, data.rstrip() + b"\n")


def paths(content: bytes, name: str) -> list[str]:
    """See ``base.Reader``."""
    return [member.path for member in members(content, name, Budget())]


def _line(field: str, value: str) -> str:
    """Return a field as a line; a field of rights is named unless its text is a statement."""
    value = " ".join(value.replace("\0", " ").split())
    return (
        f"{field}: {value}"
        if value and _FIELD.search(field) and not _STATED.search(value)
        else value
    )


def _walk_png(content: bytes, texts: dict[str, list[str]], exif: list[bytes]) -> None:
    at = len(_PNG)
    for _ in range(_MOST_PARTS):
        if at + 12 > len(content):
            return
        (size,) = struct.unpack_from(">L", content, at)
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        at += 12 + size
        if kind == b"eXIf":
            exif.append(data)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            keyword, _, rest = data.partition(b"\0")
            text = _png_text(kind, rest)
            field = keyword.decode("latin-1")
            if field == "XML:com.adobe.xmp":
                texts.setdefault("XMP", []).append(markup.text_of(text))
            elif not field.startswith("Raw profile"):
                texts.setdefault("text", []).append(_line(field, text))
        elif kind == b"IEND":
            return


def _png_text(kind: bytes, rest: bytes) -> str:
    """Return the text of a chunk; what is behind its keyword depends on the kind."""
    if kind == b"tEXt":
        return rest[:_MOST].decode("latin-1")
    if kind == b"zTXt":
        return _inflated(rest[1:]).decode("latin-1")
    packed, rest = rest[:1] == b"\1", rest[2:]
    text = rest.split(b"\0", 2)[-1]
    return (_inflated(text) if packed else text[:_MOST]).decode("utf-8", "replace")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST)
    except zlib.error:
        return b""


def _walk_jpeg(content: bytes, texts: dict[str, list[str]], exif: list[bytes]) -> None:
    at = 2
    for _ in range(_MOST_PARTS):
        if content[at : at + 1] != b"\xff" or at + 4 > len(content):
            return
        marker = content[at + 1]
        if marker in (0xDA, 0xD9):  # the pixels, the end
            return
        (size,) = struct.unpack_from(">H", content, at + 2)
        data = content[at + 4 : at + 2 + size]
        if marker == 0xFE:
            texts.setdefault("comment", []).append(_line("", data.decode("utf-8", "replace")))
        elif marker == 0xE1 and data.startswith(_EXIF):
            exif.append(data)
        elif marker == 0xED:
            _read_iptc(data, texts)
        at += 2 + max(size, 2)


def _read_iptc(data: bytes, texts: dict[str, list[str]]) -> None:
    r"""Read the copyright notice (2:116) of an IPTC block; format: IIM 4.2, "\x1c\x02" DATASET."""
    for match in re.finditer(rb"\x1c\x02\x74(..)", data, re.DOTALL):
        size = int.from_bytes(match[1], "big")
        text = data[match.end() : match.end() + size].decode("utf-8", "replace")
        texts.setdefault("IPTC", []).append(_line("Copyright", text))


def _read_exif(data: bytes, texts: dict[str, list[str]], budget: Budget) -> None:
    try:
        from PIL import Image  # lazy: images with EXIF only
    except ImportError:
        budget.leave_out(*without_extra("its EXIF is read with Pillow"))
        return
    exif = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif.load(data)
            values = {**exif, **exif.get_ifd(0x8769)}
    except Exception as error:  # noqa: BLE001 - what it raises for a damaged block is not fixed
        budget.leave_out(f"its EXIF can't be read ({type(error).__name__})")
        return
    _add_tags(values, texts)


def _add_tags(values: dict[int, object], texts: dict[str, list[str]]) -> None:
    for tag, field in _TAGS.items():
        value = values.get(tag)
        if isinstance(value, tuple):
            value = bytes(one for one in value if isinstance(one, int) and 0 <= one < 256)
        if isinstance(value, bytes):
            if tag == 0x9286:
                value = value[8:]  # behind the name of its encoding
            encoding = "utf-16-le" if tag >= 0x9C9B else "utf-8"
            value = value.decode(encoding, "replace")
        if isinstance(value, str) and value.strip("\0 "):
            texts.setdefault("EXIF", []).append(_line(field, value[:_MOST]))


def _may_hold_metadata(content: bytes) -> bool:
    """Whether an image of another format can have metadata besides XMP: cheap, before Pillow."""
    if content.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return True
    if content.startswith(b"GIF8"):
        return b"\x21\xfe" in content
    return content.startswith(b"RIFF") and b"EXIF" in content


def _ask_pillow(content: bytes, texts: dict[str, list[str]], budget: Budget) -> None:
    """Read the metadata of a GIF, WebP or TIFF image."""
    try:
        from PIL import Image  # lazy: such images only
    except ImportError:
        budget.leave_out(*without_extra("its metadata is read with Pillow"))
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=("GIF", "WEBP", "TIFF")) as image:
                comment = image.info.get("comment", b"")
                exif = image.getexif()
                values = {**exif, **exif.get_ifd(0x8769)}
    except Exception as error:  # noqa: BLE001 - what it raises for a damaged image is not fixed
        budget.leave_out(f"its metadata can't be read ({type(error).__name__})")
        return
    if isinstance(comment, bytes):
        comment = comment.decode("utf-8", "replace")
    if comment.strip("\0 "):
        texts.setdefault("comment", []).append(_line("", comment[:_MOST]))
    _add_tags(values, texts)
