"""Recognises lines of a list of names, as in the header of a file or in debian/copyright."""

from __future__ import annotations

import re

from attribcheck.scan.written import wording

_MOST_OF_NAME = 5  # words of a name in a list
_ADDRESS = " \0 "
_NICKNAME = re.compile(r"\s[(\[][\w.-]{1,30}[)\]](?=\s*(?:[<,.]|\Z))")
_NO_NAME = re.compile(r"[^\W\d_]{2,}[:!?]|[=:;!?\\/_$%]|\d")  # code, a field or a sentence


def is_all_names(text: str) -> bool:
    """Whether a line is a list of full names or names with an address, and nothing else."""
    plain = wording.CONTACT.sub(_ADDRESS, _NICKNAME.sub("", text)).strip().rstrip(".,;")
    pieces = [piece for piece in wording.SEPARATOR.split(plain) if piece.strip()]
    return bool(pieces) and all(map(_is_full_name, pieces))


def _is_full_name(piece: str) -> bool:
    words_ = piece.split()
    has_address = words_[-1] == _ADDRESS.strip()
    names_ = words_[:-1] if has_address else words_
    return (
        (1 if has_address else 2) <= len(names_) <= _MOST_OF_NAME
        and wording.is_name_word(names_[0])
        and wording.is_name_word(names_[-1])
        and all(wording.is_name_word(word) or word.lower() in wording.JOINERS for word in names_)
        and not any(map(_NO_NAME.search, names_))
    )


def column(line: str, at: int) -> int:
    """Return the column of the index ``at``, with tabs of eight columns."""
    return len(line[:at].expandtabs())
