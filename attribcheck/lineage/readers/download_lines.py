"""Reads the lines of Dockerfiles, scripts and requirements that fetch weights.

Commands: ``hf download``, ``huggingface-cli download``, ``modelscope download``, ``ollama pull``, a
``git clone`` of a hub, and URLs of files with weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.lineage.readers.base import Places, model_name

_NAMES = re.compile(
    r"(?:dockerfile|containerfile)(?:\..+)?\Z|.+\.(?:dockerfile|sh|bash|ps1|bat|mk)\Z"
    r"|makefile\Z|.*requirements.*\.(?:txt|in)\Z"
)
_MAX_BYTES = 4 * 2**20
_LINE = re.compile(
    r"""(?P<command>
        (?:huggingface-cli|hf)[ ]+download
        (?:[ ]+--?[\w-]{1,40}(?:[= ](?![\w.-]+/)\S{1,99})?){0,8}[ ]+
      | modelscope[ ]+download[ ]+(?:--model[= ])?
      | ollama[ ]+(?:pull|run)[ ]+
      | https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/|docs/|blog/|papers/)
      )["']?(?P<name>[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9][\w.-]{0,95})?(?::[\w.-]+)?)
    | (?P<url>https?://[^\s"'<>\\]{1,400}?\.(?:safetensors|gguf|onnx|tflite|mlmodel|ckpt|pth))\b
    | (?P<spacy>explosion/spacy-models/releases/download/(?P<package>[\w.-]{1,80}))/
    """,
    re.VERBOSE,
)


class DownloadLines:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return bool(_NAMES.match(name))

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        places = Places(content, _MAX_BYTES)
        seen = set()
        for match in _LINE.finditer(places.text):
            command = (match["command"] or "").split("/")[0].strip()
            if match["url"]:
                found, key = match["url"], "URL"
            elif match["spacy"]:
                found, key = f"spacy/{match['package'].rpartition('-')[0]}", "URL"
            elif command.startswith("ollama"):
                found, key = match["name"], command
            else:
                found, key = model_name(match["name"], bare=False), command or "URL"
            line, excerpt = places.of(match.start())
            if found and found not in seen and not excerpt.text.lstrip().startswith("#"):
                seen.add(found)
                yield LineageClaim(
                    ClaimKind.LOADED_MODEL, found, Strength.CONFIGURED, line, key, excerpt
                )
