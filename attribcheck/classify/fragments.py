"""Leaves fragments out of a licence notice: a few words of a long text, beside a complete match.

The engine joins matches that stand together to one notice. A header that names its licence in full
and sends its reader to COPYING can share 11 of the 43 words of another text, which says the same.
"""

from __future__ import annotations

from attribcheck.core.model import LicenseMatch, Notice
from attribcheck.spdx import expressions

_WORDS = 20
"""Matched words below which an approximate match may be a fragment."""

_SHARE = 50.0
"""The percentage of the rule, and the score, below which it is one."""


def without(notice: Notice) -> Notice:
    """Return a licence notice whose text names no licence by a fragment only.

    Its matches stay. A notice without a complete match stays as it is: nothing else explains it.
    """
    if len(notice.matches) < 2 or not any(map(_is_fragment, notice.matches)):
        return notice
    if not any(match.score >= 100 and match.matcher != "3-seq" for match in notice.matches):
        return notice
    rest = [match.expression for match in notice.matches if not _is_fragment(match)]
    return notice._replace(text=expressions.conjunction(rest))


def _is_fragment(match: LicenseMatch) -> bool:
    return (
        match.matcher == "3-seq"
        and match.length < _WORDS
        and match.coverage < _SHARE
        and match.score < _SHARE
    )
