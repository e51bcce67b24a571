from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.reading.calendar import bounds
from gazetted.reading.dates import find_dates
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize

SEASON_CODE = re.compile(r"\d{4}-2[1-4]")
ANCHOR = dt.date(2024, 12, 9)  # a Monday
VOCABULARY = [
    *("on", "in", "of", "the", "a", "since", "two", "three", "9", "12", "31"),
    *("2024", "2014", "0001", "9999", "1990s", "9th", "May", "March", "December", "Dec", "."),
    *(",", "-", "/", "Saturday", "last", "next", "this", "week", "months", "years", "ago"),
    *("later", "earlier", "summer", "winter", "early", "end", "today", "will", "and", "to", "'s"),
    *("people"),
]


def dates(text: str, anchor: dt.date = ANCHOR) -> list[tuple[str, str]]:
    tokens = tokenize(text)
    found = find_dates(text, anchor=anchor, tokens=tokens, sentences=split_sentences(text, tokens))
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.text, one.iso) for one in found if not SEASON_CODE.fullmatch(one.iso)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("9 December 2024", "2024-12-09"),
        ("December 9, 2024", "2024-12-09"),
        ("Dec. 9, 2024", "2024-12-09"),
        ("the 9th of December 2024", "2024-12-09"),
        ("Monday, 9 December 2024", "2024-12-09"),
        ("2024-12-09", "2024-12-09"),
        ("at 2024-12-09T10:00", "2024-12-09"),
        ("13/12/2024", "2024-12-13"),
        ("12/13/2024", "2024-12-13"),
        ("9.12.2024", "2024-12-09"),
        ("reported on 9 December.", "2024-12-09"),
        ("on Dec. 9 they met", "2024-12-09"),
        ("on 20 November", "2024-11-20"),
        ("on January 20", "2025-01-20"),
        ("9-12 December 2024", "2024-12-09/2024-12-12"),
        ("on Saturday", "2024-12-07"),
        ("a Monday report", "2024-12-09"),
        ("last Monday", "2024-12-02"),
        ("last Friday", "2024-12-06"),
        ("next Monday", "2024-12-16"),
        ("this Friday", "2024-12-13"),
        ("it will meet on Thursday", "2024-12-12"),
        ("today", "2024-12-09"),
        ("tonight", "2024-12-09"),
        ("yesterday", "2024-12-08"),
        ("Tomorrow", "2024-12-10"),
        ("this week", "2024-12-09/2024-12-15"),
        ("last week", "2024-12-02/2024-12-08"),
        ("this month", "2024-12"),
        ("last month", "2024-11"),
        ("next month", "2025-01"),
        ("earlier this year", "2024"),
        ("last year", "2023"),
        ("in June 2014", "2014-06"),
        ("March 2021", "2021-03"),
        ("late March", "2024-03"),
        ("in May", "2024-05"),
        ("as of May", "2024-05"),
        ("last December", "2023-12"),
        ("June to August 2014", "2014-06/2014-08"),
        ("in 2017", "2017"),
        ("since 2018", "2018"),
        ("the 2017 order", "2017"),
        ("early 2025", "2025"),
        ("mid-2019", "2019"),
        ("at the end of 2016", "2016"),
        ("the war of 2014–2018", "2014/2018"),
        ("the 1990s", "1990/1999"),
        ("during the 1990’s", "1990/1999"),
        ("the ’90s", "1990/1999"),
        ("three days ago", "2024-12-06"),
        ("two weeks ago", "2024-11-25"),
        ("a month ago", "2024-11"),
        ("Five years ago", "2019"),
        ("Earlier this summer", "2024-06/2024-08"),
        ("last winter", "2023-12/2024-02"),
        ("this winter", "2024-12/2025-02"),
        ("next summer", "2025-06/2025-08"),
        ("the summer of 2014", "2014-06/2014-08"),
        ("winter 2013", "2013-12/2014-02"),
    ],
)
def test_meaning(text: str, iso: str) -> None:
    assert [one for _, one in dates(text)] == [iso]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It fell in June 2014. They came two months later, in August, and left.", ["2014-06", "2014-08"]),
        ("On 9 May 2014 it fell. A year earlier it stood. The next day", ["2014-05-09", "2013"]),
        ("On 9 May 2014 it fell. The next day it burnt.", ["2014-05-09", "2014-05-10"]),
        ("between 9 March and 12 June 2015", ["2015-03-09", "2015-06-12"]),
        ("the decisions of 2002 and 2004", ["2002", "2004"]),
        ("They will go, officials said on Thursday.", ["2024-12-05"]),
    ],
)
def test_context(text: str, wanted: list[str]) -> None:
    assert [iso for _, iso in dates(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "May God help; he may go. Theresa May said so.",
        "March on Rome, and march on.",
        "April said The Post was second to none.",
        "Resolution 2254 and Order 13224 with SU-24 jets",
        "Hassan, 45, of Homs, with 2000 people",
        "one of 2000 fighters in 2000 villages",
        "the Terrorism Act 2000 and Regulation 881/2002",
        "9/12/2024",
        "31 February 2024",
        "the Sunday Times on Black Friday",
        "the fall of Assad and the Arab Spring",
        "over the past year, in the last two weeks, the coming days",
        "two months later",
        "$2000 in cash",
        "the 19 April Movement",
    ],
)
def test_not_dates(text: str) -> None:
    assert dates(text) == []


def test_a_number_before_people_is_no_day() -> None:
    assert dates("In December 20 people died.") == [("December", "2024-12")]


def test_text_of_the_span_leaves_the_preposition_out() -> None:
    assert dates("On Saturday, in June 2014") == [("Saturday", "2024-12-07"), ("June 2014", "2014-06")]


@given(st.dates())
def test_whole_days_are_read_back_in_every_order(day: dt.date) -> None:
    if day.year < 1000 or day.year > 2199:
        return
    month = f"{day:%B}"
    for text in (f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", day.isoformat()):
        assert dates(f"It was on {text} that it fell.") == [(text, day.isoformat())]


@given(st.lists(st.sampled_from(VOCABULARY), max_size=14), st.dates())
def test_any_words_give_valid_ordered_dates(parts: list[str], anchor: dt.date) -> None:
    text = " ".join(parts)
    tokens = tokenize(text)
    found = find_dates(text, anchor=anchor, tokens=tokens, sentences=split_sentences(text, tokens))
    position = 0
    for one in found:
        if SEASON_CODE.fullmatch(one.iso):
            assert found[found.index(one) - 1].end >= one.end
            continue
        assert position <= one.start < one.end
        first, last = bounds(one.iso)
        assert first <= last
        position = one.end


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("Earlier this summer", "summer", "2024-22"),
        ("last winter", "winter", "2023-24"),
        ("the spring of 2014", "spring", "2014-21"),
    ],
)
def test_the_word_of_a_season_has_its_code_besides(text: str, word: str, code: str) -> None:
    tokens = tokenize(text)
    found = find_dates(text, anchor=ANCHOR, tokens=tokens, sentences=split_sentences(text, tokens))
    assert [(one.text, one.iso) for one in found[1:]] == [(word, code)]


@given(st.text(), st.dates())
def test_any_text(text: str, anchor: dt.date) -> None:
    dates(text, anchor)
