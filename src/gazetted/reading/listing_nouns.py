"""Nouns and places that tell of listings: "the removal of X from the list", "the ban on X", "X is on the list"."""

from __future__ import annotations

import msgspec

from gazetted.reading.acts import GAP, PREPOSITIONS, Act, list_after, subject_pronoun
from gazetted.reading.arguments import object_after, pronoun_at, subject_before
from gazetted.reading.measures import measure_after, noun_measure
from gazetted.reading.result import Direction
from gazetted.reading.scene import PartyAt, Scene, frame_file
from gazetted.reading.verbs import Form, Group

_BESIDE = frozenset({"longer", "off", "to", "himself", "itself", "herself"})


def noun_act(scene: Scene, at: int) -> Act | None:
    """Of "the removal of HTS from the list", "HTS's delisting", "the ban on HTS"."""
    nouns = frame_file().nouns
    word = scene.low[at]
    if word in nouns["delist_of"] | nouns["list_of"] | nouns["maintain_of"]:
        return _noun_of(scene, at)
    measure = noun_measure(scene, at)
    if measure is None:
        return None
    direction: Direction = "delist" if word in nouns["delist"] else "list"
    kind = "noun" if word in nouns["delist"] | nouns["list"] else "measure"
    return Act(
        measure.first,
        at,
        at + 1,
        measure.end,
        direction,
        kind,
        None,
        measure.parties,
        measure.pronoun,
        None,
        measure.keys,
        measure.codes,
        measure.scope,
        weak=measure.plain,
    )


def _noun_of(scene: Scene, at: int) -> Act | None:
    """A noun for an act whose object is a party with its list, or a listing."""
    nouns = frame_file().nouns
    direction: Direction = "list"
    if scene.low[at] in nouns["delist_of"]:
        direction = "delist"
    elif scene.low[at] in nouns["maintain_of"]:
        direction = "maintain"
    measure = measure_after(scene, at + 1)
    if measure is not None:
        return Act(
            at,
            at,
            measure.at + 1,
            measure.end,
            direction,
            "noun",
            None,
            measure.parties,
            measure.pronoun,
            None,
            measure.keys,
            measure.codes,
            measure.scope,
            weak=measure.plain,
        )
    parties: tuple[PartyAt, ...] = ()
    pronoun, end, first = "", at + 1, at
    if scene.word(at + 1) == "of":
        parties, end = object_after(scene, at + 2)
        pronoun = "" if parties else pronoun_at(scene, at + 2)
    elif scene.word(at - 1) == "'s":
        parties = tuple(one for one in scene.parties if one.last == at - 1)
        first = parties[0].first if parties else at
    elif scene.word(at - 1) in frame_file().words["possessives"]:
        pronoun, first = scene.low[at - 1], at - 1
    held = list_after(scene, end, PREPOSITIONS[direction])
    if held is None or not (parties or pronoun):
        return None
    return Act(
        first, at, at + 1, held.last, direction, "noun", None, parties, pronoun, held, held.keys, held.codes, held.scope
    )


def place_act(scene: Scene, at: int) -> Act | None:
    """Of "is on the EU terror list", "is no longer on the list", "has been under US sanctions"."""
    held = next((one for one in scene.lists if 0 < one.first - at <= 2), None)
    if scene.low[at] == "under":
        return _under_sanctions(scene, at)
    if held is None or (held.first == at + 2 and scene.low[at + 1] not in GAP):
        return None
    state = _state(scene, at, held.last)
    if state is None:
        return None
    return msgspec.structs.replace(state, list_at=held, keys=held.keys, codes=held.codes, scope=held.scope)


def _under_sanctions(scene: Scene, at: int) -> Act | None:
    """Of "is under UN sanctions"."""
    noun = next((place for place in range(at + 1, min(at + 5, scene.last)) if scene.low[place] == "sanctions"), None)
    state = _state(scene, at, noun + 1) if noun is not None else None
    if noun is None or state is None:
        return None
    codes = tuple(one.meaning.code for one in scene.authorities if at < one.first <= noun)
    return msgspec.structs.replace(state, codes=codes, scope="sanctions", weak=True)


def _state(scene: Scene, at: int, end: int) -> Act | None:
    """The state that a form of "be" tells before a token; None where there is none, or nobody it is about."""
    words = frame_file().words
    sets = (words["be"], words["have"], words["adverbs"], words["not"], words["modals"], _BESIDE)
    place, seen = at - 1, list[str]()
    while place >= scene.first and (any(scene.low[place] in each for each in sets) or scene.low[place].endswith("n't")):
        seen.append(scene.low[place])
        place -= 1
    if not any(word in words["be"] or word.endswith("n't") for word in seen):
        return None
    parties = subject_before(scene, place + 1)
    pronoun = "" if parties else subject_pronoun(scene, place + 1)
    if not parties and not pronoun:
        return None
    negated = any(word in words["not"] or word.endswith("n't") for word in seen)
    modal = next((word for word in seen if word in words["modals"]), "to" if "to" in seen else "")
    had = "had" in seen or "was" in seen or "were" in seen
    form: Form = "modal" if modal else "pluperfect" if had else "present"
    gone = "longer" in seen
    group = Group(place + 1, at, form, True, negated and not gone, modal, gone, tuple(seen))
    return Act(place + 1, at, end, end, "list", "state", group, parties, pronoun)
