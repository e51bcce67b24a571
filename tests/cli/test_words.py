"""Standings and doubts in words, and how two days are put side by side."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.model.dates import PartialDate
from gazetted.model.event import Event
from gazetted.model.standing import Standing
from gazetted.reading.result import Mention, PartyRead
from gazetted.render import words
from gazetted.render.pairs import absent_words, marked, pairs


def _standing(status: str = "in force", **more: Any) -> Standing:
    form: dict[str, Any] = {
        "list": "a",
        "status": status,
        "since": "2018-05-31",
        "until": None,
        "as": "Front",
        "name": "Front",
    }
    form |= {"through": None, "entry": "1", "programmes": [], "instrument": "", "source": "", "confidence": "high"}
    return msgspec.convert(form | {"unconfirmed": None, "doubt": None, "newest": None} | more, Standing)


@pytest.mark.parametrize(
    ("status", "more", "said"),
    [
        ("in force", {}, "in force since 2018-05-31"),
        ("in force", {"since": None}, "in force, since unknown"),
        ("contested", {}, "contested: struck down, still in force since 2018-05-31"),
        ("suspended", {}, "suspended; listed since 2018-05-31"),
        ("removed", {"until": "2025-07-08"}, "removed 2025-07-08"),
        ("removed", {}, "removed, day unknown"),
        ("lapsed", {"until": "2025-02-17"}, "lapsed 2025-02-17"),
        ("not listed", {"since": None}, "not listed"),
        ("in force", {"unconfirmed": "all"}, "in force since 2018-05-31 (unconfirmed)"),
        ("in force", {"unconfirmed": "day"}, "in force since 2018-05-31 (day unconfirmed)"),
        ("in force", {"confidence": "low"}, "in force since 2018-05-31 (low confidence)"),
    ],
)
def test_status_in_words(status: str, more: dict[str, Any], said: str) -> None:
    assert words.with_doubt(_standing(status, **more)) == said


@pytest.mark.parametrize(
    ("carried", "name", "through", "said"),
    [
        ("Front", "Front", None, ""),
        ("FRONT", "Front", None, ""),
        ("al-Nusrah", "Front", None, "as a name of al-Nusrah"),
        ("al-Qa'ida", "Front", "al-qaida", "as a name of al-Qa'ida"),
        ("al-Nusrah", "HF", None, 'as "HF", a name of al-Nusrah'),
        ("HF", "HF", None, 'as "HF"'),
        ("Front", "Front", "al-qaida", "as a name of Front"),
    ],
)
def test_the_name_under_which_it_stands(carried: str, name: str, through: str | None, said: str) -> None:
    assert words.name_words(_standing(name=name, through=through, **{"as": carried}), "Front") == said


@pytest.mark.parametrize(
    ("date", "first", "last", "said"),
    [
        ("2025-07-08", None, None, "2025-07-08"),
        (None, None, None, "date unknown"),
        ("2021-02-16", "2021-01-19", "2021-02-16", "between 2021-01-19 and 2021-02-16"),
        (None, None, "2021-02-16", "not after 2021-02-16"),
        (None, "2021-01-19", None, "not before 2021-01-19"),
    ],
)
def test_an_inferred_day_never_looks_stated(date: str | None, first: str | None, last: str | None, said: str) -> None:
    day, after, before = (PartialDate(one) if one else None for one in (date, first, last))
    event = Event(list_key="a", entry="1", party="p", what="listed", date=day, not_before=after, not_after=before)
    assert words.event_day(event) == said


def test_the_sentence_counts_lists_not_standings() -> None:
    known = {key: words.Label(key.upper(), "") for key in "abc"}
    standings = [_standing(), _standing(name="Other"), _standing("removed", list="b"), _standing("suspended", list="c")]
    said = words.binding_sentence(standings, "2024-12-09", known)
    assert said == "On 2024-12-09 it stood on 1 list: A. Suspended: C. No longer: B."


def _read(then: list[Standing], today: list[Standing]) -> PartyRead:
    return PartyRead("p", "Front", "identified", "", (), tuple(then), tuple(today))


def test_two_days_meet_by_list_entry_and_name() -> None:
    front, old = _standing(), _standing(name="Old Front")
    removed, stays = _standing("removed"), _standing(name="Old Front")
    other = _standing(list="b", entry="7")
    found = pairs(_read([front, other, old], [stays, removed]))
    assert [(pair.list_key, pair.then, pair.today) for pair in found] == [
        ("a", front, removed), ("a", old, stays), ("b", other, None),
    ]  # fmt: skip


def test_lists_that_never_carried_it_are_left_out_and_later_ones_kept() -> None:
    never, later = _standing("not listed", list="b"), _standing(list="c")
    found = pairs(_read([never, _standing("not listed", list="c")], [never, later]))
    assert [(pair.list_key, pair.today) for pair in found] == [("c", later)]


def test_an_empty_cell_is_not_listed_only_where_the_list_says_nothing_else() -> None:
    rows = pairs(_read([_standing()], [_standing("removed"), _standing(name="Old"), _standing(list="b", entry="2")]))
    assert [pair.then is None for pair in rows] == [False, True, True]
    assert absent_words(rows[1], rows) == "see the other row of this list"
    assert absent_words(rows[2], rows) == "not listed"


STATUSES = st.sampled_from(["in force", "removed", "not listed"])
STANDINGS = st.lists(
    st.builds(lambda key, entry, status: _standing(status, list=key, entry=entry), st.sampled_from("ab"),
              st.sampled_from("12"), STATUSES), max_size=6)  # fmt: skip


@given(STANDINGS, STANDINGS)
def test_no_standing_is_lost_or_shown_twice(then: list[Standing], today: list[Standing]) -> None:
    found = pairs(_read(then, today))
    listed = [one for one in today if one.status != "not listed"]
    assert sorted(map(repr, (pair.today for pair in found if pair.today))) == sorted(map(repr, listed))
    shown = [pair.then for pair in found if pair.then and pair.then.status != "not listed"]
    assert sorted(map(repr, shown)) == sorted(repr(one) for one in then if one.status != "not listed")


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(-2, 30), st.integers(-2, 30))))
def test_marks_never_overlap_and_stay_inside_the_text(spans: list[tuple[int, int, int]]) -> None:
    mentions = [(number, Mention(start, end, "", "name")) for number, start, end in spans]
    last = 0
    for start, end, _ in marked(mentions, 20):
        assert last <= start < end <= 20
        last = end
