"""The page that screens a file of names. Nothing of it is kept: the page itself carries the file on to the next one.

What a reader does with the answer, turning its pages or saving it, sends the file again from the page that shows it,
and screens it again. So no answer lies where somebody else could ask for it, whichever process answers.
"""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from fastapi import APIRouter
from msgspec import Meta, field
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from gazetted.errors import GazettedError, RecordError
from gazetted.screening.file import COLUMNS, read_queries
from gazetted.screening.hits import HIT_COLUMNS, hit_values, safe_cell
from gazetted.screening.result import Query, Screening
from gazetted.service.calls import call_of, noted, service_of
from gazetted.service.pages.asking import address
from gazetted.service.pages.forms import posted
from gazetted.service.pages.screening_form import (
    MOST_BYTES,
    MOST_CARRIED,
    MOST_ROWS,
    ROWS_SHOWN,
    One,
    form_values,
    prepared_for,
)
from gazetted.service.pages.shown import words
from gazetted.service.pages.templating import render
from gazetted.service.parameters import Day, Keys, Moment, Threshold
from gazetted.service.problems import ProblemError
from gazetted.service.screening import LONGEST_NAME, STEP, Asked, Prepared, screened

_PARQUET = b"PAR1"
_ENDINGS = (".csv", ".jsonl", ".ndjson")


class Rows(msgspec.Struct, frozen=True):
    """How the file is screened, and how the answer is wanted.

    Attributes:
        on: the day whose law is asked.
        known: answer with what the record had been told by then.
        lists: only these lists.
        threshold: lowest score to show.
        limit: most candidates for a name.
        scorer: how names are compared.
        column: the column that holds the name, where it is called otherwise.
        answer: on a page, or as a file to save.
        page: which part of the answer.
    """

    on: Day | None = None
    known: Moment | None = None
    lists: Keys = field(default=(), name="list")
    threshold: Threshold = 0.7
    limit: Annotated[int, Meta(ge=1, le=100)] = 10
    scorer: str | None = None
    column: Annotated[str, Meta(max_length=200)] | None = None
    answer: Literal["page", "csv", "jsonl"] = "page"
    page: Annotated[int, Meta(ge=1, le=10_000)] = 1


class Sent(NamedTuple):
    """A file that was sent: its name and its bytes."""

    name: str
    data: bytes


Row = tuple[int, Screening]


def router() -> APIRouter:
    """The route."""
    made = APIRouter()
    made.post("/screen/file")(screen_file)
    return made


async def screen_file(request: Request) -> Response:
    """Screen the rows of a file, and show or give those with candidates."""
    call_of(request).verb = "screen file"
    form = await posted(request)
    try:
        how = _how(form)
        sent = await _sent(form)
        return await _answer(request, how, sent)
    except (GazettedError, ProblemError) as error:
        if isinstance(error, RecordError) or (isinstance(error, ProblemError) and error.status not in (413, 415, 422)):
            raise
        said = str(error)
        values = form_values(request, One(threshold=0.7))
        wrong = said[:1].upper() + said[1:]
        return await render(request, "screen.html", 422, **values, answer=None, wrong=wrong, of_file=True)
    finally:
        await form.close()


def _how(form: FormData) -> Rows:
    """What the form says.

    Raises:
        ProblemError: a field has no such value (422).
    """
    given: dict[str, Any] = {}
    for one in msgspec.structs.fields(Rows):
        values = [text.strip() for text in form.getlist(one.encode_name) if isinstance(text, str) and text.strip()]
        if any("\0" in text for text in values):
            raise ProblemError(422, f"The field {one.encode_name} holds a NUL character: leave it out.")
        if values:
            given[one.encode_name] = values if one.name == "lists" else values[-1]
    try:
        return msgspec.convert(given, Rows, strict=False)
    except msgspec.ValidationError as error:
        place = str(error).rpartition("`$.")[2].rstrip("`").partition("[")[0] or "of the form"
        what = "holds no day: write it as 2024-12-09." if place == "on" else "does not fit: change it."
        raise ProblemError(422, f"The field {place} {what}") from None


async def _sent(form: FormData) -> Sent:
    """The file: chosen by the reader, or carried by the page before.

    Raises:
        ProblemError: there is none (422), it is too large (413), or of a type that is not taken (415).
    """
    file, carried = form.get("file"), form.get("carried")
    if isinstance(file, UploadFile) and (file.filename or file.size):
        name, data = file.filename or "", await file.read(MOST_BYTES + 1)
    elif isinstance(carried, str) and carried:
        name = str(form.get("named") or "")
        try:
            data = base64.b64decode(carried, validate=True)
        except (binascii.Error, ValueError):
            raise ProblemError(422, "The page no longer carries its file: choose the file again.") from None
    else:
        raise ProblemError(422, "No file was chosen: choose a file of names, CSV or JSON lines.")
    if len(data) > MOST_BYTES:
        raise ProblemError(413, f"The file is larger than {MOST_BYTES:,} bytes: use the command line or the API.")
    if data.startswith(_PARQUET):
        raise ProblemError(415, "A Parquet file is not taken here: send CSV or JSON lines.")
    return Sent(name.replace("\\", "/").rpartition("/")[2][:200] or "names.csv", data)


