"""Numbers of identity documents out of cells that hold more than the number."""

from __future__ import annotations

import re

_LONGEST = 4_000
_PLAIN = re.compile(r"[A-Z0-9][A-Z0-9 ./\-]*", re.IGNORECASE)
_ITEM = re.compile(r"(?:^|[\s,;.])\(?(?:\d{1,2}|[a-h])\)\s")
_AFTER = re.compile(
    r"\b(?:issued|expir\w+|valid|dated?|in the name|under (?:the )?name|cancell?ed|revoked|place of|serial)\b.*",
    re.I | re.S,
)
_DIGITS = re.compile(r"(?:\D*\d){4}")
_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBER = re.compile(r"(?<![\w-])(?:[A-Z]{1,6}[ /.-]{0,2})?[A-Z]{0,8}\d[A-Z0-9]*(?:[-/. ]{1,2}[A-Z]{0,4}\d[A-Z0-9]*)*")
_LABELS = (
    ("passport", re.compile(r"passport|pasaporte|passeport", re.I)),
    ("tax", re.compile(r"\btax|\binn\b|\btin\b|\bvat\b|fiscal", re.I)),
    ("registration", re.compile(r"registration|\bogrn\b|company number|trade licen|commercial regist", re.I)),
)
_WORDS = re.compile(
    r"\b(?:passports?|numbers?|nos?|nr|id|card|identification|code|certificate|tazkira)\b[.:#\s]*", re.I
)


def document_numbers(text: str) -> tuple[str, ...]:
    """The document numbers in a cell, without words around them; empty where no number can be told.

    >>> document_numbers("(1) MM611523 (Filipino) (2004) (2) EE947317 (Filipino)")
    ('MM611523', 'EE947317')
    >>> document_numbers("Russian passport number 96 03 464086, issued on 1 June 2003")
    ('96 03 464086',)
    >>> document_numbers("04 LE 017521"), document_numbers("In possession of a UK passport")
    (('04 LE 017521',), ())
    """
    text = " ".join(text[:_LONGEST].split()).strip(" .,;")
    if len(text) <= 40 and text == text.upper() and _PLAIN.fullmatch(text):
        return (text,) if _DIGITS.match(text) else ()
    if not _DIGITS.match(text):
        return ()
    found = (_number(item) for item in _ITEM.split(f" {text}"))
    return tuple(dict.fromkeys(number for number in found if number))


def document_type(*labels: str, default: str = "national id") -> str:
    """What a document is, by the words beside it: passport, tax, registration, or the default.

    >>> document_type("National Identification Number", "national passport")
    'passport'
    >>> document_type("Ration card number")
    'national id'
    """
    for kind, words in _LABELS:
        if any(words.search(label) for label in labels):
            return kind
    return default


def _number(item: str) -> str:
    item = _BRACKETS.sub(" ", _AFTER.sub("", item))
    after = _WORDS.split(item)[-1]
    for part in (after, item):
        if (found := _NUMBER.search(part)) and _DIGITS.match(found.group()):
            return found.group().strip(" .-/")
    return ""
