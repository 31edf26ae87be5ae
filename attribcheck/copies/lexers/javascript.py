"""JavaScript and TypeScript, JSX included: one lexer, since the one is compiled to the other."""

from __future__ import annotations

from attribcheck.copies.lexers.clike import (
    BACK_QUOTED,
    BLOCK_COMMENT,
    DOUBLE_QUOTED,
    LINE_COMMENT,
    SINGLE_QUOTED,
    CLexer,
    Syntax,
    words,
)

# A slash begins a regular expression where a value may begin; without this one that holds a quote
# would begin a string. No more than 100 characters are tried: a slash may be a division.
_REGULAR_EXPRESSION = (
    r"(?:(?<=[(,=:\[!&|?{};])|(?<=[(,=:\[!&|?{};][ ]))"
    r"/(?![*/])(?:[^/\\\n]|\\[^\n]){1,100}/[a-z]*"
)

_SYNTAX = Syntax(
    words=words(
        "enum static void class public private protected interface extends implements new this"
        " super try catch finally throw abstract function let var of in typeof instanceof async"
        " await yield export as null type string boolean namespace readonly delete import undefined"
        " declare keyof"
    ),
    comments=(BLOCK_COMMENT, LINE_COMMENT),
    strings=(_REGULAR_EXPRESSION, DOUBLE_QUOTED, SINGLE_QUOTED, BACK_QUOTED),
    imports=frozenset({"import"}),
)

lex = CLexer(_SYNTAX)
