"""What is a removed notice and what is not: one row for each kind of change, on real git.

Each row is checked as it is staged, as the commit that it becomes, and as a history.
"""

from __future__ import annotations

import json

import pytest
from support.checks import walk
from support.edits import Edit, apply, begin, code, committed_outcome, lost, staged_outcome
from support.repo import Repo

FOO = "third_party/foo/a.py"
SPDX = "# SPDX-License-Identifier: MIT\n"
HEADER = f"# Copyright 2025 Foo Corp.\n{SPDX}\n"
OURS = "# Copyright 2026 Haneul Labs\n"
CODE = code()


METADATA = "third_party/foo/foo.dist-info/METADATA"
FIELDS = "".join(f"Requires-Dist: bar{number}\n" for number in range(12))


def modified(name: str, old: str, new: str, *lost: tuple[int, str]) -> Edit:
    """A change of one file in its place; ``lost`` without the path."""
    return Edit(name, {FOO: old}, {FOO: new}, tuple((FOO, *item) for item in lost))


def renamed(changed: int, header: str, *lost: tuple[int, str]) -> Edit:
    """A file that moves, with ``changed`` of its forty lines of code rewritten."""
    to = "third_party/foo/b.py"
    return Edit(
        f"rename with {changed} of 40 lines changed, header {'kept' if not lost else 'replaced'}",
        {FOO: HEADER + CODE},
        {FOO: None, to: header + code(500, changed) + code(changed, 40 - changed)},
        tuple((to, *item) for item in lost),
    )


def copied(changed: int, header: str, *lost: tuple[int, str]) -> Edit:
    """A copy of a file that is changed in the same commit."""
    to = "src/copy.py"
    return Edit(
        f"copy with {changed} of 40 lines changed, header {'kept' if not lost else 'replaced'}",
        {FOO: HEADER + CODE},
        {
            FOO: HEADER + CODE + "more = 1\n",
            to: header + code(500, changed) + code(changed, 40 - changed),
        },
        tuple((to, *item) for item in lost),
    )


def function(name: str, holder: str) -> str:
    """A function under a notice of its own."""
    lines = "".join(f"    {name}_{n} = compute_{name}({n})\n" for n in range(10))
    return f"\n\n# Copyright 2024 {holder}\ndef {name}():\n{lines}"


TWO = CODE + function("fast", "Bar GmbH") + function("slow", "Baz AG")

STATEMENTS = [
    modified("holder replaced by ours", HEADER + CODE, OURS + SPDX + CODE, (1, "Foo Corp.")),
    modified(
        "holder replaced by another",
        HEADER + CODE,
        HEADER.replace("Foo Corp.", "Bar GmbH") + CODE,
        (1, "Foo Corp."),
    ),
    modified("statement removed", HEADER + CODE, SPDX + CODE, (1, "Foo Corp.")),
    modified("header removed", HEADER + CODE, CODE, (1, "Foo Corp."), (2, "MIT")),
    modified(
        "one of two holders removed",
        "# Copyright 2025 Foo Corp. and Bar GmbH\n" + CODE,
        "# Copyright 2025 Foo Corp.\n" + CODE,
        (1, "Bar GmbH"),
    ),
    modified(
        "one of two statements removed",
        "# Copyright 2025 Foo Corp.\n# Copyright 2025 Bar GmbH\n" + CODE,
        "# Copyright 2025 Foo Corp.\n" + CODE,
        (2, "Bar GmbH"),
    ),
    modified("ours added above", HEADER + CODE, OURS + HEADER + CODE),
    modified("ours added to the statement", HEADER + CODE, HEADER.replace(
        "Foo Corp.", "Foo Corp. and Haneul Labs") + CODE),
    modified("code changed below", HEADER + CODE, HEADER + code(5, 50)),
    modified("notice moved to the end", HEADER + CODE, CODE + HEADER),
    modified(
        "another holder of a longer name at the end",
        HEADER + CODE,
        SPDX + CODE + "# Copyright 2025 Foo Corp. Korea\n",
        (1, "Foo Corp."),
    ),
    modified(
        "one of two holders removed, the other with a longer name",
        HEADER + CODE + "# Copyright 2025 Foo Corp. Korea\n",
        SPDX + CODE + "# Copyright 2025 Foo Corp. Korea\n",
        (1, "Foo Corp."),
    ),
    modified("a duplicate still stands", HEADER + CODE + HEADER, HEADER + CODE),
    modified(
        "statements of one holder joined",
        "# Copyright 2019 Foo Corp.\n# Copyright 2021 Foo Corp.\n" + CODE,
        "# Copyright 2019, 2021 Foo Corp.\n" + CODE,
    ),
    modified(
        "a statement that names nobody removed", "# Copyright 2025\n" + CODE, CODE,
        (1, "Copyright 2025"),
    ),
    modified(
        "another holder named before, with a dash between",
        HEADER + CODE,
        HEADER.replace("Foo Corp.", "Bar GmbH - Foo Corp.") + CODE,
    ),
    modified("own statement removed", OURS + CODE, CODE),
    modified("own statement replaced", OURS + CODE, HEADER + CODE),
    modified("own holder's year changed", OURS + CODE, OURS.replace("2026", "2027") + CODE),
    modified(
        "own part of a statement removed",
        "# Copyright 2025 Foo Corp. and Haneul Labs\n" + CODE,
        "# Copyright 2025 Foo Corp.\n" + CODE,
    ),
]  # fmt: skip

