"""A REUSE-Ignore block is a permission: a notice that a change moves into one is removed."""

from __future__ import annotations

from support.checks import found, run, staged
from support.edits import apply, begin, code, lost
from support.haneul import FOREIGN
from support.repo import Repo

FOO, LICENSE = "third_party/foo/a.py", "third_party/foo/LICENSE"
START, END = "# REUSE-" + "IgnoreStart\n", "# REUSE-" + "IgnoreEnd\n"


def test_a_notice_that_a_change_wraps_in_a_block(repo: Repo) -> None:
    begin(repo, {FOO: FOREIGN + code()})
    apply(repo, {FOO: START + FOREIGN + END + code()})

    assert [(path, subject) for path, _, subject in lost(run(repo, staged))] == [
        (FOO, "Foo Corp."),
        (FOO, "MIT"),
    ]


def test_a_licence_file_that_a_change_wraps_in_a_block(repo: Repo) -> None:
    begin(repo, {FOO: code(), LICENSE: FOREIGN})
    apply(repo, {LICENSE: START + FOREIGN + END})

    assert [subject for _, _, subject in lost(run(repo, staged))] == ["Foo Corp.", "MIT"]


def test_a_notice_that_was_in_a_block_before(repo: Repo) -> None:
    begin(repo, {FOO: START + FOREIGN + END + code()})
    apply(repo, {FOO: START + FOREIGN + END + code() + "more = 1\n"})

    assert lost(run(repo, staged)) == ()


def test_a_notice_that_stands_outside_of_a_block_too(repo: Repo) -> None:
    begin(repo, {FOO: FOREIGN + code()})
    apply(repo, {FOO: FOREIGN + START + FOREIGN + END + code()})

    assert lost(run(repo, staged)) == ()


def test_a_block_that_is_not_closed_hides_nothing(repo: Repo) -> None:
    begin(repo, {})
    apply(repo, {"src/x.py": START + FOREIGN + code()})

    (finding,) = found(run(repo, staged), "undeclared-notice")

    assert "the REUSE-Ignore block at line 1 is not closed, so it does not apply" in finding.message


def test_a_licence_file_whose_words_a_document_quotes(repo: Repo) -> None:
    """The document of attribution is one block, and states the notices of the release."""
    document = "All of this is quoted.\n" + START
    begin(repo, {FOO: code(), LICENSE: FOREIGN, "THIRD-PARTY-NOTICES": document + END})
    apply(repo, {LICENSE: None, "THIRD-PARTY-NOTICES": document + FOREIGN + END})

    assert lost(run(repo, staged)) == ()
