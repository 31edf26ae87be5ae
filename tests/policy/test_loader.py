"""What a policy becomes, and what is said of one that is not right."""

import contextlib
import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.errors import NotRegularError, PolicyError
from attribcheck.core.finding import Severity
from attribcheck.policy import document, toml_positions
from attribcheck.policy.loader import load_policy, parse_policy
from attribcheck.policy.lockfile import LockedFile, render
from attribcheck.policy.model import Policy

COMPONENT = '[[component]]\nname = "Foo"\nlicense = "MIT"\npaths = ["foo/**"]\n'


def load(text: str) -> Policy:
    return parse_policy(text.encode(), "attribcheck.toml")


def complaint(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        load(text)
    return caught.value.message


def test_the_least_policy_declares_nothing():
    policy = load("version = 1\n")
    assert (policy.components, policy.exceptions, policy.licenses, policy.origins) == (
        (),
        (),
        None,
        None,
    )


def test_every_key_reaches_its_attribute():
    policy = load(
        textwrap.dedent("""\
            version = 1
            [project]
            name = "Haneul"
            license = "Apache-2.0"
            holders = ["Haneul Labs", 're:haneul\\b.*']
            origin = "KR"
            [licenses]
            allow = ["category:permissive", "MIT OR GPL-2.0-only", "LicenseRef-Foo"]
            deny = ["SSPL-1.0"]
            [origins]
            allow = ["KR", "supplier:Foo Corp."]
            deny = ["XX"]
            [scan]
            timeout = 5
            memory = 64
            [rules]
            unused-declaration = "warning"
            [[component]]
            name = "Foo"
            version = "2.1"
            purl = "pkg:npm/%40foo/bar@2.1?a=b#c/d"
            supplier = "Foo Corp."
            origin = "DE"
            license = "GPL-2.0-only WITH Classpath-exception-2.0"
            holders = ["Foo Corp."]
            paths = ["/foo/**", "!foo/ours.py"]
            source = "https://example.com/foo"
            modified = false
            notice-file = "foo/NOTICE"
            models = ["foo/Foo-7B"]
            [[exception]]
            rule = "unscanned-file"
            paths = ["big.bin"]
            reason = "generated"
            expires = 2027-06-30
            """)
    )
    assert policy.path == "attribcheck.toml"
    assert policy.project.name == "Haneul"
    assert policy.project.license == "Apache-2.0"
    assert policy.project.holders == ("Haneul Labs", r"re:haneul\b.*")
    assert policy.project.origin == "KR"
    assert policy.licenses is not None
    assert policy.licenses.allow == ("category:permissive", "MIT OR GPL-2.0-only", "LicenseRef-Foo")
    assert policy.licenses.deny == ("SSPL-1.0",)
    assert policy.origins is not None
    assert policy.origins.allow == ("KR", "supplier:Foo Corp.")
    assert policy.origins.deny == ("XX",)
    assert (policy.scan.timeout, policy.scan.memory) == (5, 64)
    assert policy.severities == {"unused-declaration": Severity.WARNING}
    (component,) = policy.components
    assert component.name == "Foo"
    assert component.version == "2.1"
    assert component.purl == "pkg:npm/%40foo/bar@2.1?a=b#c/d"
    assert component.supplier == "Foo Corp."
    assert component.origin == "DE"
    assert component.license == "GPL-2.0-only WITH Classpath-exception-2.0"
    assert component.holders == ("Foo Corp.",)
    assert component.paths == ("/foo/**", "!foo/ours.py")
    assert component.source == "https://example.com/foo"
    assert component.modified is False
    assert component.notice_file == "foo/NOTICE"
    assert component.models == ("foo/Foo-7B",)
    (exception,) = policy.exceptions
    assert exception.rule == "unscanned-file"
    assert exception.paths == ("big.bin",)
    assert exception.reason == "generated"
    assert exception.expires == date(2027, 6, 30)


def test_every_entry_knows_its_line():
    policy = load(
        textwrap.dedent("""\
            version = 1
            [licenses]
            deny = [
              "MIT",
              "Zlib",
            ]
            [rules]
            unknown-license = "note"
            [[component]]
            name = "Foo"
            license = "MIT"
            paths = ["foo/**"]
            [[component]]
            name = "Bar"
            license = "MIT"
            paths = ["bar/**"]
            notice-file = "bar/NOTICE"
            """)
    )
    assert policy.licenses is not None
    assert policy.licenses.lines.header == 2
    assert policy.licenses.lines.of("deny", 1) == 5
    foo, bar = policy.components
    assert (foo.lines.header, foo.lines.of("license")) == (9, 11)
    assert (bar.lines.header, bar.lines.of("notice-file")) == (13, 17)
    assert bar.lines.of("origin") == 13  # not said: the table itself
    assert policy.project.lines.header == 1


def test_a_byte_order_mark_is_left_out():
    assert parse_policy(b"\xef\xbb\xbfversion = 1\n", "p").components == ()


def test_windows_line_ends_are_read():
    (component,) = load(("version = 1\n" + COMPONENT).replace("\n", "\r\n")).components
    assert (component.name, component.lines.of("paths")) == ("Foo", 5)


def test_components_may_be_written_as_inline_tables():
    (component,) = load(
        'version = 1\ncomponent = [\n{name = "Foo", license = "MIT", paths = ["foo"]}]\n'
    ).components
    assert (component.name, component.lines.header) == ("Foo", 3)


def test_a_byte_that_is_not_utf8_is_told_with_its_place():
    with pytest.raises(PolicyError) as caught:
        parse_policy(
            "version = 1\n# é \n# é\xff".encode("latin-1").replace(b"\xe9", "é".encode()), "p.toml"
        )
    assert caught.value.message == "p.toml:3:4: byte 0xff is not UTF-8\n    # é\\xff"


@pytest.mark.parametrize("nested", ["[" * 50_000, "[" * 50_000 + "]" * 50_000, "{a=" * 50_000])
def test_endless_nesting_is_a_fault_and_no_crash(nested):
    assert complaint(f"version = 1\nx = {nested}\n").startswith("attribcheck.toml")


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000])
@pytest.mark.parametrize("key", ["version = {}", "version = 1\n[scan]\nmemory = {}"])
def test_an_enormous_number_is_a_fault_and_no_crash(key, number):
    assert complaint(key.format(number)).startswith("attribcheck.toml")


