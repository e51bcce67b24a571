"""The labelled articles are well formed, and the scorer tells a good reading from a bad one."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks" / "quality" / "reading"
PARTIES = ROOT / "src" / "gazetted" / "resources" / "record" / "parties.toml"


def _load_runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reading_benchmark", FOLDER / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


run: Any = _load_runner()
DEV = run.load(FOLDER / "dev.jsonl")
HELD_OUT = run.load(FOLDER / "heldout.jsonl")
ARTICLES = (*DEV, *HELD_OUT)


def test_ids_are_unique_and_numbered_by_set() -> None:
    assert [a.id for a in DEV] == [f"d{n:02d}" for n in range(1, len(DEV) + 1)]
    assert [a.id for a in HELD_OUT] == [f"h{n:02d}" for n in range(1, len(HELD_OUT) + 1)]


def test_a_third_is_held_out_and_no_text_is_in_both_sets() -> None:
    assert 0.3 <= len(HELD_OUT) / len(ARTICLES) <= 0.36
    assert len({a.text for a in ARTICLES}) == len(ARTICLES)
    assert sum(not a.none for a in ARTICLES) >= 45
    assert sum(a.none for a in ARTICLES) >= 20


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.id)
def test_article_is_well_formed(article: Any) -> None:
    assert 2001 <= dt.date.fromisoformat(article.date).year <= 2026
    assert article.publisher
    assert 80 <= len(article.text.split()) <= 180
    assert article.none == (not article.parties)
    assert not article.none or (article.note and article.not_mentions)
    assert len({p.party for p in article.parties}) == len(article.parties)
    listed = sum(len(p.mentions) + len(p.eponyms) for p in article.parties)
    found = [p for p in run.places(article) if p.kind != "not a mention"]
    assert len(found) == listed
    assert all(p.mentions or p.eponyms for p in article.parties)


@pytest.mark.skipif(not PARTIES.exists(), reason="the built-in record is not in this tree")
def test_every_party_is_in_the_record() -> None:
    known = {party["slug"] for party in tomllib.loads(PARTIES.read_text(encoding="utf-8"))["party"]}
    assert {p.party for a in ARTICLES for p in a.parties} <= known


def _article(**fields: Any) -> Any:
    return run.Article(
        id="x01", date="2024-01-01", publisher="", text="Hamas met Hamas near Hama; the Assad regime fell.", **fields
    )


def _reading(*mentions: tuple[str, str, int, int]) -> dict[str, object]:
    return {
        "parties": [
            {"party": party, "certainty": certainty, "mentions": [{"start": start, "end": end}]}
            for party, certainty, start, end in mentions
        ]
    }


def _named(*mentions: str) -> Any:
    return run.LabelledParty(party="hamas", certainty="identified", mentions=mentions)


@pytest.mark.parametrize("mentions", [("Hamas",), ("Hamas", "Hamas", "Hamas"), ("Fatah",)])
def test_a_label_that_does_not_fit_is_refused(mentions: tuple[str, ...]) -> None:
    with pytest.raises(run.CorpusError):
        run.places(_article(parties=(_named(*mentions),)))


def test_a_perfect_reading_scores_one_on_the_whole_corpus() -> None:
    def perfect(article: Any) -> dict[str, object]:
        return {
            "parties": [
                {
                    "party": p.party,
                    "certainty": "candidate" if p.kind == "candidate" else "identified",
                    "mentions": [{"start": p.start, "end": p.end, "via": "eponym" if p.kind == "eponym" else "name"}],
                }
                for p in run.places(article)
                if p.party
            ]
        }

    counts, misses = run.evaluate(ARTICLES, perfect)
    result = run.figures(counts)
    assert misses == []
    assert result["f1_exact"] == result["f1_overlap"] == 1
    assert counts.candidates_right == counts.candidates_labelled > 0
    assert counts.eponyms_right == counts.eponyms_labelled > 0
    assert counts.trap_false == counts.candidates_false == counts.on_what_is_no_mention == 0


def test_an_empty_reading_finds_nothing() -> None:
    counts, misses = run.evaluate(ARTICLES, lambda article: {"parties": []})
    result = run.figures(counts)
    assert result["recall_overlap"] == 0
    assert result["precision_overlap"] is None
    assert len(misses) == counts.labelled


def test_a_shifted_mention_overlaps_but_is_not_exact_and_a_wrong_one_is_false() -> None:
    article = _article(parties=(_named("Hamas", "Hamas"),), not_mentions=("Hama",))
    found = run.found_places(
        _reading(("hamas", "identified", 0, 9), ("other", "identified", 10, 15), ("hamas", "identified", 21, 25))
    )
    counts = run.Counts()
    misses = run.score(article, found, counts)
    assert (counts.right_exact, counts.right_overlap, counts.found) == (0, 1, 3)
    assert counts.on_what_is_no_mention == 1
    assert len(misses) == 3


def test_one_found_mention_counts_for_one_label_only() -> None:
    article = _article(parties=(_named("Hamas", "Hamas"),))
    counts = run.Counts()
    run.score(article, run.found_places(_reading(("hamas", "identified", 0, 15))), counts)
    assert (counts.right_overlap, counts.found) == (1, 1)


def test_candidates_and_eponyms_count_apart() -> None:
    person = run.LabelledParty(party="a", certainty="identified", mentions=(), eponyms=("Assad regime",))
    unsure = run.LabelledParty(party="hamas", certainty="candidate", mentions=("Hamas", "Hamas"))
    article = _article(parties=(person, unsure))
    start = article.text.index("Assad")
    counts = run.Counts()
    reading = _reading(("a", "identified", start, start + 5), ("hamas", "candidate", 0, 5), ("b", "candidate", 10, 15))
    run.score(article, run.found_places(reading), counts)
    assert (counts.found, counts.labelled) == (0, 0)
    assert (counts.candidates_right, counts.candidates_false) == (1, 1)


def test_traps_are_counted_by_their_words() -> None:
    counts = run.Counts()
    run.score(_article(parties=(), none=True), run.found_places(_reading(("hamas", "identified", 21, 25))), counts)
    assert run.figures(counts)["trap_false_per_1000_words"] == round(1000 / 9, 4)
