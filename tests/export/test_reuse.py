"""``export reuse``: REUSE.toml and the texts in LICENSES."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.exports import FOO, exported, of_components, read_back
from support.haneul import FOREIGN, OWN
from support.repo import Repo
from support.scans import component, policy

TEXT = """\
version = 1
SPDX-PackageName = "Haneul"

[[annotations]]
path = "**"
SPDX-FileCopyrightText = ["Haneul Labs"]
SPDX-License-Identifier = "Apache-2.0"

# foo 1.10 pkg:npm/foo@1.10
[[annotations]]
path = "vendor/foo/**"
SPDX-FileCopyrightText = ["Foo Corp."]
SPDX-License-Identifier = "MIT"
"""


def test_the_project_comes_first_and_then_each_component() -> None:
    output = exported("reuse", policy(FOO))
    assert output.files["REUSE.toml"] == TEXT
    assert output.remarks == ()


def test_the_texts_of_all_licences_come_with_it() -> None:
    files = exported("reuse", policy(FOO)).files
    assert sorted(files) == ["LICENSES/Apache-2.0.txt", "LICENSES/MIT.txt", "REUSE.toml"]
    assert files["LICENSES/MIT.txt"].startswith("Permission is hereby granted")


def test_a_text_that_is_there_stays_and_an_unknown_one_is_asked_for() -> None:
    own = component(license="LicenseRef-Haneul")
    output = exported("reuse", policy(own), ("vendor/foo/a.c", "LICENSES/Apache-2.0.txt"))
    assert list(output.files) == ["REUSE.toml"]
    assert output.remarks == (
        "no text of LicenseRef-Haneul is known: add LICENSES/LicenseRef-Haneul.txt",
    )


def test_init_reads_back_paths_holders_and_licence() -> None:
    choice = component("bar", license="MIT OR ISC", holders=("Bar GmbH",), paths=("lib/**",))
    foo, bar = of_components("reuse", FOO, choice)
    assert (foo.paths, foo.license, foo.holders) == (FOO.paths, FOO.license, FOO.holders)
    assert (bar.paths, bar.license, bar.holders) == (choice.paths, choice.license, choice.holders)


def test_init_reads_back_the_project() -> None:
    (whole,) = (one for one in read_back(exported("reuse", policy(FOO))) if one.whole)
    assert (whole.license, whole.holders) == ("Apache-2.0", ("Haneul Labs",))


def test_an_unstated_licence_and_no_holder_are_left_out() -> None:
    (found,) = of_components("reuse", component(license="LicenseRef-unstated", holders=()))
    assert (found.license, found.holders) == (None, ())


@pytest.mark.network
def test_reuse_itself_finds_nothing_to_complain_of(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "reuse==6.2.0"], check=True)
    paths = ("src/app.py", "vendor/foo/a.py", "vendor/foo/x/b.py", "data/silent.bin")
    repo = Repo(tmp_path / "haneul")
    for path, text in exported("reuse", policy(FOO), paths).files.items():
        repo.stage(path, text)
    for path, text in zip(paths, (OWN, FOREIGN, "b = 1\n", "silent\n"), strict=True):
        repo.stage(path, text)
    done = subprocess.run(
        [python.parent / "reuse", "lint"],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Used licenses: Apache-2.0, MIT" in done.stdout) == (0, True)
