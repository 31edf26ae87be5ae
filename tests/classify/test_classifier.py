"""What explains what: notices against the components of a policy."""

import pytest
from support.scans import (
    blob,
    classified,
    component,
    copyright_,
    ignored,
    license_,
    match,
    policy,
    scan,
)

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import NOBODY, Status
from attribcheck.core.model import BlobKind, ScanFailure
from attribcheck.scan.key import ScanKey

FOO = component("Foo", holders=("Foo Corp.",), license="MIT", paths=("vendor/foo/**",))
BAR = component("Bar", holders=("Bar GmbH",), license="BSD-3-Clause", paths=("vendor/**",))
SEE_LICENSE = "LicenseRef-scancode-unknown-license-reference"


def classify(rules, path, *notices, markers=()):
    """Classify the notices of one file alone."""
    files, _ = classified(rules, {path: scan(*notices, markers=markers)})
    return files[path]


def only(rules, path, notice):
    (item,) = classify(rules, path, notice).notices
    return item


def refers(name="LICENSE", expression=SEE_LICENSE):
    return license_(expression, references=(name,))


@pytest.mark.parametrize(
    ("path", "holders", "status", "rest", "by"),
    [
        ("src/a.py", ("Haneul Labs",), Status.OWN, (), None),
        ("src/a.py", ("HANEUL LABS, Inc.",), Status.OWN, (), None),
        ("src/a.py", ("Foo Corp.",), Status.UNDECLARED, ("Foo Corp.",), None),
        ("vendor/foo/a.py", ("Foo Corp.",), Status.DECLARED, (), "Foo"),
        ("vendor/foo/a.py", ("Haneul Labs",), Status.OWN, (), None),
        ("vendor/foo/a.py", ("Haneul Labs and Foo",), Status.DECLARED, (), "Foo"),
        ("vendor/foo/a.py", ("Bar GmbH",), Status.DECLARED, (), "Bar"),
        ("vendor/foo/a.py", ("Foo and Bar",), Status.DECLARED, (), "Foo"),
        ("vendor/foo/a.py", ("Foo", "Bar"), Status.DECLARED, (), "Foo"),
        ("vendor/foo/a.py", ("Foo and Baz",), Status.UNDECLARED, ("Baz",), "Foo"),
        ("vendor/foo/a.py", ("Foo", "Baz", "Qux"), Status.UNDECLARED, ("Baz", "Qux"), "Foo"),
        ("vendor/b.py", ("Foo and Bar",), Status.UNDECLARED, ("Foo",), "Bar"),
        ("src/a.py", ("Haneul Labs and Foo",), Status.UNDECLARED, ("Foo",), None),
        ("src/a.py", (), Status.UNDECLARED, (NOBODY,), None),
        ("vendor/foo/a.py", (), Status.DECLARED, (), "Foo"),
        ("NOTICE", ("Foo and Bar",), Status.DECLARED, (), "Foo"),
        ("NOTICE", ("Baz",), Status.UNDECLARED, ("Baz",), None),
        ("LICENSES/MIT.txt", ("Bar GmbH",), Status.DECLARED, (), "Bar"),
        ("README.md", ("Foo Corp.",), Status.UNDECLARED, ("Foo Corp.",), None),
    ],
)
def test_a_statement_needs_each_of_its_holders_explained(path, holders, status, rest, by):
    item = only(policy(FOO, BAR), path, copyright_(*holders))
    assert (item.status, item.rest) == (status, rest)
    assert (item.component.name if item.component else None) == by


@pytest.mark.parametrize(
    ("path", "expression", "status", "rest", "by"),
    [
        ("src/a.py", "Apache-2.0", Status.OWN, (), None),
        ("src/a.py", "MIT", Status.UNDECLARED, ("MIT",), None),
        ("src/a.py", "Apache-2.0 AND MIT", Status.UNDECLARED, ("MIT",), None),
        ("vendor/foo/a.py", "MIT", Status.DECLARED, (), "Foo"),
        ("vendor/foo/a.py", "BSD-3-Clause", Status.DECLARED, (), "Bar"),
        ("vendor/foo/a.py", "MIT AND BSD-3-Clause", Status.DECLARED, (), "Foo"),
        ("vendor/foo/a.py", "Apache-2.0", Status.MISMATCH, ("Apache-2.0",), "Foo"),
        ("vendor/foo/a.py", "MIT OR ISC", Status.DECLARED, (), "Foo"),
        ("vendor/foo/a.py", SEE_LICENSE, Status.UNKNOWN, (SEE_LICENSE,), None),
        ("src/a.py", SEE_LICENSE, Status.UNKNOWN, (SEE_LICENSE,), None),
        ("NOTICE", "MIT AND Apache-2.0", Status.DECLARED, (), "Foo"),
        ("NOTICE", "ISC", Status.UNDECLARED, ("ISC",), None),
        ("LICENSE", "Apache-2.0", Status.OWN, (), None),
    ],
)
def test_a_licence_needs_each_of_its_ids_explained(path, expression, status, rest, by):
    item = only(policy(FOO, BAR), path, license_(expression))
    assert (item.status, item.rest) == (status, rest)
    assert (item.component.name if item.component else None) == by


