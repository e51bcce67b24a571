"""`watch`: portfolios, parties and lists, and alerts when something changes of them."""

from __future__ import annotations

import enum
import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, Lists, On, RecordUrl, day, today
from gazetted.errors import UsageError

if TYPE_CHECKING:
    from gazetted.api import Record
    from gazetted.watch.sinks import Sink
    from gazetted.watch.state import State

StateFile = Annotated[
    str | None,
    typer.Option("--state", metavar="FILE", help="Where the watches are kept. Default: a file beside the record."),
]

app = typer.Typer(help="Portfolios, parties and lists, watched: alerts when an edition or the day changes something.")


class WatchedKind(enum.StrEnum):
    """What can be watched."""

    PORTFOLIO = "portfolio"
    PARTY = "party"
    LIST = "list"


@app.command("add")
def add(
    kind: Annotated[WatchedKind, typer.Argument(metavar="KIND", help="portfolio, party or list.")],
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help="A file as `screen --file` takes it, a party, or the key of a list.")
    ],
    only: Lists = None,
    threshold: Annotated[float, typer.Option("--threshold", min=0, max=1, help="Of a portfolio: lowest score.")] = 0.7,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Of a portfolio: the column that holds a field."),
    ] = None,
    state: StateFile = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Watch a file of customers, a party or a list. The first run of a portfolio tells of every match that binds."""
    from gazetted.cli.opening import existing, open_record
    from gazetted.cli.output import note, print_json
    from gazetted.cli.screen import columns_of

    if kind is not WatchedKind.PORTFOLIO and (only or mapping):
        raise UsageError("--list and --map go with a portfolio.")
    with open_record(record) as opened, closing(_state(opened, state)) as held:
        opened.ledger.checked_lists([*(only or ()), *([target] if kind is WatchedKind.LIST else ())])
        if kind is WatchedKind.PORTFOLIO:
            target = str(existing(target).absolute())
        elif kind is WatchedKind.PARTY:
            target = opened.party(target).party
        made = held.add(kind.value, target, lists=tuple(only or ()), threshold=threshold, mapping=columns_of(mapping))
    if json:
        print_json({"watch": made.to_dict()})
    else:
        note(f"{made.number}: {made.kind} {made.target} is watched; `gazetted watch run` looks at it.")


@app.command("remove")
def remove(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The number that `watch list` shows.")],
    state: StateFile = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Watch something no longer."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json

    with open_record(record) as opened, closing(_state(opened, state)) as held:
        gone = held.remove(number)
    if json:
        print_json({"watch": gone.to_dict()})
    else:
        note(f"{gone.kind} {gone.target} is not watched any more.")


@app.command("list")
def watches(state: StateFile = None, json: Json = False, record: RecordUrl = None) -> None:
    """What is watched, and when it was looked at last."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show
    from gazetted.cli.render.watch import watches_view

    with open_record(record) as opened, closing(_state(opened, state)) as held:
        found = held.watches()
    if json:
        print_json({"watches": [one.to_dict() for one in found]})
    else:
        show(watches_view(found))


@app.command("run")
def run(
    on: On = None,
    jsonl: Annotated[
        str | None, typer.Option("--jsonl", metavar="FILE", help="Append each alert to this file, once.")
    ] = None,
    webhook: Annotated[
        str | None, typer.Option("--webhook", metavar="URL", help="Post each alert there, at least once, by https.")
    ] = None,
    secret: Annotated[
        str | None,
        typer.Option(
            "--secret-file",
            metavar="FILE",
            help="Signs what is posted (HMAC-SHA256). Default: the variable GAZETTED_WEBHOOK_SECRET.",
        ),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="HOST", help="A webhook's host that may be private; may be repeated."),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Screen all again instead of what changed; the result is the same.")
    ] = False,
    state: StateFile = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Look at everything that is watched and tell what changed since the last run.

    What could not be sent stays pending for the next run; the program then ends with 3.
    """
    import datetime as dt
    import sys

    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json, progress, progress_done, show
    from gazetted.cli.render.watch import alerts_view
    from gazetted.model.dates import parse_day
    from gazetted.watch.run import run as run_all
    from gazetted.watch.sinks import TERMINAL

    sinks = _sinks(jsonl, webhook, secret, allow or [])
    with open_record(record) as opened, closing(_state(opened, state)) as held:
        report = run_all(
            opened.ledger, held, on=parse_day(day(on) or today()), now=dt.datetime.now(dt.UTC), sinks=sinks,
            full=full, tell=progress,
        )  # fmt: skip
        progress_done()
        alerts = [alert for _, alert in report.alerts]
        if json:
            print_json({"watches": report.watches, "alerts": [one.to_dict() for one in alerts],
                        "failures": list(report.failures)})  # fmt: skip
        else:
            show(alerts_view(report.watches, alerts))
        sys.stdout.flush()
        held.confirm(TERMINAL, [number for number, _ in report.alerts])
    for failure in report.failures:
        note(failure)
    if report.failures:
        raise typer.Exit(3)


def _state(record: Record, path: str | None) -> State:
    from gazetted.watch.state import State, state_path

    return State(Path(path) if path else state_path(record.ledger.place))


def _sinks(jsonl: str | None, webhook: str | None, secret: str | None, allow: list[str]) -> list[Sink]:
    from gazetted.watch.sinks import File, Webhook

    sinks: list[Sink] = [File(Path(jsonl))] if jsonl else []
    if webhook:
        import functools
        import time

        from gazetted.fetch.address import target_of
        from gazetted.fetch.policy import FetchPolicy
        from gazetted.fetch.posting import post
        from gazetted.record.opening import utc_now

        policy = FetchPolicy(allow=frozenset(host.lower() for host in allow), total=60.0)
        target_of(webhook, policy.allow)
        send = functools.partial(post, policy=policy, clock=time.monotonic, sleep=time.sleep)
        sinks.append(Webhook(webhook, _secret(secret), send, utc_now))
    return sinks


def _secret(path: str | None) -> bytes:
    if path is None:
        return os.environ.get("GAZETTED_WEBHOOK_SECRET", "").encode()
    try:
        found = Path(path).read_bytes().strip()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): check the path.") from None
    if not found:
        raise UsageError(f"{path} is empty: write the secret into it.")
    return found
