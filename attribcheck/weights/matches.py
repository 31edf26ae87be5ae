"""What a check finds of weights of known models; standard library only."""

from __future__ import annotations

from typing import NamedTuple

from attribcheck.weights.document import Origin


class KnownMatch(NamedTuple):
    """Weights that match a known model, which no component declares for their files.

    Attributes:
        paths: The files, all of one model.
        fact: The verdict, a clause that names the model.
        origin: The model.
        component: The name of the component of the policy that it belongs to, or "".
        others: Further models that match.
    """

    paths: tuple[str, ...]
    fact: str
    origin: Origin
    component: str = ""
    others: tuple[str, ...] = ()


class Uncompared(NamedTuple):
    """A model or a fingerprint that could not be compared.

    Attributes:
        path: The file of the model; "" for a fingerprint that the policy names.
        reason: Why, a sentence without its full stop.
        hint: What settles it, or "".
        component: The name of the component that names the fingerprint.
        place: That of the fingerprint among its ``weights``.
    """

    path: str
    reason: str
    hint: str = ""
    component: str = ""
    place: int = 0


class WeightsResult(NamedTuple):
    """All of it."""

    matches: tuple[KnownMatch, ...] = ()
    uncompared: tuple[Uncompared, ...] = ()