CLA, DCO = "LicenseRef-scancode-generic-cla", "LicenseRef-scancode-dco-1.1"
DISCLAIMER = "LicenseRef-scancode-warranty-disclaimer"


@pytest.mark.parametrize("path", ["CONTRIBUTING.md", "vendor/foo/README.md"])
@pytest.mark.parametrize("expression", [CLA, DCO, f"{CLA} AND {DCO}"])
def test_an_agreement_of_contributors_is_no_licence_of_the_file(path, expression):
    item = only(policy(FOO), path, license_(expression))
    assert (item.status, item.why) == (
        Status.NOISE,
        "it is about contributions, and says nothing about the use of the file",
    )


@pytest.mark.parametrize("more", [CLA, DISCLAIMER])
def test_a_licence_beside_such_an_agreement_or_a_disclaimer_is_judged_alone(more):
    assert (
        only(policy(FOO), "vendor/foo/a.c", license_(f"MIT AND {more}")).status is Status.DECLARED
    )
    item = only(policy(FOO), "vendor/foo/a.c", license_(f"ISC AND {more}"))
    assert (item.status, item.rest) == (Status.MISMATCH, ("ISC",))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("vendor/foo/a.c", Status.DECLARED),
        ("a.c", Status.UNDECLARED),
        ("NOTICE", Status.UNDECLARED),
    ],
)
def test_a_disclaimer_alone_needs_a_component(path, status):
    assert only(policy(FOO), path, license_(DISCLAIMER)).status is status


def test_another_licence_in_a_file_of_our_own_is_a_mismatch():
    file = classify(policy(), "a.py", copyright_("Haneul Labs"), license_("MIT", line=2))
    assert [item.status for item in file.notices] == [Status.OWN, Status.MISMATCH]
    assert file.is_own


def test_another_licence_beside_a_foreign_holder_is_undeclared():
    notices = (copyright_("Haneul Labs"), copyright_("Foo Corp."), license_("MIT"))
    file = classify(policy(), "a.py", *notices)
    assert [item.status for item in file.notices][1:] == [Status.UNDECLARED, Status.UNDECLARED]
    assert not file.is_own


def test_without_a_licence_of_the_project_no_licence_is_a_mismatch():
    file = classify(policy(license=None), "a.py", copyright_("Haneul Labs"), license_("MIT"))
    assert file.notices[1].status is Status.UNDECLARED


def test_the_projects_licence_beside_our_notice_is_ours_in_a_component_too():
    notices = (copyright_("Foo Corp."), copyright_("Haneul Labs"), license_("Apache-2.0"))
    file = classify(policy(FOO), "vendor/foo/a.py", *notices)
    assert [item.status for item in file.notices[1:]] == [Status.OWN, Status.OWN]


def test_our_header_alone_does_not_change_the_licence_of_a_component():
    notices = (copyright_("Haneul Labs"), license_("Apache-2.0"))
    file = classify(policy(FOO), "vendor/foo/a.py", *notices)
    assert [item.status for item in file.notices] == [Status.OWN, Status.MISMATCH]


def test_a_component_that_names_us_too_may_hold_our_header_alone():
    shared = FOO._replace(holders=("Foo Corp.", "Haneul Labs"))
    notices = (copyright_("Haneul Labs"), license_("Apache-2.0"))
    file = classify(policy(shared), "vendor/foo/a.py", *notices)
    assert [item.status for item in file.notices] == [Status.OWN, Status.OWN]


def test_a_component_of_our_own_holders_is_a_part_of_the_project_with_its_own_licence():
    part = FOO._replace(holders=("Haneul Labs",), license="MIT")
    notices = (copyright_("Haneul Labs"), license_("MIT"))
    file = classify(policy(part), "vendor/foo/a.py", *notices)
    assert [item.declared_by for item in file.notices] == [part, part]
    assert file.is_own


