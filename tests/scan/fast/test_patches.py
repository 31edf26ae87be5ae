"""Every patch can be left out, alone and with all others, and no answer changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from support import patched
from support.checkout import ROOT

from attribcheck.scan import fast
from attribcheck.scan.fast.patches.registry import PATCHES

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="each scan is a fork"),
]

# Put together, so that this file has no such notice itself.
NOTICE = "Copy" + "right (c) 2019 Foo Corp. and contributors"
TAG = "SPDX-" + "License-Identifier: MIT"
MADE = {
    "blank.py": b" \n\t\n",
    "latin-1.c": f"/* {NOTICE}, J\xe9r\xf4me Dupont */\n// {TAG}\n".encode("latin-1"),
    "utf-16.txt": f"{NOTICE}\r\n{TAG}\r\n".encode("utf-16"),
    "carriage-returns.txt": f"first\r{NOTICE}\r{TAG}\r".encode(),
    "nul.dat": b"\x7fELF\x02\x01\x01" + b"\0" * 64 + NOTICE.encode() + b"\0\0\0\x01\x02",
    "app.min.js": f"/*! {NOTICE} */".encode() + b'var a=["x,y"];f(a,b);' * 400,
    "page.html": f"<html><body><p>&copy; 2020 <b>Foo Corp.</b></p><!-- {TAG} --></body>".encode(),
    "CREDITS": b"N: Linus Example\nE: linus@example.org\nD: everything\n\nN: Alan Example\n",
    "two.s": f"\t.globl main\n# {NOTICE}\n".encode() + b"\n" * 20 + f"# {TAG}\n".encode(),
}
LICENSES = "apache-2.0 bsd-new gpl-2.0 lgpl-2.1 mit mpl-2.0 openssl-ssleay python zlib".split()


def texts() -> dict[str, bytes]:
    """Return made and real texts: code, documents, licences as they are and with words missing."""
    spec = find_spec("licensedcode")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    found = dict(MADE)
    for path in [*sorted(package.glob("*.py"))[::3], *sorted((ROOT / "docs").glob("*.md"))[::3]]:
        found[path.name] = path.read_bytes()[:6000]
    for name in LICENSES:
        text = (package / "data" / "licenses" / f"{name}.LICENSE").read_text()
        words = text.split("\n---\n", 1)[1].split(" ")[:800]
        found[f"{name}.txt"] = " ".join(words).encode()
        kept = [word for at, word in enumerate(words) if at % 11 != 1]
        found[f"{name}-altered.c"] = f"/* {' '.join(kept)} */\nint x;\n".encode()
    return found


EVERY = [*(patch.name for patch in PATCHES), fast.ALIGNMENTS]


def test_no_answer_changes_without_a_patch(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, content in texts().items():
        (folder / name).write_bytes(content)
    rows = [[], EVERY, *([name] for name in EVERY)]
    command = [sys.executable, patched.__file__, str(data), str(folder)]
    done = subprocess.run(
        [*command, *map(json.dumps, rows)], stdout=subprocess.PIPE, text=True, check=True
    )
    expected, *others = map(json.loads, done.stdout.splitlines())
    assert len(expected) > 40
    assert sum("holders=('" in answer for answer in expected.values()) > 15
    for row, found in zip(rows[1:], others, strict=True):
        different = {name for name in expected if expected[name] != found[name]}
        assert different == set(), f"without {row}"
