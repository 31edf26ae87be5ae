"""Go."""

from __future__ import annotations

from attribcheck.copies.lexers.clike import (
    BLOCK_COMMENT,
    DOUBLE_QUOTED,
    LINE_COMMENT,
    RAW_BACK_QUOTED,
    SINGLE_QUOTED,
    CLexer,
    Syntax,
    words,
)

_SYNTAX = Syntax(
    words=words(
        "goto struct interface func go defer chan range type map bool string byte var import"
        " package nil select fallthrough rune error int"
    ),
    comments=(BLOCK_COMMENT, LINE_COMMENT),
    strings=(DOUBLE_QUOTED, SINGLE_QUOTED, RAW_BACK_QUOTED),
    imports=frozenset({"import", "package"}),
)

lex = CLexer(_SYNTAX)
