"""The rule ``license-mismatch``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.classify.model import Status
from attribcheck.core.finding import Finding
from attribcheck.core.model import FileScan, NoticeKind
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import suggestions


class LicenseMismatch(Rule):
    """A file states another licence than its component, or an own file another than the project.

    ## What it does
    Compares each licence found in a file with the `license` of the components that cover it and, in
    a file whose holders are all our own, with `[project] license`. Every id that is found has to
    be in the declared expression; a declared `A OR B` explains a file that states A alone.

    The licence that a model card or the metadata of weights states is compared with the component
    of the file, the component of the base model that the same file names, the LICENSE beside it,
    the other files of the model, and the licences that the policy knows.

    ## Why it matters
    Either the declaration is wrong, and so is the NOTICE made from it, or the file does not belong
    to the component. Both are cheap to correct before the release and expensive after it.

    ## Example
    The component declares `license = "MIT"`; one of its files begins with
    `SPDX-License-Identifier: LGPL-2.1-only`. Or: a card says `license: apache-2.0` over a base
    model whose component declares the licence of Llama 3.1.

    ## How to fix
    Correct the component's `license` (all licences of its files joined by AND), declare the file as
    a component of its own, or correct the header when the file is yours. For a text that is not the
    licence of its file (`attribcheck except license-mismatch PATH --reason REASON`), bills of
    materials conclude the component's licence, and give the detected one and the reason.

    ## References
    - docs/policy.md, "Components"
    - SPDX specification, annex D (expressions)
    """

    name = "license-mismatch"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each licence that contradicts its declaration."""
        yield from self._of_models(context)
        project = context.policy.project
        for file in context.files:
            for item in file.effective:
                if item.notice.kind is not NoticeKind.LICENSE or item.status is not Status.MISMATCH:
                    continue
                found = " and ".join(item.rest)
                if component := item.component:
                    owner = suggestions.described(component)
                    message = f"licence {found} is stated, but {owner} declares {component.license}"
                    line = component.lines.of("license")
                    note = f'{owner} has license = "{component.license}"'
                else:
                    message = (
                        f"licence {found} is stated in a file of the project's own,"
                        f" but [project] license is {project.license}"
                    )
                    line = project.lines.of("license")
                    note = f'[project] license = "{project.license}"'
                from attribcheck.rules.support import near_matches  # lazy: a finding only

                message += near_matches.remark(item.notice)
                yield self.at_notice(
                    context,
                    file,
                    item,
                    message,
                    policy_line=line,
                    policy_note=note,
                    fix=suggestions.exception(self.name, file.path),
                )

    def _of_models(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each licence that is stated of a model and contradicted."""
        if not any(isinstance(file.scan, FileScan) and file.scan.claims for file in context.files):
            return
        from attribcheck.rules.support import model_license_conflicts  # lazy: few get here
        from attribcheck.spdx import model_licenses

        for file, claim, other, component in model_license_conflicts.find(context):
            key = model_licenses.of_value(claim.name) or ""
            named = "" if key.lower() == claim.name.lower() else f" ({key})"
            yield self.at_file(
                context,
                file.path,
                f'"{claim.key}" states licence {claim.name}{named} of the model, but {other}',
                component=component,
                policy_line=component.lines.of("license") if component else None,
                policy_note=(
                    f'component "{component.name}" has license = "{component.license}"'
                    if component
                    else ""
                ),
                subject=claim.name,
            )._replace(line=claim.line, end_line=claim.line, evidence=claim.excerpt)
