"""Finds which of the files to check are weights of known models that no component declares.

A file is known by the digest that ``attribcheck.lock`` recorded, by the digest that a Git LFS
pointer names, or by its tensors; see ``weights.known``. The last needs NumPy, and only where there
are fingerprints and weights to compare.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.errors import AttribcheckError, GitError
from attribcheck.core.lineage import ClaimKind
from attribcheck.core.model import Blob, BlobKind, FileScan
from attribcheck.core.text import counted, printable
from attribcheck.git import lfs
from attribcheck.lineage.model_files import is_weights
from attribcheck.policy.model import Component
from attribcheck.rules.context import Context
from attribcheck.rules.support.model_claims import declares, is_own
from attribcheck.scan.scanner import POINTER
from attribcheck.weights import document, extra
from attribcheck.weights.document import Origin
from attribcheck.weights.known import Known, KnownWeights, Likeness, Model
from attribcheck.weights.matches import KnownMatch, Uncompared, WeightsResult

_SHARD = re.compile(r"(?P<stem>.+)-(?P<number>\d{5,6})-of-(?P<count>\d{5,6})\.(?P<suffix>\w+)\Z")
_MAX_SHARDS = 2000


class _Weights(NamedTuple):
    """The files of one model, and those of them that are checked."""

    model: Model
    files: tuple[ClassifiedFile, ...]


def find(context: Context, make: Callable[[], KnownWeights]) -> WeightsResult:
    """Return the weights of known models among the files of a check.

    Args:
        context: The check.
        make: Makes what compares; called only with files to compare.

    Raises:
        GitError: git failed.
        AttribcheckError: a stored fingerprint is damaged or can't be read.
    """
    pointers = [file for file in context.files if file.scan == POINTER]
    weights = [file for file in context.files if _holds_weights(file)]
    search = make() if pointers or weights else KnownWeights()
    known, uncompared = _of_policy(context, is_needed=bool(pointers or weights))
    fingerprints = {one.shown for one in known}  # all read, so that no weights pass for one
    weights = [file for file in weights if file.path not in fingerprints]
    known += _of_store(search)
    matches = [*_recorded(context, pointers, weights), *_pointed(context, pointers, known)]
    if known:
        settled = {path for match in matches for path in match.paths}
        for one in _models(context, weights):
            if settled.isdisjoint(file.path for file in one.files):
                found, failed = _compared(context, search, one, known)
                matches += found
                uncompared += failed
    return WeightsResult(tuple(matches), tuple(uncompared))


def _holds_weights(file: ClassifiedFile) -> bool:
    return isinstance(file.scan, FileScan) and any(
        claim.kind is ClaimKind.WEIGHTS for claim in file.scan.claims
    )


def _of_policy(context: Context, *, is_needed: bool) -> tuple[list[Known], list[Uncompared]]:
    """Return the fingerprints that components name, and those that can't be used."""
    found, failed = [], []
    for component in context.policy.components:
        for index, path in enumerate(component.weights):
            if not (is_needed or context.concerns([path])):
                continue
            try:
                content = context.source.read_file(path)
                if content is None:
                    raise AttribcheckError(f"{printable(path)} does not exist")
                read = document.read(io.BytesIO(content), printable(path))
            except GitError:
                raise
            except AttribcheckError as error:
                failed.append(
                    Uncompared("", error.message, error.hint or "", component.name, index)
                )
                continue
            origin = Origin(
                component.name,
                component.version or "",
                component.license,
                tuple(name for name in component.holders if not name.startswith("re:")),
            )
            found.append(Known(read, path, origin, component.name, component.models))
    return found, failed


def _of_store(search: KnownWeights) -> list[Known]:
    found = []
    for path in search.stored:
        shown = f"the origin {printable(path.name)}"
        try:
            read = document.read_file(path, shown)
        except AttribcheckError as error:
            raise AttribcheckError(
                error.message,
                hint=f"attribcheck origins remove {printable(path.name)}, and add it again",
            ) from error
        origin = read.origin if read.origin.name else read.origin._replace(name=read.name)
        found.append(Known(read, path.name, origin))
    return found


def _recorded(
    context: Context, pointers: Iterable[ClassifiedFile], weights: Iterable[ClassifiedFile]
) -> Iterator[KnownMatch]:
    """Yield the files that have the bytes of a file that was recorded for a component."""
    if not context.policy.locked:
        return
    oids: dict[str, tuple[Component, str]] = {}
    sums: dict[str, tuple[Component, str]] = {}
    for component in context.policy.components:
        for path, recorded in context.policy.locked.get(component.name, {}).items():
            if recorded.kind is BlobKind.FILE and is_weights(path):
                oids.setdefault(recorded.git, (component, path))
                sums.setdefault(recorded.sha256 or "", (component, path))
    pointed = dict(_named_by(context, pointers)) if sums else {}
    for file in (*pointers, *weights):
        known = oids.get(file.blob.oid) or sums.get(pointed.get(file.path, "-"))
        if known is None:
            continue
        component, path = known
        if not _is_declared(context, file, component.name, component.models):
            what = "the Git LFS pointer names" if file.path in pointed else "the file has"
            fact = f'{what} the bytes that were recorded of {path} of component "{component.name}"'
            yield KnownMatch((file.path,), fact, Origin(component.name), component.name)


def _named_by(context: Context, pointers: Iterable[ClassifiedFile]) -> Iterator[tuple[str, str]]:
    """Yield the path of each pointer, and the SHA-256 that it names."""
    for blob, content in context.source.read([file.blob for file in pointers]):
        if content is not None and (digest := lfs.sha256(content)):
            yield blob.path, digest


