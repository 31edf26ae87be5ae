"""The text report tells the person whose commit was stopped what to do."""

from __future__ import annotations

from textwrap import dedent

import pytest
from support.checks import check, run, staged, toml
from support.edits import code, staged_outcome
from support.repo import Repo
from support.scans import copyright_, scan

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity
from attribcheck.core.model import Excerpt, ScanFailure
from attribcheck.policy.model import Policy
from attribcheck.reports.base import Options, format_named

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul"]
"""
DECLARED = (
    toml(POLICY)
    + '\n[[component]]\nname = "Foo"\nlicense = "MIT"\nholders = ["Foo Corp."]\n'
    + 'paths = ["foo/**"]\n'
)


def text(outcome: CheckResult, *, color: bool = False, quiet: bool = False) -> str:
    return format_named("text").render(outcome, Options(color=color, quiet=quiet))


def shown(report: str) -> str:
    return dedent(report).lstrip("\n")


def of(
    *findings: Finding, label: str = "staged changes", hints: tuple[str, ...] = ()
) -> CheckResult:
    policy = Policy(path="attribcheck.toml")
    return CheckResult(label, "lines 1", policy, (), findings, hints=hints)


def at(line: int, evidence: str, *, column: int = 1, message: str = "something") -> Finding:
    return Finding(
        "undeclared-notice",
        Severity.ERROR,
        "a.py",
        line,
        message,
        column=column,
        evidence=Excerpt(evidence),
    )


def test_a_finding_has_its_place_its_evidence_the_policy_and_the_fix(repo: Repo) -> None:
    files = {"src/a.py": "import b\n# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n"}
    policy = toml(POLICY).replace("Apache-2.0", "MIT")

    assert text(check(repo, files, policy)) == shown("""
        error[undeclared-notice]: copyright of Foo Corp. is not declared (licence: MIT)
          --> src/a.py:2:3
           |
         2 | # Copyright 2025 Foo Corp.
           |   ^^^^^^^^^^^^^^^^^^^^^^^^
           = policy: attribcheck.toml:5: [project] holders: Haneul; no component covers this file
           = fix in attribcheck.toml:
               [[component]]
               name = "Foo Corp. a"
               license = "MIT"
               holders = ["Foo Corp."]
               paths = ["src/a.py"]

        1 error in 1 file; 2 files checked (tracked files)
        rule documentation: attribcheck explain undeclared-notice
    """)  # fmt: skip


def test_a_finding_about_a_whole_file_has_no_evidence(repo: Repo) -> None:
    report = text(check(repo, {"foo/a.py": "print()\n"}, DECLARED))

    assert report == shown("""
        error[missing-notice]: no notice of component "Foo" in this file, nor in a licence or \
NOTICE file that applies to it
          --> foo/a.py
           = policy: attribcheck.toml:11: component "Foo" covers this file
           = fix:
               # put the LICENSE that came with Foo beside its files, so that
               # the component's paths cover it, or name it in the component:
               notice-file = "path/to/its/NOTICE"

        1 error in 1 file; 2 files checked (tracked files)
        rule documentation: attribcheck explain missing-notice
    """)


def test_what_stood_before_is_shown_below_what_stands_there_now(repo: Repo) -> None:
    rest = f"# SPDX-License-Identifier: MIT\n{code()}"
    old, new = "# Copyright 2025 Foo Corp.\n" + rest, "# Copyright 2026 Haneul Labs\n" + rest
    path = "third_party/foo/a.py"
    outcome = staged_outcome(repo, {path: old}, {path: new})
    blob = repo.git("rev-parse", f"HEAD:{path}")[:12]

    assert text(outcome) == shown(f"""
        error[removed-notice]: copyright notice of Foo Corp. was removed, and the notice in its \
