"""The built-in record: it is read whole and fast, it is sound, and damage is named."""

from __future__ import annotations

from collections import Counter

import pytest

from gazetted.errors import RecordError
from gazetted.model.event import Event
from gazetted.record.builtin import Builtin, builtin_files, parse_files, read_builtin

ENTRIES = {
    "au.state-sponsors": 1,
    "au.terrorist": 38,
    "ca.entities": 96,
    "ca.sema": 1,
    "ca.state-supporters": 1,
    "eu.cp931": 40,
    "eu.fsf": 103,
    "eu.programmes": 1,
    "in.uapa": 38,
    "nz.terrorist": 7,
    "ru.unified": 2,
    "tr.masak": 1,
    "uk.proscribed": 103,
    "uk.sanctions": 3,
    "un.programmes": 1,
    "un.sc": 103,
    "us.fto": 118,
    "us.programmes": 14,
    "us.sdn": 118,
    "us.state-sponsors": 8,
}

HTS = "hayat-tahrir-al-sham"


@pytest.fixture(scope="module")
def builtin() -> Builtin:
    return read_builtin()


def told(builtin: Builtin, list_key: str, entry: str, what: str, name: str | None = None) -> list[Event]:
    """The effective events of one kind about one entry, in order of date."""
    found = [
        event
        for event in builtin.events
        if (event.list_key, event.entry, event.what, event.step) == (list_key, entry, what, "effective")
        and name in (None, event.name)
    ]
    return sorted(found, key=lambda event: event.order())


def test_entries_of_every_list(builtin: Builtin) -> None:
    entries = {(event.list_key, event.entry) for event in builtin.events if event.entry}
    assert Counter(list_key for list_key, _ in entries) == ENTRIES
    assert [info.key for info in builtin.lists] == sorted(ENTRIES)


def test_parties(builtin: Builtin) -> None:
    assert len(builtin.parties) == 319
    kinds = {party.party: party.kind for party in builtin.parties}
    assert kinds["764"] == kinds["the-base"] == "organization"
    assert kinds["james-mason"] == kinds["ahmed-al-sharaa"] == "person"
    assert kinds["syria"] == "state"
    assert kinds["caesar-act"] == "programme"


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("HTS", HTS),
        ("Daesh", "isil"),
        ("Houthis", "ansarallah"),
        ("Hezbollah", "hizballah"),
        ("Tamil Tigers", "ltte"),
        ("FARC", "farc"),
        ("ETA", "eta"),
        ("Revolutionary Guards", "irgc"),
    ],
)
def test_common_names(builtin: Builtin, text: str, party: str) -> None:
    assert {name.party for name in builtin.common_names if name.text == text} == {party}


def test_no_part_carries_the_name_of_the_whole(builtin: Builtin) -> None:
    assert not [name for name in builtin.common_names if name.text.casefold() == "muslim brotherhood"]


def test_us_fto_name_of_2018_and_revocation(builtin: Builtin) -> None:
    (added,) = told(builtin, "us.fto", "al-nusrah-front", "name added", "Hay'at Tahrir al-Sham")
    assert str(added.date) == "2018-06-01"
    (removed,) = told(builtin, "us.fto", "al-nusrah-front", "delisted")
    assert str(removed.date) == "2025-07-08"


def test_uk_name_works_through_another_entry(builtin: Builtin) -> None:
    (added,) = told(builtin, "uk.proscribed", "al-qaida", "name added", "Hay'at Tahrir al-Sham")
    assert (str(added.date), added.unconfirmed, added.denotes) == ("2017-05-26", "day", HTS)
    (removed,) = told(builtin, "uk.proscribed", "al-qaida", "name removed", "Hay'at Tahrir al-Sham")
    assert (str(removed.date), removed.denotes) == ("2025-11-11", HTS)


def test_canada(builtin: Builtin) -> None:
    (listed,) = told(builtin, "ca.entities", "694423", "listed")
    (renamed,) = told(builtin, "ca.entities", "694423", "renamed")
    (removed,) = told(builtin, "ca.entities", "694423", "delisted")
    assert (str(listed.date), listed.name) == ("2013-11-07", "Jabhat Al-Nusra")
    assert (renamed.former, renamed.name) == ("Jabhat Al-Nusra", "Hay’at Tahrir al-Sham")
    assert str(removed.date) == "2025-12-04"
    assert "SOR/2025-250" in removed.instrument


def test_un(builtin: Builtin) -> None:
    assert [str(e.date) for e in told(builtin, "un.sc", "QDe.137", "listed")] == ["2014-05-14"]
    assert [str(e.date) for e in told(builtin, "un.sc", "QDe.137", "delisted")] == ["2026-02-27"]


