"""The page of an assessment in a real Chromium: on a phone nothing overflows, and nothing is too small to read."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gazetted.cli.run import run

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

# A window of Chromium is no narrower than 500 pixels, so that the phone is a frame; the page itself runs no script.
FRAME = """<!doctype html><meta charset="utf-8">
<style>body { margin: 0 } iframe { border: 0; width: WIDTHpx; height: 2000px }</style>
<iframe src="page.html"></iframe><pre id="found"></pre>
<script>
const frame = document.querySelector("iframe");
frame.addEventListener("load", () => {
  const inner = frame.contentDocument, root = inner.documentElement;
  const shown = (one) => one.getClientRects().length > 0;
  const text = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const kind = (one) => one.tagName + "." + (one.className.baseVal ?? one.className);
  const name = (one) => kind(one) + ": " + one.textContent.slice(0, 40);
  const wide = [], small = [];
  for (const one of inner.body.querySelectorAll("*")) {
    if (!shown(one) || one.closest(".skip")) continue;
    const box = one.getBoundingClientRect();
    if (!one.closest("svg") && (box.right > WIDTH + 0.5 || box.left < -0.5)) wide.push(name(one));
    if (!text(one)) continue;
    const svg = one.closest("svg");
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(one).fontSize) * scale;
    if (size < 10.5) small.push(name(one) + " " + size);
  }
  const bars = [...inner.querySelectorAll(".timeline svg")].filter(shown);
  document.getElementById("found").textContent = JSON.stringify({
    width: root.scrollWidth, wide, small, pictures: bars.length,
    inside: bars.every((one) => one.getBoundingClientRect().right <= WIDTH + 0.5),
    fills: [...new Set([...inner.querySelectorAll(".timeline svg .bar")].filter(shown).map(
      (one) => one.getAttribute("class") + " " + getComputedStyle(one).fill))],
  });
});
</script>"""


@pytest.fixture
def served(builtin_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[Path, str]]:
    """A folder with a page that shows every part, and the address at which it is served."""
    record = tmp_path / "r.sqlite"
    shutil.copy(builtin_path, record)
    text = (
        "The United States is considering removing Hayat Tahrir al-Sham (HTS) from its list of foreign terrorist "
        "organizations, a senior US official told The Washington Post on Monday.\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert run(["read", str(tmp_path / "a.txt"), "--date", "2024-12-09", "--keep", "--record", str(record)]) == 0
    out = tmp_path / "page.html"
    asked = ["assess", "HTS", "--on", "2026-11-22", "--since", "2024-12-09", "--without", "us.sdn", "us.fto"]
    assert run([*asked, "--record", str(record), "--html", str(out)]) == 0
    capsys.readouterr()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield tmp_path, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


def _measured(served: tuple[Path, str], width: int) -> Any:
    folder, address = served
    (folder / "frame.html").write_text(FRAME.replace("WIDTH", str(width)), encoding="utf-8")
    command = [
        str(CHROMIUM), *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--window-size={max(width, 500)},2000",
        "--virtual-time-budget=10000", "--dump-dom", f"{address}/frame.html",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    found = re.search(r'<pre id="found">(\{.*?\})</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stderr[-2000:]
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize("width", [390, 360, 1280])
def test_nothing_overflows_and_nothing_is_too_small(served: tuple[Path, str], width: int) -> None:
    found = _measured(served, width)
    assert found["wide"] == []
    assert found["width"] <= width
    assert found["small"] == []
    assert found["pictures"] == 1
    assert found["inside"]


def test_bars_are_told_apart_without_colour(served: tuple[Path, str]) -> None:
    fills = {one.split(" ", 2)[1]: one.split(" ", 2)[2] for one in _measured(served, 390)["fills"]}
    assert {"own", "other", "last"} <= fills.keys()
    assert len(set(fills.values())) == len(fills)
    assert "url(" in fills["other"]
    assert fills["last"] == "none"
