from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import gazetted
from gazetted.api import Record
from gazetted.cli.run import run
from gazetted.errors import ListFileError, UsageError
from gazetted.screening.receipt_check import read as read_receipt
from gazetted.screening.replaying import replay

HEAD = "customer,party,reason,user,decided,until,name\n"
FIRST = """id,name,kind,born,countries,listed
1,Karim Adel Mansour,person,1960,SY,2024-05-01
2,Karim Mansour Adeli,person,,,
"""
AMENDED = FIRST.replace("1960", "1960;1985")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def record(tmp_path: Path, clock: Clock) -> Iterator[Record]:
    (tmp_path / "list.csv").write_text(FIRST, "utf-8")
    with gazetted.open(tmp_path / "record.sqlite", builtin=False, clock=clock) as found:
        found.load(tmp_path / "list.csv", source="own.watch", date="2025-01-01")
        yield found


@pytest.fixture
def party(record: Record) -> str:
    return record.screen("Karim Adel Mansour").matches[0].party


def decisions(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "good.csv"
    path.write_text(head + "\n".join(rows) + "\n", "utf-8")
    return path


def amend(record: Record, tmp_path: Path, clock: Clock) -> None:
    clock.now = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
    (tmp_path / "list.csv").write_text(AMENDED, "utf-8")
    record.load(tmp_path / "list.csv", source="own.watch", date="2025-06-01")


def test_a_decision_holds_a_match_back_and_says_so(record: Record, party: str, tmp_path: Path) -> None:
    good = decisions(tmp_path, f"Karim Mansour,{party},born 1991; passport seen,ann,2025-02-01,,")
    without = record.screen("Karim Mansour", on="2025-03-01")
    found = record.screen("Karim Mansour", on="2025-03-01", good_guys=good)
    assert party in [match.party for match in without.matches]
    assert [match.party for match in found.matches] == [m.party for m in without.matches if m.party != party]
    (one,) = found.decisions
    assert (one.party, one.holds, one.user, one.until) == (party, True, "ann", None)
    assert one.why == "Cleared by ann on 2025-02-01: born 1991; passport seen"
    assert one.match in without.matches
    assert found.held_back == 1


def test_the_receipt_counts_what_is_held_back_and_replays(record: Record, party: str, tmp_path: Path) -> None:
    good = decisions(tmp_path, f"Karim Mansour,{party},born 1991,ann,2025-02-01,,")
    receipt = record.screen("Karim Mansour", on="2025-03-01", good_guys=good).receipt()
    (told,) = receipt.answer["decisions"]
    assert told["match"]["party"] == party
    assert len(receipt.settings["good_guys"]) == 64
    again = read_receipt(receipt.text().encode())
    assert replay(again, record.screen).same
    other = msgspec.structs.replace(again, answer={**again.answer, "decisions": []})
    assert not replay(msgspec.structs.replace(other, hashes={**other.hashes, "answer": "x"}), record.screen).same


def test_without_a_file_an_answer_is_as_it_always_was(record: Record) -> None:
    found = record.screen("Karim Mansour", on="2025-03-01")
    assert "decisions" not in found.to_dict()
    assert set(found.receipt().answer) == {"matches"}
    assert "good_guys" not in found.receipt().settings


def test_it_ends_on_its_day(record: Record, party: str, tmp_path: Path) -> None:
    good = decisions(tmp_path, f"Karim Mansour,{party},born 1991,ann,2025-02-01,2025-03-01,")
    assert record.screen("Karim Mansour", on="2025-03-01", good_guys=good).held_back == 1
    found = record.screen("Karim Mansour", on="2025-03-02", good_guys=good)
    assert party in [match.party for match in found.matches]
    assert [(one.holds, one.why) for one in found.decisions] == [
        (False, "Cleared by ann on 2025-02-01, until 2025-03-01: it has ended.")
    ]


def test_it_ends_when_the_entry_changes(record: Record, party: str, tmp_path: Path, clock: Clock) -> None:
    good = decisions(tmp_path, f"Karim Mansour,{party},born 1985,ann,2025-02-01,,")
    amend(record, tmp_path, clock)
    found = record.screen("Karim Mansour", on="2025-07-01", good_guys=good)
    assert found.held_back == 0
    assert party in [match.party for match in found.matches]
    assert "open again: the entry changed since in birth dates (new: 1985)" in found.decisions[0].why
    later = decisions(tmp_path, f"Karim Mansour,{party},seen again,ann,2025-06-02,,")
    assert record.screen("Karim Mansour", on="2025-07-01", good_guys=later).held_back == 1
    then = record.screen("Karim Mansour", on="2025-03-01", known="2025-03-01", good_guys=good)
    assert then.held_back == 1


def test_a_decision_older_than_the_record_ends_by_a_dated_event(record: Record, party: str, tmp_path: Path) -> None:
    good = decisions(tmp_path, f"Karim Mansour,{party},known for years,ann,2020-02-01,,")
    found = record.screen("Karim Mansour", on="2025-03-01", good_guys=good)
    assert found.held_back == 0
    assert "open again: since then own.watch: listed 2024-05-01" in found.decisions[0].why


def test_it_is_of_one_customer_and_one_name(record: Record, party: str, tmp_path: Path) -> None:
    good = decisions(tmp_path, f"c-7,{party},born 1991,ann,2025-02-01,,Karim Mansour")
    queries = [
        {"name": "Karim Mansour", "key": "c-7"},
        {"name": "Karim Mansour", "key": "c-8"},
        {"name": "Karim Adel Mansour", "key": "c-7"},
        {"name": "Karim Mansour"},
    ]
    found = record.screen_many(queries, on="2025-03-01", good_guys=good)
    assert [one.held_back for one in found] == [1, 0, 0, 0]


def test_what_is_held_back_crowds_nobody_out(record: Record, party: str, tmp_path: Path) -> None:
    good = decisions(tmp_path, f"Karim Adel Mansour,{party},born 1991,ann,2025-02-01,,")
    first, second = record.screen("Karim Adel Mansour", on="2025-03-01").matches
    found = record.screen("Karim Adel Mansour", on="2025-03-01", good_guys=good, limit=1)
    assert (first.party, [match.party for match in found.matches]) == (party, [second.party])


def test_a_confirmed_match_is_never_held_back(record: Record, party: str, tmp_path: Path) -> None:
    head = "customer,party,reason,user,decided,verdict\n"
    good = decisions(tmp_path, f"Karim Mansour,{party},it is him,ann,2025-02-01,confirmed", head=head)
    assert record.screen("Karim Mansour", on="2025-03-01", good_guys=good).decisions == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("customer,party,reason,user\nx,y,z,u\n", "line 1: no column 'decided'"),
        (HEAD + "x,,why,ann,2025-02-01,,\n", "line 2: the party is empty"),
        (HEAD + "x,Nobody Known,why,ann,2025-02-01,,\n", "line 2: the record holds no party 'Nobody Known'"),
        (HEAD + "x,Karim Adel Mansour,,ann,2025-02-01,,\n", "line 2: A decision needs a reason"),
        (HEAD + "x,Karim Adel Mansour,why,,2025-02-01,,\n", "line 2: A decision needs a user"),
        (HEAD + "\nx,Karim Adel Mansour,why,ann,soon,,\n", "line 3: "),
        (HEAD + "x,Karim Adel Mansour,why,ann,2025-02-01,2025-02-31,\n", "line 2: "),
        (HEAD + "x,Karim Adel Mansour,why,ann,2025-02-01,,,,\n", "line 2: 9 cells under 7 columns"),
        (HEAD + 'x,"Karim" Adel,why,ann,2025-02-01,,\n', "line 2: malformed quoting"),
        (
            HEAD.replace("name", "verdict") + "x,Karim Adel Mansour,why,ann,2025-02-01,,maybe\n",
            "'maybe' is no decision",
        ),
        ("", "is empty"),
        ("\n\n", "is empty"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(record: Record, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "good.csv").write_text(text, "utf-8")
    with pytest.raises(ListFileError) as caught:
        record.screen("Karim", good_guys=tmp_path / "good.csv")
    assert said in str(caught.value)


def test_no_text_and_no_file_are_told(record: Record, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_bytes(HEAD.encode() + b"\xff\xfe,x\n")
    with pytest.raises(ListFileError, match="line 2: not UTF-8"):
        record.screen("Karim", good_guys=tmp_path / "good.csv")
    with pytest.raises(UsageError, match="There is no file"):
        record.screen("Karim", good_guys=tmp_path / "none.csv")


def test_on_the_command_line(
    record: Record, party: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAZETTED_RECORD", str(tmp_path / "record.sqlite"))
    good = str(decisions(tmp_path, f"Karim Mansour,{party},born 1991,ann,2025-02-01,,"))
    args = ["screen", "Karim Mansour", "--list", "own.watch", "--on", "2025-03-01", "--good-guys", good]
    assert run(args) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "held back Karim Adel Mansour" in out
    assert "Cleared by ann on 2025-02-01: born 1991" in out
    (tmp_path / "all.csv").write_text("name\nKarim Mansour\n", "utf-8")
    args = ["screen", "--file", str(tmp_path / "all.csv"), *args[2:]]
    assert run(args) == 0
    assert "1 candidate held back by your decisions" in " ".join(capsys.readouterr().out.split())
