"""`identity`: which entries of the lists are one party, why, and what a user decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, Known, PartyName, RecordUrl, moment

if TYPE_CHECKING:
    from gazetted.model.identity import Tie

One = Annotated[str, typer.Argument(metavar="ONE", help="A party by its slug or name, or an entry, as us.sdn:38499.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Another party or entry.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept and shown.")]

app = typer.Typer(help="Which entries are one party, and why; joins can be made, refused and undone.")


@app.command("show")
def show_party(name: PartyName, known: Known = None, json: Json = False, record: RecordUrl = None) -> None:
    """The entries that are taken for one party, each join with its reason, and what may be the same."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show

    known = moment(known)
    with open_record(record) as opened:
        party = opened.party(name, known=known)
        found = opened.identity(name, known=known)
        if json:
            print_json({"record": opened.block(known), "party": party.to_dict(), **found.to_dict()})
            return
        from gazetted.render.identity import identity_view

        show(identity_view(party, found, opened.names_of_ties(found.ties), opened.summary()))


@app.command("proposals")
def proposals(
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Most proposals shown.")] = 50,
    known: Known = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Pairs that may be one party and that nobody has decided: the likelier first."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show

    known = moment(known)
    with open_record(record) as opened:
        found = opened.proposals(known=known)
        if json:
            print_json({"record": opened.block(known), "proposals": [tie.to_dict() for tie in found]})
            return
        from gazetted.render.identity import proposals_view

        shown = found[:limit]
        show(proposals_view(shown, len(found), opened.names_of_ties(shown), opened.summary()))


@app.command("join")
def join(one: One, other: Other, reason: Reason, json: Json = False, record: RecordUrl = None) -> None:
    """Say that two are one party. Your word goes before the engine's; `undo` takes it back."""
    _decide(one, other, "same", reason, json, record)


@app.command("part")
def part(one: One, other: Other, reason: Reason, json: Json = False, record: RecordUrl = None) -> None:
    """Say that two are not one party. Your word goes before the engine's; `undo` takes it back."""
    _decide(one, other, "different", reason, json, record)


@app.command("undo")
def undo(one: One, other: Other, json: Json = False, record: RecordUrl = None) -> None:
    """Take back what was decided of two: the engine's view holds again."""
    _decide(one, other, None, "", json, record)


def _decide(one: str, other: str, verdict: str | None, reason: str, json: bool, record: str | None) -> None:
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json

    with open_record(record) as opened:
        if verdict == "same":
            tie: Tie | None = opened.join(one, other, reason)
        elif verdict == "different":
            tie = opened.part(one, other, reason)
        else:
            tie = opened.undecide(one, other)
        if json:
            print_json({"record": opened.block(), "tie": tie.to_dict() if tie else None})
        elif tie is None:
            note(f"Nothing is decided of {one} and {other} any more.")
        else:
            held = "one party" if tie.verdict == "same" else "two parties"
            note(f"{tie.left} and {tie.right} are {held}, as you decided: {tie.reason}.")
