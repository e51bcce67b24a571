"""What a sentence says of an act: the outcome of the words above it."""

from __future__ import annotations

from typing import Literal

import msgspec

from gazetted.reading.acts import Act
from gazetted.reading.operators import STAGES, Found, Operator, court_before, is_undone, operators
from gazetted.reading.result import Direction, Stage
from gazetted.reading.scene import Scene, frame_file

Says = Literal["", "listed", "not listed", "delisted"]


_OPPOSITE: dict[Direction, Direction] = {"list": "delist", "delist": "maintain", "maintain": "delist"}


_SAID = frozenset(
    {"said", "says", "told", "added", "confirmed", "noted", "stressed", "insisted", "clarified", "stated"}
    | {
        "announced",
        "announces",
        "promised",
        "pledged",
        "vowed",
        "indicated",
        "declared",
        "reported",
        "wrote",
        "writes",
        "plain",
    }
)


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """What a sentence says of an act.

    Attributes:
        direction: which way the change goes.
        stage: how far it has come; None where no change is told.
        says: what it tells of the party's standing as a fact.
        first: first token of the words that tell it.
        last: the token after them.
        hedge: the words that qualify it.
        state: whether it tells of a state, not of an event.
        finite: whether it is told as something that has happened.
        background: whether its words tell it as past.
    """

    direction: Direction
    stage: Stage | None
    says: Says
    first: int
    last: int
    hedge: str = ""
    state: bool = False
    finite: bool = False
    background: bool = False


def outcome_of(scene: Scene, act: Act, direction: Direction, stage: Stage, first: int) -> Outcome:
    """An outcome with its words: from the operator, with its auxiliaries, to the act."""
    words = frame_file().words
    start = first
    while start > scene.first and (
        scene.low[start - 1] in words["be"]
        or scene.low[start - 1] in words["have"]
        or scene.low[start - 1] in words["not"]
        or scene.low[start - 1] in ("also", "still", "reportedly", "actively")
        or scene.low[start - 1].endswith("n't")
    ):
        start -= 1
    while start < first and scene.low[start] in ("also", "still"):
        start += 1
    hedge = " ".join(scene.texts[start : act.first]) if first < act.first else ""
    past = first < act.first and "had" in scene.low[start : first + 1] and not is_reported(scene, act)
    return Outcome(direction, stage, "", start, max(act.last, act.at + 1), hedge, background=past)


def applied(scene: Scene, act: Act, inner: Found, outer: Found | None) -> tuple[Outcome, ...]:
    """The outcomes of an act under an operator, and the one above that."""
    operator, refused, first = inner.operator, inner.refused, inner.first
    if outer is not None and inner.first - outer.last <= 9 and not outer.refused:
        modal = scene.low[outer.first] in frame_file().words["modals"]
        voted = scene.low[outer.first] in ("voted", "vote", "votes") and scene.low[inner.first] in ("favour", "favor")
        if (
            voted
            or outer.operator.stage in ("rejected", "urged", "signed", "published", "both")
            or (outer.operator.stage == "considered" and not modal and inner.operator.stage == "announced")
        ):
            operator, refused, first = outer.operator, False, outer.first
    if is_undone(scene, first):
        stage: Stage = "struck down" if court_before(scene, first) else "rejected"
        direction: Direction = "delist" if stage == "struck down" and act.direction != "delist" else act.direction
        return (outcome_of(scene, act, direction, stage, first),)
    made = operator.refused if refused else operator.stage
    return tuple(_made(scene, act, made, operator, first))


def _made(scene: Scene, act: Act, made: str, operator: Operator, first: int) -> list[Outcome]:
    """Outcomes by the name of what an operator makes of an act."""
    direction = act.direction
    if operator.opposes and made == "urged":
        if direction == "list":
            return []  # whether to reject it is not the speaker's to say
        return [outcome_of(scene, act, _OPPOSITE[direction], "urged", first)]
    if made == "none":
        return []
    if made == "urged" and act.group is not None and act.group.negated and act.direction != "maintain":
        # "urged its allies not to delist X"
        return [] if act.direction == "list" else [outcome_of(scene, act, "maintain", "urged", first)]
    if made == "considered" and direction == "maintain" and "whether" in scene.low[first : act.first]:
        direction = "delist"  # "to decide whether to keep X on the list"
    if made in ("announced-keep", "both", "urged-keep"):
        if direction == "list":
            return [outcome_of(scene, act, "list", "rejected", first)] if made != "urged-keep" else []
        kept: Direction = _OPPOSITE[direction]
        found = [outcome_of(scene, act, kept, "urged" if made == "urged-keep" else "announced", first)]
        if made == "both":
            found.append(outcome_of(scene, act, direction, "rejected", first))
        return found
    return [outcome_of(scene, act, direction, STAGES[made], first)]


def is_unreal(scene: Scene, act: Act) -> bool:
    """Whether the act is supposed, denied or doubted: "if the US delists", "denied that Canada had listed"."""
    table = operators()
    if scene.low[scene.first] == "had":
        return True
    reported = is_reported(scene, act)
    for at in range(act.first - 1, scene.first - 1, -1):
        word = scene.low[at]
        if word == "would" and reported:
            continue
        if word in ",;" and not (word == "," and any(one.last == at for one in scene.parties)):
            return False
        if table.unreal.at(scene.low, at, act.first) is not None:
            return word != "were" or at == scene.first
    return False


def is_announced(scene: Scene, act: Act) -> bool:
    """Whether somebody announces the act, so that "had" tells of no earlier time: "announced that it had listed"."""
    return not {"announced", "confirmed"}.isdisjoint(scene.low[max(scene.first, act.first - 8) : act.first])


def is_reported(scene: Scene, act: Act) -> bool:
    """Whether a past form only follows a verb of saying: "said Hamas remained on the list"."""
    return any(word in _SAID for word in scene.low[scene.first : act.first])
