"""The native routes answer as the command line does, and refuse what they should."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from gazetted.cli.run import run

if TYPE_CHECKING:
    from tests.service.conftest import Make

ON = "2024-12-09"
PAIRS = [
    (f"/v1/standing?party=HTS&on={ON}", ["standing", "HTS", "--on", ON]),
    (f"/v1/standing?party=HTS&on={ON}&list=us.fto", ["standing", "HTS", "--on", ON, "--list", "us.fto"]),
    ("/v1/history?party=HTS&list=us.fto", ["history", "HTS", "--list", "us.fto"]),
    ("/v1/find?name=HTS", ["find", "HTS"]),
    (f"/v1/lists?on={ON}", ["lists", "--on", ON]),
    ("/v1/identity?party=HTS", ["identity", "show", "HTS"]),
    ("/v1/changes?since=2025-07-01&until=2025-07-31", ["changes", "--since", "2025-07-01", "--until", "2025-07-31"]),
    (
        f"/v1/assess?party=HTS&on={ON}&without=us.fto&since=2017-01-01",
        ["assess", "HTS", "--on", ON, "--without", "us.fto", "--since", "2017-01-01"],
    ),
    (
        f"/v1/screen?name=Abu+Mohammad+al-Julani&name=HTS&on={ON}&list=un.sc&threshold=0.6&limit=3",
        ["screen", "Abu Mohammad al-Julani", "HTS", "--on", ON, "--list", "un.sc", "--threshold", "0.6", "--limit",
         "3"],
    ),
]  # fmt: skip


def said(capsys: pytest.CaptureFixture[str], words: list[str], record: Path) -> Any:
    assert run([*words, "--json", "--record", str(record)]) == 0
    return json.loads(capsys.readouterr().out)


def without_time(document: Any) -> Any:
    """A document without what depends on the moment of asking: the day of staleness, and times within receipts."""
    document["record"].pop("stale", None)
    for one in document.get("screenings", ()):
        one["receipt"] = json.loads(one["receipt"])["hashes"]["answer"]
    for one in document.get("lists", ()):
        one.pop("stale")
    return document


@pytest.mark.parametrize(("path", "words"), PAIRS, ids=[words[0] for _, words in PAIRS])
def test_an_answer_is_that_of_the_command_line(
    client: TestClient, session_folder: Path, capsys: pytest.CaptureFixture[str], path: str, words: list[str]
) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    mine = without_time(answer.json())
    assert mine == without_time(said(capsys, words, session_folder / "record.sqlite"))


def test_names_in_a_body_are_screened_in_their_order(client: TestClient) -> None:
    queries = [
        {"name": "Bashar al-Assad", "kind": "person", "born": "1965-09-11", "country": "SY", "key": "c-1"},
        {"name": "Nobody Atall"},
    ]
    document = client.post("/v1/screen", json={"queries": queries, "on": ON}).json()
    first, second = document["screenings"]
    assert first["query"] == queries[0]
    assert first["matches"][0]["party"] == "bashar-al-assad"
    assert second["matches"] == []
    assert json.loads(first["receipt"])["record"]["digest"] == document["record"]["digest"]


def test_an_article_is_read_from_text_json_or_html(client: TestClient) -> None:
    text = "DAMASCUS, 9 December 2024. Officials said Hayat Tahrir al-Sham is on the US list of terrorist groups."
    plain = client.post("/v1/read", content=text, headers={"content-type": "text/plain"}).json()
    given = client.post("/v1/read", json={"text": text, "date": ON, "with_text": True}).json()
    page = f"<html><body><article><p>{text}</p></article></body></html>"
    html = client.post(f"/v1/read?date={ON}", content=page, headers={"content-type": "text/html"}).json()
    for document in (plain, given, html):
        assert document["document"]["date"] == ON
        assert "hayat-tahrir-al-sham" in {one["party"] for one in document["parties"]}
    assert given["text"] == text


def test_receipts_of_an_answer_verify_and_a_changed_one_does_not(client: TestClient) -> None:
    answer = client.get(f"/v1/screen?name=HTS&name=Hamas&on={ON}").text
    good = client.post("/v1/receipts/verify", json={"receipts": answer}).json()
    assert (good["receipts"], good["sound"]) == (2, True)
    (receipt, *_) = (one["receipt"] for one in json.loads(answer)["screenings"])
    bad = client.post("/v1/receipts/verify", json={"receipts": receipt.replace("HTS", "XTS", 1)}).json()
    assert bad["sound"] is False
    assert client.post("/v1/receipts/verify", json={"receipts": ""}).status_code == 422


def lines(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


CSV = "Client,No\nBashar al-Assad,1\nNobody Atall,2\nHizballah,3\n"


def test_a_file_is_answered_row_by_row_with_progress(client: TestClient) -> None:
    path = f"/v1/screen/file?map=name=Client&map=key=No&progress=2&on={ON}"
    first, *rows, last = lines(client.post(path, content=CSV, headers={"content-type": "text/csv"}))
    assert (first["on"], "digest" in first["record"]) == (ON, True)
    assert [one["row"] for one in rows if "row" in one] == [1, 2, 3]
    assert [one["query"]["key"] for one in rows if "row" in one] == ["1", "2", "3"]
    assert [one["progress"]["rows"] for one in rows if "progress" in one] == [3]
    assert last["done"]["rows"] == 3
    assert last["done"]["matches"] == sum(len(one["matches"]) for one in rows if "row" in one)


def test_a_file_may_come_as_json_lines_or_in_a_form(client: TestClient) -> None:
    objects = '{"name": "Bashar al-Assad"}\n{"name": "Nobody Atall"}\n'
    sent = client.post("/v1/screen/file", content=objects, headers={"content-type": "application/x-ndjson"})
    form = client.post("/v1/screen/file", files={"file": ("names.jsonl", objects)})
    for answer in (sent, form):
        assert [one["row"] for one in lines(answer) if "row" in one] == [1, 2]


def test_only_hits_of_a_file(client: TestClient) -> None:
    path = "/v1/screen/file?map=name=Client&hits=true"
    answer = client.post(path, content=CSV, headers={"content-type": "text/csv"})
    assert [one["row"] for one in lines(answer) if "row" in one] == [1, 3]


def test_a_file_that_breaks_says_where(client: TestClient) -> None:
    rows = "name\n" + "Somebody\n" * 40 + '"never closed\n'
    last = lines(client.post("/v1/screen/file", content=rows, headers={"content-type": "text/csv"}))[-1]
    assert last["problem"]["status"] == 422
    assert "The file" in last["problem"]["detail"]
    assert "/tmp" not in last["problem"]["detail"]


@pytest.mark.parametrize(
    ("media", "content", "status"),
    [
        ("application/zip", b"PK", 415),
        ("text/csv", b"PAR1", 415),
        ("text/csv", b"", 200),
        ("multipart/form-data; boundary=x", b"--x", 422),
    ],
)
def test_files_of_other_kinds(client: TestClient, media: str, content: bytes, status: int) -> None:
    answer = client.post("/v1/screen/file", content=content, headers={"content-type": media})
    assert answer.status_code == status
    if status == 200:
        assert "problem" in lines(answer)[-1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/standing", 422),
        ("/v1/standing?party=HTS&nonsense=1", 422),
        ("/v1/standing?party=HTS&party=PKK", 422),
        ("/v1/standing?party=HTS&on=2024-13-45", 422),
        ("/v1/standing?party=HTS&on=yesterday", 422),
        ("/v1/standing?party=HTS&known=whenever-it-was", 422),
        ("/v1/standing?party=HTS&on=1207-00-22", 422),
        ("/v1/standing?party=HTS&known=0001-01-01T00:00:00%2B14:00", 422),
        ("/v1/screen?name=A&known=9999-12-31T23:59:59-14:00", 422),
        ("/v1/screen?name=A&threshold=nan", 422),
        ("/v1/standing?party=HTS&list=no.such", 422),
        ("/v1/standing?party=nobody-of-that-name-at-all", 404),
        ("/v1/changes?since=2025-07-31&until=2025-07-01", 422),
        ("/v1/changes", 422),
        ("/v1/screen?name=", 422),
        ("/v1/screen?name=A&threshold=1.5", 422),
        ("/v1/screen?name=A&scorer=nonsense", 422),
        ("/v1/screen?name=A&kind=ghost", 422),
        ("/v1/nothing", 404),
        ("/v1/find?name=%00", 422),
    ],
)
def test_what_is_refused(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["detail"].endswith((".", "?"))
    assert problem["request_id"] == answer.headers["x-request-id"]


def test_too_many_names_and_too_long_ones(client: TestClient) -> None:
    many = client.post("/v1/screen", json={"queries": [{"name": "A"}] * 101})
    assert (many.status_code, "101 names" in many.json()["detail"]) == (422, True)
    assert client.post("/v1/screen", json={"queries": [{"name": "x" * 1001}]}).status_code == 422
    assert client.post("/v1/screen", json={"queries": [{"name": "A", "nonsense": 1}], "x": 1}).status_code == 422


def test_an_article_that_is_too_long(client: TestClient) -> None:
    long = "Nothing. " * 40_000
    assert client.post("/v1/read", json={"text": long}).status_code == 422
    assert client.post("/v1/read", content=long.encode() * 5, headers={"content-type": "text/plain"}).status_code == 413


def test_a_wrong_method_is_a_problem(client: TestClient) -> None:
    answer = client.delete("/v1/lists")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


def test_past_knowledge_has_an_index_of_its_own(client: TestClient) -> None:
    document = client.get("/v1/screen?name=Bashar+al-Assad&known=2020-01-01T00:00:00Z").json()
    assert document["record"]["known"].startswith("2020-01-01")
    assert document["screenings"][0]["matches"] == []
    later = client.get("/v1/screen?name=Bashar+al-Assad&known=2026-06-01").json()
    assert later["screenings"][0]["matches"]


def test_the_whole_is_described(shared_app: tuple[FastAPI, TestClient]) -> None:
    _, client = shared_app
    document = client.get("/openapi.json").json()
    assert {"/v1/screen", "/v1/read", "/match/{dataset}", "/readyz"} <= document["paths"].keys()
    (party,) = (one for one in document["paths"]["/v1/standing"]["get"]["parameters"] if one["name"] == "party")
    assert party["required"] is True
    assert party["description"]
    for path, methods in document["paths"].items():
        for told in methods.values():
            assert told["summary"], path
            assert all(one["description"] for one in told.get("parameters", ()) if one["in"] == "query"), path


def test_an_answer_that_takes_too_long_is_given_up(make: Make) -> None:
    app, client = make(seconds=0.05)

    async def slow() -> str:
        engine = app.state.service.engine
        return str(await engine.ask(time.sleep, 1.0))

    app.add_api_route("/slow", slow)
    answer = client.get("/slow")
    assert answer.status_code == 503
    assert "longer than 0.05 seconds" in answer.json()["detail"]
