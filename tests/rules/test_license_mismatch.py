"""A file states another licence than its component, or than the project whose own it is."""

from __future__ import annotations

import pytest
from support.checks import check, found, only, toml
from support.model_files import safetensors
from support.repo import Repo

from attribcheck.core.finding import Severity

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
"""
LICENSED = {"foo/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n"}


def test_another_licence_than_the_components_is_found_where_it_stands(repo: Repo) -> None:
    files = LICENSED | {"foo/a.c": "int a;\n// SPDX-License-Identifier: LGPL-2.1-only\n"}

    finding = only(check(repo, files, POLICY), "license-mismatch")

    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line, finding.column) == ("foo/a.c", 2, 4)
    assert finding.evidence.text == "// SPDX-License-Identifier: LGPL-2.1-only"
    assert finding.message == ('licence LGPL-2.1-only is stated, but component "Foo" declares MIT')
    assert finding.component == "Foo"
    assert finding.policy_line == 9
    assert finding.policy_note == 'component "Foo" has license = "MIT"'
    assert finding.subject == "LGPL-2.1-only"
    assert 'attribcheck except license-mismatch foo/a.c --reason "..."' in finding.fix


def test_it_is_no_undeclared_licence_besides(repo: Repo) -> None:
    files = LICENSED | {"foo/a.c": "// SPDX-License-Identifier: LGPL-2.1-only\n"}

    outcome = check(repo, files, POLICY)

    assert [finding.rule for finding in outcome.findings] == ["license-mismatch"]


def test_another_licence_in_a_file_of_our_own_is_found(repo: Repo) -> None:
    files = LICENSED | {"a.c": "// Copyright 2025 Haneul Labs\n// SPDX-License-Identifier: Zlib\n"}

    finding = only(check(repo, files, POLICY), "license-mismatch")

    assert finding.message == (
        "licence Zlib is stated in a file of the project's own, but [project] license is Apache-2.0"
    )
    assert finding.component is None
    assert finding.policy_line == 4
    assert finding.policy_note == '[project] license = "Apache-2.0"'


def test_the_projects_licence_in_a_file_of_our_own_is_none(repo: Repo) -> None:
    files = LICENSED | {
        "a.c": "// Copyright 2025 Haneul Labs\n// SPDX-License-Identifier: Apache-2.0\n"
    }

    assert check(repo, files, POLICY).findings == ()


def test_the_projects_licence_in_a_file_of_a_component_is_found(repo: Repo) -> None:
    files = LICENSED | {
        "foo/a.c": "// Copyright Foo Corp.\n// SPDX-License-Identifier: Apache-2.0\n"
    }

    finding = only(check(repo, files, POLICY), "license-mismatch")

    assert finding.subject == "Apache-2.0"


def test_our_own_notice_explains_our_licence_in_a_file_of_a_component(repo: Repo) -> None:
    files = LICENSED | {
        "foo/a.c": (
            "// Copyright Foo Corp.\n// Copyright Haneul Labs\n"
            "// SPDX-License-Identifier: Apache-2.0 AND MIT\n"
        )
    }

    assert check(repo, files, POLICY).findings == ()


def test_without_a_licence_of_the_project_a_file_of_our_own_contradicts_nothing(
    repo: Repo,
) -> None:
    policy = toml(POLICY).replace('license = "Apache-2.0"\n', "", 1)
    files = LICENSED | {"a.c": "// Copyright 2025 Haneul Labs\n// SPDX-License-Identifier: Zlib\n"}

    assert found(check(repo, files, policy), "license-mismatch") == []


@pytest.mark.parametrize(
    ("declared", "stated"),
    [
        ("MIT OR GPL-2.0-only", "MIT"),
        ("MIT OR GPL-2.0-only", "GPL-2.0-only"),
        ("MIT AND Zlib", "Zlib"),
        ("MIT AND Zlib", "Zlib AND MIT"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only"),
    ],
)
def test_every_id_of_the_declared_expression_may_be_stated(
    repo: Repo, declared: str, stated: str
) -> None:
    policy = toml(POLICY).replace('"MIT"', f'"{declared}"')
    files = {"foo/a.c": f"// Copyright Foo Corp.\n// SPDX-License-Identifier: {stated}\n"}

    assert check(repo, files, policy).findings == ()


def test_only_the_ids_that_are_not_declared_are_told(repo: Repo) -> None:
    files = LICENSED | {"foo/a.c": "// SPDX-License-Identifier: MIT AND Zlib AND BSD-3-Clause\n"}

    finding = only(check(repo, files, POLICY), "license-mismatch")

    assert finding.message == (
        'licence Zlib and BSD-3-Clause is stated, but component "Foo" declares MIT'
    )


def test_any_component_that_covers_the_file_explains_a_licence(repo: Repo) -> None:
    policy = toml(POLICY) + '[[component]]\nname = "Bar"\nlicense = "Zlib"\npaths = ["foo/bar.c"]\n'
    files = LICENSED | {"foo/bar.c": "// SPDX-License-Identifier: MIT AND Zlib\n"}

    assert check(repo, files, policy).findings == ()


MODELS = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "{}"
    holders = ["Foo Corp."]
    paths = ["weights/**"]
    models = ["foo-corp/Foo-8B"]
"""
LLAMA = "LicenseRef-scancode-llama-3.1-license-2024"
OVER = "---\nlicense: {}\nbase_model: foo-corp/Foo-8B\n---\n# Haneul\n"


