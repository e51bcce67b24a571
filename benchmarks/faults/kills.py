"""A process that loads an edition is killed (SIGKILL) at random moments: the record must be the old or the new one.

    python benchmarks/faults/kills.py [--kills 50] [--entries 15000] [--seed 1] [--postgres URL] [--freeze]

A record holds one edition of OFAC's list, made up; the process loads the next. Three kills of ten fall anywhere in the
life of the process, the others in its writing, of them every third in the last fifth of it. After each kill: the record
opens, its digest is that of the old or of the new state, SQLite finds the file whole, no row points nowhere, the
derived tables (presence, names) are what they are when made again, and loading once more gives the new state.

`--postgres` takes the address of a server on which databases may be made. The exit code is 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetted.record.editions import runs_of, unpack
from gazetted.record.ledger import Ledger
from gazetted.record.naming import settle_names
from gazetted.record.opening import open_ledger
from gazetted.record.readings import counting
from gazetted.record.store import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

FROZEN = Path(__file__).parent / "frozen.json"
LIST = "us.sdn"
DAYS = ("2025-01-15", "2025-02-15")

LOADER = """
import sys
from gazetted.record.store import Store
writing = Store.writing
def marked(store):
    print("writing", flush=True)
    return writing(store)
Store.writing = marked
from gazetted.cli.run import run
sys.exit(run(sys.argv[1:]))
"""
"""The command itself, which says when it begins to write."""

Names = ("Harbour", "Quay", "Mole", "Pier", "Marlow", "Orso", "Tarn", "Vell", "Ister", "Cobalt", "Heron", "Anchor")


@dataclass(frozen=True)
class Kill:
    """What one kill left.

    Attributes:
        phase: `anywhere`, `writing` or `end`.
        after: seconds from the process's start, or from the beginning of its writing, to the kill.
        state: `old`, `new`, or what is wrong.
        done: whether the process had ended by itself before.
        faults: what is wrong, in words.
    """

    phase: str
    after: float
    state: str
    done: bool
    faults: tuple[str, ...] = ()


class Place:
    """Where records are made, each a copy of the one with the first edition."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self.folder, self.server, self.number = folder, server, 0

    def base(self) -> str:
        """The record that the others are copies of."""
        if self.server is None:
            return str(self.folder / "base.sqlite")
        with contextlib.suppress(Exception):
            self.run("CREATE DATABASE kills_base")
        return self.url("kills_base")

    def copy(self) -> str:
        """A new copy."""
        self.number += 1
        if self.server is None:
            return str(shutil.copy(self.folder / "base.sqlite", self.folder / f"{self.number}.sqlite"))
        self.run(f"CREATE DATABASE kills_{self.number} TEMPLATE kills_base")
        return self.url(f"kills_{self.number}")

    def drop(self) -> None:
        """Remove what was made last."""
        if self.server is None:
            for path in self.folder.glob(f"{self.number}.sqlite*"):
                path.unlink()
        else:
            self.run(f"DROP DATABASE IF EXISTS kills_{self.number} WITH (FORCE)")

    def close(self) -> None:
        """Remove the base as well."""
        if self.server is not None:
            self.run("DROP DATABASE IF EXISTS kills_base WITH (FORCE)")

    def url(self, name: str) -> str:
        return str(self.server).replace("/postgres?", f"/{name}?")

    def run(self, command: str) -> None:
        import psycopg

        with psycopg.connect(str(self.server), autocommit=True) as connection:
            connection.execute(command.encode())


