"""Recognises files that the engine reads as plain text, so that its lines are theirs."""

from __future__ import annotations

import re

from attribcheck.scan.names import base_name, in_locale

# textcode.analysis reads the escapes \r, \n and \t in source code as a space.
_SOURCE = frozenset(
    "ada adb asm asp aj bas bat c c++ cc clj cob cpp cs csh csx cxx d e el f fs f77 f90 for fth ftn"
    " go h hh hpp hs html htm hxx java js jsx jsp ksh kt lisp lua m m4 nim pas php pl pp ps1 py r"
    " rb ruby rs s scala sh swift ts vhdl verilog vb groovy po".split()
)
_PLAIN = _SOURCE - set("asp html htm jsp php".split()) | frozenset(
    "bazel cfg cjs cmake conf css cts cu cuh gn gradle hcl ini inc ipp jl kts less md mjs mk mm mts"
    " pxd pyi pyx rst sass scss sql sbt toml tsx txt vue yaml yml zig".split()
)
"""Extensions that mean only "text" to the engine. The result of a file with another extension, or
none, may depend on its complete name."""

_WRITTEN = re.compile(r"\\[rnt]")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")  # made ASCII before statements are searched
_LONG = 290  # characters; libmagic reports longer lines, which scancode splits
_LONG_COMPACT = 190  # scancode splits longer lines of files that may be minified
_COMPACT = frozenset("cjs css js json mjs ts".split())
_CERTAIN = 310  # characters; libmagic reports every line as long as that
_SEARCHED = 60_000  # bytes; libmagic looks for long lines in these at least
_SPLIT = (".min.js", ".typeface.json", ".js.map", ".css.map")  # see typecode.contenttype
_OTHER_TYPES = (b"%", b"{\\rtf")

HEAD = 512
"""Bytes at the beginning of a file by which ``typecode`` tells a binary."""

TYPED = 1024
"""Bytes at the beginning of a file that ``textcode.markup.is_markup`` reads."""

# cluecode.copyrights reads each line of such a file as an author.
_CREDITS = frozenset("credit credits author authors contributor contributors".split())


def kind_of(path: str) -> str:
    """Return the part of a file's name on which its result may depend: extension or base name."""
    name = base_name(path)
    stem, dot, ending = name.rpartition(".")
    if stem and ending in _PLAIN and stem.lower() not in _CREDITS:
        return dot + ending
    return name


def text_lines(content: bytes, path: str) -> list[str] | None:
    """Return the lines of a file as the engine reads them, or None when it is not plain text.

    Args:
        content: Its bytes.
        path: Its path.
    """
    lines = raw_lines(content)
    if lines is None or in_locale(path):
        return None
    longest = _LONG_COMPACT if base_name(path).rpartition(".")[2] in _COMPACT else _LONG
    return as_read(lines, path) if max(map(len, lines)) <= longest else None


def raw_lines(content: bytes, *, markup: bool = False) -> list[str] | None:
    """Return the lines of a text in UTF-8, of any length; None when it may be read as another type.

    Args:
        content: Its bytes.
        markup: Whether it may begin like markup, of which the engine strips each line.
    """
    others = _OTHER_TYPES if markup else (b"<", *_OTHER_TYPES)
    if _CONTROL.search(content) or content[:HEAD].lstrip().startswith(others):
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if _FULL_WIDTH.search(text) or not text.strip():
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def as_read(lines: list[str], path: str) -> list[str]:
    """Return ``lines`` as the engine reads those of a file with the name of ``path``."""
    if base_name(path).rpartition(".")[2] not in _SOURCE:
        return lines
    return [_WRITTEN.sub(" ", line) if "\\" in line else line for line in lines]


def splits_lines(lines: list[str], path: str) -> bool | None:
    """Whether the engine splits the long lines of a text; None when that is not certain.

    ``textcode.analysis.numbered_text_lines`` does where libmagic reports long lines, which it looks
    for at the beginning of a file, and by some names.
    """
    if path.endswith(_SPLIT) or in_locale(path):
        return True
    longest = max(map(len, lines))
    if longest <= _LONG:
        return False
    size = 0
    for line in lines:
        size += len(line.encode()) + 1
        if size > _SEARCHED:
            return None
        if len(line) > _CERTAIN:
            return True
    return None


def is_credits(path: str) -> bool:
    """Whether the engine may read each line of a file with this name as an author."""
    return base_name(path).partition(".")[0].lower() in _CREDITS
