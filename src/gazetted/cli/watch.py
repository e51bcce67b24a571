"""`watch`: portfolios, parties, lists, feeds and folders, and alerts when something changes of them."""

from __future__ import annotations

import enum
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from gazetted.cli.options import Json, Lists, On, RecordUrl, day, today
from gazetted.errors import UsageError

if TYPE_CHECKING:
    from gazetted.api import Record
    from gazetted.watch.erasing import Erased
    from gazetted.watch.result import Watch
    from gazetted.watch.state import State

StateFile = Annotated[
    str | None,
    typer.Option("--state", metavar="FILE", help="Where the watches are kept. Default: beside the record."),
]

app = typer.Typer(
    help="Portfolios, parties, lists, feeds and folders, watched: alerts when an edition, an article or the day"
    " changes something."
)


class WatchedKind(enum.StrEnum):
    """What can be watched."""

    PORTFOLIO = "portfolio"
    PARTY = "party"
    LIST = "list"
    FEED = "feed"
    FOLDER = "folder"


class Decided(enum.StrEnum):
    """What a user may decide of a match."""

    CLEARED = "cleared"
    CONFIRMED = "confirmed"


class Tls(enum.StrEnum):
    """How a connection to a mail server is kept secret."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@app.command("add")
def add(
    kind: Annotated[WatchedKind, typer.Argument(metavar="KIND", help="portfolio, party, list, feed or folder.")],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help="A file as `screen --file` takes it; a party; the key of a list; the address or file of an RSS or"
            " Atom feed; a folder of documents.",
        ),
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
    """Watch a file of customers, a party, a list, or a feed or folder for articles on the parties that are watched.

    The first run of a portfolio tells of every match that binds, that of a feed or folder of every article on a party.
    """
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
        elif kind is not WatchedKind.LIST:
            target = _collection(kind, target)
        made = held.add(kind.value, target, lists=tuple(only or ()), threshold=threshold, mapping=columns_of(mapping))
        if kind is WatchedKind.PORTFOLIO:
            _prepare(held, made)
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
    """Watch something no longer, and erase all that is kept of it: customers, matches, decisions, alerts and files.

    What sinks were sent, receipts and the audit log stay.
    """
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json

    with open_record(record) as opened, closing(_state(opened, state)) as held:
        gone = held.remove(number)
    watch = gone.watch
    if json:
        print_json({"watch": watch.to_dict() if watch else None, "erased": gone.to_dict()})
    else:
        said = f"{watch.kind} {watch.target} is not watched any more; " if watch else ""
        note(f"{said}{_erased_words(gone)}")


@app.command("forget")
def forget(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The portfolio, by the number in `watch list`.")],
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer, as alerts name it.")],
    state: StateFile = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Erase all that is kept of a customer: its row, matches, decisions and alerts.

    Take the row out of your file first: the next run takes a customer who is still in it for a new one. What sinks were
    sent, receipts and the audit log stay.
    """
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json

    with open_record(record) as opened, closing(_state(opened, state)) as held:
        gone = held.forget(number, customer)
    if json:
        print_json({"customer": customer, "erased": gone.to_dict()})
    else:
        note(f"Customer {customer}: {_erased_words(gone)}")


