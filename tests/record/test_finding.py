"""Finding a party by any of its names, and what lies nearest to a name that is not there."""

from __future__ import annotations

import datetime as dt

from gazetted.model.dates import PartialDate
from gazetted.model.event import Event
from gazetted.model.party import NameType, Party, PartyName
from gazetted.record.facts import Facts
from gazetted.record.ledger import Ledger

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def carried(party: str, name: str, name_type: NameType = "alias", key: str = "x.list") -> Event:
    return Event(
        list_key=key,
        entry=party,
        party=party,
        what="name added",
        name=name,
        name_type=name_type,
        date=PartialDate("2014"),
    )


def tell(
    ledger: Ledger, *events: Event, common: tuple[PartyName, ...] = (), names: tuple[str, ...] = ("a", "b")
) -> None:
    parties = tuple(Party(slug, f"Party {slug.upper()}") for slug in names)
    ledger.tell_facts(Facts(parties=parties, common_names=common, events=events), origin="t", now=NOW)


def found(ledger: Ledger, name: str) -> list[str]:
    return [party.party for party in ledger.find(name)]


def test_by_slug(empty: Ledger) -> None:
    tell(empty, carried("b", "a"))
    assert found(empty, " a ") == ["a"]


def test_by_a_name_whatever_its_case_marks_and_punctuation(empty: Ledger) -> None:
    tell(empty, carried("a", "Hay'at Tahrir al-Sham"))
    assert found(empty, "HAYAT  TAHRIR AL SHAM") == ["a"]


def test_by_another_romanisation(empty: Ledger) -> None:
    tell(empty, carried("a", "Abu Mohammed al-Jolani"))
    assert found(empty, "Abou Muhammad al-Julani") == ["a"]


def test_words_of_one_skeleton_but_other_vowels_are_another_name(empty: Ledger) -> None:
    tell(empty, carried("a", "Hassan"))
    assert found(empty, "Hussein") == []


def test_as_written_goes_before_another_romanisation(empty: Ledger) -> None:
    tell(empty, carried("a", "Mohammed Jolani"), carried("b", "Muhammad Julani"))
    assert found(empty, "Muhammad Julani") == ["b"]


def test_a_partys_own_name_goes_before_an_alias(empty: Ledger) -> None:
    tell(empty, carried("a", "Dawn", "weak alias"), carried("b", "Dawn", "primary"))
    assert found(empty, "Dawn") == ["b", "a"]


def test_a_name_on_more_lists_goes_first(empty: Ledger) -> None:
    tell(empty, carried("a", "Dawn"), carried("b", "Dawn"), carried("b", "Dawn", key="y.list"))
    assert found(empty, "Dawn") == ["b", "a"]


def test_a_common_name_finds_its_party(empty: Ledger) -> None:
    tell(empty, common=(PartyName("a", "The Foe", "common"),))
    assert found(empty, "the foe") == ["a"]


def test_what_stands_in_parentheses_may_be_left_out(empty: Ledger) -> None:
    tell(empty, carried("a", "Jaysh al-Adl"))
    assert found(empty, "Jaysh al-Adl (formerly Jundallah)") == ["a"]


def test_the_best_type_of_a_name_is_shown_and_every_list(empty: Ledger) -> None:
    tell(empty, carried("a", "Dawn", "weak alias", "y.list"), carried("a", "Dawn", "primary", "x.list"))
    (name,) = [name for name in empty.names() if name.text == "Dawn"]
    assert (name.name_type, name.lists) == ("primary", ("x.list", "y.list"))


def test_nearest_names_are_the_most_alike_first(empty: Ledger) -> None:
    tell(empty, carried("a", "Levant Board"), carried("b", "Levante Bord of Elders"))
    assert empty.nearest_names("Levant Bord", limit=1) == ["Levant Board"]


def test_nothing_is_near_to_what_is_like_nothing(empty: Ledger) -> None:
    tell(empty, names=("a",))
    assert empty.nearest_names("qqqqzzzz") == []
