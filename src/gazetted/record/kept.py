"""Documents kept in the record: the reports and statements that a reading found in them, as dated facts.

Who says what is no fact of a list, so that nothing here is part of the record's digest, and no standing rests on it.
A document is known by the SHA-256 of its bytes: kept twice it is kept once. What is removed is erased: its digest
stays, with the moments at which it was kept and removed. Documents name people, who may have to be forgotten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from gazetted.errors import UsageError
from gazetted.model.form import plain
from gazetted.record.append import format_moment
from gazetted.record.store import Store
from gazetted.record.sweeping import overwriting, sweep

if TYPE_CHECKING:
    from sqlalchemy import Connection

Direction = Literal["list", "delist", "maintain"]
Stage = Literal["considered", "urged", "announced", "signed", "published", "effective", "rejected", "struck down"]

SHORTEST = 6
"""Least characters of a digest by which a kept document is named."""

_ALL = (
    "SELECT k.moment, k.body FROM kept k WHERE k.moment <= :moment AND k.body <> '' AND NOT EXISTS"
    " (SELECT 1 FROM kept_gone g WHERE g.kept_id = k.id AND g.moment <= :moment) ORDER BY k.date, k.sha256"
)
_OF_PARTY = (
    "SELECT k.moment, k.body FROM kept k JOIN kept_party p ON p.kept_id = k.id WHERE p.party = :party"
    " AND k.moment <= :moment AND k.body <> '' AND NOT EXISTS"
    " (SELECT 1 FROM kept_gone g WHERE g.kept_id = k.id AND g.moment <= :moment) ORDER BY k.date, k.sha256"
)


_ERASABLE = "SELECT moment, body FROM kept WHERE body <> '' ORDER BY id"


class KeptSignal(msgspec.Struct, frozen=True, kw_only=True, rename={"list_key": "list"}):
    """A report that a listing may change, or is kept, as a document gave it.

    Attributes:
        authority: who would change it, in short form.
        list_key: the list, where the words say which.
        party: slug.
        direction: which way the change goes; `maintain`: the listing is kept.
        stage: how far it has come.
        hedge: the words that qualify it; "" where there are none.
        chain: who reports whom, from the outlet of the document on.
        source: the outlet that has the report: the last of the chain.
        voice: the named person or body that it rests on; None where there is none.
        words: the words that tell it.
        date: date of the report, ISO.
    """

    authority: str
    list_key: str | None
    party: str
    direction: Direction
    stage: Stage
    hedge: str
    chain: tuple[str, ...]
    source: str
    voice: str | None
    words: str
    date: str


class KeptStatement(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody said something that names a party.

    Attributes:
        parties: slugs of the parties that it names.
        speaker: who.
        kind: a named person, a source without a name, an organisation, or an outlet.
        chain: who reports whom, from the outlet of the document to the speaker.
        act: what the speaker does with the content.
        content: what is said, as the document gives it; long ones are cut.
        quote: whether it is in quotation marks: `direct`, `indirect` or `mixed`.
        date: date of the document, ISO.
    """

    parties: tuple[str, ...]
    speaker: str
    kind: str
    chain: tuple[str, ...]
    act: str
    content: str
    quote: str
    date: str


class KeptDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document whose reports and statements are kept.

    Attributes:
        sha256: digest of its bytes.
        title: its headline, where it has one.
        publisher: who published it, where known.
        date: its date, ISO, may be partial.
        source: where it was read from: a file, an address.
        reader: the version that read it.
        signals: reports that a listing may change.
        statements: statements that name a party.
        moment: when it was kept, UTC; "" before it is.
    """

    sha256: str
    title: str | None
    publisher: str | None
    date: str
    source: str
    reader: str
    signals: tuple[KeptSignal, ...] = ()
    statements: tuple[KeptStatement, ...] = ()
    moment: str = ""

    @property
    def parties(self) -> frozenset[str]:
        """Slugs of the parties that its signals and statements are about."""
        return frozenset([*(one.party for one in self.signals), *(p for one in self.statements for p in one.parties)])

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return dict(plain(self))


class Kept(msgspec.Struct, frozen=True):
    """What came of keeping a document.

    Attributes:
        sha256: digest of its bytes.
        new: whether it was kept now; False: it was kept before, and nothing changed.
        signals: reports in it that a listing may change.
        statements: statements in it that name a party.
    """

    sha256: str
    new: bool
    signals: int
    statements: int

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return dict(plain(self))


class Shelf:
    """The kept documents of a record."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def documents(self, known: dt.datetime | None = None) -> list[KeptDocument]:
        """Every document kept at a moment, by date."""
        return _decoded(self._store.rows(_ALL, moment=_told_by(known)))

    def about(self, parties: Iterable[str], known: dt.datetime | None = None) -> list[KeptDocument]:
        """The documents kept at a moment that say something of one of some parties (slugs), each once, by date."""
        found: dict[str, KeptDocument] = {}
        for party in parties:
            for one in _decoded(self._store.rows(_OF_PARTY, party=party, moment=_told_by(known))):
                found[one.sha256] = one
        return sorted(found.values(), key=lambda one: (one.date, one.sha256))

    def keep(self, document: KeptDocument, *, now: dt.datetime) -> Kept:
        """Keep a document: all that it says, or nothing; where it is kept already, nothing changes."""
        with self._store.writing() as connection:
            new = _keep(connection, document, format_moment(now))
        return Kept(document.sha256, new, len(document.signals), len(document.statements))

    def remove(self, digests: Sequence[str], *, now: dt.datetime) -> list[KeptDocument]:
        """Erase kept documents, all that are named, or none; of each its digest stays.

        Such as were removed by a version that kept their text can be named once more.

        Args:
            digests: their digests, or beginnings of them that only one has.
            now: the present moment.

        Raises:
            UsageError: a digest is that of no kept document, or begins several.
        """
        held = list({one.sha256: one for one in _decoded(self._store.rows(_ERASABLE))}.values())
        named = [_named(digest, held) for digest in dict.fromkeys(digests)]
        with self._store.writing() as connection:
            overwriting(connection)
            _remove(connection, [one.sha256 for one in named], format_moment(now))
        sweep(self._store)
        return named


def _named(digest: str, held: Sequence[KeptDocument]) -> KeptDocument:
    found = [one for one in held if one.sha256.startswith(digest.lower())] if len(digest) >= SHORTEST else []
    if len(found) != 1:
        why = f"begins {len(found)} kept documents" if found else "is the digest of no kept document"
        raise UsageError(f"{digest!r} {why}: see `gazetted signals` for those that are kept.")
    return found[0]


def _keep(connection: Connection, document: KeptDocument, moment: str) -> bool:
    from sqlalchemy import insert, select

    from gazetted.record.schema import KEPT, KEPT_GONE, KEPT_PARTY

    gone = select(KEPT_GONE.c.kept_id)
    held = select(KEPT.c.id).where(KEPT.c.sha256 == document.sha256, KEPT.c.id.not_in(gone))
    if connection.execute(held).first() is not None:
        return False
    body = msgspec.json.encode(msgspec.structs.replace(document, moment="")).decode()
    row = {"moment": moment, "sha256": document.sha256, "date": document.date, "body": body}
    kept = connection.execute(insert(KEPT), row).inserted_primary_key
    number = kept[0] if kept else None
    rows = [{"kept_id": number, "party": party} for party in sorted(document.parties)]
    if rows:
        connection.execute(insert(KEPT_PARTY), rows)
    return True


def _remove(connection: Connection, digests: Sequence[str], moment: str) -> None:
    from sqlalchemy import delete, insert, select, update

    from gazetted.record.schema import KEPT, KEPT_GONE, KEPT_PARTY

    named = KEPT.c.sha256.in_(digests)
    gone = select(KEPT_GONE.c.kept_id)
    held = select(KEPT.c.id).where(named, KEPT.c.id.not_in(gone))
    rows = [{"kept_id": row[0], "moment": moment} for row in connection.execute(held)]
    if rows:
        connection.execute(insert(KEPT_GONE), rows)
    connection.execute(delete(KEPT_PARTY).where(KEPT_PARTY.c.kept_id.in_(select(KEPT.c.id).where(named))))
    connection.execute(update(KEPT).where(named).values(body="", date=""))


def _decoded(rows: Iterable[tuple[Any, ...]]) -> list[KeptDocument]:
    return [
        msgspec.structs.replace(msgspec.json.decode(body, type=KeptDocument), moment=moment) for moment, body in rows
    ]


def _told_by(known: dt.datetime | None) -> str:
    return format_moment(known) if known is not None else "9999"
