"""Package URLs name one version of one package."""

from __future__ import annotations

import pytest

from attribcheck.copies.acquire import purls
from attribcheck.core.errors import UsageError


@pytest.mark.parametrize(
    ("spec", "name", "version"),
    [
        ("pkg:pypi/Haneul_Kit@1.0", "haneul-kit", "1.0"),
        ("pkg:npm/%40haneul/web@1.0.0", "@haneul/web", "1.0.0"),
        ("pkg:golang/example.com/a/b@v1.0.0", "example.com/a/b", "v1.0.0"),
    ],
)
def test_the_parts_are_those_of_the_package_manager(spec: str, name: str, version: str) -> None:
    found = purls.parse(spec)
    assert (found.full_name, found.version) == (name, version)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("pkg:pypi/", "is no package URL"),
        ("pkg:pypi/haneul", "names no version"),
        ("pkg:pypi/haneul@1.0?repository_url=x", "qualifiers"),
        ("pkg:golang/example.com/a@v1#sub", "subpaths"),
    ],
)
def test_anything_less_or_more_is_an_error(spec: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        purls.parse(spec)
