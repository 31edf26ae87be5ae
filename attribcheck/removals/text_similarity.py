"""Compares passages by their words, without comment leaders and layout; reads each file once.

A formatter re-flows a comment and changes its leader, its indentation, its quotes and the case or
the form of a copyright sign. None of that removes a notice, so none of it is compared.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, Span
from attribcheck.core.spans import DisjointSpans
from attribcheck.git import lfs
from attribcheck.scan.lines import decoded_lines
from attribcheck.spdx import expressions

_SIGN = re.compile(r"\(\s*c\s*\)|©|&copy;|&#169;|&#xa9;|\\\(co", re.IGNORECASE)
# Leaders that are made of letters: batch files, m4, and the "@REM" of both.
_LEADER = re.compile(r"^[ \t]*@?(?:rem|dnl)\b", re.IGNORECASE | re.MULTILINE)
# The "+" behind the id of a licence makes another one: that or a later version.
_WORD = re.compile(r"[^\W_]+\+?")
# "2019-2024" states more years than "2019, 2024". A range may be broken by a line end.
_YEAR = r"(?:19|20)\d\d"
_RANGE = re.compile(
    rf"(?<!\d)({_YEAR})[\s#*;%!]*(?:[-\u2010-\u2015~/]+|\bto\b)[\s#*/;%!]*"
    rf"(?={_YEAR}(?!\d)|\d\d(?!\d)|(?:present|now|today|current)\b)",
    re.IGNORECASE,
)
_LICENSE_FIELD = re.compile(r"License-Expression:\s*(\S.*)")
_RUN = 5  # words
_SAME_SHARE = 0.9


def words(text: str) -> str:
    r"""Return the words of ``text``, case-folded, with one space between and around them.

    Copyright signs, comment leaders, punctuation and line breaks are left out; the hyphen of a
    range of years becomes a word. The spaces around make ``in`` a test for complete words:

    >>> words("# Keep this\n# line") in words("/* KEEP\n * this line */")
    True
    >>> words("2019-2024") in words("2019, 2024")
    False
    """
    plain = _RANGE.sub(r"\1 to ", _LEADER.sub(" ", _SIGN.sub(" ", text)))
    # Composed before and after: casefold can decompose a letter ("ǰ").
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    return f" {' '.join(_WORD.findall(folded))} "


def contains(text: str, passage: str) -> bool:
    """Whether ``text`` contains ``passage``, both as ``words`` returns them; never an empty one."""
    return bool(passage.strip()) and passage in text


def mostly_contains(text: str, passage: str) -> bool:
    """Whether ``text`` contains nine in ten runs of five words of a longer ``passage``.

    For licence texts, in which a typing error may be corrected and a name filled in. Both as
    ``words`` returns them.
    """
    if contains(text, passage):
        return True
    runs = _runs(passage)
    return bool(runs) and len(runs & _runs(text)) >= _SAME_SHARE * len(runs)


def _runs(text: str) -> set[tuple[str, ...]]:
    parts = text.split()
    return {tuple(parts[at : at + _RUN]) for at in range(len(parts) - _RUN + 1)}


class Text:
    """The content of one file, in lines as the engine numbers them.

    Args:
        content: The content.
        path: The file.
    """

    def __init__(self, content: bytes, path: str = "") -> None:
        self.lines = decoded_lines(content)
        self._is_notebook = path.lower().endswith(".ipynb")

    @cached_property
    def code_lines(self) -> list[str]:
        """The code in each line: the lines themselves, or the strings of a notebook in them."""
        if not self._is_notebook:
            return self.lines
        from attribcheck.copies.lexers import notebook  # lazy: notebooks only

        return notebook.code_lines(self.lines)

    @cached_property
    def words(self) -> str:
        """Its words; see the function ``words``."""
        text = "\n".join(self.lines)
        return words(text.replace("\\n", " ") if self._is_notebook else text)

    @cached_property
    def metadata_licenses(self) -> tuple[frozenset[str], ...]:
        """The licence ids in each ``License-Expression`` field, which the engine does not read.

        In Python's core metadata 2.4 it replaces the classifiers of older releases (PEP 639).
        """
        found: list[frozenset[str]] = []
        for match in filter(None, map(_LICENSE_FIELD.match, self.lines)):
            with contextlib.suppress(expressions.ExpressionError):
                found.append(frozenset(expressions.single_ids(match[1])))
        return tuple(found)

    def without(self, hidden: DisjointSpans) -> Text:
        """Return this text with the ``hidden`` lines empty, and the others at their numbers."""
        if not hidden:
            return self

        def shown(lines: list[str]) -> list[str]:
            return ["" if number in hidden else line for number, line in enumerate(lines, 1)]

        found = Text(b"")
        found.lines, found.code_lines = shown(self.lines), shown(self.code_lines)
        return found

    def passage(self, span: Span) -> list[str]:
        """Return the lines of ``span``."""
        return self.lines[span.start - 1 : span.end]


class Texts:
    """The texts of blobs, each read once. A Git LFS object that was not fetched has none.

    Args:
        read: Reads blobs as ``sources.base.Source.read`` does.

    Attributes:
        pointers: The ids of Git LFS pointers whose object is not stored here.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._texts: dict[str, Text | None] = {}
        self.pointers: set[str] = set()

    def prime(self, blobs: Iterable[Blob]) -> None:
        """Read many blobs with one call of git.

        Raises:
            GitError: git failed while it read.
        """
        wanted = {blob.oid: blob for blob in blobs if blob.oid not in self._texts}
        if wanted:
            for blob, content in self._read(wanted.values()):
                is_pointer = content is not None and lfs.is_pointer(content)
                if is_pointer:
                    self.pointers.add(blob.oid)
                self._texts[blob.oid] = (
                    None if content is None or is_pointer else Text(content, blob.path)
                )

    def get(self, blob: Blob) -> Text | None:
        """Return the text of ``blob``; None when it can't be read.

        Raises:
            GitError: git failed while it read.
        """
        self.prime([blob])
        return self._texts[blob.oid]
