"""The pages of promises, threats and data name tests, benchmarks and modules; each is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
NAMED = [DOCS / "guarantees.md", DOCS / "threat-model.md", DOCS / "data-protection.md"]
PATH = re.compile(r"`((?:tests|benchmarks|src|deploy)/[\w./-]+)(?:::(\w+))?`")


def _tests_in(path: Path) -> set[str]:
    return set(re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))


def lacking(text: str) -> list[str]:
    """What a page names and the repository has not."""
    missing = []
    for path, test in PATH.findall(text):
        file = ROOT / path
        if not file.exists() or (test and test not in _tests_in(file)):
            missing.append(f"{path}::{test}" if test else path)
    return missing


@pytest.mark.parametrize("page", NAMED, ids=lambda path: str(path.stem))
def test_what_is_named_is_there(page: Path) -> None:
    assert lacking(page.read_text("utf-8")) == []


def test_what_is_not_there_is_seen() -> None:
    assert lacking("`tests/nothing.py` and `tests/docs/test_guarantees.py::test_nothing`") == [
        "tests/nothing.py",
        "tests/docs/test_guarantees.py::test_nothing",
    ]


def test_every_promise_names_what_shows_it() -> None:
    text = (DOCS / "guarantees.md").read_text("utf-8")
    assert len(PATH.findall(text)) > 40


def test_the_ten_of_owasp_have_a_test_each() -> None:
    text = (DOCS / "threat-model.md").read_text("utf-8")
    table = text.split("## OWASP", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| API(\d+) .+ \| (.+) \| (.+) \|$", table, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 11))
    known = _tests_in(ROOT / "tests" / "service" / "test_security.py")
    for number, _, shown in rows:
        bare = re.findall(r"`(test_\w+)`", shown)
        assert set(bare) <= known, number
        assert bare or PATH.search(shown), number
