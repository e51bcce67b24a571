"""Finding by beginnings of words, by ids, and the frame that OpenRefine shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

if TYPE_CHECKING:
    from tests.service.conftest import Make

ID = "ahmed-al-sharaa"


def ids(client: TestClient, q: str, **more: str) -> list[str]:
    document = client.get("/search/default", params={"q": q, "delisted": "true", "limit": "500", **more}).json()
    return [one["id"] for one in document["results"]]


@pytest.mark.parametrize("q", ["julan", "al-jul", "abu mohammad al jul", "moham* jula*", "Julan*", "الجولان"])
def test_the_last_word_may_be_begun(client: TestClient, q: str) -> None:
    assert ID in ids(client, q)


@pytest.mark.parametrize("q", ["jul mohammad zzz", "ani", "j", "*"])
def test_what_is_no_beginning_of_a_last_word(client: TestClient, q: str) -> None:
    assert ID not in ids(client, q)


def test_words_as_typed_come_before_words_that_only_begin_so(client: TestClient) -> None:
    found = ids(client, "Hamas")
    assert found[0] == "hamas"


def test_filters_hold_for_what_was_found_by_a_beginning(client: TestClient) -> None:
    assert ID in ids(client, "julan", schema="Person")
    assert ids(client, "julan", schema="Vessel") == []
    assert ids(client, "julan", exclude_schema="Person") == []


def test_a_search_that_was_cut_says_so(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from gazetted.service.yente import searching

    _, client = make()
    whole = client.get("/search/default?q=al&delisted=true").json()["total"]
    monkeypatch.setattr(searching, "MOST", 3)
    cut = client.get("/search/default?q=al&delisted=true").json()["total"]
    assert cut["relation"] == "gte"
    assert cut["value"] < whole["value"]
    assert client.get("/search/default?q=julan&delisted=true").json()["total"] == {"value": 1, "relation": "eq"}


def test_pages_of_a_search_follow_each_other(client: TestClient) -> None:
    whole = ids(client, "islamic")
    pages = [
        one["id"]
        for offset in range(0, len(whole), 3)
        for one in client.get(f"/search/default?q=islamic&delisted=true&limit=3&offset={offset}").json()["results"]
    ]
    assert pages == whole
    assert len(set(whole)) == len(whole) > 3


def test_facets_are_those_asked_for_and_count_every_result(client: TestClient) -> None:
    document = client.get("/search/default?q=islamic&limit=1&facets=schema&facets=topics").json()
    assert set(document["facets"]) == {"schema", "topics"}
    counted = sum(one["count"] for one in document["facets"]["schema"]["values"])
    assert counted == document["total"]["value"] > 1


# -- OpenRefine --------------------------------------------------------------------------------------------------------


def reconciled(client: TestClient, query: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.post("/reconcile/default", data={"queries": json.dumps({"q": query})})
    found: list[dict[str, Any]] = answer.json()["q"]["result"]
    return found


@pytest.mark.parametrize("query", [ID, f"http://testserver/entities/{ID}", "us.sdn:15945", "un.sc:QDi.317"])
def test_an_id_by_itself_is_its_entity(client: TestClient, query: str) -> None:
    first, *rest = reconciled(client, {"query": query})
    assert (first["id"], first["score"], first["match"]) == (ID, 1.0, True)
    assert not any(one["match"] for one in rest)


@pytest.mark.parametrize("query", ["us.sdn:nonsense", "no-such-slug-zz", "http://testserver/entities/", "a:b"])
def test_an_id_of_nobody_is_nobody(client: TestClient, query: str) -> None:
    assert not [one for one in reconciled(client, {"query": query}) if one["match"]]


def test_the_frame_shows_an_entity_without_script_or_style(client: TestClient) -> None:
    manifest = client.get("/reconcile/default?api_key=k").json()["preview"]
    assert manifest["width"] > 0
    assert manifest["height"] > 0
    assert manifest["url"] == "http://testserver/reconcile/default/preview?id={{id}}&api_key=k"
    answer = client.get(manifest["url"].replace("{{id}}", ID))
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert "<h1>Ahmed al-Sharaa</h1>" in answer.text
    assert "us.sdn: removed 2025-11-07" in answer.text
    assert "us.sdn: in force" in client.get(f"/reconcile/default/preview?id={ID}&as_of=2024-12-09").text
    assert not [word for word in ("<script", "<style", "style=", "href=") if word in answer.text]


@pytest.mark.parametrize(("query", "status"), [("id=nobody-zz", 404), ("", 422), ("id=", 422), ("id=%00", 404)])
def test_frames_of_nobody(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/reconcile/default/preview?{query}").status_code == status


def test_only_pages_that_were_allowed_may_frame_it(make: Make) -> None:
    _, client = make(origins=("http://127.0.0.1:3333",))
    policy = client.get(f"/reconcile/default/preview?id={ID}").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors http://127.0.0.1:3333")


def test_what_a_frame_shows_is_escaped(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import msgspec

    from gazetted.service.yente import preview

    hostile = "<script>alert(1)</script>"
    found = preview.by_id

    def renamed(*asked: Any) -> Any:
        entity = found(*asked)
        assert entity is not None
        told = {"alias": [hostile], "birthDate": [hostile]}
        return msgspec.structs.replace(entity, caption=hostile, properties=told)

    monkeypatch.setattr(preview, "by_id", renamed)
    page = client.get(f"/reconcile/default/preview?id={ID}").text
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_suggestions_go_on_where_they_ended(client: TestClient) -> None:
    def suggested(**more: int) -> list[str]:
        document = client.get("/reconcile/default/suggest/entity", params={"prefix": "islamic", **more}).json()
        return [one["id"] for one in document["result"]]

    assert suggested(limit=2, cursor=2) == suggested(limit=4)[2:4]
    assert "ahmed-al-sharaa" not in suggested()
