"""Weights of known models among the files of a check, real ones of a few layers."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from safetensors.numpy import save
from support.checkpoints import NORM, Weights, model, noisy, permuted, sketch
from support.checks import check, found, only, run, staged
from support.gguf_checkpoints import write as write_gguf
from support.lfs import pointer, store
from support.repo import Repo

from attribcheck.check import known_weights
from attribcheck.check.result import CheckResult
from attribcheck.core.errors import AttribcheckError
from attribcheck.policy.lockfile import LockedFile, render
from attribcheck.weights import comparison, extra, fingerprint_file, matrices
from attribcheck.weights.document import Origin
from attribcheck.weights.known import KnownWeights

NAME = "undeclared-base-model"
FOO = model(1)
OURS = model(2)
PRINT = "fingerprints/foo.fingerprint"
POLICY = """
    version = 1

    [project]
    name = "Haneul"
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo 7B"
    license = "MIT"
    paths = ["fingerprints/foo.fingerprint"]
    models = ["foo-corp/Foo-7B"]
    weights = ["fingerprints/foo.fingerprint"]
"""
BASE = """
    [[component]]
    name = "base"
    license = "MIT"
    paths = ["weights/**"]
    models = [{}]
"""


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Fingerprints: of Foo, of its fine-tune, and of Bar, which is another model."""
    folder = tmp_path_factory.mktemp("models")
    made = {"foo": FOO, "foo-tuned": noisy(FOO, 0.5, seed=8), "bar": model(3)}
    return {
        name: fingerprint_file.serialise(sketch(folder / name, one)) for name, one in made.items()
    }


def checked(repo: Repo, weights: Weights, prints: dict[str, bytes], more: str = "") -> CheckResult:
    """Check a repository with weights, and Foo's fingerprint in the policy."""
    files = {"weights/model.safetensors": save(weights), PRINT: prints["foo"]}
    return check(repo, files, POLICY + more)


def in_store(folder: Path, prints: dict[str, bytes], *names: str) -> KnownWeights:
    """Fingerprints in a store, each with the origin ``org/NAME``."""
    paths = []
    for name in names:
        path = folder / f"{name}.fingerprint"
        path.write_bytes(prints[name])
        made = fingerprint_file.read(path)._replace(
            origin=Origin(f"org/{name}", "1.0", "MIT", ("Foo Corp.",))
        )
        path.write_bytes(fingerprint_file.serialise(made))
        paths.append(path)
    return KnownWeights(paths)


def test_a_fine_tune_of_a_fingerprinted_model_is_reported(repo, prints):
    finding = only(checked(repo, noisy(FOO, 1.0), prints), NAME)

    assert finding.path == "weights/model.safetensors"
    assert finding.message == (
        "not independently initialised (p < 1e-12): its weights and those of component"
        ' "Foo 7B" (fingerprints/foo.fingerprint), which no component that covers this file'
        " declares"
    )
    assert finding.fix == "attribcheck declare 'Foo 7B' weights/model.safetensors\n"
    assert finding.policy_line == 13


def test_one_kept_matrix_is_told_as_identical_tensors(repo, prints):
    weights = OURS | {"model.layers.1.mlp.up_proj.weight": FOO["model.layers.1.mlp.up_proj.weight"]}
    finding = only(checked(repo, weights, prints), NAME)

    assert finding.message.startswith(
        "identical tensors: 1 of its 10 weight matrices have the bytes of tensors of component"
    )


def test_permuted_units_are_found_between_a_file_and_a_fingerprint(repo, prints):
    finding = only(checked(repo, noisy(permuted(FOO), 0.2), prints), NAME)

    assert finding.message.startswith("not independently initialised")


def test_weights_that_were_made_apart_are_quiet_also_with_equal_norms(repo, prints):
    norms = {name: values for name, values in FOO.items() if name.endswith(NORM)}

    assert found(checked(repo, OURS | norms, prints), NAME) == []


def test_no_message_says_derived(repo, prints):
    for weights in (FOO, noisy(FOO, 1.0)):
        assert "deriv" not in only(checked(repo, weights, prints), NAME).message


