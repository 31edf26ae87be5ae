"""What licences ask for: the table against the texts of the licences."""

import pytest

from attribcheck.spdx import license_texts, obligations, obligations_table

PAIRS = [(key, entry) for entry in obligations_table.TABLE for key in entry.keys]


def plain(text: str) -> str:
    """Return a text by its words; the authors wrap it, and quote with every kind of sign."""
    return " ".join(text.replace("“", '"').replace("”", '"').split()).casefold()


def words_of(entry):
    """Return every string of the table that has to stand in the licence."""
    for one in (entry.copy, entry.upstream_notice, entry.change_notice, entry.name_prefix):
        if one:
            yield one.text
    yield from entry.displayed.texts if entry.displayed else ()


@pytest.mark.parametrize(("key", "entry"), PAIRS, ids=[key for key, _ in PAIRS])
def test_every_mandated_line_stands_word_for_word_in_its_licence(key, entry):
    licence = license_texts.known(key)
    assert licence is not None
    text = " ".join(licence.text.split())
    assert [line.text for line in entry.notice_lines if line.text not in text] == []


@pytest.mark.parametrize(("key", "entry"), PAIRS, ids=[key for key, _ in PAIRS])
def test_what_it_asks_for_is_said_in_the_words_of_the_licence(key, entry):
    licence = license_texts.known(key)
    assert licence is not None
    assert [words for words in words_of(entry) if plain(words) not in plain(licence.text)] == []


@pytest.mark.parametrize(("key", "entry"), PAIRS, ids=[key for key, _ in PAIRS])
def test_every_entry_asks_for_something(key, entry):
    assert [*words_of(entry), *entry.notice_lines]


def test_no_id_stands_in_the_table_twice():
    assert sorted(key for key, _ in PAIRS) == sorted(obligations_table.BY_KEY)


def test_versions_of_a_licence_ask_for_different_lines():
    (old,) = obligations.notice_lines("LicenseRef-scancode-llama-3.1-license-2024")
    (new,) = obligations.notice_lines("LicenseRef-scancode-llama-4-cla-2025")
    assert (old.split(" is ")[0], new.split(" is ")[0]) == ("Llama 3.1", "Llama 4")


def test_the_second_llama_asks_for_no_display_and_no_name():
    (entry,) = obligations.of("LicenseRef-scancode-llama-2-license-2023")
    assert (entry.displayed, entry.name_prefix) == (None, None)


def test_each_part_of_an_expression_asks_for_its_own():
    expression = "MIT OR (Apache-2.0 AND LicenseRef-scancode-qwen-2024)"
    assert obligations.requires_upstream_notice(expression)
    (line,) = obligations.notice_lines(expression)
    assert line.startswith("Qwen is licensed under")


def test_an_exception_leaves_its_licence_its_obligations():
    ((key, entry),) = obligations.by_id("GPL-2.0-only WITH Classpath-exception-2.0")
    assert key == "GPL-2.0-only"
    assert entry.change_notice is not None
    assert entry.dated


def test_mit_asks_for_nothing_in_a_notice():
    assert not obligations.requires_upstream_notice("MIT")
    assert obligations.notice_lines("MIT") == ()


def test_only_the_licences_of_models_are_of_models():
    assert obligations.is_model_license("LicenseRef-scancode-qwen-2024")
    assert not obligations.is_model_license("MIT")
    assert not obligations.is_model_license("LicenseRef-Foo")
