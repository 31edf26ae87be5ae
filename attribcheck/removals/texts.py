"""The contents that a comparison has to look at, each read once."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from functools import cached_property

from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, Span
from attribcheck.removals.text_similarity import words
from attribcheck.scan.lines import decoded_lines
from attribcheck.spdx import expressions

_LICENSE_FIELD = re.compile(r"License-Expression:\s*(\S.*)")


class Text:
    """One content, by the lines as the engine numbers them.

    Args:
        content: Its bytes.
    """

    def __init__(self, content: bytes) -> None:
        self.lines = decoded_lines(content)

    @cached_property
    def words(self) -> str:
        """Its words; see ``words.words``."""
        return words("\n".join(self.lines))

    @cached_property
    def stated_licenses(self) -> frozenset[str]:
        """The licences of its field of Python's core metadata 2.4, which the engine does not read.

        That field takes the place of the classifiers that older releases state (PEP 639).
        """
        found: set[str] = set()
        for match in filter(None, map(_LICENSE_FIELD.match, self.lines)):
            with contextlib.suppress(expressions.ExpressionError):
                found.update(expressions.single_ids(match[1]))
        return frozenset(found)

    def passage(self, span: Span) -> list[str]:
        """Return the lines of ``span``."""
        return self.lines[span.start - 1 : span.end]


class Texts:
    """Texts by blob.

    Args:
        read: Reads blobs as ``sources.base.Source.read`` does.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._texts: dict[str, Text | None] = {}

    def prime(self, blobs: Iterable[Blob]) -> None:
        """Read many at once.

        Raises:
            GitError: git stopped in the middle.
        """
        wanted = {blob.oid: blob for blob in blobs if blob.oid not in self._texts}
        if wanted:
            for blob, content in self._read(wanted.values()):
                self._texts[blob.oid] = None if content is None else Text(content)

    def get(self, blob: Blob) -> Text | None:
        """Return the text of ``blob``; None when it can't be read.

        Raises:
            GitError: git stopped in the middle.
        """
        self.prime([blob])
        return self._texts[blob.oid]
