"""A progress bar for slow work."""

from __future__ import annotations

import sys
from typing import Any


class Progress:
    """Shows progress on stderr when that is a terminal.

    Args:
        title: A short description of the work.
        unit: The unit of work, such as ``file``.
        shown: Whether to show the bar.
    """

    def __init__(self, title: str, unit: str, *, shown: bool) -> None:
        self._title = title
        self._unit = unit
        self._shown = shown and sys.stderr.isatty()
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show ``done`` of ``total`` units."""
        if not self._shown or not total:
            return
        if self._bar is None:
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # forked workers would copy its thread
            self._bar = tqdm(total=total, desc=self._title, unit=self._unit, leave=False)
        if self._bar.total != total:  # other work of the same kind, with a rate of its own
            self._bar.reset(total)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
