"""The engine follows its record: a new state is swapped in whole, and trouble keeps the old one."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gazetted.record.opening import open_ledger
from gazetted.service import state as states
from gazetted.service.engine import Engine
from gazetted.service.problems import ProblemError
from gazetted.service.settings import Settings

if TYPE_CHECKING:
    from tests.service.conftest import Make

NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
OWN = "id,name,kind\n1,Zebulon Quartzfeather,person\n"


def told(path: str, folder: Path, text: str = OWN) -> None:
    """Load a list of one's own into a record, as another process would."""
    from gazetted.record.loading import load

    file = folder / "clients.csv"
    file.write_text(text, "utf-8")
    ledger = open_ledger(path, clock=lambda: NOW)
    try:
        load(ledger, file, source="own.clients", date=dt.date(2026, 8, 1), force=False, now=NOW)
    finally:
        ledger.close()


def until(condition: Any) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)


def test_a_new_edition_is_found_without_a_restart(make: Make, tmp_path: Path) -> None:
    app, client = make()
    engine = app.state.service.engine
    before = engine.state
    path = "/v1/screen?name=Zebulon+Quartzfeather"
    assert client.get(path).json()["screenings"][0]["matches"] == []
    told(app.state.service.settings.record, tmp_path)
    assert client.get(path).json()["record"]["digest"] == before.digest, "answers are of one state until the swap"
    engine.look()
    until(lambda: engine.state is not before)
    document = client.get(path).json()
    assert document["screenings"][0]["matches"][0]["standings"][0]["list"] == "own.clients"
    assert document["record"]["digest"] == engine.state.digest != before.digest
    assert "own.clients" in {one["name"] for one in client.get("/catalog").json()["datasets"]}
    assert client.get("/readyz").json()["record"] == engine.state.digest


def test_no_request_fails_while_the_record_is_updated(make: Make, tmp_path: Path) -> None:
    app, client = make()
    engine, before = app.state.service.engine, app.state.service.engine.state
    statuses: list[int] = []
    ended = threading.Event()

    def ask() -> None:
        body = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Bashar al-Assad"]}}}}
        while not ended.is_set():
            answer = client.post("/match/default", json=body)
            statuses.append(answer.status_code)
            assert answer.json()["responses"]["q"]["results"][0]["id"] == "bashar-al-assad"

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        told(app.state.service.settings.record, tmp_path)
        engine.look()
        until(lambda: engine.state is not before)
        count = len(statuses)
        until(lambda: len(statuses) > count + 5)
    finally:
        ended.set()
        asking.join()
    assert set(statuses) == {200}


def test_an_article_waits_for_what_reading_needs_and_others_do_not(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app, client = make(seconds=0.3)
    engine = app.state.service.engine
    go = threading.Event()
    build = states.Reading.build

    def slow(*args: Any) -> None:
        go.wait(30)
        build(*args)

    monkeypatch.setattr(states.Reading, "build", slow)
    article = {"text": "Officials listed Hayat Tahrir al-Sham.", "date": "2024-12-09"}
    answer = client.post("/v1/read", json=article)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "being built" in answer.json()["detail"]
    assert client.get("/v1/find?name=HTS").status_code == 200
    go.set()
    until(lambda: client.post("/v1/read", json=article).status_code == 200)
    monkeypatch.undo()
    before = engine.state
    told(app.state.service.settings.record, tmp_path)
    engine.look()
    until(lambda: engine.state is not before)
    assert engine.state.reading.ready, "who reads is not kept waiting by a new edition"


def test_not_ready_until_the_index_is_built(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    made = states.made

    def slow(*args: Any) -> states.State:
        go.wait(30)
        return made(*args)

    monkeypatch.setattr("gazetted.service.engine.made", slow)
    app, client = make(ready=False)
    for path in ("/readyz", "/v1/screen?name=A", "/match/default", "/catalog", "/v1/lists"):
        method = "POST" if path.startswith("/match") else "GET"
        body = {"queries": {"q": {"schema": "Person", "properties": {"name": ["A"]}}}}
        answer = client.request(method, path, json=body if method == "POST" else None)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5"), path
    assert client.get("/healthz").status_code == 200
    assert "gazetted_ready 0" in client.get("/metrics").text
    go.set()
    until(lambda: app.state.service.engine.ready)
    assert client.get("/readyz").status_code == 200


def test_trouble_with_the_record_keeps_the_old_state(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    app, client = make()
    engine, before = app.state.service.engine, app.state.service.engine.state

    def broken(*_: Any) -> None:
        raise RuntimeError("disk gone")

    logging.disable(logging.ERROR)
    try:
        monkeypatch.setattr(type(before.record.ledger), "newest_moment", broken)
        engine.look()
        until(lambda: engine.trouble)
    finally:
        logging.disable(logging.NOTSET)
    assert engine.state is before
    assert client.get("/v1/screen?name=HTS").status_code == 200
    assert "gazetted_record_trouble 1" in client.get("/metrics").text
    monkeypatch.undo()


def test_a_record_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    path.write_text("no database", "utf-8")
    engine = Engine(Settings(record=str(path), poll=0.05), lambda: NOW)
    logging.disable(logging.ERROR)
    engine.start()
    try:
        until(lambda: engine.trouble)
        with pytest.raises(ProblemError, match="cannot be opened"):
            _ = engine.state
    finally:
        engine.stop()
        logging.disable(logging.NOTSET)


def test_too_many_questions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazetted.service.engine._MOST_WAITING", 2)
    engine = Engine(Settings(), lambda: NOW)
    go = threading.Event()

    async def ask() -> list[Any]:
        asking = [asyncio.create_task(engine.screen(go.wait, 10)) for _ in range(4)]
        await asyncio.sleep(0.05)
        go.set()
        return await asyncio.gather(*asking, return_exceptions=True)

    found = asyncio.run(ask())
    engine.stop()
    assert found[:2] == [True, True]
    assert [one.status for one in found[2:]] == [503, 503]
    assert engine.waiting == 0


@pytest.mark.postgres
def test_a_record_in_postgresql_is_served_and_followed(make: Make, postgres_url: str, tmp_path: Path) -> None:
    app, client = make(record=postgres_url)
    engine = app.state.service.engine
    assert app.state.service.settings.audit_path().parent == tmp_path / "data" / "gazetted"
    document = client.get("/v1/screen?name=Bashar+al-Assad&on=2024-12-09").json()
    assert document["screenings"][0]["matches"][0]["party"] == "bashar-al-assad"
    body = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Bashar al-Assad"]}}}}
    found = client.post("/match/us?as_of=2024-12-09", json=body).json()["responses"]["q"]["results"]
    assert found[0]["id"] == "bashar-al-assad"
    assert client.get("/v1/standing?party=HTS&on=2024-12-09").status_code == 200
    before = engine.state
    told(postgres_url, tmp_path)
    engine.look()
    until(lambda: engine.state is not before)
    again = client.get("/v1/screen?name=Zebulon+Quartzfeather").json()
    assert again["screenings"][0]["matches"]
