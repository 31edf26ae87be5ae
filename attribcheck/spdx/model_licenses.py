"""Finds the licence of a model by a value in a card, a title, an id, or the model's name."""

from __future__ import annotations

import re
from functools import lru_cache

from attribcheck.spdx.model_licenses_table import CARD_VALUES, NO_VALUES, TABLE, ModelLicense
from attribcheck.spdx.obligations_table import Obligations

BY_ID: dict[str, ModelLicense] = {one.id: one for one in TABLE}


def of_value(value: str) -> str | None:
    """Return the SPDX id that a value in a card or in metadata stands for, or None.

    ``license_name`` is written freely, so dashes, spaces and a closing "license" are ignored.
    """
    name = value.strip().lower()
    if name in NO_VALUES:
        return None
    return CARD_VALUES.get(name) or _by_plain_name().get(_plain(name))


@lru_cache(maxsize=1)
def _by_plain_name() -> dict[str, str]:
    found = {_plain(name): key for name, key in CARD_VALUES.items()}
    found.update((_plain(one.title), one.id) for one in TABLE)
    found.update((_plain(key), key) for key in CARD_VALUES.values())
    return found


def _plain(name: str) -> str:
    text = re.sub(r"[\s_-]+", "-", name.lower().removeprefix("licenseref-").strip())
    return re.sub(r"-(?:licen[cs]e|agreement)+\Z", "", text)


def canonical(key: str) -> str:
    """Return the id of ``TABLE`` that an own ``LicenseRef-`` means by its name; else ``key``.

    ``LicenseRef-Llama3`` and ``LicenseRef-meta-llama-3`` are the same licence.
    """
    if not key.startswith("LicenseRef-") or key.startswith("LicenseRef-scancode-"):
        return key
    found = _by_plain_name().get(_plain(key))
    return found if found in BY_ID else key


def obligations_of(key: str) -> Obligations | None:
    """Return the obligations of a licence that only this table has, or None."""
    found = BY_ID.get(key)
    return found.obligations if found else None


@lru_cache(maxsize=1)
def _headings() -> tuple[tuple[re.Pattern[str], ModelLicense], ...]:
    return tuple((re.compile(one.heading, re.IGNORECASE), one) for one in TABLE if one.heading)


def titled(line: str) -> ModelLicense | None:
    """Return the licence whose title a line is, or None."""
    text = line.strip(" #*\t=")[:200]
    return next((one for pattern, one in _headings() if pattern.fullmatch(text)), None)


def of_model(name: str) -> ModelLicense | None:
    """Return the licence under which a model of this name is published, or None."""
    text = name.lower().partition("@")[0]
    return next((one for one in TABLE if one.models and re.fullmatch(one.models, text)), None)
