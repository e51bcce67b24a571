"""Verbs of listing in their sentences: "put X on the list", "lifted the sanctions on X", "proscribed X"."""

from __future__ import annotations

import msgspec

from gazetted.reading.acts import GAP, PREPOSITIONS, Act, alias_at, label_at, list_after, subject_pronoun
from gazetted.reading.arguments import included_after, object_after, pronoun_at, subject_before
from gazetted.reading.authorities import Scope
from gazetted.reading.measures import Measure, measure_after, measure_before
from gazetted.reading.result import Direction
from gazetted.reading.scene import ListAt, PartyAt, Scene, frame_file
from gazetted.reading.verbs import Group, Verb, other_verbs


def _with_list(scene: Scene, verb: Verb, group: Group) -> Act | None:
    """Of "put Hamas on the list", "was taken off the list", "remains on a list"."""
    words = frame_file().words
    at = group.at + 1
    if verb.base in other_verbs("intransitive"):
        return _staying(scene, verb, group)
    parties: tuple[PartyAt, ...] = ()
    end, pronoun = at, ""
    if group.passive:
        parties = subject_before(scene, group.first)
        pronoun = "" if parties else subject_pronoun(scene, group.first)
    else:
        parties, end = object_after(scene, at)
        if not parties and (pronoun := pronoun_at(scene, at)):
            end = at + 1 + (scene.low[at] not in words["pronouns"])
    held = list_after(scene, end, PREPOSITIONS[verb.direction])
    if held is None and not parties and not pronoun and not group.passive:
        parties, held = _named_at_list(scene, at, PREPOSITIONS[verb.direction])
    if held is None:
        return _as_alias(scene, verb, group, parties, pronoun, end) or _without_list(scene, verb, group, parties, end)
    end = held.last
    if not parties and not pronoun and not group.passive:
        parties, end = object_after(scene, held.last)
        parties = parties or included_after(scene, held.last)
        end = max(end, held.last)
    if not parties and not pronoun:
        pronoun = _unnamed(scene, at, held.first)
    if not parties and not pronoun:
        return None
    return Act(
        group.first,
        group.at,
        group.at + 1,
        end,
        verb.direction,
        "verb",
        group,
        parties,
        pronoun,
        held,
        held.keys,
        held.codes,
        held.scope,
        verb=verb.base,
        alias_of=alias_at(scene, end),
    )


def _named_at_list(scene: Scene, at: int, prepositions: frozenset[str]) -> tuple[tuple[PartyAt, ...], ListAt | None]:
    """Of "took X off one list and Y off another", where only Y is a party."""
    for held in scene.lists:
        place = held.first - 1
        while place > at and scene.low[place] in GAP:
            place -= 1
        if at < place <= at + 30 and scene.low[place] in prepositions:
            found = tuple(one for one in scene.parties if one.last == place)
            if found:
                return found, held
    return (), None


def _unnamed(scene: Scene, at: int, end: int) -> str:
    """The noun for a group whose name comes later: "removed an Iranian opposition group from the list"."""
    nominals = frame_file().words["nominals"]
    if scene.word(at) not in ("a", "an", "the") or end - at > 8:
        return ""
    return next((scene.low[place] for place in range(at + 1, end) if scene.low[place] in nominals), "")


def _without_list(scene: Scene, verb: Verb, group: Group, parties: tuple[PartyAt, ...], end: int) -> Act | None:
    """Of "no intention of removing the PKK": from the list that was spoken of before, if one was."""
    if verb.direction != "delist" or not parties or group.form not in ("gerund", "infinitive"):
        return None
    if scene.word(end) in ("from", "off", "in", "to", "into", "as"):
        return None
    return Act(group.first, group.at, group.at + 1, end, "delist", "verb", group, parties, verb=verb.base, loose=True)