async def _answer(request: Request, how: Rows, sent: Sent) -> Response:
    engine = service_of(request).engine
    asked = Asked(how.on, how.known, how.lists, how.threshold, how.limit, how.scorer)
    held = await prepared_for(engine, asked)
    queries = await engine.ask(_queries, sent, how.column)
    digest = hashlib.sha256(sent.data).hexdigest()
    what = {"on": held.settings.on.isoformat(), "file": digest, "bytes": len(sent.data), "rows": len(queries)}
    await noted(request, "screen file", str(held.block["digest"]), what)
    rows: list[Row] = []
    for start in range(0, len(queries), STEP):
        some = queries[start : start + STEP]
        found = await engine.screen(screened, held, [query for _, query in some], engine.clock())
        # Of rows without candidates only a file of all rows tells more than their number.
        rows += [(row, one) for (row, _), one in zip(some, found, strict=True) if one.matches or how.answer == "jsonl"]
    metrics = service_of(request).metrics
    metrics.count("names_screened_total", len(queries), verb="screen file")
    metrics.count("matches_total", sum(len(one.matches) for _, one in rows), verb="screen file")
    if how.answer == "page":
        return await _page(request, how, sent, held, rows, len(queries))
    text = await engine.ask(_csv if how.answer == "csv" else _lines, rows)
    stem = f"screening-{held.settings.on.isoformat()}"
    media = "text/csv; charset=utf-8; header=present" if how.answer == "csv" else "application/x-ndjson"
    headers = {"Content-Disposition": f'attachment; filename="{stem}.{how.answer}"'}
    return Response(text, media_type=media, headers=headers)


def _queries(sent: Sent, column: str | None) -> list[tuple[int, Query]]:
    """The rows of a file.

    Raises:
        ListFileError: it is none of names.
        ProblemError: it has too many rows, or a name is too long (422).
    """
    ending = Path(sent.name).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="gazetted-") as folder:
        path = Path(folder) / f"names{ending if ending in _ENDINGS else '.csv'}"
        path.write_bytes(sent.data)
        try:
            found = list(islice(read_queries(path, mapping={"name": column} if column else None), MOST_ROWS + 1))
        except GazettedError as error:
            error.args = (str(error).replace(str(path), "The file"),)
            raise
    if len(found) > MOST_ROWS:
        raise ProblemError(422, f"The file has more than {MOST_ROWS:,} rows: use the command line or the API.")
    for row, query in found:
        if len(query.name) > LONGEST_NAME:
            raise ProblemError(422, f"The name in row {row} is longer than {LONGEST_NAME} characters.")
    return found


def _csv(rows: list[Row]) -> str:
    """The hits under `HIT_COLUMNS`, no cell of which a spreadsheet takes for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HIT_COLUMNS)
    for row, screening in rows:
        for match in screening.matches:
            for values in hit_values(row, screening, match):
                writer.writerow([safe_cell(f"{cell:.4f}" if isinstance(cell, float) else cell) for cell in values])
    return out.getvalue()


def _lines(rows: list[Row]) -> bytes:
    """All rows with their receipts, a JSON object each."""
    return b"".join(msgspec.json.encode({"row": row, **one.to_dict()}) + b"\n" for row, one in rows)


async def _page(request: Request, how: Rows, sent: Sent, held: Prepared, rows: list[Row], total: int) -> Response:
    pages = max(1, -(-len(rows) // ROWS_SHOWN))
    page = min(how.page, pages)
    part = rows[(page - 1) * ROWS_SHOWN : page * ROWS_SHOWN]
    return await render(
        request, "screen-file.html", how=how, sent=sent, total=total, with_candidates=len(rows),
        bound=sum(any(_lists(match.standings) for match in one.matches) for _, one in rows),
        rows=list(_shown(part, held, how)), page=page, pages=pages, day=held.settings.on.isoformat(), block=held.block,
        fields=[(name, value) for name, value in _fields(how)],
        carried=base64.b64encode(sent.data).decode() if len(sent.data) <= MOST_CARRIED else "",
        known_columns=COLUMNS["name"],
    )  # fmt: skip


def _shown(rows: list[Row], held: Prepared, how: Rows) -> Iterator[dict[str, Any]]:
    infos = held.state.infos
    for number, one in rows:
        best, query = one.matches[0], one.query
        yield {
            "row": number, "query": query, "best": best, "more": len(one.matches) - 1,
            "lists": [infos[key].short if key in infos else key for key in _lists(best.standings)],
            "alone": not best.explanation.qualifiers,
            "place": address(
                "/screen", name=query.name, kind=query.kind, born=query.born, country=query.country,
                id=";".join(query.ids), gender=query.gender, on=how.on, known=how.known, list=how.lists,
                threshold=how.threshold, limit=how.limit, scorer=how.scorer,
            ),
        }  # fmt: skip


def _lists(standings: Any) -> list[str]:
    """Keys of the lists that bind, each once."""
    return list(dict.fromkeys(one.list_key for one in standings if one.status in words.BINDING))


def _fields(how: Rows) -> Iterator[tuple[str, str]]:
    """The fields that the page sends again with its file, besides the answer and the page."""
    for one in msgspec.structs.fields(Rows):
        value = getattr(how, one.name)
        if one.name in ("answer", "page") or value is None:
            continue
        for item in value if isinstance(value, tuple) else (value,):
            yield one.encode_name, str(item)
