"""How a comment is written in a file, by its name.

Only types whose name is that of one language: ``.pl`` is Perl and Prolog, ``.m`` Objective-C and
MATLAB. Types of data and documents are not listed, since few projects head them.

Sources: the tables of REUSE (https://github.com/fsfe/reuse-tool) and of addlicense
(https://github.com/google/addlicense), read for which languages they know.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class CommentStyle(NamedTuple):
    """The comments of a language.

    Attributes:
        first: The line above a block, or "" where each line is a comment of its own.
        line: What begins each line.
        last: The line below a block, or "".
        refused: What no line of the comment may contain.
    """

    first: str
    line: str
    last: str
    refused: tuple[str, ...] = ()

    def comment(self, lines: Iterable[str]) -> list[str]:
        """Return ``lines`` as a comment.

        Raises:
            ValueError: a line has what would end the comment; the message is that text.
        """
        lines = list(lines)
        for text in self.refused:
            if any(text in line for line in lines):
                raise ValueError(text)
        body = [f"{self.line}{line}".rstrip() for line in lines]
        return [*filter(None, [self.first]), *body, *filter(None, [self.last])]


_HASH = CommentStyle("", "# ", "")
_SLASHES = CommentStyle("", "// ", "")
_BLOCK = CommentStyle("/*", " * ", " */", ("*/", "/*"))
_MARKUP = CommentStyle("<!--", "", "-->", ("--", "<!", "->"))
_DASHES = CommentStyle("", "-- ", "")
_SEMICOLONS = CommentStyle("", ";; ", "")
_PERCENT = CommentStyle("", "% ", "")
_ML = CommentStyle("(*", " * ", " *)", ("*)", "(*"))
_BATCH = CommentStyle("", "@rem ", "", ("%", "^"))
_BANG = CommentStyle("", "! ", "")
_QUOTE = CommentStyle("", '" ', "")

_SUFFIXES = {
    _HASH: ".py .pyi .pyx .pxd .sh .bash .zsh .fish .rb .rake .gemspec .pm .r .jl .ex .exs .nim"
    " .tcl .awk .cmake .mk .mak .bzl .star .ps1 .psm1 .coffee .tf .tfvars .nix .gn .gni",
    _SLASHES: ".go .rs .js .mjs .cjs .jsx .ts .mts .cts .tsx .java .kt .kts .scala .swift .dart .cs"
    " .groovy .gradle .proto .sol .zig .wgsl .sv .svh .cu .cuh .hlsl .metal .jsonnet .libsonnet",
    _BLOCK: ".c .h .cc .cpp .cxx .c++ .hh .hpp .hxx .inl .mm .css .scss .less .php .thrift",
    _MARKUP: ".html .htm .xhtml .vue .svelte .xml .xsl .xslt .xsd",
    _DASHES: ".sql .lua .hs .elm .adb .ads .vhd .vhdl",
    _SEMICOLONS: ".clj .cljs .cljc .lisp .el .scm .rkt",
    _PERCENT: ".erl .hrl .tex .sty",
    _ML: ".ml .mli .fsi",
    _BATCH: ".bat .cmd",
    _BANG: ".f90 .f95 .f03 .f08",
    _QUOTE: ".vim",
}
_NAMES = {
    _HASH: "makefile gnumakefile cmakelists.txt dockerfile containerfile rakefile gemfile build"
}
_BY_SUFFIX = {suffix: style for style, listed in _SUFFIXES.items() for suffix in listed.split()}
_BY_NAME = {name: style for style, listed in _NAMES.items() for name in listed.split()}


def comment_style(path: str) -> CommentStyle | None:
    """Return the style of the file at ``path``; None for a type that is not listed."""
    name = path.rpartition("/")[2]
    if name == "BUILD" or name.lower() != "build":  # a folder's script "build" is of any language
        style = _BY_NAME.get(name.lower())
        if style:
            return style
    dot = name.rfind(".")
    return _BY_SUFFIX.get(name[dot:].lower()) if dot > 0 else None
