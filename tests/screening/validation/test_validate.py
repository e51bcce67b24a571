from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import gazetted
from gazetted.api import Record
from gazetted.errors import ListFileError, UsageError
from gazetted.render.validation import answers, validation_page
from gazetted.screening.result import Query, Screening
from gazetted.screening.validation.measure import lower_end, share
from gazetted.screening.validation.peers import Pool, side_by_side
from gazetted.screening.validation.result import Validation
from gazetted.screening.validation.sample import Chosen, Spoiled, script

LIST = """id,kind,name,aliases,born,countries
1,person,Karim Adel <b>Mansour</b>,كريم منصور;Karim Mansoor,1970,SY
2,person,Rodolfo Antonio Mendez,,1966-02-01,MX
3,organization,Zarya Shipping and Trading Limited Liability Company,ООО Заря,,RU
4,organization,Blue Harbour Moonlight Ltd,,,AE
5,person,Nikolai Petrovich Sorokin,Николай Сорокин,1959,RU
6,vessel,Morning Petrel,,,
"""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    folder = tmp_path_factory.mktemp("validated")
    (folder / "watch.csv").write_text(LIST, encoding="utf-8")
    found = gazetted.open(folder / "record.sqlite", builtin=False)
    found.load(folder / "watch.csv", source="own.watch", date="2025-06-01")
    return found


@pytest.fixture(scope="module")
def found(record: Record) -> Validation:
    return record.validate(sample=6, customers=70, seed=5, on="2026-01-01")


def test_names_as_listed_are_found_and_the_list_is_in(found: Validation) -> None:
    assert found.sound
    plain = next(one for one in found.classes if one.key == "as listed")
    assert (plain.names, plain.found, plain.first, plain.recall) == (6, 6, 6, 1.0)
    (watch,) = found.lists
    assert (watch.list_key, watch.entries, watch.missing) == ("own.watch", 6, ())
    assert watch.canaries == watch.found > 6
    assert found.recall > 0.9


def test_the_same_seed_gives_the_same_figures(record: Record, found: Validation) -> None:
    def figures(one: Validation) -> dict[str, object]:
        return {key: value for key, value in one.to_dict().items() if key not in ("made", "record")}

    assert figures(record.validate(sample=6, customers=70, seed=5, on="2026-01-01")) == figures(found)
    assert figures(record.validate(sample=6, customers=70, seed=6, on="2026-01-01")) != figures(found)


def test_recall_falls_with_the_threshold_and_so_do_alarms(found: Validation) -> None:
    for before, after in zip(found.curve, found.curve[1:], strict=False):
        assert before.threshold < after.threshold
        assert before.recall >= after.recall
        assert before.alarms >= after.alarms
    assert found.recall == next(row.recall for row in found.curve if row.threshold == 0.70)


def test_other_scripts_are_held_against_latin_names_only(found: Validation) -> None:
    assert {one.script for one in found.scripts} == {"Arabic", "Cyrillic"}


def test_other_scorers_stand_beside(found: Validation) -> None:
    assert [one.scorer for one in found.peers][1:] == ["ofac-1", "rapidfuzz WRatio", "rapidfuzz token_sort_ratio"]
    assert all(0 <= one.recall_at_1 <= one.recall_at_5 <= 1 for one in found.peers)


def test_what_it_rests_on_is_told(record: Record, found: Validation) -> None:
    assert found.record["digest"] == record.block()["digest"]
    assert found.settings == {
        "threshold": 0.7, "lists": [], "limit": 10, "seed": 5, "sample": 6, "customers": 70, "floor": 0.6,
    }  # fmt: skip
    assert found.engine["version"] == gazetted.__version__
    assert len(found.engine["tables"]) == 64
    assert json.loads(json.dumps(found.to_dict()))["lists"][0]["list"] == "own.watch"


def test_a_page_is_escaped_and_says_it_all(found: Validation) -> None:
    row = msgspec.structs.replace(found.lists[0], missing=("<b>Mansour</b>",))
    page = validation_page(msgspec.structs.replace(found, lists=(row,)))
    assert "<b>Mansour" not in page
    assert "&lt;b&gt;" in page
    for word in ("ofac-1", "Digest of the record", found.record["digest"], "Is every list in?", "0.70, in use"):
        assert str(word) in page
    assert "<script" not in page


def test_a_list_that_does_not_come_back_is_told_first(found: Validation) -> None:
    row = msgspec.structs.replace(found.lists[0], found=0, missing=("Karim",))
    worse = msgspec.structs.replace(found, lists=(row,))
    assert not worse.sound
    assert next(iter(answers(worse))).startswith("NOT SOUND: watch")


def test_a_labelled_file_of_ones_own(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        "Client,expected\nKarim Mansur,Karim Adel <b>Mansour</b>\nJane Holloway,\nBlue Harbor Moonlight,none\n"
        "Petra Lindgren,Nikolai Petrovich Sorokin\nAnna Berg,Somebody Unheard-of\n",
        encoding="utf-8",
    )
    own = record.validate(file, mapping={"name": "Client"}, sample=1, customers=10).file
    assert own is not None
    assert (own.rows, own.with_candidates, own.labelled, own.found, own.unknown) == (5, 2, 3, 1, 1)
    assert (own.negatives, own.alarms) == (2, 1)
    assert [miss.query for miss in own.misses] == ["Petra Lindgren", "Anna Berg"]
    assert [alarm.query for alarm in own.examples] == ["Blue Harbor Moonlight"]


def test_a_file_of_names_alone(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text('{"name": "Karim Mansoor"}\n{"name": "Jane Holloway"}\n', encoding="utf-8")
    found = record.validate(file, sample=1, customers=10)
    assert found.file is not None
    assert (found.file.labelled, found.file.negatives, found.file.with_candidates) == (0, 0, 1)
    assert {row.file for row in found.curve} == {0.5}


def test_wrong_uses_are_told(record: Record, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no size of sample"):
        record.validate(sample=0)
    with pytest.raises(UsageError, match="There is no file"):
        record.validate(tmp_path / "none.csv", sample=1, customers=1)
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ListFileError, match="no column 'name'"):
        record.validate(tmp_path / "bad.csv", sample=1, customers=1)
    with gazetted.open(tmp_path / "empty.sqlite", builtin=False) as empty, pytest.raises(UsageError, match="nothing"):
        empty.validate()


def test_recall_at_a_share_of_alarms_needs_more_than_the_alarms_have() -> None:
    pool = Pool([Chosen("a", "person", "Karim Mansour", ("Karim Mansour",))])
    asked = [Spoiled("as listed", Query("Karim Mansour"), Chosen("a", "person", "Karim Mansour", ()))]
    nobody = [Query("Jane Holloway")] * 50
    namesakes = [Query("Karim Mansour")] * 50
    assert {row.recall_at_5 for row in side_by_side(pool, asked, nobody, 0.7)} == {1.0}
    assert {row.recall_at_5 for row in side_by_side(pool, asked, namesakes, 0.7)} == {0.0}


def test_small_figures() -> None:
    assert share(1, 3) == 0.3333
    assert share(0, 0) == lower_end(0, 0) == 0.0
    assert lower_end(0, 20) == 0.0
    assert lower_end(300, 300) > lower_end(20, 20)
    assert script("Заря 12") == "CYRILLIC"
    assert Screening(Query("x"), "2026-01-01", ()).matches == ()
