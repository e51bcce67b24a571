"""The page of a reading: complete in itself, ordered, and with nothing hidden."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gazetted.reading.result import Mention


@pytest.fixture
def page(gz: Any, article: Path, tmp_path: Path) -> str:
    out = tmp_path / "page.html"
    done = gz("read", str(article), "--html", str(out))
    assert done.code == 0
    assert "page written to" in done.err
    return out.read_text("utf-8")


def test_it_loads_and_runs_nothing(page: str) -> None:
    assert "<script" not in page
    assert "<link" not in page
    assert "@import" not in page
    assert "url(" not in page
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert policy is not None
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1].startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert ' style="' not in page


def test_it_names_its_language_and_its_headings_are_in_order(page: str) -> None:
    assert '<html lang="en">' in page
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_each_mention_leads_to_its_party(page: str) -> None:
    assert len(re.findall(r'<a class="mention" href="#party-1"', page)) == 3
    assert len(re.findall(r'<a class="mention candidate" href="#party-2"', page)) == 1
    assert 'id="party-1"' in page
    assert 'title="Harbour Front: on 1 list on 2024-12-09, on none today."' in page
    assert ">HF<sup>1</sup></a>" in page


def test_the_text_of_the_article_is_whole(page: str, article: Path) -> None:
    main = re.search(r'<main class="text">.*?</h2>(.*?)</main>', page, re.S)
    assert main is not None
    text = re.sub(r"<sup>\d+</sup>|<[^>]+>", "", main[1])
    assert text.split() == article.read_text("utf-8").split()


def test_tables_say_what_their_cells_are(page: str) -> None:
    assert page.count("<table>") == 2
    rows = page.count('<th scope="row">')
    assert rows == 3
    assert page.count('data-label="Today"') == rows
    assert page.count('<th scope="col">') == 6


def test_doubt_and_ground_are_on_the_page(page: str) -> None:
    plain = re.sub(r"</?time[^>]*>", "", page)
    assert "(unconfirmed, low confidence) The day of removal lies between 2021-01-19 and" in plain
    assert "<strong>candidate (name alone)</strong>" in page
    assert "as a name of Dock Union" in page
    assert "Order 3 of 2025; source: Gazette A, p. 12" in page
    assert 'source: <a href="https://gazette.example/2015/7" rel="noreferrer">gazette.example</a>' in page
    assert "by facts to 2026-01-01" in plain
    assert "not legal advice" in page


def test_dates_carry_their_weekday(page: str) -> None:
    assert '<time datetime="2024-12-09" title="Monday">2024-12-09</time>' in page


def test_a_page_about_nobody(gz: Any, tmp_path: Path) -> None:
    path, out = tmp_path / "untitled.txt", tmp_path / "page.html"
    path.write_text("Nothing to see.\n\nIn two\nparagraphs.\n")
    assert gz("read", str(path), "--html", str(out)).code == 0
    text = out.read_text("utf-8")
    assert "It names no party of this record." in text
    assert "<p>In two\nparagraphs.</p>" in text
    assert '<h1 dir="auto">untitled.txt</h1>' in text


def test_a_mention_over_a_line_end_is_shown_once(gz: Any, record: Any, article: Path, tmp_path: Path) -> None:
    text = "The Harbour\nFront met.\nThe end.\n"
    article.write_text(text)
    ask = record.read

    def reading(*given: Any, **named: Any) -> Any:
        got = ask(b"Harbour Front", **named)
        over = msgspec.structs.replace(got.parties[0], mentions=(Mention(4, 17, text[4:17], "name"),))
        return msgspec.structs.replace(got, parties=(over,), text=text)

    record.read = reading
    out = tmp_path / "page.html"
    assert gz("read", str(article), "--html", str(out)).code == 0
    main = re.search(r'<main class="text">.*?</h2>(.*?)</main>', out.read_text("utf-8"), re.S)
    assert main is not None
    assert re.sub(r"<sup>\d+</sup>|<[^>]+>", "", main[1]).split() == text.split()


def test_a_page_that_cannot_be_written(gz: Any, article: Path, tmp_path: Path) -> None:
    done = gz("read", str(article), "--html", str(tmp_path / "no" / "page.html"))
    assert (done.code, done.out) == (2, "")
    assert "cannot be written" in done.err
