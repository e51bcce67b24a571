"""Whose act it is: the authority that a sentence names with an act of listing."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gazetted.reading.acts import Act
from gazetted.reading.authorities import AuthorityNamed
from gazetted.reading.scene import DateAt, Scene, frame_file

_JOINING = frozenset({",", "and", "the", "as", "well", "or", "both"})
_NEAR_COUNTRY = 4
_FOLLOWED = frozenset({"unlike", "than", "followed", "follows", "following", "joined", "joins", "joining"})
_ASKING = ("ask", "urg", "call", "demand", "press", "request", "appeal", "lobb", "implor")
_STRANGERS = frozenset(
    {"allies", "partners", "neighbours", "neighbors", "countries", "nations", "states", "capitals", "governments",
     "community", "world", "others", "members", "west", "everyone"}
)  # fmt: skip
_BOUNDARIES = frozenset({"after", "because", "although", "though", "while", "until", "but", ";"})


class Agent(msgspec.Struct, frozen=True, gc=False):
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
    named = [one for one in scene.authorities if not _in_party(scene, one) and not _is_contrast(scene, one)]
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
    asked = _asks_others(scene, act, named, usual)
    if asked is not None:
        return Agent((asked,), False) if asked else None
    left = _left_of(scene, act, named)
    right = _in(scene, act, named)
    found = left or right if active or act.kind in ("noun", "measure") else right or left
    if found is not None:
        return Agent(_joined(scene, found, named) if found is left else _added(scene, found, named), True)
    pointing = [one for one in named if one.meaning.lists]
    if pointing:
        return Agent((pointing[0].meaning.code,), True)
    if act.scope == "terror" and ("proscri" in act.verb or "proscri" in scene.low[act.at]):
        return Agent(("UK",), False, True)
    return Agent((usual,), False) if usual else None


def _is_contrast(scene: Scene, one: AuthorityNamed) -> bool:
    """Whether an authority is only set against the one meant: "the EU, unlike the US, has not listed"."""
    return not _FOLLOWED.isdisjoint(scene.low[max(scene.first, one.first - 2) : one.first])


def _in_party(scene: Scene, one: AuthorityNamed) -> bool:
    """Whether the words stand inside a party's name, or only say where a party comes from."""
    for party in scene.parties:
        if one.first < party.last and party.first < one.last:
            return True
        if one.last == party.first or (one.last + 1 == party.first and scene.low[one.last] == "'s"):
            return not one.meaning.lists
    return False


def _asks_others(scene: Scene, act: Act, named: list[AuthorityNamed], usual: str) -> str | None:
    """The authority that somebody asks to act, where only the one who asks is named; empty: nobody knows which.

    "Turkey urged its allies not to delist X" is no act of Turkey's; "the UN's envoy asked that it be reversed" is one
    of the authority spoken of before. None where the authority named is the one meant.
    """
    before = [one for one in named if one.last <= act.first]
    if len(before) != 1 or (act.list_at is not None and act.list_at.owned):
        return None
    asker = before[0]
    between = scene.low[asker.last : act.first]
    asking = next((at for at, word in enumerate(between) if word.startswith(_ASKING)), None)
    if asking is None:
        return None
    if not _STRANGERS.isdisjoint(between[asking:]):
        return ""
    again = act.pronoun and usual and usual != asker.meaning.code and "that" in between[asking : asking + 3]
    return usual if again else None


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


def _joined(scene: Scene, last: AuthorityNamed, named: list[AuthorityNamed]) -> tuple[str, ...]:
    """The authority found, and those joined to it on its left: "Canada and the United States listed"."""
    codes, place = [last.meaning.code], last.first
    for one in reversed(named):
        gap = scene.low[one.last : place]
        if one.last > place or not gap:
            continue
        if any(word not in _JOINING for word in gap) or not {"and", ","}.intersection(gap):
            break
        codes.append(one.meaning.code)
        place = one.first
    return tuple(dict.fromkeys(reversed(codes)))


def _added(scene: Scene, first: AuthorityNamed, named: list[AuthorityNamed]) -> tuple[str, ...]:
    """The authority found, and those joined to it on its right: "banned in Canada, Australia and New Zealand"."""
    codes, place = [first.meaning.code], first.last
    for one in named:
        gap = scene.low[place : one.first]
        if one.first < place or not gap:
            continue
        if any(word not in _JOINING and word != "in" for word in gap) or ("," not in gap and "and" not in gap):
            break
        codes.append(one.meaning.code)
        place = one.last
    return tuple(dict.fromkeys(codes))


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
    if scene.word(one.first - 1) in ("in", "from", "of", "to", "with", "by", "against"):
        return False
    if act.kind in ("noun", "measure") and act.group is None and not _owns(scene, act, one):
        return False  # "Venezuela dismissed the listing": not its own
    owned = one.last + (scene.word(one.last) == "'s")
    if owned > one.last or not scene.texts[one.first].isupper():
        body = next((at for at in range(owned, min(owned + 4, act.first)) if _is_office(scene, at)), None)
        if body is not None:
            return True  # "Germany's chancellor has promised to ban"
    return act.first - one.last <= 4 and owned == one.last


def _owns(scene: Scene, act: Act, one: AuthorityNamed) -> bool:
    """Whether a noun for an act is a country's own: "Germany's ban on Hamas", "the German designation"."""
    between = scene.low[one.last : act.at]
    return all(word == "'s" or word in frame_file().words["measure_words"] for word in between)


def _is_office(scene: Scene, at: int) -> bool:
    """Whether a word is a body or an office of a state, or a name in its place."""
    return scene.low[at] in frame_file().words["offices"] or (
        scene.texts[at][0].isupper() and scene.word(at - 1) == "'s"
    )


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
            if one.meaning.kind == "country" and len(between) > _NEAR_COUNTRY:
                continue  # "for the killing of six Americans in Iran"
            if not any(word in _BOUNDARIES or word == "followed" for word in between):
                return one
    return None


def _gapped(scene: Scene, act: Act) -> Iterator[tuple[str, DateAt | None]]:
    """Of "which the US designated in 1997 and the European Union in 2002": the second, with its date."""
    if act.group is None or act.group.passive:
        return
    for one in scene.authorities:
        start = one.first - (scene.word(one.first - 1) == "the")
        if not act.end <= start <= act.end + 14 or scene.word(start - 1) not in ("and", ","):
            continue
        day = next((d for d in scene.dates if 0 <= d.first - one.last <= 1), None)
        if day is not None and any(act.at < d.first < start for d in scene.dates):
            yield one.meaning.code, day


def followers(scene: Scene, act: Act) -> Iterator[tuple[str, DateAt | None]]:
    """Authorities said to have done the same: "followed by the US in 2018", "by Britain in July and by Canada"."""
    seen = False
    for at in range(act.at + 1, min(scene.last - 1, act.end + 24)):
        seen = seen or scene.low[at] == "by"
        if seen and scene.low[at] in ("and", ",") and scene.low[at + 1] == "by":
            one = next((one for one in scene.authorities if 0 <= one.first - at - 2 <= 1), None)
            if one is not None:
                yield one.meaning.code, next((d for d in scene.dates if 0 <= d.first - one.last <= 2), None)
    yield from _gapped(scene, act)
    for at in range(act.end, min(scene.last - 1, act.end + 12)):
        if scene.low[at] == "followed" and scene.low[at + 1] == "by":
            for one in scene.authorities:
                if 0 <= one.first - at - 2 <= 2:
                    day = next((d for d in scene.dates if 0 <= d.first - one.last <= 2), None)
                    yield one.meaning.code, day
            return
