"""Verbs that tell of listings, and the verb groups in which they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, get_args

import msgspec

from gazetted.reading.result import Direction
from gazetted.reading.scene import Scene, frame_file

Form = Literal["finite", "perfect", "pluperfect", "present", "modal", "infinitive", "progressive", "gerund", "reduced"]
"""How a verb stands in its sentence. `reduced`: a participle after its noun, "LTTE, proscribed in 2001"."""


_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


class Verb(msgspec.Struct, frozen=True, gc=False):
    """What one form of a verb may be.

    Attributes:
        base: the verb.
        direction: what it does to a listing.
        needs: what it needs beside it; a key of `frames.toml`.
        slots: which of its forms this is: base, third, past, part, ing.
    """

    base: str
    direction: Direction
    needs: str
    slots: frozenset[str]


class Group(msgspec.Struct, frozen=True, gc=False):
    """A verb with its auxiliaries.

    Attributes:
        first: its first token.
        at: the verb itself.
        form: how it stands.
        passive: whether the party is its subject.
        negated: whether it is denied.
        modal: the modal verb, or "".
        gone: whether "no longer" stands in it.
        adverbs: adverbs in it.
        slots: which forms of the verb the word may be.
    """

    first: int
    at: int
    form: Form
    passive: bool
    negated: bool
    modal: str
    gone: bool
    adverbs: tuple[str, ...] = ()
    slots: frozenset[str] = frozenset()


@cache
def verb_table() -> Mapping[str, tuple[Verb, ...]]:
    """Every form of every verb of `frames.toml`."""
    found: dict[str, dict[tuple[str, Direction, str], set[str]]] = {}
    for direction in _DIRECTIONS:
        by_need = frame_file().verbs[direction]
        for needs, lines in by_need.items():
            if isinstance(lines, str):
                continue  # [verbs.other]
            for line in lines:
                forms = line.split()
                for slot, form in zip(("base", "third", "past", "part", "ing"), forms, strict=True):
                    found.setdefault(form, {}).setdefault((forms[0], direction, needs), set()).add(slot)
    found.pop("-", None)  # stands for a form that is left out
    return {
        form: tuple(Verb(base, direction, needs, frozenset(slots)) for (base, direction, needs), slots in each.items())
        for form, each in found.items()
    }


@cache
def other_verbs(key: str) -> frozenset[str]:
    """Verbs of one of the sets of `[verbs.other]`."""
    line = frame_file().verbs["other"][key]
    return frozenset(line.split() if isinstance(line, str) else line)


def group_of(scene: Scene, at: int, slots: frozenset[str]) -> Group | None:
    """The verb group whose verb stands at a token; None where the word is no verb there.

    Args:
        scene: the sentence.
        at: the verb.
        slots: which forms of the verb the word may be.
    """
    words = frame_file().words
    left = at
    seen: list[str] = []
    while left > scene.first and _belongs(scene, left - 1, seen):
        left -= 1
        seen.append(scene.low[left])
    while left < at and scene.low[left] in words["adverbs"] and scene.low[left] not in words["not"] | _BE:
        left += 1  # leading adverbs belong to the sentence
    seen = list(scene.low[left:at])[::-1]
    form, passive = _form(seen, slots, scene, at)
    if form is None:
        return None
    negated = any(word in words["not"] or word.endswith("n't") for word in seen)
    modal = next((word for word in seen if word in words["modals"]), "")
    if not modal:
        modal = next((word for word in seen if word in ("won't", "can't", "wouldn't", "couldn't", "shouldn't")), "")
    gone = "longer" in seen
    adverbs = tuple(word for word in seen if word in words["adverbs"])
    return Group(left, at, form, passive, negated and not gone, modal, gone, adverbs, slots)


_BE = frozenset(
    {"is", "are", "was", "were", "be", "been", "being", "'s", "'re", "am", "isn't", "aren't", "wasn't", "weren't"}
)
_HAVE = frozenset({"has", "have", "had", "having", "'ve", "hasn't", "haven't", "hadn't"})
_MODALS = frozenset(
    {"will", "would", "could", "may", "might", "can", "should", "must", "shall", "cannot", "'ll", "won't", "can't"}
    | {"wouldn't", "couldn't", "shouldn't"}
)
_DO = frozenset({"do", "does", "did", "don't", "doesn't", "didn't"})
_GROUP = _BE | _HAVE | _MODALS | _DO | {"to", "not", "never", "get", "gets", "got"}


def _belongs(scene: Scene, at: int, seen: Sequence[str]) -> bool:
    """Whether a word belongs to the verb group of which these have been seen, the nearest first."""
    word = scene.low[at]
    if word == "longer":
        return scene.word(at - 1) == "no"
    if word == "no":
        return bool(seen) and seen[-1] == "longer"
    if word == "on" or (word == "all" and not seen):
        # "on Monday designated" belongs to the group; "on designated groups" does not
        return bool(seen) and seen[-1].endswith("day")
    return word in _GROUP or word in frame_file().words["adverbs"] or word.endswith(("n't", "ly"))


def _form(seen: list[str], slots: frozenset[str], scene: Scene, at: int) -> tuple[Form | None, bool]:
    """How the verb stands, and whether in the passive, from the words of its group, the nearest first."""
    aux = [word for word in seen if word in _GROUP]
    participle = "part" in slots or "past" in slots
    be = any(word in _BE or word in ("get", "gets", "got") for word in aux)
    passive = be and participle and "ing" not in slots
    if any(word in _MODALS for word in aux):
        return "modal", passive
    if "to" in aux:
        return ("infinitive", passive) if passive or "base" in slots else (None, False)
    if any(word in _DO for word in aux):
        return ("finite", False) if "base" in slots else (None, False)
    if any(word in _HAVE for word in aux) and participle:
        had = any(word in ("had", "hadn't") for word in aux)
        return ("pluperfect" if had else "perfect"), passive
    if "ing" in slots:
        return ("progressive", False) if be else ("gerund", False)
    if passive:
        return _passive(aux)
    if participle:
        return _bare(scene, at)
    if "third" in slots:
        return "present", False
    if "base" in slots and _is_plural_present(scene, at - len(seen)):
        return "present", False
    if "base" in slots and "that" in scene.low[max(scene.first, at - 8) : at]:
        return "finite", False  # "demanded that the EU designate"; see modality
    return ("infinitive", False) if scene.word(at - 1) in ("and", "or", "help", "not") else (None, False)


def _is_plural_present(scene: Scene, at: int) -> bool:
    """Whether several authorities stand right before: "the US and the EU list Hamas"."""
    at -= scene.word(at - 1) in ("all", "both", "each")
    last = next((one for one in scene.authorities if one.last == at), None)
    return last is not None and "and" in scene.low[max(scene.first, last.first - 3) : last.first]


def _passive(aux: list[str]) -> tuple[Form, bool]:
    if "being" in aux:
        return ("progressive" if any(word in ("is", "are", "was", "were") for word in aux) else "gerund"), True
    if any(word in ("was", "were", "wasn't", "weren't", "got") for word in aux):
        return "finite", True
    return "present", True


_APPOSED = frozenset({"a", "an", "group", "militant", "armed", "islamist"})
_WANTED = frozenset({"want", "wants", "wanted", "wanting", "have", "get", "see", "keep"})


def _is_wanted(scene: Scene, at: int) -> bool:
    """Whether it is what somebody wants done: "want the Houthis put back on the list", "wants it removed"."""
    party = next((one for one in scene.parties if one.last == at), None)
    pronoun = scene.word(at - 1) in frame_file().words["pronouns"]
    if party is None and not pronoun:
        return False
    place = party.first - 1 if party is not None else at - 2
    place -= scene.word(place) == "the"
    wanting = scene.word(place)
    return wanting in ("want", "wants", "wanted", "wanting") or (wanting in _WANTED and scene.word(place - 1) == "to")


def _bare(scene: Scene, at: int) -> tuple[Form | None, bool]:
    """A past form without auxiliary: finite, or a participle after its noun."""
    before, after = scene.word(at - 1), scene.word(at + 1)
    ends = {party.last for party in scene.parties}
    if _is_wanted(scene, at):
        return "infinitive", True
    if before in frame_file().words["labels_head"] and after in ("by", "as") and scene.word(at - 2) in _APPOSED:
        return "reduced", True
    place = at - 1 if before in (",", ")", "(") else at
    if place in ends or (before in (",", "(") and at - 1 in ends):
        if after in ("by", "in", "as", "under", "since", "on", "at", "a", "an") and before in (",", "(", ")"):
            return "reduced", True
        if after in ("by", "under", "since"):
            return "reduced", True
    if before in ("being",):
        return "gerund", True
    return "finite", False
