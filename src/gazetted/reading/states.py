"""Listings that a text mentions by the way: "the banned group X", "X, a listed entity", "the terror group"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from gazetted.reading.arguments import object_after
from gazetted.reading.cutting import places
from gazetted.reading.phrase_table import PhraseTable
from gazetted.reading.scene import PartyAt, Scene, frame_file

_CODED = {"proscribed": "UK"}  # the word of one country's law
_DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "two", "three", "four", "several", "both", "other", "all", "its"}
)
_KNOWN = ("known", "called", "named", "renamed")
_SAID = frozenset(
    {
        "later",
        "also",
        "previously",
        "formerly",
        "now",
        "then",
        "once",
        "better",
        "commonly",
        "as",
        "and",
        "which",
        "is",
        "was",
        "became",
    }
)

_JOIN = frozenset({"join", "joins", "joined", "joining"})


class State(msgspec.Struct, frozen=True, gc=False):
    """A party said by the way to be listed, or to go by another name.

    Attributes:
        first: first token of the words.
        last: the token after them.
        parties: whom they are about.
        codes: authorities that they name; empty where they name none.
        says: `listed`, `alias of`, or a tie such as `offshoot of`.
        terror: whether they only call it a terrorist group, so that any authority's list bears them out.
        by: text of both names, for `alias of`.
        of: slug of the other party, for a tie.
    """

    first: int
    last: int
    parties: tuple[PartyAt, ...]
    codes: tuple[str, ...] = ()
    says: str = "listed"
    terror: bool = False
    by: tuple[str, str] | None = None
    of: str | None = None


def find_states(scene: Scene, latest: PartyAt | None, joined: bool) -> Iterator[State]:
    """Listings mentioned by the way in a sentence.

    Args:
        scene: the sentence.
        latest: the organisation named last before it, for "the terror group".
        joined: whether the sentence before told of a listing, so that "they join X" says that X is listed too.
    """
    yield from _names(scene)
    yield from _ties(scene)
    yield from _offspring(scene, latest)
    calling = frame_file().words["group_before"]
    for at in places(scene.low, calling | _JOIN if joined else calling, scene.first, scene.last):
        word = scene.low[at]
        if word in calling and not _in_something(scene, at):
            found = _called(scene, at, latest)
            if found is not None:
                yield found
        elif joined and word in _JOIN:
            parties = tuple(one for one in scene.parties if one.first > at and one.first - at <= 12)
            if parties and scene.word(at - 1) in ("they", "it", "he", ",", "and", "who", "which", "has", "have"):
                yield State(at, parties[-1].last, parties)


def _in_something(scene: Scene, at: int) -> bool:
    return any(one.first <= at < one.last for one in scene.lists) or any(
        one.first <= at < one.last for one in scene.parties
    )


def _called(scene: Scene, at: int, latest: PartyAt | None) -> State | None:
    """Of "designated terrorist group X", "X, a banned organisation", "the terror group"."""
    words = frame_file().words
    heads, first = words["labels_head"], words["group_before"]
    place, terror = at, True
    while place < scene.last and (
        scene.low[place] in first or scene.low[place] in ("foreign", "terrorist", "militant", "islamist")
    ):
        terror = terror and scene.low[place] in ("terror", "terrorist")
        place += 1
    if not _is_adjective(scene, at):
        return None
    headed = scene.word(place) in heads or (scene.low[place - 1] in ("terrorist", "terrorists") and place - at > 1)
    end = place + 1 if scene.word(place) in heads else place
    if not headed and not (
        not terror and scene.party_at(place) is not None and scene.low[at] not in ("listed", "sanctioned")
    ):
        return None
    if any(word in words["not"] or word.endswith("n't") for word in scene.low[max(scene.first, at - 4) : at]):
        return None
    parties, known = _whom(scene, at, end, latest)
    if not parties:
        return None
    codes = _codes(scene, at, end)
    if terror and not codes and not known:
        return None
    return State(at, max(end, at + 1), parties, codes, terror=terror and not codes)


def _is_adjective(scene: Scene, at: int) -> bool:
    """Whether "designated" and the like stand before a noun, not as a verb."""
    before = scene.word(at - 1)
    if (
        not before
        or before in _DETERMINERS
        or before in ("-", "of", "by", "with", "from", "to", "and", "for", "against", "as", "'s", "six", "five")
    ):
        return True
    return before in ("already", "also") or (
        at - 1 >= scene.first
        and any(one.last == at for one in scene.authorities)
        and scene.texts[at - 1][0].isupper()
        and scene.party_at(at + 1) is None
    )


def _whom(scene: Scene, at: int, end: int, latest: PartyAt | None) -> tuple[tuple[PartyAt, ...], bool]:
    """Whom the words are about: those named right behind, before a comma, or, for "the terror group", those before."""
    here = scene.party_at(end)
    if here is not None:
        return (here,), True
    start = at
    while start > scene.first and (
        scene.low[start - 1] in _DETERMINERS or scene.low[start - 1] == "-" or scene.texts[start - 1][0].isupper()
    ):
        if any(one.last == start for one in scene.parties):
            break
        start -= 1
    before = scene.word(start - 1)
    ending = [one for one in scene.parties if one.last == start - 1]
    if before in (",", "is", "are", "remains", "—", "–") and ending:
        found = [ending[0]]
        for one in reversed(scene.parties):
            gap = scene.low[one.last : found[-1].first]
            if one.last <= found[-1].first and len(gap) <= 2 and all(word in (",", "and") for word in gap):
                found.append(one)
        return tuple(reversed(found)), True
    if scene.word(at - 1) == "the" and latest is not None and not scene.texts[end - 1][0].isupper():
        follows = scene.word(end)
        named = follows and scene.texts[end][0].isupper() and follows not in ("in", "on")
        return ((latest,), True) if not named and scene.low[end - 1] in frame_file().words["nominals"] else ((), False)
    return (), False


def _codes(scene: Scene, at: int, end: int) -> tuple[str, ...]:
    """Authorities that the words name: "US-designated", "banned … in Canada"."""
    for one in scene.authorities:
        if one.last == at or (one.last + 1 == at and scene.low[one.last] in ("-", "'s")):
            return (one.meaning.code,)
        if end <= one.first <= end + 3 and scene.word(one.first - 1) in ("in", "by", "the", "under"):
            return (one.meaning.code,)
    code = _CODED.get(scene.low[at])
    return (code,) if code else ()


def _names(scene: Scene) -> Iterator[State]:
    """Two names of one party said to be names of it: "X, also known as Y", "X (later known as Y)"."""
    for before, after in zip(scene.parties, scene.parties[1:], strict=False):
        gap = scene.low[before.last : after.first]
        if before.party != after.party or before.text == after.text or not 2 <= len(gap) <= 7:
            continue
        if any(word in _KNOWN for word in gap) and all(
            word in _SAID or word in _KNOWN or word in "(,," for word in gap
        ):
            yield State(before.last, after.last, (before,), says="alias of", by=(before.text, after.text))


@cache
def _tie_table() -> PhraseTable[str]:
    return PhraseTable[str].of((phrase, what) for what, each in frame_file().relations.items() for phrase in each)


_OFFSPRING = {
    "offshoot": "offshoot of",
    "splinter": "offshoot of",
    "affiliate": "affiliated with",
    "branch": "branch of",
    "franchise": "branch of",
}


def _offspring(scene: Scene, latest: PartyAt | None) -> Iterator[State]:
    """Of "the al-Qaida offshoot", for a party named before or right behind: "the al-Qaida affiliate X"."""
    for one in scene.parties:
        says = _OFFSPRING.get(scene.word(one.last))
        if says is None or scene.word(one.first - 1) not in ("the", "an", "a", "this", "with"):
            continue
        behind = scene.party_at(one.last + 1)
        before = [each for each in scene.parties if each.last <= one.first and each.party != one.party]
        mine = behind or (before[-1] if before else latest)
        if mine is not None and mine.party != one.party:
            yield State(one.first, one.last + 1, (mine,), says=says, of=one.party)


def _ties(scene: Scene) -> Iterator[State]:
    """Ties of one party to another: "X, an offshoot of Y", "X was once affiliated with Y"."""
    if len(scene.parties) < 2:
        return
    table = _tie_table()
    low, openings = scene.low, table.by_first
    for at in [place for place in range(scene.first, scene.last) if low[place] in openings]:
        here = table.at(scene.low, at, scene.last)
        if here is None or any(word in frame_file().words["not"] for word in scene.low[max(scene.first, at - 4) : at]):
            continue
        end, what = here
        others, last = object_after(scene, end)
        mine = [one for one in scene.parties if one.last <= at]
        if others and mine and mine[-1].party != others[0].party:
            yield State(at, last, (mine[-1],), says=what, of=others[0].party)
