"""Keeping what is joined up to date as the record is told more: keys of entries, ties between parties, parties.

All of it is derived: it follows from the facts and editions held, and from what users decided, whatever their order.
It is kept by load, so that an answer as known at a moment joins what was joined then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, cast

from gazetted.model.edition import Succession
from gazetted.model.event import Confidence
from gazetted.model.identity import Teller, Tie, Verdict, tied
from gazetted.record.bulk import AT_ONCE, insert_rows, rows_where
from gazetted.record.evidence import evidence, other_clues
from gazetted.record.facts import Facts, slug_of
from gazetted.record.identity import resolve
from gazetted.record.renumbering import comparable, renumbered, settle_successions
from gazetted.record.subjects import Subjects, few

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class ToldEdition:
    """What is new by an edition.

    Attributes:
        list_key: the list.
        date: date of the edition.
        party: the party whose entry of the list one is.
        touched: parties of whom something new is printed.
        whole: how the slugs of the list begin, where this is its first edition, so that every one is touched; else "".
        editions: for each edition of the list, what it tells completely and the packed ids of its listings, by date.
    """

    list_key: str
    date: str
    party: Callable[[str], str]
    touched: Iterable[str]
    editions: Mapping[str, tuple[str, bytes]]
    whole: str = ""


def add_clues(connection: Connection, clues: Iterable[tuple[int, str]]) -> None:
    """Add (key, slug) pairs under which subjects meet; those held already are left alone."""
    insert_rows(connection, "clue", ("key", "slug"), sorted(set(clues)), new_only=True)


def join_edition(connection: Connection, told: ToldEdition, load: int) -> None:
    """Bring everything up to date after an edition was told and its clues were added.

    Args:
        connection: a writing transaction.
        told: what is new by it.
        load: number of the load.
    """
    changed = settle_successions(connection, told.list_key, told.date, comparable(told.editions), load)
    again = {told.party(key) for one in changed for key in (one.old, one.new) if key}
    settle_ties(connection, chain(again, told.touched), load, whole=told.whole)


def join_facts(connection: Connection, facts: Facts, load: int, withdrawn: Iterable[str] = ()) -> None:
    """Bring everything up to date after facts were told.

    Args:
        connection: a writing transaction.
        facts: what was told.
        load: number of the load.
        withdrawn: parties of facts that are held no more.
    """
    told = {party.party for party in facts.parties} | {event.party for event in facts.events}
    subjects = Subjects(connection)
    claimed = {slug_of(event.list_key, event.entry) for event in facts.events if event.list_key}
    subjects.read(told)
    for slug in sorted(told):
        subject = subjects.get(slug)
        if subject is not None:
            for entry in subject.entries:
                keys = other_clues(entry, sorted(subject.identifiers), sorted(subject.references))
                add_clues(connection, ((key, slug) for key in keys))
    settle_ties(connection, told | claimed | set(withdrawn), load)


def held_ties(connection: Connection) -> dict[tuple[str, str], Tie]:
    """What is held of each pair: a user's word before the engine's, then the last one told."""
    from sqlalchemy import select

    from gazetted.record.schema import TIE as T

    query = select(T.c.one, T.c.other, T.c.verdict, T.c.reason, T.c.confidence, T.c.teller).order_by(T.c.id)
    return ties_of(map(tuple, connection.execute(query)))


def ties_of(rows: Iterable[Sequence[object]]) -> dict[tuple[str, str], Tie]:
    """Rows (one, other, verdict, reason, confidence, teller), in order of telling, as what is held of each pair."""
    told: dict[str, dict[tuple[str, str], Tie]] = {"engine": {}, "user": {}}
    for row in rows:
        one, other, verdict, reason, sure, teller = cast("tuple[str, str, str, str, Confidence, Teller]", tuple(row))
        if verdict == "none":
            told[teller].pop((one, other), None)
        else:
            told[teller][one, other] = Tie(one, other, cast("Verdict", verdict), reason, sure, teller)
    return told["engine"] | told["user"]


def settle_ties(connection: Connection, touched: Iterable[str], load: int, *, whole: str = "") -> None:
    """Weigh again every pair that has one of the touched slugs, and join what follows from it.

    Args:
        connection: a writing transaction.
        touched: slugs of which something new is printed or told.
        load: number of the load.
        whole: how the slugs of a list begin that are all touched, and all printed side by side.
    """
    again = renumbered(connection)
    held = _ties_of_list(connection, whole) if whole else {}
    pairs = {*held, *(_meeting_list(connection, whole) if whole else ())}
    if whole:
        pairs.update(pair for pair in again if pair[0].startswith(whole) or pair[1].startswith(whole))
    for slugs in _groups(touched):
        about = ties_about(connection, slugs, teller="engine")
        held |= about
        pairs |= about.keys() | _meeting(connection, slugs)
        pairs.update(pair for pair in again if not slugs.isdisjoint(pair))
    if not pairs:
        return
    subjects = Subjects(connection)
    subjects.read({slug for pair in pairs for slug in pair})
    now = {pair: _weighed(subjects, pair, again.get(pair)) for pair in pairs}
    changed = {pair: tie for pair, tie in now.items() if tie != held.get(pair)}
    write_ties(connection, changed, "engine", load)
    # a tie that stays may join otherwise than before: what clashes with what follows from when entries stood as well
    joining = {pair for pair in now if "same" in (_verdict(now[pair]), _verdict(held.get(pair)))}
    settle_parties(connection, subjects, {slug for pair in joining for slug in pair}, load)


def _verdict(tie: Tie | None) -> str:
    return tie.verdict if tie else ""


def ties_about(
    connection: Connection, slugs: Collection[str], teller: Teller | None = None
) -> dict[tuple[str, str], Tie]:
    """What is held of every pair with one of these slugs (by one teller, where that is asked)."""
    from sqlalchemy import or_, select

    from gazetted.record.schema import TIE as T

    query = select(T.c.id, T.c.one, T.c.other, T.c.verdict, T.c.reason, T.c.confidence, T.c.teller)
    if teller is not None:
        query = query.where(T.c.teller == teller)
    rows = {
        row[0]: tuple(row[1:])
        for group in few(sorted(slugs))
        for row in connection.execute(query.where(or_(T.c.one.in_(group), T.c.other.in_(group))))
    }
    return ties_of(rows[number] for number in sorted(rows))


def _weighed(subjects: Subjects, pair: tuple[str, str], renumbered: Succession | None) -> Tie | None:
    one, other = (subjects.get(slug) for slug in pair)
    if one is None or other is None:
        return None
    if renumbered is not None:
        found: Tie | None = tied(pair[0], pair[1], "same", f"renumbered: {renumbered.reason}", renumbered.confidence)
    else:
        found = evidence(one, other)
    return None if found is None or subjects.clash(pair[0], pair[1]) else found


_BY_NAME = (  # keys are odd where the name says enough
    "SELECT DISTINCT mine.party, theirs.party FROM name mine JOIN name theirs ON theirs.clue = mine.clue"
    " WHERE (mine.clue & 1) = 1 AND mine.name_type IN {} AND theirs.name_type IN {} AND "
).replace("{}", "('primary', 'alias', 'former')")
_BY_NUMBER = "SELECT mine.slug, theirs.slug FROM clue mine JOIN clue theirs ON theirs.key = mine.key WHERE "
_AMONG = "mine.{0} <> theirs.{0} AND mine.{0} IN (*)"
_OF_LIST = "substr(mine.{0}, 1, ?) = ? AND substr(theirs.{0}, 1, ?) <> ?"


def _meeting_list(connection: Connection, whole: str) -> set[tuple[str, str]]:
    """Pairs of slugs that share a key, one of which begins with a text; two of them would stand side by side."""
    begins = (len(whole), whole)
    by_name = rows_where(connection, _BY_NAME + _OF_LIST.format("party"), *begins, *begins)
    by_number = rows_where(connection, _BY_NUMBER + _OF_LIST.format("slug"), *begins, *begins)
    return {(min(a, b), max(a, b)) for a, b in (*by_name, *by_number)}


def _ties_of_list(connection: Connection, whole: str) -> dict[tuple[str, str], Tie]:
    """What the engine holds of every pair with a slug that begins with a text."""
    statement = (
        "SELECT one, other, verdict, reason, confidence, teller FROM tie WHERE teller = 'engine'"
        " AND (substr(one, 1, ?) = ? OR substr(other, 1, ?) = ?) ORDER BY id"
    )
    begins = (len(whole), whole)
    return ties_of(rows_where(connection, statement, *begins, *begins))


def _meeting(connection: Connection, slugs: frozenset[str]) -> set[tuple[str, str]]:
    """Pairs of slugs, one of them touched, that share a key."""
    order = sorted(slugs)
    return {
        (min(a, b), max(a, b))
        for statement in (_BY_NAME + _AMONG.format("party"), _BY_NUMBER + _AMONG.format("slug"))
        for a, b in rows_where(connection, statement, among=order)
    }


def _groups(slugs: Iterable[str]) -> Iterator[frozenset[str]]:
    """Slugs some at a time, so that they need not all be in memory at once."""
    them = iter(slugs)
    while group := frozenset(islice(them, AT_ONCE)):
        yield group


def write_ties(
    connection: Connection, changed: Mapping[tuple[str, str], Tie | None], teller: Teller, load: int
) -> None:
    """Keep what is newly held of pairs (None: nothing any more)."""
    from sqlalchemy import insert

    from gazetted.record.schema import TIE

    rows = [
        {
            "load_id": load,
            "one": pair[0],
            "other": pair[1],
            "verdict": tie.verdict if tie else "none",
            "reason": tie.reason if tie else "",
            "confidence": tie.confidence if tie else "high",
            "teller": teller,
        }
        for pair, tie in sorted(changed.items())
    ]
    if rows:
        connection.execute(insert(TIE), rows)


def settle_parties(connection: Connection, subjects: Subjects, moved: Collection[str], load: int) -> None:
    """Join what the ties held say, and keep which slugs go by another from this load on.

    Args:
        connection: a writing transaction.
        subjects: what is known of slugs.
        moved: slugs whose ties are not as they were; only they, and what hangs together with them, are looked at.
        load: number of the load.
    """
    from sqlalchemy import insert

    from gazetted.record.schema import IDENTITY

    if not moved:
        return
    before = _parties_of(connection, moved)
    ties, reached = _hanging_together(connection, set(moved) | set(before.values()))
    before |= _parties_of(connection, reached)
    subjects.know(reached)
    parties, _ = resolve(ties, subjects.clash, subjects.preference)
    rows = [
        {"load_id": load, "slug": slug, "party": parties.get(slug, slug)}
        for slug in sorted(reached)
        if before.get(slug, slug) != parties.get(slug, slug)
    ]
    if rows:
        connection.execute(insert(IDENTITY), rows)


def _hanging_together(connection: Connection, slugs: set[str]) -> tuple[list[Tie], set[str]]:
    """The ties of all that hangs together with some slugs by what is or was held the same, and the slugs of it."""
    reached: set[str] = set()
    found: dict[tuple[str, str], Tie] = {}
    front = set(slugs)
    while front:
        reached |= front
        ties = ties_about(connection, front)
        found |= ties
        front = {slug for pair, tie in ties.items() if tie.verdict == "same" for slug in pair} - reached
        if not front:
            front = _members_of(connection, reached) - reached
    return [tie for pair, tie in found.items() if tie.verdict != "proposed" and reached.issuperset(pair)], reached


def _parties_of(connection: Connection, slugs: Collection[str]) -> dict[str, str]:
    """Slug → party, for those of the slugs that ever went by another."""
    from sqlalchemy import select

    from gazetted.record.schema import IDENTITY

    query = select(IDENTITY.c.slug, IDENTITY.c.party).order_by(IDENTITY.c.id)
    return {
        slug: party
        for group in few(sorted(slugs))
        for slug, party in connection.execute(query.where(IDENTITY.c.slug.in_(group)))
    }


def _members_of(connection: Connection, parties: Collection[str]) -> set[str]:
    """Slugs that go or went by one of these."""
    from sqlalchemy import select

    from gazetted.record.schema import IDENTITY

    query = select(IDENTITY.c.slug)
    return {
        slug for group in few(sorted(parties)) for slug in connection.scalars(query.where(IDENTITY.c.party.in_(group)))
    }
