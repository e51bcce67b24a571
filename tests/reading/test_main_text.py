"""The article of a page that does not mark it: by the library where it is installed, else by the plain reader."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from gazetted.reading.document import load_document
from gazetted.reading.main_text import main_text

SENTENCE = (
    "The group was taken off the list on Monday, officials in the capital said, after a review of more than a year."
)
PAGE = (
    "<!DOCTYPE html><html><head><title>A list grows shorter</title></head><body><div class='cookie'>Accept all.</div>"
    f"<div id='content'><h1>A list grows shorter</h1><p>{SENTENCE}</p><p>{SENTENCE.replace('group', 'party')}</p>"
    f"<p>{SENTENCE.replace('group', 'front')}</p></div><div class='related'><h3>Read more</h3><ul>"
    "<li><a href='/a'>Hezbollah speaks</a></li><li><a href='/b'>PKK dissolves</a></li></ul></div></body></html>"
)


def _library(monkeypatch: pytest.MonkeyPatch, found: str | None) -> list[str]:
    """Put a library in place that finds this; gives the pages that it is asked for."""
    asked: list[str] = []

    def extract(source: str, **_: object) -> str | None:
        asked.append(source)
        return found

    module = ModuleType("trafilatura")
    module.extract = extract  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "trafilatura", module)
    return asked


def test_what_the_library_finds_is_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    _library(monkeypatch, f"{SENTENCE}\n{SENTENCE}\n\n{SENTENCE}")
    document = load_document(PAGE, date="2024-12-09")
    assert document.text == "\n\n".join([SENTENCE] * 3)
    assert document.title == "A list grows shorter"


@pytest.mark.parametrize("found", [None, "", "Too little."])
def test_where_it_finds_too_little_the_page_is_read_plainly(monkeypatch: pytest.MonkeyPatch, found: str | None) -> None:
    _library(monkeypatch, found)
    assert SENTENCE in load_document(PAGE, date="2024-12-09").text


def test_without_it_the_page_is_read_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert main_text(PAGE) is None
    assert SENTENCE in load_document(PAGE, date="2024-12-09").text


def test_a_marked_article_needs_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _library(monkeypatch, SENTENCE * 3)
    page = PAGE.replace("<div id='content'>", "<article>").replace("</p></div>", "</p></article>")
    assert "Hezbollah" not in load_document(page, date="2024-12-09").text
    assert not asked


@pytest.mark.parametrize("page", ["<p>" * 6_000 + SENTENCE, "<div>" * 6_000 + SENTENCE, "x" * 2_000_001])
def test_a_page_that_would_cost_too_much_is_not_given_to_it(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    asked = _library(monkeypatch, SENTENCE * 3)
    assert main_text(page) is None
    assert not asked


def test_the_real_library_leaves_teasers_out() -> None:
    pytest.importorskip("trafilatura")
    text = load_document(PAGE, date="2024-12-09").text
    assert SENTENCE in text
    assert "Hezbollah" not in text
