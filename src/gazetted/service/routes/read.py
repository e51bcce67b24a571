"""`read`: an article against the record."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from gazetted.reading.document import load_document
from gazetted.service import verbs
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.engine import Engine
from gazetted.service.parameters import Day, Moment, PartialDay, decoded, described, query
from gazetted.service.problems import ProblemError
from gazetted.service.state import readable

LONGEST = 300_000
"""Characters of an article."""

_ANSWER = {JSON: {"type": "object", "description": "As `read --json` prints it: see docs/reference/json.md."}}
_TEXT = {"type": "string", "description": "The article."}

router = APIRouter(prefix="/v1", tags=["Reading"], dependencies=[Depends(needs("read"))])


class How(msgspec.Struct, frozen=True):
    """How an article in the body is read.

    Attributes:
        date: when it was published. Default: found in it.
        publisher: who published it.
        known: answer with what the record had been told by then. Default: all.
        today: the day that `standing_today` is asked of. Default: today.
        with_text: include the text read.
    """

    date: PartialDay | None = None
    publisher: Annotated[str, Meta(max_length=300)] | None = None
    known: Moment | None = None
    today: Day | None = None
    with_text: bool = False


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article in JSON: its text, or its address.

    Attributes:
        text: the article, as text or HTML.
        url: address of a page of the public network, where the service may fetch pages.
        date: when it was published; null: found in it.
        publisher: who published it.
        known: the moment whose knowledge is used.
        today: the day that `standing_today` is asked of.
        with_text: include the text read.
    """

    text: Annotated[str, Meta(max_length=LONGEST)] | None = None
    url: Annotated[str, Meta(max_length=2000)] | None = None
    date: PartialDay | None = None
    publisher: Annotated[str, Meta(max_length=300)] | None = None
    known: Moment | None = None
    today: Day | None = None
    with_text: bool = False


_ARTICLE = msgspec.json.Decoder(Article)


@router.post(
    "/read",
    summary="Read an article",
    openapi_extra=described(params=How, takes={JSON: Article, "text/plain": _TEXT, "text/html": _TEXT}, gives=_ANSWER),
)
async def read(request: Request) -> Response:
    """Which listed parties an article names, where they stood and stand, what it claims of them, what may change."""
    service = service_of(request)
    engine, how, data = service.engine, query(request, How), await request.body()
    call_of(request).verb = "read"
    given: str | bytes = data
    name = "the article"
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == JSON:
        article = decoded(data, _ARTICLE)
        how = How(article.date, article.publisher, article.known, article.today, article.with_text)
        given, name = await _given(request, article)
    if len(given) > LONGEST * 4:
        raise ProblemError(413, f"The article is longer than {LONGEST:,} characters: give one article.")
    await engine.ask(bounded, given)
    digest = engine.state.digest
    await ready_to_read(engine)
    found = await engine.ask(
        verbs.read, engine, given, name=name, date=how.date, publisher=how.publisher, known=how.known,
        today=how.today, with_text=how.with_text,
    )  # fmt: skip
    raw = given if isinstance(given, bytes) else given.encode("utf-8", "surrogatepass")
    what: dict[str, Any] = {"document": hashlib.sha256(raw).hexdigest(), "characters": len(given)}
    await noted(request, "read", digest, what)
    return answered(found)


def bounded(given: str | bytes) -> None:
    """See that an article is short enough: of a page what counts is its text, and not its markup.

    Raises:
        DocumentError: it is not text, or empty.
        ProblemError: it is too long (413).
    """
    if len(given) <= LONGEST:
        return
    # What it is read with does not matter here; a day keeps one from being looked for.
    if len(load_document(given, name="the article", date="2000-01-01").text) > LONGEST:
        raise ProblemError(413, f"The article is longer than {LONGEST:,} characters: give one article.")


async def ready_to_read(engine: Engine) -> None:
    """Wait until articles can be read.

    Raises:
        ProblemError: what that needs takes longer to build than a request may (503); it is built on.
    """
    state = engine.state
    if not state.reading.ready:
        try:
            await engine.ask(readable, state)
        except ProblemError as problem:
            why = "What reading needs is being built: try again in a moment."
            raise ProblemError(503, why, {"Retry-After": "10"}) from problem


async def _given(request: Request, article: Article) -> tuple[str | bytes, str]:
    """The article itself, and what to call it.

    Raises:
        ProblemError: there is none, or both a text and an address; or pages are not fetched here (403).
        FetchError: the address may not be asked, or gives nothing.
    """
    service = service_of(request)
    if (article.text is None) == (article.url is None):
        raise ProblemError(422, "Give either the `text` of an article or its `url`.")
    if article.text is not None:
        return article.text, "the article"
    if not service.settings.fetch:
        raise ProblemError(403, "This service fetches no pages: send the text, or start it with --fetch.")
    from gazetted.service.fetching import fetched

    address = str(article.url)
    return await service.engine.ask(fetched, address, service.engine.clock), address