DRESS = [
    modified(f"the same words: {what}", HEADER + CODE, new + SPDX + CODE)
    for what, new in {
        "another comment leader": "// Copyright 2025 Foo Corp.\n",
        "in a block": "/*\n * Copyright 2025 Foo Corp.\n */\n",
        "indented": "    # Copyright 2025 Foo Corp.\n",
        "with (c)": "# Copyright (c) 2025 Foo Corp.\n",
        "with a sign": "# Copyright © 2025 Foo Corp.\n",
        "in capitals": "# COPYRIGHT 2025 FOO CORP.\n",
        "the legal form spelt out": "# Copyright 2025 Foo Corporation\n",
        "on two lines": "# Copyright 2025\n# Foo Corp.\n",
    }.items()
] + [
    modified("line ends of Windows", HEADER + CODE, (HEADER + CODE).replace("\n", "\r\n")),
    modified("a byte-order mark", HEADER + CODE, "\ufeff" + HEADER + CODE),
    modified("tabs for spaces", HEADER + CODE, HEADER.replace(" ", "\t", 1) + CODE),
]

YEARS = [
    modified(
        f"years {old or 'none'} to {new or 'none'}",
        f"# Copyright {old} Foo Corp.\n".replace("  ", " ") + CODE,
        f"# Copyright {new} Foo Corp.\n".replace("  ", " ") + CODE,
        *([(1, "Foo Corp.")] if is_lost else []),
    )
    for old, new, is_lost in [
        ("2025", "2025-2026", False),
        ("2019-2025", "2019-2026", False),
        ("2019, 2021", "2019-2021", False),
        ("2019-2024", "2019, 2020-2026", False),
        ("2019-2024", "2019, 2024", True),
        ("2019-2021, 2023-2024", "2019, 2021-2023, 2024", True),
        ("", "2025", False),
        ("2025", "2026", True),
        ("2019-2025", "2025", True),
        ("2025", "", True),
    ]
]

