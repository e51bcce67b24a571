"""The marked sentences are well formed, and their scorer tells right from wrong."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "quality" / "reading" / "statements"


def _load_runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("statements_benchmark", FOLDER / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


run: Any = _load_runner()


def test_there_are_enough_texts_and_none_is_in_both_sets() -> None:
    sets = {name: [text for text, _ in run.load(FOLDER / f"{name}.txt")] for name in run.SETS}
    assert all(len(texts) >= 60 for texts in sets.values())
    assert not set(sets["dev"]) & set(sets["heldout"])


@pytest.mark.parametrize("name", run.SETS)
def test_labels_have_a_cue_or_a_content(name: str) -> None:
    for text, labels in run.load(FOLDER / f"{name}.txt"):
        assert "{" not in text
        assert "}" not in text
        assert all(label.cue or label.content for label in labels)


def test_marks() -> None:
    text, (first, second) = run.unmark("{s1:A} {c1:said} {t1:{s2=Bo Li:he} {c2:hoped} {t2:to go}}.")
    assert text == "A said he hoped to go."
    assert (first.content, second.content, second.name) == ([(7, 21)], [(16, 21)], "Bo Li")
    for broken in ("{s1:A said", "A} said"):
        with pytest.raises(run.MarkError):
            run.unmark(broken)


def test_a_wrong_statement_is_not_counted() -> None:
    text, labels = run.unmark("{s1:The mayor} {c1:said} {t1:it was late}.")
    found = run.read(text)
    assert len(list(run.matched(labels, found))) == 1
    moved = [run.Label(source=[(0, 3)], cue=[(15, 20)], content=labels[0].content)]
    assert list(run.matched(moved, found)) == []
    assert run.shares([(0, 4)], [run.Span(2, 6, "")]) == pytest.approx(2 / 6)
