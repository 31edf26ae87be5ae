"""``attribcheck weights`` as its users run it."""

import json
import os
import re
import sys
from pathlib import Path

import html5lib
import pytest
from support.checkpoints import model, noisy, raw, write
from support.command import attribcheck, run

GOLDEN = Path(__file__).parent / "golden"
A = model(1)


@pytest.fixture
def models(tmp_path):
    """Three models in a folder: a, one near it, and one that was made apart."""
    write(tmp_path / "haneul", A)
    write(tmp_path / "near", noisy(A, 1.0))
    write(tmp_path / "foo", model(2))
    return tmp_path


def test_a_fingerprint_takes_the_place_of_its_model(models):
    made = attribcheck(models, "weights", "fingerprint", "haneul")
    assert (made.code, made.err) == (0, "")
    assert re.fullmatch(
        r"wrote haneul\.fingerprint: [\d,]+ bytes, 16 tensors, 3 MLPs sketched\n", made.out
    )
    of_model = attribcheck(models, "weights", "compare", "haneul", "near")
    (models / "haneul" / "model.safetensors").unlink()
    found = attribcheck(models, "weights", "compare", "haneul.fingerprint", "near")
    assert (found.code, found.out) == (0, of_model.out)
    assert found.out.startswith("not independently initialised (p < 1e-12)\n")


def test_a_fingerprint_is_written_where_it_is_asked_for_and_the_same_each_time(models):
    for name in ("one", "two"):
        made = attribcheck(models, "weights", "fingerprint", "haneul", "-o", name)
        assert made.code == 0
    assert (models / "one").read_bytes() == (models / "two").read_bytes()


def test_the_exit_code_is_0_whatever_the_verdict_is(models):
    for other, verdict in (
        ("haneul", "identical tensors"),
        ("near", "not independently initialised"),
        ("foo", "no evidence against independence"),
    ):
        found = attribcheck(models, "weights", "compare", "haneul", other)
        assert (found.code, found.err) == (0, "")
        assert found.out.startswith(verdict)


def test_the_help_says_what_the_exit_codes_are(tmp_path):
    found = attribcheck(tmp_path, "weights", "compare", "--help")
    assert "0 whatever the verdict is" in " ".join(found.out.split())


def test_a_control_is_shown_with_its_verdict(models):
    found = attribcheck(models, "weights", "compare", "haneul", "near", "--control", "foo")
    assert found.out.startswith("not independently initialised")
    assert found.out.count("control  ") == 2
    assert "control  haneul with foo: no evidence against independence" in found.out
    found = attribcheck(models, "weights", "compare", "haneul", "foo", "--control", "near")
    assert found.out.startswith("inconclusive (the same tests flag a control")


def test_the_json_is_as_it_was_published(models):
    """Signs next to 0 may differ between machines: numbers are compared to three digits."""
    found = attribcheck(
        models, "weights", "compare", "haneul", "near", "--control", "foo", "--format", "json"
    )
    document = json.loads(found.out)
    golden = GOLDEN / "comparison.json"
    if os.environ.get("ATTRIBCHECK_WRITE_GOLDEN"):
        golden.write_text(found.out)
    assert_near(document, json.loads(golden.read_text()))


def assert_near(found, expected):
    if isinstance(expected, dict):
        assert list(found) == list(expected)
        for key, value in expected.items():
            assert_near(found[key], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_near(one, other)
    elif isinstance(expected, str):
        assert re.sub(r"\d+(\.\d+)?", "N", found) == re.sub(r"\d+(\.\d+)?", "N", expected)
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=0.05, abs=2e-3)
    else:
        assert found == expected


def test_reports_are_written_besides(models):
    found = attribcheck(
        models, "weights", "compare", "haneul", "near", "--report", "html=r.html", "--report",
        "json=r.json",
    )  # fmt: skip
    assert found.out.startswith("not independently initialised")
    assert json.loads((models / "r.json").read_text())["verdict"] == "not independently initialised"
    page = (models / "r.html").read_text()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert len(tree.findall(".//{*}svg")) == 2
    assert len(tree.findall(".//{*}rect")) == 9
    assert not re.search(r"(src|href)=|<script|style=", page)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/stdout")
def test_a_report_goes_to_a_device_that_is_named(models):
    found = attribcheck(
        models, "weights", "compare", "haneul", "near", "--report", "json=/dev/stdout"
    )
    assert (found.code, found.err) == (0, "")
    assert '"verdict": "not independently initialised"' in found.out