LICENSES = [
    modified(
        "licence tag replaced", HEADER + CODE, HEADER.replace("MIT", "Apache-2.0") + CODE,
        (2, "MIT"),
    ),
    modified("licence tag removed", HEADER + CODE, HEADER.replace(SPDX, "") + CODE, (2, "MIT")),
    Edit(
        "a tag becomes the field of PEP 639",
        {METADATA: FIELDS + SPDX},
        {METADATA: f"{FIELDS}License-Expression: MIT\n"},
    ),
    Edit(
        "a tag becomes the field of PEP 639 with another licence",
        {METADATA: FIELDS + SPDX},
        {METADATA: f"{FIELDS}License-Expression: ISC OR (\n"},
        ((METADATA, 13, "MIT"),),
    ),
    modified(
        "one of two licences removed",
        HEADER.replace("MIT", "MIT OR Apache-2.0") + CODE,
        HEADER + CODE,
        (2, "Apache-2.0"),
    ),
    *[
        modified(
            f"licence {old} to {new}",
            HEADER.replace("MIT", old) + CODE,
            HEADER.replace("MIT", new) + CODE,
            *([(2, old)] if is_lost else []),
        )
        for old, new, is_lost in [
            ("MIT", "MIT OR Apache-2.0", True),
            ("MIT", "Apache-2.0 OR MIT", True),
            ("MIT AND GPL-2.0-only", "MIT OR GPL-2.0-only", True),
            ("MIT OR GPL-2.0-only", "MIT AND GPL-2.0-only", True),
            ("MIT OR ISC", "MIT OR ISC OR Apache-2.0", True),
            ("MIT AND (ISC OR Zlib)", "(MIT AND ISC) OR Zlib", True),
            ("GPL-2.0-only WITH Classpath-exception-2.0",
             "GPL-2.0-only WITH Classpath-exception-2.0 OR MIT", True),
            ("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", True),
            ("MIT", "MIT AND Apache-2.0", False),
            ("MIT OR ISC", "ISC OR MIT", False),
            ("MIT OR ISC", "(MIT OR ISC) AND Apache-2.0", False),
            ("MIT AND (ISC OR Zlib)", "(Zlib OR ISC) AND MIT", False),
            ("MIT", "(MIT)", False),
        ]
    ],
    modified(
        "a licence later in the file offered beside another",
        HEADER.replace(SPDX, "") + CODE + SPDX,
        HEADER.replace(SPDX, "") + CODE + "# SPDX-License-Identifier: MIT OR Apache-2.0\n",
        (43, "MIT"),
    ),
    modified(
        "a licence offered beside another at the other end",
        HEADER + CODE,
        HEADER.replace(SPDX, "") + CODE + "# SPDX-License-Identifier: MIT OR Apache-2.0\n",
        (43, "MIT"),
    ),
    modified(
        "a tag with a choice added, the old one kept",
        HEADER + CODE,
        HEADER + CODE + "# SPDX-License-Identifier: MIT OR Apache-2.0\n",
    ),
    modified(
        "two tags become one",
        HEADER + "# SPDX-License-Identifier: ISC\n" + CODE,
        HEADER.replace("MIT", "ISC AND MIT") + CODE,
    ),
    modified(
        "two tags become a choice",
        HEADER.replace("\n\n", "\n") + "# SPDX-License-Identifier: ISC\n" + CODE,
        HEADER.replace("MIT", "ISC OR MIT") + CODE,
        (2, "ISC"),
        (2, "MIT"),
    ),
    modified(
        "a choice becomes two tags",  # which the engine also reads in an unchanged sentence
        HEADER.replace("MIT", "ISC OR MIT") + CODE,
        HEADER + "# SPDX-License-Identifier: ISC\n" + CODE,
    ),
    modified(
        "or later added to the end of a tag",
        HEADER.replace("MIT", "GPL-2.0") + CODE,
        CODE + HEADER.replace("MIT", "GPL-2.0-or-later"),
        (2, "GPL-2.0-only"),
    ),
    modified(
        "or later added as a sign",
        HEADER.replace("MIT", "GPL-2.0") + CODE,
        HEADER.replace("MIT", "GPL-2.0+") + CODE,
        (2, "GPL-2.0-only"),
    ),
    Edit(
        "the field of PEP 639 offers another licence",
        {METADATA: FIELDS + SPDX},
        {METADATA: f"{FIELDS}License-Expression: MIT OR Apache-2.0\n"},
        ((METADATA, 13, "MIT"),),
    ),
    Edit(
        "two tags become a choice in the field of PEP 639",
        {METADATA: f"{FIELDS}{SPDX}{SPDX.replace('MIT', 'ISC')}"},
        {METADATA: f"{FIELDS}License-Expression: MIT OR ISC\n"},
    ),
    modified(
        "or later dropped",
        "# Copyright Foo Corp.\n# SPDX-License-Identifier: GPL-2.0-or-later\n" + CODE,
        "# Copyright Foo Corp.\n# SPDX-License-Identifier: GPL-2.0-only\n" + CODE,
        (2, "GPL-2.0-or-later"),
    ),
    modified(
        "a licence added",
        HEADER + CODE,
        HEADER + "# SPDX-License-Identifier: BSD-3-Clause\n" + CODE,
    ),
    modified(
        "the project's own licence removed beside a foreign holder",
        "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: Apache-2.0\n" + CODE,
        "# Copyright 2025 Foo Corp.\n" + CODE,
        (2, "Apache-2.0"),
    ),
    Edit(
        "the project's own licence removed from a file of our own",
        {"src/a.py": OURS + "# SPDX-License-Identifier: Apache-2.0\n" + CODE},
        {"src/a.py": OURS + CODE},
    ),
]  # fmt: skip

