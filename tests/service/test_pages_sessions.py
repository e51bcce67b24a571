"""Signing in at the pages: with which key, for how long, from where; and what a form must carry."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest

from gazetted.service import keys
from gazetted.service.sessions import LIFE, Sessions, form_token

if TYPE_CHECKING:
    from starlette.testclient import TestClient
    from tests.service.conftest import Make

HTML = {"accept": "text/html"}
NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)


def key_for(app: Any, *scopes: str, until: str | None = None) -> tuple[str, str]:
    """Id and text of a new key."""
    settings = app.state.service.settings
    made, text = keys.add(settings.keys_path(), "press desk", scopes or ("read",), NOW, until)
    return made.id, text


def token(client: TestClient, address: str = "/sign-in", **headers: str) -> str:
    """The token that the first form of a page carries."""
    found = lxml.html.fromstring(client.get(address, headers={**HTML, **headers}).text)
    return str(found.xpath("//input[@name='csrf']/@value")[0])


def sign_in(client: TestClient, text: str, back: str = "/", **headers: str) -> Any:
    """The answer to a key."""
    fields = {"csrf": token(client, **headers), "key": text, "next": back}
    return client.post("/sign-in", data=fields, headers={**HTML, **headers}, follow_redirects=False)


def test_without_keys_pages_are_open_and_there_is_nothing_to_sign_in_to(client: TestClient) -> None:
    assert client.get("/lists", headers=HTML).status_code == 200
    answer = client.get("/sign-in?next=/lists", headers=HTML, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/lists")


def test_with_keys_a_browser_is_sent_to_sign_in_and_back(make: Make) -> None:
    app, client = make()
    _, text = key_for(app)
    sent = client.get("/parties/hayat-tahrir-al-sham?on=2024-12-09", headers=HTML, follow_redirects=False)
    assert sent.status_code == 303
    assert sent.headers["location"] == "/sign-in?next=/parties/hayat-tahrir-al-sham%3Fon%3D2024-12-09"
    form = lxml.html.fromstring(client.get(sent.headers["location"], headers=HTML).text)
    back = form.xpath("//input[@name='next']/@value")[0]
    assert back == "/parties/hayat-tahrir-al-sham?on=2024-12-09"
    answer = sign_in(client, text, back)
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    shown = client.get(back, headers=HTML)
    assert shown.status_code == 200
    assert "press desk" in shown.text
    assert "Sign out" in shown.text


def test_programs_are_told_in_their_own_way(make: Make) -> None:
    app, client = make()
    key_for(app)
    for headers in ({}, {"accept": "application/json"}):
        answer = client.get("/lists", headers=headers, follow_redirects=False)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(make: Make) -> None:
    app, client = make()
    _, text = key_for(app)
    cookie = sign_in(client, text).headers["set-cookie"]
    assert cookie.startswith("gazetted=")
    for part in ("HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={int(LIFE.total_seconds())}"):
        assert part in cookie
    assert "Secure" not in cookie
    assert text not in cookie


def test_by_https_the_cookie_is_secure_and_bound_to_the_host(make: Make) -> None:
    app, client = make()
    _, text = key_for(app)
    client.base_url = client.base_url.copy_with(scheme="https")
    headers = {"x-forwarded-proto": "https"}
    cookie = sign_in(client, text, **headers).headers["set-cookie"]
    assert cookie.startswith("__Host-gazetted=")
    assert "Secure" in cookie
    assert client.get("/lists", headers={**HTML, **headers}, follow_redirects=False).status_code == 200
    # What was set without https, as another host of the domain may do, counts for nothing there.
    value = cookie.partition("=")[2].partition(";")[0]
    client.cookies.clear()
    again = client.get("/lists", headers={**HTML, **headers, "cookie": f"gazetted={value}"}, follow_redirects=False)
    assert again.status_code == 303


@pytest.mark.parametrize("wrong", ["", "x", "gzt_0123456789ab_" + "A" * 43, "SPOILED"])
def test_a_wrong_key_signs_nobody_in(make: Make, wrong: str) -> None:
    app, client = make()
    _, text = key_for(app)
    answer = sign_in(client, text[:-1] + ("A" if text[-1] != "A" else "B") if wrong == "SPOILED" else wrong)
    assert answer.status_code == 401
    assert "This is no key of the service" in answer.text
    assert "gazetted=" not in answer.headers.get("set-cookie", "")
    assert client.get("/lists", headers=HTML, follow_redirects=False).status_code == 303


def test_an_ended_key_signs_nobody_in(make: Make) -> None:
    app, client = make()
    _, text = key_for(app, until="2026-08-31")
    assert sign_in(client, text).status_code == 401


def test_a_revoked_key_ends_its_sessions_at_once(make: Make) -> None:
    app, client = make()
    made, text = key_for(app)
    sign_in(client, text)
    assert client.get("/lists", headers=HTML, follow_redirects=False).status_code == 200
    keys.revoke(app.state.service.settings.keys_path(), made, NOW)
    assert client.get("/lists", headers=HTML, follow_redirects=False).status_code == 303


def test_a_session_is_over_after_its_time(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    app, client = make()
    _, text = key_for(app)
    sign_in(client, text)
    engine = app.state.service.engine
    monkeypatch.setattr(engine, "clock", lambda: NOW + LIFE - dt.timedelta(seconds=1))
    assert client.get("/lists", headers=HTML, follow_redirects=False).status_code == 200
    monkeypatch.setattr(engine, "clock", lambda: NOW + LIFE)
    assert client.get("/lists", headers=HTML, follow_redirects=False).status_code == 303


def test_signing_out_ends_the_session_for_who_copied_the_cookie_too(make: Make) -> None:
    app, client = make()
    _, text = key_for(app)
    sign_in(client, text)
    copied = client.cookies["gazetted"]
    answer = client.post(
        "/sign-out", data={"csrf": token(client, "/lists")}, headers=HTML, follow_redirects=False
    )  # fmt: skip
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    client.cookies.clear()
    for headers in (HTML, {**HTML, "cookie": f"gazetted={copied}"}):
        assert client.get("/lists", headers=headers, follow_redirects=False).status_code == 303


def test_every_process_knows_a_session(make: Make, tmp_path: Path) -> None:
    first, one = make()
    _, text = key_for(first)
    sign_in(one, text)
    _, other = make()
    other.cookies.set("gazetted", one.cookies["gazetted"], domain="testserver.local")
    headers = {**HTML, "cookie": f"gazetted={one.cookies['gazetted']}"}
    assert other.get("/lists", headers=headers, follow_redirects=False).status_code == 200
    folder = first.state.service.settings.sessions_path()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    kept = list(folder.iterdir())
    assert len(kept) == 1
    assert one.cookies["gazetted"] not in kept[0].name + kept[0].read_text()
    assert text not in kept[0].read_text()


def test_a_session_may_only_do_what_its_key_may(make: Make) -> None:
    app, client = make()
    _, text = key_for(app, "screen")
    sign_in(client, text)
    answer = client.get("/lists", headers=HTML, follow_redirects=False)
    assert answer.status_code == 403
    assert "scope `read`" in answer.text
    assert client.get("/", headers=HTML, follow_redirects=False).status_code == 403


def test_a_session_sends_nothing_to_the_api(make: Make) -> None:
    app, client = make()
    _, text = key_for(app, "admin")
    sign_in(client, text)
    assert client.get("/v1/lists").status_code == 200
    for path in ("/v1/read", "/updatez", "/match/default", "/v1/screen"):
        assert client.post(path, json={}).status_code == 401, path


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/%2fevil.example",
        "javascript:alert(1)", "/\t/evil.example", "/\r\nx: y", "evil.example", "", "/sign-in?next=/sign-in",
        "/" + "a" * 3000, "http:evil.example", "/%5cevil.example",
    ],
)  # fmt: skip
def test_the_way_back_stays_here(make: Make, back: str) -> None:
    app, client = make()
    _, text = key_for(app)
    assert sign_in(client, text, back).headers["location"] == "/"
    client.cookies.clear()
    form = lxml.html.fromstring(client.get("/sign-in", params={"next": back}, headers=HTML).text)
    assert form.xpath("//input[@name='next']/@value") == ["/"]


@pytest.mark.parametrize("with_keys", [True, False])
def test_a_form_without_its_token_is_refused(make: Make, with_keys: bool) -> None:
    app, client = make()
    if with_keys:
        _, text = key_for(app)
        sign_in(client, text)
    right = token(client, "/lists") if with_keys else ""
    for fields in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": form_token("another cookie")}):
        answer = client.post("/sign-out", data=fields, headers=HTML, follow_redirects=False)
        assert answer.status_code == 403, fields
        assert "The form is too old or not of this service" in answer.text
    if with_keys:
        assert client.get("/lists", headers=HTML, follow_redirects=False).status_code == 200
        for foreign in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
            answer = client.post("/sign-out", data={"csrf": right}, headers={**HTML, **foreign}, follow_redirects=False)
            assert answer.status_code == 403, foreign


def test_the_token_of_a_visit_does_not_serve_a_session(make: Make) -> None:
    app, client = make()
    _, text = key_for(app)
    before = token(client)
    sign_in(client, text)
    answer = client.post("/sign-out", data={"csrf": before}, headers=HTML, follow_redirects=False)
    assert answer.status_code == 403


def test_a_body_that_is_no_form_is_refused(make: Make) -> None:
    _, client = make()
    for kind, body in (
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=x", b"--x\r\nno"),
        ("multipart/form-data", b"x"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(400))),
    ):
        answer = client.post("/sign-out", content=body, headers={**HTML, "content-type": kind}, follow_redirects=False)
        assert answer.status_code in (400, 403), kind


def test_signing_in_is_written_down(make: Make) -> None:
    app, client = make()
    made, text = key_for(app)
    sign_in(client, text)
    app.state.service.audit.stop()
    log = app.state.service.settings.audit_path().read_text()
    assert '"action":"sign-in"' in log.replace(" ", "")
    assert made in log
    assert text not in log


# -- the store -------------------------------------------------------------------------------------------------------


def test_sessions_that_are_over_are_removed(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path / "s")
    old = sessions.begin("a" * 12, NOW)
    (tmp_path / "s" / ("f" * 64)).write_text("{damaged")
    fresh = sessions.begin("b" * 12, NOW + LIFE)
    assert sessions.of(old, NOW) is None
    found = sessions.of(fresh, NOW + LIFE)
    assert found is not None
    assert found.key == "b" * 12
    assert len(list((tmp_path / "s").iterdir())) == 1


@pytest.mark.parametrize("text", ["", "..", "../" * 10, "a" * 42, "a" * 44, "ä" * 43, "a" * 43])
def test_what_is_no_session_is_none(tmp_path: Path, text: str) -> None:
    sessions = Sessions(tmp_path / "s")
    sessions.begin("a" * 12, NOW)
    assert sessions.of(text, NOW) is None
    sessions.end(text)
    assert len(list((tmp_path / "s").iterdir())) == 1
