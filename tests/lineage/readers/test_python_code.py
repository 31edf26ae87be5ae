"""Python code: imports of model code, models that are loaded, settings."""

import pytest
from support.model_files import names, told


def test_a_module_of_a_family_is_imported() -> None:
    text = "import torch\nfrom transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Foo\n"
    assert told("haneul/vision.py", text) == [("model code", "qwen2_5_vl", "imported", "import", 2)]


@pytest.mark.parametrize(
    "line",
    [
        "import transformers.models.qwen2_5_vl.modeling_qwen2_5_vl as q",
        "from transformers.models import qwen2_5_vl",
        "from vllm.model_executor.models.qwen2_5_vl import Qwen2_5_VisionTransformer",
        "from transformers import Qwen2_5_VLForConditionalGeneration",
        "from .qwen2_5_vl import Qwen2_5_VisionTransformer  # transformers",
        "from ..qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VLAttention  # transformers",
    ],
)
def test_other_ways_to_import_it(line: str) -> None:
    assert names("haneul/vision.py", f"{line}\n") == ["qwen2_5_vl"]


@pytest.mark.parametrize(
    "line",
    [
        "from transformers import AutoModel, AutoTokenizer, Trainer",
        "from transformers import BertTokenizer",
        "from diffusers.models import AutoencoderKL, attention",
        "from .git import GitRepo  # transformers",
        "from transformers.models.auto import modeling_auto",
        "text = 'from transformers.models.llama import LlamaModel'",
    ],
)
def test_what_is_no_code_of_a_family(line: str) -> None:
    assert names("a.py", f"{line}\n") == []


def test_a_family_imports_from_itself() -> None:
    text = "from transformers.models.llama.configuration_llama import LlamaConfig\n"
    assert names("modeling_llama.py", text) == []


def test_models_that_calls_load_are_named() -> None:
    text = """\
MODEL = "foo-corp/Foo-7B"
model = AutoModel.from_pretrained(MODEL)
path = snapshot_download(repo_id="bar/Bar")
pipe = pipeline("text-generation", model="baz/Baz")
embed = SentenceTransformer("qux-MiniLM-L6")
url = "https://huggingface.co/quux/Quux/resolve/main/q.gguf"
local = AutoModel.from_pretrained("./out"), AutoModel.from_pretrained(path)
"""
    found = names("load.py", text)
    assert found[:3] == ["foo-corp/Foo-7B", "bar/Bar", "baz/Baz"]
    assert found[3:] == ["qux-MiniLM-L6", "quux/Quux"]


@pytest.mark.parametrize(
    "line",
    [
        'DEFAULT_REPO_ID = "foo-corp/Foo-7B"',
        'def f(x, repo_id: str = "foo-corp/Foo-7B"): pass',
        'g(model_id="foo-corp/Foo-7B")',
        'self.model_name: str = "foo-corp/Foo-7B"',
    ],
)
def test_a_variable_for_the_name_of_a_model(line: str) -> None:
    text = f"from huggingface_hub import hf_hub_download\n{line}\n"
    assert names("a.py", text) == ["foo-corp/Foo-7B"]


def test_a_variable_of_another_name_and_a_path_name_nothing() -> None:
    text = 'IMAGE = "foo-corp/foo"\nmodel_name = "out/foo/bar"\nbase_model = "foo"\n'
    assert names("a.py", f"{text}# transformers\n") == []


def test_a_setting_that_names_a_family_is_configured() -> None:
    text = 'class A:\n    model_type = "haneul"\n    vision = {"model_type": "qwen2_5_vl"}\n'
    assert told("configuration_haneul.py", text) == [
        ("model code", "qwen2_5_vl", "configured", "model_type", 3)
    ]


def test_the_type_that_a_class_defines_is_its_own() -> None:
    text = 'class A:\n    model_type = "llama"\n\nx = f(model_type="llama")\n'
    assert names("a.py", text) == []


def test_code_that_cannot_be_parsed_is_read_by_its_imports() -> None:
    text = "print 'python 2'\nfrom transformers.models.llama import modeling_llama\n"
    assert told("old.py", text) == [("model code", "llama", "imported", "import", 2)]


@pytest.mark.parametrize("text", ["(" * 100_000, "-" * 200_000 + "1", "x = " + "[" * 300, "\0"])
def test_code_that_no_parser_takes_is_no_problem(text: str) -> None:
    assert names("deep.py", f"# transformers\n{text}\n") == []