def test_what_a_terminal_could_act_on_is_shown_as_an_escape():
    message = complaint('version = 1\n"\\u001b[2J" = 1\n[project]\nlicense = "x\\u202ey"\n')
    assert message.replace("\n", "").isprintable()
    assert 'unknown key "\\x1b[2J"' in message


def test_a_long_line_is_cut():
    message = complaint("version = 1\nzzz = '" + "x" * 10_000 + "'\n")
    assert len(message) < 300


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_policy_or_a_policy_error(data):
    with contextlib.suppress(PolicyError):
        assert parse_policy(b"version = 1\n" + data, "attribcheck.toml").path == "attribcheck.toml"


class TestLoad:
    """The policy of a snapshot, with its lock."""

    def test_a_snapshot_without_one_has_the_empty_one(self) -> None:
        assert load_policy({}.get) == Policy()

    def test_it_keeps_its_text_without_the_byte_order_mark(self) -> None:
        policy = load_policy({"attribcheck.toml": b"\xef\xbb\xbfversion = 1\r\n"}.get)
        assert (policy.text, policy.end) == ("version = 1\r\n", (2, 1))

    def test_it_holds_what_the_lock_beside_it_records(self) -> None:
        locked = {"Foo": {"a.py": LockedFile("0" * 40, "1" * 64)}}
        files = {
            "attribcheck.toml": b"version = 1\n",
            "attribcheck.lock": render(locked).encode(),
        }
        assert load_policy(files.get).locked == locked

    @pytest.mark.parametrize("name", ["attribcheck.toml", "attribcheck.lock"])
    def test_one_that_is_no_regular_file_is_refused(self, name: str) -> None:
        def read_file(path: str) -> bytes:
            if path == name:
                raise NotRegularError(path, "symlink")
            return b"version = 1\n"

        with pytest.raises(PolicyError, match=rf"^{name} is a symlink; it must be a regular file"):
            load_policy(read_file)


