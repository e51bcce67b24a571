"""Files of names: taken in as they come, screened a few rows at a time, answered as they are done."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request

from gazetted.screening.file import read_queries
from gazetted.screening.result import Query
from gazetted.service.calls import Service
from gazetted.service.problems import ProblemError, of_error
from gazetted.service.screening import LONGEST_NAME, STEP, Prepared, screened

_STEP = 1 << 16
_PARQUET = b"PAR1"
_ENDINGS = {"text/csv": ".csv", "application/x-ndjson": ".jsonl", "application/jsonl": ".jsonl"}


async def kept_upload(request: Request, folder: Path) -> tuple[Path, str]:
    """Write the file of a request into a folder, from its body or from the field `file` of a form.

    Returns:
        Its path and its SHA-256.

    Raises:
        ProblemError: it is of another type (415), missing (422), or breaks off (400).
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == "multipart/form-data":
        return await _from_form(request, folder)
    if media not in _ENDINGS:
        raise ProblemError(
            415, f"Send the file as one of {', '.join(_ENDINGS)} or multipart/form-data, not {media[:80]!r}."
        )
    path, digest = folder / f"names{_ENDINGS[media]}", hashlib.sha256()
    with path.open("wb") as file:
        try:
            async for chunk in request.stream():
                digest.update(chunk)
                await asyncio.to_thread(file.write, chunk)
        except ClientDisconnect:
            raise ProblemError(400, "The upload broke off.") from None
    return _text_only(path), digest.hexdigest()


def _text_only(path: Path) -> Path:
    """The file, unless it is Parquet, whatever it is called: what unpacks that is not made for files of strangers."""
    with path.open("rb") as file:
        if file.read(len(_PARQUET)) == _PARQUET:
            raise ProblemError(415, "A Parquet file is not taken here: send CSV or JSON lines.")
    return path


async def _from_form(request: Request, folder: Path) -> tuple[Path, str]:
    try:
        async with request.form(max_files=1, max_fields=5) as form:
            sent = form.get("file")
            if not isinstance(sent, UploadFile):
                raise ProblemError(422, "The form has no field `file` with a file in it.")
            ending = Path(sent.filename or "").suffix.lower()
            path, digest = (
                folder / f"names{ending if ending in ('.csv', '.jsonl', '.ndjson') else '.csv'}",
                hashlib.sha256(),
            )
            with path.open("wb") as file:
                while chunk := await sent.read(_STEP):
                    digest.update(chunk)
                    file.write(chunk)
            return _text_only(path), digest.hexdigest()
    except ProblemError:
        raise
    except Exception as error:  # the parser of forms raises what it pleases
        raise ProblemError(400, "The form cannot be read: send the file as text/csv instead.") from error


async def answers_of(
    service: Service, held: Prepared, path: Path, columns: Mapping[str, str], *, hits: bool, progress: int
) -> AsyncIterator[bytes]:
    """The lines of an answer, as rows are done."""
    engine, deadline = service.engine, time.monotonic() + service.settings.upload_seconds
    rows = _short(read_queries(path, mapping=columns))
    done = matches = 0
    yield _line({"record": held.block, "on": held.settings.on.isoformat()})
    try:
        while some := await engine.ask(lambda: list(islice(rows, STEP))):
            found = await engine.screen(screened, held, [query for _, query in some], engine.clock())
            out = [(row, one) for (row, _), one in zip(some, found, strict=True) if one.matches or not hits]
            matches += sum(len(one.matches) for one in found)
            if out:
                yield b"".join(_line({"row": row, **one.to_dict()}) for row, one in out)
            before, done = done, done + len(some)
            if progress and before // progress != done // progress:
                yield _line({"progress": {"rows": done, "matches": matches}})
            if time.monotonic() > deadline:
                raise ProblemError(
                    503, f"The file took longer than {service.settings.upload_seconds:g} seconds: cut it."
                )
    except Exception as error:
        problem = of_error(error)
        service.metrics.count("rejected_rows_total")
        told = problem.detail.replace(str(path), "The file")
        yield _line({"problem": {"status": problem.status, "detail": told}, "rows": done})
        return
    finally:
        service.metrics.count("names_screened_total", done, verb="screen file")
        service.metrics.count("matches_total", matches, verb="screen file")
    yield _line({"done": {"rows": done, "matches": matches}})


def _short(rows: Iterator[tuple[int, Query]]) -> Iterator[tuple[int, Query]]:
    for row, query in rows:
        if len(query.name) > LONGEST_NAME:
            raise ProblemError(422, f"The name in row {row} is longer than {LONGEST_NAME} characters.")
        yield row, query


def _line(value: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(value) + b"\n"
