"""Keeps scancode from importing whole packages for the sake of one function in them.

A scan of a text file uses one function of ``packagedcode`` (of which the whole imports a hundred
modules of package formats) and, at import only, one class of ``bs4``. Together they take a third of
the time that scancode takes to import. Here each of these packages is an empty one whose modules
are found as ever, and whose own ``__init__`` runs when something that only it defines is asked for.

``importlib.util.LazyLoader`` does not do: it runs the package as soon as a module in it is
imported.
"""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType
from typing import Any

PACKAGES = ("packagedcode", "bs4")


class _Deferred(ModuleType):
    """A package that runs its code when an attribute is missing."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        # Python itself asks packages for such names, and takes their absence for an answer.
        if name.startswith("__") or spec is None or spec.loader is None:
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment] # once: what is missing then is missing
        spec.loader.exec_module(self)
        return getattr(self, name)


def defer() -> None:
    """Put an empty package in the place of each of PACKAGES that is not imported yet."""
    for name in PACKAGES:
        spec = None if name in sys.modules else importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations is not None:
            package = _Deferred(name)
            package.__spec__ = spec
            package.__path__ = spec.submodule_search_locations
            package.__file__ = spec.origin
            package.__package__ = name
            sys.modules[name] = package
