"""The sample project of the golden outputs: Haneul, with a finding of every rule.

Every content, date and name is fixed, so its commits have the same ids everywhere. Four commits and
a staged change:

1. ``begin`` brings Haneul's own code and what it took from others, all of it declared.
2. ``strip`` removes notices of Foo Corp. from two files and the LICENSE of Quux from its folder.
3. ``restore`` puts one of them back.
4. ``grow`` adds undeclared code and leaves the policy behind.

Staged on top of them is one more removed notice, a renamed file, a deleted LICENSE, and two files
with the code of Quux.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from support.checkout import ROOT
from support.code import ROUTES, renamed
from support.edits import code
from support.haneul import MIT
from support.lfs import pointer
from support.repo import Repo

Command = Callable[..., object]
"""Runs attribcheck with the given arguments in the sample project."""

LLAMA = "LicenseRef-scancode-llama-3.1-license-2024"
OWN = "# Copyright 2026 Haneul Labs\n# SPDX-License-Identifier: Apache-2.0\n"
FOO = "# Copyright 2019-2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n"
SWAPPED = "# Copyright 2026 Haneul Labs\n# SPDX-License-Identifier: MIT\n"
APACHE = """\
/*
 * Copyright (c) 2018, 2020-2022 Bär & Söhne GmbH
 * Copyright (c) 2021 株式会社サンプル
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
"""
ISC = """\
Copyright (c) 2017, Quux Developers <quux@example.com>

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee
is hereby granted, provided that the above copyright notice and this permission notice appear in all
copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS
SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE
AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE
OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS
SOFTWARE.
"""
POLICY = f"""\
# The policy of the sample project.
version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["Haneul Labs", "하늘 연구소", "re:^Haneul (GmbH|Inc\\\\.?)$"]
origin = "KR"
header = "SPDX-FileCopyrightText: {{holder}}"

[licenses]
allow = ["category:permissive", "MPL-2.0", "{LLAMA}"]
deny = ["category:copyleft"]

[origins]
deny = ["XX", "supplier:Baz Corp."]

[rules]
unknown-license = "warning"
missing-notice = "note"

[[component]]
name = "foo"
version = "1.2"
purl = "pkg:pypi/foo@1.2"
supplier = "Foo Corp."
origin = "DE"
license = "MIT"
holders = ["Foo Corp."]
paths = ["third_party/foo/**", "!third_party/foo/ours.py"]
source = "https://foo.example/foo"
modified = false

[[component]]
name = "Bär"
license = "Apache-2.0"
holders = ["Bär & Söhne GmbH", "株式会社サンプル"]
paths = ["third_party/baer/**"]
modified = true
notice-file = "third_party/baer/NOTICE"

[[component]]
name = "quux"
license = "ISC"
holders = ["Quux Developers"]
paths = ["third_party/quux/**"]

[[component]]
name = "corge model"
license = "{LLAMA}"
holders = ["Corge Inc."]
paths = ["models/corge/**"]
models = ["corge/Corge-8B"]
"""
LATER = """
# Added in a hurry.
[[component]]
name = "grault"
license = "GPL-3.0-only"
supplier = "Baz Corp."
origin = "XX"
holders = ["Grault e.V."]
paths = ["third_party/grault/**", "third_party/none/**"]

[[component]]
name = "waldo"
license = "BSD-3-Clause"
paths = ["third_party/waldo/**"]

[[component]]
name = "gone"
license = "MIT OR Apache-2.0"
paths = ["third_party/gone/**"]

[[exception]]
rule = "undeclared-notice"
paths = ["tests/fixtures/**"]
reason = "test data, from \\"many\\" hands <b>&</b> places"
expires = 2027-06-30

[[exception]]
rule = "undeclared-license"
paths = ["tests/fixtures/**"]
reason = "test data"

[[exception]]
rule = "undeclared-notice"
paths = ["vendor/**"]
reason = "waiting for an answer"
expires = 2026-01-31

[[exception]]
rule = "disallowed-origin"
paths = ["docs/**"]
reason = "permits nothing"
"""
CARD = """\
---
license: llama3.1
base_model: corge/Corge-8B
model-index:
- name: Haneul 8B
---
# Haneul 8B
"""
BEGIN: dict[str, str | bytes] = {
    "attribcheck.toml": POLICY,
    "LICENSE": (ROOT / "LICENSE").read_bytes(),
    "README.md": "# Haneul\n\nCopyright 2026 Haneul Labs\n",
    "pyproject.toml": '[project]\nname = "haneul"\nlicense = "Apache-2.0"\n',
    "src/app.py": OWN + code(900, 30),
    "src/하늘.py": "# Copyright 2025-2026 하늘 연구소\n" + code(800, 20),
    "src/empty.py": "",
    "third_party/foo/LICENSE": MIT,
    "third_party/foo/router.py": FOO + code(),
    "third_party/foo/table.py": FOO + code(100),
    "third_party/foo/plain.py": FOO + code(200),
    "third_party/foo/ours.py": OWN + code(300, 10),
    "third_party/baer/NOTICE": "Bär\nCopyright 2018-2022 Bär & Söhne GmbH\n",
    "third_party/baer/köder.c": APACHE + code(400),
    "third_party/baer/marked.c": APACHE + code(450),
    "third_party/quux/LICENSE": ISC,
    "third_party/quux/index.js": code(500),
    "models/corge/config.json": '{"architectures": ["CorgeForCausalLM"]}\n',
    "models/corge/modeling.py": "# Copyright 2024 Corge Inc.\n" + code(600),
}
STRIP: dict[str, str | bytes | None] = {
    "third_party/foo/router.py": SWAPPED + code(),
    "third_party/foo/table.py": code(100),
    "third_party/quux/LICENSE": None,
}
RESTORE: dict[str, str | bytes | None] = {"third_party/foo/table.py": FOO + code(100)}
GROW: dict[str, str | bytes | None] = {
    "attribcheck.toml": POLICY + LATER,
    "MODEL_CARD.md": CARD,
    "assets/logo.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0",
    "assets/weights.bin": pointer(),
    "src/<b> & 'quoted' name|pipe.py": "# Copyright (c) 2023 Garply <garply@example.com>\n"
    + code(700, 10),
    "src/crlf.py": "# Copyright 2022 Fred & Söhne KG\r\n"
    "# SPDX-License-Identifier: GPL-2.0-only\r\n",
    "src/latin1.py": "# Copyright 2020 Jérôme Thud\n".encode("latin-1") + code(720, 10).encode(),
    "src/told.py": OWN
    + "# SPDX-License-Identifier: MIT attribcheck: ignore[license-mismatch] an example\n",
    "src/unknown.c": "/* Use of this file is governed by the terms in TERMS-OF-USE. */\n"
    + code(740, 10),
    "src/long.js": "var a=1;" * 400 + "/* Copyright 2021 Xyzzy Ltd. */" + "var b=2;" * 400 + "\n",
    "tests/fixtures/data.txt": "Copyright 2011 Many Hands\nSPDX-License-Identifier: MPL-2.0\n",
    "third_party/baer/köder.c": APACHE + code(401),
    "third_party/baer/marked.c": APACHE
    + "/* Modified by Haneul Labs, 2026: one row more. */\n"
    + code(451),
    "third_party/foo/plain.py": FOO + code(201),
    "third_party/foo/lesser.py": "# Copyright 2020 Foo Corp.\n"
    "# SPDX-License-Identifier: LGPL-2.1-only\n" + code(750, 10),
    "third_party/grault/a.c": "/* Copyright (C) 2015 Grault e.V.\n"
    " * SPDX-License-Identifier: GPL-3.0-only */\n" + code(760, 10),
    "src/headless.py": code(620, 5),
    "third_party/quux/routes.py": "# Copyright 2017 Quux Developers\n" + ROUTES,
    "third_party/tiny/LICENSE": MIT.replace("2025 Foo Corp.", "2016 Tiny Authors"),
    "third_party/tiny/tiny.c": code(770, 10),
    "third_party/vendored.txt": "foo==1.3\n",
    "third_party/waldo/waldo.py": code(780, 20),
    "model/README.md": "---\nbase_model: xyzzy/Xyzzy-7B\n---\n# Haneul 7B\n",
    "model/config.json": '{"model_type": "haneul", "vision_config": {"model_type": "siglip"}}\n',
    "vendor/old.py": "# Copyright 2010 Old Vendor S.A.\n" + code(790, 5),
}
STAGED: dict[str, str | bytes | None] = {
    "src/modeling_haneul.py": "# Copyright 2026 Haneul Labs\n" + code(600).replace("route", "way"),
    "third_party/baer/marked.c": APACHE.replace("2018, 2020-2022", "2022")
    + "/* Modified by Haneul Labs, 2026: two rows more. */\n"
    + code(451),
    "third_party/foo/LICENSE": None,
    "third_party/foo/plain.py": None,
    "src/moved.py": SWAPPED + code(201),
    "src/switch.py": OWN + renamed(ROUTES),
    "src/table.py": "# Copied from foo.routes.RouteTable\n" + ROUTES,
}
SITE: dict[str, str] = {
    "python/site-packages/bar-1.0.dist-info/METADATA": "Metadata-Version: 2.4\nName: bar\n"
    "Version: 1.0\nLicense-Expression: Apache-2.0\nProject-URL: Source, https://bar.example\n",
    "python/site-packages/bar-1.0.dist-info/LICENSE": "Copyright (c) 2024 Bar GmbH\n",
    "python/site-packages/bar-1.0.dist-info/NOTICE": "Bar, mit Dank an Jérôme\n",
    "npm/node_modules/plugh/package.json": json.dumps(
        {"name": "plugh", "version": "3.1.4", "license": "MIT", "author": "Plugh <p@example.com>"}
    ),
    "npm/node_modules/plugh/LICENSE": MIT.replace("Foo Corp.", "Plugh & Cie"),
}
"""What is installed beside the repository: one Python distribution and one npm package."""

