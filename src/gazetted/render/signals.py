"""`signals` in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from gazetted.render import words
from gazetted.render.assessment import section_view
from gazetted.render.clean import one_line
from gazetted.render.courses import course_entries
from gazetted.render.outline import Entry, Line, Section
from gazetted.render.standing import foot, heading

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.assessment.signals import SaidOf, Signals
    from gazetted.record.kept import KeptDocument

_SHOWN = 12
"""Characters of a digest that are shown: enough to name the document by."""


def signals_view(
    found: Signals, asked: str, known: Mapping[str, words.Label], totals: Mapping[str, Any]
) -> Iterator[RenderableType]:
    """The courses, what was said, and the documents."""
    yield heading(found.party, asked)
    names = {one.sha256: _name(one) for one in found.documents}
    courses = course_entries(found.courses, known)
    nothing = () if courses else ("No report that a listing may change is kept, and the record holds no step of one.",)
    sections = [
        Section("courses", f"How its listings may change or changed, up to {found.on}", nothing, courses),
        Section("statements", "Who said what of it", (), tuple(_said(one, names) for one in found.statements)),
        Section("documents", "Kept documents", (), tuple(_document(one) for one in found.documents)),
    ]
    for section in sections:
        if section.entries or section.intro:
            yield Text()
            yield from section_view(section)
    yield Text()
    yield foot(totals)


def documents_view(
    documents: Sequence[KeptDocument], totals: Mapping[str, Any], *, removed: bool
) -> Iterator[RenderableType]:
    """Kept documents, one a line."""
    said = "removed" if removed else "kept"
    if not documents:
        yield Text(f"No document is {said}. `gazetted read FILE --keep` keeps one.")
    else:
        yield Text(f"{words.counted(len(documents), 'document')} {said}", style="bold")
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in documents:
        counts = f"{words.counted(len(one.signals), 'report')}, {words.counted(len(one.statements), 'statement')}"
        table.add_row(one.sha256[:_SHOWN], one_line(one.date), f"{_name(one)} · {counts}")
    if documents:
        yield table
    yield foot(totals)


def _name(one: KeptDocument) -> str:
    said = [one.publisher, one.title] if one.publisher or one.title else [one.source]
    return one_line(": ".join(filter(None, said)) or one.sha256[:_SHOWN])


def _said(one: SaidOf, names: Mapping[str, str]) -> Entry:
    statement = one.statement
    chain = " ← ".join(one_line(link) for link in statement.chain)
    lines = [Line(one_line(statement.content)), Line(chain, "ground")]
    if len(one.documents) > 1:
        lines.append(Line(f"also in: {'; '.join(names.get(digest, digest) for digest in one.documents[1:])}", "ground"))
    return Entry(statement.date, f"{one_line(statement.speaker)} ({statement.act})", tuple(lines))


def _document(one: KeptDocument) -> Entry:
    return Entry(one_line(one.date), _name(one), (Line(f"{one.sha256[:_SHOWN]} · kept {one.moment[:10]}", "ground"),))
