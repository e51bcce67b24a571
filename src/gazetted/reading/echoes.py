"""Acts told by pointing at one told before: "the EU followed suit", "urged Britain to do so", "that may change"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gazetted.reading.acts import Act
from gazetted.reading.cutting import places
from gazetted.reading.operators import is_refused
from gazetted.reading.outcomes import Outcome
from gazetted.reading.result import Direction, Stage
from gazetted.reading.scene import Scene, frame_file
from gazetted.reading.verbs import group_of

_SAME = (
    (("do", "so"), "base"),
    (("did", "so"), "past"),
    (("done", "so"), "part"),
    (("doing", "so"), "ing"),
    (("do", "the", "same"), "base"),
    (("did", "the", "same"), "past"),
    (("done", "the", "same"), "part"),
    (("follow", "suit"), "base"),
    (("followed", "suit"), "past"),
    (("following", "suit"), "ing"),
    (("follow", "its", "lead"), "base"),
    (("followed", "its", "lead"), "past"),
)
_AFTER_FOLLOWED = frozenset(
    {
        "in",
        "on",
        "a",
        "two",
        "three",
        "four",
        "five",
        "six",
        "soon",
        "shortly",
        "within",
        "days",
        "weeks",
        "months",
        "later",
    }
)
_THIS = frozenset({"that", "this", "it", "things"})
_OPEN: dict[str, Stage] = {
    "may": "considered",
    "might": "considered",
    "could": "considered",
    "can": "considered",
    "likely": "considered",
    "will": "announced",
    "set": "announced",
    "about": "announced",
    "due": "announced",
}
_OPPOSITE: dict[Direction, Direction] = {"list": "delist", "maintain": "delist", "delist": "list"}


def find_echoes(scene: Scene) -> Iterator[Act]:
    """Acts of a sentence that only point at another; their direction is filled in from what was told before."""
    for at in places(scene.low, _TELLING, scene.first, scene.last - 1):
        word = scene.low[at]
        if word == "followed" and scene.low[at + 1] in _AFTER_FOLLOWED:
            act = _followed(scene, at)
        elif word in _FIRST:
            act = _same(scene, at)
        elif word in ("change", "changed"):
            act = _change(scene, at)
        else:
            continue
        if act is not None:
            yield act


_FIRST = frozenset(words[0] for words, _ in _SAME)
_TELLING = _FIRST | {"followed", "change", "changed"}


def _same(scene: Scene, at: int) -> Act | None:
    for words, slot in _SAME:
        if tuple(scene.low[at : at + len(words)]) == words and at + len(words) <= scene.last:
            slots = {"past": {"past", "part"}}.get(slot, {slot})
            group = group_of(scene, at, frozenset(slots))
            end = at + len(words)
            return Act(group.first, at, end, end, "list", "same", group, pronoun="it", weak=True) if group else None
    return None


def _followed(scene: Scene, at: int) -> Act | None:
    """Of "Britain followed in 2019": an authority is its subject."""
    group = group_of(scene, at, frozenset({"past", "part"}))
    if group is None or group.passive or not any(one.last == group.first for one in scene.authorities):
        return None
    return Act(group.first, at, at + 1, at + 1, "list", "same", group, pronoun="it", weak=True)


def _change(scene: Scene, at: int) -> Act | None:
    """Of "that may soon change", "this will not change"."""
    group = group_of(scene, at, frozenset({"base"} if scene.low[at] == "change" else {"past", "part"}))
    if group is None or scene.word(group.first - 1) not in _THIS | {"set", "likely", "about", "due"}:
        return None
    return Act(group.first, at, at + 1, at + 1, "delist", "change", group, pronoun="it", weak=True)


def of_change(scene: Scene, act: Act, before: Direction) -> tuple[Outcome, ...]:
    """What "that may change" says of a listing.

    Args:
        scene: the sentence.
        act: the act.
        before: which way the act went that "that" stands for.
    """
    if act.group is None or "?" in scene.low[scene.last - 2 : scene.last] or "if" in scene.low[scene.first : act.first]:
        return ()
    words = scene.low[max(scene.first, act.first - 3) : act.at]
    first = _start(scene, act.first)
    hedge = " ".join(scene.texts[first : act.at + 1])
    if act.group.negated or is_refused(scene, act.at):
        return (Outcome("maintain", "announced", "", first, act.last, hedge),) if before != "delist" else ()
    stage = _stage(words)
    return () if stage is None else (Outcome(_OPPOSITE[before], stage, "", first, act.last, hedge),)


def _start(scene: Scene, at: int) -> int:
    """The first word of "that is set to change"."""
    sets = (frame_file().words["be"], frame_file().words["modals"], _THIS, frozenset(_OPEN))
    while at > scene.first and any(scene.low[at - 1] in each for each in sets):
        at -= 1
    return at


def _stage(words: Sequence[str]) -> Stage | None:
    return next((_OPEN[word] for word in words if word in _OPEN), None)
