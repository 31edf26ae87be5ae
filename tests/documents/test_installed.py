"""What is installed beside the repository: Python's and npm's packages, read as data."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.checks import LineEngine

from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.documents.installed import components
from attribcheck.documents.installed.npm import NpmEnvironment
from attribcheck.documents.installed.python import PythonEnvironment
from attribcheck.scan.scanner import CachingScanner

METADATA = "Metadata-Version: 2.4\nName: Foo.Bar\nVersion: 1.2\n"
STATED = "Copyright (c) 2025 Foo Corp.\n"


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", errors="surrogateescape")
    return root


def dist(root: Path, metadata: str = METADATA, **files: str) -> Path:
    """Write a distribution into a site-packages folder; its RECORD lists ``files``."""
    record = "".join(f"{path},,\n" for path in files)
    info = "foo_bar-1.2.dist-info"
    return write(root, {f"{info}/METADATA": metadata, f"{info}/RECORD": record, **files})


def python(root: Path):
    (environment,) = PythonEnvironment.find(root)
    return list(environment.distributions())


def npm(root: Path):
    (environment,) = NpmEnvironment.find(root)
    return list(environment.distributions())


def read(*paths: Path, taken: tuple[str, ...] = (), own: str | None = None):
    """Return what documents get, with an engine that reads one notice a line."""
    environments = [one for path in paths for one in components.find(path)]
    return components.read(environments, CachingScanner(LineEngine({})), taken, own)


def items(*paths: Path, **how):
    return [package.item for package in read(*paths, **how)]


class TestPython:
    """A ``site-packages`` folder."""

    def test_a_distribution_is_what_its_metadata_says(self, tmp_path: Path) -> None:
        more = "License-Expression: mit OR Apache-2.0\nProject-URL: Source, https://foo.example\n"
        (found,) = python(dist(tmp_path, METADATA + more))
        assert (found.name, found.version, found.purl) == (
            "Foo.Bar",
            "1.2",
            "pkg:pypi/foo-bar@1.2",
        )
        assert (found.license, found.homepage) == ("MIT OR Apache-2.0", "https://foo.example")

    @pytest.mark.parametrize(
        "line", ["License-Expression: MIT/X11", "License: MIT", "License-Expression: Foo"]
    )
    def test_what_is_no_expression_is_left_to_the_engine(self, tmp_path: Path, line: str) -> None:
        (found,) = python(dist(tmp_path, f"{METADATA}{line}\n"))
        assert found.license is None

    @pytest.mark.parametrize("place", ["licenses/LICENSE", "license_files/LICENSE", "LICENSE"])
    def test_licence_files_stand_where_tools_put_them(self, tmp_path: Path, place: str) -> None:
        path = f"foo_bar-1.2.dist-info/{place}"
        (found,) = python(dist(tmp_path, f"{METADATA}License-File: LICENSE\n", **{path: "MIT"}))
        assert path in dict(found.files)
        assert found.refused == ()

    def test_legal_files_of_its_packages_come_first_and_code_is_the_rest(
        self, tmp_path: Path
    ) -> None:
        files = {"foo/_vendor/bar/LICENSE": "", "foo/NOTICE": "", "foo/a.py": "", "foo/a.pyc": ""}
        (found,) = python(dist(tmp_path, **files))
        assert [path for path, _ in found.files] == [
            "foo/NOTICE",
            "foo/_vendor/bar/LICENSE",
            "foo_bar-1.2.dist-info/METADATA",
        ]
        assert [path for path, _ in found.rest] == ["foo/a.py"]

    def test_a_licence_file_of_any_name_is_read_with_the_legal_files(self, tmp_path: Path) -> None:
        path = "foo_bar-1.2.dist-info/licenses/legal/terms.txt"
        metadata = f"{METADATA}License-File: legal/terms.txt\n"
        (found,) = python(dist(tmp_path, metadata, **{path: STATED}))
        assert path in dict(found.files)
        assert path not in dict(found.rest)

    @pytest.mark.parametrize("name", ["../../secret", "/etc/hostname", "..", "gone", "a\0b"])
    def test_a_licence_file_that_leads_out_or_is_not_there_is_refused(
        self, tmp_path: Path, name: str
    ) -> None:
        write(tmp_path, {"secret": "keys"})
        site = dist(tmp_path / "venv" / "site", f"{METADATA}License-File: {name}\n")
        (found,) = python(site)
        assert len(found.refused) == 1
        assert found.refused[0].startswith("License-File ")
        assert all(file.is_relative_to(site) for _, file in (*found.files, *found.rest))

    @pytest.mark.skipif(not hasattr(os, "symlink"), reason="no symbolic links here")
    def test_a_link_that_leads_out_is_refused(self, tmp_path: Path) -> None:
        write(tmp_path, {"secret/LICENSE": "keys"})
        site = dist(tmp_path / "site", f"{METADATA}License-File: LICENSE\n")
        info = site / "foo_bar-1.2.dist-info"
        (info / "licenses").symlink_to(tmp_path / "secret")
        (info / "NOTICE").symlink_to(tmp_path / "secret" / "LICENSE")
        (found,) = python(site)
        assert "License-File LICENSE" in found.refused
        assert "foo_bar-1.2.dist-info/NOTICE" in found.refused
        assert not any("LICENSE" in path for path, _ in found.files)

    def test_metadata_that_is_a_link_out_is_not_read(self, tmp_path: Path) -> None:
        write(tmp_path, {"secret": METADATA})
        (tmp_path / "site" / "evil-9.dist-info").mkdir(parents=True)
        (tmp_path / "site" / "evil-9.dist-info" / "METADATA").symlink_to(tmp_path / "secret")
        (found,) = python(tmp_path / "site")
        assert (found.name, found.version) == ("evil", None)

    def test_a_record_cannot_name_what_stands_elsewhere(self, tmp_path: Path) -> None:
        site = dist(tmp_path / "site")
        record = site / "foo_bar-1.2.dist-info" / "RECORD"
        record.write_text("../bin/foo,,\nfoo/../../x/LICENSE,,\n/etc/hostname,,\n\n,,\n")
        write(tmp_path, {"x/LICENSE": "keys"})
        (found,) = python(site)
        assert found.refused == ("/etc/hostname", "foo/../../x/LICENSE")

    def test_an_egg_info_of_before_is_read_too(self, tmp_path: Path) -> None:
        write(tmp_path, {"foo.egg-info/PKG-INFO": METADATA})
        (found,) = python(tmp_path)
        assert found.purl == "pkg:pypi/foo-bar@1.2"

    def test_a_virtual_environment_is_its_site_packages(self, tmp_path: Path) -> None:
        dist(tmp_path / "lib" / "python3.11" / "site-packages")
        assert [found.name for found in python(tmp_path)] == ["Foo.Bar"]

    def test_names_that_would_break_a_document_are_shown_safely(self, tmp_path: Path) -> None:
        hostile = METADATA.replace("1.2", "1\x1b[31m").replace("Foo.Bar", "F\u202eoo/../..")
        (item,) = items(dist(tmp_path, hostile))
        assert "\x1b" not in item.title
        assert "\u202e" not in item.title
        assert all(".." not in file.path.split("/") for file in item.files)

    @pytest.mark.parametrize("name", ["*", "[x", "!a", "#a", "a\\b", "a b ", "**/x", "a/b", "하늘"])
    def test_no_name_hides_its_files(self, tmp_path: Path, name: str) -> None:
        site = dist(tmp_path, METADATA.replace("Foo.Bar", name), **{"foo/LICENSE": STATED})
        (item,) = items(site)
        assert [statement.text for statement in item.statements] == [STATED.strip()]

    def test_nothing_of_it_is_executed(self, tmp_path: Path) -> None:
        trap = "raise SystemExit('executed')\n"
        site = dist(tmp_path, **{"foo/__init__.py": trap, "foo.pth": f"import os; {trap}"})
        write(site, {"sitecustomize.py": trap})
        assert [item.name for item in items(site)] == ["Foo.Bar"]


class TestNpm:
    """A ``node_modules`` folder."""

    def test_scoped_and_nested_packages_are_found(self, tmp_path: Path) -> None:
        write(
            tmp_path / "node_modules",
            {
                "a/package.json": '{"name": "a", "version": "1.0.0", "license": "MIT"}',
                "a/node_modules/b/package.json": '{"name": "b", "version": "2.0.0"}',
                "@s/c/package.json": '{"name": "@s/c", "version": "3.0.0"}',
                ".bin/a": "",
            },
        )
        assert [(found.name, found.purl, found.license) for found in npm(tmp_path)] == [
            ("@s/c", "pkg:npm/%40s/c@3.0.0", None),
            ("a", "pkg:npm/a@1.0.0", "MIT"),
            ("b", "pkg:npm/b@2.0.0", None),
        ]

    @pytest.mark.parametrize(
        ("manifest", "license_"),
        [
            ({"license": "MIT"}, "MIT"),
            ({"license": "(MIT OR Apache-2.0)"}, "MIT OR Apache-2.0"),
            ({"license": {"type": "MIT", "url": "https://foo.example"}}, "MIT"),
            ({"licenses": [{"type": "MIT"}, {"type": "Apache-2.0"}]}, "MIT OR Apache-2.0"),
            ({"licenses": ["ISC"]}, "ISC"),
            ({"license": "SEE LICENSE IN LICENSE.md"}, None),
            ({"license": "UNLICENSED"}, None),
            ({"license": ["MIT", 1]}, None),
            ({"license": []}, None),
            ({}, None),
        ],
    )
    def test_every_form_of_the_licence_is_read(
        self, tmp_path: Path, manifest: dict[str, object], license_: str | None
    ) -> None:
        write(tmp_path, {"node_modules/a/package.json": json.dumps(manifest)})
        (found,) = npm(tmp_path)
        assert (found.name, found.license) == ("a", license_)

    def test_the_file_that_the_licence_refers_to_is_read_with_the_legal_files(
        self, tmp_path: Path
    ) -> None:
        manifest = {"license": "SEE LICENSE IN ./legal/terms.txt"}
        package = "node_modules/a"
        text = json.dumps(manifest)
        write(tmp_path, {f"{package}/package.json": text, f"{package}/legal/terms.txt": STATED})
        (found,) = npm(tmp_path)
        assert "legal/terms.txt" in dict(found.files)
        assert found.license is None

    @pytest.mark.parametrize("name", ["../../secret", "gone.txt", "/etc/hostname"])
    def test_such_a_file_that_leads_out_or_is_not_there_is_refused(
        self, tmp_path: Path, name: str
    ) -> None:
        text = json.dumps({"license": f"SEE LICENSE IN {name}"})
        write(tmp_path, {"secret": "keys", "node_modules/a/package.json": text})
        (found,) = npm(tmp_path)
        assert [one.split(" IN ")[0] for one in found.refused] == ["SEE LICENSE"]
        assert [path for path, _ in found.files] == ["package.json"]

    @pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"name": 1, "version": []}'])
    def test_a_manifest_that_says_nothing_leaves_the_name_of_the_folder(
        self, tmp_path: Path, text: str
    ) -> None:
        write(tmp_path, {"node_modules/@s/a/package.json": text})
        (found,) = npm(tmp_path)
        assert (found.name, found.version) == ("@s/a", None)

    def test_pnpms_store_is_read_once(self, tmp_path: Path) -> None:
        store = "node_modules/.pnpm/a@1.0.0/node_modules/a"
        write(tmp_path, {f"{store}/package.json": '{"name": "a", "version": "1.0.0"}'})
        (tmp_path / "node_modules" / "a").symlink_to(tmp_path / store)
        assert [found.name for found in npm(tmp_path)] == ["a"]

    def test_a_link_out_of_it_is_told_with_what_settles_it(self, tmp_path: Path) -> None:
        write(tmp_path, {"elsewhere/package.json": "{}", "node_modules/x/package.json": "{}"})
        (tmp_path / "node_modules" / "ours").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(AttribcheckError, match="a link that leads out") as told:
            npm(tmp_path)
        assert "npm install --install-links" in (told.value.hint or "")

    def test_a_file_that_is_a_link_is_not_read(self, tmp_path: Path) -> None:
        write(tmp_path, {"secret": "keys", "node_modules/a/package.json": "{}"})
        (tmp_path / "node_modules" / "a" / "LICENSE").symlink_to(tmp_path / "secret")
        (found,) = npm(tmp_path)
        assert found.refused == ("LICENSE",)


class TestItems:
    """Installed packages as documents have them."""

    def test_what_its_files_state_stands_under_readable_paths(self, tmp_path: Path) -> None:
        path = "foo_bar-1.2.dist-info/licenses/LICENSE"
        (item,) = items(dist(tmp_path, f"{METADATA}License-Expression: MIT\n", **{path: STATED}))
        assert (item.title, item.concluded_license, item.declared_license) == (
            "Foo.Bar 1.2",
            "MIT",
            "MIT",
        )
        assert [statement.text for statement in item.statements] == [STATED.strip()]
        assert [legal.path for legal in item.legal] == [f"Foo.Bar-1.2/{path}"]

    def test_the_code_is_read_when_no_legal_file_states_a_copyright(self, tmp_path: Path) -> None:
        files = {"foo_bar-1.2.dist-info/LICENSE": "no holder\n", "foo/a.py": f"# {STATED}"}
        (item,) = items(dist(tmp_path, **files))
        assert [statement.files for statement in item.statements] == [("Foo.Bar-1.2/foo/a.py",)]

    def test_the_code_is_not_read_otherwise(self, tmp_path: Path) -> None:
        files = {"foo_bar-1.2.dist-info/LICENSE": STATED, "foo/a.py": "# Copyright Bar GmbH\n"}
        (item,) = items(dist(tmp_path, **files))
        assert [holder.name for holder in item.holders] == ["Foo Corp."]

    def test_a_licence_that_nothing_states_is_said_to_be_unknown(self, tmp_path: Path) -> None:
        (item,) = items(dist(tmp_path))
        assert (item.concluded_license, item.declared_license) == (components.UNSTATED, None)

    def test_what_was_refused_is_listed_as_not_read(self, tmp_path: Path) -> None:
        (item,) = items(dist(tmp_path, f"{METADATA}License-File: ../x\n"))
        assert item.unscanned == ("License-File ../x",)

    def test_the_projects_own_package_is_left_out(self, tmp_path: Path) -> None:
        assert items(dist(tmp_path), own="foo_bar") == []

    def test_a_name_that_a_component_has_gets_its_version(self, tmp_path: Path) -> None:
        (item,) = items(dist(tmp_path), taken=("Foo.Bar",))
        assert item.name == "Foo.Bar 1.2"

    def test_copies_stand_once_and_other_versions_apart(self, tmp_path: Path) -> None:
        one, two = '{"name": "b", "version": "1.0.0"}', '{"name": "b", "version": "2.0.0"}'
        files = {
            "a/package.json": '{"name": "a"}',
            "a/node_modules/b/package.json": one,
            "b/package.json": two,
            "c/package.json": '{"name": "c"}',
            "c/node_modules/b/package.json": one,
        }
        write(tmp_path / "node_modules", files)
        assert [item.name for item in items(tmp_path)] == ["a", "b", "b 2.0.0", "c"]

    def test_the_notice_of_apache_code_is_for_the_notice(self, tmp_path: Path) -> None:
        files = {"foo/NOTICE": "Foo, with care\n"}
        (package,) = read(dist(tmp_path, f"{METADATA}License-Expression: Apache-2.0\n", **files))
        (entry,) = package.entries
        assert (entry.title, entry.texts) == ("Foo.Bar 1.2", ("Foo, with care",))

    def test_a_folder_without_packages_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="holds no installed packages"):
            components.find(tmp_path)
        with pytest.raises(UsageError, match="is no folder"):
            components.find(tmp_path / "gone")


@pytest.mark.network
def test_a_real_installation_of_python_packages_is_read_whole(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    names = ["requests==2.32.3", "idna==3.10", "attrs==25.3.0"]
    subprocess.run([*command, "--no-deps", "--target", str(tmp_path / "site"), *names], check=True)
    found = {item.name: item for item in items(tmp_path / "site")}
    assert {name: (item.purl, item.declared_license) for name, item in found.items()} == {
        "attrs": ("pkg:pypi/attrs@25.3.0", "MIT"),
        "idna": ("pkg:pypi/idna@3.10", None),
        "requests": ("pkg:pypi/requests@2.32.3", None),
    }
    assert [legal.path for legal in found["attrs"].legal] == [
        "attrs-25.3.0/attrs-25.3.0.dist-info/licenses/LICENSE"
    ]
    assert found["requests"].unscanned == ()


@pytest.mark.network
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_a_real_installation_of_npm_packages_is_read_whole(tmp_path: Path) -> None:
    write(tmp_path, {"package.json": '{"name": "haneul", "private": true}'})
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([*command, "chalk@4.1.2", "isarray@1.0.0"], cwd=tmp_path, check=True)
    locked = json.loads((tmp_path / "package-lock.json").read_text())["packages"]
    wanted = {
        (path.rpartition("node_modules/")[2], entry["version"])
        for path, entry in locked.items()
        if path
    }
    assert {(item.name, item.version) for item in items(tmp_path)} == wanted
