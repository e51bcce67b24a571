"""A name made ready for comparison: its words in Latin letters, each with its part in the name and its weight.

A comparison has three steps, so that a batch pays for each only where it must: `prepare` once per name (here),
`score.score` of two prepared names for each candidate, and `compare.explain` for the few that are returned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

import msgspec

from gazetted.matching.forms import is_touched, with_forms
from gazetted.matching.pieces import read
from gazetted.matching.words import SYLLABIC
from gazetted.model.party import Kind
from gazetted.text.evasion import unmask
from gazetted.text.normal import latin, normalise
from gazetted.text.readings import parts, script_of
from gazetted.text.tables import words
from gazetted.text.tokens import light_marks, maybe_light

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


class Word(msgspec.Struct, frozen=True, eq=False, gc=False, array_like=True):
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


class Prepared(msgspec.Struct, frozen=True, eq=False, gc=False):
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
        by_kind: whether it may read otherwise where its bearer is thought to be of another kind.
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
    by_kind: bool = True


@lru_cache(maxsize=1 << 13)
def prepare(name: str, kind: Kind = "any") -> Prepared:
    """Make a name ready.

    Args:
        name: the name, in any script.
        kind: what the bearer is thought to be.

    >>> [(word.text, word.part) for word in prepare("Zarya Trading Limited Liability Company").words]
    [('zarya', 'core'), ('trading', 'generic'), ('llc', 'form')]
    """
    if kind != "any" and not (plain := prepare(name)).by_kind:
        return msgspec.structs.replace(plain, kind=kind)
    return prepare_once(name, kind)


def prepare_once(name: str, kind: Kind = "any") -> Prepared:
    """As `prepare`, but not remembered: for names that are met once."""
    found = read(name)
    if found is not None:
        return _prepare(found.spelt, found.normal, name, name, kind, ())
    plain = unmask(name).text if len(name) <= LONGEST else name[:LONGEST]
    normal = normalise(name)
    prepared = _prepare(_spelt(plain), normal, plain, name, kind, ())
    bundled = _BUNDLED.split(plain)
    if len(bundled) == 1 or len(bundled) > _MOST_BUNDLED:
        return prepared
    parts = tuple(
        _prepare(_spelt(part), normalise(part), part, part, kind, ()) for part in bundled if _stands_alone(part)
    )
    return _prepare(_spelt(plain), normal, plain, name, kind, parts) if parts else prepared


def _prepare(
    spelt: list[tuple[str, str]], normal: str, plain: str, name: str, kind: Kind, alternatives: tuple[Prepared, ...]
) -> Prepared:
    told = [_told(text) for text, _ in spelt]
    found = _names_after_all(_words(spelt[:MOST_WORDS], told[:MOST_WORDS], plain, kind))
    everything = core = tuple(found)
    side: tuple[Word, ...] = ()
    parts = [word.part for word in found]
    if not _SIDE.isdisjoint(parts):
        core = tuple([word for word in found if word.part not in _SIDE]) or everything
        side = () if len(core) == len(found) else tuple([word for word in found if word.part in _SIDE])
    sources = [word.source for word in found if word.source]
    return Prepared(
        raw=name,
        normal=normal,
        words=everything,
        core=core,
        side=side,
        organisation="generic" in parts or "form" in parts,
        initials=_initials(core, found) if len(core) > 2 or (len(found) > 2 and len(core) == 2) else (),
        kind=kind,
        side_texts=tuple([word.text for word in side]) if side else (),
        weighty=len([1 for word in core if word.weight >= _WEIGHTY]),
        syllabic=bool(sources) and not SYLLABIC.isdisjoint(map(script_of, sources)),
        native=bool(sources),
        heads=_heads(found),
        logographs=not normal.isascii() and bool(_HAN.search(normal)),
        alternatives=alternatives,
        by_kind=bool(alternatives) or any(one[2] & _FORM for one in told),
    )


def _words(spelt: list[tuple[str, str]], told: list[tuple[Part, float, int]], plain: str, kind: Kind) -> list[Word]:
    """The words of a name, each with its part; `told` of each as of `_told`."""
    touched = 0
    for one in told:
        touched |= one[2]
    if not touched:  # most names
        return [Word(text, told[at][0], told[at][1], at, source) for at, (text, source) in enumerate(spelt)]
    texts, sources = [text for text, _ in spelt], [source for _, source in spelt]
    forms = [False] * len(texts)
    if touched & _FORM:
        first, comma, _ = plain.partition(",")
        texts, forms, origins = with_forms(texts, kind, surname_first=bool(comma) and " " not in first)
        sources = ["" if at is None else sources[at] for at in origins]
        told = [_told(text) for text in texts]
    marks = light_marks(tuple(texts)) if any(one[2] & _LIGHT for one in told) else [False] * len(texts)
    found = []
    for place, text in enumerate(texts):
        part, weight, _ = told[place]
        if forms[place]:
            part, weight = "form", WEIGHT["form"]
        elif marks[place]:
            part, weight = "light", WEIGHT["light"]
        found.append(Word(text, part, weight, place, sources[place]))
    if len(found) > 1 and told[0][2] & _FIRST and "," not in plain:
        found[0] = Word(found[0].text, "core", WEIGHT["core"], 0)
    return found


_FORM, _LIGHT, _FIRST = 1, 2, 4


@lru_cache(maxsize=1 << 16)
def _told(text: str) -> tuple[Part, float, int]:
    """The part and the weight of a word that nothing around it changes, and what may be changed around it.

    The last is a sum of: a legal form, a short form or a number may begin with it; it may be light; it may be a given
    name at the head.
    """
    part = _part(text)
    weight = WEIGHT[part]
    if part == "core":
        weight = 0.8 if len(text) <= 2 else COMMON if text in words("common", "people") else weight
    touched = (_FORM if is_touched(text) else 0) | (_LIGHT if text in maybe_light() else 0)
    return part, weight, touched | (_FIRST if text in words("persons", "given_when_first") else 0)


def _spelt(plain: str) -> list[tuple[str, str]]:
    """The words in Latin letters, each with its own letters where its script is read place by place."""
    if plain.isascii():
        return [(text, "") for text in latin(plain).split()]
    return parts(normalise(plain))


def _heads(found: list[Word]) -> frozenset[str]:
    return _one_set(
        "".join(sorted({word.text[0] for word in found[:-1]}))
        if len(found) > 2
        else "".join([w.text[0] for w in found[:-1]])
    )


@lru_cache(maxsize=1 << 14)
def _one_set(letters: str) -> frozenset[str]:
    """One set for all names whose words begin alike: a list of names keeps few of them."""
    return frozenset(letters)


def _stands_alone(part: str) -> bool:
    """Whether a part of a bundle is a name: four letters at least."""
    return sum(char.isalpha() for char in part) >= _SHORTEST_BUNDLED


def _names_after_all(found: list[Word]) -> list[Word]:
    """Honours that may be names become plain words where fewer than two others carry the name."""
    either = words("persons", "titles_or_names")
    if len([1 for word in found if word.part == "core"]) >= 2 or all(word.part != "title" for word in found):
        return found
    return [
        Word(word.text, "core", WEIGHT["core"], word.place, word.source)
        if word.part == "title" and word.text in either
        else word
        for word in found
    ]


def _initials(core: tuple[Word, ...], everything: list[Word]) -> tuple[str, ...]:
    made = {"".join([word.text[0] for word in some]) for some in (core, [w for w in everything if w.part != "form"])}
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
