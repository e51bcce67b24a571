"""Erasing from a record: a list of one's own with all its editions.

A record adds and forgets nothing, so that an answer can be repeated. Lists of one's own may hold people who must be
forgotten: of them that promise is given up, and the record says so. The list's rows are deleted; a load of the kind
`erased` stays for it; and the digest of every earlier moment since the list's first load becomes another, so that a
receipt that rests on what was erased is not taken for one that can be repeated.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec

from gazetted.errors import UsageError
from gazetted.record.append import begin_load, seal
from gazetted.record.bulk import rows_where
from gazetted.record.facts import digest_of, slug_of
from gazetted.record.joining import settle_parties, settle_ties
from gazetted.record.loading import OWN
from gazetted.record.subjects import Subjects
from gazetted.record.sweeping import overwriting, sweep

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gazetted.record.store import Store

_OF_LIST = (
    "DELETE FROM retraction WHERE fact_id IN (SELECT id FROM fact WHERE list_key = :key)",
    "DELETE FROM fact WHERE list_key = :key",
    "DELETE FROM presence WHERE list_key = :key",
    "DELETE FROM listing WHERE list_key = :key",
    "DELETE FROM edition WHERE list_key = :key",
    "DELETE FROM entry_party WHERE list_key = :key",
    "DELETE FROM succession WHERE list_key = :key",
    "DELETE FROM asking WHERE list_key = :key",
    "DELETE FROM name_gone WHERE name_id IN"
    " (SELECT id FROM name WHERE list_key = :key OR substr(party, 1, CAST(:size AS INTEGER)) = :begins)",
    "DELETE FROM name WHERE list_key = :key OR substr(party, 1, CAST(:size AS INTEGER)) = :begins",
    "DELETE FROM clue WHERE substr(slug, 1, CAST(:size AS INTEGER)) = :begins",
    "DELETE FROM tie WHERE substr(one, 1, CAST(:size AS INTEGER)) = :begins"
    " OR substr(other, 1, CAST(:size AS INTEGER)) = :begins",
    "DELETE FROM identity WHERE substr(slug, 1, CAST(:size AS INTEGER)) = :begins"
    " OR substr(party, 1, CAST(:size AS INTEGER)) = :begins",
)
_LOADS = "SELECT load_id FROM edition WHERE list_key = ? UNION SELECT load_id FROM fact WHERE list_key = ?"
_NEIGHBOURS = "SELECT one, other FROM tie UNION SELECT slug, party FROM identity"


class ErasedList(msgspec.Struct, frozen=True):
    """What was erased.

    Attributes:
        list_key: the list.
        editions: how many of its editions the record held.
        entries: how many entries they had, each counted once.
        digest: of the record from now on.
    """

    list_key: str
    editions: int
    entries: int
    digest: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"list": self.list_key, "editions": self.editions, "entries": self.entries, "digest": self.digest}


def erase_list(store: Store, list_key: str, *, now: dt.datetime) -> ErasedList:
    """Erase a list of one's own, all of its editions, and what follows from them: names, joins, decisions on them.

    Args:
        store: the record's database.
        list_key: the list; it begins with `own.`.
        now: the present moment.

    Raises:
        UsageError: it is a publisher's list, or the record holds none of that key.
        RecordError: the record cannot be written, or the user of the server may not delete from it.
    """
    if not list_key.startswith(OWN):
        raise UsageError(
            f"{list_key} is no list of your own: only such lists, whose keys begin with {OWN}, can be erased."
        )
    with store.writing() as connection:
        found = _erase(connection, list_key, now)
    sweep(store)
    return found


def _erase(connection: Connection, list_key: str, now: dt.datetime) -> ErasedList:
    from sqlalchemy import text

    begins = slug_of(list_key, "")
    loads = sorted(row[0] for row in rows_where(connection, _LOADS, list_key, list_key))
    if not loads:
        raise UsageError(f"The record holds no list {list_key}: see `gazetted lists`.")
    editions = len(set(rows_where(connection, "SELECT date, sha256 FROM edition WHERE list_key = ?", list_key)))
    entries = len(list(rows_where(connection, "SELECT DISTINCT entry FROM listing WHERE list_key = ?", list_key)))
    pairs = [pair for pair in rows_where(connection, _NEIGHBOURS) if any(slug.startswith(begins) for slug in pair)]
    near = {slug for pair in pairs for slug in pair if not slug.startswith(begins)}
    overwriting(connection)
    told = {"key": list_key, "begins": begins, "size": len(begins)}
    for statement in _OF_LIST:
        names = {name: value for name, value in told.items() if f":{name}" in statement}
        connection.execute(text(statement), names)
    number = begin_load(connection, "erased", f"{list_key} was erased", digest_of([list_key]), now)
    _mark(connection, list_key, loads, number)
    settle_ties(connection, near, number)
    settle_parties(connection, Subjects(connection), near, number)
    seal(connection, number)
    digest = rows_where(connection, "SELECT record_digest FROM loads WHERE id = ?", number)
    return ErasedList(list_key, editions, entries, next(iter(digest))[0])


def _mark(connection: Connection, list_key: str, loads: list[int], last: int) -> None:
    """Take away where the list came from, and the digests of moments at which the record held it."""
    from sqlalchemy import select, update

    from gazetted.record.schema import LOADS

    connection.execute(update(LOADS).where(LOADS.c.id.in_(loads)).values(origin=f"{list_key}, erased"))
    held = select(LOADS.c.id, LOADS.c.record_digest).where(LOADS.c.id >= loads[0], LOADS.c.id < last)
    for number, digest in connection.execute(held).all():
        marked = digest_of([digest, f"without {list_key}"])
        connection.execute(update(LOADS).where(LOADS.c.id == number).values(record_digest=marked))
