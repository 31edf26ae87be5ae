"""Names that an older policy holds as the engine reads them.

Before notices were read as they are written, a policy named "haneulyeonguso" where the file has
that name in Korean letters, perhaps with the next word of the code behind it, and the holders of
several lines as one. Such an entry still explains the name. A name whose letters only look like
Latin ones is another name, and is not explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attribcheck.core.model import Notice
from attribcheck.notices.holders import HolderNames, normal_form


def older_names(
    names: Iterable[str], notice: Notice, known: Sequence[HolderNames]
) -> tuple[str, ...]:
    """Return those of ``names`` that ``known`` has as the engine reads them.

    Args:
        names: Names of a statement that are in none of ``known``.
        notice: The statement.
        known: The allowed holders.
    """
    return tuple(name for name in names if _is_transliterated(name, notice, known))


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
