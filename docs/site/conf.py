"""The site: README and the pages of docs/, as they are read on GitHub, built by `make site`.

The source directory is the top of the repository, so that every relative link of a page leads to
the same place on GitHub and on the site. A page that is in no part of ``CONTENTS`` is a warning of
Sphinx, and `make site` makes warnings errors; so is a link to a page, a heading or a file that is
not there. Reference: https://myst-parser.readthedocs.io/en/latest/syntax/cross-referencing.html
"""

from __future__ import annotations

from typing import Any

project = "attribcheck"
extensions = ["myst_parser"]
root_doc = "README"
include_patterns = ["*.md", "docs/*.md", "docs/adr/*.md", "findings/README.md"]

myst_heading_anchors = 4
"""Headings down to this level can be linked to, by the anchors that GitHub gives them."""

html_theme = "furo"
html_title = "attribcheck"
html_extra_path = ["index.html"]  # leads to README.html
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False

CONTENTS = {
    "Use": "docs/pre-commit docs/github-action docs/other-ci docs/cli docs/adoption docs/policy"
    " docs/rules docs/notices docs/scripts-and-files docs/reports docs/api"
    " docs/removed-notices"
    " docs/copied-code docs/copies docs/copies-judged docs/origins docs/attribution"
    " docs/templates docs/lineage docs/weights docs/security",
    "Measurements": "docs/performance docs/parity docs/statements docs/history-study",
    "Development": "docs/architecture docs/adr/README CONTRIBUTING SECURITY CHANGELOG"
    " findings/README",
}
"""The pages by heading. Not on a page: GitHub would show the directive as code."""


def setup(app: Any) -> None:
    """Register what Sphinx calls."""
    app.connect("source-read", _add_contents)


def _add_contents(_app: Any, docname: str, source: list[str]) -> None:
    """Append the contents to the page that needs them: README, and the index of the decisions."""
    if docname == root_doc:
        source[0] += "".join(
            _toctree(f":caption: {caption}", pages.split()) for caption, pages in CONTENTS.items()
        )
    elif docname == "docs/adr/README":
        source[0] += _toctree(":glob:", ["[0-9]*"])


def _toctree(option: str, pages: list[str]) -> str:
    absolute = [page if "*" in page else f"/{page}" for page in pages]
    return "\n```{toctree}\n:hidden:\n" + "\n".join([option, "", *absolute]) + "\n```\n"
