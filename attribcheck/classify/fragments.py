"""Leaves fragments out of a licence notice: a few words of a long text, beside a complete match.

The engine joins matches that stand together to one notice. "Released under the GNU GPLv2+, see the
COPYING file in the source distribution for its full text" is the GPL by a complete match and, by 11
of 43 words of its text, bzip2's licence too: "in the source distribution".
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
