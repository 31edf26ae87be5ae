"""Archives, fonts and images with notices, made in memory."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

LICENSE = b"Copyright 2024 Foo Corp.\nSPDX-License-Identifier: MIT\n"
PNG = b"\x89PNG\r\n\x1a\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def gzipped(content: bytes) -> bytes:
    """Return ``content`` as a gzip file without a date, so that names of tests stay the same."""
    return gzip.compress(content, mtime=0)


def tarred(files: Mapping[str, bytes], pack: Callable[[bytes], bytes] = gzipped) -> bytes:
    """Return a tar archive."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for path, content in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return pack(file.getvalue())


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG image."""
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def font(flavor: str | None, holder: str = "Foo Foundry") -> bytes:
    """Return a font of one glyph; ``flavor`` is None for TrueType, ``woff`` or ``woff2``."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.sfnt import WOFFFlavorData

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupGlyf(dict.fromkeys((".notdef", "A"), TTGlyphPen(None).glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "A"), (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {
            "familyName": "Foo",
            "styleName": "Regular",
            "copyright": f"Copyright 2024 {holder}",
            "licenseDescription": "SPDX-License-Identifier: OFL-1.1",
        }
    )
    builder.font.recalcTimestamp = False
    builder.updateHead(created=0, modified=0)
    builder.setupOS2()
    builder.setupPost()
    if flavor:
        data = WOFFFlavorData()
        data.majorVersion = data.minorVersion = 1
        data.metaData = b"<metadata><copyright><text>Copyright 2023 Bar Foundry</text></copyright>"
        builder.font.flavorData = data
        builder.font.flavor = flavor
    file = io.BytesIO()
    builder.font.save(file)
    return file.getvalue()


def collection(*fonts: bytes) -> bytes:
    """Return a collection of TrueType fonts."""
    from fontTools.ttLib import TTCollection, TTFont

    made = TTCollection()
    made.fonts = [TTFont(io.BytesIO(one)) for one in fonts]
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def image(kind: str, **options: object) -> bytes:
    """Return an image of one pixel with EXIF, as Pillow writes it."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x8298] = "Copyright 2022 Foo Photos"
    file = io.BytesIO()
    Image.new("RGB", (1, 1)).save(file, kind, exif=exif, **options)
    return file.getvalue()
