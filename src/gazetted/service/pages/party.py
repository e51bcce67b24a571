"""A party's dossier: where it stands on a day, what that means, how it came about, and what would still bind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from gazetted.assessment.result import Assessment
from gazetted.model.event import Event
from gazetted.model.standing import Standing
from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.engine import Engine
from gazetted.service.pages.asking import asked
from gazetted.service.pages.home import party_address
from gazetted.service.pages.paging import paged
from gazetted.service.pages.shown import Labels, drawn, labels, sections, summary, words
from gazetted.service.pages.steps import latest_first, steps
from gazetted.service.pages.templating import render
from gazetted.service.parameters import Day, Keys, Moment, Name
from gazetted.service.state import State

_STEPS = 25
_NAMES_ASKED = 40
_BY_THEMSELVES = ("standing", "without")
"""Sections that have a place and form of their own on the page."""

_SHORT = {
    "changed": "What changed", "readers": "For whom", "acts": "May one …", "effects": "What binds",
    "exceptions": "What is permitted", "ended": "What binds no longer", "leaving": "Removal",
    "computed": "Computed days", "signals": "Signals", "relations": "Ties", "context": "Around it", "gaps": "Silence",
}  # fmt: skip
"""How sections are called where the page tells what it holds."""


class Ask(msgspec.Struct, frozen=True):
    """What is asked of a party.

    Attributes:
        on: the day whose law is asked; None: today.
        known: answer with what the record had been told by then; None: all.
        name: the name that is asked about; None: the party under any name.
        without: lists that are thought away.
        page: which page of its history.
    """

    on: Day | None = None
    known: Moment | None = None
    name: Name | None = None
    without: Keys = ()
    page: Annotated[int, Meta(ge=1, le=10_000)] = 1


def router() -> APIRouter:
    """The route of the page."""
    made = APIRouter(dependencies=[Depends(needs("read"))])
    made.get("/parties/{slug:path}")(party)
    return made


async def party(request: Request, slug: str) -> Response:
    """The page of one party."""
    call_of(request).verb = "assess"
    ask, engine = asked(request, Ask), service_of(request).engine
    return await render(request, "party.html", ask=ask, **await engine.ask(_dossier, engine, slug, ask))


def _dossier(engine: Engine, slug: str, ask: Ask) -> dict[str, Any]:
    state = engine.state
    record, known = state.record, labels(state)
    own = record.party(slug, known=ask.known).party
    found = record.find(ask.name, known=ask.known) if ask.name else []
    name = ask.name if found and found[0].party == own and ask.name != own else None
    assessed = record.assess(name or own, on=ask.on, known=ask.known, without=ask.without)
    events = record.history(own, known=ask.known)
    made = sections(assessed, known)

    def to(**more: object) -> str:
        return party_address(own, **{"name": name, "on": ask.on, "known": ask.known, **more})

    return {
        "party": assessed.party,
        "name": name,
        "day": assessed.on.isoformat(),
        "summary": summary(assessed, known)[:-1],
        "advice": summary(assessed, known)[-1],
        "law": assessed.law,
        "rows": _rows(assessed, known),
        "drawn": drawn(assessed, known),
        "without": next((one for one in made if one.key == "without"), None),
        "binding": _binding(assessed.standings, known, ask.without),
        "sections": [one for one in made if one.key not in _BY_THEMSELVES],
        "short": _SHORT,
        "relations": [(one, words.label(one.list_key, known) if one.list_key else "") for one in assessed.relations],
        "names": _names(state, own, known, ask.known),
        "turning": _turning(events, assessed.on),
        "to": to,
        **_past(state, events, known, ask, to),
        **_identity(state, own, ask.known),
    }


def _rows(assessed: Assessment, known: Labels) -> list[dict[str, Any]]:
    """The standings; the first of each list can be linked to."""
    seen: set[str] = set()
    rows = []
    for one in assessed.standings:
        key = one.list_key
        rows.append(
            {
                "anchor": "" if key in seen else f"standing-{key}",
                "label": words.label(key, known),
                "title": known[key].title if key in known else "",
                "status": words.status_words(one),
                "doubt_mark": words.doubt_mark(one.confidence, one.unconfirmed),
                "binds": one.status in words.BINDING,
                "stood": one.since if one.status in ("removed", "lapsed") else None,
                "name": one.name or one.as_,
                "entry": _entry(one),
                "through": one.through,
                "programmes": words.programme_words(one.programmes),
                "newest": words.newest_words(one),
                "of": one,
            }
        )
        seen.add(key)
    return rows


def _entry(one: Standing) -> str:
    """The entry under which the name stands, where it is called otherwise."""
    return one.as_ if one.as_ and not words.same_name(one.as_, one.name) else ""


def _binding(standings: Sequence[Standing], known: Labels, without: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Key and label of the lists that bind, and whether each is thought away."""
    keys = dict.fromkeys(one.list_key for one in standings if one.status in words.BINDING)
    return [(key, words.label(key, known), key in without) for key in (*keys, *(k for k in without if k not in keys))]


def _names(state: State, slug: str, known: Labels, moment: str | None) -> dict[str, Any]:
    """Every name, those that lists carry first; and those that can be asked about."""
    from gazetted.inquiry import as_moment

    found = sorted(state.record.ledger.names_of(slug, known=as_moment(moment)), key=lambda one: not one.lists)
    rows = [(one, [words.label(key, known) for key in one.lists]) for one in found]
    return {
        "rows": [row for row in rows if row[0].lists],
        "common": [one.text for one, lists in rows if not lists],
        "asked": [one.text for one, lists in rows if lists][:_NAMES_ASKED],
    }


def _turning(events: Sequence[Event], on: dt.date) -> dict[str, str | None]:
    """The nearest days before and after on which something of the party changed, as stated."""
    days = sorted({event.date.iso for event in events if event.date and _turns(event)})
    day = on.isoformat()
    return {
        "before": max((one for one in days if one < day), default=None),
        "after": min((one for one in days if one > day), default=None),
    }


def _turns(event: Event) -> bool:
    """Whether something changed on the day of an event."""
    stated = event.date is not None and len(event.date.iso) == 10
    return stated and event.step == "effective" and event.what != "context"


def _past(state: State, events: Sequence[Event], known: Labels, ask: Ask, to: Any) -> dict[str, Any]:
    """What happened, the latest first; facts without a day come last."""
    told = steps(
        latest_first(events), known, state.record.party_names({e.about for e in events} | {e.party for e in events})
    )
    page = paged(told, ask.page, _STEPS, lambda n: f"{to(page=n if n > 1 else None)}#history")
    return {"history": page, "events": len(events)}


def _identity(state: State, slug: str, moment: str | None) -> dict[str, Any]:
    """Which entries are taken for this party, and why."""
    found = state.record.identity(slug, known=moment)
    names = state.record.names_of_ties(found.ties, known=moment)
    return {"slugs": [one for one in found.slugs if one != slug], "ties": found.ties, "tie_names": names}
