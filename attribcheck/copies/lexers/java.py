"""Java."""

from __future__ import annotations

from attribcheck.copies.lexers.clike import (
    BLOCK_COMMENT,
    DOUBLE_QUOTED,
    LINE_COMMENT,
    SINGLE_QUOTED,
    TRIPLE_QUOTED,
    CLexer,
    Syntax,
    words,
)

_SYNTAX = Syntax(
    words=words(
        "enum static void int char long short float double class public private protected"
        " interface extends implements new this super try catch finally throw throws final abstract"
        " instanceof null boolean byte volatile synchronized import package assert"
    ),
    comments=(BLOCK_COMMENT, LINE_COMMENT),
    strings=(TRIPLE_QUOTED, DOUBLE_QUOTED, SINGLE_QUOTED),
    imports=frozenset({"import", "package"}),
)

lex = CLexer(_SYNTAX)
