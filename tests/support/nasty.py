"""Generates nasty repositories: names, contents, policies and changes of an attacker."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from support.containers import tarred, zipped
from support.repo import Repo

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "0"))
"""How many cases each test tries in the long form; 0 in the short one, whose cases are fixed."""

hostile = settings(
    max_examples=EXAMPLES or 15,
    derandomize=not EXAMPLES,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
"""For a case that takes some 100 ms."""

slow = settings(hostile, max_examples=EXAMPLES // 15 or 2)
"""For a case that takes some seconds: a real process with the engine."""

fast = settings(hostile, max_examples=10 * EXAMPLES or 150)
"""For a case that takes some 10 ms."""

OURS = "attrib" + "check: ignore"
START, END = "REUSE-" + "IgnoreStart", "REUSE-" + "IgnoreEnd"

NAMES = st.sampled_from(
    [
        b"a.py",
        b"LICENSE",
        b"NOTICE",
        b"-h",
        b"--policy=evil.toml",
        b"a b\t.py",
        b"\x1b[2Jx.py",
        b"new\nline.py",
        b"::error::x",
        b"%0A::set-output.py",
        b"<img src=x onerror=y>.md",
        b"[link](javascript:x).md",
        b"\xff\xfe.py",
        "\u202egpj.py".encode(),
        "\ud55c\uae00.py".encode(),
        b"'quote\".py",
        b"$(id).py",
        b"*",
        b"[z-a].py",
        b"a" * 200,
    ]
)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(b"/".join)

LINES = st.sampled_from(
    [
        b"# Copyright 2025 Foo Corp.",
        b"# Copyright 2024 Bar GmbH \x1b[31m and \x07 \xff",
        b"# Copyright 2025 Haneul Labs",
        b"# Copyright",
        b"# SPDX-License-Identifier: MIT",
        b"# SPDX-License-Identifier: GPL-2.0-only OR MIT",
        b"::error file=x::y",
        b"<script>alert(1)</script>",
        f"# {OURS}[undeclared-notice] fine".encode(),
        f"# {OURS}[".encode() * 50,
        f"# {START}".encode(),
        f"# {END}".encode(),
        b"\x00\x01\x02",
        b"x" * 5000,
        "\u2028\u2029\u0085".encode(),
        *(f"route_{n} = table[{n}] + offset".encode() for n in range(12)),
    ]
)
CONTENTS = st.lists(LINES, max_size=25).map(b"\n".join)

VALUES = st.sampled_from(
    ['"x"', "1", "[]", '["**"]', '["re:(a+)+"]', '["*a*b*c"]', "true", "{}", '"\\u001b[2J"', "nan"]
)
KEYS = st.sampled_from(["name", "license", "holders", "paths", "modified", "nonsense", "a.b.c"])
TABLES = st.sampled_from(
    ["[project]", "[[component]]", "[[exception]]", "[rules]", "[scan]", "[x]"]
)
POLICIES = st.lists(
    TABLES | st.tuples(KEYS, VALUES).map(" = ".join) | st.sampled_from(["[[[", '"', "\x1b", "#"]),
    max_size=12,
).map("\n".join)


@dataclass(frozen=True)
class Change:
    """What a repository had, and what is staged on top of it; None removes a file."""

    before: Mapping[bytes, bytes]
    after: Mapping[bytes, bytes | None]


CHANGES = st.builds(
    Change,
    st.dictionaries(PATHS, CONTENTS, max_size=4),
    st.dictionaries(PATHS, CONTENTS | st.none(), max_size=4),
)


def stage(repo: Repo, files: Mapping[bytes, bytes | None], *, mode: bytes = b"100644") -> None:
    """Write ``files`` into the index; a name that can't be beside another is left out."""
    for path, content in files.items():
        if content is None:
            record = b"0 " + b"0" * 40 + b"\t" + path
        else:
            oid = repo.git_bytes("hash-object", "-w", "--stdin", stdin=content).strip()
            record = mode + b" " + oid + b"\t" + path
        repo.git_bytes("update-index", "-z", "--replace", "--index-info", stdin=record + b"\0")


@st.composite
def damaged(draw: st.DrawFn, contents: st.SearchStrategy[bytes]) -> bytes:
    """Draw one of ``contents`` with bytes replaced, inserted or cut off."""
    data = draw(contents)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, max(0, len(data))))
        junk = draw(st.binary(max_size=9))
        data = data[:at] + junk + data[at + draw(st.integers(0, 9)) :]
    return data[: draw(st.none() | st.integers(0, len(data)))]


_MEMBERS = st.dictionaries(
    st.sampled_from(
        ["LICENSE", "../../up.py", "/etc/up.py", "a\\..\\b", "x/" * 90, "\x1b[2J", "a.zip", "b.gz"]
    ),
    CONTENTS | st.just(bytes(200_000)) | st.builds(zipped, st.just({"LICENSE": b"Copyright Foo"})),
    max_size=4,
)
ARCHIVES = st.one_of(
    st.tuples(damaged(_MEMBERS.map(zipped)), st.sampled_from(["a.zip", "b.jar", "c.docx"])),
    st.tuples(damaged(_MEMBERS.map(tarred)), st.sampled_from(["a.tar.gz", "b.tgz", "c.crate"])),
    st.tuples(damaged(CONTENTS), st.sampled_from(["a.gz", "b.xz", "c.png", "d.woff2", "e.bz2"])),
)
"""Contents and names of archives and other containers."""

TEMPLATES = st.lists(
    st.sampled_from(
        [
            "{{ project.name }}",
            "{% for item in items %}",
            "{% endfor %}",
            "{{ items[0].__class__.__mro__ }}",
            "{{ ''.__class__.__base__.__subclasses__() }}",
            "{% include '/etc/passwd' %}",
            "{% import 'os' as os %}",
            "{{ self.__init__.__globals__ }}",
            "{{ cycler.__init__.__globals__.os.system('touch /tmp/x') }}",
            "{{ range(999999999)|list }}",
            "{{ 'a' * 999999999 }}",
            "{{ lipsum() }}",
            "{{ items|map(attribute='__class__')|list }}",
            "{{ undefined_name }}",
            "{{",
            "%}",
            "\x1b[2J",
            "{# ",
        ]
    ),
    max_size=6,
).map("\n".join)
"""Templates that try to leave the sandbox."""
