"""A file corresponds to a known origin, does not name its holder, and names another."""

from __future__ import annotations

import pytest
from support.checks import check, found, only, toml
from support.copies import BAR, FOO, FakeSearch, match, origin
from support.repo import Repo

from attribcheck.check.result import CheckResult
from attribcheck.copies.model import Component, Match, Strength
from attribcheck.core.finding import Severity

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]
"""
CODE = "def route(x):\n    return x\n"
OURS = "# Copyright 2026 Haneul Labs\n"
THEIRS = "# Copyright 2025 Foo Corp.\n"
ORIGIN = origin(FOO, "src/routes.py", "Copyright 2025 Foo Corp.")


def compared(
    repo: Repo, *matches: Match, header: str = OURS, policy: str = POLICY, **files: str
) -> CheckResult:
    """Check ``src/router.py``, for which the search finds ``matches``."""
    search = FakeSearch({"src/router.py": matches or (match(ORIGIN),)})
    return check(repo, {"src/router.py": header + CODE, **files}, policy, search=search)


def test_both_notices_are_shown_side_by_side(repo: Repo) -> None:
    finding = only(compared(repo), "replaced-notice")

    assert finding.message == (
        "the token structure of lines 4-90 matches lines 3-89 of foo 1.2 (src/routes.py); 100 % of"
        " the names are identical; the notice of Foo Corp. is absent, and the notice in its place"
        " names Haneul Labs"
    )
    assert (finding.line, finding.evidence.text) == (1, "# Copyright 2026 Haneul Labs")
    assert finding.severity is Severity.ERROR
    ours, theirs, lines = finding.related
    assert (ours.path, ours.line, ours.text) == ("src/router.py", 1, OURS.strip())
    assert (theirs.origin, theirs.path, theirs.text) == (
        "foo 1.2",
        "src/routes.py",
        "Copyright 2025 Foo Corp.",
    )
    assert (lines.line, lines.end_line) == (3, 89)


def test_the_same_lines_are_not_reported_by_two_rules(repo: Repo) -> None:
    assert [finding.rule for finding in compared(repo).findings] == ["replaced-notice"]


def test_it_is_settled_by_the_notice_and_the_declaration_of_its_fix(repo: Repo) -> None:
    fix = only(compared(repo), "replaced-notice").fix
    assert fix.startswith("# restore in the header of this file:\n#   Copyright 2025 Foo Corp.\n[[")

    settled = compared(repo, header=THEIRS + OURS, policy=f"{toml(POLICY)}\n{fix}\n")

    assert settled.findings == ()


def test_a_declaration_alone_is_no_notice(repo: Repo) -> None:
    fix = only(compared(repo), "replaced-notice").fix
    outcome = compared(repo, policy=f"{toml(POLICY)}\n{fix}\n")

    finding = only(outcome, "replaced-notice")
    assert finding.component == "foo"
    assert finding.fix == "# restore in the header of this file:\n#   Copyright 2025 Foo Corp."


def test_a_notice_that_stays_beside_ours_is_not_replaced(repo: Repo) -> None:
    outcome = compared(repo, header=THEIRS + OURS)
    assert found(outcome, "replaced-notice") == []


def test_a_file_without_any_notice_has_none_in_its_place(repo: Repo) -> None:
    assert [f.rule for f in compared(repo, header="").findings] == ["undeclared-copy"]


LEGAL = "It holds work of FOO CORP, used by permission.\n"


def test_a_legal_file_of_the_folder_that_names_the_holder_is_enough(repo: Repo) -> None:
    outcome = compared(repo, **{"src/LICENSE": LEGAL})
    assert found(outcome, "replaced-notice") == []


@pytest.mark.parametrize("name", ["NOTICE", "LICENSES/MIT.txt"])
def test_a_legal_file_at_the_top_speaks_of_components_only(repo: Repo, name: str) -> None:
    fix = only(compared(repo, **{name: LEGAL}), "replaced-notice").fix

    declared = compared(repo, policy=f"{toml(POLICY)}\n{fix}\n", **{name: LEGAL})

    assert found(declared, "replaced-notice") == []


def test_one_of_several_holders_that_is_missing_is_enough(repo: Repo) -> None:
    there = origin(FOO, "a.py", "Copyright 2025 Foo Corp. and Bar GmbH")
    finding = only(
        compared(repo, match(there), header="# Copyright 2026 Haneul Labs and Bar GmbH\n"),
        "replaced-notice",
    )
    assert "the notice of Foo Corp. is absent, and the notice in its place names Haneul Labs" in (
        finding.message
    )


def test_nothing_is_said_when_one_of_several_origins_is_named(repo: Repo) -> None:
    """The file may come from that one."""
    matches = (match(ORIGIN), match(origin(BAR, "b.py", "Copyright 2025 Bar GmbH")))
    header = "# Copyright 2025 Bar GmbH\n# Copyright 2026 Haneul Labs\n"
    outcome = compared(repo, *matches, header=header)

    assert found(outcome, "replaced-notice") == []
    assert len(found(outcome, "undeclared-copy")) == 1


def test_several_origins_none_of_which_is_named_are_named_together(repo: Repo) -> None:
    matches = (match(ORIGIN), match(origin(BAR, "b.py", "Copyright 2025 Bar GmbH")))
    finding = only(compared(repo, *matches), "replaced-notice")

    assert "2 origins that are too close to tell apart" in finding.message
    assert [place.text for place in finding.related if place.text] == [
        OURS.strip(),
        "Copyright 2025 Foo Corp.",
        "Copyright 2025 Bar GmbH",
    ]


def test_an_origin_of_unknown_holders_is_missed_by_nobody(repo: Repo) -> None:
    unknown = match(origin(Component("foo"), "a.py"))
    assert found(compared(repo, unknown), "replaced-notice") == []


def test_a_likely_match_is_a_warning(repo: Repo) -> None:
    outcome = compared(repo, match(ORIGIN, strength=Strength.LIKELY))
    assert only(outcome, "replaced-notice").severity is Severity.WARNING