def test_a_page_of_hostile_names_escapes_them(tmp_path):
    write(tmp_path / "<script>alert(1)", A)
    write(tmp_path / "b\x1b[2J\u202e", model(2))
    found = attribcheck(
        tmp_path, "weights", "compare", "<script>alert(1)", "b\x1b[2J\u202e", "--report",
        "html=r.html",
    )  # fmt: skip
    assert found.code == 0
    assert "\x1b" not in found.out
    page = (tmp_path / "r.html").read_text()
    assert "<script>" not in page
    assert "\x1b" not in page


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("compare", "haneul", "nothing"), 2, "error: nothing does not exist"),
        (("compare", "haneul"), 2, "required: B"),
        (("fingerprint", "nothing"), 2, "error: nothing does not exist"),
        (("fingerprint", "empty"), 2, "error: empty holds no .safetensors or .gguf file"),
        (("fingerprint", "haneul", "--rows", "3"), 2, "--rows is a number from 32 to 65536"),
        (("fingerprint", "haneul", "--bits", "12"), 2, "--bits is a multiple of 8"),
        (("fingerprint", "haneul", "-o", "no/such/folder"), 3, "can't write no/such/folder"),
        (("compare", "haneul", "foo", "--report", "pdf=x"), 2, "unknown format 'pdf'"),
        (("compare", "haneul", "foo", "--report", "html"), 2, "is not FORMAT=FILE"),
        (("compare", "broken.safetensors", "foo"), 3, "the header says 99 bytes, and 2 are there"),
        (("compare", "damaged.fingerprint", "foo"), 3, "the checksum does not fit"),
        (("compare", "README", "foo"), 3, "README: the header says"),
        ((), 2, "required: ACTION"),
    ],
    ids=str,
)
def test_what_goes_wrong_is_said_in_a_line_and_never_as_a_traceback(
    models, arguments, code, problem
):
    raw(models / "broken.safetensors", b"{}", length=99)
    (models / "empty").mkdir()
    (models / "README").write_text("a model by Haneul Labs")
    attribcheck(models, "weights", "fingerprint", "foo", "-o", "damaged.fingerprint")
    content = bytearray((models / "damaged.fingerprint").read_bytes())
    content[-1] ^= 1
    (models / "damaged.fingerprint").write_bytes(content)
    found = attribcheck(models, "weights", *arguments)
    assert found.code == code
    assert problem in found.err
    assert "Traceback" not in found.err
    assert found.out == ""


def test_fingerprints_of_other_settings_are_not_compared(models):
    attribcheck(models, "weights", "fingerprint", "haneul", "--seed", "x")
    attribcheck(models, "weights", "fingerprint", "foo")
    found = attribcheck(models, "weights", "compare", "haneul.fingerprint", "foo.fingerprint")
    assert found.code == 2
    assert "hint: make both with the same --seed, --rows and --bits" in found.err


def test_a_model_is_sketched_with_the_settings_of_the_fingerprint(models):
    attribcheck(models, "weights", "fingerprint", "haneul", "--seed", "x", "--rows", "48")
    found = attribcheck(models, "weights", "compare", "haneul.fingerprint", "near")
    assert found.out.startswith("not independently initialised")


def test_without_the_extra_the_command_says_which_one_to_install(tmp_path):
    """Python without site-packages: ours alone is put on the path."""
    program = (
        "import sys; from importlib import util;"
        " util.find_spec = lambda name, found=util.find_spec:"
        " None if name in ('numpy', 'scipy') else found(name);"
        " from attribcheck.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    found = run(tmp_path, [sys.executable, "-c", program, "weights", "compare", "a", "b"])
    assert found.code == 3
    assert found.err == (
        "error: comparing weights needs numpy, scipy, which the extra `weights` brings\n"
        "hint: pip install 'attribcheck[weights]'\n"
    )


def test_other_commands_do_not_import_the_libraries_of_the_extra(tmp_path):
    program = (
        "import sys; from attribcheck.cli.main import build_parser; build_parser();"
        " print([n for n in ('numpy', 'scipy', 'safetensors', 'gguf') if n in sys.modules])"
    )
    assert run(tmp_path, [sys.executable, "-c", program]).out == "[]\n"
