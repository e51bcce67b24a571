"""Public events that a text puts on another day of their week."""

from __future__ import annotations

import datetime as dt

import pytest

from gazetted.reading.dates import find_dates
from gazetted.reading.happenings import known_happenings, misdated
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize


def notes(text: str, anchor: dt.date) -> list[tuple[str, str]]:
    tokens = tokenize(text)
    sentences = split_sentences(text, tokens)
    dates = list(find_dates(text, anchor=anchor, tokens=tokens, sentences=sentences))
    return [(one.text, one.note) for one in misdated(text, sentences, dates)]


@pytest.mark.parametrize(
    ("text", "anchor", "flagged"),
    [
        ("Rebels toppled Assad on Saturday.", dt.date(2024, 12, 9), ["Saturday"]),
        ("Rebels toppled Assad on Sunday.", dt.date(2024, 12, 9), []),
        ("Assad spoke on Saturday.", dt.date(2024, 12, 9), []),
        ("It rained on Saturday. Rebels toppled Assad.", dt.date(2024, 12, 9), []),
        ("Rebels toppled Assad on Saturday.", dt.date(2023, 12, 9), []),
        ("DAMASCUS, 9 December 2024 — Rebels toppled Assad.", dt.date(2024, 12, 9), []),
        ("Officials spoke on Monday, a day after Assad fled.", dt.date(2024, 12, 9), []),
        ("On Saturday, rebels seized Damascus, and on Monday they spoke.", dt.date(2024, 12, 9), ["Saturday"]),
        ("Assad was toppled, a diplomat said on Monday.", dt.date(2024, 12, 9), []),
        ("The bombs in Bali exploded on 13 October 2002.", dt.date(2002, 10, 20), ["13 October 2002"]),
    ],
)
def test_a_day_that_the_event_is_not(text: str, anchor: dt.date, flagged: list[str]) -> None:
    assert [what for what, _ in notes(text, anchor)] == flagged


def test_the_note_says_the_day_and_where_it_stands() -> None:
    [(_, note)] = notes("The bombs in Bali exploded on 13 October 2002.", dt.date(2002, 10, 20))
    assert note == "Bombs exploded in Bali on Saturday, 2002-10-12 (S/RES/1438 (2002))."


def test_every_event_has_a_day_a_source_and_words() -> None:
    for one, _, _ in known_happenings():
        assert one.day.isoformat() == one.date
        assert one.source
        assert one.named
        assert one.told
        assert all(word == word.lower() for word in (*one.named, *one.told))
