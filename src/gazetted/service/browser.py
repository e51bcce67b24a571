"""What a browser sends, and where it is sent: whether it wants a page, its cookies, and the way to sign in and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from starlette.requests import Request, cookie_parser

SIGN_IN = "/sign-in"
STATIC = "/static/"
SESSION, VISIT = "gazetted", "gazetted_visit"
"""Cookies of a session, and of a visit where there are no keys or nobody is signed in yet."""

_PAGES = (
    "/sign-in", "/sign-out", "/parties", "/changes", "/lists", "/read", "/screen", "/alerts", "/matches", "/validation",
)  # fmt: skip
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def wants_page(headers: Mapping[str, str]) -> bool:
    """Whether a page is asked for: browsers name HTML first, programs do not name it; htmx says that it is htmx.

    >>> wants_page({"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}), wants_page({"accept": "*/*"})
    (True, False)
    """
    return "text/html" in headers.get("accept", "").lower() or "hx-request" in headers


def is_page(path: str) -> bool:
    """Whether an address is that of a page: only there may a session send anything.

    >>> is_page("/alerts/3"), is_page("/alertsx"), is_page("/v1/screen")
    (True, False, False)
    """
    return any(path == one or path.startswith(f"{one}/") for one in _PAGES)


def is_open(path: str) -> bool:
    """Whether an address is open to who has not signed in."""
    return path == SIGN_IN or path.startswith(STATIC)


def is_secure(request: Request) -> bool:
    """Whether the browser came by https; a proxy before the service says so.

    Who sends that header without a proxy only gets a cookie that his browser keeps from him.
    """
    return request.url.scheme == "https" or request.headers.get("x-forwarded-proto", "") == "https"


def cookie_name(request: Request, name: str) -> str:
    """The name of a cookie: by https with the prefix that lets no other host of the domain set it."""
    return f"__Host-{name}" if is_secure(request) else name


def cookie(request: Request, name: str) -> str:
    """The value of a cookie; empty where there is none."""
    return cookie_parser(request.headers.get("cookie", "")).get(cookie_name(request, name), "")


def local(address: str) -> str:
    r"""An address if it is one of this service, else the first page.

    >>> local("/parties/x?on=2024-12-09"), local("//evil.example"), local("https://evil.example"), local("/\\evil")
    ('/parties/x?on=2024-12-09', '/', '/', '/')
    """
    plain = unquote(address)
    fits = len(address) <= 2000 and _LOCAL.fullmatch(address) and not plain.startswith(("//", "/\\"))
    return address if fits and not plain.startswith(SIGN_IN) else "/"


def way_in(method: str, path: str, query: str) -> str:
    """Where a browser signs in, and what it is shown after that.

    >>> way_in("GET", "/parties/x", "on=2024-12-09")
    '/sign-in?next=/parties/x%3Fon%3D2024-12-09'
    >>> way_in("POST", "/alerts", "")
    '/sign-in'
    """
    back = local(f"{quote(path)}?{query}" if query else quote(path)) if method == "GET" else "/"
    return SIGN_IN if back == "/" else f"{SIGN_IN}?next={quote(back)}"


PAGE_HEADERS = {"Referrer-Policy": "same-origin", "Vary": "Accept, Cookie, HX-Request"}
"""Headers of pages. Without a referrer a browser would send forms with the origin `null`, as a foreign page does."""
