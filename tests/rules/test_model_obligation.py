"""The licence of a model requires something that is missing."""

from __future__ import annotations

import pytest
from support.checks import check, found, last_commit, only, run, staged, toml
from support.repo import Repo

from attribcheck.core.finding import Severity
from attribcheck.spdx import obligations

LLAMA = "LicenseRef-scancode-llama-3.1-license-2024"
QWEN = "LicenseRef-scancode-qwen-2024"
POLICY = """
    version = 1

    [project]
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "{}"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
    models = ["foo/Foo-8B"]
"""
OF_LLAMA = POLICY.format(LLAMA)
(LINE,) = obligations.notice_lines(LLAMA)
SETTLED = {
    "foo/a.py": "# Copyright 2025 Foo Corp.\n",
    "NOTICE": f"Haneul\n\n{LINE}\n",
    f"LICENSES/{LLAMA}.txt": "The licence of Foo.\n",
    "README.md": "# Haneul\n\nBuilt with Llama.\n",
}
CARD = "---\nbase_model: foo/Foo-8B\nmodel-index:\n- name: {}\n---\nBuilt with Llama\n"
NAME = "model-obligation"


def without(path, **changes):
    return {**{p: content for p, content in SETTLED.items() if p != path}, **changes}


def asked(repo, files, policy=OF_LLAMA):
    return [finding.subject for finding in found(check(repo, files, policy), NAME)]


def test_what_is_all_there_is_no_finding(repo: Repo) -> None:
    assert asked(repo, SETTLED) == []


class TestAModelThatIsElsewhere:
    POLICY = OF_LLAMA.replace('    paths = ["foo/**"]\n', "")

    def test_needs_the_same(self, repo: Repo) -> None:
        files = {"a.py": 'M.from_pretrained("foo/Foo-8B")\n'}

        assert asked(repo, files, self.POLICY) == ["Foo: display", "Foo: text", "Foo: line"]

    def test_is_quiet_where_all_is_there(self, repo: Repo) -> None:
        assert asked(repo, without("foo/a.py"), self.POLICY) == []

    def test_is_judged_by_the_commit_that_declares_it(self, repo: Repo) -> None:
        repo.commit_files({"LICENSE": "", **without("NOTICE")})
        repo.stage("attribcheck.toml", toml(self.POLICY))

        assert only(run(repo, staged), NAME).subject == "Foo: line"

    def test_does_not_lose_its_line_in_the_notice(self, repo: Repo) -> None:
        repo.commit_files({"attribcheck.toml": toml(self.POLICY), **SETTLED})
        repo.commit_files({"NOTICE": "Haneul\n"})

        assert only(run(repo, last_commit), NAME).subject == "Foo: line"


def test_a_line_that_no_notice_has_is_found_with_its_section(repo: Repo) -> None:
    finding = only(check(repo, without("NOTICE"), OF_LLAMA), NAME)

    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line, finding.component) == ("attribcheck.toml", 8, "Foo")
    assert finding.message == (
        f'component "Foo": {LLAMA}, section 1.b.iii, requires a line in a NOTICE,'
        f' and no NOTICE has it: "{LINE}"'
    )
    assert finding.fix == "attribcheck notice\n"


def test_a_line_may_be_broken_and_may_come_with_the_model(repo: Repo) -> None:
    files = without("NOTICE", **{"foo/NOTICE.txt": LINE.replace(" ", "\n")})

    assert asked(repo, files) == []


def test_a_line_with_another_word_is_another_line(repo: Repo) -> None:
    changed = LINE.replace("Llama 3.1 is", "Llama is")

    assert asked(repo, without("NOTICE", NOTICE=changed)) == ["Foo: line"]


def test_a_text_that_ships_nowhere_is_found_with_its_section(repo: Repo) -> None:
    finding = only(check(repo, without(f"LICENSES/{LLAMA}.txt"), OF_LLAMA), NAME)

    assert finding.message == (
        f'component "Foo": {LLAMA}, section 1.b.i, requires a copy of the licence,'
        " and its text is missing"
    )


