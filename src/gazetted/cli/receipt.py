"""`receipt`: check, repeat and export the proofs of past screenings; make the key that signs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gazetted.cli.options import Json, On, RecordUrl, day, today
from gazetted.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt

    from gazetted.screening.receipt_check import Verified
    from gazetted.screening.signing import PublicKey

File = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE", help="A log, a receipt, or an answer of `screen --json`. Default: the log of the record."
    ),
]
Key = Annotated[
    str | None, typer.Option("--key", metavar="PUB", help="The public key under which every receipt must be signed.")
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="First day (UTC). Default: from the beginning.")
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day. Default: to the end.")]

app = typer.Typer(
    help="Receipts of screenings: verify, replay and export them, look back; make the key that signs them."
)


@app.command("verify")
def verify(file: File = None, key: Key = None, json: Json = False, record: RecordUrl = None) -> None:
    """Whether receipts are what was written, byte for byte. Needs the file and the public key, and no record.

    A log that was cut behind a receipt cannot be told from a shorter one: note its last digest elsewhere.
    """
    from gazetted.cli.output import note, print_json, show
    from gazetted.render.receipts import verified_view

    path = _file(file, record)
    found = _verified(path, _key(key))
    if json:
        print_json({"file": str(path), **found.to_dict()})
    else:
        show(verified_view(str(path), found))
    for problem in found.problems:
        note(problem.why)
    if found.problems:
        raise typer.Exit(3)


@app.command("replay")
def replay(
    file: File = None,
    number: Annotated[
        int | None, typer.Option("--number", min=1, metavar="N", help="Only the receipt of this number.")
    ] = None,
    key: Key = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Screen again with the record as it was known then, and show any difference; ends with 3 where there is one."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json, show
    from gazetted.errors import InputError
    from gazetted.render.receipts import replays_view
    from gazetted.screening import receipt_check
    from gazetted.screening.replaying import replay as again

    path = _file(file, record)
    if problems := _verified(path, _key(key)).problems:
        raise InputError(f"{path} does not verify, so nothing is replayed. {problems[0].why}")
    receipts = (receipt_check.read(line) for _, line in receipt_check.lines(path))
    with open_record(record) as opened:
        replays = [again(one, opened.screen) for one in receipts if number is None or one.number == number]
    if not replays:
        raise UsageError(f"{path} holds no receipt of the number {number}: see `gazetted receipt verify`.")
    if json:
        print_json({"file": str(path), "replays": [one.to_dict() for one in replays]})
    else:
        show(replays_view(replays))
    if not all(one.same for one in replays):
        note("An answer is not the one of the receipt: the differences are shown.")
        raise typer.Exit(3)


@app.command("lookback")
def lookback(
    file: File = None,
    since: Since = None,
    until: Until = None,
    on: On = None,
    key: Key = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Screen a past period again with today's knowledge, and show only what is new, and since when it could be known.

    New is a party that binds now, or by what is known now bound then, and that the receipt does not show so.
    """
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import print_json, show
    from gazetted.errors import InputError
    from gazetted.model.dates import parse_day
    from gazetted.render.receipts import lookback_view
    from gazetted.screening.lookback import look_back
    from gazetted.screening.receipt_table import between

    (first, last), now = _period(since, until), parse_day(day(on) or today())
    path = _file(file, record)
    if problems := _verified(path, _key(key)).problems:
        raise InputError(f"{path} does not verify, so nothing is looked at again. {problems[0].why}")
    with open_record(record) as opened:
        found = [look_back(one, opened.ledger, opened.screen, on=now) for one in between(path, first, last)]
    if json:
        print_json({"file": str(path), "receipts": len(found), "new": [one.to_dict() for one in found if one.news]})
    else:
        show(lookback_view(found))


@app.command("export")
def export(
    file: File = None,
    since: Since = None,
    until: Until = None,
    csv: Annotated[str | None, typer.Option("--csv", metavar="OUT", help="Write a table.")] = None,
    html: Annotated[str | None, typer.Option("--html", metavar="OUT", help="Write a page that prints.")] = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Write the receipts of a period as a table or a page for an examiner; only such as verify are written."""
    from gazetted.cli.output import note, print_json
    from gazetted.render.receipts import receipts_page
    from gazetted.screening.receipt_table import between, write_csv

    if not (csv or html or json):
        raise UsageError("export writes nothing: give --csv OUT, --html OUT or --json.")
    path = _file(file, record)
    first, last = _period(since, until)
    receipts = list(between(path, first, last))
    if csv:
        write_csv(csv, receipts)
    if html:
        _write(Path(html), receipts_page(receipts, since, until))
    if json:
        print_json({"file": str(path), "receipts": [one.to_dict() for one in receipts]})
    for out in filter(None, (csv, html)):
        note(f"{len(receipts):,} receipts written to {out}.")


@app.command("key")
def make_key(
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="The private key; the public one gets .pub. Default: your own key."),
    ] = None,
    json: Json = False,
) -> None:
    """Make the key that signs receipts. Guard the private file; give the public one to whoever shall verify."""
    from gazetted.cli.keeping import key_path
    from gazetted.cli.output import note, print_json
    from gazetted.screening import signing

    target = Path(out) if out else key_path()
    public = signing.make_key(target)
    if json:
        places: dict[str, Any] = {"private": str(target), "public": str(signing.beside(target))}
        print_json({**places, "key": public.fingerprint})
        return
    note(f"{target} signs receipts from now on and must stay secret; {signing.beside(target)} verifies them.")


def _file(file: str | None, record: str | None) -> Path:
    from gazetted.cli.keeping import log_path
    from gazetted.cli.opening import existing, open_record

    if file is not None:
        return existing(file)
    with open_record(record) as opened:
        path = log_path(opened)
    if not path.exists():
        raise UsageError("This record has no log of receipts yet: screen with --keep-receipts, or name a file.")
    return path


def _period(since: str | None, until: str | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a period."""
    from gazetted.model.dates import parse_day

    first, last = (parse_day(text) if (text := day(one)) else None for one in (since, until))
    if first and last and first > last:
        raise UsageError(f"The period ends ({last}) before it begins ({first}): give the earlier day as --since.")
    return first, last


def _key(key: str | None) -> PublicKey | None:
    from gazetted.screening.signing import public_key

    return public_key(key) if key is not None else None


def _verified(path: Path, key: PublicKey | None) -> Verified:
    from gazetted.screening import receipt_check

    return receipt_check.verify(receipt_check.lines(path), key)


def _write(path: Path, pieces: Iterator[str]) -> None:
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(pieces)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): choose another path.") from None
