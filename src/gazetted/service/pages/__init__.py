"""Pages for people: HTML made on the server, which need no script and load nothing from elsewhere.

How a page is added:

1. a module here with `router() -> APIRouter`: `APIRouter(dependencies=[Depends(needs("read"))])` names the scope that
   its visitors need (`screen` for screening, `decide` for decisions). It is included below; `router` here checks the
   token of every form for all of them, and keeps pages out of the OpenAPI document;
2. its handler asks the record through `service_of(request).engine.ask(…)`, never in the event loop; `asking.asked`
   gives the query parameters as a struct, `asking.chosen` the day and the moment (`on`, `known`), `forms.posted` a
   form;
3. it answers `await render(request, "name.html", …)` of `templating`: the template extends `base.html`, fills the
   blocks `title` and `main`, and has besides what it was given: `nav`, `record` (what the answers rest on, or None),
   `stale` (titles of lists that had no news for too long), `who` (name of the key, or None), `keys` (whether the
   service has any), `on`, `known`, `today` (ISO), `csrf()` (the hidden field that every form with method post needs),
   `link(path, name=value)` (an address that keeps `on` and `known`), `asset(name)` (a file of `static/`), and the
   filters `day`, `marked` and `sourced`; `_parts.html` has macros: the fields and the line of the two clocks, the pages
   of a long answer;
4. after a form that changed something it answers `sent_to(address)` of `forms`, so that nothing is sent twice;
5. errors are raised (`ProblemError`, `GazettedError`): the guard shows them as a page.

No style or script may stand in a page (the content security policy refuses both). Shared classes are in
`static/site.css`; what one page alone needs goes to a file of its own there, which its template links in the block
`head`. htmx is there for comfort alone; whatever it does, plain links and forms do too. The paths of pages are listed
in `service.browser`: only there may a session send a form.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends

from gazetted.service.pages import (
    alerts,
    changes,
    home,
    lists,
    party,
    reading,
    screening,
    signing,
    static,
    validation,
)
from gazetted.service.pages.forms import checked


def first_page() -> APIRouter:
    """The page at `/`, which passes programs on to what answers them there."""
    router = APIRouter(include_in_schema=False)
    router.include_router(home.router())
    return router


def router() -> APIRouter:
    """All other pages."""
    made = APIRouter(include_in_schema=False, dependencies=[Depends(checked)])
    for module in (signing, static, party, changes, lists, reading, screening, alerts, validation):
        made.include_router(module.router())
    return made
