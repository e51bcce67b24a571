"""docs/reference/record-format.md names every field of the built-in record, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gazetted.model.lists import ListInfo
from gazetted.model.party import Relation
from gazetted.record import builtin
from gazetted.record.soundness import problems

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "record-format.md").read_text("utf-8")
FIELD = re.compile(r"^\| (\*?)`(\w+)`\*? \|", re.MULTILINE)

SECTIONS: dict[str, Any] = {
    "`[list]`": ListInfo,
    "`[[entry]]`": builtin._Entry,
    "`[[entry.event]]`": builtin._Event,
    "`[[entry.names]]`": builtin._Names,
    "`[[entry.amended]]`": builtin._Amended,
    "`[[party]]`": builtin._Party,
    "`relations`": Relation,
}


def _fields(heading: str) -> dict[str, bool]:
    """Field → whether it must be given, as the table under a heading says."""
    section = re.split(r"^#", PAGE.split(f"\n### {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return {name: bool(star) for star, name in FIELD.findall(section)}


def _real(shape: Any) -> dict[str, bool]:
    return {field.encode_name: field.required for field in msgspec.structs.fields(shape)}


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_field_is_described_and_its_duty_is_right(heading: str) -> None:
    assert _fields(heading) == _real(SECTIONS[heading])


def test_context_events_add_their_own_fields() -> None:
    more = _real(builtin._Context).items() - _real(builtin._Event).items()
    assert _fields("`[[event]]`") == dict(more)


def _snippet(mark: str) -> str:
    found = re.search(rf"<!-- {mark} -->\n```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_worked_correction_is_of_a_real_fact_and_leaves_the_record_sound() -> None:
    files = builtin.builtin_files()
    before, after = _snippet("before").encode(), _snippet("after").encode()
    assert files["ca.sema.toml"].count(before) == 1
    corrected = builtin.parse_files(files | {"ca.sema.toml": files["ca.sema.toml"].replace(before, after)})
    assert problems(corrected) == []
    facts = [event for event in corrected.events if event.list_key == "ca.sema"]
    assert [(event.confidence, event.unconfirmed) for event in facts] == [("high", "")]
