"""Decisions on who is who over HTTP: by scope, audited, and seen by every process."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from gazetted.service import keys
from gazetted.service.settings import Settings

if TYPE_CHECKING:
    from tests.service.conftest import Make

ONE, OTHER = "palestine-action", "maniac-murder-cult"


def decide(client: TestClient, what: str, one: str = ONE, **body: str) -> object:
    answer = client.post(f"/v1/identity/{one}/{what}", json={"other": OTHER, **body})
    assert answer.status_code == 200, answer.text
    return answer.json()


def lists_of(client: TestClient, party: str) -> set[str]:
    return {one["entry"] for one in client.get(f"/v1/standing?party={party}").json()["standings"]}


def test_two_are_joined_parted_and_left_to_the_engine_again(make: Make) -> None:
    _, client = make()
    before = lists_of(client, ONE)
    joined = decide(client, "join", reason="the same people")
    assert joined["tie"]["verdict"] == "same"  # type: ignore[index]
    assert joined["in_use"] is True  # type: ignore[index]
    assert lists_of(client, ONE) > before
    (tie,) = (one for one in client.get(f"/v1/identity?party={ONE}").json()["ties"] if one["by"] == "user")
    assert tie["reason"] == "the same people"
    parted = decide(client, "part", reason="no, others")
    assert parted["tie"]["verdict"] == "different"  # type: ignore[index]
    assert lists_of(client, ONE) == before
    assert decide(client, "undo")["tie"] is None  # type: ignore[index]
    assert lists_of(client, ONE) == before


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"{ONE}/join", {"other": "nobody-at-all-zzz", "reason": "r"}, 404),
        ("nobody-at-all-zzz/join", {"other": ONE, "reason": "r"}, 404),
        (f"{ONE}/join", {"other": ONE, "reason": "r"}, 422),
        (f"{ONE}/join", {"other": OTHER, "reason": ""}, 422),
        (f"{ONE}/join", {"other": OTHER, "reason": "   "}, 422),
        (f"{ONE}/join", {"other": OTHER}, 422),
        (f"{ONE}/join", {"other": OTHER, "reason": "r", "more": 1}, 422),
        (f"{ONE}/join", {"other": OTHER, "reason": "r" * 10_000}, 422),
        (f"{ONE}/undo", {"other": OTHER}, 422),
        (f"{ONE}/nonsense", {"other": OTHER}, 404),
    ],
)
def test_decisions_that_are_refused(make: Make, path: str, body: dict[str, object], status: int) -> None:
    _, client = make()
    before = client.get("/v1/record").json()["record"]["digest"]
    answer = client.post(f"/v1/identity/{path}", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert client.get("/v1/record").json()["record"]["digest"] == before


def test_deciding_needs_its_own_scope_and_is_audited(make: Make) -> None:
    app, client = make(audit_wait=True)
    service = app.state.service
    settings: Settings = service.settings
    now = service.engine.clock()
    _, reader = keys.add(settings.keys_path(), "reader", ["read", "screen"], now)
    _, judge = keys.add(settings.keys_path(), "judge", ["decide"], now)
    path, body = f"/v1/identity/{ONE}/join", {"other": OTHER, "reason": "the same people"}
    assert client.post(path, json=body).status_code == 401
    refused = client.post(path, json=body, headers={"authorization": f"ApiKey {reader}"})
    assert (refused.status_code, "`decide`" in refused.json()["detail"]) == (403, True)
    assert client.post(path, json=body, headers={"authorization": f"ApiKey {judge}"}).status_code == 200
    lines = [json.loads(line) for line in Path(f"{settings.place}.audit.jsonl").read_text().splitlines()]
    (line,) = (one for one in lines if one["action"] == "identity join")
    assert (line["name"], line["one"], line["other"], line["reason"]) == ("judge", ONE, OTHER, "the same people")


def test_another_process_sees_a_decision_by_itself(make: Make) -> None:
    _, deciding = make()
    _, other = make(poll=0.05)
    before = lists_of(other, ONE)
    decide(deciding, "join", reason="the same people")
    end = time.monotonic() + 30
    while lists_of(other, ONE) == before and time.monotonic() < end:
        time.sleep(0.05)
    assert lists_of(other, ONE) == lists_of(deciding, ONE) > before
