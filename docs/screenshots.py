"""``make screenshots``: pictures of the HTML report of the sample project, by Chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from support import sample  # noqa: E402 - the path is set above
from support.command import attribcheck  # noqa: E402

# The picture, the check, its size in pixels, and options of the browser.
PICTURES: tuple[tuple[str, list[str], str, list[str]], ...] = (
    ("report-overview.png", [], "1000,1500", []),
    ("report-overview-dark.png", [], "1000,1500", ["--force-dark-mode"]),
    ("report-staged.png", ["--staged"], "1000,4000", []),
)


def main() -> int:
    """Write the pictures; return 1 without Chromium."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.stderr.write("Chromium is not installed\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="attribcheck-pictures-") as name:
        folder = Path(name) / "haneul"
        repo = sample.build(folder, partial(attribcheck, folder))
        for picture, arguments, size, options in PICTURES:
            page = Path(name) / "report.html"
            page.write_text(attribcheck(repo, "check", "--format", "html", *arguments).out)
            words = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            words += [f"--window-size={size}", f"--screenshot={HERE / 'images' / picture}"]
            subprocess.run([*words, *options, page.as_uri()], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
