"""``attribcheck notice`` writes the documents of a release, or says how they differ."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from support.command import attribcheck
from support.haneul import COMPONENT, FOREIGN, MIT, POLICY
from support.repo import Repo

ROUTER = "third_party/foo/router.py"
UPSTREAM = "third_party/foo/NOTICE.txt"
NAMED = f'notice-file = "{UPSTREAM}"\n'
RULER = "-" * 78
NOTICE = f"""\
Haneul
Copyright Haneul Labs

Third-party components. What stands below this line is written by `attribcheck notice`.

{RULER}
foo

Foo router
says: keep this line.
"""
THIRD_PARTY = ("--format", "third-party")


def add(path: str) -> str:
    """Return the line that says how git comes to track a document."""
    return f"checks read it once git tracks it: git add {path}\n"


@pytest.fixture
def declared(repo: Repo) -> Repo:
    """Return project Haneul with Foo Corp.'s files, declared and committed."""
    files = {ROUTER: FOREIGN, UPSTREAM: "Foo router\nsays: keep this line.\n"}
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT + NAMED, **files})
    return repo


class TestNotice:
    """The NOTICE, which needs no scan."""

    def test_it_carries_what_came_with_the_component(self, declared: Repo) -> None:
        done = attribcheck(declared, "notice")
        assert (done.code, done.err) == (0, "")
        assert done.out == "wrote NOTICE: entries for 1 of 1 component\n" + add("NOTICE")
        assert (declared.path / "NOTICE").read_text() == NOTICE

    def test_of_a_tracked_notice_there_is_nothing_to_add(self, declared: Repo) -> None:
        declared.stage("NOTICE", "Haneul, by hand.\n")
        done = attribcheck(declared, "notice")
        assert done.out == "wrote NOTICE: entries for 1 of 1 component\n"

    def test_the_command_that_adds_it_works_where_the_command_ran(self, declared: Repo) -> None:
        done = attribcheck(declared.path / "third_party", "notice")
        assert done.out.endswith(add("../NOTICE"))

    def test_the_command_that_adds_it_names_the_folder_of_a_project(self, declared: Repo) -> None:
        declared.stage("-my web/attribcheck.toml", POLICY)
        done = attribcheck(declared, "notice", "--project", "./-my web")
        assert done.out.endswith(add("'./-my web/NOTICE'"))

    def test_the_command_that_adds_an_ignored_one_overrides_that(self, declared: Repo) -> None:
        declared.stage(".gitignore", "NOTICE\n")
        assert attribcheck(declared, "notice").out.endswith(add("--force NOTICE"))

    def test_a_notice_of_a_release_is_not_to_be_added(self, declared: Repo) -> None:
        done = attribcheck(declared, "notice", "--output", "build")
        assert done.out == "wrote NOTICE: entries for 1 of 1 component\n"

    def test_a_current_notice_is_not_written_again(self, declared: Repo) -> None:
        attribcheck(declared, "notice")
        before = (declared.path / "NOTICE").stat().st_mtime_ns
        done = attribcheck(declared, "notice")
        assert (done.code, done.out) == (
            0,
            "NOTICE is current: entries for 1 of 1 component\n" + add("NOTICE"),
        )
        assert (declared.path / "NOTICE").stat().st_mtime_ns == before

    def test_check_passes_a_current_notice(self, declared: Repo) -> None:
        declared.write("NOTICE", NOTICE)
        assert attribcheck(declared, "notice", "--check").code == 0

    def test_check_shows_how_a_stale_notice_differs_and_leaves_it(self, declared: Repo) -> None:
        stale = NOTICE.replace("keep this", "drop this")
        declared.write("NOTICE", stale)
        done = attribcheck(declared, "notice", "--check")
        assert (done.code, done.err) == (1, "")
        assert "-says: drop this line.\n+says: keep this line.\n" in done.out
        assert done.out.endswith("NOTICE is out of date\nhint: attribcheck notice updates it\n")
        assert (declared.path / "NOTICE").read_text() == stale

    def test_check_says_that_there_is_none(self, declared: Repo) -> None:
        done = attribcheck(declared, "notice", "--check")
        assert done.code == 1
        assert done.out == "there is no NOTICE\nhint: attribcheck notice writes it\n"
        assert not (declared.path / "NOTICE").exists()

    def test_staged_compares_the_index_with_itself(self, declared: Repo) -> None:
        declared.write("NOTICE", NOTICE)
        assert attribcheck(declared, "notice", "--check", "--staged").code == 1
        declared.add("NOTICE")
        declared.write("NOTICE", "something else\n")
        assert attribcheck(declared, "notice", "--check", "--staged").code == 0

    def test_what_a_person_wrote_on_top_is_kept(self, declared: Repo) -> None:
        declared.write("NOTICE", "Haneul, by hand.\n\nThanks to all.\n")
        attribcheck(declared, "notice")
        text = (declared.path / "NOTICE").read_text()
        assert text.startswith("Haneul, by hand.\n\nThanks to all.\n\nThird-party components.")
        assert text.endswith("\nFoo router\nsays: keep this line.\n")

    def test_a_component_that_asks_for_nothing_is_not_in_it(self, declared: Repo) -> None:
        declared.stage("attribcheck.toml", POLICY + COMPONENT)
        done = attribcheck(declared, "notice")
        wrote = "wrote NOTICE: entries for 0 of 1 component\n"
        assert (done.code, done.out) == (0, wrote + add("NOTICE"))
        assert (declared.path / "NOTICE").read_text() == "Haneul\nCopyright Haneul Labs\n"

    def test_it_is_written_to_the_top_from_any_folder(self, declared: Repo) -> None:
        assert attribcheck(declared.path / "third_party", "notice").code == 0
        assert (declared.path / "NOTICE").read_text() == NOTICE

    def test_another_folder_is_made_when_it_is_named(self, declared: Repo) -> None:
        assert attribcheck(declared, "notice", "--output", "build/dist").code == 0
        assert (declared.path / "build" / "dist" / "NOTICE").read_text() == NOTICE
        assert not (declared.path / "NOTICE").exists()

    def test_it_starts_no_engine(self, declared: Repo, tmp_path: Path) -> None:
        """A hook runs it at every commit: with no cache to ask it still needs no scan."""
        env = {"ATTRIBCHECK_CACHE_DIR": str(tmp_path / "cache")}
        assert attribcheck(declared, "notice", env=env).code == 0
        assert not (tmp_path / "cache").exists()


