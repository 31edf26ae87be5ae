"""How foreign files are grouped into components."""

from support.scans import classified, component, copyright_, license_, match, policy, scan

from attribcheck.init import components
from attribcheck.manifests.base import Manifests, Package
from attribcheck.manifests.registry import read
from attribcheck.policy.model import NO_LICENSE

NO_MANIFESTS = Manifests({}, {}, {})
FOO_TEXT = scan(license_("MIT"), copyright_("Foo Corp."))
SILENT = scan()
BLANK = scan(blank=True)


def foreign(holder="Foo Corp.", expression="MIT"):
    return scan(copyright_(holder), license_(expression, line=2))


def draft(scans, rules=None, manifests=NO_MANIFESTS, taken=()):
    files, classifier = classified(rules or policy(), scans)
    return components.draft(list(files.values()), classifier.coverage, manifests, taken)


def test_our_own_files_need_no_component():
    ours = scan(copyright_("Haneul Labs"), license_("Apache-2.0", line=2))
    assert draft({"LICENSE": ours, "a.py": ours, "b.py": SILENT}) == []


def test_a_folder_with_a_foreign_licence_file_is_one_component():
    (found,) = draft({"v/foo/LICENSE": FOO_TEXT, "v/foo/a.py": SILENT, "v/foo/x/b.py": SILENT})
    assert found.component == component(
        "foo", license="MIT", holders=("Foo Corp.",), paths=("v/foo/**",)
    )
    assert found.files == 3
    assert found.unsure == ()


def test_the_licence_at_the_top_makes_no_component():
    assert draft({"LICENSE": FOO_TEXT, "a.py": SILENT}) == []


def test_a_licence_inside_that_says_no_more_belongs_to_the_folder_around():
    (found,) = draft(
        {"v/foo/LICENSE": FOO_TEXT, "v/foo/in/LICENSE": FOO_TEXT, "v/foo/a.py": SILENT}
    )
    assert (found.component.paths, found.files) == (("v/foo/**",), 3)


def test_a_licence_inside_that_says_something_else_is_a_component_of_its_own():
    other = scan(license_("ISC"), copyright_("Bar GmbH"))
    first, second = draft({"v/foo/LICENSE": FOO_TEXT, "v/foo/bar/LICENSE": other})
    assert (first.component.name, first.component.paths) == ("foo", ("v/foo/**",))
    assert (second.component.name, second.component.paths) == ("bar", ("v/foo/bar/**",))
    assert second.component.license == "ISC"


def test_holders_of_the_files_in_the_folder_are_named_after_those_of_its_licence():
    (found,) = draft({"v/foo/a.py": foreign("Bar GmbH"), "v/foo/LICENSE": FOO_TEXT})
    assert found.component.holders == ("Foo Corp.", "Bar GmbH")


def test_another_licence_found_in_the_folder_is_added_and_said():
    (found,) = draft({"v/foo/LICENSE": FOO_TEXT, "v/foo/a.py": foreign(expression="ISC")})
    assert found.component.license == "MIT AND ISC"
    assert found.unsure == ("its licence file states MIT; the rest was found in other files",)


def test_a_folder_whose_licence_names_nobody_says_so():
    (found,) = draft({"v/foo/LICENSE": scan(license_("MIT"))})
    assert found.unsure == ("no holder is named in these files",)


def test_a_package_beside_its_dist_info_is_one_component_with_it():
    folder = "v/foo-1.2.dist-info"
    manifests = read(
        [
            (f"{folder}/METADATA", b"Name: foo\nVersion: 1.2\n"),
            (f"{folder}/RECORD", b"foo/__init__.py,,\nfoo_one.py,,\nfoo-1.2.dist-info/RECORD,,\n"),
        ]
    )
    scans = {
        f"{folder}/licenses/LICENSE": FOO_TEXT,
        f"{folder}/METADATA": SILENT,
        "v/foo/__init__.py": SILENT,
        "v/foo_one.py": SILENT,
        "v/other.py": SILENT,
    }
    (found,) = draft(scans, manifests=manifests)
    assert found.component.paths == (f"{folder}/**", "v/foo/**", "v/foo_one.py")
    assert (found.component.name, found.component.version) == ("foo", "1.2")
    assert found.component.purl == "pkg:pypi/foo@1.2"


def test_a_manifest_names_the_component_of_its_folder():
    manifests = Manifests({"foo": Package("Foo!", "3", "pkg:generic/foo@3")}, {}, {})
    (found,) = draft({"v/foo/LICENSE": FOO_TEXT}, manifests=manifests)
    named = found.component
    assert (named.name, named.version, named.purl) == ("Foo!", "3", "pkg:generic/foo@3")


