"""The page stands by itself, is valid, and shows hostile text as text."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from typing import Any

import html5lib
from support.checks import check
from support.repo import Repo

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity, SuppressedFinding
from attribcheck.core.model import Excerpt, ScanFailure
from attribcheck.policy.model import Policy
from attribcheck.reports.base import Options, format_named

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["foo/**"]

    [[exception]]
    rule = "undeclared-notice"
    paths = ["data/**"]
    reason = "test data"
"""
FILES = {
    "data/a.txt": "Copyright 2025 Bar GmbH\n",
    "foo/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n",
    "src/a.py": "\n# Copyright 2025 Bar GmbH\n",
    "src/b.js": ScanFailure("it died"),
}
FOUND = Finding("undeclared-notice", Severity.ERROR, "src/a.py", 2, "something", component="Foo")
LINKS = Options(
    rules_url="https://haneul.example/docs/rules.md", source_url="https://haneul.example/blob/abc"
)


def page(outcome: CheckResult, options: Options = LINKS) -> Any:
    """Return the page, parsed by the rules of HTML; anything that they call an error fails."""
    text = format_named("html").render(outcome, options)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def of(*findings: Finding, **fields: Any) -> CheckResult:
    policy = Policy(path="attribcheck.toml")
    return CheckResult("main...HEAD", "lines 1", policy, (), findings, **fields)


def test_it_shows_the_findings_what_is_permitted_and_every_file(repo: Repo) -> None:
    found = page(check(repo, FILES, POLICY))

    assert text(found.find(".//title")) == "attribcheck: 2 errors"
    first, second = (text(article) for article in found.iter("article"))
    assert first == (
        "error: undeclared-notice copyright of Bar GmbH is not declared (no licence stated)"
        " src/a.py:2:3 # Copyright 2025 Bar GmbH"
        " Policy: attribcheck.toml:5: [project] holders: Haneul Labs; no component covers this file"
        " Fix in attribcheck.toml # no licence was detected here: ask its holder, then name it"
        ' [[component]] name = "Bar GmbH a 2" license = "LicenseRef-unstated"'
        ' holders = ["Bar GmbH"]'
        ' paths = ["src/a.py"]'
    )
    assert second == "error: unscanned-file not scanned: it died src/b.js"
    rows = [[text(cell) for cell in row.iter("td")] for row in found.iter("tr")]
    assert [row for row in rows if row] == [
        ["undeclared-notice", "", "1", "", "", "1"],
        ["unscanned-file", "", "1", "", "", "1"],
        [
            "undeclared-notice",
            "data/a.txt:1:1",
            "copyright of Bar GmbH is not declared (no licence stated)",
            "test data",
        ],
        ["attribcheck.toml", "", "", ""],
        ["data/a.txt", "", "Bar GmbH", ""],
        ["foo/LICENSE", "MIT", "Foo Corp.", "Foo"],
        ["src/a.py", "", "Bar GmbH", ""],
        ["src/b.js", "not scanned: it died", "", ""],
    ]


def test_it_fetches_nothing_and_runs_nothing(repo: Repo) -> None:
    found = page(check(repo, FILES, POLICY))
    policy = found.find(".//meta[@http-equiv='Content-Security-Policy']")
    style = base64.b64encode(hashlib.sha256(found.find(".//style").text.encode()).digest()).decode()
    assert policy.get("content") == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'none';"
        " base-uri 'none'; form-action 'none'"
    )
    assert not [e.tag for e in found.iter() if e.tag in ("script", "link", "img", "iframe")]
    assert not [name for e in found.iter() for name, _ in e.items() if name.startswith("on")]


def test_rules_and_places_are_links_when_it_is_known_where_they_are() -> None:
    assert [link.get("href") for link in page(of(FOUND)).iter("a")] == [
        "https://haneul.example/docs/rules.md#undeclared-notice",
        "https://haneul.example/blob/abc/src/a.py#L2",
    ]
    assert not list(page(of(FOUND), Options()).iter("a"))


def test_what_stood_before_is_shown_with_its_place() -> None:
    before = RelatedLocation("as it stood before", "old.py", 1, "# Copyright\n# Foo", "f" * 40)
    (article,) = page(of(FOUND._replace(related=(before,)))).iter("article")
    assert "as it stood before: old.py:1 (ffffffffffff) # Copyright # Foo" in text(article)


def test_lines_of_another_origin_are_shown_without_a_text() -> None:
    there = RelatedLocation("lines 4-9 match", "b.c", 3, "", end_line=8, origin="foo 1.2")
    (article,) = page(of(FOUND._replace(related=(there,)))).iter("article")
    assert "lines 4-9 match: foo 1.2: b.c:3-8" in text(article)
    assert "" not in [(one.text or "").strip() for one in article.iter("pre")]


def test_hints_are_shown() -> None:
    assert "the cache can't be written" in text(page(of(hints=("the cache can't be written",))))


HOSTILE = (
    "</pre></style><script>alert(1)</script><img src=x onerror=y>\"' onclick=z {{ 7*7 }}"
    " \x1b\n\u202e"
)


def of_words(words: str) -> CheckResult:
    finding = FOUND._replace(
        path=words,
        message=words,
        component=words,
        evidence=Excerpt(words),
        policy_note=words,
        fix=words,
        related=(RelatedLocation(words, words, 1, words, words, origin=words),),
    )
    outcome = of(finding, hints=(words,), suppressed=(SuppressedFinding(finding, words),))
    return outcome._replace(policy=Policy(path=words), label=words, engine=words)


def test_hostile_text_makes_no_element_and_no_attribute() -> None:
    def shape(words: str) -> Counter[tuple[str, tuple[str, ...]]]:
        return Counter((e.tag, tuple(sorted(e.keys()))) for e in page(of_words(words)).iter())

    assert shape(HOSTILE) == shape("x")


def test_hostile_text_is_shown_as_it_is() -> None:
    shown = "".join(page(of_words(HOSTILE)).itertext())
    assert "</style><script>alert(1)</script><img src=x onerror=y>\"' onclick=z {{ 7*7 }}" in shown
    assert "49" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
