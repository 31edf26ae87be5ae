"""What a release holds of others, from the policy and the scan."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.haneul import MIT
from support.scans import classified, component, copyright_, ignored, license_, policy, scan

from attribcheck.core.model import ScanFailure
from attribcheck.documents import assemble
from attribcheck.documents.inventory import (
    CarriedText,
    Digests,
    Holder,
    LegalFile,
    OtherStatement,
    Statement,
)

FOO = component("Foo", holders=("Foo Corp.",), paths=("vendor/foo/**",))
BAR = component("Bar", holders=("Bar GmbH",), paths=("vendor/**",))
CODE = "vendor/foo/a.py"
LICENSE = "vendor/foo/LICENSE"
MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


def inventory(rules, scans, texts=None, others=(), *, digests=None, created=MADE, modified=None):
    """Return the inventory of files by path, in an order that is not theirs."""
    files, classifier = classified(rules, scans, others=(*others, *(texts or {})))
    return assemble.build(
        classifier.coverage,
        reversed(files.values()),
        texts or {},
        digests=digests or {},
        created=created,
        modified=modified,
    )


def items(rules, scans, texts=None):
    return inventory(rules, scans, texts).items


def only(rules, scans, texts=None):
    (item,) = items(rules, scans, texts)
    return item


def paths(item):
    return tuple(file.path for file in item.files)


def texts_of(item):
    return tuple(statement.text for statement in item.statements)


def test_components_come_in_the_order_of_the_policy_with_their_files_by_path():
    scans = {path: scan() for path in ("vendor/z.py", CODE, "src/a.py")}
    first, second = items(policy(BAR, FOO), scans)
    assert (first.name, paths(first)) == ("Bar", (CODE, "vendor/z.py"))
    assert (second.name, paths(second)) == ("Foo", (CODE,))


def test_an_item_says_what_the_policy_says():
    declared = component(
        "Foo",
        license="MIT",
        version="2.1",
        purl="pkg:pypi/foo@2.1",
        supplier="Foo Corp.",
        origin="DE",
        source="https://foo.example",
        modified=True,
        models=("foo/Foo-7B",),
    )
    item = only(policy(declared), {})
    assert (item.title, item.purl, item.supplier, item.origin, item.source) == (
        "Foo 2.1",
        "pkg:pypi/foo@2.1",
        "Foo Corp.",
        "DE",
        "https://foo.example",
    )
    assert (item.concluded_license, item.modified, item.models, item.patterns) == (
        "MIT",
        True,
        ("foo/Foo-7B",),
        ("vendor/foo/**",),
    )


@pytest.mark.parametrize(
    ("stated", "by_digests", "modified"),
    [
        (None, None, None),
        (None, True, True),
        (None, False, False),
        (False, None, False),
        (False, True, True),
        (True, None, True),
        (True, False, True),
    ],
)
def test_digests_say_whether_it_was_modified_unless_somebody_says_it_was(
    stated, by_digests, modified
):
    declared = component("Foo", modified=stated)
    recorded = {} if by_digests is None else {"Foo": by_digests}
    (item,) = inventory(policy(declared), {}, modified=recorded).items
    assert item.modified is modified


def test_the_project_is_named_with_its_holders_but_not_by_patterns():
    rules = policy(holders=("Haneul Labs", "re:Haneul .*"))
    project = inventory(rules, {}).project
    assert (project.name, project.license, project.holders) == (
        "Haneul",
        "Apache-2.0",
        ("Haneul Labs",),
    )


class TestStatements:
    """Copyright statements: verbatim, once, and whose they are."""

    def test_each_is_kept_once_with_all_its_files_in_the_order_of_the_paths(self):
        old = copyright_("Foo Corp.", text="Copyright (c) 2020 Foo Corp.")
        new = copyright_("Foo Corp.", text="Copyright (c) 2025 Foo Corp.")
        item = only(policy(FOO), {"vendor/foo/b.py": scan(new, old), CODE: scan(old)})
        assert item.statements == (
            Statement("Copyright (c) 2020 Foo Corp.", ("Foo Corp.",), (CODE, "vendor/foo/b.py")),
            Statement("Copyright (c) 2025 Foo Corp.", ("Foo Corp.",), ("vendor/foo/b.py",)),
        )

    def test_one_belongs_to_the_component_that_declares_its_holder(self):
        scans = {CODE: scan(copyright_("Foo Corp."), copyright_("Bar GmbH"))}
        foo, bar = items(policy(FOO, BAR), scans)
        assert texts_of(foo) == ("Copyright (c) 2025 Foo Corp.",)
        assert texts_of(bar) == ("Copyright (c) 2025 Bar GmbH",)
        assert foo.files[0].statements == texts_of(foo)

    def test_at_the_top_of_the_repository_one_is_none_of_a_components_files(self):
        item = only(policy(FOO), {"NOTICE": scan(copyright_("Foo Corp."))})
        assert (item.files, item.statements) == ((), ())

    def test_what_is_not_counted_is_listed_with_its_reason(self):
        notices = (
            copyright_("Haneul Labs", line=1),
            copyright_("Baz", line=2),
            copyright_("Foo Corp.", line=5),
            copyright_("FSF", line=9, part_of="gpl-2.0.LICENSE"),
        )
        item = only(policy(FOO), {CODE: scan(*notices, markers=(ignored(4, 6),))})
        assert item.statements == ()
        assert item.asides == (
            OtherStatement(
                "Copyright (c) 2025 Haneul Labs",
                "its holder is one of [project] holders",
                (CODE,),
            ),
            OtherStatement("Copyright (c) 2025 Baz", "no component declares its holder", (CODE,)),
            OtherStatement(
                "Copyright (c) 2025 Foo Corp.", "it is in a REUSE-Ignore block", (CODE,)
            ),
            OtherStatement(
                "Copyright (c) 2025 FSF",
                "it belongs to the licence text gpl-2.0.LICENSE, not to this file",
                (CODE,),
            ),
        )

    def test_what_is_not_counted_is_listed_once_though_two_components_share_the_file(self):
        foo, bar = items(policy(FOO, BAR), {CODE: scan(copyright_("Baz"))})
        assert len(foo.asides) == 1
        assert bar.asides == ()

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["vendor/foo/a", "vendor/foo/b", "vendor/c"]),
                st.sampled_from(["Foo Corp.", "Bar GmbH", "Baz", "Haneul Labs", ""]),
                st.sampled_from([2019, 2020]),
            )
        )
    )
    def test_none_is_ever_left_out(self, found):
        scans = {}
        for path, holder, year in found:
            text = f"Copyright {year} {holder}".rstrip()
            notice = copyright_(*filter(None, [holder]), text=text, line=len(scans) + 1)
            scans.setdefault(path, []).append(notice)
        listed = items(policy(FOO, BAR), {path: scan(*all_) for path, all_ in scans.items()})
        kept = {
            (path, one.text)
            for item in listed
            for one in (*item.statements, *item.asides)
            for path in one.files
        }
        assert kept == {(path, one.text) for path, all_ in scans.items() for one in all_}


class TestHolders:
    """Who holds the copyright: never two in one."""

    def test_they_have_the_years_of_their_own_statements(self):
        notices = (
            copyright_("Foo Corp.", text="Copyright 2019 Foo Corp.", line=1),
            copyright_("foo corp", text="(c) 2020, 2023 foo corp", line=2),
        )
        item = only(policy(FOO), {CODE: scan(*notices)})
        assert item.holders == (Holder("Foo Corp.", "2019-2020, 2023"),)

    def test_two_legal_forms_of_one_name_are_two_holders(self):
        both = component("Foo", holders=("Foo Inc.", "Foo GmbH"))
        notices = (copyright_("Foo Inc.", line=1), copyright_("Foo GmbH", line=2))
        item = only(policy(both), {CODE: scan(*notices)})
        assert [holder.name for holder in item.holders] == ["Foo Inc.", "Foo GmbH"]

    def test_a_statement_of_several_gives_none_of_them_its_years(self):
        both = component("Foo", holders=("Foo Corp.", "Bar GmbH"))
        notice = copyright_("Foo Corp.", "Bar GmbH", text="(c) 2019 Foo Corp., 2021 Bar GmbH")
        item = only(policy(both), {CODE: scan(notice)})
        assert item.holders == (Holder("Foo Corp.", ""), Holder("Bar GmbH", ""))


class TestLicenses:
    """Concluded, declared, detected."""

    def test_the_declared_licence_is_that_of_the_licence_file(self):
        scans = {CODE: scan(license_("ISC")), LICENSE: scan(license_("MIT"))}
        item = only(policy(component(license="MIT AND ISC")), scans, {LICENSE: ""})
        assert (item.concluded_license, item.declared_license) == ("MIT AND ISC", "MIT")
        assert item.detected_license == "MIT AND ISC"
        assert [file.license for file in item.files] == ["MIT", "ISC"]

    def test_a_licence_file_further_down_is_of_a_part_alone(self):
        inner = "vendor/foo/inner/LICENSE"
        scans = {LICENSE: scan(license_("MIT")), inner: scan(license_("ISC"))}
        item = only(policy(FOO), scans, {LICENSE: "", inner: ""})
        assert item.declared_license == "MIT"

    def test_without_a_licence_file_the_package_manifest_declares_it(self):
        scans = {CODE: scan(license_("ISC")), "vendor/foo/package.json": scan(license_("MIT"))}
        assert only(policy(FOO), scans).declared_license == "MIT"

    def test_without_either_nobody_declared_one(self):
        item = only(policy(FOO), {CODE: scan(license_("MIT"))})
        assert (item.declared_license, item.detected_license) == (None, "MIT")
        assert only(policy(FOO), {CODE: scan()}).detected_license is None

    def test_every_licence_stands_once_with_its_text_and_its_users(self):
        rules = policy(
            component("Foo", license="MIT OR GPL-2.0-only WITH Classpath-exception-2.0"),
            component("Bar", license="MIT", version="3", paths=("bar/**",)),
        )
        found = inventory(rules, {}).licenses
        assert [(one.id, one.used_by) for one in found] == [
            ("Classpath-exception-2.0", ("Foo",)),
            ("GPL-2.0-only", ("Foo",)),
            ("MIT", ("Foo", "Bar 3")),
        ]
        assert all(one.text for one in found)

    @pytest.mark.parametrize("name", ["LicenseRef-foo", "LicenseRef-foo.txt"])
    def test_the_text_of_a_licence_of_ones_own_is_taken_from_licenses(self, name):
        rules = policy(component("Foo", license="LicenseRef-foo"))
        (found,) = inventory(rules, {}, {f"LICENSES/{name}": "Use it well.\n"}).licenses
        assert (found.name, found.text) == ("LicenseRef-foo", "Use it well.")

    def test_what_is_stated_or_detected_and_not_concluded_has_its_text_too(self):
        clue = license_("BSD-3-Clause", clue=True)
        file = scan(license_("ISC"), clue, license_expression="ISC AND LicenseRef-bar")
        scans = {CODE: file, LICENSE: scan(license_("MIT"))}
        found = inventory(policy(FOO), scans, {"LICENSES/LicenseRef-bar": "Ask.", LICENSE: MIT})
        assert [one.id for one in found.licenses] == ["MIT"]
        further = {one.id: one for one in found.further_licenses}
        assert {"ISC", "LicenseRef-bar"} <= further.keys()
        assert "MIT" not in further
        assert further["LicenseRef-bar"].text == "Ask."
        assert further["ISC"].used_by == ("Foo",)

    def test_a_licence_without_a_text_says_so(self):
        (found,) = inventory(policy(component("Foo", license="LicenseRef-foo")), {}).licenses
        assert found.text is None


class TestLegalFiles:
    """What came with a component."""

    def test_a_licence_file_that_only_repeats_its_licence_is_not_carried(self):
        notice = copyright_("Foo Corp.", line=3)
        found = inventory(policy(FOO), {LICENSE: scan(notice)}, {LICENSE: MIT})
        assert found.items[0].legal == (LegalFile(LICENSE, "license", MIT, "MIT"),)
        assert found.texts == ()

    def test_one_that_says_more_is_carried(self):
        text = MIT + "\nThe name Foo is a mark of Foo Corp.\n"
        found = inventory(policy(FOO), {LICENSE: scan()}, {LICENSE: text})
        assert found.texts == (CarriedText((LICENSE,), text),)

    def test_one_text_of_two_files_is_carried_once(self):
        second = "vendor/foo/more/COPYING"
        scans = {LICENSE: scan(), second: scan()}
        found = inventory(policy(FOO), scans, {LICENSE: "Ask us.\n", second: "Ask us.\n"})
        assert found.texts == (CarriedText((LICENSE, second), "Ask us.\n"),)

    def test_a_notice_is_carried_verbatim(self):
        path = "vendor/foo/NOTICE"
        found = inventory(policy(FOO), {path: scan()}, {path: "Foo\n\n  made this \n"})
        assert found.items[0].legal == (LegalFile(path, "notice", "Foo\n\n  made this \n"),)
        assert found.texts == (CarriedText((path,), "Foo\n\n  made this \n"),)

    def test_the_notice_file_of_the_policy_comes_first_and_once(self):
        named = component(notice_file="vendor/foo/z/NOTICE")
        texts = {"vendor/foo/z/NOTICE": "Z", "vendor/foo/CREDITS": "C"}
        item = only(policy(named), {path: scan() for path in texts}, texts)
        assert [legal.path for legal in item.legal] == ["vendor/foo/z/NOTICE", "vendor/foo/CREDITS"]

    def test_the_legal_files_at_the_top_are_our_own(self):
        everything = component(paths=("**",))
        assert only(policy(everything), {"LICENSE": scan(), "NOTICE": scan()}).legal == ()


def test_a_file_that_could_not_be_scanned_is_named():
    item = only(policy(FOO), {CODE: ScanFailure("it took too long")})
    assert item.unscanned == (CODE,)


def test_a_path_that_is_not_utf_8_is_escaped_everywhere():
    path = "vendor/foo/\udcff\n.py"
    item = only(policy(FOO), {path: scan(copyright_("Foo Corp."), copyright_("Baz", line=2))})
    shown = "vendor/foo/\\xff\\x0a.py"
    assert (paths(item), item.statements[0].files, item.asides[0].files) == (
        (shown,),
        (shown,),
        (shown,),
    )


def test_all_that_has_to_be_read_is_told_before():
    rules = policy(component("Foo", notice_file="legal/foo.txt"))
    others = (LICENSE, "vendor/foo/NOTICE", CODE, "legal/foo.txt", "LICENSES/MIT.txt", "LICENSE")
    _, classifier = classified(rules, {}, others=others)
    assert assemble.paths_to_read(classifier.coverage) == (
        "LICENSES/MIT.txt",
        "legal/foo.txt",
        LICENSE,
        "vendor/foo/NOTICE",
    )


def test_a_file_has_the_digests_of_its_content():
    digests = Digests("a" * 40, "b" * 64)
    scans = {CODE: scan(), "vendor/foo/other.py": scan()}
    (item,) = inventory(policy(FOO), scans, digests={CODE: digests}).items
    assert [file.digests for file in item.files] == [digests, None]


def test_the_time_is_told_in_utc():
    there = MADE.astimezone(timezone(timedelta(hours=9)))
    assert inventory(policy(), {}, created=there).created == "2026-01-02T03:04:05Z"


def test_without_components_there_are_no_items():
    found = inventory(policy(), {"a.py": scan(copyright_("Foo Corp."))})
    assert (found.items, found.licenses, found.texts) == ((), (), ())


def test_statements_of_contributors_are_listed_apart_from_components():
    project = policy(FOO).project._replace(contributors=("Bar GmbH",))
    ours = scan(copyright_("Haneul Labs"), copyright_("Bar GmbH", line=2))
    made = inventory(
        policy(FOO)._replace(project=project), {"src/a.py": ours, "src/b.py": ours, CODE: scan()}
    )
    (found,) = made.contributed
    assert (found.holders, found.files) == (("Bar GmbH",), ("src/a.py", "src/b.py"))
    assert made.items[0].statements == ()