WITH_CODE = [
    Edit("file removed whole", {FOO: HEADER + CODE}, {FOO: None}),
    modified("emptied", HEADER + CODE, ""),
    modified("rewritten whole", HEADER + CODE, OURS + code(500)),
    modified("most of the code removed", HEADER + CODE, OURS + code(20, 20), (1, "Foo Corp."),
             (2, "MIT")),
    modified("code reformatted", HEADER + CODE, OURS + CODE.replace(" ", ""), (1, "Foo Corp."),
             (2, "MIT")),
    modified("a function and its notice removed", TWO, CODE + function("slow", "Baz AG")),
    modified(
        "the notice of a function removed",
        TWO,
        TWO.replace("# Copyright 2024 Bar GmbH\n", ""),
        (43, "Bar GmbH"),
    ),
    modified("the notice of a file without code replaced", HEADER, OURS + SPDX, (1, "Foo Corp.")),
]  # fmt: skip

MOVES = [
    renamed(0, HEADER),
    *[renamed(changed, HEADER) for changed in (5, 10, 15)],
    *[renamed(changed, OURS + SPDX, (1, "Foo Corp.")) for changed in (0, 5, 10, 15)],
    copied(0, HEADER),
    *[copied(changed, HEADER) for changed in (5, 10, 15)],
    *[copied(changed, OURS + SPDX, (1, "Foo Corp.")) for changed in (0, 5, 10, 15)],
    Edit(
        "a folder moves as it is",
        {f"third_party/foo/{n}.py": HEADER + code(n * 50) for n in range(3)},
        {f"third_party/foo/{n}.py": None for n in range(3)}
        | {f"third_party/foo/new/{n}.py": HEADER + code(n * 50) for n in range(3)},
    ),
    Edit(
        "a header without code moves to another file of another holder",
        {"third_party/foo/__init__.py": HEADER},
        {
            "third_party/foo/__init__.py": None,
            "src/__init__.py": HEADER.replace("Foo Corp.", "Bar GmbH"),
        },
    ),
    Edit(
        "files that share their long header alone",
        {FOO: HEADER + "# a long text of a licence, word by word\n" * 30 + code(0, 4)},
        {
            FOO: None,
            "src/b.py": OURS + "# a long text of a licence, word by word\n" * 30 + code(700, 4),
        },
    ),
]

# Beside an origin that did not change, which git's diff alone does not look at.
BESIDE = [
    Edit(
        f"copied beside the origin, {what}",
        {FOO: HEADER + CODE},
        {"src/copy.py": header + code(500, changed) + code(changed, 40 - changed)},
        tuple(("src/copy.py", *item) for item in lost),
    )
    for what, header, changed, lost in [
        ("as it is", HEADER, 0, []),
        ("with the header and changes", HEADER, 15, []),
        ("with another year", HEADER.replace("2025", "2026"), 0, []),
        ("holder replaced", OURS + SPDX, 0, [(1, "Foo Corp.")]),
        ("holder replaced, 15 of 40 lines changed", OURS + SPDX, 15, [(1, "Foo Corp.")]),
        ("header left out", "", 0, [(1, "Foo Corp."), (2, "MIT")]),
        ("most of it rewritten", OURS, 36, []),
    ]
]

