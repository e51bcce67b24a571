"""One entry of the UN list: its element turned into a listing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gazetted.model.edition import ListedName, Listing
from gazetted.model.party import Kind, NameType
from gazetted.sources.countries import country_code
from gazetted.sources.dates import iso_date
from gazetted.sources.documents import document_numbers, document_type
from gazetted.sources.un.names import printed_names, with_acronyms
from gazetted.sources.un.regimes import programme
from gazetted.sources.un_reference import is_old, new_reference
from gazetted.sources.xmlstream import text_of

_KINDS: dict[str, Kind] = {"INDIVIDUAL": "person", "ENTITY": "organization"}
_QUALITIES: dict[str, NameType] = {"low": "weak alias", "f.k.a.": "former"}
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
_OLD_REFERENCE = re.compile(r"\[\s*Old Reference\s*#\s*([A-Z][A-Za-z0-9.() ]{2,30}?)\s*\]")
_BRACKET = re.compile(r"\s*\([^()]*\)")
_NOTHING = frozenset({"", "na", "n/a", "null", "none"})


def listing_of(element: Any) -> Listing:
    """The listing of an INDIVIDUAL or ENTITY element; what may stand in any order is sorted, the primary name first.

    Raises:
        ValueError: it has no reference number, no name, or no proper listing day; the message says which.
    """
    single: dict[str, str] = {}
    values: dict[str, list[str]] = {}
    groups: dict[str, list[dict[str, str]]] = {}
    for child in element:
        tag = child.tag
        if not len(child):
            if tag not in single and (text := text_of(child)):
                single[tag] = text
            continue
        fields = {part.tag: text for part in child if (text := text_of(part))}
        if "VALUE" in fields:
            values.setdefault(tag, []).extend(filter(None, map(text_of, child)))
        elif fields:
            groups.setdefault(tag.partition("_")[2], []).append(fields)
    printed = single.get("REFERENCE_NUMBER", "")
    if not printed:
        raise ValueError("it has no reference number")
    kind = _KINDS[element.tag]
    comments = single.get("COMMENTS1", "")
    rests: list[str] = []
    return Listing(
        entry=new_reference(printed) or printed.rstrip("."),
        kind=kind,
        names=_names(single, groups.get("ALIAS", []), kind, rests),
        programmes=(programme(single["UN_LIST_TYPE"]),) if "UN_LIST_TYPE" in single else (),
        born=_born(groups),
        countries=_countries(values.get("NATIONALITY", []), single, groups.get("ADDRESS", [])),
        identifiers=_identifiers(printed, comments, groups.get("DOCUMENT", [])),
        gender=_gender(single.get("GENDER", "")),
        addresses=_sorted(_line(address) for address in groups.get("ADDRESS", [])),
        titles=_sorted(_known(text) for tag in ("TITLE", "DESIGNATION") for text in values.get(tag, [])),
        listed_on=_day(single.get("LISTED_ON", ""), "listing day"),
        amended_on=_sorted(iso_date(text) or "" for text in values.get("LAST_DAY_UPDATED", [])),
        note=" ".join(filter(None, (comments, _birth_places(groups), *(f"[{rest}]" for rest in rests)))),
    )


def _names(
    single: dict[str, str], aliases: list[dict[str, str]], kind: Kind, rests: list[str]
) -> tuple[ListedName, ...]:
    primary = " ".join(part for tag in _NAME_PARTS if (part := _known(single.get(tag, ""))))
    if not primary:
        raise ValueError("it has no name")
    # a person's bracket is another spelling of one word ("TUAH (TOUAH)"), a body's is a name of its own
    texts: dict[str, NameType] = dict.fromkeys(
        with_acronyms(primary) if kind == "organization" else (primary,), "alias"
    )
    texts[primary] = "primary"
    for text in printed_names(_BRACKET.sub("", single.get("NAME_ORIGINAL_SCRIPT", ""))).texts:
        texts.setdefault(text, "alias")
    for alias in aliases:
        cell = _known(alias.get("ALIAS_NAME", ""))
        printed = printed_names(cell, _known(alias.get("NOTE", "")))
        of_alias = "former" if printed.former else _QUALITIES.get(alias.get("QUALITY", "").lower(), "alias")
        for text in printed.texts:
            texts.setdefault(text, of_alias)
        if printed.rest:
            rests.append(f"{cell}: {printed.rest}" if printed.rest not in cell else cell)
    del texts[primary]
    return (ListedName(primary), *(ListedName(text, of_name) for text, of_name in sorted(texts.items())))


def _born(groups: dict[str, list[dict[str, str]]]) -> tuple[str, ...]:
    dates = [_birth_date(date) for date in groups.get("DATE_OF_BIRTH", [])]
    dates += [_checked(alias["DATE_OF_BIRTH"]) for alias in groups.get("ALIAS", []) if alias.get("DATE_OF_BIRTH")]
    return _sorted(dates)


def _birth_date(date: dict[str, str]) -> str:
    kind = date.get("TYPE_OF_DATE", "").lower()
    if (first := date.get("FROM_YEAR")) and (last := date.get("TO_YEAR")):
        return _checked(f"{first} to {last}")
    found = _checked(date.get("DATE", "")) or _checked(date.get("YEAR", ""))
    note = date.get("NOTE", "")
    if note and len(found) in (0, 4):
        # "Sep." beside the year 1977, or the whole date ("April 1963"); other calendars and ages are none
        told = _checked(note if not found else f"{note} {found}")
        found = told if told.startswith(found) else found
    return f"circa {found}" if found and kind == "approximately" and not found.startswith("circa") else found


def _countries(nationalities: list[str], single: dict[str, str], addresses: list[dict[str, str]]) -> tuple[str, ...]:
    found = [_nationality(text) for text in (*nationalities, single.get("NATIONALITY2", ""))]
    found += [country_code(_BRACKET.sub("", address.get("COUNTRY", ""))) or "" for address in addresses]
    return _distinct(found)


def _nationality(text: str) -> str:
    text = _known(text)
    return country_code(text) or country_code(_BRACKET.sub("", text)) or text


def _identifiers(printed: str, comments: str, documents: list[dict[str, str]]) -> tuple[str, ...]:
    found = [f"un-reference-old:{printed.rstrip('.')}"] if is_old(printed) else []
    found += [f"un-reference-old:{old}" for old in _OLD_REFERENCE.findall(comments)]
    for document in documents:
        number = document.get("NUMBER", "")
        kind = document_type(document.get("TYPE_OF_DOCUMENT2", ""), document.get("TYPE_OF_DOCUMENT", ""), number)
        found += [f"{kind}:{text}" for text in document_numbers(number)]
    return _sorted(found)


def _birth_places(groups: dict[str, list[dict[str, str]]]) -> str:
    places = _distinct(_line(place) for place in groups.get("PLACE_OF_BIRTH", []))
    return f"Place of birth: {'; '.join(places)}." if places else ""


def _line(address: dict[str, str]) -> str:
    return ", ".join(part for tag in _ADDRESS_PARTS if (part := _known(address.get(tag, ""))))


def _gender(text: str) -> str:
    return text.lower() if text.lower() in ("male", "female") else ""


def _day(text: str, what: str) -> str | None:
    if not text:
        return None
    found = iso_date(text)
    if found is None or not found[:4].isdigit():
        raise ValueError(f"its {what} is no date: {text[:40]!r}")
    return found


def _checked(text: str) -> str:
    return (iso_date(text) or "") if text else ""


def _known(text: str) -> str:
    return "" if text.lower() in _NOTHING else text


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(filter(None, texts))))
