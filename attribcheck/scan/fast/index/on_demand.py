"""Lists whose items are made on first use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")

_KEPT = 16384
"""Items of a list; all are dropped when there are more. A worker that has seen many files would
otherwise hold the items of all of them, hundreds of megabytes; one file uses some hundred items."""


class OnDemand(Sequence[_T], Generic[_T]):
    """A list whose items are made on first use, and kept for a while.

    An item that was forgotten is made again, equal in value and not the same object.

    Args:
        length: How many there are.
        make: Makes the item at a place; never None.
    """

    def __init__(self, length: int, make: Callable[[int], _T]) -> None:
        self._length = length
        self._make = make
        self._made: dict[int, _T] = {}

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: Any) -> Any:
        made = self._made.get(index)
        if made is None:
            if not 0 <= index < self._length:
                raise IndexError(index)
            if len(self._made) >= _KEPT:
                self._made.clear()
            made = self._made[index] = self._make(index)
        return made
