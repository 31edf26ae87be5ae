"""``attribcheck export`` in a real repository, and ``init --from`` what it wrote."""

from __future__ import annotations

import re

import pytest
from support.command import attribcheck
from support.haneul import COMPONENT, FOREIGN, MIT, POLICY, SILENT
from support.repo import Repo

WHAT = {
    "reuse": "REUSE.toml",
    "dep5": "debian/copyright",
    "about": "third_party/foo.ABOUT",
}


@pytest.fixture
def declared(repo: Repo) -> Repo:
    """Project Haneul with the declared component "foo"."""
    files = {"router.py": FOREIGN, "LICENSE": MIT, "routes.py": SILENT}
    repo.commit_files(
        {
            "attribcheck.toml": POLICY + COMPONENT,
            **{f"third_party/foo/{name}": text for name, text in files.items()},
        }
    )
    return repo


@pytest.mark.engine
@pytest.mark.parametrize("name", WHAT)
def test_init_declares_the_same_from_what_was_written(declared: Repo, name: str) -> None:
    done = attribcheck(declared, "export", name)
    assert (done.code, done.err) == (0, "")
    assert f"wrote {WHAT[name]}\n" in done.out
    declared.remove("attribcheck.toml")
    declared.add()
    project = ("--license", "Apache-2.0", "--holder", "Haneul Labs")
    done = attribcheck(declared, "init", "--from", WHAT[name], *project)
    assert (done.code, done.err) == (0, "")
    text = (declared.path / "attribcheck.toml").read_text()
    text = text.replace(', "third_party/foo.ABOUT"', "")
    block = re.sub(r"^# unsure.*\n", "", text[text.index("# unsure: from") :], flags=re.MULTILINE)
    assert f"\n{block}" == COMPONENT
    assert attribcheck(declared, "check").code == 0


@pytest.mark.engine
@pytest.mark.parametrize("name", ["reuse", "dep5"])
def test_the_check_passes_with_what_was_written(declared: Repo, name: str) -> None:
    attribcheck(declared, "export", name)
    declared.add()
    assert attribcheck(declared, "check").code == 0


def test_what_a_person_wrote_is_kept(declared: Repo) -> None:
    declared.write("REUSE.toml", "# ours\nversion = 1\n")
    done = attribcheck(declared, "export", "reuse")
    assert done.code == 2
    assert done.err.startswith("error: REUSE.toml is there already and says something else\n")
    assert (declared.path / "REUSE.toml").read_text() == "# ours\nversion = 1\n"
    assert not (declared.path / "LICENSES").exists()
    assert attribcheck(declared, "export", "reuse", "--force").code == 0
    assert attribcheck(declared, "export", "reuse").code == 0


def test_it_writes_to_another_folder(declared: Repo) -> None:
    folder = declared.path.parent / "out"
    done = attribcheck(declared, "export", "dep5", "--output", str(folder), "--quiet")
    assert (done.code, done.out) == (0, "")
    assert (folder / "debian/copyright").is_file()
    assert not (declared.path / "debian").exists()


def test_it_follows_no_link_of_the_repository(declared: Repo) -> None:
    declared.link("debian", "..")
    done = attribcheck(declared, "export", "dep5")
    assert done.code == 3
    assert not (declared.path.parent / "copyright").exists()


def test_there_has_to_be_a_policy(repo: Repo) -> None:
    repo.remove("attribcheck.toml")
    done = attribcheck(repo, "export", "reuse")
    assert done.code == 2
    assert "there is no attribcheck.toml" in done.err
