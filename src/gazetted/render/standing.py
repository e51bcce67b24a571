"""`standing` and `find` in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from gazetted.render import words
from gazetted.render.clean import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.model.party import Party
    from gazetted.model.standing import Standing

LIST_WIDTH = 12


def standing_view(
    party: Party,
    asked: str,
    standings: Sequence[Standing],
    on: str,
    known: Mapping[str, words.Label],
    summary: Mapping[str, Any],
) -> Iterator[RenderableType]:
    """The standings of a party on a day: the sentence first, then each list with its ground and its doubt."""
    yield heading(party, asked)
    yield Text(words.binding_sentence(standings, on, known))
    if standings:
        yield Text()
        table = grid()
        table.add_row(Text("LIST", style="bold"), Text(f"ON {on}", style="bold"))
        for one in standings:
            table.add_row(Text(words.label(one.list_key, known)), status_cell(one))
            for line in detail_lines(one, party.name):
                table.add_row("", line)
        yield table
    yield Text()
    yield foot(summary)


def grid() -> Table:
    """A table without lines: a column for the list, one for what is said of it."""
    table = Table.grid(padding=(0, 2), expand=False)
    table.add_column(width=LIST_WIDTH, overflow="fold")
    table.add_column(overflow="fold")
    return table


def heading(party: Party, asked: str) -> Text:
    """The party's name, what it is, its slug, and the name asked for where that is another one."""
    text = Text(one_line(party.name), style="bold")
    kind = "" if party.kind == "any" else f" · {party.kind}"
    text.append(f"{kind} · {one_line(party.party)}", style="not bold")
    if asked != party.party and not words.same_name(asked, party.name):
        text.append(f'\nasked as "{one_line(asked)}"', style="not bold")
    return text


def status_cell(standing: Standing) -> Text:
    """The status in words; bold where it binds."""
    return Text(words.with_doubt(standing), style="bold" if standing.status in words.BINDING else "")


def detail_lines(standing: Standing, party_name: str) -> Iterator[Text]:
    """The ground of a standing, its doubt, and up to when the record knows the list."""
    first = "; ".join(
        filter(None, (words.name_words(standing, party_name), words.programme_words(standing.programmes)))
    )
    if first:
        yield Text(first)
    if standing.status in {"removed", "lapsed"} and standing.since:
        yield Text(f"stood from {standing.since}")
    if standing.doubt:
        yield Text(f"In doubt: {one_line(standing.doubt)}")
    ground = one_line(standing.instrument) or "act not recorded"
    yield Text(f"{ground}", style="dim")
    yield Text(f"source: {one_line(standing.source) or 'not recorded'}; {words.newest_words(standing)}", style="dim")


def foot(summary: Mapping[str, Any]) -> Text:
    """The last line of every answer."""
    return Text(words.foot_line(summary), style="dim")


def find_view(asked: str, parties: Iterable[Party], summary: Mapping[str, Any]) -> Iterator[RenderableType]:
    """Parties that a name can mean, best first."""
    found = list(parties)
    if not found:
        yield Text(f'No party of the record is called "{one_line(asked)}" or nearly so.')
    for party in found:
        yield heading(party, party.name)
        if party.roles or party.countries:
            said = [*map(one_line, party.roles)]
            said += [f"countries: {', '.join(map(one_line, party.countries))}"] if party.countries else []
            yield Text(f"  {'; '.join(said)}")
        for relation in party.relations:
            yield Text(f"  {one_line(relation.what)} {one_line(relation.party)}")
    yield Text()
    yield foot(summary)