SPLIT = [
    Edit(
        f"code moved into {where}, {what}",
        {FOO: HEADER + CODE, "src/b.py": OURS + code(800, 20)},
        {FOO: HEADER + code(0, 20), path: top + code(20, 20) + rest},
        tuple((path, *item) for item in lost),
    )
    for where, path, rest in [
        ("a new file", "src/new.py", ""),
        ("a new file among other code", "src/new.py", code(600, 60)),
        ("a file that was there", "src/b.py", code(800, 20)),
    ]
    for what, top, lost in [
        ("with its header", HEADER + OURS, []),
        ("under ours", OURS, [(1, "Foo Corp."), (2, "MIT")]),
    ]
] + [
    Edit(
        "a file split in two without its header",
        {FOO: HEADER + CODE},
        {FOO: None, "src/x.py": code(0, 20), "src/y.py": code(20, 20)},
        (
            ("src/x.py", 1, "Foo Corp."),
            ("src/x.py", 1, "MIT"),
            ("src/y.py", 1, "Foo Corp."),
            ("src/y.py", 1, "MIT"),
        ),
    ),
    Edit(
        "a file split in two with its header",
        {FOO: HEADER + CODE},
        {FOO: None, "src/x.py": HEADER + code(0, 20), "src/y.py": HEADER + code(20, 20)},
    ),
    Edit(
        "two files joined, one header left out",
        {FOO: HEADER + CODE, "src/b.py": "# Copyright Bar GmbH\n" + code(800, 30)},
        {FOO: HEADER + CODE + code(800, 30), "src/b.py": None},
        ((FOO, 1, "Bar GmbH"),),
    ),
    Edit(
        "two files joined with both headers",
        {FOO: HEADER + CODE, "src/b.py": "# Copyright Bar GmbH\n" + code(800, 30)},
        {FOO: HEADER + "# Copyright Bar GmbH\n" + CODE + code(800, 30), "src/b.py": None},
    ),
    Edit(
        "a function moved with its notice",
        {FOO: TWO},
        {FOO: CODE + function("slow", "Baz AG"), "src/fast.py": function("fast", "Bar GmbH")},
    ),
    Edit(
        "a function moved without its notice",
        {FOO: TWO},
        {
            FOO: CODE + function("slow", "Baz AG"),
            "src/fast.py": function("fast", "Bar GmbH").replace("# Copyright 2024 Bar GmbH\n", ""),
        },
        (("src/fast.py", 3, "Bar GmbH"),),
    ),
    Edit(
        "a few lines that stand everywhere",
        {FOO: HEADER + CODE},
        {FOO: HEADER + code(6, 34), "src/x.py": code(0, 6) + code(500, 40)},
    ),
    Edit(
        "code of our own moved",
        {"src/b.py": OURS + CODE},
        {"src/b.py": OURS + code(0, 20), "src/x.py": code(20, 20)},
    ),
]

LICENSE = "third_party/foo/LICENSE"
TEXT = "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n"
FOO_LICENSED = {LICENSE: TEXT, FOO: CODE, "third_party/foo/b.py": code(50)}
GONE = ((LICENSE, 1, "MIT"), (LICENSE, 2, "Foo Corp."))
NOTICE = "Haneul\nCopyright 2026 Haneul Labs\n\nThis contains foo.\nCopyright 2025 Foo Corp.\n"