place names Haneul Labs
          --> third_party/foo/a.py:1:3
           |
         1 | # Copyright 2026 Haneul Labs
           |   ^^^^^^^^^^^^^^^^^^^^^^^^^^
           = as it stood before: third_party/foo/a.py:1 ({blob})
               # Copyright 2025 Foo Corp.
           = policy: attribcheck.toml:8: component "foo" declares it
           = fix:
               # Copyright 2025 Foo Corp.

        1 error in 1 file; 1 file checked (staged changes)
        rule documentation: attribcheck explain removed-notice
    """)  # fmt: skip


def test_a_hostile_related_place_is_shown_as_escapes() -> None:
    place = RelatedLocation(
        "as it stood\x1b before", "a\nb.py", 0, "# Copyright\x1b[2J\n::error::x"
    )
    report = text(of(at(1, "")._replace(related=(place,))))

    assert "   = as it stood\\x1b before: a\\x0ab.py\n" in report
    assert "       # Copyright\\x1b[2J\n       ::error::x\n" in report


def test_findings_that_say_the_same_are_shown_once_with_all_their_places(repo: Repo) -> None:
    files = dict.fromkeys(("a.py", "b.py", "c.py"), "# Copyright 2025 Foo Corp.\n")

    assert text(check(repo, files, POLICY)) == shown("""
        error[undeclared-notice]: copyright of Foo Corp. is not declared (no licence stated)
          --> a.py:1:3
           |
         1 | # Copyright 2025 Foo Corp.
           |   ^^^^^^^^^^^^^^^^^^^^^^^^
           = also: at 2 more places
               b.py:1:3
               c.py:1:3
           = policy: attribcheck.toml:5: [project] holders: Haneul; no component covers this file
           = fix in attribcheck.toml:
               # no licence was detected here: ask its holder, then name it
               [[component]]
               name = "Foo Corp. code in this repository"
               license = "LicenseRef-unstated"
               holders = ["Foo Corp."]
               paths = ["/a.py", "/b.py", "/c.py"]

        3 errors in 3 files; 4 files checked (tracked files)
        rule documentation: attribcheck explain undeclared-notice
    """)  # fmt: skip


def many(number: int) -> CheckResult:
    """Return the result for one message in a number of files."""
    return of(*(at(1, "")._replace(path=f"{n:03}.py") for n in range(number)))


def test_of_very_many_places_the_first_are_shown_and_the_rest_counted() -> None:
    lines = text(many(122)).splitlines()
    first = lines.index("   = also: at 121 more places")

    assert lines[first + 1] == "       001.py:1:1"
    assert lines[first + 10] == "       010.py:1:1"
    assert lines[first + 11] == (
        "       ... and 111 more: attribcheck check with --format json lists all"
    )
    assert "011.py" not in text(many(122))


def test_the_rest_is_not_counted_where_it_is_a_single_place() -> None:
    report = text(many(12))

    assert "       011.py:1:1\n" in report
    assert "... and" not in report


def test_a_fix_that_settles_several_findings_is_shown_once(repo: Repo) -> None:
    files = {"lib/foo/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n"}

    report = text(check(repo, files, POLICY))

    assert report.count('name = "foo"') == 1
    assert report.count("fix: the same as above") == 1


def test_findings_of_two_components_are_not_taken_for_the_same(repo: Repo) -> None:
    files = {
        "a.py": "# Copyright 2025 Bar GmbH\n",
        "foo/a.py": "# Copyright 2025 Bar GmbH\n# Copyright Foo Corp.\n",
    }

    report = text(check(repo, files, DECLARED))

    assert report.count("copyright of Bar GmbH is not declared") == 2
    assert 'name = "Bar GmbH a"' in report
    assert 'holders = ["Foo Corp.", "Bar GmbH"]' in report


def test_a_finding_about_the_policy_does_not_name_its_place_twice(repo: Repo) -> None:
    assert text(check(repo, {"a.py": ""}, DECLARED)) == shown("""
        error[unused-declaration]: component "Foo" covers no file: its paths match nothing
          --> attribcheck.toml:7:1
           |
         7 | [[component]]
           | ^^^^^^^^^^^^^
           = fix:
               # delete the entry at attribcheck.toml:7

        1 error in 1 file; 2 files checked (tracked files)
        rule documentation: attribcheck explain unused-declaration
    """)


def test_without_a_policy_it_says_that_there_is_none(repo: Repo) -> None:
    report = text(check(repo, {"a.py": "# Copyright 2025 Foo Corp.\n"}))

    assert (
        "\n   = policy: there is no attribcheck.toml:"
        " [project] holders: none; no component covers this file\n"
    ) in report
    assert "\n   = fix in attribcheck.toml:\n" in report


def test_a_clean_check_is_one_line(repo: Repo) -> None:
    outcome = check(repo, {"a.py": "print()\n"}, POLICY)

    assert text(outcome) == "clean: 2 files checked (tracked files), no findings\n"


def test_an_empty_commit_is_clean(repo: Repo) -> None:
    assert text(run(repo, staged)) == "clean: 0 files checked (staged changes), no findings\n"


def test_what_is_permitted_is_counted_in_the_summary(repo: Repo) -> None:
    policy = toml(POLICY) + (
        '[[exception]]\nrule = "undeclared-notice"\npaths = ["a.py"]\nreason = "test data"\n'
    )
    files = {"a.py": "# Copyright Foo Corp.\n"}

    clean = text(check(repo, files, policy))
    failing = text(check(repo, files | {"b.py": "# Copyright Foo Corp.\n"}, policy))

    assert clean == "clean: 2 files checked (tracked files), no findings, 1 excepted\n"
    assert "\n1 error in 1 file, 1 excepted; 3 files checked (tracked files)\n" in failing


def test_what_stood_before_a_change_is_counted_in_the_summary() -> None:
    old = at(1, "")

    clean = text(of()._replace(preexisting=(old,)))
    failing = text(of(at(2, ""))._replace(preexisting=(old, old)))

    assert clean == (
        "clean: 0 files checked (staged changes), no findings,"
        " 1 preexisting (--state counts them)\n"
    )
    assert "\n1 error in 1 file, 2 preexisting (--state counts them); 0 files" in failing


def test_the_summary_counts_by_severity_the_most_severe_first() -> None:
    finding = at(1, "")
    outcome = of(
        finding._replace(severity=Severity.NOTE, rule="unscanned-file", path="b.py"),
        finding._replace(severity=Severity.WARNING, rule="missing-notice"),
        finding._replace(severity=Severity.WARNING, rule="missing-notice", line=2),
        finding,
    )

    assert text(outcome).splitlines()[-2:] == [
        "1 error, 2 warnings, 1 note in 2 files; 0 files checked (staged changes)",
        "rule documentation: attribcheck explain missing-notice",
    ]


def test_hints_stand_above_the_summary() -> None:
    report = text(of(hints=("the cache can't be written: no space left",)))

    assert report == (
        "hint: the cache can't be written: no space left\n"
        "clean: 0 files checked (staged changes), no findings\n"
    )


def test_quiet_leaves_nothing_but_the_findings() -> None:
    finding = at(3, "# Copyright", column=3)

    assert text(of(hints=("a hint",)), quiet=True) == ""
    assert text(of(finding, hints=("a hint",)), quiet=True) == shown("""
        error[undeclared-notice]: something
          --> a.py:3:3
           |
         3 | # Copyright
           |   ^^^^^^^^^

    """)


def test_the_margin_is_as_wide_as_the_number_of_the_line() -> None:
    report = text(of(at(1234, "# Copyright", column=3)), quiet=True)

    assert report == shown("""
        error[undeclared-notice]: something
          --> a.py:1234:3
              |
         1234 | # Copyright
              |   ^^^^^^^^^

    """)


def test_a_long_line_is_cut_behind_the_width_of_a_terminal() -> None:
    report = text(of(at(1, "# Copyright " + "x" * 300, column=3)), quiet=True)

    _, line, marks = report.splitlines()[2:5]
    assert line == " 1 | # Copyright " + "x" * 148 + "..."
    assert marks == "   |   " + "^" * (len(line) - len(" 1 | # "))


def test_a_long_line_is_cut_around_the_notice() -> None:
    written = "a" * 200 + "Copyright Foo" + "b" * 300

    report = text(of(at(1, written, column=201)), quiet=True)

    _, line, marks = report.splitlines()[2:5]
    assert line == " 1 | ..." + "a" * 40 + "Copyright Foo" + "b" * 104 + "..."
    assert marks.index("^") == line.index("Copyright")


def test_a_short_line_is_not_cut() -> None:
    written = "a" * 100 + "Copyright Foo"

    assert f" 1 | {written}\n" in text(of(at(1, written, column=101)))


def test_a_column_behind_the_end_of_the_line_still_has_its_mark() -> None:
    report = text(of(at(1, "x" * 400, column=900)), quiet=True)

    _, line, marks = report.splitlines()[2:5]
    assert line == " 1 | ..." + "x" * 40
    assert marks.strip(" |") == "^"


def test_the_mark_stands_below_the_notice_behind_what_is_shown_as_an_escape() -> None:
    report = text(of(at(1, "\x1b\t# Copyright", column=5)), quiet=True)

    _, line, marks = report.splitlines()[2:5]
    assert line == r" 1 | \x1b # Copyright"
    assert marks.index("^") == line.index("Copyright")


def test_a_blank_line_is_no_evidence() -> None:
    assert "|" not in text(of(at(1, "  \n")))


def test_colours_are_used_only_when_asked_for(repo: Repo) -> None:
    outcome = check(repo, {"a.py": "# Copyright 2025 Foo Corp.\n"}, POLICY)

    plain, colored = text(outcome), text(outcome, color=True)

    assert "\x1b" not in plain
    assert colored.startswith(
        "\x1b[31;1merror[undeclared-notice]\x1b[0m: \x1b[1mcopyright of Foo Corp. is not declared"
    )
    assert "\x1b[31m^^^^" in colored


@pytest.mark.parametrize(
    ("severity", "code"), [(Severity.ERROR, 31), (Severity.WARNING, 33), (Severity.NOTE, 36)]
)
def test_a_severity_has_its_colour(severity: Severity, code: int) -> None:
    report = text(of(at(1, "")._replace(severity=severity)), color=True)

    assert report.startswith(f"\x1b[{code};1m{severity.label}[undeclared-notice]")


HOSTILE = "\x1b[2J\x9b31m\r\u202e\u2066\u200b\ufeff\x00\x7f"
"""What a terminal, or a reader's eye, acts on; a line end is part of the tests below."""