def test_a_file_without_a_licence_file_is_declared_alone():
    (found,) = draft({"src/a.py": foreign(), "src/b.py": SILENT})
    assert found.component.paths == ("src/a.py",)
    assert found.component.name == "Foo Corp. code in src/a.py"


def test_silence_is_not_consent():
    scans = {f"src/moe/{name}.py": foreign() for name in "abc"}
    (found,) = draft({**scans, "src/moe/silent.py": SILENT})
    assert found.component.paths == ("src/moe/a.py", "src/moe/b.py", "src/moe/c.py")


def test_a_folder_is_declared_whole_when_every_file_in_it_carries_the_notice():
    scans = {f"src/moe/{name}.py": foreign() for name in "abc"}
    (found,) = draft({**scans, "src/moe/__init__.py": BLANK, "src/ours.py": SILENT})
    assert found.component.paths == ("src/moe/**",)
    assert found.component.name == "Foo Corp. code in src/moe"


def test_a_new_file_at_the_top_is_not_covered_by_what_was_declared():
    (found,) = draft({"a.py": foreign(), "b.py": foreign()})
    assert found.component.paths == ("/a.py", "/b.py")
    assert found.component.name == "Foo Corp. code in this repository"


def test_files_of_one_holder_under_two_licences_are_two_components():
    found = draft({"a.py": foreign(), "b.py": foreign(expression="ISC")})
    assert [item.component.license for item in found] == ["MIT", "ISC"]


def test_two_spellings_of_a_holder_are_one_component():
    (found,) = draft({"a.py": foreign("Foo Corp."), "b.py": foreign("FOO CORPORATION")})
    assert found.component.holders == ("Foo Corp.",)


def test_a_statement_without_a_licence_is_drafted_with_a_question():
    (found,) = draft({"a.py": scan(copyright_("Foo Corp."))})
    assert found.component.license == NO_LICENSE
    assert "ask the holder" in found.unsure[0]


def test_a_document_that_only_names_a_licence_is_not_declared():
    assert draft({"docs/guide.md": scan(license_("MIT")), "data.json": scan(license_("ISC"))}) == []


def test_a_document_that_states_a_copyright_is_declared():
    (found,) = draft({"docs/guide.md": foreign()})
    assert found.component.paths == ("docs/guide.md",)


def test_code_that_states_a_foreign_licence_alone_is_declared():
    (found,) = draft({"a.py": scan(license_("MIT"))})
    assert (found.component.license, found.component.holders) == ("MIT", ())


def test_what_a_component_covers_already_is_left_alone():
    rules = policy(component(paths=("v/foo/**",)))
    assert draft({"v/foo/LICENSE": FOO_TEXT, "v/foo/a.py": foreign("Baz")}, rules) == []


def test_names_are_unique_also_beside_those_of_the_policy():
    found = draft({"a/foo/LICENSE": FOO_TEXT, "b/foo/LICENSE": FOO_TEXT}, taken=["foo"])
    assert [item.component.name for item in found] == ["foo (2)", "foo (3)"]


def test_names_that_a_pattern_would_read_are_taken_literally():
    (found,) = draft({"src/[a]*.py": foreign()})
    assert found.component.paths == ("src/\\[a\\]\\*.py",)


def test_a_name_that_is_not_utf_8_is_drafted_as_one_that_can_be_written():
    first, second = draft({"v/caf\udce9/LICENSE": FOO_TEXT, "caf\udce9.py": foreign("Bar")})
    assert (first.component.name, first.component.paths) == ("caf\\xe9", ("v/caf?/**",))
    assert second.component.name == "Bar code in caf\\xe9.py"


def test_what_was_drafted_explains_what_it_was_drafted_from():
    scans = {
        "v/foo/LICENSE": FOO_TEXT,
        "v/foo/a.py": scan(copyright_("Bar GmbH and Foo Corp.")),
        "src/a.py": foreign("Qux"),
        "src/b.py": SILENT,
    }
    drafted = tuple(item.component for item in draft(scans))
    files, _ = classified(policy(*drafted), scans)
    left = [item.rest for file in files.values() for item in file.effective if item.rest]
    assert left == []
    assert draft(scans, policy(*drafted)) == []


def test_a_package_in_node_modules_is_a_component_even_when_it_says_nothing():
    manifests = read([("node_modules/foo/package.json", b'{"name": "foo", "version": "1.0"}')])
    (found,) = draft({"node_modules/foo/package.json": SILENT}, manifests=manifests)
    assert (found.component.purl, found.component.license) == ("pkg:npm/foo@1.0", NO_LICENSE)


def test_a_package_inside_of_another_is_a_component_of_its_own_under_the_same_licence():
    inner = "node_modules/foo/node_modules/bar"
    paths = ("node_modules/foo/package.json", f"{inner}/package.json")
    manifests = read([(path, b'{"name": "x"}') for path in paths])
    scans = {path: foreign() for path in paths}
    first, second = draft(scans, manifests=manifests)
    assert (first.component.paths, second.component.paths) == (
        ("node_modules/foo/**",),
        (f"{inner}/**",),
    )


