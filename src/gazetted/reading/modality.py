"""How far an act of listing has come by the words around it: considered, urged, announced … or told as a fact."""

from __future__ import annotations

import msgspec

from gazetted.reading.acts import Act
from gazetted.reading.noun_outcomes import of_noun, said_behind
from gazetted.reading.operators import STAGES, Found, court_before, operators, operators_before, outer_operator
from gazetted.reading.outcomes import Outcome, Says, applied, is_announced, is_reported, is_unreal, outcome_of
from gazetted.reading.result import Direction, Stage
from gazetted.reading.scene import Scene, frame_file
from gazetted.reading.verbs import other_verbs

_INSTRUMENTS = frozenset({"order", "instrument", "decree", "notice", "regulation", "regulations"})
_MODALS_AS = {
    "cannot": "can",
    "can't": "can",
    "won't": "will",
    "wouldn't": "would",
    "shouldn't": "should",
    "couldn't": "could",
}


def outcomes(scene: Scene, act: Act) -> tuple[Outcome, ...]:
    """What a sentence says of an act; nothing where it asks, supposes or denies it."""
    if scene.last > scene.first and "?" in scene.low[scene.last - 2 : scene.last]:
        return ()
    if act.kind == "state":
        return _of_state(scene, act)
    if act.kind == "no change":
        return () if is_unreal(scene, act) else (outcome_of(scene, act, "maintain", "announced", act.first),)
    if act.group is None:
        return of_noun(scene, act)
    form = act.group.form
    if form == "modal":
        return _of_modal(scene, act)
    if form == "finite" and (found := _demanded(scene, act)):
        return found
    if form in ("finite", "perfect", "pluperfect", "present", "reduced"):
        return (*_of_fact(scene, act), *_unlawfully(scene, act))
    if act.group.form == "progressive" and not operators_before(scene, act):
        return (outcome_of(scene, act, act.direction, "announced", act.first),)
    return _of_embedded(scene, act)


def _unlawfully(scene: Scene, act: Act) -> tuple[Outcome, ...]:
    """Of "the court ruled that she had acted unlawfully when she proscribed X": struck down by a court."""
    before = scene.low[max(scene.first, act.first - 8) : act.first]
    if act.direction != "list" or not {"unlawfully", "illegally", "wrongly"}.intersection(before):
        return ()
    return (outcome_of(scene, act, "delist", "struck down", act.first),) if court_before(scene, act.first) else ()


def _demanded(scene: Scene, act: Act) -> tuple[Outcome, ...]:
    """Of "demanded that the EU put Hamas on the list": a form that is no past there."""
    group = act.group
    assert group is not None
    if group.passive or "base" not in group.slots:
        return ()
    found = operators_before(scene, act)
    that = any(scene.low[place] == "that" for place in range(found[0].last, act.first)) if found else False
    return applied(scene, act, found[0], None) if that and found[0].operator.stage == "urged" else ()


def _of_state(scene: Scene, act: Act) -> tuple[Outcome, ...]:
    group = act.group
    assert group is not None
    if group.modal or is_unreal(scene, act):
        if group.modal in ("should", "must", "could", "may", "might", "will") and not is_unreal(scene, act):
            return _of_modal(scene, act)
        return ()
    if group.gone:
        return (_fact(scene, act, "delist", "delisted", state=True),)
    if group.negated:
        return (_fact(scene, act, "list", "not listed", state=True),)
    stage: Stage | None = "effective" if "still" in group.adverbs or "remains" in group.adverbs else None
    direction: Direction = "maintain" if stage else "list"
    return (_fact(scene, act, direction, "listed", stage=stage, state=True),)


def _of_fact(scene: Scene, act: Act) -> tuple[Outcome, ...]:
    """A finite verb: what it tells has happened, or is so."""
    group = act.group
    assert group is not None
    if is_unreal(scene, act):
        return ()
    if group.gone:
        return (_fact(scene, act, "delist", "delisted", state=True),) if act.direction == "list" else ()
    if group.negated:
        told = act.direction == "list" and (group.passive or group.form in ("perfect", "present"))
        return (_fact(scene, act, "list", "not listed", state=True),) if told else ()
    if act.direction == "maintain":
        current = group.form in ("present", "perfect", "finite") and not (
            group.form == "finite" and act.verb in ("remain", "stay") and not is_reported(scene, act)
        )
        state = act.verb in ("remain", "stay")
        says: Says = "listed" if state or act.list_at is not None else ""
        return (_fact(scene, act, "maintain", says, stage="effective" if current else None, state=state),)
    if act.direction == "delist":
        ordered = "ordered" in scene.low[scene.first : act.first] and court_before(scene, act.first)
        stage: Stage = "struck down" if ordered or _by_court(scene, act) else "effective"
        return (_fact(scene, act, "delist", "delisted" if stage == "effective" else "", stage=stage),)
    if group.form == "present":
        included = scene.word(group.at + 1) not in ("the", "a") and ":" in scene.low[group.at : group.at + 6]
        if not group.passive and (scene.word(act.first - 1) in _INSTRUMENTS or (included and act.verb == "proscribe")):
            return (_fact(scene, act, "list", "listed", stage="effective"),)  # "the order proscribes three groups"
        still = group.passive and "still" in group.adverbs
        return (
            _fact(
                scene, act, "maintain" if still else "list", "listed", stage="effective" if still else None, state=True
            ),
        )
    stage_: Stage | None = None if group.form == "reduced" else "effective"
    return (_fact(scene, act, "list", "listed", stage=stage_),)


