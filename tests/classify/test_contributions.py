"""Which statements of contributors are contributed to a file of the project's own."""

import pytest
from support.scans import classified, component, copyright_, license_, policy, scan

from attribcheck.classify.model import Status
from attribcheck.policy.model import Project
from attribcheck.removals import compare

US = "Haneul Labs"
THEM = "Foo Corp."


def rules(*components, contributors=(THEM,)):
    project = Project("Haneul", "Apache-2.0", (US,), contributors)
    return policy(*components)._replace(project=project)


def statuses(scans, of="src/a.py", by=None):
    files, _ = classified(by or rules(), scans)
    return [item.status for item in files[of].notices]


def both(expression="Apache-2.0"):
    return scan(copyright_(US), copyright_(THEM, line=2), license_(expression, line=3))


def test_a_contributors_notice_beside_ours_under_our_licence_is_contributed():
    assert statuses({"src/a.py": both()}) == [Status.OWN, Status.CONTRIBUTED, Status.OWN]


def test_one_statement_can_name_us_and_a_contributor():
    joint = scan(copyright_(f"{THEM} and {US}"), license_("Apache-2.0", line=2))
    assert statuses({"src/a.py": joint}) == [Status.CONTRIBUTED, Status.OWN]


def test_a_file_that_states_no_licence_is_under_that_of_the_project():
    silent = scan(copyright_(US), copyright_(THEM, line=2))
    assert statuses({"src/a.py": silent}) == [Status.OWN, Status.CONTRIBUTED]


def test_a_contributors_notice_without_ours_is_foreign():
    alone = scan(copyright_(THEM), license_("Apache-2.0", line=2))
    assert statuses({"src/a.py": alone})[0] is Status.UNDECLARED


@pytest.mark.parametrize("licence", ["MIT", "Apache-2.0 AND MIT", "Apache-2.0 OR GPL-2.0-only"])
def test_a_contributors_notice_under_another_licence_is_foreign(licence):
    assert statuses({"src/a.py": both(licence)})[1] is Status.UNDECLARED


def test_a_contributors_notice_below_a_licence_of_others_is_foreign():
    theirs = scan(license_("MIT"), copyright_(THEM, line=2))
    scans = {"src/foo/LICENSE": theirs, "src/foo/a.py": scan(copyright_(US), copyright_(THEM))}
    assert statuses(scans, "src/foo/a.py")[1] is Status.UNDECLARED


def test_a_contributors_notice_below_a_licence_of_ours_is_contributed():
    scans = {"src/LICENSE": both(), "src/a.py": both()}
    assert statuses(scans)[1] is Status.CONTRIBUTED


def test_two_legal_files_of_one_folder_do_not_wait_for_each_other():
    scans = {"src/LICENSE": both(), "src/COPYING": both(), "src/a.py": both()}
    assert statuses(scans, "src/COPYING")[1] is Status.CONTRIBUTED


def test_who_is_no_contributor_stays_foreign_beside_them():
    three = scan(copyright_(US), copyright_(f"{THEM} and Bar GmbH", line=2))
    files, _ = classified(rules(), {"src/a.py": three})
    second = files["src/a.py"].notices[1]
    assert (second.status, second.rest) == (Status.UNDECLARED, ("Bar GmbH",))


def test_a_component_decides_of_its_own_files():
    bar = component("Bar", holders=("Bar GmbH",), paths=("src/**",))
    assert statuses({"src/a.py": both()}, by=rules(bar))[1] is Status.UNDECLARED


def test_a_notice_of_a_contributor_is_protected_as_those_of_components_are():
    files, _ = classified(rules(), {"src/a.py": both()})
    kept = [item.notice for item in compare.protected_notices(files["src/a.py"])]
    assert files["src/a.py"].notices[1].notice in kept
    assert files["src/a.py"].notices[0].notice not in kept


def test_a_component_of_models_alone_does_not_decide_whose_a_file_is():
    model = component(
        "Foo-7B", license="MIT", holders=(), paths=("src/**",), models=("foo/Foo-7B",)
    )
    assert statuses({"src/a.py": both()}, by=rules(model))[1] is Status.CONTRIBUTED
    ours = scan(copyright_(US), license_("Apache-2.0", line=2))
    assert statuses({"src/a.py": ours}, by=rules(model)) == [Status.OWN, Status.OWN]