def test_the_projects_licence_in_such_a_part_is_a_mismatch():
    part = FOO._replace(holders=("Haneul Labs",), license="MIT")
    notices = (copyright_("Haneul Labs"), license_("Apache-2.0"))
    file = classify(policy(part), "vendor/foo/a.py", *notices)
    assert [item.status for item in file.notices] == [Status.OWN, Status.MISMATCH]


@pytest.mark.parametrize(
    ("stated", "rest"),
    [
        ("MIT OR GPL-2.0-only", ()),
        ("GPL-2.0-only OR (MIT AND MIT)", ()),
        ("BSD-3-Clause OR GPL-2.0-only", ("BSD-3-Clause", "GPL-2.0-only")),
        ("(MIT OR ISC) AND GPL-2.0-only", ("GPL-2.0-only",)),
        ("(MIT AND ISC) OR GPL-2.0-only", ("ISC", "GPL-2.0-only")),
    ],
)
def test_a_component_takes_one_branch_of_a_choice(stated: str, rest: tuple[str, ...]):
    item = only(policy(FOO), "vendor/foo/a.py", license_(stated))
    assert item.rest == rest
    assert item.status is (Status.MISMATCH if rest else Status.DECLARED)


def test_an_own_file_offers_every_branch_of_its_choice():
    notices = (copyright_("Haneul Labs"), license_("Apache-2.0 OR GPL-2.0-only"))
    file = classify(policy(), "a.py", *notices)
    assert file.notices[1].status is Status.MISMATCH


def test_a_file_without_a_statement_is_not_our_own():
    assert not classify(policy(), "a.py", license_("Apache-2.0")).is_own


def test_a_declared_choice_explains_a_file_that_states_one_of_both():
    either = component("Either", license="MIT OR Apache-2.0", paths=("v/**",))
    item = only(policy(either, license="ISC"), "v/a.py", license_("Apache-2.0"))
    assert item.status is Status.DECLARED


@pytest.mark.parametrize("path", ["LICENSE", "COPYING", "LICENSES/GPL-3.0-or-later.txt"])
def test_the_gpls_text_is_that_of_an_or_later_project(path):
    item = only(policy(license="GPL-3.0-or-later"), path, license_("GPL-3.0-only"))
    assert item.status is Status.OWN


def test_a_header_of_that_version_only_is_not_the_or_later_projects():
    item = only(policy(license="GPL-3.0-or-later"), "src/a.py", license_("GPL-3.0-only"))
    assert item.status is Status.UNDECLARED


def test_the_gpls_text_is_that_of_an_or_later_component():
    gnu = component("GNU", license="LGPL-2.1-or-later", paths=("v/**",))
    text = license_("LGPL-2.1-only")
    assert only(policy(gnu), "v/COPYING", text).status is Status.DECLARED
    assert only(policy(gnu), "v/a.c", text).status is Status.MISMATCH


def test_what_a_reuse_block_encloses_is_ignored():
    notices = [copyright_("Foo Corp.", line=line) for line in (1, 5, 9)]
    file = classify(policy(), "a.py", *notices, markers=(ignored(4, 6),))
    found = [item.status for item in file.notices]
    assert found == [Status.UNDECLARED, Status.IGNORED, Status.UNDECLARED]
    assert [item.notice.span.start for item in file.effective] == [1, 9]


def test_noise_and_ignored_statements_make_no_file_our_own_or_foreign():
    code = copyright_("Foo", line=2, text="(c) Foo", written="if (c) Foo(c);")
    licence = license_("MIT", line=3)
    file = classify(policy(), "a.py", copyright_("Haneul Labs"), code, licence)
    assert [item.status for item in file.notices] == [Status.OWN, Status.NOISE, Status.MISMATCH]
    assert file.is_own


def test_the_notices_keep_the_order_of_the_file():
    notices = (license_("MIT", line=1), copyright_("Foo Corp.", line=2), license_("ISC", line=3))
    file = classify(policy(), "a.py", *notices)
    assert tuple(item.notice for item in file.notices) == notices


def test_overlapping_components_are_listed_in_the_order_of_the_policy():
    assert classify(policy(BAR, FOO), "vendor/foo/a.py").components == (BAR, FOO)
    assert classify(policy(BAR, FOO), "vendor/b.py").components == (BAR,)


