"""`screen` in a terminal: candidates, the words that met, and where each candidate stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gazetted.matching.sentence import sentence
from gazetted.render import words
from gazetted.render.clean import one_line
from gazetted.render.standing import foot

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.matching.comparison import Explanation, TokenMatch
    from gazetted.screening.result import Match, Screening

INDENT = 6
MEANING = "A score is the likeness of two names, from 0 to 1; it is not a probability. 0.70 is the usual threshold."
_SIGNS = {"exact": "=", "missing": "-", "extra": "+", "different": "≠"}


def screenings_view(
    screenings: Sequence[Screening], threshold: float, known: Mapping[str, words.Label], summary: Mapping[str, Any]
) -> Iterator[RenderableType]:
    """Each query with its candidates, best first."""
    for screening in screenings:
        yield _query_line(screening, threshold)
        for match in screening.matches:
            yield from match_lines(match, known)
        yield from decision_lines(screening)
        yield Text()
    if any(screening.matches for screening in screenings):
        yield Text(MEANING, style="dim")
    yield foot(summary)


def decision_lines(screening: Screening) -> Iterator[RenderableType]:
    """What decisions of the user say of the candidates: those that are held back, and those that are open again."""
    for one in screening.decisions:
        if one.match is None:
            yield Padding(Text(f"{one_line(one.party)}: {one_line(one.why)}", style="bold"), (0, 0, 0, INDENT))
            continue
        until = f", until {one.until}" if one.until else ""
        yield Text(f"held back  {one_line(one.match.name)}, {one.match.score:.2f}: {one_line(one.why)}{until}")


def _query_line(screening: Screening, threshold: float) -> Text:
    query = screening.query
    asked: list[str] = [query.kind] if query.kind != "any" else []
    asked += [f"born {one_line(query.born)}"] if query.born else []
    asked += [one_line(query.country)] if query.country else []
    asked += [one_line(one) for one in query.ids]
    what = f" ({', '.join(asked)})" if asked else ""
    count = words.counted(len(screening.matches), "candidate") if screening.matches else "no candidate"
    return Text(f'"{one_line(query.name)}"{what} on {screening.on}: {count} at {threshold:.2f} or above.', style="bold")


def match_lines(match: Match, known: Mapping[str, words.Label]) -> Iterator[RenderableType]:
    """One candidate: score and party, the words aligned, the standings, what the candidacy rests on."""
    head = Text(f"{match.score:.2f}  {one_line(match.name)}", style="bold")
    head.append(
        f'  as "{one_line(match.matched_name)}" ({match.name_type}) · {one_line(match.party)}', style="not bold"
    )
    yield head
    yield Padding(_tokens(match.explanation.tokens), (0, 0, 0, INDENT))
    for one in match.explanation.qualifiers:
        said = f"{one_line(one.what)}: {one_line(one.query)} / {one_line(one.listed)}  {one.effect:+.2f}"
        yield Padding(Text(said), (0, 0, 0, INDENT))
    yield Padding(_standings(match, known), (0, 0, 0, INDENT))
    said = f"{ground_words(match.explanation)} {one_line(sentence(match.score, match.explanation))}"
    yield Padding(Text(said), (0, 0, 0, INDENT))


def ground_words(explanation: Explanation) -> str:
    """What the candidacy rests on."""
    return "Not a finding." if explanation.qualifiers else "On name alone."


def _tokens(tokens: Sequence[TokenMatch]) -> Table:
    table = Table.grid(padding=(0, 1))
    for _ in range(3):
        table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim")
    for one in tokens:
        kind = "" if one.kind == "exact" else one.kind
        table.add_row(
            Text(one_line(one.query or "")), _SIGNS.get(one.kind, "≈"), Text(one_line(one.listed or "")), Text(kind)
        )
    return table


def _standings(match: Match, known: Mapping[str, words.Label]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold", max_width=12)
    table.add_column(overflow="fold")
    for one in match.standings:
        binding = one.status in words.BINDING
        text = Text(words.with_doubt(one), style="bold" if binding else "")
        details = [words.name_words(one, match.name), words.programme_words(one.programmes)]
        details += [f"In doubt: {one_line(one.doubt)}"] if one.doubt else []
        for line in filter(None, details):
            text.append(f"\n{line}", style="not bold")
        table.add_row(Text(words.label(one.list_key, known)), text)
    if not match.standings:
        table.add_row("", Text("on no list of this record on that day"))
    return table


def file_row(number: int, screening: Screening, known: Mapping[str, words.Label]) -> Text:
    """One row of a file with its best candidate, on one line."""
    best = screening.matches[0]
    bound = {one.list_key: words.doubt_mark(one.confidence, one.unconfirmed) for one in best.standings
             if one.status in words.BINDING}  # fmt: skip
    said = [f"{words.label(key, known)} {mark}".rstrip() for key, mark in bound.items()]
    where = ", ".join(said) or "not in force on that day"
    more = f" (+{len(screening.matches) - 1} more)" if len(screening.matches) > 1 else ""
    line = Text(f"{number:>6}  {best.score:.2f}  ")
    line.append(one_line(screening.query.name), style="bold")
    line.append(f' ~ {one_line(best.name)} as "{one_line(best.matched_name)}": {where}{more}')
    return line


def file_end(
    rows: int, hits: int, out: str | None, summary: Mapping[str, Any], *, held_back: int = 0
) -> Iterator[RenderableType]:
    """The count of rows and candidates, of those that decisions held back, and where they were written."""
    said = f"{words.counted(rows, 'row')} screened, {hits:,} with candidates"
    said += f", {words.counted(held_back, 'candidate')} held back by your decisions" if held_back else ""
    yield Text(f"{said}; written to {one_line(out)}." if out else f"{said}.", style="bold")
    yield Text(MEANING, style="dim")
    yield foot(summary)
