"""Reading, screening, deciding and validating in a real Chromium: with and without scripts, on a phone, on paper."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("playwright")

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from gazetted import __version__
from gazetted.record.opening import open_ledger
from gazetted.service.app import create_app, wait_ready
from gazetted.service.pages import validation
from gazetted.service.settings import Settings
from gazetted.watch.run import run
from gazetted.watch.state import state_of

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
SCREENED = "/screen?name=Abu+Mohamad+al+Golani&kind=person&country=FR&on=2024-12-09"
PATHS = ("/read", "/read?example=true", "/screen", SCREENED, "/alerts", "/matches", "/matches?show=all", "/validation")
NAMES = 'id,name\n7,Hamas\n"=1+1",Abu Mohammad al-Julani\n9,Zzyx Qwvmplk\n'

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(session_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service on a port of its own, whose record has a portfolio that was looked at and a report of a validation."""
    folder = tmp_path_factory.mktemp("verbs")
    record = folder / "record.sqlite"
    shutil.copy(session_folder / "record.sqlite", record)
    customers = "".join(f"c-{number},Bashar al-Assad\n" for number in range(2))
    (folder / "customers.csv").write_text(f"id,name\n{customers}c-9,Abu Mohammad al-Julani\n", "utf-8")
    with closing(open_ledger(record, clock=lambda: NOW)) as ledger, closing(state_of(ledger.url)) as state:
        state.add("portfolio", str(folder / "customers.csv"))
        run(ledger, state, on=NOW.date(), now=NOW, version=__version__)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    settings = Settings(record=str(record), port=port, rate=0.0, poll=3600.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "SAMPLE", 3)
        patch.setattr(validation, "CUSTOMERS", 20)
        validation.run(settings, NOW)
        app = create_app(settings, lambda: NOW)
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="on", ws="none"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            wait_ready(app, 60)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(timeout=30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Open]:
    """Opens a page; whatever the browser complains of, the content policy above all, fails the test."""
    complaints: list[str] = []
    contexts = []

    def heard(said: ConsoleMessage) -> None:
        if "status of 422" not in said.text:  # a form that came back with its sentence
            complaints.append(f"{said.type}: {said.text}")

    def opened(path: str, *, width: int = 1280, **more: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_the_example_is_read_with_its_claims_and_signals(visit: Open, script: bool) -> None:
    page = visit("/read", java_script_enabled=script)
    page.get_by_role("link", name="Read the example article").click()
    page.wait_for_url("**example=true**")
    assert "Washington and London weigh lifting" in page.get_by_role("heading", level=1).inner_text()
    notes = page.locator("aside.notes")
    assert notes.get_by_text("Signal: considered").count() == 2
    assert notes.locator(".verdict").count() == 4
    assert notes.locator(".verdict.supported").count() == 3
    assert page.locator(".listings .verdict").count() == 6
    assert page.get_by_role("link", name="2 signals").count() == 1
    assert page.get_by_role("link", name="6 claims").count() == 1
    # A note stands beside its paragraph, to the right of the text.
    text, note = page.locator(".para p").nth(1).bounding_box(), notes.first.bounding_box()
    assert text
    assert note
    assert note["x"] > text["x"] + text["width"]
    page.locator("a.mention").first.click()
    page.wait_for_url("**/parties/bashar-al-assad?on=2024-12-09")


@pytest.mark.parametrize("script", [True, False])
def test_a_pasted_text_is_read(visit: Open, script: bool) -> None:
    page = visit("/read", java_script_enabled=script)
    page.get_by_label("Text of the article").fill("Hamas met in Doha.\n\n<script>alert(1)</script> Nobody came.")
    page.get_by_role("button", name="Read it").click()
    assert "date" in page.get_by_role("alert").inner_text()
    page.get_by_label("Published on").fill("2024-12-09")
    page.get_by_role("button", name="Read it").click()
    page.locator(".reading").wait_for()
    assert page.locator("a.mention").count() == 1
    assert "<script>alert(1)</script> Nobody came." in page.locator(".reading .text").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_a_name_is_screened_and_its_explanation_opened(visit: Open, script: bool) -> None:
    page = visit("/screen", java_script_enabled=script)
    page.get_by_label("Name", exact=True).fill("Abu Mohamad al Golani")
    page.get_by_label("Kind").select_option("person")
    page.get_by_label("As of").first.fill("2024-12-09")
    page.get_by_role("button", name="Screen", exact=True).click()
    page.wait_for_url("**on=2024-12-09**")
    assert page.get_by_text("candidate on name alone").is_visible()
    why = page.get_by_text("Explanation, part by part")
    assert not page.locator("table.tokens").is_visible()
    why.focus()
    page.keyboard.press("Enter")
    assert page.locator("table.tokens").is_visible()
    assert "transliteration" in page.locator("table.tokens").inner_text()
    assert page.get_by_text("What would change it:").is_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save a receipt").click()
    assert saved.value.suggested_filename == "receipt-2024-12-09.jsonl"


@pytest.mark.parametrize("script", [True, False])
def test_a_file_is_screened_and_its_hits_saved(visit: Open, tmp_path: Path, script: bool) -> None:
    page = visit("/screen", java_script_enabled=script)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "n.csv", "mimeType": "text/csv", "buffer": NAMES.encode()}
    )
    page.get_by_label("As of").last.fill("2024-12-09")
    page.get_by_role("button", name="Screen the file").click()
    page.locator("table.hits").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "n.csv: 2 rows of 3 with candidates"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the hits as CSV").click()
    saved.value.save_as(tmp_path / "hits.csv")
    with (tmp_path / "hits.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"] for row in rows} == {"7", "'=1+1"}
    page.get_by_role("link", name="Explain the match of Hamas").click()
    page.wait_for_url("**/screen?name=Hamas**")
    assert page.get_by_label("Name", exact=True).input_value() == "Hamas"


