"""What the forms of screening hold, and what both kinds of screening, of a name and of a file, share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta, field
from starlette.requests import Request

from gazetted.inquiry import as_day
from gazetted.matching.scorers import SCORERS
from gazetted.model.party import Kind
from gazetted.screening.result import Screening
from gazetted.service.calls import noted, service_of
from gazetted.service.engine import Engine
from gazetted.service.parameters import Day, Keys, Moment, Name, PartialDay, Threshold
from gazetted.service.screening import LONGEST_NAME, Asked, Prepared, prepared

KINDS: Mapping[str, str] = {
    "any": "not known", "person": "person", "organization": "organization", "vessel": "vessel", "aircraft": "aircraft",
}  # fmt: skip
"""Kind → how the form calls it."""

LIMITS = (5, 10, 25, 50)
"""How many candidates the form offers."""

MOST_ROWS, MOST_BYTES, MOST_CARRIED, ROWS_SHOWN = 10_000, 8 << 20, 1 << 20, 50
"""Rows and bytes of a file that a page screens; bytes of one whose page carries it; rows with candidates on a page."""


class One(msgspec.Struct, frozen=True):
    """What the form holds.

    Attributes:
        name: the name; empty: nothing is asked yet.
        kind: what it is thought to be.
        born: birth date, may be partial.
        country: ISO code or name of a country.
        ids: identifiers as `type:value`, parted by `;`.
        gender: f or m.
        on: the day whose law is asked.
        known: answer with what the record had been told by then.
        lists: only these lists.
        threshold: lowest score to show.
        limit: most candidates.
        scorer: how names are compared.
    """

    name: Name = ""
    kind: Kind = "any"
    born: PartialDay | None = None
    country: Annotated[str, Meta(max_length=200)] | None = None
    ids: Annotated[str, Meta(max_length=2000)] = field(default="", name="id")
    gender: Annotated[str, Meta(max_length=20)] | None = None
    on: Day | None = None
    known: Moment | None = None
    lists: Keys = field(default=(), name="list")
    threshold: Threshold = 0.7
    limit: Annotated[int, Meta(ge=1, le=100)] = 10
    scorer: str | None = None


def asked_of(one: One) -> Asked:
    """How names are screened, as the form says."""
    as_day(one.on)
    return Asked(one.on, one.known, one.lists, one.threshold, one.limit, one.scorer)


async def prepared_for(engine: Engine, asked: Asked) -> Prepared:
    """What names are screened with; an earlier moment may need an index, which is not made among screenings."""
    return prepared(engine, asked) if asked.known is None else await engine.ask(prepared, engine, asked)


async def note(request: Request, held: Prepared, found: Sequence[Screening]) -> None:
    """Count names that were screened, and write them into the audit log."""
    metrics = service_of(request).metrics
    matches = sum(len(one.matches) for one in found)
    metrics.count("names_screened_total", len(found), verb="screen")
    metrics.count("matches_total", matches, verb="screen")
    what: dict[str, Any] = {
        "on": held.settings.on.isoformat(), "names": len(found), "matches": matches,
        "queries": [
            {**one.query.to_dict(), "found": [[match.party, match.score] for match in one.matches[:3]]} for one in found
        ],
    }  # fmt: skip
    await noted(request, "screen", str(held.block["digest"]), what)


def form_values(request: Request, one: One) -> dict[str, Any]:
    """What both forms show."""
    engine = service_of(request).engine
    return {
        "one": one, "kinds": KINDS, "infos": sorted(engine.state.infos.values(), key=lambda info: info.key),
        "scorers": tuple(SCORERS), "limits": LIMITS, "longest": LONGEST_NAME, "most_rows": MOST_ROWS,
        "more": bool(one.known or one.lists or one.scorer or one.threshold != 0.7 or one.limit != 10 or one.gender),
    }  # fmt: skip
