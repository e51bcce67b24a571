"""A sentence made ready for the reading of claims: its parties, authorities, lists and dates, by their tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter

import msgspec

from gazetted.reading.authorities import AuthorityNamed, Scope, find_authorities
from gazetted.reading.cutting import places
from gazetted.reading.language import load_table
from gazetted.reading.memo import Memo
from gazetted.reading.phrase_table import fold
from gazetted.reading.result import DateFound, PartyRead
from gazetted.reading.sentences import Sentence
from gazetted.reading.tokens import Token

_LONGEST = 250  # tokens of a sentence
_START, _TEXT = attrgetter("start"), attrgetter("text")
_MARKS = frozenset({"-", '"', "“"})
_BEFORE_LIST = frozenset({"the", "a", "an", "this", "that", "on", "off", "from", "any"})
_NAMED_LISTS = frozenset({"fto", "ftos", "sdn", "sdgt", "sdgts"})


class Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs of one direction by what they need; see `frames.toml`."""

    party: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()


class FrameFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`frames.toml` as it stands."""

    verbs: dict[str, dict[str, tuple[str, ...] | str]]
    nouns: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]
    relations: dict[str, tuple[str, ...]]
    deeds: dict[str, tuple[str, ...]]


@cache
def frame_file() -> FrameFile:
    """The table of frames, read once."""
    return load_table("frames.toml", FrameFile)


@cache
def _folding() -> Memo[str]:
    return Memo(fold)


class PartyAt(msgspec.Struct, frozen=True, gc=False):
    """A mention of a party: tokens `first` to `last`, the second not included."""

    first: int
    last: int
    party: str
    text: str
    sure: bool


class ListAt(msgspec.Struct, frozen=True, gc=False):
    """A list that is spoken of.

    Attributes:
        first: its first token, with the words before "list" that belong to it.
        last: the token after it.
        codes: authorities named with it.
        keys: keys of the lists that its words point at.
        scope: what sort of list it is.
        owned: whether "its" or "their" stands before it.
        bare: whether nothing says what list it is ("the list").
    """

    first: int
    last: int
    codes: tuple[str, ...]
    keys: tuple[str, ...]
    scope: Scope
    owned: bool
    bare: bool


class DateAt(msgspec.Struct, frozen=True, gc=False):
    """A date by its tokens."""

    first: int
    last: int
    iso: str


class Scene(msgspec.Struct, frozen=True, gc=False):
    """One sentence.

    Attributes:
        tokens: tokens of the document.
        texts: what they say.
        low: the same without the difference of capitals.
        first: first token of the sentence.
        last: the one after it.
        number: number of the sentence; an endless one counts as several.
        parties: parties named, in order.
        authorities: authorities named, in order.
        lists: lists spoken of, in order.
        dates: dates, in order.
    """

    tokens: Sequence[Token]
    texts: Sequence[str]
    low: Sequence[str]
    first: int
    last: int
    number: int
    parties: tuple[PartyAt, ...]
    authorities: tuple[AuthorityNamed, ...]
    lists: tuple[ListAt, ...]
    dates: tuple[DateAt, ...]

    def word(self, at: int) -> str:
        """A token of the sentence in its folded form; empty outside of it."""
        return self.low[at] if self.first <= at < self.last else ""

    def party_at(self, at: int) -> PartyAt | None:
        """The mention that begins at a token."""
        return next((one for one in self.parties if one.first == at), None)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the text of a run of tokens."""
        return self.tokens[first].start, self.tokens[last - 1].end


def scenes(
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    parties: Sequence[PartyRead],
    dates: Sequence[DateFound],
    states: Mapping[str, str] | None = None,
) -> Iterator[Scene]:
    """The sentences of a document, each with what it names.

    Args:
        tokens: its tokens.
        sentences: its sentences.
        parties: parties that it names.
        dates: dates in it.
        states: name of a state, in lower case → slug; read as parties where a text speaks of sponsors of terrorism.
    """
    starts = list(map(_START, tokens))
    texts = list(map(_TEXT, tokens))
    low = list(map(_folding().__getitem__, texts))
    mentions = sorted(
        (
            PartyAt(bisect_left(starts, m.start), bisect_left(starts, m.end), one.party, m.text, _is_sure(one))
            for one in parties
            for m in one.mentions
            if m.via != "eponym"
        ),
        key=lambda each: each.first,
    )
    days = [DateAt(bisect_left(starts, d.start), bisect_left(starts, d.end), d.iso) for d in dates]
    mentions = _with_states(low, texts, mentions, states)
    firsts = [each.first for each in mentions]
    named_at = frozenset(firsts)
    day_firsts = [each.first for each in days]
    for number, (first, last) in enumerate(_pieces(starts, sentences)):
        named = tuple(find_authorities(texts, low, first, last))
        yield Scene(
            tokens,
            texts,
            low,
            first,
            last,
            number,
            parties=tuple(mentions[bisect_left(firsts, first) : bisect_left(firsts, last)]),
            authorities=named,
            lists=tuple(one for one in _lists(low, first, last, named) if not _is_verb(low, one.last, named_at)),
            dates=tuple(days[bisect_left(day_firsts, first) : bisect_left(day_firsts, last)]),
        )


