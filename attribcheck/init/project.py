"""Guesses ``[project]`` from the LICENSE at the top and the project's manifests only.

The most frequent holder in the code is no source: in a repository of mostly foreign files it would
declare them as the project's own, which is the error that this tool has to show.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from attribcheck.core.model import FileScan, Notice, NoticeKind, ScanFailure
from attribcheck.init import naming
from attribcheck.manifests.base import Statement
from attribcheck.notices import false_positives, holders
from attribcheck.notices.legal_files import is_license_file
from attribcheck.policy.model import Project
from attribcheck.spdx import catalog, expressions

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MANIFESTS = ("pyproject.toml", "package.json", "Cargo.toml", "setup.cfg")
_TEXT_WORDS = 50
"""Matched words from which on a notice is a licence's text; the shortest one in use has some 80."""

_SHOWN = 5  # holders in a remark

_LICENSE_SOURCES = (*MANIFESTS, "setup.py", "README.md", "README.rst", "README.txt", "README")


class Guess(NamedTuple):
    """A guessed ``[project]``.

    Attributes:
        project: The values for the policy.
        unsure: Remarks for a person to check.
    """

    project: Project
    unsure: tuple[str, ...] = ()


def guess(
    folder_name: str,
    scans: Mapping[str, FileScan | ScanFailure | None],
    manifests: Mapping[str, bytes],
    *,
    name: str | None = None,
    license_: str | None = None,
    own: Iterable[str] = (),
    stated: Statement | None = None,
) -> Guess:
    """Return the guessed project.

    Args:
        folder_name: The name of the repository's directory, used when no manifest has a name.
        scans: The scans of the files at the top of the repository, by path.
        manifests: The content of the MANIFESTS that exist, by path.
        name: The name from the command line, if any.
        license_: The licence from the command line, if any.
        own: The holders from the command line, if any.
        stated: What a file such as debian/copyright states of the project as a whole, if any.
    """
    manifest = _manifest(manifests)
    unsure: list[str] = []
    parts = {
        path: _parted(scan)
        for path, scan in scans.items()
        if is_license_file(path) and isinstance(scan, FileScan)
    }
    texts = {path: own_part for path, (own_part, _) in parts.items()}
    for path, (_, others) in parts.items():
        if others and not tuple(own):
            unsure.append(
                f"{path} goes on with the notices of others from line {others[0].span.start} on:"
                f" {_listed(others)}; none of them is taken for your own"
            )
    found_license = license_ or _license(texts.values()) or (stated.license if stated else None)
    if found_license is None:
        for path in _LICENSE_SOURCES:
            scan = scans.get(path)
            if isinstance(scan, FileScan) and (found_license := _license([scan])):
                unsure.append(
                    f"no LICENSE at the top: the project's licence {found_license} is from {path}"
                )
                break
        else:
            unsure.append("no licence of the project found: [project] license is not set")
    found_own = tuple(own) or _holders(texts.values()) or manifest.authors
    source = "the LICENSE or manifest at the top"
    if stated and stated.holders and not tuple(own):
        found_own = naming.distinct((*found_own, *stated.holders))
        source = f"{source}, and {stated.place}"
    if not found_own:
        unsure.append(
            "no holders of the project found: every notice counts as foreign"
            " (set them with attribcheck init --holder NAME)"
        )
    elif not tuple(own):
        unsure.append(f"own holders, from {source}: {', '.join(found_own)}")
    project = Project(
        name=name or manifest.name or folder_name,
        license=found_license,
        holders=tuple(own) or naming.distinct(found_own),
    )
    return Guess(project, tuple(unsure))


