"""Licences by the names that people write beside the word for "licence" in other languages.

A name is looked up here, then among the SPDX ids, then among the names and short names of
scancode's licences.

Source: the names are those for which the engine (scancode-toolkit 32.5) answers with the id when it
reads "released under the NAME License"; rows where it differs say so. The Chinese titles are those
of the licence texts, https://license.coscl.org.cn.
"""

from __future__ import annotations

import re
from functools import lru_cache

from attribcheck.spdx import catalog

_NAMES = {
    "mit": "MIT",
    "expat": "MIT",
    "bsd": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "bsd 2 clause": "BSD-2-Clause",
    "bsd 3 clause": "BSD-3-Clause",
    "bsd 2": "BSD-2-Clause",
    "bsd 3": "BSD-3-Clause",
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "gpl": "GPL-1.0-or-later",
    "gnu gpl": "GPL-1.0-or-later",
    "gpl 2": "GPL-2.0-only",
    "gpl 2.0": "GPL-2.0-only",
    "gpl 3": "GPL-3.0-only",  # the engine adds its id for a bare "GPL" to that of "GPL 3.0"
    "gpl 3.0": "GPL-3.0-only",
    "lgpl": "LGPL-2.0-or-later",
    "lgpl 2.1": "LGPL-2.1-only",
    "lgpl 3": "LGPL-3.0-only",
    "lgpl 3.0": "LGPL-3.0-only",
    "agpl": "AGPL-3.0-only",  # the engine says "or later" as well
    "agpl 3": "AGPL-3.0-only",
    "agpl 3.0": "AGPL-3.0-only",
    "mpl 2": "MPL-2.0",
    "mpl 2.0": "MPL-2.0",
    "epl 2.0": "EPL-2.0",
    "isc": "ISC",
    "zlib": "Zlib",
    "wtfpl": "WTFPL",
    "unlicense": "Unlicense",
    "boost": "BSL-1.0",
    "cc0": "CC0-1.0",
    "cc by 4.0": "CC-BY-4.0",
    "cc by sa 4.0": "CC-BY-SA-4.0",
    "cc by nc 4.0": "CC-BY-NC-4.0",
    "cc by nc sa 4.0": "CC-BY-NC-SA-4.0",
    "cc by nc nd 4.0": "CC-BY-NC-ND-4.0",
    "ofl": "OFL-1.1",  # the engine does not answer
    "sil ofl 1.1": "OFL-1.1",
    "artistic 2.0": "Artistic-2.0",
    "psf": "Python-2.0",
    "eupl 1.2": "EUPL-1.2",
    "sspl": "SSPL-1.0",
    # the engine answers with an id for the English text, LicenseRef-scancode-mulanpsl-2.0-en
    "mulan psl 1": "MulanPSL-1.0",
    "mulan psl 2": "MulanPSL-2.0",
    "mulanpsl 1": "MulanPSL-1.0",
    "mulanpsl 2": "MulanPSL-2.0",
}

TITLES = (
    ("木兰宽松许可证", "MulanPSL-1.0", "MulanPSL-2.0"),
    ("木蘭寬鬆許可證", "MulanPSL-1.0", "MulanPSL-2.0"),
    ("木兰公共许可证", "LicenseRef-scancode-mulanpubl-1.0", "LicenseRef-scancode-mulanpubl-2.0"),
    ("木蘭公共許可證", "LicenseRef-scancode-mulanpubl-1.0", "LicenseRef-scancode-mulanpubl-2.0"),
)
"""Chinese titles with the ids of versions 1 and 2; a title without a version means the newest."""

_TITLED = re.compile(r"[a-z]\s+(?:public\s+)?licen[cs]e|public\s+licen[cs]e", re.IGNORECASE)
_VERSION = re.compile(r"(?<=[a-z\s])(?:version|ver\.?|v\.?)\s*(?=\d)")
_GLUED = re.compile(r"(?<=[a-z])(?=\d(?:\.\d)?\+?\Z)")
_LATER = re.compile(r"(?:\+| or later)\Z")


def resolve(name: str) -> str | None:
    """Return the SPDX id of a licence by its name, or None.

    Args:
        name: As written, without the word for "licence": "Apache 2.0", "GPLv3+", "CC BY-SA 4.0".
    """
    plain = _plain(name)
    if not plain:
        return None
    found = catalog.by_id().get(name.strip().lower()) or catalog.by_id().get(
        plain.replace(" ", "-")
    )
    if found is not None and not found["is_exception"]:
        return str(found["spdx_license_key"])
    if key := _NAMES.get(plain):
        return key
    later = _LATER.sub("", plain)
    if later != plain and (key := _NAMES.get(later)):
        return re.sub(r"-only\Z", "-or-later", key)
    # Two thousand files are read for that: for a name that says it is a licence's.
    return _scancode_names().get(plain) if _TITLED.search(name) else None


def _plain(name: str) -> str:
    """Return a name in lower case, without the English word, "v" before a number and hyphens."""
    text = re.sub(r"[\s_,\-–]+", " ", name.lower().strip(" \"'`*_-,()[]"))
    text = re.sub(r"\b(?:the|gnu|open source|software) |\blicen[cs]e\b", "", text + " ").strip()
    text = _VERSION.sub(" ", text)
    text = _GLUED.sub(" ", text)
    return " ".join(text.split())


@lru_cache(maxsize=1)
def _scancode_names() -> dict[str, str]:
    """Return the SPDX ids of scancode's licences by their plain names and short names."""
    found: dict[str, str] = {}
    for entry in catalog.entries():
        text = catalog.shipped(entry["spdx_license_key"])
        if text is None or entry["is_exception"]:
            continue
        for label in re.findall(r"^(?:short_)?name: *(.+)$", text[:1000], re.MULTILINE):
            found.setdefault(_plain(label), entry["spdx_license_key"])
    return found
