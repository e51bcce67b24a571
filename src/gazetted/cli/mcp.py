"""`mcp`: the verbs as tools of a language model."""

from __future__ import annotations

from typing import Annotated

import typer

from gazetted.cli.options import RecordUrl
from gazetted.cli.serve import KeysFile

_SECONDS = 120.0
"""After so many seconds an answer is given up: the first article read against a large record takes long."""


def mcp(
    http: Annotated[
        str | None,
        typer.Option(
            "--http", metavar="HOST:PORT", help="Answer over HTTP at this address, not on standard input and output."
        ),
    ] = None,
    keys: KeysFile = None,
    audit: Annotated[
        str | None,
        typer.Option("--audit", metavar="FILE", help="The audit log over HTTP; off: none. Default: beside the record."),
    ] = None,
    rate: Annotated[
        float, typer.Option("--rate", min=0, metavar="N", help="Requests a second for each caller; 0: no limit.")
    ] = 100.0,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A host name the server is called by; may be repeated."),
    ] = None,
    allow_others: Annotated[
        bool, typer.Option("--allow-others", help="Let --http listen on an address that other machines can reach.")
    ] = False,
    record: RecordUrl = None,
) -> None:
    """Be a server of the Model Context Protocol: eight tools that read the record. See docs/howto/use-from-a-model.md.

    A client starts it and speaks to it on standard input and output; with --http it is called at http://HOST:PORT/mcp.
    """
    from gazetted.cli.output import note
    from gazetted.errors import UsageError
    from gazetted.record.opening import open_ledger
    from gazetted.service.mcp import running
    from gazetted.service.settings import Settings

    running.check()
    settings = Settings(
        record=record or "", keys=keys or "", audit=audit or "", rate=rate, burst=max(1, round(2 * rate)),
        seconds=_SECONDS, hosts=tuple(allow_host or ()),
    )  # fmt: skip
    if http is not None:
        settings = running.address(http, settings)
        if not settings.local and not allow_others:
            raise UsageError(f"{settings.host} can be reached by others: add --allow-others if that is meant.")
    ledger = open_ledger(record)  # whether it can be opened is told now, and not by the first call
    place = ledger.place
    ledger.close()
    if http is None:
        running.run_stdio(settings)
        return
    note(f"serving {place} as tools at http://{http}{running.PATH}; stop with Ctrl-C.")
    running.run_http(settings)
