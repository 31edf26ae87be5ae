"""Finds the licence and the holders of a component and of each of its files.

Every file that is indexed is scanned like a file of a check, through the same cache. Scanning only
the heads of files would be faster, and would miss the notice that a file has for a part of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from attribcheck.copies.acquire.base import Acquired
from attribcheck.copies.lexers.registry import language_of
from attribcheck.copies.model import Component, OriginFile, SourceFile
from attribcheck.core.model import Blob, FileScan, Notice, NoticeKind, Scan
from attribcheck.git.parsing import blob_id
from attribcheck.notices import false_positives, holders, legal_files
from attribcheck.scan.base import Scanner
from attribcheck.scan.key import ScanKey
from attribcheck.spdx import expressions

_MODEL = re.compile(r"(?:\A|/)models?/(?P<name>[^/.]+)(?:/|\.[a-z]+\Z)")
_NO_MODEL = frozenset("__init__ auto common layers registry utils".split())
_MOST_STATEMENTS = 20
_LONGEST_STATEMENT = 300  # characters
_COMMON_HOLDER = 0.1  # of the files that state a holder
_MOST_HOLDERS = 5


BUNDLED = frozenset(
    "third_party thirdparty third-party 3rdparty vendor vendored _vendor _vendored node_modules"
    " site-packages".split()
)
"""Folders of code that a component brings along: its origin is another, so it is left out."""


class Details(NamedTuple):
    """What the user says of a component; empty parts are found.

    Attributes:
        name: Its name.
        version: Its version.
        license: Its SPDX expression.
        holders: Its holders.
        within: The only folder that is taken; paths and legal files are relative to it. The package
            URL is that of the whole, so the component has none then.
        without: Folders that are left out, besides ``BUNDLED`` ones.
        has_bundled: Whether ``BUNDLED`` folders are taken: for the files of a component in the
            repository of another.
    """

    name: str = ""
    version: str = ""
    license: str = ""
    holders: tuple[str, ...] = ()
    within: str = ""
    without: tuple[str, ...] = ()
    has_bundled: bool = False


FOUND = Details()
"""The user says nothing of a component."""


def described(
    acquired: Acquired, scanner: Scanner, date: str, details: Details = FOUND
) -> Iterator[SourceFile]:
    """Yield the files of a component that can be indexed, with their licences and holders.

    Args:
        acquired: The component.
        scanner: Finds the notices.
        date: The day of the snapshot, ISO 8601.
        details: What the user says of it.

    Raises:
        AttribcheckError: the files can't be read.
        EngineError: the engine failed.
    """
    if details.within:
        acquired = acquired._replace(purl="", license="")
    contents = dict(_chosen(acquired, details))
    scans = _scanned(contents, scanner)
    component = _component(acquired, scans, date, details)
    for path, content in contents.items():
        if language_of(path):
            yield SourceFile(_file(component, path, scans.get(path)), content)


def _chosen(acquired: Acquired, details: Details) -> Iterator[tuple[str, bytes]]:
    """Yield the code of a component and the legal files at its top."""
    top = f"{details.within}/" if details.within else ""
    without = tuple(f"{folder}/" for folder in details.without)
    for path, content in acquired.files:
        inner = path.removeprefix(top)
        if not path.startswith(top) or inner.startswith(without):
            continue
        if not details.has_bundled and not BUNDLED.isdisjoint(inner.split("/")[:-1]):
            continue
        if language_of(inner) or _is_top_legal_file(inner):
            yield inner, content


def family_of(path: str) -> str:
    """Return the model that a file of a model library belongs to; empty when it is none.

    Model libraries have a folder or a file for each model in a folder ``models``. Within a family,
    files descend from one another by the library's own account.

    >>> family_of("src/foo/models/llama/modeling_llama.py"), family_of("foo/models/llama.py")
    ('llama', 'llama')
    """
    found = _MODEL.search(path)
    return found["name"] if found and found["name"] not in _NO_MODEL else ""


def _is_top_legal_file(path: str) -> bool:
    """Whether a legal file is one of the package and not of a part; a wheel's are in .dist-info."""
    top, _, rest = path.partition("/")
    if top.endswith((".dist-info", ".egg-info")):
        return legal_files.is_legal_file(f"package/{rest}")
    return legal_files.applies_to_repository(path)


def _scanned(contents: Mapping[str, bytes], scanner: Scanner) -> dict[str, FileScan]:
    """Return the scan of each file by its path; a file that could not be scanned has none."""
    blobs = {path: Blob(path, blob_id("sha1", content)) for path, content in contents.items()}

    def read(wanted: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for blob in wanted:
            yield blob, contents[blob.path]

    results: Mapping[ScanKey, Scan] = scanner.scan(blobs.values(), read)
    scans = {path: results[ScanKey.of(blob)] for path, blob in blobs.items()}
    return {path: scan for path, scan in scans.items() if isinstance(scan, FileScan)}


def _component(
    acquired: Acquired, scans: Mapping[str, FileScan], date: str, details: Details
) -> Component:
    top = [scan for path, scan in scans.items() if _is_top_legal_file(path)]
    named = _unique(name for scan in top for name in _holders(_statements(scan)))
    return Component(
        name=details.name or acquired.name,
        version=details.version or acquired.version,
        purl=acquired.purl,
        license=details.license or _manifest_license(acquired.license) or _license_of(top),
        holders=details.holders or named[:_MOST_HOLDERS] or _frequent_holders(scans.values()),
        source=acquired.source,
        date=date,
    )


def _manifest_license(text: str) -> str:
    """Return the licence of a manifest, when it is an expression and no prose."""
    if not text or len(text) > _LONGEST_STATEMENT or expressions.problems(text):
        return ""
    return expressions.normalize(text)


def _license_of(scans: Iterable[FileScan]) -> str:
    found = _unique(scan.license_expression for scan in scans if scan.license_expression)
    return expressions.conjunction(found) if found else ""


def _frequent_holders(scans: Iterable[FileScan]) -> tuple[str, ...]:
    """Return the holders that many files state, the most frequent first."""
    stated = [set(_holders(_statements(scan))) for scan in scans]
    counts = Counter(name for names in stated for name in sorted(names))
    least = max(1, _COMMON_HOLDER * sum(map(bool, stated)))
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(name for name, count in frequent if count >= least)[:_MOST_HOLDERS]


def _file(component: Component, path: str, scan: FileScan | None) -> OriginFile:
    statements = _statements(scan) if scan else []
    return OriginFile(
        component,
        path,
        license=(scan.license_expression or "") if scan else "",
        holders=_holders(statements),
        family=family_of(path),
        statements=_unique(map(_as_written, statements))[:_MOST_STATEMENTS],
    )


def _statements(scan: FileScan) -> list[Notice]:
    return [
        notice
        for notice in scan.notices
        if notice.kind is NoticeKind.COPYRIGHT and not false_positives.reason(notice, scan)
    ]


def _holders(statements: Sequence[Notice]) -> tuple[str, ...]:
    return _unique(
        name for notice in statements for holder in notice.named for name in holders.names(holder)
    )


def _as_written(notice: Notice) -> str:
    return (notice.excerpt.text.strip() or notice.text)[:_LONGEST_STATEMENT]


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
