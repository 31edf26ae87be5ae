"""Notices in every script: declared, compared, restored and quoted as they are written."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from support.command import attribcheck
from support.edits import code
from support.holder_names import GIVEN, SURNAMES
from support.repo import Repo

pytestmark = pytest.mark.engine

# Put together, so that this file has no such notice itself.
COPYRIGHT = "Copy" + "right"
C = "(" + "c)"
TAG = "SPDX-" + "License-Identifier"
FOO = "third_party/foo/router.py"
CODE = code()
POLICY = """\
version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["하늘연구소"]

[[component]]
name = "foo"
license = "MIT"
holders = [{holders}]
paths = ["third_party/foo/**"]
"""


def policy(*holders: str) -> str:
    return POLICY.format(holders=", ".join(f'"{name}"' for name in holders))


def header(name: str, comment: str = "#") -> str:
    return f"{comment} {COPYRIGHT} {C} 2024 {name}\n{comment} {TAG}: MIT\n"


def findings(repo: Repo, *options: str) -> list[dict[str, Any]]:
    """Return the findings about notices; these repositories ship no licence text."""
    done = attribcheck(repo, "check", *options, "--format", "json")
    assert done.err == ""
    found: list[dict[str, Any]] = json.loads(done.out)["findings"]
    return [one for one in found if one["path"] != "attribcheck.toml"]


def test_our_own_name_is_declared_as_it_is_written(repo: Repo) -> None:
    own = f"# {COPYRIGHT} {C} 2026 하늘연구소\nx=1\n"
    repo.commit_files({"attribcheck.toml": policy(), "a.py": own})

    assert findings(repo) == []


def test_the_fix_of_an_undeclared_notice_has_its_letters(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": policy("Foo Corp."), FOO: header("네이버 주식회사")})

    (finding,) = findings(repo)

    assert finding["message"] == "copyright of 네이버 주식회사 is not declared (licence: MIT)"
    assert 'holders = ["Foo Corp.", "네이버 주식회사"]' in finding["fix"]


def test_a_transliteration_in_an_older_policy_explains_its_notice_with_a_note(repo: Repo) -> None:
    repo.commit_files(
        {"attribcheck.toml": policy("neibeo jusighoesa"), FOO: header("네이버 주식회사")}
    )

    (finding,) = findings(repo)

    assert (finding["rule"], finding["severity"]) == ("undeclared-notice", "note")
    assert 'holders = ["neibeo jusighoesa", "네이버 주식회사"]' in finding["fix"]


def test_letters_that_only_look_alike_make_another_name(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": policy("Foo Corp."), FOO: header("Foo Corp.") + CODE})
    repo.stage(FOO, header("Fоо Corp.") + CODE)

    found = {finding["rule"]: finding["message"] for finding in findings(repo, "--staged")}

    assert found.keys() == {"removed-notice", "undeclared-notice"}
    for message in found.values():
        assert '"о" is CYRILLIC SMALL LETTER O (U+043E), not LATIN SMALL LETTER O' in message


def test_a_family_name_that_is_replaced_by_another_is_missed(repo: Repo) -> None:
    listed = {
        f"third_party/foo/{language.lower().replace(' ', '_')}_{number}.py": f"{given} {surname}"
        for language, names in SURNAMES.items()
        for given in [GIVEN.get(language, "Dana")]
        for number, surname in enumerate(names.split())
    }
    names = [*listed.values()]
    swapped = dict(zip(listed, [*names[1:], names[0]], strict=True))
    texts = {path: header(name) + CODE for path, name in listed.items()}
    repo.commit_files({"attribcheck.toml": policy("re:.*"), **texts})
    for path, name in swapped.items():
        repo.stage(path, header(name) + CODE)

    found = findings(repo, "--staged")

    missed = {one["path"] for one in found if one["rule"] == "removed-notice"}
    assert missed == set(listed)
    assert len(missed) >= 325


NAMES = {
    "utf-8": "하늘 주식회사",
    "latin-1": "Müller Söhne",
    "euc-kr": "네이버 주식회사",
    "shift-jis": "株式会社サンプル",
    "gb18030": "阿里云计算有限公司",
    "utf-16": "하늘 주식회사",
}


@pytest.mark.parametrize("encoding", NAMES)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_removed_notice_is_found_and_restored_in_the_encoding_of_its_file(
    repo: Repo, encoding: str, end: str
) -> None:
    name = NAMES[encoding]
    # A comment of the code keeps the encoding recognisable when the notice is gone.
    code_ = CODE + f"# {name}: {name}\n"
    old = (header(name) + code_).replace("\n", end).encode(encoding)
    new = code_.replace("\n", end).encode(encoding)
    repo.commit_files({"attribcheck.toml": policy(name), FOO: old})
    assert findings(repo) == []
    repo.stage(FOO, new)

    messages = [one["message"] for one in findings(repo, "--staged")]
    assert f"copyright notice of {name} was removed, and its code remains" in messages

    done = attribcheck(repo, "check", "--staged", "--fix")
    assert done.code == 1
    assert (repo.path / FOO).read_bytes() == old


def test_the_encoding_that_a_file_was_taken_for_is_told(repo: Repo) -> None:
    content = header("네이버 주식회사").encode("euc-kr")
    repo.commit_files({"attribcheck.toml": policy("Foo Corp."), FOO: content})

    (finding,) = findings(repo)

    assert finding["message"].endswith("; the file was read as EUC-KR")


def test_an_edit_below_a_notice_is_answered_from_its_skeleton_with_the_same_letters(
    repo: Repo,
) -> None:
    repo.commit_files({"attribcheck.toml": policy("Foo Corp."), FOO: header("Foo Corp.") + CODE})
    shown = []
    for text in ("", "# a new line\n\n\n\n"):
        repo.stage(FOO, text + header("네이버 주식회사") + CODE + text)
        done = attribcheck(repo, "hook")
        shown += [line for line in done.out.splitlines() if line.startswith("error")]

    assert len(shown) == 4
    assert shown[:2] == shown[2:]
    assert all("네이버 주식회사" in line for line in shown)


VENDORED = {
    "vendor/yunsuan/LICENSE": "MIT License\n\n版权所有 (" + "C) 2023 阿里云计算有限公司\n\n",
    "vendor/yunsuan/main.py": f"# {COPYRIGHT} {C} 2023 阿里云计算有限公司\n",
    "vendor/spiel/LICENSE": f"MIT License\n\n{COPYRIGHT} {C} 2019 Jürgen Größl\n"
    f"{COPYRIGHT} {C} 2020 Müller Söhne GmbH & Co. KG\n\n",
    "vendor/spiel/spiel.c": f"/*\n * {COPYRIGHT} © 2019 Jürgen Größl\n */\nint spiel;\n",
    "vendor/spiel/teil.c": "// Urheberrecht 2020 Müller Söhne GmbH & Co. KG, Hauptstr. 1,"
    " 80331 München\n",
    "vendor/mihon/LICENSE": f"MIT License\n\n{COPYRIGHT} {C} 2021 株式会社サンプル\n\n",
    "vendor/mihon/mihon.js": f"// {COPYRIGHT} {C} 2021 株式会社サンプル\n".replace("\n", "\r\n"),
    "vendor/alt/alt.c": f"// {COPYRIGHT} {C} 2004 株式会社サンプル\n// {TAG}: MIT\n",
}
QUOTED = (
    "版权所有 (" + "C) 2023 阿里云计算有限公司",
    f"{COPYRIGHT} {C} 2019 Jürgen Größl",
    f"{COPYRIGHT} {C} 2020 Müller Söhne GmbH & Co. KG",
    "Urheberrecht 2020 Müller Söhne GmbH & Co. KG",
    f"{COPYRIGHT} {C} 2021 株式会社サンプル",
    f"{COPYRIGHT} {C} 2004 株式会社サンプル",
)
MIT_TERMS = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def test_init_is_right_on_the_first_run_of_a_korean_company(repo: Repo) -> None:
    own = f"# {COPYRIGHT} {C} 2026 하늘연구소 주식회사\n# {TAG}: Apache-2.0\n\nimport os\n"
    files: dict[str, str | bytes] = {
        "LICENSE": f"{COPYRIGHT} {C} 2026 하늘연구소 주식회사\n\n{TAG}: Apache-2.0\n",
        "src/모델.py": own,
        "src/main.py": own + "x = 1\n",
        **{
            path: text + MIT_TERMS if path.endswith("LICENSE") else text
            for path, text in VENDORED.items()
        },
    }
    files["vendor/alt/alt.c"] = VENDORED["vendor/alt/alt.c"].encode("shift-jis")
    repo.commit_files(files)

    started = attribcheck(repo, "init")
    assert started.code == 0, started.err
    text = (repo.path / "attribcheck.toml").read_text(encoding="utf-8")
    for name in (
        "하늘연구소 주식회사",
        "阿里云计算有限公司",
        "Jürgen Größl",
        "Müller Söhne GmbH & Co. KG",
        "株式会社サンプル",
    ):
        assert name in text
    repo.commit_files({"attribcheck.toml": text})
    assert findings(repo) == []

    letters = [
        content if isinstance(content, str) else content.decode("shift-jis")
        for content in files.values()
    ]
    assert attribcheck(repo, "notice", "--format", "third-party").code == 0
    quoted = [
        line.strip(" -*")
        for line in (repo.path / "THIRD-PARTY-NOTICES").read_text(encoding="utf-8").splitlines()
        if re.search(r"20[012]\d", line) and not line.startswith("Holders")
    ]
    assert set(quoted) >= set(QUOTED)
    for line in quoted:
        assert any(line in text for text in letters), line

    assert attribcheck(repo, "notice").code == 0
    assert "하늘연구소 주식회사" in (repo.path / "NOTICE").read_text(encoding="utf-8")