def _parted(scan: FileScan) -> tuple[FileScan, list[Notice]]:
    """Part a LICENSE into the project's own notices and the statements of third parties.

    Many a LICENSE lists, behind the project's own text, those of the parts that it contains. The
    list is behind the first text; a statement there, of a holder who is not named before, shows it.

    Returns:
        The scan without the list, and the copyright statements of the list.
    """
    text_end = 0
    named: set[str] = set()
    for notice in scan.notices:
        if notice.kind is NoticeKind.LICENSE:
            # Of matches, not of the notice: the engine joins texts that follow closely.
            ends = [match.span.end for match in notice.matches if match.length >= _TEXT_WORDS]
            text_end = text_end or min(ends, default=0)
            continue
        if notice.part_of or false_positives.reason(notice, scan):
            continue
        forms = {holders.normal_form(n) for holder in notice.named for n in holders.names(holder)}
        if text_end and notice.span.start > text_end and not forms <= named:
            others = [
                one
                for one in scan.notices
                if one.kind is NoticeKind.COPYRIGHT and one.span.start >= notice.span.start
            ]
            # A text without a name may be followed by the one name that it lacks.
            if named or len({name for one in others for name in one.named}) > 1:
                before = (_text_above(one, text_end) for one in scan.notices)
                return scan._replace(notices=tuple(filter(None, before))), others
        named |= forms
    return scan, []


def _text_above(notice: Notice, end: int) -> Notice | None:
    """Return the part of a notice down to ``end``, the last line of a text; None without any.

    Of licences only texts: the list often begins with the names of its licences.
    """
    if notice.kind is NoticeKind.COPYRIGHT:
        return notice if notice.span.start <= end else None
    matches = tuple(
        match for match in notice.matches if match.span.end <= end and match.length >= _TEXT_WORDS
    )
    if not matches:
        return None
    text = expressions.conjunction(match.expression for match in matches)
    return notice._replace(text=text, matches=matches)


def _listed(notices: Iterable[Notice]) -> str:
    names = list(dict.fromkeys(name for notice in notices for name in notice.named))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _license(scans: Iterable[FileScan]) -> str | None:
    stated = [
        notice.text
        for scan in scans
        for notice in scan.notices
        if notice.kind is NoticeKind.LICENSE
        and not false_positives.reason(notice, scan)
        and not any(map(catalog.is_unknown, expressions.keys(notice.text)))
    ]
    return expressions.conjunction(stated) or None


def _holders(scans: Iterable[FileScan]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for scan in scans:
        for notice in scan.notices:
            if notice.kind is NoticeKind.COPYRIGHT and not false_positives.reason(notice, scan):
                for holder in notice.named:
                    for name in holders.names(holder):
                        found.setdefault(holders.normal_form(name) or name, name)
    return tuple(found.values())


class _Manifest(NamedTuple):
    name: str | None = None
    authors: tuple[str, ...] = ()


def _manifest(manifests: Mapping[str, bytes]) -> _Manifest:
    """Return the name and the authors in the first manifest with either of them."""
    for path in MANIFESTS:
        if path in manifests:
            text = manifests[path].decode("utf-8", "replace")
            try:
                found = _READERS[path](text)
            except (ValueError, RecursionError, AttributeError, TypeError):
                continue  # manifests are only hints
            if found.name or found.authors:
                return found
    return _Manifest()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _pyproject(text: str) -> _Manifest:
    document: dict[str, Any] = tomllib.loads(text)
    project = document.get("project", {})
    authors = tuple(
        author["name"] for author in project.get("authors", []) if _text(author.get("name"))
    )
    return _Manifest(_text(project.get("name")), authors)


def _npm(text: str) -> _Manifest:
    document = json.loads(text)
    author = document.get("author")
    written = author.get("name") if isinstance(author, dict) else author
    person = re.sub(r"\s*[<(].*", "", written) if isinstance(written, str) else ""
    return _Manifest(_text(document.get("name")), (person,) if person else ())


def _cargo(text: str) -> _Manifest:
    package = tomllib.loads(text).get("package", {})
    authors = (re.sub(r"\s*<.*", "", author) for author in package.get("authors", []))
    return _Manifest(_text(package.get("name")), tuple(filter(None, authors)))


def _setup_cfg(text: str) -> _Manifest:
    name = re.search(r"^name *= *(\S+)", text, re.MULTILINE)
    author = re.search(r"^author *= *(.+?) *$", text, re.MULTILINE)
    return _Manifest(name.group(1) if name else None, (author.group(1),) if author else ())


_READERS = {
    "pyproject.toml": _pyproject,
    "package.json": _npm,
    "Cargo.toml": _cargo,
    "setup.cfg": _setup_cfg,
}
