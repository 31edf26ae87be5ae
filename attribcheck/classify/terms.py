"""Which of the ids in a licence notice say how the file may be used.

What contributors agree to says nothing about that (``catalog.is_agreement``), and a disclaimer of
warranty permits nothing. Alone in a file of our own a disclaimer counts all the same: it may be all
that is left of a licence.
"""

from __future__ import annotations

from attribcheck.classify.model import ClassifiedNotice, Status
from attribcheck.core.model import Notice
from attribcheck.policy.model import Component
from attribcheck.spdx import catalog, expressions


def of(notice: Notice, component: Component | None) -> tuple[str, ...]:
    """Return the ids in ``notice`` that are about the use of its file, in order.

    Args:
        notice: A licence notice.
        component: The component that covers the file; None at the top or without one.
    """
    ids = tuple(key for key in expressions.keys(notice.text) if not catalog.is_agreement(key))
    licences = tuple(key for key in ids if not catalog.is_disclaimer(key))
    return licences if licences or component else ids


def classified_without(notice: Notice, component: Component | None) -> ClassifiedNotice | None:
    """Return ``notice`` classified when it has ids, but none of them is about the use of its file.

    Args:
        notice: A licence notice.
        component: See ``of``.
    """
    ids = expressions.keys(notice.text)
    if not ids or of(notice, component):
        return None
    if component is None or all(map(catalog.is_agreement, ids)):
        why = "it is about contributions, and says nothing about the use of the file"
        return ClassifiedNotice(notice, Status.NOISE, why)
    why = f'it is a disclaimer of warranty, and component "{component.name}" covers the file'
    return ClassifiedNotice(notice, Status.DECLARED, why, component)
