"""Comments that name an origin are found among the lines of a file."""

from __future__ import annotations

import pytest

from attribcheck.rules.support.origin_claims import claims

URL = "https://example.org/foo"


@pytest.mark.parametrize("verb", ["adapted", "COPIED", "Based", "ba\u017fed", "modif\u0131ed"])
def test_a_claim_is_found_by_its_verb_in_any_case_and_similar_letters(verb: str) -> None:
    (claim,) = claims(["import foo", f"# {verb} from {URL}"])
    assert (claim.line, claim.text) == (2, URL)


@pytest.mark.parametrize("more", ["", "é"])
def test_lines_without_a_claim_do_not_move_the_others(more: str) -> None:
    lines = [f"x = 1  # {more}", f"# taken from {URL}", "borrowed", f"# Ported from {URL}"]
    assert [claim.line for claim in claims(lines)] == [2, 4]


@pytest.mark.parametrize("lines", [[], ["x = 1"], ["this is based on nothing that has a name"]])
def test_a_file_without_such_a_comment_has_no_claim(lines: list[str]) -> None:
    assert claims(lines) == []
