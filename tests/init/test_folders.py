"""The paths of a component: whole folders where all their files belong to it."""

import pytest

from attribcheck.init.folders import Folders

PATHS = ("a/x.c", "a/y.c", "a/in/z.c", "a/in/w.c", "b/x.c", "b/y.c", "c/x.c")


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["a/x.c", "a/y.c", "a/in/z.c", "a/in/w.c"], ("a/**",)),
        (["a/in/z.c", "a/in/w.c", "a/x.c"], ("a/in/**", "a/x.c")),
        (["b/x.c"], ("b/x.c",)),
        (["c/x.c"], ("c/x.c",)),  # one file is no folder of files
    ],
)
def test_a_folder_stands_for_its_files_where_it_has_no_others(paths, expected):
    assert Folders(PATHS).patterns(paths) == expected


def test_a_folder_is_complete_without_files_that_can_carry_no_notice():
    assert Folders(PATHS, {"a/y.c"}).patterns(["a/x.c", "a/in/z.c", "a/in/w.c"]) == ("a/**",)
