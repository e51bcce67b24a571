"""Every reader, and what is known of each list that they read."""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module, metadata, resources
from types import MappingProxyType
from typing import get_args

import msgspec

from gazetted import sources
from gazetted.errors import GazettedError
from gazetted.model.edition import Listing
from gazetted.model.lists import ListInfo
from gazetted.model.party import Kind
from gazetted.sources.format import Reader
from gazetted.sources.terms import term

ENTRY_POINTS = "gazetted.sources"
"""Group of entry points by which other packages add readers: each names a tuple of readers."""

Counted = tuple[dict[str, int], dict[str, int], dict[str, str]]
"""Entries by kind, entries that carry a field, and canaries that were not met yet."""

_INFO_FIELDS = tuple(field.name for field in msgspec.structs.fields(ListInfo))
_LISTING_FIELDS = frozenset(field.name for field in msgspec.structs.fields(Listing))
_COUNTS = frozenset({"total", *get_args(Kind)})


class SourceList(msgspec.Struct, frozen=True):
    """A list as its publisher offers it, and what a sound edition of it looks like.

    Attributes:
        info: the list.
        publisher: the office that publishes it, and its country.
        licence: the terms of reuse.
        addresses: where the publisher offers the files that together are one edition.
        minimum: least number of entries, in `total` and by kind.
        fill: least share of entries (0 to 1) that carry a field of a listing.
        canaries: keys or names of entries that must be there.
        met_real_file: whether the reader was tried on a real file of the publisher.
        stale_days: days without news after which the list is stale; 0: it is never called so.
    """

    info: ListInfo
    publisher: str
    licence: str
    addresses: tuple[str, ...] = ()
    minimum: Mapping[str, int] = {}
    fill: Mapping[str, float] = {}
    canaries: tuple[str, ...] = ()
    met_real_file: bool = False
    stale_days: int = 0


class _ListTable(ListInfo, frozen=True, forbid_unknown_fields=True):
    addresses: tuple[str, ...] = ()
    minimum: dict[str, int] = msgspec.field(default_factory=dict)
    fill: dict[str, float] = msgspec.field(default_factory=dict)
    canaries: tuple[str, ...] = ()
    met_real_file: bool = False
    stale_days: int | None = None


class _SourceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"lists": "list"}):
    publisher: str
    licence: str
    lists: tuple[_ListTable, ...]


@cache
def all_readers() -> tuple[Reader, ...]:
    """Every reader: of each publisher's package, then of other installed packages (group `gazetted.sources`).

    Raises:
        GazettedError: an installed package offers something else than readers, or two readers have one name.
    """
    readers: list[Reader] = []
    for package in _packages():
        readers += import_module(f"{sources.__name__}.{package}").READERS
    for point in sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        offered = point.load()
        if not isinstance(offered, tuple) or not all(isinstance(one, Reader) for one in offered):
            raise GazettedError(f"The entry point {point.name!r} ({point.value}) is no tuple of readers: remove it.")
        readers += offered
    names = [reader.name for reader in readers]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise GazettedError(f"Two readers are called {twice[0]!r}: remove the package that offers the second.")
    return tuple(readers)


@cache
def source_metadata() -> Mapping[str, SourceList]:
    """What is known of each list, by its key; a key that ends with `.*` stands for every list that begins so.

    Raises:
        GazettedError: a `source.toml` has an unknown field, lacks one, or describes a list that another describes.
    """
    found: dict[str, SourceList] = {}
    for package in _packages():
        file = resources.files(sources) / package / "source.toml"
        if file.is_file():
            for source in read_source(file.read_text(encoding="utf-8"), f"{package}/source.toml"):
                if source.info.key in found:
                    raise GazettedError(f"{package}/source.toml describes {source.info.key} a second time.")
                found[source.info.key] = source
    return MappingProxyType(found)


