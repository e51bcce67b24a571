"""What a text says that a state does for a listed party, or may not do with it: support, and contact that is barred.

Neither is a fact of listing: the record cannot bear it out. It is told as a claim all the same, so that a reader sees
who says it and that nothing in the record stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from gazetted.reading.arguments import object_after, stands_alone
from gazetted.reading.authorities import AuthorityNamed
from gazetted.reading.cutting import places
from gazetted.reading.phrase_table import PhraseTable
from gazetted.reading.scene import PartyAt, Scene, frame_file
from gazetted.reading.states import State

_REACH = 12
BACKED, BARRED = "backed", "contact barred"


@cache
def _table(key: str) -> PhraseTable[bool]:
    return PhraseTable[bool].of((phrase, True) for phrase in frame_file().deeds[key])


@cache
def _first_words() -> frozenset[str]:
    return frozenset((*_table("support").by_first, *_table("barring").by_first))


def find_deeds(scene: Scene) -> Iterator[State]:
    """Support for a party, and contact with it that is barred, as a sentence tells them."""
    if not scene.parties or "?" in scene.low[scene.last - 2 : scene.last]:
        return
    support, barring = _table("support"), _table("barring")
    for at in places(scene.low, _first_words(), scene.first, scene.last):
        if (here := support.at(scene.low, at, scene.last)) is not None:
            found = _support(scene, at, here[0])
        elif (here := barring.at(scene.low, at, scene.last)) is not None:
            found = _barred(scene, at, here[0])
        else:
            continue
        if found is not None:
            yield found


def _support(scene: Scene, at: int, end: int) -> State | None:
    """Of "the US has armed X", "London supported X in the past"."""
    who = _subject(scene, at)
    parties, last = object_after(scene, end)
    if who is None or not parties or _is_denied(scene, who.last, at):
        return None
    return State(at, last, parties, (who.meaning.code,), BACKED)


def _barred(scene: Scene, at: int, end: int) -> State | None:
    """Of "the UK cannot communicate with X", "officials are barred from meeting X"."""
    contact, place = _table("contact"), end
    while place < min(scene.last, end + 4):
        here = contact.at(scene.low, place, scene.last)
        if here is not None:
            parties = _named_near(scene, here[0])
            who = next((one for one in reversed(scene.authorities) if one.last <= at), None)
            codes = (who.meaning.code,) if who is not None else ()
            return State(at, parties[-1].last, parties, codes, BARRED) if parties and codes else None
        place += 1
    return None


def _named_near(scene: Scene, at: int) -> tuple[PartyAt, ...]:
    return tuple(one for one in scene.parties if 0 <= one.first - at <= 3 and stands_alone(scene, one.last))[:1]


def _subject(scene: Scene, at: int) -> AuthorityNamed | None:
    """The authority whose verb stands at a token, auxiliaries and adverbs aside."""
    words = frame_file().words
    place = at
    while place > scene.first and at - place < _REACH:
        before = scene.low[place - 1]
        if not (
            before in words["have"]
            or before in words["adverbs"]
            or before in words["not"]
            or before in words["offices"]
        ):
            break
        place -= 1
    return next((one for one in scene.authorities if one.last == place), None)


def _is_denied(scene: Scene, first: int, last: int) -> bool:
    return any(word in frame_file().words["not"] or word.endswith("n't") for word in scene.low[first:last])
