"""Renders the NOTICE file: the text of a person, and below it the texts that licences require.

It holds nothing that no licence requires, as the Apache project's guidance for NOTICE files says:
only the upstream NOTICE of code under Apache-2.0, verbatim (section 4(d)), and lines that licences
mandate. THIRD-PARTY-NOTICES names every component. It needs no scan.

The line ``MARK`` separates the two parts. The text above it is kept byte for byte; in a NOTICE
without the line the generated part is appended.

Source: https://infra.apache.org/licensing-howto.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from attribcheck.classify.coverage import Coverage
from attribcheck.documents import repository_files
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component, Policy
from attribcheck.spdx import obligations

FILE_NAME = "NOTICE"
MARK = "Third-party components. What stands below this line is written by `attribcheck notice`."
# Only as a complete line: a person's sentence may quote it.
_MARK_LINE = re.compile(rf"^{re.escape(MARK)}[ \t\r]*$", re.MULTILINE)


class Entry(NamedTuple):
    """The texts that a NOTICE carries for one component.

    Attributes:
        title: The component's name, with its version.
        lines: The lines that its licences mandate.
        texts: The NOTICE files that came with it, verbatim.
    """

    title: str
    lines: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def paths_to_read(coverage: Coverage) -> tuple[str, ...]:
    """Return the paths of all NOTICE files that have to be carried, in order."""
    return tuple(sorted({p for c in coverage.policy.components for p in _upstream(c, coverage)}))


def entries(coverage: Coverage, texts: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return the entries of the NOTICE, in the order of the policy.

    Components without requirements have no entry; a text of several components is in the entry of
    the first.

    Args:
        coverage: The policy and the paths of the snapshot.
        texts: The content of every path of ``paths_to_read``.
    """
    found: list[Entry] = []
    carried: set[str] = set()
    for component in coverage.policy.components:
        upstream = [texts[path].strip("\n") for path in _upstream(component, coverage)]
        new = [text for text in dict.fromkeys(upstream) if text.strip() and text not in carried]
        carried.update(new)
        lines = [
            line
            for line in obligations.notice_lines(component.license)
            if not any(_contains(text, line) for text in carried)
        ]
        carried.update(lines)
        if new or lines:
            version = f" {component.version}" if component.version else ""
            found.append(Entry(component.name + version, tuple(lines), tuple(new)))
    return tuple(found)


def merge(groups: Iterable[Iterable[Entry]]) -> tuple[Entry, ...]:
    """Return the entries of several lists, with each line and text only in the first entry."""
    found: list[Entry] = []
    carried: set[str] = set()
    for entry in (entry for group in groups for entry in group):
        lines = tuple(line for line in entry.lines if line not in carried)
        texts = tuple(text for text in entry.texts if text not in carried)
        carried.update(lines, texts)
        if lines or texts:
            found.append(Entry(entry.title, lines, texts))
    return tuple(found)


def render(policy: Policy, carried: Sequence[Entry], existing: str | None) -> str:
    """Return the NOTICE.

    Args:
        policy: Names the project and its holders, for a new NOTICE.
        carried: The entries of its components; see ``entries``.
        existing: The present NOTICE, or None.

    Raises:
        AttribcheckError: the template has an error.
    """
    above = _head(policy) if existing is None else existing
    mark = _MARK_LINE.search(above)
    if mark:
        above = above[: mark.start()]
    if not carried:
        return re.sub(r"(\r?\n)\r?\n\Z", r"\1", above) if mark else above
    from attribcheck.system import templating  # lazy: not needed for an empty NOTICE

    body = templating.render("NOTICE.j2", {"entries": carried})
    gap = "" if mark or not above else "\n" if above.endswith("\n") else "\n\n"
    return f"{above}{gap}{MARK}\n{body}"


def is_generated(text: str) -> bool:
    """Whether a NOTICE has a generated part."""
    return bool(_MARK_LINE.search(text))


def _upstream(component: Component, coverage: Coverage) -> Iterable[str]:
    """Return the NOTICE files to carry: the ``notice-file``, else those its licence requires."""
    if component.notice_file:
        return (component.notice_file,)
    if not obligations.requires_upstream_notice(component.license):
        return ()
    paths = repository_files.legal_paths(component, coverage)
    return tuple(path for path in paths if legal_files.is_notice_file(path))


def _contains(text: str, line: str) -> bool:
    return " ".join(line.split()) in " ".join(text.split())


def _head(policy: Policy) -> str:
    name = policy.project.name or "This project"
    holders = ", ".join(h for h in policy.project.holders if not h.startswith("re:"))
    return f"{name}\n" + (f"Copyright {holders}\n" if holders else "")
