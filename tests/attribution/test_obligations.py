"""What licences ask for: the table against the texts of the licences."""

import pytest

from attribcheck import licensetexts
from attribcheck.attribution import obligations

PAIRS = [(key, entry) for entry in obligations.TABLE for key in entry.keys]


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("key", "entry"), PAIRS, ids=[key for key, _ in PAIRS])
def test_every_mandated_line_stands_word_for_word_in_its_licence(key, entry):
    licence = licensetexts.known(key)
    assert licence is not None
    assert [line for line in entry.notice_lines if plain(line) not in plain(licence.text)] == []


def test_no_id_stands_in_the_table_twice():
    assert sorted(key for key, _ in PAIRS) == sorted(obligations.BY_KEY)


def test_versions_of_a_licence_ask_for_different_lines():
    (old,) = obligations.notice_lines("LicenseRef-scancode-llama-3.1-license-2024")
    (new,) = obligations.notice_lines("LicenseRef-scancode-llama-4-cla-2025")
    assert (old.split(" is ")[0], new.split(" is ")[0]) == ("Llama 3.1", "Llama 4")


def test_each_part_of_an_expression_asks_for_its_own():
    expression = "MIT OR (Apache-2.0 AND LicenseRef-scancode-qwen-2024)"
    assert obligations.asks_for_upstream_notice(expression)
    (line,) = obligations.notice_lines(expression)
    assert line.startswith("Qwen is licensed under")


def test_mit_asks_for_nothing_in_a_notice():
    assert not obligations.asks_for_upstream_notice("MIT")
    assert obligations.notice_lines("MIT") == ()
