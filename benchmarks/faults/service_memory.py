"""Memory of the service while it is asked for half an hour: does it grow?

    python benchmarks/faults/service_memory.py --record FILE [--minutes 30] [--rate 5] [--fill 180] [--freeze]

`gazetted serve` answers over a copy of the record, at a quiet rate: names (one and a hundred at once, never the same
again), searches, standings, histories and dossiers of parties taken at random, articles of new words, pages, and
requests that are refused. Once a minute the memory of all its processes is taken from the system (what they have for
themselves, `Pss`, and the greatest `VmRSS`). What is kept for speed is bounded, and is filled before with names and
articles of new words as fast as they are answered (`--fill`, seconds). Counted as growth: the median of the last third
against that of the first. The exit code is 1 where an answer was none that is due,
or memory grew by over 5 %.
"""

from __future__ import annotations

import argparse
import http.client
import json
import platform
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1] / "speed"))
load: Any = import_module("service")  # benchmarks/speed/service.py

FROZEN = Path(__file__).parent / "frozen-memory.json"
JSON = {"Content-Type": "application/json"}
Request = tuple[str, str, str, int]
"""Method, path, body, status that is due."""


def word(chance: random.Random) -> str:
    """A word that was seldom met before."""
    return "".join(
        chance.choice("bdfghjklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 4))
    ).title()


def fill(port: int, seconds: float, chance: random.Random) -> int:
    """Ask for names and articles of new words, as fast as they are answered; how often."""
    asked, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)  # a new one may go to another process
        for _ in range(20):
            names = [f"{word(chance)} {word(chance)} {word(chance)}" for _ in range(100)]
            queries = {str(n): {"schema": "LegalEntity", "properties": {"name": [one]}} for n, one in enumerate(names)}
            text = ". ".join(f"Minister {one} met {other}" for one, other in zip(names[::2], names[1::2], strict=True))
            for path, body in (("/match/default", {"queries": queries}), ("/v1/read", {"text": text})):
                connection.request("POST", path, json.dumps(body), JSON)
                connection.getresponse().read()
                asked += 1
        connection.close()
    return asked


def requests(record: str, chance: random.Random) -> Iterator[Request]:
    """Requests without end, of all kinds."""
    from gazetted.record.opening import open_ledger

    ledger = open_ledger(record)
    listed = [name.text for name in ledger.names() if len(name.text) < 60]
    parties = sorted(ledger.parties())
    ledger.close()

    def name() -> str:
        text = chance.choice(listed)
        at = chance.randrange(len(text))
        made = f"{word(chance)} {chance.choice(load.LAST)} {word(chance)}"
        return made if chance.random() < 0.7 else text[:at] + chance.choice("aeiou") + text[at + 1 :]

    def match(count: int) -> str:
        queries = {f"q{n}": {"schema": "LegalEntity", "properties": {"name": [name()]}} for n in range(count)}
        return json.dumps({"queries": queries})

    def article() -> str:
        said = [f"{name()} met {name()} on Monday, the minister said." for _ in range(12)]
        return json.dumps({"text": " ".join(said), "date": "2024-12-09"})

    while True:
        party = quote(chance.choice(parties))
        yield from (
            ("POST", "/match/default", match(1), 200),
            ("GET", f"/v1/standing?party={party}&on=2024-12-09", "", 200),
            ("GET", f"/search/default?q={quote(name())}", "", 200),
            ("GET", f"/v1/history?party={party}", "", 200),
            ("POST", "/v1/read", article(), 200),
            ("GET", f"/?q={quote(name())}", "", 200),
            ("GET", f"/parties/{party}?on=2020-01-01", "", 200),
            ("GET", f"/v1/standing?party=Qzxv{chance.randrange(10**9)}", "", 404),
            ("POST", "/match/default", match(100) if chance.random() < 0.2 else match(1), 200),
            ("POST", "/match/default", "{", 400),
            ("GET", "/metrics", "", 200),
        )


def family(root: int) -> list[int]:
    """A process and those it started."""
    parents = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(file.parent.name)] = int(file.read_text("utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {root}
    while more := {process for process, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def memory(root: int) -> dict[str, float]:
    """MB that all processes have for themselves, and the most that one has."""
    own, most = 0, 0
    for process in family(root):
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
            status = Path(f"/proc/{process}/status").read_text("utf-8")
        except OSError:
            continue
        own += sum(map(int, re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)))
        most = max(most, *map(int, re.findall(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)), 0)
    return {"pss_mb": own / 1024, "most_mb": most / 1024}


def run(record: str, minutes: float, rate: float, workers: int, seconds: float) -> dict[str, object]:
    """Ask, and look at the memory."""
    chance, answers, wrong = random.Random(5), Counter[str](), Counter[str]()
    taken: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as scratch:
        copy = str(shutil.copy(record, scratch))
        with load.service(copy, workers, Path(scratch)) as (process, port):
            filled = fill(port, seconds, chance)
            begun = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            for number, (method, path, body, due) in enumerate(requests(copy, chance)):
                if number % 50 == 49:  # another process may take the next connection
                    connection.close()
                try:
                    connection.request(method, path, body or None, JSON if body else {})
                    answer = connection.getresponse()
                    answer.read()
                    status = answer.status
                except OSError as error:
                    connection.close()
                    status = -1
                    print(type(error).__name__, path[:80], flush=True)
                route = f"{method} {re.sub('[?].*', '', path).rsplit('/', path.count('/') - 1)[0]}"
                answers[f"{route} {status}"] += 1
                if status != due:
                    wrong[f"{route} {status} where {due} is due"] += 1
                now = time.monotonic() - begun
                if now >= 60 * (len(taken) + 1):
                    taken.append({"minute": round(now / 60, 1), **memory(process)})
                    print({key: round(value, 1) for key, value in taken[-1].items()}, flush=True)
                if now >= 60 * minutes:
                    break
                time.sleep(max(0.0, (number + 1) / rate - now))
    third = len(taken) // 3
    first, last = ([row["pss_mb"] for row in rows] for rows in (taken[:third], taken[-third:]))
    grown = statistics.median(last) / statistics.median(first) - 1 if third else 0.0
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    return {
        "machine": machine, "minutes": minutes, "workers": workers, "filled": filled, "requests": sum(answers.values()),
        "answers": dict(sorted(answers.items())), "wrong": dict(wrong), "grown": grown, "memory": taken,
    }  # fmt: skip


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--fill", type=float, default=180)
    parser.add_argument("--freeze", action="store_true")
    given = parser.parse_args()
    found = run(given.record, given.minutes, given.rate, given.workers, given.fill)
    print(json.dumps({key: value for key, value in found.items() if key != "memory"}, indent=1))
    if given.freeze:
        FROZEN.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    if found["wrong"] or float(str(found["grown"])) > 0.05:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
