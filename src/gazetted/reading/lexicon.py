"""What the reading of names must know of English: common words, places, given names, titles."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from gazetted.reading.language import load_table
from gazetted.text.normal import normalise
from gazetted.text.tables import words as name_words

_ENDINGS = ("'s", "es", "ed", "ing", "ly", "s", "d", "er", "ers")
_LAST = frozenset(ending[-1] for ending in _ENDINGS)


class _Places(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    countries: dict[str, tuple[str, ...]]
    other: dict[str, str]


class Lexicon(msgspec.Struct, frozen=True):
    """Words by what they may be, in the normal form.

    Attributes:
        common: common English words, base forms.
        places: single words of place names and nationalities.
        countries: normal form of a country's name or adjective → ISO code; names of up to four words.
        country_openings: the first words of those.
        given: given names of people.
        surnames: surnames too frequent to point at anybody.
        surname_first: surnames written before the given name.
        titles: words before a person's name.
        articles: forms of the Arabic article.
        light: words inside a name that carry little of it.
        bound: particles without which a surname is not used (`bin` Laden).
    """

    common: frozenset[str]
    places: frozenset[str]
    countries: dict[str, str]
    country_openings: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]
    surname_first: frozenset[str]
    titles: frozenset[str]
    articles: frozenset[str]
    light: frozenset[str]
    bound: frozenset[str]

    def is_common(self, word: str) -> bool:
        """Whether a word, given in its normal form, is a common English word or an inflected form of one.

        >>> lexicon().is_common("brigades"), lexicon().is_common("removing"), lexicon().is_common("hamas")
        (True, True, False)
        """
        if word in self.common:
            return True
        if word[-1:] not in _LAST:
            return False
        for ending in _ENDINGS:
            stem = word[: -len(ending)]
            if word.endswith(ending) and len(stem) > 2 and (stem in self.common or stem + "e" in self.common):
                return True
            if word.endswith(ending) and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in self.common:
                return True
        return word.endswith("ies") and word[:-3] + "y" in self.common

    def is_plain(self, word: str) -> bool:
        """Whether a word alone is no evidence of a party: common, a place, or a nationality."""
        return word in self.places or self.is_common(word)

    def is_personal(self, word: str) -> bool:
        """Whether a word is a frequent given name or surname."""
        return word in self.given or word in self.surnames


@cache
def lexicon() -> Lexicon:
    """The tables of `resources/reading`, read once."""
    folder = files("gazetted.resources").joinpath("reading")
    lines = folder.joinpath("common_words.txt").read_text(encoding="utf-8").splitlines()
    people = load_table("people.toml", dict[str, str])
    places = load_table("places.toml", _Places)
    countries = {normalise(name): code for code, names in places.countries.items() for name in names}
    return Lexicon(
        common=frozenset(word for line in lines if not line.startswith("#") for word in line.split()),
        places=frozenset(word for name in countries for word in name.split())
        | frozenset(places.other["places"].split()),
        countries=countries,
        country_openings=frozenset(name.partition(" ")[0] for name in countries),
        given=frozenset(people["given"].split()),
        surnames=frozenset(people["surnames"].split()),
        surname_first=frozenset(people["surname_first"].split()),
        titles=frozenset(people["titles"].split()),
        articles=name_words("particles", "article"),
        light=frozenset().union(
            *(name_words("particles", key) for key in ("always", "descent", "nobility", "function", "interior"))
        ),
        bound=name_words("particles", "descent") | name_words("particles", "kunya"),
    )
