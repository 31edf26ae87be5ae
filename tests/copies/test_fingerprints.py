"""Winnowing: what two files that share code have in common."""

import random

from support.copied_code import GARDEN, OTHER, renamed

from attribcheck.copies.fingerprints import (
    GRAM,
    WINDOW,
    all_hashes,
    fingerprints,
    literal_hash,
)
from attribcheck.copies.lexers.registry import tokenize
from attribcheck.copies.model import Channel
from attribcheck.copies.tokens import Tokens


def tokens(text: str, path: str = "a.py") -> Tokens:
    found = tokenize(path, text.encode())
    assert found is not None
    return found


def hashes(text: str, channel: Channel) -> set[int]:
    return {value for value, _ in fingerprints(tokens(text), channel)}


def test_a_renamed_file_has_the_shape_of_its_origin_and_not_its_spelling() -> None:
    assert hashes(renamed(GARDEN), Channel.SHAPE) == hashes(GARDEN, Channel.SHAPE)
    assert not hashes(renamed(GARDEN), Channel.EXACT) & hashes(GARDEN, Channel.EXACT)


def test_files_that_share_nothing_share_no_fingerprint() -> None:
    for channel in Channel:
        assert not hashes(OTHER, channel) & hashes(GARDEN, channel)


def test_a_shared_run_of_one_window_is_always_found() -> None:
    chance = random.Random(5)
    words = [f"w{chance.randrange(40)}" for _ in range(600)]
    for channel in Channel:
        selected = {value for value, _ in fingerprints(tokens(" ".join(words)), channel)}
        least = GRAM[channel] + WINDOW - 1
        for start in range(0, 500, 7):
            part = tokens(" ".join(words[start : start + least]))
            assert selected & set(all_hashes(part, channel))


def test_a_selection_is_a_part_of_all_hashes_with_their_places() -> None:
    found = tokens(GARDEN)
    for channel in Channel:
        everything = all_hashes(found, channel)
        selected = fingerprints(found, channel)
        assert 0 < len(selected) < len(everything) / 4
        assert all(everything[at] == value for value, at in selected)


def test_a_file_shorter_than_a_run_has_no_fingerprint() -> None:
    assert fingerprints(tokens("a = 1"), Channel.SHAPE) == []
    assert all_hashes(tokens("a = 1"), Channel.SHAPE) == []


def test_endless_repetition_does_not_select_every_token() -> None:
    selected = fingerprints(tokens("a = b\n" * 2000), Channel.SHAPE)
    assert len(selected) < 6000 / (WINDOW - 1)


def test_equal_codes_of_two_families_have_different_hashes() -> None:
    python = tokens(GARDEN)
    other = python._replace(family="c")
    assert not set(all_hashes(python, Channel.SHAPE)) & set(all_hashes(other, Channel.SHAPE))


def test_a_language_without_a_lexer_has_no_shape() -> None:
    found = tokens("def total\n  @sum\nend\n" * 20, "a.rb")
    assert fingerprints(found, Channel.SHAPE) == []
    assert fingerprints(found, Channel.EXACT)


def test_the_hashes_of_the_format_do_not_change() -> None:
    """An index that was published is read by later versions."""
    assert fingerprints(tokens("a = b + 1\n" * 5), Channel.SHAPE)[:1] == [(230574910180595, 1)]
    assert literal_hash("layer_46") == 105685959061028
