"""The rule ``model-obligation``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attribcheck.core.finding import Finding
from attribcheck.core.model import BlobKind
from attribcheck.documents import model_card, repository_files
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.support import shipped_texts
from attribcheck.spdx import obligations
from attribcheck.spdx.obligations_table import Obligations

_PAGE = re.compile(r"docs?/.*\.(?:md|rst|txt|adoc|html?)\Z|documentation/.*\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


class ModelObligation(Rule):
    """The licence of a model requires something that is missing.

    ## What it does
    For each component under the licence of a model (Llama, Qwen, Gemma, HyperCLOVA X, EXAONE,
    DeepSeek, OpenRAIL-M, ... each by its version) it looks for what that licence requires:

    - the attribution line, word for word, in a NOTICE: at the top, among the component's files, or
      its `notice-file`;
    - the licence's own text, where `missing-license-text` looks for others;
    - the sentence to display ("Built with Llama"), in a README, a model card or a page in `docs/`
      that is not the component's own. Where a licence requires it only of models that were made
      with the licensed one, the component has to name such `models`;
    - a name with the required beginning ("Llama ..."): the names in the `model-index` of a model
      card whose `base_model` is one of the component's `models`.

    Each finding names the section that requires it. Not checked, since files do not show it: limits
    of use to be passed on, a sentence on a web site, the name of a model without a model card. For
    change notices there is `unmarked-modification`.

    ## Why it matters
    The authors of these licences look for violations, and models that are built on another one
    without the required line are found in docs.

    ## Example
    A component with `license = "LicenseRef-scancode-llama-3.1-license-2024"`, and no page that says
    "Built with Llama".

    ## How to fix
    `attribcheck notice` writes the line, `attribcheck notice --format third-party` the text; the
    sentence belongs into the README. Where it is displayed elsewhere, as the licence permits, write
    an exception that says so.

    ## References
    - docs/attribution.md, "What licences require"
    """

    name = "model-obligation"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each requirement of a model's licence that is not met."""
        for component in context.policy.components:
            required = [
                (key, entry) for key, entry in obligations.by_id(component.license) if entry.model
            ]
            if not required or (component.paths and not context.files_of(component)):
                continue
            docs = _Documents(context, component)
            read = (*context.files_of(component), *docs.notices, *docs.pages)
            if not context.concerns(read) and not _deleted(context):
                continue
            missing = shipped_texts.missing(context, component)
            for key, entry in required:
                yield from self._lines(context, component, key, entry, docs)
                if key in missing and entry.copy:
                    yield self._finding(
                        context,
                        component,
                        f"{key}, section {entry.copy.section}, requires a copy of the licence,"
                        " and its text is missing",
                        "text",
                        "attribcheck notice --format third-party\n",
                    )
                yield from self._display(context, component, key, entry, docs)
                yield from self._names(context, component, key, entry, docs)

    def _lines(
        self, context: Context, component: Component, key: str, entry: Obligations, docs: _Documents
    ) -> Iterator[Finding]:
        found = [" ".join(text.split()) for text in docs.texts(docs.notices).values()]
        for line in entry.notice_lines:
            if not any(" ".join(line.text.split()) in text for text in found):
                yield self._finding(
                    context,
                    component,
                    f"{key}, section {line.section}, requires a line in a NOTICE, and no NOTICE"
                    f' has it: "{line.text}"',
                    "line",
                    "attribcheck notice\n",
                )

    def _display(
        self, context: Context, component: Component, key: str, entry: Obligations, docs: _Documents
    ) -> Iterator[Finding]:
        displayed = entry.displayed
        if displayed is None or (displayed.derived_only and not component.models):
            return
        found = [_words(text) for text in docs.texts(docs.pages).values()]
        if any(_words(wanted) in text for wanted in displayed.texts for text in found):
            return
        wanted = " or ".join(f'"{text}"' for text in displayed.texts)
        whose = " for models made with it" if displayed.derived_only else ""
        yield self._finding(
            context,
            component,
            f"{key}, section {displayed.section}, requires {wanted} to be displayed{whose}, and no"
            " README or page in docs/ displays it",
            "display",
            f"# in the README: {displayed.texts[0]}\n",
        )

    def _names(
        self, context: Context, component: Component, key: str, entry: Obligations, docs: _Documents
    ) -> Iterator[Finding]:
        prefix = entry.name_prefix
        if prefix is None or not component.models:
            return
        cards = [path for path in docs.pages if model_card.may_be(path)]
        for path, text in docs.texts(cards).items():
            card = model_card.read(text)
            if card is None or not set(card.base_models) & set(component.models):
                continue
            for name in card.names:
                if not name.rpartition("/")[2].startswith(prefix.text):
                    yield self.at_file(
                        context,
                        path,
                        f'model "{name}" has a base model of component "{component.name}", and'
                        f" {key}, section {prefix.section}, requires a name that begins with"
                        f' "{prefix.text}"',
                        component=component,
                        policy_line=component.lines.of("models"),
                        policy_note=f'component "{component.name}" covers {component.models[0]}',
                        subject=name,
                    )

    def _finding(
        self, context: Context, component: Component, message: str, subject: str, fix: str
    ) -> Finding:
        return self.at_policy(
            context,
            component.lines.of("license"),
            f'component "{component.name}": {message}',
            component=component,
            fix=fix,
            subject=f"{component.name}: {subject}",
        )


class _Documents:
    """The files of a snapshot in which the requirements of a component's licence can be met.

    Attributes:
        notices: The NOTICE files that may carry a line for it.
        pages: READMEs, model cards and documentation, without the component's own.
    """

    def __init__(self, context: Context, component: Component) -> None:
        self._context = context
        files = {p for p, blob in context.listing.items() if blob.kind is BlobKind.FILE}
        own = set(context.files_of(component))
        tops = filter(legal_files.applies_to_repository, context.coverage.legal.all)
        candidates = (*tops, *repository_files.legal_paths(component, context.coverage))
        named = {component.notice_file}
        self.notices = sorted(
            p for p in files & set(candidates) if p in named or legal_files.is_notice_file(p)
        )
        self.pages = sorted(p for p in files - own if model_card.may_be(p) or _PAGE.match(p))

    def texts(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the texts of ``paths`` by path."""
        context = self._context
        return repository_files.read_texts(context.source, context.policy, paths)


def _deleted(context: Context) -> bool:
    """Whether the change removed a page or a NOTICE that may have met a requirement."""
    gone = context.touched - context.listing.keys()
    return any(legal_files.is_legal_file(p) or model_card.may_be(p) or _PAGE.match(p) for p in gone)


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
