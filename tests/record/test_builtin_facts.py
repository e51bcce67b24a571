"""Every row of the facts from which the record was made is in the record. Skipped where those files are not at hand."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from pathlib import Path

import pytest

from gazetted.model.event import Event
from gazetted.record.builtin import read_builtin

FACTS = Path(__file__).parents[3] / "shared" / "data" / "facts"
pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts files are not beside the project")

LISTS = {
    "FTO": "us.fto",
    "SDGT": "us.sdn",
    "SDN": "us.sdn",
    "State-Sponsors": "us.state-sponsors",
    "ISIL-AQ": "un.sc",
    "Taliban": "un.sc",
    "DRC": "un.sc",
    "Somalia": "un.sc",
    "Yemen": "un.sc",
    "Proscribed": "uk.proscribed",
    "UK-Sanctions-ISIL-AQ": "uk.sanctions",
    "UK-Sanctions-Syria": "uk.sanctions",
    "CP-931": "eu.cp931",
    "AQ-881/2002": "eu.fsf",
    "AQ-2016/1686": "eu.fsf",
    "SYR-36/2012": "eu.fsf",
    "Listed-Entities": "ca.entities",
    "SEMA-Syria": "ca.sema",
    "State-Supporters": "ca.state-supporters",
    "Listed-TO": "au.terrorist",
    "State-Sponsor-of-Terrorism": "au.state-sponsors",
    "Designated-TE": "nz.terrorist",
    "UAPA-Schedule": "in.uapa",
    "Unified-Federal-List": "ru.unified",
    "MASAK-freeze": "tr.masak",
}
WHAT = {
    "listed": {"listed", "relisted"},
    "delisted": {"delisted", "lapsed"},
    "alias_added": {"name added"},
    "alias_removed": {"name removed"},
    "renamed": {"renamed"},
}
CORRECTED = {("EU", "AQ-2016/1686", "ansaru"): "ansaroul-islam"}
"""Rows filed under another party than the one they name: the annex means the group of Burkina Faso."""

DAYS = {
    # The file is named 2021-03-05, but made on 2021-03-02 as it states itself.
    ("EU", "CP-931", "delisted", "2021-03-05"): "2021-03-02",
    ("EU", "AQ-881/2002", "alias_removed", "2021-03-05"): "2021-03-02",
    # The UK Sanctions List states this day; the earlier one is that of the Treasury's list, which is a list of its own.
    ("UK-FCDO", "UK-Sanctions-Syria", "listed", "2011-05-24"): "2020-12-31",
}
"""Days that the publisher's own file proved wrong: as the row has them, and as the record does."""

RANKS = ("low", "medium", "high")


def rows(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def list_key(authority: str, name: str) -> str:
    if name.endswith("-programme"):
        return f"{authority.split('-')[0].lower()}.programmes"
    return LISTS[name]


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def says(events: list[Event], text: str) -> bool:
    """Whether the name is there, whole, split into its parts, or as the note of the event that replaced it."""
    texts = [plain(x) for event in events for x in (event.name, event.former, event.note) if x]
    whole = plain(text)
    if any(whole in x for x in texts):
        return True
    parts = [plain(p) for p in re.split(r"[;()/]|, | \(|formerly|listed as|a\.k\.a\.|original script", text)]
    parts = [p for p in parts if len(p) > 3 and p != "subunitname"]
    return bool(parts) and any(any(p in x for x in texts) for p in parts)


def in_time(event: Event, row: dict[str, str]) -> bool:
    if row["date"]:
        day = DAYS.get((row["authority"], row["list"], row["action"], row["date"]), row["date"])
        return event.date is not None and event.date.iso == day
    named = re.findall(r"\d{4}-\d{2}-\d{2}", row["note"])
    if event.not_after is None or not named or event.not_after.iso in named:
        return True
    bound = event.not_after.latest() + dt.timedelta(days=1)
    return bound.isoformat() in named or event.not_after.iso <= max(named)


def test_every_designation_is_in_the_record() -> None:
    by_party: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in read_builtin().events:
        if event.list_key and event.entry and event.step == "effective":
            by_party[event.list_key, event.party].append(event)
    missing = []
    for row in rows("designations.csv"):
        party = CORRECTED.get((row["authority"], row["list"], row["party_id"]), row["party_id"])
        events = by_party[list_key(row["authority"], row["list"]), party]
        denotes = re.search(r"denotes:([a-z0-9-]+)", row["note"])
        found = [
            event
            for event in events
            if event.what in WHAT[row["action"]]
            and in_time(event, row)
            and event.denotes == (denotes[1] if denotes else None)
            and RANKS.index(event.confidence) >= RANKS.index(row["confidence"])
            and bool(event.instrument) == bool(row["instrument"])
        ]
        if not found or not says(found if row["alias"] else events, row["alias"] or row["listed_name"]):
            missing.append(row)
    assert not missing, (len(missing), missing[:5])


def test_unconfirmed_facts_are_marked() -> None:
    wanted = {
        (list_key(row["authority"], row["list"]), row["party_id"])
        for row in rows("designations.csv")
        if row["source"] == "unconfirmed"
    }
    marked = {(event.list_key, event.party) for event in read_builtin().events if event.unconfirmed}
    # SDGT and FTO rows of al-Nusrah Front were confirmed by the dated chronology.
    assert len(wanted - marked) <= 2, wanted - marked


def test_every_row_of_the_chronology_is_in_the_record() -> None:
    by_day: dict[str, list[Event]] = defaultdict(list)
    for event in read_builtin().events:
        for day in {str(event.date), str(event.not_after)}:
            by_day[day].append(event)
    missing = []
    for row in rows("hts_timeline.csv"):
        names = [name.strip() for name in row["list"].split(";")]
        keys = {list_key(row["authority"], n) for n in names if n in LISTS or n.endswith("-programme")}
        events = by_day[row["date"]]
        merged = {"announced", "published", "signed"} & {row["status_step"]}
        steps = {"effective", "considered" if row["status_step"] == "considering" else row["status_step"]}
        good = [event for event in events if event.step in steps or merged]
        if not good or not keys <= {event.list_key for event in good}:
            missing.append(row)
    assert not missing, missing
