"""`screen`: names, or a file of them, against the record."""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from gazetted.cli.options import Json, Known, Lists, On, RecordUrl, day, moment, partial_day, today
from gazetted.errors import UsageError

if TYPE_CHECKING:
    from gazetted.api import Record
    from gazetted.model.party import Kind
    from gazetted.screening.result import Screening

    Row = tuple[int, Screening]

PROGRESS_EVERY = 200


class KindWord(enum.StrEnum):
    """Kinds that can be screened for."""

    PERSON = "person"
    ORGANIZATION = "organization"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    ANY = "any"


class Engine(enum.StrEnum):
    """Where a file is screened."""

    LOCAL = "local"
    SPARK = "spark"


class _Query(NamedTuple):
    """What is asked of one name."""

    name: str
    kind: Kind
    born: str | None
    country: str | None
    ids: tuple[str, ...]
    gender: str | None


class _Asked(NamedTuple):
    """What all names of one call are screened with."""

    on: str
    known: str | None
    lists: tuple[str, ...]
    threshold: float
    limit: int
    scorer: str | None
    good_guys: str | None


def screen(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Names to screen.")] = None,
    kind: Annotated[KindWord, typer.Option("--kind", help="What the name is thought to be.")] = KindWord.ANY,
    born: Annotated[
        str | None, typer.Option("--born", metavar="DATE", help="Birth date, as 1982, 1982-10 or 1982-10-29.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="CC", help="ISO code or name of a country.")
    ] = None,
    ids: Annotated[
        list[str] | None, typer.Option("--id", metavar="TYPE:VALUE", help="An identifier; may be repeated.")
    ] = None,
    gender: Annotated[str | None, typer.Option("--gender", metavar="F|M", help="Gender, where it is known.")] = None,
    on: On = None,
    only: Lists = None,
    threshold: Annotated[float, typer.Option("--threshold", min=0, max=1, help="Lowest score to show.")] = 0.7,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most candidates for a name.")] = 10,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="Screen each row of a CSV, JSONL or Parquet file.")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="With --file: write the hits, as CSV or (.parquet) Parquet."),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="FIELD=COLUMN", help="With --file: the column that holds a field, as name=Client."
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, metavar="N", help="With --file: how many processes share the work.")
    ] = 1,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="With --out: go on where a run that was cut off came to."),
    ] = False,
    scorer: Annotated[
        str | None, typer.Option("--scorer", metavar="NAME", help="How names are compared: names-1 or ofac-1.")
    ] = None,
    good_guys: Annotated[
        str | None,
        typer.Option("--good-guys", metavar="FILE", help="A CSV file of your decisions: who is not whom, and why."),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep-receipts", help="Add the receipts to this record's log in your data folder.")
    ] = False,
    receipts: Annotated[
        str | None, typer.Option("--receipts", metavar="FILE", help="Add the receipts to this log instead.")
    ] = None,
    sign: Annotated[
        str | None,
        typer.Option(
            "--sign",
            metavar="KEY",
            envvar="GAZETTED_RECEIPT_KEY",
            help="Sign them with this private key. Default for a log: the one of `gazetted receipt key`, if made.",
        ),
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="With --file and --out: spark screens on many machines (extra spark).")
    ] = Engine.LOCAL,
    master: Annotated[
        str | None, typer.Option("--master", metavar="URL", help="With --engine spark: where Spark runs.")
    ] = None,
    fail_on_match: Annotated[bool, typer.Option("--fail-on-match", help="Exit with 1 if anything matches.")] = False,
    known: Known = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Whether names are listed: where, under which name, on that day. A match is a candidate, never a finding."""
    from gazetted.cli.keeping import kept
    from gazetted.cli.opening import open_record

    asked = _Asked(day(on) or today(), moment(known), tuple(only or ()), threshold, limit, scorer, good_guys)
    born = partial_day(born)
    _check(names, ids, file, out, mapping)
    _check_batch(file, out, workers, resume)
    if master is not None and engine is not Engine.SPARK:
        raise UsageError("--master goes with --engine spark.")
    columns = columns_of(mapping)
    with open_record(record) as opened:
        if engine is Engine.SPARK:
            from gazetted.cli.screen_spark import screen_by_spark

            told = {"--good-guys": good_guys, "--keep-receipts": keep, "--receipts": receipts, "--sign": sign,
                    "--json": json, "--resume": resume, "--workers": workers > 1}  # fmt: skip
            matched = screen_by_spark(opened, file, out, master, columns, known, asked._asdict(), told)
        elif file is not None:
            after = _rows_done(out) if resume and out else 0
            rows = opened.screen_file(file, mapping=columns, workers=workers, after=after, **asked._asdict())
            rows = kept(rows, opened, keep=keep, receipts=receipts, sign=sign)
            matched = _screen_file(opened, rows, out, asked, json, resume=resume)
        else:
            queries = [_Query(name, kind.value, born, country, tuple(ids or ()), gender) for name in names or ()]
            rows = enumerate((opened.screen(**query._asdict(), **asked._asdict()) for query in queries), 1)
            screenings = [one for _, one in kept(rows, opened, keep=keep, receipts=receipts, sign=sign)]
            matched = _screen_names(opened, screenings, asked, json)
    if matched and fail_on_match:
        raise typer.Exit(1)


def _check(
    names: list[str] | None, ids: list[str] | None, file: str | None, out: str | None, mapping: list[str] | None
) -> None:
    from gazetted.cli.opening import existing

    if file is not None and names:
        raise UsageError("screen takes names or --file, not both: leave one out.")
    if file is None and not names:
        raise UsageError("screen needs a name or --file: see `gazetted screen --help`.")
    if file is None and (out or mapping):
        raise UsageError("--out and --map go with --file: name the file of customers.")
    if any(not name.strip() for name in names or ()):
        raise UsageError("a name to screen is empty: give its words.")
    if wrong := [one for one in ids or () if not all(part.strip() for part in one.partition(":"))]:
        raise UsageError(f"{wrong[0]!r} is not an identifier: write it as TYPE:VALUE, such as passport:A123456.")
    if file is not None:
        existing(file)


def _check_batch(file: str | None, out: str | None, workers: int, resume: bool) -> None:
    if file is None and workers > 1:
        raise UsageError("--workers goes with --file: name the file of customers.")
    if resume and out is None:
        raise UsageError("--resume goes with --out: name the file of hits to go on with.")


def columns_of(mapping: list[str] | None) -> dict[str, str] | None:
    """Field → column, as `--map` states them.

    Raises:
        UsageError: one of them maps nothing.
    """
    pairs = [one.partition("=") for one in mapping or ()]
    if wrong := [one for one, (field, _, column) in zip(mapping or (), pairs, strict=True) if not field or not column]:
        raise UsageError(f"{wrong[0]!r} maps nothing: write --map FIELD=COLUMN, such as --map name=Client.")
    return {field.strip(): column.strip() for field, _, column in pairs} or None


def _rows_done(out: str) -> int:
    from gazetted.screening.hits import rows_done

    return rows_done(out)


def _screen_names(record: Record, screenings: list[Screening], asked: _Asked, json: bool) -> bool:
    """Print the answer on the names of the command line; whether anything matched."""
    from gazetted.cli.output import print_json, show

    if json:
        forms = [screening.to_dict() for screening in screenings]
        print_json({"record": record.block(asked.known), "on": asked.on, "screenings": forms})
    else:
        from gazetted.render.screening import screenings_view
        from gazetted.render.words import labels

        show(
            screenings_view(screenings, asked.threshold, labels(record.ledger.list_infos().values()), record.summary())
        )
    return any(screening.matches for screening in screenings)


def _screen_file(
    record: Record, rows: Iterable[Row], out: str | None, asked: _Asked, json: bool, *, resume: bool
) -> bool:
    """Screen a file row by row, never holding all of it; whether anything matched."""
    counts = _Counts()
    shown = counted(rows, counts, quiet=out is None and not json)
    if json:
        consume(json_rows(shown, {"record": record.block(asked.known), "on": asked.on}), out, resume=resume)
        return counts.hits > 0
    from gazetted.cli.output import show
    from gazetted.render.screening import file_end, file_row
    from gazetted.render.words import labels

    if out is None:
        known = labels(record.ledger.list_infos().values())
        show(file_row(number, screening, known) for number, screening in shown if screening.matches)
    else:
        consume(shown, out, resume=resume)
    show(file_end(counts.rows, counts.hits, out, record.summary(), held_back=counts.held_back))
    return counts.hits > 0


@dataclass
class _Counts:
    """How far the screening of a file has come."""

    rows: int = 0
    hits: int = 0
    held_back: int = 0


def counted(rows: Iterable[Row], counts: _Counts, *, quiet: bool) -> Iterator[Row]:
    """The rows, counted as they pass; told on stderr unless the rows themselves are seen going by."""
    from gazetted.cli.output import progress, progress_done

    try:
        for number, screening in rows:
            counts.rows += 1
            counts.hits += bool(screening.matches)
            counts.held_back += screening.held_back
            if not quiet and counts.rows % PROGRESS_EVERY == 0:
                progress(f"{counts.rows:,} rows screened, {counts.hits:,} with candidates")
            yield number, screening
    finally:
        progress_done()


def json_rows(rows: Iterable[Row], head: Mapping[str, object]) -> Iterator[Row]:
    """The rows, each written as it passes into one JSON document on stdout.

    Nothing is written before the first row is there, so that a file that cannot be read leaves stdout empty.
    """
    from gazetted.cli.output import json_text

    begin = json_text(head).removesuffix("}").rstrip() + ',\n  "screenings": ['
    before = begin
    for number, screening in rows:
        sys.stdout.write(f"{before}\n{json_text({'row': number, **screening.to_dict()})}")
        before = ","
        yield number, screening
    sys.stdout.write((begin if before is begin else "") + "\n]}\n")


def consume(rows: Iterable[Row], out: str | None, *, resume: bool = False) -> None:
    """Let all rows pass, into a file of hits where one is wanted."""
    if out is None:
        for _ in rows:
            pass
        return
    from gazetted.screening.hits import write_hits

    write_hits(out, rows, resume=resume)
