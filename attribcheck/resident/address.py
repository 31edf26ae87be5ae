"""Where a resident process listens, and for whom.

Imports nothing that Python has not loaded at its start; see ``client``.
"""

from __future__ import annotations

import os
import sys

from attribcheck import __version__
from attribcheck.system.private_dirs import RESIDENT_PREFIX, UntrustedError, cache_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

SUPPORTED = sys.platform == "linux"

_READ_AT_IMPORT = ("PYTHON", "SCANCODE", "TYPECODE", "EXTRACTCODE", "LD_")
"""Begin the names of variables that Python, scancode and the linker read when they start."""

_SPACES = ("mnt", "net", "pid", "user")
_CREDENTIALS_SIZE = 12  # bytes: pid, uid, gid as integers; unix(7), SO_PEERCRED
_LONGEST_PATH = 107  # bytes: sun_path of unix(7)


def identity() -> bytes:
    """Return what the two sides must have in common for one to stand for the other, as a text.

    The same program in the same interpreter with the same settings, as the same user, in the same
    view of files and processes: a container can share the folder of the cache with its host.
    """
    variables = sorted(
        f"{name}={value}" for name, value in os.environ.items() if name.startswith(_READ_AT_IMPORT)
    )
    parts = (
        __version__,
        os.path.dirname(__file__),
        sys.executable,
        sys.version,
        tuple(sys.flags),
        sys.warnoptions,
        _view("self"),
        (os.getresuid(), os.getresgid(), sorted(os.getgroups())),
        variables,
    )
    return repr(parts).encode("utf-8", "surrogateescape").replace(b"\0", b"")


def socket_path(known: bytes) -> str | None:
    """Return the path of the socket for an ``identity``; None where there can be none.

    Its name tells identities apart that use one cache; the whole identity is in the request.
    """
    import zlib  # lazy: with a folder of the cache

    name = f"{RESIDENT_PREFIX}{zlib.crc32(known):08x}.sock"
    path = os.path.join(os.path.abspath(cache_directory()), name)
    return path if SUPPORTED and len(os.fsencode(path)) <= _LONGEST_PATH else None


def require_same_user(connection: socket.socket) -> int:
    """Raise UntrustedError when the other side is a process of another user; return its id."""
    import socket  # lazy: with a process that listens

    option = getattr(socket, "SO_PEERCRED")  # noqa: B009 - missing outside of Linux
    raw = connection.getsockopt(socket.SOL_SOCKET, option, _CREDENTIALS_SIZE)
    if int.from_bytes(raw[4:8], sys.byteorder) != os.geteuid():
        raise UntrustedError("the process at the other end belongs to another user")
    return int.from_bytes(raw[:4], sys.byteorder)


def require_same_rights(process: int) -> None:
    """Check that a process sees and may do what this one does, whatever it says of itself.

    A process in a container or a sandbox would else have commands run outside of it.

    Raises:
        UntrustedError: it is not so.
        OSError: that can't be read.
    """
    other, mine = str(process), "self"
    if _view(other) != _view(mine) or _rights(other) != _rights(mine):
        raise UntrustedError("the process at the other end is confined in another way")


def _view(process: str) -> list[object]:
    """Return what a process sees: namespaces(7), and the root of its files."""
    root = os.stat(f"/proc/{process}/root/")
    spaces = [os.readlink(f"/proc/{process}/ns/{kind}") for kind in _SPACES]
    return [*spaces, root.st_dev, root.st_ino]


def _rights(process: str) -> list[bytes]:
    """Return the capabilities of a process, and whether it is bound to lose some: proc(5)."""
    with open(f"/proc/{process}/status", "rb") as status:
        return [line for line in status if line.startswith((b"Cap", b"NoNewPrivs", b"Seccomp"))]
