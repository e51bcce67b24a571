"""Where a party stood on known days, by the built-in record: each line is a fact of its chronology."""

from __future__ import annotations

import datetime as dt

import pytest

from gazetted.record.ledger import Ledger

NAME = "Hay'at Tahrir al-Sham"
SLUG = "hayat-tahrir-al-sham"

# list, day, status, since, until, name of the entry
DAYS = [
    ("us.fto", "2016-01-01", "in force", "2014-05-15", None, "al-Nusrah Front"),
    ("us.fto", "2018-01-01", "in force", "2014-05-15", None, "al-Nusrah Front"),
    ("us.fto", "2024-12-09", "in force", "2018-06-01", None, "al-Nusrah Front"),
    ("us.fto", "2025-07-07", "in force", "2018-06-01", None, "al-Nusrah Front"),
    ("us.fto", "2025-08-01", "removed", "2018-06-01", "2025-07-08", "al-Nusrah Front"),
    ("us.fto", "2026-01-15", "removed", "2018-06-01", "2025-07-08", "al-Nusrah Front"),
    ("us.sdn", "2016-01-01", "in force", "2014-05-15", None, "al-Nusrah Front"),
    ("us.sdn", "2024-12-09", "in force", "2018-06-01", None, "al-Nusrah Front"),
    ("us.sdn", "2025-08-01", "in force", "2018-06-01", None, "al-Nusrah Front"),
    ("us.sdn", "2026-11-22", "in force", "2018-06-01", None, "al-Nusrah Front"),
    ("un.sc", "2014-05-13", "in force", "2013-05-30", None, "AL-QAIDA IN IRAQ"),
    ("un.sc", "2016-01-01", "in force", "2014-05-14", None, "AL-NUSRAH FRONT FOR THE PEOPLE OF THE LEVANT"),
    ("un.sc", "2018-01-01", "in force", "2014-05-14", None, "AL-NUSRAH FRONT FOR THE PEOPLE OF THE LEVANT"),
    ("un.sc", "2024-12-09", "in force", "2018-06-05", None, "AL-NUSRAH FRONT FOR THE PEOPLE OF THE LEVANT"),
    ("un.sc", "2026-01-15", "in force", "2018-06-05", None, "AL-NUSRAH FRONT FOR THE PEOPLE OF THE LEVANT"),
    ("un.sc", "2026-11-22", "removed", "2018-06-05", "2026-02-27", "AL-NUSRAH FRONT FOR THE PEOPLE OF THE LEVANT"),
    ("uk.proscribed", "2016-01-01", "in force", "2013-07-19", None, "Al Qa'ida"),
    ("uk.proscribed", "2018-01-01", "in force", "2017-05-26", None, "Al Qa'ida"),
    ("uk.proscribed", "2025-10-25", "in force", "2017-05-26", None, "Al Qa'ida"),
    ("uk.proscribed", "2026-01-15", "removed", "2017-05-26", "2025-11-11", "Al Qa'ida"),
    ("uk.proscribed", "2026-01-15", "in force", "2013-07-19", None, "Al Qa'ida"),
    ("ca.entities", "2016-01-01", "in force", "2013-11-07", None, "Jabhat Al-Nusra"),
    ("ca.entities", "2024-12-09", "in force", "2018-05-23", None, "Hay’at Tahrir al-Sham"),
    ("ca.entities", "2025-12-01", "in force", "2018-05-23", None, "Hay’at Tahrir al-Sham"),
    ("ca.entities", "2026-01-15", "removed", "2018-05-23", "2025-12-04", "Hay’at Tahrir al-Sham"),
    ("eu.fsf", "2016-01-01", "in force", "2014-05-29", None, "Al-Nusrah Front for the People of the Levant"),
    ("eu.fsf", "2024-12-09", "in force", "2018-06-12", None, "Al-Nusrah Front for the People of the Levant"),
    ("eu.fsf", "2026-01-15", "in force", "2018-06-12", None, "Al-Nusrah Front for the People of the Levant"),
    ("eu.fsf", "2026-11-22", "removed", "2018-06-12", "2026-07-21", "Al-Nusrah Front for the People of the Levant"),
    ("au.terrorist", "2016-01-01", "in force", "2013-06-28", None, "Jabhat al-Nusra"),
    ("au.terrorist", "2024-12-09", "in force", "2022-02-17", None, "Hay'at Tahrir al-Sham"),
    ("au.terrorist", "2025-08-01", "in force", "2022-02-17", None, "Hay'at Tahrir al-Sham"),
]


@pytest.mark.parametrize(("list_key", "day", "status", "since", "until", "name"), DAYS)
def test_standing_on_a_known_day(
    builtin: Ledger, list_key: str, day: str, status: str, since: str, until: str | None, name: str
) -> None:
    found = [s for s in builtin.standings(SLUG, dt.date.fromisoformat(day), name=NAME) if s.list_key == list_key]
    assert (status, since, until, name) in [(s.status, s.since, s.until, s.as_) for s in found]
    for standing in found:
        assert standing.source
        assert standing.confidence in ("high", "medium", "low")
        assert standing.instrument or standing.status == "not listed"


@pytest.mark.parametrize(
    ("list_key", "day", "words"),
    [
        ("au.terrorist", "2025-08-01", "Its term of 3 years ended on 2025-02-17"),
        ("eu.fsf", "2026-03-15", "Removed between 2026-02-27 and 2026-07-21"),
        ("eu.fsf", "2026-11-22", "Removed between 2026-02-27 and 2026-07-21"),
        ("us.fto", "2016-01-01", "stands there only since 2018-06-01"),
    ],
)
def test_what_the_record_does_not_know_is_said(builtin: Ledger, list_key: str, day: str, words: str) -> None:
    found = builtin.standings(SLUG, dt.date.fromisoformat(day), name=NAME)
    assert any(words in (s.doubt or "") for s in found if s.list_key == list_key)


@pytest.mark.parametrize(("day", "unconfirmed"), [("2018-01-01", "day"), ("2013-08-01", "day")])
def test_days_of_the_name_orders_are_unconfirmed(builtin: Ledger, day: str, unconfirmed: str) -> None:
    (standing,) = [
        s
        for s in builtin.standings(SLUG, dt.date.fromisoformat(day), name=NAME)
        if s.list_key == "uk.proscribed" and s.status == "in force"
    ]
    assert standing.unconfirmed == unconfirmed


def test_what_was_announced_or_signed_is_told_apart_from_what_took_effect(builtin: Ledger) -> None:
    steps = [
        (e.date.iso, e.step)
        for e in builtin.history(SLUG)
        if e.list_key == "us.fto" and e.what == "delisted" and e.date
    ]
    assert steps == [("2025-06-23", "signed"), ("2025-07-07", "announced"), ("2025-07-08", "effective")]
