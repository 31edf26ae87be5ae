"""A check of a repository whose policy leaves a folder to a package manager."""

from __future__ import annotations

import json

import pytest
from support.checks import (
    DAY,
    LineEngine,
    found,
    last_commit,
    only,
    places,
    run,
    staged,
    toml,
    walk,
)
from support.listed import OWN_LINE, POLICY, about, lock, package
from support.repo import Repo

from attribcheck.check import baseline, pipeline
from attribcheck.check.result import CheckResult
from attribcheck.core.errors import PolicyError
from attribcheck.git import lfs
from attribcheck.git.repository import Repository
from attribcheck.packages import loading
from attribcheck.policy.loader import parse_policy
from attribcheck.policy.model import Policy
from attribcheck.scan.scanner import CachingScanner
from attribcheck.sources.base import Source

FOO = package("foo")
BAR = package("bar", "Bar GmbH", "ISC")
START = {"attribcheck.toml": POLICY, "package-lock.json": lock(foo=about()), **FOO}


@pytest.fixture
def project(repo: Repo) -> Repo:
    """Return a repository with one listed package, committed."""
    repo.commit_files(START)
    return repo


def stage(repo: Repo, files: dict[str, str]) -> None:
    for path, content in files.items():
        repo.stage(path, content)


def test_a_listed_package_needs_no_component(project: Repo) -> None:
    outcome = run(project)
    assert outcome.findings == ()
    (component,) = outcome.policy.components
    assert (component.name, component.version, component.purl, component.license) == (
        "foo",
        "1.0.0",
        "pkg:npm/foo@1.0.0",
        "MIT",
    )


def test_a_package_that_the_list_does_not_name_is_undeclared(project: Repo) -> None:
    stage(project, BAR)
    outcome = run(project, staged)
    assert places(outcome) == [
        ("node_modules/bar/LICENSE", 1, "undeclared-license"),
        ("node_modules/bar/LICENSE", 2, "undeclared-notice"),
        ("node_modules/bar/index.js", 1, "undeclared-notice"),
        ("node_modules/bar/package.json", 0, "undeclared-license"),
    ]


def test_the_fix_of_an_undeclared_package_names_the_list_and_its_table(project: Repo) -> None:
    stage(project, BAR)
    fix = found(run(project, staged), "undeclared-notice")[0].fix
    assert fix.startswith(
        f"# package-lock.json names no package here (attribcheck.toml:{OWN_LINE})."
    )
    assert '[[component]]\nname = "bar"\nlicense = "ISC"\nholders = ["Bar GmbH"]\n' in fix


def test_an_unlisted_package_under_the_projects_own_licence_is_undeclared(project: Repo) -> None:
    stage(project, {"node_modules/bar/index.js": "// SPDX-License-Identifier: Apache-2.0\n"})
    assert places(run(project, staged)) == [
        ("node_modules/bar/index.js", 1, "undeclared-license"),
    ]


def test_a_package_in_folder_and_list_under_an_allowed_licence_is_clean(project: Repo) -> None:
    listed = lock(foo=about(), bar=about(license_="ISC"))
    stage(project, {"package-lock.json": listed, **BAR})
    assert run(project, staged).findings == ()


def test_a_package_in_folder_and_list_under_another_licence_is_a_finding(project: Repo) -> None:
    listed = lock(foo=about(), bar=about(license_="GPL-3.0-only"))
    files = package("bar", "Bar GmbH", "GPL-3.0-only")
    stage(project, {"package-lock.json": listed, **files})
    finding = only(run(project, staged), "disallowed-license")
    assert finding.line == OWN_LINE
    assert finding.message == (
        'package "bar" of package-lock.json is under GPL-3.0-only: GPL-3.0-only is not allowed'
    )


def test_a_package_that_leaves_the_list_and_stays_in_the_folder_is_undeclared(
    project: Repo,
) -> None:
    stage(project, {"package-lock.json": lock(bar=about(license_="ISC")), **BAR})
    assert {finding.path for finding in run(project, staged).findings} == {*FOO}


def test_a_listed_package_that_is_not_in_the_folder_is_no_component(project: Repo) -> None:
    stage(project, {"package-lock.json": lock(foo=about(), absent=about())})
    outcome = run(project, staged)
    assert [one.name for one in outcome.policy.components] == ["foo"]
    assert outcome.findings == ()


