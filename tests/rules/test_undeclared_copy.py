"""Lines correspond to a known origin, and no component that covers the file declares that."""

from __future__ import annotations

import pytest
from support.checks import check, found, only, run, staged, toml
from support.copies import BAR, FOO, FakeSearch, match, origin, region
from support.repo import Repo

from attribcheck.check.result import CheckResult
from attribcheck.copies.model import Component, Match, Strength
from attribcheck.core.finding import Severity
from attribcheck.core.model import Span

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]
"""
CODE = "def route(x):\n    return x\n"
OWN = f"# Copyright 2026 Haneul Labs\n{CODE}"


def compared(
    repo: Repo, *matches: Match, text: str = CODE, policy: str = POLICY, decided: bool = False
) -> CheckResult:
    """Check ``src/router.py``, for which the search finds ``matches``."""
    paths = frozenset({"src/router.py"} if decided else ())
    search = FakeSearch({"src/router.py": matches}, decided=paths)
    return check(repo, {"src/router.py": text}, policy, search=search)


def component(more: str) -> str:
    return f'{toml(POLICY)}\n[[component]]\npaths = ["src/**"]\nlicense = "MIT"\n{more}\n'


def test_both_line_ranges_are_told(repo: Repo) -> None:
    finding = only(compared(repo, match()), "undeclared-copy")

    assert finding.message == (
        "the token structure of lines 4-90 matches lines 3-89 of foo 1.2 (src/routes.py), and no"
        " component declares it; 100 % of the names are identical; the notice of Foo Corp. is"
        " absent"
    )
    assert (finding.path, finding.line, finding.end_line) == ("src/router.py", 4, 90)
    assert finding.severity is Severity.ERROR
    lines, _ = finding.related
    assert (lines.path, lines.line, lines.end_line) == ("src/routes.py", 3, 89)
    assert (lines.origin, lines.here) == ("foo 1.2", Span(4, 90))


def test_the_fix_restores_the_notice_and_declares_the_origin(repo: Repo) -> None:
    there = origin(FOO, "src/routes.py", "Copyright 2025 Foo Corp.")
    finding = only(compared(repo, match(there)), "undeclared-copy")

    assert finding.fix == (
        "# restore in the header of this file:\n"
        "#   Copyright 2025 Foo Corp.\n"
        '[[component]]\nname = "foo"\nversion = "1.2"\npurl = "pkg:pypi/foo@1.2"\n'
        'license = "MIT"\nholders = ["Foo Corp."]\npaths = ["src/router.py"]\n'
        'source = "https://github.com/foo/foo"'
    )


def test_the_fix_can_be_pasted(repo: Repo) -> None:
    finding = only(compared(repo, match()), "undeclared-copy")
    text = f"# Copyright 2025 Foo Corp.\n{CODE}"

    settled = compared(repo, match(), text=text, policy=f"{toml(POLICY)}\n{finding.fix}\n")

    assert settled.findings == ()


def test_files_of_one_origin_get_one_component(repo: Repo) -> None:
    files = {"src/a.py": CODE, "src/b.py": f"{CODE}# b\n"}
    search = FakeSearch({path: (match(),) for path in files})

    one, other = found(check(repo, files, POLICY, search=search), "undeclared-copy")

    assert one.fix == other.fix
    assert 'paths = ["src/a.py", "src/b.py"]' in one.fix


@pytest.mark.parametrize(
    ("strength", "severity"),
    [
        (Strength.CERTAIN, Severity.ERROR),
        (Strength.LIKELY, Severity.WARNING),
        (Strength.WEAK, Severity.NOTE),
    ],
)
def test_a_weaker_match_weighs_less(repo: Repo, strength: Strength, severity: Severity) -> None:
    finding = only(compared(repo, match(strength=strength)), "undeclared-copy")
    assert finding.severity is severity


def test_the_policy_can_lower_what_it_weighs(repo: Repo) -> None:
    policy = f'{toml(POLICY)}\n[rules]\nundeclared-copy = "note"\n'
    assert only(compared(repo, match(), policy=policy), "undeclared-copy").severity is Severity.NOTE


def test_names_that_were_changed_are_told(repo: Repo) -> None:
    one = match(origin(), region(same=0.1, renamed=0.97, components=3))
    assert (
        "; 10 % of the names are identical, 97 % of the others are renamed consistently;"
        " 3 known origins share it;"
    ) in only(compared(repo, one), "undeclared-copy").message


def test_code_of_many_components_is_called_common(repo: Repo) -> None:
    one = match(origin(), region(components=21))
    message = only(compared(repo, one), "undeclared-copy").message
    assert "; common ancestry: 21 known origins share it;" in message


def test_further_passages_are_counted_and_located(repo: Repo) -> None:
    one = match(origin(), region(4, 90), region(100, 110, 120))
    finding = only(compared(repo, one), "undeclared-copy")

    assert "lines 4-90 and of 1 more passage (90 % of this file) matches lines 3-89" in (
        finding.message
    )
    assert [place.here for place in finding.related[:2]] == [Span(4, 90), Span(100, 110)]


def test_origins_with_the_same_lines_are_named_together(repo: Repo) -> None:
    others = [match(origin(Component(name, "1"), "x.py"), share=0.9) for name in "abcd"]
    finding = only(compared(repo, *others), "undeclared-copy")

    assert (
        "matches 4 origins that are too close to tell apart: lines 3-89 of a 1 (x.py),"
        " lines 3-89 of b 1 (x.py), lines 3-89 of c 1 (x.py) and 1 more, and no component"
    ) in finding.message
    assert "# 4 origins match: declare the one that the file comes from\n" in finding.fix


def test_one_origin_is_named_where_the_ranking_decided(repo: Repo) -> None:
    matches = (match(), match(origin(BAR), share=0.88))
    finding = only(compared(repo, *matches, decided=True), "undeclared-copy")
    assert "matches lines 3-89 of foo 1.2 (src/routes.py), and no" in finding.message


def test_lines_of_two_origins_are_two_findings(repo: Repo) -> None:
    matches = (match(), match(origin(BAR), region(100, 150, 1)))
    found_lines = [f.line for f in found(compared(repo, *matches), "undeclared-copy")]
    assert found_lines == [4, 100]


@pytest.mark.parametrize(
    "declared",
    [
        'name = "foo"\nholders = ["Somebody"]',
        'name = "Routes of Foo"\npurl = "pkg:pypi/foo@0.9"\nholders = ["Somebody"]',
        'name = "Routes"\nholders = ["Foo Corp."]',
    ],
    ids=["its name", "its package URL", "its holders"],
)
def test_a_component_that_covers_the_file_declares_it_by(repo: Repo, declared: str) -> None:
    outcome = compared(repo, match(), policy=component(declared))
    assert found(outcome, "undeclared-copy") == []


def test_a_component_of_another_origin_explains_nothing(repo: Repo) -> None:
    policy = component('name = "bar"\nholders = ["Bar GmbH"]')
    assert found(compared(repo, match(), policy=policy), "undeclared-copy") != []


def test_lines_that_a_declared_origin_has_too_are_explained(repo: Repo) -> None:
    policy = component('name = "foo"\nholders = ["Foo Corp."]')
    matches = (match(), match(origin(BAR), region(4, 88, 1)))
    assert found(compared(repo, *matches, policy=policy), "undeclared-copy") == []


def test_code_of_our_own_in_an_index_is_ours(repo: Repo) -> None:
    ours = match(origin(FOO, "a.py", "Copyright 2025 Haneul Labs"))
    assert compared(repo, ours, text=OWN).findings == ()


def test_a_notice_that_is_kept_is_not_called_absent(repo: Repo) -> None:
    finding = only(
        compared(repo, match(), text=f"# Copyright 2025 Foo Corp.\n{CODE}"), "undeclared-copy"
    )
    assert "absent" not in finding.message
    assert finding.fix.startswith("[[component]]")


def test_a_legal_file_that_names_the_holder_counts(repo: Repo) -> None:
    search = FakeSearch({"src/router.py": [match()]})
    files = {"src/router.py": CODE, "src/LICENSE": "Portions are Copyright 2025 Foo Corp.\n"}
    assert (
        "absent" not in only(check(repo, files, POLICY, search=search), "undeclared-copy").message
    )


def test_what_an_index_says_can_always_be_pasted(repo: Repo) -> None:
    """An index is a file that anybody may have made."""
    hostile = Component('a"\n[x]', "1\n", "no purl", "no licence ((", ("re:(", "\x1b[31m"), "x")
    finding = only(compared(repo, match(origin(hostile, "x\n.py"))), "undeclared-copy")

    outcome = compared(
        repo, match(origin(hostile)), policy=f"{toml(POLICY)}\n{finding.fix}\n", text=CODE
    )
    (declared,) = outcome.policy.components
    assert (declared.license, declared.purl) == ("LicenseRef-unstated", None)


def test_nothing_is_compared_without_origins(repo: Repo) -> None:
    assert check(repo, {"src/router.py": CODE}, POLICY).findings == ()


def test_only_what_a_commit_changes_is_compared(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": toml(POLICY), "src/a.py": OWN, "src/b.py": CODE})
    repo.stage("src/a.py", OWN + CODE)
    search = FakeSearch({"src/b.py": [match()]})

    assert run(repo, staged, search=search).findings == ()
    assert search.asked == ["src/a.py"]
