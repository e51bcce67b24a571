"""The page that screens a name, with what else is known of its bearer: each match is explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from gazetted.errors import UsageError
from gazetted.matching.sentence import sentence
from gazetted.model.lists import ListInfo
from gazetted.screening.result import Match, Query, Screening
from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.pages import screening_file
from gazetted.service.pages.asking import asked
from gazetted.service.pages.screening_form import One, asked_of, form_values, note, prepared_for
from gazetted.service.pages.shown import words
from gazetted.service.pages.templating import render
from gazetted.service.problems import ProblemError
from gazetted.service.screening import Prepared, checked, screen_all

_SIGNS = {"exact": "=", "missing": "−", "extra": "+", "different": "≠"}


def router() -> APIRouter:
    """The routes."""
    made = APIRouter(dependencies=[Depends(needs("screen"))])
    made.get("/screen")(screen)
    made.get("/screen/receipt")(receipt)
    made.include_router(screening_file.router())
    return made


async def screen(request: Request) -> Response:
    """The form; with a name in the address, its candidates too."""
    call_of(request).verb = "screen"
    one = asked(request, One)
    if not one.name:
        return await render(request, "screen.html", **form_values(request, one), answer=None, wrong="", of_file=False)
    try:
        held, found = await _screened(request, one)
    except (UsageError, ProblemError) as error:
        if isinstance(error, ProblemError) and error.status != 422:
            raise
        said = str(error)
        wrong = said[:1].upper() + said[1:]
        return await render(
            request, "screen.html", 422, **form_values(request, one), answer=None, wrong=wrong, of_file=False
        )
    infos = held.state.infos
    answer = {
        "query": found.query, "on": found.on, "threshold": one.threshold, "limit": one.limit,
        "matches": [shown(match, infos) for match in found.matches],
        "block": held.block, "scorer": held.settings.scorer,
        "lists": [infos[key].short for key in held.settings.lists if key in infos],
    }  # fmt: skip
    return await render(request, "screen.html", **form_values(request, one), answer=answer, wrong="", of_file=False)


async def receipt(request: Request) -> Response:
    """The receipt of a screening, to save: the name is screened for it, and the receipt holds the whole answer."""
    call_of(request).verb = "screen"
    one = asked(request, One)
    _, found = await _screened(request, one)
    day = found.on
    headers = {"Content-Disposition": f'attachment; filename="receipt-{day}.jsonl"'}
    return Response(found.receipt().text() + "\n", media_type="application/x-ndjson", headers=headers)


async def _screened(request: Request, one: One) -> tuple[Prepared, Screening]:
    """Screen the name of the form, and note who did.

    Raises:
        GazettedError: the form does not fit.
        ProblemError: the service is not ready, or too busy.
    """
    engine = service_of(request).engine
    ids = tuple(part.strip() for part in one.ids.split(";") if part.strip())
    if any(not all(piece.strip() for piece in part.partition(":")) for part in ids):
        raise UsageError("An identifier is written as type:value, such as passport:A1234567; several are parted by ;")
    # Codes of countries are written in capitals; people do not always.
    country = one.country.upper() if one.country and len(one.country) == 2 else one.country
    query = Query(" ".join(one.name.split()), one.kind, one.born, country, ids, None, one.gender)
    checked([query], 1)
    held = await prepared_for(engine, asked_of(one))
    found = (await screen_all(engine, held, [query]))[0]
    await note(request, held, [found])
    return held, found


def shown(match: Match, infos: Mapping[str, ListInfo]) -> dict[str, Any]:
    """A match as the page shows it."""
    explanation = match.explanation
    return {
        "match": match,
        "alone": not explanation.qualifiers,
        "binds": [one for one in match.standings if one.status in words.BINDING],
        "sentence": sentence(match.score, explanation),
        "counterfactual": explanation.counterfactual,
        "tokens": [
            {"query": one.query, "listed": one.listed, "sign": _SIGNS.get(one.kind, "≈"), "kind": one.kind,
             "similarity": one.similarity}
            for one in explanation.tokens
        ],
        "qualifiers": explanation.qualifiers,
        "standings": [
            {"standing": one, "title": infos[one.list_key].title if one.list_key in infos else "",
             "short": infos[one.list_key].short if one.list_key in infos else one.list_key,
             "status": words.with_doubt(one), "name": words.name_words(one, match.name)}
            for one in match.standings
        ],
    }  # fmt: skip
