"""``--fix``: what is put back into a file, byte for byte, and what is left to a person."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.checks import run, staged
from support.edits import RULE, Files, apply, begin, code, lost
from support.repo import Repo

from attribcheck.core.errors import AttribcheckError
from attribcheck.git.repository import Repository
from attribcheck.removals import restore

FOO = "third_party/foo/a.py"
SPDX = "# SPDX-License-Identifier: MIT\n"
FOREIGN = "# Copyright 2025 Foo Corp.\n"
HEADER = FOREIGN + SPDX
OURS = "# Copyright 2026 Haneul Labs\n"
CODE = code()


def mend(repo: Repo) -> list[tuple[str, str]]:
    """Put back what can be; return path and reason of what is left."""
    here = Repository.discover(repo.path)
    planned, left = restore.plan(run(repo, staged).findings, RULE, here)
    for one in planned:
        restore.write(one, here)
    return [(item.finding.subject, item.why) for item in left]


def stage(repo: Repo, old: Files, new: Files) -> None:
    begin(repo, old)
    apply(repo, new)


def read(repo: Repo, path: str = FOO) -> bytes:
    return (repo.path / path).read_bytes()


BANG = "#!/bin/foo\n"
CODING = "# -*- coding: utf-8 -*-\n"
REMARK = "# All of foo.\n"
BAR = "# Copyright 2024 Bar GmbH\n"
BACK: dict[str, tuple[str, str, str]] = {
    "a header on top": (HEADER + CODE, CODE, HEADER + CODE),
    "one line of it": (HEADER + CODE, SPDX + CODE, HEADER + CODE),
    "its last line": (HEADER + CODE, FOREIGN + CODE, HEADER + CODE),
    "above ours": (HEADER + CODE, OURS + SPDX + CODE, FOREIGN + OURS + SPDX + CODE),
    "after a shebang": (BANG + HEADER + CODE, BANG + CODE, BANG + HEADER + CODE),
    "after a shebang that is new": (HEADER + CODE, BANG + CODE, BANG + HEADER + CODE),
    "after shebang and encoding": (
        BANG + CODING + HEADER + CODE,
        BANG + CODING + CODE,
        BANG + CODING + HEADER + CODE,
    ),
    "after another comment": (REMARK + HEADER + CODE, REMARK + CODE, REMARK + HEADER + CODE),
    "with a comment that went as well": (
        REMARK + FOREIGN + SPDX + CODE,
        SPDX + CODE,
        REMARK + FOREIGN + SPDX + CODE,
    ),
    "with the line ends of the newer file": (
        HEADER + CODE,
        CODE.replace("\n", "\r\n"),
        (HEADER + CODE).replace("\n", "\r\n"),
    ),
    "behind a byte-order mark": (HEADER + CODE, "\ufeff" + CODE, "\ufeff" + HEADER + CODE),
    "that was behind a byte-order mark": ("\ufeff" + HEADER + CODE, CODE, HEADER + CODE),
    "and no line end at the end": (HEADER + CODE, CODE.rstrip(), HEADER + CODE.rstrip()),
    "two, around one that stayed": (
        FOREIGN + BAR + SPDX + CODE,
        BAR + CODE,
        FOREIGN + BAR + SPDX + CODE,
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), BACK.values(), ids=BACK)
def test_put_back(repo: Repo, old: str, new: str, expected: str) -> None:
    stage(repo, {FOO: old}, {FOO: new})

    assert mend(repo) == []
    assert read(repo) == expected.encode()
    repo.add()
    assert lost(run(repo, staged)) == ()


BLOCK = "/*\n * Copyright 2025 Foo Corp.\n * SPDX-License-Identifier: MIT\n */\n"
BLOCKS: dict[str, tuple[str, str]] = {
    "whole": (BLOCK, ""),
    "a line of it": (BLOCK, BLOCK.replace(" * Copyright 2025 Foo Corp.\n", "")),
    "beside ours": (BLOCK, BLOCK.replace("2025 Foo Corp.", "2026 Haneul Labs")),
    "in one line": ("/* Copyright 2025 Foo Corp. */\n", ""),
    "with slashes": ("// Copyright 2025 Foo Corp.\n", ""),
}


@pytest.mark.parametrize(("old", "new"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_comment_is_put_back(repo: Repo, old: str, new: str) -> None:
    path = "third_party/foo/a.c"
    stage(repo, {path: old + CODE}, {path: new + CODE})

    assert mend(repo) == []
    text = read(repo, path).decode()
    assert text.startswith(old.partition("Corp.")[0])
    assert text.count("/*") == text.count("*/") == old.count("/*")
    repo.add()
    assert lost(run(repo, staged)) == ()


def test_a_block_whose_delimiters_other_comments_have_too_is_put_back(repo: Repo) -> None:
    path, rest = "third_party/foo/a.c", CODE + "/*\n * About the rest.\n */\n"
    block = "/*\n *\n * Copyright 2025 Foo Corp.\n * SPDX-License-Identifier: MIT\n *\n */\n"
    stage(repo, {path: block + rest}, {path: rest})

    assert mend(repo) == []
    assert read(repo, path).decode() == block + rest


def test_a_renamed_file_gets_it_back_under_its_new_name(repo: Repo) -> None:
    stage(repo, {FOO: HEADER + CODE}, {FOO: None, "src/b.py": OURS + CODE})

    assert mend(repo) == []
    assert read(repo, "src/b.py") == (HEADER + OURS + CODE).encode()


def test_a_copy_gets_it_as_well(repo: Repo) -> None:
    stage(repo, {FOO: HEADER + CODE}, {"src/b.py": CODE})

    assert mend(repo) == []
    assert read(repo, "src/b.py") == (HEADER + CODE).encode()
    assert read(repo) == (HEADER + CODE).encode()


UNCERTAIN = "the place of the removed lines is not certain"
LEFT: dict[str, tuple[Files, Files, str]] = {
    "years": (
        {FOO: FOREIGN + CODE},
        {FOO: FOREIGN.replace("2025", "2026") + CODE},
        UNCERTAIN,
    ),
    "a licence file": (
        {"third_party/foo/LICENSE": FOREIGN[2:], FOO: CODE},
        {"third_party/foo/LICENSE": None},
        UNCERTAIN,
    ),
    "code that moved": (
        {FOO: FOREIGN + CODE},
        {FOO: FOREIGN + code(0, 20), "src/b.py": OURS + code(700, 60) + code(20, 20)},
        UNCERTAIN,
    ),
    "a notice between code": (
        {FOO: CODE + FOREIGN + code(50)},
        {FOO: CODE + code(50)},
        "it was not in the comments at the top",
    ),
    "a line below a comment that went elsewhere": (
        {FOO: REMARK + FOREIGN + CODE},
        {FOO: CODE + REMARK},
        "the comment that held it is not there",
    ),
    "a line of a block that went elsewhere": (
        {"third_party/foo/a.c": f"/*\n * All of foo.\n * Copyright 2025 Foo Corp.\n */\n{CODE}"},
        {"third_party/foo/a.c": f"{CODE}/*\n * All of foo.\n */\n"},
        "the comment that held it is not there",
    ),
    "a line of a block that is one no more": (
        {"third_party/foo/a.c": f"/*\n * Copyright 2025 Foo Corp.\n * All of foo.\n */\n{CODE}"},
        {"third_party/foo/a.c": f"{CODE}/*\n * All of foo.\n */\n"},
        "the comment that held it is not there",
    ),
    "a file of another kind": (
        {FOO: FOREIGN + CODE},
        {FOO: None, "third_party/foo/a.js": CODE},
        "its file type is not that of the older file",
    ),
    "a file in no encoding": (
        {FOO: FOREIGN + CODE},
        {FOO: CODE.encode() + b"# \xe9\x01\n"},
        "its encoding is not recognised",
    ),
}


@pytest.mark.parametrize(("old", "new", "why"), LEFT.values(), ids=LEFT)
def test_left_to_a_person(repo: Repo, old: Files, new: Files, why: str) -> None:
    stage(repo, old, new)
    before = {path: read(repo, path) for path, text in new.items() if text is not None}

    left = mend(repo)

    assert {reason for _, reason in left} == {why}
    assert {path: read(repo, path) for path in before} == before


def test_a_file_with_changes_that_are_not_staged_is_left(repo: Repo) -> None:
    stage(repo, {FOO: FOREIGN + CODE}, {FOO: CODE})
    repo.write(FOO, CODE + "more = 1\n")

    assert mend(repo) == [("Foo Corp.", "the file has changes that are not staged")]
    assert read(repo) == (CODE + "more = 1\n").encode()


def read_only(file: Path) -> None:
    file.chmod(0o444)


def linked(file: Path) -> None:
    other = file.with_name("other.py")
    file.rename(other)
    file.symlink_to(other.name)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (read_only, "it is read-only"),
        (linked, "the file has changes that are not staged"),
        (Path.unlink, "the file has changes that are not staged"),
    ],
    ids=["read-only", "a link in its place", "deleted"],
)
def test_a_file_that_must_not_be_written_is_left(
    repo: Repo, change: Callable[[Path], None], why: str
) -> None:
    stage(repo, {FOO: FOREIGN + CODE}, {FOO: CODE})
    change(repo.path / FOO)

    assert mend(repo) == [("Foo Corp.", why)]


def test_its_mode_is_kept_and_nothing_else_is_touched(repo: Repo) -> None:
    begin(repo, {FOO: FOREIGN + CODE, "src/b.py": FOREIGN + code(500)})
    (repo.path / FOO).chmod(0o755)
    apply(repo, {FOO: CODE})
    index = repo.git("ls-files", "--stage")

    mend(repo)

    assert (repo.path / FOO).stat().st_mode & 0o777 == 0o755
    assert read(repo, "src/b.py") == (FOREIGN + code(500)).encode()
    assert repo.git("ls-files", "--stage") == index
    assert repo.git("status", "--porcelain") == f"MM {FOO}"


def test_a_disk_that_is_full_leaves_the_file_as_it_is(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage(repo, {FOO: FOREIGN + CODE}, {FOO: CODE})

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AttribcheckError, match="No space left on device"):
        mend(repo)

    assert read(repo) == CODE.encode()
    assert repo.git("status", "--porcelain") == f"M  {FOO}"


def test_the_change_is_a_diff_that_shows_no_control_character(repo: Repo) -> None:
    name = "third_party/foo/\x1b[2J.py"
    stage(repo, {name: FOREIGN + CODE}, {name: CODE})

    planned, _ = restore.plan(run(repo, staged).findings, RULE, Repository.discover(repo.path))

    first, second, *rest = planned[0].diff()
    assert (first, second) == (
        "--- a/third_party/foo/\\x1b[2J.py",
        "+++ b/third_party/foo/\\x1b[2J.py",
    )
    assert f"+{FOREIGN.rstrip()}" in rest
