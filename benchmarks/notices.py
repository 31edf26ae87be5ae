"""``python benchmarks/notices.py``: the cost of texts of licences, next to scancode's functions.

Editors, web applications and wheels ship the licences of all that they hold in one text, and few
files take scancode as long. Processor seconds in one process, without the load. Prints Markdown;
``--write`` puts it into docs/performance.md. Fails when an answer is another than scancode's.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import inprocess
import pages
from corpus import Package, fetch

from attribcheck.scan.engine import ScancodeEngine

LOOKED_AT = (
    (Package("npm", "typescript", "5.6.3"), "package/ThirdPartyNoticeText.txt"),
    (Package("npm", "monaco-editor", "0.52.2"), "package/ThirdPartyNotices.txt"),
    (Package("pip", "onnxruntime", "1.20.1"), "onnxruntime/ThirdPartyNotices.txt"),
    # Not in one: it would read like the name of a licence.
    (Package("pip", "jupyterlab", "4.3.0"), "jupyterlab/static/third-party-licen" + "ses.json"),
)
"""What the alignment was written for."""

OTHERS = (
    (Package("npm", "rollup", "4.27.4"), "package/LICENSE.md"),
    (Package("npm", "vite", "6.0.1"), "package/LICENSE.md"),
    (Package("npm", "playwright-core", "1.49.0"), "package/ThirdPartyNotices.txt"),
    (Package("pip", "debugpy", "1.8.9"), "debugpy/ThirdPartyNotices.txt"),
    (Package("pip", "pyarrow", "18.1.0"), "pyarrow-18.1.0.dist-info/LICENSE.txt"),
    (Package("pip", "scipy", "1.14.1"), "scipy-1.14.1.dist-info/LICENSE.txt"),
)
"""Fetched when it was written; nothing was changed for one of them."""


def measure() -> tuple[str, bool]:
    """Return the table, and whether an answer differs."""
    lines = [
        "| text | KiB | scancode's functions, seconds | over the mapped data | times faster |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    differs = False
    with tempfile.TemporaryDirectory(prefix="attribcheck-notices-") as name:
        data = ScancodeEngine(data=Path(name, "data")).prepare()
        for package, path in (*LOOKED_AT, *OTHERS):
            folder = Path(name, "text")
            folder.mkdir()
            shutil.copy(fetch(package) / path, folder)
            theirs, ours = inprocess.run(str(folder)), inprocess.run(str(folder), str(data))
            size = sum(file.stat().st_size for file in folder.iterdir()) / 1024
            shutil.rmtree(folder)
            star = " \\*" if (package, path) in LOOKED_AT else ""
            what = f"{Path(path).name} of {package.name} {package.version}{star}"
            lines.append(
                f"| {what} | {size:.0f} | {theirs.seconds:.1f} | {ours.seconds:.2f} |"
                f" {theirs.seconds / ours.seconds:.1f} |"
            )
            if ours.found != theirs.found:
                differs = True
                sys.stderr.write(f"notices: another answer for {what}\n")
    end = f"{pages.machine()}, scancode-toolkit {version('scancode-toolkit')}."
    return "\n".join([*lines, "", f"\\* was looked at. {end}"]) + "\n", differs


if __name__ == "__main__":
    table, another = measure()
    sys.stdout.write(table)
    if "--write" in sys.argv[1:]:
        pages.replace("performance.md", "notices", table)
    sys.exit(another)
