"""What is looked up of a name: its words, and its neighbours taken as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from gazetted.matching.alike import PARTED, Slot
from gazetted.matching.arrays import Array
from gazetted.matching.nearness import syllable_ways
from gazetted.matching.prepared import Prepared, Word
from gazetted.matching.weights import Weights, weights
from gazetted.matching.words import SYLLABIC
from gazetted.text.kernel import joined_runs
from gazetted.text.readings import script_of

LONE, INITIALS, ORGANISATION, PERSON = 1, 2, 4, 8
"""Flags of a name: one weighty word at most; has initials; looks like an organisation's; its party is a person."""

SYLLABLES = 2
"""Marks a word of a script of syllables among the native ones (1): it is met by its readings only."""

UNIT = 40
"""Weights of words are kept in parts of so many."""

LETTERS = 3
"""Marks a word of a script that writes its vowels: it is compared by the usual Latin spelling."""

MOST_SLOTS = 60
LONGEST_RUN = 4
"""Most words that are taken as one."""

_SHORTEST_FIELD = 17
_LONGEST_JOINED = 24
_SHORTEST_RUN = 4
_SHORT_WORD = 4
_PATRONYMICS = ("vich", "ovna", "evna", "vych", "ivna")


def slots_of(prepared: Prepared, held: tuple[Array, Array] | None = None) -> list[Slot]:
    """What is looked up of a name: its words, and its neighbours taken as one.

    Args:
        prepared: the name.
        held: keys of words that are held, and where they begin (`Vocabulary.may_hold`): neighbours that have none of
            them may be left out.

    >>> from gazetted.matching.prepared import prepare
    >>> [slot.text for slot in slots_of(prepare("Rami al-Haddad"))]
    ['rami', 'haddad', 'ramialhaddad', 'alhaddad']
    """
    by, words = weights(), prepared.words
    found, spare = [], dict[int, float]()
    core = prepared.core
    first, last = (core[0].place, core[-1].place) if core else (0, 0)
    for word in core:
        if word.part == "initial":
            continue
        cost = spare[word.place] = _spare(word, first, last, by)
        found.append(Slot(word.text, word.source, word.weight, cost))
    if prepared.side:
        found += [Slot(w.text, w.source, w.weight, 0.0) for w in prepared.side if w.part == "title"]
    if len(words) > 1:
        end = words[-1]
        if len(prepared.raw) >= _SHORTEST_FIELD and end.part == "core" and len(end.text) >= 2 and not end.source:
            found = [slot._replace(cut=True) if slot.text == end.text else slot for slot in found]
        found += _runs_held(prepared, spare, found, held)
    return found[:MOST_SLOTS]


def _runs_held(
    prepared: Prepared, spare: dict[int, float], found: Sequence[Slot], held: tuple[Array, Array] | None
) -> list[Slot]:
    """The neighbours taken as one, of which those may be left out that nothing held can be, but for a first slot."""
    if joined_runs is not None and held is not None:
        limit = MOST_SLOTS - len(found)
        runs = joined_runs(prepared, spare, limit, not found, *held, (_syllables, PARTED, Slot))
        if runs is not None:
            return runs
    return [run for run, _ in _runs(prepared.words, spare)]


@lru_cache(maxsize=1 << 13)
def _syllables(source: str) -> tuple[str, ...] | None:
    """The spellings of a word of syllables; None of another."""
    return syllable_ways(source) if script_of(source) in SYLLABIC else None


def spares(prepared: Prepared) -> Iterator[tuple[Word, float]]:
    """The words of a name that are aligned, but initials, each with what it costs where it is left over."""
    by = weights()
    first, last = (prepared.core[0].place, prepared.core[-1].place) if prepared.core else (0, 0)
    for word in prepared.core:
        if word.part != "initial":
            yield word, _spare(word, first, last, by)


def _spare(word: Word, first: int, last: int, by: Weights) -> float:
    weight = word.weight
    if first < word.place < last:
        weight *= by.interior
    if len(word.text) > 6 and word.text.endswith(_PATRONYMICS):
        weight *= by.patronymic
    return weight


def runs_of(prepared: Prepared) -> Iterator[tuple[Slot, tuple[Word, ...]]]:
    """Neighbours of a name that may be written as one word, each run with its words."""
    return _runs(prepared.words, {word.place: cost for word, cost in spares(prepared)})


def _runs(words: tuple[Word, ...], spare: Mapping[int, float]) -> Iterator[tuple[Slot, tuple[Word, ...]]]:
    """The runs of words, of which those that are aligned have a cost, by their places."""
    for start in range(len(words) - 1):
        for size in range(2, LONGEST_RUN + 1):
            run = words[start : start + size]
            if len(run) < size or (size > 2 and not _melts(run)):
                break
            text = "".join([w.text for w in run])
            if len(text) > _LONGEST_JOINED:
                break
            cost = 0.0
            for w in run:
                cost += spare.get(w.place, 0.0)
            if len(text) < _SHORTEST_RUN or not cost or run[-1].part == "light":
                continue
            native = False
            for w in run:
                native = native or w.source != ""
            source = PARTED.join([w.source or w.text for w in run]) if native else ""
            weight = 0.0
            for w in run:
                weight += w.weight if w.place in spare else 0.0
            yield Slot(text, source, weight, cost, True), run


def _melts(run: tuple[Word, ...]) -> bool:
    """Whether more than two words may be one: where one is light, short or of another script."""
    return any(word.part == "light" or word.source != "" or len(word.text) < _SHORT_WORD for word in run)
