"""`update` from the command line, against a stand-in for the publishers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gazetted.cli.run import run
from gazetted.fetch.policy import FetchPolicy
from gazetted.record import loading, updating
from gazetted.sources.registry import source_metadata

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "sources"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(
    builtin_path: Path, tmp_path: Path, publisher: Any, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Call:  # fmt: skip
    """Run the program on a record of this test, where two lists are offered: the UN's, and one that is not there."""
    shutil.copy(builtin_path, tmp_path / "record.sqlite")
    publisher.offers("/consolidated.xml", (SAMPLES / "un" / "consolidated.xml").read_bytes())
    offered = {
        key: msgspec.structs.replace(source_metadata()[key], addresses=(address,), minimum={}, fill={}, canaries=())
        for key, address in (("un.sc", f"{publisher.url}/consolidated.xml"), ("ch.seco", f"{publisher.url}/none"))
    }
    monkeypatch.setattr(updating, "source_metadata", lambda: offered)
    monkeypatch.setattr(loading, "source_metadata", lambda: offered)
    policy = FetchPolicy(pause=0.0, attempts=1, read=2.0, allow=frozenset({"127.0.0.1"}))
    monkeypatch.setattr(updating, "FetchPolicy", lambda: policy)

    def called(*args: str) -> tuple[int, str, str]:
        code = run([*args, "--record", str(tmp_path / "record.sqlite")])
        return code, *capsys.readouterr()

    return called


def test_what_is_new_is_loaded_and_said(call: Call) -> None:
    code, out, err = call("update", "un.sc")
    assert (code, err) == (0, "")
    assert "un.sc · loaded · edition " in out
    assert "2 entries: 2 added, 0 changed, 0 removed; 1 row rejected." in out
    code, out, _ = call("update", "un.sc")
    assert (code, out.strip().split(" · ")[:2]) == (0, ["un.sc", "unchanged"])


def test_a_failure_is_a_sentence_and_the_code_of_bad_input(call: Call) -> None:
    code, out, err = call("update", "--json")
    assert code == 3
    found = {one["list"]: one for one in json.loads(out)["updates"]}
    assert {key: one["outcome"] for key, one in found.items()} == {"un.sc": "loaded", "ch.seco": "failed"}
    assert err == f"gazetted: ch.seco: {found['ch.seco']['why']}\n"
    assert "answers 404" in err


def test_a_dry_run_only_asks(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("update", "un.sc", "--dry-run")
    assert (code, out.strip()) == (0, "un.sc · new")
    assert not list(tmp_path.rglob("*.gz"))


def test_raw_files_are_kept_in_the_users_data_folder(call: Call, tmp_path: Path) -> None:
    call("update", "un.sc")
    assert len(list((tmp_path / "data" / "gazetted" / "raw").glob("*/*.gz"))) == 1


def test_a_wrong_key_is_a_wrong_call(call: Call) -> None:
    code, out, err = call("update", "un.xx")
    assert (code, out) == (2, "")
    assert "No list of a publisher has the key 'un.xx'" in err


def test_lists_and_answers_show_freshness(call: Call, publisher: Any) -> None:
    stale = json.loads(call("standing", "HTS", "--json")[1])["record"]["stale"]
    assert "un.sc" in stale
    assert "Publisher never asked." in call("lists")[1]
    call("update")
    out = " ".join(call("lists")[1].split())
    assert re.search(r"Publisher last asked \d{4}-\d\d-\d\d: loaded", out)
    assert "`gazetted update` asks the publishers." in out
    states = {one["list"]: one for one in json.loads(call("lists", "--json")[1])["lists"]}
    assert (states["un.sc"]["stale"], states["un.sc"]["asked_outcome"]) == (False, "loaded")
    left = json.loads(call("standing", "HTS", "--json")[1])["record"]["stale"]
    assert set(stale) - set(left) == {"un.sc"}
    publisher.replies.clear()
    call("update", "un.sc")
    out = " ".join(call("lists")[1].split())
    assert re.search(r"Publisher last asked [\d-]+: failed \(http://127.0.0.1:\d+/consolidated.xml answers 404", out)
