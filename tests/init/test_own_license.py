"""The project's own licence, extended by those of its own files."""

from support.scans import classified, component, copyright_, license_, policy, scan

from attribcheck.init.drafted import with_later_versions
from attribcheck.init.own_license import extended


def of(scans, *components):
    files, _ = classified(policy(*components), scans)
    return extended("Apache-2.0", files.values())


def test_a_licence_in_a_file_of_our_own_is_added():
    assert of({"a.c": scan(copyright_("Haneul Labs"), license_("ISC", line=2))}) == (
        "Apache-2.0 AND ISC"
    )


def test_licences_in_files_of_others_are_not():
    foo = component("foo", license="MIT", holders=("Foo Corp.",), paths=("foo/**",))
    scans = {
        "a.c": scan(copyright_("Bar GmbH"), license_("ISC", line=2)),
        "b.c": scan(license_("ISC")),
        "foo/c.c": scan(copyright_("Haneul Labs"), license_("ISC", line=2)),
    }
    assert of(scans, foo) == "Apache-2.0"


def later(license_text, *headers):
    scans = {f"{number}.c": scan(license_(text)) for number, text in enumerate(headers)}
    scans["COPYING"] = scan(license_("GPL-2.0-only"))
    files, _ = classified(policy(), scans)
    return with_later_versions(license_text, files.values())


def test_later_versions_are_those_of_most_headers():
    headers = ("GPL-2.0-or-later", "GPL-2.0-or-later", "GPL-2.0-only")
    assert later("GPL-2.0-only AND MIT", *headers) == "GPL-2.0-or-later AND MIT"


def test_as_many_headers_without_later_versions_leave_the_licence_as_it_is():
    assert later("GPL-2.0-only", "GPL-2.0-or-later", "GPL-2.0-only") == "GPL-2.0-only"


def test_the_id_of_another_licence_that_ends_alike_stays():
    assert later("LGPL-2.0-only", "GPL-2.0-or-later") == "LGPL-2.0-only"
