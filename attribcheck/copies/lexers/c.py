"""C, C++ and CUDA: one lexer, since a header does not say which of them it is."""

from __future__ import annotations

from attribcheck.copies.lexers.clike import (
    BLOCK_COMMENT,
    DIRECTIVE,
    DOUBLE_QUOTED,
    LINE_COMMENT,
    SINGLE_QUOTED,
    CLexer,
    Syntax,
    words,
)

# Of raw strings (C++11) those without a delimiter; one with a delimiter ends at its first quote.
_RAW = r'(?:u8|[LuU])?R"\(.*?(?:\)"|\Z)'
_PREFIX = r"(?:(?:u8|[LuU])(?=[\"']))?"

_SYNTAX = Syntax(
    words=words(
        "goto struct union enum typedef sizeof static void int char long short float double"
        " unsigned signed class public private protected new this try catch throw final bool"
        " extern inline volatile register auto template namespace using operator virtual override"
        " delete nullptr constexpr typename noexcept friend __global__ __device__ __shared__"
        " __host__ __forceinline__"
    ),
    comments=(BLOCK_COMMENT, LINE_COMMENT, DIRECTIVE),
    strings=(_RAW, _PREFIX + DOUBLE_QUOTED, _PREFIX + SINGLE_QUOTED),
    imports=frozenset({"using"}),
)

lex = CLexer(_SYNTAX)
