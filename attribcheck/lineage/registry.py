"""The list of the readers. A reader is a module of ``readers``, a line here and a test module."""

from __future__ import annotations

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.lineage import LineageClaim
from attribcheck.core.model import ScanFailure
from attribcheck.lineage.readers.adapter_configs import AdapterConfigs
from attribcheck.lineage.readers.base import Reader, unreadable
from attribcheck.lineage.readers.coreml_metadata import CoremlMetadata
from attribcheck.lineage.readers.diffusion_pipelines import DiffusionPipelines
from attribcheck.lineage.readers.download_lines import DownloadLines
from attribcheck.lineage.readers.generation_configs import GenerationConfigs
from attribcheck.lineage.readers.gguf_metadata import GgufMetadata
from attribcheck.lineage.readers.license_titles import LicenseTitles
from attribcheck.lineage.readers.merge_recipes import MergeRecipes
from attribcheck.lineage.readers.model_cards import ModelCards
from attribcheck.lineage.readers.model_configs import ModelConfigs
from attribcheck.lineage.readers.modelfiles import Modelfiles
from attribcheck.lineage.readers.onnx_metadata import OnnxMetadata
from attribcheck.lineage.readers.python_code import PythonCode
from attribcheck.lineage.readers.safetensors_headers import SafetensorsHeaders
from attribcheck.lineage.readers.safetensors_index import SafetensorsIndex
from attribcheck.lineage.readers.sentence_transformers import SentenceTransformers
from attribcheck.lineage.readers.tflite_metadata import TfliteMetadata
from attribcheck.lineage.readers.tokenizer_configs import TokenizerConfigs
from attribcheck.lineage.readers.training_recipes import TrainingRecipes

_WEIGHTS = (
    SafetensorsHeaders(),
    GgufMetadata(),
    OnnxMetadata(),
    TfliteMetadata(),
    CoremlMetadata(),
)

# The first that reads a file reads it alone.
READERS: tuple[Reader, ...] = (
    *_WEIGHTS,
    AdapterConfigs(),
    DiffusionPipelines(),
    GenerationConfigs(),
    SafetensorsIndex(),
    SentenceTransformers(),
    TokenizerConfigs(),
    ModelConfigs(),
    ModelCards(),
    LicenseTitles(),
    MergeRecipes(),
    TrainingRecipes(),
    Modelfiles(),
    PythonCode(),
    DownloadLines(),
)


def claims(content: bytes, path: str) -> tuple[LineageClaim, ...]:
    """Return the claims of a file about models, in its order; see ``readers.base.Reader``."""
    name = path.rpartition("/")[2].lower()
    for reader in READERS:
        if reader.reads(name, content):
            try:
                found = list(reader.read(name, content))
            except AttribcheckError as error:
                return (unreadable(error),)
            return tuple(sorted(dict.fromkeys(found), key=lambda claim: claim.line))
    return ()


def header_text(content: bytes, path: str) -> str | ScanFailure | None:
    """Return the text in the header of a file with weights: what the engine scans of it.

    The numbers of weights hold no notice, and their size is no reason not to read the header.

    Returns:
        A failure for a malformed header of a format that describes the file exactly; None for any
        other file, which the engine reads itself.
    """
    name = path.rpartition("/")[2].lower()
    for reader in _WEIGHTS:
        if reader.reads(name, content):
            try:
                return reader.text(content)
            except AttribcheckError as error:
                return ScanFailure(
                    f"its header can't be read: {error.message.removeprefix('it: ')}",
                    "replace the file by the one that its author published",
                )
    return None
