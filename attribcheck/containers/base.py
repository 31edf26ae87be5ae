"""The values and bounds that all kinds of containers share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

MIB = 1024 * 1024
MOST_MEMBERS = 5000
"""Files of one container, with those inside of its containers."""

MOST_BYTES = 128 * MIB
"""Bytes that are unpacked of one container in all."""

MOST_OF_ONE = 32 * MIB
"""Bytes of one file of a container."""

DEEPEST = 3
"""Containers within containers."""

_RATIO = 1000  # of unpacked to packed bytes; deflate reaches 1,032 for a bomb, 20 for text
_SMALL = MIB  # bytes for which no ratio is asked
_UNSAFE = re.compile("[\x00-\x1f\x7f]")


class Member(NamedTuple):
    """A file in a container: its path there, with ``/`` between folders, and its content."""

    path: str
    content: bytes


class Unread(NamedTuple):
    """What of a container was not read.

    Attributes:
        reason: A clause: "7z archive, which no reader opens".
        hint: The fix, or "".
    """

    reason: str
    hint: str = ""


class DamagedError(Exception):
    """A container is not of its format; the message is the reason, as a clause."""


class Budget:
    """What may still be unpacked of one container, and what was left out of it.

    Attributes:
        members: The number of files that may still be read.
        size: The number of bytes that may still be unpacked.
        unread: What was left out, each once.
    """

    def __init__(self) -> None:
        self.members = MOST_MEMBERS
        self.size = MOST_BYTES
        self.unread: dict[Unread, None] = {}

    @property
    def limit(self) -> int:
        """The number of bytes that the next file may have."""
        return min(self.size, MOST_OF_ONE)

    def leave_out(self, reason: str, hint: str = "") -> None:
        """Note that something was left out."""
        self.unread.setdefault(Unread(reason, hint))

    def takes(self, content: bytes, packed: int) -> bool:
        """Count one unpacked file; return whether it is within the bounds.

        Args:
            content: The file, or more of it than ``limit``.
            packed: Its size in the container.
        """
        size, limit, left = len(content), self.limit, self.size
        self.members -= 1
        self.size -= size  # also of what is not taken: unpacking it took its time
        if size > limit:
            if left < MOST_OF_ONE:
                self.leave_out(f"only the first {MOST_BYTES // MIB} MiB were read")
            else:
                self.leave_out(f"files of more than {MOST_OF_ONE // MIB} MiB were not read")
            return False
        if size > _SMALL and size > _RATIO * max(packed, 1):
            self.leave_out(f"files that are packed by more than {_RATIO:,} to 1 were not read")
            return False
        return True

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be read; notes it."""
        if self.members <= 0:
            self.leave_out(f"only the first {MOST_MEMBERS:,} files were read")
            return True
        if self.size <= 0:
            self.leave_out(f"only the first {MOST_BYTES // MIB} MiB were read")
            return True
        return False


class Reader(Protocol):
    """A module of a kind: the functions that ``opening`` calls."""

    def members(self, content: bytes, name: str, budget: Budget) -> Iterator[Member]:
        """Yield the files of a container.

        Args:
            content: The container.
            name: Its file name.
            budget: The bounds; what is left out is noted there.

        Raises:
            DamagedError: it has another format.
        """
        ...

    def paths(self, content: bytes, name: str) -> list[str]:
        """Return the paths of its files without unpacking them; at most ``MOST_MEMBERS`` + 1.

        Raises:
            DamagedError: it has another format.
        """
        ...


def without_extra(reason: str) -> Unread:
    """Return what was not read because the extra ``media`` is not installed.

    Args:
        reason: What the extra would read, as a clause.
    """
    return Unread(f"{reason}, which is not installed", 'pip install "attribcheck[media]"')


def safe_path(path: str) -> str:
    """Return the path of a member without parts that lead elsewhere; "" when nothing remains.

    Args:
        path: As the container has it: it can be absolute, climb with "..", or use backslashes.
    """
    parts = [_UNSAFE.sub("?", part) for part in re.split(r"[\\/]+", path)]
    return "/".join(part for part in parts if part not in ("", ".", ".."))
