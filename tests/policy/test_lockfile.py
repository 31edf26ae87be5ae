"""``attribcheck.lock``: what a component's files were, written and read by the machine."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.errors import PolicyError
from attribcheck.core.model import BlobKind
from attribcheck.policy import lockfile
from attribcheck.policy.lockfile import LockedFile

GIT, SHA = "a" * 40, "b" * 64
FOO = {"foo/a.py": LockedFile(GIT, SHA)}
TEXT = lockfile.render({"Foo": FOO})

oids = st.text("0123456789abcdef", min_size=40, max_size=40)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
files = st.one_of(
    st.builds(LockedFile, oids, digests, st.sampled_from([BlobKind.FILE, BlobKind.SYMLINK])),
    st.builds(LockedFile, oids, st.none(), st.just(BlobKind.SUBMODULE)),
)
paths = st.text(st.sampled_from('ab"\\\n \udc80하{'), min_size=1).map(lambda name: f"foo/{name}")
records = st.dictionaries(st.text(), st.dictionaries(paths, files, max_size=4), max_size=3)


def parse(text):
    return lockfile.parse(text.encode("utf-8", "surrogatepass"), "attribcheck.lock")


def test_a_record_as_it_is_written():
    assert (
        '{\n  "version": 1,\n  "components": {\n    "Foo": {\n'
        '      "digest": "3586181b596f8012c9128c9662d9c7f995fb2362d3514997bf5ee2477aca4193",\n'
        '      "files": {\n'
        f'        "foo/a.py": {{"git": "{GIT}", "sha256": "{SHA}"}}\n'
        "      }\n    }\n  }\n}\n"
    ) == TEXT


@given(records)
def test_what_was_written_is_read_back(found):
    assert parse(lockfile.render(found)) == found


@given(records)
def test_it_is_json_in_order_whatever_the_order_of_the_records(found):
    backwards = {name: dict(reversed(found[name].items())) for name in reversed(found)}
    assert lockfile.render(backwards) == lockfile.render(found)
    tree = json.loads(lockfile.render(found))
    assert list(tree["components"]) == sorted(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'"sha256": "{SHA}"', f'"sha256": "{"c" * 64}"'),
        (f'"git": "{GIT}"', f'"git": "{"c" * 40}"'),
        ("foo/a.py", "foo/b.py"),
        ('"digest": "35', '"digest": "zz'),
    ],
)
def test_an_edit_by_hand_is_told(old, new):
    with pytest.raises(PolicyError) as told:
        parse(TEXT.replace(old, new))
    assert told.value.message == (
        'attribcheck.lock: component "Foo": the digest does not match the files;'
        " was it edited or merged?"
    )
    assert told.value.exit_code == 2
    assert "attribcheck declare NAME --record" in (told.value.hint or "")


def test_a_newer_version_is_told():
    with pytest.raises(PolicyError, match="written for a newer attribcheck: version 2") as told:
        parse(TEXT.replace('"version": 1', '"version": 2'))
    assert told.value.hint == "upgrade: pip install -U attribcheck"


def with_entry(entry, path="foo/a.py"):
    component = {"digest": "", "files": {path: entry}}
    return json.dumps({"version": 1, "components": {"Foo": component}})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "attribcheck.lock:1:1: not JSON"),
        (TEXT.replace("{\n  ", "<<<<<<< ours\n{\n  ", 1), "attribcheck.lock:1:1: not JSON"),
        ("[" * 100_000, "attribcheck.lock: "),
        ("[]", "no version number"),
        ('{"version": true}', "no version number"),
        ('{"version": "1"}', "no version number"),
        ('{"version": 1}', "expected the keys version and components"),
        ('{"version": 1, "components": []}', "expected the keys version and components"),
        ('{"version": 1, "version": 1, "components": {}}', "duplicate key"),
        ('{"version": 1, "components": {"Foo": {}}}', "expected the keys digest and files"),
        (
            '{"version": 1, "components": {"Foo": {"digest": "", "files": []}}}',
            "files must be an object",
        ),
        (with_entry([]), "expected the keys git, sha256"),
        (with_entry({"git": GIT, "sha256": SHA, "size": 1}), "expected the keys git, sha256"),
        (with_entry({"git": "abc", "sha256": SHA}), "git is not an object id"),
        (with_entry({"git": f"{GIT}\n", "sha256": SHA}), "git is not an object id"),
        (with_entry({"git": GIT}), "sha256 is not a SHA-256"),
        (with_entry({"git": GIT, "sha256": 1}), "sha256 is not a SHA-256"),
        (with_entry({"git": GIT, "sha256": SHA, "kind": "pipe"}), "unknown kind"),
        (with_entry({"git": GIT, "sha256": SHA, "kind": ["file"]}), "unknown kind"),
        (
            with_entry({"git": GIT, "sha256": SHA, "kind": "submodule"}),
            "a submodule can't have sha256",
        ),
        (with_entry({"git": GIT, "sha256": SHA}, "../a.py"), "is not a path from the top"),
        (with_entry({"git": GIT, "sha256": SHA}, "/a.py"), "is not a path from the top"),
        (with_entry({"git": GIT, "sha256": SHA}, "a\0b"), "is not a path from the top"),
        (with_entry({"git": GIT, "sha256": SHA}, "\ud800"), "that no file name can have"),
    ],
)
def test_what_is_no_lock_is_told_with_its_place(text, message):
    with pytest.raises(PolicyError) as told:
        parse(text)
    assert message in told.value.message


def test_what_is_not_utf_8_is_told():
    with pytest.raises(PolicyError, match="utf-8"):
        lockfile.parse(b"\xff", "attribcheck.lock")
