"""Names that an older policy holds as the engine reads them.

Before notices were read as they are written, a policy named "haneulyeonguso" where the file has
that name in Korean letters, perhaps with the next word of the code behind it, and the holders of
several lines as one. Such an entry still explains the name. A name whose letters only look like
Latin ones is another name, and is not explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attribcheck.core.model import Notice
from attribcheck.notices.holders import HolderNames, normal_form, unexplained


def missing(
    notice: Notice, named: Iterable[str], known: Sequence[HolderNames]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of a statement that ``known`` lacks.

    Args:
        notice: The statement.
        named: Its holders.
        known: The allowed holders.

    Returns:
        The unknown names, and those that are known as the engine reads them only.
    """
    rest = tuple(name for holder in named for name in unexplained(holder, known))
    older = tuple(name for name in rest if _is_transliterated(name, notice, known))
    return tuple(name for name in rest if name not in older), older


def _is_transliterated(name: str, notice: Notice, known: Sequence[HolderNames]) -> bool:
    latin = name
    if not name.isascii():
        # lazy: few names get here
        from attribcheck.notices.spelling import is_disguised
        from attribcheck.scan.written.letters import transliterated

        if is_disguised(name):
            return False
        latin = transliterated(name)
        if any(latin in names for names in known):
            return True
    form = normal_form(latin)
    return bool(form) and any(
        form in normal_form(holder) and any(holder in names for names in known)
        for holder in notice.holders
    )
