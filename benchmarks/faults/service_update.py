"""A service is asked without pause while other processes load edition after edition: no request may fail.

    python benchmarks/faults/service_update.py [--seconds 60] [--workers 2] [--postgres URL] [--freeze]

The built-in record and a list that is made up. `gazetted serve` answers with several processes; threads ask it over
connections that stay open, for names (one and many), for a party's history and for what changed. Meanwhile `gazetted
load` tells the same record one edition after the other, each with one entry more, from a process of its own. Counted:
answers that are no 200, answers to one question about one state of the record that differ, and how long after each load
every process of the service finds the new entry. The exit code is 1 where an answer failed or differed, or an entry was
not found.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FROZEN = Path(__file__).parent / "frozen-service.json"
PROGRAM = [sys.executable, "-m", "gazetted"]
FIRST = ("Harbour", "Cobalt", "Juniper", "Obsidian", "Thistle", "Gondola", "Quarry", "Marigold", "Zephyr", "Pelican")
SECOND = ("Lantern", "Meridian", "Saffron", "Falconer", "Birchwood", "Tundra", "Velvet", "Compass", "Anchor", "Mill")


def newcomer(number: int) -> str:
    """The name that the edition of a number brings."""
    return f"{FIRST[number % 10]} {SECOND[number // 10 % 10]} {SECOND[number % 7]} Newcomer"


def write_edition(folder: Path, number: int) -> Path:
    """A list of so many entries, and one that is always there."""
    rows = [f"{at},organization,{newcomer(at)}" for at in range(1, number + 1)]
    path = folder / f"edition-{number}.csv"
    path.write_text("\n".join(["id,kind,name", "9999,organization,Always There Trading", *rows]), encoding="utf-8")
    return path


def load(record: str, folder: Path, number: int, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Tell a record the edition of a number, from another process."""
    day = f"2026-{1 + number // 28:02d}-{1 + number % 28:02d}"
    command = [*PROGRAM, "load", str(write_edition(folder, number)), "--source", "own", "--date", day, "--force"]
    return subprocess.run([*command, "--record", record], env=environment, capture_output=True, text=True, check=False)


@dataclass
class Service:
    """A running service."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, path: str, connection: http.client.HTTPConnection | None = None) -> tuple[int, Any]:
        """Status and JSON of an answer; a body is posted where the path holds one behind a blank."""
        held = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            address, _, body = path.partition(" ")
            headers = {"content-type": "application/json"} if body else {}
            held.request("POST" if body else "GET", address, body or None, headers)
            answer = held.getresponse()
            data = answer.read()
            return answer.status, json.loads(data or b"null")
        finally:
            if connection is None:
                held.close()

    def wait_ready(self, seconds: float = 120.0) -> list[int]:
        """Wait until every process can answer; the statuses of `/readyz` until then."""
        seen: list[int] = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise SystemExit(self.log.read_text("utf-8"))
            with contextlib.suppress(OSError):
                seen.append(self.ask("/readyz")[0])
                if seen[-1] == 200:
                    return seen
            time.sleep(0.05)
        raise SystemExit(f"The service did not get ready: {self.log.read_text('utf-8')[-2000:]}")

    def everywhere(self, path: str, good: Any, seconds: float = 60.0) -> float | None:
        """Seconds until every process of the service gives a good answer; None where one never does."""
        begun, wanted = time.monotonic(), set(children(self.process.pid))
        while time.monotonic() < begun + seconds:
            there: set[int] = set()
            held = [http.client.HTTPConnection("127.0.0.1", self.port, timeout=60) for _ in range(8)]
            for connection in held:
                status, answer = self.ask(path, connection)
                if status == 200 and good(answer):
                    there |= owner(connection, wanted)
            for connection in held:
                connection.close()
            if there >= wanted:
                return time.monotonic() - begun
            time.sleep(0.1)
        return None


def children(process: int) -> list[int]:
    """The processes that a process has started and that listen or answer (Linux)."""
    started = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return [int(one) for one in started if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def owner(connection: http.client.HTTPConnection, processes: set[int]) -> set[int]:
    """Which of some processes has the other end of a connection on this machine (Linux)."""
    mine = connection.sock.getsockname()[1]
    rows = [row.split() for row in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    inodes = {f"socket:[{row[9]}]" for row in rows if int(row[2].split(":")[1], 16) == mine}
    found = set()
    for process in processes:
        for file in Path(f"/proc/{process}/fd").glob("*"):
            with contextlib.suppress(OSError):
                if os.readlink(file) in inodes:
                    found.add(process)
    return found


@contextlib.contextmanager
def served(record: str, folder: Path, workers: int, environment: dict[str, str]) -> Iterator[Service]:
    """A service over a record, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "service.log"
    command = [*PROGRAM, "serve", "--port", str(port), "--workers", str(workers), "--rate", "0", "--audit", "off"]
    with log.open("wb") as file:
        process = subprocess.Popen([*command, "--record", record], env=environment, stdout=file, stderr=file)
    try:
        yield Service(process, port, log)
    finally:
        process.terminate()
        process.wait(timeout=60)


