"""Finds what corresponds to checked files in origin indexes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from attribcheck.copies import seeding
from attribcheck.copies.container import DamagedError, OriginIndexError
from attribcheck.copies.fingerprints import literal_hash
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.information import Information
from attribcheck.copies.lexers.registry import language_of, tokenize
from attribcheck.copies.matching import regions
from attribcheck.copies.model import FileCopies, OriginFile
from attribcheck.copies.places import Places
from attribcheck.copies.ranking import Aligned, ranked
from attribcheck.copies.streams import Stream
from attribcheck.copies.thresholds import Thresholds
from attribcheck.copies.tokens import Tokens
from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, BlobKind

_MAX_LITERALS = 20


class IndexMatcher:
    """Finds what corresponds to checked files in some indexes; a ``model.Matcher``.

    Args:
        indexes: The indexes, open.
        declared: The names of the components that the policy declares, or their package URLs.
        ignored: Origins that are not compared; see ``OriginFile.origin``.
    """

    def __init__(
        self,
        indexes: Sequence[OriginIndex],
        *,
        declared: Collection[str] = (),
        ignored: Collection[tuple[str, str]] = (),
    ) -> None:
        self._indexes = [_Searched(index, declared, ignored) for index in indexes]

    def match(self, blobs: Iterable[Blob], read: Read) -> Mapping[str, FileCopies]:
        """Return what corresponds to each of ``blobs``, by path; see ``model.Matcher``.

        Only files of code are read.

        Raises:
            GitError: ``read`` failed.
            OriginIndexError: an index is damaged.
        """
        wanted = list(blobs)
        found = {blob.path: FileCopies(blob.path) for blob in wanted}
        code = [blob for blob in wanted if blob.kind is BlobKind.FILE and language_of(blob.path)]
        for blob, content in read(code):
            if content is not None:
                found[blob.path] = self.match_content(blob.path, content)
        return found

    def match_content(self, path: str, content: bytes) -> FileCopies:
        """Return what corresponds to one file.

        Args:
            path: Its path; its suffix says how to read it.
            content: Its bytes.

        Raises:
            OriginIndexError: an index is damaged.
        """
        tokens = tokenize(path, content)
        if tokens is None:
            return FileCopies(path)
        stream = Stream.of(tokens)
        information = Information(tokens.codes, tokens.family)
        aligned: list[Aligned] = []
        spread = [0] * tokens.size
        for searched in self._indexes:
            try:
                more, places = searched.search(tokens, stream, information)
            except DamagedError as error:
                raise OriginIndexError(searched.index.path, str(error)) from error
            aligned += more
            spread = [one + two for one, two in zip(spread, places, strict=True)]
        return ranked(path, tokens.lines, aligned, spread)


class _Searched:
    """One index, with the components that are declared."""

    def __init__(
        self,
        index: OriginIndex,
        declared: Collection[str],
        ignored: Collection[tuple[str, str]],
    ) -> None:
        self.index = index
        self._declared = {
            at for at, component in enumerate(index.components) if component.is_in(declared)
        }
        self._places = Places(
            index, {at for at, origin in enumerate(index.origins) if origin in ignored}
        )
        # Declared components are compared as if nothing else were indexed.
        self._of_all = Thresholds.of(sum(index.file_tokens))
        self._of_declared = Thresholds.of(
            sum(
                tokens
                for tokens, component in zip(index.file_tokens, index.file_component, strict=True)
                if component in self._declared
            )
        )

    def search(
        self, tokens: Tokens, stream: Stream, information: Information
    ) -> tuple[list[Aligned], list[int]]:
        """Return the files that correspond, and in how many origins each token occurs.

        Raises:
            DamagedError: the index is damaged.
        """
        index = self.index
        found = seeding.hits(self._places, tokens)
        literals = self._literals(tokens)
        aligned = []
        chosen = seeding.chosen(index, found, self._declared)
        for at, anchors in seeding.anchors(index, found, chosen).items():
            is_declared = index.file_component[at] in self._declared
            there = index.stream(at)
            reached = regions(
                stream,
                there,
                anchors,
                information,
                self._of_declared if is_declared else self._of_all,
            )
            if reached:
                file = self._file(at, is_declared=is_declared)
                own = literals.get(index.file_origin[at], ())
                aligned.append(Aligned(file, reached, there.lines, tuple(own)))
        return aligned, seeding.spread(self._places, found, tokens.size)

    def _file(self, at: int, *, is_declared: bool) -> OriginFile:
        file = self.index.file(at)
        return file._replace(component=file.component._replace(declared=is_declared))

    def _literals(self, tokens: Tokens) -> dict[int, list[str]]:
        """Return the strings of a file that one origin alone has, by origin."""
        unique: dict[int, list[str]] = {}
        for literal in tokens.literals:
            origins = self.index.literals.find(literal_hash(literal))
            if len(origins) == 1:
                (origin,) = origins
                strings = unique.setdefault(origin, [])
                if len(strings) < _MAX_LITERALS:
                    strings.append(literal)
        return unique
