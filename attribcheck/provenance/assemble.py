"""Puts what is declared, stated and matched together, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.copies.acquire.base import is_text
from attribcheck.copies.model import Component as Indexed
from attribcheck.copies.model import FileCopies, Match, Region, Strength
from attribcheck.copies.thresholds import COMMON
from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, BlobKind, FileScan, NoticeKind
from attribcheck.notices import holders
from attribcheck.policy.model import Component, Policy
from attribcheck.provenance.model import FileProvenance, IndexedComponent, Lines, Origin

COUNTED = (Strength.CERTAIN, Strength.LIKELY)
"""Weaker correspondence is listed, and changes no number."""


class _Line(NamedTuple):
    """The class of a line, and the component that it is of."""

    origin: Origin
    component: str = ""
    declared: bool = False


class Assembler:
    """Classes the lines of files.

    Args:
        policy: The policy.
        indexed: What was searched.
    """

    def __init__(self, policy: Policy, indexed: Iterable[IndexedComponent]) -> None:
        # The components of the policy that the indexes hold, so that they can explain lines.
        self._searched = {
            component.name
            for component in policy.components
            for one in indexed
            if _is_same(component, one.component)
        }

    def file(self, file: ClassifiedFile, copies: FileCopies, count: int) -> FileProvenance:
        """Return the provenance of one file.

        Args:
            file: The file with its notices classified.
            copies: What corresponds to it.
            count: The number of its lines.
        """
        lines = [self._rest(file)] * count
        for match in reversed(copies.matches):  # the best last, so that it stays
            if match.strength in COUNTED:
                self._mark(lines, match, file, copies)
        components: Counter[tuple[str, bool]] = Counter(
            (line.component, line.declared) for line in lines if line.component
        )
        scan = file.scan if isinstance(file.scan, FileScan) else FileScan(None)
        statements = [
            item.notice for item in file.effective if item.notice.kind is NoticeKind.COPYRIGHT
        ]
        return FileProvenance(
            path=file.path,
            lines=Counter(line.origin for line in lines),
            components=tuple((*key, count) for key, count in components.most_common()),
            declared_by=tuple(component.name for component in file.components),
            license=scan.license_expression or "",
            holders=tuple(
                dict.fromkeys(
                    name
                    for notice in statements
                    for holder in notice.named
                    for name in holders.names(holder)
                )
            ),
            statements=tuple(
                dict.fromkeys(notice.excerpt.text.strip() or notice.text for notice in statements)
            ),
            copies=copies,
        )

    def _rest(self, file: ClassifiedFile) -> _Line:
        """Return the class of the lines of a file to which nothing corresponds."""
        if file.components:
            return _Line(Origin.DECLARED, _label(file.components[0]), declared=True)
        return _Line(Origin.OWN if file.is_own else Origin.UNMATCHED)

    def _mark(
        self, lines: list[_Line], match: Match, file: ClassifiedFile, copies: FileCopies
    ) -> None:
        """Class the lines that correspond to an origin file."""
        origin = match.file.component
        covering = [one for one in file.components if _is_same(one, origin)]
        if not covering and self._is_trusted(file):
            return
        for region in match.regions:
            for number in _numbers(region, len(lines)):
                if covering:
                    marked = _Line(Origin.DECLARED, _label(covering[0]), declared=True)
                elif not any(number in span for span in copies.unexplained) and file.components:
                    continue  # the components that cover the file explain it
                elif region.components > COMMON:
                    marked = _Line(Origin.COMMON)
                else:
                    marked = _Line(Origin.UNDECLARED, origin.label)
                lines[number - 1] = marked

    def _is_trusted(self, file: ClassifiedFile) -> bool:
        """Whether a component covers the file that no index holds, so that it can't be compared."""
        return any(one.name not in self._searched for one in file.components)


def declared_names(policy: Policy) -> frozenset[str]:
    """Return the names and package URLs of the declared components, for the matcher."""
    names = {component.name for component in policy.components}
    purls = {component.purl for component in policy.components if component.purl}
    return frozenset(names | purls | {purl.partition("@")[0] for purl in purls})


def counted_lines(blobs: Collection[Blob], read: Read) -> Iterator[tuple[str, int]]:
    """Yield the number of lines of each text file among ``blobs``, by path.

    Raises:
        GitError: ``read`` failed.
    """
    files = [blob for blob in blobs if blob.kind is BlobKind.FILE]
    for blob, content in read(files):
        if content is not None and is_text(content):
            unfinished = bool(content) and not content.endswith(b"\n")
            yield blob.path, content.count(b"\n") + unfinished


def files(
    assembler: Assembler,
    classified: Iterable[ClassifiedFile],
    copies: Mapping[str, FileCopies],
    counts: Mapping[str, int],
) -> Iterator[FileProvenance]:
    """Yield the provenance of each file that has a number of lines, in order."""
    for file in classified:
        if file.path in counts:
            found = copies.get(file.path, FileCopies(file.path))
            yield assembler.file(file, found, counts[file.path])


def shares(lines: Lines) -> dict[Origin, float]:
    """Return the share of each class, 0 to 1."""
    total = sum(lines.values()) or 1
    return {origin: lines[origin] / total for origin in Origin}


def _numbers(region: Region, count: int) -> range:
    return range(max(1, region.here.start), min(region.here.end, count) + 1)


def _is_same(component: Component, indexed: Indexed) -> bool:
    names = {component.name}
    if component.purl:
        names |= {component.purl, component.purl.partition("@")[0]}
    return indexed.is_in(names)


def _label(component: Component) -> str:
    return f"{component.name} {component.version or ''}".strip()
