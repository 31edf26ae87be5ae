"""Project Haneul: what is its own, what is of Foo Corp., and how its policy says so.

The same few texts everywhere, under the same names: each is scanned once in a run of the tests.
"""

from __future__ import annotations

from pathlib import Path

from support.repo import Repo

OWN = "# Copyright 2026 Haneul Labs\n# SPDX-License-Identifier: Apache-2.0\n"
"""A file of the project's own."""

FOREIGN = "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n"
"""A file of somebody else's."""

SILENT = "ROUTES = {}\n"
"""A file without a notice."""

MIT = """The MIT License

Copyright (c) 2025 Foo Corp.

Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
"""The LICENSE of somebody else's code."""

POLICY = """\
version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["Haneul Labs"]
"""

COMPONENT = """
[[component]]
name = "foo"
license = "MIT"
holders = ["Foo Corp."]
paths = ["third_party/foo/**"]
"""


def haneul(path: Path) -> Repo:
    """Return a repository whose one commit holds the policy and ``src/app.py``, its own."""
    repo = Repo(path)
    repo.commit_files({"attribcheck.toml": POLICY, "src/app.py": OWN}, "Begin Haneul")
    return repo
