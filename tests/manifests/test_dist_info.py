"""METADATA and RECORD of Python's dist-info directories."""

from attribcheck.manifests.base import Package
from attribcheck.manifests.registry import read


def test_the_metadata_of_a_dist_info_folder_names_its_package():
    text = b"Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.2\n\nName: other\n"
    found = read([("v/foo_bar-1.2.dist-info/METADATA", text)])
    package = found.package("v/foo_bar-1.2.dist-info")
    assert package == Package("Foo.Bar", "1.2", "pkg:pypi/foo-bar@1.2")


def test_metadata_without_a_version_gives_a_purl_without_one():
    found = read([("f.dist-info/METADATA", b"Name: foo\n")])
    assert found.package("f.dist-info") == Package("foo", None, "pkg:pypi/foo")


def test_a_record_tells_what_stands_beside_its_folder():
    record = (
        b"foo/__init__.py,sha256=x,1\nfoo/a.py,,\nfoo_one.py,,\n../../bin/foo,,\n"
        b"foo-1.dist-info/RECORD,,\n__pycache__/foo_one.pyc,,\n\n"
    )
    found = read([("v/foo-1.dist-info/RECORD", record)])
    assert found.beside == {"v/foo-1.dist-info": ("v/foo", "v/foo_one.py")}


def test_packages_that_share_a_namespace_have_each_their_own_part_of_it():
    found = read(
        [
            ("v/ns.text-1.dist-info/RECORD", b"ns/text/__init__.py,,\nns/text/a.py,,\n"),
            ("v/ns.context-1.dist-info/RECORD", b"ns/context.py,,\n"),
        ]
    )
    assert found.beside["v/ns.text-1.dist-info"] == ("v/ns/text",)
    assert found.beside["v/ns.context-1.dist-info"] == ("v/ns/context.py",)
