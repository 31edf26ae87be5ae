"""The list of all rules. A rule is a module of this package, a line here and a test module.

The rules of copied code and of models are imported only where there is something for them: most
hooks have neither, and each import counts there.
"""

from __future__ import annotations

from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context
from attribcheck.rules.disallowed_license import DisallowedLicense
from attribcheck.rules.disallowed_origin import DisallowedOrigin
from attribcheck.rules.expired_exception import ExpiredException
from attribcheck.rules.license_mismatch import LicenseMismatch
from attribcheck.rules.missing_license_text import MissingLicenseText
from attribcheck.rules.missing_notice import MissingNotice
from attribcheck.rules.model_obligation import ModelObligation
from attribcheck.rules.modified_component import ModifiedComponent
from attribcheck.rules.removed_notice import RemovedNotice
from attribcheck.rules.stale_notice_file import StaleNoticeFile
from attribcheck.rules.undeclared_license import UndeclaredLicense
from attribcheck.rules.undeclared_notice import UndeclaredNotice
from attribcheck.rules.unknown_license import UnknownLicense
from attribcheck.rules.unmarked_modification import UnmarkedModification
from attribcheck.rules.unscanned_file import UnscannedFile
from attribcheck.rules.unused_declaration import UnusedDeclaration

RULES: tuple[type[Rule], ...] = (
    UndeclaredNotice,
    UndeclaredLicense,
    DisallowedLicense,
    LicenseMismatch,
    RemovedNotice,
    MissingNotice,
    UnknownLicense,
    ModelObligation,
    DisallowedOrigin,
    ModifiedComponent,
    UnmarkedModification,
    StaleNoticeFile,
    MissingLicenseText,
    UnusedDeclaration,
    ExpiredException,
    UnscannedFile,
)
"""The rules of every check."""


def of_copies() -> tuple[type[Rule], ...]:
    """Return the rules that read ``Context.copies``, besides ``RULES``."""
    from attribcheck.rules.replaced_notice import ReplacedNotice
    from attribcheck.rules.undeclared_copy import UndeclaredCopy
    from attribcheck.rules.wrong_origin_claim import WrongOriginClaim

    return (UndeclaredCopy, ReplacedNotice, WrongOriginClaim)


def of_models() -> tuple[type[Rule], ...]:
    """Return the rules that read claims and known weights, besides ``RULES``."""
    from attribcheck.rules.undeclared_base_model import UndeclaredBaseModel
    from attribcheck.rules.undeclared_model_code import UndeclaredModelCode

    return (UndeclaredBaseModel, UndeclaredModelCode)


def of_manifests() -> tuple[type[Rule], ...]:
    """Return the rules that read manifests of packages, besides ``RULES``."""
    from attribcheck.rules.version_mismatch import VersionMismatch

    return (VersionMismatch,)


def of_headers() -> tuple[type[Rule], ...]:
    """Return the rule that reads ``[project] header``, besides ``RULES``."""
    from attribcheck.rules.missing_header import MissingHeader

    return (MissingHeader,)


def rules_for(context: Context) -> tuple[type[Rule], ...]:
    """Return the rules that can find anything in a check."""
    manifests = of_manifests() if context.touches_manifests else ()
    models = of_models() if context.names_models or context.known_weights else ()
    copies = of_copies() if context.copies and context.copies.files else ()
    headers = of_headers() if context.policy.project.header else ()
    return (*RULES, *headers, *manifests, *models, *copies)


def every() -> tuple[type[Rule], ...]:
    """Return all rules, in the order of their documentation."""
    return (*RULES, *of_headers(), *of_manifests(), *of_models(), *of_copies())


def by_name() -> dict[str, type[Rule]]:
    """Return all rules by name."""
    return {rule.name: rule for rule in every()}
