"""From standings to what binds: the effects of each list, the exceptions to them, and for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from gazetted.assessment.result import ActAnswer, BoundEffect, BoundException, Ended, Gap, Part, ReaderAnswer
from gazetted.law.applying import effects_on, exceptions_on
from gazetted.law.library import acts, law_of, readers
from gazetted.law.provisions import ListLaw, Provision
from gazetted.model.dates import PartialDate
from gazetted.model.party import Party
from gazetted.model.standing import Standing

BINDING = frozenset({"in force", "contested"})
"""Statuses under which a listing binds."""

NO_LAW = "The law of this list is not held here: what its entries do is for its authority to say."


def by_list(standings: Iterable[Standing]) -> dict[str, list[Standing]]:
    """The standings that bind, by list, in their order."""
    found: dict[str, list[Standing]] = {}
    for one in standings:
        if one.status in BINDING:
            found.setdefault(one.list_key, []).append(one)
    return found


def bound_effects(party: Party, standings: Iterable[Standing], on: dt.date) -> list[BoundEffect]:
    """What binds on a day; an effect of a list is told once, under however many names the party stands there."""
    found = []
    for key, there in by_list(standings).items():
        law = law_of(key)
        programmes = _programmes(there)
        found += [
            BoundEffect(
                **_bound(key, effect),
                penalty=effect.penalty or None,
                programmes=programmes,
                through=_through(there),
                doubt=_doubt(there),
            )
            for effect in (effects_on(law, party, programmes, on) if law else ())
        ]
    return found


def bound_exceptions(party: Party, standings: Iterable[Standing], on: dt.date) -> list[BoundException]:
    """What is permitted all the same on a day."""
    found = []
    for key, there in by_list(standings).items():
        law = law_of(key)
        for one in exceptions_on(law, party, _programmes(there), on) if law else ():
            lifts = tuple(f"{key}/{effect}" for effect in one.lifts)
            found.append(BoundException(**_bound(key, one), sort=one.sort, lifts=lifts))
    return found


def unknown_law(standings: Iterable[Standing]) -> list[Gap]:
    """Lists that bind and of which no effect is known, and why."""
    found = []
    for key in by_list(standings):
        law = law_of(key)
        if law is None:
            found.append(Gap(key, NO_LAW))
        elif law.list.note:
            found.append(Gap(key, law.list.note))
    return found


def ended(party: Party, standings: Sequence[Standing], on: dt.date) -> list[Ended]:
    """Standings that no longer bind, with the effects that they had and what is left of the past."""
    binding = by_list(standings)
    return [
        _ended(party, one, on, still_binds=one.list_key in binding)
        for one in standings
        if one.status in ("removed", "lapsed", "suspended")
    ]


def _ended(party: Party, one: Standing, on: dt.date, *, still_binds: bool) -> Ended:
    law = law_of(one.list_key)
    last = PartialDate.parse(one.until).earliest() - dt.timedelta(days=1) if one.until else on
    effects = effects_on(law, party, one.programmes, last) if law else []
    past = next((p for p in law.past if p.holds(last)), None) if law and one.status != "suspended" else None
    return Ended(
        list_key=one.list_key,
        status=one.status,
        name=one.name or one.as_,
        since=one.since,
        until=one.until,
        still_binds=still_binds,
        effects=tuple(effect.title for effect in effects),
        binds=tuple(dict.fromkeys(group for effect in effects for group in effect.binds)),
        what=past.what if past else None,
        instrument=past.instrument if past else one.instrument,
        source=past.source if past else one.source,
        confidence=past.confidence if past else "low",
        unconfirmed=(past.unconfirmed or None) if past else None,
    )


def act_answers(
    effects: Sequence[BoundEffect], exceptions: Sequence[BoundException], lists: Iterable[str]
) -> list[ActAnswer]:
    """For each thing that people may want to do, the effects and exceptions that touch it."""
    told = list(lists)
    found = []
    for act in acts():
        touching = [one for one in effects if act.key in one.acts]
        if not touching and not act.always:
            continue
        touched = {one.list_key for one in touching}
        found.append(
            ActAnswer(
                act=act.key,
                question=act.question,
                meaning=act.meaning,
                effects=tuple(one.id for one in touching),
                exceptions=tuple(one.id for one in exceptions if act.key in one.acts),
                untouched=tuple(key for key in told if key not in touched),
            )
        )
    return found


def reader_answers(
    effects: Sequence[BoundEffect], exceptions: Sequence[BoundException], gone: Sequence[Ended]
) -> list[ReaderAnswer]:
    """For each kind of reader, what binds it, what it may look at, and which lists have let it go."""
    found = []
    for reader in readers():
        bound = tuple(one.id for one in effects if reader.minds(one.binds, one.acts))
        let_go = dict.fromkeys(
            one.list_key for one in gone if not one.still_binds and set(reader.groups).intersection(one.binds)
        )
        if bound or let_go:
            allowed = tuple(one.id for one in exceptions if reader.minds(one.binds, one.acts))
            found.append(ReaderAnswer(reader.key, reader.title, reader.meaning, bound, allowed, tuple(let_go)))
    return found


def part(party: Party, standings: Sequence[Standing], on: dt.date) -> Part:
    """Standings that bind, with what follows from them."""
    held = tuple(one for one in standings if one.status in BINDING)
    effects, exceptions = bound_effects(party, held, on), bound_exceptions(party, held, on)
    return Part(held, tuple(effects), tuple(exceptions), tuple(reader_answers(effects, exceptions, ())))


def known_laws(standings: Iterable[Standing]) -> dict[str, ListLaw]:
    """The law of each list that binds and of which effects are known."""
    laws = {key: law_of(key) for key in by_list(standings)}
    return {key: law for key, law in laws.items() if law is not None and law.effect}


def _bound(key: str, one: Provision) -> dict[str, Any]:
    return {
        "list_key": key,
        "id": f"{key}/{one.key}",
        "title": one.title,
        "who": one.who,
        "what": one.what,
        "binds": one.binds,
        "acts": one.acts,
        "since": one.since or None,
        "until": one.until or None,
        "note": one.note or None,
        "instrument": one.instrument,
        "source": one.source,
        "confidence": one.confidence,
        "unconfirmed": one.unconfirmed or None,
    }


def _programmes(there: Iterable[Standing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(programme for one in there for programme in one.programmes))


def _through(there: Sequence[Standing]) -> str | None:
    """The party whose entry carries the name, where the list has no entry of the party itself."""
    return None if any(one.through is None for one in there) else there[0].through


def _doubt(there: Sequence[Standing]) -> str | None:
    """What is in doubt of every standing: where one of them is not, the effect is not."""
    doubts = [one.doubt for one in there]
    return " ".join(filter(None, dict.fromkeys(doubts))) if all(doubts) else None
