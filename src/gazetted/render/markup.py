"""HTML that pages share: text escaped, days and sources marked up, and the frame of a self-contained page.

A page runs no script and loads nothing, and its content policy forbids both.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import html
import re
from collections.abc import Iterable

from gazetted.render.clean import one_line

_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]{};]{1,2000}")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)


def document(title: str, style: str, body: Iterable[str]) -> str:
    """A whole page.

    Args:
        title: its title, escaped.
        style: its style sheet; the content policy lets only this one in.
        body: its content, escaped.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="robots" content="noindex">',
            f"<title>{title}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        )
    )


def escaped(text: str) -> str:
    """Text on one line, safe to print and escaped."""
    return html.escape(one_line(text), quote=True)


def dated(text: str) -> str:
    """Text, escaped, with its ISO days as `time`: they do not break over lines, and tell their weekday."""
    return _DAY.sub(lambda found: time_tag(found[0]), escaped(text))


def time_tag(iso: str) -> str:
    """A date with its weekday on hover; a month or a year has none."""
    try:
        weekday = f' title="{dt.date.fromisoformat(iso):%A}"' if len(iso) == 10 else ""
    except ValueError:
        return escaped(iso)
    return f'<time datetime="{escaped(iso)}"{weekday}>{escaped(iso)}</time>'


def source(text: str) -> str:
    """A source in words, its web addresses as links shown by their host."""
    if not text:
        return "source not recorded"
    return f"source: {linked(text)}"


def linked(text: str) -> str:
    """Text, escaped, its web addresses as links shown by their host."""
    line, pieces, place = one_line(text), [], 0
    for found in _ADDRESS.finditer(line):
        address = found[0].rstrip(".,")
        host = address.split("/", 3)[2]
        pieces.append(html.escape(line[place : found.start()]))
        pieces.append(f'<a href="{html.escape(address)}" rel="noreferrer">{html.escape(host)}</a>')
        place = found.start() + len(address)
    pieces.append(html.escape(line[place:]))
    return "".join(pieces)
