"""Rows gathered into entries, whatever their order in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Opener, RejectSink
from gazetted.sources.uk.draft import Draft
from gazetted.sources.uk.rows import rows

Row = dict[str, str]


def gathered(
    opener: Opener,
    reject: RejectSink,
    *,
    key: str,
    needed: frozenset[str],
    add: Callable[[Draft, Row], None],
    what: str,
) -> Iterator[Listing]:
    """The entries of a CSV file whose rows belong to entries by a key column, in order of their first rows.

    OFSI's files go by name, so that the rows of an entry lie anywhere: entries are kept until the end of the file,
    each once, however many rows repeat it.

    Raises:
        ListFileError: the file is damaged, or has no row.
    """
    drafts: dict[str, tuple[int, Draft]] = {}
    for number, row in rows(opener, needed, what):
        entry = row.get(key, "")
        if not entry or len(entry) > 40:
            reject(Reject(f"line {number}", f"it has no {key}"))
            continue
        if entry not in drafts:
            drafts[entry] = (number, Draft(entry))
        add(drafts[entry][1], row)
    if not drafts:
        raise ListFileError(f"{what} holds no entry: give the publisher's own file.")
    for number, draft in drafts.values():
        try:
            yield draft.listing()
        except ValueError as error:
            reject(Reject(f"line {number} ({draft.entry})", str(error)))
