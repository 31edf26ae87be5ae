"""Lists of requirements with exact versions."""

from attribcheck.manifests.base import Package
from attribcheck.manifests.registry import read


def test_a_list_of_pip_names_packages_by_name():
    listed = b"# vendored\nFoo_Bar==1.2 ; python_version > '3'\n  baz==2#x\nqux>=3\n-e .\n"
    found = read([("v/vendor.txt", listed)])
    assert found.package("v/foo.bar") == Package("Foo_Bar", "1.2", "pkg:pypi/foo-bar@1.2")
    assert found.package("v/baz") == Package("baz", "2", "pkg:pypi/baz@2")
    assert found.package("v/qux") is None