@pytest.mark.parametrize("declaring", ["foo-corp/Foo-7B", "Foo 7B"])
def test_a_component_that_covers_the_file_declares_the_model(repo, prints, declaring):
    more = BASE.format(f'"{declaring}"')

    assert found(checked(repo, FOO, prints, more), NAME) == []


def test_a_component_that_covers_another_file_does_not(repo, prints):
    more = BASE.format('"foo-corp/Foo-7B"').replace("weights/**", "other/**")

    assert len(found(checked(repo, FOO, prints, more), NAME)) == 1


def test_the_fix_settles_it(repo, prints):
    only(checked(repo, FOO, prints), NAME)
    policy = POLICY.replace(
        'paths = ["fingerprints/foo.fingerprint"]',
        'paths = ["fingerprints/foo.fingerprint", "weights/model.safetensors"]',
    )

    assert found(check(repo, {}, policy), NAME) == []


def test_a_stored_fingerprint_is_told_with_a_component_to_paste(repo, prints, tmp_path):
    known = in_store(tmp_path, prints, "foo")
    files = {"weights/model.safetensors": save(noisy(FOO, 1.0))}
    policy = POLICY.partition("    [[component]]")[0]
    finding = only(check(repo, files, policy, weights=lambda: known), NAME)

    assert "those of org/foo 1.0 (foo.fingerprint), which no component" in finding.message
    for line in ('license = "MIT"', 'holders = ["Foo Corp."]', 'models = ["org/foo"]'):
        assert line in finding.fix
    policy = repo.path.joinpath("attribcheck.toml").read_text() + finding.fix
    assert found(check(repo, {}, policy, weights=lambda: known), NAME) == []


def test_a_component_of_other_models_is_not_extended(repo, prints, tmp_path):
    known = in_store(tmp_path, prints, "foo")
    files = {"weights/model.safetensors": save(noisy(FOO, 1.0))}
    policy = POLICY.partition("    [[component]]")[0] + BASE.format('"bar/Bar"')
    finding = only(check(repo, files, policy, weights=lambda: known), NAME)

    assert 'name = "org/foo"' in finding.fix
    policy = repo.path.joinpath("attribcheck.toml").read_text() + finding.fix
    assert found(check(repo, {}, policy, weights=lambda: known), NAME) == []


def test_our_own_models_are_no_base_models(repo, prints, tmp_path):
    known = in_store(tmp_path, prints, "foo")
    policy = POLICY.partition("    [[component]]")[0].replace('"Haneul"', '"Org"')

    assert (
        found(check(repo, {"m.safetensors": save(FOO)}, policy, weights=lambda: known), NAME) == []
    )


def test_a_declared_model_explains_the_likeness_to_its_relatives_alone(repo, prints, tmp_path):
    """Two fine-tunes of one base are not independent of each other either; a stranger is."""
    known = in_store(tmp_path, prints, "foo", "foo-tuned", "bar")
    policy = POLICY.partition("    [[component]]")[0] + BASE.format('"org/foo"')
    tuned = noisy(FOO, 1.0)
    assert (
        found(
            check(repo, {"weights/m.safetensors": save(tuned)}, policy, weights=lambda: known), NAME
        )
        == []
    )

    half = {name: (tuned[name] + noisy(model(3), 0.3)[name]) / 2 for name in tuned}
    finding = only(
        check(repo, {"weights/m.safetensors": save(half)}, policy, weights=lambda: known), NAME
    )
    assert "those of org/bar 1.0" in finding.message
    assert "foo-tuned" not in finding.message


def test_several_models_that_match_are_one_finding(repo, prints, tmp_path):
    known = in_store(tmp_path, prints, "foo", "foo-tuned")
    policy = POLICY.partition("    [[component]]")[0]
    finding = only(
        check(repo, {"m.safetensors": save(noisy(FOO, 1.0))}, policy, weights=lambda: known), NAME
    )

    assert finding.message.count("fingerprint)") == 2
    assert "; the same holds of org/foo" in finding.message


