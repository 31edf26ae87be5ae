"""``attribcheck.baseline``: accepted findings, one a line, written and read by the machine."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.errors import PolicyError
from attribcheck.core.finding import RULE_NAMES
from attribcheck.policy import accepted
from attribcheck.policy.accepted import NEVER, Accepted

KEY = "a" * 64
FOO = Accepted("foo/a.py", "undeclared-notice", "Foo Corp.", None, date(2026, 1, 2), KEY)
TEXT = accepted.render([FOO])

texts = st.text(st.sampled_from('ab"\\\n\r\u2028\u202e \udc80하{#'), min_size=1)
entries = st.builds(
    Accepted,
    texts,
    st.sampled_from(sorted(set(RULE_NAMES) - NEVER)),
    texts,
    st.none() | texts,
    st.dates(),
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.just(0),
)


def parse(text: str) -> dict[str, Accepted]:
    return accepted.parse(text.encode(), "attribcheck.baseline")


def test_a_finding_is_one_line() -> None:
    assert (
        "# attribcheck.baseline, version 1: what `attribcheck init --baseline` found and accepted\n"
        '{"path": "foo/a.py", "rule": "undeclared-notice", "subject": "Foo Corp.",'
        f' "accepted": "2026-01-02", "fingerprint": "{KEY}"}}\n'
    ) == TEXT


@given(st.lists(entries, unique_by=lambda entry: entry.fingerprint))
def test_what_was_written_is_read_back_with_its_line(given_: list[Accepted]) -> None:
    text = accepted.render(given_)
    found = parse(text)
    assert {key: entry._replace(line=0) for key, entry in found.items()} == {
        entry.fingerprint: entry for entry in given_
    }
    assert text == accepted.render(reversed(given_))
    assert sorted(entry.line for entry in found.values()) == list(range(2, len(given_) + 2))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# attribcheck", "# something", ":1: it does not begin with"),
        ("version 1", "version 2", ":1: written for a newer attribcheck"),
        ('{"path"', "<<<<<<< HEAD\n{", ":2: not an entry"),
        ('{"path"', '\n{"path"', ":2: not an entry"),
        ('{"path"', '{"path": "b.py", "path"', ":2: not an entry"),
        ('"subject"', '"about"', ":2: an entry has the keys"),
        ('"Foo Corp."', "3", ":2: a value is not a string"),
        ("undeclared-notice", "removed-notice", ":2: findings of removed-notice can't be accepted"),
        ("undeclared-notice", "no-rule", ":2: findings of no-rule can't be accepted"),
        ("2026-01-02", "lately", ":2: `accepted` is not a date"),
        (KEY, KEY[1:], ":2: the fingerprint"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(old: str, new: str, message: str) -> None:
    with pytest.raises(PolicyError) as raised:
        parse(TEXT.replace(old, new, 1))
    assert f"attribcheck.baseline{message}" in raised.value.message


def test_a_file_that_is_not_utf_8_is_refused_with_its_line() -> None:
    with pytest.raises(PolicyError, match=r"baseline:2: not UTF-8"):
        accepted.parse(TEXT.encode().replace(b"Foo", b"\xff"), "attribcheck.baseline")


def test_a_finding_that_two_branches_accepted_is_accepted_once() -> None:
    later = FOO._replace(since=date(2027, 1, 1))
    assert list(parse(accepted.render([FOO, later])).values()) == [FOO._replace(line=2)]
