"""The project's own licence, extended by those of its own files."""

from support.scans import classified, component, copyright_, license_, policy, scan

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
