"""Finds the contributors to the project's own files, for ``[project] contributors``."""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.classify import contributions
from attribcheck.classify.classifier import Classifier
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import container_of
from attribcheck.init import packages
from attribcheck.notices import holders
from attribcheck.rules.support.suggestions import foreign_holders


def found(files: Iterable[ClassifiedFile], classifier: Classifier) -> tuple[str, ...]:
    """Return the undeclared holders in files with our notice and licence, sorted.

    Archives and the folders of package managers hold the files of others, whoever is named there.

    Args:
        files: Every file of the snapshot, classified by the policy without contributors.
        classifier: Classified them.
    """
    own = [
        file
        for file in files
        if not container_of(file.path)
        and not packages.is_managed(file.path)
        and contributions.may_have(classifier, file.path, file.notices)
    ]
    names = {holders.normal_form(name) or name: name for name in foreign_holders(own)}
    return tuple(sorted(names.values(), key=str.casefold))