def _as_alias(
    scene: Scene, verb: Verb, group: Group, parties: tuple[PartyAt, ...], pronoun: str, end: int
) -> Act | None:
    """Of "added as an alias of Al-Qaeda" needs no list."""
    alias = alias_at(scene, end) if verb.direction == "list" else None
    if alias is None or not (parties or pronoun or group.form == "gerund"):
        return None
    return Act(
        group.first,
        group.at,
        group.at + 1,
        alias.last,
        "list",
        "verb",
        group,
        parties,
        pronoun or "it" * (not parties),
        alias_of=alias,
        verb=verb.base,
    )


def _staying(scene: Scene, verb: Verb, group: Group) -> Act | None:
    """Of "remains on the list", "came off it", "remains proscribed", "sanctions will remain in place"."""
    direction = verb.direction
    measure = measure_before(scene, group.first) if direction == "maintain" else None
    if measure is not None and _stands(scene, group.at + 1):
        made = measure_act(measure, group, direction, group.at + 1, group.at + 1)
        return msgspec.structs.replace(made, verb="stand")
    parties = subject_before(scene, group.first)
    pronoun = "" if parties else subject_pronoun(scene, group.first)
    if not parties and not pronoun:
        return None
    here = Act(
        group.first, group.at, group.at + 2, group.at + 2, direction, "verb", group, parties, pronoun, verb=verb.base
    )
    held = list_after(scene, group.at + 1, PREPOSITIONS[direction])
    if held is not None:
        return msgspec.structs.replace(
            here, last=held.last, end=held.last, list_at=held, keys=held.keys, codes=held.codes, scope=held.scope
        )
    after = scene.word(group.at + 1)
    labelled, keys, codes = label_at(scene, group.at + 1)
    states = frame_file().words["group_before"] - {"terror", "terrorist"}
    if direction == "maintain" and (after in states or labelled):
        weak = after in ("banned", "outlawed", "listed") and not labelled
        return msgspec.structs.replace(here, keys=keys, codes=codes, labelled=labelled, weak=weak)
    return None


def _stands(scene: Scene, at: int) -> bool:
    """Whether the sentence ends, or goes on "in place", "in force", after "remain"."""
    return scene.word(at) in (".", ",", "", "unchanged", "intact") or (
        scene.word(at) == "in" and scene.word(at + 1) in ("place", "force", "effect")
    )


def _with_measure(scene: Scene, verb: Verb, group: Group) -> Act | None:
    """Of "lifted the sanctions on Hamas", "the designation was revoked"."""
    if group.passive:
        measure = measure_before(scene, group.first)
        end = group.at + 1
    else:
        measure = measure_after(scene, group.at + 1)
        end = measure.end if measure else group.at + 1
    if measure is None:
        return _undoing(scene, verb, group)
    direction = verb.direction
    if verb.base in other_verbs("widening") and not group.passive and "to" in scene.low[measure.at : measure.at + 6]:
        direction = "list"
    elif verb.base in other_verbs("widening") and verb.base != "extend":
        return None
    last = group.at + 1 if group.passive else max(measure.at + 1, group.at + 1)
    return msgspec.structs.replace(measure_act(measure, group, direction, last, end), first=group.first, verb=verb.base)


def measure_act(measure: Measure, group: Group, direction: Direction, last: int, end: int) -> Act:
    """The act of a verb on a listing."""
    return Act(
        first=measure.first,
        at=group.at,
        last=last,
        end=end,
        direction=direction,
        kind="verb",
        group=group,
        parties=measure.parties,
        pronoun=measure.pronoun,
        keys=measure.keys,
        codes=measure.codes,
        scope=measure.scope,
        weak=measure.plain,
    )


def _undoing(scene: Scene, verb: Verb, group: Group) -> Act | None:
    """Of "reversed it", "reversed the decision": what was told before."""
    if verb.base not in ("reverse", "undo", "revoke", "rescind") or group.passive:
        return None
    at = group.at + 1
    object_ = scene.word(at) in ("it", "that", "this") or (
        scene.word(at) in ("the", "that", "this") and scene.word(at + 1) in ("decision", "move", "step", "action")
    )
    if not object_:
        return None
    return Act(group.first, group.at, at, at + 1, "delist", "verb", group, pronoun="it", undoes=True, verb=verb.base)


