"""The licence, the holders and the family of a component's files."""

from __future__ import annotations

import pytest
from support.invented import program, scanner

from attribcheck.copies.acquire.base import Acquired
from attribcheck.copies.model import SourceFile
from attribcheck.origins.describe import Details, described, family_of

CODE = program("foo")


def describe(
    files: dict[str, str], license_: str = "", details: Details | None = None
) -> dict[str, SourceFile]:
    acquired = Acquired(
        name="foo",
        version="1.0",
        files=((path, text.encode()) for path, text in files.items()),
        purl="pkg:pypi/foo@1.0",
        source="PyPI, foo-1.0.tar.gz",
        license=license_,
    )
    found = described(acquired, scanner(), "2026-01-02", *([details] if details else []))
    return {one.file.path: one for one in found}


def test_only_code_is_indexed() -> None:
    assert list(describe({"a.py": CODE, "README.md": "text", "LICENSE": "text"})) == ["a.py"]


def test_a_file_is_described_by_its_own_notices() -> None:
    notices = "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n"
    file = describe({"a.py": notices + CODE})["a.py"].file
    assert (file.license, file.holders) == ("MIT", ("Foo Corp.",))
    assert file.statements == ("# Copyright 2025 Foo Corp.",)


def test_a_file_without_notices_states_nothing() -> None:
    file = describe({"a.py": CODE, "LICENSE": "Copyright 2025 Foo Corp.\n"})["a.py"].file
    assert (file.license, file.holders, file.statements) == ("", (), ())


def test_a_component_is_described_by_the_legal_files_at_its_top() -> None:
    component = describe(
        {
            "a.py": CODE,
            "LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n",
            "vendor/bar/LICENSE": "SPDX-License-Identifier: ISC\nCopyright 2025 Bar GmbH\n",
        }
    )["a.py"].file.component
    assert (component.label, component.license) == ("foo 1.0", "MIT")
    assert component.holders == ("Foo Corp.",)
    assert (component.purl, component.date) == ("pkg:pypi/foo@1.0", "2026-01-02")


@pytest.mark.parametrize(
    "path", ["foo-1.0.dist-info/LICENSE", "foo-1.0.dist-info/licenses/COPYING"]
)
def test_the_legal_files_of_a_wheel_are_in_its_metadata(path: str) -> None:
    component = describe({"foo/a.py": CODE, path: "Copyright 2025 Foo Corp.\n"})["foo/a.py"]
    assert component.file.component.holders == ("Foo Corp.",)


def test_a_licence_in_the_manifest_has_precedence_over_that_of_the_texts() -> None:
    files = {"a.py": CODE, "LICENSE": "SPDX-License-Identifier: MIT\n"}
    assert describe(files, "apache-2.0")["a.py"].file.component.license == "Apache-2.0"


@pytest.mark.parametrize("prose", ["Apache 2.0 License", "see LICENSE", "x" * 10_000, "MIT AND"])
def test_prose_in_a_manifest_is_no_licence(prose: str) -> None:
    files = {"a.py": CODE, "LICENSE": "SPDX-License-Identifier: MIT\n"}
    assert describe(files, prose)["a.py"].file.component.license == "MIT"


def test_without_legal_files_the_holders_are_those_that_many_files_state() -> None:
    files = {f"{n}.py": f"# Copyright 2025 Foo Corp.\n{CODE}" for n in range(20)}
    files["x.py"] = f"# Copyright 2025 Bar GmbH\n{CODE}"
    assert describe(files)["0.py"].file.component.holders == ("Foo Corp.",)


def test_what_the_user_says_is_not_searched_for() -> None:
    stated = Details("bar", "2.0", "ISC", ("Bar GmbH",))
    files = {"a.py": CODE, "LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n"}
    component = describe(files, "MIT", stated)["a.py"].file.component
    assert (component.label, component.license) == ("bar 2.0", "ISC")
    assert component.holders == ("Bar GmbH",)


def test_code_that_a_component_bundles_is_of_another_origin() -> None:
    files = {"a.py": CODE, "foo/_vendor/bar/b.py": CODE, "third_party/c.py": CODE}
    assert list(describe(files)) == ["a.py"]


def test_folders_can_be_left_out() -> None:
    files = {"a.py": CODE, "tests/b.py": CODE, "src/tests/c.py": CODE}
    assert list(describe(files, details=Details(without=("tests",)))) == ["a.py", "src/tests/c.py"]


def test_a_bundled_component_can_be_taken_out_of_its_package() -> None:
    files = {
        "a.py": CODE,
        "LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2025 Foo Corp.\n",
        "vendor/bar/b.py": CODE,
        "vendor/bar/LICENSE": "SPDX-License-Identifier: ISC\nCopyright 2025 Bar GmbH\n",
    }
    (found,) = describe(files, "MIT", Details("bar", within="vendor/bar")).values()
    component = found.file.component
    assert (found.file.path, component.label, component.license) == ("b.py", "bar 1.0", "ISC")
    assert (component.holders, component.purl) == (("Bar GmbH",), "")


@pytest.mark.parametrize(
    ("path", "family"),
    [
        ("src/foo/models/llama/modeling_llama.py", "llama"),
        ("foo/models/llama.py", "llama"),
        ("foo/model_executor/models/llama.py", "llama"),
        ("foo/models/__init__.py", ""),
        ("foo/models/auto/configuration_auto.py", ""),
        ("foo/supermodels/llama.py", ""),
        ("foo/llama.py", ""),
    ],
)
def test_the_family_is_the_model_of_a_model_library(path: str, family: str) -> None:
    assert family_of(path) == family
