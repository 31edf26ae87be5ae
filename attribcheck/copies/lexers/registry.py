"""Every language that is compared; a new one is one file and one line here."""

from __future__ import annotations

import importlib
from typing import NamedTuple

from attribcheck.copies.lexers.base import Lex
from attribcheck.copies.tokens import Tokens, text_of


class Language(NamedTuple):
    """A language.

    Attributes:
        name: Its name.
        module: The module of its lexer, a function ``lex``; a commit imports those that it needs.
        suffixes: The ends of its file names, in lower case.
    """

    name: str
    module: str
    suffixes: tuple[str, ...]

    @property
    def lex(self) -> Lex:
        """Its lexer."""
        lexer: Lex = importlib.import_module(f"attribcheck.copies.lexers.{self.module}").lex
        return lexer


def _language(name: str, module: str, suffixes: str) -> Language:
    return Language(name, module, tuple(suffixes.split()))


LANGUAGES = (
    _language("Python", "python", ".py .pyi .pyw"),
    _language("C family", "c", ".c .h .cc .cpp .cxx .c++ .hh .hpp .hxx .inl .cu .cuh"),
    _language("Java", "java", ".java"),
    _language("JavaScript and TypeScript", "javascript", ".js .mjs .cjs .jsx .ts .mts .cts .tsx"),
    _language("Go", "go", ".go"),
    _language("Rust", "rust", ".rs"),
    _language("Jupyter notebook", "notebook", ".ipynb"),
    _language(
        "other code",
        "text",
        ".asm .awk .bash .bzl .clj .cljs .cmake .coffee .cs .dart .ex .exs .erl .f .f90 .fs"
        " .gradle .groovy .hs .jl .kt .kts .lisp .lua .m .ml .mm .nim .php .pl .pm .proto .ps1"
        " .pyx .pxd .r .rb .s .scala .sh .sol .sql .sv .swift .tcl .v .vb .vhd .vue .svelte"
        " .zig .css .scss .less .wgsl .glsl .metal .hlsl",
    ),
)

_BY_SUFFIX = {suffix: language for language in LANGUAGES for suffix in language.suffixes}


def language_of(path: str) -> Language | None:
    """Return the language of a file by its name, or None when it is no code."""
    name = path.rpartition("/")[2].lower()
    dot = name.rfind(".")
    return _BY_SUFFIX.get(name[dot:]) if dot > 0 else None


def tokenize(path: str, content: bytes) -> Tokens | None:
    """Return the tokens of a file, or None when it is no code or binary.

    Args:
        path: Its path; the language is taken from its suffix.
        content: Its bytes.
    """
    language = language_of(path)
    if language is None:
        return None
    text = text_of(content)
    return None if text is None else language.lex(text)