@pytest.mark.engine
class TestThirdPartyNotices:
    """THIRD-PARTY-NOTICES, which is made from a scan."""

    def test_it_names_the_component_with_its_statements_and_its_licence(
        self, declared: Repo
    ) -> None:
        done = attribcheck(declared, "notice", *THIRD_PARTY)
        assert (done.code, done.out, done.err) == (
            0,
            "wrote THIRD-PARTY-NOTICES: 1 component\n" + add("THIRD-PARTY-NOTICES"),
            "",
        )
        text = (declared.path / "THIRD-PARTY-NOTICES").read_text()
        assert "\nCopyright 2025 Foo Corp.\n" in text
        assert "\nMIT License (MIT)\nUsed by: foo\n" in text
        assert "\nPermission is hereby granted, free of charge" in text

    def test_check_passes_it_when_it_is_current_and_shows_how_it_differs_when_not(
        self, declared: Repo
    ) -> None:
        attribcheck(declared, "notice", *THIRD_PARTY)
        assert attribcheck(declared, "notice", "--check", *THIRD_PARTY).code == 0
        declared.write(ROUTER, FOREIGN.replace("2025", "2026"))
        done = attribcheck(declared, "notice", "--check", *THIRD_PARTY)
        assert done.code == 1
        assert "-Copyright 2025 Foo Corp.\n+Copyright 2026 Foo Corp.\n" in done.out
        assert done.out.endswith(
            "THIRD-PARTY-NOTICES is out of date\n"
            "hint: attribcheck notice --format third-party updates it\n"
        )

    def test_it_is_no_finding_of_the_check(self, declared: Repo) -> None:
        declared.stage("third_party/foo/LICENSE", MIT)
        attribcheck(declared, "notice")
        attribcheck(declared, "notice", *THIRD_PARTY)
        declared.add()
        done = attribcheck(declared, "check")
        assert (done.code, done.err) == (0, ""), done.out

    def test_two_clones_at_two_places_give_the_same_bytes(
        self, declared: Repo, tmp_path: Path
    ) -> None:
        documents = []
        for name in ("one", "a deeper/two"):
            clone = declared.clone(tmp_path / name)
            assert attribcheck(clone, "notice", *THIRD_PARTY, env={"TZ": "Asia/Seoul"}).code == 0
            documents.append((clone.path / "THIRD-PARTY-NOTICES").read_bytes())
        assert documents[0] == documents[1]

    def test_what_could_not_be_scanned_is_refused_unless_the_policy_permits_it(
        self, declared: Repo
    ) -> None:
        pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 9\n"
        declared.stage("third_party/foo/weights.bin", pointer.format("0" * 64))
        done = attribcheck(declared, "notice", *THIRD_PARTY)
        assert (done.code, done.out) == (3, "")
        assert "1 file of components could not be scanned" in done.err
        assert "third_party/foo/weights.bin: it is a Git LFS pointer" in done.err
        assert not (declared.path / "THIRD-PARTY-NOTICES").exists()
        attribcheck(
            declared, "except", "unscanned-file", "third_party/foo/weights.bin", "--reason", "LFS"
        )
        assert attribcheck(declared, "notice", *THIRD_PARTY).code == 0
        text = (declared.path / "THIRD-PARTY-NOTICES").read_text()
        assert "\nNot scanned: third_party/foo/weights.bin\n" in text

    def test_a_licence_file_that_is_not_utf_8_is_carried_all_the_same(self, declared: Repo) -> None:
        declared.stage("third_party/foo/LICENSE", "Ask J\xe9r\xf4me.\r\n".encode("latin-1"))
        assert attribcheck(declared, "notice", *THIRD_PARTY).code == 0
        text = (declared.path / "THIRD-PARTY-NOTICES").read_text("utf-8")
        assert "\nAsk J\xe9r\xf4me.\n" in text


