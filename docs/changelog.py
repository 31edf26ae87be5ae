"""Prints the section of CHANGELOG.md for a version, without its heading: the notes of a release.

    python docs/changelog.py 1.2.0

Standard library only, since the release workflow runs it before anything is installed. It exits
with 1 when there is no such section, or nothing in it, so that no release is made without notes.

Format: https://keepachangelog.com/en/1.1.0/
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def section(changelog: str, version: str) -> str:
    """Return the text below the heading of ``version``, up to the next version's; empty if none.

    Args:
        changelog: The text of the file.
        version: A version without a ``v``, or ``Unreleased``.
    """
    heading = rf"^## \[{re.escape(version)}\](?: - \d{{4}}-\d\d-\d\d)?\n(.*?)(?=^## \[|\Z)"
    found = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def main(version: str) -> int:
    """Print the section of ``version``; return the exit code."""
    notes = section(CHANGELOG.read_text(encoding="utf-8"), version)
    if not notes:
        print(f"CHANGELOG.md has no section [{version}], or nothing in it", file=sys.stderr)
        return 1
    print(notes)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
