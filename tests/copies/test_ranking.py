"""What is said of several origins together."""

from collections.abc import Sequence

from attribcheck.copies.information import Run
from attribcheck.copies.matching import Found, Measured
from attribcheck.copies.model import Channel, Component, FileCopies, OriginFile, Strength
from attribcheck.copies.ranking import Aligned, ranked
from attribcheck.core.model import Span

LINES = list(range(1, 1001))  # a token a line


def origin(name: str, *runs: tuple[int, int], declared: bool = False, family: str = "") -> Aligned:
    """Return an origin file with one region for each run: the first token here, and how many."""
    component = Component(name, declared=declared)
    found = [region([(start, start, count)]) for start, count in runs]
    return Aligned(OriginFile(component, "x.py", family=family), found, LINES)


def region(runs: Sequence[Run], strength: Strength = Strength.CERTAIN) -> Found:
    tokens = sum(count for _, _, count in runs)
    measured = Measured(tuple(runs), tokens, 3.0 * tokens, 0, 1.0, 1.0, has_evidence=True)
    return Found(measured, strength, Channel.SHAPE)


def rank(*aligned: Aligned, spread: Sequence[int] = (1,) * 1000) -> FileCopies:
    return ranked("here.py", LINES, aligned, spread)


def candidates(*aligned: Aligned) -> list[str]:
    return [match.file.component.name for match in rank(*aligned).candidates]


def test_without_a_match_nothing_is_said() -> None:
    assert rank() == FileCopies("here.py", 1000)


class TestCandidates:
    def test_a_single_origin_is_named(self) -> None:
        assert candidates(origin("a", (0, 100))) == ["a"]

    def test_origins_within_five_points_can_not_be_told_apart(self) -> None:
        assert candidates(origin("c", (0, 860)), origin("b", (0, 900)), origin("a", (0, 840))) == [
            "b",
            "c",
        ]

    def test_a_lead_between_five_and_ten_points_names_both(self) -> None:
        assert candidates(origin("a", (0, 900)), origin("b", (0, 820))) == ["a", "b"]

    def test_a_lead_of_ten_points_with_tokens_of_its_own_names_one(self) -> None:
        assert candidates(origin("a", (0, 900)), origin("b", (0, 700))) == ["a"]

    def test_a_lead_without_tokens_of_its_own_names_both(self) -> None:
        others = [origin("b", (0, 700)), origin("c", (400, 450))]
        assert candidates(origin("a", (0, 860)), *others)[:2] == ["a", "b"]

    def test_declared_components_are_no_candidates(self) -> None:
        declared = origin("a", (0, 900), declared=True)
        assert candidates(declared, origin("b", (0, 500))) == ["b"]

    def test_the_files_of_one_origin_count_together(self) -> None:
        parts = [origin("a", (0, 500)), origin("a", (500, 400))]
        parts[1] = parts[1]._replace(file=parts[1].file._replace(path="y.py"))
        assert candidates(origin("b", (0, 700)), *parts) == ["a"]

    def test_families_of_a_component_are_origins(self) -> None:
        found = rank(origin("a", (0, 500), family="x"), origin("a", (0, 500), family="y"))
        assert [match.file.family for match in found.candidates] == ["x", "y"]


def test_declared_components_come_first_and_then_the_larger_share() -> None:
    found = rank(origin("a", (0, 500)), origin("b", (0, 700)), origin("c", (0, 90), declared=True))
    assert [match.file.component.name for match in found.matches] == ["c", "b", "a"]
    assert [match.share for match in found.matches] == [0.09, 0.7, 0.5]


def test_two_channels_can_find_the_same_lines() -> None:
    one = region([(0, 0, 100)])
    both = Aligned(
        OriginFile(Component("a"), "x.py"), [one, one._replace(channel=Channel.EXACT)], LINES
    )
    (match,) = rank(both).matches
    assert [found.channel for found in match.regions] == [Channel.EXACT, Channel.SHAPE]


def test_the_declared_share_is_of_what_is_matched() -> None:
    found = rank(origin("a", (0, 300), declared=True), origin("b", (200, 200)))
    assert found.declared_share == 0.75
    assert found.unexplained == (Span(301, 400),)


class TestCommonAncestry:
    """The first 500 tokens of 1,000 are in many origins."""

    SPREAD = (21,) * 500 + (2,) * 500

    def share(self, declared: tuple[int, int], other: tuple[int, int]) -> float:
        return rank(
            origin("a", declared, declared=True), origin("b", other), spread=self.SPREAD
        ).declared_share

    def test_it_counts_for_declared_components_that_explain_as_much_as_any_other(self) -> None:
        assert self.share((0, 750), (0, 800)) == 750 / 800

    def test_it_counts_for_none_where_another_origin_explains_clearly_more(self) -> None:
        assert self.share((0, 600), (0, 900)) == 100 / 400

    def test_it_counts_where_nothing_else_is_matched(self) -> None:
        assert self.share((0, 100), (0, 400)) == 0.25

    def test_several_declared_components_are_one_set(self) -> None:
        parts = [origin(name, (at, 400), declared=True) for name, at in (("a", 0), ("c", 400))]
        found = rank(*parts, origin("b", (0, 800)), spread=self.SPREAD)
        assert found.declared_share == 1


def test_short_remainders_are_not_unexplained() -> None:
    found = rank(origin("a", (0, 300), declared=True), origin("b", (200, 119)))
    assert found.unexplained == ()


def test_unexplained_tokens_with_a_small_gap_are_one_range() -> None:
    assert rank(origin("a", (0, 30), (37, 30), (200, 30))).unexplained == (
        Span(1, 67),
        Span(201, 230),
    )


def test_tokens_of_more_than_twenty_origins_are_common() -> None:
    spread = [21] * 100 + [20] * 900
    assert rank(origin("a", (0, 400)), spread=spread).common == 0.25


def test_a_region_says_in_how_many_origins_its_tokens_are() -> None:
    spread = [0] * 10 + [3] * 50 + [9] * 940
    regions = rank(origin("a", (0, 70), (900, 50)), spread=spread).matches[0].regions
    assert [each.components for each in regions] == [3, 9]
    assert [each.here for each in regions] == [Span(1, 70), Span(901, 950)]


def test_a_match_is_as_sure_as_its_surest_region() -> None:
    each = origin("a", (0, 50))
    weak = region([(100, 100, 50)], Strength.WEAK)
    match = rank(each._replace(found=[weak, *each.found])).matches[0]
    assert match.strength is Strength.CERTAIN
