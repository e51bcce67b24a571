"""Details amended: before and after, and whose difference it is: the publisher's or the reader's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from gazetted.model.dates import PartialDate
from gazetted.model.edition import ALL_ASPECTS, Aspect, Edition, ListedName, Listing
from gazetted.model.event import Detail, Event
from gazetted.record.details import differences, gone_and_new
from gazetted.record.editions import edition_events
from gazetted.record.fold import state_on
from gazetted.record.ledger import Ledger
from gazetted.record.sight import OTHER_READER, EditionDates, Run

DATES = ("2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01")
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NO_ADDRESSES = ALL_ASPECTS - {"addresses"}


def listing(*names: str, **more: Any) -> Listing:
    texts = tuple(ListedName(n, "alias" if at else "primary") for at, n in enumerate(names or ("Front",)))
    return Listing("front", "organization", texts, **more)


def events(*found: Listing | None, partial: dict[str, frozenset[Aspect]] | None = None, **readers: Any) -> list[Event]:
    """Events of an entry from what consecutive editions print of it."""
    runs = [Run(date, date, one) for date, one in zip(DATES, found, strict=False) if one is not None]
    dates = EditionDates(DATES[: len(found)], partial or {}, readers.get("readers", {}))
    return edition_events("x.list", "front", "front", dates, runs, [], readers.get("older", {}))


def amended(found: list[Event]) -> list[tuple[str, tuple[Detail, ...]]]:
    return [(e.date.iso if e.date else "", e.details) for e in found if e.what == "amended"]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("born", ("1970",), ("1971",)),
        ("countries", (), ("SY",)),
        ("identifiers", ("passport:A1",), ()),
        ("references", ("un.sc:QDe.1",), ("un.sc:QDe.2",)),
        ("titles", ("Emir",), ("Emir", "Judge")),
        ("addresses", ("Idlib",), ("Aleppo",)),
        ("amended_on", ("2024-01-01",), ("2024-01-01", "2024-05-01")),
    ],
)
def test_a_field_that_changed_is_told_before_and_after(
    field: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    found = events(listing(**{field: before}), listing(**{field: after}))
    assert amended(found) == [(DATES[1], (Detail(field, before, after),))]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [("gender", "male", "female"), ("instrument", "Order 1", "Order 2"), ("note", "One.", "Two."),
     ("listed_on", "2014-01-01", "2014-01-02"), ("kind", "organization", "person")],
)  # fmt: skip
def test_a_field_of_one_value(field: str, before: str, after: str) -> None:
    then, now = (msgspec.structs.replace(listing(), **{field: value}) for value in (before, after))
    assert differences(then, now, ALL_ASPECTS) == (Detail(field, (before,), (after,)),)


def test_order_blanks_and_case_are_no_difference() -> None:
    then = listing(countries=("SY", "LB"), addresses=("12, Rue  Gemmayze",), note="Emir of Idlib")
    now = listing(countries=("LB", "SY"), addresses=("12, RUE Gemmayze",), note="emir of  Idlib")
    assert amended(events(then, now)) == []


def test_a_name_that_became_something_else() -> None:
    then = listing("Front", "Dawn")
    now = Listing("front", "organization", (ListedName("Front"), ListedName("Dawn", "weak alias")))
    assert amended(events(then, now)) == [
        (DATES[1], (Detail("name_type", ("Dawn: alias",), ("Dawn: weak alias",)),)),
    ]


def test_programmes_and_details_are_one_amendment() -> None:
    found = events(listing(programmes=("A",), born=("1970",)), listing(programmes=("A", "B"), born=("1971",)))
    (one,) = [e for e in found if e.what == "amended"]
    assert one.programmes == ("A", "B")
    assert one.details == (Detail("programmes", ("A",), ("A", "B")), Detail("born", ("1970",), ("1971",)))
    assert state_on(found, dt.date(2025, 2, 1)).programmes == ("A", "B")


def test_an_amendment_of_details_alone_moves_no_state() -> None:
    plain = events(listing(programmes=("A",)), listing(programmes=("A",)))
    found = events(listing(programmes=("A",)), listing(programmes=("A",), born=("1971",)))
    assert len(found) == len(plain) + 1
    assert state_on(found, dt.date(2025, 6, 1)) == state_on(plain, dt.date(2025, 6, 1))


def test_a_day_of_amendment_between_the_editions_is_stated() -> None:
    (one,) = [e for e in events(listing(), listing(born=("1970",), amended_on=("2025-01-15",))) if e.what == "amended"]
    assert (one.date, one.date_kind) == (PartialDate("2025-01-15"), "stated")


@pytest.mark.parametrize(
    "days", [("2024-12-01",), ("2025-02-02",), ("2025-01",), (DATES[0],), ("2025-01-10", "2025-01-20")]
)
def test_days_that_leave_it_open_when_are_not_taken(days: tuple[str, ...]) -> None:
    found = [e for e in events(listing(), listing(born=("1970",), amended_on=days)) if e.what == "amended"]
    assert [(e.date_kind, str(e.not_before), str(e.not_after)) for e in found] == [("inferred", DATES[0], DATES[1])]
    assert len(days) == 1 or all(day in found[0].note for day in days)


def test_an_entry_that_was_away_is_listed_again_and_not_amended() -> None:
    found = events(listing(born=("1970",)), None, listing(born=("1971",)))
    assert [e.what for e in found] == ["listed", "delisted", "relisted"]


def test_what_an_edition_does_not_tell_is_held_against_the_last_that_does() -> None:
    found = events(
        listing(addresses=("Idlib",)), listing(), listing(addresses=("Aleppo",)), partial={DATES[1]: NO_ADDRESSES}
    )
    (one,) = [e for e in found if e.what == "amended"]
    assert one.details == (Detail("addresses", ("Idlib",), ("Aleppo",)),)
    assert (str(one.not_before), str(one.not_after)) == (DATES[0], DATES[2])


def test_what_no_edition_told_before_is_no_change() -> None:
    partial = {DATES[0]: NO_ADDRESSES}
    assert amended(events(listing(note="A"), listing(addresses=("Idlib",), note="A B"), partial=partial)) == []


def test_an_alias_that_only_now_can_be_told_has_no_day() -> None:
    partial = {DATES[0]: ALL_ASPECTS - {"aliases"}}
    (one,) = [e for e in events(listing(), listing("Front", "Dawn"), partial=partial) if e.what == "name added"]
    assert (one.date, str(one.not_after)) == (None, DATES[1])


def test_an_alias_is_held_against_the_last_edition_that_tells_aliases() -> None:
    partial = {DATES[1]: ALL_ASPECTS - {"aliases"}}
    found = events(listing(), listing(), listing("Front", "Dawn"), partial=partial)
    (one,) = [e for e in found if e.what == "name added"]
    assert (str(one.not_before), str(one.not_after)) == (DATES[0], DATES[2])


# -- readers ---------------------------------------------------------------------------------------------------------

OLD, NEW = listing(programmes=("A",)), listing("Front", "Dawn", programmes=("A", "B"), born=("1970",))
TWO = {DATES[0]: ("r 1",), DATES[1]: ("r 2",)}


def test_what_two_readers_saw_differently_is_doubtful() -> None:
    found = [e for e in events(OLD, NEW, readers=TWO) if e.what != "listed"]
    assert [(e.what, e.confidence) for e in found] == [("name added", "low"), ("amended", "low")]
    assert all(OTHER_READER in e.note for e in found)


def test_a_reading_of_both_by_one_reader_settles_it() -> None:
    readers = {DATES[0]: ("r 1",), DATES[1]: ("r 1", "r 2")}
    found = events(OLD, NEW, readers=readers, older={(DATES[1], "r 1"): OLD})
    assert [e.what for e in found if e.date is not None] == []
    assert state_on(found, dt.date(2025, 2, 1)).programmes == ("A", "B")


def test_what_that_reader_saw_as_well_is_the_publishers() -> None:
    readers = {DATES[0]: ("r 1",), DATES[1]: ("r 1", "r 2")}
    then = listing(programmes=("A",), born=("1969",))
    now = listing("Front", "Dawn", programmes=("A", "B"), born=("1970",))
    found = events(then, now, readers=readers, older={(DATES[1], "r 1"): listing(programmes=("A",), born=("1970",))})
    dated = [e for e in found if e.date is not None]
    assert [(e.what, e.details, e.confidence) for e in dated] == [
        ("amended", (Detail("born", ("1969",), ("1970",)),), "high"),
    ]


def tell(ledger: Ledger, date: str, reader: str, *found: Listing) -> None:
    ledger.tell_edition(Edition("x.list", date, f"file of {date}", reader, found), origin=date, now=NOW)


def other(name: str = "Other", **more: Any) -> Listing:
    return Listing("other", "person", (ListedName(name),), **more)


def dated(ledger: Ledger) -> list[Event]:
    return ledger.changes(dt.date(2025, 1, 2), None, lists=["x.list"])


@pytest.mark.parametrize("anew", [DATES[:1], DATES[1:2], DATES[2:3], DATES[:2], DATES[:3]])
def test_reading_the_same_files_anew_tells_no_change(empty: Ledger, anew: tuple[str, ...]) -> None:
    for date in DATES[:3]:
        tell(empty, date, "r 1", OLD)
    for date in anew:  # the better reader sees more in the entry, and an entry that the other did not take
        tell(empty, date, "r 2", NEW, other())
    assert dated(empty) == []
    assert set(empty.edition_of("x.list", dt.date.fromisoformat(anew[-1]))) == {"front", "other"}


@pytest.mark.parametrize("anew", [DATES[1:2], DATES[:3]])
def test_reading_anew_keeps_the_publishers_changes(empty: Ledger, anew: tuple[str, ...]) -> None:
    born = ("1970", "1971", "1972")
    for date, day in zip(DATES, born, strict=False):
        tell(empty, date, "r 1", other(born=(day,)))
    before = [(e.date, e.details) for e in dated(empty)]
    for date in anew:
        tell(empty, date, "r 2", other(born=(born[DATES.index(date)],), countries=("SY",)))
    assert [(e.date, e.details) for e in dated(empty)] == before
    assert len(before) == 2


def test_free_text_is_told_by_its_pieces() -> None:
    detail = Detail("note", ("DOB 1970; POB Idlib.",), ("DOB 1970; POB Aleppo.\nDead.",))
    assert gone_and_new(detail) == (("POB Idlib",), ("POB Aleppo", "Dead"))


def test_the_json_form() -> None:
    (one,) = [e for e in events(listing(), listing(born=("1970",))) if e.what == "amended"]
    assert one.to_dict()["details"] == [{"field": "born", "before": [], "after": ["1970"]}]
