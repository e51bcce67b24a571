"""`changes`: what the publishers changed between two days."""

from __future__ import annotations

from typing import Annotated

import typer

from gazetted.cli.options import Json, Known, Lists, RecordUrl, day, moment


def changes(
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="The first day, as 2025-07-01.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day, as 2025-07-31.")] = None,
    only: Lists = None,
    known: Known = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """What the publishers changed between two days, list by list."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show
    from gazetted.errors import UsageError

    since, until, known = day(since), day(until), moment(known)
    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}: swap them.")
    with open_record(record) as opened:
        events = opened.changes(since=since, until=until, lists=tuple(only or ()), known=known)
        if json:
            print_json(
                {
                    "record": opened.block(known),
                    "since": since,
                    "until": until,
                    "events": [event.to_dict() for event in events],
                }
            )
            return
        from gazetted.cli.render.history import changes_view
        from gazetted.cli.render.words import labels

        names = {slug: opened.party(slug, known=known).name for slug in dict.fromkeys(event.about for event in events)}
        show(changes_view(events, since, until, labels(opened.ledger.list_infos().values()), names, opened.summary()))
