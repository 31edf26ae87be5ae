"""File names as the engine sees them."""

from __future__ import annotations

import os
import re

# Path separators, characters that Windows forbids, controls, and surrogates (undecodable bytes).
_UNWRITABLE = re.compile('[\x00-\x1f\x7f<>:"/\\\\|?*\ud800-\udfff]')
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_NAME_BYTES = 200

LOCALE = "locale"
"""scancode splits long lines of a file whose location contains this word."""


def base_name(path: str) -> str:
    """Return the last part of a POSIX path."""
    return path.rpartition("/")[2]


def in_locale(path: str) -> bool:
    """Whether ``path`` contains ``locale``."""
    return LOCALE in path


def safe_name(name: str) -> str:
    """Return ``name`` in a form that every platform can write, with the same extension.

    The engine's result depends on the extension and on some complete names (``CREDITS``,
    ``package.json``).
    """
    name = _UNWRITABLE.sub("_", name)
    try:
        os.fsencode(name)
    except UnicodeEncodeError:  # a file system encoding that is not UTF-8
        name = name.encode("ascii", "replace").decode("ascii").replace("?", "_")
    while len(name.encode("utf-8")) > _NAME_BYTES:
        name = name[1:]
    if not name.strip("."):
        return f"_{name}"
    if os.name == "nt" and (_WINDOWS_DEVICE.match(name) or name[-1] in " ."):
        return "_" + name.rstrip(" .")
    return name


# The words of which a file with claims about models has one, by its extension. They are searched in
# every new file of a commit, so they are few.
_PYTHON = (b"transformers", b"from_pretrained", b"model_type", b"_download", b"vllm", b"hub.load")
_JSON = (b'"model_type"', b'"architectures"', b"name_or_path", b'"auto_map"', b'"_class_name"')
_INDEX = (b'"weight_map"', b'"base_model', b"--")
_YAML = (b"base_model", b"merge_method", b"model_name_or_path")
_CARD = (b"base_model", b"license")
_SCRIPT = (b"huggingface", b"hf", b"ollama", b"modelscope", b"spacy-models", b"http")
_TITLES = (
    *(b"llama", b"qwen", b"qianwen", b"gemma", b"deepseek", b"exaone", b"hyperclova", b"glm-4"),
    *(b"minimax", b"hunyuan", b"nvidia open", b"falcon", b"stability ai", b"mistral ai", b"jamba"),
    *(b"yi series", b"impact license", b"modified mit", b"open rail", b"rail license", b"openmdw"),
)
_TOP = 2048  # bytes of a LICENSE in which its title stands
_ANY = (b"",)
_SIGNS = {
    "py": (*_PYTHON, b"huggingface.co"),
    "json": (*_JSON, *_INDEX),
    **dict.fromkeys(("yml", "yaml"), _YAML),
    **dict.fromkeys(("sh", "bash", "ps1", "bat", "mk", "dockerfile", "makefile"), _SCRIPT),
    **dict.fromkeys(("safetensors", "gguf", "onnx", "ort", "tflite", "mlmodel"), _ANY),
}


def may_name_models(content: bytes, path: str) -> bool:
    """Whether a file may have claims about models; see ``lineage``, which this saves to import.

    Args:
        content: Its bytes.
        path: Its path; only its base name counts.
    """
    name = base_name(path).lower()
    if is_weights(content, path) or "modelfile" in name:
        return True
    signs = _SIGNS.get(name.rpartition(".")[2], ())
    if not signs:
        if name.startswith(("readme", "model")) and content[:3] in (b"---", b"\xef\xbb\xbf"):
            signs = _CARD
        elif "licen" in name or name.startswith("copying"):
            return any(sign in content[:_TOP].lower() for sign in _TITLES)
        elif "requirements" in name or name.startswith(("dockerfile", "containerfile")):
            signs = _SCRIPT
    return any(sign in content for sign in signs)


def is_weights(content: bytes, path: str) -> bool:
    """Whether a file may be one with weights whose header can be read, by its name or beginning."""
    return (
        _SIGNS.get(path.rpartition(".")[2].lower()) is _ANY
        or content[5:10] == b'\0\0\0{"'
        or content[:4] == b"GGUF"
        or content[4:8] == b"TFL3"
    )
