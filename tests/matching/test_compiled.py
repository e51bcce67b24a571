"""The compiled loops of the index and of the alignment give what their twins in Python give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.matching import align, alike, index, slots, vocabulary
from gazetted.matching.index import NameIndex
from gazetted.matching.prepared import Prepared, prepare_once
from gazetted.matching.told import told
from gazetted.model.party import Kind, PartyName
from gazetted.text import kernel

LISTED = (
    *(
        "Usama bin Ladin",
        "Abu Muhammad al-Jawlani",
        "أبو محمد الجولاني",
        "Александр Лукашенко",
        "王建国",
        "김정은",
        "習近平",
    ),
    *(
        "Zarya Trading Limited Liability Company",
        "Brigade 44",
        "Xi Jinping",
        "HSI Chin-p'ing",
        "Bob Smith",
        "Robert Smyth",
    ),
    *(
        "ST. JOHN, Mary-Ann",
        "Karim Adel Mansour",
        "O'Brien",
        "Chang'an 7",
        "Li",
        "A. B. Carter",
        "Hay'at Tahrir al-Sham",
    ),
    *(
        "محمد علي",
        "נתניהו",
        "ထွန်းအောင်",
        "Иванова Мария Петровна",
        "Muammar Qadhafi",
        "MV Ocean Star 9",
        "x" * 50,
        "Ünal é" + "é" * 45,
    ),
)
WORD = st.sampled_from(
    [word for name in LISTED for word in name.split()]
    + [
        "jawlani",
        "golani",
        "bobby",
        "kim",
        "jong",
        "un",
        "chin",
        "ping",
        "jinping",
        "mary",
        "ann",
        "k",
        "sh4m",
        "brn",
        "smth",
        "joined",
    ]
) | st.text("abcdehijklmnorstuvz", min_size=1, max_size=9)
NAME = st.one_of(
    st.lists(WORD, min_size=1, max_size=6).map(" ".join),
    st.lists(WORD, min_size=2, max_size=4).map("".join),
    st.sampled_from(LISTED).flatmap(lambda name: st.integers(0, len(name)).map(lambda at: name[:at] + name[at + 1 :])),
)
KIND = st.sampled_from(("any", "person", "organization"))

compiled = pytest.mark.skipif(kernel.near is None, reason="the kernel was not built here")


@pytest.fixture(scope="module")
def built() -> NameIndex:
    return NameIndex.build([PartyName(str(at), text, "primary") for at, text in enumerate(LISTED)])


def _as_rows(found: tuple[list[align.Pair], list[object], list[object]]) -> object:
    pairs, left, rest = found
    return [(*map(list, (pair.query, pair.listed)), *pair[2:]) for pair in pairs], left, rest


@compiled
@settings(max_examples=400)
@given(NAME, NAME | st.sampled_from(LISTED), KIND)
def test_words_are_paired_alike(left: str, right: str, kind: Kind) -> None:
    query, listed = prepare_once(left, kind), prepare_once(right, kind)
    assert kernel.paired is not None
    for one, other in ((query, listed), (listed, query)):
        found = kernel.paired(one, other, align.Pair, told())
        if found is not None:
            assert _as_rows(found) == _as_rows(align._paired(one, other))  # type: ignore[arg-type]


def _is_found(built: NameIndex, queries: list[Prepared]) -> list[tuple[list[int], list[float]]]:
    return [(row.names.tolist(), row.at_most.tolist()) for row in built.search(queries, floor=0.3)]


@compiled
@settings(max_examples=100)
@given(names=st.lists(NAME, min_size=1, max_size=6), kind=KIND)
def test_words_near_and_names_are_found_alike(built: NameIndex, names: list[str], kind: Kind) -> None:
    queries = [prepare_once(name, kind) for name in names]
    asked = [slot for query in queries for slot in slots.slots_of(query)]
    if asked:
        for row, other in zip(built.vocabulary.near(asked), built.vocabulary._near(asked), strict=True):
            assert row.tolist() == other.tolist()
    found = _is_found(built, queries)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "joined_runs", None)
        patch.setattr(vocabulary, "near", None)
        patch.setattr(index, "bounded", None)
        built._postings.clear()
        assert _is_found(built, queries) == found
    built._postings.clear()


@compiled
@given(NAME)
def test_runs_that_are_left_out_meet_nothing(built: NameIndex, name: str) -> None:
    query, held = prepare_once(name), built.vocabulary.may_hold()
    everything, some = slots.slots_of(query), slots.slots_of(query, held)
    assert held is not None
    assert [slot for slot in everything if slot in some] == some
    gone = [slot for slot in everything if slot not in some]
    assert all(slot.joined for slot in gone)
    assert not gone or not len(built.vocabulary._near(gone)[0])


@compiled
def test_what_is_no_index_or_no_name_is_refused(built: NameIndex) -> None:
    arrays, query = built.vocabulary._arrays(), prepare_once("Karim Adel Mansour")
    asked = slots.slots_of(query)
    assert kernel.near is not None
    assert kernel.paired is not None
    assert kernel.joined_runs is not None
    for at in range(len(arrays)):
        wrong = [*arrays]
        wrong[at] = np.concatenate((arrays[at].reshape(-1), np.zeros(3, arrays[at].dtype)))
        if at not in (2, 4):  # letters behind the last word are never read
            with pytest.raises((ValueError, TypeError)):
                kernel.near(tuple(wrong), asked, {}, {}, None, told())
        wrong[at] = arrays[at].reshape(-1).astype(np.complex128)
        with pytest.raises((ValueError, TypeError)):
            kernel.near(tuple(wrong), asked, {}, {}, None, told())
    astray = (arrays[0], np.full_like(arrays[1], 1 << 30), *arrays[2:])
    with pytest.raises(IndexError):
        kernel.near(astray, asked, {}, {}, None, told())
    with pytest.raises((TypeError, AttributeError)):
        kernel.paired("a", "b", align.Pair, told())
    with pytest.raises(TypeError):
        kernel.paired(query, query, align.Pair, told()[:3])
    with pytest.raises(ValueError, match="highest bits"):
        kernel.joined_runs(query, {}, 3, False, arrays[0], arrays[1][:3], (len, "", alike.Slot))
