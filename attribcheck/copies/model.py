"""Values of the search for copied code; they state correspondence, never copying or direction.

A *component* is one version of a body of code with one origin, as in the policy. An origin index
holds fingerprints of the files of components. A *region* is a pair of line ranges whose tokens
correspond. An *origin* is a component by its name, or one family of its files: two versions of a
library are one origin, two models of a model library are two.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, Protocol

from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, Span


class Channel(enum.Enum):
    """The fingerprints by which a region was found.

    SHAPE abstracts identifiers and literals, so that it survives renaming; EXACT keeps them.
    """

    SHAPE = "shape"
    EXACT = "exact"


class Strength(enum.Enum):
    """How sure a correspondence is, by the calibrated thresholds of ``docs/copies.md``."""

    CERTAIN = "certain"
    LIKELY = "likely"
    WEAK = "weak"


class Component(NamedTuple):
    """One version of a body of code with one origin, as an index records it.

    Attributes:
        name: Its name.
        version: Its version or revision; empty when unknown.
        purl: Its package URL; empty when unknown.
        license: Its SPDX expression; empty when unknown.
        holders: Its copyright holders.
        source: Where it was taken from, for people: a URL, a package.
        date: The day of the snapshot, ISO 8601; empty when unknown.
        declared: Whether the policy of the checked repository declares it.
    """

    name: str
    version: str = ""
    purl: str = ""
    license: str = ""
    holders: tuple[str, ...] = ()
    source: str = ""
    date: str = ""
    declared: bool = False

    @property
    def label(self) -> str:
        """Name and version, for messages."""
        return f"{self.name} {self.version}".strip()

    def is_in(self, names: Collection[str]) -> bool:
        """Return whether its name, or its package URL (with a version or not), is in ``names``."""
        return self.name in names or (
            self.purl != "" and (self.purl in names or self.purl.partition("@")[0] in names)
        )


class OriginFile(NamedTuple):
    """One indexed file.

    Attributes:
        component: The component that holds it.
        path: Its path in the component.
        license: The SPDX expression of the file itself; empty when it states none.
        holders: The holders in the file itself.
        family: Files of one family descend from one another by the index's own account (a model's
            folder, say); empty when unknown.
        statements: Its copyright statements as written, for side-by-side views.
    """

    component: Component
    path: str
    license: str = ""
    holders: tuple[str, ...] = ()
    family: str = ""
    statements: tuple[str, ...] = ()

    @property
    def origin(self) -> tuple[str, str]:
        """The name of its component, and its family."""
        return self.component.name, self.family


class SourceFile(NamedTuple):
    """A file to put into an index: its record and its content."""

    file: OriginFile
    content: bytes


class Region(NamedTuple):
    """Lines here whose tokens correspond to lines there.

    Attributes:
        here: The lines of the checked file.
        there: The lines of the origin file.
        channel: The fingerprints that found it.
        tokens: The number of corresponding tokens.
        information: Their information content in bits; see ``information``.
        same_names: The share of corresponding identifiers that are identical, 0 to 1.
        renamed: The share of the other identifiers that are renamed consistently, 0 to 1.
        components: The number of origins in which these tokens occur, this one included; the
            median over the tokens.
    """

    here: Span
    there: Span
    channel: Channel
    tokens: int
    information: float
    same_names: float
    renamed: float
    components: int = 1


class Match(NamedTuple):
    """A checked file and one origin file that corresponds to it.

    Attributes:
        file: The origin file.
        regions: The regions, by their lines here.
        strength: How sure the correspondence is.
        share: The share of the checked file's tokens that correspond, 0 to 1.
        literals: Strings that occur in the checked file and in no other indexed origin.
    """

    file: OriginFile
    regions: tuple[Region, ...]
    strength: Strength
    share: float
    literals: tuple[str, ...] = ()


class FileCopies(NamedTuple):
    """All that is known of one checked file.

    Attributes:
        path: The checked file.
        tokens: The number of its tokens; 0 when it has none to compare.
        matches: The declared components first, then by share.
        candidates: The undeclared matches whose shares are too close to tell apart (the tie group);
            one item only when the margin decides.
        declared_share: The share of all matched tokens that declared components explain, 0 to 1;
            where another origin explains clearly more of the file, of those that are not common.
        common: The share of all matched tokens that occurs in so many components that it does not
            discriminate, 0 to 1.
        unexplained: The lines that correspond to an undeclared component and to no declared one.
    """

    path: str
    tokens: int = 0
    matches: tuple[Match, ...] = ()
    candidates: tuple[Match, ...] = ()
    declared_share: float = 0.0
    common: float = 0.0
    unexplained: tuple[Span, ...] = ()


class Matcher(Protocol):
    """Finds the origin files that correspond to checked files."""

    def match(self, blobs: Iterable[Blob], read: Read) -> Mapping[str, FileCopies]:
        """Return what corresponds to each of ``blobs``, by path.

        Raises:
            GitError: ``read`` failed.
            AttribcheckError: an origin index is damaged.
        """
        ...
