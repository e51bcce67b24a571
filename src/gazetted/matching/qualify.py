"""What besides the name speaks for or against: birth date, country, kind, identifiers.

Each function compares one thing and gives its effect on the score, in [-1, 1], or None where there is nothing to
compare. OFAC's steps for judging a match go the same way: type of party, then whatever else is known (FAQ 5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gazetted.matching.comparison import Qualifier
from gazetted.matching.identifiers import parse
from gazetted.model.party import Kind
from gazetted.sources.countries import country_code
from gazetted.text.normal import normalise

SAME_DAY = 0.10
SAME_MONTH = 0.07
SAME_YEAR = 0.05
SWAPPED = 0.05
NEAR_YEAR = 0.02
OTHER_YEAR = -0.25
OTHER_DAY = -0.10
SAME_COUNTRY = 0.03
OTHER_COUNTRY = -0.05
OTHER_KIND = -0.30
SAME_IDENTIFIER = 0.30
OTHER_IDENTIFIER = -0.20
SAME_GENDER = 0.01
OTHER_GENDER = -0.15

_GENDERS = frozenset("fm")

_CIRCA = re.compile(r"^\s*(?:circa|approximately|approx\.?|about|ca\.?|c\.?)\s*", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_CIRCA_YEARS = 2
_PERSONAL: frozenset[Kind] = frozenset({"person"})


def born(query: str, listed: Sequence[str]) -> Qualifier | None:
    """Birth dates: the closest of the listed ones counts.

    Dates may be partial (year, month) and may begin with `circa`, which lets the year be two off. Day and month swapped
    count as a slip of the pen. Effects: same day +0.10, month +0.07, year +0.05, swapped +0.05, within circa or one
    year off +0.02, other day of the same year -0.10, other year -0.25.

    >>> born("1982-05-03", ["1982"]).effect
    0.05
    >>> born("1982-03-05", ["1982-05-03"]).effect
    0.05
    >>> born("1950", ["1982"]).effect
    -0.25
    """
    effects = [(effect, value) for value in listed if (effect := _dates(query, value)) is not None]
    if not effects:
        return None
    effect, value = max(effects)
    return Qualifier("birth date", query, value, effect)


def _dates(query: str, listed: str) -> float | None:
    circa = bool(_CIRCA.match(query) or _CIRCA.match(listed))
    left, right = (_DATE.fullmatch(_CIRCA.sub("", text).strip()) for text in (query, listed))
    if left is None or right is None:
        return None
    a, b = ([int(part) for part in found.groups() if part] for found in (left, right))
    apart = abs(a[0] - b[0])
    if apart:
        return NEAR_YEAR if apart <= (_CIRCA_YEARS if circa else 1) else OTHER_YEAR
    common = min(len(a), len(b))
    if a[:common] == b[:common]:
        return (SAME_YEAR, SAME_MONTH, SAME_DAY)[common - 1]
    if len(a) == len(b) == 3 and a[1:] == b[:0:-1]:
        return SWAPPED
    return SAME_YEAR if circa else OTHER_DAY


def country(query: str, listed: Sequence[str]) -> Qualifier | None:
    """Countries, as ISO 3166-1 alpha-2 codes or names: the same +0.03, another -0.05.

    >>> country("sy", ["Syria", "TR"]).effect == country("SY", ["Syria", "TR"]).effect
    True
    >>> country("SY", ["Syria", "TR"]).effect
    0.03
    """
    known = [value for value in listed if normalise(value)]
    if not normalise(query) or not known:
        return None
    same = next((value for value in known if _country(value) == _country(query)), None)
    return Qualifier("country", query, same or "; ".join(known), SAME_COUNTRY if same else OTHER_COUNTRY)


@lru_cache(maxsize=4096)
def _country(value: str) -> str:
    code = value.upper() if len(value) in (2, 3) else value  # codes are often written in small letters
    return country_code(value) or country_code(code) or normalise(value)


def kind(query: Kind, listed: Kind) -> Qualifier | None:
    """Kinds: nothing where either is unknown or both agree; a person against anything else, -0.30; others half of it.

    >>> kind("person", "vessel").effect
    -0.3
    """
    if "any" in (query, listed) or query == listed:
        return None
    personal = query in _PERSONAL or listed in _PERSONAL
    return Qualifier("kind", query, listed, OTHER_KIND if personal else OTHER_KIND / 2)


def gender(query: str, listed: str) -> Qualifier | None:
    """Genders, by their first letter (`f`, `female`): another one -0.15; the same says next to nothing.

    >>> gender("female", "M").effect, gender("", "M")
    (-0.15, None)
    """
    left, right = (normalise(value)[:1] for value in (query, listed))
    if left not in _GENDERS or right not in _GENDERS:
        return None
    return Qualifier("gender", query, listed, SAME_GENDER if left == right else OTHER_GENDER)


def identifiers(query: Sequence[str], listed: Sequence[str]) -> Qualifier | None:
    """`type:value` identifiers: a shared one, +0.30; of those that a bearer has but one of (IMO, LEI, INN), -0.20.

    Other types say nothing where none is shared: people hold several documents. A number that fails its own check
    contradicts nothing.

    >>> identifiers(["passport:A-123"], ["Passport: A123"]).effect
    0.3
    >>> identifiers(["IMO:9074729"], ["imo number: 9176187"]).effect
    -0.2
    """
    asked = [(parse(value), value) for value in query]
    held = [(parse(value), value) for value in listed]
    for mine, value in asked:
        for other, known in held:
            if mine.key and mine.key == other.key:
                return Qualifier("identifier", value, known, SAME_IDENTIFIER)
    for mine, value in asked:
        for other, known in held:
            if mine.sole and mine.what == other.what and mine.valid and other.valid:
                return Qualifier("identifier", value, known, OTHER_IDENTIFIER)
    return None
