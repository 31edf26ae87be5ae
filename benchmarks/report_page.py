"""How an HTML report of many findings behaves in a real browser: load, filter, scroll.

    python benchmarks/report_page.py                   the table of docs/reports.md
    python benchmarks/report_page.py --findings 1000

Chromium (headless) is driven over its DevTools pipe, so that nothing needs to be installed beside
it. Keys are sent as the browser gets them from a keyboard. Times are processor time of the page's
main thread, from the event to the frame that shows its result: so long the page answers nothing on
a machine without other work, and other work does not change them much.

Protocol: https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.browser import FRAMES, Browser, program  # noqa: E402

from attribcheck.check.result import CheckResult  # noqa: E402 - the checkout this file is in
from attribcheck.classify.model import ClassifiedFile  # noqa: E402
from attribcheck.core.finding import Finding, RelatedLocation, Severity  # noqa: E402
from attribcheck.core.model import Blob, Excerpt, FileScan  # noqa: E402
from attribcheck.policy.model import Policy  # noqa: E402
from attribcheck.reports.base import Options, format_named  # noqa: E402

RULES = (
    "undeclared-notice",
    "undeclared-license",
    "removed-notice",
    "license-mismatch",
    "missing-notice",
)
FILES_FOR = 5  # findings in a file
RUNS = 5
TYPED = "foo 77"
_WATCH = """
document.querySelector(".find [name=words]").focus();
window.answers = 0;
new MutationObserver(() => answers++).observe(
  document.querySelector(".find output"), {childList: true, characterData: true, subtree: true});
"""
_SCROLL = """
(async () => {
  for (let at = 0; at < STEPS; at++) {
    scrollBy(0, 400);
    await new Promise(requestAnimationFrame);
  }
})()
"""
_STEPS = 60


class Times(NamedTuple):
    """Milliseconds of the main thread, in one run.

    Attributes:
        load: All until the page rests, with what it reads ahead in steps of 12 ms.
        key: From a key to the frame with its result: the slowest of ``TYPED``.
        frame: A frame while scrolling, the mean.
        more: From a click on the button for more findings to the frame with them.
    """

    load: float
    key: float
    frame: float
    more: float


def result(findings: int) -> CheckResult:
    """Return a result with so many findings, all different, in a fifth as many files."""
    paths = [f"src/part{n % 40}/module{n}/file{n}.py" for n in range(findings // FILES_FOR)]
    found = []
    for number in range(findings):
        rule, path = RULES[number % len(RULES)], paths[number // FILES_FOR]
        before = RelatedLocation("as it stood before", path, 1, f"Foo {number} Corp., 2025")
        found.append(
            Finding(
                rule,
                Severity.ERROR if number % 3 else Severity.WARNING,
                path,
                number % 90 + 1,
                f"notice of Foo {number} Corp. is not declared",
                evidence=Excerpt(f"# of Foo {number} Corp., 2025"),
                fix=f'[[component]]\nname = "Foo {number}"\npaths = ["{path}"]\n',
                related=(before,) if rule == "removed-notice" else (),
            )
        )
    files = tuple(ClassifiedFile(Blob(path, "0" * 40), FileScan(None), ()) for path in paths)
    return CheckResult("tracked files", "benchmark", Policy(), files, tuple(found))


def measure(browser: Browser, page: Path) -> Times:
    """Return the times of one run."""
    browser.open(page)
    browser.evaluate("new Promise((done) => setTimeout(done, 3000))")
    load = browser.busy()
    browser.evaluate(_WATCH)
    keys = []
    for number, key in enumerate(TYPED, 1):
        before = browser.busy()
        browser.press(key)
        browser.wait_for(f"answers >= {number}")
        browser.evaluate(FRAMES)
        keys.append(browser.busy() - before)
    browser.evaluate('document.querySelector(".find").reset()')
    browser.evaluate(FRAMES)
    before = browser.busy()
    browser.evaluate(_SCROLL.replace("STEPS", str(_STEPS)))
    frame = (browser.busy() - before) / _STEPS
    before = browser.busy()
    browser.evaluate('document.querySelector(".more").click()')
    browser.evaluate(FRAMES)
    return Times(load, max(keys), frame, browser.busy() - before)


def main() -> int:
    """Print the table; return 1 without a browser."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--findings", type=int, action="append", default=[])
    options = parser.parse_args()
    if program() is None:
        sys.stderr.write("Chromium is not installed\n")
        return 1
    print("| findings | page | load | key | frame, scrolling | 100 more |")
    print("|---|---|---|---|---|---|")
    for number in options.findings or [1000, 10_000]:
        with tempfile.TemporaryDirectory(prefix="attribcheck-page-") as name:
            page = Path(name, "report.html")
            text = format_named("html").render(result(number), Options())
            page.write_text(text, "utf-8")
            with Browser(Path(name, "profile")) as browser:
                runs = [measure(browser, page) for _ in range(RUNS)]
        middle = Times(*map(statistics.median, zip(*runs, strict=True)))
        shown = " | ".join(f"{value:,.0f} ms" for value in middle)
        print(f"| {number:,} | {len(text) / 2**20:.1f} MiB | {shown} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
