"""The acceptance scorers, run one after another, and their headline figures in one file.

    python benchmarks/quality/scorers.py ../shared [--freeze] [--only NAME …]

The folder holds `acceptance/` (the scorers) and `data/` (pairs, synthetic customers, list files, labelled articles).
None of its data is part of this project, so that the figures are committed and the data is not. Every scorer measures
the installed `gazetted` in a fresh record. Those that need a package of their own say so when it is missing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FROZEN = Path(__file__).parent / "frozen-scorers.json"


@dataclass(frozen=True, slots=True)
class Scorer:
    """One run of one scorer.

    Attributes:
        name: what it is called here.
        script: its file in `acceptance/`.
        arguments: its arguments; a path in `data/` begins with `data/`, `{un}` is the UN's list as an own list.
    """

    name: str
    script: str
    arguments: tuple[str, ...]


_SEARCH = (
    *("--list", "{un}", "--positives", "data/names/positives_un_treated_dev.csv"),
    *("--truth", "data/names/positives_un_untreated_dev.csv", "--negatives"),
    *("data/names/negatives_us_dev.csv.gz", "data/names/negatives_global_dev.csv.gz"),
)
SCORERS = (
    Scorer("pairs", "score_pairs.py", ("data/names/pairs_dev.csv",)),
    Scorer("search, names only", "score_search.py", _SEARCH),
    Scorer("search, birth date and country", "score_search.py", (*_SEARCH, "--qualifiers")),
    Scorer("spoiled names", "score_ssb.py", ("data/lists/us-ofac-sdn/2023-12-28", "--limit", "500")),
    Scorer("seed article", "score_read.py", ("data/articles/2024-12-09-hts.labels.json", "data/articles")),
    Scorer("development articles", "score_read.py", ("data/articles/dev/labels.jsonl", "data/articles/dev")),
    Scorer(
        "contract",
        "check_contract.py",
        (
            *("--article", "data/articles/2024-12-09-hts.txt", "--labels", "data/articles/2024-12-09-hts.labels.json"),
            *("--facts", "data/facts", "--sample", "20"),
        ),
    ),
)


def un_list(shared: Path, into: Path) -> Path:
    """The UN's newest list as an own list."""
    newest = max((shared / "data/lists/un-sc").glob("*/*.xml.gz"))
    plain, own = into / "un.xml", into / "un.csv"
    with gzip.open(newest) as packed, plain.open("wb") as out:
        shutil.copyfileobj(packed, out)
    subprocess.run([sys.executable, shared / "acceptance/make_un_list.py", plain, own], check=True, capture_output=True)
    return own


def run(scorer: Scorer, shared: Path, own: Path, into: Path) -> dict[str, object]:
    """The headline figures of one scorer, and whether it held its own bounds."""
    saved = into / "figures.json"
    saved.unlink(missing_ok=True)
    arguments = [
        str(shared / part) if part.startswith("data/") else part.format(un=own) if part == "{un}" else part
        for part in scorer.arguments
    ]
    done = subprocess.run(
        [sys.executable, scorer.script, *arguments, "--show", "0", "--json", str(saved)],
        cwd=shared / "acceptance",
        env={**os.environ, "XDG_DATA_HOME": str(into / "data"), "PATH": _path()},
        capture_output=True,
        text=True,
        check=False,
    )
    if not saved.exists():
        return {"failed": (done.stderr or done.stdout).strip().splitlines()[-1:]}
    return dict(flat(json.loads(saved.read_text("utf-8"))))


def _path() -> str:
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def flat(figures: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """The numbers of a result, those of nested tables by their path; lists of single failures are left out."""
    for key, value in figures.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{before}{key}.")
        elif isinstance(value, float):
            yield f"{before}{key}", round(value, 4)
        elif isinstance(value, int | str) and len(str(value)) < 60:
            yield f"{before}{key}", value


def main() -> int:
    """Run the scorers asked for and print what changed against the frozen figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("shared", type=Path, help="folder with acceptance/ and data/")
    parser.add_argument("--freeze", action="store_true", help="write the figures that later runs are compared with")
    parser.add_argument("--only", nargs="*", default=[], help="names of scorers: " + ", ".join(s.name for s in SCORERS))
    asked = parser.parse_args()
    frozen = json.loads(FROZEN.read_text("utf-8")) if FROZEN.exists() else {}
    shared, figures = asked.shared.resolve(), dict(frozen) if asked.only else {}
    with tempfile.TemporaryDirectory() as folder:
        own = un_list(shared, Path(folder))
        for scorer in SCORERS:
            if asked.only and scorer.name not in asked.only:
                continue
            figures[scorer.name] = run(scorer, shared, own, Path(folder))
            print(f"{scorer.name}")
            for key, value in figures[scorer.name].items():
                old = frozen.get(scorer.name, {}).get(key)
                print(f"  {key:44} {value}" + (f"   (frozen: {old})" if old not in (None, value) else ""))
    if asked.freeze:
        FROZEN.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