def test_a_licence_in_a_folder_that_does_not_name_us_is_somebody_elses():
    text = license_("Apache-2.0", match("Apache-2.0", length=1500))
    item = only(policy(), "vendor/x/LICENSE", text)
    assert (item.status, item.rest) == (Status.UNDECLARED, ("Apache-2.0",))


def test_a_licence_in_a_folder_that_copies_the_top_one_is_ours():
    text = scan(license_("Apache-2.0"))
    files, _ = classified(
        policy(),
        {"LICENSE": text, "sub/LICENSE": text},
        contents={"LICENSE": "Apache", "sub/LICENSE": "Apache"},
    )
    assert files["sub/LICENSE"].notices[0].status is Status.OWN


def test_a_licence_in_a_folder_that_names_us_is_ours():
    file = classify(policy(), "sub/LICENSE", copyright_("Haneul Labs"), license_("Apache-2.0"))
    assert [item.status for item in file.notices] == [Status.OWN, Status.OWN]


def test_a_reference_to_the_licence_at_the_top_is_ours():
    files, _ = classified(
        policy(), {"LICENSE": scan(license_("Apache-2.0")), "src/a.py": scan(refers())}
    )
    (item,) = files["src/a.py"].notices
    assert (item.status, item.why) == (Status.OWN, "it refers to LICENSE")


def test_a_reference_of_a_component_means_what_the_component_declares():
    scans = {"vendor/foo/LICENSE": scan(license_("MIT")), "vendor/foo/a.py": scan(refers())}
    files, _ = classified(policy(FOO), scans)
    (item,) = files["vendor/foo/a.py"].notices
    assert (item.status, item.component) == (Status.DECLARED, FOO)
    assert "it refers to vendor/foo/LICENSE" in item.why


def test_a_reference_to_a_licence_of_somebody_else_is_undeclared():
    theirs = scan(copyright_("Foo Corp."), license_("MIT"))
    files, _ = classified(policy(), {"x/LICENSE": theirs, "x/a.py": scan(refers())})
    (item,) = files["x/a.py"].notices
    assert (item.status, item.rest) == (Status.UNDECLARED, ("of x/LICENSE",))


def test_a_reference_to_a_licence_in_a_folder_that_names_us_is_ours():
    ours = scan(copyright_("Haneul Labs"), license_("Apache-2.0"))
    files, _ = classified(policy(), {"x/LICENSE": ours, "x/a.py": scan(refers())})
    assert files["x/a.py"].notices[0].status is Status.OWN


@pytest.mark.parametrize(
    ("name", "status"), [("TERMS.md", Status.DECLARED), ("other.md", Status.UNKNOWN)]
)
def test_a_package_of_npm_may_refer_to_a_file_of_any_name(name, status):
    written = f'  "license": "SEE LICENSE IN {name}",'
    scans = {
        "vendor/foo/package.json": scan(license_(SEE_LICENSE, written=written)),
        "vendor/foo/TERMS.md": scan(license_("MIT")),
    }
    files, _ = classified(policy(component()), scans)
    assert files["vendor/foo/package.json"].notices[0].status is status


def test_a_reference_to_nowhere_stays_unknown():
    files, _ = classified(policy(), {"src/a.py": scan(refers("COPYING"))}, others=("LICENSE",))
    (item,) = files["src/a.py"].notices
    assert (item.status, item.rest) == (Status.UNKNOWN, (SEE_LICENSE,))


def test_a_named_licence_that_refers_to_a_file_is_still_judged_by_its_name():
    scans = {"LICENSE": scan(license_("Apache-2.0")), "a.py": scan(refers(expression="MIT"))}
    files, _ = classified(policy(), scans)
    (item,) = files["a.py"].notices
    assert (item.status, item.rest) == (Status.UNDECLARED, ("MIT",))


def test_licence_files_that_refer_to_each_other_end_the_chase():
    scans = {"x/LICENSE": scan(refers("COPYING")), "x/COPYING": scan(refers("LICENSE"))}
    files, _ = classified(policy(), scans)
    found = {path: file.notices[0].rest for path, file in files.items()}
    assert found == {"x/LICENSE": ("of x/COPYING",), "x/COPYING": ("of x/LICENSE",)}


def test_a_licence_file_that_refers_to_itself_refers_to_nothing():
    item = only(policy(), "x/LICENSE", refers("LICENSE"))
    assert item.status is Status.UNKNOWN


