"""Entries that got another key."""

from __future__ import annotations

from typing import Any

from gazetted.model.edition import ListedName, Listing, Succession
from gazetted.record.succession import at_edition, chains, successions


def listing(entry: str, *names: str, kind: Any = "organization", **more: Any) -> Listing:
    return Listing(
        entry, kind, tuple(ListedName(n, "alias" if at else "primary") for at, n in enumerate(names)), **more
    )


def pairs(gone: list[Listing], come: list[Listing]) -> list[tuple[str, str]]:
    return [(one.old, one.new) for one in successions("a.list", "2020-01-01", gone, "2021-01-01", come)]


def test_a_name_and_more_is_one_entry() -> None:
    assert pairs([listing("1", "Red Wheel Mixers")], [listing("9", "RED WHEEL MIXERS")]) == [("1", "9")]


def test_a_single_word_needs_more() -> None:
    assert pairs([listing("1", "Wheel")], [listing("9", "Wheel")]) == []
    same = {"programmes": ("X",), "countries": ("SY",)}
    assert pairs([listing("1", "Wheel", **same)], [listing("9", "Wheel", **same)]) == [("1", "9")]


def test_a_number_tells_it_under_another_name() -> None:
    ids = {"identifiers": ("imo:9187629",), "countries": ("PA",)}
    one, other = (
        listing("1", "OLD NAME", "STAR TWO", kind="vessel", **ids),
        listing("9", "NEW NAME", "OLD NAME", "STAR TWO", kind="vessel", **ids),
    )
    assert pairs([one], [other]) == [("1", "9")]
    assert pairs([listing("1", "Anna")], [other]) == []


def test_who_was_born_another_day_is_another() -> None:
    one = listing("1", "Test Person Okoro", kind="person", born=("1960-01-02",))
    other = listing("9", "Test Person Okoro", kind="person", born=("1971-01-02",))
    assert pairs([one], [other]) == []


def test_a_listing_of_a_stated_later_day_is_a_new_one() -> None:
    assert pairs([listing("1", "Red Wheel")], [listing("9", "Red Wheel", listed_on="2020-06-01")]) == []
    assert pairs([listing("1", "Red Wheel")], [listing("9", "Red Wheel", listed_on="2016-06-01")]) == [("1", "9")]


def test_of_two_of_a_name_neither() -> None:
    gone = [listing("1", "Red Wheel"), listing("2", "Red Wheel")]
    assert pairs(gone, [listing("9", "Red Wheel")]) == []
    told = [listing("1", "Red Wheel", programmes=("X",)), listing("2", "Red Wheel")]
    assert pairs(told, [listing("9", "Red Wheel", programmes=("X",))]) == [("1", "9")]


def test_entries_that_stay_are_left_alone() -> None:
    held = {1: listing("1", "Red Wheel"), 2: listing("2", "Blue Wheel"), 3: listing("1", "Red Wheel Two")}
    editions = {"2020-01-01": frozenset({1, 2}), "2021-01-01": frozenset({2, 3})}
    found = at_edition("a.list", "2020-01-01", "2021-01-01", editions.__getitem__, lambda ids: [held[i] for i in ids])
    assert found == []


def test_keys_in_turn_are_one_chain() -> None:
    told = [Succession("x", "2", "3", "2022-01-01"), Succession("x", "1", "2", "2021-01-01")]
    assert chains(told)["1"] == chains(told)["3"] == ("1", "2", "3")