@pytest.mark.engine
@pytest.mark.parametrize(
    ("format_", "name", "made"),
    [
        ("spdx-json", "sbom.spdx.json", '"created": "2026-01-02T03:04:05Z"'),
        ("cyclonedx-json", "sbom.cdx.json", '"timestamp": "2026-01-02T03:04:05+00:00"'),
    ],
)
class TestBillOfMaterials:
    """The two bills of materials, which carry a time."""

    def test_it_carries_the_time_of_the_commit(
        self, declared: Repo, format_: str, name: str, made: str
    ) -> None:
        done = attribcheck(declared, "notice", "--format", format_)
        assert (done.code, done.out, done.err) == (0, f"wrote {name}: 1 component\n", "")
        text = (declared.path / name).read_text()
        assert made in text
        assert ROUTER in text
        assert hashlib.sha256(FOREIGN.encode()).hexdigest() in text

    def test_it_carries_the_time_of_source_date_epoch(
        self, declared: Repo, format_: str, name: str, made: str
    ) -> None:
        attribcheck(declared, "notice", "--format", format_, env={"SOURCE_DATE_EPOCH": "0"})
        text = (declared.path / name).read_text()
        assert made.replace("2026-01-02T03:04:05", "1970-01-01T00:00:00") in text

    def test_it_stays_current_when_it_is_committed(
        self, declared: Repo, format_: str, name: str, made: str
    ) -> None:
        attribcheck(declared, "notice", "--format", format_)
        declared.add()
        dates = {"GIT_COMMITTER_DATE": "2026-05-06T07:08:09Z"}
        declared.git("commit", "--quiet", "--message", "Add the bill", env=dates)
        assert attribcheck(declared, "notice", "--format", format_, "--check").code == 0
        declared.write(ROUTER, FOREIGN.replace("2025", "2026"))
        done = attribcheck(declared, "notice", "--format", format_, "--check")
        assert done.code == 1
        assert "Copyright 2026 Foo Corp." in done.out

    def test_before_the_first_commit_it_is_that_of_1970(
        self, declared: Repo, format_: str, name: str, made: str
    ) -> None:
        declared.git("update-ref", "-d", "HEAD")
        assert attribcheck(declared, "notice", "--format", format_).code == 0
        assert "1970-01-01T00:00:00" in (declared.path / name).read_text()