def test_a_detection_is_a_mere_reference_only_when_all_its_matches_are():
    both = license_(
        f"Apache-2.0 AND {SEE_LICENSE}",
        match("Apache-2.0"),
        match(SEE_LICENSE, references=("LICENSE",)),
    )
    files, _ = classified(policy(), {"LICENSE": scan(license_("Apache-2.0")), "a.py": scan(both)})
    (item,) = files["a.py"].notices
    assert (item.status, item.why) == (Status.OWN, "it is the project's own licence")


def test_what_could_not_be_scanned_has_no_notices_but_its_components():
    failure = ScanFailure("it took too long")
    files, _ = classified(policy(FOO), {"vendor/foo/a.py": failure})
    file = files["vendor/foo/a.py"]
    assert (file.scan, file.notices, file.components) == (failure, (), (FOO,))


def test_a_file_that_was_never_scanned_is_no_file_without_notices():
    _, classifier = classified(policy(), {}, others=("a.py",))
    with pytest.raises(KeyError):
        classifier.classify(blob("a.py"))


@pytest.mark.parametrize(
    "entry",
    [blob("a.py", kind=BlobKind.SYMLINK), blob("attribcheck.toml"), blob("attribcheck.lock")],
)
def test_a_symbolic_link_the_policy_and_its_lock_have_no_notices(entry):
    found = {ScanKey.of(entry): scan(copyright_("Foo"))}
    file = Classifier(Coverage(policy(), {entry.path: entry}), found).classify(entry)
    assert (file.scan, file.notices) == (None, ())


def test_a_policy_that_is_empty_declares_nothing():
    file = classify(policy(license=None, holders=()), "a.py", copyright_("Foo"), license_("MIT"))
    assert {item.status for item in file.notices} == {Status.UNDECLARED}


def test_a_holder_whose_name_begins_with_ours_is_still_its_components():
    rules = policy(component("Foo", holders=("Haneul Labs and Foo",), paths=("vendor/**",)))

    item = only(rules, "vendor/a.py", copyright_("Haneul Labs and Foo"))

    assert (item.status, item.component.name) == (Status.DECLARED, "Foo")


def statuses(rules, paths, shared, **others):
    """Classify files that have one scan, beside others with their own; return their statuses."""
    scans = {**dict.fromkeys(paths, shared), **others}
    blobs = {path: blob(path, f"{number:040x}") for number, path in enumerate(scans)}
    by_key = {ScanKey.of(blobs[path]): one for path, one in scans.items()}
    classifier = Classifier(Coverage(rules, blobs), by_key)
    return [[i.status for i in classifier.classify(blobs[path]).notices] for path in paths]


def test_one_scan_in_files_of_different_components_is_judged_by_each():
    shared = scan(copyright_("Foo Corp."))
    paths = ("vendor/foo/a.py", "vendor/b.py", "vendor/foo/c.py", "src/a.py")
    assert statuses(policy(FOO, BAR), paths, shared) == [
        [Status.DECLARED],
        [Status.UNDECLARED],
        [Status.DECLARED],
        [Status.UNDECLARED],
    ]


def test_one_scan_that_refers_to_a_file_is_judged_by_the_files_around_it():
    legal = {"x/LICENSE": scan(copyright_("Haneul Labs"), license_("Apache-2.0"))}
    paths = ("x/a.py", "y/a.py", "x/deep/a.py")
    assert statuses(policy(), paths, scan(refers()), **legal) == [
        [Status.OWN],
        [Status.UNKNOWN],
        [Status.OWN],
    ]


def test_one_scan_is_judged_by_the_name_of_a_legal_file_too():
    shared = scan(license_("Apache-2.0"))
    assert statuses(policy(), ("x/a.py", "x/LICENSE"), shared) == [
        [Status.OWN],
        [Status.UNDECLARED],
    ]


@pytest.mark.parametrize(
    "path",
    [
        "package-lock.json",
        "web/npm-shrinkwrap.json",
        "composer.lock",
        "vendor/foo/composer.lock",
        "vendor/foo/.cargo-checksum.json",
    ],
)
def test_the_licences_in_a_lock_file_are_those_of_packages(path):
    item = only(policy(FOO), path, license_("ISC"))
    assert item.status is Status.NOISE
    assert item.why == "the file is a list of packages, which names their licences"


def test_a_statement_in_a_lock_file_and_a_licence_in_another_file_count():
    assert only(policy(), "package-lock.json", copyright_("Foo Corp.")).status is Status.UNDECLARED
    assert only(policy(), "my-package-lock.json", license_("ISC")).status is Status.UNDECLARED
