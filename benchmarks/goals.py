"""Every goal of the project beside the figure that was measured: held, not held, or not measured.

    python benchmarks/goals.py [--measure --record FILE] [--markdown]

Goals are data in `goals.toml`: what is asked, the command that measures it, and where its frozen result holds the
figure. The table is read from the frozen results. `--measure` runs every command first, one after another, which takes
about an hour; a command that needs files beside the project (`../shared`) or a package of its own says so and its
figure stays as frozen.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

HERE = Path(__file__).parent
ALL_LISTS = "all-lists.sqlite"
"""What stands in a command for a record with every publisher's files loaded."""

State = Literal["held", "NOT HELD", "not measured"]


class Goal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing asked.

    Attributes:
        area: record, matching, reading, service, scale.
        asks: the goal in words.
        unit: of the figure; empty for a share or a count.
        command: what measures it, from the root of the project.
        result: the frozen result, from this folder.
        at: the way through the result to the figure.
        least, most: the bound; exactly one is given.
        aim: a further figure aimed at beyond the bound.
    """

    area: str
    asks: str
    command: str
    result: str
    at: tuple[str | int, ...]
    unit: str = ""
    least: float | None = None
    most: float | None = None
    aim: float | None = None

    @property
    def bound(self) -> str:
        """The bound as it is written in the table."""
        sign, value = ("≥", self.least) if self.least is not None else ("≤", self.most)
        aim = f", aim {self.aim:g}" if self.aim is not None else ""
        return f"{sign} {value:g}{_spaced(self.unit)}{aim}"

    def state(self, figure: float | None) -> State:
        """Whether a figure holds the goal."""
        if figure is None:
            return "not measured"
        if self.least is not None:
            return "held" if figure >= self.least else "NOT HELD"
        return "held" if self.most is not None and figure <= self.most else "NOT HELD"


def goals(path: Path = HERE / "goals.toml") -> tuple[Goal, ...]:
    """All goals, in their order.

    Raises:
        ValueError: a goal has no bound, or two.
    """
    found = msgspec.convert(tomllib.loads(path.read_text("utf-8"))["goal"], tuple[Goal, ...])
    for goal in found:
        if (goal.least is None) == (goal.most is None):
            raise ValueError(f"{goal.asks!r}: give either the least or the most.")
    return found


def figure(goal: Goal, root: Path = HERE) -> float | None:
    """The frozen figure of a goal, or None where there is none; a list counts by its length."""
    path = root / goal.result
    if not path.exists():
        return None
    found: object = json.loads(path.read_text("utf-8"))
    for step in goal.at:
        if isinstance(found, dict) and isinstance(step, str):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    if isinstance(found, list):
        return float(len(found))
    return float(found) if isinstance(found, int | float) else None


def table(rows: Sequence[tuple[Goal, float | None]], *, markdown: bool) -> str:
    """The goals as lines of a table."""
    cells = [("area", "goal", "asked", "figure", "")]
    cells += [
        (
            goal.area,
            goal.asks,
            goal.bound,
            "–" if value is None else f"{value:.4g}{_spaced(goal.unit)}",
            goal.state(value),
        )
        for goal, value in rows
    ]
    if markdown:
        head, *body = ["| " + " | ".join(row) + " |" for row in cells]
        return "\n".join([head, "|---|---|---|---|---|", *body])
    widths = [max(len(row[at]) for row in cells) for at in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    )


def measure(found: Sequence[Goal], record: Path) -> None:
    """Run the command of every goal once, with its result frozen; the record is one with every list loaded."""
    for command in dict.fromkeys(goal.command for goal in found):
        print(f"== {command}", flush=True)
        words = [str(record) if word == ALL_LISTS else word for word in shlex.split(command)]
        done = subprocess.run([sys.executable, *words[1:], "--freeze"], cwd=HERE.parent, check=False)
        if done.returncode:
            print(f"   ended with {done.returncode}: its figures stay as they were frozen")


def _spaced(unit: str) -> str:
    return f" {unit}" if unit else ""


def main() -> int:
    """Print the table; the exit code is 1 when a goal is not held."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--measure", action="store_true", help="run every command first")
    parser.add_argument("--record", type=Path, default=Path(ALL_LISTS), help="a record with every list loaded")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    asked = parser.parse_args()
    found = goals()
    if asked.measure:
        measure(found, asked.record)
    rows = [(goal, figure(goal)) for goal in found]
    print(table(rows, markdown=asked.markdown))
    states = [goal.state(value) for goal, value in rows]
    print("\n" + ", ".join(f"{states.count(state)} {state}" for state in ("held", "NOT HELD", "not measured")))
    return int("NOT HELD" in states)


if __name__ == "__main__":
    sys.exit(main())