def _pointed(
    context: Context, pointers: list[ClassifiedFile], known: Iterable[Known]
) -> Iterator[KnownMatch]:
    """Yield the pointers whose object is a file of a known model."""
    table = {record.sha256: (one, record) for one in known for record in one.document.files}
    if not table or not pointers:
        return
    by_path = {file.path: file for file in pointers}
    for path, digest in _named_by(context, pointers):
        if digest in table:
            one, record = table[digest]
            if not _is_declared(context, by_path[path], one.origin.name, one.models):
                fact = (
                    f"the Git LFS pointer names the same bytes as {printable(record.name)}"
                    f" of {_label(one)}"
                )
                yield KnownMatch((path,), fact, one.origin, one.component)


def _models(context: Context, weights: list[ClassifiedFile]) -> list[_Weights]:
    """Return the models that have checked files; all shards of a model are one."""
    groups: dict[tuple[str, str, str], list[ClassifiedFile]] = {}
    for file in weights:
        shard = _SHARD.match(file.path)
        key = (shard["stem"], shard["count"], shard["suffix"]) if shard else (file.path, "", "")
        groups.setdefault(key, []).append(file)
    found = []
    for (stem, count, suffix), files in groups.items():
        folder = stem.rpartition("/")[0]
        config = context.listing.get(f"{folder}/config.json" if folder else "config.json")
        if config is not None and config.kind is not BlobKind.FILE:
            config = None
        shards = _shards(context.listing, stem, count, suffix) if count else ()
        groups_of_files = [tuple(files)] if shards else [(file,) for file in files]
        for group in groups_of_files:
            model = Model(shards or (group[0].blob,), config)
            found.append(_Weights(model, group))
    return found


def _shards(listing: Mapping[str, Blob], stem: str, count: str, suffix: str) -> tuple[Blob, ...]:
    """Return all shards of a model in order; none where one is missing."""
    if not 1 <= int(count) <= _MAX_SHARDS:
        return ()
    width = len(count)
    names = (f"{stem}-{number:0{width}}-of-{count}.{suffix}" for number in range(1, int(count) + 1))
    blobs = [listing.get(name) for name in names]
    return tuple(blob for blob in blobs if blob) if all(blobs) else ()


def _compared(
    context: Context, search: KnownWeights, weights: _Weights, known: list[Known]
) -> tuple[list[KnownMatch], list[Uncompared]]:
    first = weights.files[0].path
    if missing := extra.missing():
        reason = f"its weights were compared with no fingerprint, which needs {missing}"
        return [], [Uncompared(first, reason, extra.INSTALL)]
    read = context.source.read
    try:
        found = search.compare(weights.model, known, read)
        match = _match(context, search, weights.files, found)
    except GitError:
        raise
    except AttribcheckError as error:
        if len(weights.model.files) == 1:
            reason = f"its weights could not be compared: {error.message}"
            return [], [Uncompared(first, reason, error.hint or "")]
        # A shard that was not fetched, for instance: each one that is here is compared alone.
        alone = [
            _compared(
                context, search, _Weights(Model((file.blob,), weights.model.config), (file,)), known
            )
            for file in weights.files
        ]
        return [m for one, _ in alone for m in one], [u for _, one in alone for u in one]
    return [match] if match else [], []


def _match(
    context: Context,
    search: KnownWeights,
    files: tuple[ClassifiedFile, ...],
    likenesses: list[Likeness],
) -> KnownMatch | None:
    """Return what the policy does not declare of what a model is like."""
    declared: list[Likeness] = []
    other: list[tuple[Likeness, list[str]]] = []
    for one in likenesses:
        name, models = one.known.origin.name, one.known.models
        uncovered = [f.path for f in files if not _is_declared(context, f, name, models)]
        if uncovered:
            other.append((one, uncovered))
        else:
            declared.append(one)
    explained = frozenset[object]().union(*(one.identical for one in declared))
    undeclared = []
    for one, uncovered in other:
        if one.identical:
            is_explained = one.identical <= explained
        else:  # both can come from one model: then the declared one explains this likeness
            is_explained = any(search.are_related(one.known, d.known) for d in declared)
        if not is_explained:
            undeclared.append((one, uncovered))
    if not undeclared:
        return None
    undeclared.sort(key=lambda found: (-len(found[0].identical), found[0].log_p or 0.0))
    best, uncovered = undeclared[0]
    return KnownMatch(
        tuple(uncovered),
        _fact(best),
        best.known.origin,
        best.known.component,
        tuple(_label(one.known) for one, _ in undeclared[1:4]),
    )


def _fact(likeness: Likeness) -> str:
    """Return a verdict in the words of ``weights compare``."""
    label = _label(likeness.known)
    if likeness.identical:
        count = counted(likeness.matrices, "weight matrix").replace("matrixs", "matrices")
        return (
            f"identical tensors: {len(likeness.identical)} of its {count} have the bytes of"
            f" tensors of {label}"
        )
    from attribcheck.weights.comparison import shown_p

    return (
        f"not independently initialised (p {shown_p(likeness.log_p or 0.0)}): its weights and those"
        f" of {label}"
    )


def _label(known: Known) -> str:
    label = f'component "{known.component}"' if known.component else printable(known.origin.label)
    return f"{label} ({printable(known.shown)})"


def _is_declared(
    context: Context, file: ClassifiedFile, name: str, models: Iterable[str] = ()
) -> bool:
    """Whether a component that covers a file is a model's, or declares it, or it is our own."""
    names = (name, *models)
    if any("/" in one and is_own(context, one) for one in names):
        return True
    return any(
        component.name.casefold() == name.casefold()
        or any(declares(component, one) for one in names)
        for component in file.components
    )
