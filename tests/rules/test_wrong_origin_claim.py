"""A comment names one origin, and the content corresponds much better to another."""

from __future__ import annotations

import pytest
from support.checks import check, found, only
from support.copies import BAR, FOO, FakeSearch, match, origin, region
from support.repo import Repo

from attribcheck.check.result import CheckResult
from attribcheck.copies.model import Match, Strength
from attribcheck.core.finding import Severity

POLICY = """
    version = 1

    [project]
    holders = ["Haneul Labs"]
"""
CODE = "x = 1\n" * 200
CLAIM = "# Adapted from https://github.com/foo/foo/blob/main/a.py\n"
BETTER = match(origin(BAR, "b.py"), region(4, 120))


def compared(
    repo: Repo, *matches: Match, text: str = CLAIM + CODE, known: tuple[object, ...] = (FOO, BAR)
) -> CheckResult:
    search = FakeSearch({"a.py": matches}, origins=known)  # type: ignore[arg-type]
    return check(repo, {"a.py": text}, POLICY, search=search)


def test_the_named_and_the_better_origin_are_told(repo: Repo) -> None:
    finding = only(compared(repo, BETTER, match(origin(), region(4, 13))), "wrong-origin-claim")

    assert finding.message == (
        "this comment names https://github.com/foo/foo/blob/main/a.py, and the token structure of"
        " lines 4-120 matches lines 3-119 of bar 3.0 (b.py); 100 % of the names are identical;"
        " 10 of these 117 lines match foo 1.2"
    )
    assert (finding.line, finding.evidence.text) == (1, CLAIM.strip())
    assert finding.severity is Severity.WARNING
    assert finding.related[0].origin == "bar 3.0"


@pytest.mark.parametrize(
    "claim",
    [
        "copied from foo.routes.Router",
        "Copied from foo.routes.Router with Router->Switch",
        "Based on https://github.com/foo/foo",
        "This was derived directly from http://gitlab.com/foo/foo.git.",
        "ported from\n# https://github.com/foo/foo",
        "Mostly taken from <https://github.com/Foo/FOO#readme>",
    ],
)
def test_a_claim_is_read_in_many_forms(repo: Repo, claim: str) -> None:
    assert only(compared(repo, BETTER, text=f"# {claim}\n{CODE}"), "wrong-origin-claim")


@pytest.mark.parametrize(
    "text",
    [
        "# See https://github.com/foo/foo\n",
        "# Adapted from a talk\n",
        "# Adapted from https://github.com/foo/foobar\n",
        "# Adapted from https://example.org/foo/foo\n",
        "# Adapted from other.routes\n",
        f"# {'x' * 400} adapted from https://github.com/foo/foo\n",
    ],
)
def test_what_names_no_known_origin_claims_nothing(repo: Repo, text: str) -> None:
    assert found(compared(repo, BETTER, text=text + CODE), "wrong-origin-claim") == []


def test_nothing_is_said_about_an_origin_that_is_not_indexed(repo: Repo) -> None:
    assert found(compared(repo, BETTER, known=(BAR,)), "wrong-origin-claim") == []


def test_a_claim_that_fits_half_as_well_is_no_wrong_one(repo: Repo) -> None:
    fits = match(origin(), region(4, 64))
    assert found(compared(repo, BETTER, fits), "wrong-origin-claim") == []


def test_a_weak_match_contradicts_nobody(repo: Repo) -> None:
    weak = match(origin(BAR, "b.py"), region(4, 120), strength=Strength.WEAK)
    assert found(compared(repo, weak), "wrong-origin-claim") == []


def test_a_comment_between_code_is_about_the_lines_below_it(repo: Repo) -> None:
    text = "x = 1\n" * 100 + CLAIM + "x = 1\n" * 100
    above = match(origin(BAR, "b.py"), region(4, 80))
    below = match(origin(BAR, "b.py"), region(4, 80), region(102, 150))

    assert found(compared(repo, above, text=text), "wrong-origin-claim") == []
    assert only(compared(repo, below, text=text), "wrong-origin-claim").line == 101
