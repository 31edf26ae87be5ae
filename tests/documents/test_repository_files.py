"""What documents take from a snapshot besides the scan."""

from __future__ import annotations

import hashlib

from support.lfs import pointer
from support.repo import Repo

from attribcheck.documents import repository_files
from attribcheck.documents.inventory import Digests
from attribcheck.git.repository import Repository
from attribcheck.sources.work_tree import TreeSource


def digests(repo: Repo) -> dict[str, Digests]:
    source = TreeSource(Repository.discover(repo.path))
    return repository_files.read_digests(source, source.listing().values())


def of(data: bytes) -> Digests:
    return Digests(hashlib.sha1(data).hexdigest(), hashlib.sha256(data).hexdigest())


def test_the_digests_are_those_of_what_git_stores(repo: Repo) -> None:
    """The same commit gives the same digests on a machine whose checkouts have other line ends."""
    repo.stage(".gitattributes", "*.txt text eol=crlf\n")
    repo.stage("a.txt", "one\r\ntwo\r\n")
    assert digests(repo)["a.txt"] == of(b"one\ntwo\n")


def test_what_has_no_content_here_has_no_digests(repo: Repo) -> None:
    repo.link("link", "a.txt")
    repo.write("weights.bin", pointer(b"not fetched"))
    repo.write("empty", b"")
    repo.add()
    assert digests(repo) == {"empty": of(b"")}
