"""Words that are part of a name, join names, or end a statement.

Names can't be told from other words by rules alone, so these only extend what the engine found: a
capitalised word behind a name is a part of it, unless it is one of ``STOP``.
"""

from __future__ import annotations

import re

from attribcheck.scan.scripts import words
from attribcheck.scan.written import addresses

STOP = frozenset(
    "all some no rights right reserved reserve license licence licensed licenced licenses licences"
    " licensing license(s) mit bsd gpl lgpl agpl apache-2.0 gplv2 gplv3 isc mpl zlib cc0 lppl ofl"
    " epl cddl eupl wtfpl permission permissions redistribution redistributions redistributed"
    " distributed released released"
    " published see file this these that which version versions revision rev release under using"
    " used use uses usage portions parts part based derived adapted modified modifications changes"
    " originally original author authors' maintainer maintainers maintained written created"
    " developed contact email e-mail mail url web website homepage http https www ftp"
    " spdx spdx-license-identifier spdx-filecopyrighttext copyright copyrighted copyrights ©"
    " unless except is are was were be been has have may can must shall will would should you your"
    " it its provided without with warranty disclaimer notice notices code source program software."
    " disclaimed permitted prohibited granted available subject terms module package $id $revision"
    " $date date dual dual-licensed public-domain unlicense proprietary confidential trademark"
    " trademarks patent patents powered made made-with built design designed by: please if when"
    " note description title name names project: file: description: license: author: version:"
    " import from def class function var const let return int void static include define".split()
)
"""Words, in lower case, that are no part of a name and that no name follows."""

JOINERS = frozenset(
    "of for the de la le les du des d' da do dos das di del della van von der den dem zu zur im ter"
    " ten el al bin ibn y e i et und and & at in on na für für' för och og".split()
)
"""Words in lower case that stand inside of a name."""

GENERIC = frozenset(
    "others other contributors contributor authors author the team teams individual al et its"
    " affiliates subsidiaries partners developers maintainers company project respective owners"
    " holders members współautorzy inni współtwórcy".split()
)
"""Words in lower case that stand for further holders without a name."""

# "and", "&", "," and "/" in the scripts of which names are compared.
SEPARATOR = re.compile(
    r"\s*(?:[,;\u3001\uff0c\uff1b\u060c]\s*(?:(?:&|and|und|et|y|e|и|oraz)\s+)?"
    r"|\s&\s|(?<=\w)&\s|\s/\s|/(?=[\w])|\s\+\s|\s(?:and|und|et|y|и|і|та|och|og|oraz)\s"
    r"|\s?[及和与與및]\s?)\s*",
    re.IGNORECASE,
)

COMMA = re.compile("[,\u3001\uff0c\u060c]")
"""A comma of any script."""

RIGHTS = re.compile(
    r"(?:all|some|no)\s+rights?(?:\s+(?:are\s+)?reserved)?|rights\s+reserved"
    r"|保留(?:所有|一切|全部)?(?:权利|權利)|翻[印]必究|不得转载"
    r"|無断(?:転載|複製)[^\s,.]*|(?:all\s+)?版権所有|모든\s*권리\s*(?:보유|소유)|무단\s*전재[^\s,.]*"
    r"|판권\s*소유|\w?ICP[备備证證]\s*第?\d+号(?:-\d+)?|"
    + "|".join(re.escape(text).replace(r"\ ", r"\s+") for text in words.of(words.Kind.RIGHTS)),
    re.IGNORECASE,
)
"""The sentence that reserves all rights, in the languages in which it is customary; also the number
under which a Chinese site is registered, which stands in the same place."""

LICENSED = re.compile(
    r"(?<=[\s.])(?:"
    + "|".join(w.text for w in words.WORDS if w.is_european and w.kind is words.Kind.LICENSE)
    + r")(?=[\s:])",
    re.IGNORECASE,
)
"""A word for "licence" in European languages: "Foo Inc. Lizenz GPLv3+"."""