LEGAL = [
    Edit("a LICENSE deleted", FOO_LICENSED, {LICENSE: None}, GONE),
    Edit(
        "a LICENSE emptied", FOO_LICENSED, {LICENSE: ""},
        ((LICENSE, 0, "Foo Corp."), (LICENSE, 0, "MIT")),
    ),
    Edit(
        "the holder of a LICENSE replaced",
        FOO_LICENSED,
        {LICENSE: TEXT.replace("Foo Corp.", "Haneul Labs")},
        ((LICENSE, 2, "Foo Corp."),),
    ),
    Edit(
        "the holder of a LICENSE replaced, while a document at the top quotes it as before",
        {**FOO_LICENSED, "THIRD-PARTY-NOTICES": f"foo\n\n{TEXT}"},
        {LICENSE: TEXT.replace("Foo Corp.", "Haneul Labs")},
        ((LICENSE, 2, "Foo Corp."),),
    ),
    Edit(
        "the holder of a LICENSE moved into a document at the top",
        {**FOO_LICENSED, "THIRD-PARTY-NOTICES": "foo\n"},
        {
            LICENSE: TEXT.replace("Foo Corp.", "Haneul Labs"),
            "THIRD-PARTY-NOTICES": f"foo\n\n{TEXT}",
        },
    ),
    Edit("a LICENSE deleted with a part of its files", FOO_LICENSED, {LICENSE: None, FOO: None},
         GONE),
    Edit("a component removed with its files", FOO_LICENSED, dict.fromkeys(FOO_LICENSED)),
    Edit("a LICENSE renamed in its folder", FOO_LICENSED,
         {LICENSE: None, "third_party/foo/COPYING": TEXT}),
    Edit("a LICENSE moved to the folder licenses", FOO_LICENSED,
         {LICENSE: None, "third_party/foo/licenses/LICENSE": TEXT}),
    Edit("a LICENSE replaced by one that states the same in other words", FOO_LICENSED,
         {LICENSE: None, "third_party/foo/COPYING":
          "Foo Corp. holds the rights.\nCopyright 2024-2025 Foo Corp.\n\n"
          "Read on.\nSPDX-License-Identifier: MIT\n"}),
    Edit("a LICENSE moved to where REUSE keeps texts", FOO_LICENSED,
         {LICENSE: None, "LICENSES/foo.txt": TEXT}),
    Edit("a LICENSE taken into the NOTICE at the top", FOO_LICENSED,
         {LICENSE: None, "NOTICE": f"This contains foo.\n{TEXT}"}),
    Edit("a LICENSE moved to where it does not speak", FOO_LICENSED,
         {LICENSE: None, "src/other/LICENSE": TEXT}, GONE),
    Edit(
        "a component moved as a whole",
        FOO_LICENSED,
        dict.fromkeys(FOO_LICENSED)
        | {path.replace("foo/", "foo/v2/"): text for path, text in FOO_LICENSED.items()},
    ),
    Edit(
        "a component moved without its LICENSE",
        FOO_LICENSED,
        dict.fromkeys(FOO_LICENSED)
        | {"src/v2/a.py": FOO_LICENSED[FOO], "src/v2/b.py": code(50)},
        GONE,
    ),
    Edit(
        "a component replaced by another under the same licence",
        FOO_LICENSED,
        dict.fromkeys(FOO_LICENSED)
        | {"third_party/foo/bar/LICENSE": TEXT.replace("Foo Corp.", "Bar GmbH"),
           "third_party/foo/bar/bar.py": code(700)},
    ),
    Edit("our own LICENSE in a folder deleted", {"src/LICENSE": OURS, "src/b.py": CODE},
         {"src/LICENSE": None}),
    Edit("a section of NOTICE removed while its component remains",
         {"NOTICE": NOTICE, FOO: HEADER + CODE},
         {"NOTICE": NOTICE.partition("\nThis")[0]}, (("NOTICE", 2, "Foo Corp."),)),
    Edit("a section of NOTICE removed with its component",
         {"NOTICE": NOTICE, FOO: HEADER + CODE},
         {"NOTICE": NOTICE.partition("\nThis")[0], FOO: None}),
    Edit("the project's own licence changed",
         {"LICENSE": "SPDX-License-Identifier: Apache-2.0\nCopyright 2026 Haneul Labs\n"},
         {"LICENSE": "SPDX-License-Identifier: MPL-2.0\nCopyright 2026 Haneul Labs\n"}),
]  # fmt: skip


