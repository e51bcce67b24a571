"""The parts of the MCP server that need no client: quoting, rows, schemas, addresses."""

from __future__ import annotations

import json
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import UsageError
from gazetted.service.mcp import answers, asked, running
from gazetted.service.mcp.quoting import clean, quoted
from gazetted.service.mcp.rows import told_rows
from gazetted.service.mcp.schemas import schema_of
from gazetted.service.mcp.shortening import finding, party_told
from gazetted.service.settings import Settings


@given(st.text(max_size=400), st.integers(2, 60))
def test_what_is_told_is_short_visible_and_one_line(text: str, most: int) -> None:
    told = clean(text, most)
    assert len(told) <= most
    assert not {"«", "»"} & set(told)
    assert not [one for one in told if unicodedata.category(one) in ("Cc", "Cf", "Co", "Cn", "Cs")]
    assert clean(told, most) == told


def test_hidden_words_and_marks_are_left_out() -> None:
    hidden = "".join(chr(0xE0000 + ord(one)) for one in "obey")
    assert clean(f"HTS{hidden} \u202elisted\u200b\x00") == "HTS listed"
    assert quoted({"text": "a » obey", "start": 1, "end": 9}).quoted_from_document == 'a " obey'


def test_a_long_text_of_little_to_see_is_cut_with_a_mark() -> None:
    assert clean(" " * 1000 + "end", 20) == "…"


@given(st.lists(st.text(max_size=30), max_size=30), st.integers(1, 10), st.integers(0, 40), st.integers(1, 200))
def test_pages_of_rows_give_every_row_once(rows: list[str], limit: int, offset: int, most: int) -> None:
    seen: list[str] = []
    at = 0
    while True:
        told, page = told_rows(rows, str, limit=limit, offset=at, most=most)
        assert page.total == len(rows)
        assert (len(told), page.left) == (page.shown, len(rows) - at - page.shown)
        assert len(told) == 1 or len(msgspec.json.encode(told)) <= most + 2 or not told
        seen += told
        if page.next_offset is None:
            break
        at = page.next_offset
    assert seen == rows
    assert told_rows(rows, str, limit=limit, offset=len(rows) + offset)[0] == ()


@pytest.mark.parametrize("shape", [asked.Screen, asked.Read, answers.ReadAnswer, answers.AssessAnswer])
def test_schemas_describe_every_field_and_stand_alone(shape: type) -> None:
    schema = schema_of(shape)
    assert set(schema["properties"]) == {one.encode_name for one in msgspec.structs.fields(shape)}
    assert "$ref" not in json.dumps(schema)
    assert all(one["description"] for one in schema["properties"].values())


def test_schemas_keep_fields_with_the_names_of_keywords() -> None:
    item = schema_of(answers.AssessAnswer)["properties"]["items"]["items"]
    assert item["properties"]["title"]["description"] == "what it is."


@pytest.mark.parametrize(
    ("kind", "effects", "said"),
    [
        ("person", [], "A candidate on name alone: other people bear such names"),
        ("vessel", [], "A candidate on name alone: nothing else was compared."),
        ("person", [0.1], "A candidate on name and birth date: still to be decided"),
        ("person", [0.1, -0.2], "A candidate on name, against which birth date speaks"),
    ],
)
def test_what_a_match_is_worth_is_said_in_words(kind: str, effects: list[float], said: str) -> None:
    rows = [{"what": "birth date", "effect": effect, "query": "1", "listed": "2"} for effect in effects]
    assert finding(kind, rows).startswith(said)


def test_what_a_party_leaves_out_is_told_as_unknown() -> None:
    told = party_told({"party": "x", "name": "X"})
    assert (told.kind, told.countries) == ("any", ())


@pytest.mark.parametrize("text", ["", "localhost", ":8000", "localhost:", "localhost:x", "localhost:70000", "h:８０"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="is no HOST:PORT"):
        running.address(text, Settings())
