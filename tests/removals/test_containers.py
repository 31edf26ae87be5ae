"""Notices that a change took from files in archives and from the metadata of images."""

from __future__ import annotations

import zlib

import pytest
from support.containers import PNG, chunk, gzipped, tarred
from support.edits import Edit, code, committed_outcome, lost, staged_outcome
from support.repo import Repo

from attribcheck.check.result import CheckResult

TAR = "third_party/foo/a.tar"
LOGO = "third_party/foo/logo.png"
HEADER = b"# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n\n"
CODE = code().encode()


def tar(files: dict[str, bytes]) -> bytes:
    """A tar archive that is not compressed: it has the lines of its files."""
    return tarred(files, lambda content: content)


def logo(**fields: str) -> bytes:
    """An image of one pixel with text chunks."""
    texts = b"".join(
        chunk(b"tEXt", f"{key}\0{value}".encode("latin-1")) for key, value in fields.items()
    )
    head = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return PNG + head + texts + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def xmp(statement: str) -> bytes:
    """The same image with a statement in XMP."""
    rights = f'<rdf:li xml:lang="x-default">{statement}</rdf:li>'
    packet = f"<x:xmpmeta><dc:rights><rdf:Alt>{rights}</rdf:Alt></dc:rights></x:xmpmeta>"
    data = b"XML:com.adobe.xmp\0\0\0\0\0" + packet.encode()
    head, end = logo().split(b"\0\0\0\0IEND")
    return head + chunk(b"iTXt", data) + b"\0\0\0\0IEND" + end


FOO, MIT = (1, "Foo Corp."), (1, "MIT")
STATED = "Copyright 2025 Foo Corp."
OLD = {TAR: tar({"a.py": HEADER + CODE})}
ROWS = [
    Edit(
        "a tar archive unpacked without the header",
        OLD,
        {TAR: None, "third_party/foo/a.py": CODE},
        tuple(("third_party/foo/a.py", *item) for item in (FOO, MIT)),
    ),
    Edit(
        "a tar archive unpacked with the header",
        OLD,
        {TAR: None, "third_party/foo/a.py": HEADER + CODE},
    ),
    Edit(
        "a file packed without its header",
        {"third_party/foo/a.py": HEADER + CODE},
        {"third_party/foo/a.py": None, TAR: tar({"a.py": CODE})},
        tuple((f"{TAR}!/a.py", *item) for item in (FOO, MIT)),
    ),
    Edit(
        "a file moved within a tar archive without its header",
        OLD,
        {TAR: tar({"new/b.py": CODE})},
        tuple((f"{TAR}!/new/b.py", *item) for item in (FOO, MIT)),
    ),
    Edit(
        "a file moved within a tar archive with its header",
        OLD,
        {TAR: tar({"new/b.py": HEADER + CODE})},
    ),
    Edit(
        "a tar archive compressed, the header left out",
        OLD,
        {TAR: None, f"{TAR}.gz": gzipped(tar({"b.py": CODE}))},
        tuple((f"{TAR}.gz!/b.py", *item) for item in (FOO, MIT)),
    ),
    Edit(
        "all metadata of an image removed",
        {LOGO: logo(Copyright=STATED)},
        {LOGO: logo()},
        ((f"{LOGO}!/text", 0, "Foo Corp."),),
    ),
    Edit(
        "all metadata of an image with a description removed",
        {LOGO: logo(Copyright=STATED, Description="Two foos below a tree")},
        {LOGO: logo()},
        ((f"{LOGO}!/text", 0, "Foo Corp."),),
    ),
    Edit(
        "all metadata of an image in an archive removed",
        {TAR: tar({"logo.png": logo(Copyright=STATED)})},
        {TAR: tar({"logo.png": logo()})},
        ((f"{TAR}!/logo.png!/text", 0, "Foo Corp."),),
    ),
    Edit(
        "one field of an image removed",
        {LOGO: logo(Copyright=STATED, Author="Foo")},
        {LOGO: logo(Author="Foo")},
        ((f"{LOGO}!/text", 1, "Foo Corp."),),
    ),
    Edit(
        "metadata of an image in another form",
        {LOGO: logo(Copyright=STATED)},
        {LOGO: xmp(STATED)},
    ),
    Edit("an image removed", {LOGO: logo(Copyright=STATED)}, {LOGO: None}),
    Edit(
        "an image removed from an archive",
        {TAR: tar({"logo.png": logo(Copyright=STATED), "a.py": HEADER + CODE})},
        {TAR: tar({"a.py": HEADER + CODE})},
    ),
    Edit(
        "an image without a notice loses its metadata",
        {LOGO: logo(Author="Foo")},
        {LOGO: logo()},
    ),
    Edit(
        "our own metadata removed",
        {LOGO: logo(Copyright="Copyright 2025 Haneul Labs")},
        {LOGO: logo()},
    ),
]


def lost_in_members(outcome: CheckResult) -> tuple[tuple[str, int, str], ...]:
    """What was lost, without what the engine of lines reads in the containers themselves."""
    return tuple(item for item in lost(outcome) if item[0] not in (TAR, LOGO, f"{TAR}!/logo.png"))


every_row = pytest.mark.parametrize("edit", ROWS, ids=lambda edit: edit.name)


@every_row
def test_as_it_is_staged(repo: Repo, edit: Edit) -> None:
    assert lost_in_members(staged_outcome(repo, edit.old, edit.new)) == edit.lost


@every_row
def test_as_a_commit(repo: Repo, edit: Edit) -> None:
    assert lost_in_members(committed_outcome(repo, edit.old, edit.new)) == edit.lost