def write_editions(folder: Path, entries: int, seed: int) -> tuple[Path, Path]:
    """Two editions in OFAC's legacy CSV: of each 100 entries one goes, two come, three change."""
    chance = random.Random(seed)

    def row(number: int, version: int) -> str:
        words = " ".join(chance.choices(Names, k=3))
        kind = chance.choice(("individual", "-0- ", "-0- "))
        kind = f'"{kind}"' if kind == "individual" else kind
        aliases = "; ".join(f"a.k.a. '{' '.join(chance.choices(Names, k=2))} {number}'" for _ in range(2))
        nothing = ",-0- " * 7
        return f'{number},"{words.upper()} {number} V{version}",{kind},"SDGT"{nothing},"DOB 1 Jan 1970; {aliases}."'

    first = {number: row(number, 1) for number in range(1000, 1000 + entries)}
    second = dict(first)
    for number in chance.sample(sorted(first), entries // 100):
        del second[number]
    for number in chance.sample(sorted(second), 3 * entries // 100):
        second[number] = row(number, 2)
    second |= {number: row(number, 1) for number in range(1000 + entries, 1000 + entries + entries // 50)}
    made = []
    for name, rows in zip(("first", "second"), (first, second), strict=True):
        path = folder / name / "sdn.csv"
        path.parent.mkdir()
        path.write_text("\r\n".join(rows[number] for number in sorted(rows)) + "\r\n\x1a", encoding="utf-8")
        made.append(path)
    return made[0], made[1]


def command(record: str, path: Path, day: str) -> list[str]:
    """The call that loads an edition."""
    return [sys.executable, "-c", LOADER, "load", str(path), "--date", day, "--force", "--record", record]


def timed(record: str, path: Path, day: str) -> tuple[float, float]:
    """Seconds to the beginning of the writing, and of the writing, of a load that nobody kills."""
    start = time.perf_counter()
    with subprocess.Popen(command(record, path, day), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        wait_for_writing(process)
        begun = time.perf_counter() - start
        process.communicate()
        if process.returncode:
            raise SystemExit(f"The load ended with {process.returncode}.")
    return begun, time.perf_counter() - start - begun


def wait_for_writing(process: subprocess.Popen[bytes]) -> None:
    """Until the process says that it writes, or ends."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == b"writing":
            return


def killed(record: str, path: Path, *, phase: str, after: float) -> bool:
    """Start a load and kill it; whether it had ended by itself before."""
    call = command(record, path, DAYS[1])
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        if phase != "anywhere":
            wait_for_writing(process)
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return False
    return True


def faults_of(ledger: Ledger, store: Store) -> list[str]:
    """What is wrong with a record: damage, rows that point nowhere, derived tables that are not as made anew."""
    found = []
    if store.path is not None:
        if store.rows("PRAGMA integrity_check") != [("ok",)]:
            found.append("the file is not whole")
        if store.rows("PRAGMA foreign_key_check"):
            found.append("a row points nowhere")
    if presence(store) != presence_anew(store):
        found.append("presence is not what it is when made again")
    if names_settled(store) != (0, 0):
        found.append("the names are not what they are when made again")
    if store.rows("SELECT count(*) FROM loads WHERE record_digest = ''") != [(0,)]:
        found.append("a load has no digest")
    states = ledger.lists(ledger.newest_moment().date())
    return found + [f"an edition of {s.info.key} is empty" for s in states for e in s.editions if not e.entries]


def presence(store: Store) -> list[tuple[Any, ...]]:
    """The stretches, in order."""
    return sorted(store.rows("SELECT list_key, entry, listing_id, first_date, last_date FROM presence"))


def presence_anew(store: Store) -> list[tuple[Any, ...]]:
    """The stretches as they follow from the editions."""
    entries = {row[0]: (row[1], row[2]) for row in store.rows("SELECT id, list_key, entry FROM listing")}
    members: dict[str, dict[str, frozenset[int]]] = {}
    told = store.rows("SELECT list_key, date, sha256, aspects, entries, members FROM edition ORDER BY load_id")
    for (list_key, date), row in counting(told).items():
        members.setdefault(list_key, {})[date] = frozenset(unpack(row[5]))
    made = []
    for editions in members.values():
        dates = sorted(editions)
        for number, stretches in runs_of(dates, [editions[date] for date in dates]).items():
            made += [(*entries[number], number, first, last) for first, last in stretches]
    return sorted(made)


def names_settled(store: Store) -> tuple[int, int]:
    """How many names making them again would add and withdraw; nothing is kept of it."""
    from sqlalchemy import text

    class UndoError(Exception):
        pass

    def counted(connection: Connection, what: str) -> int:
        return int(connection.execute(text(f"SELECT {what}")).scalar() or 0)

    tables = ("(SELECT count(*) FROM name)", "(SELECT count(*) FROM name_gone)")
    added = gone = 0
    with contextlib.suppress(UndoError), store.writing() as connection:
        before = [counted(connection, table) for table in tables]
        settle_names(connection, counted(connection, "max(id) FROM loads"))
        added, gone = (counted(connection, table) - held for table, held in zip(tables, before, strict=True))
        raise UndoError
    return added, gone


def state_of(record: str, digests: tuple[str, str]) -> tuple[str, list[str]]:
    """`old`, `new` or what else a record is, and what is wrong with it."""
    try:
        ledger = open_ledger(record, builtin=False)
    except Exception as error:
        return "does not open", [str(error)]
    try:
        digest = ledger.digest()
        state = "old" if digest == digests[0] else "new" if digest == digests[1] else "neither old nor new"
        return state, faults_of(ledger, ledger._store)
    finally:
        ledger.close()


def moments(kills: int, begun: float, writing: float, chance: random.Random) -> Iterator[tuple[str, float]]:
    """Phase and seconds of each kill."""
    for at in range(kills):
        if at % 10 in (0, 4, 7):
            yield "anywhere", chance.uniform(0, begun + writing)
        elif at % 3 == 0:
            yield "end", chance.uniform(0.8 * writing, 1.02 * writing)
        else:
            yield "writing", chance.uniform(0, writing)


def run(kills: int, entries: int, seed: int, server: str | None, again: int = 1) -> tuple[list[Kill], dict[str, float]]:
    """Kill so many loads, each of a fresh copy; the seconds of a load that nobody kills.

    After one of `again` kills the edition is loaded once more.
    """
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        first, second = write_editions(folder, entries, seed)
        place = Place(folder, server)
        try:
            open_ledger(place.base(), builtin=False).close()
            timed(place.base(), first, DAYS[0])
            whole = place.copy()
            begun, writing = timed(whole, second, DAYS[1])
            digests = (digest_of(place.base()), digest_of(whole))
            place.drop()
            made = [
                one_kill(place, second, phase, after, digests, again=at % again == 0)
                for at, (phase, after) in enumerate(moments(kills, begun, writing, chance))
            ]
        finally:
            place.drop()
            place.close()
    return made, {"before writing, s": round(begun, 3), "writing, s": round(writing, 3)}


def one_kill(place: Place, path: Path, phase: str, after: float, digests: tuple[str, str], *, again: bool) -> Kill:
    """Kill a load of a fresh copy, look at what is left, and load once more where asked."""
    record = place.copy()
    done = killed(record, path, phase=phase, after=after)
    state, faults = state_of(record, digests)
    if again and state in ("old", "new"):
        subprocess.run(command(record, path, DAYS[1]), check=False, capture_output=True)
        then, more = state_of(record, digests)
        faults += more + ([] if then == "new" else [f"loaded once more it is {then}"])
    place.drop()
    return Kill(phase, round(after, 3), state, done, tuple(faults))


def digest_of(record: str) -> str:
    """The digest of a record."""
    ledger = open_ledger(record, builtin=False)
    try:
        return ledger.digest()
    finally:
        ledger.close()


def main() -> int:
    """Kill, print, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--entries", type=int, default=15_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", help="address of a server: postgresql://user@/postgres?host=…")
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    made, seconds = run(args.kills, args.entries, args.seed, args.postgres)
    store = "postgres" if args.postgres else "sqlite"
    bad = [one for one in made if one.faults or one.state not in ("old", "new")]
    content = {
        "kills": len(made),
        "entries": args.entries,
        "left the old state": sum(one.state == "old" for one in made),
        "left the new state": sum(one.state == "new" for one in made),
        "had ended before the kill": sum(one.done for one in made),
        "wrong": [asdict(one) for one in bad],
        **seconds,
        "machine": {"python": platform.python_version(), "machine": platform.machine()},
        "moments": [[one.phase, one.after, one.state] for one in made],
    }
    frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
    print(json.dumps({store: {key: value for key, value in content.items() if key != "moments"}}, indent=1))
    if store in frozen:
        print("frozen:", json.dumps({key: value for key, value in frozen[store].items() if key != "moments"}))
    if args.freeze:
        FROZEN.write_text(json.dumps({**frozen, store: content}) + "\n", encoding="utf-8")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
