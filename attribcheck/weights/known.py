"""Compares weights of a repository with fingerprints of known models, the cheap way first.

Equal tensors are looked up by digest in one table of all fingerprints. Only a model with no equal
tensor is tested, and only against fingerprints whose layers have its width. The fingerprint of a
model and each p-value are kept by content, so that the next check reads and tests nothing.

NumPy is imported with the first model that has to be read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attribcheck import __version__
from attribcheck.core.contents import Read
from attribcheck.core.errors import AttribcheckError
from attribcheck.core.model import Blob
from attribcheck.system.files import write_atomic
from attribcheck.system.private_dirs import UntrustedError, make_private_directory, require_private
from attribcheck.weights.document import FORMAT, Document, Origin, Settings

if TYPE_CHECKING:
    from attribcheck.weights.fingerprint import Fingerprint

Digest = tuple[str, tuple[int, ...], str]
"""Type, shape and SHA-256 of a tensor."""


class Known(NamedTuple):
    """A fingerprint to compare with.

    Attributes:
        document: What it holds.
        shown: Where it is, for messages.
        origin: Whose weights they are.
        component: The name of the component of the policy that has it, or "".
        models: The models that this component declares.
    """

    document: Document
    shown: str
    origin: Origin
    component: str = ""
    models: tuple[str, ...] = ()


class Model(NamedTuple):
    """Weights to compare: a file, or the shards of one model in order, and its configuration."""

    files: tuple[Blob, ...]
    config: Blob | None = None


class Likeness(NamedTuple):
    """What a model has in common with a fingerprint.

    Attributes:
        known: The fingerprint.
        identical: The matrices of the model whose bytes it has.
        matrices: How many matrices the model has.
        log_p: Of the test of independence; None where tensors are identical.
    """

    known: Known
    identical: frozenset[Digest]
    matrices: int
    log_p: float | None = None


class KnownWeights:
    """Compares models with fingerprints.

    Args:
        stored: The fingerprints of the user's store.
        folder: Where results are kept by content; None to keep none.
        reading: Called with the number of bytes read of a model, and of all.
    """

    def __init__(
        self,
        stored: Sequence[Path] = (),
        folder: Path | None = None,
        reading: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        self.stored = stored
        self._kept = _Kept(folder)
        self._reading = reading

    def compare(self, model: Model, all_known: Sequence[Known], read: Read) -> list[Likeness]:
        """Return the fingerprints that a model has identical tensors with or is not independent of.

        A p-value is multiplied by the number of fingerprints that were tested (Bonferroni).

        Raises:
            AttribcheckError: the model can't be read.
            GitError: ``read`` failed.
        """
        from attribcheck.weights.descriptions import common_matrices

        found, tested = [], []
        for settings in dict.fromkeys(known.document.settings for known in all_known):
            here = [one for one in all_known if one.document.settings == settings]
            made = self._fingerprint(model, settings, read)
            table = _by_digest(here)
            near = {at for t in made.tensors for at in table.get((t.dtype, t.shape, t.sha256), ())}
            for at, known in enumerate(here):
                same = common_matrices(known.document, made) if at in near else frozenset()
                if same:
                    found.append(Likeness(known, same, len(made.matrices)))
                elif _widths(known.document.value) & _widths_of(made):
                    log_p = self._log_p(_key(model, settings), made, known)
                    tested.append(Likeness(known, same, len(made.matrices), log_p))
        if tested:
            from attribcheck.weights.comparison import is_evidence

            corrected = [
                one._replace(log_p=min((one.log_p or 0.0) + log(len(tested)), 0.0))
                for one in tested
            ]
            found += [one for one in corrected if is_evidence(one.log_p or 0.0)]
        return found

    def are_related(self, one: Known, other: Known) -> bool:
        """Whether two fingerprints are not independent of each other, by the same threshold.

        Raises:
            AttribcheckError: a fingerprint is malformed.
        """
        if one.document.settings != other.document.settings:
            return False
        from attribcheck.weights.comparison import is_evidence
        from attribcheck.weights.descriptions import common_matrices
        from attribcheck.weights.fingerprint_file import restored

        if common_matrices(one.document, other.document):
            return True
        made = restored(one.document, one.shown)
        return is_evidence(self._log_p(one.document.checksum, made, other))

    def _fingerprint(self, model: Model, settings: Settings, read: Read) -> Fingerprint:
        from attribcheck.weights import document, extra
        from attribcheck.weights.fingerprint_file import restored, serialise

        extra.require()
        name = _key(model, settings) + document.SUFFIX
        if path := self._kept.path(name):
            with contextlib.suppress(AttribcheckError):
                return restored(document.read_file(path, name), name)
        made = self._sketched(model, settings, read)
        self._kept.put(name, serialise(made))
        return made

    def _sketched(self, model: Model, settings: Settings, read: Read) -> Fingerprint:
        from attribcheck.weights import sketch
        from attribcheck.weights.checkpoint import open_checkpoint

        with tempfile.TemporaryDirectory(prefix="attribcheck-") as name:
            checkpoint = open_checkpoint(_written(model, Path(name), read))
            total = sum(tensor.size for tensor in checkpoint.tensors.values())
            done = 0

            def add(size: int) -> None:
                nonlocal done
                done += size
                self._reading(done, total)

            return sketch.fingerprint(
                checkpoint,
                settings,
                content_rows=sketch.SEARCHED_UNITS,
                progress=add,
            )._replace(name=model.files[0].path)

    def _log_p(self, key: str, made: Fingerprint, known: Known) -> float:
        name = f"{key}.p"
        results: dict[str, float] = self._kept.json(name)
        checksum = known.document.checksum
        if checksum not in results:
            from attribcheck.weights.comparison import compare
            from attribcheck.weights.fingerprint_file import restored

            other = restored(known.document, known.shown)
            results[checksum] = compare(other, made).log_p
            self._kept.put(name, json.dumps(results).encode())
        return results[checksum]


class _Kept:
    """Results in a private folder; one that can't be read or written costs time alone."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def path(self, name: str) -> Path | None:
        """Return the file of a result, if it is there and nobody else could have written it."""
        if self._folder is None:
            return None
        path = self._folder / name
        try:
            require_private(self._folder, path)
        except (OSError, UntrustedError):
            return None
        return path

    def json(self, name: str) -> dict[str, float]:
        """Return a table of numbers."""
        if path := self.path(name):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                found = json.loads(path.read_bytes())
                return {str(key): float(value) for key, value in found.items()}
        return {}

    def put(self, name: str, content: bytes) -> None:
        """Keep a result."""
        if self._folder is not None:
            with contextlib.suppress(OSError, AttribcheckError):
                make_private_directory(self._folder)
                write_atomic(self._folder / name, content)


