"""The labelled sentences are well formed, and the scorer tells a good reading from a bad one."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from gazetted.reading.result import DocumentInfo, Reading, Signal, Span

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks" / "quality" / "reading" / "frames"
PARTIES = ROOT / "src" / "gazetted" / "resources" / "record" / "parties.toml"


def _load_runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("frames_benchmark", FOLDER / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


run: Any = _load_runner()
SETS = {name: run.load(FOLDER / f"{name}.jsonl") for name in ("dev", "heldout")}
SENTENCES = [one for each in SETS.values() for one in each]


def test_there_are_enough_sentences_and_near_half_of_them_are_traps() -> None:
    assert len(SENTENCES) >= 150
    assert len({one.id for one in SENTENCES}) == len(SENTENCES)
    assert len({one.text for one in SENTENCES}) == len(SENTENCES)
    assert 0.4 < sum(one.is_trap for one in SENTENCES) / len(SENTENCES) < 0.6


def test_labels_are_of_the_record_and_of_the_contract() -> None:
    known = {one["slug"] for one in tomllib.loads(PARTIES.read_text("utf-8"))["party"]}
    stages = {"considered", "urged", "announced", "signed", "published", "effective", "rejected", "struck down"}
    for one in SENTENCES:
        dt.date.fromisoformat(one.date)
        assert {label.party for label in (*one.signals, *one.claims)} <= known, one.id
        assert {signal.stage for signal in one.signals} <= stages
        assert {signal.direction for signal in one.signals} <= {"list", "delist", "maintain"}
        assert {claim.verdict for claim in one.claims} <= {"supported", "contradicted", "not in record"}
    assert {signal.stage for one in SENTENCES for signal in one.signals} == stages


def _reading(*signals: Signal) -> Reading:
    info = DocumentInfo(None, None, "2023-01-12", "option", "", 0)
    return Reading(info, (), (), (), {}, "", signals=signals)


def _signal(stage: Any) -> Signal:
    return Signal(
        authority="UK",
        list_key=None,
        party="irgc",
        direction="list",
        stage=stage,
        hedge="",
        chain=(),
        trigger=Span(0, 1, "x"),
        date="2023-01-12",
    )


def test_the_scorer_counts_what_is_right_wrong_and_missed() -> None:
    wanted = run.WantedSignal("UK", "irgc", "list", "considered")
    one = run.Sentence("x1", "2023-01-12", "…", (wanted,), ())
    assert run.mark(one, _reading(_signal("considered")))[0]["stage_right"] == 1
    assert run.mark(one, _reading(_signal("urged")))[0]["stage_right"] == 0
    counts, misses = run.mark(one, _reading())
    assert counts["signal_fn"] == 1
    assert len(misses) == 1
    trap = msgspec.structs.replace(one, signals=())
    assert run.mark(trap, _reading())[0]["traps_closed"] == 1
    assert run.mark(trap, _reading(_signal("urged")))[0]["traps_closed"] == 0


def test_figures_of_a_perfect_reading() -> None:
    wanted = run.WantedSignal("UK", "irgc", "list", "considered")
    one = run.Sentence("x1", "2023-01-12", "…", (wanted,), ())
    found = run.figures(run.mark(one, _reading(_signal("considered")))[0], 1)
    assert (found["signal_f1"], found["stage_accuracy"], found["claims_found"]) == (1.0, 1.0, None)
