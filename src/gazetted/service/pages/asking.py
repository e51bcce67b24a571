"""What a page is asked: query parameters as structs, and the two clocks."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request

from gazetted.inquiry import as_day, as_moment
from gazetted.service.parameters import Day, Moment
from gazetted.service.problems import ProblemError

T = TypeVar("T")


class Chosen(msgspec.Struct, frozen=True):
    """The day and the moment that a reader chose.

    Attributes:
        on: the day whose law is asked; None: today.
        known: answer with what the record had been told by then; None: all.
    """

    on: Day | None = None
    known: Moment | None = None


def asked(request: Request, shape: type[T]) -> T:
    """The query parameters of a page. Empty ones (a form sends every field) and unknown ones are left out.

    Args:
        request: the request.
        shape: a struct; a field that holds a tuple may be given several times, of others the last counts.

    Raises:
        ProblemError: a parameter has no such value (422).
    """
    given: dict[str, object] = {}
    for one in msgspec.structs.fields(shape):  # type: ignore[arg-type]
        values = [text for text in request.query_params.getlist(one.encode_name) if text.strip()]
        if any("\0" in text for text in values):
            raise ProblemError(422, f"The field {one.encode_name} holds a NUL character: leave it out.")
        if values:
            given[one.encode_name] = values if one.default == () else values[-1].strip()
    try:
        return msgspec.convert(given, shape, strict=False)
    except msgspec.ValidationError as error:
        raise ProblemError(422, _sentence(error)) from None


def chosen(request: Request) -> Chosen:
    """The day and the moment that were chosen.

    Raises:
        BadDateError: one of them is none.
        ProblemError: as of `asked`.
    """
    found = asked(request, Chosen)
    as_day(found.on)
    as_moment(found.known)
    return found


def address(path: str, **given: object) -> str:
    """An address with its query; what is None or empty is left out.

    >>> address("/parties/x", on="2024-12-09", known=None, without=("us.sdn", "us.fto"))
    '/parties/x?on=2024-12-09&without=us.sdn&without=us.fto'
    """
    kept = {name: value for name, value in given.items() if value not in (None, "", ())}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def _sentence(error: msgspec.ValidationError) -> str:
    place = str(error).rpartition("`$.")[2].rstrip("`") if "`$." in str(error) else ""
    if place in ("on", "since", "until"):
        return f"The field {place} holds no day: write it as 2024-12-09."
    if place == "known":
        return "The field known holds no moment: write it as 2026-01-31 or 2026-01-31T12:00:00Z."
    return f"The field {place.partition('[')[0] or 'of the form'} does not fit ({str(error).partition(' - at ')[0]})."
