"""Legal lists and the authorities that keep them."""

from __future__ import annotations

import msgspec


class ListInfo(msgspec.Struct, frozen=True, omit_defaults=True):
    """One legal list of an authority.

    Attributes:
        key: short key, such as `us.fto`.
        authority: short form of the authority: US, UK, UN, EU, Canada …
        body: the office that keeps it.
        title: its name.
        short: a label of at most 12 characters for tables.
        rank: place in tables; lists of one rank go by key.
        basis: the law it rests on.
        url: where the authority publishes it.
        term_years: years after which a listing ends unless it is made again; 0: none.
        term_basis: the provision that says so.
        covers: what the record holds of it, in words.
        known_to: the last day that the record speaks of, where that is earlier than its newest fact suggests.
        entry_keys: what the publisher's keys of entries look like, as a regular expression; empty: not known. An
            edition ends an entry that it never printed only where the entry has such a key.
    """

    key: str
    authority: str
    body: str
    title: str
    short: str
    rank: int = 100
    basis: str = ""
    url: str = ""
    term_years: int = 0
    term_basis: str = ""
    covers: str = ""
    known_to: str = ""
    entry_keys: str = ""
