"""The pages in a real Chromium: the main paths with and without scripts, by keyboard, on a phone, in light and dark."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gazetted.service import keys
from gazetted.service.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("fastapi")
sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PARTY = "/parties/hayat-tahrir-al-sham"
PATHS = (
    "/", "/?q=HTS&on=2024-12-09", "/?q=zzzzqqqq", f"{PARTY}?name=HTS&on=2024-12-09&without=us.fto",
    "/changes?since=2025-07-01&until=2025-07-31", "/lists",
)  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

Open = Callable[..., "Page"]


@contextmanager
def serving(record: Path) -> Iterator[tuple[str, Any]]:
    """A service on a port of its own."""
    import uvicorn

    from gazetted.service.app import create_app, wait_ready

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    app = create_app(Settings(record=str(record), port=port, rate=0.0, poll=3600.0))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="on", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_ready(app, 60)
        yield f"http://127.0.0.1:{port}", app
    finally:
        server.should_exit = True
        thread.join(timeout=30)


@pytest.fixture(scope="module")
def address(session_folder: Path) -> Iterator[str]:
    with serving(session_folder / "record.sqlite") as (found, _):
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Open]:
    """Opens a page; whatever the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str = "/", *, base: str = address, width: int = 1280, **more: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda asked: complaints.extend(_failure(asked)))
        page.goto(base + path)
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _failure(asked: Any) -> list[str]:
    """What failed, but for what the browser itself gave up because the next page was asked for."""
    return [] if "ERR_ABORTED" in (asked.failure or "") else [f"{asked.url} {asked.failure}"]


# -- main paths ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_two_clicks_to_the_standing_of_a_day(visit: Open, script: bool) -> None:
    page = visit("/", java_script_enabled=script)
    page.get_by_role("link", name="HTS on 2024-12-09").click()
    page.get_by_role("link", name="Hay'at Tahrir al-Sham", exact=True).click()
    page.wait_for_url("**/parties/**")
    assert page.get_by_role("heading", level=1).inner_text() == "Hay'at Tahrir al-Sham"
    table = page.get_by_role("table").first.inner_text()
    assert "in force since\n2018-06-01" in table or "in force since 2018-06-01" in table
    assert "In force on 2024-12-09" in page.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_a_search_a_day_and_a_list_thought_away(visit: Open, script: bool) -> None:
    page = visit("/", java_script_enabled=script)
    page.get_by_label("Name, acronym or spelling").fill("HTS")
    page.get_by_label("As of").fill("2025-12-09")
    page.locator("main").get_by_role("button", name="Find").click()
    page.wait_for_url("**q=HTS&on=2025-12-09**")
    page.get_by_role("link", name="Hay'at Tahrir al-Sham", exact=True).click()
    page.wait_for_url("**/parties/**")
    assert "removed 2025-07-08" in page.locator("#standing").inner_text()
    page.get_by_label("As of").fill("2024-12-09")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**on=2024-12-09**")
    page.get_by_role("checkbox", name="US FTO").check()
    page.get_by_role("button", name="Show what is left").click()
    page.wait_for_url("**without=us.fto**")
    assert "Without US FTO" in page.locator("#without").inner_text()
    assert "In force on 2024-12-09" in page.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_a_week_back_in_the_changes(visit: Open, script: bool) -> None:
    page = visit("/changes?since=2025-07-07&until=2025-07-13", java_script_enabled=script)
    assert "delisted" in page.locator("main").inner_text()
    page.get_by_role("link", name="The week before").click()
    page.wait_for_url("**since=2025-06-30&until=2025-07-06")
    page.get_by_label("From").fill("2025-07-18")
    page.get_by_label("Until").fill("2025-07-18")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**since=2025-07-18&until=2025-07-18**")
    assert "The Resistance Front" in page.locator("main").inner_text()


def test_the_way_back_shows_what_was_there(visit: Open) -> None:
    page = visit(f"{PARTY}?on=2024-12-09")
    page.get_by_label("As of").fill("2025-12-09")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**on=2025-12-09**")
    assert page.title().startswith("Hay'at Tahrir al-Sham on 2025-12-09")
    assert page.evaluate("document.activeElement.id") == "go"
    page.go_back()
    page.wait_for_function("document.title.includes('2024-12-09')")
    assert "In force on 2024-12-09" in page.locator("main").inner_text()


