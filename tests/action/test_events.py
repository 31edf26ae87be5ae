"""What each event asks to have checked, on checkouts as actions/checkout makes them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from support.checkout import ROOT
from support.hub import NOWHERE, Hub
from support.repo import Repo

sys.path.insert(0, str(ROOT / "action"))
import events
from git import Git
from runner import StepError


@pytest.fixture
def hub(repo: Repo, tmp_path: Path) -> Hub:
    """``main`` with two commits, and ``topic``, which left it at the first."""
    repo.commit_files({"a.py": "1\n"})
    repo.branch("topic")
    repo.commit_files({"topic.py": "1\n"})
    repo.switch("main")
    repo.commit_files({"b.py": "1\n"})
    return Hub(repo, tmp_path)


def scope(
    checkout: Repo, name: str, payload: dict[str, Any], ref: str = "refs/heads/main", base: str = ""
) -> events.Scope:
    event = events.Event(name, payload, checkout.head(), ref)
    return events.scope(event, base, Git(checkout.path))


def test_a_pull_request_is_its_merge_against_the_base_as_it_stands(hub: Hub) -> None:
    payload = hub.pull_request("topic")
    checkout = hub.checkout("refs/pull/7/merge")
    found = scope(checkout, "pull_request", payload, "refs/pull/7/merge")
    assert found.spec == f"{payload['pull_request']['base']['sha']}..{checkout.head()}"
    assert (found.is_review, found.base_policy) == (True, False)


def test_the_base_is_that_of_the_merge_also_when_the_event_is_older(hub: Hub) -> None:
    payload = hub.pull_request("topic")
    newer = hub.work.commit_files({"c.py": "1\n"})
    hub.pull_request("topic")
    found = scope(hub.checkout("refs/pull/7/merge"), "pull_request", payload)
    assert found.spec is not None
    assert found.spec.startswith(f"{newer}..")


def test_a_pull_request_whose_head_is_checked_out_is_compared_with_where_it_left(hub: Hub) -> None:
    payload = hub.pull_request("topic")
    checkout = hub.checkout("refs/heads/topic")
    found = scope(checkout, "pull_request", payload)
    assert found.spec == f"{payload['pull_request']['base']['sha']}...{checkout.head()}"


def test_a_shallow_merge_still_names_the_base_that_is_not_here(hub: Hub) -> None:
    payload = hub.pull_request("topic")
    found = scope(hub.checkout("refs/pull/7/merge", depth=1), "pull_request", payload)
    assert found.spec is not None
    assert found.spec.startswith(payload["pull_request"]["base"]["sha"])


def test_of_a_foreign_pull_request_objects_are_fetched_and_nothing_is_checked_out(
    hub: Hub,
) -> None:
    payload = hub.pull_request("topic")
    checkout = hub.checkout("refs/heads/main")
    checkout.git("update-ref", "-d", "refs/remotes/origin/topic")
    checkout.git("gc", "--quiet", "--prune=now")
    head = payload["pull_request"]["head"]["sha"]
    assert Git(checkout.path).commit(head) is None
    before = checkout.head()

    found = scope(checkout, "pull_request_target", payload)

    assert found.spec == f"{before}...{head}"
    assert (found.head, found.base_policy, found.is_review) == (head, True, True)
    assert checkout.head() == before
    assert not (checkout.path / "topic.py").exists()
    assert Git(checkout.path).commit(head) == head


def test_a_foreign_pull_request_that_can_not_be_had_is_an_error(hub: Hub) -> None:
    payload = hub.pull_request("topic")
    payload["pull_request"]["head"]["sha"] = "1" * 40
    with pytest.raises(StepError, match="of pull request 7 could not be fetched"):
        scope(hub.checkout("refs/heads/main"), "pull_request_target", payload)


def test_a_merge_group_is_compared_with_its_base(hub: Hub) -> None:
    base = hub.work.head()
    found = scope(
        hub.checkout("refs/heads/topic"), "merge_group", {"merge_group": {"base_sha": base}}
    )
    assert found.spec == f"{base}..{hub.work.git('rev-parse', 'topic')}"
    assert found.is_review


def test_a_push_is_what_was_pushed(hub: Hub) -> None:
    before = hub.work.git("rev-parse", "main~1")
    found = scope(hub.checkout("refs/heads/main"), "push", hub.push(before))
    assert (found.spec, found.is_review) == (f"{before}..{hub.work.head()}", False)


def test_a_push_to_a_shallow_checkout_names_what_is_not_here(hub: Hub) -> None:
    before = hub.work.git("rev-parse", "main~1")
    found = scope(hub.checkout("refs/heads/main", depth=1), "push", hub.push(before))
    assert found.spec == f"{before}..{hub.work.head()}"


@pytest.mark.parametrize("before", [NOWHERE, "1" * 40], ids=["new", "forced"])
def test_a_new_or_rewritten_branch_is_compared_with_the_default_branch(
    hub: Hub, before: str
) -> None:
    checkout = hub.checkout("refs/heads/topic")
    found = scope(checkout, "push", hub.push(before), "refs/heads/topic")
    assert found.spec == f"refs/remotes/origin/main...{checkout.head()}"


@pytest.mark.parametrize("before", [NOWHERE, "1" * 40], ids=["new", "forced"])
def test_of_a_new_or_rewritten_default_branch_the_whole_tree_is_checked(
    hub: Hub, before: str
) -> None:
    assert scope(hub.checkout("refs/heads/main"), "push", hub.push(before)).spec is None


def test_without_the_default_branch_the_whole_tree_is_checked(hub: Hub) -> None:
    checkout = hub.checkout("refs/heads/topic")
    checkout.git("update-ref", "-d", "refs/remotes/origin/main")
    found = scope(checkout, "push", hub.push(NOWHERE), "refs/heads/topic")
    assert (found.spec, found.why) == (
        None,
        "the whole tree: the branch is new, and main was not fetched",
    )


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("push", "refs/tags/v1.0"),
        ("workflow_dispatch", "refs/heads/main"),
        ("schedule", "refs/heads/main"),
        ("release", "refs/tags/v1.0"),
    ],
)
def test_any_other_event_asks_for_the_whole_tree(hub: Hub, name: str, ref: str) -> None:
    assert scope(hub.checkout("refs/heads/main"), name, {"before": NOWHERE}, ref).spec is None


def test_a_base_that_is_given_wins(hub: Hub) -> None:
    checkout = hub.checkout("refs/heads/topic")
    found = scope(checkout, "workflow_dispatch", {}, base="HEAD~1")
    assert found.spec == f"HEAD~1...{checkout.head()}"


def test_a_branch_that_is_given_is_that_of_the_remote(hub: Hub) -> None:
    checkout = hub.checkout("refs/heads/topic")
    found = scope(checkout, "push", hub.push(NOWHERE), base="main")
    assert found.spec == f"refs/remotes/origin/main...{checkout.head()}"


def test_a_base_that_is_a_range_is_refused(hub: Hub) -> None:
    with pytest.raises(StepError, match="which is a range") as raised:
        scope(hub.checkout("refs/heads/main"), "push", hub.push(NOWHERE), base="a..b")
    assert raised.value.code == 2


def test_without_a_checkout_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StepError, match="there is no commit to check") as raised:
        events.scope(events.Event("push", {}, "", ""), "", Git(tmp_path))
    assert "actions/checkout" in raised.value.hint