def notebook(text: str, indent: int | None = 1) -> str:
    """A notebook with ``text`` in a cell of code."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": text.splitlines(True)}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}, indent=indent)


NOTEBOOK = "src/a.ipynb"
REGISTERS = "third_party/foo/registers.h"
DEFINED = "".join(f"#define FOO_{n} 0x{n:04x}\n" for n in range(40))
NUMBERS = "".join(f"1.{n}\n" for n in range(20))
HEADINGS = "".join(f"# Part {n} of it\n* the point {n}\n" for n in range(20))
ONE_LINE = "".join(f"table[{n}]=compute(alpha,{n});" for n in range(8))
OF_FOO = "# Copyright 2025 Foo Corp.\n"
LONG = HEADER + "".join(f"# The terms of clause {n} are long and wide.\n" for n in range(20))


def moved(name: str, old: str, new: str, *lost: tuple[int, str]) -> Edit:
    """A file with another name and another content; ``lost`` without the path."""
    to = "third_party/foo/new/b.txt"
    return Edit(name, {FOO: old}, {FOO: None, to: new}, tuple((to, *item) for item in lost))


WITHOUT_CODE = [
    moved("definitions renamed without header", OF_FOO + DEFINED, DEFINED, (1, "Foo Corp.")),
    moved("definitions renamed with header", OF_FOO + DEFINED, OF_FOO + DEFINED + "more\n"),
    moved("numbers renamed without header", OF_FOO + NUMBERS, NUMBERS, (1, "Foo Corp.")),
    moved("headings renamed without header", OF_FOO + HEADINGS, HEADINGS, (1, "Foo Corp.")),
    moved(
        "a header alone that becomes that of another file",
        HEADER + "# coding: utf-8\n# All rights reserved.\n",
        OURS + SPDX + "# coding: utf-8\n# All rights reserved.\n",
    ),
    moved("definitions replaced", OF_FOO + DEFINED, OURS + DEFINED.replace("FOO", "OUR")),
    modified(
        "a one-line script without its notice",
        f"{ONE_LINE} /* Copyright 2025 Foo Corp. */",
        ONE_LINE,
        (1, "Foo Corp."),
    ),
    moved(
        "a one-line script renamed without its notice",
        f"{ONE_LINE} /* Copyright 2025 Foo Corp. */",
        ONE_LINE,
        (1, "Foo Corp."),
    ),
]

SHORT = [
    moved(
        f"{count} lines under a long header moved without it",
        LONG + code(0, count),
        OURS + code(0, count),
        *lost,
    )
    for count, lost in [
        (6, [(1, "Foo Corp."), (2, "MIT")]),
        (5, [(1, "Foo Corp."), (2, "MIT")]),
        (3, [(1, "Foo Corp."), (2, "MIT")]),
        (2, []),
    ]
] + [
    moved("a few lines under a long header moved with it", LONG + code(0, 4), LONG + code(0, 4)),
    moved("a few lines of a file moved among many", LONG + code(0, 4), code(0, 4) + code(500, 40)),
    moved("a few of the lines of a short file", LONG + code(0, 5), code(0, 4) + code(500, 4)),
]

FORMS = [
    Edit("a script becomes a notebook", {FOO: HEADER + CODE}, {FOO: None, NOTEBOOK: notebook(CODE)},
         ((NOTEBOOK, 8, "Foo Corp."), (NOTEBOOK, 8, "MIT"))),
    Edit("a script becomes a notebook of one line", {FOO: HEADER + CODE},
         {FOO: None, NOTEBOOK: notebook(CODE, indent=None)},
         ((NOTEBOOK, 1, "Foo Corp."), (NOTEBOOK, 1, "MIT"))),
    Edit("a script becomes the text of no notebook", {FOO: HEADER + CODE},
         {FOO: None, NOTEBOOK: CODE}, ((NOTEBOOK, 1, "Foo Corp."), (NOTEBOOK, 2, "MIT"))),
]  # fmt: skip

TABLE = [
    *STATEMENTS,
    *DRESS,
    *YEARS,
    *LICENSES,
    *WITH_CODE,
    *MOVES,
    *BESIDE,
    *SPLIT,
    *LEGAL,
    *FORMS,
    *WITHOUT_CODE,
    *SHORT,
]
every_row = pytest.mark.parametrize("edit", TABLE, ids=lambda edit: edit.name)


@every_row
def test_as_it_is_staged(repo: Repo, edit: Edit) -> None:
    assert lost(staged_outcome(repo, edit.old, edit.new)) == edit.lost


@every_row
def test_as_a_commit(repo: Repo, edit: Edit) -> None:
    assert lost(committed_outcome(repo, edit.old, edit.new)) == edit.lost


@every_row
def test_as_a_history(repo: Repo, edit: Edit) -> None:
    begin(repo, edit.old)
    apply(repo, edit.new)
    repo.commit("after")

    assert lost(walk(repo)) == edit.lost
