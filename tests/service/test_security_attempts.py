"""Attempts to get in, or to use the service up, that a reviewer made: docs/security-review.md lists them all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from gazetted.matching.nearness import abjad_keys
from gazetted.service import audit, keys
from gazetted.service.guard import _without_port
from gazetted.service.problems import of_error
from gazetted.service.routes.read import LONGEST
from gazetted.service.routes.receipts import MOST
from gazetted.service.screening import LONGEST_NAME, MOST_IDS

if TYPE_CHECKING:
    from tests.service.conftest import Make

TEXT = {"content-type": "text/plain"}


@pytest.mark.parametrize(
    "host",
    [
        "localhost:evil.example", "[::1].evil.example", "[::1", "localhost:8000@evil.example", "evil.example",
        "127.0.0.1.evil.example", "localhost/evil.example", "", ":8000",
    ],
)  # fmt: skip
def test_a_host_that_only_begins_like_ours_is_none(host: str) -> None:
    assert _without_port(host) not in {"localhost", "127.0.0.1", "[::1]", "testserver"}


def test_two_hosts_are_one_too_many(make: Make) -> None:
    _, client = make()
    answer = client.get("/v1/lists", headers=[("host", "evil.example"), ("host", "testserver")])
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fv1%2frecord", "/static/%2e%2e/v1/record", "/sign-in/../v1/record", "//v1/record",
        "/V1/record", "/v1/record/", "/healthz/../v1/record", "/sign-in/", "/reconcile/..%2fv1/record",
    ],
)  # fmt: skip
def test_no_way_round_the_door(make: Make, path: str) -> None:
    app, client = make()
    service = app.state.service
    keys.add(service.settings.keys_path(), "tester", ("read",), service.engine.clock())
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code in (401, 404), answer.text
    assert "digest" not in answer.text


@pytest.mark.parametrize("header", ["x-http-method-override", "x-original-url", "x-forwarded-for", "x-forwarded-user"])
def test_no_header_of_a_proxy_opens_the_door(make: Make, header: str) -> None:
    app, client = make()
    service = app.state.service
    keys.add(service.settings.keys_path(), "tester", ("read",), service.engine.clock())
    for said in ("GET", "/healthz", "127.0.0.1", "admin"):
        assert client.get("/v1/record", headers={header: said}).status_code == 401


def test_nothing_is_found_where_nothing_had_been_told(client: TestClient) -> None:
    answer = client.get("/search/default", params={"known_at": "1990-01-01T00:00:00Z", "schema": "Organization"})
    assert (answer.status_code, answer.json()["results"]) == (200, [])


@pytest.mark.parametrize("name", ["sort", "filter", "facets", "countries", "topics", "include_dataset"])
def test_a_search_takes_a_parameter_only_so_often(client: TestClient, name: str) -> None:
    assert client.get("/search/default?" + "&".join([f"{name}=id"] * 3000)).status_code == 422


def test_what_goes_with_a_name_is_short(client: TestClient) -> None:
    def status(**more: Any) -> int:
        return client.post("/v1/screen", json={"queries": [{"name": "A", **more}]}).status_code

    assert status(ids=["passport:1"] * MOST_IDS) == 200
    assert status(ids=["passport:1"] * (MOST_IDS + 1)) == 422
    assert status(ids=["passport:" + "1" * LONGEST_NAME]) == 422
    assert status(country="x" * (LONGEST_NAME + 1)) == 422
    assert status(key="x" * (LONGEST_NAME + 1)) == 422


def test_an_article_in_bytes_is_no_longer_than_one_in_json(client: TestClient) -> None:
    text = "Nothing. " * (LONGEST // 9 + 1)
    for data in (text.encode(), text.encode("utf-16"), b"<html><body><p>" + text.encode() + b"</p></body></html>"):
        answer = client.post("/v1/read?date=2024-01-01", content=data, headers=TEXT)
        assert answer.status_code in (413, 422), answer.text[:200]
    assert client.post("/v1/read?date=2024-01-01", content=text.encode(), headers=TEXT).status_code == 413


def test_the_markup_of_a_page_is_not_counted(client: TestClient) -> None:
    page = b"<html><body>" + b"<div class='none'>" * 20_000 + b"<p>Nothing of note.</p></body></html>"
    assert len(page) > LONGEST
    assert client.post("/v1/read?date=2024-01-01", content=page, headers=TEXT).status_code == 200


def test_receipts_are_verified_in_parts(client: TestClient) -> None:
    answer = client.post("/v1/receipts/verify", json={"receipts": "{}\n" * (MOST + 1)})
    assert (answer.status_code, "in parts" in answer.json()["detail"]) == (422, True)


def test_a_caller_that_goes_away_is_no_fault_of_the_service() -> None:
    from starlette.requests import ClientDisconnect

    assert of_error(ClientDisconnect()).status == 400


def test_a_word_without_end_has_no_keys() -> None:
    """Each way to read a word is as long as the word: 1,000 letters of one took six seconds."""
    word = "\u0e01" * 1000
    assert abjad_keys(word) == set()
    assert abjad_keys(word[:60]) != set()


def test_a_long_line_of_the_audit_log_is_one_line(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    audit.append(log, [{"queries": ["x" * (3 << 20)]}, {"queries": []}])
    found = audit.check(log)
    assert (found.lines, found.problems) == (2, ())


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1" + "0" * 5000, "-1e308", "1.7976931348623157e308"])
def test_numbers_of_any_size_are_no_fault(client: TestClient, number: str) -> None:
    example = json.dumps({"queries": {"a": {"schema": "Person", "properties": {"name": ["x"], "birthDate": ["N"]}}}})
    example = example.replace('"N"', number)
    assert client.post("/match/default", content=example).status_code < 500
    query = json.dumps({"a": {"query": "x", "limit": "N"}}).replace('"N"', number)
    assert client.post("/reconcile/default", data={"queries": query}).status_code < 500


@pytest.mark.parametrize("path", ["/parties/%00", "/entities/%00", "/static/%00", "/matches/%00", "/%0a%0d"])
def test_nul_and_line_ends_in_a_path_are_found_nowhere(client: TestClient, path: str) -> None:
    for accept in ("text/html", "*/*"):
        answer = client.get(path, headers={"accept": accept})
        assert answer.status_code in (404, 422), answer.text


def test_what_may_be_kept_is_kept_by_the_caller_alone(client: TestClient) -> None:
    assert "private" in client.get("/catalog").headers["cache-control"]
