"""Files that pages load: style sheets and htmx, each at an address that names its content, so that it may be kept."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from fastapi import APIRouter
from starlette.responses import Response

from gazetted.service.browser import STATIC
from gazetted.service.problems import ProblemError

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_YEAR = {"Cache-Control": "public, max-age=31536000, immutable"}


@cache
def _files() -> dict[str, tuple[bytes, str, str]]:
    """Name → content, type, and the name with a hash of the content."""
    found = {}
    for one in resources.files(__package__).joinpath("static").iterdir():
        stem, _, ending = one.name.rpartition(".")
        if ending in _TYPES:
            data = one.read_bytes()
            found[one.name] = (data, _TYPES[ending], f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}")
    return found


def asset(name: str) -> str:
    """The address of a file.

    >>> asset("site.css").startswith("/static/site.")
    True
    """
    return STATIC + _files()[name][2]


@cache
def _by_address() -> dict[str, tuple[bytes, str]]:
    return {hashed: (data, kind) for data, kind, hashed in _files().values()}


def router() -> APIRouter:
    """The route of the files."""
    made = APIRouter()

    @made.get(f"{STATIC}{{name}}")
    async def file(name: str) -> Response:
        """A file, for a year: another content has another address."""
        found = _by_address().get(name)
        if found is None:
            raise ProblemError(404, "There is no such file: load the page again.")
        return Response(found[0], media_type=found[1], headers=_YEAR)

    return made
