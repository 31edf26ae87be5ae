"""Words of notices in European languages with Latin letters; ``words`` has their form and sources.

A word without an accent beside one with it is how people type it in ASCII. The engine knows the
names of licences beside "Lizenz" and "licence", and "Copyright" in all of these languages.
"""

from __future__ import annotations

_C, _R, _O = "copyright", "all rights reserved", "the holder in a sentence"
_L, _X, _N = "licence", "not the file's licence", "names nobody"
_PLAIN = "usage: without accents"

ROWS = (
    # German
    ("de", _C, "urheberrecht", "gettext 0.21: copyright holder (in a compound)"),
    ("de", _C, "urheberrechte", "usage: plural"),
    ("de", _C, "urheberrechtsinhaber", "gettext 0.21: copyright holder"),
    ("de", _R, "alle rechte vorbehalten", "usage"),
    ("de", _O, "urheberrecht liegt bei {}", "usage"),
    ("de", _O, "urheberrechte liegen bei {}", "usage"),
    ("de", _O, "alle rechte liegen bei {}", "usage"),
    ("de", _L, "lizenz", "gtk+ 3.24: License"),
    ("de", _X, "kompatibel", "usage: compatible"),
    ("de", _X, "nicht unter", "usage: not under"),
    ("de", _N, "siehe ", "usage: see"),
    # French
    ("fr", _C, "droits d'auteur", "usage: plural"),
    ("fr", _C, "droit d'auteur", "python-apt 2.6: copyright"),
    ("fr", _R, "tous droits réservés", "usage"),
    ("fr", _R, "tous droits reserves", _PLAIN),
    ("fr", _O, "droits d'auteur appartiennent à {}", "usage"),
    ("fr", _L, "sous licence", "usage: under licence"),
    ("fr", _X, "compatible avec", "usage: compatible with"),
    ("fr", _X, "pas sous", "usage: not under"),
    ("fr", _N, "voir ", "usage: see"),
    # Spanish
    ("es", _C, "derechos de autor", "sphinx 8.1: Copyright"),
    ("es", _R, "todos los derechos reservados", "usage"),
    ("es", _R, "reservados todos los derechos", "usage"),
    ("es", _O, "derechos de autor pertenecen a {}", "usage"),
    ("es", _L, "licencia", "gtk+ 3.24: License"),
    ("es", _X, "compatible con", "usage: compatible with"),
    ("es", _N, "véase ", "usage: see"),
    # Catalan
    ("ca", _C, "drets d'autor", "usage"),
    ("ca", _R, "tots els drets reservats", "usage"),
    ("ca", _L, "llicència", "gtk+ 3.24: License"),
    ("ca", _X, "compatible amb", "usage: compatible with"),
    # Portuguese
    ("pt", _C, "direitos autorais", "gstreamer 1.22: copyright"),
    ("pt", _C, "direitos de autor", "gettext 0.21: copyright"),
    ("pt", _R, "todos os direitos reservados", "usage"),
    ("pt", _L, "licença", "bash 5.2: License GPLv3+"),
    ("pt", _L, "licenca", _PLAIN),
    ("pt", _X, "compatível", "usage: compatible"),
    # Italian
    ("it", _C, "diritto d'autore", "usage"),
    ("it", _C, "diritti d'autore", "usage: plural"),
    ("it", _R, "tutti i diritti riservati", "usage"),
    ("it", _R, "tutti i diritti sono riservati", "usage"),
    ("it", _L, "licenza", "gtk+ 3.24: License"),
    ("it", _X, "compatibile", "usage: compatible"),
    # Dutch
    ("nl", _C, "auteursrecht", "gstreamer 1.22: copyright"),
    ("nl", _C, "auteursrechten", "usage: plural"),
    ("nl", _R, "alle rechten voorbehouden", "usage"),
    ("nl", _L, "licentie", "bash 5.2: License GPLv3+"),
    # Polish
    ("pl", _C, "prawa autorskie", "gtk+ 3.24: Copyright string"),
    ("pl", _R, "wszelkie prawa zastrzeżone", "usage"),
    ("pl", _R, "wszelkie prawa zastrzezone", _PLAIN),
    ("pl", _R, "wszystkie prawa zastrzeżone", "usage"),
    ("pl", _R, "wszystkie prawa zastrzezone", _PLAIN),
    ("pl", _O, "prawa autorskie należą do {}", "usage"),
    ("pl", _O, "prawa autorskie naleza do {}", _PLAIN),
    ("pl", _L, "licencja", "bash 5.2: License GPLv3+"),
    ("pl", _L, "licencji", "usage: other cases of the word"),
    ("pl", _L, "licencją", "usage: other cases of the word"),
    ("pl", _X, "zgodn", "usage: compatible"),
    ("pl", _N, "patrz ", "usage: see"),
    # Czech
    ("cs", _C, "autorská práva", "usage: plural"),
    ("cs", _C, "autorska prava", _PLAIN),
    ("cs", _C, "autorské právo", "usage"),
    ("cs", _C, "autorske pravo", _PLAIN),
    ("cs", _R, "veškerá práva vyhrazena", "sphinx 8.1: Copyright"),
    ("cs", _R, "všechna práva vyhrazena", "usage"),
    ("cs", _R, "vsechna prava vyhrazena", _PLAIN),
    ("cs", _L, "licencí", "usage: other cases of the word"),
    ("cs", _X, "kompatibilní", "usage: compatible"),
    # Slovak
    ("sk", _C, "autorské práva", "gettext 0.21: Copyright"),
    ("sk", _C, "autorske prava", _PLAIN),
    ("sk", _R, "všetky práva vyhradené", "usage"),
    ("sk", _R, "vsetky prava vyhradene", _PLAIN),
    ("sk", _L, "licenciou", "usage: other cases of the word"),
    # Hungarian
    ("hu", _C, "szerzői jog", "python-apt 2.6: copyright"),
    ("hu", _R, "minden jog fenntartva", "sphinx 8.1: Copyright"),
    ("hu", _L, "licenc alatt", "usage: under licence"),
    # Romanian
    ("ro", _C, "drepturi de autor", "bash 5.2: Copyright"),
    ("ro", _R, "toate drepturile rezervate", "usage"),
    ("ro", _L, "licența", "gstreamer 1.22: license"),
    # Turkish
    ("tr", _C, "telif hakkı", "bash 5.2: Copyright"),
    ("tr", _C, "telif hakki", _PLAIN),
    ("tr", _R, "tüm hakları saklıdır", "usage"),
    ("tr", _R, "her hakkı saklıdır", "usage"),
    ("tr", _L, "lisansı", "coreutils 9.1: License GPLv3+"),
    # Swedish, Danish, Norwegian, Finnish
    ("sv", _C, "upphovsrätt", "binutils 2.40: copyright"),
    ("sv", _R, "alla rättigheter förbehållna", "usage"),
    ("sv", _L, "licensen", "usage: with its article"),
    ("da", _C, "ophavsret", "gstreamer 1.22: copyright"),
    ("da", _R, "alle rettigheder forbeholdes", "usage"),
    ("da", _L, "licensen", "usage: with its article"),
    ("nb", _C, "opphavsrett", "bash 5.2: Copyright"),
    ("nb", _R, "alle rettigheter forbeholdt", "usage"),
    ("nb", _L, "lisensen", "usage: with its article"),
    ("fi", _C, "tekijänoikeus", "gstreamer 1.22: copyright"),
    ("fi", _R, "kaikki oikeudet pidätetään", "usage"),
    ("fi", _L, "lisenssi", "gtk+ 3.24: License"),
)
"""Language, kind (a value of ``words.Kind``), text and source."""

LANGUAGES = frozenset(language for language, *_ in ROWS)
