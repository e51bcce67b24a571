"""Events as rows of a table: what happened to which names, by which act, stated or inferred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from gazetted.model.event import Event
from gazetted.service.pages.shown import Labels, joined, words


@dataclass(frozen=True, slots=True)
class Step:
    """Events that differ only in their names.

    Attributes:
        day: the day in words, or its bounds.
        kind: `stated` by the source, or `inferred` between bounds.
        list_key: the list; None for what belongs to none.
        label: its label.
        what: what happened.
        stage: how far the act had come, where it had not yet taken effect; else empty.
        party: slug of the party concerned.
        party_name: its name.
        names: the names concerned.
        former: the name or entry before, of a renaming; else empty.
        through: the entry that carries a name of another party; else empty.
        details: what was before and after, a line a field.
        programmes: programmes of the entry, in words.
        note: what a reader should know besides.
        instrument: the act.
        source: where it is stated.
        doubt: how sure it is, where it is not quite.
    """

    day: str
    kind: str
    list_key: str | None
    label: str
    what: str
    stage: str
    party: str
    party_name: str
    names: tuple[str, ...]
    former: str
    through: str
    details: tuple[str, ...]
    programmes: str
    note: str
    instrument: str
    source: str
    doubt: str


def latest_first(events: Iterable[Event]) -> list[Event]:
    """The events of a party from the latest on, those without a day last; what one act did stands together."""
    together = sorted(events, key=lambda e: (e.list_key or "~", e.order()[1], e.about, e.entry, e.note, e.name))
    return sorted(together, key=lambda e: e.order()[0], reverse=True)


def in_order(events: Iterable[Event], names: Mapping[str, str]) -> list[Event]:
    """The events of a list from the first on, those without a day last; what happened to one party stands together."""
    return sorted(
        events, key=lambda e: (e.date is None, e.order()[0], names.get(e.about, e.about), e.about, e.entry, e.order())
    )


def steps(events: Iterable[Event], known: Labels, names: Mapping[str, str]) -> list[Step]:
    """Rows, in the order of the events.

    Args:
        events: the events.
        known: the labels of lists.
        names: names of parties by slug.
    """
    entries = (list(group) for _, group in groupby(events, key=lambda event: (event.about, event.entry)))
    return [_step(run, known, names) for group in entries for run in joined(group)]


def _step(run: Sequence[Event], known: Labels, names: Mapping[str, str]) -> Step:
    event = run[0]
    party = names.get(event.about, event.about)
    told = [] if event.what == "amended" else [one.name for one in run if one.name and one.name != event.entry]
    former = event.former if event.what in ("renamed", "renumbered") else ""
    return Step(
        day=words.event_day(event),
        kind=event.date_kind,
        list_key=event.list_key,
        label=words.label(event.list_key, known),
        what="around it" if event.what == "context" else event.what,
        stage=event.step if event.step not in ("effective", "context") else "",
        party=event.about,
        party_name=party,
        names=tuple(dict.fromkeys([f"entry {event.entry}"] if event.what == "renumbered" else told)),
        former=former,
        through=event.party if event.denotes else "",
        details=tuple(words.detail_lines(event)),
        programmes=words.programme_words(event.programmes),
        note=event.note,
        instrument=event.instrument,
        source=event.source,
        doubt=words.doubt_mark(event.confidence, event.unconfirmed).strip("()"),
    )
