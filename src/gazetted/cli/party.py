"""`standing`, `history` and `find`: what the record says about one party."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, Known, Lists, On, PartyName, RecordUrl, day, moment, today
from gazetted.errors import UsageError

if TYPE_CHECKING:
    from gazetted.model.standing import Standing


def standing(
    name: PartyName,
    on: On = None,
    known: Known = None,
    only: Lists = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Where a party stands on every list on a day, by which act."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show

    asked, known = day(on) or today(), moment(known)
    with open_record(record) as opened:
        party = opened.party(name, known=known)
        standings = opened.standing(name, on=asked, known=known, lists=tuple(only or ()))
        if json:
            print_json(
                {
                    "record": opened.block(known),
                    "party": party.to_dict(),
                    "on": asked,
                    "standings": [one.to_dict() for one in standings],
                }
            )
            return
        from gazetted.render.standing import standing_view
        from gazetted.render.words import labels

        show(
            standing_view(party, name, standings, asked, labels(opened.ledger.list_infos().values()), opened.summary())
        )


def history(
    name: PartyName,
    known: Known = None,
    only: Lists = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """The events of a party, in order, with the act and the source of each, and a bar for every list."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show

    known = moment(known)
    with open_record(record) as opened:
        party = opened.party(name, known=known)
        infos = opened.ledger.list_infos()
        wanted = frozenset(only or ())
        if unknown := sorted(wanted - infos.keys()):
            raise UsageError(f"No list {unknown[0]!r} is in the record: see `gazetted lists` for the keys.")
        events = [event for event in opened.history(name, known=known) if not wanted or event.list_key in wanted]
        if json:
            ordered = sorted(events, key=lambda event: (event.date.iso if event.date else "~", event.order()))
            print_json(
                {
                    "record": opened.block(known),
                    "party": party.to_dict(),
                    "events": [event.to_dict() for event in ordered],
                }
            )
            return
        from gazetted.model.dates import parse_moment
        from gazetted.render.bars import bars, sample
        from gazetted.render.history import history_view
        from gazetted.render.words import labels

        of_lists = labels(infos.values())
        summary = opened.summary()
        told_by = parse_moment(known) if known else None

        def standings(on: dt.date) -> list[Standing]:
            # By the party's own name, so that the record tells under which name a list carried it.
            found = opened.ledger.standings(party.party, on, known=told_by, name=party.name)
            return [one for one in found if not wanted or one.list_key in wanted]

        samples = sample(events, str(summary["newest"]), standings)
        drawn = bars(party, samples, of_lists)
        show(history_view(party, name, events, of_lists, drawn, summary))


def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any name, acronym or spelling.")],
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Parties of the record that a name can mean, best first."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show

    with open_record(record) as opened:
        parties = opened.find(name)
        if json:
            print_json({"record": opened.block(), "query": name, "parties": [party.to_dict() for party in parties]})
            return
        from gazetted.render.standing import find_view

        show(find_view(name, parties, opened.summary()))
