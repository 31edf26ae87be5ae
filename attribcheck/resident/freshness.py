"""Whether the process is still what a new one would be."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_BEHIND = 10_000_000  # nanoseconds by which a file's time can be behind the clock: a tick of Linux
_State = tuple[int, int] | None  # time in nanoseconds and size; None: there is no such file


class Sources:
    """The files that this process was loaded from, and the folders that it was found in."""

    def __init__(self) -> None:
        self._seen: dict[str, _State] = {}
        self._changed_early = False
        for path in sys.path:
            self._seen[path] = _state(path)
        self.note(_start())

    def note(self, since: int) -> None:
        """Take note of what was loaded.

        Args:
            since: When that began, in nanoseconds of ``time.time_ns``: a file that has changed
                since can be another than the one that was loaded.
        """
        files = (getattr(module, "__file__", None) for module in tuple(sys.modules.values()))
        for path in files:
            if path and path not in self._seen:
                self._seen[path] = state = _state(path)
                self._changed_early |= state is not None and state[0] > since - _BEHIND

    def are_unchanged(self) -> bool:
        """Whether a new process would load the same."""
        return not self._changed_early and all(
            _state(path) == state for path, state in self._seen.items()
        )


def _start() -> int:
    """Return when this process began, in nanoseconds of ``time.time_ns``."""
    fields = Path("/proc/self/stat").read_text(encoding="utf-8", errors="replace")
    ticks = int(fields.rpartition(")")[2].split()[19])  # since the boot: proc(5), starttime
    age = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - ticks * 10**9 // os.sysconf("SC_CLK_TCK")
    return time.time_ns() - age


def _state(path: str) -> _State:
    try:
        status = os.stat(path)  # noqa: PTH116 - a thousand for each command
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
