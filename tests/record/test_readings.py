"""Which of several readings of a date counts, and rows that could not be taken."""

from __future__ import annotations

import datetime as dt
import itertools

from gazetted.model.edition import ALL_ASPECTS, Aspect, Edition, ListedName, Listing, Reject
from gazetted.record.ledger import Ledger
from gazetted.record.readings import counting, counting_last

DAY = "2024-05-01"
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def listing(entry: str, name: str) -> Listing:
    return Listing(entry, "organization", (ListedName(name),))


def edition(
    date: str, *listings: Listing, sha256: str = "", unread: str = "", aspects: frozenset[Aspect] = ALL_ASPECTS
) -> Edition:
    rejects = (Reject("row 9", "it has no name", unread),) if unread else ()
    return Edition("un.sample", date, sha256 or date, "reader 1", listings, rejects, aspects)


def tell(ledger: Ledger, *editions: Edition) -> None:
    for at, one in enumerate(editions):
        ledger.tell_edition(one, origin=one.sha256, now=NOW + dt.timedelta(hours=at))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def statuses(ledger: Ledger, entry: str, *days: str) -> list[str]:
    return [ledger.standings(f"un.sample:{entry}", day(one))[0].status for one in days]


def told(ledger: Ledger, entry: str) -> list[tuple[str, str | None, str | None]]:
    history = ledger.history(f"un.sample:{entry}")
    return [(e.what, e.date.iso if e.date else None, e.not_before.iso if e.not_before else None) for e in history]


def test_the_last_reading_of_a_file_counts_though_it_has_fewer_entries() -> None:
    rows = [("un.sc", DAY, "aa", "", 9), ("un.sc", DAY, "aa", "", 5)]
    assert counting(rows)["un.sc", DAY] == rows[1]


def test_of_two_files_the_one_that_tells_more_counts_then_the_longer_then_the_greater_digest() -> None:
    rows = [
        ("un.sc", DAY, "zz", "-", 99),
        ("un.sc", DAY, "yy", "details; entries", 50),
        ("un.sc", DAY, "bb", "", 5),
        ("un.sc", DAY, "aa", "", 7),
        ("un.sc", DAY, "cc", "", 7),
    ]
    for order in itertools.permutations(rows):
        assert [row[2] for row in counting_last(order)] == ["zz", "yy", "bb", "aa", "cc"]


def test_a_file_that_tells_less_changes_nothing_but_the_digest(empty: Ledger) -> None:
    tell(empty, edition(DAY, listing("1", "Harbour Lantern"), listing("2", "Cobalt Quay"), sha256="a"))
    before, names = empty.edition_of("un.sample", day(DAY)), empty.names()
    digest = empty.digest()
    tell(empty, edition(DAY, listing("3", "Juniper Mole"), sha256="b"))
    assert empty.edition_of("un.sample", day(DAY)) == before
    assert empty.names() == names
    assert empty.find("Juniper Mole") == []
    assert empty.digest() != digest


def test_a_file_that_tells_less_is_known_the_second_time(empty: Ledger) -> None:
    small = edition(DAY, listing("3", "Juniper Mole"), sha256="b")
    tell(empty, edition(DAY, listing("1", "Harbour Lantern"), listing("2", "Cobalt Quay"), sha256="a"), small)
    assert empty.tell_edition(small, origin="b", now=NOW).load is None


def test_a_row_that_could_not_be_taken_ends_no_entry(empty: Ledger) -> None:
    lantern, quay = listing("1", "Harbour Lantern"), listing("2", "Cobalt Quay")
    tell(
        empty,
        edition("2024-01-01", lantern, quay),
        edition("2024-02-01", quay, unread="1"),
        edition("2024-03-01", lantern, quay),
    )
    assert statuses(empty, "1", "2024-01-15", "2024-02-01", "2024-02-15", "2024-03-01") == ["in force"] * 4
    assert told(empty, "1") == [("listed", None, None)]
    assert empty.changes(None, None) == []


def test_an_entry_gone_after_a_row_that_could_not_be_taken_went_after_that_row(empty: Ledger) -> None:
    lantern, quay = listing("1", "Harbour Lantern"), listing("2", "Cobalt Quay")
    tell(
        empty,
        edition("2024-01-01", lantern, quay),
        edition("2024-02-01", quay, unread="1"),
        edition("2024-03-01", quay),
    )
    assert told(empty, "1")[1:] == [("delisted", "2024-03-01", "2024-02-01")]
    found = empty.changes(day("2024-03-01"), day("2024-03-01"))
    assert [(e.what, e.entry) for e in found] == [("delisted", "1")]


def test_an_entry_first_read_after_a_row_that_could_not_be_taken_may_have_come_before_it(empty: Ledger) -> None:
    lantern, quay = listing("1", "Harbour Lantern"), listing("2", "Cobalt Quay")
    tell(
        empty,
        edition("2024-01-01", quay),
        edition("2024-02-01", quay, unread="1"),
        edition("2024-03-01", lantern, quay),
    )
    assert told(empty, "1") == [("listed", "2024-03-01", "2024-01-01")]


def test_what_could_not_be_taken_is_part_of_the_digest(empty: Ledger) -> None:
    quay = listing("2", "Cobalt Quay")
    tell(empty, edition(DAY, quay))
    digest = empty.digest()
    tell(empty, edition(DAY, quay, unread="1"))
    assert empty.digest() != digest
