"""Signing in with a key, and out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gazetted.service import browser
from gazetted.service.calls import call_of, noted, service_of
from gazetted.service.pages.forms import posted, sent_to
from gazetted.service.pages.templating import render, set_cookie
from gazetted.service.sessions import LIFE

_WRONG = "This is no key of the service, or it has ended: copy the whole of it, from gzt_ to its last letter."


def router() -> APIRouter:
    """The routes of signing in and out."""
    made = APIRouter()
    made.get(browser.SIGN_IN)(sign_in)
    made.post(browser.SIGN_IN)(signed_in)
    made.post("/sign-out")(sign_out)
    return made


async def sign_in(request: Request) -> Response:
    """Ask for a key; where there is nothing to sign in to, go on."""
    call_of(request).verb = "sign-in"
    back = browser.local(request.query_params.get("next", "/"))
    if call_of(request).session or not service_of(request).keys.present():
        return sent_to(back)
    return await render(request, "sign-in.html", back=back, wrong="")


async def signed_in(request: Request) -> Response:
    """Take a key, and begin a session in its place."""
    call_of(request).verb = "sign-in"
    service, call, form = service_of(request), call_of(request), await posted(request)
    back = browser.local(_text(form.get("next")))
    now = service.engine.clock()
    key = service.keys.of(_text(form.get("key")).strip(), now.date().isoformat())
    if key is None:
        return await render(request, "sign-in.html", 401, back=back, wrong=_WRONG)
    call.key = key
    digest = service.engine.state.digest if service.engine.ready else ""
    await noted(request, "sign-in", digest, {})
    made = service.sessions.begin(key.id, now)
    answer = sent_to(back)
    set_cookie(request, answer, browser.SESSION, made, int(LIFE.total_seconds()))
    return answer


async def sign_out(request: Request) -> Response:
    """End the session, here and in every process."""
    call_of(request).verb = "sign-out"
    service_of(request).sessions.end(browser.cookie(request, browser.SESSION))
    answer = sent_to(browser.SIGN_IN)
    answer.delete_cookie(
        browser.cookie_name(request, browser.SESSION), secure=browser.is_secure(request), httponly=True,
        samesite="strict",
    )  # fmt: skip
    return answer


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