def test_what_fails_is_shown_where_the_answer_would_be(visit: Open, chromium: Browser, address: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/changes?since=2025-07-01&until=2025-07-31")
        page.get_by_label("From").fill("2025-08-31")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("heading", name="That cannot be answered").wait_for()
        assert "swap the two days" in page.locator("main").inner_text()


def test_signing_in_and_out(visit: Open, tmp_path: Path, session_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(session_folder / "record.sqlite", tmp_path / "record.sqlite")
    with serving(tmp_path / "record.sqlite") as (base, app):
        service = app.state.service
        _, text = keys.add(service.settings.keys_path(), "press desk", ["read"], service.engine.clock())
        page = visit("/lists", base=base)
        assert "/sign-in?next=/lists" in page.url
        page.get_by_label("Key").fill(text)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/lists")
        assert page.get_by_role("heading", level=1).inner_text() == "The lists, and how fresh they are"
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in")
        page.goto(f"{base}/lists")
        assert "/sign-in" in page.url


# -- keyboard, sizes, colours ----------------------------------------------------------------------------------------


def test_by_keyboard_alone(visit: Open) -> None:
    page = visit("/?q=HTS&on=2024-12-09")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.innerText"))
        if seen[-1] == "Hay'at Tahrir al-Sham":
            break
    assert seen.index("q") < seen.index("Hay'at Tahrir al-Sham")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/parties/**")


def test_a_reference_opens_what_it_refers_to(visit: Open) -> None:
    page = visit(f"{PARTY}?on=2024-12-09&without=us.fto")
    page.locator("#without a.ref").first.click()
    target = page.evaluate("location.hash")
    assert page.locator(target).is_visible()


WIDE = """() => [...document.body.querySelectorAll("*")].filter((one) => {
  if (!one.checkVisibility() || !one.getClientRects().length) return false;
  if (one.closest(".skip, .unseen, thead, svg, .scroll")) return false;
  const box = one.getBoundingClientRect();
  return box.right > innerWidth + 0.5 || box.left < -0.5;
}).map((one) => one.tagName + "." + one.className)"""


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_overflows(visit: Open, path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(WIDE) == []
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate(WIDE) == []
    if width == 360:
        assert page.evaluate(
            "[...document.querySelectorAll('.scroll')].every((one) => one.scrollWidth <= one.clientWidth)"
        )


CONTRAST = """() => {
  const part = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const parse = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const found = parse(getComputedStyle(at).backgroundColor);
      if (found[3] > 0) return found;
    }
    return [255, 255, 255, 1];
  };
  const poor = [];
  for (const one of document.body.querySelectorAll("*")) {
    const text = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!text || !one.checkVisibility() || !one.getClientRects().length || one.closest("svg")) continue;
    const [a, b] = [light(parse(getComputedStyle(one).color)), light(ground(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(one.tagName + "." + one.className + " " + ratio.toFixed(2));
  }
  return [...new Set(poor)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PATHS, "/lists?on=2026-11-01"])
def test_text_stands_out_from_its_ground(visit: Open, path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []


def test_bars_are_told_apart_without_colour(visit: Open) -> None:
    page = visit(f"{PARTY}?on=2024-12-09")
    fills = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".broad .bar")].map(
            (one) => [one.getAttribute("class"), getComputedStyle(one).fill]))"""
    )
    assert "url(" in fills["bar other"]
    assert fills["bar last"] == "none"
    assert len({fills[one] for one in ("bar own", "bar other", "bar last")}) == 3


def test_paper_shows_what_is_folded_and_no_controls(visit: Open) -> None:
    page = visit(f"{PARTY}?on=2024-12-09")
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.get_by_role("button", name="Show").first.is_visible()
    folded = page.locator("#effects .fold .inner").first
    box = folded.bounding_box()
    assert box is not None
    assert box["height"] > 20