def _by_court(scene: Scene, act: Act) -> bool:
    """Whether a court does it, or the verb is one of courts alone."""
    courts = frame_file().words["court"]
    named = any(word in courts for word in scene.low[max(scene.first, act.first - 24) : act.first])
    after = any(word in courts for word in scene.low[act.at : min(scene.last, act.end + 8)])
    if act.verb in other_verbs("court"):
        return named or after or act.verb in ("annul", "quash")
    return False


def _of_modal(scene: Scene, act: Act) -> tuple[Outcome, ...]:
    group = act.group
    assert group is not None
    modal = _MODALS_AS.get(group.modal, group.modal)
    found = operators().before.by_first.get(modal)
    if "whether" in scene.low[max(scene.first, act.first - 9) : act.first]:
        weighed = [one for one in operators_before(scene, act) if one.operator.stage == "considered"]
        return applied(scene, act, weighed[-1], None) if weighed and not is_unreal(scene, act) else ()
    if modal == "would" and is_reported(scene, act) and "have" not in scene.low[act.first : act.at]:
        modal = "will"
        found = operators().before.by_first.get(modal)
    outer = outer_operator(scene, act.first)
    if modal == "would" and outer is not None and not outer.refused:
        return (outcome_of(scene, act, act.direction, STAGES[outer.operator.stage], outer.first),)
    if modal == "would" or found is None or (is_unreal(scene, act) and modal != "can"):
        return ()
    operator = next((each for key, each in found if len(key) == 1), None)
    if operator is None:
        return ()
    courts = frame_file().words["court"]
    if (
        modal in ("should", "must")
        and act.direction == "maintain"
        and not courts.isdisjoint(scene.low[act.end : scene.last])
    ):
        return (
            outcome_of(scene, act, "maintain", "effective", act.first),
        )  # "should stay on the list, the court ruled"
    if modal in ("should", "must") and act.direction == "delist" and court_before(scene, act.first):
        return (outcome_of(scene, act, "delist", "struck down", act.first),)
    here = Found(act.first, act.at, operator, group.negated or group.modal in ("won't", "cannot", "can't"))
    return applied(scene, act, here, outer)


def _of_embedded(scene: Scene, act: Act) -> tuple[Outcome, ...]:
    """An infinitive or gerund: what stands above it counts."""
    assert act.group is not None
    found = operators_before(scene, act)
    if found:
        return applied(scene, act, found[0], found[1] if len(found) > 1 else None)
    if _by_court(scene, act) and act.verb in other_verbs("court"):
        return ()
    before = scene.word(act.first - 1)
    if act.group.form == "infinitive":
        headline = any(one.last == act.first for one in scene.authorities) and scene.low[act.first] == "to"
        return (outcome_of(scene, act, act.direction, "announced", act.first),) if headline else ()
    if is_unreal(scene, act):
        return ()
    if before in ("after", "since", "before", "for", "of", "from"):
        if before in ("after", "since", "for"):
            says: Says = "listed" if act.direction == "list" else "delisted" if act.direction == "delist" else ""
            return (msgspec.structs.replace(_fact(scene, act, act.direction, says), background=True),)
        return ()
    if before in (",", "by", "and", "in"):
        return _of_fact(scene, act)
    return said_behind(scene, act)


def _fact(
    scene: Scene, act: Act, direction: Direction, says: Says, *, stage: Stage | None = None, state: bool = False
) -> Outcome:
    """What a finite verb tells."""
    table = operators()
    told = scene.low[max(scene.first, act.first - 6) : act.last]
    group = act.group
    past = group is not None and group.form == "pluperfect"
    past = past or any(table.background.at(told, at, len(told)) is not None for at in range(len(told)))
    if direction == "maintain" or is_announced(scene, act):
        past = False
    return Outcome(direction, stage, says, act.first, max(act.last, act.at + 1), "", state, True, past)
