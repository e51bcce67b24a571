"""Whose act it is: the authority that a sentence names with an act of listing."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gazetted.reading.acts import Act
from gazetted.reading.authorities import AuthorityNamed
from gazetted.reading.scene import DateAt, Scene

_JOINING = frozenset({",", "and", "the", "as", "well", "or", "both"})
_BOUNDARIES = frozenset({"after", "because", "although", "though", "while", "until", "but", ";"})


class Agent(msgspec.Struct, frozen=True):
    """Who does an act.

    Attributes:
        codes: authorities.
        explicit: whether they are named with the act, not taken from before.
        default: whether only the word itself points at them.
    """

    codes: tuple[str, ...]
    explicit: bool
    default: bool = False


def agent_of(scene: Scene, act: Act, usual: str) -> Agent | None:
    """The authority of an act; None where somebody else does it.

    Args:
        scene: the sentence.
        act: the act.
        usual: the authority to take where none is named with the act.
    """
    named = [one for one in scene.authorities if not _in_party(scene, one)]
    if act.list_at is not None and act.list_at.codes:
        return Agent(act.list_at.codes, True)
    by = _by(scene, act, named)
    if by:
        return Agent(by, True)
    if act.codes:
        return Agent(act.codes, True)
    active = act.group is not None and not act.group.passive and act.verb not in ("remain", "stay", "come")
    if active and _done_by_party(scene, act):
        return None
    left = _left_of(scene, act, named)
    right = _in(scene, act, named)
    found = left or right if active or act.kind in ("noun", "measure") else right or left
    if found is not None:
        return Agent((found.meaning.code,), True)
    pointing = [one for one in named if one.meaning.lists]
    if pointing:
        return Agent((pointing[0].meaning.code,), True)
    if act.scope == "terror" and ("proscri" in act.verb or "proscri" in scene.low[act.at]):
        return Agent((usual if usual == "UK" or not usual else "UK",), False, True)
    return Agent((usual,), False) if usual else None


def _in_party(scene: Scene, one: AuthorityNamed) -> bool:
    """Whether the words stand inside a party's name, or only say where a party comes from."""
    for party in scene.parties:
        if one.first < party.last and party.first < one.last:
            return True
        if one.last == party.first or (one.last + 1 == party.first and scene.low[one.last] == "'s"):
            return not one.meaning.lists
    return False


def _by(scene: Scene, act: Act, named: list[AuthorityNamed]) -> tuple[str, ...]:
    """Authorities behind "by": "designated by the US, Turkey and the UN"."""
    for at in range(act.at + 1, min(scene.last, act.end + 12)):
        if scene.low[at] in (";", "after", "which", "who"):
            break
        if scene.low[at] != "by" or scene.low[at - 1] == "followed":
            continue
        found: list[str] = []
        place = at + 1
        for one in named:
            if one.first < place:
                continue
            gap = scene.low[place : one.first]
            if len(gap) > 3 or any(word not in _JOINING and not word.isalpha() for word in gap):
                break
            if found and not all(word in _JOINING for word in gap):
                break
            found.append(one.meaning.code)
            place = one.last
        return tuple(dict.fromkeys(found))
    return ()


def _done_by_party(scene: Scene, act: Act) -> bool:
    """Whether a party is the subject of the verb: "Boko Haram blacklisted teachers"."""
    if act.group is None or act.group.form not in ("finite", "perfect", "present", "pluperfect"):
        return False
    return any(one.last == act.first for one in scene.parties if one not in act.parties)


def _left_of(scene: Scene, act: Act, named: list[AuthorityNamed]) -> AuthorityNamed | None:
    """The nearest authority before an act, within its clause; else the first of the sentence."""
    start = scene.first
    for at in range(act.first - 1, scene.first - 1, -1):
        if scene.low[at] in _BOUNDARIES:
            start = at
            break
    for one in reversed(named):
        if start <= one.first < act.first and one.last <= act.at:
            if one.meaning.kind == "country" and not _acts(scene, act, one):
                continue
            return one
    if act.group is not None and act.group.form in ("gerund", "infinitive", "progressive"):
        return next((one for one in named if one.last <= act.first and one.meaning.kind != "country"), None)
    return None


def _acts(scene: Scene, act: Act, one: AuthorityNamed) -> bool:
    """Whether a country is the subject, not only a place: it stands right before the verb, or begins the sentence."""
    near = act.first - one.last <= 4 and scene.word(one.first - 1) not in ("in", "from", "of", "to", "with")
    return near and scene.word(one.last) != "'s"


def _in(scene: Scene, act: Act, named: list[AuthorityNamed]) -> AuthorityNamed | None:
    """The authority behind "in": "banned in India"; or before: "in Britain, it was banned"."""
    for one in named:
        if one.meaning.kind == "person":
            continue
        near = [scene.word(one.first - 1), scene.word(one.first - 2)]
        placed = near[0] in ("in", "within", "under") or (
            near[0] == "the" and near[1] in ("in", "within", "under", "throughout")
        )
        if placed and act.at - 30 < one.first < act.end + 14:
            between = scene.low[act.end : one.first]
            if not any(word in _BOUNDARIES or word == "followed" for word in between):
                return one
    return None


def followers(scene: Scene, act: Act) -> Iterator[tuple[str, DateAt | None]]:
    """Authorities said to have done the same later: "followed by the US in 2018"."""
    for at in range(act.end, min(scene.last - 1, act.end + 12)):
        if scene.low[at] == "followed" and scene.low[at + 1] == "by":
            for one in scene.authorities:
                if 0 <= one.first - at - 2 <= 2:
                    day = next((d for d in scene.dates if 0 <= d.first - one.last <= 2), None)
                    yield one.meaning.code, day
            return
