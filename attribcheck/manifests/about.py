"""Reads ``.ABOUT`` files, which describe the file or folder that they name.

Format: https://aboutcode-toolkit.readthedocs.io/en/latest/specification.html
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from attribcheck.core.errors import AttribcheckError
from attribcheck.manifests.base import (
    Manifests,
    Statement,
    expression,
    holder,
    package,
    printable_text,
)
from attribcheck.policy.path_patterns import below, literal


class About:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` has the extension."""
        return path.endswith(".ABOUT")

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return what each file states of its resource, once for each package."""
        found: dict[Statement, Statement] = {}
        for one in (one for item in manifests for one in _statements(*item)):
            key = one._replace(place="", paths=())
            if key in found and one.name:
                found[key] = found[key]._replace(paths=(*found[key].paths, *one.paths))
            else:
                found[key if one.name else one] = one
        return Manifests(statements=tuple(found.values()))


def _statements(path: str, text: str) -> Iterator[Statement]:
    from attribcheck.lineage import yaml_values  # lazy: few repositories have such a file

    try:
        parsed = yaml_values.parse(text).value
    except AttribcheckError:
        return
    if not isinstance(parsed, dict):
        return
    document = {key: one.value for key, one in parsed.items()}
    folder = posixpath.dirname(path)
    resource = document.get("about_resource", ".")
    if not isinstance(resource, str):
        return
    about = posixpath.normpath(posixpath.join(folder, resource))
    if about.startswith(("..", "/")) or about == ".":
        return  # nothing inside of the repository, or all of it
    found = package(document.get("name"), document.get("version"), document.get("package_url"))
    owners = (document.get("copyright"), document.get("owner"))
    named = next((one for one in owners if isinstance(one, str)), "")
    whole_folder = resource.endswith("/") or resource == "." or about == folder
    yield Statement(
        path,
        (below(about) if whole_folder else literal(about), literal(path)),
        found.name if found else "",
        expression(document.get("license_expression")),
        tuple(filter(None, map(holder, named.splitlines()))),
        found.version if found else None,
        found.purl if found else None,
        printable_text(document.get("homepage_url")),
    )
