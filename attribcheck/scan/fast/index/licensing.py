"""scancode's licence database and the symbols of its licences, each made on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from attribcheck.scan.fast.index import records
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.on_demand import OnDemand
from attribcheck.spdx.expressions import is_plain


class _Database(Mapping[str, Any]):
    """The licence database: a ``licensedcode.models.License`` by key."""

    def __init__(self, data: Container, places: Mapping[str, int]) -> None:
        from licensedcode.models import License  # lazy: with the engine

        blank = License(key="")
        packed = data.records("licenses")
        self.names = frozenset(records.names(License))
        self._places = places
        self._made: OnDemand[Any] = OnDemand(
            len(packed), lambda at: records.decode(packed[at], License, blank)
        )

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __getitem__(self, key: str) -> Any:
        return self._made[self._places[key]]


class _Known:
    """The licence in a licence symbol: three attributes are at hand, the others are looked up."""

    def __init__(self, key: str, spdx: str | None, *, exception: bool, whole: _Database) -> None:
        self.key = key
        self.spdx_license_key = spdx
        self.is_exception = exception
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        # Only attributes of a licence: a symbol reads others too, such as a method to render it.
        if name not in self._whole.names:
            raise AttributeError(name)
        return getattr(self._whole[self.key], name)


class _Symbols(Mapping[str, Any]):
    """Licence symbols by a name.

    Args:
        keys: The licence's key, by that name.
        make: Makes the symbol of a key.
    """

    def __init__(self, keys: Mapping[str, str], make: Callable[[str], Any]) -> None:
        self._keys = keys
        self._make = make

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __getitem__(self, name: str) -> Any:
        return self._make(self._keys[name])


def license_cache(data: Container, index: Any) -> Any:
    """Return a ``licensedcode.cache.LicenseCache`` over the container.

    Args:
        data: The container.
        index: The index that it names.
    """
    # lazy: with the engine
    from license_expression import LicenseSymbolLike, Licensing
    from licensedcode.cache import LicenseCache

    facts = {key: (spdx, exception) for key, spdx, exception in data.json("known keys")}
    licenses = _Database(data, {key: at for at, key in enumerate(facts)})
    made: dict[str, Any] = {}

    def symbol(key: str) -> Any:
        if key not in made:
            spdx, exception = facts[key]
            made[key] = LicenseSymbolLike(_Known(key, spdx, exception=exception, whole=licenses))
        return made[key]

    class MappedLicensing(Licensing):  # type: ignore[misc]
        """Knows all licences, and makes the symbols of those in an expression."""

        def __init__(self) -> None:
            super().__init__()
            # `build` checks that every key is its own lower-case form, without a space.
            self.known_symbols = _Symbols({key: key for key in facts}, symbol)
            self.known_symbols_lowercase = self.known_symbols

        def tokenize(self, expression: Any, strict: bool = False, simple: bool = False) -> Any:
            if isinstance(expression, str):
                simple = simple or is_plain(expression, facts)
            return super().tokenize(expression, strict=strict, simple=simple)

    class MappedCache(LicenseCache):  # type: ignore[misc]
        """The licence cache; the SPDX symbols are made on first use."""

        def __init__(self) -> None:
            self.db = licenses
            self.index = index
            self.licensing = MappedLicensing()
            self.additional_license_directory = None
            self.additional_license_plugins: list[str] = []

        @cached_property
        def spdx_symbols(self) -> Mapping[str, Any]:
            return _Symbols(data.json("spdx"), symbol)

        @cached_property
        def unknown_spdx_symbol(self) -> Any:
            return symbol(data.json("spdx.unknown"))

    return MappedCache()
