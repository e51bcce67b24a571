"""Speed and memory of loading list files, beside the bare parser over the same files in the same run.

    python benchmarks/speed/loading.py FOLDER [--repeat 7] [--freeze]

FOLDER is that of `benchmarks/lists/run.py`. Each load goes into a fresh record with the built-in facts that is open
already; the bare parser (csv, or lxml as a stream) unpacks and passes over the same files just before it, so that a
ratio holds on a machine of any speed. Memory is the most that a process of its own ever holds (its interpreter and the
making of the record included), and the most of the process that reads for it, for made-up lists of 1, 4, 16 and 64
times a size. `--freeze` writes frozen-loading.json.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import io
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
FROZEN = HERE / "frozen-loading.json"
ENTRIES = 5_000
"""Entries of the smallest made-up list."""
ASKED = 50
SINGLE = {
    "OFAC, full CSV set": ("us-ofac-sdn/2023-12-28", ".csv.gz"),
    "OFAC, entries alone": ("us-ofac-sdn/2024-05-03", ".csv.gz"),
    "UN XML": ("un-sc/2021-03-12", ".xml.gz"),
}
"""What is loaded alone: the folder, and the ending of its files."""
_MEASURE = """
import re, sys
from pathlib import Path
import gazetted
with gazetted.open(sys.argv[1], builtin=False) as record:
    report = record.load(sys.argv[2], force=True, date="2020-01-01")
    import resource
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(report.entries, re.search("VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], child)
"""


def bare(files: Sequence[Path]) -> float:
    """Seconds of the bare parser over files, with their unpacking."""
    start = time.perf_counter()
    for file in files:
        kind = Path(file.name.removesuffix(".gz")).suffix
        if kind == ".csv":
            with gzip.open(file, "rt", encoding="latin-1", newline="") as stream:
                for _ in csv.reader(stream):
                    pass
        elif kind == ".xml":
            with gzip.open(file, "rb") as stream:
                over(stream)
        elif kind.lower() in (".zip", ".ods", ".xlsx"):
            with zipfile.ZipFile(file) as archive:
                for name in archive.namelist():
                    if name.endswith(".xml"):
                        over(io.BytesIO(archive.read(name)))
    return time.perf_counter() - start


def over(stream: object) -> None:
    """Pass over XML."""
    from lxml import etree

    for _, element in etree.iterparse(stream, resolve_entities=False, no_network=True, load_dtd=False):
        element.clear()


def loading(folder: Path) -> float:
    """Seconds of loading a folder into a fresh record that is open."""
    import gazetted

    with tempfile.TemporaryDirectory() as scratch, gazetted.open(Path(scratch) / "record.sqlite") as record:
        start = time.perf_counter()
        record.load(folder, date=dt.date.fromisoformat(folder.name), force=True)
        return time.perf_counter() - start


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, lowest and highest."""
    return {"median": statistics.median(values), "lowest": min(values), "highest": max(values)}


def single(root: Path, repeat: int) -> dict[str, dict[str, float]]:
    """Loads of one edition, and their ratios to the bare parser."""
    figures = {}
    for name, (place, ending) in SINGLE.items():
        folder = root / place
        files = sorted(file for file in folder.iterdir() if file.name.endswith(ending))
        bare(files)
        loading(folder)  # warms imports and disk
        pairs = [(bare(files), loading(folder)) for _ in range(repeat)]
        figures[f"{name}: bare parser, s"] = spread([one for one, _ in pairs])
        figures[f"{name}: load, s"] = spread([other for _, other in pairs])
        figures[f"{name}: load / bare parser"] = spread([other / one for one, other in pairs])
    return figures


def current(root: Path) -> dict[str, dict[str, float]]:
    """The newest edition of every folder of a publisher's own files, into one record; then standings."""
    import gazetted

    with (root / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        native = {Path(row["path"]) for row in csv.DictReader(stream) if row["class"] == "native"}
    days: dict[str, str] = {}
    for path in native:
        if path.parts[1][:2].isdigit() and not (path.parts[0] == "us-ofac-sdn" and "sdn.csv" not in path.name):
            days[path.parts[0]] = max(days.get(path.parts[0], ""), path.parts[1])
    with tempfile.TemporaryDirectory() as scratch, gazetted.open(Path(scratch) / "record.sqlite") as record:
        start = time.perf_counter()
        for publisher, day in sorted(days.items()):
            for group in groups(root / publisher / day, native, root):
                place = Path(scratch) / publisher / group[0].name / day
                place.mkdir(parents=True)
                for file in group:
                    shutil.copy(file, place)
                record.load(place, date=day, force=True)
        seconds = time.perf_counter() - start
        slugs = random.Random(0).sample(sorted(record.ledger.parties()), ASKED)
        taken = []
        for slug in slugs:
            start = time.perf_counter()
            record.standing(slug, on="2025-12-31")
            taken.append((time.perf_counter() - start) * 1000)
    return {
        f"newest edition of {len(days)} publishers' folders, s": spread([seconds]),
        "standing after it, ms": spread(taken),
    }


def groups(folder: Path, native: set[Path], root: Path) -> Iterator[list[Path]]:
    """The publisher's own files of a folder: the CSV files together, every other by itself."""
    files = sorted(file for file in folder.iterdir() if file.relative_to(root) in native)
    tables = [file for file in files if file.name.endswith(".csv.gz")]
    if tables:
        yield tables
    yield from ([file] for file in files if file not in tables)


def made_csv(place: Path, entries: int) -> Path:
    """A made-up set of OFAC's legacy files."""
    place.mkdir()
    words = names(entries)
    with (place / "sdn.csv").open("w", encoding="utf-8") as primary, (place / "alt.csv").open("w") as alt:
        for number in range(1, entries + 1):
            remarks = f"DOB 0{number % 9 + 1} Mar 19{number % 60 + 30}; Passport A{number:07} (Iran); nationality Iran."
            primary.write(f'{number},"{next(words)}","individual","SDGT",{"-0- ," * 7}"{remarks}"\r\n')
            alt.write(f'{number},{number},"aka","{next(words)}",-0- \r\n')
    return place


def made_xml(place: Path, entries: int) -> Path:
    """A made-up file in the form of the UN's."""
    place.mkdir()
    words = names(entries)
    with (place / "un.xml").open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?><CONSOLIDATED_LIST dateGenerated="2020-01-01"><INDIVIDUALS>')
        for number in range(1, entries + 1):
            first, second = next(words).split(", ")
            file.write(
                f"<INDIVIDUAL><DATAID>{number}</DATAID><FIRST_NAME>{first}</FIRST_NAME><SECOND_NAME>{second}</SECOND_NAME>"
                f"<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>X{number}</REFERENCE_NUMBER>"
                f"<LISTED_ON>2019-01-02</LISTED_ON><COMMENTS1>{'A remark. ' * 20}</COMMENTS1><INDIVIDUAL_ALIAS>"
                f"<QUALITY>Good</QUALITY><ALIAS_NAME>{next(words)}</ALIAS_NAME></INDIVIDUAL_ALIAS></INDIVIDUAL>"
            )
        file.write("</INDIVIDUALS></CONSOLIDATED_LIST>")
    return place


def names(seed: int) -> Iterator[str]:
    """Names that nobody has."""
    choose = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    while True:
        first, last = ("".join(choose.choices(syllables, k=4)) for _ in range(2))
        yield f"{last.upper()}, {first.title()}"


def memory() -> dict[str, dict[str, float]]:
    """The most megabytes that a process holds which loads a made-up list, for lists of rising size."""
    figures = {}
    for name, make in (("OFAC CSV", made_csv), ("UN XML", made_xml)):
        made: Callable[[Path, int], Path] = make
        for times in (0, 1, 4, 16, 64):
            with tempfile.TemporaryDirectory() as scratch:
                large = made(Path(scratch) / "large", ENTRIES * times or 1)
                size = sum(file.stat().st_size for file in large.iterdir()) / 1e6
                command = [sys.executable, "-c", _MEASURE, f"{scratch}/record.sqlite", str(large)]
                told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            key = f"{name} of {int(told[0])} entries, {size:.0f} MB: memory, MB"
            figures[key] = spread([int(told[1]) / 1024])
            if int(told[2]):
                figures[f"{key}, of the process that reads"] = spread([int(told[2]) / 1024])
    return figures


def main() -> int:
    """Measure, print beside the frozen figures, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    figures = single(args.folder, args.repeat) | current(args.folder) | memory()
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
