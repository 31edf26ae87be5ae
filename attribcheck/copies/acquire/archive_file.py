"""A source archive or wheel that is here already."""

from __future__ import annotations

import re
from pathlib import Path

from attribcheck.copies.acquire import archives
from attribcheck.copies.acquire.base import Acquired, bounded

_TITLE = re.compile(r"(?P<name>.+?)-(?P<version>v?[0-9][A-Za-z0-9.+!_]*)(?:-.*)?\Z")


class ArchiveFile:
    """See ``base.Kind``."""

    name = "archives"
    example = "./NAME-VERSION.tar.gz"

    def accepts(self, spec: str) -> bool:
        """See ``base.Kind``."""
        return spec.endswith(archives.SUFFIXES) and Path(spec).is_file()

    def acquire(self, spec: str, scratch: Path) -> Acquired:
        """See ``base.Kind``."""
        path = Path(spec)
        suffix = next(one for one in archives.SUFFIXES if spec.endswith(one))
        title = path.name.removesuffix(suffix)
        match = _TITLE.match(title)
        files = list(archives.files(path, strip=False))
        tops = {name.partition("/")[0] for name, _ in files}
        if len(tops) == 1 and all("/" in name for name, _ in files):
            files = [(name.partition("/")[2], content) for name, content in files]
        return Acquired(
            name=match["name"] if match else title,
            version=match["version"] if match else "",
            files=bounded(files, path.name),
            source=path.name,
        )
