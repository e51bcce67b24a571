"""The check of a built-in record: what a correction by hand can break, in sentences that say where."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.record.builtin import Builtin

SHORT_LIMIT = 12
"""Most characters of a list's short label: the width that tables leave for it."""

_NAMED = frozenset({"listed", "relisted", "name added", "name removed", "renamed", "delisted", "lapsed"})
_BEGINS = frozenset({"listed", "relisted"})
_ENDS = frozenset({"delisted", "lapsed"})


def problems(builtin: Builtin) -> list[str]:
    """Everything unsound in a record, one sentence each; empty when all is well.

    Checked are: keys and slugs that stand twice or out of order, former keys that are another entry's, parties that
    `parties.toml` does not know, labels that are too long, facts without a name or a source, bounds that exclude each
    other or the date, facts that stand twice, and removals from an entry that nothing had listed.
    """
    slugs = {party.party for party in builtin.parties}
    return [
        *_list_problems(builtin.lists),
        *_party_problems(builtin, slugs),
        *(problem for event in builtin.events for problem in _event_problems(event, slugs)),
        *_key_problems(builtin.events),
        *_succession_problems(builtin),
        *_twice(builtin.events),
        *_course_problems(builtin.events),
    ]


def _list_problems(lists: Sequence[ListInfo]) -> Iterator[str]:
    for key, count in Counter(item.key for item in lists).items():
        if count > 1:
            yield f"{key}.toml: the list key stands in {count} files."
    for item in lists:
        if len(item.short) > SHORT_LIMIT:
            yield f"{item.key}.toml: short label {item.short!r} is longer than {SHORT_LIMIT} characters."
        if item.term_years < 0 or bool(item.term_years) != bool(item.term_basis):
            yield f"{item.key}.toml: term_years and term_basis belong together."
        if not item.covers:
            yield f"{item.key}.toml: covers is empty; say what the record holds of the list."
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", item.known_to, re.ASCII) or not _is_day(item.known_to):
            yield f"{item.key}.toml: known_to {item.known_to!r} is not a day."


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _party_problems(builtin: Builtin, slugs: set[str]) -> Iterator[str]:
    yield from _order_problems("parties.toml", "slug", [party.party for party in builtin.parties])
    for party in builtin.parties:
        where = f"parties.toml, party {party.party}"
        if not party.name.strip():
            yield f"{where}: name is empty."
        for code in party.countries:
            if not re.fullmatch(r"[A-Z]{2}", code):
                yield f"{where}: country {code!r} is not an ISO alpha-2 code."
        for tie in party.relations:
            if tie.party not in slugs or tie.party == party.party:
                yield f"{where}: relation {tie.what!r} leads to {tie.party!r}, which is no other party."
    for (slug, text), count in Counter((name.party, name.text) for name in builtin.common_names).items():
        if count > 1:
            yield f"parties.toml, party {slug}: common name {text!r} stands {count} times."
        if not text.strip():
            yield f"parties.toml, party {slug}: a common name is empty."
    used = {event.about for event in builtin.events} | {event.party for event in builtin.events}
    yield from (f"parties.toml, party {slug}: no entry and no event names it." for slug in sorted(slugs - used))


def _event_problems(event: Event, slugs: set[str]) -> Iterator[str]:
    where = place(event)
    if event.party not in slugs:
        yield f"{where}: party {event.party!r} is not in parties.toml."
    if event.denotes is not None and event.denotes not in slugs:
        yield f"{where}: denotes {event.denotes!r} is not in parties.toml."
    if event.what in _NAMED and not event.name.strip():
        yield f"{where}: the name is empty."
    if event.what == "context" and not event.note.strip():
        yield f"{where}: a context without a note says nothing."
    if not event.source.strip():
        yield f"{where}: the source is missing."
    if event.source == "unconfirmed" and event.unconfirmed != "all":
        yield f'{where}: the source is "unconfirmed", so unconfirmed must be "all".'
    first, last, day = event.not_before, event.not_after, event.date
    if first and last and first.earliest() > last.latest():
        yield f"{where}: not_before {first} is later than not_after {last}."
    if day and first and day.latest() < first.earliest():
        yield f"{where}: date {day} is earlier than not_before {first}."
    if day and last and event.what not in _ENDS and day.earliest() > last.latest():
        yield f"{where}: date {day} is later than not_after {last}."


