"""Whom an act of listing is about: the parties that stand before it, behind it, or in a pronoun's place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gazetted.reading.scene import PartyAt, Scene, frame_file

_QUOTES = frozenset("\"'“”‘’")
_REACH = 10


@cache
def _function() -> frozenset[str]:
    """Words that may follow a name without making it part of a longer noun."""
    words = frame_file().words
    return words["stop"] | words["function"]


def object_after(scene: Scene, at: int, *, reach: int = _REACH) -> tuple[tuple[PartyAt, ...], int]:
    """Parties named as the object of what stands before a token, and the token after them."""
    words = frame_file().words
    place, end = at, min(scene.last, at + reach)
    while place < end:
        party = scene.party_at(place)
        if party is not None:
            return _coordinated(scene, party)
        word = scene.low[place]
        if word == "of":
            if scene.low[place - 1] not in words["part_of"]:
                return (), at
        elif (
            word in frame_file().words["stop"]
            or _is_verbal(scene, place)
            or (word in ",.;:!?—–" and not (word == "," and place > at + 1))
            or word == "and"
        ):
            return (), at
        place += 1
    return (), at


def _is_verbal(scene: Scene, at: int) -> bool:
    """Whether a word is a participle with an object of its own ("paying Hamas"), not one before a noun ("armed")."""
    word = scene.low[at]
    if not word.endswith(("ed", "ing")) or len(word) < 5 or scene.texts[at][0].isupper():
        return False
    return scene.word(at - 1) != "-" and word not in frame_file().words["adjectives"]


def _coordinated(scene: Scene, first: PartyAt) -> tuple[tuple[PartyAt, ...], int]:
    """A party and those joined to it by commas and "and"; none where the name only begins a longer noun."""
    found: list[PartyAt] = []
    here: PartyAt | None = first
    end = first.last
    while here is not None:
        if not stands_alone(scene, here.last):
            break
        found.append(here)
        end = here.last
        here = _next_joined(scene, end)
    while end < scene.last and (scene.low[end] in ")”" or scene.low[end] in frame_file().words["group_heads"]):
        end += 1
    return tuple(found), end


def _next_joined(scene: Scene, at: int) -> PartyAt | None:
    """The next party of an enumeration."""
    place, joined = at, False
    while place < min(scene.last, at + 9):
        party = scene.party_at(place)
        if party is not None:
            return party if joined or scene.low[place - 1] == "(" else None
        word = scene.low[place]
        if word in (",", "and", "or", "&", "(", "/", "well"):
            joined = True
        elif (
            word in frame_file().words["stop"]
            or word in ".;:!?"
            or word == "of"
            or (not joined and word not in frame_file().words["group_heads"] and word not in (")", "as", "”", "'s"))
        ):
            return None
        place += 1
    return None


def stands_alone(scene: Scene, at: int) -> bool:
    """Whether the name that ends before a token is no part of a longer noun: not "Hamas" in "Hamas flags"."""
    word = scene.word(at)
    if not word or not word[0].isalpha():
        return word != "'s" and word != "-"
    if word in _function() or word in frame_file().words["group_heads"] or word.endswith(("ly", "ing")):
        return True
    words = frame_file().words
    if word in words["adverbs"] or word in words["be"] or word in words["have"] or word in words["modals"]:
        return True
    return scene.texts[at][0].isupper() or any(day.first == at for day in scene.dates)


def subject_before(scene: Scene, at: int) -> tuple[PartyAt, ...]:
    """Parties that are the subject of the verb group that begins at a token."""
    place = at - 1
    while place >= scene.first and scene.low[place] in _QUOTES:
        place -= 1
    if scene.word(place) in ("which", "who", "that"):
        return _ending(scene, place, relative=True)
    if scene.word(place) in ("and", "but", "or") or (
        scene.word(place) == "," and scene.word(place - 1) not in (")",) and not _ends_at(scene, place)
    ):
        relative = next((j for j in range(place, scene.first, -1) if scene.low[j] in ("which", "who")), None)
        if relative is not None and (found := _ending(scene, relative, relative=True)):
            return found
        return _first_of_clause(scene, at)
    near = _ending(scene, at)
    if near:
        return near
    if scene.word(place) == ",":
        comma = next((j for j in range(place - 1, scene.first, -1) if scene.low[j] == ","), None)
        if comma is not None:
            return _ending(scene, comma)
    return ()


def _ends_at(scene: Scene, at: int) -> bool:
    return any(one.last == at for one in scene.parties)


def _ending(scene: Scene, at: int, *, relative: bool = False) -> tuple[PartyAt, ...]:
    """Parties that end right before a token, brackets, commas and a noun for the group aside."""
    words = frame_file().words
    place = at
    while place > scene.first:
        found = next((one for one in scene.parties if one.last == place), None)
        if found is not None:
            return _joined_before(scene, found, relative=relative)
        word = scene.low[place - 1]
        passed = word in ("(", ")", ",", "—", "–") or word in _QUOTES
        if word in ("a", "an") and scene.low[place] in words["labels_head"] and scene.word(place - 2) == ",":
            place -= 1  # "Hamas, a group designated by"
            continue
        if word in words["part_of"] or (
            word in ("political", "military", "entire") and scene.low[place] in words["part_of"]
        ):
            place -= 1
            continue
        if word == "'s" and (
            scene.low[place] in words["part_of"] or scene.low[place] in ("political", "military", "entire")
        ):
            place -= 1
            continue
        if not passed and word in ("militant", "armed", "islamist") and scene.low[place] in words["labels_head"]:
            place -= 1
            continue
        if not passed and word not in words["group_heads"] and word not in words["adverbs"]:
            return ()
        place -= 1
    return ()


def _joined_before(scene: Scene, last: PartyAt, *, relative: bool = False) -> tuple[PartyAt, ...]:
    """A subject and those joined to it on its left; none where it only qualifies the subject."""
    found, joined = [last], False
    for one in reversed(scene.parties):
        if one.last > found[-1].first:
            continue
        between = scene.low[one.last : found[-1].first]
        if len(between) > 4 or not any(word in (",", "and", "or", "(", "&") for word in between):
            break
        joined = joined or "and" in between or "or" in between or "&" in between
        if "," in between and not joined and "(" not in between:
            break  # an apposition, no enumeration
        if any(word in frame_file().words["stop"] for word in between):
            break
        found.append(one)
    head = found[-1].first - 1
    words = frame_file().words
    while head >= scene.first and (
        scene.low[head] in ("the", "a", "an", "'s")
        or scene.texts[head][0].isupper()
        or scene.low[head] in words["group_heads"]
    ):
        if scene.low[head] in frame_file().words["stop"]:
            break
        head -= 1
    before = scene.word(head)
    if not relative and before == "of" and scene.word(head - 1) not in words["part_of"]:
        return ()
    asked = before == "for" and scene.word(last.last) == "to"  # "lobbied for the Houthis to be listed"
    if not relative and not asked and before in ("with", "for", "against", "to", "by", "from") and scene.first < head:
        return ()
    return tuple(reversed(found))


def _first_of_clause(scene: Scene, at: int) -> tuple[PartyAt, ...]:
    """The first party before a token, where it can be the subject of the sentence."""
    for one in scene.parties:
        if one.last <= at and all(
            word not in frame_file().words["stop"] for word in scene.low[scene.first : one.first]
        ):
            return _joined_before(scene, one)
    return ()


def pronoun_at(scene: Scene, at: int) -> str:
    """The pronoun, or noun for a group ("the group"), that begins at a token; empty where there is none."""
    words = frame_file().words
    if scene.word(at) in words["pronouns"]:
        return scene.low[at]
    if scene.word(at) in ("the", "this", "that", "these"):
        noun = at + 1 + (scene.word(at + 1) in ("whole", "entire"))
        if scene.word(noun) in words["nominals"]:
            return scene.low[noun]
    return ""


def included_after(scene: Scene, at: int) -> tuple[PartyAt, ...]:
    """Parties given as examples of what was said: "seven organisations, among them X, Y and Z"."""
    for place in range(at, min(scene.last - 1, at + 16)):
        word = scene.low[place]
        if word == ":":
            return object_after(scene, place + 1)[0]
        if word == "among" and scene.low[place + 1] == "them" and (found := _ending(scene, place)):
            return found  # "five groups, X and Y among them"
        if (
            word in ("including", "namely")
            or (word == "among" and scene.low[place + 1] == "them")
            or (word == "such" and scene.low[place + 1] == "as")
        ):
            found, _ = object_after(scene, place + (1 if word in ("including", "namely") else 2))
            return found
        if word in ".;":
            break
    return ()


def parties_of(found: Sequence[PartyAt]) -> tuple[PartyAt, ...]:
    """Each party once."""
    return tuple({one.party: one for one in reversed(found)}.values())[::-1]
