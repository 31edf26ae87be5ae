"""A span holds what scancode's own holds, and a set is another one than the one it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intbitset import intbitset
from licensedcode.spans import Span

from attribcheck.scan.fast.patches import spans

CHANGED = ("__init__", "__contains__", "overlap", "distance_to", "start", "end")
STOCK = {name: vars(Span)[name] for name in CHANGED}
POSITIONS = st.sets(st.integers(0, 300), max_size=12).map(sorted)


def restore() -> None:
    for name, value in STOCK.items():
        setattr(Span, name, value)


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
            (list(made), hash(made))
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


@given(POSITIONS.filter(bool), POSITIONS.filter(bool))
def test_two_spans_begin_end_and_are_apart_where_scancode_says(
    one: list[int], other: list[int]
) -> None:
    theirs, ours = answers(
        lambda: (
            (Span(one).start, Span(one).end, (Span(one) | Span(other)).end),
            (Span(one).distance_to(Span(other)), Span(one).overlap(Span(other))),
        )
    )
    assert ours == theirs


def test_an_empty_span_has_no_end_and_no_distance() -> None:
    spans.SPANS.install(True)
    for ask in (lambda: Span().end, lambda: Span().distance_to(Span([1]))):
        with pytest.raises(TypeError, match="Empty Span"):
            ask()


@given(POSITIONS, POSITIONS)
def test_the_same_numbers_and_sets_are_in_a_span(one: list[int], other: list[int]) -> None:
    values = [*other, *one, True, set(other), frozenset(one), intbitset(other), Span(other), "1"]
    theirs, ours = answers(lambda: [value in Span(one) for value in values])
    assert ours == theirs


@pytest.mark.parametrize("given_", [(), (3,), (3, 5), ([5, 3, 4],), (range(3, 6),), (1, 3, 9)])
def test_a_span_is_made_in_every_other_way(given_: tuple[object, ...]) -> None:
    theirs, ours = answers(lambda: list(Span(*given_)))
    assert ours == theirs


@pytest.mark.parametrize("source", [intbitset([1, 2]), Span([1, 2])])
def test_a_span_changes_with_no_set_that_it_was_made_of(source: intbitset | Span) -> None:
    spans.SPANS.install(True)
    span = Span(source)
    getattr(source, "set", source).add(3)
    assert list(span) == [1, 2]
