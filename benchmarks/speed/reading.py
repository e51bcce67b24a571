"""Reading: articles a second, names found in megabytes a second, memory over a long stream.

    python benchmarks/speed/reading.py [--record FILE] [--repeat 7] [--documents 200000] [--freeze]

Speeds are of one core, in CPU time of the process, so that other work on the machine counts for less; beside them
stands a bare loop of the same run, because a core that is shared runs slower too. Each is the median of the repeats
with its lowest and highest.

- Articles: those of `benchmarks/quality/reading/dev.jsonl`, as they are and put together to documents of 600 words and
  more, read in full, standings and claims included: on days asked before, and each on a day not asked before.
- Names: the same articles among nine times as many texts of ordinary prose (`benchmarks/quality/reading/prose`),
  searched for names alone (`gazetted.reading.glance.names_in`).
- Stream: short documents, made on the fly from a fixed seed, with ever new words, names and days, so that every cache
  is filled; memory is noted every tenth of the way. `--documents 0` leaves this out.

Without `--record` the built-in record is read against. `--freeze` writes the figures to frozen-reading.json under the
name of the record's file, or `builtin`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazetted.api import Record

HERE = Path(__file__).parent
FROZEN = HERE / "frozen-reading.json"
CORPUS = HERE.parent / "quality" / "reading"
EXAMPLE = HERE.parents[1] / "src/gazetted/resources/examples/hts-2024-12-09.txt"
WORDS = 600
PROSE_SHARE = 9  # texts of prose to one article
TURNS = 1_000_000
STEPS = 10

Figures = dict[str, dict[str, float]]
Dated = tuple[str, dt.date]


def cpu(action: Callable[[], object]) -> float:
    """Seconds of CPU time that an action takes."""
    start = time.process_time()
    action()
    return time.process_time() - start


def rate(action: Callable[[], object], repeat: int, amount: float) -> dict[str, float]:
    """How much is done in a second, where one go does this amount: median, lowest and highest of several goes."""
    found = sorted(amount / cpu(action) for _ in range(repeat))
    return {"median": statistics.median(found), "lowest": found[0], "highest": found[-1]}


def bare_loop() -> None:
    """What the core does in a second, whatever the program."""
    for _ in range(TURNS):
        pass


def corpus() -> tuple[list[Dated], list[str]]:
    """Articles with their days, and texts of prose."""
    lines = (CORPUS / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    held = [json.loads(line) for line in lines]
    prose = [
        text
        for path in sorted((CORPUS / "prose").glob("*.txt"))
        for text in path.read_text(encoding="utf-8").split("\n\n")
        if text.strip()
    ]
    return [(one["text"], dt.date.fromisoformat(one["date"])) for one in held], prose


def long_ones(articles: list[Dated]) -> list[Dated]:
    """The articles put together to documents of 600 words and more."""
    found: list[Dated] = []
    waiting: list[str] = []
    for text, day in articles:
        waiting.append(text)
        if sum(len(each.split()) for each in waiting) >= WORDS:
            found.append(("\n\n".join(waiting), day))
            waiting = []
    return found


def in_full(record: Record, documents: list[Dated], back: int) -> Callable[[], object]:
    """Read all documents, each as of so many days before its own."""

    def action() -> None:
        for text, day in documents:
            record.read(text, date=day - dt.timedelta(back))

    return action


def articles_read(record: Record, articles: list[Dated], repeat: int) -> Figures:
    """Articles of 600 words read in a second."""
    example = [(EXAMPLE.read_text(encoding="utf-8"), dt.date(2024, 12, 9))] * 10
    figures: Figures = {}
    for name, documents in (
        ("short articles", articles),
        ("articles put together to 600 words", long_ones(articles)),
        ("the example article", example),
    ):
        share = sum(len(text.split()) for text, _ in documents) / WORDS
        warm = in_full(record, documents, 0)
        warm()
        figures[f"{name}, read in full, articles of 600 words per s"] = rate(warm, repeat, share)
    days = itertools.count(1)
    share = sum(len(text.split()) for text, _ in articles) / WORDS
    figures["short articles, each on a day not asked before, articles of 600 words per s"] = rate(
        lambda: in_full(record, articles, next(days))(), repeat, share
    )
    return figures


def names_found(record: Record, articles: list[Dated], prose: list[str], repeat: int) -> Figures:
    """Megabytes searched for names in a second."""
    from gazetted.reading.aliases import AliasIndex
    from gazetted.reading.glance import names_in

    index = AliasIndex.build(record.ledger.names(), record.ledger.parties())
    texts = [text for text, _ in articles]
    mixed = list(itertools.islice(itertools.cycle(prose), PROSE_SHARE * len(texts))) + texts

    def search(chosen: list[str]) -> Callable[[], object]:
        return lambda: [names_in(text, index) for text in chosen]

    figures: Figures = {}
    for name, chosen in (("prose and one article in ten texts", mixed), ("articles alone", texts)):
        size = sum(len(text.encode()) for text in chosen) / 1e6
        figures[f"names found in {name}, MB per s"] = rate(search(chosen), repeat, size)
    return figures


def made_up(number: int, names: list[str]) -> Iterator[Dated]:
    """Short documents of ever new words, some of which name a party."""
    chance = random.Random(5)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "or")]

    def word(length: int) -> str:
        return "".join(chance.choices(syllables, k=length))

    for _ in range(number):
        place, person = word(3).capitalize(), f"{word(2).capitalize()} {word(3).capitalize()}"
        told = chance.choice(names) if chance.random() < 0.3 else f"the {word(2)} of {place}"
        text = (
            f"{place} looks back\n{person}, a {word(3)} from {place}, said on Tuesday that {told} had {word(2)}ed the"
            f" {word(3)} in {chance.randint(1950, 2024)}. “We {word(2)} it,” {person.split()[0]} told the {place} Post."
        )
        yield text, dt.date(2005, 1, 1) + dt.timedelta(chance.randrange(7_000))


def resident() -> float:
    """Memory of this process, MB."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def stream(record: Record, number: int) -> Figures:
    """Memory over a stream of documents, and how much it still grows in its second half."""
    names = sorted({name.text for name in record.ledger.names() if len(name.text) > 4})
    marks: list[float] = []
    step = max(1, number // STEPS)
    for place, (text, day) in enumerate(made_up(number, names), 1):
        record.read(text, date=day)
        if place % step == 0:
            marks.append(resident())
            print(f"  {place:9,d} documents {marks[-1]:8.1f} MB", file=sys.stderr)
    late = marks[len(marks) // 2 - 1 :]
    growth = (late[-1] - late[0]) / ((len(late) - 1) * step) * 10_000
    held = {"median": statistics.median(marks), "lowest": min(marks), "highest": max(marks)}
    return {
        f"memory over {number:,} documents, MB": held,
        "growth in the second half, MB per 10,000 documents": dict.fromkeys(held, growth),
    }


def measured(url: str, repeat: int, number: int) -> Figures:
    """All figures of one record."""
    import gazetted

    articles, prose = corpus()
    with gazetted.open(url) as record:
        figures = {"a bare loop (baseline), million turns per s": rate(bare_loop, repeat, TURNS / 1e6)}
        figures |= articles_read(record, articles, repeat)
        figures |= names_found(record, articles, prose, repeat)
        return figures | (stream(record, number) if number else {})


def main() -> int:
    """Measure, print beside the frozen figures, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", metavar="FILE", help="a record to read against (a copy: it may be migrated)")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--documents", type=int, default=200_000, help="length of the stream")
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    name = Path(args.record).stem if args.record else "builtin"
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(args.record or str(Path(folder) / "record.sqlite"), args.repeat, args.documents)
    frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
    before = frozen.get(name, {}).get("figures", {})
    print(f"{'':80s} {'median':>9s} {'lowest':>9s} {'highest':>9s} {'frozen':>9s}")
    for key, value in figures.items():
        was = f"{before[key]['median']:9.2f}" if key in before else " " * 9
        print(f"{key:80s} {value['median']:9.2f} {value['lowest']:9.2f} {value['highest']:9.2f} {was}")
    if args.freeze:
        machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
        kept = before | figures if not args.documents else figures
        frozen[name] = {"machine": machine, "repeat": args.repeat, "figures": kept}
        FROZEN.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
