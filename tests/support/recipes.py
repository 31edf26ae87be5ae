"""The code blocks of a page of the documentation."""

from __future__ import annotations

import re


def recipe(page: str, section: str, language: str) -> str:
    """Return the code blocks of a section, one below the other."""
    text = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return "".join(re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL))