TEMPLATE = """\
{{ project.name }} at {{ created }}
{% for item in items %}
{{ item.title }} | {{ item.concluded_license }} | {{ item.holders | join(", ") }}
{% for statement in item.statements %}
    {{ statement.text }}
{% endfor %}
{% endfor %}
{% for license in licenses %}
{{ license.id }}: {{ license.name }}, used by {{ license.used_by | join(", ") }}
{% endfor %}
"""


def build(path: Path, attribcheck: Command) -> Repo:
    """Build the project at ``path`` with its last change staged.

    Args:
        path: Its top; made when it does not exist.
        attribcheck: Runs the command line there, to record digests and to write documents.
    """
    repo = Repo(path)
    # The documents are older than the last two components, so they do not carry the text of ISC.
    _change(
        repo, {**BEGIN, "attribcheck.toml": POLICY.partition('\n[[component]]\nname = "quux"')[0]}
    )
    for component in ("foo", "Bär"):
        attribcheck("declare", component, "--record")
    attribcheck("notice")
    attribcheck("notice", "--format", "third-party")
    repo.write("attribcheck.toml", POLICY)
    _commit(repo, "Begin Haneul", "2025-03-01T09:00:00Z")
    _change(repo, STRIP)
    _commit(repo, "Tidy headers", "2025-06-01T09:00:00+02:00")
    _change(repo, RESTORE)
    _commit(repo, "Put a header back", "2025-09-01T09:00:00Z")
    _change(repo, GROW)
    _commit(repo, "Grow", "2026-01-02T03:04:05Z")
    _change(repo, STAGED)
    return repo


def surroundings(path: Path) -> None:
    """Write what stands beside the repository, in ``path``: environments and a template."""
    for name, text in {**SITE, "CREDITS.txt.j2": TEMPLATE}.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")


def without_policy(repo: Repo, path: Path) -> Repo:
    """Return a copy of the project at ``path`` that has no policy and no documents."""
    shutil.copytree(repo.path, path)
    copy = Repo(path, init=False)
    for name in ("attribcheck.toml", "attribcheck.lock", "NOTICE", "THIRD-PARTY-NOTICES"):
        copy.remove(name)
    copy.add()
    return copy


def _change(repo: Repo, files: dict[str, str | bytes] | dict[str, str | bytes | None]) -> None:
    for path, content in files.items():
        if content is None:
            repo.remove(path)
        else:
            repo.write(path, content)
    repo.add()


def _commit(repo: Repo, message: str, date: str) -> None:
    repo.add()
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    repo.git("commit", "--quiet", "--message", message, env=dates)