SIGN = re.compile(
    r"SPDX-\w*Cop[y]rightText:?|cop[y]right(?:ed|s)?\b(?:\s+(?:holders?|owners?)(?=\s*:))?"
    r"|\\\(co\b|\\\[co\]|cop[r]\b|\([cс]\)|（[cC]）|[©ⓒⒸ℗]"
    r"|&cop[y];?|&#16[9];|&#x[a]9;|版权所有|版權所有|版权|著作权|著作權|저작권|Авторские права",
    re.IGNORECASE,
)
"""The words and signs of a statement."""

YEARS = re.compile(
    r"[\[<{(](?:year|years|yyyy)[\]>})]|<(?:19|20)\d\d(?:-\d+)?>"
    r"|(?<!\w)(?:19|20)\d\d(?!\d)(?:\s*(?:--|[-\u2010-\u2015~,/])\s*(?:(?:19|20)?\d\d|present|now|today"
    r"|heute|year|%[sd]|\{\w*\}|\*{4})(?!\w))*\+?(?:年|년)?(?:\s*[-\u2010-\u2015~]\s*(?:present|now))?",
    re.IGNORECASE,
)
"""A year, a range or a list of years; the last one can be a place for one: "2010-YEAR", "%s"."""

CONTACT = addresses.OrAddress(
    r"<[^<>\s]*@[^<>]*>|<(?:https?|mailto):[^<>]*>|<[^<>]{0,80}(?:\b(?:at|AT|dot|DOT)\b|_at_)[^<>]{0,80}>"
    r"|\((?=[^()]*(?:@|://|www\.|\w\.(?:com|org|net|edu|io|info)\b))[^()]*\)|\[(?=[^\[\]]*(?:@|://))[^\[\]]*\]"
    r"|(?:https?://|www\.)[^\s<>\"')]*|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
)
"""An address: of mail, of a page, or a postal one with the comma before it."""

TAG = re.compile(
    r"</[A-Za-z][\w:.-]*\s*>|<[A-Za-z][\w.-]*\s+[\w:.-]+\s*=[^<>]{0,400}>?|<[A-Za-z][\w.-]*:\w[\w.-]*(?:\s[^<>@]{0,400})?>"
    r"|<(?:a|abbr|b|bdi|big|br|center|cite|code|dd|div|dl|dt|em|font|footer|h[1-6]|hr|i|img|li|meta"
    r"|ol|p|pre|s|section|small|span|strong|sub|sup|table|tbody|td|text|th|title|tr|tspan|tt|u|ul"
    r"|desc|metadata|copyright|license|rights|description)\s*/?>",
    re.IGNORECASE,
)
"""A tag of HTML or XML; "<year>" and an address in angle brackets are none."""

_ABBREVIATIONS = frozenset(
    "inc corp co ltd ltda llc llp lp bv nv sa sas srl spa plc pty pvt jr sr al cie bhd sp as st dr"
    " prof dept univ inst assn bros intl mfg tech e.v o.o".split()
)
_INITIALS = re.compile(r"(?:^|\s)(?:[^\W\d_]\.)*[^\W\d_]\Z")  # "J", "S.A", "o.o"
_NAMES_TOO = frozenset("May Will Part Parts Mit".split())
DATE = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+(?:\d+\s+)?)?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d",
    re.IGNORECASE,
)
"""A month with a day or a year, which is no name."""


def keeps_dot(name: str) -> bool:
    """Whether the full stop behind ``name`` belongs to it, as in "Foo Inc." and "Dana J."."""
    last = name.rsplit(maxsplit=1)[-1].lower() if name.split() else ""
    return last in _ABBREVIATIONS or bool(_INITIALS.search(name))


def is_stop(word: str) -> bool:
    """Whether a word is no part of a name."""
    plain = word.strip(".,;:()[]{}'\"/")
    return plain not in _NAMES_TOO and (plain.lower() in STOP or word.lower() in STOP)


def is_name_word(word: str) -> bool:
    """Whether a word can be the beginning of a name: a capital, a digit, or another script."""
    bare = word.strip("'\"([{")
    if not bare or is_stop(word):
        return False
    letters = [letter for letter in bare if letter.isalpha()]
    if not letters:
        return False
    if any(letter.isupper() for letter in letters):
        return True
    # Scripts without capitals; a lower-case word of one that has them is none.
    return not letters[0].islower()
