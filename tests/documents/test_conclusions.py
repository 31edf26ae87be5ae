"""What a person concluded about a notice is in the documents, with the reason."""

from __future__ import annotations

import json
from datetime import date

import pytest
from support.scans import (
    classified,
    component,
    copyright_,
    ignored,
    license_,
    permitted,
    policy,
    scan,
)

from attribcheck.core.model import FileScan
from attribcheck.documents import assemble, cyclonedx, spdx, third_party
from attribcheck.documents.inventory import Digests, Inventory
from attribcheck.policy.model import PolicyException

FOO = component("Foo", holders=("Foo Corp.",), paths=("vendor/foo/**",))
PATH = "vendor/foo/sample.py"
REASON = "a string that the tests parse"
SAMPLE = scan(copyright_("Zed"), license_("MIT", line=2), license_("GPL-2.0-only", line=9))


def exception(rule: str, expires: date | None = None) -> PolicyException:
    return PolicyException(rule, (PATH,), REASON, expires)


def inventory(found: FileScan, *exceptions: PolicyException) -> Inventory:
    rules = policy(FOO, exceptions=exceptions)
    files, classifier = classified(rules, {PATH: found})
    digests = {PATH: Digests("a" * 40, "b" * 64)}
    return assemble.build(classifier.coverage, files.values(), {}, digests=digests)


def spdx_file(made: Inventory) -> dict[str, object]:
    (file,) = json.loads(spdx.render(made))["files"]
    return file


def cyclonedx_file(made: Inventory) -> dict[str, object]:
    (file,) = json.loads(cyclonedx.render(made))["components"][0]["components"]
    return file


def test_without_a_judgement_a_bill_of_materials_concludes_nothing_for_a_file() -> None:
    made = inventory(SAMPLE)

    assert spdx_file(made)["licenseConcluded"] == "NOASSERTION"
    assert "licenses" not in cyclonedx_file(made)


@pytest.mark.parametrize(
    ("found", "exceptions", "source"),
    [
        (SAMPLE, [exception("license-mismatch")], f"{REASON} (exception in the policy)"),
        (
            SAMPLE,
            [exception("license-mismatch", date(2027, 6, 30))],
            f"{REASON} (exception in the policy until 2027-06-30)",
        ),
        (
            SAMPLE._replace(markers=(permitted("license-mismatch", 8, REASON),)),
            [],
            f"{REASON} (exception in the file)",
        ),
        (SAMPLE._replace(markers=(ignored(8, 10),)), [], "it is in a REUSE-Ignore block"),
    ],
)
def test_an_excepted_licence_is_concluded_to_be_that_of_the_component(
    found: FileScan, exceptions: list[PolicyException], source: str
) -> None:
    made = inventory(found, *exceptions)

    of_spdx = spdx_file(made)
    assert of_spdx["licenseConcluded"] == "MIT"
    assert of_spdx["licenseInfoInFiles"] == ["MIT", "GPL-2.0-only"]
    assert f"concluded without GPL-2.0-only: {source}" in str(of_spdx["licenseComments"])
    of_cyclonedx = cyclonedx_file(made)
    assert of_cyclonedx["licenses"] == [{"acknowledgement": "concluded", "expression": "MIT"}]
    evidence = {"licenses": [{"expression": "MIT AND GPL-2.0-only"}]}
    assert of_cyclonedx["evidence"] == evidence
    conclusion = {"name": "attribcheck:conclusion", "value": f"without GPL-2.0-only: {source}"}
    assert conclusion in of_cyclonedx["properties"]  # type: ignore[operator]


def test_an_excepted_statement_is_listed_with_the_reason() -> None:
    made = inventory(SAMPLE, exception("undeclared-notice"))

    reason = f"{REASON} (exception in the policy)"
    assert f"{PATH}: {reason}" in third_party.render(made)
    assert reason in str(spdx_file(made)["comment"])


@pytest.mark.parametrize(
    "of_another",
    [exception("disallowed-license"), exception("license-mismatch")._replace(paths=("src/**",))],
)
def test_an_exception_of_another_rule_or_file_concludes_nothing(
    of_another: PolicyException,
) -> None:
    assert spdx_file(inventory(SAMPLE, of_another))["licenseConcluded"] == "NOASSERTION"
