"""What the readers have in common: names of models, and the places of claims."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Protocol

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.core.model import Excerpt
from attribcheck.core.text import printable

_PART = r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}"
_NAME = re.compile(rf"(?P<name>(?:{_PART}/)?{_PART})(?:[@:][\w./-]+)?\Z")
_URL = re.compile(rf"(?:https?://)?(?:huggingface\.co|hf\.co)/(?P<name>{_PART}/{_PART})")
_PLACEHOLDER = re.compile(
    r"(?:path|your|user|org|username|organi[sz]ation|model|models|checkpoint|checkpoints|ckpt|ckpts"
    r"|output|outputs|out|results|tmp|data|weights|saved|save|local|dir|runs|logs|pretrained)"
    r"(?:[-_]?\w*)?/",
    re.IGNORECASE,
)
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9.]*(?:-[A-Za-z0-9.]+)+\Z")
_FILE = re.compile(r"\.(?:json|py|txt|bin|pt|pth|ckpt|onnx|gguf|safetensors|ya?ml|h5|model)\Z")
_WIDTH = 160


class Reader(Protocol):
    """Reads the claims of one kind of file; it executes nothing, and its input is not trusted."""

    def reads(self, name: str, content: bytes) -> bool:
        """Whether a file is of this kind.

        Args:
            name: Its base name in lower case.
            content: Its bytes; only their beginning is looked at.
        """
        ...

    def read(self, name: str, content: bytes) -> Iterable[LineageClaim]:
        """Yield its claims in any order.

        Raises:
            AttribcheckError: it can't be read; becomes a claim that says so.
        """
        ...


def model_name(value: object, *, bare: bool = True) -> str | None:
    """Return the name of a model on a hub, ``org/model``, or None for any other value.

    A local path is none: what begins with a dot, has more than one slash, or is called as folders
    for results are.

    Args:
        value: As it is written; a URL of the hub and a revision behind ``@`` are cut.
        bare: Whether a name without an organisation counts, if it has a dash (``bert-base-cased``).
    """
    if not isinstance(value, str) or len(value) > 300:
        return None
    value = value.strip()
    if url := _URL.match(value):
        return url["name"]
    match = _NAME.match(value)
    if match is None or _PLACEHOLDER.match(value) or _FILE.search(match["name"]):
        return None
    name = match["name"]
    if "/" not in name and not (bare and _BARE.match(name) and not name.startswith("checkpoint")):
        return None
    return name


def strings(value: object) -> tuple[str, ...]:
    """Return a string, or the strings of a list."""
    values = value if isinstance(value, list) else [value]
    return tuple(one for one in values if isinstance(one, str))


class Places:
    """Finds lines in a text.

    Args:
        content: The bytes of a file.
        limit: The most bytes that are read.

    Raises:
        AttribcheckError: the file is larger than ``limit``.
    """

    def __init__(self, content: bytes, limit: int) -> None:
        if len(content) > limit:
            raise AttribcheckError(f"it has {len(content)} bytes; at most {limit} are read")
        self.text = content.decode("utf-8", "replace").removeprefix("\ufeff")
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def of(self, offset: int, length: int = 0) -> tuple[int, Excerpt]:
        """Return the line of a character, 1-based, and an excerpt around it."""
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        if end - start <= _WIDTH:
            return line, Excerpt(self.text[start:end].rstrip("\r"))
        begin = max(start, offset - 20)
        return line, Excerpt(
            self.text[begin : min(end, begin + max(_WIDTH, length))], begin - start
        )

    def at_line(self, line: int) -> tuple[int, Excerpt]:
        """Return a line, 1-based, with its excerpt."""
        line = min(max(line, 1), len(self._starts))
        return self.of(self._starts[line - 1])

    def of_key(self, path: Iterable[str | int], value: str) -> tuple[int, Excerpt]:
        """Return the place of a value in JSON: after each key of ``path`` in turn."""
        at = 0
        for key in path:
            if isinstance(key, str):
                found = self.text.find(f'"{key}"', at)
                at = at if found < 0 else found
        found = self.text.find(value, at)
        return self.of(at if found < 0 else found, len(value))


def unreadable(error: AttribcheckError) -> LineageClaim:
    """Return the claim for a file that can't be read."""
    problem = printable(error.message.removeprefix("it: "))
    return LineageClaim(ClaimKind.UNREADABLE, problem, Strength.STATED)
