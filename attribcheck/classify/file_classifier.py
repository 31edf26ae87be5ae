"""Classifies the notices of one file.

Each notice is classified alone. A copyright statement is declared when each of its holders is one
of the project or of a component that covers the file; a licence when each of its ids is in the
licence of such a component, or in the project's own licence for a file of our own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attribcheck.classify import fragments, terms
from attribcheck.classify.coverage import missing
from attribcheck.classify.model import EXCLUDED, NOBODY, ClassifiedNotice, Status
from attribcheck.core.model import Blob, FileScan, MarkerKind, Notice, NoticeKind
from attribcheck.core.spans import DisjointSpans
from attribcheck.notices import false_positives, legal_files
from attribcheck.notices.holders import HolderNames, unexplained
from attribcheck.policy.model import Component
from attribcheck.spdx import catalog, expressions

if TYPE_CHECKING:
    from attribcheck.classify.classifier import Classifier

_OF_FONT = "the engine joins the strings of a font; its name table is read apart, as !/name"
_OF_LIST = "the file is a list of packages, which names their licences"


def have_holders(components: Sequence[Component]) -> bool:
    """Whether a component says whose the files are, and not only which models they name."""
    return not all(component.is_of_models for component in components)


def _is_exact(notice: Notice) -> bool:
    from attribcheck.classify import declared_texts

    return declared_texts.is_exact(notice)


class FileClassifier:
    """Classifies one file.

    Args:
        classifier: Of the snapshot.
        blob: The file.
        scan: Its scan.
        components: The components that may declare its notices.
    """

    def __init__(
        self, classifier: Classifier, blob: Blob, scan: FileScan, components: tuple[Component, ...]
    ) -> None:
        coverage = classifier.coverage
        self._classifier = classifier
        self._path = path = blob.path
        self._scan = scan
        self._components = components
        self._is_legal = legal_files.is_legal_file(path)
        self._own = coverage.own_holders
        self._holders = coverage.holders
        self._top = legal_files.applies_to_repository(path)
        # Beside a LICENSE of our own, no package declares whoever is named.
        is_ours = self._top and legal_files.is_license_file(path)
        self._naming = tuple(c for c in components if not (is_ours and c.listed))
        # At the top any component may be named, and none is nearer than another.
        self._nearest = components[0] if components and not self._top else None
        self._own_part = None if self._top else coverage.own_part_among(components)
        self._own_license = self._known_ids(coverage.policy.project.license)
        # A LICENSE in a folder without own holders, and no copy of ours, is foreign, even when its
        # licence is the project's. So is all that a package manager's folder holds. A text in
        # ``licenses`` may be of a package of our own.
        self._is_foreign_text = coverage.is_managed(path) or (
            legal_files.is_license_file(path)
            and not self._top
            and not coverage.is_own_copy(blob)
            and not legal_files.is_shared_text(path)
        )
        self._text_of: Component | None = None
        if coverage.own_texts:  # few policies have such an id
            from attribcheck.classify import declared_texts

            self._text_of = declared_texts.component_of_text(
                coverage, classifier.scan_of, blob, scan
            )
        kinds = {MarkerKind.REUSE_IGNORE} if classifier.obey_blocks else set()
        self._ignored = DisjointSpans(m.span for m in scan.markers if m.kind in kinds)

    def classify(self) -> tuple[ClassifiedNotice, ...]:
        """Return the notices of the file, classified, in their order."""
        statements = {
            index: self._excluded(notice) or self._statement(notice)
            for index, notice in enumerate(self._scan.notices)
            if notice.kind is NoticeKind.COPYRIGHT
        }
        counted = [item for item in statements.values() if item.status not in EXCLUDED]
        own_file = bool(counted) and all(item.status is Status.OWN for item in counted)
        own_notice = any(item.status is Status.OWN for item in counted)
        return tuple(
            statements.get(index)
            or self._excluded(notice)
            or self._license(fragments.without(notice), own_file=own_file, own_notice=own_notice)
            for index, notice in enumerate(self._scan.notices)
        )

    def _excluded(self, notice: Notice) -> ClassifiedNotice | None:
        if notice.lines.start in self._ignored:
            return ClassifiedNotice(notice, Status.IGNORED, "it is in a REUSE-Ignore block")
        if why := false_positives.reason(notice, self._scan):
            return ClassifiedNotice(notice, Status.NOISE, why)
        coverage = self._classifier.coverage
        if coverage.has_font_names(self._path):
            return ClassifiedNotice(notice, Status.NOISE, _OF_FONT)
        if notice.kind is not NoticeKind.LICENSE:
            return None
        if coverage.is_package_list(self._path):
            return ClassifiedNotice(notice, Status.NOISE, _OF_LIST)
        return terms.classified_without(notice, self._nearest)

    def _statement(self, notice: Notice) -> ClassifiedNotice:
        named = notice.named or (NOBODY,)
        if not notice.named and self._components:
            component = self._components[0]
            why = f'it names no holder, and component "{component.name}" covers the file'
            return ClassifiedNotice(notice, Status.DECLARED, why, component)
        foreign, older = missing(notice, named, (self._own,))
        if not foreign:
            why = "its holder is one of [project] holders"
            return ClassifiedNotice(notice, Status.OWN, why, self._own_part, older=older)
        known = (self._own, *(self._holders[c.name] for c in self._naming))
        rest, older = missing(notice, named, known)
        if rest:
            why = "no component declares its holder"
            return ClassifiedNotice(notice, Status.UNDECLARED, why, self._nearest, rest, older)
        # Our name can be a part of theirs ("Foo" and "Foo and Bar"): the complete name counts too.
        parts = (*foreign, *named, *notice.holders)
        component = next(
            (c for c in self._naming if self._declares_any(self._holders[c.name], parts)),
            self._components[0],
        )
        why = f'component "{component.name}" declares its holder'
        return ClassifiedNotice(notice, Status.DECLARED, why, component, older=older)

    def _declares_any(self, names: HolderNames, parts: tuple[str, ...]) -> bool:
        return any(not unexplained(part, (self._own, names)) for part in parts)

    def _license(self, notice: Notice, *, own_file: bool, own_notice: bool) -> ClassifiedNotice:
        ids = terms.of(notice, self._nearest)
        unnamed = self._unnamed(notice)
        may_be_ours = self._may_be_ours(own_file=own_file, own_notice=own_notice)
        ours = self._own_license if may_be_ours else frozenset()
        needed = tuple(key for key in ids if not catalog.is_unknown(key) and key not in ours)
        if self._text_of and not _is_exact(notice):
            why = f'it is the text of a licence that component "{self._text_of.name}" declares'
            return ClassifiedNotice(notice, Status.DECLARED, why, self._text_of)
        if referred := self._referred(notice):
            # As scancode does: a mere "see LICENSE" means the licence in that file.
            if near := self._nearest:
                why = f'it refers to {referred}; component "{near.name}" declares the licence'
                return ClassifiedNotice(notice, Status.DECLARED, why, near)
            if not needed:
                if self._classifier.is_ours(referred):
                    return ClassifiedNotice(notice, Status.OWN, f"it refers to {referred}")
                why = f"it refers to {referred}, which no component declares"
                return ClassifiedNotice(notice, Status.UNDECLARED, why, None, (f"of {referred}",))
        declared = {c.name: self._known_ids(c.license) for c in self._components}
        if "LicenseRef-" in notice.excerpt.text and (own := self._own_ref(notice, declared, ours)):
            return own
        known = frozenset[str]().union(*declared.values())
        if rest := self._undeclared(notice, needed, known | ours):
            return self._required(notice) or self._undeclared_license(
                notice, rest, own_file=own_file
            )
        explainer = next(
            (c for c in self._components if not declared[c.name].isdisjoint(needed + unnamed)), None
        )
        if rest := tuple(key for key in unnamed if key not in known):
            why = "the engine detects a licence but can't name it"
            unknown = ClassifiedNotice(notice, Status.UNKNOWN, why, explainer, rest)
            return self._required(notice) or unknown
        if explainer:
            why = f'component "{explainer.name}" declares the licence'
            return ClassifiedNotice(notice, Status.DECLARED, why, explainer)
        return ClassifiedNotice(notice, Status.OWN, "it is the project's own licence")

    def _own_ref(
        self, notice: Notice, declared: Mapping[str, frozenset[str]], ours: frozenset[str]
    ) -> ClassifiedNotice | None:
        """Classify an SPDX tag whose LicenseRef a component, or the project, declares."""
        from attribcheck.classify import declared_texts  # lazy: few tags name one

        ids = declared_texts.refs_of_tag(notice)
        if not ids:
            return None
        for component in self._components:
            if ids <= declared[component.name]:
                why = f'component "{component.name}" declares the licence of the tag'
                return ClassifiedNotice(notice, Status.DECLARED, why, component)
        if ids <= ours:
            return ClassifiedNotice(notice, Status.OWN, "it is the project's own licence")
        return None

    def _undeclared(
        self, notice: Notice, needed: tuple[str, ...], known: frozenset[str]
    ) -> tuple[str, ...]:
        """Return the ids in ``needed`` that are not ``known``.

        A component may take one branch of a choice. In a file of our own all of them count: we
        offer the choice.
        """
        if not self._components:
            return tuple(key for key in needed if key not in known)
        open_ = expressions.missing(notice.text, known)
        return tuple(key for key in needed if key in open_)

    def _may_be_ours(self, *, own_file: bool, own_notice: bool) -> bool:
        """Whether the project's own licence may stand in this file.

        In a file of a component it may beside a notice of others; alone only when the component
        names us too: our header does not change the licence of the code below it.
        """
        if self._top:
            return True
        if not self._components:
            return own_notice or not self._is_foreign_text
        if self._own_part:
            return False
        if own_notice and not have_holders(self._components):
            return True
        return own_notice and (not own_file or any(map(self._names_us, self._components)))

    def _names_us(self, component: Component) -> bool:
        return any(holder in self._own for holder in component.holders)

    def _known_ids(self, declared: str | None) -> frozenset[str]:
        if not declared:
            return frozenset()
        known = expressions.covered(declared)
        if self._top or self._is_legal:
            known |= expressions.text_of_later_versions(declared)
        return known

    def _required(self, notice: Notice) -> ClassifiedNotice | None:
        """Classify the title of a component's licence, and a line that it requires in a NOTICE."""
        if not self._is_legal:
            return None
        from attribcheck.classify import declared_texts  # lazy: what is undeclared is rare

        if component := declared_texts.component_of_line(notice, self._components):
            why = f'the licence of component "{component.name}" requires this line'
        elif component := declared_texts.component_of_title(notice, self._components):
            why = f'it is the title of the licence of component "{component.name}"'
        else:
            return None
        return ClassifiedNotice(notice, Status.DECLARED, why, component)

    def _undeclared_license(
        self, notice: Notice, rest: tuple[str, ...], *, own_file: bool
    ) -> ClassifiedNotice:
        if near := self._nearest:
            why = f'component "{near.name}" declares another licence'
            return ClassifiedNotice(notice, Status.MISMATCH, why, near, rest)
        if own_file and self._own_license:
            why = "the project's own licence is another"
            return ClassifiedNotice(notice, Status.MISMATCH, why, None, rest)
        return ClassifiedNotice(notice, Status.UNDECLARED, "no component declares it", None, rest)

    def _referred(self, notice: Notice) -> str | None:
        """Return the file that a mere reference ("see LICENSE") names, or None."""
        if self._path.endswith("package.json"):
            from attribcheck.classify import declared_texts  # lazy: such files only

            coverage = self._classifier.coverage
            if named := declared_texts.named_by_package(coverage, self._path, notice):
                return named
        if not notice.matches or not all(match.references for match in notice.matches):
            return None
        return self._target([name for match in notice.matches for name in match.references])

    def _target(self, names: Sequence[str]) -> str | None:
        coverage = self._classifier.coverage
        for component in self._components if names and not self._top else ():
            if found := coverage.legal.named_among(coverage.legal_of(component), names):
                return found
        return coverage.legal.named_above(self._path, names) if names else None

    def _unnamed(self, notice: Notice) -> tuple[str, ...]:
        """Return the unknown ids, except those of references to a file that exists.

        "Apache 2.0, see LICENSE" beside a LICENSE has no unknown id.
        """
        found = {
            key
            for match in notice.matches
            for key in expressions.keys(match.expression)
            if catalog.is_unknown(key) and not self._target(match.references)
        }
        return tuple(sorted(found))
