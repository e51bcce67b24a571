"""`changes` for other programs: a table (CSV), and feeds (Atom, RFC 4287; RSS 2.0)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.screening.hits import safe_cell

if TYPE_CHECKING:
    from gazetted.model.event import Event
    from gazetted.model.lists import ListInfo

COLUMNS = (
    "list", "date", "date_kind", "not_before", "not_after", "party", "party_name", "entry", "what", "step", "name",
    "former", "name_type", "field", "before", "after", "programmes", "instrument", "source", "confidence",
    "unconfirmed", "note",
)  # fmt: skip
"""Columns of the table. An amendment has a row for each field that is not as it was; any other event has one row, in
which field, before and after are empty. Several values in a cell are parted by "; "."""

ATOM = "http://www.w3.org/2005/Atom"
_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, "gazetted:changes")
_NO_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})
_NO_PAGE = "about:blank"
"""What RSS is given for the page of a feed that has none; it must be given something."""


class Changes(NamedTuple):
    """Events with what is needed to tell of them.

    Attributes:
        events: the events.
        infos: the record's lists, by key.
        names: names of the parties, by slug.
        since: the first day asked.
        until: the last day asked.
        lists: the lists asked; none for all.
        known: the moment up to which the record was told (ISO, UTC).
    """

    events: Sequence[Event]
    infos: Mapping[str, ListInfo]
    names: Mapping[str, str]
    since: str | None
    until: str | None
    lists: tuple[str, ...]
    known: str

    @property
    def title(self) -> str:
        """What the feed is called."""
        lists = ", ".join(self.infos[key].short for key in self.lists if key in self.infos) or "all lists"
        window = " ".join(part for part in (self.since and f"since {self.since}", self.until and f"until {self.until}")
                          if part)  # fmt: skip
        return _clean(f"Changes of {lists} {window}".strip())


def csv_text(changes: Changes) -> str:
    """The events as a table with a header. Cells that a spreadsheet would run are preceded by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for event in changes.events:
        writer.writerows([safe_cell(one_line(cell)) for cell in row] for row in _rows(event, changes.names))
    return out.getvalue()


def _rows(event: Event, names: Mapping[str, str]) -> Iterator[list[str]]:
    first, last = event.not_before, event.not_after
    head = [
        event.list_key or "", event.date.iso if event.date else "", event.date_kind, first.iso if first else "",
        last.iso if last else "", event.about, names.get(event.about, event.about), event.entry, event.what,
        event.step, event.name, event.former, event.name_type,
    ]  # fmt: skip
    tail = [
        "; ".join(event.programmes), event.instrument, event.source, event.confidence, event.unconfirmed, event.note,
    ]  # fmt: skip
    for detail in event.details:
        yield [*head, detail.field, "; ".join(detail.before), "; ".join(detail.after), *tail]
    if not event.details:
        yield [*head, "", "", "", *tail]


def atom(changes: Changes) -> str:
    """The events as an Atom feed, the newest first; `updated` of an entry is the day of its event."""
    feed = ET.Element("feed", xmlns=ATOM)
    asked = "|".join((*sorted(changes.lists), changes.since or "", changes.until or ""))
    _add(feed, "id", uuid.uuid5(_ROOT, asked).urn)
    _add(feed, "title", changes.title)
    _add(feed, "updated", changes.known)
    _add(_add(feed, "author"), "name", "gazetted")
    for event in _newest_first(changes.events):
        info = changes.infos.get(event.list_key or "")
        entry = _add(feed, "entry")
        _add(entry, "id", _urn(event))
        _add(entry, "title", headline(event, changes))
        _add(entry, "updated", f"{_day(event).isoformat()}T00:00:00Z")
        _add(_add(entry, "author"), "name", _authority(info, event))
        if info is not None and info.url:
            ET.SubElement(entry, "link", rel="alternate", href=_clean(info.url))
        for term in (event.list_key or "context", event.what):
            ET.SubElement(entry, "category", term=_clean(term))
        _add(entry, "summary", "\n".join(summary(event)))
    return _document(feed)


def rss(changes: Changes) -> str:
    """The events as an RSS 2.0 feed, the newest first; `pubDate` of an item is the day of its event."""
    root = ET.Element("rss", version="2.0")
    channel = _add(root, "channel")
    keys = changes.lists or tuple(event.list_key or "" for event in changes.events)
    urls = [changes.infos[key].url for key in keys if key in changes.infos and changes.infos[key].url]
    _add(channel, "title", changes.title)
    _add(channel, "link", _clean(urls[0]) if urls else _NO_PAGE)
    _add(channel, "description", "What the publishers of lists changed. Not legal advice.")
    _add(channel, "lastBuildDate", format_datetime(dt.datetime.fromisoformat(changes.known)))
    for event in _newest_first(changes.events):
        info = changes.infos.get(event.list_key or "")
        item = _add(channel, "item")
        _add(item, "title", headline(event, changes))
        if info is not None and info.url:
            _add(item, "link", _clean(info.url))
        _add(item, "description", "\n".join((*summary(event), _authority(info, event))))
        ET.SubElement(item, "guid", isPermaLink="false").text = _urn(event)
        _add(item, "pubDate", format_datetime(dt.datetime.combine(_day(event), dt.time(), dt.UTC)))
        for term in (event.list_key or "context", event.what):
            _add(item, "category", _clean(term))
    return _document(root)


def headline(event: Event, changes: Changes) -> str:
    """A change in one line: the list, the party, what happened to which name."""
    party = changes.names.get(event.about, event.about)
    info = changes.infos.get(event.list_key or "")
    label = info.short if info is not None else event.list_key
    name = f": {event.former} → {event.name}" if event.what == "renamed" and event.former else ""
    if not name and event.name and event.what != "amended" and not words.same_name(event.name, party):
        name = f": {event.name}"
    step = "" if event.step == "effective" else f" ({event.step})"
    return _clean(f"{label or 'Context'}: {party} {event.what}{name}{step}")


def summary(event: Event) -> Iterator[str]:
    """What is known of a change, line by line: the day and how it is known, what was before and after, the ground."""
    told = "" if event.date_kind == "stated" else ", inferred between editions"
    yield _clean(f"{words.event_day(event)}{told}. Entry {event.entry}.")
    yield from (_clean(line) for line in words.detail_lines(event))
    if event.programmes and not event.details:
        yield _clean(words.programme_words(event.programmes))
    yield _clean(f"Act: {event.instrument or 'not recorded'}. Source: {event.source or 'not recorded'}.")
    doubt = words.doubt_mark(event.confidence, event.unconfirmed)
    yield from (_clean(line) for line in (doubt, event.note) if line)


def _newest_first(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=_day, reverse=True)


def _day(event: Event) -> dt.date:
    day = event.date or event.not_after or event.not_before
    return day.earliest() if day else dt.date.min


def _urn(event: Event) -> str:
    return uuid.uuid5(_ROOT, event.digest()).urn


def _authority(info: ListInfo | None, event: Event) -> str:
    return _clean(info.body or info.authority) if info is not None else _clean(event.list_key or "gazetted")


def _clean(text: str) -> str:
    """Text that XML can hold, on one line."""
    return one_line(text).translate(_NO_XML)


def _add(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, tag)
    made.text = text
    return made


def _document(root: ET.Element) -> str:
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
