"""What has to be looked at, beyond the files that changed."""

from __future__ import annotations

import pytest
from support.checks import last_commit, places, run, staged, tree
from support.repo import Repo
from support.scans import license_, scan

REFERENCE = "LicenseRef-scancode-unknown-license-reference"
SEE_LICENSE = scan(license_(REFERENCE, references=("LICENSE",)))
POLICY = """\
version = 1

[project]
license = "Apache-2.0"
holders = ["Haneul Labs"]

[[component]]
name = "Foo"
license = "MIT"
holders = ["Foo Corp."]
paths = ["lib/foo/**"]
"""
MIT = "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n"
FOO = {
    "lib/foo/LICENSE": MIT,
    "lib/foo/src/a.c": "int a;\n",
    "lib/foo/src/b.c": "int b;\n",
    "src/ours.c": "// Copyright Haneul Labs\n",
}
LICENSE_GONE = [
    ("lib/foo/LICENSE", 1, "removed-notice"),
    ("lib/foo/LICENSE", 2, "removed-notice"),
]


def checked(repo: Repo, source: object = staged) -> list[str]:
    """Return the paths that are judged."""
    return [file.path for file in run(repo, source).files]  # type: ignore[arg-type]


def test_only_what_changed_is_looked_at(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": POLICY})
    repo.stage("src/ours.c", "// Copyright Haneul Labs\nint c;\n")
    repo.stage("lib/foo/src/a.c", "int a2;\n")

    assert checked(repo) == ["lib/foo/src/a.c", "src/ours.c"]


def test_a_whole_tree_is_what_it_is(repo: Repo) -> None:
    repo.commit_files(FOO)

    assert checked(repo, tree) == sorted(FOO)


def test_a_commit_that_deletes_a_licence_reaches_the_files_below(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": POLICY})
    repo.git("rm", "--quiet", "lib/foo/LICENSE")

    assert places(run(repo, staged)) == [
        *LICENSE_GONE,
        ("lib/foo/src/a.c", 0, "missing-notice"),
        ("lib/foo/src/b.c", 0, "missing-notice"),
    ]


def test_a_commit_that_moves_a_licence_away_reaches_the_files_below(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": POLICY, "docs/old": ""})
    repo.git("mv", "lib/foo/LICENSE", "docs/foo-terms")

    reached = checked(repo)

    assert "lib/foo/src/a.c" in reached
    assert "src/ours.c" not in reached


def test_a_commit_that_replaces_the_text_of_a_licence_reaches_the_files_below(
    repo: Repo,
) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": POLICY})
    repo.stage("lib/foo/LICENSE", "Copyright 2025 Haneul Labs\n")

    found = places(run(repo, staged))

    assert ("lib/foo/src/a.c", 0, "missing-notice") in found
    assert ("lib/foo/src/b.c", 0, "missing-notice") in found


def test_a_new_foreign_licence_reaches_the_files_below_that_name_nobody(repo: Repo) -> None:
    repo.commit_files({"lib/bar/a.c": "int a;\n", "src/a.c": "int a;\n"})
    repo.stage("lib/bar/LICENSE", MIT)

    assert ("lib/bar/a.c", 0, "undeclared-license") in places(run(repo, staged))
    assert "src/a.c" not in checked(repo)


def test_a_deleted_notice_of_a_component_elsewhere_reaches_its_files(repo: Repo) -> None:
    policy = POLICY.replace('"lib/foo/**"', '"lib/foo/src/**", "third_party/foo/**"')
    repo.commit_files(
        {
            "lib/foo/src/a.c": "int a;\n",
            "third_party/foo/COPYING": MIT,
            "third_party/foo/README": "Foo\n",
            "attribcheck.toml": policy,
        }
    )
    repo.git("rm", "--quiet", "third_party/foo/COPYING")

    assert ("lib/foo/src/a.c", 0, "missing-notice") in places(run(repo, staged))


def test_a_deleted_notice_file_reaches_the_files_of_its_component(repo: Repo) -> None:
    policy = f'{POLICY}notice-file = "third_party/foo/terms.txt"\n'
    repo.commit_files(
        {
            "lib/foo/a.c": "int a;\n",
            "third_party/foo/terms.txt": "Foo\n",
            "attribcheck.toml": policy,
        }
    )
    repo.git("rm", "--quiet", "third_party/foo/terms.txt")

    assert places(run(repo, staged)) == [
        ("attribcheck.toml", 12, "missing-notice"),
        ("lib/foo/a.c", 0, "missing-notice"),
    ]


def test_a_statement_taken_out_of_the_notice_at_the_top_reaches_who_lived_by_it(
    repo: Repo,
) -> None:
    repo.commit_files(
        {
            "NOTICE": "Haneul\nCopyright Foo Corp.\n",
            "lib/foo/a.c": "int a;\n",
            "src/ours.c": "int b;\n",
            "attribcheck.toml": POLICY,
        }
    )
    repo.stage("NOTICE", "Haneul\n")

    assert places(run(repo, staged)) == [
        ("NOTICE", 1, "removed-notice"),
        ("lib/foo/a.c", 0, "missing-notice"),
    ]
    assert checked(repo) == ["NOTICE", "lib/foo/a.c"]


def test_the_notice_at_the_top_does_not_reach_components_with_their_own_licence(
    repo: Repo,
) -> None:
    repo.commit_files({**FOO, "NOTICE": "Haneul\n", "attribcheck.toml": POLICY})
    repo.stage("NOTICE", "Haneul\nCopyright Haneul Labs\n")

    assert checked(repo) == ["NOTICE"]


def test_a_deleted_notice_at_the_top_reaches_who_lived_by_it(repo: Repo) -> None:
    repo.commit_files(
        {"NOTICE": MIT, "lib/foo/a.c": "int a;\n", "attribcheck.toml": POLICY},
    )
    repo.git("rm", "--quiet", "NOTICE")

    assert places(run(repo, staged)) == [
        ("NOTICE", 1, "removed-notice"),
        ("NOTICE", 2, "removed-notice"),
        ("lib/foo/a.c", 0, "missing-notice"),
    ]


def test_a_deleted_licence_at_the_top_reaches_the_files_that_refer_to_it(repo: Repo) -> None:
    files = {
        "LICENSE": "SPDX-License-Identifier: Apache-2.0\n",
        "src/a.c": repr(SEE_LICENSE),
        "attribcheck.toml": POLICY.partition("\n[[component]]")[0],
    }
    repo.commit_files(files)
    repo.git("rm", "--quiet", "LICENSE")

    outcome = run(repo, staged, answers=[SEE_LICENSE])

    assert places(outcome) == [("src/a.c", 1, "unknown-license")]


def test_an_altered_licence_at_the_top_reaches_the_copies_that_were_ours(repo: Repo) -> None:
    text = "SPDX-License-Identifier: Apache-2.0\n"
    files = {
        "LICENSE": text,
        "tool/LICENSE": text,
        "tool/a.c": "int a;\n",
        "attribcheck.toml": POLICY.partition("\n[[component]]")[0],
    }
    repo.commit_files(files)
    assert places(run(repo)) == []
    repo.stage("LICENSE", f"{text}\nwith an appendix\n")

    assert (
        places(run(repo, staged))
        == places(run(repo))
        == [
            ("tool/LICENSE", 1, "undeclared-license"),
            ("tool/a.c", 0, "undeclared-license"),
        ]
    )


def test_a_copy_of_the_licence_at_the_top_changes_nothing_there(repo: Repo) -> None:
    text = "SPDX-License-Identifier: Apache-2.0\n" + "Licensed as it stands here.\n" * 20
    repo.commit_files({"LICENSE": text, "src/a.c": "int a;\n", "attribcheck.toml": POLICY})
    repo.stage("tool/LICENSE", text)

    assert checked(repo) == ["tool/LICENSE"]


def test_a_commit_that_only_takes_a_component_from_the_policy_reaches_its_files(
    repo: Repo,
) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": POLICY})
    repo.stage("attribcheck.toml", POLICY.partition("\n[[component]]")[0])

    assert places(run(repo, staged)) == [
        ("lib/foo/LICENSE", 1, "undeclared-license"),
        ("lib/foo/LICENSE", 2, "undeclared-notice"),
        ("lib/foo/src/a.c", 0, "undeclared-license"),
        ("lib/foo/src/b.c", 0, "undeclared-license"),
    ]
    assert "src/ours.c" not in checked(repo)


def test_a_commit_that_takes_an_exception_from_the_policy_reaches_its_files(repo: Repo) -> None:
    exception = '[[exception]]\nrule = "undeclared-notice"\npaths = ["data/**"]\nreason = "data"\n'
    files = {"data/a": "Copyright Bar GmbH\n", "b": "Copyright Bar GmbH\n"}
    repo.commit_files({**files, "attribcheck.toml": f"version = 1\n{exception}"})
    repo.stage("attribcheck.toml", "version = 1\n")

    assert places(run(repo, staged)) == [("data/a", 1, "undeclared-notice")]


def test_tightened_licences_reach_every_file(repo: Repo) -> None:
    policy = f"{POLICY}[licenses]\ndeny = []\n"
    repo.commit_files({**FOO, "b.c": "// SPDX-License-Identifier: Zlib\n"})
    repo.commit_files({"attribcheck.toml": policy})
    repo.stage("attribcheck.toml", policy.replace("deny = []", 'deny = ["Zlib"]'))

    assert checked(repo) == ["attribcheck.toml", "b.c", *sorted(FOO)]
    assert ("b.c", 1, "disallowed-license") in places(run(repo, staged))


def test_widened_licences_reach_no_file(repo: Repo) -> None:
    policy = f'{POLICY}[licenses]\ndeny = ["Zlib"]\n'
    repo.commit_files({**FOO, "attribcheck.toml": policy})
    repo.stage("attribcheck.toml", policy.replace('["Zlib"]', "[]"))

    assert checked(repo) == ["attribcheck.toml"]


def test_another_holder_of_our_own_reaches_every_file(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": POLICY})
    repo.stage("attribcheck.toml", POLICY.replace("Haneul Labs", "Haneul contributors Ltd."))

    assert ("src/ours.c", 1, "undeclared-notice") in places(run(repo, staged))


def test_a_deleted_policy_reaches_every_file(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": POLICY})
    repo.git("rm", "--quiet", "attribcheck.toml")

    assert checked(repo) == sorted(FOO)
    assert ("src/ours.c", 1, "undeclared-notice") in places(run(repo, staged))


@pytest.mark.parametrize("before", ["not = [toml", "version = 99\n", "version = 1\nlicence = 1\n"])
def test_a_policy_that_could_not_be_used_before_is_as_good_as_none(repo: Repo, before: str) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": before})
    repo.stage("attribcheck.toml", POLICY)

    outcome = run(repo, staged)

    assert [file.path for file in outcome.files] == sorted({*FOO, "attribcheck.toml"})
    assert outcome.findings == ()


def test_a_range_reaches_as_far_as_a_commit(repo: Repo) -> None:
    repo.commit_files({**FOO, "attribcheck.toml": POLICY})
    repo.git("rm", "--quiet", "lib/foo/LICENSE")
    repo.commit("tidy")

    assert places(run(repo, last_commit)) == [
        *LICENSE_GONE,
        ("lib/foo/src/a.c", 0, "missing-notice"),
        ("lib/foo/src/b.c", 0, "missing-notice"),
    ]
