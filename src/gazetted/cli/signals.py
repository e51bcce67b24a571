"""`signals`: what kept documents report of a party, held against the record; and the documents that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, Known, On, RecordUrl, day, moment, today
from gazetted.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetted.api import Record
    from gazetted.record.kept import KeptDocument


def signals(
    party: Annotated[
        str | None,
        typer.Argument(metavar="PARTY", help="A party: its slug, or any name it goes by. Without it: what is kept."),
    ] = None,
    on: On = None,
    known: Known = None,
    remove: Annotated[
        list[str] | None,
        typer.Option("--remove", metavar="DIGEST", help="Erase the kept document that it begins; may be repeated."),
    ] = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """How listings of a party may change or changed: reports kept by `read --keep`, and steps that the record holds.

    Without a party: the documents that are kept. Of a removed one only its digest stays.
    """
    from gazetted.cli.opening import open_record

    if remove and (party is not None or known or on):
        raise UsageError("--remove takes digests of kept documents and nothing else: leave the rest out.")
    asked, known = day(on) or today(), moment(known)
    with open_record(record) as opened:
        if remove:
            _listed(opened, opened.remove_kept(remove), None, removed=True, json=json)
        elif party is None:
            _listed(opened, opened.kept(known=known), known, removed=False, json=json)
        else:
            _party(opened, party, asked, known, json=json)


def _listed(record: Record, documents: Sequence[KeptDocument], known: str | None, *, removed: bool, json: bool) -> None:
    from gazetted.cli.output import print_json, show

    if json:
        counted = [
            one.to_dict() | {"signals": len(one.signals), "statements": len(one.statements)} for one in documents
        ]
        print_json({"record": record.block(known), "removed" if removed else "documents": counted})
        return
    from gazetted.render.signals import documents_view

    show(documents_view(documents, record.summary(), removed=removed))


def _party(record: Record, party: str, on: str, known: str | None, *, json: bool) -> None:
    from gazetted.cli.output import print_json, show

    found = record.signals(party, on=on, known=known)
    if json:
        print_json(found.to_dict())
        return
    from gazetted.render.signals import signals_view
    from gazetted.render.words import labels

    show(signals_view(found, party, labels(record.ledger.list_infos().values()), record.summary()))
