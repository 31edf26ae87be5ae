"""Defers imports of scancode that the scan of a text file does not need.

Such a scan uses one function of ``packagedcode`` (which imports a hundred modules of package
formats), and nothing of the packages for PDF, archives, YAML and unknown encodings. These take half
of scancode's import time. The list was read from the code of ``installed.KNOWN_VERSIONS``; the
adapter defers imports of no other version.

**A module** (``import chardet``) is replaced by an empty one. Its submodules can be imported as
usual; its own code runs at the first access to a name that is not listed in ``NAMES``.
``importlib.util.LazyLoader`` would run a package as soon as one of its modules is imported.

**An imported name** (``from pdfminer.pdfparser import PDFParser``) is replaced by a placeholder.
The first call of one imports the module and resolves all placeholders of the same package, so that
an ``except PDFSyntaxError`` of the same function has an exception class.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

MODULES = (
    *("packagedcode", "bs4", "chardet", "scancode", "textcode.pdf"),
    "licensedcode._vendor.attr.validators",
)

NAMES: dict[str, frozenset[str]] = {
    "binaryornot.helpers": frozenset({"get_starting_chunk", "is_binary_string"}),
    "bs4.dammit": frozenset({"UnicodeDammit"}),
    "commoncode.resource": frozenset({"clean_path"}),
    "cyseq": frozenset({"match_blocks"}),
    "extractcode.archive": frozenset({"can_extract"}),
    "pdfminer.pdfdocument": frozenset({"PDFDocument", "PDFEncryptionError"}),
    "pdfminer.pdfparser": frozenset({"PDFParser", "PDFSyntaxError"}),
    "pdfminer.pdftypes": frozenset({"PDFException"}),
    "pdfminer.psparser": frozenset({"PSSyntaxError"}),
    "plugincode.location_provider": frozenset({"get_location"}),
    "saneyaml": frozenset({"load", "dump"}),
    "scancode": frozenset({"ScancodeError"}),
    "text_unidecode": frozenset({"unidecode"}),
}

_USERS = (
    *("commoncode.text", "typecode.contenttype", "typecode.extractible", "typecode.magic2"),
    *("licensedcode.detection", "licensedcode.index", "licensedcode.models"),
)
"""The modules of scancode that import these names."""


class _Deferred(ModuleType):
    """A module that runs its code at the first access to a missing attribute."""

    def __getattr__(self, name: str) -> Any:
        if name in NAMES.get(self.__name__, ()):
            return _Placeholder(self.__name__, name)
        # Python itself looks up such names in packages, and handles their absence.
        if name.startswith("__"):
            raise AttributeError(name)
        self.run()
        return getattr(self, name)

    def run(self) -> None:
        """Run the module's code and become an ordinary module."""
        self.__class__ = ModuleType  # type: ignore[assignment] # it has no other attributes
        assert self.__spec__ is not None
        assert self.__spec__.loader is not None
        self.__spec__.loader.exec_module(self)


class _Names(ModuleType):
    """Replaces a module while names are imported from it."""

    def __getattr__(self, name: str) -> Any:
        if name in NAMES.get(self.__name__, ()):
            return _Placeholder(self.__name__, name)
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(self.__name__), name)


class _Placeholder:
    """Replaces a function or a class until it is called."""

    def __init__(self, module: str, name: str) -> None:
        self.package = module.partition(".")[0]
        self._module = module
        self._name = name

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        for user in _USERS:
            names = vars(sys.modules[user]) if user in sys.modules else {}
            for name, value in list(names.items()):
                if isinstance(value, _Placeholder) and value.package == self.package:
                    names[name] = value.get()
        return self.get()(*arguments, **options)

    def get(self) -> Any:
        """Return the function or class."""
        return getattr(_real(self._module), self._name)


def _real(name: str) -> ModuleType:
    module = sys.modules.get(name)
    if isinstance(module, _Deferred):
        module.run()
    elif isinstance(module, _Names):
        del sys.modules[name]
    return importlib.import_module(name)


def _spec(name: str) -> ModuleSpec | None:
    """Find a module like ``importlib.util.find_spec``, without importing its parent package."""
    first, *rest = name.split(".")
    spec = importlib.util.find_spec(first)
    for part in rest:
        if spec is None or spec.submodule_search_locations is None:
            return None
        spec = PathFinder.find_spec(f"{spec.name}.{part}", spec.submodule_search_locations)
    return spec


class _Metadata(_Names):
    """Replaces importlib_metadata, from which scancode_config reads scancode's own version."""

    def __init__(self, version: str) -> None:
        super().__init__("importlib_metadata")
        self._version = version

    def version(self, project: str) -> str:
        """Return the version of an installed project."""
        if project == "scancode-toolkit":
            return self._version
        return str(_real(self.__name__).version(project))


@contextlib.contextmanager
def deferred(version: str = "") -> Iterator[None]:
    """Defer imports of scancode in the ``with`` block, except of modules already imported.

    Args:
        version: The version of scancode-toolkit, which it would read from its metadata; "" when it
            is not known.
    """
    for name in MODULES:
        spec = None if name in sys.modules else _spec(name)
        if spec is not None and spec.loader is not None:
            module = _Deferred(name)
            module.__spec__ = spec
            module.__file__ = spec.origin
            module.__package__ = spec.parent
            if spec.submodule_search_locations is not None:
                module.__path__ = spec.submodule_search_locations
            sys.modules[name] = module
    for name in NAMES.keys() - sys.modules.keys():
        if importlib.util.find_spec(name.partition(".")[0]) is not None:  # ARM has no extractcode
            sys.modules[name] = _Names(name)
    if version and "importlib_metadata" not in sys.modules:
        sys.modules["importlib_metadata"] = _Metadata(version)
    try:
        yield
    finally:
        for name in (*NAMES, "importlib_metadata"):
            if isinstance(sys.modules.get(name), _Names):
                del sys.modules[name]
