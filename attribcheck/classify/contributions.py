"""Classifies the statements of contributors in the project's own files.

A file that states our notice and our licence, and the notices of contributors beside, is our own
with contributions. A contributor's notice alone, under another licence or below a LICENSE of
others, is foreign: it came from somewhere else, even when the same people contribute here.
"""

from __future__ import annotations

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import missing
from attribcheck.classify.model import EXCLUDED, NOBODY, ClassifiedNotice, Status
from attribcheck.core.model import NoticeKind
from attribcheck.notices import holders, legal_files


def contributed(
    classifier: Classifier, path: str, notices: tuple[ClassifiedNotice, ...]
) -> tuple[ClassifiedNotice, ...]:
    """Return ``notices`` with the undeclared statements of contributors as CONTRIBUTED.

    Args:
        classifier: The policy and the snapshot.
        path: The path of the file, which no component covers but for the models that it names.
        notices: All its notices, classified without the contributors.
    """
    if not may_have(classifier, path, notices):
        return notices
    return tuple(_contributed(classifier, item) for item in notices)


def may_have(classifier: Classifier, path: str, notices: tuple[ClassifiedNotice, ...]) -> bool:
    """Whether contributors can have statements in a file: all else in it and around it is ours."""
    counted = [item for item in notices if item.status not in EXCLUDED]
    statements = [item for item in counted if item.notice.kind is NoticeKind.COPYRIGHT]
    licenses = [item for item in counted if item.notice.kind is NoticeKind.LICENSE]
    if not any(_names_us(classifier, item) for item in statements):
        return False
    if not all(item.status is Status.OWN for item in licenses):
        return False
    if legal_files.is_legal_file(path):
        return True  # it governs itself
    return all(map(classifier.is_ours, classifier.coverage.legal.governing(path)))


def _names_us(classifier: Classifier, item: ClassifiedNotice) -> bool:
    """Whether a statement names one of our holders, alone or beside others."""
    if item.status is Status.OWN:
        return True
    own = classifier.coverage.own_holders
    parts = (part for named in item.notice.named for part in holders.names(named))
    return any(part in own for part in parts)


def _contributed(classifier: Classifier, item: ClassifiedNotice) -> ClassifiedNotice:
    is_open = item.notice.kind is NoticeKind.COPYRIGHT and item.status is Status.UNDECLARED
    if not is_open or NOBODY in item.rest:
        return item
    coverage = classifier.coverage
    rest, older = missing(item.notice, item.rest, (coverage.own_holders, coverage.contributors))
    if rest:
        return item._replace(rest=rest)
    why = "its holder is one of [project] contributors, in a file with our notice and licence"
    return ClassifiedNotice(item.notice, Status.CONTRIBUTED, why, None, older=older)
