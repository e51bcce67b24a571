"""Signals kept from the development articles make courses that a reader can follow; skipped where these are not."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from gazetted.api import Record, open_record
from gazetted.assessment.course import Course

SHARED = Path(os.environ.get("GAZETTED_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data" / "articles"

pytestmark = pytest.mark.skipif(not (SHARED / "dev").exists(), reason="the development articles are not here")


@pytest.fixture(scope="module")
def kept(builtin_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A record in which every development article is kept."""
    path = tmp_path_factory.mktemp("kept") / "r.sqlite"
    shutil.copy(builtin_path, path)
    record = open_record(path)
    for line in (SHARED / "dev" / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        text = (SHARED / "dev" / label["text_file"]).read_text("utf-8")
        day = label["date"] if len(label["date"]) == 10 else f"{label['date']}-15"
        record.read(text, date=day, publisher=label["publisher"], name=label["id"], keep=True)
    first = (SHARED / "2024-12-09-hts.txt").read_text("utf-8")
    record.read(first, date="2024-12-09", publisher="The Cradle", name="first", keep=True)
    return record


def _course(record: Record, party: str, key: str, direction: str = "delist") -> Course:
    found = record.signals(party, on="2026-11-22").courses
    (course,) = (
        one for one in found if (one.list_key, one.direction) == (key, direction) and one.steps[0].date > "2005"
    )
    return course


def _stages(course: Course) -> list[tuple[str, str]]:
    return [(step.stage, step.date) for step in course.steps if step.direction != "maintain"]


def test_hts_goes_from_considered_to_effective(kept: Record) -> None:
    fto = _course(kept, "HTS", "us.fto")
    assert [stage for stage in _stages(fto) if stage[0] != "considered"] == [
        ("signed", "2025-06-23"), ("announced", "2025-07-07"), ("effective", "2025-07-08"),
    ]  # fmt: skip
    reports = {one.source: one for step in fto.steps if step.stage == "considered" for one in step.reports}
    assert {"The Washington Post", "Politico"} <= reports.keys()
    assert {one.publisher for one in reports["The Washington Post"].documents} == {"The Cradle", "Shafaq News"}
    assert fto.fate == "confirmed"
    uk = _course(kept, "HTS", "uk.proscribed")
    assert _stages(uk)[0] == ("considered", "2024-12-09")
    assert _stages(uk)[-1] == ("effective", "2025-11-11")
    assert "BBC" in {one.source for one in uk.steps[0].reports}


def test_what_was_said_to_stay_is_marked_as_overtaken(kept: Record) -> None:
    said = [step for step in _course(kept, "HTS", "us.fto").steps if step.direction == "maintain"]
    assert said
    assert {step.fate for step in said} == {"overtaken"}


def test_pkk_is_struck_down_and_stays(kept: Record) -> None:
    course = _course(kept, "PKK", "eu.cp931")
    assert course.fate == "open"
    assert {(step.stage, step.direction) for step in course.steps} >= {
        ("struck down", "delist"), ("announced", "maintain"),
    }  # fmt: skip


def test_palestine_action_has_its_course_from_the_record(kept: Record) -> None:
    listed = _course(kept, "Palestine Action", "uk.proscribed", "list")
    assert [step.stage for step in listed.steps][-1] == "effective"
    assert listed.fate == "confirmed"
    assert [step.stage for step in _course(kept, "Palestine Action", "uk.proscribed").steps] == ["struck down"]


def test_keeping_all_again_changes_nothing(kept: Record) -> None:
    before = kept.kept()
    first = (SHARED / "2024-12-09-hts.txt").read_text("utf-8")
    kept.read(first, date="2024-12-09", publisher="another", keep=True)
    assert kept.kept() == before
