"""What kept documents say of one party, held against the record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from gazetted.assessment.assess import courses_of
from gazetted.assessment.course import Course
from gazetted.model.dates import PartialDate
from gazetted.model.form import plain
from gazetted.model.party import Party
from gazetted.record.kept import KeptDocument, KeptStatement
from gazetted.record.ledger import Ledger


class SaidOf(msgspec.Struct, frozen=True):
    """A statement that names the party, once however many documents carry it.

    Attributes:
        statement: the statement, as the first document gives it.
        documents: digests of the documents that carry it.
    """

    statement: KeptStatement
    documents: tuple[str, ...]


class Signals(msgspec.Struct, frozen=True, kw_only=True):
    """How the listings of a party may change or changed, and who said what of it.

    Attributes:
        record: what the answer rests on.
        party: the party.
        on: up to which day.
        courses: how each change went, by their first steps.
        statements: statements that name the party, by date.
        documents: the kept documents that say something of it, by date.
    """

    record: dict[str, Any]
    party: Party
    on: dt.date
    courses: tuple[Course, ...]
    statements: tuple[SaidOf, ...]
    documents: tuple[KeptDocument, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; of the documents what they are, not again what they say."""
        form = {name: plain(getattr(self, name)) for name in self.__struct_fields__}
        form["statements"] = [{**plain(one.statement), "documents": list(one.documents)} for one in self.statements]
        for one in form["documents"]:
            del one["signals"], one["statements"]
        return form


def signals(ledger: Ledger, party: Party, *, on: dt.date, known: dt.datetime | None, record: dict[str, Any]) -> Signals:
    """What kept documents and the record say of how the listings of a party may change, up to a day.

    Args:
        ledger: the record.
        party: the party.
        on: the day.
        known: the moment whose knowledge is used.
        record: what the answer rests on.
    """
    slugs = set(ledger.slugs(party.party, known=known))
    documents = [one for one in ledger.shelf.about(slugs, known) if PartialDate.parse(one.date).earliest() <= on]
    return Signals(
        record=record,
        party=party,
        on=on,
        courses=tuple(courses_of(ledger, party, ledger.history(party.party, known=known), on, known)),
        statements=tuple(_statements(documents, slugs)),
        documents=tuple(documents),
    )


def _statements(documents: list[KeptDocument], slugs: set[str]) -> list[SaidOf]:
    """The statements, each once: articles that repeat one are told together."""
    found: dict[tuple[str, str], tuple[KeptStatement, list[str]]] = {}
    for document in documents:
        for one in document.statements:
            if slugs.intersection(one.parties):
                held = found.setdefault((one.speaker, one.content.casefold()), (one, []))
                held[1].append(document.sha256)
    return [SaidOf(one, tuple(dict.fromkeys(digests))) for one, digests in found.values()]
