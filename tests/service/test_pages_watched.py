"""Pages of what is watched, and of validation: what they show and refuse, and that others' text is only text."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from gazetted.record.opening import open_ledger
from gazetted.service import keys
from gazetted.service.pages import validation
from gazetted.watch.run import run
from gazetted.watch.state import state_of

if TYPE_CHECKING:
    from tests.service.conftest import Make

NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
TODAY = dt.date(2026, 9, 1)
EVIL = "<script>alert(1)</script><b onclick=x>Hamas</b>"


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


def said(answer: Any) -> str:
    """The sentence of an error, as a reader sees it."""
    found = re.search(r'class="error"[^>]*>([^<]*)<', answer.text) or re.search(r'class="lead">([^<]*)<', answer.text)
    assert found, answer.text[:500]
    return html.unescape(found[1])


def assert_harmless(answer: Any) -> None:
    assert "<script>alert" not in answer.text
    assert "<b onclick" not in answer.text
    assert re.findall(r"<script(?! src=\"/static/)", answer.text) == []
    assert "style=" not in answer.text
    assert "<style" not in answer.text
    assert "unsafe" not in answer.headers["content-security-policy"]


# -- what is watched ---------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(make: Make, tmp_path: Path) -> tuple[FastAPI, Path]:
    """A service whose record has a portfolio of two customers, looked at once."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "customers.csv").write_text(
        f'id,name,kind,born\nc-1,Bashar al-Assad,person,1965-09-11\n"{EVIL}",Abu Mohammad al-Julani,person,\n', "utf-8"
    )
    app, _ = make(audit_wait=True)
    place = app.state.service.settings.record
    look(place, folder / "customers.csv")
    return app, folder / "customers.csv"


def look(place: str, portfolio: Path | None = None, on: dt.date = TODAY) -> None:
    with closing(open_ledger(place, clock=lambda: NOW)) as ledger, closing(state_of(ledger.url)) as state:
        if portfolio is not None:
            state.add("portfolio", str(portfolio))
        from gazetted import __version__

        assert run(ledger, state, on=on, now=NOW, version=__version__).failures == ()


def test_where_nothing_is_watched_the_pages_say_how(visitor: TestClient) -> None:
    for path in ("/alerts", "/matches"):
        page = visitor.get(path).text
        assert "gazetted watch add portfolio customers.csv" in page
    assert visitor.get("/v1/alerts").json() == {"alerts": [], "before": None}
    assert visitor.get("/v1/matches").json() == {"matches": [], "total": 0}
    assert visitor.get("/v1/watches").json() == {"watches": []}
    assert visitor.get(f"/matches/{'0' * 32}").status_code == 404


def test_alerts_say_what_for_whom_and_by_which_act(watched: tuple[FastAPI, Path]) -> None:
    visitor = browser_of(watched[0])
    answer = visitor.get("/alerts")
    assert answer.text.count('<article class="alert') == 1, "on no list today, the other is no alert"
    assert "new match" in answer.text
    assert "portfolio customers.csv" in answer.text
    assert str(watched[1].parent) not in answer.text, "where a file lies is nobody's business"
    assert "EO 13894" in answer.text
    told = visitor.get("/v1/alerts").json()["alerts"]
    assert [one["customer"]["customer"] for one in told] == ["c-1"]
    assert told[0]["delivered"] == []
    assert told[0]["target"] == "customers.csv"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("party=Bashar+al-Assad", 1), ("party=HTS", 0), ("list=us.sdn", 1), ("list=us.fto", 0), ("watch=1", 1),
        ("watch=2", 0), ("what=new+match", 1), ("what=signal", 0), ("before=1", 0), ("party=&list=&watch=&what=", 1),
    ],
)  # fmt: skip
def test_alerts_are_filtered(watched: tuple[FastAPI, Path], asked: str, count: int) -> None:
    assert browser_of(watched[0]).get(f"/alerts?{asked}").text.count('<article class="alert') == count


def decide(visitor: TestClient, key: str, **fields: Any) -> Any:
    sent = {"csrf": token(visitor, f"/matches/{key}"), **fields}
    return visitor.post(f"/matches/{key}", data=sent, follow_redirects=False)


def test_a_match_is_decided_and_comes_back_with_what_changed(watched: tuple[FastAPI, Path]) -> None:
    app, _ = watched
    visitor = browser_of(app)
    (match,) = visitor.get("/v1/matches").json()["matches"]
    page = visitor.get(f"/matches/{match['id']}").text
    assert "Bashar al-Assad" in page
    assert "to decide" in page
    for lacking, sentence in (
        ({"reason": "r", "user": "ann"}, "cleared or confirmed"),
        ({"verdict": "cleared", "user": "ann"}, "Give the reason"),
        ({"verdict": "cleared", "reason": "r"}, "who decides"),
        ({"verdict": "cleared", "reason": "r" * 2001, "user": "ann"}, "shorten it"),
        ({"verdict": "guilty", "reason": "r", "user": "ann"}, "cleared or confirmed"),
    ):
        answer = decide(visitor, match["id"], **lacking)
        assert answer.status_code == 422
        assert sentence in said(answer)
    done = decide(visitor, match["id"], verdict="cleared", reason=EVIL, user="ann")
    assert (done.status_code, done.headers["location"]) == (303, f"/matches?done={match['id']}")
    after = visitor.get(done.headers["location"])
    assert "Nothing is left to decide" in after.text
    shown = visitor.get("/matches?show=decided")
    assert "Cleared by <bdi>ann</bdi>" in shown.text
    assert_harmless(shown)
    place = app.state.service.settings.record
    look(place)
    assert visitor.get("/v1/matches?decided=false").json()["total"] == 0
    # On a day on which fewer lists bound the party, the decision is open again, and says why.
    look(place, on=dt.date(2011, 5, 20))
    back = visitor.get("/matches").text
    assert "open again" in back
    assert "Came back:" in back
    assert "the entry changed since in lists" in back
    assert "match reopened" in visitor.get("/alerts").text


