"""What OpenRefine shows of an entity in a small frame, and which entity an id in a column means."""

from __future__ import annotations

from html import escape
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.parameters import Day, described, lenient
from gazetted.service.problems import ProblemError
from gazetted.service.screening import Asked, Prepared, prepared
from gazetted.service.yente.datasets import lists_of
from gazetted.service.yente.entities import Entity, entity_of
from gazetted.service.yente.model import model

WIDTH, HEIGHT = 430, 300
"""Size of the frame, in pixels."""

_NAMES, _LISTINGS = 8, 12
_LONGEST_ID = 300

router = APIRouter(tags=["yente"], dependencies=[Depends(needs("screen"))])


class Parameters(msgspec.Struct, frozen=True):
    """Of what a preview is shown.

    Attributes:
        id: id of an entity.
        as_of: the day whose law is asked, as 2024-12-09. Default: today. An addition to yente.
    """

    id: Annotated[str, Meta(min_length=1, max_length=_LONGEST_ID)]
    as_of: Day | None = None


@router.get(
    "/reconcile/{dataset}/preview",
    summary="An entity in a small frame",
    openapi_extra=described(params=Parameters, gives={"text/html": {"type": "string"}}),
)
async def preview(request: Request, dataset: str) -> Response:
    """A page of a few lines: what the entity is, its names, where it stands. Only pages of `--origin` may frame it."""
    asked, service = lenient(request, Parameters), service_of(request)
    call_of(request).verb = "reconcile"
    engine = service.engine
    lists_of(dataset, engine.state.infos)
    held = await engine.ask(prepared, engine, Asked(asked.as_of))
    found = await engine.ask(by_id, held, asked.id)
    if found is None:
        raise ProblemError(404, "No such entity!")
    frames = " ".join(service.settings.origins) or "'none'"
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
    return Response(_page(found, held), media_type="text/html", headers={"Content-Security-Policy": policy})


def by_id(held: Prepared, text: str) -> Entity | None:
    """The entity that an id means: a slug, also one that was joined, or an entry as `us.sdn:38499`; None for no id.

    Args:
        held: state, day and moment.
        text: the id.
    """
    ledger, moment = held.state.record.ledger, held.settings.known or held.state.moment
    if not text or len(text) > _LONGEST_ID or "\0" in text:
        return None
    with ledger.snapshot():
        own = ledger.slug(text, known=moment)
        slug = ledger.slugs(own, known=moment)[0] if own else None
        return entity_of(held.state, slug, held.settings.on, moment) if slug else None


def looks_like_id(text: str, space: str) -> str | None:
    """The id that a query of OpenRefine is by itself, where it can be no name.

    Args:
        text: the query.
        space: the address that ids stand under.

    >>> looks_like_id("http://x/entities/hamas", "http://x/entities/"), looks_like_id("us.sdn:4696", "http://x/")
    ('hamas', 'us.sdn:4696')
    >>> looks_like_id("ahmed-al-sharaa", "http://x/"), looks_like_id("hamas", "http://x/")
    ('ahmed-al-sharaa', None)
    """
    plain = text.strip()
    if space and plain.startswith(space):
        return plain.removeprefix(space)
    telling = ":" in plain or "-" in plain
    return plain if telling and plain == plain.casefold() and len(plain.split()) == 1 else _entry(plain)


def _entry(text: str) -> str | None:
    """An entry's id, whose letters may be large: a list's key, a colon, the number."""
    key, colon, number = text.partition(":")
    return text if colon and "." in key and number and len(text.split()) == 1 else None


def _page(entity: Entity, held: Prepared) -> str:
    label = model().schema[entity.schema].label
    names = [str(name) for name in entity.properties.get("alias", ())][:_NAMES]
    born = ", ".join(str(day) for day in entity.properties.get("birthDate", ())[:3])
    rows = "".join(f"<li>{escape(_line(one))}</li>" for one in entity.listings[:_LISTINGS])
    more = len(entity.listings) - _LISTINGS
    parts = [
        f"<p>{escape(label)}{escape(f', born {born}' if born else '')}</p>",
        f"<p>Also {escape('; '.join(names))}</p>" if names else "",
        f"<p>On {held.settings.on.isoformat()}:</p><ul>{rows}</ul>" if rows else "<p>On no list.</p>",
        f"<p>and {more} more</p>" if more > 0 else "",
    ]
    title = escape(entity.caption)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>{''.join(parts)}</body></html>"
    )


def _line(one: Any) -> str:
    since, until = f" since {one.since}" if one.since else "", f" {one.until}" if one.until else ""
    return (
        f"{one.list_key}: {one.status}{since}" if one.status == "in force" else f"{one.list_key}: {one.status}{until}"
    )
