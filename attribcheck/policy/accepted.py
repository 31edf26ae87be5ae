"""Reads and writes ``attribcheck.baseline``: findings that were there when the check was adopted.

Format: UTF-8. The first line names the format and its version. Each other line is one finding, a
JSON object: ``path``, ``rule``, ``subject``, perhaps ``component``, the day on which it was
``accepted``, and its ``fingerprint``, which alone decides (``check.acceptance``). No line number is
among them, and lines are sorted, so that edits elsewhere in a file change no line and branches
merge. Version 1 is the only one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from attribcheck.core.errors import PolicyError
from attribcheck.core.finding import RULE_NAMES
from attribcheck.core.text import printable
from attribcheck.policy.lockfile import unique

NEVER = frozenset("removed-notice expired-exception unused-declaration stale-notice-file".split())
"""Rules whose findings can't be accepted: about a change, about the policy itself, or settled by
one command."""

_HEADER = "# attribcheck.baseline, version "
_VERSION = 1
_KEYS = {"path", "rule", "subject", "accepted", "fingerprint"}
_FINGERPRINT = re.compile(r"[0-9a-f]{64}\Z")


class Accepted(NamedTuple):
    """One accepted finding.

    Attributes:
        path: Its file.
        rule: Its rule.
        subject: The holder, licence or origin that it is about.
        component: The component that it is about, or None.
        since: The day on which it was accepted.
        fingerprint: See ``check.acceptance``.
        line: The line in the file, from 1.
    """

    path: str
    rule: str
    subject: str
    component: str | None
    since: date
    fingerprint: str
    line: int = 0


def render(entries: Iterable[Accepted]) -> str:
    """Return the text of the file: sorted, one line for each finding."""
    header = f"{_HEADER}{_VERSION}: what `attribcheck init --baseline` found and accepted"
    return "\n".join([header, *sorted(map(_line, entries))]) + "\n"


def _line(entry: Accepted) -> str:
    values = {
        "path": entry.path,
        "rule": entry.rule,
        "subject": entry.subject,
        **({"component": entry.component} if entry.component else {}),
        "accepted": entry.since.isoformat(),
        "fingerprint": entry.fingerprint,
    }
    text = json.dumps(values, ensure_ascii=False)
    # ASCII for what can't be shown, and for paths that are not UTF-8.
    return text if printable(text) == text else json.dumps(values)


def parse(data: bytes, path: str) -> dict[str, Accepted]:
    """Return the entries in ``data`` by their fingerprint.

    Args:
        data: The bytes of an ``attribcheck.baseline``.
        path: The name for messages.

    Raises:
        PolicyError: a line is no entry, or the file is of a newer version.
    """
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise _error(path, data.count(b"\n", 0, error.start) + 1, "not UTF-8") from error
    header = lines[0] if lines else ""
    version = re.match(rf"{re.escape(_HEADER)}(\d{{1,9}})\b", header)
    if not version:
        raise _error(path, 1, f"it does not begin with `{_HEADER}{_VERSION}`")
    if int(version[1]) > _VERSION:
        raise PolicyError(
            f"{path}:1: written for a newer attribcheck: version {version[1]};"
            f" this one reads version {_VERSION}",
            hint="upgrade: pip install -U attribcheck",
        )
    found: dict[str, Accepted] = {}
    for number, line in enumerate(lines[1:], 2):
        entry = _entry(line, path, number)
        found.setdefault(entry.fingerprint, entry)  # two branches can have accepted the same
    return found


def _entry(line: str, path: str, number: int) -> Accepted:
    try:
        values: Any = json.loads(line, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise _error(path, number, "not an entry") from error
    if not isinstance(values, dict) or values.keys() - {"component"} != _KEYS:
        keys = ", ".join(sorted(_KEYS))
        raise _error(path, number, f"an entry has the keys {keys} and perhaps component")
    if not all(isinstance(value, str) for value in values.values()):
        raise _error(path, number, "a value is not a string")
    if values["rule"] not in RULE_NAMES or values["rule"] in NEVER:
        raise _error(path, number, f"findings of {values['rule']} can't be accepted")
    if not _FINGERPRINT.match(values["fingerprint"]):
        raise _error(path, number, "the fingerprint has to have 64 hexadecimal digits")
    try:
        since = date.fromisoformat(values["accepted"])
    except ValueError as error:
        raise _error(path, number, "`accepted` is not a date, such as 2027-06-30") from error
    return Accepted(
        values["path"],
        values["rule"],
        values["subject"],
        values.get("component"),
        since,
        values["fingerprint"],
        number,
    )


def removed(old: Mapping[str, Accepted], new: Mapping[str, Accepted]) -> set[str]:
    """Return the paths of the entries that ``new`` lacks."""
    return {entry.path for key, entry in old.items() if key not in new}


def _error(path: str, line: int, message: str) -> PolicyError:
    return PolicyError(
        f"{path}:{line}: {printable(message)}",
        hint="resolve the merge or restore the file from git; to begin anew, delete it and run"
        " `attribcheck init --baseline`",
    )
