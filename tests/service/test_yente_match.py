"""`/match` behaves as clients of yente expect, behaviour by behaviour."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from gazetted.service.yente.matching import candidates

DOCUMENTED = {
    "weights": {"name_literal": 0.8},
    "config": {"nm_number_mismatch": 0.4},
    "queries": {
        "q1": {
            "id": None,
            "schema": "Person",
            "properties": {"name": ["John Doe"], "birthDate": ["1975-04-21"], "nationality": ["us"]},
        }
    },
}
TUTORIAL = {
    "queries": {
        "entity1": {
            "schema": "Person",
            "properties": {"name": ["John Doe"], "birthDate": ["1975-04-21"], "nationality": ["us"]},
        },
        "entity2": {
            "schema": "Company",
            "properties": {
                "name": ["Brilliant Amazing Limited"], "jurisdiction": ["hk"], "registrationNumber": ["84BA99810"],
            },
        },
    }
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")


def asked(name: str, schema: str = "LegalEntity", **properties: Any) -> dict[str, Any]:
    return {"queries": {"q": {"schema": schema, "properties": {"name": [name], **properties}}}}


def found(client: TestClient, name: str, path: str = "/match/default", **properties: Any) -> list[dict[str, Any]]:
    answer = client.post(path, json=asked(name, properties.pop("schema", "LegalEntity"), **properties))
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["responses"]["q"]["results"]
    return rows


@pytest.mark.parametrize("example", [DOCUMENTED, TUTORIAL])
def test_documented_examples_are_answered_in_their_form(client: TestClient, example: dict[str, Any]) -> None:
    answer = client.post("/match/default", json=example)
    assert answer.status_code == 200
    document = answer.json()
    assert document["limit"] == 5
    assert list(document["responses"]) == list(example["queries"])
    assert answer.headers["x-batch-size"] == str(len(example["queries"]))
    for key, one in document["responses"].items():
        assert one["status"] == 200
        assert set(one["total"]) == {"value", "relation"}
        assert one["query"]["schema"] == example["queries"][key]["schema"]
        assert one["query"]["properties"] == example["queries"][key]["properties"]


def test_what_is_left_out_of_a_configuration_is_said(client: TestClient) -> None:
    document = client.post("/match/default", json=DOCUMENTED).json()
    assert document["ignored"] == ["weights.name_literal", "config.nm_number_mismatch"]


def test_a_result_has_every_documented_member(client: TestClient) -> None:
    (first, *_) = found(client, "Bashar al-Assad", schema="Person", birthDate="1965-09-11")
    wanted = {
        "id", "caption", "schema", "properties", "datasets", "referents", "target", "first_seen", "last_seen",
        "last_change", "score", "match", "explanations",
    }  # fmt: skip
    assert wanted <= first.keys()
    assert first["id"] == "bashar-al-assad"
    assert first["schema"] == "Person"
    assert first["match"] is True
    assert first["target"] is True
    assert "sanction" in first["properties"]["topics"]
    assert "sy" in first["properties"]["nationality"]
    assert all(isinstance(value, list) for value in first["properties"].values())
    assert "us.sdn:12735" in first["referents"]
    told = first["explanations"]["name_match"]
    assert set(told) == {"score", "detail", "query", "candidate"}
    assert {one["list"] for one in first["listings"]} >= {"us.sdn", "eu.fsf"}


def test_timestamps_are_to_the_second_and_without_a_zone(client: TestClient) -> None:
    for row in found(client, "Hizballah"):
        for name in ("first_seen", "last_seen", "last_change"):
            assert row[name] is None or MOMENT.fullmatch(row[name]), row[name]


@pytest.mark.parametrize(
    ("body", "path", "status", "detail"),
    [
        ({"queries": {}}, "/match/default", 400, "No queries provided."),
        ({"queries": {"q": None}}, "/match/default", 400, "No queries provided."),
        (
            {"queries": {str(n): {"schema": "Person", "properties": {"name": ["A"]}} for n in range(101)}},
            "/match/default", 400, "Too many queries in one batch (limit: 100)",
        ),
        (
            {**asked("A"), "config": {"nonsense": 1}},
            "/match/default?algorithm=logic-v2", 400,
            "Invalid configuration parameter: nonsense for algorithm logic-v2",
        ),
        (
            {**asked("A"), "config": {"nm_number_mismatch": 1}},
            "/match/default?algorithm=names-1", 400,
            "Invalid configuration parameter: nm_number_mismatch for algorithm names-1",
        ),
        (asked("A"), "/match/nonsense", 404, "No such dataset."),
        (asked("A"), "/match/default?algorithm=nonsense", 400, "Unknown algorithm: nonsense"),
        (asked("A", "Nonsense"), "/match/default", 400, "Cannot parse example entity: no such schema: 'Nonsense'"),
    ],
)  # fmt: skip
def test_what_is_refused_and_how(client: TestClient, body: dict[str, Any], path: str, status: int, detail: str) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["detail"] == detail
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_query_without_a_schema_does_not_fit(client: TestClient) -> None:
    answer = client.post("/match/default", json={"queries": {"q": {"properties": {"name": "Banana"}}}})
    assert answer.status_code == 422


@pytest.mark.parametrize("query", ["limit=501", "limit=0", "threshold=2", "changed_since=yesterday", "limit=x"])
def test_parameters_out_of_their_bounds_do_not_fit(client: TestClient, query: str) -> None:
    assert client.post(f"/match/default?{query}", json=asked("A")).status_code == 422


def test_a_hundred_queries_are_answered(client: TestClient) -> None:
    body = {"queries": {str(n): {"schema": "Person", "properties": {"name": [f"Somebody {n}"]}} for n in range(100)}}
    answer = client.post("/match/default", json=body)
    assert answer.status_code == 200
    assert list(answer.json()["responses"]) == [str(n) for n in range(100)]


def test_the_total_counts_matches_and_not_rows(client: TestClient) -> None:
    wide = client.post("/match/default?limit=50&threshold=0.5", json=asked("Islamic Jihad")).json()["responses"]["q"]
    narrow = client.post("/match/default?limit=1&threshold=0.5", json=asked("Islamic Jihad")).json()["responses"]["q"]
    assert len(wide["results"]) > 1
    assert len(narrow["results"]) == 1
    assert wide["total"] == {"value": sum(row["match"] for row in wide["results"]), "relation": "eq"}
    assert narrow["total"]["value"] > 1


def test_results_are_sorted_by_score(client: TestClient) -> None:
    scores = [row["score"] for row in found(client, "Islamic Jihad", "/match/default?limit=20&threshold=0.5")]
    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)


def test_rows_between_cutoff_and_threshold_are_told_as_no_match(client: TestClient) -> None:
    rows = found(client, "Islamic Jihad", "/match/default?limit=20&threshold=0.95&cutoff=0.5")
    assert {row["match"] for row in rows} == {True, False}
    assert all(row["match"] == (row["score"] >= 0.95) for row in rows)


def test_explanations_leave_out_what_did_and_says_nothing(client: TestClient) -> None:
    for row in found(client, "Bashar al-Assad", schema="Person", birthDate="1990", nationality="fr"):
        assert row["explanations"]
        assert all(one["score"] or one["detail"] for one in row["explanations"].values())


def test_the_callers_id_is_echoed_and_never_used(client: TestClient) -> None:
    def answer(given: str | None) -> dict[str, Any]:
        query = {"schema": "Person", "properties": {"name": ["Maher al-Assad"]}, "id": given}
        one: dict[str, Any] = client.post("/match/default", json={"queries": {"q": query}}).json()["responses"]["q"]
        return one

    mine, none = answer("bashar-al-assad"), answer(None)
    assert mine["query"]["id"] == "bashar-al-assad"
    assert none["query"]["id"] is None
    assert mine["results"] == none["results"]


def test_an_address_that_is_too_long_is_414(client: TestClient) -> None:
    assert client.post(f"/match/default?topics={'x' * 60_001}", json=asked("A")).status_code == 414


def test_candidates_are_counted_as_yente_does() -> None:
    assert [candidates(limit) for limit in (1, 2, 5, 49, 50, 500)] == [20, 20, 50, 490, 500, 500]


def test_values_may_be_texts_numbers_or_lists(client: TestClient) -> None:
    query = {"schema": "Person", "properties": {"name": "Bashar al-Assad", "birthDate": 1965, "country": "Russia"}}
    one = client.post("/match/default", json={"queries": {"q": query}}).json()["responses"]["q"]
    assert one["query"]["properties"] == {"name": ["Bashar al-Assad"], "birthDate": ["1965"], "country": ["ru"]}
    assert one["results"][0]["id"] == "bashar-al-assad"


def test_of_several_names_the_best_counts(client: TestClient) -> None:
    query = {"schema": "Person", "properties": {"name": ["Nobody Atall", "Башар Асад", "Bashar Assad"]}}
    one = client.post("/match/default", json={"queries": {"q": query}}).json()["responses"]["q"]
    assert [row["id"] for row in one["results"]].count("bashar-al-assad") == 1


def test_a_name_in_parts_is_put_together(client: TestClient) -> None:
    query = {"schema": "Person", "properties": {"firstName": ["Bashar"], "lastName": ["al-Assad"]}}
    one = client.post("/match/default", json={"queries": {"q": query}}).json()["responses"]["q"]
    assert one["results"][0]["id"] == "bashar-al-assad"


def test_the_day_asked_decides_who_is_a_target(client: TestClient) -> None:
    path = "/match/us.fto?as_of={}&delisted={}"
    then = found(client, "Hayat Tahrir al-Sham", path.format("2024-12-09", "false"))
    now = found(client, "Hayat Tahrir al-Sham", path.format("2026-01-01", "false"))
    still = found(client, "Hayat Tahrir al-Sham", path.format("2026-01-01", "true"))
    assert then[0]["id"] == "hayat-tahrir-al-sham"
    assert "us.fto" in then[0]["datasets"]
    assert "crime.terror" in then[0]["properties"]["topics"]
    assert "hayat-tahrir-al-sham" not in {row["id"] for row in now}
    (row,) = (row for row in still if row["id"] == "hayat-tahrir-al-sham")
    (listing,) = (one for one in row["listings"] if one["list"] == "us.fto")
    assert (listing["status"], listing["until"]) == ("removed", "2025-07-08")


def test_knowledge_of_before_the_record_finds_nobody(client: TestClient) -> None:
    assert found(client, "Bashar al-Assad", "/match/default?known_at=2020-01-01T00:00:00Z") == []


def test_filters(client: TestClient) -> None:
    def ids(query: str, path: str = "default") -> set[str]:
        return {row["id"] for row in found(client, "Hizballah", f"/match/{path}?limit=50&threshold=0.5&{query}")}

    everything = ids("")
    assert "hizballah" in everything
    assert "hizballah" not in ids("exclude_schema=Organization")
    assert "hizballah" not in ids("exclude_entity_ids=hizballah")
    assert "hizballah" not in ids("topics=role.pep")
    assert "hizballah" in ids("topics=role.pep&topics=sanction")
    assert "hizballah" not in ids("changed_since=2099-01-01")
    assert "hizballah" in ids("changed_since=1990-01-01T10:00")
    assert "hizballah" in ids("include_dataset=us.fto")
    assert "hizballah" in ids("include_dataset=us.fto", "un.sc"), "a client names several datasets so"
    assert "hizballah" not in ids("exclude_dataset=us.fto", "us.fto")


@pytest.mark.parametrize(
    ("schema", "there"),
    [("Thing", True), ("LegalEntity", True), ("Organization", True), ("Company", True), ("Person", False),
     ("Vessel", False), ("Airplane", False), ("Address", False)],
)  # fmt: skip
def test_the_schema_asked_decides_who_may_be_meant(client: TestClient, schema: str, there: bool) -> None:
    ids = {row["id"] for row in found(client, "Hizballah", "/match/default?threshold=0.5", schema=schema)}
    assert ("hizballah" in ids) == there


def test_a_referent_can_be_excluded_too(client: TestClient) -> None:
    (first, *_) = found(client, "Bashar al-Assad")
    rows = found(client, "Bashar al-Assad", f"/match/default?exclude_entity_ids={first['referents'][0]}")
    assert first["id"] not in {row["id"] for row in rows}


@pytest.mark.parametrize("dataset", ["default", "sanctions", "us", "us.fto", "us_state_terrorist_orgs", "uk", "gb"])
def test_datasets_are_the_whole_an_authority_or_a_list(client: TestClient, dataset: str) -> None:
    assert "hizballah" in {row["id"] for row in found(client, "Hizballah", f"/match/{dataset}")}


def test_parameters_that_nobody_knows_are_left_out(client: TestClient) -> None:
    assert client.post("/match/default?fuzzy=false&fields=names", json=asked("A")).status_code == 200


def test_hostile_bodies_are_refused(client: TestClient) -> None:
    deep = b'{"queries": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    for body in (b"", b"{", b"[]", b'{"queries": 1}', b'{"queries": {"q": {"schema": "Person"}}}', deep, b"\xff"):
        assert client.post("/match/default", content=body).status_code in (400, 422)
    for properties in ({"name": [{"a": 1}]}, {"name": [True]}, {"name": ["x"] * 300}, {"name": ["x" * 5000]}):
        query = {"queries": {"q": {"schema": "Person", "properties": properties}}}
        assert client.post("/match/default", json=query).status_code == 400
