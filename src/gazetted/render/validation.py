"""`validate` in a terminal and on paper: the answer first, what it rests on behind."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from gazetted.render.clean import one_line
from gazetted.render.markup import dated as _dated
from gazetted.render.markup import document
from gazetted.render.markup import escaped as _e

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gazetted.screening.validation.result import ListResult, Validation

WHAT_IT_IS = (
    "Listed names were spoiled by fixed rules and asked for; customers were made up by chance. The figures tell how"
    " this set-up finds such names in this record on this day. They promise nothing about names of another kind."
)
_HEADS = ("Class", "What happens to the name", "Names", "Found", "Recall", "At least", "First")


def answers(found: Validation) -> Iterator[str]:
    """The outcome in sentences, the gravest first."""
    if not found.sound:
        yield f"NOT SOUND: {'; '.join(_faults(found))}."
    threshold = found.settings["threshold"]
    asked = sum(one.names for one in found.classes)
    yield f"Of {asked:,} spoiled names, {found.recall:.1%} found their party at {threshold:.2f} or above."
    weakest = [one for one in sorted(found.classes, key=lambda one: one.recall) if one.recall < 0.9][:4]
    if weakest:
        yield f"Weakest: {'; '.join(f'{one.what} ({one.recall:.0%} of {one.names})' for one in weakest)}."
    people = found.customers
    yield (
        f"Of {people.customers:,} made-up customers, {people.rate:.2%} had a candidate by name alone,"
        f" {people.rate_known:.2%} with birth date and country."
    )
    if found.file is not None:
        yield _file_sentence(found)
    whole = sum(one.found == one.canaries for one in found.lists)
    yield f"{whole} of {len(found.lists)} lists gave back every name asked for."


def _faults(found: Validation) -> Iterator[str]:
    for one in found.classes:
        if one.key == "as listed" and one.found < one.names:
            yield f"{one.names - one.found} of {one.names} names were not found as they are listed"
    for row in found.lists:
        if row.found < row.canaries:
            yield f"{row.short}: {row.canaries - row.found} of {row.canaries} names were not found"
        if row.minimum is not None and row.entries < row.minimum:
            yield f"{row.short}: {row.entries:,} entries where at least {row.minimum:,} are expected"


def _file_sentence(found: Validation) -> str:
    own = found.file
    assert own is not None
    said = f"Your file {own.file}: {own.with_candidates:,} of {own.rows:,} names have a candidate"
    if own.labelled:
        said += f"; {own.found:,} of {own.labelled:,} that should be found were"
        if own.unknown:
            said += f" ({own.unknown:,} of them name nobody in the record)"
    if own.negatives:
        said += f"; {own.alarms:,} of {own.negatives:,} that should not be found had one"
    return f"{said}."


# -- terminal ----------------------------------------------------------------------------------------------------------


def validation_view(found: Validation) -> Iterator[RenderableType]:
    """The answer and its tables."""
    for sentence in answers(found):
        yield Text(one_line(sentence), style="bold" if sentence.startswith("NOT") else "")
    yield Text("")
    yield Text(f"{'SPOILED NAMES':<16}{'names':>6}{'found':>7}{'recall':>8}{'first':>7}  what happens")
    for one in found.classes:
        yield Text(f"{one.key:<16}{one.names:>6,}{one.found:>7,}{one.recall:>8.1%}{one.first:>7,}  {one.what}"[:79])
    yield Text("")
    own = " file" if found.file else ""
    yield Text(f"{'THRESHOLD':<11}{'recall':>8}{'alarms, name':>14}{'name, birth, country':>22}{own:>9}")
    for row in found.curve:
        mark = " <" if row.threshold == found.settings["threshold"] else ""
        file = f"{row.file:>9.2%}" if row.file is not None else ""
        yield Text(f"{row.threshold:<11.2f}{row.recall:>8.1%}{row.alarms:>14.2%}{row.alarms_known:>22.2%}{file}{mark}")
    yield Text("")
    yield Text(f"{'SCORER':<28}{'at':>5}{'recall':>8}{'alarms':>8}{'at 1 %':>8}{'at 5 %':>8}")
    for peer in found.peers:
        yield Text(
            f"{peer.scorer:<28}{peer.threshold:>5.2f}{peer.recall:>8.1%}{peer.alarms:>8.2%}{peer.recall_at_1:>8.1%}"
            f"{peer.recall_at_5:>8.1%}"
        )
    yield Text("")
    yield Text(f"{'LIST':<14}{'entries':>9}{'newest':>12}{'asked':>7}{'found':>7}")
    for part in found.lists:
        yield Text(f"{part.short[:13]:<14}{part.entries:>9,}{part.newest or '-':>12}{part.canaries:>7}{part.found:>7}")
        for name in part.missing[:3]:
            yield Padding(Text(f"not found: {one_line(name)}"), (0, 0, 0, 4))
    yield Text("")
    yield Text(one_line(_rests_on(found)), style="dim")
    yield Text(WHAT_IT_IS, style="dim")


def _rests_on(found: Validation) -> str:
    engine, record = found.engine, found.record
    return (
        f"gazetted {engine['version']}, {engine['scorer']}; record {str(record['digest'])[:16]} of {found.parties:,}"
        f" parties and {found.names:,} names, known {record['known']}; law of {found.on};"
        f" seed {found.settings['seed']}."
    )


# -- page --------------------------------------------------------------------------------------------------------------


@functools.cache
def _style() -> str:
    return resources.files(__package__).joinpath("validation.css").read_text(encoding="utf-8")


def validation_page(found: Validation) -> str:
    """One self-contained page for an examiner; it prints."""
    return document(f"Validation of name screening, {_e(found.made[:10])}", _style(), _body(found))


def _body(found: Validation) -> Iterator[str]:
    yield f"<header><h1>Validation of name screening</h1><p class='soft'>Made {_dated(found.made[:10])}; the law of"
    yield f" {_dated(found.on)}.</p></header><main>"
    yield from validation_parts(found)
    yield "</main>"


def validation_parts(found: Validation) -> Iterator[str]:
    """What the page holds below its heading, for one that has a frame of its own."""
    for sentence in answers(found):
        yield f'<p class="{"fault" if sentence.startswith("NOT") else "answer"}">{_dated(sentence)}</p>'
    yield f'<p class="soft">{_e(WHAT_IT_IS)}</p>'
    yield from _classes(found)
    yield from _scripts(found)
    yield from _curve(found)
    yield from _customers(found)
    yield from _peers(found)
    yield from _lists(found.lists)
    yield from _file(found)
    yield from _grounds(found)


def _classes(found: Validation) -> Iterator[str]:
    rows = []
    for one in found.classes:
        misses = "; ".join(f"“{miss.query}” for “{miss.expected}”" for miss in one.misses[:3])
        what = f"{_e(one.what)}{f'<small>missed: {_e(misses)}</small>' if misses else ''}"
        numbers = (f"{one.names:,}", f"{one.found:,}", f"{one.recall:.1%}", f"{one.least:.1%}", f"{one.first:,}")
        rows.append(((_e(one.key), what), numbers))
    yield _table(
        "Recall by class of spoiled names",
        "Names of parties chosen by chance, spoiled and asked for. At least: the lower end of the 95 % interval. First:"
        " found before all others.",
        _HEADS, rows, numbers=5,
    )  # fmt: skip


def _scripts(found: Validation) -> Iterator[str]:
    if found.scripts:
        rows = [((_e(one.script),), (f"{one.names:,}", f"{one.found:,}", f"{one.recall:.1%}")) for one in found.scripts]
        yield _table(
            "Names in other scripts",
            "Listed names in their own script, held against the Latin names of the same parties only. Some are other"
            " names and not other spellings, and cannot be found.",
            ("Script", "Names", "Found", "Recall"), rows, numbers=3,
        )  # fmt: skip


def _curve(found: Validation) -> Iterator[str]:
    own = found.file is not None
    heads = ("Threshold", "Recall of spoiled names", "Alarms, name alone", "With birth date and country")
    rows = []
    for row in found.curve:
        numbers = [f"{row.recall:.1%}", f"{row.alarms:.2%}", f"{row.alarms_known:.2%}"]
        numbers += [f"{row.file:.2%}"] if row.file is not None else []
        mark = ", in use" if row.threshold == found.settings["threshold"] else ""
        rows.append(((f"{row.threshold:.2f}{mark}",), tuple(numbers)))
    yield _table(
        "What another threshold would do", "A score is a likeness, not a probability.",
        (*heads, "Your file: with a candidate") if own else heads, rows, numbers=4 if own else 3,
    )  # fmt: skip


def _customers(found: Validation) -> Iterator[str]:
    people = found.customers
    rows = [
        ((_e(one.culture),), (f"{one.customers:,}", f"{one.alarms:,}", f"{one.alarms_known:,}"))
        for one in people.cultures
    ]
    yield _table(
        "False alarms on synthetic customers",
        f"{people.customers:,} people and companies made up by chance from common names. {people.namesakes:,} of the"
        f" {people.alarms:,} with a candidate bear a listed name in full: only other data can tell them apart.",
        ("Names", "Customers", "With a candidate, name alone", "With birth date and country"), rows, numbers=3,
    )  # fmt: skip
    if people.examples:
        shown = [
            ((_e(one.query), _e(one.listed), "with birth date and country" if one.known else "name alone"),
             (f"{one.score:.2f}",))
            for one in people.examples
        ]  # fmt: skip
        yield _table("The highest of them", "", ("Customer", "Listed name", "Asked by", "Score"), shown, numbers=1)


def _peers(found: Validation) -> Iterator[str]:
    rows = [
        ((_e(one.scorer),),
         (f"{one.threshold:.2f}", f"{one.recall:.1%}", f"{one.alarms:.2%}", f"{one.recall_at_1:.1%}",
          f"{one.recall_at_5:.1%}"))
        for one in found.peers
    ]  # fmt: skip
    yield _table(
        "Side by side with other scorers",
        "All on the same spoiled names, the same customers, and one small list (so that alarms are fewer than above)."
        " ofac-1 follows OFAC's description of its own search (FAQ 249). The last two columns let the same share of"
        " customers through, whatever the threshold.",
        ("Scorer", "Threshold", "Recall", "Alarms", "Recall at 1 % alarms", "Recall at 5 % alarms"), rows, numbers=5,
    )  # fmt: skip


def _lists(lists: Sequence[ListResult]) -> Iterator[str]:
    rows = []
    for one in lists:
        missing = f"<small>not found: {_e('; '.join(one.missing))}</small>" if one.missing else ""
        old = " (stale)" if one.stale else ""
        rows.append((
            (f"{_e(one.short)} <small>{_e(one.list_key)}</small>{missing}", f"{_dated(one.newest or '–')}{old}"),
            (f"{one.entries:,}", f"{one.minimum:,}" if one.minimum is not None else "–", f"{one.canaries:,}",
             f"{one.found:,}"),
        ))  # fmt: skip
    yield _table(
        "Is every list in?",
        "Of each list, names that must be there and names chosen by chance were asked for; found: an entry of that list"
        " came back. Least: the number of entries that a sound edition has.",
        ("List", "Newest", "Entries in force", "Least", "Asked for", "Found"), rows, numbers=4,
    )  # fmt: skip


def _file(found: Validation) -> Iterator[str]:
    own = found.file
    if own is None:
        return
    yield f"<h2>Your own file</h2><p>{_e(_file_sentence(found))}</p><p class='soft'>SHA-256 {_e(own.sha256)}</p>"
    if own.misses:
        rows = [
            ((_e(one.query), _e(one.expected)), (f"{one.score:.2f}" if one.score is not None else "–",))
            for one in own.misses
        ]
        yield _table("Missed", "", ("Name", "Expected", "Score"), rows, numbers=1)
    if own.examples:
        rows = [((_e(one.query), _e(one.listed)), (f"{one.score:.2f}",)) for one in own.examples]
        yield _table("Found, and should not be", "", ("Name", "Listed name", "Score"), rows, numbers=1)


def _grounds(found: Validation) -> Iterator[str]:
    yield "<h2>What it rests on</h2><dl>"
    settings = {key: ", ".join(value) if isinstance(value, list) else value for key, value in found.settings.items()}
    told = {
        "Made": found.made, "Law of": found.on, "Program": f"gazetted {found.engine['version']}",
        "Scorer": found.engine["scorer"], "Digest of the tables": found.engine["tables"],
        "Digest of the record": found.record["digest"], "Record known to": found.record["known"],
        "Newest in the record": found.record.get("newest"), "Stale lists": ", ".join(found.record.get("stale") or ()),
        "Parties": f"{found.parties:,}", "Names": f"{found.names:,}",
        **{f"Setting: {key}": value for key, value in settings.items()},
    }  # fmt: skip
    for key, value in told.items():
        yield f"<dt>{_e(key)}</dt><dd>{_e(str(value)) if value not in (None, '') else '–'}</dd>"
    yield "</dl><p class='soft'>The same seed, record and version give the same figures.</p>"


def _table(
    title: str, said: str, heads: Sequence[str], rows: Iterable[tuple[Sequence[str], Sequence[str]]], *, numbers: int
) -> str:
    """A table of text columns (escaped already) and, behind them, columns of numbers."""
    first = len(heads) - numbers
    head = "".join(
        f'<th scope="col"{" class=n" if at >= first else ""}>{_e(text)}</th>' for at, text in enumerate(heads)
    )
    body = []
    for texts, values in rows:
        chosen = ' class="set"' if texts[0].endswith(", in use") else ""
        cells = f'<th scope="row">{texts[0]}</th>' + "".join(f"<td>{text}</td>" for text in texts[1:])
        body.append(f"<tr{chosen}>{cells}" + "".join(f'<td class="n">{value}</td>' for value in values) + "</tr>")
    note = f'<p class="soft">{_e(said)}</p>' if said else ""
    label = f'tabindex="0" role="region" aria-label="{_e(title)}"'
    return (
        f'<section><h2>{_e(title)}</h2>{note}<div class="scroll" {label}><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div></section>"
    )
