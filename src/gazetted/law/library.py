"""The files of `resources/law`, read once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

import msgspec

from gazetted.law.provisions import Acts, Conduct, Group, ListLaw, Reader, Readers

READERS, ACTS = "readers.toml", "acts.toml"
"""Files that tell of no list."""

KNOWN_TO = "2026-07-31"
"""The last day of which the files speak; law made later is not in them."""


def law_of(list_key: str) -> ListLaw | None:
    """The law of a list; None where nothing is known of it.

    >>> law_of("us.fto").effect[0].instrument
    '18 U.S.C. 2339B, 2339A(b)'
    >>> law_of("xx.unheard-of") is None
    True
    """
    laws = _laws()
    found = laws.get(list_key)
    if found is None:
        family = list_key.partition(".")[0] + ".*"
        found = laws.get(family)
    return found


def laws() -> Mapping[str, ListLaw]:
    """Every law that is known, by the key of its list."""
    return _laws()


def readers() -> tuple[Reader, ...]:
    """To whom assessments speak, in order."""
    return _readers().reader


def groups() -> Mapping[str, Group]:
    """The groups of bound persons, by key."""
    return {group.key: group for group in _readers().group}


def acts() -> tuple[Conduct, ...]:
    """What people want to do with a party, in order."""
    return msgspec.toml.decode(texts()[ACTS], type=Acts).act


@cache
def digest() -> str:
    """SHA-256 over the files: equal digests give equal answers for one record."""
    whole = hashlib.sha256()
    for name, text in sorted(texts().items()):
        whole.update(f"{name}\0{text}\0".encode())
    return whole.hexdigest()


@cache
def texts() -> Mapping[str, str]:
    """Every file by its name, as text."""
    folder = resources.files("gazetted.resources").joinpath("law")
    return MappingProxyType(
        {
            entry.name: entry.read_text(encoding="utf-8")
            for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
            if entry.name.endswith(".toml")
        }
    )


@cache
def _laws() -> Mapping[str, ListLaw]:
    read = (msgspec.toml.decode(text, type=ListLaw) for name, text in texts().items() if name not in (READERS, ACTS))
    return MappingProxyType({law.list.key: law for law in read})


@cache
def _readers() -> Readers:
    return msgspec.toml.decode(texts()[READERS], type=Readers)
