"""Published list files loaded into a fresh record: counts, the record's own invariant, time.

    python benchmarks/lists/run.py FOLDER [--history] [--freeze]

FOLDER holds `<publisher>/<date>/<files>` and a MANIFEST.csv that says of each file whether it is the publisher's own
(`class` native); nothing else is loaded. For every edition the entries are held against a count that does without the
readers (csv, regular expressions, zipfile), and `edition_of` against the reader's output, at once and again when all is
loaded. `--history` adds the archive of 308 editions. `--freeze` writes frozen.json, with which later runs are
compared. The exit code is 1 where a count differs or the record gives back anything else than was read.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import os
import platform
import random
import re
import shutil
import statistics
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import gazetted
from gazetted.model.edition import Listing, Reject
from gazetted.sources.recognise import Found, recognise
from gazetted.sources.registry import all_readers

if TYPE_CHECKING:
    from gazetted.api import Record

FROZEN = Path(__file__).parent / "frozen.json"
HISTORY = "us-ofac-sdn/history"
PARTIES = 50
MONTHS = {"2022-05": ("2022-05-01", "2022-05-31"), "2023-01": ("2023-01-01", "2023-01-31")}
"""Months of which the changes of us.sdn are asked; the archive of editions covers both."""


ENTRY = {
    "us.ofac-cons": rb"<(?:sdnEntry|entity)[ >]",
    "us.sdn": rb"<(?:sdnEntry|entity)[ >]",
    "un.sc": rb"<(?:INDIVIDUAL|ENTITY)[\s>]",
    "ca.sema": rb"<record>",
    "ca.listed": rb"<Item ",
}
"""What begins an entry in the raw text of an XML edition, by the folder's list."""

FOLDER = {
    "us-ofac-sdn": "us.sdn",
    "us-ofac-consolidated": "us.ofac-cons",
    "un-sc": "un.sc",
    "ca-sema": "ca.sema",
    "ca-listed-entities": "ca.listed",
}
REPEALED = rb"\[Repealed[,.]"
UNIQUE_ID = re.compile(rb"<text:p>([A-Z]{2,5}\d{4})</text:p>")


def raw(path: Path) -> bytes:
    """The content of a file without its packing."""
    if path.suffix.lower() == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return path.read_bytes()


def rows(content: bytes) -> Iterator[list[str]]:
    """The rows of a table."""
    return csv.reader(io.StringIO(content.decode("latin-1"), newline=""))


def count(publisher: str, files: Sequence[Path], list_key: str) -> int | None:
    """Entries of an edition; None where counting them would take a reader.

    Args:
        publisher: name of the publisher's folder.
        files: the edition's files.
    """
    kind = kind_of(files[0])
    if publisher.startswith("us-ofac") and kind == "csv":
        return len(ofac_ids(files))
    if publisher == "eu-fsf":
        return len(eu_references(raw(files[0]), terrorist=list_key == "eu.cp931"))
    if kind in ("xml", "zip") and publisher in FOLDER:
        content = raw(files[0])
        gone = len(re.findall(rb"<Item [^>]*><Text>(?:<[^>]*>)*" + REPEALED, content))
        return len(re.findall(ENTRY[FOLDER[publisher]], content)) - gone
    if publisher == "us-csl":
        return sum(1 for row in rows(raw(files[0])) if row) - 1
    if publisher == "uk-ofsi":
        table = [row for row in rows(raw(files[0])) if len(row) > 28]
        return len({row[28] for row in table if row[28].strip().isdigit()})
    if kind == "ods":
        with zipfile.ZipFile(files[0]) as archive:
            return len(set(UNIQUE_ID.findall(archive.read("content.xml"))))
    return None


def ofac_ids(files: Sequence[Path]) -> set[str]:
    """Entry numbers of the part that leads: the entries themselves, else the addresses, else the aliases."""
    for part in ("sdn.", "prim", "OFAC.csv", "add", "alt"):
        chosen = [file for file in files if part in file.name]
        if chosen:
            return ofac_numbers(raw(chosen[0]))
    return set()


def eu_references(content: bytes, *, terrorist: bool) -> set[bytes]:
    """Different reference numbers of entities under the programme TERR, or under any other alone."""
    entities = re.findall(
        rb'<sanctionEntity [^>]*euReferenceNumber="([^"]*)"[^>]*>(.*?)</sanctionEntity>', content, re.S
    )
    listed = {reference for reference, body in entities if b'programme="TERR"' in body}
    return listed if terrorist else {reference for reference, _ in entities} - listed


def ofac_numbers(content: bytes) -> set[str]:
    """Different numbers in the first column."""
    return {row[0] for row in rows(content) if row and row[0].strip().isdigit()}


def kind_of(file: Path) -> str:
    """The ending of a file's name without that of gzip."""
    return Path(file.name.removesuffix(".gz")).suffix[1:].lower()


def bare_pass(files: Sequence[Path]) -> float:
    """Seconds that csv, or lxml as a stream, takes over the files, with their unpacking."""
    start = time.perf_counter()
    for file in files:
        passes().get(kind_of(file), raw)(file)
    return time.perf_counter() - start


