"""The page of the validation report: how well this record is screened, made on demand, kept beside the record.

A run takes from seconds to minutes, so that it is a job: the page says how far it is and loads itself again. It opens
the record for itself in a thread of its own, and works for one reader at a time, whichever process was asked.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from gazetted.api import Record
from gazetted.errors import GazettedError
from gazetted.record.opening import open_ledger
from gazetted.render.validation import validation_parts
from gazetted.screening.holding import held
from gazetted.screening.validation.result import Validation
from gazetted.service.calls import call_of, needs, noted, service_of
from gazetted.service.pages.forms import sent_to
from gazetted.service.pages.templating import render
from gazetted.service.settings import Settings, beside

SAMPLE, CUSTOMERS = 100, 1_000
"""Listed parties that are spoiled, and customers that are made up: a third and a fifth of what the command takes."""

REFRESH = 3
"""Seconds after which the page of a running job loads itself again."""

_SILENCE = 120.0
"""Seconds without a word from a job after which it is taken for dead."""

_LARGEST = 8 << 20
_LOG = logging.getLogger("gazetted.service")


class Job(msgspec.Struct, frozen=True):
    """What a running job leaves for all processes to see.

    Attributes:
        began: when it began (ISO, UTC).
        doing: what it does now.
        trouble: why it ended without a report; empty: it did not.
    """

    began: str
    doing: str
    trouble: str = ""


def router() -> APIRouter:
    """The routes."""
    made = APIRouter(dependencies=[Depends(needs("read"))])
    made.get("/validation")(show)
    made.post("/validation", dependencies=[Depends(needs("screen"))])(begin)
    return made


async def show(request: Request) -> Response:
    """The last report, and how far a new one is."""
    call_of(request).verb = "validation"
    service = service_of(request)
    state = service.engine.state
    found, job, running = await service.engine.ask(_looked, service.settings)
    report = Markup("\n".join(validation_parts(found))) if found else ""  # noqa: S704 - made of escaped pieces alone
    return await render(
        request, "validation.html", report=report, made=found.made if found else "", day=found.on if found else "",
        sound=found.sound if found else True, older=found is not None and found.record["digest"] != state.digest,
        job=job, running=running, refresh=REFRESH, sample=SAMPLE, customers=CUSTOMERS,
        may=call_of(request).key.may("screen"),
    )  # fmt: skip


async def begin(request: Request) -> Response:
    """Begin a run, unless one is under way."""
    call_of(request).verb = "validation"
    service = service_of(request)
    engine, settings = service.engine, service.settings
    await noted(request, "validate", engine.state.digest, {"sample": SAMPLE, "customers": CUSTOMERS})
    if await engine.ask(_free, settings):
        now = engine.clock()
        await engine.ask(_tell, settings, Job(now.isoformat(timespec="seconds"), "opening the record"))
        threading.Thread(target=run, args=(settings, now), name="validation", daemon=True).start()
    return sent_to("/validation")


def run(settings: Settings, now: dt.datetime) -> None:
    """Make a report and keep it; where that fails, leave the reason.

    Args:
        settings: of the service.
        now: the moment of which the report is.
    """
    began = now.isoformat(timespec="seconds")
    busy = True
    try:
        with held(report_path(settings), patience=0.0):
            busy = False
            found = _validated(settings, now, lambda said: _tell(settings, Job(began, said)))
            _write(report_path(settings), msgspec.json.encode(found))
            job_path(settings).unlink(missing_ok=True)
    except Exception as error:
        if busy:  # another process came first, and tells of its own run
            return
        _LOG.error("validation", extra={"told": {"why": str(error)}}, exc_info=not isinstance(error, GazettedError))
        why = str(error) if isinstance(error, GazettedError) else "A fault of the service: see its log."
        with suppress(OSError):
            _tell(settings, Job(began, "", why))


def _validated(settings: Settings, now: dt.datetime, tell: Callable[[str], None]) -> Validation:
    ledger = open_ledger(settings.record or None, clock=lambda: now)
    try:
        record = Record(ledger, lambda: now)
        return record.validate(sample=SAMPLE, customers=CUSTOMERS, on=now.date(), tell=_seldom(tell))
    finally:
        ledger.close()


def _seldom(tell: Callable[[str], None]) -> Callable[[str], None]:
    """Tell at most once a second: each word is a file written."""
    last = [0.0]

    def told(said: str) -> None:
        if time.monotonic() - last[0] >= 1.0:
            last[0] = time.monotonic()
            tell(said)

    return told


def report_path(settings: Settings) -> Path:
    """The last report."""
    return beside(settings.place, "validation.json")


def job_path(settings: Settings) -> Path:
    """What a running job leaves."""
    return beside(settings.place, "validation.job")


def _looked(settings: Settings) -> tuple[Validation | None, Job | None, bool]:
    """The last report, the last word of a job, and whether that is still at it."""
    found: Validation | None = _decoded(report_path(settings), Validation)
    job: Job | None = _decoded(job_path(settings), Job)
    return found, job, job is not None and not job.trouble and not _free(settings)


def _free(settings: Settings) -> bool:
    """Whether no job is at work: there is none, it ended, or it fell silent."""
    job: Job | None = _decoded(job_path(settings), Job)
    if job is None or job.trouble:
        return True
    try:
        return time.time() - job_path(settings).stat().st_mtime > _SILENCE
    except OSError:
        return True


def _tell(settings: Settings, job: Job) -> None:
    _write(job_path(settings), msgspec.json.encode(job))


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    part.write_bytes(data)
    part.replace(path)


def _decoded(path: Path, shape: type[Any]) -> Any:
    """What a file holds; None where there is none, or it is none of ours."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_LARGEST), type=shape)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
