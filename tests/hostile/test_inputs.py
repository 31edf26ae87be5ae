"""What no hostile input can do: an archive, a template, an index, a model file, a lock."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checks import LineEngine, staged
from support.copied_code import GARDEN, OTHER, index_of
from support.haneul import COMPONENT, FOREIGN, POLICY
from support.model_files import coreml, gguf, onnx, safetensors, tflite
from support.nasty import ARCHIVES, CONTENTS, TEMPLATES, damaged, fast, hostile, slow
from support.repo import Repo

from attribcheck.check import pipeline
from attribcheck.containers.base import MOST_BYTES
from attribcheck.containers.opening import opened
from attribcheck.copies.index_file import OriginIndex
from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.core.finding import Severity
from attribcheck.documents.inventory import Inventory, Release
from attribcheck.documents.user_template import Template
from attribcheck.git import lfs
from attribcheck.git.repository import Repository
from attribcheck.lineage import registry
from attribcheck.policy.loader import load_policy
from attribcheck.scan.scanner import CachingScanner

MODELS = st.sampled_from(
    [
        (safetensors({"base_model": "foo/Foo"}), "m.safetensors"),
        (gguf({"general.base_model.0.name": "Foo"}), "m.gguf"),
        (onnx({"license": "MIT"}), "m.onnx"),
        (tflite("MIT"), "m.tflite"),
        (coreml("MIT"), "m.mlmodel"),
        (b"---\nbase_model: foo/Foo\n---\n", "README.md"),
        (b'{"_name_or_path": "foo/Foo", "model_type": "llama"}', "config.json"),
    ]
)
EMPTY = Inventory(Release("Haneul", "Apache-2.0", ("Haneul Labs",)), (), (), ())


def check(repo: Repo) -> bool:
    """Return whether the staged changes pass.

    Raises:
        AttribcheckError: they can't be checked.
    """
    source = staged(Repository.discover(repo.path))
    scanner = CachingScanner(LineEngine({}), is_pointer=lfs.is_pointer)
    return not pipeline.check(source, scanner, load_policy(source.read_file)).fails(Severity.ERROR)


@fast
@given(ARCHIVES)
def test_an_archive_is_read_within_bounds_or_told(archive: tuple[bytes, str]) -> None:
    content, name = archive

    found = opened(content, name)

    assert sum(len(member.content) for member in found.members) <= MOST_BYTES
    for member in found.members:
        member.path.encode("utf-8", "surrogateescape")


@slow
@given(TEMPLATES)
def test_a_template_renders_or_is_refused(text: str) -> None:
    try:
        shown = Template("a.txt.j2", "a.txt.j2", text).render(EMPTY)
    except UsageError as error:
        shown = error.message

    assert "root:" not in shown
    assert "<class 'os" not in shown
    assert "subprocess" not in shown


@fast
@given(MODELS, st.data())
def test_a_model_file_is_read_or_told(model: tuple[bytes, str], data: st.DataObject) -> None:
    content, name = model
    junk = data.draw(damaged(st.just(content)))

    registry.claims(junk, name)
    registry.header_text(junk, name)


@hostile
@given(st.data())
def test_a_damaged_index_of_git_never_hides_a_staged_file(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    repo = Repo(tmp_path_factory.mktemp("r"))
    repo.commit_files({"attribcheck.toml": POLICY})
    repo.stage("src/z.py", FOREIGN)
    index = repo.path / ".git/index"
    whole = index.read_bytes()
    index.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])

    with contextlib.suppress(AttribcheckError):
        assert not check(repo) or not index.stat().st_size


@pytest.fixture(scope="module")
def origins(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The content of an origin index."""
    path = tmp_path_factory.mktemp("origins") / "index"
    index_of(path, {"x.py": GARDEN, "y.py": OTHER})
    return path.read_bytes()


@hostile
@given(st.data())
def test_a_damaged_origin_index_is_read_or_told(
    origins: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("o") / "index"
    path.write_bytes(data.draw(damaged(st.just(origins))))

    with contextlib.suppress(AttribcheckError), OriginIndex.open(path, verify=True) as index:
        assert len(index.files) == 2


@hostile
@given(CONTENTS | damaged(st.just(b'version = 1\n\n[[component]]\nname = "foo"\n')))
def test_any_lock_is_read_or_refused_and_nothing_passes_with_it(
    tmp_path_factory: pytest.TempPathFactory, lock: bytes
) -> None:
    repo = Repo(tmp_path_factory.mktemp("r"))
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT})
    Path(repo.path / "attribcheck.lock").write_bytes(lock)
    repo.stage("src/z.py", FOREIGN)

    with contextlib.suppress(AttribcheckError):
        assert not check(repo)
