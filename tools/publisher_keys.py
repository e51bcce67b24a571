"""Hold the built-in record against publishers' own files: which entries meet, and where facts and editions disagree.

    python tools/publisher_keys.py FOLDER

FOLDER holds `<publisher>/<date>/<files>`. For each list that both know, the entries of the built-in record are looked
up by key in every edition. A contradiction is an entry that the facts have in force on the day of an edition that lacks
it, one that an edition prints while the facts do not have it in force, and a first day other than the publisher states.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gazetted.errors import GazettedError
from gazetted.model.edition import Edition, Reject
from gazetted.model.event import Event
from gazetted.record.builtin import Builtin, read_builtin
from gazetted.record.fold import IN_FORCE, STARTS, state_on
from gazetted.sources.recognise import recognise
from gazetted.sources.registry import all_readers

Fault = Literal["in force, but absent", "printed, but not in force", "another first day"]


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """A fact that an edition does not bear out.

    Attributes:
        list_key: the list.
        entry: the entry.
        fault: what is wrong.
        days: the editions' dates; for a first day, the days that the publisher states.
    """

    list_key: str
    entry: str
    fault: Fault
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """How the built-in record and the editions of one list meet.

    Attributes:
        list_key: the list.
        entries: entries of the built-in record.
        unmet: keys of those that no edition prints.
        contradictions: where facts and editions disagree.
    """

    list_key: str
    entries: int
    unmet: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]


def editions_in(folder: Path) -> Iterator[Edition]:
    """Every edition below `<publisher>/<date>`; what no reader knows is left out.

    A folder's date stands in where the files state none.
    """
    for place in sorted(path for path in folder.glob("*/*") if path.is_dir() and path.name[:1].isdigit()):
        try:
            found = recognise(place, all_readers())
        except GazettedError as error:
            print(f"{place}: {error}"[:200], file=sys.stderr)
            continue
        for one in found:
            rejects: list[Reject] = []
            listings = tuple(one.reader.listings(one.parts, rejects.append))
            aspects = one.reader.aspects(one.parts.keys())
            date = one.date or place.name
            yield Edition(one.list_key, date, one.sha256, one.reader.name, listings, tuple(rejects), aspects)


def meetings(builtin: Builtin, editions: Sequence[Edition]) -> list[Meeting]:
    """How each list meets that has entries in the built-in record and an edition."""
    facts: defaultdict[str, defaultdict[str, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for event in builtin.events:
        if event.list_key and event.entry:
            facts[event.list_key][event.entry].append(event)
    printed: defaultdict[str, list[Edition]] = defaultdict(list)
    for edition in editions:
        printed[edition.list_key].append(edition)
    newer = {(one.list_key, one.old): one.new for one in builtin.successions}
    return [_meeting(key, facts[key], printed[key], newer) for key in sorted(facts.keys() & printed.keys())]


def _meeting(
    key: str, facts: Mapping[str, list[Event]], editions: Sequence[Edition], newer: Mapping[tuple[str, str], str]
) -> Meeting:
    stated: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    for edition in editions:
        for listing in edition.listings:
            stated[_newest(key, listing.entry, newer)][edition.date] = listing.listed_on
    whole = {edition.date for edition in editions if "entries" in edition.aspects}
    dates = sorted({edition.date for edition in editions})
    found = [
        Contradiction(key, entry, fault, days)
        for entry, events in facts.items()
        if entry in stated
        for fault, days in _faults(events, stated[entry], dates, whole)
    ]
    # An entry that no edition prints may still be one that the facts have in force.
    for entry in facts.keys() - stated.keys():
        days = tuple(date for date in dates if date in whole and _in_force(facts[entry], date))
        if days:
            found.append(Contradiction(key, entry, "in force, but absent", days))
    return Meeting(key, len(facts), tuple(sorted(facts.keys() - stated.keys())), tuple(sorted(found)))


def _newest(key: str, entry: str, newer: Mapping[tuple[str, str], str]) -> str:
    while (key, entry) in newer:
        entry = newer[key, entry]
    return entry


def _faults(
    events: Sequence[Event], stated: Mapping[str, str | None], dates: Sequence[str], whole: set[str]
) -> Iterator[tuple[Fault, tuple[str, ...]]]:
    absent = tuple(date for date in dates if date in whole and date not in stated and _in_force(events, date))
    extra = tuple(date for date in sorted(stated) if not _in_force(events, date))
    first = {day for day in stated.values() if day}
    told = {event.date.iso for event in events if event.what in STARTS and event.step == "effective" and event.date}
    if absent:
        yield "in force, but absent", absent
    if extra:
        yield "printed, but not in force", extra
    if first and not first & told and any(event.what in STARTS and event.date for event in events):
        yield "another first day", tuple(sorted(first))


def _in_force(events: Sequence[Event], date: str) -> bool:
    return state_on(events, dt.date.fromisoformat(date)).status in IN_FORCE


def main() -> None:
    """Print how each list meets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for meeting in meetings(read_builtin(), list(editions_in(parser.parse_args().folder))):
        print(
            f"{meeting.list_key}: {meeting.entries - len(meeting.unmet)} of {meeting.entries} entries meet an edition"
        )
        for entry in meeting.unmet:
            print(f"  no edition prints {entry}")
        for one in meeting.contradictions:
            print(f"  {one.entry}: {one.fault}: {', '.join(one.days)}")


if __name__ == "__main__":
    main()
