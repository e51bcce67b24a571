"""`watch run` is killed (SIGKILL) at random moments: no alert may be lost, and none may stand twice under one id.

    python benchmarks/faults/watch_kills.py [--kills 200] [--seed 1] [--freeze]

A record of one list that is made up, and a portfolio that grows by one matching customer before each run. How long a
run lives is measured first. Each run is then killed somewhere in its life: every other one anywhere, the rest in the
part in which the portfolio is screened and written. Then one run ends in peace. The file of alerts must hold one alert
for each customer, each under an id of its own, and nothing half-written may be left. The exit code is 1 where that is
not so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import gazetted
from gazetted.watch.state import State, state_path

FROZEN = Path(__file__).parent / "frozen-watch.json"
LIST = "id,kind,name\n1,organization,Harbour Front\n"
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
_WORK = 0.5
"""From this part of a run's life on it is at work; before, the program starts."""


def main() -> int:
    """Kill, count, print, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--freeze", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = killed(Path(name), asked.kills, random.Random(asked.seed))
    print(json.dumps(found))
    if asked.freeze:
        machine = {"python": platform.python_version(), "machine": platform.machine()}
        FROZEN.write_text(json.dumps({**found, "machine": machine}, indent=1) + "\n", encoding="utf-8")
    return 1 if found["lost"] or found["doubled"] or found["again"] or found["left over"] else 0


def killed(folder: Path, kills: int, chance: random.Random) -> dict[str, Any]:
    """Runs that are killed, and what came of them."""
    place, file, out = folder / "record.sqlite", folder / "customers.csv", folder / "alerts.jsonl"
    (folder / "own.csv").write_text(LIST, encoding="utf-8")
    with gazetted.open(place, builtin=False, clock=lambda: NOON) as record:
        record.load(folder / "own.csv", date="2026-01-01")
    with closing(State(state_path(str(place)))) as state:
        state.add("portfolio", str(file))
    command = [sys.executable, "-m", "gazetted", "watch", "run", "--on", "2026-03-01"]
    command += ["--jsonl", str(out), "--record", str(place)]
    customers: list[str] = []

    def grow() -> None:
        customers.append(f"c{len(customers)}")
        rows = [f"{customer},Harbor Front" for customer in customers]
        file.write_text("\n".join(["id,name", *rows]), encoding="utf-8")

    lives = []
    for _ in range(3):
        grow()
        begun = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
        lives.append(time.monotonic() - begun)
    life, cut, wrote = sorted(lives)[1], 0, 0
    for number in range(kills):
        grow()
        before = _lines(out)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(_WORK * life if number % 2 else 0.0, 1.1 * life))
            cut += process.poll() is None
            process.send_signal(signal.SIGKILL)
        wrote += _lines(out) > before
    subprocess.run(command, check=True, capture_output=True)
    alerts = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    told = [alert["customer"]["customer"] for alert in alerts]
    return {
        "kills": kills, "in the middle of a run": cut, "runs that had written alerts": wrote, "alerts": len(told),
        "lost": len(set(customers) - set(told)), "doubled": len(told) - len({alert["id"] for alert in alerts}),
        "again": len(told) - len(set(told)), "left over": len(list(folder.glob(".*"))),
        "life of a run, s": round(life, 2),
    }  # fmt: skip


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


if __name__ == "__main__":
    raise SystemExit(main())