def test_a_licence_in_the_files_that_the_list_does_not_state_is_a_mismatch(project: Repo) -> None:
    stage(project, {"node_modules/foo/extra.js": "// SPDX-License-Identifier: LGPL-2.1-only\n"})
    finding = only(run(project, staged), "license-mismatch")
    assert finding.message == (
        'licence LGPL-2.1-only is stated, but package "foo" of package-lock.json declares MIT'
    )


def test_a_notice_that_is_removed_from_a_listed_package_is_a_finding(project: Repo) -> None:
    stage(project, {"node_modules/foo/index.js": "module.exports = 1;\n"})
    finding = only(run(project, staged), "removed-notice")
    assert (finding.path, finding.component) == ("node_modules/foo/index.js", "foo")


def test_a_holder_that_replaces_another_in_a_listed_package_is_a_finding(project: Repo) -> None:
    stage(
        project, {"node_modules/foo/index.js": "// Copyright 2021 Evil Ltd.\nmodule.exports = 1;\n"}
    )
    assert only(run(project, staged), "removed-notice").component == "foo"


def test_a_notice_of_a_package_is_followed_out_of_the_folder(project: Repo) -> None:
    code = "".join(f"exports.value{n} = {n} * compute({n});\n" for n in range(30))
    project.commit_files({"node_modules/foo/index.js": f"// Copyright 2021 Foo Corp.\n{code}"})
    project.git("mv", "node_modules/foo/index.js", "index.js")
    project.stage("index.js", code)
    assert only(run(project, staged), "removed-notice").path == "index.js"


def test_a_manifest_that_contradicts_the_version_of_the_list_is_a_finding(project: Repo) -> None:
    manifest = json.dumps({"name": "foo", "version": "2.0.0"})
    stage(project, {"node_modules/foo/package.json": manifest})
    finding = only(run(project, staged), "version-mismatch")
    assert finding.message == (
        'package "foo" of package-lock.json is declared with version 1.0.0, but'
        " node_modules/foo/package.json states 2.0.0"
    )
    assert '[[component]]\nname = "foo 2"\nversion = "2.0.0"\n' in finding.fix


def test_a_component_of_the_policy_takes_the_place_of_the_package(project: Repo) -> None:
    override = """
[[component]]
name = "Foo, as we patched it"
license = "MIT AND LGPL-2.1-only"
holders = ["Foo Corp."]
paths = ["node_modules/foo/**"]
"""
    stage(project, {"attribcheck.toml": POLICY + override})
    assert [one.name for one in run(project, staged).policy.components] == ["Foo, as we patched it"]


def test_a_component_for_one_file_of_a_package_stands_beside_it(project: Repo) -> None:
    part = """
[[component]]
name = "Bar part"
license = "ISC"
holders = ["Bar GmbH"]
paths = ["node_modules/foo/bar.js"]
"""
    stage(project, {"attribcheck.toml": POLICY + part})
    stage(project, {"node_modules/foo/bar.js": "// SPDX-License-Identifier: ISC\n"})
    outcome = run(project, staged)
    assert [one.name for one in outcome.policy.components] == ["Bar part", "foo"]
    assert outcome.findings == ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "there is no such file in what is checked"),
        ("{", "it: no valid JSON: Expecting property name"),
        ("[]", 'it has no "packages"'),
        (json.dumps({"lockfileVersion": 1, "dependencies": {}}), "--lockfile-version 3"),
        (json.dumps({"packages": {"": {}}}), "it lists no package with a version"),
    ],
)
def test_a_list_that_cannot_be_used_stops_the_check(
    project: Repo, content: str | None, why: str
) -> None:
    if content is None:
        project.git("rm", "--quiet", "package-lock.json")
    else:
        project.stage("package-lock.json", content)
    with pytest.raises(PolicyError) as raised:
        run(project, staged)
    start = f'attribcheck.toml:{OWN_LINE + 2}: list "package-lock.json" of the packages in'
    assert raised.value.message.startswith(f'{start} "node_modules": ')
    assert why in raised.value.message


