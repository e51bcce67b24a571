"""Which names of the record are worth comparing with a query.

Every word of a query is looked up three ways: as written, by its skeleton, and by its forms with one letter less, which
meet those of listed words one edit apart. Whole names are also looked up as acronyms and as written in one. What a name
shares with the query counts by rarity; the names that share most, for their own length and the query's, are candidates.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazetted.matching.prepared import Prepared, prepare
from gazetted.model.party import PartyName
from gazetted.text.skeleton import skeleton

_BY_SKELETON = 0.8
_BY_EDIT = 0.75
_SHORTEST_EDITED = 3
_ACRONYM_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Candidates by shared words. Build it with `build`; it is never changed.

    Attributes:
        names: the names, by number.
        words: word → its number.
        holders: number of a word → numbers of the names that have it.
        rarity: number of a word → how much sharing it says (natural logarithm of one in how many names).
        totals: number of a name → rarity of all its words together.
        sounds: skeleton → numbers of words.
        shortened: word with one letter less, or as it is → numbers of words.
        acronyms: initials of a whole name → numbers of names.
        whole: skeleton of a whole name written in one → numbers of names.
    """

    names: tuple[PartyName, ...]
    words: Mapping[str, int]
    holders: Sequence[Sequence[int]]
    rarity: Sequence[float]
    totals: Sequence[float]
    sounds: Mapping[str, Sequence[int]]
    shortened: Mapping[str, Sequence[int]]
    acronyms: Mapping[str, Sequence[int]]
    whole: Mapping[str, Sequence[int]]

    @classmethod
    def build(cls, names: Sequence[PartyName]) -> NameIndex:
        """Index names; all of them, whatever their type, lists or dates."""
        words: dict[str, int] = {}
        holders: list[list[int]] = []
        acronyms: dict[str, list[int]] = defaultdict(list)
        whole: dict[str, list[int]] = defaultdict(list)
        members: list[list[int]] = []
        for number, name in enumerate(names):
            prepared = prepare(name.text)
            mine = []
            for text in {word.text for word in prepared.core}:
                word = words.setdefault(text, len(words))
                if word == len(holders):
                    holders.append([])
                holders[word].append(number)
                mine.append(word)
            members.append(mine)
            for letters in prepared.initials:
                acronyms[letters].append(number)
            whole[_in_one(prepared)].append(number)
        rarity = [math.log(1 + len(names) / len(held)) for held in holders]
        sounds: dict[str, list[int]] = defaultdict(list)
        shortened: dict[str, list[int]] = defaultdict(list)
        for text, word in words.items():
            sounds[skeleton(text)].append(word)
            for form in _deletions(text):
                shortened[form].append(word)
        return cls(
            names=tuple(names),
            words=words,
            holders=holders,
            rarity=rarity,
            totals=[sum(rarity[word] for word in mine) for mine in members],
            sounds=dict(sounds),
            shortened=dict(shortened),
            acronyms=dict(acronyms),
            whole=dict(whole),
        )

    def candidates(self, query: str, limit: int = 50) -> list[PartyName]:
        """The names most worth comparing with a query, best first; at most `limit`.

        >>> index = NameIndex.build([PartyName("a", "Usama bin Ladin", "primary"), PartyName("b", "Bosco", "primary")])
        >>> [name.party for name in index.candidates("Osama Laden")]
        ['a']
        """
        prepared = prepare(query)
        shared, total = self._shared(prepared)
        found: dict[int, float] = {}
        for number, gained in shared.items():
            found[number] = 2 * gained / (total + self.totals[number]) + gained / (4 * total)
        for number in self.whole.get(_in_one(prepared), ()):
            found[number] = found.get(number, 0.0) + 1.0
        self._by_acronym(prepared, found)
        best = heapq.nsmallest(limit, found.items(), key=lambda item: (-item[1], item[0]))
        return [self.names[number] for number, _ in best]

    def bearers(self, word: str) -> int:
        """How many names have that very word (in its Latin normal form)."""
        number = self.words.get(word)
        return 0 if number is None else len(self.holders[number])

    def _shared(self, prepared: Prepared) -> tuple[dict[int, float], float]:
        """Number of a name → rarity of what it shares with the query; and the rarity of the whole query."""
        shared: dict[int, float] = defaultdict(float)
        total = 1e-9
        unheard = math.log(1 + len(self.names))
        for text in {word.text for word in prepared.core}:
            own = self.words.get(text)
            total += unheard if own is None else self.rarity[own]
            best: dict[int, float] = {}
            for word, share in self._near(text):
                gain = share * self.rarity[word]
                for number in self.holders[word]:
                    if gain > best.get(number, 0.0):
                        best[number] = gain
            for number, gain in best.items():
                shared[number] += gain
        return shared, total

    def _near(self, text: str) -> list[tuple[int, float]]:
        """Numbers of the words close to one, with how close; the closest way of meeting counts."""
        near: dict[int, float] = {}
        for word in self.sounds.get(skeleton(text), ()):
            near[word] = _BY_SKELETON
        for form in _deletions(text):
            for word in self.shortened.get(form, ()):
                near[word] = max(near.get(word, 0.0), _BY_EDIT)
        own = self.words.get(text)
        if own is not None:
            near[own] = 1.0
        return list(near.items())

    def _by_acronym(self, prepared: Prepared, found: dict[int, float]) -> None:
        """Names whose initials the query is, and acronyms that are the query's initials."""
        if len(prepared.core) == 1:
            for number in self.acronyms.get(prepared.core[0].text, ()):
                found[number] = max(found.get(number, 0.0), _ACRONYM_SHARE)
        for letters in prepared.initials:
            word = self.words.get(letters)
            for number in () if word is None else self.holders[word]:
                if len(self.names[number].text.split()) == 1:
                    found[number] = max(found.get(number, 0.0), _ACRONYM_SHARE)


def _in_one(prepared: Prepared) -> str:
    return skeleton("".join(word.text for word in prepared.core))


def _deletions(text: str) -> set[str]:
    """A word and its forms with one letter less; short words only as they are."""
    if len(text) < _SHORTEST_EDITED:
        return {text}
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}
