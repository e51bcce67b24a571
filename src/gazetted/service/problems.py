"""Errors as answers: problem details (RFC 9457), one sentence each, and never a traceback."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect

from gazetted.errors import GazettedError, RecordError, UnknownPartyError, UsageError

MEDIA_TYPE = "application/problem+json"


class ProblemError(Exception):
    """Something that ends a request.

    Attributes:
        status: the HTTP status.
        detail: a sentence that says what is wrong and what to do.
        headers: to send besides.
        more: members of the answer besides those of RFC 9457.
    """

    def __init__(
        self, status: int, detail: str, headers: dict[str, str] | None = None, more: dict[str, Any] | None = None
    ) -> None:
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.more = more or {}
        super().__init__(detail)


def of_error(error: Exception) -> ProblemError:
    """The problem that an exception is: errors of ours keep their sentence, all others say only that there is a fault.

    >>> of_error(UsageError("No list has the key 'x'.")).status, of_error(KeyError("secret")).detail
    (422, 'A fault of the service: report the request id with what was asked.')
    """
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, ClientDisconnect):
        return ProblemError(400, "The request broke off.")
    if isinstance(error, UnknownPartyError):
        return ProblemError(404, str(error), more={"nearest": list(error.nearest)})
    if isinstance(error, RecordError):
        return ProblemError(
            503, "The record cannot be used at the moment: see the service's log.", {"Retry-After": "30"}
        )
    if isinstance(error, UsageError | GazettedError):
        return ProblemError(422, _sentence(str(error)))
    return ProblemError(500, "A fault of the service: report the request id with what was asked.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def body_of(problem: ProblemError, request_id: str) -> bytes:
    """The body of the answer.

    >>> msgspec.json.decode(body_of(ProblemError(404, "No such dataset."), "r1"))["title"]
    'Not Found'
    """
    try:
        title = HTTPStatus(problem.status).phrase
    except ValueError:
        title = "Error"
    told = {
        "type": "about:blank", "title": title, "status": problem.status, "detail": problem.detail,
        "instance": f"urn:gazetted:request:{request_id}", "request_id": request_id, **problem.more,
    }  # fmt: skip
    return msgspec.json.encode(told)
