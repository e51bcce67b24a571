"""Whether a document speaks of a listed party at all, or of a namesake: a bank, an assay, a football club.

An acronym alone is a sign of nobody; it takes a document about war, terrorism, sanctions or politics to mean a party,
and yields to the signs of another subject. A name that clubs and streets bear too means the party unless the document
shows the other bearer. Words are in `resources/reading/senses.toml`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import NamedTuple

import msgspec

from gazetted.reading.aliases import Alias, AliasIndex
from gazetted.reading.cutting import places
from gazetted.reading.language import load_table
from gazetted.reading.matching import Found
from gazetted.reading.risk import core, risk_table
from gazetted.reading.words import Word

_KEY, _AT = attrgetter("key"), itemgetter(0)
_REACH = 200  # words on each side that tell what the document speaks of
_MAX_BARE = 5  # letters of an acronym that others may bear too; longer ones are told by their length
_MIN_TELLING = 3  # letters of an acronym; longer ones have few namesakes, and yield only to another subject
_EXPANSION_REACH = 4  # words after an acronym within which its long form in small letters may begin
_STRONG, _WEAK = 2, 1
_BEARER = 6  # for a word of an armed body right after the name: "ISIS militants"
_SHOWN = 2  # how much more than the other subject's the signs must weigh where the other bearer has been shown

_LINKS = frozenset({"of", "the", "for", "and", "in", "on", "to", "de", "la", "del", "du", "des", "y", "e", "i"})


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    signs: dict[str, str]
    other: dict[str, str]
    beside: dict[str, str]
    borrowed: dict[str, str]


class _Table(msgspec.Struct, frozen=True):
    signs: dict[str, int]
    subjects: dict[str, tuple[str, ...]]
    weighing: frozenset[str]
    after: frozenset[str]
    before: frozenset[str]
    borrowed: frozenset[str]
    heads: frozenset[str]
    before_heads: frozenset[str]
    calling: frozenset[str]


@cache
def _table() -> _Table:
    file = load_table("senses.toml", _File)
    signs = dict.fromkeys((file.signs["weak"] + file.signs["regions"]).split(), _WEAK)
    signs |= dict.fromkeys((*file.signs["strong"].split(), *risk_table().strong_cues), _STRONG)
    subjects: dict[str, tuple[str, ...]] = {}
    for subject, listed in file.other.items():
        for word in listed.split():
            subjects[word] = (*subjects.get(word, ()), subject)
    return _Table(
        signs,
        subjects,
        frozenset(signs.keys() | subjects.keys()),
        frozenset(file.beside["after"].split()),
        frozenset(file.beside["before"].split()),
        *(frozenset(file.borrowed[key].split()) for key in ("names", "heads", "before_heads", "calling")),
    )


class _Mark(NamedTuple):
    """A word that counts for or against: where it stands, and what it says."""

    at: int
    key: str
    sentence: int
    weight: int
    subjects: tuple[str, ...]
    country: str | None


class Senses(msgspec.Struct, frozen=True):
    """What a document shows of what its names mean.

    Attributes:
        words: its words.
        marks: the words that count for or against, in order.
        named: index of the first word of a name that is safe alone → the parties that it may mean.
        strange: acronyms, joined, and party that the document uses for something else.
        shown: carrying words of borrowed names of which the document shows another bearer.
        weighed: what has been weighed already: first word, index after the last, and party → for, and against.
    """

    words: Sequence[Word]
    marks: Sequence[_Mark]
    named: Mapping[int, frozenset[str]]
    strange: frozenset[tuple[str, str]]
    shown: frozenset[str]
    weighed: dict[tuple[int, int, str], tuple[int, int]] = msgspec.field(default_factory=dict)

    def means_party(self, found: Found, alias: Alias, index: AliasIndex) -> bool:
        """Whether an acronym or a borrowed name, which means the party elsewhere, means it here as well.

        Args:
            found: where it stands.
            alias: the alias that it reads like.
            index: the record's names.
        """
        if alias.acronym:
            if not _is_bare(alias):
                return True
            if ("".join(alias.keys), alias.party) in self.strange:
                return False
            signs, against = self._weigh(found, alias.party, index)
            return signs > against or (len(alias.text) > _MIN_TELLING and signs + 1 >= against)
        name = _borrowed(alias)
        if name is None:
            return True
        if has_head(self.words, found.first, found.last):
            return False
        signs, against = self._weigh(found, alias.party, index)
        return signs >= against + (_SHOWN if name in self.shown else 0)

    def _weigh(self, found: Found, party: str, index: AliasIndex) -> tuple[int, int]:
        """What speaks for the party near the name, and what for the other subject that has the most."""
        asked = (found.first, found.last, party)
        if asked not in self.weighed:
            self.weighed[asked] = self._weighed(found, party, index)
        return self.weighed[asked]

    def _weighed(self, found: Found, party: str, index: AliasIndex) -> tuple[int, int]:
        words = self.words
        sentence = words[found.first].sentence
        own = index.parties[party].countries
        signs: dict[str, int] = {}
        if found.last < len(words) and words[found.last].spaced and words[found.last].key in index.risks.bearers:
            signs[words[found.last].key] = _BEARER
        subjects: dict[str, dict[str, int]] = {}
        low, high = (bisect_left(self.marks, at, key=_AT) for at in (found.first - _REACH, found.last + _REACH))
        alone = frozenset({party})
        for at, key, number, weight, others, country in self.marks[low:high]:
            if found.first <= at < found.last:
                continue
            times = 2 if number == sentence else 1
            if self.named.get(at, alone) != alone:
                weight = _STRONG
            elif weight < _WEAK and country is not None and country in own:
                weight = _WEAK
            if weight and times * weight > signs.get(key, 0):
                signs[key] = times * weight
            for subject in others:
                told = subjects.setdefault(subject, {})
                if times > told.get(key, 0):
                    told[key] = times
        return sum(signs.values()), max((sum(told.values()) for told in subjects.values()), default=0)


def find_senses(
    words: Sequence[Word],
    every: Mapping[int, Sequence[Found]],
    readings: Mapping[int, Sequence[Found]],
    index: AliasIndex,
) -> Senses:
    """Look at what a document shows of the meaning of its acronyms and borrowed names.

    Args:
        words: its words.
        every: what reads like an alias, even as part of another name.
        readings: what reads like one and is a name of its own.
        index: the record's names.
    """
    acronyms: list[tuple[Found, Alias]] = []
    borrowed = [
        (one, name)
        for one in (found for several in every.values() for found in several)
        for name in {_borrowed(alias) for alias in one.aliases}
        if name is not None
    ]
    named: dict[int, frozenset[str]] = {}
    for found in (one for several in readings.values() for one in several):
        bare = (alias for alias in found.aliases if alias.acronym and _is_bare(alias) and alias.risk != "never")
        acronyms.extend((found, alias) for alias in bare)
        parties = frozenset(one.party for one in found.aliases if _is_sure(one))
        if parties:
            named[found.first] = named.get(found.first, frozenset()) | parties
    if not acronyms and not borrowed:
        return Senses(words, (), named, frozenset(), frozenset())
    return Senses(
        words,
        list(_marks(words, named, index)),
        named,
        frozenset(_strange(words, acronyms, index)),
        frozenset(name for found, name in borrowed if has_head(words, found.first, found.last)),
    )


def has_head(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a word beside a name says that a club, school, street or the like bears it: "Al Nusra school".

    Args:
        words: the words of the text.
        first: index of the name's first word.
        last: index after its last word.
    """
    table = _table()
    if last < len(words) and words[last].spaced and not words[last - 1].owned and words[last].key in table.heads:
        return True
    before = first - 1
    if before > 0 and words[first].spaced and words[before].key in table.calling:
        before -= 1
    return before >= 0 and words[first].spaced and words[before].key in table.before_heads


