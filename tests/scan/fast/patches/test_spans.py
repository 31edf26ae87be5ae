"""A span is equal in value to the one that scancode makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from licensedcode.spans import Span

from attribcheck.scan.fast.patches import spans

METHODS = (
    *("__init__", "__contains__", "__eq__", "__and__", "__or__"),
    *("difference", "overlap", "distance_to"),
)
STOCK = {name: vars(Span)[name] for name in METHODS}
POSITIONS = st.sets(st.integers(0, 40), min_size=1, max_size=12).map(sorted)


def restore() -> None:
    for name, method in STOCK.items():
        setattr(Span, name, method)


@pytest.fixture(autouse=True)
def _stock_afterwards() -> Iterator[None]:
    restore()
    yield
    restore()


def answers(ask: Callable[[], object]) -> tuple[object, object]:
    """Return what scancode's spans answer, and what these do."""
    restore()
    theirs = ask()
    spans.SPANS.install(True)
    return theirs, ask()


@given(POSITIONS, POSITIONS)
def test_what_is_made_of_two_spans_is_equal(one: list[int], other: list[int]) -> None:
    theirs, ours = answers(
        lambda: [
            list(made)
            for made in (
                Span(one) & Span(other),
                Span(one) | Span(other),
                Span(one).union(Span(other), Span(99)),
                Span(one).difference(Span(other)),
                Span(Span(one) | Span(other)),
            )
        ]
    )
    assert ours == theirs


@given(POSITIONS, POSITIONS)
def test_two_spans_are_as_far_apart_and_overlap_as_much(one: list[int], other: list[int]) -> None:
    theirs, ours = answers(
        lambda: (Span(one).distance_to(Span(other)), Span(one).overlap(Span(other)))
    )
    assert ours == theirs


@given(POSITIONS, POSITIONS)
def test_two_spans_hold_the_same_and_are_as_equal(one: list[int], other: list[int]) -> None:
    values = [*other, set(other), frozenset(one), other[0] == 1]
    theirs, ours = answers(
        lambda: (
            [value in Span(one) for value in values],
            Span(other) in Span(one),
            Span(one).set in Span(other),
            Span(one) == Span(other),
            Span(one) == one,
            len({Span(one), Span(one), Span(other)}),
        )
    )
    assert ours == theirs


@pytest.mark.parametrize("given_", [(), (3,), (3, 5), ([5, 3, 4],), (range(3, 6),), (1, 3, 9)])
def test_a_span_is_made_in_every_way(given_: tuple[object, ...]) -> None:
    theirs, ours = answers(lambda: (list(Span(*given_)), hash(Span(*given_))))
    assert ours == theirs


def test_a_span_of_a_span_is_a_set_of_its_own() -> None:
    spans.SPANS.install(True)
    first = Span([1, 2])
    second = Span(first)
    assert second == first
    assert second.set is not first.set


def test_an_empty_span_has_no_distance() -> None:
    spans.SPANS.install(True)
    with pytest.raises(TypeError, match="Empty Span"):
        Span().distance_to(Span([1]))