def test_what_no_list_binds_is_shown_only_when_asked_for(watched: tuple[FastAPI, Path]) -> None:
    visitor = browser_of(watched[0])
    assert visitor.get("/matches").text.count('<article class="match') == 1
    answer = visitor.get("/matches?show=all")
    assert answer.text.count('<article class="match') == 2
    assert_harmless(answer)
    assert visitor.get("/matches?watch=2").status_code == 422
    assert visitor.get("/matches?show=some").status_code == 422


def test_who_looked_at_customers_is_in_the_audit_log_without_their_names(watched: tuple[FastAPI, Path]) -> None:
    app, _ = watched
    visitor = browser_of(app)
    key = visitor.get("/v1/matches").json()["matches"][0]["id"]
    for path in ("/v1/alerts", "/alerts", "/matches", f"/matches/{key}", "/v1/watches", "/v1/alerts?watch=7"):
        visitor.get(path)
    text = app.state.service.settings.audit_path().read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    looks = [(row["action"], row.get("alerts") or row.get("matches")) for row in rows]
    assert looks == [
        ("look at matches", [key]), ("look at alerts", [1]), ("look at alerts", [1]), ("look at matches", [key]),
        ("look at matches", [key]),
    ]  # fmt: skip
    assert {row["record"] for row in rows} == {app.state.service.engine.state.digest}
    assert "Assad" not in text
    assert "c-1" not in text


def test_a_decision_over_http_bears_the_name_of_the_key(watched: tuple[FastAPI, Path]) -> None:
    app, _ = watched
    visitor = browser_of(app)
    key = visitor.get("/v1/matches").json()["matches"][0]["id"]
    service = app.state.service

    def held(name: str, *scopes: str) -> dict[str, str]:
        _, text = keys.add(service.settings.keys_path(), name, scopes, service.engine.clock(), None)
        return {"authorization": f"ApiKey {text}", "accept": "application/json"}

    reader, decider = held("reader", "watch"), held("desk", "decide")
    sent = {"verdict": "confirmed", "reason": "same passport", "user": "somebody else"}
    assert visitor.post(f"/v1/matches/{key}/decision", json=sent, headers=reader).status_code == 403
    done = visitor.post(f"/v1/matches/{key}/decision", json=sent, headers=decider)
    assert done.status_code == 200
    assert done.json()["user"] == "desk"
    assert "entry" not in done.json()
    assert "sign in with a key" in visitor.get(f"/matches/{key}", headers={**reader, "accept": "text/html"}).text
    assert visitor.post(f"/v1/matches/{'0' * 32}/decision", json=sent, headers=decider).status_code == 404
    assert (
        visitor.post(
            f"/v1/matches/{key}/decision", json={"verdict": "maybe", "reason": "r"}, headers=decider
        ).status_code
        == 422
    )
    lines = [
        json.loads(line) for line in Path(f"{service.settings.record}.audit.jsonl").read_text("utf-8").splitlines()
    ]
    assert [line["user"] for line in lines if line["action"] == "decide"][:1] == ["desk"]
    seen = [line for line in lines if line["action"] == "look at matches"]
    assert [line["name"] for line in seen] == ["anybody", "reader"]
    assert seen[-1]["matches"] == [key]


# -- validation --------------------------------------------------------------------------------------------------------


def test_a_report_is_made_on_demand_and_kept(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "SAMPLE", 3)
    monkeypatch.setattr(validation, "CUSTOMERS", 20)
    app, _ = make()
    visitor, settings = browser_of(app), app.state.service.settings
    assert "No report has been made yet" in visitor.get("/validation").text
    validation._tell(settings, validation.Job("2026-09-01T12:00:00+00:00", f"asking {EVIL}"))
    busy = visitor.get("/validation")
    assert '<meta http-equiv="refresh"' in busy.text
    assert "asking" in busy.text
    assert_harmless(busy)
    validation.run(settings, NOW)
    page = visitor.get("/validation").text
    assert '<meta http-equiv="refresh"' not in page
    assert "Of 20 made-up customers" in page
    assert "Setting: sample" in page
    assert str(app.state.service.engine.state.digest) in page
    assert "2026-09-01" in page
    assert "told something since" not in page


def test_a_run_that_fails_says_so(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    app, _ = make()
    visitor, settings = browser_of(app), app.state.service.settings

    def broken(*_: Any) -> Any:
        raise RuntimeError("secret")

    monkeypatch.setattr(validation, "_validated", broken)
    validation.run(settings, NOW)
    page = visitor.get("/validation").text
    assert "A fault of the service" in page
    assert "secret" not in page
    assert "Make a report" in page


def test_a_run_is_begun_by_a_form_once(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    app, _ = make()
    visitor, begun = browser_of(app), []
    monkeypatch.setattr(validation, "run", lambda *given: begun.append(given))
    held = token(visitor, "/validation")
    for _ in range(2):
        assert visitor.post("/validation", data={"csrf": held}, follow_redirects=False).status_code == 303
    assert len(begun) == 1
    assert "A report is being made" in visitor.get("/validation").text
