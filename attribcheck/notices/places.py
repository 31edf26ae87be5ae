"""Recognises the place behind a holder: "Foo Person, Bartown, Finland" names one holder.

Only a country shows a place: cities are too many, and a single word behind a comma may be a holder.
"""

from __future__ import annotations

from collections.abc import Sequence

# Not those that are names of persons, too: Chad, Georgia, Israel, Jordan.
COUNTRIES = frozenset(
    (
        "Argentina,Australia,Austria,Belarus,Belgium,Brazil,Bulgaria,Canada,Chile,China,Colombia"
        ",Croatia,Cuba,Czech Republic,Czechia,Denmark,Egypt,Estonia,Finland,France,Germany,Greece"
        ",Hong Kong,Hungary,Iceland,India,Indonesia,Iran,Ireland,Italy,Japan,Korea,Latvia,Lithuania"
        ",Luxembourg,Malaysia,Mexico,Morocco,Netherlands,The Netherlands,New Zealand,Norway"
        ",Pakistan,Peru,Philippines,Poland,Portugal,Romania,Russia,Saudi Arabia,Serbia,Singapore"
        ",Slovakia,Slovenia,South Africa,South Korea,Spain,Sweden,Switzerland,Taiwan"
        ",Thailand,Tunisia,Turkey,UK,U.K,USA,U.S.A,Ukraine,United Kingdom,United States"
        ",Uruguay,Venezuela,Vietnam,Deutschland,Österreich,Schweiz,Suomi,Sverige,Danmark,Norge,España,Italia,Polska"
    )
    .casefold()
    .split(",")
)


def place_from(pieces: Sequence[str]) -> int:
    """Return the index of the first piece that is a place; the number of pieces without any.

    A city counts only in "NAME, CITY, COUNTRY": one word, behind a name of several words.

    Args:
        pieces: A statement's holders, split at commas.
    """
    count = len(pieces)
    if count < 2 or pieces[-1].strip(" .").casefold() not in COUNTRIES:
        return count
    city = pieces[1].strip(" .")
    is_city = city.isalpha() and city.istitle() and len(pieces[0].split()) > 1
    return 1 if count == 3 and is_city else count - 1
