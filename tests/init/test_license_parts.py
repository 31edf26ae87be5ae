"""LICENSE files that list the licences of parts."""

from attribcheck.init.license_parts import statements

LIST = b"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2020 Haneul Labs
License: MIT

Files: src/foo.c
Copyright: 2021 Foo Corp.
License: ISC
"""


def test_a_licence_in_the_format_of_debian_copyright_states_whose_each_file_is():
    whole, foo = statements([("COPYING", LIST)])
    assert (whole.whole, whole.license, whole.holders) == (True, "MIT", ("Haneul Labs",))
    assert (foo.place, foo.paths, foo.license) == ("COPYING", ("src/foo.c",), "ISC")


def test_any_other_licence_states_nothing_of_single_files():
    assert statements([("COPYING", b"Files: *\nCopyright: 2020 Foo Corp.\nLicense: MIT\n")]) == ()
