"""Notices taken away from real texts, as scancode reads them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.command import attribcheck
from support.edits import code
from support.haneul import COMPONENT, MIT, POLICY
from support.packages import fetch
from support.repo import Repo

pytestmark = pytest.mark.engine

FOO = "third_party/foo/router.py"
APACHE = """\
# coding=utf-8
# Copyright 2025 The Foo Inc. team and Bar Inc. team. All rights reserved.
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#     http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.
"""
REFLOWED = """\
/* Copyright © 2025 The Foo Inc. team and Bar Inc. team. All rights reserved.
   Licensed under the Apache License, Version 2.0 (the "License"); you may not use this
   file except in compliance with the License. You may obtain a copy of the License at
   http://www.apache.org/licenses/LICENSE-2.0 Unless required by applicable law or
   agreed to in writing, software distributed under the License is distributed on an
   "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or
   implied. See the License for the specific language governing permissions and
   limitations under the License. */
"""
CODE = code()


def removed_in(repo: Repo, *options: str) -> list[dict[str, Any]]:
    """Return what a check finds to be removed."""
    done = attribcheck(repo, "check", *options, "--format", "json")
    assert done.err == ""
    found = json.loads(done.out)["findings"]
    return [finding for finding in found if finding["rule"] == "removed-notice"]


def removed(repo: Repo, old: str, new: str) -> list[tuple[int | None, str]]:
    """Return the line and the message of what is found when ``old`` becomes ``new``."""
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, FOO: old})
    repo.stage(FOO, new)
    return [(finding["line"], finding["message"]) for finding in removed_in(repo, "--staged")]


FOO_AND_BAR = "copyright notice of The Foo Inc. team and Bar Inc. team was removed"
HEADERS = {
    "the same": (APACHE, APACHE, []),
    "re-flowed in another comment": (APACHE, REFLOWED, []),
    "a year added": (APACHE, APACHE.replace("2025", "2025-2026"), []),
    "our own line added": (APACHE, "# Copyright 2026 Haneul Labs\n" + APACHE, []),
    "holder swapped": (
        APACHE,
        APACHE.replace("The Foo Inc. team", "Baz Corp."),
        [
            (
                2,
                "copyright notice of The Foo Inc. team was removed, and the notice in its place",
            )
        ],
    ),
    "statement removed": (
        APACHE,
        APACHE.replace(APACHE.splitlines()[1] + "\n", ""),
        [(2, FOO_AND_BAR)],
    ),
    "removed whole": (
        APACHE,
        "",
        [(2, FOO_AND_BAR), (4, "notice of licence Apache-2.0 was removed")],
    ),
    "the licence text cut to its tag": (
        f'"""{MIT}"""\n',
        '"""Copyright (c) 2025 Foo Corp.\n\nSPDX-License-Identifier: MIT\n"""\n',
        [(1, "more than half of the text of licence MIT was removed")],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), HEADERS.values(), ids=HEADERS)
def test_a_header(repo: Repo, old: str, new: str, expected: list[tuple[int, str]]) -> None:
    found = removed(repo, old + CODE, new + CODE)

    assert [line for line, _ in found] == [line for line, _ in expected]
    for (_, message), (_, begins) in zip(found, expected, strict=True):
        assert message.startswith(begins)


def test_a_licence_of_another_version_has_other_words(repo: Repo) -> None:
    text = (
        "# This program is free software; you can redistribute it and/or modify it under the\n"
        "# terms of the GNU General Public License as published by the Free Software\n"
        "# Foundation; either version 2 of the License, or (at your option) any later version.\n"
    )
    new = text.replace("version 2", "version 3")

    found = removed(repo, text + CODE, new + CODE)

    assert found == [
        (
            1,
            (
                "notice of licence GPL-2.0-or-later was removed, and the notice in its place"
                " names GPL-3.0-or-later"
            ),
        )
    ]


# A real model file, its class prefix renamed and the line of its holder replaced: the sharpest form
# in which this was done in public.
ORIGINS = {
    "glm4_moe/modeling_glm4_moe.py": (
        "Glm4Moe",
        "# Copyright 2025 The ZhipuAI Inc. team and HuggingFace Inc. team. All rights reserved.",
    ),
    "megatron_bert/modeling_megatron_bert.py": (
        "MegatronBert",
        "# Copyright (c) 2018-2021, NVIDIA CORPORATION.  All rights reserved.",
    ),
}
OURS = "# Copyright 2026 Haneul Labs"


@pytest.mark.network
@pytest.mark.parametrize("name", ORIGINS)
@pytest.mark.parametrize("place", ["over the original", "beside it"])
@pytest.mark.parametrize("mode", ["staged", "committed", "walked"])
def test_a_real_model_file_under_another_holder(
    repo: Repo, name: str, place: str, mode: str
) -> None:
    prefix, line = ORIGINS[name]
    original = (fetch("transformers", "5.0.0") / "transformers" / "models" / name).read_text()
    assert original.count(line) == 1
    upstream = f"third_party/foo/{name}"
    path = upstream if place == "over the original" else "src/haneul/modeling_haneul.py"
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, upstream: original})
    blob = repo.git("rev-parse", f"HEAD:{upstream}")
    repo.stage(path, original.replace(line, OURS).replace(prefix, "Haneul"))
    options, commit = ["--staged"], None
    if mode != "staged":
        oid = repo.commit()
        options = ["--diff", "HEAD~1..HEAD"]
        if mode == "walked":
            options = ["--history"]
            commit = {"id": oid, "date": "2026-01-02T03:04:05+00:00"}

    (finding,) = removed_in(repo, *options)

    at = 1 + original.splitlines().index(line)
    assert (finding["path"], finding["line"], finding["evidence"]) == (path, at, OURS)
    assert " was removed, and the notice in its place names Haneul Labs" in finding["message"]
    assert finding["fix"] == f"{line}\n"
    assert finding["related"] == [
        {
            "label": "as it stood before",
            "path": upstream,
            "line": at,
            "text": line,
            "revision": blob,
            "commit": commit,
            "end_line": at,
            "origin": None,
            "here": None,
        }
    ]
