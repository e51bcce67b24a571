"""The dated events of a document in the order of time, and where the document speaks against itself."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from gazetted.model.dates import parse_day
from gazetted.reading.date_words import date_words
from gazetted.reading.happenings import misdated
from gazetted.reading.lexicon import Lexicon
from gazetted.reading.result import Claim, DateFound, Happening, Inconsistency, Other, PartyRead
from gazetted.reading.sentences import Sentence
from gazetted.reading.words import Word

_LAST_MONTH = 12  # a code above it is that of a season
_WHOLE_DAY = 10  # characters of an ISO day
_DESCENT = frozenset({"offshoot of", "branch of"})
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def timeline_of(
    text: str,
    words: Sequence[Word],
    sentences: Sequence[Sentence],
    dates: Sequence[DateFound],
    parties: Sequence[PartyRead],
    others: Sequence[Other],
    lexicon: Lexicon,
) -> tuple[Happening, ...]:
    """Sentences that say when and who, in the order of their dates.

    Args:
        text: the document.
        words: its words.
        sentences: its sentences.
        dates: dates in it.
        parties: parties of the record that it names.
        others: everybody else that it names.
        lexicon: for the names of places.
    """
    starts = [one.start for one in sentences]
    actors: dict[int, dict[str, None]] = {}
    named = [(mention.start, one.party) for one in parties for mention in one.mentions]
    named += [(mention.start, one.name) for one in others for mention in one.mentions if one.kind != "outlet"]
    for start, name in sorted(named):
        actors.setdefault(bisect_right(starts, start) - 1, {})[name] = None
    word_starts = [word.start for word in words]
    found: dict[tuple[int, str], Happening] = {}
    for one in dates:
        number = bisect_right(starts, one.start) - 1
        if number < 0 or number not in actors or _is_season(one.iso):
            continue
        sentence = sentences[number]
        first, last = (bisect_left(word_starts, end) for end in (sentence.start, sentence.end))
        places = dict.fromkeys(w.text for w in words[first:last] if w.capital and w.key in lexicon.places)
        found.setdefault(
            (number, one.iso),
            Happening(
                sentence.start,
                sentence.end,
                text[sentence.start : sentence.end],
                one.iso,
                tuple(actors[number]),
                tuple(places),
            ),
        )
    return tuple(sorted(found.values(), key=lambda one: (one.date, one.start)))


def inconsistencies_of(
    dates: Sequence[DateFound],
    claims: Sequence[Claim],
    text: str = "",
    sentences: Sequence[Sentence] = (),
    names: Mapping[str, str] | None = None,
) -> tuple[Inconsistency, ...]:
    """Where a document speaks against itself, the calendar or a known day, in order of the text; never corrected.

    Args:
        dates: dates in it.
        claims: claims of ties between parties.
        text: the document; without it and its sentences, no event is looked up.
        sentences: its sentences.
        names: slug → the name to show; the slug, where it has none.
    """
    found = [*_weekdays(dates), *_descents(claims, names or {}), *misdated(text, sentences, dates if sentences else ())]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _weekdays(dates: Sequence[DateFound]) -> Iterator[Inconsistency]:
    """Weekdays that the day beside them is not: "Saturday, 8 December 2024", a Sunday."""
    days = date_words("en").classes
    for one in dates:
        if len(one.iso) != _WHOLE_DAY or not any(sign.isdigit() for sign in one.text):
            continue
        told = next((kind for kind in map(days.get, one.text.lower().replace(",", " ").split()) if kind), None)
        weekday = _weekday(one.iso)
        if told is not None and told[0] == "W" and told[1] != weekday:
            note = f"{one.iso} was a {_WEEKDAYS[weekday]}."
            yield Inconsistency(one.start, one.end, one.text, note)


def _weekday(iso: str) -> int:
    day: dt.date = parse_day(iso)
    return day.weekday()


def _descents(claims: Sequence[Claim], names: Mapping[str, str]) -> Iterator[Inconsistency]:
    """Parties said to have come out of two others."""
    met: dict[tuple[str, str], Claim] = {}
    for one in claims:
        if one.says not in _DESCENT or one.of is None:
            continue
        before = met.setdefault((one.party, one.says), one)
        if before.of != one.of:
            mine, other = names.get(one.party, one.party), names.get(before.of or "", before.of)
            note = f"{mine} is said to be {one.says} {other} as well: “{before.text}”."
            yield Inconsistency(one.start, one.end, one.text, note)


def _is_season(iso: str) -> bool:
    return len(iso) == len("2024-22") and int(iso[5:]) > _LAST_MONTH
