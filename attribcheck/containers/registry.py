"""Lists the kinds of files that hold other files or texts, by the ending of their names.

One line a kind; ``docs/scripts-and-files.md`` is generated from it. ``check.pipeline`` has the
endings once more, so that a commit without such a file does not import this list.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

from attribcheck.core.model import MEMBER


class Group(enum.Enum):
    """The policy's key in ``[scan]`` that decides about a kind."""

    ARCHIVES = "archives"
    MEDIA = "media"


class Kind(NamedTuple):
    """A kind of files.

    Attributes:
        label: What a finding calls it.
        group: See ``Group``.
        module: Its reader in this folder; None when there is none, so that a finding names it.
        endings: The endings of file names, without the first dot.
        read: What is read of it.
        needs: The extra without which a part of it is not read; "" when none is needed.
    """

    label: str
    group: Group
    module: str | None
    endings: tuple[str, ...]
    read: str
    needs: str = ""


_A, _M = Group.ARCHIVES, Group.MEDIA
MEDIA_EXTRA = "media"


class _Row(NamedTuple):
    """A row of the table: a ``Kind`` with its endings in one string."""

    label: str
    group: Group
    module: str | None
    endings: str
    read: str
    needs: str = ""


KINDS = tuple(
    Kind(row.label, row.group, row.module, tuple(row.endings.split()), row.read, row.needs)
    for row in (
        _Row(
            "tar archive",
            _A,
            "tars",
            "tar.gz tgz tar.bz2 tbz tbz2 tar.xz txz tar crate gem",
            "every file",
        ),
        _Row(
            "zip archive",
            _A,
            "zips",
            "zip jar war ear aar apk whl egg nupkg vsix xpi crx epub pyz cbz ipa kmz xapk",
            "every file",
        ),
        _Row("compressed file", _A, "compressed", "gz bz2 xz svgz", "the file in it"),
        _Row("7z archive", _A, None, "7z", ""),
        _Row("RAR archive", _A, None, "rar cbr", ""),
        _Row("Zstandard file", _A, None, "zst tzst zstd", ""),
        _Row("compressed file", _A, None, "lz lz4 lzma br z", ""),
        _Row("package", _A, None, "deb rpm pkg msi cab snap flatpak appimage", ""),
        _Row("disk image", _A, None, "iso dmg img vhd vmdk qcow2 squashfs", ""),
        _Row(
            "office document",
            _M,
            "office",
            "docx docm dotx xlsx xlsm pptx pptm odt ott ods odp odg",
            "its text, notes and properties",
        ),
        _Row("old office document", _M, None, "doc xls ppt", ""),
        _Row("web font", _M, "fonts", "woff woff2", "its name table and metadata", MEDIA_EXTRA),
        _Row("font", _M, "fonts", "ttf otf ttc otc", "its name table", MEDIA_EXTRA),
        _Row("PNG image", _M, "images", "png apng", "its text chunks, XMP and EXIF", MEDIA_EXTRA),
        _Row(
            "JPEG image",
            _M,
            "images",
            "jpg jpeg jpe jfif",
            "its comments, XMP and EXIF",
            MEDIA_EXTRA,
        ),
        _Row(
            "image", _M, "images", "gif webp tif tiff bmp ico tga jp2", "its metadata", MEDIA_EXTRA
        ),
        _Row("image", _M, "images", "psd avif heic heif", "its XMP"),
        _Row(
            "audio or video file",
            _M,
            None,
            "mp3 m4a aac ogg oga opus flac wma mp4 m4v mov avi mkv webm",
            "",
        ),
    )
)
"""The kinds; of two endings that match a name the longer one counts."""

BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
"""The kinds by ending."""


def kind_of(name: str) -> Kind | None:
    """Return the kind of a file by its name, or None.

    Args:
        name: Its path or file name.
    """
    parts = name.rpartition("/")[2].lower().split(".")
    if len(parts) > 2 and (kind := BY_ENDING.get(".".join(parts[-2:]))):
        return kind
    return BY_ENDING.get(parts[-1]) if len(parts) > 1 else None


def is_metadata(path: str) -> bool:
    """Whether a file in a container is metadata of an image or a font, which is no text itself.

    Args:
        path: Its path with that of the container: ``logo.png!/EXIF``.
    """
    holder, _, inner = path.rpartition(MEMBER)
    kind = kind_of(holder) if inner else None
    return kind is not None and kind.module in ("images", "fonts")
