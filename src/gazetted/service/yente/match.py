"""`POST /match/{dataset}`: parties like an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from gazetted.matching.scorers import SCORERS
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.engine import Engine
from gazetted.service.parameters import Day, Moment, Since, Threshold, body, described, lenient
from gazetted.service.problems import ProblemError
from gazetted.service.screening import STEP, Asked, Prepared, prepared
from gazetted.service.yente.datasets import scope
from gazetted.service.yente.examples import Example, Looked, looked
from gazetted.service.yente.matching import Filters, Found, matched
from gazetted.service.yente.model import tables

_MAX_BATCH = 100

router = APIRouter(tags=["yente"], dependencies=[Depends(needs("screen"))])


class Parameters(msgspec.Struct, frozen=True):
    """The parameters of a match.

    Attributes:
        limit: most results of a query.
        threshold: score from which a result is called a match.
        cutoff: deprecated: score from which a result is told at all.
        algorithm: `best`, or a scorer by its name; see /algorithms.
        include_dataset: only these datasets; may be repeated.
        exclude_dataset: not these datasets; may be repeated.
        exclude_schema: no entities of this schema; may be repeated.
        topics: only entities with one of these topics; may be repeated.
        changed_since: only entities whose listings changed since.
        exclude_entity_ids: not these entities, by their ids or those of their referents; may be repeated.
        as_of: the day whose law is asked, as 2024-12-09. Default: today. An addition to yente.
        known_at: answer with what the record had been told by then. Default: all. An addition to yente.
        delisted: also entities that are on no list any more on that day. An addition to yente.
    """

    limit: Annotated[int, Meta(ge=1, le=500)] = 5
    threshold: Threshold = 0.70
    cutoff: Threshold = 0.70
    algorithm: str = "best"
    include_dataset: tuple[str, ...] = ()
    exclude_dataset: tuple[str, ...] = ()
    exclude_schema: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    changed_since: Since | None = None
    exclude_entity_ids: Annotated[tuple[str, ...], Meta(max_length=50)] = ()
    as_of: Day | None = None
    known_at: Moment | None = None
    delisted: bool = False


class Body(msgspec.Struct, frozen=True):
    """The body of a match: examples by keys of the caller's own."""

    queries: dict[str, Example | None]
    weights: dict[str, float] = {}
    config: dict[str, Any] = {}


_BODY = msgspec.json.Decoder(Body)
_ANSWER = {JSON: {"type": "object", "description": "See docs/reference/http.md."}}


@router.post(
    "/match/{dataset}",
    summary="Entities like an example",
    openapi_extra=described(params=Parameters, takes={JSON: Body}, gives=_ANSWER),
)
async def match(request: Request, dataset: str) -> Response:
    """Whom an example may mean: a person, company or vessel given by its names, birth date, country, numbers."""
    asked = lenient(request, Parameters)
    sent = await body(request, _BODY)
    call_of(request).verb = "match"
    service = service_of(request)
    scorer, ignored = algorithm(asked.algorithm, sent.config, sent.weights)
    if len(sent.queries) > _MAX_BATCH:
        raise ProblemError(400, f"Too many queries in one batch (limit: {_MAX_BATCH})")
    examples = {name: looked(one) for name, one in sent.queries.items() if one is not None}
    if not examples:
        raise ProblemError(400, "No queries provided.")
    held, found = await find(service.engine, dataset, list(examples.values()), asked, scorer)
    await note(request, held, dataset, list(examples.values()), found)
    answer = {
        "responses": {
            name: {
                "status": 200, "results": one.results, "total": {"value": one.matches, "relation": "eq"},
                "query": example.echo,
            }
            for (name, example), one in zip(examples.items(), found, strict=True)
        },
        "limit": asked.limit, "ignored": ignored, "record": held.block, "as_of": held.settings.on.isoformat(),
    }  # fmt: skip
    return answered(answer, {"x-batch-size": str(len(found))})


async def find(
    engine: Engine, dataset: str, examples: Sequence[Looked], asked: Parameters, scorer: str
) -> tuple[Prepared, list[Found]]:
    """What is found for examples, a few at a time, so that others get their turn between."""
    how = Asked(asked.as_of, asked.known_at, (), asked.threshold, asked.limit, scorer)
    held = prepared(engine, how) if asked.known_at is None else await engine.ask(prepared, engine, how)
    filters = await _filters(engine, held, dataset, asked)
    cutoff = min(asked.cutoff, asked.threshold)
    found: list[Found] = []
    ask = engine.screen_one if sum(len(one.queries) for one in examples) == 1 else engine.screen
    for start in range(0, len(examples), STEP):
        some = examples[start : start + STEP]
        found += await ask(matched, held, some, filters, threshold=asked.threshold, cutoff=cutoff, limit=asked.limit)
    return held, found


async def _filters(engine: Engine, held: Prepared, dataset: str, asked: Parameters) -> Filters:
    lists = scope(dataset, asked.include_dataset, asked.exclude_dataset, held.state.infos)
    without: frozenset[str] = frozenset()
    if asked.exclude_entity_ids:
        without = await engine.ask(_slugs, held, asked.exclude_entity_ids)
    return Filters(
        lists=lists,
        delisted=asked.delisted,
        topics=frozenset(asked.topics),
        without_schemata=frozenset(asked.exclude_schema),
        without=without,
        changed_since=asked.changed_since.replace(" ", "T") if asked.changed_since else None,
    )


def _slugs(held: Prepared, ids: Sequence[str]) -> frozenset[str]:
    ledger, known = held.state.record.ledger, held.settings.known
    own = (ledger.slug(one, known=known) or one for one in ids)
    return frozenset(slug for one in own for slug in ledger.slugs(one, known=known)[:1])


def algorithm(name: str, config: Mapping[str, Any], weights: Mapping[str, float]) -> tuple[str, list[str]]:
    """The scorer that answers for an algorithm, and what of the caller's configuration it leaves out.

    Raises:
        ProblemError: there is no such algorithm, or it has no such configuration (400).
    """
    scorer = tables().algorithm.get(name, name)
    if scorer not in SCORERS:
        raise ProblemError(400, f"Unknown algorithm: {name[:60]}")
    ours = name in SCORERS
    known = frozenset() if ours else frozenset(tables().config["logic-v2"])
    for key in config:
        if key not in known:
            raise ProblemError(400, f"Invalid configuration parameter: {key[:60]} for algorithm {name}")
    return scorer, [*(f"weights.{key[:60]}" for key in weights), *(f"config.{key}" for key in config)]


async def note(
    request: Request, held: Prepared, dataset: str, examples: Sequence[Looked], found: Sequence[Found]
) -> None:
    """Count a match, and write it into the audit log."""
    metrics = service_of(request).metrics
    matches = sum(one.matches for one in found)
    metrics.count("names_screened_total", len(found), verb="match")
    metrics.count("matches_total", matches, verb="match")
    what: dict[str, Any] = {
        "on": held.settings.on.isoformat(), "dataset": dataset[:100], "names": len(found), "matches": matches,
        "queries": [
            {**example.echo, "found": [[result.id, result.score] for result in one.results[:3]]}
            for example, one in zip(examples, found, strict=True)
        ],
    }  # fmt: skip
    await noted(request, "match", str(held.block["digest"]), what)
