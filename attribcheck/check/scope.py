"""Selects the files to check: changed files, and unchanged ones whose findings the change affects.

A commit can remove the LICENSE that applies to an unchanged file, or the component that declares
it. A gate that checked changed files only would miss both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attribcheck.classify.coverage import Coverage
from attribcheck.core.errors import PolicyError
from attribcheck.core.model import BASELINE_NAME, POLICY_NAME, Blob, Change
from attribcheck.notices import legal_files
from attribcheck.packages import loading
from attribcheck.policy import impact
from attribcheck.policy.loader import parse_policy
from attribcheck.policy.model import Component, Policy
from attribcheck.sources.base import Source

HOLD_MORE = frozenset(
    (
        "zip jar war ear aar apk whl egg nupkg vsix xpi crx epub pyz cbz ipa kmz xapk"
        " gz tgz bz2 tbz tbz2 xz txz tar crate gem svgz 7z rar cbr zst tzst zstd lz lz4 lzma br z"
        " deb rpm pkg msi cab snap flatpak appimage iso dmg img vhd vmdk qcow2 squashfs"
        " docx docm dotx xlsx xlsm pptx pptm odt ott ods odp odg doc xls ppt"
        " woff woff2 ttf otf ttc otc"
        " png apng jpg jpeg jpe jfif gif webp tif tiff bmp ico tga jp2 psd avif heic heif"
        " mp3 m4a aac ogg oga opus flac wma mp4 m4v mov avi mkv webm"
    ).split()
)
"""The endings of ``containers.registry``, which a check without such a file does not import."""


def may_hold_more(path: str) -> bool:
    """Whether a file may hold other files, or text that the engine does not read, by its name."""
    return path.rpartition(".")[2].lower() in HOLD_MORE


def files_to_check(source: Source, policy: Policy) -> dict[str, Blob]:
    """Return every entry to check, by path.

    Besides changed files: the files below a folder whose licence file changed, the files of
    components whose licence or notice file changed, weights when a fingerprint changed, the files
    that a change of the policy or of the baseline can affect, and every file when a legal file at
    the top, which may apply to any, was removed or altered.

    Raises:
        GitError: git failed.
    """
    listing = source.listing()
    found = {change.new.path: change.new for change in source.changes() if change.new}
    if source.complete:
        return found
    if any(_alters_the_top(change, listing) for change in source.changes()):
        return dict(listing)
    touched = {path for change in source.changes() for path in change.paths}
    coverage = Coverage(policy, listing)
    paths = coverage.paths
    affected: set[str] = set()
    for path in filter(legal_files.is_legal_file, touched):
        affected.update(_affected_by_legal_file(path, coverage))
    for component in policy.components:
        if component.notice_file in touched:
            affected.update(paths.matching(component.paths))
        if touched.intersection(component.weights):
            affected.update(paths.matching(impact.WEIGHTS))
    if POLICY_NAME in touched or _may_change_packages(policy, touched):
        affected.update(impact.affected(_before(source), policy).matching(paths))
    if BASELINE_NAME in touched:
        affected.update(_no_longer_accepted(source, policy) & listing.keys())
    found.update((path, listing[path]) for path in affected)
    return found


def _no_longer_accepted(source: Source, policy: Policy) -> set[str]:
    """Return the paths of the entries that a change takes out of the baseline."""
    from attribcheck.policy import accepted  # lazy: a change of the baseline only

    data = source.base_file(BASELINE_NAME)
    try:
        old = {} if data is None else accepted.parse(data, BASELINE_NAME)
    except PolicyError:  # it accepted nothing: no check passed with it
        return set()
    return accepted.removed(old, policy.accepted)


def _alters_the_top(change: Change, listing: Mapping[str, Blob]) -> bool:
    """Whether a legal file at the top was removed, or a licence there has another text.

    Any file may refer to it by name ("see LICENSE"), and its copies in folders are our own.
    """
    old, new = change.old, change.new
    if old is None or not legal_files.is_legal_file(old.path):
        return False
    if not legal_files.applies_to_repository(old.path):
        return False
    altered = new is not None and new.path == old.path and new.oid != old.oid
    return old.path not in listing or (altered and legal_files.is_license_file(old.path))


def _before(source: Source) -> Policy:
    """Return the policy before the change; the empty one when it can't be used."""
    data = source.base_file(POLICY_NAME)
    if data is None:
        return Policy()
    try:
        policy = parse_policy(data, POLICY_NAME)
        if policy.packages and (before := source.before(())):
            policy = loading.with_packages(policy, before)
    except PolicyError:
        return Policy()
    return policy


def _may_change_packages(policy: Policy, touched: Iterable[str]) -> bool:
    """Whether a change can add, alter or remove a package of the policy."""
    tops = tuple(f"{table.folder}/" for table in policy.packages)
    lists = {table.list for table in policy.packages}
    inside = [path for path in touched if path in lists or path.startswith(tops)]
    if not inside:
        return False
    from attribcheck.packages.folder import is_manifest  # lazy: the usual commit changes none

    return any(path in lists or is_manifest(path) for path in inside)


def _affected_by_legal_file(path: str, coverage: Coverage) -> Iterator[str]:
    """Yield the paths of the components that a legal file applies to, and those below it."""
    components: Iterable[Component] = coverage.components_of(path)
    if legal_files.applies_to_repository(path):
        # It applies to components without a legal file of their own.
        components = (c for c in coverage.policy.components if not coverage.legal_of(c))
    for component in components:
        yield from coverage.paths.matching(component.paths)
    yield from coverage.paths.below(path.rpartition("/")[0])


def legal_files_for(
    files: Iterable[str], coverage: Coverage, *, top: bool = False
) -> dict[str, Blob]:
    """Return the legal files that apply to ``files``, by path.

    Those of the folders around each file, those of its components and, when it has a component or
    one of the policy has no files here, those at the top of the repository.

    Args:
        files: The paths of the files.
        coverage: The policy in their snapshot.
        top: Whether to return those at the top in any case.
    """
    paths: set[str] = set()
    components = {}
    folders = set()
    for path in files:
        if (folder := path.rpartition("/")[0]) not in folders:
            folders.add(folder)
            paths.update(coverage.legal.above(path))
        for component in coverage.components_of(path):
            components[component.name] = component
    for component in components.values():
        paths.update(coverage.legal_of(component))
    if top or components or not all(component.paths for component in coverage.policy.components):
        paths.update(filter(legal_files.applies_to_repository, coverage.legal.all))
    return {path: coverage.listing[path] for path in sorted(paths) if path in coverage.listing}
