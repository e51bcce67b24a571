"""Speed of the main paths, beside a baseline measured in the same run.

    python benchmarks/speed/run.py [--repeat 7] [--freeze]

Each figure is the median of the repeats with its lowest and highest; the machine is noisy, so read the spread. What
starts a process is measured from outside, cold of imports and warm of disk. `--freeze` writes frozen.json, with which
later runs are compared.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FROZEN = HERE / "frozen.json"
EXAMPLE = "src/gazetted/resources/examples/hts-2024-12-09.txt"


def spread(measure: Callable[[], float], repeat: int) -> dict[str, float]:
    """Median, lowest and highest of several measurements."""
    found = sorted(measure() for _ in range(repeat))
    return {"median": statistics.median(found), "lowest": found[0], "highest": found[-1]}


def process(*command: str, env: Mapping[str, str]) -> Callable[[], float]:
    """Seconds that a process takes from its start to its end."""

    def measure() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True, env=dict(env))
        return time.perf_counter() - start

    return measure


def timed(action: Callable[[], Any], times: int = 1) -> Callable[[], float]:
    """Seconds that one action takes, as the mean of several."""

    def measure() -> float:
        start = time.perf_counter()
        for _ in range(times):
            action()
        return (time.perf_counter() - start) / times

    return measure


def cold(env: Mapping[str, str], repeat: int) -> dict[str, dict[str, float]]:
    """What a user waits for at the command line."""
    article = str(HERE.parents[1] / EXAMPLE)
    subprocess.run(
        [sys.executable, "-m", "gazetted", "lists", "--json"], check=True, capture_output=True, env=dict(env)
    )
    for warm_up in (("read", article), ("screen", "Hamas"), ("standing", "Hamas", "--json"), ("--help",)):
        subprocess.run([sys.executable, "-m", "gazetted", *warm_up], check=True, capture_output=True, env=dict(env))
    return {
        "python alone (baseline), s": spread(process("-c", "pass", env=env), repeat),
        "import sqlalchemy, s": spread(process("-c", "import sqlalchemy", env=env), repeat),
        "import gazetted, s": spread(process("-c", "import gazetted", env=env), repeat),
        "gazetted --help, s": spread(process("-m", "gazetted", "--help", env=env), repeat),
        "gazetted read ARTICLE, s": spread(process("-m", "gazetted", "read", article, env=env), repeat),
        "gazetted standing, s": spread(process("-m", "gazetted", "standing", "Hamas", "--json", env=env), repeat),
        "gazetted screen, s": spread(process("-m", "gazetted", "screen", "Hamas", "--json", env=env), repeat),
    }


def opening(repeat: int) -> dict[str, dict[str, float]]:
    """Opening the default record: the first time, which makes it, and later."""
    import gazetted

    with tempfile.TemporaryDirectory() as folder:
        places = iter(range(10_000))
        path = Path(folder) / "kept.sqlite"
        gazetted.open(path).close()
        return {
            "first open, s": spread(
                timed(lambda: gazetted.open(Path(folder) / f"{next(places)}.sqlite").close()), repeat
            ),
            "later open, s": spread(timed(lambda: gazetted.open(path).close(), 20), repeat),
        }


def naive(names: list[str]) -> re.Pattern[str]:
    """The baseline of reading: one pattern of all names as written, without other spellings, rules or standings."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(set(names), key=len, reverse=True))) + r")(?!\w)")


def reading(repeat: int) -> dict[str, dict[str, float]]:
    """Articles read by one process after a warm-up, whole results with standings included."""
    import gazetted

    lines = (HERE.parent / "quality" / "reading" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    words = sum(len(article["text"].split()) for article in articles)
    text = (HERE.parents[1] / EXAMPLE).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, gazetted.open(Path(folder) / "record.sqlite") as record:
        pattern = naive([name.text for name in record.ledger.names() if len(name.text) > 2])
        record.read(text, date="2024-12-09")
        days = (dt.date(2024, 12, 9) - dt.timedelta(number) for number in itertools.count())

        def all_of_them() -> None:
            for article in articles:
                record.read(article["text"], date=article["date"])

        seconds = {
            "all names by one pattern (baseline), s per article of 600 words": spread(
                timed(lambda: pattern.findall(text), 5), repeat
            ),
            "read the example article, s": spread(timed(lambda: record.read(text, date="2024-12-09"), 5), repeat),
            "standing of a party on a day not asked before, s": spread(
                timed(lambda: record.standing("Hamas", on=next(days)), 50), repeat
            ),
            "standing asked again, s": spread(timed(lambda: record.standing("Hamas", on="2024-12-09"), 50), repeat),
            "history of a party, s": spread(timed(lambda: record.history("Hamas"), 50), repeat),
            "screen one name, s": spread(timed(lambda: record.screen("Abu Mohamad al Golani"), 20), repeat),
        }
        short = spread(timed(all_of_them), repeat)
    rate = {
        key: words / 600 / short[other]
        for key, other in (("median", "median"), ("lowest", "highest"), ("highest", "lowest"))
    }
    return seconds | {"articles of 600 words read, per s": rate}


def main() -> int:
    """Measure, print beside the frozen figures, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "XDG_DATA_HOME": folder, "NO_COLOR": "1"}
        for name in ("GAZETTED_RECORD", "PYTHONDONTWRITEBYTECODE"):  # an installed program has its byte code
            env.pop(name, None)
        figures = cold(env, args.repeat) | opening(args.repeat) | reading(args.repeat)
    before = json.loads(FROZEN.read_text(encoding="utf-8"))["figures"] if FROZEN.exists() else {}
    print(f"{'':64s} {'median':>10s} {'lowest':>10s} {'highest':>10s} {'frozen':>10s}")
    for name, value in figures.items():
        frozen = f"{before[name]['median']:10.4f}" if name in before else " " * 10
        print(f"{name:64s} {value['median']:10.4f} {value['lowest']:10.4f} {value['highest']:10.4f} {frozen}")
    if args.freeze:
        machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
        content = {"machine": machine, "repeat": args.repeat, "figures": figures}
        FROZEN.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