def test_the_shards_of_a_model_are_one_model(repo, prints):
    tuned, files = noisy(FOO, 1.0), {PRINT: prints["foo"]}
    for number in (1, 2):
        part = {n: v for at, (n, v) in enumerate(sorted(tuned.items())) if at % 2 == number - 1}
        files[f"weights/model-0000{number}-of-00002.safetensors"] = save(part)
    finding = only(check(repo, files, POLICY), NAME)

    assert finding.message.startswith("not independently initialised (p < 1e-12)")
    assert finding.fix.count("-of-00002.safetensors") == 2


def test_a_shard_whose_others_are_missing_is_compared_alone(repo, prints):
    part = {name: values for name, values in FOO.items() if ".0." in name}
    files = {
        "weights/model-00001-of-00002.safetensors": save(part),
        "weights/model-00002-of-00002.safetensors": pointer(b"x"),
        PRINT: prints["foo"],
    }
    finding = only(check(repo, files, POLICY), NAME)

    assert finding.message.startswith("identical tensors: 3 of its 3 weight matrices")


def test_weights_are_known_by_content_whatever_their_name(repo, prints):
    finding = only(check(repo, {"data.bin": save(FOO), PRINT: prints["foo"]}, POLICY), NAME)

    assert finding.path == "data.bin"


def test_a_gguf_file_is_compared_with_the_fingerprint_of_a_safetensors_file(repo, prints):
    repo.path.joinpath("weights").mkdir()
    write_gguf(repo.path / "weights" / "model.gguf", noisy(FOO, 1.0))
    finding = only(check(repo, {PRINT: prints["foo"]}, POLICY), NAME)

    assert finding.path == "weights/model.gguf"
    assert finding.message.startswith("not independently initialised (p < 1e-12)")


def test_fetched_lfs_content_is_compared(repo, prints):
    content = save(noisy(FOO, 1.0))
    repo.write("weights/model.safetensors", pointer(content))
    repo.write(PRINT, prints["foo"])
    store(repo, content)
    repo.write("attribcheck.toml", "version = 1\n" + POLICY.partition("version = 1\n")[2])
    repo.add()

    finding = only(run(repo, staged), NAME)
    assert finding.message.startswith("not independently initialised")


def test_a_pointer_names_the_bytes_of_a_known_file_though_nothing_was_fetched(
    repo, tmp_path, prints
):
    folder = tmp_path / "again"
    sketch(folder, FOO)  # writes the file that the fingerprint was made of
    content = (folder / "model.safetensors").read_bytes()
    files = {"weights/model.safetensors": pointer(content), PRINT: prints["foo"]}
    finding = only(check(repo, files, POLICY), NAME)

    assert finding.message == (
        "the Git LFS pointer names the same bytes as model.safetensors of component"
        ' "Foo 7B" (fingerprints/foo.fingerprint), which no component that covers this file'
        " declares"
    )
    assert found(check(repo, files, POLICY + BASE.format('"foo-corp/Foo-7B"')), NAME) == []


def test_another_pointer_stays_an_unscanned_file(repo, prints):
    files = {"weights/model.safetensors": pointer(save(OURS)), PRINT: prints["foo"]}
    outcome = check(repo, files, POLICY)

    assert found(outcome, NAME) == []
    assert only(outcome, "unscanned-file").path == "weights/model.safetensors"


RECORDED = """
    [[component]]
    name = "vendored"
    license = "MIT"
    paths = ["vendored/**"]
"""


