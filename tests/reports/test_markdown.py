"""The summary of a job is read by GitHub's own Markdown, and holds nothing but what we wrote."""

from __future__ import annotations

from collections import Counter
from typing import Any

import cmarkgfm
import html5lib
import pytest
from cmarkgfm.cmark import Options as Cmark
from support.checks import check, toml
from support.repo import Repo

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity, SuppressedFinding
from attribcheck.core.model import Excerpt
from attribcheck.policy.model import Policy
from attribcheck.reports import markdown
from attribcheck.reports.base import Options, format_named

POLICY = 'version = 1\n\n[project]\nlicense = "Apache-2.0"\nholders = ["Haneul Labs"]\n'
FOUND = Finding("undeclared-notice", Severity.ERROR, "src/a.py", 2, "something", component="Foo")
LINKS = Options(
    rules_url="https://haneul.example/docs/rules.md", source_url="https://haneul.example/blob/abc"
)


def report(outcome: CheckResult, options: Options = LINKS) -> str:
    return format_named("markdown").render(outcome, options)


def page(text: str) -> Any:
    """Return the report as GitHub's parser makes HTML of it, parsed; raw HTML is let through."""
    body = cmarkgfm.github_flavored_markdown_to_html(text, Cmark.CMARK_OPT_UNSAFE)
    return html5lib.parseFragment(body, namespaceHTMLElements=False)


def elements(text: str) -> Counter[str]:
    """Count the elements of a report by name."""
    return Counter(element.tag for element in page(text).iter() if isinstance(element.tag, str))


def of(*findings: Finding, **fields: Any) -> CheckResult:
    policy = Policy(path="attribcheck.toml")
    return CheckResult("main...HEAD", "lines 1", policy, (), findings, **fields)


def test_it_has_a_summary_a_table_and_the_fix_folded(repo: Repo) -> None:
    outcome = check(repo, {"src/a.py": "\n# Copyright 2025 Foo Corp.\n"}, toml(POLICY))

    assert report(outcome, Options()) == (
        """\
## attribcheck: 1 error

2 files checked (tracked files). Policy: <code>attribcheck.toml</code>.

| rule | component | errors | warnings | notes | files |
| --- | --- | ---: | ---: | ---: | ---: |
| undeclared-notice |  | 1 |  |  | 1 |

### undeclared-notice

**error**: copyright of Foo Corp. is not declared (no licence stated)

- <code>src/a.py:2:3</code>

```text
# Copyright 2025 Foo Corp.
```

Policy: attribcheck.toml:5: \\[project\\] holders: Haneul Labs; no component covers this file

<details><summary>Fix in attribcheck.toml</summary>

```toml
# no licence was detected here: ask its holder, then name it
[[component]]
name = "Foo Corp. a"
license = "LicenseRef-unstated"
holders = ["Foo Corp."]
paths = ["src/a.py"]
```

</details>
"""
    )


def test_a_clean_check_is_two_lines_and_says_what_is_excepted() -> None:
    text = report(of(suppressed=(SuppressedFinding(FOUND, "data"),)))
    assert text == (
        "## attribcheck: no findings\n\n0 files checked (main...HEAD), 1 excepted."
        " Policy: <code>attribcheck.toml</code>.\n"
    )


def test_a_missing_policy_and_hints_are_told() -> None:
    text = report(of()._replace(policy=Policy(), hints=("the *base* has no policy",)))
    assert "There is no <code>attribcheck.toml</code>." in text
    assert "\n> the \\*base\\* has no policy\n" in text


def test_the_table_counts_by_rule_and_component_the_most_severe_first() -> None:
    note = FOUND._replace(severity=Severity.NOTE, rule="unscanned-file", component=None)
    text = report(of(note, FOUND, FOUND._replace(path="b.py"), FOUND._replace(component="Bar")))
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert rows == [
        "| undeclared-notice | Foo | 2 |  |  | 2 |",
        "| undeclared-notice | Bar | 1 |  |  | 1 |",
        "| unscanned-file |  |  |  | 1 | 1 |",
    ]


def test_rules_and_places_are_links_when_it_is_known_where_they_are() -> None:
    text = report(of(FOUND, FOUND._replace(path="caf\udce9 (1).py", line=0)))
    assert [link.get("href") for link in page(text).iter("a")] == [
        "https://haneul.example/docs/rules.md#undeclared-notice",
        "https://haneul.example/blob/abc/src/a.py#L2",
        "https://haneul.example/blob/abc/caf%E9%20%281%29.py",
    ]


def test_a_fix_that_settles_several_findings_is_shown_once() -> None:
    fixed = FOUND._replace(fix="[[component]]")
    text = report(of(fixed, fixed._replace(message="another")))
    assert text.count("[[component]]") == 1
    assert "\nFix: the same as above.\n" in text


def test_what_stood_before_is_shown_with_its_place() -> None:
    before = RelatedLocation("as it stood before", "old.py", 1, "# Copyright\n# Foo", "f" * 40)
    text = report(of(FOUND._replace(related=(before,))))
    assert "See: as it stood before: old.py:1 (ffffffffffff)\n" in text
    assert "```text\n# Copyright\n# Foo\n```\n" in text


