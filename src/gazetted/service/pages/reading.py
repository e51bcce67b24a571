"""The page that reads an article: pasted, sent as a file, fetched where that is allowed, or the one that ships."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import resources
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from gazetted.errors import GazettedError, RecordError, UsageError
from gazetted.reading.result import PartyRead, Reading
from gazetted.render.page import content
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.engine import Engine
from gazetted.service.pages.asking import address, asked
from gazetted.service.pages.forms import posted
from gazetted.service.pages.shown import labels
from gazetted.service.pages.templating import render
from gazetted.service.problems import ProblemError
from gazetted.service.routes.read import LONGEST, bounded, ready_to_read

_EXAMPLE = "hts-2024-12-09.txt"
_PASTED, _SENT, _SHIPPED = "The pasted text", "The file", "The example article"


class How(msgspec.Struct, frozen=True):
    """What the address of the page says.

    Attributes:
        example: whether the example is read.
    """

    example: bool = False


class Given(NamedTuple):
    """What is read.

    Attributes:
        article: the article.
        name: what to call it.
        date: when it was published; None: found in it.
        publisher: who published it; None: found in it.
        known: the moment whose knowledge is used; None: all.
    """

    article: str | bytes
    name: str
    date: str | None = None
    publisher: str | None = None
    known: str | None = None


def router() -> APIRouter:
    """The routes."""
    made = APIRouter(dependencies=[Depends(needs("read"))])
    made.get("/read")(start)
    made.post("/read")(read)
    return made


async def start(request: Request) -> Response:
    """The form; or the example, read."""
    call_of(request).verb = "read"
    if not asked(request, How).example:
        return await _form(request, {})
    data = resources.files("gazetted.resources").joinpath("examples", _EXAMPLE).read_bytes()
    known = request.query_params.get("known", "").strip() or None
    return await _answer(request, Given(data, _SHIPPED, known=known))


async def read(request: Request) -> Response:
    """Read what the form holds; where that cannot be done, the form says why."""
    call_of(request).verb = "read"
    form = await posted(request)
    try:
        given = await _given(request, form)
        return await _answer(request, given)
    except (GazettedError, ProblemError) as error:
        wrong, status = _for_the_reader(error)
        kept = {name: value for name, value in form.items() if isinstance(value, str)}
        return await _form(request, kept, wrong, status)
    finally:
        await form.close()


def _for_the_reader(error: GazettedError | ProblemError) -> tuple[str, int]:
    """The sentence of an error that whoever filled in the form can mend, or wait for, and its status.

    Raises:
        ProblemError: he can do neither; so with RecordError.
    """
    status = error.status if isinstance(error, ProblemError) else 422
    if isinstance(error, RecordError) or status not in (413, 422, 503):
        raise error
    said = str(error)
    return said[:1].upper() + said[1:], 503 if status == 503 else 422


async def _form(request: Request, kept: Mapping[str, str], wrong: str = "", status: int = 200) -> Response:
    fetch = service_of(request).settings.fetch
    return await render(request, "read.html", status, kept=kept, wrong=wrong, longest=LONGEST, fetch=fetch)


async def _given(request: Request, form: FormData) -> Given:
    """What the form holds.

    Raises:
        UsageError: nothing, or several things; or a field is too long.
        ProblemError: pages are not fetched here (403).
        FetchError: the address may not be asked, or gives nothing.
    """
    text, place = _text(form, "text", LONGEST), _text(form, "url", 2000)
    sent = form.get("file")
    file = sent if isinstance(sent, UploadFile) and (sent.filename or sent.size) else None
    if (bool(text.strip()) + bool(place) + (file is not None)) != 1:
        raise UsageError("Give one thing to read: paste a text, or choose a file." if not place else
                         "Give one thing to read: a text, a file, or an address.")  # fmt: skip
    rest = [_text(form, name, 300).strip() or None for name in ("date", "publisher", "known")]
    if file is not None:
        name = (file.filename or "").replace("\\", "/").rpartition("/")[2][:200] or _SENT
        return Given(await file.read(LONGEST * 4 + 1), name, *rest)
    return Given(*(await _fetched(request, place) if place else (text, _PASTED)), *rest)


async def _fetched(request: Request, place: str) -> tuple[bytes, str]:
    service = service_of(request)
    if not service.settings.fetch:
        raise ProblemError(403, "This service fetches no pages: paste the text, or start it with --fetch.")
    from gazetted.service.fetching import fetched

    return await service.engine.ask(fetched, place, service.engine.clock), place


def _text(form: FormData, name: str, most: int) -> str:
    value = form.get(name)
    text = value if isinstance(value, str) else ""
    if len(text) > most:
        raise UsageError(f"The field {name} holds more than {most:,} characters: give less.")
    if name != "text" and "\0" in text:
        raise UsageError(f"The field {name} holds a NUL character: leave it out.")
    # Browsers send every line end of a text as two characters.
    return text.replace("\r\n", "\n")


async def _answer(request: Request, given: Given) -> Response:
    """The article with what was found in it."""
    if len(given.article) > LONGEST * 4:
        raise ProblemError(413, f"The article is longer than {LONGEST:,} characters: give one article.")
    engine = service_of(request).engine
    await engine.ask(bounded, given.article)
    digest = engine.state.digest
    await ready_to_read(engine)
    values = await engine.ask(_shown, engine, given)
    raw = given.article if isinstance(given.article, bytes) else given.article.encode("utf-8", "surrogatepass")
    what: dict[str, Any] = {"document": hashlib.sha256(raw).hexdigest(), "characters": len(given.article)}
    await noted(request, "read", digest, what)
    return await render(request, "read-result.html", **values)


def _shown(engine: Engine, given: Given) -> dict[str, Any]:
    """What the page shows of an article."""
    state = engine.state
    moment = given.known or state.moment.isoformat()
    found = state.record.read(
        given.article, name=given.name, date=given.date, publisher=given.publisher, known=moment,
        today=engine.clock().date().isoformat(),
    )  # fmt: skip
    parts = content(found, given.name, labels(state), lambda party: _dossier(party, found, given.known))
    return {
        # Made of escaped pieces alone: the same that `gazetted read --html` writes.
        "article": Markup("\n".join(parts)),  # noqa: S704
        "title": found.document.title or given.name,
        "reading": found,
        "contradicted": sum(one.verdict == "contradicted" for one in found.claims),
        "speakers": len({one.speaker.name for one in found.statements}),
        "asked_known": given.known,
        "shipped": given.name == _SHIPPED,
    }


def _dossier(party: PartyRead, reading: Reading, known: str | None) -> str:
    day = reading.document.date
    return address(f"/parties/{quote(party.party, safe='')}", on=day if len(day) == 10 else None, known=known)
