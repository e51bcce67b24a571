"""What a sentence says of an act that a noun tells: what governs it, or what is said of it behind."""

from __future__ import annotations

from gazetted.reading.acts import Act
from gazetted.reading.operators import STAGES, court_before, is_refused, operators, operators_before
from gazetted.reading.outcomes import Outcome, Says, applied, is_unreal, outcome_of
from gazetted.reading.result import Direction, Stage
from gazetted.reading.scene import Scene, frame_file


def of_noun(scene: Scene, act: Act) -> tuple[Outcome, ...]:
    """A noun: what governs it, or what is said of it."""
    changed = _changed(scene, act)
    if changed is not None:
        return changed
    behind = said_behind(scene, act)
    found = operators_before(scene, act)
    near = [one for one in found if act.first - one.last <= 6 and not _is_parted(scene, one.last, act.first)]
    if (
        near
        and near[0].operator.stage != "urged"
        and any(scene.low[near[0].first].startswith(r) for r in operators().review)
    ) and (act.kind != "noun" or act.direction == "list"):
        first = near[0].first
        if near[0].refused:
            return (outcome_of(scene, act, "maintain", "announced", first),)
        outer = near[1] if len(near) > 1 and near[1].operator.stage == "urged" else None
        return (outcome_of(scene, act, "delist", "urged" if outer else "considered", first),)
    if behind:
        return behind
    if not near or is_unreal(scene, act):
        return ()
    definite = scene.word(act.first - 1) in ("the", "this", "that") or scene.low[act.first] in ("the", "this", "that")
    owned = scene.low[act.first] in frame_file().words["possessives"]
    if act.kind == "measure" and (definite or owned or act.pronoun):
        return ()
    if act.kind == "noun" and act.direction == "list" and (act.pronoun and not owned):
        return ()
    return applied(scene, act, near[0], near[1] if len(near) > 1 else None)


def _is_parted(scene: Scene, first: int, last: int) -> bool:
    """Whether a new clause begins between an operator and a noun."""
    return any(word in (",", "that", ";", "(", "was", "were", "is") for word in scene.low[first:last])


def _changed(scene: Scene, act: Act) -> tuple[Outcome, ...] | None:
    """Of "any change in the ban", "no change to its status"."""
    if act.kind == "noun" and act.direction != "list":
        return None
    for at in range(act.first - 1, max(scene.first, act.first - 5) - 1, -1):
        if scene.low[at] in ("change", "changes", "shift"):
            first = at - 1 if scene.word(at - 1) in ("any", "a", "no", "possible") else at
            if is_refused(scene, at):
                return (outcome_of(scene, act, "maintain", "announced", first),)
            return (outcome_of(scene, act, "delist", "considered", first),)
        if scene.low[at] not in ("in", "to", "of", "the", "its", "policy", "on", "their", "about"):
            return None
    return None


def said_behind(scene: Scene, act: Act) -> tuple[Outcome, ...]:
    """What is said of a noun behind it: "is under review", "takes effect on Monday"."""
    table = operators()
    beside = scene.word(act.end) == ","  # "the revocation, signed on Monday, was published"
    for at in range(act.end, min(scene.last, act.end + (20 if beside else 12))):
        word = scene.low[at]
        if word in (";", ":", "but", "after", "because") or (word == "," and at > act.end + (14 if beside else 6)):
            return ()
        if word == "which" and table.after.at(scene.low, at + 1, scene.last) is None:
            return ()
        here = table.after.at(scene.low, at, scene.last)
        if here is None:
            continue
        last, stage = here
        if is_refused(scene, at) and stage in ("considered", "announced"):
            return ()
        return _told_behind(scene, act, stage, last)
    return ()


def _told_behind(scene: Scene, act: Act, stage: str, last: int) -> tuple[Outcome, ...]:
    direction: Direction = act.direction
    made: Stage
    if stage in ("struck down", "upheld"):
        if act.kind == "noun" and act.direction == "delist":
            return ()
        direction, made = ("delist", "struck down") if stage == "struck down" else ("maintain", "effective")
        if (
            stage == "struck down"
            and not court_before(scene, act.first)
            and not any(word in frame_file().words["court"] for word in scene.low[act.end : scene.last])
        ):
            return ()
    elif act.kind == "measure" or (act.group is None and act.direction == "list" and stage == "considered"):
        if stage not in ("considered",):
            return ()
        direction, made = "delist", "considered"
    else:
        made = STAGES[stage]
    first, end = act.first, max(last, act.last)
    hedge = " ".join(scene.texts[act.end : last]) if made == "considered" else ""
    says: Says = ""
    if made == "effective" and direction != "maintain":
        says = "listed" if direction == "list" else "delisted"
    return (Outcome(direction, made, says, first, end, hedge, finite=made == "effective"),)
