"""Pages that read and screen, and who may see which: what they show and refuse, and that others' text is only text."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from gazetted.service import keys
from gazetted.service.pages import reading
from gazetted.service.problems import ProblemError

if TYPE_CHECKING:
    from tests.service.conftest import Make

NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
TODAY = dt.date(2026, 9, 1)
EVIL = "<script>alert(1)</script><b onclick=x>Hamas</b>"
ARTICLE = (
    "LONDON, 9 December 2024 — Hamas has been proscribed in the UK since 2021, a spokesman said. "
    "The United States is considering removing Hayat Tahrir al-Sham (HTS) from its list of foreign terrorist "
    "organizations, a senior US official told The Washington Post.\n"
)


@pytest.fixture
def visitor(shared_app: tuple[FastAPI, TestClient]) -> TestClient:
    """A browser that has not been here before, at a service without keys."""
    return TestClient(shared_app[0], headers={"accept": "text/html"})


def browser_of(app: FastAPI) -> TestClient:
    return TestClient(app, headers={"accept": "text/html"})


def token(visitor: TestClient, page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', visitor.get(page).text)
    assert found, page
    return found[1]


def read(visitor: TestClient, **fields: Any) -> Any:
    files = fields.pop("files", {"file": ("", b"")})
    return visitor.post("/read", data={"csrf": token(visitor, "/read"), **fields}, files=files)


def said(answer: Any) -> str:
    """The sentence of an error, as a reader sees it."""
    found = re.search(r'class="error"[^>]*>([^<]*)<', answer.text) or re.search(r'class="lead">([^<]*)<', answer.text)
    assert found, answer.text[:500]
    return html.unescape(found[1])


# -- read --------------------------------------------------------------------------------------------------------------


def test_the_example_is_read_with_its_claims_and_signals(visitor: TestClient, client: TestClient) -> None:
    page = visitor.get("/read?example=true").text
    text = resources.files("gazetted.resources").joinpath("examples", "hts-2024-12-09.txt").read_text("utf-8")
    found = client.post("/v1/read", json={"text": text}).json()
    assert page.count("<strong>Signal: ") == len(found["signals"]) > 0
    assert page.count("! inconsistent</strong> ") == 1
    shown = [one for one in found["claims"] if not one.get("presupposed")]
    assert len(re.findall(r'<p id="note-\d+">.*?class="verdict', page)) == len(shown) > 0
    assert len(re.findall(r'<article class="party"', page)) == len(found["parties"])
    assert f"{len(found['statements'])} statements</a>" in page
    assert 'href="/parties/hayat-tahrir-al-sham?on=2024-12-09"' in page


def test_a_text_and_a_file_give_the_same(visitor: TestClient) -> None:
    pasted = read(visitor, text=ARTICLE)
    sent = read(visitor, files={"file": ("a.txt", ARTICLE.encode(), "text/plain")})
    assert pasted.status_code == sent.status_code == 200
    parts = [re.search(r'<div class="reading">(.*)</div>\n<p class="note">', one.text, re.S) for one in (pasted, sent)]
    assert parts[0]
    assert parts[1]
    body = [re.sub(r"<h1.*?</h1>", "", one[1]) for one in parts if one]
    assert body[0] == body[1]
    assert "Signal: considered" in body[0]
    assert "What this is not: a finding" in pasted.text


def test_an_html_file_with_a_script_is_only_text(visitor: TestClient) -> None:
    page = f"<html><head><title>{html.escape(EVIL)}</title></head><body><p>{ARTICLE}</p><p>{html.escape(EVIL)} met.</p>"
    answer = read(visitor, files={"file": (f"{EVIL}.html", page.encode(), "text/html")})
    assert answer.status_code == 200
    assert "alert(1)" in answer.text
    assert_harmless(answer)


def assert_harmless(answer: Any) -> None:
    assert "<script>alert" not in answer.text
    assert "<b onclick" not in answer.text
    assert re.findall(r"<script(?! src=\"/static/)", answer.text) == []
    assert "style=" not in answer.text
    assert "<style" not in answer.text
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Give one thing to read"),
        ({"text": ARTICLE, "files": {"file": ("a.txt", b"Hamas")}}, "Give one thing to read"),
        ({"text": ARTICLE, "date": "2024-13-45"}, "2024-13-45"),
        ({"text": ARTICLE, "known": "yesterday"}, "yesterday"),
        ({"text": "Hamas met.", "date": ""}, "date"),
        ({"files": {"file": ("a.txt", b"%PDF-1.7\n\x00\x01")}}, "not text"),
        ({"text": "x" * 300_001}, "more than 300,000 characters"),
        ({"files": {"file": ("a.txt", b"x" * 1_200_001)}}, "longer than 300,000 characters"),
        ({"text": ARTICLE, "publisher": "x" * 301}, "more than 300 characters"),
    ],
)
def test_what_cannot_be_read_comes_back_with_a_sentence(
    visitor: TestClient, fields: dict[str, Any], sentence: str
) -> None:
    answer = read(visitor, **fields)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "<textarea" in answer.text


def test_a_form_keeps_what_was_typed(visitor: TestClient) -> None:
    answer = read(visitor, text=f"{EVIL} {ARTICLE}", date="2024-13-45", publisher=EVIL)
    assert html.escape(EVIL, quote=False) in answer.text
    assert_harmless(answer)


def test_a_text_is_not_lost_while_reading_is_made_ready(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(_: Any) -> None:
        raise ProblemError(503, "What reading needs is being built: try again in a moment.")

    monkeypatch.setattr(reading, "ready_to_read", busy)
    answer = read(visitor, text=ARTICLE)
    assert answer.status_code == 503
    assert "try again in a moment" in said(answer)
    assert "senior US official told The Washington Post" in answer.text


def test_no_page_is_fetched_unless_the_service_may(visitor: TestClient, make: Make) -> None:
    assert 'name="url"' not in visitor.get("/read").text
    assert read(visitor, url="https://example.org/").status_code == 403
    app, _ = make(fetch=True)
    other = browser_of(app)
    assert 'name="url"' in other.get("/read").text
    for address in ("https://127.0.0.1/a", "https://10.0.0.1/", "http://example.org/", "file:///etc/passwd"):
        assert read(other, url=address).status_code == 422, address


@pytest.mark.parametrize("path", ["/read", "/screen/file", "/validation", f"/matches/{'0' * 32}"])
def test_a_form_without_its_token_is_refused(visitor: TestClient, path: str) -> None:
    for fields in ({}, {"csrf": "0" * 64}, {"csrf": "é"}):
        answer = visitor.post(path, data={"text": ARTICLE, **fields})
        assert answer.status_code == 403
        assert "load the page again" in said(answer)
    held = token(visitor, "/read")
    assert TestClient(visitor.app).post(path, data={"csrf": held}).status_code == 403, "the cookie is another's"


# -- screen ------------------------------------------------------------------------------------------------------------


def test_a_name_is_screened_and_explained(visitor: TestClient) -> None:
    asked = "/screen?name=Abu+Mohamad+al+Golani&kind=person&on=2024-12-09&born=&country=&id=&threshold=0.7"
    page = visitor.get(asked).text
    assert "1 candidate on" in page
    assert "candidate on name alone" in page
    assert "What would change it:" in page
    assert "UNSC 1267/1989" in page, "the act behind the standing"
    assert re.search(r"A candidate \(\d\.\d\d\): \d of \d name parts meet", page)
    assert 'href="/parties/ahmed-al-sharaa?on=2024-12-09"' in page


def test_what_else_is_known_is_shown_with_its_effect(visitor: TestClient) -> None:
    asked = "/screen?name=Bashar+al-Assad&kind=person&on=2020-01-01&country="
    page = visitor.get(asked + "FR").text
    assert "What else counted" in page
    assert re.search(r'>country</th><td><bdi>FR</bdi></td><td><bdi>SY; RU</bdi></td><td class="number">-0\.05<', page)
    assert "candidate on name alone" not in page
    assert "country contradicts" in page
    assert "country contradicts" not in visitor.get(asked + "sy").text, "a code in small letters is one"


def test_a_day_before_the_listing_gives_no_list(visitor: TestClient) -> None:
    page = visitor.get("/screen?name=Abu+Mohammad+al-Julani&kind=person&on=2010-01-01").text
    assert "on no list that day" in page


def test_a_name_that_is_nobodys_is_no_proof(visitor: TestClient) -> None:
    page = visitor.get("/screen?name=Zzyx+Qwvmplk").text
    assert "no candidate on" in page
    assert "no proof that nobody" in page


def test_hostile_words_of_a_query_are_only_words(visitor: TestClient) -> None:
    answer = visitor.get("/screen", params={"name": EVIL, "country": EVIL, "id": f"passport:{EVIL}"})
    assert answer.status_code == 200
    assert html.escape(EVIL, quote=False) in answer.text
    assert_harmless(answer)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("name=HTS&on=2024-13-45", "2024-13-45"),
        ("name=HTS&on=9.12.2024", "The field on holds no day"),
        ("name=HTS&known=once", "holds no moment"),
        ("name=HTS&born=long+ago", "born"),
        ("name=HTS&threshold=2", "threshold"),
        ("name=HTS&limit=101", "limit"),
        ("name=HTS&list=no.such", "no.such"),
        ("name=HTS&scorer=none-9", "none-9"),
        ("name=HTS&id=passport", "type:value"),
        (f"name={'x' * 1001}", "name"),
        ("name=a%00b", "NUL"),
    ],
)
def test_what_cannot_be_screened_is_refused_in_a_sentence(visitor: TestClient, asked: str, sentence: str) -> None:
    answer = visitor.get(f"/screen?{asked}")
    assert answer.status_code == 422
    assert sentence in said(answer)


def test_a_receipt_can_be_saved_and_holds(visitor: TestClient) -> None:
    answer = visitor.get("/screen/receipt?name=Hamas&on=2024-12-09")
    assert 'filename="receipt-2024-12-09.jsonl"' in answer.headers["content-disposition"]
    checked = visitor.post("/v1/receipts/verify", json={"receipts": answer.text}).json()
    assert checked["problems"] == []
    assert json.loads(answer.text)["query"]["name"] == "Hamas"


# -- a file ------------------------------------------------------------------------------------------------------------

NAMES = (
    'id,name,kind\n7,Hamas,organization\n"=1+1",Abu Mohammad al-Julani,person\n'
    ",<i>Hezbollah,organization\n9,Zzyx Qwvmplk,\n"
)


def screen_file(visitor: TestClient, data: str | bytes = NAMES, name: str = "names.csv", **fields: Any) -> Any:
    sent = {"csrf": token(visitor, "/screen"), "on": "2024-12-09", **fields}
    raw = data.encode() if isinstance(data, str) else data
    return visitor.post("/screen/file", data=sent, files={"file": (name, raw)})


def test_a_file_is_screened_to_a_page(visitor: TestClient) -> None:
    answer = screen_file(visitor, name=f"{EVIL}.csv")
    assert answer.status_code == 200
    assert re.search(r"<h1>.*3 rows of 4 with candidates</h1>", answer.text)
    assert "3 rows have a candidate who stood on a list that day" in answer.text
    assert "/screen?name=Abu+Mohammad+al-Julani&amp;kind=person&amp;on=2024-12-09" in answer.text
    assert_harmless(answer)


def test_the_page_carries_the_file_to_the_next_answer(visitor: TestClient) -> None:
    rows = "".join(f"{number},Hamas\n" for number in range(120))
    page = screen_file(visitor, f"id,name\n{rows}").text
    assert "Page 1 of 3" in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    last = visitor.post("/screen/file", data={**fields, "page": "3"}).text
    assert "Page 3 of 3" in last
    assert last.count("Explain<span") == 20
    saved = visitor.post("/screen/file", data={**fields, "answer": "jsonl"})
    assert len(saved.text.splitlines()) == 120


def test_hits_are_saved_as_csv_without_formulas(visitor: TestClient) -> None:
    answer = screen_file(visitor, answer="csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert 'filename="screening-2024-12-09.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["row"] for row in rows} == {"1", "2", "3"}
    assert {row["id"] for row in rows} == {"7", "'=1+1", ""}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())


def test_all_rows_are_saved_as_lines_with_receipts(visitor: TestClient) -> None:
    answer = screen_file(visitor, answer="jsonl")
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [row["row"] for row in rows] == [1, 2, 3, 4]
    assert [bool(row["matches"]) for row in rows] == [True, True, True, False]
    assert all(json.loads(row["receipt"])["query"]["name"] == row["query"]["name"] for row in rows)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"data": "id\n1\n"}, "no column 'name'"),
        ({"data": b"PAR1xxxx"}, "Parquet"),
        ({"data": b"name\n\xff\xfe\n"}, "not UTF-8"),
        ({"data": b"name\na\x00b\n"}, "NUL"),
        ({"data": ""}, "empty"),
        ({"data": "name\n" + "Hamas\n" * 10_001}, "more than 10,000 rows"),
        ({"data": "name\n" + "x" * 1001 + "\n"}, "longer than 1000 characters"),
        ({"data": b'{"name": 1', "name": "a.jsonl"}, "not a JSON object"),
        ({"on": "2024-13-45"}, "2024-13-45"),
        ({"on": "soon"}, "holds no day"),
        ({"list": "no.such"}, "no.such"),
        ({"answer": "xls"}, "answer"),
        ({"column": "client"}, "no column 'client'"),
    ],
)
def test_a_file_that_cannot_be_screened_comes_back_with_a_sentence(
    visitor: TestClient, fields: dict[str, Any], sentence: str
) -> None:
    answer = screen_file(visitor, **fields)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "/tmp" not in answer.text


def test_no_file_and_a_page_that_lost_it_are_told(visitor: TestClient) -> None:
    sent = {"csrf": token(visitor, "/screen")}
    assert "choose a file" in said(visitor.post("/screen/file", data=sent))
    assert "choose the file again" in said(visitor.post("/screen/file", data={**sent, "carried": "%%%"}))


def test_a_column_of_another_name_can_be_named(visitor: TestClient) -> None:
    assert "1 row of 1 with candidates" in screen_file(visitor, "Client\nHamas\n", column="Client").text


# -- who may what ------------------------------------------------------------------------------------------------------


def test_every_page_asks_for_its_scope(make: Make) -> None:
    app, _ = make()
    service, visitor = app.state.service, browser_of(app)

    def held(*scopes: str) -> dict[str, str]:
        _, text = keys.add(service.settings.keys_path(), "tester", scopes, service.engine.clock(), None)
        return {"authorization": f"ApiKey {text}"}

    reads, screens, watches = held("read"), held("screen"), held("watch")
    for path, one, other in (
        ("/read", reads, screens), ("/alerts", watches, reads), ("/matches", watches, screens),
        ("/alerts", held("decide"), reads), ("/v1/matches", watches, reads), ("/v1/alerts", watches, reads),
        ("/validation", reads, screens), ("/screen", screens, reads), ("/screen/receipt?name=HTS", screens, reads),
    ):  # fmt: skip
        assert visitor.get(path, headers=one).status_code == 200, path
        refused = visitor.get(path, headers=other)
        assert refused.status_code == 403, path
        assert refused.headers["content-type"].startswith("text/html")
        assert visitor.get(path, follow_redirects=False).status_code == 303, "a browser is sent to sign in"


def test_records_of_two_moments_are_told_apart(visitor: TestClient) -> None:
    page = visitor.get("/screen?name=Hamas&known=2000-01-01").text
    assert "no candidate" in page, "nothing had been told by then"
