"""`assess`: what the standings of a party mean on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gazetted.cli.options import Json, Known, On, RecordUrl, day, moment, today
from gazetted.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazetted.api import Record
    from gazetted.assessment.result import Assessment
    from gazetted.render.words import Label


def assess(
    party: Annotated[
        list[str],
        typer.Argument(metavar="PARTY", help="A party: its slug, or any name it goes by, in quotes if it has blanks."),
    ],
    on: On = None,
    known: Known = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="LIST…", help="What would still bind if these lists let go, such as us.sdn un.sc."
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Also what changed after this earlier day.")
    ] = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="OUT", help="Write it as one self-contained page.")
    ] = None,
    markdown: Annotated[
        str | None, typer.Option("--markdown", metavar="OUT", help="Write it as Markdown; - writes to stdout.")
    ] = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """What binds whom on a day, what is permitted all the same, and what would still bind. Not legal advice."""
    from gazetted.cli.opening import open_record
    from gazetted.render.words import labels

    asked, known, since = day(on) or today(), moment(known), day(since)
    with open_record(record) as opened:
        name, lists = _words(opened, party, without or [])
        assessed = opened.assess(name, on=asked, known=known, without=lists, since=since)
        of_lists, totals = labels(opened.ledger.list_infos().values()), opened.summary()
    _tell(assessed, of_lists, totals, html=html, markdown=markdown, json=json)


def _tell(
    assessed: Assessment,
    known: Mapping[str, Label],
    totals: Mapping[str, Any],
    *,
    html: str | None,
    markdown: str | None,
    json: bool,
) -> None:
    """Write the files that were asked for, and print one form."""
    from gazetted.cli.output import note, print_json, show

    if html is not None:
        from gazetted.render.assessment_page import assessment_page

        _write(html, assessment_page(assessed, known, totals))
        note(f"page written to {html}.")
    if markdown is not None:
        from gazetted.render.assessment_markdown import assessment_markdown

        text = assessment_markdown(assessed, known, totals)
        if markdown == "-":
            if json:
                raise UsageError("--markdown - and --json both write to stdout: give one of them a file.")
            typer.echo(text, nl=False)
            return
        _write(markdown, text)
        note(f"Markdown written to {markdown}.")
    if json:
        print_json(assessed.to_dict())
        return
    from gazetted.render.assessment import assessment_view

    show(assessment_view(assessed, known, totals))


def _words(record: Record, names: list[str], without: list[str]) -> tuple[str, list[str]]:
    """The party, and the lists after `--without`, of which all but the first come among the arguments.

    Raises:
        UsageError: there is not exactly one party.
    """
    lists = [key for one in without for key in one.split(",") if key]
    if lists:
        keys = record.ledger.list_infos().keys()
        lists += [name for name in names if name in keys]
        names = [name for name in names if name not in keys]
    if len(names) != 1:
        found = f"assess takes one party, not {len(names)}" if names else "assess needs a party"
        raise UsageError(f"{found}: put a name that has blanks in quotes.")
    return names[0], lists


def _write(out: str, text: str) -> None:
    from gazetted.cli.writing import write_whole

    write_whole(out, text)