def _of_party(scene: Scene, verb: Verb, group: Group) -> Act | None:
    """Of "proscribed Hamas", "Hamas was proscribed", "Hamas, proscribed in 2001"."""
    words = frame_file().words
    at = group.at + 1
    if scene.word(at) in words["blocked_after"] or is_blocked(scene, at):
        return None
    pronoun, end = "", at
    if group.passive:
        parties = subject_before(scene, group.first)
        pronoun = "" if parties else subject_pronoun(scene, group.first)
    else:
        parties, end = object_after(scene, at)
        if not parties and (pronoun := pronoun_at(scene, at)):
            end = at + 1 + (scene.low[at] not in words["pronouns"])
    labelled, keys, codes = label_at(scene, end)
    alias = alias_at(scene, end)
    if not parties and not pronoun and not group.passive:
        parties = _antecedent(scene, group)
    if not parties and not pronoun and not group.passive and (labelled or verb.needs == "party"):
        parties = _relative_object(scene, group) or included_after(scene, at)
    if not parties and not pronoun and group.passive and group.form in ("gerund", "infinitive"):
        pronoun = _object_before(scene, group.first)
    if not parties and not pronoun:
        return None
    held = list_after(scene, end, PREPOSITIONS[verb.direction])
    if held is not None:
        end, keys, codes = held.last, held.keys, held.codes
    weak = verb.needs == "weak" and not labelled and held is None and alias is None
    if verb.needs == "label" and not labelled:
        return None
    return Act(
        group.first,
        group.at,
        at,
        alias.last if alias else end,
        verb.direction,
        "verb",
        group,
        parties,
        pronoun,
        held,
        keys,
        codes,
        held.scope if held else scope_of(verb.base),
        labelled,
        weak,
        alias,
        verb=verb.base,
    )


def scope_of(verb: str) -> Scope:
    """What sort of list a verb points at."""
    return (
        "sanctions"
        if verb == "sanction"
        else "terror"
        if verb in ("proscribe", "deproscribe", "de-proscribe", "ban", "unban", "outlaw")
        else "any"
    )


def is_blocked(scene: Scene, at: int) -> bool:
    """Whether words near show another meaning: "listed on the stock exchange"."""
    blocked = frame_file().words["blocked_near"]
    return any(scene.word(place) in blocked for place in range(at - 3, at + 6))


def _antecedent(scene: Scene, group: Group) -> tuple[PartyAt, ...]:
    """Of "X, which the EU listed in 2006": the object stands before the relative pronoun, the authority behind it."""
    place = group.first
    inside = {at for one in scene.authorities for at in range(one.first, one.last)}
    while place > scene.first and (place - 1 in inside or scene.low[place - 1] in ("the", "and", ",")):
        place -= 1
    led = scene.word(place - 1) in ("which", "that", "whom") and any(at in inside for at in range(place, group.first))
    return subject_before(scene, place) if led else ()


def _relative_object(scene: Scene, group: Group) -> tuple[PartyAt, ...]:
    """Of "X and Y are among the groups that the US has designated": the object stands before."""
    if not scene.parties or scene.parties[0].first > group.first:
        return ()
    head = scene.low[scene.parties[0].last : group.first]
    if not any(word in ("are", "is", "among", "were", "which", "that", "whom") for word in head):
        return ()
    return tuple(one for one in scene.parties if one.last <= group.first)


def _object_before(scene: Scene, at: int) -> str:
    """Of "them being delisted": the pronoun before a passive gerund."""
    before = scene.word(at - 1)
    return before if before in frame_file().words["pronouns"] else ""


PATTERNS = {
    "place": _with_list,
    "measure": _with_measure,
    "party": _of_party,
    "label": _of_party,
    "weak": _of_party,
}
