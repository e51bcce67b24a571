"""The record that comes with the package: readable files, read once, and the check that keeps them sound.

Each file of `gazetted/resources/record` but two holds one list and its entries; `parties.toml` holds the parties and
`context.toml` the dated facts around the listings. Reading turns them into the nouns of `gazetted.model`; nothing is
judged here, and `problems` (in `gazetted.record.soundness`) is the check of the content for continuous integration.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import resources
from itertools import pairwise
from typing import Any, TypeVar

import msgspec

from gazetted.errors import BadDateError, RecordError
from gazetted.model.dates import PartialDate
from gazetted.model.edition import Succession
from gazetted.model.event import Confidence, Event, Step, Unconfirmed, What
from gazetted.model.lists import ListInfo
from gazetted.model.party import Kind, NameType, Party, PartyName, Relation

_PACKAGE = "gazetted.resources.record"
_PARTIES = "parties.toml"
_CONTEXT = "context.toml"
_RENUMBERED = "the publisher gave the entry another key"

_T = TypeVar("_T")


class Builtin(msgspec.Struct, frozen=True):
    """The built-in record.

    Attributes:
        lists: the lists, in order of key.
        parties: the parties, in order of slug.
        common_names: names and acronyms in common use, as `parties.toml` gives them.
        events: every dated fact, in the order of the files: by list, then entry, then as written; context comes last.
        digest: SHA-256 over the files.
        successions: keys that entries had before the one that they have, by list, then entry, oldest first.
    """

    lists: tuple[ListInfo, ...]
    parties: tuple[Party, ...]
    common_names: tuple[PartyName, ...]
    events: tuple[Event, ...]
    digest: str
    successions: tuple[Succession, ...] = ()


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a file: an unknown key is an error, not a fact silently lost."""


class _Fact(_Strict, frozen=True, kw_only=True):
    date: str | None = None
    not_before: str | None = None
    instrument: str = ""
    source: str
    confidence: Confidence = "high"
    unconfirmed: Unconfirmed = ""
    note: str = ""


class _Event(_Fact, frozen=True, kw_only=True):
    what: What
    step: Step = "effective"
    name: str = ""
    former: str = ""
    name_type: NameType = "primary"
    denotes: str | None = None
    not_after: str | None = None
    programmes: tuple[str, ...] = ()


class _Names(_Fact, frozen=True, kw_only=True):
    texts: tuple[str, ...]
    name_type: NameType = "alias"
    denotes: str | None = None
    in_force_on: str | None = None


class _Amended(_Strict, frozen=True, kw_only=True):
    dates: tuple[str, ...]
    instrument: str = ""
    source: str
    confidence: Confidence = "high"


class _Entry(_Strict, frozen=True, kw_only=True):
    key: str
    former_keys: tuple[str, ...] = ()
    party: str
    event: tuple[_Event, ...] = ()
    names: tuple[_Names, ...] = ()
    amended: tuple[_Amended, ...] = ()


class _ListInfo(ListInfo, frozen=True, forbid_unknown_fields=True):
    """A list as its file describes it."""


class _ListFile(_Strict, frozen=True, kw_only=True):
    list: _ListInfo
    entry: tuple[_Entry, ...] = ()


class _Context(_Event, frozen=True, kw_only=True):
    party: str
    list_key: str | None = None


class _ContextFile(_Strict, frozen=True, kw_only=True):
    event: tuple[_Context, ...] = ()


class _Relation(Relation, frozen=True, forbid_unknown_fields=True):
    """A tie as `parties.toml` writes it."""


class _Party(_Strict, frozen=True, kw_only=True):
    slug: str
    name: str
    kind: Kind
    countries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    relations: tuple[_Relation, ...] = ()
    acronyms: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class _PartiesFile(_Strict, frozen=True, kw_only=True):
    party: tuple[_Party, ...] = ()


def read_builtin() -> Builtin:
    """Read the record that comes with the package.

    Raises:
        RecordError: a file is damaged: not TOML, an unknown field, a value that is not allowed, or a bad date. The
            message names the file and, where the damage lies within one, the entry.
    """
    return parse_files(builtin_files())


def builtin_files() -> dict[str, bytes]:
    """The files of the built-in record by name, in order of name."""
    folder = resources.files(_PACKAGE)
    found = [item for item in folder.iterdir() if item.name.endswith(".toml")]
    return {item.name: item.read_bytes() for item in sorted(found, key=lambda item: item.name)}


def files_digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the files of a record, names included."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file}\0{len(files[file])}\0".encode())
        digest.update(files[file])
    return digest.hexdigest()


