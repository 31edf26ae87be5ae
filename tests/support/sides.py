"""Changes and contents of a source, in a form that reads well in an assertion."""

from __future__ import annotations

from attribcheck.sources.base import Source


def sides(source: Source) -> list[tuple[str | None, str | None]]:
    """Return the old and the new path of every change, in the order of the source."""
    return [
        (change.old and change.old.path, change.new and change.new.path)
        for change in source.changes()
    ]


def contents(source: Source, *paths: str) -> dict[str, bytes | None]:
    """Return the content of ``paths`` (by default, of the whole listing) by path."""
    listing = source.listing()
    wanted = [listing[path] for path in paths or listing]
    return {blob.path: content for blob, content in source.read(wanted)}
