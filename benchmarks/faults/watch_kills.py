"""`watch run` is killed (SIGKILL) at random moments: no alert may be lost, and none may stand twice under one id.

    python benchmarks/faults/watch_kills.py [--kills 200] [--seed 1]

A record of one list that is made up, and a portfolio that grows by one matching customer before each run. Each run is
killed somewhere in its life, which is measured first; then one run ends in peace. The file of alerts must hold one
alert for each customer, each under an id of its own. The exit code is 1 where it does not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import gazetted
from gazetted.watch.state import State, state_path

LIST = "id,kind,name\n1,organization,Harbour Front\n"
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return _killed(Path(name), asked.kills, random.Random(asked.seed))


def _killed(folder: Path, kills: int, chance: random.Random) -> int:
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

    grow()
    begun = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    life, cut = time.monotonic() - begun, 0
    for _ in range(kills):
        grow()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0.3 * life, 1.1 * life))
            cut += process.poll() is None
            process.send_signal(signal.SIGKILL)
    subprocess.run(command, check=True, capture_output=True)
    alerts = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    told = [alert["customer"]["customer"] for alert in alerts]
    lost, doubled = len(set(customers) - set(told)), len(told) - len({alert["id"] for alert in alerts})
    again = len(told) - len(set(told))
    print(
        json.dumps({"kills": kills, "cut": cut, "alerts": len(told), "lost": lost, "doubled": doubled, "again": again})
    )
    return 1 if lost or doubled or again else 0


if __name__ == "__main__":
    raise SystemExit(main())