@pytest.mark.parametrize("kind", ["file", "pointer"])
def test_a_recorded_digest_is_known_without_a_fingerprint(repo, kind):
    content = save(FOO)
    written = content if kind == "file" else pointer(content)
    repo.write("vendored/foo.safetensors", written)
    repo.write("copy.safetensors", written)
    repo.add()
    oid = repo.git("rev-parse", ":vendored/foo.safetensors").strip()

    record = LockedFile(oid, hashlib.sha256(content).hexdigest())
    files = {"attribcheck.lock": render({"vendored": {"vendored/foo.safetensors": record}})}
    policy = POLICY.partition("    [[component]]")[0] + RECORDED
    finding = only(check(repo, files, policy), NAME)

    what = "the file has" if kind == "file" else "the Git LFS pointer names"
    assert finding.path == "copy.safetensors"
    assert finding.message.startswith(
        f'{what} the bytes that were recorded of vendored/foo.safetensors of component "vendored",'
    )
    assert finding.fix == "attribcheck declare vendored /copy.safetensors\n"


def test_a_fingerprint_that_is_missing_or_damaged_is_a_finding_at_its_line(repo, prints):
    damaged = prints["foo"][:-1] + bytes([prints["foo"][-1] ^ 1])
    for content, reason in ((damaged, "the checksum does not fit"), (b"x", "no safetensors file")):
        finding = only(check(repo, {PRINT: content}, POLICY), NAME)
        assert (finding.path, finding.line) == ("attribcheck.toml", 13)
        assert finding.message.startswith('a fingerprint of component "Foo 7B" can\'t be used')
        assert reason in finding.message
    (repo.path / PRINT).unlink()
    assert "does not exist" in only(check(repo, {}, POLICY), NAME).message


def test_a_damaged_stored_fingerprint_stops_the_check(repo, tmp_path):
    path = tmp_path / "foo.fingerprint"
    path.write_bytes(b"x")
    with pytest.raises(AttribcheckError, match=r"the origin foo\.fingerprint") as caught:
        check(repo, {"m.safetensors": save(FOO)}, POLICY, weights=lambda: KnownWeights([path]))
    assert caught.value.hint == "attribcheck origins remove foo.fingerprint, and add it again"
    assert caught.value.exit_code == 3


def test_without_the_extra_weights_are_reported_as_not_compared(repo, prints, monkeypatch):
    monkeypatch.setattr(extra, "_NEEDED", ("numpy", "a_library_that_is_missing"))
    finding = only(checked(repo, OURS, prints), NAME)

    assert finding.message == (
        "its weights were compared with no fingerprint, which needs a_library_that_is_missing,"
        " which the extra `weights` brings"
    )
    assert finding.fix == "# pip install 'attribcheck[weights]'\n"


def test_weights_that_cannot_be_read_are_reported(repo, prints, monkeypatch):
    monkeypatch.setattr(matrices, "MAX_WIDTH", 8)
    finding = only(checked(repo, OURS, prints), NAME)

    assert finding.message.startswith("its weights could not be compared: ")
    assert finding.message.endswith("has 48 columns; at most 8 are read")


def test_a_commit_that_adds_a_fingerprint_is_checked_against_the_weights_that_are_there(
    repo, prints
):
    before = POLICY.replace('    weights = ["fingerprints/foo.fingerprint"]\n', "")
    check(repo, {"weights/model.safetensors": save(FOO), "a.py": "x = 1\n"}, before)
    repo.commit("before")
    files = {PRINT: prints["foo"], "attribcheck.toml": POLICY.replace("\n    ", "\n").lstrip()}
    for path, content in files.items():
        repo.write(path, content)
    repo.add()

    assert only(run(repo, staged), NAME).path == "weights/model.safetensors"


def test_a_commit_without_weights_makes_nothing_that_compares(repo, prints):
    check(repo, {PRINT: prints["foo"], "weights/model.safetensors": save(FOO)}, POLICY)
    repo.commit("before")
    repo.write("a.py", "x = 1\n")
    repo.add()

    def fail() -> KnownWeights:
        raise AssertionError("nothing is to be compared")

    assert found(run(repo, staged, weights=fail), NAME) == []


def test_models_of_another_width_are_not_tested(repo, prints, monkeypatch):
    monkeypatch.setattr(comparison, "compare", None)
    assert found(checked(repo, model(1, width=32), prints), NAME) == []


def test_the_module_needs_no_numpy_for_a_pointer():
    program = f"import sys, {known_weights.__name__}; assert 'numpy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