@pytest.mark.engine
@pytest.mark.parametrize("document", [(), THIRD_PARTY], ids=["notice", "third-party"])
def test_a_notice_file_that_does_not_exist_is_told_with_its_line(
    declared: Repo, document: tuple[str, ...]
) -> None:
    declared.stage("attribcheck.toml", POLICY + COMPONENT + 'notice-file = "gone/NOTICE"\n')
    done = attribcheck(declared, "notice", *document)
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        'error: notice-file of component "foo" does not exist: gone/NOTICE\n'
        "hint: attribcheck.toml:13 names it\n"
    )
    assert not (declared.path / "NOTICE").exists()


def test_a_notice_file_that_is_not_utf_8_is_told(declared: Repo) -> None:
    declared.stage(UPSTREAM, b"Copyright J\xe9r\xf4me\n")
    done = attribcheck(declared, "notice")
    assert done.code == 3
    assert "error: third_party/foo/NOTICE.txt is not UTF-8 (byte 12)" in done.err


def test_a_project_without_components_has_its_own_lines_alone(repo: Repo) -> None:
    assert attribcheck(repo, "notice").code == 0
    assert (repo.path / "NOTICE").read_text() == "Haneul\nCopyright Haneul Labs\n"


def test_without_a_policy_nothing_is_written(declared: Repo) -> None:
    declared.remove("attribcheck.toml")
    done = attribcheck(declared, "notice")
    assert done.code == 2
    assert "there is no attribcheck.toml" in done.err
    assert not (declared.path / "NOTICE").exists()


@pytest.mark.engine
class TestEnvironment:
    """What is installed beside the repository, in the same document."""

    @pytest.fixture
    def site(self, declared: Repo, tmp_path: Path) -> Path:
        """Return a site-packages folder outside of the repository, with one distribution."""
        info = tmp_path / "site-packages" / "bar-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(
            "Metadata-Version: 2.4\nName: bar\nVersion: 1.0\nLicense-Expression: Apache-2.0\n"
        )
        (info / "LICENSE").write_text("Copyright (c) 2024 Bar GmbH\n")
        (info / "NOTICE").write_text("Bar, with thanks\n")
        return info.parent

    def test_one_document_has_both(self, declared: Repo, site: Path) -> None:
        done = attribcheck(declared, "notice", *THIRD_PARTY, "--environment", str(site))
        assert (done.code, done.err) == (0, "")
        wrote = "wrote THIRD-PARTY-NOTICES: 2 components\n"
        assert done.out == wrote + add("THIRD-PARTY-NOTICES")
        text = (declared.path / "THIRD-PARTY-NOTICES").read_text()
        assert "third-party --environment site-packages`, which overwrites" in text
        assert "\nfoo\n" in text
        assert "\nbar 1.0\n" in text
        assert "Package: pkg:pypi/bar@1.0\n" in text
        assert "Copyright (c) 2024 Bar GmbH" in text
        assert str(site.parent) not in text

    def test_a_check_of_the_repository_leaves_it_alone(self, declared: Repo, site: Path) -> None:
        attribcheck(declared, "notice", *THIRD_PARTY, "--environment", str(site))
        declared.add()
        done = attribcheck(declared, "check")
        assert (done.code, "stale-notice-file" in done.out) == (0, False)

    def test_a_bill_of_materials_has_it_too(self, declared: Repo, site: Path) -> None:
        words = ("--format", "spdx-json", "--environment", str(site))
        assert attribcheck(declared, "notice", *words).code == 0
        assert "pkg:pypi/bar@1.0" in (declared.path / "sbom.spdx.json").read_text()

    def test_a_notice_of_both_stands_outside_of_the_repository(
        self, declared: Repo, site: Path, tmp_path: Path
    ) -> None:
        refused = attribcheck(declared, "notice", "--environment", str(site))
        assert refused.code == 2
        assert "--output dist" in refused.err
        words = ("--environment", str(site), "--output", str(tmp_path / "dist"))
        done = attribcheck(declared, "notice", *words)
        assert done.out == "wrote NOTICE: entries for 2 of 2 components\n"
        assert "Bar, with thanks" in (tmp_path / "dist" / "NOTICE").read_text()

    def test_a_folder_without_packages_is_told(self, declared: Repo) -> None:
        done = attribcheck(declared, "notice", *THIRD_PARTY, "--environment", "third_party")
        assert done.code == 2
        assert "third_party holds no installed packages" in done.err