def test_a_package_of_the_projects_own_tree_needs_a_foreign_notice():
    manifests = read([("packages/foo/package.json", b'{"name": "foo"}')])
    assert draft({"packages/foo/package.json": SILENT}, manifests=manifests) == []


def test_archives_of_one_package_are_one_component():
    scans = {f"v/foo-{number}.tar.gz!/LICENSE": FOO_TEXT for number in ("1.0", "1.1")}
    (found,) = draft(scans)
    assert found.component.name == "foo"
    assert found.component.paths == ("v/foo-1.0.tar.gz", "v/foo-1.1.tar.gz")


def test_files_of_fewer_holders_under_one_licence_join_those_of_more():
    both = scan(copyright_("Foo Corp."), copyright_("Bar GmbH", line=2), license_("MIT", line=3))
    (found,) = draft({"a/x.py": foreign(), "b/y.py": both})
    assert found.component.paths == ("a/x.py", "b/y.py")
    assert found.component.holders == ("Foo Corp.", "Bar GmbH")


def test_a_few_words_of_a_licence_without_a_holder_are_left_for_review():
    weak = match("Python-2.0", rule="python.RULE", matcher="2-aho", length=3)
    assert draft({"src/a.py": scan(license_("Python-2.0", weak))}) == []


def test_a_folder_with_a_manifest_of_third_parties_is_a_component_without_a_notice():
    manifests = read([("third_party/foo/README.chromium", b"Name: Foo library\nVersion: 1.2\n")])
    (found,) = draft({"third_party/foo/a.c": SILENT}, manifests=manifests)
    assert (found.component.name, found.component.version) == ("Foo library", "1.2")


def test_a_folder_is_certain_and_files_grouped_by_holder_are_not():
    scans = {
        "v/foo/LICENSE": FOO_TEXT,
        "w/a.py": foreign("Bar GmbH"),
        "x/b.py": foreign("Bar GmbH"),
    }
    folder, files = draft(scans)
    assert folder.certain == folder.component
    assert files.certain is None


def test_files_with_the_same_first_holder_under_one_licence_are_one_component():
    more = scan(copyright_("Foo Corp."), copyright_("Bar GmbH"), license_("MIT", line=3))
    other = scan(copyright_("Foo Corp."), copyright_("Baz Ltd."), license_("MIT", line=3))
    last = scan(copyright_("Qux Inc."), copyright_("Foo Corp."), license_("MIT", line=3))
    first, second = draft({"a.c": more, "b.c": other, "x/d.c": last})
    assert first.component.holders == ("Foo Corp.", "Bar GmbH", "Baz Ltd.")
    assert (first.component.paths, second.component.paths) == (("/a.c", "/b.c"), ("x/d.c",))


def test_what_autotools_put_into_a_package_is_one_component():
    gnu = foreign("Free Software Foundation, Inc.", "FSFUL")
    scans = {
        "configure": gnu,
        "build-aux/install-sh": foreign("X Consortium", "X11"),
        "m4/foo.m4": foreign("Foo Corp.", "FSFAP"),
        "src/missing": foreign("Foo Corp.", "FSFAP"),
    }
    first, second = draft(scans)
    assert (first.component.name, first.files) == ("GNU build system", 3)
    assert first.component.license == "FSFUL AND X11 AND FSFAP"
    assert second.component.paths == ("src/missing",)


def test_the_text_of_a_gnu_licence_states_later_versions_where_the_headers_do():
    text = scan(license_("GPL-2.0-only"))
    (found,) = draft({"v/COPYING": text, "v/a.c": foreign(expression="GPL-2.0-or-later")})
    assert found.component.license == "GPL-2.0-or-later"


def test_a_licence_with_an_exception_is_allowed_where_it_is_left_for_review():
    licence = "GPL-3.0-or-later WITH GCC-exception-3.1"
    ours = scan(copyright_("Haneul Labs"), license_(licence, line=2))
    files, _ = classified(policy(), {"a.c": ours})
    assert components.undeclared_licenses(files.values()) == {licence}


def test_a_reference_to_a_licence_that_nothing_declares_is_no_licence_to_allow():
    unknown = "LicenseRef-scancode-unknown-license-reference"
    refers = license_(unknown, match(unknown, references=("LICENSE",)))
    files, _ = classified(policy(), {"v/a.c": scan(refers), "v/LICENSE": FOO_TEXT})
    assert [item.rest for item in files["v/a.c"].effective] == [("of v/LICENSE",)]
    assert components.undeclared_licenses([files["v/a.c"]]) == set()
