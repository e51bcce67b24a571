"""An entity of the FollowTheMoney model as an entry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

import msgspec

from gazetted.errors import BadDateError
from gazetted.model.dates import PartialDate
from gazetted.model.edition import ListedName, Listing
from gazetted.model.party import Kind, NameType
from gazetted.sources.dates import iso_date

Properties = Mapping[str, Sequence[str]]

_IMO = re.compile(r"(?:IMO)?\s*-?(\d{7})")
_LONGEST_NOTE = 2000


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What of the FollowTheMoney model matters here; see `model.toml`."""

    kinds: dict[str, Kind]
    adjuncts: dict[str, str]
    names: dict[str, NameType]
    identifiers: dict[str, str]
    countries: dict[str, tuple[str, ...]]
    titles: dict[str, tuple[str, ...]]
    sanction: dict[str, tuple[str, ...]]

    def kept(self) -> frozenset[str]:
        """The properties that are read."""
        groups = (*self.countries.values(), *self.titles.values(), *self.sanction.values())
        return frozenset(
            {"birthDate", "gender", "address", "addressEntity", "full", "number", "type", "topics", "notes", "caption"}
            | {*self.names, *self.identifiers, *self.adjuncts.values()}
            | {one for group in groups for one in group}
        )


class Adjunct(msgspec.Struct):
    """What other entities of the file say about one: sanctions, documents, wallets."""

    programmes: dict[str, None] = msgspec.field(default_factory=dict)
    listed: str = ""
    ended: str = ""
    open: bool = False
    references: dict[str, None] = msgspec.field(default_factory=dict)
    identifiers: dict[str, None] = msgspec.field(default_factory=dict)

    def take(self, schema: str, properties: Properties) -> None:
        """Add what an entity says about the one that it points to."""
        sanction = model().sanction
        if schema == "Sanction":
            self.programmes.update(dict.fromkeys(_first(properties, sanction["programmes"])))
            listed = min(filter(None, map(_day, _first(properties, sanction["listed"]))), default="")
            self.listed = min(filter(None, (self.listed, listed)), default="")
            ended = max(filter(None, map(_day, _first(properties, sanction["ended"]))), default="")
            self.open = self.open or not ended
            self.ended = max(self.ended, ended)
            self.references.update({f"un.sc:{one}": None for one in _first(properties, sanction["unsc"])})
        elif schema == "CryptoWallet":
            self.identifiers.update({f"wallet:{key}": None for key in properties.get("publicKey", ())})
        else:
            kind = "passport" if schema == "Passport" else "national id"
            numbers = (*properties.get("number", ()), *properties.get("passportNumber", ()))
            self.identifiers.update({f"{kind}:{number}": None for number in numbers})


@cache
def model() -> Model:
    """The model's table."""
    text = (resources.files("gazetted.sources.ftm") / "model.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Model)


def list_key(dataset: str) -> str:
    """The key of the list that a dataset is.

    >>> list_key("us_ofac_sdn"), list_key("Ukraine War and Sanctions")
    ('ftm.us_ofac_sdn', 'ftm.ukraine-war-and-sanctions')
    """
    return "ftm." + (re.sub(r"[^a-z0-9_]+", "-", dataset.lower()).strip("-") or "dataset")


def key_of(datasets: Iterable[str], file: str) -> str:
    """The key of what is in a file: its dataset's where it names only one, else the file's.

    >>> key_of(["us_ofac_sdn"], "entities.ftm.json"), key_of(["a", "b"], "entities.ftm.json")
    ('ftm.us_ofac_sdn', 'ftm.entities')
    """
    named = set(datasets)
    return list_key(named.pop() if len(named) == 1 else file.partition(".")[0])


def entry_of(
    entity: str, schema: str, properties: Properties, adjunct: Adjunct | None = None, datasets: Sequence[str] = ()
) -> Listing | None:
    """The entry of an entity.

    Args:
        entity: its id.
        schema: its schema, which must be one that can be listed.
        properties: its values; a property `caption` names the primary name.
        adjunct: what other entities say about it.
        datasets: datasets to add to its programmes.

    Returns:
        The entry; None where the entity has no name.

    >>> entry_of("x-1", "Person", {"name": ["Jo Example"], "birthDate": ["1962-03"]}).born
    ('1962-03',)
    """
    table = model()
    names = tuple(_names(properties))
    if not names:
        return None
    adjunct = adjunct or Adjunct()
    born = [(day, _day(day)) for day in properties.get("birthDate", ())]
    notes = [f"born as printed: {printed}" for printed, day in born if day is None]
    gender = next((one for one in properties.get("gender", ()) if one in ("male", "female")), "")
    programmes = dict.fromkeys([*adjunct.programmes, *_first(properties, table.sanction["programmes"]), *datasets])
    return Listing(
        entry=entity,
        kind=table.kinds[schema],
        names=names,
        programmes=tuple(programmes),
        born=tuple(dict.fromkeys(day for _, day in born if day)),
        countries=tuple(dict.fromkeys(map(_country, _all(properties, table.countries["properties"])))),
        identifiers=tuple(dict.fromkeys([*_identifiers(schema, properties), *adjunct.identifiers])),
        gender=gender,
        addresses=tuple(dict.fromkeys(" ".join(one.split()) for one in properties.get("address", ()) if one.strip())),
        references=tuple(adjunct.references),
        titles=tuple(dict.fromkeys(_all(properties, table.titles["properties"]))),
        listed_on=adjunct.listed or None,
        delisted_on=adjunct.ended if adjunct.ended and not adjunct.open else None,
        note=" ".join("; ".join([*notes, *properties.get("notes", ())]).split())[:_LONGEST_NOTE],
    )


def _names(properties: Properties) -> Iterator[ListedName]:
    caption = next(iter(properties.get("caption", ())), "")
    seen: set[str] = set()
    strong = properties.get("name", ())
    if caption in strong:
        strong = (caption, *strong)
    for name_property, name_type in model().names.items():
        for value in strong if name_property == "name" else properties.get(name_property, ()):
            text = " ".join(value.split())
            if text not in seen and any(map(str.isalnum, text)):
                yield ListedName(text, name_type if seen else "primary")
                seen.add(text)


def _identifiers(schema: str, properties: Properties) -> Iterator[str]:
    table = model()
    for name, kind in table.identifiers.items():
        if kind == "national id" and table.kinds[schema] != "person":
            kind = "registration"
        for value in properties.get(name, ()):
            imo = _IMO.fullmatch(value) if kind == "imo" else None
            yield f"{kind}:{imo[1] if imo else value}"


def _country(code: str) -> str:
    return code.upper() if len(code) == 2 and code.isascii() and code.isalpha() else code


def _first(properties: Properties, names: Iterable[str]) -> Sequence[str]:
    """The values of the first of the properties that has any."""
    return next((values for name in names if (values := properties.get(name))), ())


def _all(properties: Properties, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from properties.get(name, ())


def _day(text: str) -> str | None:
    """An ISO date, partial or whole; a clock time is left out."""
    try:
        return PartialDate.parse(text[:10]).iso
    except BadDateError:
        return iso_date(text)
