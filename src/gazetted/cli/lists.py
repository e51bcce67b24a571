"""`lists`: what the record holds, and how old it is."""

from __future__ import annotations

from gazetted.cli.options import Json, Known, On, RecordUrl, day, moment, today


def lists(on: On = None, known: Known = None, json: Json = False, record: RecordUrl = None) -> None:
    """Every list in the record: entries in force, editions, age, and what is not covered."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show

    on, known = day(on) or today(), moment(known)
    with open_record(record) as opened:
        states = opened.lists(on=on, known=known)
        if json:
            print_json({"record": opened.block(known), "on": on, "lists": [state.to_dict() for state in states]})
            return
        from gazetted.render.lists import lists_view

        show(lists_view(states, opened.summary()))
