"""Rust."""

from __future__ import annotations

from attribcheck.copies.lexers.clike import (
    BLOCK_COMMENT,
    DOUBLE_QUOTED,
    LINE_COMMENT,
    CLexer,
    Syntax,
    words,
)

_RAW = r'b?r"[^"]*"?|b?r#".*?(?:"#|\Z)|b?r##".*?(?:"##|\Z)'
_PREFIXED = '(?:[bc](?="))?' + DOUBLE_QUOTED
# A quote begins a character ('a', '\n', '\u{e9}') or a lifetime ('a, without a quote at its end).
_CHARACTER = r"b?'(?:[^'\\\n]|\\[^\n][^'\n]{0,8})'"
_LIFETIME = r"'[^\W\d]\w*"
_ATTRIBUTE = r"\#!?\[[^\]\n]*\]?"

_SYNTAX = Syntax(
    words=words(
        "struct union enum static let in async await as fn mut pub impl trait match mod loop where"
        " type bool extern use unsafe dyn move ref crate Self self super"
    ),
    comments=(BLOCK_COMMENT, LINE_COMMENT, _ATTRIBUTE, rf"{_LIFETIME}(?!')"),
    strings=(_RAW, _PREFIXED, _CHARACTER),
    imports=frozenset({"use", "mod"}),
)

lex = CLexer(_SYNTAX)
