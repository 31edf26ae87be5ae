"""The client's side: asks the resident engine first, and scans what it does not answer."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.core.errors import EngineError
from attribcheck.core.model import Scan, ScanFailure
from attribcheck.scan.base import Limits, Request
from attribcheck.scan.codec import decode
from attribcheck.scan.resident import wire
from attribcheck.system import programs
from attribcheck.system.private_dirs import UntrustedError

if TYPE_CHECKING:
    import socket

    from attribcheck.scan.engine import ScancodeEngine

MOST = 64
"""Requests of one check. With more, loading is a small part, and the check's workers share it."""
_LONGEST = 32 << 20
"""Bytes of them together: they are in memory at once, which those of the workers are not."""

_GREETING = 1.0  # seconds; an engine that is busy with another check does not greet
_SLACK = 30.0  # seconds, for the files before one, and a worker that is replaced
_IDLE_MINUTES = range(1, 24 * 60 + 1)


class ResidentEngine:
    """Scans for ``ScancodeEngine.scan``, by an engine that is asked over its socket if one runs.

    Args:
        own: Scans where none runs.
        folder: The private directory of the cache.
        limits: Limits for one file.
        keeping: Returns for how many minutes to leave an engine behind; 0 for none. Called when
            ``own`` had to be loaded.
    """

    def __init__(
        self,
        own: ScancodeEngine,
        folder: Path,
        limits: Limits,
        keeping: Callable[[], int] = lambda: 0,
    ) -> None:
        self._own = own
        self._folder = folder
        self._limits = limits
        self._keeping = keeping

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Scan]]:
        """Yield a result for every request; see ``base.Engine``."""
        path = wire.address(self._folder, self._own.identity)
        if path is None:
            yield from self._own.scan_here(requests)
            return
        remaining = iter(requests)
        few = []
        length = 0
        for request in remaining:
            few.append(request)
            length += len(request.content)
            if len(few) > MOST or length > _LONGEST:
                yield from self._own.scan_here(chain(few, remaining))
                return
        answered = dict[int, Scan]()
        runs = path.exists()
        if runs:
            # Whatever it fails to answer is scanned here.
            with contextlib.suppress(OSError, ValueError, UntrustedError):
                for number, scan in self._asked(path, few):
                    answered[number] = scan
                    yield few[number], scan
        rest = [request for number, request in enumerate(few) if number not in answered]
        if not rest:
            return
        yield from self._own.scan_here(rest)
        if not runs and (minutes := self._keeping()) in _IDLE_MINUTES:
            self._leave_behind(path, minutes)

    def _asked(self, path: Path, requests: list[Request]) -> Iterator[tuple[int, Scan]]:
        with wire.connected(path, _GREETING) as connection:
            if wire.receive(connection) != wire.READY:
                raise ValueError("no engine")
            connection.settimeout(self._limits.timeout + _SLACK)
            _send(connection, self._limits, requests)
            for _ in requests:
                number, kind, payload = _parts(wire.receive(connection))
                if number >= len(requests):
                    raise ValueError("an answer to no request")
                if kind == wire.SCANNED:
                    yield number, decode(payload)
                elif kind == wire.FAILED:
                    reason, hint = _pair(payload)
                    yield number, ScanFailure(reason, hint or "")
                else:
                    message, hint = _pair(payload)
                    raise EngineError(message, hint=hint)

    def _leave_behind(self, path: Path, minutes: int) -> None:
        data = self._own.data_file()
        if data is not None:
            programs.leave_behind("attribcheck.scan.resident", [str(path), str(data), str(minutes)])


def _send(connection: socket.socket, limits: Limits, requests: list[Request]) -> None:
    wire.send(connection, json.dumps([*limits]).encode())
    for request in requests:
        blob = request.blob
        wire.send(connection, json.dumps([blob.path, blob.oid]).encode())
        wire.send(connection, request.content)
    wire.send(connection, b"")


def _parts(message: bytes) -> tuple[int, bytes, bytes]:
    return int.from_bytes(message[:4], "big"), message[4:5], message[5:]


def _pair(payload: bytes) -> tuple[str, str | None]:
    """Return a sentence and its fix.

    Raises:
        ValueError: ``payload`` is no such pair.
    """
    match json.loads(payload):
        case [str(text), str() | None as fix]:
            return text, fix
    raise ValueError("no sentence with its fix")
