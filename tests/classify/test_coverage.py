"""What the policy covers in a snapshot, before anything is scanned."""

import pytest
from support.scans import blob, component, policy

from attribcheck.classify.coverage import Coverage, is_scanned
from attribcheck.core.model import BlobKind

FOO = component("Foo", paths=("vendor/foo/**",))
BAR = component("Bar", paths=("vendor/**", "!vendor/foo/LICENSE"))


def coverage(*paths, rules=None):
    return Coverage(rules or policy(FOO, BAR), {path: blob(path) for path in paths})


def test_components_come_in_the_order_of_the_policy():
    assert coverage().components_of("vendor/foo/a.py") == (FOO, BAR)
    assert coverage().components_of("vendor/b.py") == (BAR,)
    assert coverage().components_of("src/a.py") == ()


def test_the_files_of_a_component_come_in_order():
    seen = coverage("vendor/foo/b.py", "src/a.py", "vendor/foo/a.py")
    assert seen.paths.matching(FOO.paths) == ("vendor/foo/a.py", "vendor/foo/b.py")


def test_the_legal_files_of_a_component_are_those_that_it_covers():
    seen = coverage("LICENSE", "vendor/COPYING", "vendor/foo/LICENSE", "vendor/foo/a.py")
    assert seen.legal_of(FOO) == ("vendor/foo/LICENSE",)
    assert seen.legal_of(BAR) == ("vendor/COPYING",)


def test_a_copy_of_the_text_at_the_top_is_our_own():
    listing = {p: blob(p, "text") for p in ("LICENSE", "sub/LICENSE")}
    seen = Coverage(policy(), listing | {"vendor/LICENSE": blob("vendor/LICENSE", "other")})
    assert seen.is_own_copy(listing["sub/LICENSE"])
    assert not seen.is_own_copy(seen.listing["vendor/LICENSE"])


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("a.py", BlobKind.FILE, True),
        ("sub/attribcheck.toml", BlobKind.FILE, True),
        ("attribcheck.toml", BlobKind.FILE, False),
        ("attribcheck.lock", BlobKind.FILE, False),
        ("a.py", BlobKind.SYMLINK, False),
        ("vendor/foo", BlobKind.SUBMODULE, False),
    ],
)
def test_files_are_scanned_but_for_the_policy_and_its_lock(path, kind, expected):
    assert is_scanned(blob(path, kind=kind), policy()) is expected