@app.command("list")
def watches(state: StateFile = None, json: Json = False, record: RecordUrl = None) -> None:
    """What is watched, and when it was looked at last."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show
    from gazetted.render.watch import watches_view

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
        typer.Option(
            "--allow-host", metavar="HOST", help="A webhook's or feed's host that may be private; may be repeated."
        ),
    ] = None,
    mail_to: Annotated[
        list[str] | None,
        typer.Option("--mail-to", metavar="ADDRESS", help="E-mail each alert there, at least once; may be repeated."),
    ] = None,
    mail_from: Annotated[str | None, typer.Option("--mail-from", metavar="ADDRESS", help="Who e-mails.")] = None,
    smtp: Annotated[
        str | None, typer.Option("--smtp", metavar="HOST[:PORT]", help="The mail server. Port: 587, 465 or 25, by TLS.")
    ] = None,
    smtp_tls: Annotated[Tls, typer.Option("--smtp-tls", metavar="HOW", help="starttls, tls or none.")] = Tls.STARTTLS,
    smtp_user: Annotated[str | None, typer.Option("--smtp-user", metavar="NAME", help="Who logs in there.")] = None,
    smtp_password: Annotated[
        str | None,
        typer.Option(
            "--smtp-password-file", metavar="FILE", help="Holds the password. Default: GAZETTED_SMTP_PASSWORD."
        ),
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

    from gazetted import __version__
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json, progress, progress_done, show
    from gazetted.cli.watching import Hook, Post, feed_fetcher, sinks_of
    from gazetted.model.dates import parse_day
    from gazetted.render.watch import alerts_view
    from gazetted.watch.run import run as run_all
    from gazetted.watch.sinks import TERMINAL

    post = Post(mail_to or [], mail_from, smtp, smtp_tls.value, smtp_user, smtp_password)
    sinks = sinks_of(jsonl, Hook(webhook, secret, allow or []), post)
    with open_record(record) as opened, closing(_state(opened, state)) as held:
        report = run_all(
            opened.ledger, held, on=parse_day(day(on) or today()), now=dt.datetime.now(dt.UTC), sinks=sinks,
            full=full, version=__version__, fetch=feed_fetcher(allow or []), tell=progress,
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


@app.command("decide")
def decide(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The portfolio, by the number in `watch list`.")],
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer, as the alert names it.")],
    party: Annotated[str, typer.Argument(metavar="PARTY", help="The party: its slug, or any name it goes by.")],
    verdict: Annotated[Decided, typer.Argument(metavar="DECISION", help="cleared or confirmed.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")],
    user: Annotated[
        str | None, typer.Option("--user", metavar="NAME", help="Who decides. Default: your name on this system.")
    ] = None,
    state: StateFile = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Decide on a match. A cleared one is silent until the entry changes in a field that mattered, and says which.

    These are its names, birth dates, countries, identifiers, gender, kind, and the lists on which it stands. A
    confirmed one stays, and every alert of it says so.
    """
    import datetime as dt
    import getpass

    from gazetted import __version__
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json
    from gazetted.watch.decide import decide as decided

    with open_record(record) as opened, closing(_state(opened, state)) as held:
        made = decided(
            opened.ledger, held, number, customer, opened.party(party).party, verdict.value, reason=reason,
            user=user or getpass.getuser(), now=dt.datetime.now(dt.UTC), version=__version__,
        )  # fmt: skip
    if json:
        print_json({"decision": made.to_dict()})
    else:
        note(f"Customer {made.customer} and {made.party}: {made.verdict} by {made.user}.")


@app.command("matches")
def matches(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The portfolio, by the number in `watch list`.")],
    everything: Annotated[
        bool, typer.Option("--all", help="Also cleared matches, and such as no list binds today.")
    ] = False,
    state: StateFile = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """The matches of a portfolio at its last run, with what was decided of each."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show
    from gazetted.render.watch import matches_view
    from gazetted.watch.decide import matches_of

    with open_record(record) as opened, closing(_state(opened, state)) as held:
        found = matches_of(held, number, everything=everything)
    if json:
        print_json({"matches": found})
    else:
        show(matches_view(found))


def _erased_words(gone: Erased) -> str:
    from gazetted.render import words

    counts = (
        words.counted(gone.customers, "row"), words.counted(gone.matches, "match", "matches"),
        words.counted(gone.decisions, "decision"), words.counted(gone.alerts, "alert"),
    )  # fmt: skip
    return f"erased: {', '.join(counts)}."


def _state(record: Record, path: str | None) -> State:
    from gazetted.watch.state import State, state_of

    return State(Path(path)) if path else state_of(record.ledger.url)


def _prepare(state: State, watch: Watch) -> None:
    """Prepare a portfolio and keep it for the runs; what is no file of names is not watched."""
    from gazetted import __version__
    from gazetted.cli.output import progress, progress_done
    from gazetted.errors import GazettedError
    from gazetted.watch.portfolio import opened

    progress(f"{watch.target} is prepared")
    try:
        opened(watch.target, watch.mapping, state.place_of(watch), __version__)
    except GazettedError:
        state.remove(watch.number)
        raise
    finally:
        progress_done()


def _collection(kind: WatchedKind, target: str) -> str:
    """The feed or folder that is to be watched, checked."""
    from gazetted.cli.opening import existing
    from gazetted.errors import InputError
    from gazetted.fetch.address import target_of
    from gazetted.reading.collection import form_of
    from gazetted.watch.articles import is_address

    if kind is WatchedKind.FEED and is_address(target):
        target_of(target, [urlsplit(target).hostname or ""])  # a private host must be allowed by the run
        return target
    path = existing(target).absolute()
    if (form_of(path) == "folder") != (kind is WatchedKind.FOLDER) or form_of(path) is None:
        what = "an RSS or Atom feed, or a file of JSON lines" if kind is WatchedKind.FEED else "a folder"
        raise InputError(f"{target} is not {what}: check the path.")
    return str(path)
