"""Parties of the record as entities of the FollowTheMoney model."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from gazetted.model.dates import PartialDate
from gazetted.model.party import Particulars, Party, PartyName
from gazetted.model.standing import Standing
from gazetted.service.state import State
from gazetted.service.yente.model import model, properties_of_identifiers, tables

HOLDING = frozenset({"in force", "contested", "suspended"})
"""Statuses under which a party is told as a target."""

_YEAR = re.compile(r"(?:circa )?(\d{4}(?:-\d{2}(?:-\d{2})?)?)")
_RANGE = re.compile(r"(\d{4})/(\d{4})")
_WIDEST = 12

Properties = dict[str, list[Any]]


class Entity(msgspec.Struct, frozen=True):
    """An entity; `listings` are where the party stands, an addition of ours."""

    id: str
    caption: str
    schema: str
    properties: Properties
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None
    listings: tuple[Standing, ...]

    @property
    def topics(self) -> Collection[str]:
        """Its topics."""
        return self.properties.get("topics", ())


class Facts(msgspec.Struct, frozen=True):
    """What the record says of a party, apart from any day."""

    party: Party
    names: tuple[PartyName, ...]
    held: Particulars
    slugs: tuple[str, ...]


def entity_of(state: State, slug: str, on: dt.date, known: dt.datetime) -> Entity | None:
    """A party as an entity on a day; None where it is none that could be met. Kept as long as the state is.

    Args:
        state: the state of the record.
        slug: the slug that the party goes by.
        on: the day of its listings.
        known: the moment whose knowledge is used.
    """
    return state.kept.get(("entity", slug, on, known), lambda: _entity(state, slug, on, known))


def _entity(state: State, slug: str, on: dt.date, known: dt.datetime) -> Entity | None:
    ledger = state.record.ledger
    facts = state.kept.get(("facts", slug, known), lambda: _facts(state, slug, known))
    if facts is None or facts.party.kind not in model().kinds:
        return None
    standings = tuple(ledger.standings(slug, on, known=known))
    schema = model().kinds[facts.party.kind]
    holding = [one for one in standings if one.status in HOLDING]
    days = [day for one in standings for day in (one.since, one.until) if day]
    return Entity(
        id=slug,
        caption=facts.party.name,
        schema=schema,
        properties=_properties(schema, facts, holding),
        datasets=tuple(dict.fromkeys(one.list_key for one in (holding or standings))),
        referents=_referents(facts, standings),
        target=bool(holding),
        first_seen=_moment(min((one.since for one in standings if one.since), default=None)),
        last_seen=_moment(max((one.newest for one in standings if one.newest), default=None)),
        last_change=_moment(max(days, default=None)),
        listings=standings,
    )


def _facts(state: State, slug: str, known: dt.datetime) -> Facts | None:
    ledger = state.record.ledger
    found = ledger.party(slug, known=known)
    if found is None:
        return None
    slugs = tuple(ledger.slugs(slug, known=known))
    return Facts(found, tuple(ledger.names_of(slug, known=known)), ledger.particulars(slug, known=known), slugs)


def _properties(schema: str, facts: Facts, holding: Iterable[Standing]) -> Properties:
    found: Properties = {"name": [facts.party.name]}
    for name in facts.names:
        _add(found, model().name_types[name.name_type], name.text)
    for country in (*facts.held.countries, *facts.party.countries):
        _add(found, _country_property(schema), country.lower() if len(country) == 2 else country)
    for role in facts.party.roles:
        _add(found, "position" if schema == "Person" else "summary", role)
    if schema == "Person":
        for date in (date for born in facts.held.born for date in birth_dates(born)):
            _add(found, "birthDate", date)
        for gender in facts.held.genders:
            _add(found, "gender", gender)
    by_type = properties_of_identifiers()
    for identifier in facts.held.identifiers:
        what, _, number = identifier.partition(":")
        _add(found, by_type.get(what, "idNumber"), number)
    for one in holding:
        _add_listing(found, one)
    return found


def _add_listing(found: Properties, one: Standing) -> None:
    for topic in tables().topics_of(one.list_key):
        _add(found, "topics", topic)
    for programme in one.programmes:
        _add(found, "programId", programme)
    if one.source.startswith("http"):
        _add(found, "sourceUrl", one.source)


def birth_dates(text: str) -> list[str]:
    """The dates that a printed birth date can mean, ISO; a short range as its years.

    >>> birth_dates("circa 1970"), birth_dates("1975/1977"), birth_dates("unknown")
    (['1970'], ['1975', '1976', '1977'], [])
    """
    if found := _YEAR.fullmatch(text):
        return [found[1]]
    span = _RANGE.fullmatch(text.removeprefix("circa "))
    if span and 0 <= int(span[2]) - int(span[1]) <= _WIDEST:
        return [str(year) for year in range(int(span[1]), int(span[2]) + 1)]
    return []


def sanctions(entity: Entity, infos: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The listings of a party as entities of their own, as yente nests them."""
    return [_sanction(entity, one, infos) for one in entity.listings]


def _sanction(entity: Entity, one: Standing, infos: Mapping[str, Any]) -> dict[str, Any]:
    info = infos.get(one.list_key)
    properties: Properties = {"entity": [entity.id], "status": [one.status], "listingDate": [], "endDate": []}
    told = {
        "authority": getattr(info, "body", "") or one.list_key,
        "country": getattr(info, "authority", "").lower(),
        "program": getattr(info, "title", ""),
        "authorityId": one.entry,
        "reason": one.instrument,
        "startDate": one.since,
        "listingDate": one.since,
        "endDate": one.until,
        "sourceUrl": one.source if one.source.startswith("http") else getattr(info, "url", ""),
    }
    for name, value in told.items():
        if value:
            _add(properties, name, value)
    for programme in one.programmes:
        _add(properties, "programId", programme)
    return {
        "id": f"{entity.id}:{one.list_key}:{one.entry}", "caption": getattr(info, "title", "") or one.list_key,
        "schema": "Sanction", "properties": {name: held for name, held in properties.items() if held},
        "datasets": [one.list_key], "referents": [], "target": False, "first_seen": _moment(one.since),
        "last_seen": _moment(one.newest), "last_change": _moment(one.until or one.since),
    }  # fmt: skip


def _referents(facts: Facts, standings: Sequence[Standing]) -> tuple[str, ...]:
    entries = (f"{one.list_key}:{one.entry}" for one in standings if one.through is None)
    return tuple(dict.fromkeys([*facts.slugs[1:], *entries]))


def _country_property(schema: str) -> str:
    return {"Person": "nationality", "Vessel": "flag"}.get(schema, "country")


def _add(properties: Properties, name: str, value: str) -> None:
    held = properties.setdefault(name, [])
    if value not in held:
        held.append(value)


def _moment(day: str | None) -> str | None:
    """The first moment of a day, to the second and without a zone, as yente writes it.

    >>> _moment("2018-05"), _moment(None)
    ('2018-05-01T00:00:00', None)
    """
    if day is None:
        return None
    return f"{PartialDate.parse(day[:10]).earliest().isoformat()}T00:00:00"
