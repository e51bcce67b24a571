"""What a file looks like by its beginning, for messages."""

from __future__ import annotations

import re
from typing import Literal

Looks = Literal["empty", "XML", "a web page", "JSON", "a table", "text", "a spreadsheet", "a PDF", "binary"]


def looks_like(start: bytes) -> Looks:
    r"""What a file looks like by its beginning, for messages.

    >>> looks_like(b"<?xml version='1.0'?><a/>"), looks_like(b"a,b\n1,2\n")
    ('XML', 'a table')
    """
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:2000]
    if not text:
        return "empty"
    signs: tuple[tuple[bool, Looks], ...] = (
        (text.startswith(b"PK\x03\x04"), "a spreadsheet"),
        (text.startswith(b"%PDF"), "a PDF"),
        (b"\x00" in text, "binary"),
        (bool(re.match(rb"(?i)<!doctype html|<html|<head", text)), "a web page"),
        (text.startswith(b"<"), "XML"),
        (text[:1] in (b"{", b"["), "JSON"),
        (any(mark in text.split(b"\n")[0] for mark in (b",", b";", b"\t", b"|")), "a table"),
    )
    return next((name for sign, name in signs if sign), "text")
