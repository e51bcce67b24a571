"""A name made ready for comparison: its words in Latin letters, each with its part in the name and its weight.

A comparison has three steps, so that a batch pays for each only where it must: `prepare` once per name (here),
`score.score` of two prepared names for each candidate, and `compare.explain` for the few that are returned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from gazetted.matching.forms import with_forms
from gazetted.matching.words import SYLLABIC
from gazetted.model.party import Kind
from gazetted.text.evasion import unmask
from gazetted.text.normal import latin, normalise
from gazetted.text.readings import parts, script_of
from gazetted.text.tables import words
from gazetted.text.tokens import light_marks

Part = Literal["core", "generic", "number", "initial", "kunya", "light", "form", "title"]
"""What a word does in a name. The last three are left out of the alignment unless the name has nothing else."""

WEIGHT: dict[Part, float] = {
    "core": 1.0,
    "generic": 0.45,
    "number": 0.3,
    "initial": 0.5,
    "kunya": 0.2,
    "light": 0.1,
    "form": 0.05,
    "title": 0.05,
}
"""How much a word of each part counts against a plain one."""

MOST_WORDS = 40
"""Words beyond these are not compared: no name of the lists has as many."""

COMMON = 0.6
"""Weight of a word that very many people bear."""

LONGEST = 1_000
"""Characters beyond these are not compared."""

_WEIGHTY = 0.4
_HAN = re.compile("[\u3400-\u9fff]")
_BUNDLED = re.compile(
    r"\s*(?:(?<=[^\W\d_]{2})\s?/\s?(?=[^\W\d_]{3})|;|\ba\.?k\.?a\.?\s|\bf\.?k\.?a\.?\s|\balias\s)\s*", re.IGNORECASE
)
"""What parts the names that an entry bundles: a slash, a semicolon, `aka`."""

_MOST_BUNDLED = 5
_SHORTEST_BUNDLED = 4

_SIDE: frozenset[Part] = frozenset({"light", "form", "title"})


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a prepared name; each is itself only, so that a word that occurs twice is two words.

    Attributes:
        text: in Latin letters, short forms written out.
        part: what it does in the name.
        weight: how much it counts.
        place: its position among all words.
        source: the word as written, where its script is read place by place (`text.readings`); else empty.
    """

    text: str
    part: Part
    weight: float
    place: int
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A name ready for comparison.

    Attributes:
        raw: the name as given.
        normal: its normal form, in its own script.
        words: all words, in order.
        core: the words that are aligned.
        side: the light words, legal forms and titles, which count little.
        organisation: whether a legal form or a generic word shows that it is no person's name.
        initials: first letters of the aligned words, and of all words, where there are three or more.
        kind: what the bearer is thought to be.
        side_texts: the side words' texts.
        weighty: how many of the aligned words weigh enough to stand for the name.
        logographs: whether the name is written in Chinese characters.
        syllabic: whether it is written in syllables of Chinese characters, Hangul or Burmese.
        native: whether it has words of a script that is read place by place.
        heads: first letters of all words but the last.
        alternatives: the names that it bundles, where it bundles several.
    """

    raw: str
    normal: str
    words: tuple[Word, ...]
    core: tuple[Word, ...]
    side: tuple[Word, ...]
    organisation: bool
    initials: tuple[str, ...]
    kind: Kind
    side_texts: tuple[str, ...]
    weighty: int
    logographs: bool
    syllabic: bool
    native: bool
    heads: frozenset[str]
    alternatives: tuple[Prepared, ...]


@lru_cache(maxsize=1 << 16)
def prepare(name: str, kind: Kind = "any") -> Prepared:
    """Make a name ready.

    Args:
        name: the name, in any script.
        kind: what the bearer is thought to be.

    >>> [(word.text, word.part) for word in prepare("Zarya Trading Limited Liability Company").words]
    [('zarya', 'core'), ('trading', 'generic'), ('llc', 'form')]
    """
    plain = unmask(name).text if len(name) <= LONGEST else name[:LONGEST]
    prepared = _prepare(plain, name, kind, ())
    bundled = _BUNDLED.split(plain)
    if len(bundled) == 1 or len(bundled) > _MOST_BUNDLED:
        return prepared
    parts = tuple(_prepare(part, part, kind, ()) for part in bundled if _stands_alone(part))
    return _prepare(plain, name, kind, parts) if parts else prepared


def _prepare(plain: str, name: str, kind: Kind, alternatives: tuple[Prepared, ...]) -> Prepared:
    first, comma, _ = plain.partition(",")
    spelt = _spelt(plain)[:MOST_WORDS]
    written = [text for text, _ in spelt]
    texts, forms, origins = with_forms(written, kind, surname_first=bool(comma) and " " not in first)
    sources = ["" if at is None else spelt[at][1] for at in origins]
    marks = light_marks(tuple(texts))
    common = words("common", "people")
    found = []
    for place, text in enumerate(texts):
        part: Part = "form" if forms[place] else "light" if marks[place] else _part(text)
        weight = WEIGHT[part]
        if part == "core":
            weight = 0.8 if len(text) <= 2 else COMMON if text in common else weight
        found.append(Word(text, part, weight, place, sources[place]))
    if len(found) > 1 and found[0].text in words("persons", "given_when_first") and "," not in plain:
        found[0] = Word(found[0].text, "core", WEIGHT["core"], 0)
    found = _names_after_all(found)
    core = tuple(word for word in found if word.part not in _SIDE) or tuple(found)
    side = () if len(core) == len(found) else tuple(word for word in found if word.part in _SIDE)
    normal = normalise(name)
    return Prepared(
        raw=name,
        normal=normal,
        words=tuple(found),
        core=core,
        side=side,
        organisation=any(word.part in ("form", "generic") for word in found),
        initials=_initials(core, found),
        kind=kind,
        side_texts=tuple(word.text for word in side),
        weighty=sum(word.weight >= _WEIGHTY for word in core),
        syllabic=any(script_of(source) in SYLLABIC for source in sources if source),
        native=any(sources),
        heads=_heads(found),
        logographs=not normal.isascii() and bool(_HAN.search(normal)),
        alternatives=alternatives,
    )


def _spelt(plain: str) -> list[tuple[str, str]]:
    """The words in Latin letters, each with its own letters where its script is read place by place."""
    if plain.isascii():
        return [(text, "") for text in latin(plain).split()]
    return parts(normalise(plain))


def _heads(found: list[Word]) -> frozenset[str]:
    return _one_set("".join(sorted({word.text[0] for word in found[:-1]})))


@lru_cache(maxsize=1 << 14)
def _one_set(letters: str) -> frozenset[str]:
    """One set for all names whose words begin alike: a list of names keeps few of them."""
    return frozenset(letters)


def _stands_alone(part: str) -> bool:
    """Whether a part of a bundle is a name: four letters at least."""
    return sum(char.isalpha() for char in part) >= _SHORTEST_BUNDLED


def _names_after_all(found: list[Word]) -> list[Word]:
    """Honours that may be names become plain words where fewer than two others carry the name."""
    if sum(1 for word in found if word.part == "core") >= 2:
        return found
    either = words("persons", "titles_or_names")
    return [
        Word(word.text, "core", WEIGHT["core"], word.place, word.source)
        if word.part == "title" and word.text in either
        else word
        for word in found
    ]


def _initials(core: tuple[Word, ...], everything: list[Word]) -> tuple[str, ...]:
    if len(core) < 2:
        return ()
    made = {"".join(word.text[0] for word in some) for some in (core, [w for w in everything if w.part != "form"])}
    return tuple(sorted(letters for letters in made if len(letters) >= 3))


def _part(text: str) -> Part:
    if text.isdigit():
        return "number"
    if len(text) == 1:
        return "initial"
    return _parts().get(text, "core")


@cache
def _parts() -> Mapping[str, Part]:
    parts: dict[str, Part] = {}
    for word in words("particles", "kunya"):
        parts[word] = "kunya"
    for word in words("forms", "generic"):
        parts[word] = "generic"
    for word in words("persons", "titles") | words("persons", "titles_or_names"):
        parts[word] = "title"
    return parts
