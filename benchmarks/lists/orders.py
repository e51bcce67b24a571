"""Real editions loaded in several random orders: the records must be one and the same.

    python benchmarks/lists/orders.py FOLDER [--orders 3] [--history 12] [--only PUBLISHER …] [--seed 1] [--freeze]

FOLDER is as for run.py. Every publisher's own files are loaded into a fresh record with the built-in record in it, with
some editions of the archive of OFAC's SDN list, each time in another order. Compared are the record's digest, the
parties, the standings of 200 parties taken at random on days taken at random, their histories, every edition as it is
given back, and all changes. The exit code is 1 where two orders differ.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import json
import random
import shutil
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

import gazetted
from gazetted.api import Record

FROZEN = Path(__file__).parent / "orders.json"
PUBLISHERS = (
    "un-sc",
    "uk-sanctions-list",
    "uk-ofsi",
    "eu-fsf",
    "ca-sema",
    "ca-listed-entities",
    "us-ofac-sdn",
    "us-ofac-consolidated",
)
HISTORY = Path("us-ofac-sdn") / "history"
PARTIES = 200


def folders(folder: Path, scratch: Path, publishers: Sequence[str]) -> Iterator[Path]:
    """The files of each edition, copied into a folder of their own that is called by its day."""
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        native = {Path(row["path"]) for row in csv.DictReader(stream) if row["class"] == "native"}
    groups: dict[tuple[Path, str], list[Path]] = {}
    for file in sorted(native):
        if file.parts[0] in publishers and file.parent != HISTORY:
            kind = Path(file.name.removesuffix(".gz")).suffix
            groups.setdefault((file.parent, kind), []).append(file)
    for number, ((place, _), files) in enumerate(groups.items()):
        made = scratch / str(number) / place.name
        made.mkdir(parents=True)
        for file in files:
            shutil.copy(folder / file, made)
        yield made


def snapshots(folder: Path, scratch: Path, count: int) -> Iterator[Path]:
    """Some editions of the archive, evenly spread."""
    archives = sorted((folder / HISTORY).glob("*.tar.xz"))
    if not archives or not count:
        return
    with tarfile.open(archives[0], "r|xz") as members:
        names = [member.name for member in members if member.isfile()]
    wanted = set(names[:: max(1, len(names) // count)][:count])
    with tarfile.open(archives[0], "r|xz") as members:
        for member in members:
            if member.name in wanted and (stream := members.extractfile(member)) is not None:
                made = scratch / "history" / Path(member.name).name
                made.parent.mkdir(exist_ok=True)
                made.write_bytes(stream.read())
                yield made


def load(record: Record, place: Path) -> None:
    """Load an edition; its folder's name is its day where its files state none."""
    try:
        record.load(place, force=True)
    except gazetted.UsageError:
        record.load(place, force=True, date=place.name)


def answers(record: Record, seed: int) -> dict[str, str]:
    """Digests of what the record says."""
    chance = random.Random(seed)
    ledger = record.ledger
    parties = dict(ledger.parties())
    slugs = chance.sample(sorted(parties), min(PARTIES, len(parties)))
    days = [dt.date(2014, 1, 1) + dt.timedelta(days=chance.randrange(4500)) for _ in slugs]
    states = ledger.lists(dt.date(2026, 11, 1))
    return {
        "digest": ledger.digest(),
        "parties": digest(sorted(parties.items())),
        "names": digest(sorted((n.party, n.text, n.name_type, n.lists) for n in ledger.names())),
        "standings": digest(ledger.standings(slug, day) for slug, day in zip(slugs, days, strict=True)),
        "histories": digest(ledger.history(slug) for slug in slugs),
        "changes": digest(ledger.changes(None, None)),
        "editions": digest(
            sorted(ledger.edition_of(state.info.key, dt.date.fromisoformat(one.date)).items())
            for state in states
            for one in state.editions
        ),
    }


def digest(values: Iterable[Any]) -> str:
    """SHA-256 of the JSON forms of values."""
    whole = hashlib.sha256()
    for value in values:
        whole.update(msgspec.json.encode(value, order="sorted"))
    return whole.hexdigest()


def main() -> int:
    """Load in each order, compare, print, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--orders", type=int, default=3)
    parser.add_argument("--history", type=int, default=12)
    parser.add_argument("--only", nargs="*", default=PUBLISHERS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    found: list[dict[str, str]] = []
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        places = [*folders(args.folder, scratch, args.only), *snapshots(args.folder, scratch, args.history)]
        for order in range(args.orders):
            random.Random(args.seed + order).shuffle(places)
            path = scratch / f"{order}.sqlite"
            start = time.perf_counter()
            with gazetted.open(path) as record:
                for place in places:
                    load(record, place)
                seconds.append(round(time.perf_counter() - start, 1))
                found.append(answers(record, args.seed))
            print(f"order {order}: {len(places)} editions in {seconds[-1]} s, {found[-1]['digest'][:16]}", flush=True)
            for part in scratch.glob(f"{path.name}*"):
                part.unlink()
    unlike = sorted(question for question in found[0] if len({one[question] for one in found}) > 1)
    content: dict[str, object] = {"editions": len(places), "orders": args.orders, "unlike": unlike}
    content["loading, s"] = seconds
    content["digests"] = found[0]
    print(f"answers that depend on the order: {', '.join(unlike) or 'none'}")
    if FROZEN.exists():
        print(f"frozen: {FROZEN.read_text(encoding='utf-8').strip()}")
    if args.freeze:
        FROZEN.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 1 if unlike else 0


if __name__ == "__main__":
    sys.exit(main())
