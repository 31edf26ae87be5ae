"""A result that is carried over to an edited version is the one that the engine gives it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from attribcheck.core.model import (
    Blob,
    Excerpt,
    FileScan,
    LicenseMatch,
    Notice,
    NoticeKind,
    Span,
    Statement,
)
from attribcheck.scan.base import Request
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.memo import edit
from attribcheck.scan.memo.skeleton import Skeletons

pytestmark = pytest.mark.engine

HEADER = "# Copyright 2019-2024 Foo Corp.\n#\n# Licensed under the MIT License.\n#\n\n\n"
CODE = "".join(f"x{number} = {number}\n" for number in range(20))
STATED = Notice(
    NoticeKind.COPYRIGHT, "Copyright 2019-2024 Foo Corp.", Span(1, 1), Excerpt(), 1, ("Foo Corp.",)
)
MATCH = LicenseMatch("MIT", Span(3, 3), "mit_1.RULE", "2-aho", 100.0, 5, 100.0)
LICENSE = Notice(NoticeKind.LICENSE, "MIT", Span(3, 3), Excerpt(), 1, matches=(MATCH,))
SCAN = FileScan("MIT", (STATED, LICENSE), (Statement("Foo Corp.", Span(1, 1)),))


@pytest.fixture(scope="module")
def skeletons(data: Path) -> Skeletons:
    return Skeletons(Container(data))


def carried(
    skeletons: Skeletons,
    new: str,
    old: str = HEADER + CODE,
    scan: FileScan = SCAN,
    path: str = "src/a.py",
) -> FileScan | None:
    return edit.carried(skeletons, path, old.encode(), scan, new.encode())


def scanned(engine: ScancodeEngine, texts: list[str], path: str) -> dict[str, FileScan]:
    requests = (
        Request(Blob(path, str(number)), text.encode()) for number, text in enumerate(texts)
    )
    found = {request.content.decode(): scan for request, scan in engine.scan(requests)}
    return {text: scan for text, scan in found.items() if isinstance(scan, FileScan)}


LINES = (
    *("y = f(1)", "", "# see below", "import os", "# @see f", "class Author:", "return x"),
    *("# Written by A. N. Other <a@example.org>", "# Copyright (c) 2020 Bar Inc.", "#"),
    *("# SPDX-" + "License-Identifier: Zlib", "# All rights reserved.", "# GPL", "x = '(c) '"),
    *("# created by Dana Example <dana@example.org>", "# Created", "self.created = by_x"),
    *("# and maintained by A. N. Other", "# of the authority of Foo Corp.", "# modified"),
    *(
        "# by Dana Example <dana@example.org>",
        "add(c)",
        "# (c)2020 Baz Inc.",
        "# Coded in Foo Inc.",
    ),
    *("# Developers: Dana <dana@example.org>", "# used by @see", "# Written by", "# Dana Example"),
    *("# Foo Corp. and others", "# 2021, 2022", "# provided as is, without warranty", "2024"),
    *(
        "z" * 320,
        "caf\u00e9",
        "# \uc785\ub825 \uac12",
        "# \u521d\u59cb\u5316",
        "# \uff43opyright 2020 Bar",
    ),
    *(
        "<b>x</b>",
        "<p class='a'>see &copy; below</p>",
        "<svg/>",
        "copy<i>right 2020 Foo</i>",
        "<!-- -->",
    ),
)
MARKUP = "<!DOCTYPE html>\n<html>\n" + "<p>a line of text</p>\n" * 60
"""Longer than the part of a file by which the engine tells markup."""

KOREAN = "# \ub354\ud55c\ub2e4\n" * 90
"""Longer than the part of a file by which the engine tells a binary."""


def edited(text: str, chance: random.Random) -> str:
    """Return ``text`` with up to three lines added, replaced or deleted, and its years changed."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        lines[at : at + chance.randint(0, 1)] = chance.choices(LINES, k=chance.randint(0, 2))
    text = "\n".join(lines)
    return text.replace("2024", "2025") if chance.random() < 0.3 else text


@pytest.mark.parametrize(
    ("path", "top"),
    [
        ("src/a.py", ""),
        ("src/a.min.js", ""),
        ("locale/a.po", ""),
        ("src/b.py", KOREAN),
        ("docs/a.html", MARKUP),
        ("src/a.vue", MARKUP),
        ("a.xml", MARKUP + KOREAN),
    ],
)
def test_a_carried_result_is_the_engines(engine, skeletons, path, top):
    chance = random.Random(path)
    below = "# Author: A. N. Other\n" + CODE + "# Copyright 2024 Bar Inc., Foo Corp.\n"
    olds = [HEADER + CODE, HEADER + CODE + below, CODE, CODE + below, HEADER + "w" * 400 + "\n"]
    pairs = [(top + old, top + edited(old, chance)) for old in olds for _ in range(20)]
    scans = scanned(engine, sorted({text for pair in pairs for text in pair}), path)
    answers = {
        (old, new): found
        for old, new in pairs
        if (found := carried(skeletons, new, old, scans[old], path)) is not None
    }
    assert len(answers) >= 10
    assert {pair: scans[pair[1]] for pair in answers} == answers


