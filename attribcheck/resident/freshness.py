"""Whether the process is still what a new one would be."""

from __future__ import annotations

import os
import sys


class Sources:
    """The files that this process was loaded from, and the folders that it was found in."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, int] | None] = {}
        self.note()

    def note(self) -> None:
        """Take note of what was loaded since."""
        files = (getattr(module, "__file__", None) for module in tuple(sys.modules.values()))
        for path in (*files, *sys.path):
            if path and path not in self._seen:
                self._seen[path] = _state(path)

    def are_unchanged(self) -> bool:
        """Whether a new process would load the same."""
        return all(_state(path) == state for path, state in self._seen.items())


def _state(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - a thousand for each command
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
