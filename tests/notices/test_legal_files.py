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
    is_of_project,
    is_shared_text,
)


@pytest.mark.parametrize(
    "name",
    "LICENSE LICENCE license.txt LICENSE.md LICENSE-MIT MIT-LICENSE.txt LICENSE.apache COPYING"
    " COPYING.LESSER UNLICENSE Copyright copyrights.txt foo_LICENSE licenses.txt LICENSE.Apache-2.0"
    " LICENSE-APACHE-2.0 COPYING.LIB foo.LICENSE LICENSE.zh-CN.md LICENSE.FOO license.rtf"
    " COPYING3 COPYING3.LIB COPYINGv3 COPYING.LESSERv3 COPYING.LESSER.3 COPYING.LIBv2 COPYING.v3"
    " LICENSE2.txt LICENSEv2".split(),
)
def test_a_licence_file_is_known_by_its_name(name):
    assert is_license_file(f"vendor/foo/{name}")
    assert is_legal_file(f"vendor/foo/{name}")


@pytest.mark.parametrize(
    "name",
    "NOTICE NOTICE.txt NOTICES THIRD-PARTY-NOTICES.md thirdparty.txt third_party_licenses"
    " ATTRIBUTION CREDITS PATENTS AUTHORS AUTHORS.md LEGAL LEGAL.txt LEGAL-NOTICE.md"
    " REUSE.toml".split(),
)
def test_a_notice_or_an_attribution_is_a_legal_file(name):
    assert is_legal_file(f"vendor/foo/{name}")


@pytest.mark.parametrize(
    "name",
    "license.py copyright.js licenses.json LICENSE.j2 licensed.txt relicense.md copyist NOTICE.py"
    " noticeboard.txt license_header.go thirdparty.cmd LICENSE.SVG license.gradle BUILD.license.bzl"
    " license_plate.onnx license.properties notice.dat third_party.bzl copyright.cmake"
    " authors.py authors.json illegal.txt legal.tsx legally.md legality LEGAL.py reuse.toml"
    " REUSE.toml.j2 copying3.c".split(),
)
def test_code_about_licences_and_other_words_are_no_legal_files(name):
    assert not is_legal_file(f"vendor/foo/{name}")


def test_every_file_that_a_wheel_keeps_as_a_licence_file_is_one():
    path = "vendor/foo-1.dist-info/licenses/deep/TERMS.py"
    assert is_license_file(path)
    assert is_legal_file(path)


@pytest.mark.parametrize(
    "name",
    "LICENSES/MIT.txt LICENSES/LicenseRef-Foo LICENSES/GPL-3.0-or-later.txt licenses/MIT.txt"
    " licences/foo.md licenses/Apache-2.0".split(),
)
def test_a_text_in_a_folder_for_licences_is_one_of_the_folder_above(name):
    path = f"vendor/foo/{name}"
    assert is_license_file(path)
    assert is_shared_text(path)
    assert is_legal_file(path)
    assert governed_folder(path) == "vendor/foo"
    assert path in LegalFiles(["vendor/foo/a.c", path]).above("vendor/foo/a.c")
    assert not is_shared_text(f"vendor/foo/{name}/LICENSE")


@pytest.mark.parametrize(
    "path",
    "a/licenses/README.md a/licenses/index.html a/licenses/list.json a/licenses/__init__.py"
    " a/licenses/changelog.txt a/licenses/more/MIT.txt docs/licenses/mit.md"
    " docs/a/licenses/list.rst".split(),
)
def test_code_and_pages_in_a_folder_for_licences_are_none(path):
    assert not is_legal_file(path)
    assert not is_license_file(path)


def test_a_record_of_reuse_applies_to_its_folder():
    assert governed_folder("vendor/foo/REUSE.toml") == "vendor/foo"
    assert not applies_to_repository("vendor/foo/REUSE.toml")
    assert not is_license_file("vendor/foo/REUSE.toml")


def test_the_texts_of_others_at_the_top_are_not_the_projects_own():
    assert applies_to_repository("licenses/foo.txt")
    assert not is_of_project("licenses/foo.txt")
    assert is_of_project("LICENSES/MIT.txt")


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
    assert legal.above("a/c.py") == ("a/NOTICE",)
    assert legal.above("c.py") == ()


def test_a_very_deep_folder_is_in_all_that_are_around_it():
    deep = "a/" * 3000
    assert LegalFiles(["a/LICENSE", f"{deep}x.py"]).above(f"{deep}x.py") == ("a/LICENSE",)


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
        ("a/b/LICENSES/MIT.txt", "a/b"),
        ("a/REUSE.toml", "a"),
    ],
)
def test_a_legal_file_speaks_for_its_folder(path, folder):
    assert governed_folder(path) == folder


NAMES = st.text(
    st.sampled_from("/.-_ aALlICENScopyingtCrdhirpP\udcff\n"), min_size=1, max_size=24
) | st.sampled_from(
    """LICENSE a/Third-Party LICENSES/MIT licenses/MIT a/LICENSES/MIT REUSE.toml .reuse/dep5
    a/licences/MIT.txt a/REUSE.toml licences/foo a/licenses/x.py a/licenses/b/LICENSE
    licenses/AUTHORS LEGAL a/AUTHORS.md docs/licenses/mit.md b/COPYING3 a/b/LICENSES/README
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
