"""Reads the file of a fingerprint as far as the standard library does: all but its arrays.

So a Git LFS pointer is compared with what fingerprints know without NumPy. docs/weights.md
describes the format.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from attribcheck.core.errors import AttribcheckError
from attribcheck.formats import bounded_json, safetensors_header

FORMAT = "attribcheck/weights-fingerprint/2"
_FAMILY = "attribcheck/weights-fingerprint/"
METADATA_KEY = "attribcheck.weights"
SUFFIX = ".fingerprint"
MAX_FILE = 512 * 2**20
NUMPY_TYPES = {"U8": "|u1", "I32": "<i4", "F16": "<f2"}
"""The types of a fingerprint's arrays, and what numpy calls them."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Settings(NamedTuple):
    """What two fingerprints must have in common to be compared.

    Attributes:
        seed: Of all signs and choices.
        rows: Units of a layer that are sketched, at most.
        bits: Signs kept of each; a multiple of 8.
    """

    seed: str = "attribcheck"
    rows: int = 512
    bits: int = 256


class Origin(NamedTuple):
    """The component whose weights they are, as its user says; empty where nobody said."""

    name: str = ""
    version: str = ""
    license: str = ""
    holders: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name and version."""
        return f"{self.name} {self.version}".strip()


class FileRecord(NamedTuple):
    """A file of the model: its base name, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


class TensorRecord(NamedTuple):
    """A tensor of the model: its name, type, shape and the SHA-256 of its bytes."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    sha256: str


class StoredArray(NamedTuple):
    """An array as it is stored: numpy's name of its type, its shape and its bytes."""

    dtype: str
    shape: tuple[int, ...]
    content: bytes


class Document(NamedTuple):
    """The file of a fingerprint, read and checked by its checksum.

    Attributes:
        name: Of the file or folder that it was made from.
        origin: See ``Origin``.
        settings: See ``Settings``.
        files: Every file of the model.
        tensors: Every tensor.
        matrices: Names of those that are weights of layers or embeddings.
        checksum: Of all of it.
        value: The complete JSON document.
        arrays: By name.
    """

    name: str
    origin: Origin
    settings: Settings
    files: tuple[FileRecord, ...]
    tensors: tuple[TensorRecord, ...]
    matrices: frozenset[str]
    checksum: str
    value: dict[str, Any]
    arrays: Mapping[str, StoredArray]


def read(stream: BinaryIO, shown: str) -> Document:
    """Return what a file holds.

    Args:
        stream: The file.
        shown: What messages call it, printable.

    Raises:
        AttribcheckError: it is no fingerprint, of another version, damaged or malformed.
    """
    header = safetensors_header.read(stream, shown)
    text = header.metadata.get(METADATA_KEY)
    if text is None:
        raise AttribcheckError(f"{shown} is no fingerprint of weights")
    value = bounded_json.parse(text.encode("utf-8", "surrogatepass"), shown)
    version = value.get("format") if isinstance(value, dict) else None
    if version != FORMAT:
        known = isinstance(version, str) and version.startswith(_FAMILY)
        raise AttribcheckError(
            f"{shown}: format {str(version)[:80]!a}; this attribcheck reads {FORMAT}",
            hint="make the fingerprint again, or use the attribcheck that made it"
            if known
            else None,
        )
    if sum(tensor.size for tensor in header.tensors) > MAX_FILE:
        raise AttribcheckError(f"{shown}: a fingerprint of more than {MAX_FILE} bytes is not read")
    arrays = {}
    for tensor in header.tensors:
        if tensor.dtype not in NUMPY_TYPES:
            raise AttribcheckError(f"{shown}: no fingerprint holds {tensor.dtype}")
        stream.seek(tensor.offset)
        content = stream.read(tensor.size)
        arrays[tensor.name] = StoredArray(NUMPY_TYPES[tensor.dtype], tensor.shape, content)
    stated = value.pop("checksum", None)
    if stated != checksum(value, arrays):
        raise AttribcheckError(
            f"{shown}: the checksum does not fit: the file was damaged or changed",
            hint="get it again, or make it again from the model",
        )
    try:
        return _checked(value, arrays, stated)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise malformed(shown, error) from error


def read_file(path: Path, shown: str) -> Document:
    """Return what the file at ``path`` holds; see ``read``.

    Raises:
        AttribcheckError: as for ``read``, or it can't be opened.
    """
    try:
        with path.open("rb") as stream:
            return read(stream, shown)
    except OSError as error:
        raise AttribcheckError(f"can't read {shown}: {error.strerror or error}") from error


def malformed(shown: str, error: Exception) -> AttribcheckError:
    """Return the error for a fingerprint whose parts disagree."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return AttribcheckError(f"{shown}: malformed fingerprint: {what[:160]}")


def checksum(value: Mapping[str, Any], arrays: Mapping[str, StoredArray]) -> str:
    """Return SHA-256 over the document without its checksum, then each array by name."""
    digest = hashlib.sha256()
    digest.update(json.dumps(value, sort_keys=True, separators=(",", ":")).encode())
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"\n{name} {array.dtype} {list(array.shape)}\n".encode())
        digest.update(array.content)
    return digest.hexdigest()


def _checked(value: dict[str, Any], arrays: Mapping[str, StoredArray], stated: str) -> Document:
    origin = value["origin"]
    return Document(
        text(value["name"]),
        Origin(
            text(origin["name"]),
            text(origin["version"]),
            text(origin["license"]),
            tuple(text(name) for name in origin["holders"]),
        ),
        _settings(value["settings"]),
        tuple(_file(entry) for entry in value["files"]),
        tuple(_tensor(entry) for entry in value["tensors"]),
        frozenset(text(name) for name in value["matrices"]),
        stated,
        value,
        arrays,
    )


def _settings(value: Mapping[str, Any]) -> Settings:
    settings = Settings(
        text(value["seed"]), integer(value["rows"], 1, 65_536), integer(value["bits"], 8, 4096)
    )
    if settings.bits % 8:
        raise ValueError("bits")
    return settings


def _file(entry: list[Any]) -> FileRecord:
    name, size, digest = entry
    return FileRecord(text(name), integer(size, 0, 2**63), _digest(digest))


def _tensor(entry: list[Any]) -> TensorRecord:
    name, dtype, shape, digest = entry
    sizes = tuple(integer(size, 0, 2**63) for size in shape)
    return TensorRecord(text(name), text(dtype), sizes, _digest(digest))


def _digest(value: object) -> str:
    digest = text(value)
    if not _SHA256.fullmatch(digest):
        raise ValueError("sha256")
    return digest


def text(value: object) -> str:
    """Return a text, or raise TypeError."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def integer(value: object, least: int, most: int) -> int:
    """Return a number within bounds, or raise ValueError."""
    if type(value) is not int or not least <= value <= most:
        raise ValueError("a number out of range")
    return value
