"""Names of files are no options, whatever they look like."""

from __future__ import annotations

import pytest

from attribcheck.cli.arguments import require_no_imitation, separated
from attribcheck.core.errors import UsageError


@pytest.mark.parametrize(
    ("arguments", "staged", "tracked", "expected"),
    [
        (["a.py"], [], ["a.py"], ["a.py"]),
        (["--fail-on", "note", "a.py"], ["a.py"], ["a.py"], ["--fail-on=note", "--", "a.py"]),
        (["-h", "a.py"], ["-h", "a.py"], ["-h", "a.py"], ["--", "-h", "a.py"]),
        (["a.py", "-h"], ["a.py"], ["-h", "a.py"], ["--", "a.py", "-h"]),
        (
            ["--policy=x", "a.py"],
            ["--policy=x"],
            ["--policy=x", "a.py"],
            ["--", "--policy=x", "a.py"],
        ),
        # The option of the configuration, and a file of the same name.
        (["--exact", "--exact"], ["--exact"], ["--exact"], ["--exact", "--", "--exact"]),
        (["--exact", "a.py"], ["a.py"], ["--exact", "a.py"], ["--exact", "--", "a.py"]),
        (["--", "-h"], ["-h"], ["-h"], ["--", "-h"]),
        (["--fail-on", "note"], ["note"], ["note"], ["--fail-on=note", "--"]),
    ],
    ids=[
        "names alone",
        "options and names",
        "a staged name that imitates an option",
        "one behind a name",
        "one with a value",
        "twice: the option and the name",
        "an option whose imitation is not committed",
        "separated already",
        "a value of an option that is a name too",
    ],
)
def test_a_hook_takes_the_names_of_files_for_names(arguments, staged, tracked, expected):
    assert separated(arguments, lambda: staged, lambda: tracked, {"--fail-on"}) == expected


def test_without_anything_like_an_option_git_is_not_asked():
    def never():
        raise AssertionError

    assert separated(["a.py", "b.py"], never, never, ()) == ["a.py", "b.py"]


def test_elsewhere_an_imitated_option_is_refused_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "--policy=evil.toml").touch()
    with pytest.raises(UsageError, match="is an option and the name of a file here") as caught:
        require_no_imitation(["a.py", "--policy=evil.toml"])
    assert caught.value.hint.startswith("./--policy=evil.toml names the file")


@pytest.mark.parametrize("arguments", [["--quiet", "a.py"], ["--", "-q"], ["./-q"]])
def test_what_is_one_of_the_two_passes(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-q").touch()
    require_no_imitation(arguments)