def _key_problems(events: Sequence[Event]) -> Iterator[str]:
    listed = [event for event in events if event.entry]
    for list_key, group in groupby(listed, key=lambda event: event.list_key):
        entries = [key for key, _ in groupby(group, key=lambda event: event.entry)]
        yield from _order_problems(f"{list_key}.toml", "key", entries)
    owners: dict[tuple[str | None, str], set[str]] = {}
    for event in listed:
        owners.setdefault((event.list_key, event.entry), set()).add(event.party)
    for (file, key), parties in owners.items():
        if len(parties) > 1:
            yield f"{file}.toml, entry {key}: the key stands for several parties, {', '.join(sorted(parties))}."


def _succession_problems(builtin: Builtin) -> Iterator[str]:
    """Former keys that are the key of an entry, or the former key of two."""
    current = {(event.list_key, event.entry) for event in builtin.events}
    for (file, key), count in Counter((one.list_key, one.old) for one in builtin.successions).items():
        if (file, key) in current:
            yield f"{file}.toml, entry {key}: the key is also a former key of an entry."
        if count > 1:
            yield f"{file}.toml, {key}: the key is a former key {count} times."


def _order_problems(file: str, what: str, keys: Sequence[str]) -> Iterator[str]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{file}, {key}: the {what} stands {count} times."
    for before, after in pairwise(keys):
        if reading_order(before) > reading_order(after):
            yield f"{file}, {after}: out of order, it belongs before {before}."


def reading_order(key: str) -> list[tuple[int, int, str]]:
    """Sort key for keys and slugs: as text, but runs of digits by value, and before letters.

    >>> sorted(["al-qaida", "16937", "4697", "QDe.14", "QDe.9"], key=reading_order)
    ['4697', '16937', 'QDe.9', 'QDe.14', 'al-qaida']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", key)
    return [(0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts]


def _twice(events: Iterable[Event]) -> Iterator[str]:
    kept = Counter(
        (e.list_key, e.entry, e.party, e.what, e.step, e.name, e.denotes, e.date, e.not_after, e.note)
        if e.what == "context"
        else (e.list_key, e.entry, e.party, e.what, e.step, e.name, e.denotes, e.date, e.not_after)
        for e in events
    )
    for key, count in kept.items():
        list_key, entry, party, what, _, name, _, date = key[:8]
        if count > 1:
            where = f"{list_key}.toml, entry {entry}" if entry else f"context.toml, party {party}"
            yield f"{where}: {what} {name!r} of {date} stands {count} times."


def _course_problems(events: Sequence[Event]) -> Iterator[str]:
    """Removals of what was not listed, and names added to an entry that had ended for good."""
    effective = [event for event in events if event.entry and event.step == "effective"]
    by_entry: dict[tuple[str | None, str], list[Event]] = {}
    for event in effective:
        by_entry.setdefault((event.list_key, event.entry), []).append(event)
    for group in by_entry.values():
        begins = [event for event in group if event.what in _BEGINS]
        ends = [event for event in group if event.what in _ENDS]
        if not begins:
            yield f"{place(group[0])}: nothing says that the entry was listed."
            continue
        first = min(event.order()[0] for event in begins)
        for event in ends:
            day = event.date or event.not_after
            if day is not None and day.latest() < first:
                yield f"{place(event)}: removed before the first listing of {first}."
        if not ends or any(not (event.date or event.not_after) for event in ends):
            continue
        last = max(event.order()[0] for event in ends)
        if max(event.order()[0] for event in begins) > last:
            continue
        for event in group:
            if event.what == "name added" and event.order()[0] >= last:
                yield f"{place(event)}: {event.name!r} is added on or after {last}, when the entry had ended."


def place(event: Event) -> str:
    """Where an event stands in the files, for a message."""
    day = event.date or event.not_after or event.not_before
    when = f" of {day}" if day else ""
    if not event.entry:
        return f"context.toml, party {event.party}, event{when}"
    return f"{event.list_key}.toml, entry {event.entry}, {event.what}{when}"
