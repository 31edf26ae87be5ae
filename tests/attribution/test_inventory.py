"""What a release holds of others."""

from support.scans import component, copyright_, ignored, license_, policy, resolved, scan

from attribcheck.attribution import inventory

FOO = component("Foo", holders=("Foo Corp.",), paths=("vendor/foo/**",))
BAR = component("Bar", holders=("Bar GmbH",), paths=("vendor/**",), notice_file="vendor/NOTICE")


def items(rules, scans, notices=None):
    files, _ = resolved(rules, scans)
    return inventory.build(rules, reversed(files.values()), notices or {})


def test_components_come_in_the_order_of_the_policy_with_their_files_by_path():
    scans = {path: scan() for path in ("vendor/z.py", "vendor/foo/a.py", "src/a.py")}
    first, second = items(policy(BAR, FOO), scans)
    assert (first.component, first.files) == (BAR, ("vendor/foo/a.py", "vendor/z.py"))
    assert (second.component, second.files) == (FOO, ("vendor/foo/a.py",))


def test_each_statement_is_kept_once_in_the_order_of_the_paths():
    old = copyright_("Foo Corp.", text="Copyright (c) 2020 Foo Corp.")
    new = copyright_("Foo Corp.", text="Copyright (c) 2025 Foo Corp.")
    scans = {"vendor/foo/b.py": scan(new, old), "vendor/foo/a.py": scan(old)}
    (item,) = items(policy(FOO), scans)
    assert item.statements == ("Copyright (c) 2020 Foo Corp.", "Copyright (c) 2025 Foo Corp.")


def test_a_statement_belongs_to_the_component_that_declares_its_holder():
    scans = {"vendor/foo/a.py": scan(copyright_("Foo Corp."), copyright_("Bar GmbH"))}
    foo, bar = items(policy(FOO, BAR), scans)
    assert foo.statements == ("Copyright (c) 2025 Foo Corp.",)
    assert bar.statements == ("Copyright (c) 2025 Bar GmbH",)


def test_what_is_ours_or_undeclared_or_ignored_or_a_licence_is_no_statement_of_a_component():
    notices = (
        copyright_("Haneul Labs", line=1),
        copyright_("Baz", line=2),
        license_("MIT", line=3),
        copyright_("Foo Corp.", line=5),
    )
    (item,) = items(policy(FOO), {"vendor/foo/a.py": scan(*notices, markers=(ignored(4, 6),))})
    assert item.statements == ()


def test_a_statement_at_the_top_of_the_repository_is_none_of_a_components_files():
    (item,) = items(policy(FOO), {"NOTICE": scan(copyright_("Foo Corp."))})
    assert (item.files, item.statements) == ((), ())


def test_the_notice_file_is_carried_as_it_is():
    (item,) = items(policy(BAR), {}, {"vendor/NOTICE": "Bar\r\n\n  made this\n"})
    assert item.notice == "Bar\r\n\n  made this\n"


def test_a_component_without_a_notice_file_carries_none():
    (item,) = items(policy(FOO), {}, {"vendor/NOTICE": "Bar"})
    assert item.notice is None


def test_without_components_there_are_no_items():
    assert items(policy(), {"a.py": scan(copyright_("Foo Corp."))}) == ()
