"""Licences of models that the engine matches only nearly: another version may be meant.

Versions of such a licence differ in few words, and each requires a line of its own. A near match
must not choose between them.
"""

from __future__ import annotations

from attribcheck.classify.declared_texts import is_exact
from attribcheck.core.model import Notice, NoticeKind
from attribcheck.spdx import expressions

_MODEL = "LicenseRef-scancode-"


def is_near(notice: Notice) -> bool:
    """Whether a notice is the licence of a model, and only a near match of it."""
    if notice.kind is not NoticeKind.LICENSE or _MODEL not in notice.text or is_exact(notice):
        return False
    from attribcheck.spdx import obligations  # lazy: few texts are of that kind

    if not any(map(obligations.is_model_license, expressions.keys(notice.text))):
        return False
    return any(match.matcher == "3-seq" and match.score < 100 for match in notice.matches)


def license_of(notice: Notice) -> str | None:
    """Return the expression of a licence: of a near one that of its title, or None."""
    if not is_near(notice):
        return notice.text
    from attribcheck.spdx import model_licenses

    found = model_licenses.titled(notice.excerpt.text)
    return found.id if found else None


def remark(notice: Notice) -> str:
    """Return a clause for a message about a near match; "" for any other notice."""
    if not is_near(notice):
        return ""
    score = min(match.score for match in notice.matches)
    named = license_of(notice)
    title = f"; its title is that of {named}" if named else ""
    return f" (a near match, {score:g} of 100, so another version may be meant{title})"
