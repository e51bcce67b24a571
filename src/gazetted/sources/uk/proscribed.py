"""The Home Office's page of proscribed organisations, as saved from gov.uk.

Each organisation has a heading, a paragraph in bold, a list item or a table row that names it and, there or in the
text that follows, says "proscribed" with a month and a year. The publisher gives no keys: the key is made of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.model.party import NameType
from gazetted.sources.dates import iso_date
from gazetted.sources.format import HEAD_BYTES, Head, Opener, Recognised, RejectSink
from gazetted.sources.pages import check_page_end
from gazetted.sources.uk.page import Block, blocks
from gazetted.sources.uk.regimes import undated_sections

LIST_KEY = "uk.proscribed"
_WHAT = "the page of proscribed organisations"
_SECTION = 2
_LONGEST_NAME = 120
_LARGEST = 16_000_000
_TITLE = re.compile(rb"<title[^<>]{0,200}>[^<>]{0,200}proscribed terror", re.IGNORECASE)
_META_DATE = re.compile(
    rb"<meta[^<>]{0,200}govuk:(?:public-)?updated-at[^<>]{0,100}content=[\"'](\d{4}-\d{2}-\d{2})", re.IGNORECASE
)
_UPDATED = re.compile(r"\bUpdated:?\s+(\d{1,2} [A-Z][a-z]{2,8} \d{4})\b")
_SINCE = re.compile(
    r"[\s(–—,:-]*\bproscribed\s*(?:in|on|since|:|–|-)?\s*((?:\d{1,2} )?[A-Z][a-z]{2,8},? \d{4})[).:\s]*", re.IGNORECASE
)
_ALSO = re.compile(
    r"\b(?:also (?:known|operates|operating) (?:as|under(?: the names?)?)|a\.?k\.?a\.?|alternative names?(?: include)?|"
    r"including(?: the)?)\s*:?\s*([^.]{2,600})",
    re.IGNORECASE,
)
_RENAMED = re.compile(r"\b(?:formerly(?: known as)?|previously(?: known as)?)\s*:?\s*([^.;()]{2,200})", re.IGNORECASE)
_SHORT = re.compile(r"\s*\(([^()]{2,80})\)")
_PARTS = re.compile(r";|,(?!\s*(?:Jr|Inc|Ltd)\b)|\s+(?:and|or)\s+(?=[A-Z‘“\"'])")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_EDGES = " \t.,;:–—-‘’“”\"'"


def recognise(head: Head) -> Recognised | None:
    """Know the page by its title."""
    if not _TITLE.search(head.start):
        return None
    found = _META_DATE.search(head.start)
    return Recognised(LIST_KEY, date=found[1].decode() if found else None)


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day on which the page says that it was updated."""
    for opener in parts.values():
        with opener() as stream:
            start = stream.read(HEAD_BYTES)
        if found := _META_DATE.search(start):
            return found[1].decode()
        for block in blocks(_text(opener)):
            if told := _UPDATED.search(block.text):
                return iso_date(told[1])
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The organisations, in the page's order.

    Raises:
        ListFileError: the page is too large, no text, breaks off, or names no organisation.
    """
    for opener in parts.values():
        seen: set[str] = set()
        for name, notes in _organisations(blocks(_text(opener))):
            try:
                listing = _listing(name, notes)
                if listing.entry in seen:
                    raise ValueError("an organisation of this name is there already")
            except ValueError as error:
                reject(Reject(f"{name.text[:60]!r}", str(error)))
                continue
            seen.add(listing.entry)
            yield listing
        if not seen:
            raise ListFileError(f"{_WHAT} names no organisation: save the page itself, as HTML.")


def _organisations(page: list[Block]) -> Iterator[tuple[Block, list[str]]]:
    """Each block that names an organisation, with the text about it."""
    current: Block | None = None
    notes: list[str] = []
    undated = False
    for place, block in enumerate(page):
        following = page[place + 1].text if place + 1 < len(page) else ""
        if block.heading and block.level <= _SECTION:
            undated = any(words in block.text for words in undated_sections())
        if _names_one(block, following) or (undated and block.item and len(block.text) <= _LONGEST_NAME):
            if current is not None:
                yield current, notes
            current, notes = block, []
        elif block.heading and block.level <= _SECTION:
            if current is not None:
                yield current, notes
            current, notes = None, []
        elif current is not None:
            notes.append(block.text)
    if current is not None:
        yield current, notes


def _names_one(block: Block, following: str) -> bool:
    if _SINCE.search(block.text) and not block.text.lower().startswith("proscribed"):
        return block.title or len(block.text) < 2_000
    return block.title and _SINCE.match(following) is not None and following.lower().startswith("proscribed")


def _listing(block: Block, notes: list[str]) -> Listing:
    since = _SINCE.search(block.text)
    title = block.text[: since.start()] if since else block.text
    about = " ".join(filter(None, ([block.text[since.end() :]] if since else []) + notes)).strip()
    told = since or _SINCE.search(about)
    names = _names(title.strip(_EDGES), about)
    return Listing(
        entry=_key(names[0].text),
        kind="organization",
        names=names,
        listed_on=iso_date(told[1].replace(",", "")) if told else None,
        note=about,
    )


def _names(title: str, about: str) -> tuple[ListedName, ...]:
    texts: dict[str, NameType] = {}
    former = _RENAMED.search(title)
    plain = title[: former.start()] if former else title
    also = _ALSO.search(plain)
    main = plain[: also.start()] if also else plain
    primary = _SHORT.sub("", main).strip(_EDGES + "(")
    if not primary:
        raise ValueError("it has no name")
    texts[primary] = "primary"
    for short in _SHORT.findall(main):
        _put(texts, short, "alias")
    for found in ([also[1]] if also else []) + _ALSO.findall(about)[:1]:
        for part in _PARTS.split(_SHORT.sub(r"; \1", found)):
            _put(texts, part, "alias")
    if former:
        _put(texts, former[1], "former")
    return tuple(ListedName(text, name_type) for text, name_type in texts.items())


def _put(texts: dict[str, NameType], text: str, name_type: NameType) -> None:
    text = text.strip(_EDGES)
    text = text[4:] if text.lower().startswith("the ") else text
    if 2 <= len(text) <= 120 and any(character.isupper() for character in text):
        texts.setdefault(text, name_type)


def _key(name: str) -> str:
    key = _NOT_KEY.sub("-", name.casefold().replace("’", "").replace("'", "")).strip("-")[:60]
    if not key:
        raise ValueError("no key can be made of its name")
    return key


def _text(opener: Opener) -> str:
    with opener() as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ListFileError(f"{_WHAT} is larger than any web page: save the page itself.")
    if b"\0" in content:
        raise ListFileError(f"{_WHAT} is binary: save the page as HTML.")
    try:
        html = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ListFileError(f"{_WHAT} is not UTF-8: save the page again.") from None
    check_page_end(html, _WHAT)
    return html