def _is_bare(alias: Alias) -> bool:
    """Whether an acronym is short and of letters only, so that others may bear it."""
    return len(alias.keys) == 1 and len(alias.text) <= _MAX_BARE and alias.text.isalpha()


def _is_sure(alias: Alias) -> bool:
    return alias.risk == "safe" and not alias.acronym and not alias.person and _borrowed(alias) is None


def _borrowed(alias: Alias) -> str | None:
    """The word that carries a borrowed name; None where the name is not one."""
    if alias.person or alias.acronym or len(alias.keys) > 2:
        return None
    carried = core(alias.keys)
    return carried[0] if len(carried) == 1 and carried[0] in _table().borrowed else None


def _marks(words: Sequence[Word], named: Mapping[int, frozenset[str]], index: AliasIndex) -> Iterator[_Mark]:
    table, countries, openings = _table(), index.lexicon.countries, index.lexicon.country_openings
    keys = list(map(_KEY, words))
    named_countries = {
        at: code
        for at in places(keys, openings, 0, len(keys))
        if words[at].capital and (code := _country_at(words, at, countries))
    }
    for at in sorted({*places(keys, table.weighing, 0, len(keys)), *named, *named_countries}):
        key = keys[at]
        yield _Mark(
            at,
            key,
            words[at].sentence,
            table.signs.get(key, 0),
            table.subjects.get(key, ()),
            named_countries.get(at),
        )


