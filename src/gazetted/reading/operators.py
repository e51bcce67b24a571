"""Words that say how far an act of listing has come: the tables of `operators.toml`, and where they stand."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import cache
from typing import get_args

import msgspec

from gazetted.reading.acts import Act
from gazetted.reading.language import load_table
from gazetted.reading.phrase_table import PhraseTable
from gazetted.reading.result import Stage
from gazetted.reading.scene import Scene, frame_file
from gazetted.reading.verbs import other_verbs, verb_table

_REACH = 16

STAGES: Mapping[str, Stage] = {one: one for one in get_args(Stage)}
"""The stages by the words of `operators.toml`, which has other words too."""


_REFUSALS = frozenset({"not", "no", "never", "nobody", "neither", "nor", "none", "without", "hardly"})


class Operator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say how far an act has come; see `operators.toml`."""

    stage: str
    phrases: tuple[str, ...]
    refused: str = "none"
    opposes: bool = False


class _After(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stage: str
    phrases: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    operator: tuple[Operator, ...]
    after: tuple[_After, ...]
    words: dict[str, frozenset[str]]
    review: tuple[str, ...]


class Operators(msgspec.Struct, frozen=True):
    """The tables of `operators.toml`.

    Attributes:
        before: operators that stand before the act.
        after: stages by the words behind it.
        unreal: words under which nothing is told as a fact.
        background: words of what is told as background.
        boundaries: words that begin a clause.
        review: operators that, of a listing, mean that its end is considered.
    """

    before: PhraseTable[Operator]
    after: PhraseTable[str]
    unreal: PhraseTable[bool]
    background: PhraseTable[bool]
    boundaries: frozenset[str]
    review: frozenset[str]


class Found(msgspec.Struct, frozen=True, gc=False):
    """An operator where it stands."""

    first: int
    last: int
    operator: Operator
    refused: bool


@cache
def operators() -> Operators:
    """The tables, read once."""
    file = load_table("operators.toml", _File)
    return Operators(
        before=PhraseTable[Operator].of((phrase, one) for one in file.operator for phrase in one.phrases),
        after=PhraseTable[str].of((phrase, one.stage) for one in file.after for phrase in one.phrases),
        unreal=PhraseTable[bool].of((phrase, True) for phrase in file.words["unreal"]),
        background=PhraseTable[bool].of((phrase, True) for phrase in file.words["background"]),
        boundaries=file.words["boundaries"],
        review=frozenset(file.review),
    )


def operators_before(scene: Scene, act: Act) -> list[Found]:
    """Operators above an act, the nearest first."""
    table = operators()
    found: list[Found] = []
    at = act.first - 1
    low = max(scene.first, act.first - _REACH)
    start = low
    for place in range(act.first - 1, low - 1, -1):
        if scene.low[place] in (";", "but", "after", "because", "although", "though", "while", "until", "than") or (
            scene.low[place] in ("which", "who") and scene.word(place - 1) == ","
        ):
            start = place + 1
            break
    at = start
    while at < act.at:
        name = scene.texts[at][0].isupper() and at > scene.first  # "Court of Appeal"
        inside = any(one.first <= at < one.last for one in scene.lists)
        here = None if inside or name else table.before.at(scene.low, at, act.at)
        if here is None:
            at += 1
            continue
        found.append(Found(at, here[0], here[1], is_refused(scene, at)))
        at = here[0]
    return found[::-1]


def is_refused(scene: Scene, at: int) -> bool:
    """Whether a negation stands before an operator."""
    for place in range(at - 1, max(scene.first, at - 5) - 1, -1):
        word = scene.low[place]
        if word in _REFUSALS or word.endswith("n't"):
            return True
        if word in ",;.:" or (word.isalpha() and len(word) > 11):
            return False
    return False


def outer_operator(scene: Scene, first: int) -> Found | None:
    """The operator that governs another one, of those that outweigh it."""
    table = operators()
    for at in range(first - 1, max(scene.first, first - 10) - 1, -1):
        here = table.before.at(scene.low, at, first)
        if here is not None and here[1].stage in ("rejected", "signed", "published"):
            return Found(at, here[0], here[1], is_refused(scene, at))
    return None


def is_undone(scene: Scene, at: int) -> bool:
    """Whether a verb of undoing governs the decision: "overturned the decision to list"."""
    words = scene.low[max(scene.first, at - 7) : at]
    comma = max((place for place, word in enumerate(words) if word in (",", ";")), default=-1)
    words = words[comma + 1 :]
    if any(pair in (("threw", "out"), ("thrown", "out"), ("set", "aside")) for pair in itertools.pairwise(words)):
        return True
    return any(_base(word) in other_verbs("undoing") for word in words[-4:])


@cache
def _base_forms() -> dict[str, str]:
    return {form: verb.base for form, each in verb_table().items() for verb in each if verb.needs == "measure"}


def _base(word: str) -> str:
    return _base_forms().get(word, "")


def court_before(scene: Scene, at: int) -> bool:
    """Whether a court is named before a token."""
    return any(word in frame_file().words["court"] for word in scene.low[scene.first : at])


def background_in(words: Sequence[str]) -> bool:
    """Whether words tell of the past as background: "at the end of his first term"."""
    table = operators().background
    return any(table.at(words, at, len(words)) is not None for at in range(len(words)))