class TestTemplate:
    """A document by a template of the user's own."""

    CREDITS = (
        "{% for item in items %}\n{{ item.title }}: {{ item.concluded_license }}\n{% endfor %}\n"
    )

    @pytest.mark.engine
    def test_it_writes_what_its_name_says(self, declared: Repo) -> None:
        declared.write("docs/CREDITS.md.j2", self.CREDITS)
        done = attribcheck(declared, "notice", "--template", "docs/CREDITS.md.j2")
        wrote = "wrote CREDITS.md: 1 component\n" + add("CREDITS.md")
        assert (done.code, done.out, done.err) == (0, wrote, "")
        assert (declared.path / "CREDITS.md").read_text() == "foo: MIT\n"

    @pytest.mark.engine
    def test_check_compares_it(self, declared: Repo) -> None:
        declared.write("CREDITS.md.j2", self.CREDITS)
        declared.write("build/CREDITS.md", "foo: ISC\n")
        command = ("notice", "--template", "CREDITS.md.j2", "--check", "--output", "build")
        done = attribcheck(declared, *command)
        assert done.code == 1
        assert "-foo: ISC\n+foo: MIT\n" in done.out
        assert "hint: attribcheck notice --template CREDITS.md.j2 updates it" in done.out
        declared.write("build/CREDITS.md", "foo: MIT\n")
        assert attribcheck(declared, *command).code == 0

    @pytest.mark.engine
    def test_staged_takes_the_template_that_is_staged(self, declared: Repo) -> None:
        command = ("notice", "--template", "CREDITS.j2", "--staged", "--check")
        declared.write("CREDITS.j2", "not yet {{ broken }}")
        done = attribcheck(declared, *command)
        assert (done.code, done.out) == (2, "")
        assert "error: there is no staged template CREDITS.j2" in done.err
        declared.stage("CREDITS.j2", self.CREDITS)
        declared.stage("CREDITS", "foo: MIT\n")
        declared.write("CREDITS.j2", "not yet {{ broken }}")
        assert attribcheck(declared, *command).code == 0

    @pytest.mark.engine
    @pytest.mark.parametrize(
        ("reaching", "why"),
        [
            (
                "{{ items.__class__.__mro__ }}",
                "access to attribute '__class__' of 'tuple' object is unsafe",
            ),
            (
                "{{ project|attr('__init__') }}",
                "access to attribute '__init__' of 'Release' object is unsafe",
            ),
            ("{{ cycler.__init__.__globals__.os.environ }}", "access to attribute '__init__'"),
            ("{{ open('/etc/passwd').read() }}", "'open' is undefined"),
            ("{{ environ.HOME }}", "'environ' is undefined"),
            ("{% include '/etc/passwd' %}", "a template can't include or import another file"),
        ],
    )
    def test_one_that_reaches_for_more_is_refused_with_its_line(
        self, declared: Repo, reaching: str, why: str
    ) -> None:
        declared.write("x.j2", f"one\n{reaching}\n")
        done = attribcheck(declared, "notice", "--template", "x.j2")
        assert (done.code, done.out) == (2, "")
        assert f"error: x.j2:2: {why}" in done.err
        assert "Traceback" not in done.err
        assert not (declared.path / "x").exists()

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (("--template", "gone.j2"), "there is no template gone.j2"),
            (("--template", "src"), "there is no template src"),
            (
                ("--template", "src/app.py"),
                "src/app.py: the file name of a template has to end with .j2",
            ),
            (("--template", "x.j2", "--format", "html"), "not allowed with argument"),
        ],
    )
    def test_what_is_no_template_is_told(
        self, declared: Repo, arguments: tuple[str, ...], why: str
    ) -> None:
        done = attribcheck(declared, "notice", *arguments)
        assert (done.code, done.out) == (2, "")
        assert why in done.err