def passes() -> dict[str, Callable[[Path], object]]:
    """What passes over a file, by its kind."""
    return {"csv": over_csv, "xml": over_xml, "zip": over_xml, "ods": over_sheets, "xlsx": over_sheets}


def over_csv(file: Path) -> None:
    for _ in rows(raw(file)):
        pass


def over_xml(file: Path) -> None:
    over_stream(io.BytesIO(raw(file)))


def over_sheets(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name == "content.xml" or name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                over_stream(io.BytesIO(archive.read(name)))


def over_stream(stream: io.BytesIO) -> None:
    from lxml import etree

    for _, element in etree.iterparse(stream, resolve_entities=False, no_network=True, load_dtd=False):
        element.clear()


@dataclass
class Loaded:
    """What came of an edition.

    Attributes:
        list_key: the list.
        date: its date.
        form: the reader of its format.
        entries: entries loaded.
        counted: entries counted without a reader; None where that is not simple.
        equal: whether entries, or entries and rejects together, are as many as counted.
        rejects: rows not taken.
        load_s: seconds of loading it, everything included.
        read_s: seconds of recognising and reading it alone.
        bare_s: seconds of the bare parser over the same files.
        same: whether the record gave back exactly what was read, at once.
        same_later: the same when all was loaded; None for an edition that another reading of that day replaced.
    """

    list_key: str
    date: str
    form: str
    entries: int
    counted: int | None
    equal: bool | None
    rejects: int
    load_s: float
    read_s: float
    bare_s: float
    same: bool
    same_later: bool | None = None


def editions(folder: Path) -> Iterator[tuple[str, str, list[Path]]]:
    """Publisher, day of the folder and files of each edition: files of one kind in a folder belong together.

    A publisher of which the manifest says nothing is taken with all its files.
    """
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        classes = {Path(row["path"]): row["class"] for row in csv.DictReader(stream)}
    described = {path.parts[0] for path in classes}
    groups: dict[tuple[Path, str], list[Path]] = {}
    for file in sorted(folder.glob("*/*/*")):
        path = file.relative_to(folder)
        native = classes.get(path) == "native" or path.parts[0] not in described
        if native and path.parent != Path(HISTORY):
            groups.setdefault((path.parent, kind_of(path)), []).append(file)
    for (place, _), files in groups.items():
        yield place.parts[0], place.name, files


def digest(listings: Mapping[str, Listing]) -> str:
    """Digest of an edition's listings, keys included."""
    return hashlib.sha256("\n".join(f"{k} {listings[k].digest()}" for k in sorted(listings)).encode()).hexdigest()


def read(found: Found) -> tuple[dict[str, Listing], list[Reject]]:
    """The reader's own output, without the record and without memory of other editions."""
    rejects: list[Reject] = []
    return {one.entry: one for one in found.reader.listings(found.parts, rejects.append)}, rejects


def load_files(
    record: Record, publisher: str, day: str, files: list[Path], expected: dict[tuple[str, str], str]
) -> list[Loaded]:
    """Load files from a folder of their own, and hold the record against the reader.

    They are one edition, or one of each list that the publisher keeps in them; the seconds are those of them together.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / day
        place.mkdir()
        for file in files:
            shutil.copy(file, place)
        bare_pass(files)  # warms the disk and the parser
        bare = bare_pass(files)
        start = time.perf_counter()
        founds = recognise(place, all_readers())
        outputs = [read(found) for found in founds]
        read_s = time.perf_counter() - start
        start = time.perf_counter()
        first = record.load(place, date=None if all(found.date for found in founds) else day, force=True)
        load_s = time.perf_counter() - start
    made = []
    for found, (listings, rejects), report in zip(founds, outputs, (first, *first.also), strict=True):
        counted = count(publisher, files, report.list_key)
        total = (report.entries, report.entries + len(report.rejected))
        held = record.ledger.edition_of(report.list_key, dt.date.fromisoformat(report.edition))
        expected[report.list_key, report.edition] = digest(listings)
        made.append(
            Loaded(
                list_key=report.list_key,
                date=report.edition,
                form=found.reader.name,
                entries=report.entries,
                counted=counted,
                equal=None if counted is None else counted in total,
                rejects=len(report.rejected),
                load_s=round(load_s, 3),
                read_s=round(read_s, 3),
                bare_s=round(bare, 4),
                same=held == listings and tuple(rejects) == report.rejected,
            )
        )
    return made


def load_history(record: Record, archive: Path, expected: dict[tuple[str, str], str]) -> dict[str, float]:
    """Load every edition of the archive; the count of each is held against the numbers in its raw rows."""
    start = time.perf_counter()
    first = record.load(archive, force=True)
    seconds = time.perf_counter() - start
    reports = [first, *first.also]
    counts = []
    with tarfile.open(archive, "r|xz") as members:
        for member in members:
            stream = members.extractfile(member)
            if stream is not None:
                counts.append(len(ofac_numbers(stream.read())))
    unlike = sum(n != r.entries for n, r in zip(counts, reports, strict=True))
    for found, report in zip(recognise(archive, all_readers()), reports, strict=True):
        expected[report.list_key, report.edition] = digest(read(found)[0])
    return {
        "editions": len(reports),
        "days": len({report.edition for report in reports}),
        "unlike the count": unlike,
        "rejects": sum(len(report.rejected) for report in reports),
        "loading, s": round(seconds, 1),
    }


def standings(record: Record) -> dict[str, float]:
    """Milliseconds of the first question about each of some parties taken at random."""
    slugs = random.Random(0).sample(sorted(record.ledger.parties()), PARTIES)
    taken = []
    for slug in slugs:
        start = time.perf_counter()
        record.standing(slug, on="2025-12-31")
        taken.append((time.perf_counter() - start) * 1000)
    return {"median": statistics.median(taken), "lowest": min(taken), "highest": max(taken)}


def changes(record: Record) -> dict[str, dict[str, float]]:
    """Seconds and events of a question for the changes of a month, and of one for everything."""
    found = {}
    for name, (since, until) in {**MONTHS, "all": (None, None)}.items():
        start = time.perf_counter()
        events = record.changes(since=since, until=until, lists=["us.sdn"])
        found[name] = {"events": len(events), "s": round(time.perf_counter() - start, 3)}
    return found


def shown(one: Loaded, before: Mapping[str, object]) -> str:
    """One line."""
    counted = "-" if one.counted is None else str(one.counted)
    equal = {None: "-", True: "yes", False: "NO"}[one.equal]
    same = "yes" if one.same and one.same_later is not False else "NO"
    frozen = before.get("entries", "")
    return (
        f"{one.list_key:13s} {one.date} {one.form:25s} {one.entries:7d} {counted:>7s} {equal:>5s} {one.rejects:7d}"
        f" {one.load_s:7.2f} {one.read_s:7.2f} {one.bare_s:7.3f} {one.read_s / one.bare_s:6.1f} {same:>6s} {frozen:>7}"
    )


def main() -> int:
    """Load, check, print beside the frozen figures, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--history", action="store_true")
    parser.add_argument("--freeze", action="store_true")
    parser.add_argument("--keep", type=Path, help="a new file in which the record is kept")
    args = parser.parse_args()
    frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
    with tempfile.TemporaryDirectory() as scratch:
        place = args.keep or Path(scratch) / "record.sqlite"
        expected: dict[tuple[str, str], str] = {}
        with gazetted.open(place, builtin=False) as record:
            made = [one for files in editions(args.folder) for one in load_files(record, *files, expected)]
            old = next((args.folder / HISTORY).glob("*.tar.xz")) if args.history else None
            history = load_history(record, old, expected) if old else {}
            wrong = check_all(record, made, expected)
            parties = len(record.ledger.parties())
            times = standings(record)
            asked = changes(record)
        size = sum(part.stat().st_size for part in place.parent.glob(place.name + "*"))
    content = {
        "machine": {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()},
        "record": {"parties": parties, "bytes": size, "standing, ms": times, "changes of us.sdn": asked},
        "history": history or frozen.get("history", {}),
        "editions": {f"{one.list_key} {one.date} {one.form}": asdict(one) for one in made},
    }
    print_all(made, content, frozen, wrong)
    if args.freeze:
        FROZEN.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    bad = [one for one in made if one.equal is False or not one.same]
    return 1 if bad or wrong or history.get("unlike the count") else 0


def check_all(record: Record, made: Iterable[Loaded], expected: Mapping[tuple[str, str], str]) -> list[str]:
    """Ask for every edition again now that all is loaded; those that are not what was read."""
    wrong = {
        key
        for key, sha in expected.items()
        if digest(record.ledger.edition_of(key[0], dt.date.fromisoformat(key[1]))) != sha
    }
    latest = {(one.list_key, one.date): one for one in made}
    for key, one in latest.items():
        one.same_later = key not in wrong
    return [" ".join(key) for key in sorted(wrong)]


def print_all(
    made: Iterable[Loaded],
    content: Mapping[str, object],
    frozen: Mapping[str, Mapping[str, dict[str, object]]],
    wrong: list[str],
) -> None:
    """The table, and what follows from all of it."""
    print(
        f"{'list':13s} {'date':10s} {'reader':25s} {'entries':>7s} {'counted':>7s} {'equal':>5s} {'rejects':>7s}"
        f" {'load s':>7s} {'read s':>7s} {'bare s':>7s} {'ratio':>6s} {'same':>6s} {'frozen':>7s}"
    )
    before = frozen.get("editions", {})
    for one in made:
        print(shown(one, before.get(f"{one.list_key} {one.date} {one.form}", {})))
    for key in ("record", "history"):
        print(f"{key}: {json.dumps(content[key])}")
        if key in frozen:
            print(f"{'':{len(key)}s}  frozen: {json.dumps(frozen[key])}")
    print(f"editions that the record does not give back as read, when all is loaded: {', '.join(wrong) or 'none'}")


if __name__ == "__main__":
    sys.exit(main())
