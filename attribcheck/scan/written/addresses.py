"""Postal addresses behind the name of a holder, which are no names.

An address is told by its digits: a street with a number, or a postal code with a town. What follows
it is a part of it while it has digits or can be nothing but the town and the country at the end.
A town alone ("Foo Corp., Tokyo, Japan") can't be told from a second holder, and stays.

Source of the forms: Universal Postal Union, "Postal addressing systems"
(https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache

_WORD = r"[^\W\d_][\w.'’-]*"
_COMPANY = (
    r"(?!(?:inc|corp|ltd|ltda|co|llc|ag|gmbh|ai|labs?|group|software|systems|technologies|foundation"
    r"|project|team|universit\w*|institut\w*|contributors|authors)\b)"
)
_CAPITAL = "A-ZÀ-ÞА-ЯŁŚŻŹČŘŠŽĎŤŇ"
_NAME = rf"{_COMPANY}(?-i:[{_CAPITAL}][a-zß-ÿа-яłśżźčřšžďťňąęńćóě'’-]+)"  # AG and GmbH are none
_TOWN = rf"{_NAME}(?:[ -](?:(?:am|an|der|de|la|of|im|in|sur)[ -])?{_NAME}){{0,2}}(?!\w)"
_COUNTRY = (
    r"(?:USA|U\.S\.A\.|United States(?: of America)?|UK|United Kingdom|Ireland|Germany|Deutschland"
    r"|France|Poland|Polska|Spain|España|Portugal|Brazil|Brasil|Italy|Italia|Austria|Österreich"
    r"|Switzerland|Schweiz|Suisse|Svizzera|(?:The )?Netherlands|Nederland|Belgium|Belgi[eë]"
    r"|Belgique|Sweden|Sverige|Denmark|Danmark|Norway|Norge|Finland|Suomi|Czech Republic|Česko"
    r"|Slovakia|Hungary|Romania|Russia|Россия|Ukraine|Україна|Israel|Turkey|Japan|China|Korea|India|Canada"
    r"|Australia)(?!\w)"
)
_NUMBER = r"\d{1,4}(?:\s?[a-z](?!\w))?(?:[-–/]\d{1,4}(?:\s?[a-z])?)?(?!\w)"
_STOP = r"(?=\s{0,4}(?:[,;.)\n]|\Z)|\s[-–·|]\s)"

# Germany, Austria, Switzerland; the Nordic countries and the Netherlands; Hungary.
_ENDING = (
    r"(?:stra(?:ß|ss)e|str\.|gasse|weg|allee|platz|ring|damm|ufer|chaussee|gatan|vägen|vej|gade|gata"
    r"|veien|straat|laan|plein|gracht|katu|tie|utca|útja)"
)
# Poland, Czechia; Spain, Portugal, Italy; Russia, Ukraine.
_LEADING = (
    r"(?:ul\.|ulica|al\.|aleje?|os\.|pl\.|nám\.|calle|c/|avda\.?|avenida|plaza|paseo|carrer|via"
    r"|viale|piazza|corso|rua|praça|travessa|ул\.|улица|пр\.|просп\.|проспект|пр-т|пер\.|наб\."
    r"|бул\.|вул\.|вулиця)"
)
_FRENCH = r"(?:rue|avenue|av\.|boulevard|bd\.?|place|chemin|route|allée|quai|impasse|cours|square)"
_ENGLISH = (
    r"(?:street|st\.?|road|rd\.?|avenue|ave\.?|boulevard|blvd\.?|lane|ln\.?|drive|dr\.?|way|court"
    r"|parkway|highway|square|broadway)"
)
_CODE = r"(?:[a-z]{1,2}[- ]?\d{4,6}|\d{5,6}|\d\d-\d{3}|\d{3} \d\d|\d{3}-\d{4}|〒\s?\d{3}-\d{4})"
_STREET = (
    rf"(?:(?:{_WORD}\s{{1,4}}){{0,3}}[\w-]*{_ENDING},?\s{{0,4}}{_NUMBER}{_STOP}"
    rf"|{_LEADING}\s?(?:{_WORD}\s{{1,4}}){{0,4}}{_WORD},?\s{{0,4}}(?:n[º°.]\s?|д\.\s?)?{_NUMBER}{_STOP}"
    rf"|{_NUMBER},?\s(?:bis,?\s|ter,?\s)?{_FRENCH}\s[^,;]{{1,40}}?{_STOP}"
    rf"|\d{{1,5}},?\s(?:{_WORD}\s{{1,4}}){{1,4}}{_ENGLISH}(?:{_STOP}|\s{{1,4}}[NSEW]{{1,2}}\b)"
    rf"|(?:{_WORD}\s{{1,4}}){{1,4}}{_NUMBER}(?=\s{{0,4}},\s{{0,4}}{_CODE}\s{{1,4}}{_TOWN})"
    rf"|\d{{1,2}}(?:-\d{{1,3}}){{1,2}},?\s{{1,4}}{_TOWN}(?=.{{0,60}}\d{{3}}-\d{{4}})"
    r"|(?:p\.?\s?o\.?\s?box|postfach|b\.?p\.|apartado|skr\.\spoczt\.)\s{0,4}\d+)"
)
_EAST_ASIAN = (
    r"[가-힣]{2,}(?:특별시|광역시|자치시|도|시)\s{1,4}[가-힣]+(?:구|군|시)\s?[^,;，、]{0,40}?\d+(?:-\d+)?[^,;，、\sa-z]{0,8}"
    r"|[\u4e00-\u9fff]{2,8}[省市][^,;，；、]{0,40}?\d+\s?号[^,;，；、\s]{0,20}"
    r"|(?:東京都|北海道|京都府|大阪府|[\u4e00-\u9fff]{2,3}県)[^,;，、]{0,40}?[\d０-９][^,;，、\s]{0,20}"
)
_GAP = r"(?:\s{0,4}[,，;、·|]\s{0,4}|\s[-–]\s)"
_ROOM = (
    rf"(?:\d{{1,4}}[a-z]?(?![\w-])|(?:{_WORD}\s{{1,4}})?(?:floor|suite|etage|oficina|bâtiment|lokal)\b"
    r"[^,;]{0,12})"
)
_CODED = (
    rf"(?:{_TOWN},?\s{{1,4}}){{0,3}}(?:[A-Z]{{2}}\s{{1,4}})?{_CODE}(?:-\d{{4}})?"
    rf"(?:\s{{1,4}}(?:{_COUNTRY}|{_TOWN}))?"
)
_STATE = rf"(?:{_GAP}(?:[A-Z]{{2}}(?!\w)|{_COUNTRY}))?"
# A person has two names; a town of two words is known by one of these.
_ONE_TOWN = (
    rf"(?:(?:San|New|Los|São|Saint|Bad|Den)\s)?{_NAME}(?:[ -](?:am|an der|de|la)[ -]{_NAME})?"
)
_ENDS = r"(?=\s{0,4}(?:[.)\n]|\*/|\Z)|\s(?:and|&|und|et|y|e|i|oraz|и)\s)"
_AT_END = rf"{_GAP}{_ONE_TOWN}{_STATE}{_ENDS}"

_BEHIND_NAME = (
    rf"{_GAP}(?:{_STREET}(?:{_GAP}{_ROOM}){{0,2}}(?:(?:{_GAP}{_CODED}){{1,2}}|{_AT_END})?{_STATE}"
    rf"|{_CODE}\s{{1,4}}{_TOWN}{_STATE}|{_EAST_ASIAN})"
)
_DIVIDES = re.compile(_GAP)
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=1)
def _behind_name() -> re.Pattern[str]:
    """Return the pattern for an address with what divides it from a name.

    To compile it takes as long as Python takes to start, so only a text that may hold one does.
    """
    return re.compile(_BEHIND_NAME, re.IGNORECASE)


def begins(text: str) -> bool:
    """Whether a text begins with an address."""
    return _DIGIT.search(text) is not None and _behind_name().match(f",{text}") is not None


class OrAddress:
    """A pattern, or an address with what divides it from a name before it.

    It is used like a ``re.Pattern`` of both, where the address comes last.

    Args:
        pattern: Matches no empty text.
        flags: Its flags.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = re.compile(pattern, flags)

    def finditer(self, text: str, pos: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Yield the matches, as ``re.Pattern.finditer`` does."""
        if not _may_hold(text, pos, end):
            yield from self._pattern.finditer(text, pos, end)
            return
        patterns = (self._pattern, _behind_name())
        found = [one.search(text, pos, end) for one in patterns]
        while matches := [one for one in found if one]:
            first = min(matches, key=re.Match.start)
            yield first
            found = [
                one.search(text, first.end(), end) if at and at.start() < first.end() else at
                for one, at in zip(patterns, found, strict=True)
            ]

    def search(self, text: str, pos: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match."""
        return next(self.finditer(text, pos, end), None)

    def match(self, text: str, pos: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match at ``pos``."""
        if found := self._pattern.match(text, pos, end):
            return found
        return _behind_name().match(text, pos, end) if _may_hold(text, pos, end) else None

    def sub(self, other: str, text: str) -> str:
        """Return ``text`` with ``other``, as it stands, in the place of each match."""
        pieces, end = [], 0
        for match in self.finditer(text):
            pieces.append(text[end : match.start()])
            end = match.end()
        return other.join([*pieces, text[end:]])


def _may_hold(text: str, pos: int, end: int) -> bool:
    """Whether a part of a text may hold an address: each has a digit, behind what divides it."""
    divided = _DIVIDES.search(text, pos, end)
    return divided is not None and _DIGIT.search(text, divided.end(), end) is not None
