"""What a name can score at most, from the words that it shares with a query, for many pairs at once.

The rules are those of `score`, without what only an alignment shows: order, honours, runs. Where a word may be an
initial of the other name the bound lets it pass. It is a little generous, so that it drops hardly any name that would
have scored enough; how many it does drop is measured (`benchmarks/quality/names/candidates.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gazetted.matching.alike import Slot
from gazetted.matching.arrays import Array, places
from gazetted.matching.prepared import Prepared
from gazetted.matching.score import LIKE_A_FORM, THRESHOLD
from gazetted.matching.slots import INITIALS, LONE, LONGEST_RUN, MOST_SLOTS, ORGANISATION, PERSON, UNIT
from gazetted.matching.weights import weights

_FINE_BITS, _SLOT_BITS, _NAME_BITS = 14, 6, 24
_SLACK = 0.03
_WEIGHTY = 0.4
_INITIAL_FOR = 1.0
_SMALL = 0.06


@dataclass(frozen=True, slots=True)
class Asked:
    """The queries of a block, as arrays.

    Attributes:
        count: how many.
        weight: weight of each slot of each.
        spare: what each slot costs where it is left over.
        total: what all words of each cost together.
        initials: how many initials each has.
        weighty: how many weighty words.
        flags: as of names (`slots`).
        solid: how many of its words are too long to be a legal form that the tables do not know.
        covers: how many of its words each slot stands for at most.
    """

    count: int
    weight: Array
    spare: Array
    total: Array
    initials: Array
    weighty: Array
    flags: Array
    solid: Array
    covers: Array

    @classmethod
    def of(cls, count: int) -> Asked:
        """Room for so many queries."""
        wide = MOST_SLOTS + 4
        return cls(
            count,
            np.zeros((count, wide)),
            np.zeros((count, wide)),
            np.zeros(count),
            np.zeros(count),
            np.zeros(count, np.int64),
            np.zeros(count, np.int64),
            np.zeros(count, np.int64),
            np.ones((count, wide), np.int64),
        )

    def arrays(self) -> tuple[Array, ...]:
        """What the compiled loop reads."""
        slots = self.weight, self.spare, self.covers
        return (*slots, self.total, self.initials, self.weighty, self.flags, self.solid)

    def add_all(self, queries: Sequence[Prepared], cut: Sequence[Sequence[Slot]]) -> None:
        """Put all queries in their places, with their slots; as `add` of each."""
        sizes = np.fromiter(map(len, cut), np.int64, len(cut))
        rows = np.repeat(np.arange(len(cut)), sizes)
        columns = places(np.zeros(len(cut), np.int64), sizes)
        flat = [slot for slots in cut for slot in slots]
        self.weight[rows, columns] = [slot.weight for slot in flat]
        self.spare[rows, columns] = [slot.spare for slot in flat]
        self.covers[rows, columns] = [LONGEST_RUN if slot.joined else 1 for slot in flat]
        for number, (prepared, slots) in enumerate(zip(queries, cut, strict=True)):
            self._tell(number, prepared, slots)

    def add(self, number: int, prepared: Prepared, slots: Sequence[Slot]) -> None:
        """Put a query in its place."""
        count = len(slots)
        self.weight[number, :count] = [slot.weight for slot in slots]
        self.spare[number, :count] = [slot.spare for slot in slots]
        self.covers[number, :count] = [LONGEST_RUN if slot.joined else 1 for slot in slots]
        self._tell(number, prepared, slots)

    def _tell(self, number: int, prepared: Prepared, slots: Sequence[Slot]) -> None:
        self.total[number] = sum([slot.spare for slot in slots if not slot.joined])
        self.initials[number] = sum([word.part == "initial" for word in prepared.core])
        self.weighty[number] = prepared.weighty
        self.flags[number] = flags_of(prepared)
        if not prepared.alternatives:
            self.solid[number] = sum(
                [word.weight >= _WEIGHTY and len(word.text) > LIKE_A_FORM for word in prepared.core]
            )


def flags_of(prepared: Prepared) -> int:
    """The flags of a name (`slots`)."""
    return (
        (LONE if prepared.weighty <= 1 else 0)
        | (INITIALS if any(word.part == "initial" for word in prepared.core) else 0)
        | (ORGANISATION if prepared.organisation else 0)
        | (PERSON if prepared.kind == "person" else 0)
    )


@dataclass(slots=True)
class Shared:
    """Pairs of a query and a name, in order, with what they share.

    Attributes:
        queries: numbers of queries.
        names: numbers of names.
        met: weight of the pairs of words.
        lost: what their unlikeness costs.
        asked: what the words that met would have cost the query.
        listed: and the name.
        hits: how many weighty words met.
        same: whether some word is the same letter by letter.
        covered: how many words of the query met, at most.
    """

    queries: Array
    names: Array
    met: Array
    lost: Array
    asked: Array
    listed: Array
    hits: Array
    same: Array
    covered: Array

    @classmethod
    def none(cls) -> Shared:
        """No pairs."""
        whole, real = np.empty(0, np.int64), np.empty(0)
        return cls(whole, whole, real, real, real, real, whole, whole, whole)

    @classmethod
    def of(cls, keys: Array, new: Array, pairs: Array, asked: Asked) -> Shared:
        """From sorted keys (query, name, slot, likeness, weight), and where each pair begins among them."""
        queries = keys >> (_NAME_BITS + _SLOT_BITS + _FINE_BITS)
        slots = keys >> _FINE_BITS & (1 << _SLOT_BITS) - 1
        at = queries * asked.weight.shape[1] + slots
        mine = asked.weight.take(at)
        alike, theirs = (keys >> 7 & 127) / 127, (keys & 127) / UNIT
        weight, cost = _costs(mine, theirs, alike)
        weighty = (mine >= _WEIGHTY).astype(np.int64)
        return cls(
            pairs >> _NAME_BITS,
            pairs & (1 << _NAME_BITS) - 1,
            np.add.reduceat(weight, new),
            np.add.reduceat(cost, new),
            np.add.reduceat(asked.spare.take(at), new),
            np.add.reduceat(theirs, new),
            np.add.reduceat(weighty, new),
            np.maximum.reduceat((alike == 1).astype(np.int64), new),
            np.add.reduceat(asked.covers.take(at), new),
        )

    def add(self, low: int, high: int, post: Array, weight: float, spare: float, covers: int) -> None:
        """Look the names of some pairs up in the posting of one more word of their query."""
        names = post >> (_SLOT_BITS + _FINE_BITS)
        at = np.minimum(names.searchsorted(self.names[low:high]), len(names) - 1)
        hit = np.flatnonzero(names[at] == self.names[low:high])
        if not len(hit):
            return
        found, where = post[at[hit]], hit + low
        theirs = (found & 127) / UNIT
        met, cost = _costs(weight, theirs, (found >> 7 & 127) / 127)
        self.met[where] += met
        self.lost[where] += cost
        self.asked[where] += spare
        self.listed[where] += theirs
        self.hits[where] += weight >= _WEIGHTY
        self.covered[where] += covers


def rules() -> tuple[float, ...]:
    """The weights that the compiled loop takes, in its order."""
    by = weights()
    sides = by.one_side, by.one_side_other
    return (by.doubt, by.sure, by.replaced_least, by.replaced_share, *sides, by.lone_word_person)


def _costs(mine: Array | float, theirs: Array, alike: Array) -> tuple[Array, Array]:
    by = weights()
    weight = (mine + theirs) / 2
    return weight, weight * (1 - alike + by.doubt * np.maximum(0.0, by.sure - alike))


def at_most(shared: Shared, asked: Asked, totals: Array, flags: Array) -> Array:
    """What each pair scores at most, roughly.

    Args:
        shared: the pairs.
        asked: the queries.
        totals: what the words of each name cost together.
        flags: of each name.
    """
    if not len(shared.names):
        return np.empty(0)
    by = weights()
    query, flag = shared.queries, flags[shared.names]
    person = (asked.flags[query] & PERSON > 0) | (flag & PERSON > 0) | ((asked.flags[query] | flag) & ORGANISATION == 0)
    left = np.maximum(0.0, asked.total[query] - shared.asked)
    right = np.maximum(0.0, totals[shared.names] - shared.listed)
    partial = (asked.initials[query] > 0) | (flag & INITIALS > 0)
    left = np.where(flag & INITIALS > 0, np.maximum(0.0, left - _INITIAL_FOR), left)
    right = np.maximum(0.0, right - _INITIAL_FOR * asked.initials[query])
    both = np.where(np.minimum(left, right) > _SMALL, np.minimum(left, right), 0.0)
    alone = np.abs(left - right)
    met = np.maximum(shared.met, 1e-6)
    value = 1 - shared.lost / met
    value -= by.replaced_least * np.minimum(1.0, both / 0.6) * (both > 0) + by.replaced_share * both / (both + met)
    share = np.where(person, by.one_side, by.one_side_other)
    value -= share * alone / (alone + met + both)
    over = np.maximum(left, right) >= _WEIGHTY
    few = shared.hits <= 1
    lone = few & over & person & ~partial
    # An organisation of one word against a name of several that is none: a word is left over that is no legal form.
    alone_there = (flag & (LONE | ORGANISATION) == LONE | ORGANISATION) & (asked.flags[query] & ORGANISATION == 0)
    lone |= few & alone_there & ~partial & (right < _SMALL) & (asked.solid[query] > shared.covered)
    value = np.where(lone, np.minimum(value, by.lone_word_person), value) + _SLACK
    rare = (asked.weighty[query] <= 1) & (shared.same > 0)
    return np.where(rare, np.maximum(value, THRESHOLD), value)
