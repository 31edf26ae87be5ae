"""One check, from a source to an outcome. Prints nothing and exits nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from attribcheck import permissions, scope
from attribcheck.model import LOCK_NAME, POLICY_NAME, Blob, BlobKind, FileScan, ScanFailure
from attribcheck.outcome import Outcome
from attribcheck.past import before
from attribcheck.past.before import Past
from attribcheck.past.texts import Texts
from attribcheck.policy import load, lock
from attribcheck.policy.types import Policy
from attribcheck.resolve import ResolvedFile, Resolver
from attribcheck.rules.base import Context
from attribcheck.rules.registry import RULES
from attribcheck.rules.unused_declaration import UnusedDeclaration
from attribcheck.sources.base import Source
from attribcheck.system import clock

if TYPE_CHECKING:
    from attribcheck.scan.scanner import Read


class Scans(Protocol):
    """What turns blobs into scans: ``attribcheck.scan.scanner.Scanner`` in earnest."""

    @property
    def identity(self) -> str:
        """The identity of the engine."""
        ...

    def scan(self, blobs: Sequence[Blob], read: Read) -> Mapping[str, FileScan | ScanFailure]:
        """Return the scan of each of ``blobs`` by path."""
        ...


def read_policy(source: Source) -> tuple[Policy, bytes]:
    """Return the policy of a snapshot, and its text; the empty policy when it has none.

    Raises:
        PolicyError: it can't be used.
    """
    return policy_in(source.policy(POLICY_NAME), source.policy(LOCK_NAME))


def policy_in(data: bytes | None, recorded: bytes | None = None) -> tuple[Policy, bytes]:
    """Return the policy that ``data`` holds, and its text; the empty policy for None.

    Args:
        data: An ``attribcheck.toml``.
        recorded: The ``attribcheck.lock`` beside it.

    Raises:
        PolicyError: it can't be used.
    """
    if data is None:
        return Policy(), b""
    return with_records(load.parse(data, POLICY_NAME), recorded), data


def with_records(policy: Policy, recorded: bytes | None) -> Policy:
    """Return ``policy`` with what an ``attribcheck.lock`` says, if there is one.

    Raises:
        PolicyError: it can't be used.
    """
    if recorded is None:
        return policy
    return policy._replace(recorded=lock.parse(recorded, LOCK_NAME))


class Resolution(NamedTuple):
    """Everything of a snapshot that was asked about, scanned and resolved.

    Attributes:
        files: The files to judge.
        legal: The files whose legal texts speak for them.
        resolver: What resolved both.
        past: What stood there before, when that was asked for.
    """

    files: tuple[ResolvedFile, ...]
    legal: Mapping[str, ResolvedFile]
    resolver: Resolver
    past: Past | None = None


class _Side:
    """One snapshot, as far as it is asked about: to be scanned, then resolved."""

    def __init__(
        self, policy: Policy, listing: Mapping[str, Blob], targets: Mapping[str, Blob]
    ) -> None:
        self.resolver = Resolver(policy, listing)
        self.legal = scope.legal_files(targets, listing, self.resolver)
        self._wanted = {**self.legal, **targets}
        self.scannable = [
            blob
            for path, blob in sorted(self._wanted.items())
            if blob.kind is BlobKind.FILE and path not in (policy.display_path, LOCK_NAME)
        ]

    def resolved(self, scans: Mapping[str, FileScan | ScanFailure]) -> dict[str, ResolvedFile]:
        """Return everything that is wanted, by path."""
        self.resolver.scans = scans
        return {
            path: self.resolver.resolve(blob, scans.get(path))
            for path, blob in sorted(self._wanted.items())
        }


def resolve(
    source: Source,
    scanner: Scans,
    policy: Policy,
    targets: Mapping[str, Blob],
    earlier: before.Before | None = None,
) -> Resolution:
    """Scan and resolve ``targets`` and the legal files that speak for them.

    Args:
        source: Where the content comes from.
        scanner: Scans it: everything in one go, for the engine is loaded each time.
        policy: The policy to apply, to older content too.
        targets: What is asked about.
        earlier: What stood there before, to be resolved as well.

    Raises:
        GitError: git could not answer.
        EngineError: the engine could not answer.
    """
    now = _Side(policy, source.listing(), targets)
    then = _Side(policy, earlier.listing, earlier.changed) if earlier else None
    older = before.aside(then.scannable) if then else []
    scans = scanner.scan([*now.scannable, *older], source.read)
    resolved = now.resolved(scans)
    past = None
    if earlier and then:
        older_scans = {blob.path: scans[before.aside_path(blob.path)] for blob in then.scannable}
        older_files = then.resolved(older_scans)
        changed = {path: older_files[path] for path in sorted(earlier.changed)}
        past = before.Past(
            earlier.listing, changed, earlier.pairs, earlier.written, Texts(source.read)
        )
    return Resolution(
        files=tuple(resolved[path] for path in sorted(targets)),
        legal={path: resolved[path] for path in sorted(now.legal)},
        resolver=now.resolver,
        past=past,
    )


def check(
    source: Source, scanner: Scans, policy: Policy, policy_data: bytes, *, day: date | None = None
) -> Outcome:
    """Check what ``source`` is asked about by ``policy``.

    Args:
        source: Where the content comes from.
        scanner: Scans it.
        policy: The policy to apply.
        policy_data: Its text, for evidence; empty when there is no policy.
        day: The day for which expiry is judged; by default ``clock.today()``.

    Raises:
        GitError: git could not answer.
        EngineError: the engine could not answer.
        UsageError: ``day`` is not given and SOURCE_DATE_EPOCH is no time.
    """
    targets = scope.targets(source, policy)
    resolution = resolve(source, scanner, policy, targets, before.of(source, policy))
    context = Context(
        policy=policy,
        resolver=resolution.resolver,
        files=resolution.files,
        legal=resolution.legal,
        listing=source.listing(),
        today=day or clock.today(),
        whole=source.whole,
        source=source,
        touched=frozenset(
            blob.path for change in source.changes() for blob in (change.old, change.new) if blob
        ),
        policy_text=policy_data.decode("utf-8", "replace").splitlines(),
        past=resolution.past,
    )
    found = [finding for rule in RULES for finding in rule().check(context)]
    permitted = permissions.apply(found, context)
    excepted = permitted.excepted
    kept = permitted.kept
    if context.whole:
        unused = UnusedDeclaration().of_exceptions(context, permitted.unused)
        more = permissions.apply(unused, context)
        kept, excepted = kept + more.kept, excepted + more.excepted
    return Outcome(
        label=source.label,
        engine=scanner.identity,
        policy=policy,
        files=resolution.files,
        findings=tuple(sorted(kept, key=lambda finding: finding.sort_key)),
        excepted=tuple(sorted(excepted, key=lambda item: item.finding.sort_key)),
    )
