"""Which files carry legal texts, and for which others they speak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.notices.legal_files import (
    LegalFiles,
    applies_to_repository,
    folders_above,
    governed_folder,
    is_legal_file,
    is_license_file,
)


@pytest.mark.parametrize(
    "name",
    "LICENSE LICENCE license.txt LICENSE.md LICENSE-MIT MIT-LICENSE.txt LICENSE.apache COPYING"
    " COPYING.LESSER UNLICENSE Copyright copyrights.txt foo_LICENSE licenses.txt LICENSE.Apache-2.0"
    " LICENSE-APACHE-2.0 COPYING.LIB foo.LICENSE LICENSE.zh-CN.md LICENSE.FOO license.rtf".split(),
)
def test_a_licence_file_is_known_by_its_name(name):
    assert is_license_file(f"vendor/foo/{name}")
    assert is_legal_file(f"vendor/foo/{name}")


@pytest.mark.parametrize(
    "name",
    "NOTICE NOTICE.txt NOTICES THIRD-PARTY-NOTICES.md thirdparty.txt third_party_licenses"
    " ATTRIBUTION CREDITS PATENTS".split(),
)
def test_a_notice_or_an_attribution_is_a_legal_file(name):
    assert is_legal_file(f"vendor/foo/{name}")


@pytest.mark.parametrize(
    "name",
    "license.py copyright.js licenses.json LICENSE.j2 licensed.txt relicense.md copyist NOTICE.py"
    " noticeboard.txt license_header.go thirdparty.cmd LICENSE.SVG license.gradle BUILD.license.bzl"
    " license_plate.onnx license.properties notice.dat third_party.bzl copyright.cmake".split(),
)
def test_code_about_licences_and_other_words_are_no_legal_files(name):
    assert not is_legal_file(f"vendor/foo/{name}")


def test_every_file_that_a_wheel_keeps_as_a_licence_file_is_one():
    path = "vendor/foo-1.dist-info/licenses/deep/TERMS.py"
    assert is_license_file(path)
    assert is_legal_file(path)


def test_a_page_of_a_manual_is_no_licence_file():
    assert not is_license_file("docs/license.rst")
    assert is_license_file("docs/LICENSE")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("LICENSE", True),
        ("NOTICE", True),
        ("THIRD-PARTY-NOTICES", True),
        ("LICENSES/MIT.txt", True),
        ("README.md", False),
        ("vendor/LICENSE", False),
        ("vendor/LICENSES/MIT.txt", False),
        ("LICENSES/more/MIT.txt", False),
    ],
)
def test_only_the_top_speaks_for_the_repository(path, expected):
    assert applies_to_repository(path) is expected


def test_the_folders_above_come_nearest_first_and_without_the_top():
    assert list(folders_above("a/b/c.py")) == ["a/b", "a"]
    assert list(folders_above("c.py")) == []


def test_the_nearest_folder_with_a_licence_file_governs():
    legal = LegalFiles(["LICENSE", "a/LICENSE", "a/b/COPYING", "a/b/LICENSE", "a/b/NOTICE"])
    assert legal.governing("a/b/c/d.py") == ("a/b/COPYING", "a/b/LICENSE")
    assert legal.governing("a/x.py") == ("a/LICENSE",)


def test_a_licence_file_governs_itself():
    assert LegalFiles(["a/LICENSE"]).governing("a/LICENSE") == ("a/LICENSE",)


def test_the_top_governs_no_folder():
    assert LegalFiles(["LICENSE"]).governing("a/x.py") == ()


def test_a_notice_governs_nothing():
    assert LegalFiles(["a/NOTICE"]).governing("a/x.py") == ()


def test_all_legal_files_of_the_folders_around_are_found_nearest_first():
    legal = LegalFiles(["LICENSE", "a/NOTICE", "a/b/LICENSE", "z/LICENSE"])
    assert legal.above("a/b/c.py") == ("a/b/LICENSE", "a/NOTICE")


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("a/b/x.py", "LICENSE", "a/LICENSE.txt"),
        ("x.py", "license", "LICENSE.md"),
        ("z/x.py", "LICENSE.txt", "LICENSE.md"),
        ("a/x.py", "docs/LICENSE", "a/LICENSE.txt"),
        ("a/x.py", "COPYING", None),
        ("a/LICENSE.txt", "LICENSE", "LICENSE.md"),
        ("LICENSE.md", "LICENSE", None),
    ],
)
def test_a_reference_leads_to_the_nearest_file_of_that_name(path, name, expected):
    assert LegalFiles(["LICENSE.md", "a/LICENSE.txt"]).named_above(path, [name]) == expected


def test_the_legal_files_come_in_order():
    assert LegalFiles(["z/NOTICE", "b.py", "LICENSE"]).all == ("LICENSE", "z/NOTICE")


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("LICENSE", ""),
        ("LICENSES/MIT.txt", ""),
        ("licenses/LICENSE", ""),
        ("a/LICENSE", "a"),
        ("a/b/NOTICE", "a/b"),
        ("a/b/licenses/LICENSE", "a/b"),
    ],
)
def test_a_legal_file_speaks_for_its_folder(path, folder):
    assert governed_folder(path) == folder


NAMES = st.text(
    st.sampled_from("/.-_ aALlICENScopyingtCrdhirpP\udcff\n"), min_size=1, max_size=24
) | st.sampled_from(
    """LICENSE a/Third-Party LICENSES/MIT licenses/MIT a/LICENSES/MIT REUSE.toml .reuse/dep5
    third_party/a.c third_party/COPYING third_party/third_party a-1.dist-info/licenses/AUTHORS
    debian/copyright a/debian/copyright""".split()
)


@given(st.lists(NAMES))
def test_a_snapshot_has_the_legal_files_that_its_paths_are_one_by_one(paths: list[str]) -> None:
    paths = sorted(set(paths))
    assert LegalFiles(paths).all == tuple(path for path in paths if is_legal_file(path))


@given(st.lists(NAMES), st.lists(NAMES))
def test_those_of_a_snapshot_near_to_another_are_the_same(
    paths: list[str], near: list[str]
) -> None:
    assert LegalFiles(paths, LegalFiles(near)).all == LegalFiles(sorted(set(paths))).all
