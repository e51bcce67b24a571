"""`erase`: a list of one's own out of the record, with all its editions."""

from __future__ import annotations

from typing import Annotated

import typer

from gazetted.cli.options import Json, RecordUrl


def erase(
    key: Annotated[str, typer.Argument(metavar="LIST", help="The list's key, such as own.internal.")],
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Erase a list of your own, with all its editions; the record's digest changes. Lists of publishers stay.

    It cannot be undone. Receipts that rest on the list cannot be repeated any more. What watches, receipts, audit log
    and copies say of its entries stays: see docs/data-protection.md.
    """
    from contextlib import closing

    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json
    from gazetted.record.erasing import erase_list
    from gazetted.record.opening import utc_now
    from gazetted.record.store import Store
    from gazetted.render import words
    from gazetted.screening.indexing import forget_kept

    with open_record(record) as opened, closing(Store(opened.ledger.url)) as store:
        found = erase_list(store, key, now=utc_now())
    forget_kept()
    if json:
        print_json({"erased": found.to_dict()})
        return
    counts = f"{words.counted(found.editions, 'edition')}, {words.counted(found.entries, 'entry', 'entries')}"
    note(f"{found.list_key} is erased: {counts}. The record's digest is {found.digest[:12]} now.")
