"""Templates: everything put into a page is escaped, and a name that was not given is a fault, not a blank."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gazetted.errors import GazettedError
from gazetted.service import browser
from gazetted.service.calls import call_of, service_of
from gazetted.service.pages.asking import address, chosen
from gazetted.service.pages.forms import FIELD, cookie_of
from gazetted.service.pages.shown import date, marked, sourced, words
from gazetted.service.pages.static import asset
from gazetted.service.problems import ProblemError
from gazetted.service.sessions import form_token, new_id

NAVIGATION = (
    ("Find", "/", ("/parties",)),
    ("Read", "/read", ()),
    ("Screen", "/screen", ("/matches",)),
    ("Changes", "/changes", ()),
    ("Lists", "/lists", ()),
    ("Alerts", "/alerts", ()),
    ("Validation", "/validation", ()),
)
"""Title, address, and other addresses that belong to it."""


@cache
def environment() -> Environment:
    """The templates of the package."""
    made = Environment(
        loader=PackageLoader("gazetted.service.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"asset": asset, "counted": words.counted}
    made.filters |= {"day": date, "marked": marked, "sourced": sourced}
    return made


async def render(request: Request, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """A page made from a template.

    Args:
        request: the request.
        template: its name, such as `party.html`.
        status: the HTTP status.
        values: what the template shows, besides what all have (see the package).

    Raises:
        BadDateError: the day or the moment that was asked for is none.
    """
    visit = _Visit(request)
    picked = chosen(request)
    shared = _shared(request, picked.on, picked.known, visit)
    # A long page takes some ten milliseconds: not in the event loop, where screenings would wait for it.
    text = await service_of(request).engine.ask(environment().get_template(template).render, {**shared, **values})
    answer = HTMLResponse(text, status, browser.PAGE_HEADERS)
    visit.remember(answer)
    return answer


def plain(request: Request, template: str, /, **values: Any) -> bytes:
    """As `render`, for a page that sets no cookie and whose dates may be none: of a problem."""
    shared = _shared(request, None, None, _Visit(request))
    return environment().get_template(template).render({**shared, **values}).encode()


class _Visit:
    """The cookie that goes with the forms of a page; made where a page has a form and the visitor has no cookie."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._held = cookie_of(request)
        self._made = ""

    def field(self) -> Markup:
        """The hidden field of a form."""
        if not self._held:
            self._held = self._made = new_id()
        return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, form_token(self._held))

    def remember(self, answer: HTMLResponse) -> None:
        """Tell the browser the cookie, where it is new."""
        if self._made:
            set_cookie(self._request, answer, browser.VISIT, self._made)


def set_cookie(request: Request, answer: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Tell a browser a cookie that no script and no other site can use."""
    answer.set_cookie(
        browser.cookie_name(request, name), value, max_age=seconds, path="/", secure=browser.is_secure(request),
        httponly=True, samesite="strict",
    )  # fmt: skip


def _shared(request: Request, on: str | None, known: str | None, visit: _Visit) -> dict[str, Any]:
    """What every page has."""
    service, call = service_of(request), call_of(request)
    engine = service.engine
    record, stale, clocks = None, [], {"on": on, "known": known}
    if engine.ready:
        record = engine.block(engine.state)
        infos = engine.state.infos
        stale = [infos[key].title if key in infos else key for key in record.get("stale") or ()]
    return {
        "nav": [_entry(request, *one) for one in NAVIGATION],
        "record": record,
        "stale": stale,
        "who": call.key.name if call.key.id else None,
        "keys": bool(call.key.id) or _has_keys(request),
        "session": call.session,
        **clocks,
        "today": engine.clock().date().isoformat(),
        "csrf": visit.field,
        "link": lambda path, **more: address(path, **more, **{k: v for k, v in clocks.items() if k not in more}),
    }


def _has_keys(request: Request) -> bool:
    try:
        return bool(service_of(request).keys.present())
    except (GazettedError, ProblemError):
        return True


def _entry(request: Request, title: str, path: str, more: tuple[str, ...]) -> dict[str, Any]:
    here = request.url.path
    below = any(here == one or here.startswith(f"{one}/") for one in (path, *more) if one != "/")
    return {"title": title, "path": path, "here": here == path or below}