@pytest.mark.parametrize(
    "line",
    [
        ".".join(["a"] * 50_000) + " = 1",
        "[" + ".".join(["a"] * 50_000) + "]",
        "x = {" + " . ".join(['"a"'] * 50_000) + " = 1}",
    ],
)
def test_a_key_of_thousands_of_parts_is_refused_at_once(line: str) -> None:
    with pytest.raises(PolicyError, match=r"attribcheck.toml:2:\d+: a key of more than 32 parts"):
        parse_policy(f"version = 1\n{line}\n".encode(), "attribcheck.toml")


def test_a_policy_of_megabytes_is_refused() -> None:
    with pytest.raises(PolicyError, match="characters; 4,000,000 are the most"):
        parse_policy(b"#" * 4_000_001, "attribcheck.toml")


@pytest.mark.parametrize("text", ["a" * 100_000, '"' * 100_001, "." * 100_000, '"a" ' * 50_000])
def test_text_without_a_key_is_searched_in_linear_time(text: str) -> None:
    with pytest.raises(PolicyError):
        parse_policy(text.encode(), "attribcheck.toml")


class TestStore:
    """What is kept of a policy between runs."""

    TEXT = (
        'version = 1\n[licenses]\nallow = ["MIT"]\n[[component]]\nname = "Foo"\nlicense = "MIT"\n'
        'paths = ["foo/**"]\n[[exception]]\nrule = "removed-notice"\npaths = ["foo/a.c"]\n'
        'reason = "moved"\nexpires = 2027-01-31\n'
    )

    class Store(dict[str, bytes]):
        def put(self, key: str, value: bytes) -> None:
            self[key] = value

    def test_a_kept_policy_is_the_one_that_was_parsed(self):
        store = self.Store()
        first, again = (parse_policy(self.TEXT.encode(), "p.toml", store) for _ in range(2))
        assert len(store) == 1
        assert again == first == parse_policy(self.TEXT.encode(), "p.toml")
        assert again.components[0].lines.of("paths") == 7
        assert again.exceptions[0].lines.of("expires") == 12

    def test_a_kept_policy_is_not_parsed_again(self, monkeypatch):
        store = self.Store()
        parse_policy(self.TEXT.encode(), "p.toml", store)
        monkeypatch.setattr(document, "parse", None)
        parse_policy(self.TEXT.encode(), "p.toml", store)

    def test_lines_that_were_asked_for_are_not_searched_again(self, monkeypatch):
        store = self.Store()
        first = parse_policy(self.TEXT.encode(), "p.toml", store)
        lines = [
            (c.lines.header, c.lines.of("paths", 0), c.lines.of("x")) for c in first.components
        ]
        assert lines == [(4, 7, 4)]
        monkeypatch.setattr(toml_positions, "positions", None)
        again = parse_policy(self.TEXT.encode(), "p.toml", store)
        assert lines == [
            (c.lines.header, c.lines.of("paths", 0), c.lines.of("x")) for c in again.components
        ]
        assert again.licenses.lines.of("allow", 0) == 3
        other = self.TEXT.replace("[licenses]", "\n[licenses]")
        with pytest.raises(TypeError):  # another text has other lines
            parse_policy(other.encode(), "p.toml", store).components[0].lines.header  # noqa: B018

    def test_an_invalid_policy_is_not_kept(self):
        store = self.Store()
        for _ in range(2):
            with pytest.raises(PolicyError, match="unknown"):
                parse_policy(b"version = 1\nunknown = 1\n", "p.toml", store)
        assert store == {}
