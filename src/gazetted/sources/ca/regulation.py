"""Canada's listed entities: the Regulations Establishing a List of Entities (SOR/2002-284) in Justice Laws XML.

What the dates state, read off the editions of 2021 to 2026: an item keeps its `lims:fid` for life, and gets a new
`lims:id` with each wording. `lims:inforce-start-date` is the first day of the present *wording*. It is the day of
listing only where the wording is the first (`id` equals `fid`) and the item came into a list that stood already. The
whole list was restated on 2018-05-23: items of that day say nothing of when their entities were listed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from gazetted.errors import ListFileError
from gazetted.model.edition import Act, Listing, Reject
from gazetted.sources.ca.item_names import LONGEST_ITEM, split_item
from gazetted.sources.dates import iso_date
from gazetted.sources.format import HEAD_BYTES, Head, Opener, Reader, Recognised, RejectSink
from gazetted.sources.streams import label
from gazetted.sources.xmlstream import elements, local_name, text_of

LIST = "ca.entities"
NUMBER = "SOR/2002-284"

_ROOT = re.compile(rb"<Regulation\b[^<>]{0,2000}>")
_CURRENT = re.compile(rb"lims:current-date\s*=\s*[\"'](\d{4}-\d{2}-\d{2})")
_LIMS = "{http://justice.gc.ca/lims}"
_REGULATION = re.compile(r"SOR/\d{4}-\d{1,4}")
_NOT_SLUG = re.compile(r"[\W_]+")
_REPEALED = re.compile(r"\W*(?:repealed|revoked)\b", re.IGNORECASE)


class _Item(msgspec.Struct, frozen=True):
    where: str
    text: str
    fid: str
    version: str
    since: str
    restated: str


def recognise(head: Head) -> Recognised | None:
    """Whether a file is the English text of the regulation."""
    root = _ROOT.search(head.start[:4096])
    if root is None or NUMBER.encode() not in head.start or b'xml:lang="fr"' in root.group():
        return None
    found = _CURRENT.search(root.group())
    return Recognised(LIST, date=iso_date(found[1].decode()) if found else None)


def edition_date(parts: Mapping[str, Opener]) -> str | None:
    """The day to which the text is current (`lims:current-date`)."""
    for opener in parts.values():
        with opener() as stream:
            found = _CURRENT.search(stream.read(HEAD_BYTES))
        if found:
            return iso_date(found[1].decode())
    return None


def listings(parts: Mapping[str, Opener], reject: RejectSink) -> Iterator[Listing]:
    """The listed entities.

    Raises:
        ListFileError: the file is truncated or malformed, or has no item.
    """
    for opener in parts.values():
        items, acts = _read(opener)
        by_day: dict[str, set[str]] = {}
        for act in acts:
            by_day.setdefault(act.date, set()).add(act.instrument)
        taken: set[str] = set()
        for item in items:
            names = () if _REPEALED.match(item.text) else split_item(item.text, _unparted())
            key = item.fid or _slug(names[0].text if names else "")
            if not names or not key or key in taken:
                reason = "no name" if not names or not key else f"an item {key} is there already"
                reject(Reject(item.where, reason))
                continue
            taken.add(key)
            first = item.fid == item.version
            own = iso_date(item.since) if item.since != item.restated else None
            made = by_day.get(item.since, set()) if own else set()
            yield Listing(
                entry=key,
                kind="any",  # the regulation calls persons and organisations "entities" alike
                names=names,
                listed_on=own if first else None,
                amended_on=(own,) if own and not first else (),
                instrument=next(iter(made)) if len(made) == 1 else "",
                note=item.text,
            )


def acts(parts: Mapping[str, Opener]) -> tuple[Act, ...]:
    """The amending regulations that the text names with their days, oldest first, but those on whose day items begin.

    Such an act between two editions removed what is gone: its day is the stated day of the removal.
    """
    read = [_read(opener) for opener in parts.values()]
    begun = {item.since for items, _ in read for item in items}
    found = {act for _, acts in read for act in acts if act.date not in begun}
    return tuple(sorted(found, key=lambda act: (act.date, act.instrument)))


READER = Reader("ca regulation 1", recognise, listings, edition_date, acts=acts)


def _read(opener: Opener) -> tuple[list[_Item], list[Act]]:
    items: list[_Item] = []
    acts: list[Act] = []
    with opener() as stream:
        name = label(stream)
        for element in elements(stream, ("Item", "HistoricalNoteSubItem", "Amendment"), name):
            if element.tag == "Item":
                items.append(_item(element, name))
            else:
                acts += _acts(element)
    if not items:
        raise ListFileError(f"{name} has no item: give {NUMBER} in XML from the Justice Laws site.")
    return items, acts


def _item(element: Any, name: str) -> _Item:
    listed = element.getparent()
    return _Item(
        where=f"{name}, item {element.get(_LIMS + 'fid', '')} (line {element.sourceline})",
        text=" ".join("".join(element.itertext())[:LONGEST_ITEM].split()),
        fid=element.get(_LIMS + "fid", "").strip(),
        version=element.get(_LIMS + "id", "").strip(),
        since=element.get(_LIMS + "inforce-start-date", "").strip(),
        restated=(listed.get(_LIMS + "inforce-start-date", "") if listed is not None else "").strip(),
    )


def _acts(element: Any) -> Iterator[Act]:
    if element.tag == "Amendment":
        parts = {local_name(child.tag): text_of(child) for child in element}
        text, day = parts.get("AmendmentCitation", ""), iso_date(parts.get("AmendmentDate", ""))
    else:
        text = "".join(element.itertext())
        day = iso_date(element.get(_LIMS + "inforce-start-date", "").strip())
    cited = _REGULATION.findall(text)
    # The oldest note names every act up to the restatement of 2018 under one day.
    if day and len(cited) == 1:
        yield Act(cited[0], day)


def _slug(name: str) -> str:
    return _NOT_SLUG.sub("-", name.lower()).strip("-")


@cache
def _unparted() -> frozenset[str]:
    text = (resources.files("gazetted.sources.ca") / "names.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["unparted"])
