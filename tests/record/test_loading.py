"""Publishers' files into the record: recognised, checked, told; a part of an edition says no more than it knows."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gazetted.errors import ListFileError, UsageError
from gazetted.model.edition import ALL_ASPECTS
from gazetted.record.ledger import Ledger
from gazetted.record.loading import LoadReport, load

if TYPE_CHECKING:
    from tests.conftest import Bench

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "sources"
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


@pytest.fixture
def ledger(bench: Bench) -> Iterator[Ledger]:
    with bench.cleared():
        yield bench.new(lambda: NOW)


def told(
    ledger: Ledger, path: Path, date: str | None = None, *, source: str | None = None, force: bool = True
) -> LoadReport:
    day = dt.date.fromisoformat(date) if date else None
    return load(ledger, path, source=source, date=day, force=force, now=NOW)


def folder(tmp_path: Path, name: str, *files: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    for file in files:
        shutil.copy(SAMPLES / "ofac" / file, made / file)
    return made


def in_force(ledger: Ledger, list_key: str, day: str) -> set[str]:
    on = dt.date.fromisoformat(day)
    slugs = ledger.parties()
    return {
        s.entry
        for slug in slugs
        for s in ledger.standings(slug, on)
        if s.list_key == list_key and s.status == "in force"
    }


def names_on(ledger: Ledger, day: str) -> set[str]:
    on = dt.date.fromisoformat(day)
    found = set()
    for name in ledger.names():
        if any(
            s.status == "in force" and s.name == name.text for s in ledger.standings(name.party, on, name=name.text)
        ):
            found.add(name.text)
    return found


def test_a_set_of_files_is_one_edition(ledger: Ledger, tmp_path: Path) -> None:
    report = told(ledger, folder(tmp_path, "set", "sdn.csv", "alt.csv", "add.csv"), "2024-01-01")
    assert (report.list_key, report.edition, report.partial, report.also) == ("us.sdn", "2024-01-01", (), ())
    assert report.added == report.entries == len(in_force(ledger, "us.sdn", "2024-01-01"))
    assert ledger.list_infos()["us.sdn"].short == "US SDN"


def test_an_edition_that_is_not_sound_is_refused_and_leaves_the_record_as_it_was(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = folder(tmp_path, "set", "sdn.csv", "alt.csv", "add.csv")
    before = ledger.digest()
    with pytest.raises(
        ListFileError, match=r"refused as an edition of us\.sdn: It has \d+ entries where at least 5000"
    ):
        told(ledger, path, "2024-01-01", force=False)
    assert ledger.digest() == before


def test_a_date_that_nobody_states_is_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not state the date of its edition: give it with --date"):
        told(ledger, folder(tmp_path, "set", "sdn.csv", "alt.csv", "add.csv"))


def test_the_same_files_again_are_known_already(ledger: Ledger, tmp_path: Path) -> None:
    path = folder(tmp_path, "set", "sdn.csv", "alt.csv", "add.csv")
    assert not told(ledger, path, "2024-01-01").known_already
    assert told(ledger, path, "2024-01-01").known_already


def test_a_part_without_the_aliases_takes_no_alias_away(ledger: Ledger, tmp_path: Path) -> None:
    told(ledger, folder(tmp_path, "whole", "sdn.csv", "alt.csv", "add.csv"), "2024-01-01")
    before = names_on(ledger, "2024-01-01")
    report = told(ledger, folder(tmp_path, "part", "sdn.csv"), "2024-02-01")
    assert "aliases" in report.partial
    assert names_on(ledger, "2024-02-01") >= before


def test_numbers_alone_prove_that_an_entry_still_stands_under_its_last_name(ledger: Ledger, tmp_path: Path) -> None:
    told(ledger, folder(tmp_path, "whole", "sdn.csv", "alt.csv", "add.csv"), "2024-01-01")
    standing = {s.entry: s for slug in ledger.parties() for s in ledger.standings(slug, dt.date(2024, 1, 1))}
    report = told(ledger, folder(tmp_path, "part", "add.csv"), "2025-01-01")
    assert "primary names" in report.partial
    listed = {
        line.split(",")[0] for line in (SAMPLES / "ofac" / "add.csv").read_text("latin-1").splitlines() if "," in line
    }
    later = {s.entry: s for slug in ledger.parties() for s in ledger.standings(slug, dt.date(2025, 1, 1))}
    for entry in listed & standing.keys():
        assert (later[entry].status, later[entry].as_) == ("in force", standing[entry].as_)
    for entry in standing.keys() - listed:
        assert later[entry].status == "removed"


def test_aliases_alone_tell_of_nobodys_removal(ledger: Ledger, tmp_path: Path) -> None:
    told(ledger, folder(tmp_path, "whole", "sdn.csv", "alt.csv", "add.csv"), "2024-01-01")
    before, names = in_force(ledger, "us.sdn", "2024-01-01"), names_on(ledger, "2024-01-01")
    report = told(ledger, folder(tmp_path, "part", "alt.csv"), "2025-01-01")
    assert set(report.partial) == ALL_ASPECTS
    assert in_force(ledger, "us.sdn", "2025-01-01") == before
    assert names_on(ledger, "2025-01-01") >= names
    assert ledger.changes(dt.date(2024, 6, 1), None) == []


def test_a_listing_that_a_part_printed_first_is_taken_from_the_first_whole(ledger: Ledger, tmp_path: Path) -> None:
    for date, *files in (("2024-01-01", "alt.csv"), ("2024-02-01", "sdn.csv", "alt.csv", "add.csv")):
        told(ledger, folder(tmp_path, date, *files), date)
    for date, *files in (("2024-03-01", "sdn.csv"), ("2024-04-01", "sdn.csv", "alt.csv", "add.csv")):
        told(ledger, folder(tmp_path, date, *files), date)
    entries = in_force(ledger, "us.sdn", "2024-02-01")
    assert entries == in_force(ledger, "us.sdn", "2024-04-01")
    assert in_force(ledger, "us.sdn", "2024-01-31") == set()
    whole = ledger.edition_of("us.sdn", dt.date(2024, 2, 1))
    assert entries == whole.keys()


def test_parts_and_wholes_in_any_order_give_the_same_record(bench: Bench, tmp_path: Path) -> None:
    paths = {
        "2024-01-01": folder(tmp_path, "whole", "sdn.csv", "alt.csv", "add.csv"),
        "2024-02-01": folder(tmp_path, "part", "add.csv"),
        "2024-03-01": folder(tmp_path, "names", "sdn.csv"),
    }
    seen = set()
    for order in itertools.permutations(paths):
        ledger = bench.new(lambda: NOW)
        for date in order:
            told(ledger, paths[date], date)
        answers = [
            (slug, day, s.status, s.since, s.name)
            for slug in sorted(ledger.parties())
            for day in paths
            for s in ledger.standings(slug, dt.date.fromisoformat(day))
        ]
        seen.add((ledger.digest(), tuple(answers)))
        bench.clear()
    assert len(seen) == 1


def test_a_file_of_two_lists_is_an_edition_of_each(ledger: Ledger) -> None:
    report = told(ledger, SAMPLES / "eu" / "full_1_1.xml")
    assert {report.list_key, *(one.list_key for one in report.also)} == {"eu.fsf", "eu.cp931"}


def test_an_own_list_has_the_name_that_it_is_given(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "harbour.csv"
    path.write_text("id,name\n1,Harbour Front\n", encoding="utf-8")
    assert told(ledger, path).list_key == "own.harbour"
    assert told(ledger, path, source="Quay Watch").list_key == "own.quay-watch"
    assert told(ledger, path, source="own.pier").list_key == "own.pier"


def test_a_source_that_is_no_list_is_wrong_use(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "harbour.csv"
    path.write_text("id,name\n1,Harbour Front\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"No list of a publisher has the key 'us\.nothing'"):
        told(ledger, path, source="us.nothing")
