"""Acts of listing that a sentence tells of: who, which way, on which list. How far they have come is read later."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from gazetted.reading.acts import GAP, PREPOSITIONS, Act
from gazetted.reading.cutting import places
from gazetted.reading.listing_nouns import noun_act, place_act
from gazetted.reading.listing_verbs import PATTERNS
from gazetted.reading.result import Direction
from gazetted.reading.scene import Scene, frame_file
from gazetted.reading.verbs import Verb, group_of, verb_table


def find_acts(scene: Scene) -> list[Act]:
    """Acts told in a sentence, in order; what belongs to one act is no act of its own."""
    verbs, nouns, telling = verb_table(), _nouns(), _telling()
    found: list[Act] = []
    taken = scene.first
    low = scene.low
    for at in places(low, telling, scene.first, scene.last):
        word, act = low[at], None
        if at < taken or any(one.first <= at < one.last for one in scene.lists):
            continue
        if any(party.first <= at < party.last for party in scene.parties):
            continue
        if word in verbs:
            act = _by_verb(scene, at, verbs[word])
        elif word in ("re", "de") and scene.word(at + 1) == "-":
            act = _prefixed(scene, at)
        elif word in ("change", "changes") and "no" in scene.low[max(scene.first, at - 2) : at]:
            act = Act(at, at, at + 1, at + 1, "maintain", "no change", pronoun="it")
        if act is None and word in nouns:
            act = noun_act(scene, at)
        if act is None and word in ("on", "off", "under"):
            act = place_act(scene, at)
        if act is not None:
            found.append(act)
            found += _gapped(scene, act)
            taken = max(taken, act.last)
    return found


@cache
def _nouns() -> frozenset[str]:
    """Nouns for acts of listing, and for listings."""
    return frozenset().union(*(words for key, words in frame_file().nouns.items() if key != "lists"))


@cache
def _telling() -> frozenset[str]:
    """Every word that may tell of an act."""
    return _nouns() | verb_table().keys() | {"re", "de", "change", "changes", "on", "off", "under"}


def _gapped(scene: Scene, act: Act) -> Iterator[Act]:
    """Of "took X off one list and Y off another": the same done to Y."""
    if act.list_at is None or act.group is None or act.group.passive:
        return
    for held in scene.lists:
        place = held.first - 1
        while place > act.end and scene.low[place] in GAP:
            place -= 1
        if held.first > act.list_at.first and scene.low[place] in PREPOSITIONS[act.direction]:
            parties = tuple(one for one in scene.parties if one.last == place and one.first <= act.end + 4)
            if parties:
                yield msgspec.structs.replace(
                    act,
                    parties=parties,
                    list_at=held,
                    keys=held.keys,
                    codes=held.codes,
                    scope=held.scope,
                    end=held.last,
                )


def _by_verb(scene: Scene, at: int, meanings: tuple[Verb, ...]) -> Act | None:
    for needs in ("place", "measure", "party", "label", "weak"):
        for verb in meanings:
            if verb.needs != needs:
                continue
            group = group_of(scene, at, verb.slots)
            act = None
            if group is not None:
                act = PATTERNS[needs](scene, verb, group)
            if act is not None:
                return act
    return None


def _prefixed(scene: Scene, at: int) -> Act | None:
    """Of "re-designate", "de-list": three tokens, one verb."""
    simple = verb_table().get(scene.word(at + 2), ())
    direction: Direction = "list" if scene.low[at] == "re" else "delist"
    meanings = tuple(
        msgspec.structs.replace(verb, direction=direction)
        for verb in simple
        if verb.direction == "list" and verb.needs in ("party", "weak")
    )
    act = _by_verb(scene, at, meanings)
    return msgspec.structs.replace(act, last=max(act.last, at + 3), end=max(act.end, at + 3)) if act else None