def _country_at(words: Sequence[Word], at: int, countries: Mapping[str, str]) -> str | None:
    """ISO code of the country whose name, of one word or two, begins at a word."""
    code = countries.get(words[at].key)
    if code is None and at + 1 < len(words):
        code = countries.get(f"{words[at].key} {words[at + 1].key}")
    return code


def _strange(
    words: Sequence[Word], acronyms: Sequence[tuple[Found, Alias]], index: AliasIndex
) -> Iterator[tuple[str, str]]:
    """Acronyms that a word beside them or their long form gives to somebody else."""
    table = _table()
    spelt: dict[str, list[range]] = {}
    begun: dict[str, list[int]] = {}
    for found, alias in acronyms:
        at, letters = found.first, "".join(alias.keys)
        before = words[at - 1].key if at and words[at].joined else ""
        after = words[at + 1].key if at + 1 < len(words) and words[at + 1].joined and not words[at].owned else ""
        if letters not in spelt:
            begun = begun or _by_first_letter(words)
            spelt[letters] = list(_long_forms(words, letters, begun.get(letters[:1], ())))
        runs = [*spelt[letters], *_beside(words, at, letters)]
        known = index.vocabulary.get(alias.party, frozenset())
        other = any(not known.intersection(words[place].key for place in run) for run in runs)
        if other or before in table.before or after in table.after:
            yield letters, alias.party


def _by_first_letter(words: Sequence[Word]) -> dict[str, list[int]]:
    """First letter → the capitalised words that begin with it."""
    found: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        if word.capital and len(word.key) > 1:
            found.setdefault(word.key[0], []).append(at)
    return found


def _long_forms(words: Sequence[Word], letters: str, begun: Sequence[int]) -> Iterator[range]:
    """Runs of capitalised words, anywhere, that begin with these letters; `begun` are the words with the first one."""
    if len(letters) < 3:
        return
    for at in begun:
        run = _run(words, at, letters, capitals=True)
        if run is not None:
            yield run


def _beside(words: Sequence[Word], at: int, letters: str) -> Iterator[range]:
    """Words of any case right after an acronym, or right before, that begin with its letters."""
    if len(letters) < 3:
        return
    after = range(at + 1, min(len(words), at + 1 + _EXPANSION_REACH))
    before = range(max(0, at - 2 * len(letters)), max(0, at - len(letters) + 1))
    for start in (*after, *before):
        run = _run(words, start, letters, capitals=False)
        if run is not None and (start > at or run.stop == at) and words[start].sentence == words[at].sentence:
            yield run


def _run(words: Sequence[Word], at: int, letters: str, *, capitals: bool) -> range | None:
    """The words from one on whose initials are these letters, links aside."""
    place = at
    for number, letter in enumerate(letters):
        while number and place < len(words) and words[place].key in _LINKS and words[place].key[0] != letter:
            place += 1
        if place >= len(words) or words[place].key[0] != letter or len(words[place].key) < 2:
            return None
        if (place > at and not words[place].joined) or (capitals and not words[place].capital):
            return None
        place += 1
    return range(at, place)
