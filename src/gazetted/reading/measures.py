"""Listings spoken of as things: "the designation of HTS", "its ban", "the sanctions on the group"."""

from __future__ import annotations

import msgspec

from gazetted.reading.arguments import object_after, pronoun_at
from gazetted.reading.authorities import Scope
from gazetted.reading.scene import PartyAt, Scene, frame_file

_LINKS = frozenset({"of", "on", "against", "from", "for"})
_BEFORE = 6
_EARLIER = frozenset({"earlier", "previous", "original", "first", "initial"})


class Measure(msgspec.Struct, frozen=True, gc=False):
    """A listing as a thing.

    Attributes:
        first: first token of the words for it.
        at: the noun.
        end: the token after its object.
        parties: whom it is about.
        pronoun: the pronoun in their place.
        codes: authorities named with it.
        keys: keys of the lists that its words point at.
        scope: what sort of list it belongs to.
        plain: whether the noun means other things too.
    """

    first: int
    at: int
    end: int
    parties: tuple[PartyAt, ...]
    pronoun: str
    codes: tuple[str, ...]
    keys: tuple[str, ...]
    scope: Scope
    plain: bool


def measure_after(scene: Scene, at: int) -> Measure | None:
    """The listing that is the object of what stands before a token."""
    nouns = frame_file().nouns
    things = nouns["measure"] | nouns["measure_plain"]
    for place in range(at, min(at + _BEFORE + 4, scene.last)):
        word = scene.low[place]
        if word in things:
            return noun_measure(scene, place)
        if word in ".;:!?," or word in ("to", "who", "which", "that", "by", "with", "after", "from", "in", "on", "and"):
            return None
        if word == "of" and place > at:
            return None
    return None


def measure_before(scene: Scene, at: int) -> Measure | None:
    """The listing that is the subject of the verb group that begins at a token."""
    nouns = frame_file().nouns
    things = nouns["measure"] | nouns["measure_plain"]
    for place in range(at - 1, max(scene.first - 1, at - 13), -1):
        if scene.low[place] in things:
            found = noun_measure(scene, place)
            return found if found is not None and at - found.end <= 7 else None
        if scene.low[place] in ".;:!?":
            return None
    return None


def noun_measure(scene: Scene, at: int) -> Measure | None:
    """The listing named by the noun at a token; None where no party is tied to it."""
    file = frame_file()
    word = scene.low[at]
    plain = word in file.nouns["measure_plain"]
    left = _words_before(scene, at)
    parties, pronoun, end = _object_of(scene, at)
    first = left
    if not parties and not pronoun:
        parties, pronoun, first = _owner(scene, left)
        end = at + 1
    again = scene.low[left:at] and scene.low[left] in _EARLIER
    if not parties and not pronoun and (scene.word(left - 1) in ("the", "this", "that", "any") or again):
        pronoun, first = "it", left - 1
    if not parties and not pronoun:
        return None
    here = [one for one in scene.authorities if left <= one.first < at or (at < one.first < end and one.meaning.lists)]
    here += [one for one in scene.authorities if one.last == left and scene.word(left) == "'s"]
    here += [one for one in scene.authorities if at < one.first <= max(at + 8, end + 3) and one.meaning.lists]
    codes = tuple(dict.fromkeys(one.meaning.code for one in here))
    keys = tuple(dict.fromkeys(key for one in here for key in one.meaning.lists))
    scope: Scope = "sanctions" if word == "sanctions" else "terror" if word.startswith("proscri") else "any"
    return Measure(min(first, at), at, max(end, at + 1), parties, pronoun, codes, keys, scope, plain)


def _words_before(scene: Scene, at: int) -> int:
    """The first of the words that qualify the noun at a token."""
    left = at
    inside = {place for one in scene.authorities for place in range(one.first, one.last)}
    meant = (frame_file().words["measure_words"] - {"its", "a", "an"}) | _EARLIER
    while left > scene.first and (
        scene.low[left - 1] in meant
        or left - 1 in inside
        or _is_year(scene.low[left - 1])
        or (scene.low[left - 1] == "'s" and left - 2 in inside and scene.low[at] in frame_file().nouns["measure_plain"])
    ):
        if at - left >= _BEFORE:
            break
        left -= 1
    return left


def _is_year(word: str) -> bool:
    return len(word) == len("2013") and word.isdigit()


def _object_of(scene: Scene, at: int) -> tuple[tuple[PartyAt, ...], str, int]:
    """Whom the noun at a token is about, behind "of", "on" and the like."""
    place = at + 1
    while place < min(at + 8, scene.last) and scene.low[place] not in _LINKS:
        if scene.low[place] not in frame_file().words["measure_words"]:
            break
        place += 1
    if scene.word(place) not in _LINKS:
        return (), "", at + 1
    parties, end = object_after(scene, place + 1)
    if parties:
        return parties, "", end
    pronoun = pronoun_at(scene, place + 1)
    return (), pronoun, place + 3 if pronoun else at + 1


def _owner(scene: Scene, left: int) -> tuple[tuple[PartyAt, ...], str, int]:
    """Whose listing it is, by what stands before its words: "HTS's", "its", "the HTS"."""
    possessives = frame_file().words["possessives"]
    if scene.word(left - 1) in possessives:
        return (), scene.low[left - 1], left - 1
    if scene.word(left - 1) == "'s":
        found = tuple(one for one in scene.parties if one.last == left - 1)
        if found:
            return found, "", found[0].first
        nominal = pronoun_at(scene, left - 3)
        return (), nominal, left - 3 if nominal else left
    found = tuple(one for one in scene.parties if one.last == left)
    return found, "", found[0].first if found else left
