"""Code of all other languages, by its words: compared with names kept only.

No word is known to be a keyword, so nothing can be abstracted: the code of a word is a hash of it.
Lines that are a comment alone by the usual marks are left out; prose is no code and has no lexer.
"""

from __future__ import annotations

from zlib import crc32

from attribcheck.copies.lexers.base import Language, compiled
from attribcheck.copies.tokens import FIRST_CODE, OTHER, TokenBuilder, Tokens

FAMILY = "text"

_CODES = OTHER - FIRST_CODE
_PATTERN = (
    r"((?:\A|(?<=\n))[ \t]*"
    r"(?:/\*.*?(?:\*/|\Z)|<!--.*?(?:-->|\Z)|(?:#|//|--|;|%|\*|'|\")[^\n]*))|"
    r"[ \t\f]*(\n|[^\W\d]\w*|\d\w*|.)"
)

SUFFIXES = tuple(
    ".asm .awk .bash .bzl .clj .cljs .cmake .coffee .cs .dart .ex .exs .erl .f .f90 .fs .gradle"
    " .groovy .hs .jl .kt .kts .lisp .lua .m .ml .mm .nim .php .pl .pm .proto .ps1 .pyx .pxd .r .rb"
    " .s .scala .sh .sol .sql .sv .swift .tcl .v .vb .vhd .vue .svelte .zig .css .scss .less .wgsl"
    " .glsl .metal .hlsl".split()
)


def lex(text: str) -> Tokens:
    """Return the words, numbers and other characters of a text."""
    builder = TokenBuilder(FAMILY)
    line = 1
    for comment, spelling in compiled(_PATTERN).findall(text):
        if comment:
            line += comment.count("\n")
            continue
        first = spelling[0]
        if first == "\n":
            line += 1
        elif not first.isspace():
            builder.codes.append(FIRST_CODE + crc32(spelling.encode()) % _CODES)
            builder.spelled.append(spelling)
            builder.lines.append(line)
            if first == ",":
                builder.drop_repetition()
    return builder.tokens()


LANGUAGE = Language("other code", SUFFIXES, lex, shape=False)