@pytest.mark.parametrize(
    "new",
    [
        "\n\n" + HEADER + CODE,
        HEADER + "import os\n" + CODE,
        HEADER + CODE.replace("x3 = 3", "y = f(2)"),
        HEADER + CODE + "z" * 250 + "\n",
        HEADER.replace("\n", "\r\n") + CODE,
        HEADER.replace("2024", "2025") + CODE,
        HEADER.replace("2019-2024", "2024") + CODE,
    ],
    ids=["above", "below", "code", "a line that is not split", "line ends", "years", "one year"],
)
def test_an_edit_without_a_sign_of_a_notice_keeps_the_result(skeletons, new):
    assert carried(skeletons, new) is not None


@pytest.mark.parametrize(
    ("top", "line"),
    [(KOREAN, "# \uac12\uc744 \ub354\ud55c\ub2e4\n"), (MARKUP, "<b>x</b>\n")],
    ids=["beyond ASCII", "markup"],
)
def test_so_does_one_far_from_what_tells_the_type_of_the_text(skeletons, top, line):
    old = top + CODE
    assert carried(skeletons, old + line, old, FileScan(None)) is not None


@pytest.mark.parametrize(
    "new",
    ["<b>x</b>\n" + MARKUP, MARKUP + "<svg/>\n", MARKUP + "&copy; 2020\n", MARKUP + "caf\u00e9\n"],
    ids=["the beginning", "an image", "a statement", "another encoding"],
)
def test_an_edit_of_markup_that_may_change_how_it_is_read_is_for_the_engine(skeletons, new):
    assert carried(skeletons, new, MARKUP, FileScan(None), "a.html") is None


def test_an_edit_beside_the_group_of_a_statement_keeps_the_result(skeletons):
    top, line = HEADER + CODE, (HEADER + CODE).count("\n") + 2
    old = top + "#\n# Author: Dana Example\n#\n#\n"
    scan = SCAN._replace(authors=(Statement("Dana Example", Span(line, line)),))
    assert carried(skeletons, old + "y = f(2)\n", old + "y = f(1)\n", scan) is not None
    assert carried(skeletons, old + "# by Dana\n", old + "y = f(1)\n", scan) is None


def test_lines_are_shifted_and_years_replaced(skeletons):
    found = carried(skeletons, "#!/bin/sh\n\n\n" + HEADER.replace("2024", "2025") + CODE)
    assert found is not None
    statement, license_ = found.notices
    assert (statement.text, statement.span) == ("Copyright 2019-2025 Foo Corp.", Span(4, 4))
    assert statement.statement == "Copyright 2019-2025 Foo Corp."
    assert (license_.span, license_.matches[0].span) == (Span(6, 6), Span(6, 6))
    assert found.holders == (Statement("Foo Corp.", Span(4, 4)),)


@pytest.mark.parametrize(
    "new",
    [
        HEADER.replace("Foo", "Bar") + CODE,
        HEADER.replace("2019-2024", "2019, 2024") + CODE,
        HEADER.replace("MIT", "BSD") + CODE,
        CODE,
        HEADER + CODE + "# (c) Bar Inc.\n",
        HEADER + CODE + "# GPL\n",
        HEADER + CODE + "# SPDX-" + "License-Identifier: Zlib\n",
        HEADER.replace("#\n#", "# and others\n#") + CODE,
        HEADER.replace("#\n#", "#\n\n\n\n\n#") + CODE,
        HEADER + CODE + "caf\u00e9\n",
        HEADER + CODE + "z" * 320 + "\n",
        "\n" * 1000 + HEADER + CODE,
        "\ufeff" + HEADER + CODE,
        "<!-- a -->\n" + HEADER + CODE,
        "\x00" + HEADER + CODE,
    ],
    ids=[
        "a holder",
        "years in another form",
        "a licence",
        "no notice any more",
        "a new statement",
        "a new licence",
        "a new tag",
        "a line beside a statement",
        "notices that part",
        "beyond ASCII",
        "long lines, which are split",
        "below line 1,000",
        "a byte order mark",
        "markup",
        "no text",
    ],
)
def test_an_edit_that_may_touch_a_notice_is_for_the_engine(skeletons, new):
    assert carried(skeletons, new) is None


@pytest.mark.parametrize(
    "scan",
    [
        SCAN._replace(blank=True),
        SCAN._replace(notices=(STATED._replace(detector="scripts"),)),
        SCAN._replace(notices=(LICENSE._replace(matches=(MATCH._replace(matcher="3-seq"),)),)),
    ],
    ids=["blank", "a notice of a detector", "an approximate match"],
)
def test_a_result_that_other_lines_may_change_is_not_carried(skeletons, scan):
    assert carried(skeletons, HEADER + CODE + "y = f(2)\n", scan=scan) is None


def test_a_list_of_names_is_for_the_engine(skeletons):
    assert carried(skeletons, HEADER + CODE + "y\n", path="CREDITS.md") is None
