"""Who gets in, with what, from where; and what no answer lacks."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from gazetted.service import audit, browser, keys

if TYPE_CHECKING:
    from tests.service.conftest import Make

OPEN = {"/healthz", "/readyz"}
NO_SCOPE = OPEN | {"/", "/updatez"}


def key_for(app: Any, *scopes: str, until: str | None = None) -> dict[str, str]:
    service = app.state.service
    _, text = keys.add(service.settings.keys_path(), "tester", scopes, service.engine.clock(), until)
    return {"authorization": f"ApiKey {text}"}


def every_route(app: Any) -> list[tuple[str, str]]:
    """Method and path of every route, with its parameters filled."""
    found: list[tuple[str, str]] = []

    def walk(routes: list[BaseRoute]) -> None:
        for route in routes:
            if isinstance(route, APIRoute):
                path = (
                    route.path.replace("{dataset}", "default")
                    .replace("{entity_id}", "x")
                    .replace("{property_name}", "y")
                )
                # What pages show to those who have not signed in has tests of its own: tests/service/test_pages.py.
                found.extend((method, path) for method in route.methods or () if not browser.is_open(path))
            else:
                inner = getattr(route, "original_router", None) or getattr(route, "app", None)
                walk(getattr(inner, "routes", []))

    walk(app.routes)
    return found


def test_every_route_but_health_needs_a_key_once_there_is_one(make: Make) -> None:
    app, client = make()
    key_for(app, "read")
    routes = every_route(app)
    assert len(routes) > 25
    for method, path in routes:
        status = client.request(method, path).status_code
        assert status == (200 if path in OPEN else 401), (method, path)
    assert client.get("/openapi.json").status_code == 401
    assert client.get("/nothing/at/all").status_code == 401


def test_every_route_asks_for_a_scope(make: Make) -> None:
    app, client = make()
    decides, reads = key_for(app, "decide"), key_for(app, "read")
    for method, path in every_route(app):
        decided = method == "POST" and path.startswith("/v1/identity/")
        # what `decide` opens as well
        watched = path.removeprefix("/v1").startswith(("/watches", "/alerts", "/matches"))
        headers = reads if decided or watched else decides
        status = client.request(method, path, headers=headers).status_code
        assert (status == 403) == (path not in NO_SCOPE or path == "/updatez"), (method, path, status)


def test_scopes_open_what_they_say(make: Make) -> None:
    app, client = make()
    reads, screens, admin = key_for(app, "read"), key_for(app, "screen"), key_for(app, "admin")
    assert client.get("/v1/standing?party=HTS", headers=reads).status_code == 200
    assert client.get("/v1/screen?name=HTS", headers=reads).status_code == 403
    assert client.get("/v1/screen?name=HTS", headers=screens).status_code == 200
    assert client.get("/v1/standing?party=HTS", headers=screens).status_code == 403
    for path in ("/v1/standing?party=HTS", "/v1/screen?name=HTS"):
        assert client.get(path, headers=admin).status_code == 200
    assert client.post("/updatez", headers=admin).status_code == 200
    assert client.post("/updatez", headers=reads).status_code == 403


@pytest.mark.parametrize("form", ["ApiKey {}", "apikey {}", "Bearer {}"])
def test_a_key_may_be_sent_in_these_forms(make: Make, form: str) -> None:
    app, client = make()
    text = key_for(app, "read")["authorization"].removeprefix("ApiKey ")
    assert client.get("/v1/record", headers={"authorization": form.format(text)}).status_code == 200
    assert client.get("/v1/record", headers={"x-api-key": text}).status_code == 200


def test_a_wrong_revoked_or_ended_key_lets_nobody_in(make: Make) -> None:
    app, client = make()
    good, ended = key_for(app, "read"), key_for(app, "read", until="2026-08-31")
    assert client.get("/v1/record", headers=ended).status_code == 401
    for text in ("", "x", "ApiKey", good["authorization"][:-1], good["authorization"][:-1] + "!", "Basic eDp5"):
        assert client.get("/v1/record", headers={"authorization": text}).status_code == 401, text
    path = app.state.service.settings.keys_path()
    assert client.get("/v1/record", headers=good).status_code == 200
    keys.revoke(path, keys.read(path)[0].id, app.state.service.engine.clock())
    assert client.get("/v1/record", headers=good).status_code == 401


def test_a_damaged_file_of_keys_lets_nobody_in(make: Make) -> None:
    app, client = make()
    app.state.service.settings.keys_path().write_text("[{", "utf-8")
    assert client.get("/v1/record").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_file_of_keys_that_vanishes_does_not_open_the_door(make: Make) -> None:
    app, client = make()
    headers = key_for(app, "read")
    assert client.get("/v1/record", headers=headers).status_code == 200
    app.state.service.settings.keys_path().unlink()
    assert client.get("/v1/record").status_code == 503
    assert client.get("/v1/record", headers=headers).status_code == 503


def test_every_answer_has_the_headers_of_security(client: TestClient) -> None:
    for path in ("/healthz", "/v1/lists", "/nothing", "/v1/standing", "/match/default"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
        assert headers["x-request-id"]


def test_a_request_id_is_taken_over_if_it_is_one(client: TestClient) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    for bad in ("a b", "x" * 65, "<script>"):
        assert client.get("/healthz", headers={"x-request-id": bad}).headers["x-request-id"] != bad


def test_other_host_names_are_refused(client: TestClient) -> None:
    for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""):
        assert client.get("/v1/lists", headers={"host": host}).status_code == 421, host
    for host in ("localhost:8000", "127.0.0.1:1", "[::1]:8000", "LOCALHOST"):
        assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_pages_of_other_origins_may_not_send(make: Make) -> None:
    _, client = make(origins=("https://desk.example",))
    body = {"queries": [{"name": "HTS"}]}
    assert client.post("/v1/screen", json=body, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/v1/screen", json=body, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/v1/screen", json=body, headers={"origin": "null"}).status_code == 403
    assert client.post("/v1/screen", json=body, headers={"origin": "http://testserver"}).status_code == 200
    allowed = client.post("/v1/screen", json=body, headers={"origin": "https://desk.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://desk.example"
    asks = {"origin": "https://desk.example", "access-control-request-method": "POST"}
    assert client.options("/v1/screen", headers=asks).headers["access-control-allow-origin"] == "https://desk.example"
    evil = client.options("/v1/screen", headers={**asks, "origin": "https://evil.example"})
    assert "access-control-allow-origin" not in evil.headers


def test_bodies_are_limited(make: Make) -> None:
    _, client = make(body=1000, upload=2000)
    assert client.post("/v1/read", content="x" * 1001).status_code == 413

    def pieces() -> Any:
        yield from (b"x" * 100 for _ in range(30))

    assert client.post("/v1/read", content=pieces()).status_code == 413
    rows = "name\n" + "Somebody\n" * 500
    answer = client.post("/v1/screen/file", content=rows, headers={"content-type": "text/csv"})
    assert answer.status_code == 413
    fits = client.post("/v1/screen/file", content=rows[:1800], headers={"content-type": "text/csv"})
    assert fits.status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    app, client = make()
    monkeypatch.setattr("gazetted.service.guard._SILENCE", 0.05)

    async def ask(path: str) -> int:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(30)
            raise AssertionError

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
            "headers": [(b"host", b"testserver"), (b"content-type", b"text/csv")], "client": ("127.0.0.1", 1),
        }  # fmt: skip
        await app(scope, receive, send)
        return int(sent[0]["status"])

    assert client.portal is not None
    for path in ("/v1/read", "/v1/screen/file", "/match/default", "/reconcile/default"):
        assert client.portal.call(ask, path) == 408, path


def test_callers_are_limited(make: Make) -> None:
    _, client = make(rate=0.001, burst=3)
    assert [client.get("/v1/record").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/v1/record")
    assert int(refused.headers["retry-after"]) > 1
    assert client.get("/readyz").status_code == 200


def test_each_key_has_a_bucket_of_its_own(make: Make) -> None:
    app, client = make(rate=0.001, burst=2)
    one, two = key_for(app, "read"), key_for(app, "read")
    for headers in (one, two):
        assert [client.get("/v1/record", headers=headers).status_code for _ in range(3)] == [200, 200, 429]
    assert [client.get("/v1/record").status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "https://127.0.0.1/", "https://169.254.169.254/latest/meta-data/", "https://[::1]/",
        "https://10.0.0.1/", "https://localhost/", "file:///etc/passwd", "https://user:pw@example.org/", "ftp://x/",
        "https://[::ffff:10.0.0.1]/", "gopher://x",
    ],
)  # fmt: skip
def test_no_page_of_a_private_address_is_fetched(make: Make, url: str) -> None:
    _, client = make(fetch=True)
    answer = client.post("/v1/read", json={"url": url, "date": "2024-12-09"})
    assert answer.status_code == 422, answer.text
    assert "root:" not in answer.text


def test_no_page_is_fetched_unless_allowed(client: TestClient) -> None:
    answer = client.post("/v1/read", json={"url": "https://example.org/"})
    assert answer.status_code == 403
    assert client.post("/v1/read", json={}).status_code == 422


def test_the_audit_log_says_who_asked_what_of_which_record(make: Make) -> None:
    app, client = make(audit_wait=True)
    headers = key_for(app, "screen", "read")
    client.get("/v1/screen?name=Bashar+al-Assad", headers=headers)
    body = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Maher al-Assad"]}}}}
    client.post("/match/default", json=body, headers=headers)
    client.post("/v1/read", json={"text": "Nothing. 9 December 2024", "date": "2024-12-09"}, headers=headers)
    client.post("/v1/screen/file", content="name\nHTS\n", headers={**headers, "content-type": "text/csv"})
    path = app.state.service.settings.audit_path()
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["action"] for row in rows] == ["screen", "match", "read", "screen file"]
    key = keys.read(app.state.service.settings.keys_path())[0]
    for row in rows:
        assert row["caller"] == key.id
        assert row["record"] == app.state.service.engine.state.digest
        assert row["time"].startswith("2026-09-01T12:00:00")
    assert rows[0]["queries"][0]["name"] == "Bashar al-Assad"
    assert rows[0]["queries"][0]["found"][0][0] == "bashar-al-assad"
    assert audit.check(path) == (4, rows[-1]["digest"], ())


def test_names_that_are_looked_for_are_in_the_audit_log_and_parties_are_not(make: Make) -> None:
    app, client = make(audit_wait=True)
    headers = key_for(app, "read")
    for path in (
        "/v1/find?name=Bashar+al-Assad", "/search/default?q=Maher", "/v1/standing?party=Bashar+al-Assad",
        "/v1/assess?party=Nobody+Of+This+Name", "/search/default", "/v1/standing?party=bashar-al-assad",
        "/v1/history?party=bashar-al-assad", "/v1/lists", "/v1/changes?since=2025-01-01",
    ):  # fmt: skip
        assert client.get(path, headers=headers).status_code in (200, 404, 422), path
    assert client.get("/?q=HTS", headers={**headers, "accept": "text/html"}).status_code == 200
    path = app.state.service.settings.audit_path()
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [(row["action"], row["query"]) for row in rows] == [
        ("find", "Bashar al-Assad"), ("search", "Maher"), ("standing", "Bashar al-Assad"),
        ("assess", "Nobody Of This Name"), ("find", "HTS"),
    ]  # fmt: skip
    assert rows[0]["found"][0] == rows[2]["found"][0] == "bashar-al-assad"
    assert rows[1]["names"] >= 1
    assert rows[3]["found"] == []
    assert {row["record"] for row in rows} == {app.state.service.engine.state.digest}
    assert audit.check(path).problems == ()


def test_what_cannot_be_written_down_is_not_answered(make: Make) -> None:
    app, client = make(audit_wait=True)
    assert client.get("/v1/screen?name=HTS").status_code == 200
    path = app.state.service.settings.audit_path()
    path.write_text("not a log\n", "utf-8")
    logging.disable(logging.ERROR)
    try:
        assert client.get("/v1/screen?name=HTS").status_code == 503
        assert client.get("/v1/find?name=HTS").status_code == 503
        assert client.get("/search/default?q=HTS").status_code == 503
        assert client.get("/v1/lists").status_code == 200
    finally:
        logging.disable(logging.NOTSET)


def test_no_key_and_no_name_is_in_the_logs(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    app, client = make()
    headers = key_for(app, "screen")
    logger = logging.getLogger("gazetted.service")
    logger.propagate = True
    with caplog.at_level(logging.INFO, "gazetted.service"):
        client.get("/v1/screen?name=Secretname", headers=headers)
    told = "\n".join(f"{one.getMessage()} {getattr(one, 'told', '')}" for one in caplog.records)
    assert "/v1/screen" in told
    assert "Secretname" not in told
    assert headers["authorization"][-20:] not in told


def test_a_fault_says_nothing_of_the_inside(make: Make) -> None:
    app, client = make(raising=False)

    async def broken() -> None:
        raise RuntimeError("secret inside")

    app.add_api_route("/broken", broken)
    logging.disable(logging.ERROR)
    try:
        answer = client.get("/broken")
    finally:
        logging.disable(logging.NOTSET)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"
