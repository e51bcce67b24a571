"""Portfolios: prepared once, opened where they lie, made anew when stale; who is like a listed name is found."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from gazetted.errors import UsageError
from gazetted.matching.compare import likeness_of_names
from gazetted.model.party import Kind, Party
from gazetted.screening.result import Query
from gazetted.watch import portfolio as module
from gazetted.watch.inverse import close
from gazetted.watch.portfolio import Portfolio, forget, opened

ROWS = (
    "id,name,kind,born,country,ids\na,Daniel Okoro,person,1970,SY,passport:A1;imo:9\nb,Zarina Vell,,,,\nb,Other,,,,\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "c.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_it_is_made_once_and_opened_again(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "w.1"
    first = opened(file, None, place, "1")
    monkeypatch.setattr(Portfolio, "build", None)  # it is not made a second time
    again = opened(file, None, place, "1")
    assert list(again.all_rows()) == list(first.all_rows())
    assert [key for key, _ in again.all_rows()] == ["a", "b", "b (row 3)"]
    assert again.query("a") == Query("Daniel Okoro", "person", "1970", "SY", ("passport:A1", "imo:9"), "a")
    assert again.query("nobody") is None
    assert again.floors(0.7).tolist() == pytest.approx([0.7 - 0.10 - 0.03 - 0.30, 0.7, 0.7])
    for stale in (("2", None), ("1", {"name": "name"})):
        with pytest.raises(TypeError):
            opened(file, stale[1], place, stale[0])
    file.write_text(ROWS + "c,New,,,,\n", encoding="utf-8")
    with pytest.raises(TypeError):
        opened(file, None, place, "1")
    forget(place)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.csv"]


@pytest.mark.parametrize("suffix", ["names", "rows"])
@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_what_is_damaged_is_made_anew(file: Path, tmp_path: Path, suffix: str, damage: bytes | None) -> None:
    place = tmp_path / "w.1"
    rows = list(opened(file, None, place, "1").all_rows())
    kept = tmp_path / f"w.1.{suffix}"
    data = kept.read_bytes()
    kept.unlink()
    kept.write_bytes(data[:-5] if damage is None else damage)
    assert list(opened(file, None, place, "1").all_rows()) == rows
    assert kept.read_bytes() == data


def test_what_a_killed_run_left_is_cleared_away(file: Path, tmp_path: Path) -> None:
    left = tmp_path / ".w.1.rows.abc"
    left.write_bytes(b"half")
    opened(file, None, tmp_path / "w.1", "1")
    assert not left.exists()


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file"):
        opened(tmp_path / "gone.csv", None, tmp_path / "w.1", "1")


def test_the_rows_are_not_read_to_be_opened(tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text("id,name\n" + "".join(f"c{n},Name{n} Surname{n}\n" for n in range(3000)), encoding="utf-8")
    opened(file, None, tmp_path / "w.1", "1")
    size = sum(path.stat().st_size for path in tmp_path.glob("w.1.*"))
    tracemalloc.start()
    found = opened(file, None, tmp_path / "w.1", "1")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 3000
    assert peak < size / 2


@pytest.mark.parametrize(
    ("customer", "kind", "listed", "of"),
    [
        ("Osama Bin Ladin", "person", "Usama bin LADEN", "person"),
        ("Muammar Gaddafi", "person", "Muʿammar al-Gadhdhāfī", "person"),
        ("Владимир Путин", "any", "PUTIN, Vladimir Vladimirovich", "person"),
        ("Vladimir Putin", "person", "Владимир Владимирович ПУТИН", "person"),
        ("习近平", "person", "XI Jinping", "person"),
        ("بشار الأسد", "any", "Bashar AL-ASSAD", "person"),
        ("Partiya Karkeren Kurdistan", "organization", "PKK", "organization"),
        ("PKK", "any", "Partiya Karkeren Kurdistan", "organization"),
        ("Al Nusra Front / Jabhat Fatah al Sham", "organization", "JABHAT FATAH AL-SHAM", "organization"),
        ("Jabhat Fatah al Sham", "organization", "Al-Nusrah Front / Jabhat Fatah al-Sham", "organization"),
        ("BankMelli", "organization", "BANK MELLI", "organization"),
        ("ABDULRAHMAN TAMIM", "person", "Abdulrahman TAMIMULLAH", "person"),
        ("Zaydan", "person", "ZAYDAN, Mustafa", "person"), ("Maulana ZAYDAN", "any", "ZAYDAN, Mustafa", "person"),
    ],
)  # fmt: skip
def test_who_is_like_a_listed_name_is_found(customer: str, kind: Kind, listed: str, of: Kind) -> None:
    held = Portfolio.build({"other": Query("Somebody Else"), "c": Query(customer, kind)})
    assert likeness_of_names(customer, listed, of if kind == "any" else kind) >= 0.7 or "Zaydan" in customer.title()
    found = {number: rows.tolist() for number, rows in close(held, [(listed, Party("p", listed, of))])}
    assert found == {0: [1]}


def test_names_that_are_unlike_are_not_compared() -> None:
    held = Portfolio.build({"c": Query("Daniel Okoro"), "d": Query("Mohammed Vell")})
    assert list(close(held, [("Mohammed Tarn", Party("p", "Mohammed Tarn", "person"))])) == []
    assert list(close(Portfolio.build({}), [("A Name", Party("p", "A Name"))])) == []


def test_what_is_found_does_not_depend_on_the_other_customers() -> None:
    names = ["Daniel Okoro", "Danyel Okoro", "Okoro", "Harbour Front", "HF", "Front for the Harbour", "Zarina Vell"]
    listed = [(name, Party(str(at), name, kind)) for at, name in enumerate(names) for kind in ("person", "any")]
    whole = Portfolio.build({name: Query(name) for name in names})
    together = {(number, customer) for number, rows in close(whole, listed) for customer in rows.tolist()}
    alone = {
        (number, at)
        for at, name in enumerate(names)
        for number, rows in close(Portfolio.build({name: Query(name)}), listed)
        for _ in rows.tolist()
    }
    assert together == alone
    assert np.all(whole.given == 0)
    assert module.engine_digest("1") != module.engine_digest("2")
