"""Files are compared with the user's indexes and with declared components, by the real engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from support.code import ROUTES, renamed
from support.scans import blob

from attribcheck.copies import index_builder
from attribcheck.copies.known_origins import KnownOrigins
from attribcheck.copies.model import Component, OriginFile, SourceFile
from attribcheck.copies.search import Copies, DeclaredFile
from attribcheck.core.errors import AttribcheckError
from attribcheck.core.model import Blob

FOO = Component("foo", "1.2", "pkg:pypi/foo@1.2", "MIT", ("Foo Corp.",), declared=True)


class Files:
    """Contents by path, and what was read of them."""

    def __init__(self, **contents: str) -> None:
        self.contents = {f"{name}.py": text for name, text in contents.items()}
        self.read_paths: list[str] = []

    def blob(self, name: str) -> Blob:
        return blob(f"{name}.py", self.contents[f"{name}.py"])

    def declared(self, *names: str) -> list[DeclaredFile]:
        return [DeclaredFile(FOO, self.blob(name)) for name in names]

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for one in blobs:
            self.read_paths.append(one.path)
            yield one, self.contents[one.path].encode()


@pytest.fixture
def files() -> Files:
    return Files(theirs=ROUTES, ours=renamed(ROUTES), short="x = 1\n", other="y = [1]\n" * 9)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    origin = OriginFile(FOO._replace(declared=False), "src/routes.py", "MIT", ("Foo Corp.",))
    path = tmp_path / "foo.acidx"
    index_builder.build([SourceFile(origin, ROUTES.encode())], path)
    return path


def test_a_declared_file_is_found_under_other_names(files: Files, tmp_path: Path) -> None:
    search = KnownOrigins([], {"foo"}, tmp_path / "kept")
    copies = search.find([files.blob("ours")], files.declared("theirs"), files.read)

    (match,) = copies.files["ours.py"].matches
    assert (match.file.component, match.file.path) == (FOO, "theirs.py")
    (region,) = match.regions
    assert region.here == region.there
    assert region.here.end - region.here.start > 40
    assert copies.origins == (FOO,)


def test_an_indexed_file_is_found_and_is_no_file_of_this_repository(
    files: Files, index: Path
) -> None:
    copies = KnownOrigins([index], {"foo"}, None).find([files.blob("ours")], None, files.read)

    (match,) = copies.files["ours.py"].matches
    assert match.file.path == "src/routes.py"
    assert match.file.component == FOO._replace(declared=False)


def test_a_file_that_matches_nothing_is_left_out(files: Files, tmp_path: Path) -> None:
    search = KnownOrigins([], {"foo"}, tmp_path / "kept")
    copies = search.find([files.blob("other")], files.declared("theirs"), files.read)
    assert copies.files == {}


def test_every_component_that_has_the_content_is_named(files: Files, tmp_path: Path) -> None:
    bar = FOO._replace(name="bar")
    both = [*files.declared("theirs"), DeclaredFile(bar, files.blob("theirs"))]
    copies = KnownOrigins([], set(), None).find([files.blob("ours")], both, files.read)
    assert [m.file.component.name for m in copies.files["ours.py"].matches] == ["foo", "bar"]


def test_a_content_is_read_once(files: Files, tmp_path: Path) -> None:
    declared = files.declared("theirs", "short", "other")
    for _ in range(2):
        search = KnownOrigins([], set(), tmp_path / "kept")
        search.find([files.blob("ours")], declared, files.read)
    assert sorted(files.read_paths) == ["other.py", "ours.py", "ours.py", "short.py", "theirs.py"]


def test_a_content_that_the_snapshot_lost_is_no_origin(files: Files, tmp_path: Path) -> None:
    search = KnownOrigins([], set(), tmp_path / "kept")
    search.find([files.blob("ours")], files.declared("theirs"), files.read)
    copies = search.find([files.blob("ours")], files.declared("other"), files.read)
    assert copies.files == {}


@pytest.mark.parametrize("damage", ["cut", "altered", "no list", "no index", "open to all"])
def test_a_damaged_cache_changes_no_result(files: Files, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "kept"
    arguments = ([files.blob("ours")], files.declared("theirs"), files.read)
    before = KnownOrigins([], set(), folder).find(*arguments)
    (kept,) = folder.rglob("*.acidx")
    data = kept.read_bytes()
    if damage == "cut":
        kept.write_bytes(data[: len(data) // 2])
    elif damage == "altered":
        kept.write_bytes(data[:-200] + bytes(200))
    elif damage == "no list":
        kept.with_suffix(".keys").unlink()
    elif damage == "no index":
        kept.unlink()
    else:
        kept.parent.chmod(0o777)
    assert KnownOrigins([], set(), folder).find(*arguments) == before


def test_a_cache_that_can_not_be_written_changes_no_result(files: Files, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    search = KnownOrigins([], set(), tmp_path / "file" / "kept")
    copies = search.find([files.blob("ours")], files.declared("theirs"), files.read)
    assert list(copies.files) == ["ours.py"]


def test_a_damaged_index_of_the_user_stops_the_check(files: Files, index: Path) -> None:
    index.write_bytes(index.read_bytes()[:100])
    with pytest.raises(AttribcheckError, match=r"foo\.acidx can't be used"):
        KnownOrigins([index], set(), None).find([files.blob("ours")], None, files.read)


def test_documents_load_no_engine(files: Files, tmp_path: Path) -> None:
    search = KnownOrigins([], set(), tmp_path / "kept")
    text = blob("README.unknown", "words")
    assert search.find([text], files.declared("theirs"), files.read).files == {}
    assert files.read_paths == []


def test_of_many_files_none_is_read_twice(tmp_path: Path) -> None:
    many = Files(theirs=ROUTES, ours=renamed(ROUTES), **{f"f{n}": f"y = {n}\n" for n in range(40)})
    blobs = [many.blob(path.removesuffix(".py")) for path in many.contents if path != "theirs.py"]

    def found(folder: Path | None, *declared: str) -> Copies:
        many.read_paths.clear()
        search = KnownOrigins([], set(), folder)
        return search.find(blobs, many.declared(*declared), many.read)

    once = found(None, "theirs")
    assert list(once.files) == ["ours.py"]
    assert found(tmp_path / "kept", "theirs") == once
    assert len(many.read_paths) == len(blobs) + 1
    assert found(tmp_path / "kept", "theirs") == once
    assert many.read_paths == []
    assert found(tmp_path / "kept", "theirs", "f1") == once
    assert many.read_paths != []


def test_a_remembered_file_is_of_the_component_that_has_it_now(tmp_path: Path) -> None:
    many = Files(theirs=ROUTES, ours=renamed(ROUTES), **{f"f{n}": f"y = {n}\n" for n in range(40)})
    blobs = [many.blob(path.removesuffix(".py")) for path in many.contents if path != "theirs.py"]
    for component in (FOO, FOO._replace(version="2", license="BSD-3-Clause")):
        declared = [DeclaredFile(component, many.blob("theirs"))]
        search = KnownOrigins([], set(), tmp_path / "kept")
        (match,) = search.find(blobs, declared, many.read).files["ours.py"].matches
        assert match.file.component == component
