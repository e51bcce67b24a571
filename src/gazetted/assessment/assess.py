"""One party on one day, put together from the record and the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from gazetted.assessment import binding
from gazetted.assessment.course import Course
from gazetted.assessment.courses import courses
from gazetted.assessment.relations import relations
from gazetted.assessment.result import Assessment, Changed, Gap, Shift
from gazetted.assessment.steps import computed, leaving
from gazetted.assessment.timeline import timeline
from gazetted.errors import BadDateError
from gazetted.law import library
from gazetted.model.event import Event
from gazetted.model.party import Party
from gazetted.model.standing import Standing
from gazetted.record.ledger import Ledger


def assess(
    ledger: Ledger,
    party: Party,
    *,
    asked: str,
    on: dt.date,
    known: dt.datetime | None,
    since: dt.date | None,
    without: Collection[str],
    record: dict[str, Any],
) -> Assessment:
    """Assess a party.

    Args:
        ledger: the record.
        party: the party.
        asked: the name asked for; where it is the slug, the party as such is meant.
        on: the day whose law is asked.
        known: the moment whose knowledge is used.
        since: an earlier day; what changed after it is told.
        without: keys of lists that are thought away.
        record: what the answer rests on.

    Raises:
        BadDateError: `since` is later than `on`.
    """
    if since is not None and since > on:
        raise BadDateError(f"--since {since} is later than the day asked, {on}: give an earlier day.")
    name = None if asked.strip() == party.party else asked
    standings = ledger.standings(party.party, on, known=known, name=name)
    grounds = _grounds(standings, ledger.standings(party.party, on, known=known) if name else standings)
    events = ledger.history(party.party, known=known)
    changed = _changed(ledger, party, name, standings, events, since, on, known) if since else None
    return Assessment(
        record=record,
        law={"digest": library.digest(), "known_to": library.KNOWN_TO},
        party=party,
        asked=asked,
        on=on,
        standings=tuple(standings),
        **_bound(party, grounds, events, on),
        computed=tuple(computed(dict.fromkeys(one.list_key for one in standings), events, on)),
        relations=tuple(relations(ledger, party, standings, events, on, known)),
        signals=tuple(one for one in courses_of(ledger, party, events, on, known) if one.reported),
        context=tuple(_context(events, on)),
        timeline=tuple(
            timeline(party, events, on, lambda day: ledger.standings(party.party, day, known=known, name=party.name))
        ),
        uncovered=tuple(_uncovered(ledger, party, standings, known)),
        changed=changed,
        **_parted(party, grounds, without, on),
    )


def courses_of(
    ledger: Ledger, party: Party, events: Sequence[Event], on: dt.date, known: dt.datetime | None
) -> list[Course]:
    """How listings of a party changed up to a day, by the kept documents and the record."""
    slugs = ledger.slugs(party.party, known=known)
    return courses(
        party,
        slugs,
        ledger.shelf.about(slugs, known),
        events,
        on,
        {key: info.authority for key, info in ledger.list_infos(known).items()},
        lambda day: ledger.standings(party.party, day, known=known),
    )


def _context(events: Sequence[Event], on: dt.date) -> list[Event]:
    """What happened around the listings up to a day, and changed no standing."""
    return [one for one in events if one.what == "context" and one.date is not None and one.date.earliest() <= on]


def _grounds(standings: Sequence[Standing], plain: Sequence[Standing]) -> list[Standing]:
    """The standings with the doubts that touch what binds: that a name came later than the listing is none of them."""
    surely = {one.list_key for one in plain if one.status in binding.BINDING and one.doubt is None}
    return [
        msgspec.structs.replace(one, doubt=None) if one.list_key in surely and one.status in binding.BINDING else one
        for one in standings
    ]


def _bound(party: Party, standings: Sequence[Standing], events: Sequence[Event], on: dt.date) -> dict[str, Any]:
    """What binds and what binds no longer, and the answers that follow."""
    effects = binding.bound_effects(party, standings, on)
    exceptions = binding.bound_exceptions(party, standings, on)
    gone = binding.ended(party, standings, on)
    laws = binding.known_laws(standings)
    return {
        "effects": tuple(effects),
        "exceptions": tuple(exceptions),
        "ended": tuple(gone),
        "acts": tuple(binding.act_answers(effects, exceptions, laws)),
        "readers": tuple(binding.reader_answers(effects, exceptions, gone)),
        "leaving": tuple(leaving(party, [*laws, *(one.list_key for one in gone)], events, on)),
        "unknown": tuple(binding.unknown_law(standings)),
    }


def _parted(party: Party, standings: Sequence[Standing], without: Collection[str], on: dt.date) -> dict[str, Any]:
    """What would still bind if some lists let go, and what would be gone; nothing where none was named."""
    if not without:
        return {}
    left = [one for one in standings if one.list_key not in without]
    let_go = [one for one in standings if one.list_key in without]
    return {
        "without": tuple(without),
        "remaining": binding.part(party, left, on),
        "lifted": binding.part(party, let_go, on),
    }


def _uncovered(ledger: Ledger, party: Party, standings: Sequence[Standing], known: dt.datetime | None) -> list[Gap]:
    """Lists that carry such parties and say nothing of this one: silence of a part of a list is no clearance."""
    told = {one.list_key for one in standings}
    found = []
    for key, info in sorted(ledger.list_infos(known).items(), key=lambda item: (item[1].rank, item[0])):
        law = library.law_of(key)
        carried = law.list.carries if law else ()
        if key not in told and (party.kind == "any" or not carried or party.kind in carried):
            found.append(Gap(key, info.covers))
    return found


def _changed(
    ledger: Ledger,
    party: Party,
    name: str | None,
    standings: Sequence[Standing],
    events: Sequence[Event],
    since: dt.date,
    on: dt.date,
    known: dt.datetime | None,
) -> Changed:
    """What is otherwise on the day asked than on an earlier one."""
    before = ledger.standings(party.party, since, known=known, name=name)
    then, now = _statuses(before), _statuses(standings)
    keys = dict.fromkeys([*now, *then])
    shifts = [Shift(key, then.get(key, "not listed"), now.get(key, "not listed")) for key in keys]
    bound = {one.id: one for one in binding.bound_effects(party, before, since)}
    binds = {one.id: one for one in binding.bound_effects(party, standings, on)}
    return Changed(
        since=since.isoformat(),
        until=on.isoformat(),
        shifts=tuple(shift for shift in shifts if shift.before != shift.after),
        events=tuple(e for e in events if e.date is not None and since < e.date.earliest() <= on),
        begun=tuple(key for key in binds if key not in bound),
        ended=tuple(f"{one.list_key}: {one.title}" for key, one in bound.items() if key not in binds),
    )


def _statuses(standings: Sequence[Standing]) -> dict[str, str]:
    """List → its statuses in words, with the day of each."""
    found: dict[str, list[str]] = {}
    for one in standings:
        day = one.until if one.status in ("removed", "lapsed") else one.since
        said = f"{one.status} {'since' if one.status in binding.BINDING else ''} {day}" if day else one.status
        found.setdefault(one.list_key, []).append(" ".join(said.split()))
    return {key: "; ".join(dict.fromkeys(said)) for key, said in found.items()}
