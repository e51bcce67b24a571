"""Names that a document itself explains: "Hayat Tahrir al-Sham (HTS)", "Justice Initiative (JI)", "X, also known as Y".

What a document defines outranks the record: where it says that SDF are the Syrian Democratic Forces, SDF means them in
every sentence, whatever party of the record goes by these letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

import msgspec

from gazetted.reading.spellings import looks_like_acronym
from gazetted.reading.words import Word

_OPENS = re.compile(r"[^\w\n]{0,3}[(\[]\s?[\"'“‘]?")
_CLOSES = re.compile(r"[\"'”’]?\s?[)\],;]|[\"'”’]?\s(?:or|and|also)\b")
_KNOWN_AS = re.compile(
    r"[\s,;(–—-]{0,4}\b(?:(?:is|was|are|were|who|which|group|also|better|widely|commonly|popularly|formerly|previously|once|"
    r"then|now|later|sometimes|often|usually|locally|until recently)\s){0,4}"
    r"(?:known|called|referred to|abbreviated|nicknamed|renamed|rebranded|operating|acting"
    r"|calls|calling|call|named|renaming|renames|styles|styled|styling)\s(?:itself\s)?"
    r"(?:(?:by|under)\s(?:its|his|the|their)\s(?:[\w-]+\s){0,3}(?:acronym|initials|name|alias|nom de guerre)s?|as|)\s?"
    r"(?:the\s|simply\s|al\b)?[\"'“‘]?"
    r"|[\s,;(–—-]{0,4}\b(?:a\.?k\.?a\.?|alias|or|nom de guerre|whose real name is)\s(?:the\s)?[\"'“‘]?"
    r"|,\sor\s(?:the\s)?[\"'“‘]?",
    re.IGNORECASE,
)
_STOP_WORDS = frozenset(
    {"of", "the", "for", "and", "in", "on", "to", "a", "an", "de", "la", "del", "al", "e", "y", "i"}
)
_MAX_NAME = 10  # words of a name that initials stand for
_MAX_ALIAS = 5
_START = attrgetter("start")


class Definition(msgspec.Struct, frozen=True, gc=False):
    """A name that the document explains.

    Attributes:
        first: index of its first word at the place where it is explained.
        last: index after its last word there.
        keys: its words in the normal form.
        party: slug of the party that it means; None where it means somebody who is not in the record.
        acronym: whether it is made of initials.
        named: indices of the words that it stands for.
    """

    first: int
    last: int
    keys: tuple[str, ...]
    party: str | None
    acronym: bool
    named: tuple[int, int]


Owner = Callable[[int, int], str | None]
"""Gives the party whose name lies between two words: from `first`, or ending at `last`; None where there is none."""


def find_definitions(
    text: str,
    words: Sequence[Word],
    ends: dict[int, tuple[int, str]],
    starts: dict[int, tuple[int, str]],
    acronyms: dict[str, frozenset[str]],
) -> list[Definition]:
    """Find what a document defines.

    Args:
        text: the document.
        words: its words.
        ends: where names of parties end: index after the last word → index of the first word, and the party.
        starts: where they begin: index of the first word → index after the last word, and the party.
        acronyms: party → acronyms by which the record knows it.
    """
    found: list[Definition] = []
    for at in range(1, len(words)):
        if words[at].spaced or words[at].sentence != words[at - 1].sentence:
            continue
        gap = text[words[at - 1].end : words[at].start]
        if len(gap) > 3 or any(mark in gap for mark in "(["):
            found.extend(_in_brackets(text, words, at, gap, ends, starts, acronyms))
    found.extend(_known_as(text, words, ends, starts))
    return found


def _in_brackets(
    text: str,
    words: Sequence[Word],
    at: int,
    gap: str,
    ends: dict[int, tuple[int, str]],
    starts: dict[int, tuple[int, str]],
    acronyms: dict[str, frozenset[str]],
) -> Iterator[Definition]:
    if words[at - 1].owned:
        gap = gap[2:]
    if not _OPENS.fullmatch(gap):
        return
    last = _compound(words, at)
    inside = text[words[at].start : words[last - 1].end]
    if looks_like_acronym(inside) and _CLOSES.match(text, words[last - 1].end):
        yield from _short_after_long(words, at, last, ends, acronyms)
        return
    # PKK (Kurdistan Workers' Party): the long form in the brackets.
    first = at - 1
    while first and words[first].joined and not words[first].spaced and at - first < 4:
        first -= 1
    short = text[words[first].start : words[at - 1].end]
    if looks_like_acronym(short):
        letters = "".join(letter for letter in short.lower() if letter.isalnum())
        end = _name_from(words, at, letters)
        if end and at not in starts:
            yield Definition(first, at, tuple(word.key for word in words[first:at]), None, True, (at, end))


def _short_after_long(
    words: Sequence[Word], at: int, last: int, ends: dict[int, tuple[int, str]], acronyms: dict[str, frozenset[str]]
) -> Iterator[Definition]:
    keys = tuple(word.key for word in words[at:last])
    letters = "".join(keys)
    for back in range(3):
        # "the Hamas movement (…)": a word or two of description may follow the name.
        if at - back in ends and all(not word.capital for word in words[at - back : at]):
            first, party = ends[at - back]
            if letters in acronyms.get(party, ()) or _fits(letters, words[first:at]):
                yield Definition(at, last, keys, party, True, (first, at))
                return
    start = _name_before(words, at, letters)
    if start is not None:
        inner = next((ends[end] for end in range(at, start, -1) if end in ends and ends[end][0] <= start), None)
        yield Definition(at, last, keys, inner[1] if inner else None, True, (start, at))


def _compound(words: Sequence[Word], at: int) -> int:
    """Index after the last word of the compound that begins at a word: `FARC-EP` is two words."""
    last = at + 1
    while last < len(words) and words[last].joined and not words[last].spaced and last - at < 4:
        last += 1
    return last


def _fits(letters: str, named: Sequence[Word]) -> bool:
    """Whether letters are taken from a name in order, beginning with the first letter of one of its words."""
    whole = "".join(word.key for word in named)
    starts = [0]
    for word in named[:-1]:
        starts.append(starts[-1] + len(word.key))
    for start in starts:
        place = start
        for letter in letters:
            place = whole.find(letter, place) + 1
            if not place:
                break
        else:
            if whole[start] == letters[0]:
                return True
    return False


def _name_before(words: Sequence[Word], at: int, letters: str) -> int | None:
    """Where the name begins that ends before a word and has these initials, small words counted or not."""
    for start in range(at - 1, max(-1, at - _MAX_NAME - 1), -1):
        if start < at - 1 and (words[start].sentence != words[at].sentence or not words[start + 1].joined):
            return None
        if words[start].capital and _initials(words[start:at], letters):
            return start
    return None


def _name_from(words: Sequence[Word], at: int, letters: str) -> int | None:
    for end in range(at + 1, min(len(words), at + _MAX_NAME) + 1):
        if end > at + 1 and not words[end - 1].joined:
            return None
        if words[at].capital and _initials(words[at:end], letters):
            return end
    return None


def _initials(named: Sequence[Word], letters: str) -> bool:
    if len(named) < 2 and len(letters) > 1:
        return False
    every = "".join(word.key[0] for word in named)
    carried = "".join(word.key[0] for word in named if word.key not in _STOP_WORDS)
    return letters in (every, carried) and all(word.capital or word.key in _STOP_WORDS for word in named)


def _word_at(words: Sequence[Word], start: int) -> int | None:
    """The index of the word that begins at an offset."""
    at = bisect_left(words, start, key=_START)
    return at if at < len(words) and words[at].start == start else None


def _known_as(
    text: str, words: Sequence[Word], ends: dict[int, tuple[int, str]], starts: dict[int, tuple[int, str]]
) -> Iterator[Definition]:
    """A name after "also known as" and its like, unless the record knows it already."""
    for end, (first, party) in ends.items():
        link = _KNOWN_AS.match(text, words[end - 1].end + (2 if words[end - 1].owned else 0))
        at = _word_at(words, link.end()) if link else None
        if at is None or at in starts or at < end or words[at].sentence != words[end - 1].sentence:
            continue
        last = at
        while (
            last < len(words)
            and last - at < _MAX_ALIAS
            and (last == at or words[last].joined)
            and (words[last].capital or (last > at and not words[last].spaced))
        ):
            last += 1
        keys = tuple(word.key for word in words[at:last])
        written = text[words[at].start : words[last - 1].end] if keys else ""
        acronym = looks_like_acronym(written)
        if keys and (acronym or len(keys) > 1 or len(keys[0]) > 4):
            yield Definition(at, last, keys, party, acronym, (first, end))
