"""Reads and writes ``attribcheck.lock``: the recorded digests of components' files.

Format: JSON, written by ``attribcheck declare --record``. By component and path it has git's object
id, which a hook compares without reading a file, and the SHA-256 of the content, which is the same
in another repository, in Git LFS and outside of git. The digest of a component is the SHA-256 of
all its lines, which detects an edit by hand and a merge of two locks. It is no signature: whoever
can write the file can write the digest too.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from attribcheck.core.errors import PolicyError
from attribcheck.core.model import BlobKind
from attribcheck.core.text import printable

VERSION = 1
"""The version of the format that this attribcheck reads and writes."""

_OID = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_KINDS = {kind.value: kind for kind in BlobKind}


class LockedFile(NamedTuple):
    """One recorded file.

    Attributes:
        git: Its object id in git.
        sha256: The digest of its content, of a link's target, or of the object that an LFS pointer
            names; None for a submodule, whose content is in another repository.
        kind: File, symlink or submodule.
    """

    git: str
    sha256: str | None
    kind: BlobKind = BlobKind.FILE


LockedFiles = Mapping[str, LockedFile]
"""The files of one component by path."""


def digest(record: LockedFiles) -> str:
    """Return the SHA-256 of a component's files: of one line for each, by path."""
    lines = (
        f"{file.sha256 or '-'} {file.git} {file.kind.value} {path}\n"
        for path, file in sorted(record.items())
    )
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def render(records: Mapping[str, LockedFiles]) -> str:
    """Return the text of the lock: sorted, one line for each recorded file."""
    blocks = []
    for name, record in sorted(records.items()):
        lines = ",\n".join(
            f"        {json.dumps(path)}: {json.dumps(_entry(file))}"
            for path, file in sorted(record.items())
        )
        files = f"{{\n{lines}\n      }}" if lines else "{}"
        blocks.append(
            f'    {json.dumps(name)}: {{\n      "digest": "{digest(record)}",\n'
            f'      "files": {files}\n    }}'
        )
    body = ",\n".join(blocks)
    components = f"{{\n{body}\n  }}" if body else "{}"
    return f'{{\n  "version": {VERSION},\n  "components": {components}\n}}\n'


def parse(data: bytes, path: str) -> dict[str, LockedFiles]:
    """Return the recorded files in ``data`` by component name.

    Args:
        data: The bytes of an ``attribcheck.lock``.
        path: The name for messages.

    Raises:
        PolicyError: it is not a lock, of a newer version, or a digest does not match.
    """
    try:
        tree = json.loads(data.decode("utf-8"), object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise _error(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise _error(f"{path}: {printable(str(error))}") from error
    version = tree.get("version") if isinstance(tree, dict) else None
    if type(version) is not int or version < 1:
        raise _error(f"{path}: no version number")
    if version > VERSION:
        raise PolicyError(
            f"{path}: written for a newer attribcheck: version {version};"
            f" this one reads version {VERSION}",
            hint="upgrade: pip install -U attribcheck",
        )
    if tree.keys() != {"version", "components"} or not isinstance(tree["components"], dict):
        raise _error(f"{path}: expected the keys version and components, and no others")
    return {name: _record(name, value, path) for name, value in tree["components"].items()}


def _record(name: str, value: Any, path: str) -> LockedFiles:
    where = f'{path}: component "{printable(name)}"'
    if not isinstance(value, dict) or value.keys() != {"digest", "files"}:
        raise _error(f"{where}: expected the keys digest and files, and no others")
    if not isinstance(value["files"], dict):
        raise _error(f"{where}: files must be an object")
    record = {file: _file(where, file, entry) for file, entry in value["files"].items()}
    try:
        actual = digest(record)
    except UnicodeEncodeError as error:
        raise _error(f"{where}: a path holds characters that no file name can have") from error
    if value["digest"] != actual:
        raise _error(f"{where}: the digest does not match the files; was it edited or merged?")
    return record


def _file(where: str, path: str, entry: Any) -> LockedFile:
    where = f"{where}: {printable(path)}"
    parts = path.split("/")
    if "" in parts or {".", ".."} & set(parts) or "\0" in path:
        raise _error(f"{where} is not a path from the top of the repository")
    if not isinstance(entry, dict) or not entry.keys() <= {"git", "sha256", "kind"}:
        raise _error(f"{where}: expected the keys git, sha256 and perhaps kind, and no others")
    git, sha256, kind = entry.get("git"), entry.get("sha256"), entry.get("kind", "file")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise _error(f"{where}: unknown kind")
    if not isinstance(git, str) or not _OID.match(git):
        raise _error(f"{where}: git is not an object id")
    if _KINDS[kind] is BlobKind.SUBMODULE:
        if sha256 is not None:
            raise _error(f"{where}: a submodule can't have sha256")
    elif not isinstance(sha256, str) or not _SHA256.match(sha256):
        raise _error(f"{where}: sha256 is not a SHA-256 digest")
    return LockedFile(git, sha256, _KINDS[kind])


def _entry(file: LockedFile) -> dict[str, str]:
    entry = {"git": file.git}
    if file.sha256:
        entry["sha256"] = file.sha256
    if file.kind is not BlobKind.FILE:
        entry["kind"] = file.kind.value
    return entry


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; raise ValueError when it has a key twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _error(message: str) -> PolicyError:
    return PolicyError(
        message,
        hint="restore the file from git, or delete it and record each component again with"
        " `attribcheck declare NAME --record`",
    )
