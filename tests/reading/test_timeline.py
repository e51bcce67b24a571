"""Dated events in the order of time, and where a text speaks against itself."""

from __future__ import annotations

import datetime as dt

from gazetted.reading.dates import find_dates
from gazetted.reading.lexicon import lexicon
from gazetted.reading.result import Claim, DateFound, Happening, Inconsistency, Mention, Other, PartyRead, Span
from gazetted.reading.sentences import split_sentences
from gazetted.reading.timeline import inconsistencies_of, timeline_of
from gazetted.reading.tokens import tokenize
from gazetted.reading.words import words_of

TEXT = (
    "In June 2014 the Harbour Front took a port in Syria. Nobody came. It rained in May 2013. "
    "In 2012 Ann Lee had left the Harbour Front."
)


def dates_of(text: str) -> list[DateFound]:
    tokens = tokenize(text)
    return find_dates(text, anchor=dt.date(2024, 12, 9), tokens=tokens, sentences=split_sentences(text, tokens))


def happenings() -> tuple[Happening, ...]:
    tokens = tokenize(TEXT)
    sentences = split_sentences(TEXT, tokens)
    places = [at for at in range(len(TEXT)) if TEXT.startswith("Harbour Front", at)]
    party = PartyRead(
        "front", "Harbour Front", "identified", "",
        tuple(Mention(at, at + 13, "Harbour Front", "name") for at in places), (), (),
    )  # fmt: skip
    lee = TEXT.index("Ann Lee")
    other = Other("Ann Lee", "person", (Span(lee, lee + 7, "Ann Lee"),))
    return timeline_of(TEXT, words_of(TEXT, tokens, sentences), sentences, dates_of(TEXT), [party], [other], lexicon())


def test_events_stand_in_the_order_of_time_with_actors_and_places() -> None:
    assert [(one.date, one.actors, one.places) for one in happenings()] == [
        ("2012", ("Ann Lee", "front"), ()),
        ("2014-06", ("front",), ("Syria",)),
    ]
    assert happenings()[1].text == "In June 2014 the Harbour Front took a port in Syria."


def test_a_weekday_that_the_day_is_not() -> None:
    dates = dates_of("It fell on Saturday, 8 December 2024, rose on Monday, 9 December 2024. It rained on Saturday.")
    assert [(one.text, one.note) for one in inconsistencies_of(dates, ())] == [
        ("Saturday, 8 December 2024", "2024-12-08 was a Sunday.")
    ]


def claim(start: int, says: str, of: str) -> Claim:
    return Claim(
        start=start, end=start + 5, text=f"{says} {of}", authority=None, list_key=None, party="front", says=says, of=of,
        when=None, said_by=("this article",), verdict="not in record",
    )  # fmt: skip


def test_two_origins() -> None:
    twice = [claim(5, "offshoot of", "one"), claim(50, "offshoot of", "other"), claim(90, "offshoot of", "one")]
    assert inconsistencies_of((), twice) == (
        Inconsistency(50, 55, "offshoot of other", "front is said to be offshoot of one as well: “offshoot of one”."),
    )
    assert not inconsistencies_of((), [claim(5, "affiliated with", "one"), claim(50, "affiliated with", "other")])
