"""The program's commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from gazetted.cli import (
    assess,
    bundle,
    changes,
    doctor,
    erase,
    identity,
    lists,
    load,
    mcp,
    party,
    read,
    receipt,
    screen,
    serve,
    signals,
    update,
    validate,
    watch,
)

# Help without rich: it starts faster, and reads the same in a pipe and in a screen reader.
app = typer.Typer(
    name="gazetted",
    help="Terrorist and sanctions listings through time: screen names, read news, see what stood, when, by which act.",
    epilog="Exit codes: 0 done, 1 match (--fail-on-match), 2 used wrongly, 3 bad input, 4 record unusable, 70 fault.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from gazetted import __version__

        typer.echo(f"gazetted {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where a failure arose; may stand anywhere.")] = False,
) -> None:
    """Terrorist and sanctions listings through time: screen names, read news, see what stood, when, by which act."""


app.command("read")(read.read)
app.command("screen")(screen.screen)
app.command("standing")(party.standing)
app.command("history")(party.history)
app.command("assess")(assess.assess)
app.command("signals")(signals.signals)
app.command("find")(party.find)
app.command("changes")(changes.changes)
app.command("lists")(lists.lists)
app.command("load")(load.load)
app.command("erase")(erase.erase)
app.command("update")(update.update)
app.command("bundle")(bundle.bundle)
app.command("validate")(validate.validate)
app.add_typer(identity.app, name="identity")
app.add_typer(receipt.app, name="receipt")
app.add_typer(watch.app, name="watch")
app.command("serve")(serve.serve)
app.add_typer(serve.app, name="serve-key")
app.command("mcp")(mcp.mcp)
app.command("doctor")(doctor.doctor)
