"""A problem as a page: one sentence that says what is wrong and what to do."""

from __future__ import annotations

from starlette.requests import Request

from gazetted.service.pages.templating import plain
from gazetted.service.problems import ProblemError

_TITLES = {
    403: "That is not allowed",
    404: "There is nothing here",
    405: "There is nothing here",
    408: "That took too long",
    413: "That is too large",
    421: "The service is not known by that name",
    429: "Too many requests",
    500: "A fault of the service",
    503: "Not ready at the moment",
}


def problem_page(request: Request, problem: ProblemError) -> bytes:
    """The page of a problem, in HTML."""
    title = _TITLES.get(problem.status, "That cannot be answered")
    return plain(
        request, "problem.html", title=title, problem=problem, nearest=problem.more.get("nearest", []),
        request_id=request.scope["call"].id,
    )  # fmt: skip
