"""Comments by the name of a file."""

import pytest

from attribcheck.notices.comment_styles import comment_style


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.py", ["# x"]),
        ("a.RS", ["// x"]),
        ("src/a.c", ["/*", " * x", " */"]),
        ("a.html", ["<!--", "x", "-->"]),
        ("a.lua", ["-- x"]),
        ("a.bat", ["@rem x"]),
        ("a.mli", ["(*", " * x", " *)"]),
        ("Makefile", ["# x"]),
        ("docker/Dockerfile", ["# x"]),
        ("bazel/BUILD", ["# x"]),
    ],
)
def test_a_line_is_written_as_the_language_does(path, expected):
    assert comment_style(path).comment(["x"]) == expected


@pytest.mark.parametrize(
    "path", ["a.pl", "a.m", "a.v", "a.json", "README.md", "py", ".py", "build"]
)
def test_a_name_of_several_languages_or_none_has_no_style(path):
    assert comment_style(path) is None


def test_an_empty_line_has_no_space_at_its_end():
    assert comment_style("a.c").comment(["", "x"]) == ["/*", " *", " * x", " */"]


@pytest.mark.parametrize(
    ("path", "line"), [("a.c", "x */"), ("a.html", "a--b"), ("a.ml", "*)"), ("a.bat", "%PATH%")]
)
def test_a_line_that_ends_the_comment_is_refused(path, line):
    with pytest.raises(ValueError, match=r"."):
        comment_style(path).comment([line])