def _pieces(starts: Sequence[int], sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Tokens of each sentence; an endless one is cut, so that the time stays linear."""
    for sentence in sentences:
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        for at in range(first, last, _LONGEST):
            yield at, min(last, at + _LONGEST)


def speaks_of_sponsors(low: Sequence[str]) -> bool:
    """Whether a text speaks of states that sponsor terrorism."""
    return any(
        word in ("sponsors", "sponsor", "supporters") and low[at - 1] == "state" for at, word in enumerate(low) if at
    )


def _with_states(
    low: Sequence[str], texts: Sequence[str], mentions: list[PartyAt], states: Mapping[str, str] | None
) -> list[PartyAt]:
    """The mentions, with those of states where the text speaks of sponsors of terrorism."""
    if not states or not speaks_of_sponsors(low):
        return mentions
    taken = {place for one in mentions for place in range(one.first, one.last)}
    found = list(mentions)
    for at, _word in enumerate(low):
        for size in (2, 1):
            name = " ".join(low[at : at + size])
            if name in states and at not in taken and texts[at][0].isupper():
                found.append(PartyAt(at, at + size, states[name], name, True))
                break
    return sorted(found, key=lambda each: each.first)


def _is_sure(party: PartyRead) -> bool:
    return party.certainty == "identified"


def _is_verb(low: Sequence[str], end: int, named_at: frozenset[int]) -> bool:
    """Whether "list" is a verb: a party follows it, as in "the United States lists Hamas"."""
    return low[end - 1] in ("list", "lists") and (
        end in named_at or (low[end : end + 1] == ["the"] and end + 1 in named_at)
    )


def _lists(low: Sequence[str], first: int, last: int, named: Sequence[AuthorityNamed]) -> Iterator[ListAt]:
    """Lists spoken of in a sentence."""
    file = frame_file()
    nouns = file.nouns["lists"]
    for at in places(low, _list_words(), first, last):
        if low[at] in nouns and not (at > first and low[at - 1] in ("to", "will", "would", "should", "not", "must")):
            found = _list_at(low, first, last, at, named, file.words)
            if found is not None:
                yield found
        elif low[at] in _NAMED_LISTS and not (at + 1 < last and low[at + 1] in nouns | {"and", "list", "designation"}):
            here = next((one for one in named if one.first == at), None)
            if here is not None:
                yield ListAt(at, at + 1, (here.meaning.code,), here.meaning.lists, "any", False, False)


@cache
def _list_words() -> frozenset[str]:
    return frame_file().nouns["lists"] | _NAMED_LISTS


def _list_at(
    low: Sequence[str],
    first: int,
    last: int,
    at: int,
    named: Sequence[AuthorityNamed],
    words: Mapping[str, frozenset[str]],
) -> ListAt | None:
    """The list whose noun stands at a token; None where the word is a verb or another kind of list."""
    start = _list_start(low, first, at, named, words)
    owned = start > first and low[start - 1] in words["possessives"]
    determined = owned or (start > first and low[start - 1] in _BEFORE_LIST)
    tail = _list_tail(low, at, last, words)
    of = at + 1 < last and low[at + 1] == "of"
    meant = any(word in words["list_after"] for word in tail)
    if of and not meant and (tail or not owned):
        return None  # "the list of topics"
    end = at + 2 + len(tail) if meant else at + 1
    here = [one for one in named if start <= one.first < end]
    telling = {word for word in low[start:at] if word in words["list_before"]}
    telling |= {word for word in tail if word in words["list_after"]}
    qualified = bool(telling) or low[at].startswith("black") or any(one.meaning.lists for one in here)
    if low[at] == "lists" and not (determined or here or telling):
        return None
    if (
        not qualified
        and not here
        and (not determined or (start < at and low[start] not in ("the", "list", "own", "official", "current")))
    ):
        return None
    codes = tuple(dict.fromkeys(one.meaning.code for one in here))
    keys = tuple(dict.fromkeys(key for one in here for key in one.meaning.lists))
    return ListAt(start, end, codes, keys, _scope(telling), owned, not qualified)


def _list_start(
    low: Sequence[str], first: int, at: int, named: Sequence[AuthorityNamed], words: Mapping[str, frozenset[str]]
) -> int:
    """The first of the words before "list" that belong to it."""
    inside = {place for one in named for place in range(one.first, one.last)}
    before, between = words["list_before"], words["list_between"]
    start = at
    while start > first and (
        low[start - 1] in before or low[start - 1] in between or start - 1 in inside or low[start - 1] in _MARKS
    ):
        start -= 1
    while start < at and low[start] in ("and", "of", "'s", "-"):
        start += 1
    return start


def _list_tail(low: Sequence[str], at: int, last: int, words: Mapping[str, frozenset[str]]) -> list[str]:
    """The words after "list of" that say what is on it."""
    if at + 1 >= last or low[at + 1] != "of":
        return []
    sets = (words["list_after"], words["list_between"], words["labels_head"], _MARKS)
    end = at + 2
    while end < min(last, at + 9) and any(low[end] in each for each in sets):
        end += 1
    return list(low[at + 2 : end])


def _scope(telling: set[str]) -> Scope:
    """What sort of list the words around "list" say that it is."""
    if "sdn" in telling or any(word.startswith("sanction") for word in telling):
        return "sanctions"
    terror = any(word.startswith(("terror", "proscri", "banned", "extremist")) for word in telling)
    return "terror" if terror else "any"