def harmless(report: str) -> bool:
    return report.replace("\n", "").isprintable()


def test_a_hostile_file_name_is_shown_as_escapes(repo: Repo) -> None:
    name = f"a\n::error::x{HOSTILE}".replace("\x00", "") + ".py"

    report = text(check(repo, {name: "# Copyright Foo Corp.\n"}, POLICY))

    assert harmless(report)
    assert r"a\x0a::error::x\x1b[2J\x9b31m\x0d\u202e\u2066\u200b\ufeff\x7f.py:1:3" in report
    assert "\n::error::" not in report


def test_a_hostile_notice_is_shown_as_escapes(repo: Repo) -> None:
    notice = copyright_(f"Foo{HOSTILE}\nCorp.", written=f"# Copyright Foo{HOSTILE}")

    report = text(check(repo, {"a.py": scan(notice)}, POLICY))

    assert harmless(report)
    assert r"# Copyright Foo\x1b[2J\x9b31m\x0d\u202e\u2066\u200b\ufeff\x00\x7f" in report


def test_a_name_that_is_not_utf_8_is_shown_by_its_bytes(repo: Repo) -> None:
    report = text(check(repo, {"caf\udce9.py": "# Copyright Foo Corp.\n"}, POLICY))

    assert harmless(report)
    assert r"--> caf\xe9.py:1:3" in report


