"""Forms that change something: read within limits, and only from a page of ours."""

from __future__ import annotations

import hmac

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import RedirectResponse

from gazetted.service import browser
from gazetted.service.calls import service_of
from gazetted.service.problems import ProblemError
from gazetted.service.sessions import form_token

FIELD = "csrf"
"""Field of a form that proves that the page is ours."""

_FIELDS, _FILES = 200, 5
_SAFE = ("GET", "HEAD", "OPTIONS")


async def posted(request: Request) -> FormData:
    """The fields of a form.

    Raises:
        ProblemError: the form is none (400), or does not carry its token (403).
    """
    try:
        form = await request.form(max_fields=_FIELDS, max_files=_FILES, max_part_size=service_of(request).settings.body)
    except (HTTPException, MultiPartException, ValueError):
        raise ProblemError(400, "The form cannot be read: send it again.") from None
    sent = form.get(FIELD)
    if not isinstance(sent, str) or not right_token(request, sent):
        raise ProblemError(403, "The form is too old or not of this service: load the page again and send it anew.")
    return form


def right_token(request: Request, sent: str) -> bool:
    """Whether a token goes with the cookie that came with it."""
    held = cookie_of(request)
    return bool(held) and hmac.compare_digest(sent.encode("utf-8", "replace"), form_token(held).encode())


def cookie_of(request: Request) -> str:
    """The cookie by which the forms of a visitor are known: that of the session, else of the visit."""
    session = browser.cookie(request, browser.SESSION) if request.scope["call"].session else ""
    return session or browser.cookie(request, browser.VISIT)


async def checked(request: Request) -> None:
    """A dependency of all pages: what changes something comes from a page of ours."""
    if request.method not in _SAFE:
        await posted(request)


def sent_to(address: str) -> RedirectResponse:
    """Where a browser goes after a form was taken: it asks for that page, and sends nothing again."""
    return RedirectResponse(address, 303, browser.PAGE_HEADERS)
