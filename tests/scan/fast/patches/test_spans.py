"""A span holds what scancode's own holds, and a set is another one than the one it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intbitset import intbitset
from licensedcode.spans import Span

from attribcheck.scan.fast.patches import spans

STOCK = Span.__init__, Span.__contains__
POSITIONS = st.sets(st.integers(0, 300), max_size=12).map(sorted)


@pytest.fixture(autouse=True)
def _stock_afterwards() -> Iterator[None]:
    yield
    Span.__init__, Span.__contains__ = STOCK


def answers(ask: Callable[[], object]) -> tuple[object, object]:
    """Return what scancode's spans answer, and what these do."""
    Span.__init__, Span.__contains__ = STOCK
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