def parse_files(files: Mapping[str, bytes]) -> Builtin:
    """Turn the files of a record into the nouns of the model.

    Args:
        files: content by file name; `parties.toml` and `context.toml` are known by name, any other file is a list.

    Raises:
        RecordError: as for `read_builtin`.
    """
    lists: list[ListInfo] = []
    events: list[Event] = []
    successions: list[Succession] = []
    parties: tuple[_Party, ...] = ()
    context: tuple[Event, ...] = ()
    for file in sorted(files):
        table = _load(file, files[file])
        if file == _PARTIES:
            parties = _convert(file, table, _PartiesFile).party
        elif file == _CONTEXT:
            context = tuple(_context_events(file, _convert(file, table, _ContextFile)))
        else:
            content = _convert(file, table, _ListFile)
            lists.append(_list_info(content.list))
            _check_keys(file, content)
            for entry in content.entry:
                events.extend(_entry_events(file, content.list.key, entry))
                successions.extend(_successions(content.list.key, entry))
    return Builtin(
        lists=tuple(lists),
        parties=tuple(_party(item) for item in parties),
        common_names=tuple(_common_names(parties)),
        events=(*events, *context),
        digest=files_digest(files),
        successions=tuple(successions),
    )


def _check_keys(file: str, content: _ListFile) -> None:
    if file != f"{content.list.key}.toml":
        raise RecordError(f"{file} of the built-in record describes the list {content.list.key}; rename one of them.")
    for key, count in Counter(entry.key for entry in content.entry).items():
        if count > 1:
            raise RecordError(f"{file} of the built-in record, entry {key}: the key stands {count} times; keep one.")


def _load(file: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecordError(f"{file} of the built-in record is not TOML: {error}; correct the file.") from None


def _convert(file: str, table: Mapping[str, Any], shape: type[_T]) -> _T:
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        raise RecordError(
            f"{file} of the built-in record{_where(table, str(error))}: {error}; correct the file."
        ) from None


def _where(table: Mapping[str, Any], message: str) -> str:
    """Name the entry or party to which the path in a validation message points (`$.entry[3].event[0].what`)."""
    found = re.search(r"\$\.(entry|party|event)\[(\d+)\]", message)
    if not found:
        return ""
    item = table[found[1]][int(found[2])]
    name = item.get("key") or item.get("slug") or item.get("party") if isinstance(item, dict) else None
    return f", {found[1]} {name or 'number ' + str(int(found[2]) + 1)}"


def _list_info(found: _ListInfo) -> ListInfo:
    return ListInfo(**msgspec.structs.asdict(found))


def _party(found: _Party) -> Party:
    return Party(
        party=found.slug,
        name=found.name,
        kind=found.kind,
        countries=found.countries,
        roles=found.roles,
        relations=tuple(Relation(what=tie.what, party=tie.party) for tie in found.relations),
    )


def _common_names(parties: tuple[_Party, ...]) -> Iterator[PartyName]:
    for party in parties:
        yield from (PartyName(party=party.slug, text=text, name_type="acronym") for text in party.acronyms)
        yield from (PartyName(party=party.slug, text=text, name_type="common") for text in party.also)


def _successions(list_key: str, entry: _Entry) -> Iterator[Succession]:
    """Each former key with the one that followed it."""
    for old, new in pairwise((*entry.former_keys, entry.key)):
        yield Succession(list_key, old, new, reason=_RENUMBERED)


def _entry_events(file: str, list_key: str, entry: _Entry) -> Iterator[Event]:
    where = f"{file}, entry {entry.key}"
    for event in entry.event:
        yield _event(where, list_key, entry.key, entry.party, event)
    for names in entry.names:
        yield from _name_events(where, list_key, entry, names)
    for amended in entry.amended:
        for date in amended.dates:
            yield Event(
                list_key=list_key,
                entry=entry.key,
                party=entry.party,
                what="amended",
                date=_date(where, date),
                instrument=amended.instrument,
                source=amended.source,
                confidence=amended.confidence,
            )


def _event(where: str, list_key: str | None, entry: str, party: str, found: _Event) -> Event:
    return Event(
        list_key=list_key,
        entry=entry,
        party=party,
        what=found.what,
        step=found.step,
        name=found.name,
        former=found.former,
        name_type=found.name_type,
        denotes=found.denotes,
        date=_date(where, found.date),
        not_before=_date(where, found.not_before),
        not_after=_date(where, found.not_after),
        programmes=found.programmes,
        instrument=found.instrument,
        source=found.source,
        confidence=found.confidence,
        unconfirmed=found.unconfirmed,
        note=found.note,
    )


def _name_events(where: str, list_key: str, entry: _Entry, found: _Names) -> Iterator[Event]:
    for text in found.texts:
        yield Event(
            list_key=list_key,
            entry=entry.key,
            party=entry.party,
            what="name added",
            name=text,
            name_type=found.name_type,
            denotes=found.denotes,
            date=_date(where, found.date),
            not_before=_date(where, found.not_before),
            not_after=_date(where, found.in_force_on),
            instrument=found.instrument,
            source=found.source,
            confidence=found.confidence,
            unconfirmed=found.unconfirmed,
            note=found.note,
        )


def _context_events(file: str, found: _ContextFile) -> Iterator[Event]:
    for event in found.event:
        yield _event(f"{file}, event of {event.date or 'no date'}", event.list_key, "", event.party, event)


def _date(where: str, text: str | None) -> PartialDate | None:
    if text is None:
        return None
    try:
        return PartialDate.parse(text)
    except BadDateError as error:
        raise RecordError(f"{where} of the built-in record: {error}") from None
