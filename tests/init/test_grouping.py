"""What a reviewer calls one thing is one component."""

from support.scans import classified, copyright_, license_, policy, scan

from attribcheck.init import components
from attribcheck.manifests.base import Manifests
from attribcheck.rules.support.suggestions import NO_LICENSE

PEOPLE = ("Foo Corp.", "Bar GmbH", "Qux Inc.")


def by(holder, licence=None):
    stated = [license_(licence, line=2)] if licence else []
    return scan(copyright_(holder), *stated)


def draft(scans, rules=None):
    files, classifier = classified(rules or policy(), scans)
    return components.draft(list(files.values()), classifier.coverage, Manifests(), ())


def each(licences, folder="compat"):
    paths = [f"{folder}/{holder[:3].lower()}.c" for holder in PEOPLE]
    scans = zip(PEOPLE, licences, strict=True)
    return dict(zip(paths, [by(holder, licence) for holder, licence in scans], strict=True))


def test_what_three_hold_under_one_licence_is_one_component():
    (found,) = draft({**each(("MIT",) * 3), "compat/silent.c": scan()})
    assert found.component.name == "MIT code of 3 holders in compat"
    assert found.component.holders == ("Bar GmbH", "Foo Corp.", "Qux Inc.")
    assert found.component.paths == ("compat/bar.c", "compat/foo.c", "compat/qux.c")


def test_what_three_hold_in_one_folder_under_permissive_licences_is_one_component():
    (found,) = draft({**each(("MIT", "ISC", "BSD-2-Clause")), "compat/silent.c": scan()})
    assert found.component.license == "MIT AND ISC AND BSD-2-Clause"
    assert found.component.name == "MIT and other code of 3 holders in compat"


def test_what_is_copyleft_stays_a_component_of_its_own():
    found = draft({**each(("MIT", "ISC", "GPL-2.0-only")), "compat/silent.c": scan()})
    assert [one.component.license for one in found] == ["ISC", "MIT", "GPL-2.0-only"]


def test_files_in_several_folders_under_several_licences_stay_apart():
    licences = ("MIT", "ISC", "BSD-2-Clause")
    found = each(licences).items()
    scans = {f"{top}/{path}": one for top, (path, one) in zip("abc", found, strict=True)}
    assert len(draft(scans)) == 3


def test_what_was_joined_explains_each_notice_that_it_was_joined_of():
    scans = {**each(("MIT", "ISC", "BSD-2-Clause")), "compat/silent.c": scan()}
    (found,) = draft(scans)
    files, _ = classified(policy(found.component), scans)
    assert [item.rest for file in files.values() for item in file.effective if item.rest] == []


def test_a_folder_whose_every_file_has_the_notice_is_a_component_of_its_own():
    whole = {f"foo/{name}.c": by("Foo Corp.", "MIT") for name in "ab"}
    other = {"x.c": by("Bar GmbH", "MIT"), "y.c": by("Qux Inc.", "MIT")}
    found = draft({**whole, **other})
    assert [one.component.paths for one in found] == [("foo/**",), ("/x.c",), ("/y.c",)]


def test_two_who_hold_files_under_our_licence_are_one_component():
    (found,) = draft({"a.c": by("Foo Corp.", "Apache-2.0"), "b.c": by("Bar GmbH", "Apache-2.0")})
    assert found.component.holders == ("Foo Corp.", "Bar GmbH")


def test_a_file_without_a_licence_joins_the_only_one_of_its_holder_with_a_remark():
    (found,) = draft({"a.c": by("Foo Corp.", "MIT"), "b.c": by("Foo Corp.")})
    assert (found.component.license, found.component.paths) == ("MIT", ("/a.c", "/b.c"))
    assert found.unsure == ("b.c states no licence; this is that of the others",)


def test_a_file_without_a_licence_joins_none_of_several():
    scans = {"a.c": by("Foo Corp.", "MIT"), "b.c": by("Foo Corp.", "ISC"), "c.c": by("Foo Corp.")}
    found = draft(scans)
    assert [one.component.license for one in found] == ["MIT", "ISC", NO_LICENSE]


def test_files_without_a_licence_of_three_holders_are_one_component_and_last():
    found = draft({**each((None,) * 3), "z.c": by("Baz Ltd.", "MIT")})
    assert [one.component.license for one in found] == ["MIT", NO_LICENSE]
    assert found[1].component.name == "unlicensed code of 3 holders in compat"


def test_a_contributors_file_without_a_licence_is_under_the_projects():
    rules = policy()
    rules = rules._replace(project=rules.project._replace(contributors=("Foo Corp.",)))
    (found,) = draft({"b.c": by("Foo Corp.")}, rules)
    assert found.component.license == "Apache-2.0"
    assert found.unsure == ("b.c states no licence; this is the project's",)
