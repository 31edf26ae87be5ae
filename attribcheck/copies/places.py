"""Which files and origins of an index its postings lead to.

A fingerprint of an idiom leads to hundreds of files, and such fingerprints are most of the work of
a search. The files of one commit share idioms, so the files of a long list are remembered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import itemgetter

from attribcheck.copies.container import DamagedError
from attribcheck.copies.index_file import BLOCK_BITS, OriginIndex
from attribcheck.copies.model import Channel

_LONG = 32  # postings, or files
_MAX_REMEMBERED = 1 << 18  # postings, together; some 20 MB


class Places:
    """Leads from postings to files, and from files to origins.

    Args:
        index: The index.
        ignored: The numbers of the index's origins that are not to be compared.
    """

    def __init__(self, index: OriginIndex, ignored: Collection[int] = ()) -> None:
        self.index = index
        self._ignored = ignored
        self._origin_of = list(index.file_origin)
        self._files: dict[tuple[Channel, int, int], frozenset[int]] = {}
        self._origins: dict[frozenset[int], int] = {}
        self._remembered = 0

    def files(self, channel: Channel, value: int, postings: Sequence[int]) -> frozenset[int]:
        """Return the files that a fingerprint occurs in, but for the ignored origins.

        Args:
            channel: Its channel.
            value: Its hash.
            postings: The numbers of the tokens at which it begins, one or more.

        Raises:
            DamagedError: the index is damaged.
        """
        count = len(postings)
        if count < _LONG:
            return self._found(postings)
        key = channel, value, count
        files = self._files.get(key)
        if files is None:
            files = self._found(postings)
            self._remembered += count
            if self._remembered > _MAX_REMEMBERED:
                self._files.clear()
                self._origins.clear()
                self._remembered = count
            self._files[key] = files
        return files

    def origins(self, files: frozenset[int]) -> int:
        """Return how many origins some files belong to.

        Raises:
            DamagedError: the index is damaged.
        """
        if len(files) < _LONG:
            return self._counted(files)
        count = self._origins.get(files)
        if count is None:
            count = self._origins[files] = self._counted(files)
        return count

    def _found(self, postings: Sequence[int]) -> frozenset[int]:
        # One call of C for all of them; the last one twice, since the answer for one is no tuple.
        blocks = [each >> BLOCK_BITS for each in postings]
        origin_of = self._origin_of
        try:
            files = frozenset(itemgetter(*blocks, blocks[-1])(self.index.block_file))
            if self._ignored:
                return frozenset(file for file in files if origin_of[file] not in self._ignored)
        except IndexError as error:
            raise DamagedError("its table of fingerprints is damaged") from error
        return files

    def _counted(self, files: frozenset[int]) -> int:
        try:
            return len(set(map(self._origin_of.__getitem__, files)))
        except IndexError as error:
            raise DamagedError("its list of blocks is damaged") from error
