"""Licences of models that are matched nearly."""

from __future__ import annotations

import pytest
from support.scans import license_

from attribcheck.core.model import Excerpt, LicenseMatch, Notice, Span
from attribcheck.rules.support import near_matches

LLAMA = "LicenseRef-scancode-llama-3.1-license-2024"


def notice(score: float, matcher: str = "3-seq", key: str = LLAMA, title: str = "") -> Notice:
    match = LicenseMatch(key, Span(1, 90), "rule", matcher, score, 900, score)
    return license_(key)._replace(matches=(match,), excerpt=Excerpt(title))


def test_a_near_match_says_its_score_and_chooses_nothing() -> None:
    near = notice(97.29)
    assert near_matches.license_of(near) is None
    assert near_matches.remark(near) == (
        " (a near match, 97.29 of 100, so another version may be meant)"
    )


def test_a_title_names_the_version() -> None:
    near = notice(97.29, title="META LLAMA 3 COMMUNITY LICENSE AGREEMENT")
    assert near_matches.license_of(near) == "LicenseRef-llama3"
    assert near_matches.remark(near).endswith("its title is that of LicenseRef-llama3)")


@pytest.mark.parametrize(
    "exact",
    [notice(100.0, "1-hash"), notice(100.0, "2-aho"), notice(80.0, key="Apache-2.0")],
)
def test_an_exact_match_and_other_licences_are_as_matched(exact: Notice) -> None:
    assert near_matches.license_of(exact) == exact.text
    assert near_matches.remark(exact) == ""
