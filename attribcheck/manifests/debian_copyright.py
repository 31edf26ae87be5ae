"""Reads machine-readable ``debian/copyright`` files, and ``.reuse/dep5``, which has their form.

Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/ (DEP-5)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attribcheck.manifests.base import Manifests, Statement, expression, holder

FORMAT = "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
NO_HOLDER = "none"
"""What stands for no holder where the format requires one."""

_NO_HOLDERS = re.compile(
    r"(?:none|n/?a|nobody|unknown|no copyright|not applicable|public[ -]domain)\W*\Z", re.IGNORECASE
)
_FORM = re.compile(r"^Format:\s*\S*(?:copyright-format|dep5|DEP5)", re.IGNORECASE | re.MULTILINE)

# Short names of the format that are not those of SPDX.
_SHORT_NAMES = {
    "expat": "MIT",
    "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "bsd-4-clause": "BSD-4-Clause",
    "artistic": "Artistic-1.0-Perl",
    "artistic-2": "Artistic-2.0",
    "apache-2": "Apache-2.0",
    "apache": "Apache-2.0",
    "cc0": "CC0-1.0",
    "zlib": "Zlib",
    "zope-2.1": "ZPL-2.1",
    "python": "Python-2.0",
    "public-domain": "LicenseRef-scancode-public-domain",
}
_GNU = re.compile(r"(a?gpl|lgpl|gfdl)-([0-9](?:\.[0-9]+)*)(\+)?\Z", re.IGNORECASE)
_OPERATOR = re.compile(r"(\s+(?:and|or)\s+|\s*[()]\s*)", re.IGNORECASE)
_COMMA = re.compile(r",\s+(and|or)\s+", re.IGNORECASE)


class DebianCopyright:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is one of the two files at the top."""
        return path in ("debian/copyright", ".reuse/dep5")

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return what each stanza states of its files."""
        found = (
            statement
            for path, text in manifests
            if _FORM.search(text)
            for statement in _statements(path, text)
        )
        return Manifests(statements=tuple(found))


def spdx(written: str) -> str | None:
    """Return the SPDX expression of a short name of the format, or None for a name of its own."""
    # A comma in front of an operator makes it bind less than those without one.
    outer = _COMMA.split(written.strip())
    if len(outer) > 1:
        outer = [part.upper() if at % 2 else f"({_joined(part)})" for at, part in enumerate(outer)]
        return expression(" ".join(outer))
    return expression(_joined(written.strip()))


def _joined(written: str) -> str:
    return "".join(
        part.upper() if _OPERATOR.fullmatch(part) else _id(part)
        for part in _OPERATOR.split(written)
    )


def short_name(key: str) -> str:
    """Return the name that the format has for an SPDX id: ``spdx`` returns that id for it."""
    if match := re.fullmatch(r"([AL]?G[P]L)-([\d.]+)-(only|or-later)", key):
        family, version, later = match.groups()
        return f"{family}-{version.removesuffix('.0')}{'+' if later == 'or-later' else ''}"
    return "Expat" if key == _SHORT_NAMES["expat"] else key


def _id(name: str) -> str:
    if gnu := _GNU.match(name.strip()):
        family, version, later = gnu.groups()
        number = version if "." in version else f"{version}.0"
        if family.upper() == "GFDL":
            number = {"1.0": "1.1"}.get(number, number)
        return f"{family.upper()}-{number}-{'or-later' if later else 'only'}"
    return _SHORT_NAMES.get(name.strip().lower(), name.strip())


def _statements(path: str, text: str) -> Iterator[Statement]:
    for stanza in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        fields = _fields(stanza)
        files = fields.get("files", "").split()
        if not files:
            continue
        whole = [glob.removeprefix("./") for glob in files] in (["*"], ["**"])
        names = [line for line in fields.get("copyright", "").splitlines() if line.strip()]
        yield Statement(
            path,
            tuple(map(_pattern, files)),
            license=spdx(fields.get("license", "").partition("\n")[0]),
            holders=tuple(dict.fromkeys(filter(None, map(_holder, names)))),
            whole=whole,
        )


def _holder(line: str) -> str:
    name = holder(line)
    return "" if _NO_HOLDERS.match(name) else name


def _fields(stanza: str) -> dict[str, str]:
    """Return the fields of a stanza by their names in lower case; a later line is joined to one."""
    found: dict[str, str] = {}
    name = ""
    for line in stanza.splitlines():
        if line.startswith("#"):
            continue
        if line[:1] in " \t":
            if name:
                found[name] += f"\n{line.strip()}"
        else:
            name, separator, value = line.partition(":")
            name = name.strip().lower() if separator else ""
            if name:
                found[name] = value.strip()
    return found


def _pattern(glob: str) -> str:
    """Return a pattern of the format for a policy: its ``*`` matches slashes too."""
    folders, _, last = glob.removeprefix("./").rpartition("/")
    folders = "/".join("**" if part == "*" else part for part in folders.split("/") if part)
    if not folders:
        return last if last.startswith("*") else f"/{last}"
    if last == "*":
        return f"{folders}/**"
    return f"{folders}/**/{last}" if last.startswith("*") else f"{folders}/{last}"
