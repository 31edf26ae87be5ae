"""Lists of components that one command adds, as data: what to fetch, and why.

Versions are pinned, so that a preset stands for the same code until a release of attribcheck
changes it; ``attribcheck origins list`` shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable
from attribcheck.origins.describe import FOUND, Details


class Item(NamedTuple):
    """One component of a preset.

    Attributes:
        spec: What to fetch; see ``copies.acquire.registry``.
        reason: Why it is in the preset, and why parts of it are not.
        details: What can't be found in it.
    """

    spec: str
    reason: str
    details: Details = FOUND


PRESETS: Mapping[str, tuple[Item, ...]] = {
    "ai-models": (
        Item("pkg:pypi/transformers@5.23.0", "most published models are written for it first"),
        Item(
            "pkg:pypi/vllm@0.33.0",
            "inference code of most models; its tests are not what is copied",
            Details(without=("tests", "rust", "benchmarks", "examples", "tools", "docker")),
        ),
        Item(
            "pkg:pypi/sglang@0.5.23",
            "inference code of most models",
            Details(without=("sglang/test", "sglang/benchmark")),
        ),
        Item("pkg:pypi/diffusers@0.42.1", "models and pipelines that generate images and video"),
        Item("pkg:pypi/mlx-lm@0.32.2", "language models for Apple silicon"),
        Item("pkg:pypi/mlx-vlm@0.7.10", "vision-language models for Apple silicon"),
        Item("pkg:pypi/timm@1.0.31", "image models and vision encoders"),
        Item("pkg:pypi/open-clip-torch@3.3.0", "contrastive models of text and images"),
        Item("pkg:pypi/sentence-transformers@6.2.0", "embedding models"),
        Item("pkg:pypi/segment-anything@1.0", "segmentation model"),
        Item("pkg:pypi/openai-whisper@20250625", "speech model"),
        Item("pkg:pypi/gemma@4.0.1", "language models in JAX"),
        Item("pkg:pypi/keras-hub@0.32.0", "models for Keras"),
        Item("pkg:pypi/litgpt@0.5.13", "language models, written to be copied from"),
        Item("pkg:pypi/torchtune@0.6.1", "language models and their fine-tuning"),
        Item("pkg:pypi/fairseq@0.12.2", "speech and text models; many later ones descend from it"),
        Item("pkg:pypi/peft@0.21.2", "adapters"),
        Item("pkg:pypi/trl@1.16.0", "training by preferences"),
        Item("pkg:pypi/accelerate@1.15.0", "distributed training"),
        Item(
            "pkg:pypi/megatron-core@0.19.2",
            "distributed training of large models",
            Details(without=("tests",)),
        ),
        Item(
            "pkg:pypi/deepspeed@0.19.8",
            "distributed training and inference",
            Details(without=("tests",)),
        ),
        Item("pkg:pypi/lmdeploy@0.18.0", "inference engine"),
        Item("pkg:pypi/exllamav2@0.3.2", "quantised inference"),
        Item("pkg:pypi/lm-eval@0.4.13", "evaluation"),
        Item(
            "pkg:pypi/xformers@0.0.35",
            "attention kernels",
            Details(without=("tests",)),
        ),
        Item(
            "pkg:pypi/flash-attn@2.8.3.post2",
            "attention kernels; the bundled libraries are of others",
            Details(without=("tests", "csrc/cutlass", "csrc/composable_kernel")),
        ),
        Item("pkg:pypi/flash-linear-attention@0.6.0", "kernels of linear attention"),
        Item("pkg:pypi/mamba-ssm@2.3.2.post1", "state-space models", Details(without=("tests",))),
        Item("pkg:pypi/liger-kernel@0.8.5", "kernels for training"),
        Item(
            "pkg:pypi/llama-cpp-python@0.3.36",
            "the registries hold llama.cpp in this package only",
            Details(
                name="llama.cpp",
                version="in llama-cpp-python 0.3.36",
                within="vendor/llama.cpp",
                without=("tests", "tools/server", "examples", "scripts"),
            ),
        ),
    ),
}


def items(name: str) -> tuple[Item, ...]:
    """Return the components of a preset.

    Raises:
        UsageError: there is no such preset.
    """
    if name not in PRESETS:
        raise UsageError(
            f"there is no preset {printable(name)!r}", hint=f"presets: {', '.join(PRESETS)}"
        )
    return PRESETS[name]
