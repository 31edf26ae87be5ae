"""Names that a person can review: of components and of holders."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attribcheck.core.text import printable
from attribcheck.notices import holders, places

LONGEST = 60  # characters: a name stays on one line of the policy and of a finding

_ADDRESS = re.compile(
    r"<[^<>]*>|\([a-z][\w.+-]* at [a-z0-9][a-z0-9. -]*[. ][a-z]{2,4}\)|\(?\S+@\S+\)?|\(?https?://[^\s)]*\)?"
    r"|\S+ at \S+ dot \S+"
)
_ENCODED = re.compile(r"=?\?[\w-]+\?[QBqb]\?(\S*?)(?:\?=|(?=\s|\Z))|&#?\w+;|\\u[0-9a-fA-F]{4}")
_EDGES = " \t,;:.-/\"'"
_PERSON = re.compile(r"(?!The\b)[A-Z][\w.-]*(?: [A-Z][\w.-]*){1,2}\Z")
_INITIALS = re.compile(r"\b(?:[A-Z]|Inc|Ltd|Co|Corp|Jr|e\.V)\Z")


def holder(written: str) -> str:
    """Return a holder without addresses and without the places behind a name; "" without a name.

    "Foo Person <foo@example.com>, Bartown, Country" is "Foo Person": what follows an address is no
    holder.
    """
    first = re.split(r"\s*<[^<>]*@[^<>]*>\s*,", written, maxsplit=1)[0]
    plain = " ".join(_ADDRESS.sub(" ", _ENCODED.sub(" ", printable(first))).split())
    pieces = plain.split(", ")
    plain = ", ".join(pieces[: places.place_from(pieces)])
    end = "." if plain.endswith(".") and _INITIALS.search(plain[:-1]) else ""
    return plain.strip(_EDGES) + end if holders.normal_form(plain) else ""


def distinct(written: Iterable[str]) -> tuple[str, ...]:
    """Return the holders in the first spelling, each once."""
    found: dict[str, str] = {}
    for one in written:
        for name in (one,) if one.startswith("re:") else _names(holder(one)):
            found.setdefault(holders.normal_form(name) or name, name)
    return tuple(found.values())


def _names(written: str) -> Iterable[str]:
    """Yield the names: of a list of persons each, else those that "and" joins."""
    for name in holders.names(written):
        pieces = name.split(", ")
        yield from pieces if len(pieces) > 1 and all(map(_PERSON.match, pieces)) else (name,)


def component(wanted: str) -> str:
    """Return a name for a component, of ``LONGEST`` characters at most."""
    plain = " ".join(_ADDRESS.sub(" ", _ENCODED.sub(" ", printable(wanted))).split()).strip()
    if len(plain) <= LONGEST:
        return plain or "unnamed"
    return plain[: LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def unused(wanted: str, names: set[str]) -> str:
    """Return a name for a component that is not among ``names``, and add it to them."""
    name, number = component(wanted), 2
    while name in names:
        tail = f" ({number})"
        name, number = component(wanted)[: LONGEST - len(tail)].rstrip() + tail, number + 1
    names.add(name)
    return name
