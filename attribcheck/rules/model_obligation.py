"""The rule ``model-obligation``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attribcheck.core.finding import Finding
from attribcheck.core.model import BlobKind
from attribcheck.documents import model_card, repository_files
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component
from attribcheck.rules.base import Context, Rule
from attribcheck.rules.support import shipped_texts
from attribcheck.spdx import obligations
from attribcheck.spdx.obligations_table import Obligations

_PAGE = re.compile(r"docs?/.*\.(?:md|rst|txt|adoc|html?)\Z|documentation/.*\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


class ModelObligation(Rule):
    """The licence of a model asks for something that is not there.

    ## What it does
    For each component under the licence of a model (Llama, Qwen, Gemma, HyperCLOVA X, EXAONE,
    DeepSeek, OpenRAIL-M, ... each by its version) it looks for what that licence asks for:

    - the attribution line, word for word, in a NOTICE: at the top, among the component's files, or
      its `notice-file`;
    - the licence's own text, where `missing-license-text` looks for others;
    - the sentence to display ("Built with Llama"), in a README, a model card or a page in `docs/`
      that is not the component's own. Where a licence asks for it only of models that were made
      with the licensed one, the component has to name such `models`;
    - a name that begins as asked ("Llama ..."): the names in the `model-index` of a model card
      whose `base_model` is one of the component's `models`.

    Each finding names the section that asks for it. What files can't tell is not judged: limits of
    use to be passed on, a sentence on a web site, the name of a model without a model card. Change
    notices are the business of `unmarked-modification`.

    ## Why it matters
    These licences were written by those who look: a model that was built on another, without the
    line that was asked for, is found in public.

    ## Example
    A component with `license = "LicenseRef-scancode-llama-3.1-license-2024"`, and no page that says
    "Built with Llama".

    ## How to fix
    `attribcheck notice` writes the line, `attribcheck notice --format third-party` the text; the
    sentence belongs into the README. Where it is displayed elsewhere, as the licence permits, an
    exception says so.

    ## References
    - docs/attribution.md, "What licences ask for"
    """

    name = "model-obligation"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each thing that a model's licence asks for and that is not there."""
        for component in context.policy.components:
            asked = [
                (key, entry) for key, entry in obligations.by_id(component.license) if entry.model
            ]
            if not asked or not context.files_of(component):
                continue
            shown = _Shown(context, component)
            read = (*context.files_of(component), *shown.notices, *shown.pages)
            if not context.concerns(read) and not _deleted(context):
                continue
            missing = shipped_texts.missing(context, component)
            for key, entry in asked:
                yield from self._lines(context, component, key, entry, shown)
                if key in missing and entry.copy:
                    yield self._finding(
                        context,
                        component,
                        f"asks for a copy of it ({key}, section {entry.copy.section}),"
                        " and its text ships nowhere",
                        "text",
                        "attribcheck notice --format third-party\n",
                    )
                yield from self._display(context, component, key, entry, shown)
                yield from self._names(context, component, key, entry, shown)

    def _lines(
        self, context: Context, component: Component, key: str, entry: Obligations, shown: _Shown
    ) -> Iterator[Finding]:
        there = [" ".join(text.split()) for text in shown.texts(shown.notices).values()]
        for line in entry.notice_lines:
            if not any(" ".join(line.text.split()) in text for text in there):
                yield self._finding(
                    context,
                    component,
                    f"asks for a line in a NOTICE ({key}, section {line.section}), and it is in"
                    f' none: "{line.text}"',
                    "line",
                    "attribcheck notice\n",
                )

    def _display(
        self, context: Context, component: Component, key: str, entry: Obligations, shown: _Shown
    ) -> Iterator[Finding]:
        displayed = entry.displayed
        if displayed is None or (displayed.derived_only and not component.models):
            return
        there = [_words(text) for text in shown.texts(shown.pages).values()]
        if any(_words(wanted) in text for wanted in displayed.texts for text in there):
            return
        wanted = " or ".join(f'"{text}"' for text in displayed.texts)
        where = "of models that were made with it " if displayed.derived_only else ""
        yield self._finding(
            context,
            component,
            f"asks {where}to display {wanted} ({key}, section {displayed.section}), and no README"
            " or page in docs/ does",
            "display",
            f"# in the README: {displayed.texts[0]}\n",
        )

    def _names(
        self, context: Context, component: Component, key: str, entry: Obligations, shown: _Shown
    ) -> Iterator[Finding]:
        prefix = entry.name_prefix
        if prefix is None or not component.models:
            return
        cards = [path for path in shown.pages if model_card.may_be(path)]
        for path, text in shown.texts(cards).items():
            card = model_card.read(text)
            if card is None or not set(card.base_models) & set(component.models):
                continue
            for name in card.names:
                if not name.rpartition("/")[2].startswith(prefix.text):
                    yield self.at_file(
                        context,
                        path,
                        f'model "{name}" names a base model of component "{component.name}", whose'
                        f' licence asks for a name that begins with "{prefix.text}"'
                        f" ({key}, section {prefix.section})",
                        component=component,
                        policy_line=component.lines.of("models"),
                        policy_note=f'component "{component.name}" covers {component.models[0]}',
                        subject=name,
                    )

    def _finding(
        self, context: Context, component: Component, what: str, subject: str, fix: str
    ) -> Finding:
        return self.at_policy(
            context,
            component.lines.of("license"),
            f'the licence of component "{component.name}" {what}',
            component=component,
            fix=fix,
            subject=f"{component.name}: {subject}",
        )


class _Shown:
    """The files of a snapshot that people read about a component.

    Attributes:
        notices: The NOTICE files that may carry a line for it.
        pages: READMEs, model cards and documentation, without those that came with it.
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
    """Whether the change took away a page or a NOTICE that may have held what is asked for."""
    gone = context.touched - context.listing.keys()
    return any(legal_files.is_legal_file(p) or model_card.may_be(p) or _PAGE.match(p) for p in gone)


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
