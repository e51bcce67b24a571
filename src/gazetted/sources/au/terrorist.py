"""Australia's listed terrorist organisations: the page of the Department of Home Affairs, saved as HTML.

The page names each organisation in a link to a page of its own, whose address ends with a slug; the slug is the
entry's key. It states no date of its own and no day of listing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.format import Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.pages import LARGEST_PAGE, read_page
from gazetted.sources.streams import label

LIST = "au.terrorist"

_TITLE = re.compile(rb"<title\b[^<>]{0,200}>[^<>]{0,200}listed terrorist organisations", re.IGNORECASE)
_SITE = re.compile(rb"nationalsecurity\.gov\.au|homeaffairs\.gov\.au", re.IGNORECASE)
_LINK = re.compile(r"<a\s([^<>]{1,1000})>", re.IGNORECASE)
_ADDRESS = re.compile(r"\bhref\s{0,3}=\s{0,3}[\"']([^\"'<>\s]{1,500})", re.IGNORECASE)
_END = re.compile(r"</?a\b", re.IGNORECASE)
LONGEST_LINK = 2000
"""Characters between the tags of a link."""
_PATH = re.compile(r"/listed-terrorist-organisations/([a-z0-9][a-z0-9-]{1,120})/?(?:[?#]|$)", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\s{0,3}>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_BRACKETS = re.compile(r"^([^()]{2,200}?)\s*\(([^()]{2,120})\)\s*$")


def recognise(head: Head) -> Recognised | None:
    """Whether a file is this page: its title and its site say so."""
    if not _TITLE.search(head.start) or not _SITE.search(head.start):
        return None
    return Recognised(LIST)


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The organisations, in the page's order.

    Raises:
        ListFileError: the page is too large, binary, not UTF-8, breaks off, or links to no organisation.
    """
    for opener in parts.values():
        read_page(opener)  # refuses what is no page
        with opener() as stream:
            name = label(stream)
            html = _without_scripts(stream.read(LARGEST_PAGE).decode("utf-8-sig"))
        taken: dict[str, Listing] = {}
        for found in _LINK.finditer(html):
            address = _ADDRESS.search(found[1])
            path = _PATH.search(unescape(address[1])) if address else None
            if path is None:
                continue
            end = _END.search(html, found.end(), found.end() + LONGEST_LINK)
            where = f"{name}, line {html.count(chr(10), 0, found.start()) + 1}"
            names = _names(html[found.end() : end.start()]) if end else ()
            key = path[1].lower()
            if not names:
                reject(Reject(where, f"the link to {key} names nobody"))
            elif key not in taken:  # menus link to the same pages once more
                taken[key] = Listing(entry=key, kind="organization", names=names)
                yield taken[key]
        if not taken:
            raise ListFileError(f"{name} links to no listed organisation: save the page of all organisations anew.")


READER = Reader(name="au terrorist page 1", recognise=recognise, listings=listings)


def _without_scripts(html: str) -> str:
    """The page with its scripts emptied, lines kept; an open one reaches to the end."""
    kept, place = [], 0
    while found := _SCRIPT.search(html, place):
        end = _SCRIPT_END.search(html, found.end())
        kept.append(html[place : found.start()])
        place = end.end() if end else len(html)
        kept.append("\n" * html.count("\n", found.start(), place))
    return "".join([*kept, html[place:]])


def _names(markup: str) -> tuple[ListedName, ...]:
    text = " ".join(unescape(_MARKUP.sub(" ", markup)).split())
    if not any(map(str.isalnum, text)):
        return ()
    if found := _BRACKETS.match(text):
        return ListedName(found[1]), ListedName(found[2], "alias")
    return (ListedName(text),)