def _by_digest(all_known: Iterable[Known]) -> Mapping[Digest, list[int]]:
    found: dict[Digest, list[int]] = {}
    for at, known in enumerate(all_known):
        for record in known.document.tensors:
            found.setdefault((record.dtype, record.shape, record.sha256), []).append(at)
    return found


def _widths(value: Mapping[str, object]) -> set[tuple[object, object]]:
    """Return width and gate of the layers of a document: without a common one nothing is tested."""
    mlps = value.get("mlps")
    return {
        (one.get("width"), one.get("gated"))
        for one in (mlps if isinstance(mlps, list) else ())
        if isinstance(one, dict)
    }


def _widths_of(made: Fingerprint) -> set[tuple[object, object]]:
    return {(mlp.width, mlp.gated) for mlp in made.mlps}


def _key(model: Model, settings: Settings) -> str:
    parts = [__version__, FORMAT, repr(settings), *(blob.oid for blob in model.files)]
    parts.append(model.config.oid if model.config else "")
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()


def _written(model: Model, folder: Path, read: Read) -> Path:
    """Write the files of a model to a folder, and return what to open.

    Raises:
        AttribcheckError: one can't be read.
    """
    wanted = [*model.files, *([model.config] if model.config else [])]
    count = len(model.files)
    for number, (blob, content) in enumerate(read(wanted), 1):
        if content is None:
            raise AttribcheckError(f"can't read {os.fsencode(blob.path)!a}")
        suffix = "gguf" if content[:4] == b"GGUF" else "safetensors"
        name = f"model-{number:05}-of-{count:05}.{suffix}" if count > 1 else f"model.{suffix}"
        is_config = number > count
        path = folder / ("config.json" if is_config else name)
        path.write_bytes(content)
        if count == 1 and not is_config:
            opened = path
    return opened if count == 1 else folder