@pytest.mark.parametrize(("script", "customer"), [(True, "c-0"), (False, "c-1")])
def test_a_match_is_decided(visit: Open, script: bool, customer: str) -> None:
    page = visit("/matches", java_script_enabled=script)
    page.get_by_role("link", name=customer).click()
    page.get_by_label("No: clear the match").check()
    page.get_by_label("Reason").fill("another birth date")
    page.get_by_label("Who decides").fill("ann")
    page.get_by_role("button", name="Decide").click()
    page.wait_for_url("**/matches?done=**")
    assert "Decided." in page.get_by_role("status").inner_text()
    assert page.get_by_role("link", name=customer).count() == 0
    page.get_by_label("Show").first.select_option("decided")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**show=decided**")
    page.get_by_role("link", name=customer).click()
    assert "Cleared by ann on 2026-09-01: another birth date" in page.locator(".decision").inner_text()


def test_alerts_tell_of_a_match_and_lead_to_it(visit: Open) -> None:
    page = visit("/alerts")
    page.get_by_label("List").select_option("us.sdn")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**list=us.sdn**")
    first = page.locator(".alert").first
    first.get_by_text("What changed, and by which act").click()
    assert "in force since 2011-05-18" in first.get_by_role("table").inner_text()
    first.get_by_role("link", name="the match and its decision").click()
    page.wait_for_url("**/matches/*")


def test_a_report_is_made_without_scripts(visit: Open) -> None:
    page = visit("/validation", java_script_enabled=False)
    page.get_by_role("button", name="Make a new report").click()
    page.get_by_role("button", name="Make a new report").wait_for(timeout=120_000)
    assert "Of 20 made-up customers" in page.locator("main").inner_text()
    assert "Digest of the record" in page.locator("main").inner_text()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_on_a_phone_and_everything_can_be_read(visit: Open, path: str, scheme: str) -> None:
    page = visit(path, width=360, color_scheme=scheme)
    for summary in page.locator("main summary").all():
        summary.click()
    found = page.evaluate(MEASURE)
    assert found["width"] <= 360
    assert found["wide"] == []
    assert found["small"] == []
    assert found["pale"] == []
    assert found["unnamed"] == []
    assert found["levels"] == []


def test_on_paper_there_are_answers_and_no_forms(visit: Open) -> None:
    for path, kept in ((SCREENED, ".match"), ("/read?example=true", ".reading"), ("/validation", ".validation")):
        page = visit(path)
        page.emulate_media(media="print")
        assert page.locator(kept).first.is_visible()
        assert not any(form.is_visible() for form in page.locator("form").all())


MEASURE = """() => {
  const root = document.documentElement, shown = (one) => one.getClientRects().length > 0;
  const kind = (one) => one.tagName + "." + one.className + ": " + one.textContent.slice(0, 40);
  const wide = [], small = [], pale = [], levels = [];
  const parts = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((one) => one / 255).map(
      (one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const found = getComputedStyle(at).backgroundColor;
      if ((parts(found)[3] ?? 1) > 0.99) return found;
    }
    return "rgb(255, 255, 255)";
  };
  for (const one of document.body.querySelectorAll("*")) {
    if (!shown(one) || one.closest(".skip, .hidden, thead, svg")) continue;
    const box = one.getBoundingClientRect();
    if (!one.closest(".scroll, pre") && (box.right > innerWidth + 0.5 || box.left < -0.5)) wide.push(kind(one));
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const style = getComputedStyle(one);
    if (parseFloat(style.fontSize) < 10.5) small.push(kind(one));
    const [a, b] = [light(style.color), light(ground(one))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) pale.push(kind(one) + " " + ((a + 0.05) / (b + 0.05)).toFixed(2));
  }
  let last = 0;
  for (const one of document.querySelectorAll("h1, h2, h3, h4")) {
    const level = Number(one.tagName[1]);
    if (level > last + 1) levels.push(kind(one));
    last = level;
  }
  const kinds = "main input:not([type=hidden]), main select, main textarea, main button";
  const fields = [...document.querySelectorAll(kinds)];
  const unnamed = fields.filter((one) => !(one.labels && one.labels.length) && !one.textContent.trim()
    && !one.getAttribute("aria-label")).map(kind);
  return {width: root.scrollWidth, wide, small, pale, unnamed, levels};
}"""
