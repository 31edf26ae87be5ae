"""Tells what GNU Autotools put into a source package: one thing for a reviewer, many licences."""

from __future__ import annotations

import re

from attribcheck.classify.model import ClassifiedFile
from attribcheck.notices.holders import normal_form
from attribcheck.rules.support.suggestions import foreign_holders

NAME = "GNU build system"

_HOLDERS = frozenset(map(normal_form, ("Free Software Foundation, Inc.", "X Consortium")))
_FILE = re.compile(
    r"(?:\A|/)(?:configure|config\.(?:guess|sub|rpath)|aclocal\.m4|ltmain\.sh|install-sh|missing|depcomp"
    r"|compile|test-driver|tap-driver\.(?:sh|pl)|ylwrap|mkinstalldirs|ar-lib|mdate-sh|texinfo\.tex"
    r"|Makefile(?:\.in)?|INSTALL|(?:m4|build-aux|autoconf|config)/(?:.*/)?[^/]*\.m4)\Z"
)


def is_holder(form: str) -> bool:
    """Whether a normal form is that of a holder whose files stand in every such package."""
    return form in _HOLDERS


def is_part(file: ClassifiedFile) -> bool:
    """Whether a file is a part of the build system, by its name and its holders."""
    if not _FILE.search(file.path):
        return False
    forms = {normal_form(name) for name in foreign_holders([file])}
    return file.path.endswith(".m4") or not _HOLDERS.isdisjoint(forms)