def test_designated_revoked_and_designated_again(builtin: Builtin) -> None:
    found = [
        (event.what, str(event.date))
        for what in ("listed", "delisted", "relisted")
        for event in told(builtin, "us.fto", "ansarallah", what)
    ]
    assert found == [("listed", "2021-01-19"), ("delisted", "2021-02-16"), ("relisted", "2025-03-05")]


def test_struck_down_and_suspended(builtin: Builtin) -> None:
    (judgment,) = told(builtin, "uk.proscribed", "palestine-action", "struck down")
    assert str(judgment.date) == "2026-02-13"
    (suspended,) = told(builtin, "eu.cp931", "farc", "suspended")
    assert str(suspended.date) == "2016-09-27"


def test_bundled_names_are_split(builtin: Builtin) -> None:
    names = {event.name for event in told(builtin, "un.sc", "QDe.137", "name added")}
    assert {"هيئة تحرير الشام", "HTS", "Hayat Tahrir al-Sham", "Jabhat Fatah al-Sham"} <= names
    assert not [name for name in names if ";" in name]


def test_no_name_begins_after_its_entry_was_removed(builtin: Builtin) -> None:
    days = {event.name: event.not_after for event in told(builtin, "un.sc", "QDe.137", "name added") if not event.date}
    assert days
    assert {str(day) for day in days.values()} == {"2026-02-26"}


def test_steps_have_their_own_days(builtin: Builtin) -> None:
    steps = {
        event.step: str(event.date)
        for event in builtin.events
        if (event.list_key, event.entry, event.what) == ("us.fto", "al-nusrah-front", "delisted")
    }
    assert steps == {"signed": "2025-06-23", "announced": "2025-07-07", "effective": "2025-07-08"}


def test_sources_name_documents_not_copies(builtin: Builtin) -> None:
    for event in builtin.events:
        assert not any(mark in event.source for mark in ("moov-io", "opensanctions/", "laws-lois-xml")), event.source


def test_former_keys_lead_to_the_key_in_turn() -> None:
    listed = b'[[entry.event]]\nwhat = "listed"\nname = "A"\nsource = "x"\n'
    info = b'[list]\nkey = "x.y"\nauthority = "X"\nbody = "X"\ntitle = "X"\nshort = "X"\n'
    entry = b'[[entry]]\nkey = "3"\nformer_keys = ["1", "2"]\nparty = "a"\n'
    found = parse_files({"x.y.toml": info + entry + listed}).successions
    assert [(one.list_key, one.old, one.new) for one in found] == [("x.y", "1", "2"), ("x.y", "2", "3")]
    assert all(one.reason for one in found)


def test_canada_renumbered_an_item(builtin: Builtin) -> None:
    assert ("ca.sema", "Syria/2/1", "Syria/Part 2/1") in {(s.list_key, s.old, s.new) for s in builtin.successions}


def test_digest_follows_the_bytes() -> None:
    files = builtin_files()
    again = {**files, "context.toml": files["context.toml"] + b"\n"}
    assert parse_files(files).digest == read_builtin().digest != parse_files(again).digest


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'what = "listed"', b'what = "liste"', "entry al-nusra"),
        (b'party = "al-nusra"', b'partie = "al-nusra"', "partie"),
        (b'date = "2014-12-29"', b'date = "2014-02-30"', "not a date"),
        (b'source = "unconfirmed"', b"source = 7", "entry al-nusra"),
        (b"[[entry]]", b"[[entry]", "not TOML"),
        (b'key = "al-nusra"\n', b"", "key"),
        (b"[[entry.event]]", b"[[entry.evnt]]", "evnt"),
        (b'name = "Jabhat', b'name = "\xff', "not TOML"),
        (b"[[entry]]", b'[[entry]]\nkey = "al-nusra"\nparty = "x"\n[[entry]]', "stands 2 times"),
        (b'key = "ru.unified"', b'key = "ru.other"', "ru.other"),
        (b'body = "FSB"', b'bodi = "FSB"', "bodi"),
    ],
)
def test_damage_is_named(old: bytes, new: bytes, said: str) -> None:
    whole = b"""
[list]
key = "ru.unified"
authority = "Russia"
body = "FSB"
title = "Unified list"
short = "RU unified"

[[entry]]
key = "al-nusra"
party = "al-nusra"

[[entry.event]]
what = "listed"
name = "Jabhat al-Nusra"
date = "2014-12-29"
source = "unconfirmed"
unconfirmed = "all"
"""
    assert len(parse_files({"ru.unified.toml": whole}).events) == 1
    assert old in whole
    with pytest.raises(RecordError) as caught:
        parse_files({"ru.unified.toml": whole.replace(old, new, 1)})
    assert "ru.unified.toml" in str(caught.value)
    assert said in str(caught.value)
