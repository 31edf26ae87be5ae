"""A progress bar on a terminal, for work that takes long."""

from __future__ import annotations

import sys
from typing import Any


class Progress:
    """Shows how much is done, on stderr, when that is a terminal.

    Args:
        what: What is going on, in a word or two.
        unit: What is counted.
        shown: Whether to show anything at all.
    """

    def __init__(self, what: str, unit: str, *, shown: bool) -> None:
        self._what = what
        self._unit = unit
        self._shown = shown and sys.stderr.isatty()
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are done."""
        if not self._shown or not total:
            return
        if self._bar is None:
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # its thread would be copied into the forked workers
            self._bar = tqdm(total=total, desc=self._what, unit=self._unit, leave=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
