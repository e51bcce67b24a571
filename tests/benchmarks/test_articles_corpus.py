"""The labelled articles are well formed, and their scorer tells a good reading from a bad one."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from gazetted.reading.result import DocumentInfo, Reading, Signal, Span, Speaker, Statement

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks" / "quality" / "reading" / "articles"
PARTIES = ROOT / "src" / "gazetted" / "resources" / "record" / "parties.toml"


def _load_runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("articles_benchmark", FOLDER / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


run: Any = _load_runner()
ARTICLES = [one for name in run.SETS for one in run.load(FOLDER / f"{name}.txt")]


def test_labels_are_complete_and_of_the_record() -> None:
    known = {one["slug"] for one in tomllib.loads(PARTIES.read_text("utf-8"))["party"]}
    assert len({one.id for one in ARTICLES}) == len(ARTICLES)
    for one in ARTICLES:
        dt.date.fromisoformat(one.date)
        assert one.publisher
        assert {words[1] for words in (*one.signals, *one.claims)} <= known, one.id
        assert {words[2] for words in one.signals} <= {"list", "delist", "maintain"}
        assert {words[-1] for words in one.claims} <= {"supported", "contradicted", "record"}
        for label in one.statements:
            assert label.cue, (one.id, [one.text[a:b] for a, b in label.content])
            assert label.content, (one.id, [one.text[a:b] for a, b in label.cue])


def test_a_mark_that_does_not_close_is_refused() -> None:
    with pytest.raises(run.MarkError):
        run.unmark("{s1:She said so.")
    with pytest.raises(run.MarkError):
        run.unmark("She} said so.")


def test_right_and_wrong_are_counted() -> None:
    text, labels = run.unmark("{s1:She} {c1:said} {t1:it was late}. {s2?:He} {c2?:hoped} {t2?:so}.")
    article = run.Article("x", text, labels, "2024-01-01", "P", [("UK", "hamas", "list", "urged")])
    she = Statement(Speaker("she", "anonymous", None, Span(0, 3, "She")), ("P", "she"), Span(4, 8, "said"),
                    Span(9, 20, "it was late"), "indirect", "say", (Span(9, 20, "it was late"),))  # fmt: skip
    again = msgspec.structs.replace(she)
    signal = Signal(authority="UK", list_key=None, party="hamas", direction="list", stage="announced", hedge="",
                    chain=("P",), trigger=Span(0, 1, "x"), date="2024-01-01")  # fmt: skip
    info = DocumentInfo(None, "P", "2024-01-01", "option", "", len(text))
    counts, misses = run.mark(article, Reading(info, (), (), (), {}, text, statements=(she, again), signals=(signal,)))
    figures = run.figures(counts)
    assert figures["statement_precision"] == 0.5
    assert figures["statement_recall"] == 1.0
    assert (figures["signal_recall"], figures["stage_accuracy"]) == (1.0, 0.0)
    assert [miss.split()[0] for miss in misses] == ["wrong", "stage"]
