"""Reads legal texts and digests from a snapshot, for documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attribcheck.classify.coverage import Coverage
from attribcheck.core.errors import AttribcheckError
from attribcheck.core.model import Blob, BlobKind
from attribcheck.core.text import printable
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component, Policy

if TYPE_CHECKING:
    from attribcheck.core.contents import Contents
    from attribcheck.documents.inventory import Digests


def legal_paths(component: Component, coverage: Coverage) -> tuple[str, ...]:
    """Return the paths of the legal files that came with a component, its ``notice-file`` first.

    Those at the top of the repository are the project's own.
    """
    own = (path for path in coverage.legal_of(component) if not legal_files.is_of_project(path))
    named = (component.notice_file,) if component.notice_file else ()
    return tuple(dict.fromkeys((*named, *own)))


def read_texts(source: Contents, policy: Policy, paths: Iterable[str]) -> dict[str, str]:
    r"""Return the text of each of ``paths``, with ``\n`` as its only line end.

    A ``notice-file`` has to be UTF-8, since it is carried verbatim. Others are decoded from the
    encoding that is recognised, or else as Latin-1, as scancode does.

    Raises:
        AttribcheckError: a file is missing, can't be read, or is a ``notice-file`` not in UTF-8.
        GitError: git stopped early.
    """
    listing = source.listing()
    named = {c.notice_file: c for c in policy.components if c.notice_file}
    paths = sorted(set(paths))
    for path in paths:
        if path not in listing:
            component = named[path]
            raise AttribcheckError(
                f'notice-file of component "{component.name}" does not exist: {path}',
                hint=f"{policy.display_path}:{component.lines.of('notice-file')} names it",
            )
    found = {}
    for blob, content in source.read([listing[path] for path in paths]):
        if content is None:
            raise AttribcheckError(f"{printable(blob.path)} could not be read")
        found[blob.path] = decoded(content, blob.path, strict=blob.path in named)
    return found


def read_digests(source: Contents, blobs: Iterable[Blob]) -> dict[str, Digests]:
    """Return the digests of each of ``blobs`` by path.

    Links, submodules and LFS pointers whose object was not fetched have none: the digest of a
    pointer would be mistaken for that of its object.

    Raises:
        AttribcheckError: a file can't be read.
        GitError: git stopped early.
    """
    # lazy: not needed for NOTICE
    from attribcheck.documents.inventory import Digests
    from attribcheck.git import lfs

    found = {}
    for blob, content in source.read([one for one in blobs if one.kind is BlobKind.FILE]):
        if content is None:
            raise AttribcheckError(f"{printable(blob.path)} could not be read")
        if not lfs.is_pointer(content):
            sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
            found[blob.path] = Digests(sha1, hashlib.sha256(content).hexdigest())
    return found


def decoded(data: bytes, path: str, *, strict: bool = True) -> str:
    r"""Return ``data`` as text with ``\n`` as its only line end.

    Args:
        data: The content of a file.
        path: Its path, for the message.
        strict: Whether to refuse content that is not UTF-8, instead of recognising its encoding.

    Raises:
        AttribcheckError: ``strict``, and it is not UTF-8.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if strict:
            raise AttribcheckError(
                f"{printable(path)} is not UTF-8 (byte {error.start + 1})",
                hint="convert it to UTF-8, or do not use it",
            ) from error
        from attribcheck.scan import encodings  # lazy: few files

        text = encodings.decoded(data) or data.decode("latin-1")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
