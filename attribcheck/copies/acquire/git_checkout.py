"""A git repository at a revision: a local one, a remote one by its URL, or one on GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from attribcheck.copies.acquire import purls
from attribcheck.copies.acquire.base import FILE_LIMIT, Acquired, bounded, checked, purl_type
from attribcheck.core.errors import UsageError
from attribcheck.core.model import BlobKind
from attribcheck.core.text import printable
from attribcheck.git import lfs, remote
from attribcheck.git.repository import Repository

_URL = re.compile(r"(?:git\+)?(?P<url>(?:https?|ssh|git|file)://\S+)")
_SCP = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:\S+")  # git@host:path
_REVISION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/+-]*")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_SHOWN = 12  # characters of a commit's id
_NAME = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*")


class _Place(NamedTuple):
    """A repository and a revision of it.

    Attributes:
        where: The path or URL.
        revision: A branch, tag or commit; HEAD by default.
        is_local: Whether it is a path.
        purl: Its package URL, when it was named by one.
    """

    where: str
    revision: str = "HEAD"
    is_local: bool = False
    purl: str = ""


class GitCheckout:
    """See ``base.Kind``."""

    name = "git repositories"
    example = (
        "https://HOST/NAME.git@REVISION, ./CHECKOUT@REVISION or pkg:github/OWNER/NAME@REVISION"
    )

    def accepts(self, spec: str) -> bool:
        """See ``base.Kind``."""
        if purl_type(spec):
            return purl_type(spec) == "github"
        return bool(_URL.fullmatch(spec) or _SCP.fullmatch(spec)) or _local(spec) is not None

    def acquire(self, spec: str, scratch: Path) -> Acquired:
        """See ``base.Kind``."""
        place = _place(spec)
        name = _name(place.where)
        if place.is_local:
            repo = Repository.discover(Path(place.where))
            name = repo.root.name
            commit = repo.resolve(place.revision)
            if commit is None:
                raise UsageError(
                    f"{printable(place.where)} has no revision {printable(place.revision)}"
                )
        else:
            repo, commit = remote.fetch(place.where, place.revision, scratch)
        named = place.revision != "HEAD" and not _COMMIT.fullmatch(place.revision)
        return Acquired(
            name=name,
            version=place.revision if named else commit[:_SHOWN],
            files=bounded(_files(repo, commit), spec),
            purl=place.purl,
            source=f"{f'repository {name}' if place.is_local else _shown(place.where)}"
            f" at {commit[:_SHOWN]}",
            place=repo.root if place.is_local else None,
        )


def _name(where: str) -> str:
    """Return the name of the repository at a URL."""
    return re.split(r"[/:]", where.rstrip("/"))[-1].removesuffix(".git")


def _local(spec: str) -> _Place | None:
    """Return the repository of ``PATH@REVISION``; a path without revision is a folder."""
    where, at, revision = spec.rpartition("@")
    if not at or not where or Path(spec).exists() or not Path(where).is_dir():
        return None
    return _Place(where, revision, is_local=True)


def _place(spec: str) -> _Place:
    if purl_type(spec) == "github":
        purl = purls.parse(spec)
        owner = checked(purl.namespace, _NAME, "owner", spec)
        name = checked(purl.name, _NAME, "name", spec)
        found = _Place(f"https://github.com/{owner}/{name}.git", purl.version, purl=purl.text)
    elif (local := _local(spec)) is not None:
        found = local
    else:
        match = _URL.fullmatch(spec)
        found = _remote(match["url"] if match else spec)
    checked(found.revision, _REVISION, "revision", spec)
    return found


def _remote(text: str) -> _Place:
    """Return the parts of ``URL@REVISION``; an ``@`` before the path names a user."""
    start = text.find("://") + 3 if "://" in text else 0
    path = text.find("/", start) if start else text.find(":")
    at = text.rfind("@")
    if 0 <= path < at:
        return _Place(text[:at], text[at + 1 :])
    return _Place(text)


def _shown(url: str) -> str:
    """Return a URL without a user and password; of a path of this machine its last part."""
    if url.startswith("file:"):
        return f"repository {_name(url)}"
    return re.sub(r"(?<=://)[^/@]*@", "", url)


def _files(repo: Repository, commit: str) -> Iterator[tuple[str, bytes]]:
    blobs = [one for one in repo.tree_entries(commit) if one.kind is BlobKind.FILE]
    for blob, content in zip(blobs, repo.read_blobs(one.oid for one in blobs), strict=True):
        if content is not None and len(content) <= FILE_LIMIT and not lfs.is_pointer(content):
            yield blob.path, content
