from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.matching.index import BLOCK, NameIndex
from gazetted.matching.index_file import opened, save
from gazetted.matching.packing import pack, unpack
from gazetted.matching.prepared import prepare
from gazetted.matching.score import score
from gazetted.model.party import Party, PartyName

TEXTS = [
    "Khalid Mansour al-Zubaidi", "خالد منصور الزبيدي", "Сергей Павлович Громов", "王建国", "김영수", "OOO Zarya",
    "Zarya Trading LLC", "HTS", "Sham Liberation Front", "Qadir Brothers / Qadir Bros Trading", "P. Holm",
    "Abd al-Rahman Salim", "MV Blue Star",
    "Brigade 44", "Muhammad Ali", "Muhammad Ali Hassan", "...", "", "José Núñez",
]  # fmt: skip
NAMES = [PartyName(f"p{at // 2}", text, "alias" if at % 2 else "primary", ("a.b",)) for at, text in enumerate(TEXTS)]
PARTIES = {"p0": Party("p0", "Khalid Mansour al-Zubaidi", "person", ("SY",))}
INDEX = NameIndex.build(NAMES, PARTIES, [("p2", "IMO:9074729")])


def rows(index: NameIndex, queries: list[str], floor: float = 0.5) -> list[list[tuple[int, float]]]:
    found = index.search([prepare(query) for query in queries], floor=floor)
    return [[(int(n), round(float(v), 9)) for n, v in zip(*one, strict=True)] for one in found]


@pytest.fixture
def kept(tmp_path: Path) -> NameIndex:
    save(INDEX, tmp_path / "deep" / "names.idx", "digest")
    found = opened(tmp_path / "deep" / "names.idx", "digest")
    assert found is not None
    return found


def test_an_index_from_a_file_is_the_one_in_memory(kept: NameIndex) -> None:
    queries = [
        *TEXTS,
        "Halid Mansur Zubaydi",
        "Gromov Sergei",
        "Wang Jianguo",
        "Kim Yong-su",
        "Mohamed Aly",
        "x" * 5000,
    ]
    assert rows(kept, queries) == rows(INDEX, queries)
    assert [kept.name(n) for n in range(len(kept))] == NAMES
    assert kept.party(0) == PARTIES["p0"]
    assert kept.with_identifiers(["imo number: 9074729"]).tolist() == INDEX.with_identifiers(["IMO:9074729"]).tolist()
    assert kept.with_identifiers(["imo number: 9074729"]).tolist() != []
    assert kept.with_identifiers(["passport:1", "nothing"]).tolist() == []


def test_a_file_that_does_not_fit_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "names.idx"
    assert opened(path, "digest") is None
    save(INDEX, path, "digest")
    whole = path.read_bytes()
    assert opened(path, "another") is None
    for spoiled in (
        b"",
        b"x",
        whole[:-1],
        whole[: len(whole) // 2],
        b"y" + whole[1:],
        whole[:30] + b"\xff" * 40,
        whole + b"z",
    ):
        path.write_bytes(spoiled)
        assert opened(path, "digest") is None
    assert [file.name for file in tmp_path.iterdir()] == ["names.idx"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_head_never_crashes(data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.idx"
        save(INDEX, path, "digest")
        whole = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, 1500))
        whole[at] = data.draw(st.integers(0, 255))
        path.write_bytes(bytes(whole))
        opened(path, "digest")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=12))
def test_a_block_finds_what_each_query_finds_alone(texts: list[str]) -> None:
    queries = [*texts, "Muhammad Aly", "Khalid al-Zubaidi"]
    assert rows(INDEX, queries) == [rows(INDEX, [query])[0] for query in queries]


def test_queries_beyond_one_block_keep_their_order() -> None:
    queries = [TEXTS[at % len(TEXTS)] for at in range(BLOCK + 40)]
    found = rows(INDEX, queries)
    assert found == [rows(INDEX, [query])[0] for query in queries]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.sampled_from(TEXTS)), st.sampled_from(TEXTS))
def test_a_packed_name_scores_as_the_name(text: str, other: str) -> None:
    left, right = prepare(text), prepare(other)
    assert score(unpack(text, pack(left)), right) == score(left, right)
    assert score(right, unpack(text, pack(left))) == score(right, left)


@pytest.mark.parametrize(
    "query",
    ["Halid Mansur al Zubaydi", "Khalid Mansour", "Sergey Gromov", "Wang Jianguo", "Muhammed Aly", "MuhammadAli",
     "Zarya", "Sham Liberatoin Front", "Bluestar", "Qadir Bros", "Peter Holm", "Jose Nunez"],
)  # fmt: skip
def test_what_scores_enough_is_a_candidate(query: str) -> None:
    prepared = prepare(query)
    (found,) = INDEX.search([prepared])
    enough = {n for n in range(len(INDEX)) if score(prepared, INDEX.prepared(n)) >= 0.70}
    assert enough
    assert enough <= set(found.names.tolist())
