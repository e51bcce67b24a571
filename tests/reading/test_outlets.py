from __future__ import annotations

import msgspec

from gazetted.reading.language import load_table


class Outlet(msgspec.Struct, forbid_unknown_fields=True):
    also: list[str] = []
    after: list[str] = []


def test_outlets_are_well_formed() -> None:
    outlets = load_table("outlets.toml", dict[str, dict[str, Outlet]])["outlets"]
    assert len(outlets) >= 250
    assert outlets["The Washington Post"].after == ["The Post"]
    forms = [form for name, outlet in outlets.items() for form in (name, *outlet.also)]
    assert not {form for form in forms if form != form.strip() or not form}
    assert not {form for form in forms if forms.count(form) > 1}