def test_hostile_words_of_a_policy_are_shown_as_escapes(repo: Repo) -> None:
    policy = toml(DECLARED).replace('"Foo"', r'"Foo\u001b[2J\n::error::\u202e"')

    report = text(check(repo, {"foo/a.py": "print()\n"}, policy))

    assert harmless(report)
    assert "\n::error::" not in report


def test_a_hostile_failure_hint_and_label_are_shown_as_escapes(repo: Repo) -> None:
    failed = check(repo, {"a.js": ScanFailure(f"it died{HOSTILE}", f"look{HOSTILE}\nat it")})

    report = text(failed._replace(label=f"a\n::error::{HOSTILE}", hints=(f"hint\n{HOSTILE}",)))

    assert harmless(report)
    assert "\n::error::" not in report


def test_a_policy_with_a_hostile_name_is_shown_as_escapes() -> None:
    finding = at(1, "")._replace(policy_line=1, policy_note="x", fix="[[component]]")

    report = text(of(finding)._replace(policy=Policy(path=f"p{HOSTILE}\nq.toml")))

    assert harmless(report)


@pytest.mark.parametrize("name", ["text", "html", "markdown", "sarif"])
def test_a_fix_keeps_its_tabs(name: str) -> None:
    finding = at(1, "")._replace(fix="\t# Copyright 2025\tFoo Corp.\n")

    report = format_named(name).render(of(finding), Options())

    assert "\t# Copyright 2025\tFoo Corp." in report.replace("\\t", "\t")