class TestModels:
    """What cards, weights and the policy say of the licence of a model."""

    def messages(self, repo, files, policy):
        return [
            finding.message for finding in found(check(repo, files, policy), "license-mismatch")
        ]

    def test_a_mild_licence_over_a_base_that_restricts(self, repo):
        files = {"README.md": OVER.format("apache-2.0"), "weights/a": ""}
        (message,) = self.messages(repo, files, MODELS.format(LLAMA))
        assert message == (
            '"license" states licence apache-2.0 of the model, but its base model foo-corp/Foo-8B'
            f' is under {LLAMA} by component "Foo", whose terms go on applying to what is made'
            " from it"
        )

    @pytest.mark.parametrize("value", ["llama3.1", "other", "unknown"])
    def test_the_licence_of_the_base_or_none_in_particular(self, repo, value):
        files = {"README.md": OVER.format(value), "weights/a": ""}
        assert self.messages(repo, files, MODELS.format(LLAMA)) == []

    def test_a_mild_base_restricts_nothing(self, repo):
        files = {"README.md": OVER.format("apache-2.0"), "weights/a": ""}
        assert self.messages(repo, files, MODELS.format("MIT")) == []

    def test_weights_that_state_another_licence_than_their_component(self, repo):
        files = {"weights/m.safetensors": safetensors({"modelspec.license": "gemma"})}
        (message,) = self.messages(repo, files, MODELS.format("MIT"))
        assert message.endswith(
            "licence gemma (LicenseRef-scancode-gemma-tou-2025-03-24) of the model, but component"
            ' "Foo" declares MIT'
        )

    def test_a_card_and_a_licence_file_beside_it(self, repo):
        files = {
            "m/README.md": "---\nlicense: mit\n---\n",
            "m/LICENSE": "SPDX-License-Identifier: Zlib\n",
        }
        (message,) = self.messages(repo, files, MODELS.format("MIT"))
        assert message.endswith("mit of the model, but m/LICENSE has the text of Zlib")

    def test_a_card_and_its_weights(self, repo):
        files = {
            "m/README.md": "---\nlicense: mit\n---\n",
            "m/x.safetensors": safetensors({"license": "gpl-3.0"}),
        }
        (message,) = self.messages(repo, files, MODELS.format("MIT"))
        assert message.endswith('"license" in m/x.safetensors names GPL-3.0-only')

    def test_a_licence_of_models_that_the_policy_does_not_know(self, repo):
        files = {"README.md": "---\nlicense: gemma\n---\n"}
        (message,) = self.messages(repo, files, MODELS.format("MIT"))
        assert message.endswith("[project] license is Apache-2.0, and no component declares it")
