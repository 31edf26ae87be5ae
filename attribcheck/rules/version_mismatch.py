"""The rule ``version-mismatch``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.policy.model import Component
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import manifest_versions, suggestions


class VersionMismatch(Rule):
    """A component's own manifest states another version than the policy.

    ## What it does
    Compares the `version` and the `purl` of each component with the manifest among its files:
    `package.json`, `Cargo.toml` of `cargo vendor`, the `METADATA` of a `*.dist-info`, `METADATA`
    and `README.chromium` of `third_party`. Without one, with a list that names it: `vendor.txt`,
    `vendor/modules.txt`, `package-lock.json`, `.ABOUT` files, CycloneDX and SPDX documents beside
    vendored code.

    In a commit or a range it runs only where the change touches such a file or the policy. A
    leading `v` and zeros at the end do not count, nor does what the policy adds (`24.0+haneul.1`).
    A revision is compared only with another revision.

    ## Why it matters
    The version is stated in the NOTICE and in the bill of materials, where others look up the
    vulnerabilities and the licence of that version. Who replaces vendored code by a newer release
    seldom thinks of the policy.

    ## Example
    `vendor/packaging` was replaced by release 24.0; `vendor/vendor.txt` says `packaging==24.0`, and
    the policy `version = "23.2"`.

    ## How to fix
    Paste the lines with the new version. Look at the licence and the holders, too: they may have
    changed with it.

    ## References
    - docs/adoption.md has the manifests that are read
    """

    name = "version-mismatch"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each component whose manifest contradicts its version."""
        for found in manifest_versions.contradictions(context):
            component = found.component
            line = component.lines.of("version" if component.version else "purl")
            yield self.at_policy(
                context,
                line,
                f"{suggestions.described(component)} is declared with version {found.declared}, but"
                f" {found.manifest} states {found.stated}",
                component=component,
                fix=_fix(context, component, found.stated),
                subject=f"{component.name}: {found.manifest}",
            )


def _fix(context: Context, component: Component, version: str) -> str:
    purl = component.purl and manifest_versions.with_version(component.purl, version)
    return suggestions.changed_values(
        context, component, version=version if component.version else None, purl=purl
    )
