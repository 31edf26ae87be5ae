"""Reads the files of sentence-transformers: ``modules.json``, whose types may name remote code.

Format: https://sbert.net/docs/sentence_transformer/usage/custom_models.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.formats import bounded_json
from attribcheck.lineage.readers.base import Places, model_name
from attribcheck.lineage.readers.json_files import JsonFile

_NAMES = frozenset({"modules.json", "config_sentence_transformers.json"})
_REMOTE = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)--")


class SentenceTransformers:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name in _NAMES

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        if name != "modules.json":
            yield from JsonFile(content).models("base_model")
            return
        places = Places(content, 2**20)
        modules = bounded_json.parse(content, "it")
        for module in modules if isinstance(modules, list) else ():
            kind = module.get("type") if isinstance(module, dict) else None
            match = _REMOTE.match(kind) if isinstance(kind, str) else None
            if match and (repository := model_name(match["repository"])):
                line, excerpt = places.of_key((), str(kind))
                yield LineageClaim(
                    ClaimKind.MODEL_CODE, repository, Strength.CONFIGURED, line, "type", excerpt
                )
