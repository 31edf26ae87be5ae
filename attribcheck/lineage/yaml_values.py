"""Parses YAML of untrusted files: bounded, without aliases and tags, duplicate keys refused."""

from __future__ import annotations

from typing import Any, NamedTuple

from attribcheck.core.errors import AttribcheckError

MAX_CHARACTERS = 200_000
_MAX_DEPTH = 40
_MAX_NODES = 50_000


class Value(NamedTuple):
    """A value, and the line on which it begins, 1-based.

    Attributes:
        value: A string (also of numbers and booleans), a list of ``Value``, or a dictionary of
            ``Value`` by key.
        line: See above.
    """

    value: Any
    line: int

    def get(self, key: str) -> Value | None:
        """Return the value of a key; None when there is none, or this is no mapping."""
        return self.value.get(key) if isinstance(self.value, dict) else None


def parse(text: str, before: int = 0) -> Value:
    """Return the value of a document.

    Args:
        text: The document.
        before: The number of lines of its file that stand before it.

    Raises:
        AttribcheckError: it is no YAML, too large, too deep, repeats a key or has an alias.
    """
    if len(text) > MAX_CHARACTERS:
        raise AttribcheckError(f"{len(text)} characters of YAML; at most {MAX_CHARACTERS} are read")
    import yaml  # lazy: few repositories have such files

    opened = depth = nodes = 0
    parts = []
    try:
        # Events are counted before anything is composed: the parser itself does not recurse.
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            nodes += 1
            if isinstance(event, yaml.AliasEvent):
                raise AttribcheckError(f"line {before + event.start_mark.line + 1} has an alias")
            if isinstance(event, yaml.CollectionStartEvent):
                opened += 1
                depth = max(depth, opened)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened -= 1
            if depth > _MAX_DEPTH or nodes > _MAX_NODES:
                raise AttribcheckError("the YAML is too deep or has too many entries")
            parts.append(event)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise AttribcheckError(f"no valid YAML: {_short(error)}") from error
    return _Builder(parts, yaml, before).document()


class _Builder:
    """Builds values of events; ``_MAX_DEPTH`` bounds the recursion."""

    def __init__(self, events: list[Any], yaml: Any, before: int) -> None:
        self._yaml = yaml
        self._before = before
        self._events = iter(events)

    def document(self) -> Value:
        for event in self._events:
            if isinstance(event, self._yaml.NodeEvent):
                return self._value(event)
        return Value("", 1)

    def _value(self, event: Any) -> Value:
        line = self._before + event.start_mark.line + 1
        if isinstance(event, self._yaml.SequenceStartEvent):
            return Value([self._value(item) for item in self._inside()], line)
        if isinstance(event, self._yaml.MappingStartEvent):
            return Value(self._mapping(), line)
        return Value(event.value, line)

    def _inside(self) -> Any:
        for event in self._events:
            if isinstance(event, self._yaml.CollectionEndEvent):
                return
            yield event

    def _mapping(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for event in self._inside():
            key = self._value(event)
            value = self._value(next(self._events))
            if isinstance(key.value, str):
                if key.value in found:
                    raise AttribcheckError(
                        f"line {key.line}: the key {key.value[:80]!a} is there twice"
                    )
                found[key.value] = value
        return found


def _short(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 160 else text[:160] + "..."