def test_a_sentence_that_no_page_displays_is_found_with_its_section(repo: Repo) -> None:
    finding = only(check(repo, without("README.md"), OF_LLAMA), NAME)

    assert finding.message == (
        f'component "Foo": {LLAMA}, section 1.b.i, requires "Built with Llama" to be displayed,'
        " and no README or page in docs/ displays it"
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/about.md", "built with **Llama**"),
        ("web/README.rst", "*Built*\nwith Llama"),
        ("MODEL_CARD.md", "[Built with Llama](https://llama.example)"),
    ],
)
def test_a_sentence_may_stand_on_any_page_and_be_marked_up(
    repo: Repo, path: str, text: str
) -> None:
    assert asked(repo, without("README.md", **{path: text})) == []


@pytest.mark.parametrize("path", ["foo/README.md", "src/app.py"])
def test_the_components_own_pages_and_code_display_nothing(repo: Repo, path: str) -> None:
    files = without("README.md", **{path: "# Copyright Foo Corp.\n# Built with Llama\n"})

    assert asked(repo, files) == ["Foo: display"]


def test_what_is_asked_of_derived_models_needs_a_base_model(repo: Repo) -> None:
    (line,) = obligations.notice_lines(QWEN)
    files = {"foo/a.py": "", "NOTICE": line, f"LICENSES/{QWEN}.txt": "Qwen"}
    policy = POLICY.format(QWEN)

    assert asked(repo, files, policy) == ["Foo: display"]
    assert asked(repo, {**files, "README": "Improved using Qwen"}, policy) == []
    alone = policy.replace('    models = ["foo/Foo-8B"]\n', "")
    assert asked(repo, {**files, "README": ""}, alone) == []


def test_a_model_made_from_it_has_a_name_that_begins_as_asked(repo: Repo) -> None:
    files = {**SETTLED, "README.md": CARD.format("haneul/Haneul-8B")}
    finding = only(check(repo, files, OF_LLAMA), NAME)

    assert (finding.path, finding.policy_line) == ("README.md", 11)
    assert finding.message == (
        'model "haneul/Haneul-8B" has a base model of component "Foo", and'
        f' {LLAMA}, section 1.b.i, requires a name that begins with "Llama"'
    )
    assert asked(repo, {**files, "README.md": CARD.format("haneul/Llama-Haneul-8B")}) == []


@pytest.mark.parametrize(
    "card",
    [
        CARD.format("Haneul-8B").replace("foo/Foo-8B", "bar/Bar-8B"),
        "---\nbase_model: foo/Foo-8B\n---\n# Haneul\nBuilt with Llama\n",
        "---\n[broken: : yaml\n---\nBuilt with Llama\n",
        "---\n- a list\n---\nBuilt with Llama\n",
        "---\n" + "[" * 5000 + "\n---\nBuilt with Llama\n",
    ],
)
def test_a_name_that_no_card_states_is_not_judged(repo: Repo, card: str) -> None:
    assert asked(repo, {**SETTLED, "README.md": card}) == []


def test_other_licences_are_other_rules(repo: Repo) -> None:
    assert asked(repo, {"foo/a.py": "# Copyright Foo Corp.\n"}, POLICY.format("MIT")) == []


def test_a_commit_that_takes_the_sentence_away_is_found(repo: Repo) -> None:
    check(repo, SETTLED, OF_LLAMA)
    repo.commit()
    repo.commit_files({"README.md": "# Haneul\n"})

    assert only(run(repo, last_commit), NAME).subject == "Foo: display"


def test_a_commit_that_deletes_the_notice_is_found(repo: Repo) -> None:
    check(repo, SETTLED, OF_LLAMA)
    repo.commit()
    repo.remove("NOTICE")
    repo.add()
    repo.commit()

    assert only(run(repo, last_commit), NAME).subject == "Foo: line"


def test_a_commit_of_other_files_does_not_look(repo: Repo) -> None:
    check(repo, without("NOTICE"), OF_LLAMA)
    repo.commit()
    repo.commit_files({"src/app.py": ""})

    assert found(run(repo, last_commit), NAME) == []