def test_lines_of_another_origin_are_shown_without_a_text() -> None:
    there = RelatedLocation("lines 4-9 match", "b.c", 3, "", end_line=8, origin="foo 1.2")
    text = report(of(FOUND._replace(related=(there,))))
    assert "See: lines 4-9 match: foo 1.2: b.c:3-8\n" in text
    assert "```text\n```" not in text


def test_many_places_of_one_finding_are_counted_and_not_listed() -> None:
    found = [FOUND._replace(path=f"{number}.py") for number in range(markdown.MAX_PLACES + 7)]
    text = report(of(*found))
    assert text.count("\n- [<code>") == markdown.MAX_PLACES
    assert "\n- and 7 more places\n" in text


def test_beyond_the_limit_the_worst_stay_and_the_rest_is_counted() -> None:
    long = "한" * 500  # three bytes each: the limit is one of bytes
    found = [
        FOUND._replace(message=f"{long} {number}", severity=severity, component=None)
        for severity in (Severity.NOTE, Severity.ERROR)
        for number in range(400)
    ]

    text = report(of(*found))

    assert len(text.encode()) <= markdown.MAX_BYTES
    assert text.count("**error**") == 400
    shown = text.count("**note**")
    assert 0 < shown < 400
    assert text.endswith(
        f"{400 - shown} findings left out: GitHub shows 1 MiB of a summary."
        " The JSON report lists all of them.\n"
    )


def test_one_finding_that_is_too_large_does_not_keep_out_the_others() -> None:
    huge = FOUND._replace(fix="x\n" * markdown.MAX_BYTES)
    text = report(of(huge, FOUND._replace(message="another")))
    assert "another" in text
    assert "1 finding left out" in text


def test_a_table_of_many_components_is_cut_and_says_so() -> None:
    text = report(of(*(FOUND._replace(component=f"c{n}") for n in range(markdown.MAX_ROWS + 3))))
    assert "\nand 3 rows more\n" in text


HOSTILE = (
    "</summary></details><script>alert(1)</script><img src=x onerror=y> | a | ![p](http://e.x/p.png)"
    " [click](javascript:x) <http://e.x> https://e.x www.e.x me@e.x @haneul/all #12"
    " `a` *b* _c_ ~~d~~ $x$ &lt; \\` \\| [^1] \x1b[2J\r\n# heading\n- item\n1. one\n> quote\n```\n"
)


def hostile() -> CheckResult:
    finding = FOUND._replace(
        path=HOSTILE,
        message=HOSTILE,
        component=HOSTILE,
        evidence=Excerpt(HOSTILE),
        policy_note=HOSTILE,
        fix=f"{HOSTILE}\n````\n</details>",
        related=(RelatedLocation(HOSTILE, HOSTILE, 1, HOSTILE, HOSTILE, origin=HOSTILE),),
    )
    policy = Policy(path=HOSTILE)
    return of(finding, hints=(HOSTILE,))._replace(policy=policy, label=HOSTILE)


def harmless() -> CheckResult:
    words = "x"
    finding = FOUND._replace(
        path=words,
        message=words,
        component=words,
        evidence=Excerpt(words),
        policy_note=words,
        fix=words,
        related=(RelatedLocation(words, words, 1, words, words, origin=words),),
    )
    return of(finding, hints=(words,))._replace(policy=Policy(path=words), label=words)


def test_hostile_text_makes_no_element_that_harmless_text_does_not() -> None:
    found = elements(report(hostile()))
    found.pop("span")  # what hides a reference
    assert found == elements(report(harmless()))


def test_hostile_text_links_to_nothing_and_has_no_attribute() -> None:
    attributes = [
        (name, value)
        for element in page(report(hostile())).iter()
        for name, value in element.items()
    ]
    own = [value for name, value in attributes if name == "href"]
    assert len(own) == 2
    assert all(value.startswith("https://haneul.example/") for value in own)
    assert {name for name, _ in attributes} <= {"href", "align", "lang"}


def test_hostile_text_is_shown_as_it_is() -> None:
    shown = "".join(page(report(hostile())).itertext())
    assert "<script>alert(1)</script><img src=x onerror=y> | a | ![p](http://e.x/p.png)" in shown
    assert r"$x$ &lt; \` \| [^1] \x1b[2J\x0d\x0a# heading\x0a- item\x0a1. one" in shown


@pytest.mark.parametrize("reference", ["@haneul/all", "#12", "https://e.x", "www.e.x", "WWW.e.x"])
def test_a_reference_is_never_in_one_piece_of_text(reference: str) -> None:
    pieces = [
        text
        for element in page(report(of(FOUND._replace(message=f"of {reference}")))).iter()
        for text in (element.text, element.tail)
        if text
    ]
    assert not [piece for piece in pieces if reference in piece]
    assert "".join(pieces).count(reference) == 1
