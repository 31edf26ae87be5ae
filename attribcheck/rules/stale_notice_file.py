"""The rule ``stale-notice-file``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.core.model import BlobKind
from attribcheck.documents import notice, repository_files
from attribcheck.notices import legal_files
from attribcheck.policy import lock_comparison
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context


class StaleNoticeFile(Rule):
    """A NOTICE or THIRD-PARTY-NOTICES differs from what `attribcheck notice` would write.

    ## What it does
    Renders the two documents again and compares them with those at the top of the repository. Only
    documents that `attribcheck notice` wrote are compared: a NOTICE without the line "Third-party
    components. ..." was written by a person. A missing document is no finding: a release may render
    it.

    NOTICE needs no scan. It is compared in every check of the complete tree, and in a commit or
    range that touches it, the policy or an upstream NOTICE. THIRD-PARTY-NOTICES quotes all files of
    all components, so it is compared only when the complete tree is checked: in a commit that would
    require a scan of every component; a hook can run
    `attribcheck notice --format third-party --check --staged`. A document that was written with
    `--environment` is not compared: the environment is not a part of the repository.

    ## Why it matters
    A NOTICE has to represent exactly what is distributed. An outdated NOTICE is worse than none:
    people rely on it.

    ## Example
    `third_party/foo/NOTICE` was updated with the code, but the NOTICE at the top quotes the old.

    ## How to fix
    Run the command that the finding shows. The hook `attribcheck-notice` runs it before a commit.

    ## References
    - Apache-2.0, section 4(d); https://infra.apache.org/licensing-howto.html
    - docs/attribution.md
    """

    name = "stale-notice-file"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each outdated document."""
        yield from self._notice(context)
        if context.complete:
            yield from self._third_party(context)

    def _notice(self, context: Context) -> Iterator[Finding]:
        if not _is_file(context, notice.FILE_NAME):
            return
        paths = notice.paths_to_read(context.coverage)
        if not context.concerns([notice.FILE_NAME, *paths, *_deleted_notices(context)]):
            return
        if not all(path in context.listing for path in paths):
            return  # the rule missing-notice reports a notice-file that does not exist
        if _has_unopened(context):
            return  # a NOTICE may be in an archive; a check of all files opens it
        if context.policy.has_unread_licenses:
            return  # a package's LICENSE decides; a check of all files reads it
        existing = _text(context, notice.FILE_NAME)
        if not notice.is_generated(existing):
            return
        texts = repository_files.read_texts(context.source, context.policy, paths)
        entries = notice.entries(context.coverage, texts)
        if notice.render(context.policy, entries, existing) != existing:
            yield self._finding(context, notice.FILE_NAME, "attribcheck notice")

    def _third_party(self, context: Context) -> Iterator[Finding]:
        from attribcheck.documents import third_party  # lazy: only for a complete tree

        name = third_party.FILE_NAME
        if not _is_file(context, name):
            return
        from attribcheck.documents import assemble  # lazy: few repositories have the document

        existing = _text(context, name)
        if not third_party.is_generated(existing):
            return
        paths = assemble.paths_to_read(context.coverage)
        if not all(path in context.listing for path in paths):
            return
        texts = repository_files.read_texts(context.source, context.policy, paths)
        own_too = bool(context.policy.project.contributors)
        covered = (file for file in context.files if own_too or file.components)
        inventory = assemble.build(
            context.coverage,
            covered,
            texts,
            modified=lock_comparison.modified(context.policy, context.source, context.files_of),
        )
        if third_party.render(inventory) != existing:
            yield self._finding(context, name, "attribcheck notice --format third-party")

    def _finding(self, context: Context, name: str, command: str) -> Finding:
        return self.at_file(
            context,
            name,
            f"out of date: `{command}` would write another text for this policy and these files",
            policy_note="the components that the document lists",
            fix=f"{command}\n",
            subject=name,
        )


def _is_file(context: Context, path: str) -> bool:
    blob = context.listing.get(path)
    return blob is not None and blob.kind is BlobKind.FILE


def _has_unopened(context: Context) -> bool:
    """Whether a component covers an archive that this check did not open."""
    from attribcheck.containers.registry import kind_of  # lazy: a change of a NOTICE only

    checked = {file.path for file in context.files}
    return any(
        path not in checked and kind_of(path) and context.coverage.components_of(path)
        for path in context.listing
    )


def _deleted_notices(context: Context) -> Iterator[str]:
    """Yield the paths of components' NOTICE files that the change deleted."""
    for path in context.touched - context.listing.keys():
        if legal_files.is_notice_file(path) and context.coverage.components_of(path):
            yield path


def _text(context: Context, path: str) -> str:
    (text,) = repository_files.read_texts(context.source, context.policy, [path]).values()
    return text
