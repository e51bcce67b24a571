"""Ties, steps, computed days and bars of known cases."""

from __future__ import annotations

from gazetted.api import Record
from gazetted.assessment.result import Assessment, Leaving


def _leaving(assessed: Assessment, key: str) -> Leaving:
    return next(one for one in assessed.leaving if one.list_key == key)


def test_ties_go_both_ways_and_name_the_list_that_carries_a_name(record: Record) -> None:
    ties = {(one.what, one.party, one.other, one.list_key) for one in record.assess("HTS", on="2025-08-01").relations}
    assert ("leader of", "ahmed-al-sharaa", "hayat-tahrir-al-sham", None) in ties
    assert ("listed through", "hayat-tahrir-al-sham", "al-qaida", "uk.proscribed") in ties
    other_side = {(one.what, one.other, one.list_key) for one in record.assess("al-qaida", on="2025-08-01").relations}
    assert ("carries names of", "hayat-tahrir-al-sham", "uk.proscribed") in other_side


def test_ties_that_come_from_listings_end_with_them(record: Record) -> None:
    ties = {(one.what, one.list_key) for one in record.assess("HTS", on="2010-01-01").relations}
    assert ("listed through", "uk.proscribed") not in ties


def test_the_steps_of_a_removal_are_told_with_the_days_between(record: Record) -> None:
    seen = _leaving(record.assess("HTS", on="2025-08-01"), "us.fto").seen
    told = [(step.date, step.step, step.days) for step in seen][-3:]
    assert told == [("2025-06-23", "signed", 196), ("2025-07-07", "announced", 14), ("2025-07-08", "effective", 1)]


def test_steps_after_the_day_are_not_known_on_it(record: Record) -> None:
    seen = _leaving(record.assess("HTS", on="2025-07-07"), "us.fto").seen
    assert [step.step for step in seen][-1] == "announced"


def test_an_old_name_that_was_dropped_is_no_step_of_a_removal(record: Record) -> None:
    assert _leaving(record.assess("HTS", on="2025-08-01"), "ca.entities").seen == ()


def test_a_laid_order_has_its_day_before_it_comes(record: Record) -> None:
    computed = {one.list_key: one for one in record.assess("HTS", on="2025-10-25").computed}["uk.proscribed"]
    assert (computed.counted_from, computed.day, computed.passed) == ("2025-10-21", "2025-11-11", False)
    later = {one.list_key: one for one in record.assess("HTS", on="2025-11-11").computed}["uk.proscribed"]
    assert later.passed
    assert "uk.proscribed" not in {one.list_key for one in record.assess("HTS", on="2025-10-20").computed}


def test_bars_tell_own_and_other_names_apart(record: Record) -> None:
    bars = {bar.list_key: bar for bar in record.assess("HTS", on="2025-08-01").timeline}
    assert [(p.since, p.until, p.state) for p in bars["us.fto"].periods] == [
        ("2012-12-11", "2018-06-01", "other"),
        ("2018-06-01", "2025-07-08", "own"),
    ]
    assert bars["uk.proscribed"].periods[-1].state == "other"
    contested = record.assess("palestine-action", on="2026-03-01").timeline[0]
    assert contested.periods[-1].state == "contested"
