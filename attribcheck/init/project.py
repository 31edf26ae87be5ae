"""Guesses ``[project]`` from what is written down: LICENSE, manifest, README, debian/copyright.

Who is named most in the code is only proposed (``own_holders``): in a repository of mostly foreign
files it would declare them as the project's own, which is the error that this tool has to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from attribcheck.core.model import FileScan, Notice, NoticeKind, ScanFailure
from attribcheck.init import naming, own_manifest
from attribcheck.init.license_parts import parted
from attribcheck.manifests.base import Statement
from attribcheck.notices import false_positives, holders
from attribcheck.notices.legal_files import is_license_file
from attribcheck.policy.model import Project
from attribcheck.spdx import catalog, expressions

_SHOWN = 5  # holders in a remark

_READMES = ("README.md", "README.rst", "README.txt", "README")
_LICENSE_SOURCES = (*own_manifest.NAMES, "setup.py", *_READMES)

# LICENSE-docs: the licence of a part.
_OF_A_PART = re.compile(
    r"(?:licen[cs]es?|copying)[-_.](?:docs?|documentation|assets|fonts|images|third[-_]?party.*)"
    r"(?:\.\w+)?\Z",
    re.IGNORECASE,
)


class Guess(NamedTuple):
    """A guessed ``[project]``.

    Attributes:
        project: The values for the policy.
        unsure: Remarks for a person to check.
        reasons: Where each guessed value is from: by ``name``, ``license`` or the holder.
        listed: The normal forms of the holders in a licence's list of third parties.
    """

    project: Project
    unsure: tuple[str, ...] = ()
    reasons: Mapping[str, str] = {}
    listed: frozenset[str] = frozenset()


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
        manifests: The content of the manifests of ``own_manifest.NAMES`` that exist, by path.
        name: The name from the command line, if any.
        license_: The licence from the command line, if any.
        own: The holders from the command line, if any.
        stated: What a file such as debian/copyright states of the project as a whole, if any.
    """
    told = tuple(own)
    manifest = own_manifest.read(manifests)
    unsure: list[str] = []
    parts = {
        path: parted(scan)
        for path, scan in scans.items()
        if is_license_file(path)
        and isinstance(scan, FileScan)
        and not _OF_A_PART.search(path)
        and not (stated and stated.place == path)
    }
    for path, (_, others) in parts.items():
        if others and not told:
            unsure.append(
                f"{path} goes on with the notices of others from line {others[0].span.start} on:"
                f" {_listed(others)}; none of them is taken for your own"
            )
    texts = {path: own_part for path, (own_part, _) in parts.items()}
    licence, license_from = _licence(texts, scans, stated)
    if license_:
        licence, license_from = license_, ""
    elif licence is None:
        unsure.append("no licence of the project found: [project] license is not set")
    elif license_from in _LICENSE_SOURCES:
        unsure.append(
            f"no LICENSE at the top: the project's licence {licence} is from {license_from}"
        )
    found = {} if told else _own(texts, manifest, scans, stated)
    if not told and not found:
        unsure.append(
            "no holders of the project found: every notice counts as foreign"
            " (set them with attribcheck init --holder NAME)"
        )
    elif found:
        unsure.append(f"own holders, from {_sources(found, stated)}: {', '.join(found)}")
    project = Project(name or manifest.name or folder_name, licence, told or tuple(found))
    reasons = dict(found)
    if license_from:
        reasons["license"] = license_from
    if not name:
        reasons["name"] = manifest.path if manifest.name else "the name of the folder"
    listed = (part for _, others in parts.values() for one in others for part in _names(one))
    return Guess(project, tuple(unsure), reasons, frozenset(map(holders.normal_form, listed)))


def _licence(
    texts: Mapping[str, FileScan],
    scans: Mapping[str, FileScan | ScanFailure | None],
    stated: Statement | None,
) -> tuple[str | None, str]:
    """Return the project's licence, and the file or files that it is from."""
    if found := _license(texts.values()):
        return found, ", ".join(path for path, scan in texts.items() if _license([scan]))
    if stated and stated.license:
        return stated.license, stated.place
    for path in _LICENSE_SOURCES:
        scan = scans.get(path)
        if isinstance(scan, FileScan) and (found := _license([scan])):
            return found, path
    return None, ""


def _own(
    texts: Mapping[str, FileScan],
    manifest: own_manifest.OwnManifest,
    scans: Mapping[str, FileScan | ScanFailure | None],
    stated: Statement | None,
) -> dict[str, str]:
    """Return the holders that are written down, each with the file that names it."""
    written = [(name, path) for path, scan in texts.items() for name in _holders(scan)]
    written = written or [(name, manifest.path) for name in manifest.authors]
    for path in () if written else _READMES:
        scan = scans.get(path)
        # A README with several statements may list the parts of others.
        statements = {_forms(one) for one in _statements(scan)} if scan else set()
        if isinstance(scan, FileScan) and len(statements) == 1:
            written = [(name, path) for name in _holders(scan)]
            break
    if stated:
        written += [(name, stated.place) for name in stated.holders]
    found: dict[str, str] = {}
    known: set[str] = set()
    for name, path in written:
        for one in naming.distinct((name,)):
            form = holders.normal_form(one) or one
            if form not in known:
                known.add(form)
                found[one] = path
    return found


def _sources(found: Mapping[str, str], stated: Statement | None) -> str:
    places = dict.fromkeys(found.values())
    readmes = [path for path in places if path in _READMES]
    first = readmes[0] if readmes else "the LICENSE or manifest at the top"
    return f"{first}, and {stated.place}" if stated and stated.holders else first


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


def _statements(scan: FileScan | ScanFailure) -> Iterable[Notice]:
    if not isinstance(scan, FileScan):
        return
    for notice in scan.notices:
        is_statement = notice.kind is NoticeKind.COPYRIGHT and notice.named
        if is_statement and not false_positives.reason(notice, scan):
            yield notice


def _names(notice: Notice) -> tuple[str, ...]:
    return tuple(name for holder in notice.named for name in holders.names(holder))


def _forms(notice: Notice) -> frozenset[str]:
    return frozenset(map(holders.normal_form, _names(notice)))


def _holders(scan: FileScan) -> tuple[str, ...]:
    return tuple(name for notice in _statements(scan) for name in _names(notice))