def test_a_table_that_leaves_the_policy_leaves_its_packages_undeclared(project: Repo) -> None:
    stage(project, {"attribcheck.toml": POLICY.partition("[[packages]]")[0]})
    assert {finding.path for finding in run(project, staged).findings} == {*FOO}


def test_a_range_is_checked_by_the_list_at_its_end(project: Repo) -> None:
    project.commit_files({"package-lock.json": lock(foo=about(), bar=about(license_="ISC")), **BAR})
    assert run(project, last_commit).findings == ()


def test_a_history_protects_the_notices_of_packages(project: Repo) -> None:
    project.commit_files({"node_modules/foo/index.js": "module.exports = 1;\n"})
    assert only(walk(project), "removed-notice").component == "foo"


def test_a_stranger_in_our_own_license_is_not_declared_by_a_package(project: Repo) -> None:
    own = "SPDX-License-Identifier: Apache-2.0\nCopyright 2025 Haneul Labs\n"
    stage(
        project,
        {"LICENSE": f"{own}Copyright 2025 Stranger Ltd.\n", "NOTICE": "Copyright 2021 Foo Corp.\n"},
    )
    assert places(run(project, staged)) == [("LICENSE", 3, "undeclared-notice")]


MODULES = "# foo.example/foo v1.2.0\n## explicit; go 1.20\nfoo.example/foo\n"
GO = toml("""
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [licenses]
    allow = ["MIT"]

    [[packages]]
    folder = "vendor"
    list = "vendor/modules.txt"
""")
GO_FILES = {
    "vendor/modules.txt": MODULES,
    "vendor/foo.example/foo/LICENSE": "SPDX-License-Identifier: MIT\nCopyright 2020 Foo Corp.\n",
    "vendor/foo.example/foo/foo.go": "package foo\n",
}


def test_a_module_without_a_stated_licence_has_that_of_its_license(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": GO, **GO_FILES})
    outcome = run(repo)
    assert [one.license for one in outcome.policy.components] == ["MIT"]
    assert outcome.findings == ()


def test_a_module_whose_license_is_not_allowed_is_a_finding(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": GO, **GO_FILES})
    repo.stage("vendor/foo.example/foo/LICENSE", "SPDX-License-Identifier: GPL-3.0-only\n")
    finding = only(run(repo, staged), "disallowed-license")
    assert 'package "foo.example/foo" of vendor/modules.txt' in finding.message


def test_a_module_without_a_license_is_not_allowed(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": GO, **GO_FILES})
    repo.git("rm", "--quiet", "vendor/foo.example/foo/LICENSE")
    assert "LicenseRef-unstated" in only(run(repo), "disallowed-license").message


def test_a_module_that_a_change_does_not_touch_is_not_judged_unread(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": GO, **GO_FILES})
    repo.stage("main.go", "package main\n")
    assert run(repo, staged).findings == ()


def test_the_licences_in_a_list_are_not_those_of_the_list(repo: Repo) -> None:
    listed = f"{MODULES}# SPDX-License-Identifier: MPL-2.0\n"
    files = {**GO_FILES, "vendor/modules.txt": listed, "copy.txt": listed}
    repo.commit_files({"attribcheck.toml": GO, **files})
    assert {finding.path for finding in run(repo).findings} == {"copy.txt"}


def test_a_table_without_a_package_is_unused(project: Repo) -> None:
    project.git("rm", "--quiet", "-r", "node_modules")
    finding = only(run(project), "unused-declaration")
    assert finding.line == OWN_LINE
    assert finding.message == (
        'the packages in "node_modules" are none: no file there belongs to one of package-lock.json'
    )


def test_a_named_policy_is_applied_to_the_base_with_the_list_of_the_base(project: Repo) -> None:
    project.commit_files({"package-lock.json": lock(bar=about()), **BAR})
    repository = Repository.discover(project.path)
    source = last_commit(repository)
    named = loading.with_packages(parse_policy(POLICY.encode(), "other.toml"), source)
    scanner = CachingScanner(LineEngine({}), is_pointer=lfs.is_pointer)

    def check(side: Source, by: Policy) -> CheckResult:
        return pipeline.check(side, scanner, by, day=DAY)

    result = baseline.apply(check(source, named), source, check, policy=named)
    assert {finding.path for finding in result.findings if finding.path in FOO} == {*FOO}
