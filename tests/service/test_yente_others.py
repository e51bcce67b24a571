"""Search, entities, catalogue, algorithms, reconciliation and updates behave as clients of yente expect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from gazetted.service.settings import UPDATES

if TYPE_CHECKING:
    from tests.service.conftest import Make


def test_search_finds_by_a_word_and_tells_facets(client: TestClient) -> None:
    document = client.get("/search/default?q=assad").json()
    assert "bashar-al-assad" in {one["id"] for one in document["results"]}
    assert document["total"] == {"value": len(document["results"]), "relation": "eq"}
    assert (document["limit"], document["offset"]) == (10, 0)
    assert set(document["facets"]) == {"countries", "topics", "datasets"}
    (syria,) = (one for one in document["facets"]["countries"]["values"] if one["name"] == "sy")
    assert syria["count"] >= 2
    assert set(syria) == {"name", "label", "count"}


def test_search_pages_sorts_and_filters(client: TestClient) -> None:
    whole = client.get("/search/us.fto?q=&limit=20&sort=caption:asc").json()
    page = client.get("/search/us.fto?q=&limit=5&offset=5&sort=caption:asc").json()
    assert [one["id"] for one in page["results"]] == [one["id"] for one in whole["results"][5:10]]
    names = [one["caption"] for one in whole["results"]]
    assert names == sorted(names)
    people = client.get("/search/default?q=assad&schema=Person").json()
    assert {one["schema"] for one in people["results"]} == {"Person"}
    nobody = client.get("/search/default?q=assad&countries=fr").json()
    assert nobody["total"]["value"] == 0
    either = client.get("/search/default?q=assad&filter=schema:Person&filter=schema:Vessel").json()
    both = client.get("/search/default?q=assad&filter=schema:Person&filter=schema:Vessel&filter_op=AND").json()
    assert either["total"]["value"] > both["total"]["value"] == 0


@pytest.mark.parametrize(
    ("query", "status"),
    [("schema=Nonsense", 400), ("limit=501", 422), ("offset=9500", 422), ("sort=nonsense", 400), ("filter_op=X", 422)],
)
def test_searches_that_are_refused(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/search/default?q=a&{query}").status_code == status


def test_who_left_the_list_is_not_searched_unless_asked_for(client: TestClient) -> None:
    path = "/search/us.fto?q=Hayat+Tahrir&as_of=2026-01-01"
    assert client.get(path).json()["total"]["value"] == 0
    (one, *_) = client.get(f"{path}&delisted=true").json()["results"]
    assert one["id"] == "hayat-tahrir-al-sham"


def test_an_entity_nests_its_listings(client: TestClient) -> None:
    one = client.get("/entities/bashar-al-assad").json()
    plain = client.get("/entities/bashar-al-assad?nested=false").json()
    assert "sanctions" not in plain["properties"]
    (of_us, *_) = (held for held in one["properties"]["sanctions"] if held["datasets"] == ["us.sdn"])
    assert of_us["schema"] == "Sanction"
    assert of_us["properties"]["entity"] == ["bashar-al-assad"]
    assert of_us["properties"]["startDate"] == ["2011-05-18"]


def test_the_id_of_an_entry_leads_to_its_entity(client: TestClient) -> None:
    answer = client.get("/entities/us.sdn:12735?nested=false", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == "/entities/bashar-al-assad?nested=false"
    assert client.get("/entities/us.sdn:12735").json()["id"] == "bashar-al-assad"


def test_the_id_of_an_entry_may_hold_slashes(client: TestClient) -> None:
    one = client.get("/entities/bashar-al-assad").json()
    (referent,) = (name for name in one["referents"] if "/" in name)
    assert client.get(f"/entities/{quote(referent, safe='')}").json()["id"] == "bashar-al-assad"
    assert client.get(f"/entities/{quote(referent, safe='')}/adjacent").json()["entity"]["id"] == "bashar-al-assad"


def test_an_entity_that_is_not_there(client: TestClient) -> None:
    for path in ("/entities/nobody", "/entities/nobody/adjacent", "/entities/nobody/adjacent/sanctions"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["detail"]) == (404, "No such entity!")


def test_what_lies_next_to_an_entity(client: TestClient) -> None:
    document = client.get("/entities/bashar-al-assad/adjacent?limit=1").json()
    assert document["entity"]["id"] == "bashar-al-assad"
    held = document["adjacent"]["sanctions"]
    assert len(held["results"]) == 1
    assert held["total"]["value"] > 1
    assert client.get("/entities/bashar-al-assad/adjacent/sanctions?limit=1").json() == held
    assert client.get("/entities/bashar-al-assad/adjacent/nonsense").status_code == 404


def test_the_catalogue_holds_the_whole_authorities_and_lists(client: TestClient) -> None:
    answer = client.get("/catalog")
    document = answer.json()
    names = [one["name"] for one in document["datasets"]]
    assert {"default", "us", "us.fto", "un.sc"} <= set(names)
    assert len(names) == len(set(names))
    (whole,) = (one for one in document["datasets"] if one["load"])
    assert whole["name"] == "default"
    assert set(document["current"]) | set(document["outdated"]) <= set(names)
    assert document["index_stale"] is False
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert client.get("/manifest").json() == document


def test_the_catalogue_is_not_sent_twice(client: TestClient) -> None:
    tag = client.get("/catalog").headers["etag"]
    again = client.get("/catalog", headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/catalog", headers={"if-none-match": '"other"'}).status_code == 200


def test_algorithms_are_the_scorers(client: TestClient) -> None:
    document = client.get("/algorithms").json()
    assert [one["name"] for one in document["algorithms"]] == ["names-1", "ofac-1"]
    assert document["best"] == document["default"] == "names-1"
    for one in document["algorithms"]:
        assert set(one) == {"name", "description", "features", "docs"}
        assert set(one["docs"]) == {"name", "description", "config", "features"}


def test_every_scorer_can_be_asked_for(client: TestClient) -> None:
    for name in ("best", "logic-v2", "names-1", "ofac-1"):
        body = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Bashar al-Assad"]}}}}
        answer = client.post(f"/match/default?algorithm={name}", json=body)
        assert answer.json()["responses"]["q"]["results"][0]["id"] == "bashar-al-assad"


def test_updates_need_the_token(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.post("/updatez?token=").status_code == 403
    monkeypatch.setenv(UPDATES, "right")
    assert client.post("/updatez?token=wrong").json()["detail"] == "Invalid token."
    assert client.post("/updatez?token=right&sync=true").json() == {"status": "ok"}


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ok"


# -- reconciliation ----------------------------------------------------------------------------------------------------


def reconciled(client: TestClient, queries: Any, path: str = "/reconcile/default") -> Any:
    answer = client.post(path, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_manifest_of_reconciliation(client: TestClient) -> None:
    document = client.get("/reconcile/default?api_key=k").json()
    assert document["versions"] == ["0.2"]
    assert document["batchSize"] == 3
    assert {"identifierSpace", "schemaSpace", "name", "view", "defaultTypes"} <= document.keys()
    assert set(document["suggest"]) == {"entity", "type", "property"}
    assert document["suggest"]["entity"]["service_path"] == "/suggest/entity?api_key=k"
    assert len(document["defaultTypes"]) > 3
    assert client.get("/reconcile/nonsense").status_code == 404


def test_names_are_reconciled(client: TestClient) -> None:
    queries = {"q0": {"query": "Hizballah", "type": "Organization", "limit": 3}, "q1": {"query": "Nobody Atall"}}
    document = reconciled(client, queries)
    (first, *_) = document["q0"]["result"]
    assert first["id"] == "hizballah"
    assert set(first) == {"id", "name", "description", "type", "score", "match"}
    assert first["match"] is True
    assert document["q1"] == {"result": []}


def test_properties_of_a_row_count(client: TestClient) -> None:
    query = {"query": "Bashar al-Assad", "type": "Person", "properties": [{"pid": "Person:birthDate", "v": "1950"}]}
    other = reconciled(client, {"q": query})["q"]["result"][0]["score"]
    assert other <= reconciled(client, {"q": {"query": "Bashar al-Assad"}})["q"]["result"][0]["score"]


def test_columns_are_filled(client: TestClient) -> None:
    wanted = {"ids": ["bashar-al-assad", "nobody"], "properties": [{"id": "nationality"}, {"id": "nonsense"}]}
    document = client.post("/reconcile/default", data={"extend": json.dumps(wanted)}).json()
    assert document["meta"] == [{"id": "nationality", "name": "Nationality (country)"}]
    assert {"str": "sy"} in document["rows"]["bashar-al-assad"]["nationality"]
    assert document["rows"]["nobody"] == {}


@pytest.mark.parametrize("queries", ["{", '{"q": {"query": 37473874}}', "[]", ""])
def test_bad_queries_of_reconciliation(client: TestClient, queries: str) -> None:
    assert client.post("/reconcile/default", data={"queries": queries}).status_code == 400


def test_too_many_queries_of_reconciliation(client: TestClient) -> None:
    queries = {str(n): {"query": "A"} for n in range(101)}
    answer = client.post("/reconcile/default", data={"queries": json.dumps(queries)})
    assert answer.json()["detail"] == "Too many queries in one batch (limit: 100)"


@pytest.mark.parametrize(
    ("what", "prefix", "wanted"),
    [
        ("entity", "bashar assad", "bashar-al-assad"),
        ("type", "organ", "Organization"),
        ("property", "country", "LegalEntity:mainCountry"),
        ("property", "country", "Thing:country"),
    ],
)
def test_suggestions(client: TestClient, what: str, prefix: str, wanted: str) -> None:
    document = client.get(f"/reconcile/default/suggest/{what}", params={"prefix": prefix}).json()
    assert document["prefix"] == prefix
    assert wanted in [one["id"] for one in document["result"]]


@pytest.mark.parametrize("what", ["entity", "type", "property"])
@pytest.mark.parametrize("prefix", ["", "banana man"])
def test_nothing_is_suggested_for_nothing(client: TestClient, what: str, prefix: str) -> None:
    document = client.get(f"/reconcile/default/suggest/{what}", params={"prefix": prefix}).json()
    assert document["result"] == []


def test_columns_are_proposed(client: TestClient) -> None:
    document = client.get("/reconcile/default/extend/property?type=Person").json()
    names = [one["id"] for one in document["properties"]]
    assert "birthDate" in names
    assert "imoNumber" not in names


def test_openrefine_may_give_its_key_in_the_address(make: Make) -> None:
    from gazetted.service import keys
    from gazetted.service.settings import Settings

    app, client = make()
    settings: Settings = app.state.service.settings
    _, text = keys.add(settings.keys_path(), "refine", ["screen"], app.state.service.engine.clock())
    assert client.get("/reconcile/default").status_code == 401
    assert client.get(f"/reconcile/default?api_key={text}").status_code == 200
    assert client.get(f"/v1/lists?api_key={text}").status_code == 401
