"""A statistical model beside the rules: does it find listed parties that they miss?

    pip install spacy && python -m spacy download en_core_web_sm
    python benchmarks/quality/reading/model.py en_core_web_sm [dev|heldout] [--freeze]

A model of names is used in the reading where it beats the rules here, and nowhere else. Of every mention labelled in
the articles it is asked whether the rules find it, and whether the model has a name (a person, an organisation or a
people) at just that place, or one that shares a letter with it. The model is asked for the place alone: which party is
meant it cannot say. Names that it finds in the texts that name nobody are counted too, per 1,000 words.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gazetted

HERE = Path(__file__).parent
FROZEN = HERE / "frozen-model.json"
LABELS = frozenset({"PERSON", "ORG", "NORP", "PER"})

Spans = set[tuple[int, int]]


def beside(name: str) -> Any:
    """The module of a script beside this one."""
    spec = importlib.util.spec_from_file_location(f"reading_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CORPUS = beside("run")


def by_rules(record: gazetted.Record) -> Callable[[Any], Spans]:
    """Where the reading has mentions of parties."""

    def find(article: Any) -> Spans:
        reading = record.read(article.text, date=article.date, publisher=article.publisher).to_dict()
        return {(one.start, one.end) for one in CORPUS.found_places(reading)}

    return find


def by_model(name: str) -> Callable[[Any], Spans]:
    """Where a model has names; "the" before a name does not count."""
    spacy: Any = importlib.import_module("spacy")
    try:
        model = spacy.load(name)
    except OSError:
        model = importlib.import_module(name).load()

    def find(article: Any) -> Spans:
        spans: Spans = set()
        for one in model(article.text).ents:
            if one.label_ in LABELS:
                article_of = 4 if one.text.lower().startswith("the ") else 0
                spans.add((one.start_char + article_of, one.end_char))
        return spans

    return find


def share(articles: list[Any], find: Callable[[Any], Spans]) -> dict[str, float]:
    """Shares of the labelled mentions found, exactly and with an overlap; names in the texts that name nobody."""
    labelled = exact = overlap = words = others = 0
    for article in articles:
        found = find(article)
        wanted = [one for one in CORPUS.places(article) if one.kind == "identified"]
        labelled += len(wanted)
        exact += sum((one.start, one.end) in found for one in wanted)
        overlap += sum(any(start < one.end and one.start < end for start, end in found) for one in wanted)
        if article.none:
            words += len(article.text.split())
            others += len(found)
    return {
        "recall_exact": round(exact / labelled, 4),
        "recall_overlap": round(overlap / labelled, 4),
        "names_per_1000_words_of_texts_that_name_no_party": round(1000 * others / words, 1),
    }


def main() -> int:
    """Measure both, print them side by side, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="name of an installed spaCy model")
    parser.add_argument("set", nargs="?", choices=("dev", "heldout"), default="dev")
    parser.add_argument("--freeze", action="store_true")
    args = parser.parse_args()
    articles = list(CORPUS.load(HERE / f"{args.set}.jsonl"))
    with tempfile.TemporaryDirectory() as folder, gazetted.open(Path(folder) / "record.sqlite") as record:
        figures = {"rules": share(articles, by_rules(record)), args.model: share(articles, by_model(args.model))}
    print(f"{'':52s}" + "".join(f"{name:>26s}" for name in figures))
    for key in figures["rules"]:
        print(f"{key:52s}" + "".join(f"{each[key]:26.4f}" for each in figures.values()))
    if args.freeze:
        frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
        frozen[args.set] = figures
        FROZEN.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
