"""A name made ready for comparison: its words in Latin letters, each with its part in the name and its weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from gazetted.text.normal import latin, normalise
from gazetted.text.tables import groups, mapping, words
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

_SIDE: frozenset[Part] = frozenset({"light", "form", "title"})


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a prepared name; each is itself only, so that a word that occurs twice is two words.

    Attributes:
        text: in Latin letters, short forms written out.
        part: what it does in the name.
        weight: how much it counts.
        place: its position among all words.
    """

    text: str
    part: Part
    weight: float
    place: int


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
    """

    raw: str
    normal: str
    words: tuple[Word, ...]
    core: tuple[Word, ...]
    side: tuple[Word, ...]
    organisation: bool
    initials: tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def prepare(name: str) -> Prepared:
    """Make a name ready.

    >>> [(word.text, word.part) for word in prepare("Zarya Trading Limited Liability Company").words]
    [('zarya', 'core'), ('trading', 'generic'), ('llc', 'form')]
    """
    texts, forms = _with_forms(latin(name).split()[:MOST_WORDS])
    marks = light_marks(texts)
    found = []
    for place, text in enumerate(texts):
        part: Part = "form" if forms[place] else "light" if marks[place] else _part(text)
        weight = WEIGHT[part] if part != "core" or len(text) > 2 else 0.8
        found.append(Word(text, part, weight, place))
    found = _names_after_all(found)
    core = tuple(word for word in found if word.part not in _SIDE) or tuple(found)
    side = () if len(core) == len(found) else tuple(word for word in found if word.part in _SIDE)
    return Prepared(
        raw=name,
        normal=normalise(name),
        words=tuple(found),
        core=core,
        side=side,
        organisation=any(word.part in ("form", "generic") for word in found),
        initials=_initials(core, found),
    )


def _names_after_all(found: list[Word]) -> list[Word]:
    """Honours that may be names become plain words where fewer than two others carry the name."""
    if sum(1 for word in found if word.part == "core") >= 2:
        return found
    either = words("persons", "titles_or_names")
    return [
        Word(word.text, "core", WEIGHT["core"], word.place) if word.part == "title" and word.text in either else word
        for word in found
    ]


def _initials(core: tuple[Word, ...], everything: list[Word]) -> tuple[str, ...]:
    if len(core) < 2:
        return ()
    made = {"".join(word.text[0] for word in some) for some in (core, [w for w in everything if w.part != "form"])}
    return tuple(sorted(letters for letters in made if len(letters) >= 3))


def _part(text: str) -> Part:
    if text.isdigit() or (text[0] in "ivx" and text in _ROMAN):
        return "number"
    if len(text) == 1:
        return "initial"
    return _parts().get(text, "core")


_ROMAN = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi"))


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


@cache
def _legal_forms() -> dict[str, dict[tuple[str, ...], str]]:
    """First word → the phrases that begin with it → the form that they stand for."""
    table: dict[str, dict[tuple[str, ...], str]] = {}
    for row in groups("forms", "legal"):
        for phrase in row:
            parts = tuple(phrase.split())
            table.setdefault(parts[0], {})[parts] = row[0]
    return table


@cache
def _short_forms() -> dict[str, str]:
    return mapping("forms", "short") | mapping("persons", "short")


def _with_forms(texts: list[str]) -> tuple[tuple[str, ...], list[bool]]:
    """Legal forms replaced by one word each, short forms written out; and which words are legal forms."""
    forms, short = _legal_forms(), _short_forms()
    out: list[str] = []
    marks: list[bool] = []
    at = 0
    while at < len(texts):
        phrase = None
        if texts[at] in forms:
            fitting = (p for p in forms[texts[at]] if tuple(texts[at : at + len(p)]) == p)
            phrase = max(fitting, key=len, default=None)
        if phrase is None or (len(texts) == len(phrase)) or (at == 0 and len(phrase[0]) < 3 and len(phrase) == 1):
            written_out = short.get(texts[at], texts[at]).split()
            out += written_out
            marks += [False] * len(written_out)
            at += 1
        else:
            out.append(forms[phrase[0]][phrase])
            marks.append(True)
            at += len(phrase)
    return tuple(out), marks
