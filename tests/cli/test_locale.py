"""Paths are bytes, whatever the locale: the file that is named is the file that is checked."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from support.command import attribcheck
from support.haneul import COMPONENT, FOREIGN, POLICY
from support.repo import Repo

CODE = "".join(f"route_{n} = table_{n}[{n}] + offset\n" for n in range(40))
NAME = "third_party/foo/\ud55c\uae00.py"
LOCALES = {"en_US.ISO-8859-1": ("en_US", "ISO-8859-1"), "ko_KR.EUC-KR": ("ko_KR", "EUC-KR")}


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with locales of other encodings."""
    folder = tmp_path_factory.mktemp("locales")
    try:
        for name, (language, encoding) in LOCALES.items():
            words = ["localedef", "-i", language, "-f", encoding, str(folder / name)]
            subprocess.run(words, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("localedef can't make the locale here")
    return folder


def lose(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, NAME: FOREIGN + CODE})
    repo.stage(NAME, CODE)


@pytest.mark.engine
@pytest.mark.parametrize("locale", LOCALES)
def test_a_name_that_the_locale_can_not_hold(repo: Repo, locales: Path, locale: str) -> None:
    lose(repo)

    done = attribcheck(repo, "hook", NAME, env={"LC_ALL": locale, "LOCPATH": str(locales)})

    assert done.code == 1, done.err
    assert "error[removed-notice]" in done.out
    assert "; 1 file checked (staged changes)" in done.out


@pytest.mark.engine
@pytest.mark.skipif(os.name == "nt", reason="the encoding of Windows is always UTF-8")
def test_ascii_without_the_help_of_python(repo: Repo) -> None:
    lose(repo)

    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = attribcheck(repo, "hook", NAME, env=env)

    assert done.code == 1, done.err
    assert "1 file checked (staged changes)" in done.out
