from __future__ import annotations

import hashlib

import pytest
from support.lfs import OBJECT, pointer, store
from support.repo import Repo

from attribcheck.git import lfs
from attribcheck.git.repository import Repository


def test_a_pointer_is_told_from_content() -> None:
    assert lfs.is_pointer(pointer())


def test_a_pointer_may_name_extensions() -> None:
    assert lfs.is_pointer(pointer(extra=f"ext-0-foo sha256:{'a' * 64}\n"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"version https://git-lfs.github.com/spec/v1\n",
        pointer().replace(b"spec/v1", b"spec/v2"),
        pointer().replace(b"sha256:", b"md5:"),
        pointer() + b"Copyright 2025 Foo Corp.\n",
        pointer(extra="# Copyright 2025 Foo Corp.\n"),
        b"\n" + pointer(),
        pointer(extra=f"ext-0-foo sha256:{'a' * 64}\n" * 20),
    ],
    ids=["empty", "cut", "version", "hash", "text-after", "text-between", "text-before", "large"],
)
def test_what_only_resembles_a_pointer_is_content(content: bytes) -> None:
    assert not lfs.is_pointer(content)


def test_a_stored_object_is_found(repo: Repo) -> None:
    store(repo, OBJECT)

    assert lfs.resolve(Repository.discover(repo.path), pointer()) == OBJECT


def test_an_object_that_is_not_stored_is_none(repo: Repo) -> None:
    assert lfs.resolve(Repository.discover(repo.path), pointer()) is None


def test_content_resolves_to_none(repo: Repo) -> None:
    assert lfs.resolve(Repository.discover(repo.path), OBJECT) is None


def test_an_object_of_another_size_is_none(repo: Repo) -> None:
    store(repo, OBJECT)

    assert lfs.resolve(Repository.discover(repo.path), pointer(size=len(OBJECT) + 1)) is None


def test_an_object_with_another_hash_is_none(repo: Repo) -> None:
    store(repo, OBJECT.upper(), hashlib.sha256(OBJECT).hexdigest())

    assert lfs.resolve(Repository.discover(repo.path), pointer()) is None


def test_a_linked_work_tree_shares_the_objects(repo: Repo) -> None:
    repo.commit()
    store(repo, OBJECT)
    linked = repo.worktree(repo.path.parent / "linked")

    assert lfs.resolve(Repository.discover(linked.path), pointer()) == OBJECT
