"""Public events whose day is known, where a text puts one on another day of the same week."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from gazetted.model.dates import parse_day
from gazetted.reading.cutting import places
from gazetted.reading.language import load_table
from gazetted.reading.phrase_table import PhraseTable
from gazetted.reading.result import DateFound, Inconsistency
from gazetted.reading.sentences import Sentence
from gazetted.reading.tokens import tokenize

_WHOLE_DAY = 10  # characters of an ISO day
_WEEK = 6  # days by which a text may miss the event and still mean it
_WORDS_BEFORE_A_DATE = 3
_BREAK = re.compile(r"[,;:()]\s|\s?[—–]\s?|\s-\s")
_DASH = re.compile("[—–-]")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public event; `happenings.toml` says what its fields mean."""

    date: str
    what: str
    source: str
    named: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def day(self) -> dt.date:
        """Its day."""
        return parse_day(self.date)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    happening: tuple[Known, ...]


@cache
def known_happenings() -> tuple[tuple[Known, PhraseTable[bool], PhraseTable[bool]], ...]:
    """The events, each with the words that name it and the words that tell it."""
    return tuple(
        (
            one,
            PhraseTable[bool].of((word, True) for word in one.named),
            PhraseTable[bool].of((word, True) for word in one.told),
        )
        for one in load_table("happenings.toml", _File).happening
    )


def misdated(text: str, sentences: Sequence[Sentence], dates: Sequence[DateFound]) -> Iterator[Inconsistency]:
    """Dates that put a known event on another day of its week; each is flagged, none corrected.

    The sentence must name the event, and the date's own clause tell it: the day of a dateline, or that on which
    somebody speaks of the event, is another. A date that is a clause by itself goes with the one after it.

    Args:
        text: the document.
        sentences: its sentences.
        dates: dates in it.
    """
    starts = [one.start for one in sentences]
    words_in = cache(lambda start, end: [token.text.lower() for token in tokenize(text[start:end])])
    for found in dates:
        if len(found.iso) != _WHOLE_DAY:
            continue
        day = parse_day(found.iso)
        for one, named, told in known_happenings():
            if not 0 < abs((one.day - day).days) <= _WEEK:
                continue
            sentence = sentences[max(0, bisect_right(starts, found.start) - 1)]
            clause = _clause(text, sentence, found)
            if clause is None or not _has(named, words_in(sentence.start, sentence.end)):
                continue
            if _has(told, words_in(*clause)):
                note = (
                    f"{one.what[0].upper()}{one.what[1:]} on {_WEEKDAYS[one.day.weekday()]}, {one.date} ({one.source})."
                )
                yield Inconsistency(found.start, found.end, found.text, note)


def _clause(text: str, sentence: Sentence, found: DateFound) -> tuple[int, int] | None:
    """Where the clause of a date begins and ends; None where it is a dateline."""
    ends = list(_BREAK.finditer(text, sentence.start, sentence.end))
    before = max((match.end() for match in ends if match.end() <= found.start), default=sentence.start)
    after = [match for match in ends if match.start() >= found.end]
    if after and _DASH.search(after[0][0]) and not text[found.end : after[0].start()].strip():
        return None
    alone = len(text[before : found.start].split()) < _WORDS_BEFORE_A_DATE
    if alone and after and not text[found.end : after[0].start()].strip():
        after = after[1:]
    return before, after[0].start() if after else sentence.end


def _has(table: PhraseTable[bool], words: Sequence[str]) -> bool:
    return any(table.at(words, place, len(words)) is not None for place in places(words, table.by_first, 0, len(words)))
