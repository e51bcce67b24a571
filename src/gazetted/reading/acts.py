"""One act of listing as a sentence words it, and the words that its patterns share."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from gazetted.reading.arguments import object_after
from gazetted.reading.authorities import Scope
from gazetted.reading.result import Direction
from gazetted.reading.scene import ListAt, PartyAt, Scene, frame_file
from gazetted.reading.verbs import Group

PREPOSITIONS: Mapping[str, frozenset[str]] = {
    "list": frozenset({"to", "on", "onto", "in", "into", "back", "under"}),
    "delist": frozenset({"from", "off"}),
    "maintain": frozenset({"on", "in"}),
}


"""Prepositions that lead to the list, by what is done."""

GAP = frozenset({"the", "a", "an", "its", "their", "his", "her", "this", "that", "both", "any", "all", "such", "so"})
"""Words that may stand between a preposition and its list."""


_APPOSITION = 20  # tokens between the commas of an apposition


class Act(msgspec.Struct, frozen=True, gc=False):
    """An act of listing, or a state of being listed, as a sentence words it.

    Attributes:
        first: first token of the words that tell it, auxiliaries included.
        at: the verb or noun itself.
        last: the token after the words that tell it.
        end: the token after its object and its list.
        direction: what it does to the listing.
        kind: told by a verb, by a noun for the act, by a noun for the listing, or as a state.
        group: the verb group; None for nouns.
        parties: whom it is about; empty where a pronoun stands for them.
        pronoun: the pronoun, where one stands for the party.
        list_at: the list spoken of with it.
        keys: keys of the lists that its words point at.
        codes: authorities named inside its words.
        scope: what sort of list its words speak of.
        labelled: whether it says as what the party is listed.
        weak: whether the verb has other meanings, so that it needs an authority.
        alias_of: the party as whose name it is listed, where the sentence says so.
        undoes: whether it undoes the act told before ("reversed it").
        verb: the verb; empty for nouns.
        loose: whether nothing in the sentence says that a list is meant.
    """

    first: int
    at: int
    last: int
    end: int
    direction: Direction
    kind: str
    group: Group | None = None
    parties: tuple[PartyAt, ...] = ()
    pronoun: str = ""
    list_at: ListAt | None = None
    keys: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    scope: Scope = "any"
    labelled: bool = False
    weak: bool = False
    alias_of: PartyAt | None = None
    undoes: bool = False
    verb: str = ""
    loose: bool = False


def list_after(scene: Scene, at: int, prepositions: frozenset[str]) -> ListAt | None:
    """The list that follows a token within a few words, behind one of the prepositions."""
    if scene.word(at) == ",":  # "put X, a network founded abroad, on its list"
        within = range(at + 1, min(scene.last, at + _APPOSITION))
        close = next((place for place in within if scene.low[place] == ","), None)
        at = close + 1 if close is not None else at
    for one in scene.lists:
        gap = scene.low[at : one.first]
        if one.first < at or len(gap) > 7:
            continue
        seen = [word for word in gap if word in prepositions]
        if (seen or (one.first == at + 1 and scene.low[at] in prepositions)) and not any(w in ",.;:" for w in gap):
            return one
    return None


def alias_at(scene: Scene, at: int) -> PartyAt | None:
    """The party after "as an alias of", "as another name for"."""
    nouns = frame_file().words["alias"]
    for place in range(at, min(at + 8, scene.last)):
        named = scene.low[place] in nouns and scene.word(place + 1) in ("of", "for")
        if named and "as" in scene.low[max(scene.first, place - 4) : place]:
            found, _ = object_after(scene, place + 2)
            return found[0] if found else None
    return None


def label_at(scene: Scene, at: int) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """Whether "as a terrorist organisation" or the like follows; the lists and authorities that it points at."""
    words = frame_file().words
    for place in range(at, min(at + 8, scene.last)):
        word = scene.low[place]
        named = next((one for one in scene.authorities if one.first == place and one.meaning.lists), None)
        if named is not None and place > at - 1:
            return True, named.meaning.lists, (named.meaning.code,)
        heads = (scene.word(place + step) in words["labels_head"] for step in (0, 1, 2))
        if word in words["labels_first"] and place + 1 < scene.last and any(heads):
            return True, (), ()
        if word in ".;:!?" or word in ("who", "which", "that", "by", "in"):
            break
    return False, (), ()


def subject_pronoun(scene: Scene, at: int) -> str:
    """The pronoun, or noun for a group, that is the subject of the verb group that begins at a token."""
    place = at - 1
    while place > scene.first and scene.low[place] in ('"', "”", "“", "'s", ","):
        place -= 1
    if scene.word(place) in frame_file().words["pronouns"]:
        return scene.low[place]
    if scene.word(place) in frame_file().words["nominals"]:
        for back in (1, 2, 3):
            word = scene.word(place - back)
            if word in ("the", "this", "that", "its", "their", "these"):
                return scene.low[place]
            if word in frame_file().words["be"] or not word.isalpha():
                break
    return ""
