"""The policy declares or permits something that is not there."""

from __future__ import annotations

import pytest
from support.checks import check, found, only, run, staged, toml
from support.repo import Repo

from attribcheck.core.finding import Severity
from attribcheck.policy import lockfile

POLICY = """
    version = 1

    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = [
        "foo/**",
        "!foo/ours.c",
        "*.foo",
    ]
"""
FOO = {
    "foo/LICENSE": "Copyright 2025 Foo Corp.\n",
    "foo/ours.c": "int a;\n// Copyright Foo Corp.\n",
    "a.foo": "",
}
EXCEPTION = """\
version = 1

[[exception]]
rule = "undeclared-notice"
paths = ["foo/**", "bar/**"]
reason = "test data"
"""


def test_a_component_without_a_file_is_found_at_its_header(repo: Repo) -> None:
    finding = only(check(repo, {"a.py": ""}, POLICY), "unused-declaration")

    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line) == ("attribcheck.toml", 3)
    assert finding.evidence.text == "[[component]]"
    assert finding.message == 'component "Foo" covers no file: its paths match nothing'
    assert finding.component == "Foo"
    assert finding.policy_line == 3
    assert finding.fix == "# delete the entry at attribcheck.toml:3\n"
    assert finding.subject == "Foo"


MODELS = """
    version = 1

    [[component]]
    name = "Foo"
    license = "MIT"
    models = ["foo-corp/Foo-7B", "foo-corp/Foo-Bert"]
"""


def test_a_component_of_models_that_no_file_names_is_found(repo: Repo) -> None:
    finding = only(check(repo, {"a.py": ""}, MODELS), "unused-declaration")

    assert finding.line == 3
    assert finding.message == (
        'no file names a model of component "Foo": foo-corp/Foo-7B, foo-corp/Foo-Bert'
    )
    assert finding.fix.startswith("# delete the entry at attribcheck.toml:3\n")


@pytest.mark.parametrize(
    "code",
    ['M.from_pretrained("foo-corp/Foo-7B")\n', "from transformers.models import bert\n"],
)
def test_a_component_of_models_is_used_where_code_names_one_or_its_family(
    repo: Repo, code: str
) -> None:
    assert found(check(repo, {"a.py": code}, MODELS), "unused-declaration") == []


def test_a_commit_does_not_ask_for_the_files_that_it_does_not_check(repo: Repo) -> None:
    repo.commit_files({"a.py": 'M.from_pretrained("foo-corp/Foo-7B")\n'})
    repo.stage("attribcheck.toml", toml(MODELS))

    assert found(run(repo, staged), "unused-declaration") == []


def test_a_pattern_that_matches_no_file_is_found_at_its_line(repo: Repo) -> None:
    files = {path: content for path, content in FOO.items() if path != "a.foo"}

    finding = only(check(repo, files, POLICY), "unused-declaration")

    assert finding.line == 10
    assert finding.evidence.text == '    "*.foo",'
    assert finding.message == 'pattern "*.foo" of component "Foo" matches no file'
    assert finding.subject == "*.foo"


def test_a_pattern_that_takes_nothing_back_is_found(repo: Repo) -> None:
    files = {path: content for path, content in FOO.items() if path != "foo/ours.c"}

    finding = only(check(repo, files, POLICY), "unused-declaration")

    assert finding.message == 'pattern "!foo/ours.c" of component "Foo" matches no file'


def test_patterns_that_match_are_used(repo: Repo) -> None:
    assert found(check(repo, FOO, POLICY), "unused-declaration") == []


def test_a_submodule_uses_the_pattern_that_declares_it(repo: Repo) -> None:
    other = Repo(repo.path.parent / "other")
    other.commit_files({"LICENSE": "Copyright 2025 Foo Corp.\n"})
    repo.submodule(other, "foo")
    repo.write("attribcheck.toml", toml(POLICY).replace('"foo/**"', '"/foo"'))
    repo.add()

    messages = [finding.message for finding in found(run(repo), "unused-declaration")]

    assert messages == [
        'pattern "!foo/ours.c" of component "Foo" matches no file',
        'pattern "*.foo" of component "Foo" matches no file',
    ]


def test_a_component_is_used_by_files_that_a_commit_does_not_touch(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": toml(POLICY)})
    repo.stage("new.py", "print()\n")

    assert run(repo, staged).findings == ()


def test_a_commit_that_takes_the_last_file_of_a_component_is_found(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": toml(POLICY)})
    repo.git("rm", "--quiet", *FOO)

    finding = only(run(repo, staged), "unused-declaration")

    assert finding.message == 'component "Foo" covers no file: its paths match nothing'


def test_an_exception_that_permits_nothing_is_found_in_a_whole_tree(repo: Repo) -> None:
    finding = only(check(repo, {"a.py": ""}, EXCEPTION), "unused-declaration")

    assert (finding.path, finding.line) == ("attribcheck.toml", 3)
    assert finding.evidence.text == "[[exception]]"
    assert finding.message == (
        "exception from undeclared-notice for foo/**, bar/** suppresses no finding"
    )
    assert finding.fix == "# delete the entry at attribcheck.toml:3\n"
    assert finding.subject == "undeclared-notice"


@pytest.mark.parametrize("rule", ["undeclared-copy", "replaced-notice", "wrong-origin-claim"])
def test_an_exception_that_needs_an_origin_index_may_permit_nothing(repo: Repo, rule: str) -> None:
    policy = EXCEPTION.replace("undeclared-notice", rule)
    assert check(repo, {"a.py": ""}, policy).findings == ()


def test_an_exception_that_permits_something_is_used(repo: Repo) -> None:
    outcome = check(repo, {"foo/a.py": "# Copyright Foo Corp.\n"}, EXCEPTION)

    assert outcome.findings == ()


def test_an_exception_can_be_needed_by_a_file_that_a_commit_does_not_touch(repo: Repo) -> None:
    repo.commit_files({"foo/a.py": "# Copyright Foo Corp.\n", "attribcheck.toml": EXCEPTION})
    repo.stage("new.py", "print()\n")

    assert run(repo, staged).findings == ()


def test_an_expired_exception_is_not_reported_as_unused_besides(repo: Repo) -> None:
    policy = EXCEPTION + "expires = 2025-12-31\n"

    outcome = check(repo, {"a.py": ""}, policy)

    assert [finding.rule for finding in outcome.findings] == ["expired-exception"]


def test_a_declaration_for_later_can_be_excepted(repo: Repo) -> None:
    policy = toml(POLICY) + (
        '[[exception]]\nrule = "unused-declaration"\npaths = ["/attribcheck.toml"]\n'
        'reason = "Foo comes with the next release"\n'
    )

    outcome = check(repo, {"a.py": ""}, policy)

    assert outcome.findings == ()
    assert [item.finding.subject for item in outcome.suppressed] == ["Foo"]


def test_a_record_of_a_component_that_is_not_declared_is_found(repo: Repo) -> None:
    repo.write("attribcheck.lock", lockfile.render({"Bar": {}}))
    finding = only(check(repo, FOO, POLICY), "unused-declaration")

    assert (finding.path, finding.line) == ("attribcheck.lock", 0)
    assert finding.message == 'digests of component "Bar", which the policy does not declare'
    assert finding.fix == "# rename it back, or: attribcheck declare Bar --forget\n"