def read_source(text: str, name: str) -> tuple[SourceList, ...]:
    """The lists that a `source.toml` describes.

    Args:
        text: its text.
        name: its name, for messages.

    Raises:
        GazettedError: it is no such file; the text says where and why.
    """
    try:
        file = msgspec.convert(tomllib.loads(text), _SourceFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise GazettedError(f"{name} is no description of lists: {error}.") from None
    for table in file.lists:
        if reason := _fault(table):
            raise GazettedError(f"{name} describes {table.key} wrongly: {reason}.")
    return tuple(
        SourceList(
            info=ListInfo(**{field: getattr(table, field) for field in _INFO_FIELDS}),
            publisher=file.publisher,
            licence=file.licence,
            addresses=table.addresses,
            minimum=table.minimum,
            fill=table.fill,
            canaries=table.canaries,
            met_real_file=table.met_real_file,
            stale_days=term(table.addresses, table.stale_days),
        )
        for table in file.lists
    )


def source_of(described: Mapping[str, SourceList], key: str) -> SourceList | None:
    """What is known of a list; where a pattern such as `own.*` stands for it, with the list's own key and label.

    >>> source_of(source_metadata(), "own.watch").info.short
    'watch'
    """
    if key in described:
        return described[key]
    front, dot, rest = key.partition(".")
    pattern = described.get(f"{front}.*")
    if pattern is None or not dot or not rest:
        return None
    info = msgspec.structs.replace(pattern.info, key=key, title=rest, short=rest[:12])
    return msgspec.structs.replace(pattern, info=info)


def assert_sound(source: SourceList, listings: Iterable[Listing]) -> list[str]:
    """What an edition fails of what a sound one of its list must have, each in a sentence; empty where it is sound.

    Args:
        source: what is known of the list.
        listings: the edition's entries; they are gone through once.
    """
    sound = Soundness(source)
    for _ in sound.counted(listings):
        pass
    return sound.faults()


class Soundness:
    """Counts an edition's entries as they go by, for what a sound edition of its list must have."""

    def __init__(self, source: SourceList) -> None:
        self._source = source
        self._counts = dict.fromkeys(_COUNTS, 0)
        self._filled = dict.fromkeys(source.fill, 0)
        self._wanted = {canary.casefold(): canary for canary in source.canaries}

    def counted(self, listings: Iterable[Listing]) -> Iterator[Listing]:
        """The listings, each counted."""
        counts, filled, wanted = self._counts, self._filled, self._wanted
        for listing in listings:
            counts["total"] += 1
            counts[listing.kind] += 1
            for field in filled:
                filled[field] += bool(getattr(listing, field))
            if wanted:
                wanted.pop(listing.entry.casefold(), None)
                for name in listing.names:
                    wanted.pop(name.text.casefold(), None)
            yield listing

    def state(self) -> Counted:
        """What was counted so far, for `resume`."""
        return self._counts, self._filled, self._wanted

    def resume(self, state: Counted) -> None:
        """Go on from what another process counted."""
        self._counts, self._filled, self._wanted = state

    def faults(self) -> list[str]:
        """What the entries counted so far fail of, each in a sentence."""
        total, source = self._counts["total"], self._source
        faults = [
            f"It has {_counted(kind, self._counts[kind])} where at least {least} are expected."
            for kind, least in source.minimum.items()
            if self._counts[kind] < least
        ]
        faults += [
            f"Only {self._filled[field]} of {total} entries have {field.replace('_', ' ')}"
            f" where at least {share:.0%} are expected."
            for field, share in source.fill.items()
            if self._filled[field] < share * total
        ]
        missing = self._wanted.values()
        return [*faults, *(f"The entry {canary} is not there, which has stood for years." for canary in missing)]


def _counted(kind: str, count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}" + ("" if kind == "total" else f" of the kind {kind}")


def _packages() -> list[str]:
    """The publishers' packages; only their names, nothing is imported."""
    return sorted(module.name for module in pkgutil.iter_modules(sources.__path__) if module.ispkg)


def _fault(table: _ListTable) -> str:
    if len(table.short) > 12:
        return f"short = {table.short!r} is longer than 12 characters"
    if unknown := sorted(table.minimum.keys() - _COUNTS):
        return f"minimum counts no {unknown[0]!r}"
    if unknown := sorted(table.fill.keys() - _LISTING_FIELDS):
        return f"a listing has no field {unknown[0]!r}"
    if any(not 0 < share <= 1 for share in table.fill.values()):
        return "a share of fill lies outside 0 to 1"
    if table.stale_days is not None and table.stale_days < 0:
        return "stale_days is less than 0"
    if any(not address.startswith("https://") for address in table.addresses):
        return "an address does not begin with https://"
    return ""
