"""From a row of editions to events: what is inferred, what is stated, what the packed form keeps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.model.dates import PartialDate
from gazetted.model.edition import Act, ListedName, Listing
from gazetted.model.event import Event, What
from gazetted.record.editions import edition_events, pack, runs_of, unpack
from gazetted.record.fold import state_on
from gazetted.record.sight import EditionDates, Run

DATES = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"]


def listing(*names: str, **more: Any) -> Listing:
    texts = tuple(ListedName(n, "alias" if at else "primary") for at, n in enumerate(names))
    return Listing(entry="front", kind="organization", names=texts, **more)


def events(*runs: tuple[int, int, Listing], facts: tuple[Event, ...] = ()) -> list[Event]:
    """Events from (first edition, last edition, listing) of each run."""
    made = [Run(DATES[first], DATES[last], found) for first, last, found in runs]
    return edition_events("x.list", "front", "front", EditionDates(DATES), made, facts)


def fact(what: What, date: str, name: str = "Front", **more: Any) -> Event:
    return Event(list_key="x.list", entry="front", party="front", what=what, name=name, date=PartialDate(date), **more)


def told(found: list[Event]) -> list[tuple[str, str, str | None]]:
    return [(e.what, e.name, e.date.iso if e.date else None) for e in found]


@given(st.sets(st.integers(1, 2**32 - 1)))
def test_packing_keeps_the_ids(ids: set[int]) -> None:
    assert unpack(pack(ids)) == sorted(ids)


@given(st.lists(st.frozensets(st.integers(1, 5)), max_size=6))
def test_runs_tell_which_edition_held_what(members: list[frozenset[int]]) -> None:
    dates = [f"2025-01-{at + 1:02}" for at in range(len(members))]
    runs = runs_of(dates, members)
    for date, held in zip(dates, members, strict=True):
        assert {n for n, spans in runs.items() if any(first <= date <= last for first, last in spans)} == held


def test_in_the_first_edition_the_day_is_open_at_its_beginning() -> None:
    (found,) = events((0, 3, listing("Front")))
    assert (found.what, found.date, found.not_before, str(found.not_after)) == ("listed", None, None, DATES[0])


def test_new_in_a_later_edition_is_inferred_between_two() -> None:
    (found,) = events((1, 3, listing("Front")))
    assert (found.date_kind, str(found.not_before), str(found.not_after)) == ("inferred", DATES[0], DATES[1])


def test_a_listing_day_between_the_editions_is_stated() -> None:
    (found,) = events((1, 3, listing("Front", listed_on="2025-01-15")))
    assert (found.date_kind, str(found.date)) == ("stated", "2025-01-15")


@pytest.mark.parametrize("day", ["2024-12-01", "2025-01-01", "2025-02-02"])
def test_a_listing_day_that_the_editions_contradict_is_not_taken(day: str) -> None:
    (found,) = events((1, 3, listing("Front", listed_on=day)))
    assert found.date_kind == "inferred"


def test_gone_and_back_is_a_removal_and_a_new_listing() -> None:
    assert told(events((0, 0, listing("Front")), (2, 3, listing("Front")))) == [
        ("listed", "Front", None),
        ("delisted", "Front", DATES[1]),
        ("relisted", "Front", DATES[2]),
    ]


def test_names_come_and_go() -> None:
    found = told(events((0, 0, listing("Front", "Dawn")), (1, 3, listing("Front", "Vanguard"))))
    assert found[2:] == [("name removed", "Dawn", DATES[1]), ("name added", "Vanguard", DATES[1])]


def test_a_new_primary_name_is_a_renaming() -> None:
    found = events((0, 0, listing("Front")), (1, 3, listing("Board", "Front")))
    assert [(e.what, e.name, e.former) for e in found[1:]] == [("renamed", "Board", "Front")]


def test_another_spelling_of_the_same_normal_form_is_no_event() -> None:
    assert len(events((0, 0, listing("Al-Front")), (1, 3, listing("AL FRONT")))) == 1


def test_new_programmes_are_an_amendment() -> None:
    found = events((0, 0, listing("Front", programmes=("A",))), (1, 3, listing("Front", programmes=("A", "B"))))
    assert [(e.what, e.programmes) for e in found[1:]] == [("amended", ("A", "B"))]


def test_a_stated_removal_is_kept_with_its_day() -> None:
    kept = listing("Front", listed_on="2020-01-01", delisted_on="2024-06-01")
    assert told(events((0, 3, kept))) == [("listed", "Front", "2020-01-01"), ("delisted", "Front", "2024-06-01")]


@pytest.mark.parametrize("began", [None, "2024-06-01", "2024-07-01"])
def test_a_stated_removal_without_a_sound_first_day_never_shows_as_in_force_after_it(began: str | None) -> None:
    found = events((0, 3, listing("Front", listed_on=began, delisted_on="2024-06-01")))
    states = [state_on(found, dt.date.fromisoformat(day)).status for day in ("2024-05-31", "2024-06-01", "2025-06-01")]
    assert states == ["in force", "removed", "removed"]


def test_the_placeholder_day_of_year_one_breaks_nothing() -> None:
    found = events((0, 3, listing("Front", delisted_on="0001-01-01")))
    assert state_on(found, dt.date(2025, 1, 1)).status != "not listed"


# -- editions and facts ----------------------------------------------------------------------------------------------


def status(found: list[Event], facts: tuple[Event, ...], at: int) -> str:
    return state_on([*facts, *found], dt.date.fromisoformat(DATES[at])).status


def test_an_edition_before_the_first_that_prints_an_entry_outranks_a_fact() -> None:
    facts = (fact("listed", "2014-01-01"),)
    found = events((2, 3, listing("Front")), facts=facts)
    assert [status(found, facts, at) for at in range(4)] == ["removed", "removed", "in force", "in force"]


def test_a_removal_told_between_two_editions_that_print_the_entry_is_outranked() -> None:
    facts = (fact("listed", "2014-01-01"), fact("delisted", "2025-01-15"))
    found = events((0, 3, listing("Front")), facts=facts)
    assert [status(found, facts, at) for at in range(4)] == ["in force"] * 4


def test_a_listing_told_between_two_editions_that_lack_the_entry_is_outranked() -> None:
    facts = (fact("listed", "2014-01-01"), fact("relisted", "2025-02-15"))
    found = events((0, 0, listing("Front")), facts=facts)
    assert [status(found, facts, at) for at in range(4)] == ["in force", "removed", "removed", "removed"]


def test_a_fact_that_the_editions_bear_out_adds_nothing() -> None:
    facts = (fact("listed", "2014-01-01"), fact("delisted", "2025-01-15"))
    assert events((0, 0, listing("Front")), facts=facts) == []


def test_a_name_of_an_earlier_period_does_not_come_back_with_the_entry() -> None:
    found = events((0, 0, listing("Front", "Dawn")), (2, 3, listing("Board")))
    state = state_on(found, dt.date.fromisoformat(DATES[2]))
    assert {name.text for name in state.names if name.on} == {"Board"}


def test_a_name_that_denotes_another_goes_where_the_edition_lacks_it() -> None:
    facts = (fact("listed", "2014-01-01"), fact("name added", "2015-01-01", "Dawn", denotes="other"))
    found = events((0, 3, listing("Front")), facts=facts)
    assert [(e.what, e.name, e.denotes) for e in found] == [("name removed", "Dawn", "other")]


def test_a_name_told_before_a_listing_that_the_edition_makes_goes_where_the_edition_lacks_it() -> None:
    facts = (fact("name added", "2010", "Dawn"), fact("listed", "2026-01-01"))
    found = events((0, 3, listing("Front")), facts=facts)
    state = state_on([*facts, *found], dt.date.fromisoformat(DATES[0]))
    assert {name.text for name in state.names if name.on} == {"Front"}


@pytest.mark.parametrize("what", ["listed", "renamed", "name added", "delisted"])
def test_an_edition_outranks_a_fact_of_its_own_day(what: What) -> None:
    facts = (fact("listed", "2014-01-01"), fact(what, DATES[1], "Dawn"))
    found = events((0, 3, listing("Front")), facts=facts)
    state = state_on([*facts, *found], dt.date.fromisoformat(DATES[1]))
    assert (state.status, state.name, {name.text for name in state.names if name.on}) == (
        "in force",
        "Front",
        {"Front"},
    )


def test_the_first_edition_that_tells_which_entries_stand_counts_within_a_run() -> None:
    listing = Listing(entry="front", kind="organization", names=(ListedName("Front"),), listed_on="2013-07-24")
    dates = EditionDates(
        ["2014-12-12", "2015-03-27", "2018-06-07"], {"2014-12-12": frozenset({"primary names", "aliases"})}
    )
    made = edition_events("x.list", "front", "front", dates, [Run("2014-12-12", "2018-06-07", listing)], [])
    assert [(e.what, e.date.iso if e.date else None) for e in made] == [("listed", "2013-07-24")]


@pytest.mark.parametrize(("edition", "behind"), [("2026-03-01", True), ("2026-03-03", True), ("2026-03-05", False)])
def test_an_edition_just_after_an_act_may_be_behind_it(edition: str, behind: bool) -> None:
    """A file of the day of a removal, or of days after, that still prints the entry is no news of a new listing."""
    facts = [fact("listed", "2014-01-01"), fact("delisted", "2026-03-01")]
    dates = EditionDates(["2026-01-01", edition])
    run = Run("2026-01-01", edition, listing("Front"))
    made = edition_events("x.list", "front", "front", dates, [run], facts)
    assert state_on([*facts, *made], dt.date(2026, 3, 9)).status == ("removed" if behind else "in force")


def test_an_edition_that_later_ones_bear_out_is_not_behind() -> None:
    facts = [fact("listed", "2014-01-01"), fact("delisted", "2026-03-01")]
    dates = EditionDates(["2026-01-01", "2026-03-02", "2026-06-01"])
    made = edition_events("x.list", "front", "front", dates, [Run("2026-01-01", "2026-06-01", listing("Front"))], facts)
    assert state_on([*facts, *made], dt.date(2026, 3, 9)).status == "in force"


def test_an_edition_just_before_a_new_entry_shows_is_no_removal() -> None:
    facts = [fact("listed", "2026-03-01")]
    dates = EditionDates(["2026-01-01", "2026-03-02", "2026-06-01"])
    made = edition_events("x.list", "front", "front", dates, [Run("2026-06-01", "2026-06-01", listing("Front"))], facts)
    assert not [event for event in made if event.what in ("delisted", "relisted", "listed")]


def test_the_one_act_that_can_have_removed_an_entry_gives_the_day() -> None:
    editions = ["2025-09-29", "2025-12-10"]
    run = [Run("2025-09-29", "2025-09-29", listing("Front"))]
    acts = (Act("SOR/2025-1", "2025-09-29"), Act("SOR/2025-2", "2025-12-04"))
    made = edition_events("x.list", "front", "front", EditionDates(editions, acts={"2025-12-10": acts}), run, [])
    gone = made[-1]
    assert (gone.what, str(gone.date), gone.date_kind, gone.instrument) == (
        "delisted",
        "2025-12-04",
        "stated",
        "SOR/2025-2",
    )
    more = (*acts, Act("SOR/2025-3", "2025-12-05"))
    doubtful = edition_events("x.list", "front", "front", EditionDates(editions, acts={"2025-12-10": more}), run, [])
    assert (str(doubtful[-1].not_before), str(doubtful[-1].not_after)) == ("2025-09-29", "2025-12-10")


def test_an_entry_under_another_key_is_renumbered_and_neither_removed_nor_listed() -> None:
    runs = [
        Run(DATES[0], DATES[0], listing("Front")),
        Run(DATES[1], DATES[2], msgspec.structs.replace(listing("Front"), entry="new")),
    ]
    made = edition_events("x.list", "new", "front", EditionDates(list(DATES)[:3]), runs, [])
    assert [(e.what, e.entry, e.former) for e in made if e.date] == [("renumbered", "new", "front")]