@dataclass
class Asked:
    """What came of asking.

    Attributes:
        statuses: how often which; 0: no answer at all.
        said: the answers that are no 200, by status and sentence.
        answers: for each question and digest of the record, the different answers.
        seconds: of each answer.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    answers: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    @property
    def differing(self) -> int:
        """Questions about one state of the record that got different answers."""
        return sum(len(found) > 1 for found in self.answers.values())


def questions() -> list[str]:
    """What is asked, in turn."""
    many = {"queries": {f"q{at}": {"schema": "Company", "properties": {"name": [newcomer(at)]}} for at in range(1, 6)}}
    return [
        "/v1/screen?on=2026-11-01&name=Always+There+Trading",
        f"/v1/screen?on=2026-11-01&name={newcomer(1).replace(' ', '+')}",
        "/v1/screen?on=2024-12-09&name=Bashar+al-Assad",
        f"/match/default {json.dumps(many)}",
        "/v1/history?party=own:own:1",
        "/v1/changes?list=own.own&since=2026-01-01&until=2026-11-01",
        "/v1/standing?party=HTS&on=2024-12-09",
    ]


@contextlib.contextmanager
def asking(service: Service, *, threads: int = 4, pause: float = 0.0) -> Iterator[Asked]:
    """Ask without pause until the end of the block."""
    asked, over, lock = Asked(), threading.Event(), threading.Lock()

    def ask(first: int) -> None:
        rows = questions()
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
        at = first
        while not over.is_set():
            path, begun = rows[at % len(rows)], time.monotonic()
            try:
                status, answer = service.ask(path, connection)
            except (OSError, http.client.HTTPException, ValueError) as error:
                status, answer = 0, {"detail": repr(error)}
                connection.close()
            took = time.monotonic() - begun
            with lock:
                asked.statuses[status] += 1
                asked.seconds.append(took)
                if status != 200:
                    asked.said[f"{status} {answer.get('detail')}"] += 1
                elif digest := (answer.get("record") or {}).get("digest"):
                    asked.answers.setdefault((path, digest), set()).add(_content(answer))
            at += 1
            over.wait(pause)
        connection.close()

    running = [threading.Thread(target=ask, args=(at,)) for at in range(threads)]
    for thread in running:
        thread.start()
    try:
        yield asked
    finally:
        over.set()
        for thread in running:
            thread.join()


def _content(answer: Any) -> str:
    """An answer without what is of its moment: receipts, and how stale a list is today."""
    kept = {key: value for key, value in answer.items() if key not in ("record", "receipt")}
    for one in kept.get("screenings", ()):
        one.pop("receipt", None)
    return json.dumps(kept, sort_keys=True)


def found(answer: Any, number: int) -> bool:
    """Whether a screening found the newcomer of a number."""
    return any(match["party"] == f"own:own:{number}" for match in answer["screenings"][0]["matches"])


def run(
    record: str, folder: Path, seconds: float, workers: int, environment: dict[str, str], most: int = 10_000,
    **how: Any,
) -> dict[str, Any]:  # fmt: skip
    """Serve, ask and tell for so long, at most so many editions; what came of it."""
    load(record, folder, 1, environment)
    delays: list[float | None] = []
    with served(record, folder, workers, environment) as service:
        ready = service.wait_ready()
        with asking(service, **how) as asked:
            begun, number = time.monotonic(), 1
            while number <= most and (time.monotonic() < begun + seconds or not delays):
                number += 1
                done = load(record, folder, number, environment)
                if done.returncode:
                    raise SystemExit(done.stderr)
                path = f"/v1/screen?on=2026-11-01&name={newcomer(number).replace(' ', '+')}"
                delays.append(service.everywhere(path, lambda answer, number=number: found(answer, number)))
        processes = len(children(service.process.pid))
    seen = [delay for delay in delays if delay is not None]
    return {
        "processes": processes, "requests": sum(asked.statuses.values()), "failed": dict(asked.said),
        "differing answers": asked.differing, "editions told": len(delays), "not found by all": len(delays) - len(seen),
        "found by all after, s (median)": round(statistics.median(seen), 2) if seen else None,
        "found by all after, s (most)": round(max(seen), 2) if seen else None,
        "answer, ms (median)": round(1000 * statistics.median(asked.seconds), 1),
        "answer, ms (p99)": round(1000 * sorted(asked.seconds)[int(0.99 * len(asked.seconds))], 1),
        "was not ready at first": 503 in ready,
    }  # fmt: skip


def environment_in(folder: Path) -> dict[str, str]:
    """The environment of processes that leave nothing outside a folder."""
    return {**os.environ, "XDG_DATA_HOME": str(folder / "data"), "GAZETTED_CACHE": str(folder / "cache")}


def main() -> int:
    """Serve, tell, ask, print, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgres", help="an empty database: postgresql://user@/database?host=…")
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record = args.postgres or str(folder / "record.sqlite")
        made = run(record, folder, args.seconds, args.workers, environment_in(folder))
    store = "postgres" if args.postgres else "sqlite"
    print(json.dumps({store: made}, indent=1))
    if args.freeze:
        frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
        machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
        told = {"seconds": args.seconds, **made, "machine": machine}
        FROZEN.write_text(json.dumps({**frozen, store: told}, indent=1) + "\n", encoding="utf-8")
    return 1 if made["failed"] or made["differing answers"] or made["not found by all"] else 0


if __name__ == "__main__":
    sys.exit(main())
