"""An assessment as sections: the answer first, its ground beside it, its doubt never hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from gazetted.assessment.result import ADVICE
from gazetted.render import words
from gazetted.render.courses import course_entries, span_words
from gazetted.render.history import ground_words, joined
from gazetted.render.outline import Entry, Line, Section, ground, listing, unconfirmed
from gazetted.render.without import without_section

if TYPE_CHECKING:
    from gazetted.assessment.result import Assessment, Bound, BoundEffect, ReaderAnswer
    from gazetted.model.standing import Standing

Known = Mapping[str, words.Label]

SORTS = {
    "statute": "by statute",
    "licence": "licence",
    "resolution": "resolution",
    "defence": "defence to a charge",
    "scope": "scope",
}
BINDS_NOBODY = "No list of this record with a known effect binds it on that day."


def summary(assessed: Assessment, known: Known) -> list[str]:
    """The answer in sentences, and that it is no legal advice."""
    told = [words.binding_sentence(assessed.standings, assessed.on.isoformat(), known)]
    if not assessed.standings:
        told.append("No list of this record ever carried it. That is no proof that no list does.")
    doubtful = dict.fromkeys(one.list_key for one in assessed.effects if one.doubt)
    if doubtful:
        told.append(f"Not all is known of the standing on: {listing(tuple(doubtful), dict(known))}.")
    late = assessed.on.isoformat() > assessed.law["known_to"]
    if late:
        told.append(
            f"The law is told as known to {assessed.law['known_to']}, the facts to the day given with each list."
        )
    return [*(_stopped(sentence) for sentence in told), ADVICE]


def _stopped(sentence: str) -> str:
    """A sentence with one full stop where a label that ends in one comes last."""
    return sentence.replace("..", ".")


def sections(assessed: Assessment, known: Known) -> list[Section]:
    """The sections, in order; those with nothing to say are left out."""
    view = _View(assessed, dict(known))
    makers: tuple[Callable[[_View], Section], ...] = (
        _standings, _without, _changed, _readers, _acts, _effects, _exceptions, _ended, _leaving, _computed,
        _signals, _relations, _context, _gaps,
    )  # fmt: skip
    made = [make(view) for make in makers]
    return [one for one in made if one.entries or one.intro]


class _View:
    """An assessment with the numbers and labels by which its parts are called."""

    def __init__(self, assessed: Assessment, known: dict[str, words.Label]) -> None:
        self.of = assessed
        self.known = known
        bound: list[tuple[str, Sequence[Bound]]] = [("E", assessed.effects), ("X", assessed.exceptions)]
        self.number = {one.id: f"{letter}{n}" for letter, group in bound for n, one in enumerate(group, 1)}
        self.by_id: dict[str, Bound] = {one.id: one for _, group in bound for one in group}
        self.names = {one.other: one.other_name for one in assessed.relations}
        self.names |= {one.party: one.party_name for one in assessed.relations}

    def label(self, key: str) -> str:
        return words.label(key, self.known)

    def title(self, key: str) -> str:
        """The title of an effect or exception with its number."""
        one = self.by_id[key]
        return f"{one.title} [{self.number[key]}]{' (with a doubt)' if getattr(one, 'doubt', None) else ''}"

    def per_list(self, ids: Iterable[str]) -> list[str]:
        """A line for each list, with the titles of its effects or exceptions."""
        found: dict[str, list[str]] = {}
        for key in ids:
            found.setdefault(self.by_id[key].list_key, []).append(self.title(key))
        return [f"{self.label(key)}: {'; '.join(titles)}." for key, titles in found.items()]


def _standings(view: _View) -> Section:
    entries = tuple(_standing(view, one) for one in view.of.standings)
    return Section("standing", f"Where it stood on {view.of.on}", (), entries)


def _standing(view: _View, one: Standing) -> Entry:
    lines = []
    about = (words.name_words(one, view.of.party.name), words.programme_words(one.programmes))
    if said := "; ".join(filter(None, about)):
        lines.append(Line(said))
    if one.status in ("removed", "lapsed") and one.since:
        lines.append(Line(f"stood from {one.since}"))
    if one.doubt:
        lines.append(Line(f"In doubt: {one.doubt}", "doubt"))
    lines.append(ground(one.instrument, one.source, one.confidence, words.newest_words(one)))
    binds = one.status in words.BINDING
    return Entry(view.label(one.list_key), words.with_doubt(one), tuple(lines), strong=binds)


def _without(view: _View) -> Section:
    return without_section(view.of, view.known, view.number)


def _changed(view: _View) -> Section:
    changed = view.of.changed
    if changed is None:
        return Section("changed", "")
    entries = [Entry(view.label(one.list_key), f"{one.before} → {one.after}", strong=True) for one in changed.shifts]
    gone = [one.partition(": ") for one in changed.ended]
    entries += [Entry(view.label(key), f"no longer: {title}") for key, _, title in gone]
    entries += [Entry(view.label(view.by_id[key].list_key), f"now: {view.title(key)}") for key in changed.begun]
    for step in joined(changed.events):
        event = step[0]
        names = "; ".join(one.name for one in step if one.name)
        about = event.note if event.what == "context" and event.note else names or event.note
        head = f"{words.event_day(event)} {event.what}, {event.step}: {about}".rstrip(": ")
        where = view.label(event.list_key) if event.list_key else "context"
        entries.append(Entry(where, head, (Line(ground_words(event), "ground"),)))
    intro = () if entries else ("Nothing that the record holds.",)
    return Section("changed", f"What changed from {changed.since} to {changed.until}", intro, tuple(entries))


def _readers(view: _View) -> Section:
    entries = []
    until = {one.list_key: one.until or "a day unknown" for one in view.of.ended}
    for one in view.of.readers:
        lines = _lines(view.per_list(one.effects))
        for key in one.ended:
            lost = next(e for e in view.of.ended if e.list_key == key)
            lines += (Line(f"No longer: {view.label(key)}, {lost.status} {until[key]} ({'; '.join(lost.effects)})."),)
        if one.exceptions:
            titles = "; ".join(view.title(key) for key in one.exceptions)
            lines += (Line(f"See what is permitted or not reached: {titles}."),)
        entries.append(Entry(one.title, _bound_by(view, one), (Line(one.meaning), *lines), strong=bool(one.effects)))
    intro = () if entries else (BINDS_NOBODY,)
    return Section("readers", "What that means, and for whom", intro, tuple(entries), wide=True)


def _bound_by(view: _View, one: ReaderAnswer) -> str:
    lists = tuple(dict.fromkeys(view.by_id[key].list_key for key in one.effects))
    return f"bound by {listing(lists, view.known)}" if lists else "no list with a known effect binds it"


def _lines(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(text, "item") for text in texts)


def _acts(view: _View) -> Section:
    intro = (
        "No yes or no: the effects that touch each act, what is permitted all the same, and the act that says so. "
        "An exception to one list lifts nothing of another.",
    )
    entries = []
    for one in view.of.acts:
        lines = [Line(_cited(view, key), "item") for key in one.effects]
        if one.exceptions:
            lines.append(Line("Permitted all the same, or not reached:"))
            lines += [Line(_cited(view, key), "item") for key in one.exceptions]
        if one.untouched:
            lists = listing(one.untouched, view.known)
            lines.append(Line(_stopped(f"No effect that is known here touches it on: {lists}."), "doubt"))
        limits = len({view.by_id[key].list_key for key in one.effects})
        head = f"limited by {words.counted(limits, 'list')}" if limits else "no effect that is known here touches it"
        entries.append(Entry(one.question, head, (Line(one.meaning), *lines), strong=bool(limits)))
    return Section("acts", "May one …", intro, tuple(entries), wide=True)


def _cited(view: _View, key: str) -> str:
    one = view.by_id[key]
    return f"{view.label(one.list_key)}: {view.title(key)}, {one.instrument}"


def _effects(view: _View) -> Section:
    entries = tuple(_effect(view, one) for one in view.of.effects)
    return Section("effects", "What binds", () if entries else (BINDS_NOBODY,), entries, wide=True)


def _effect(view: _View, one: BoundEffect) -> Entry:
    lines = [Line(f"Who: {one.who}"), Line(one.what)]
    if one.penalty:
        lines.append(Line(f"Penalty: {one.penalty}"))
    if one.through:
        lines.append(Line(f"It stands there through the entry of {view.names.get(one.through, one.through)}."))
    if one.doubt:
        lines.append(Line(f"In doubt: {one.doubt}", "doubt"))
    return _provision(view, one, lines, words.programme_words(one.programmes))


def _provision(view: _View, one: Bound, lines: Sequence[Line], extra: str) -> Entry:
    more = [Line(one.note)] if one.note else []
    days = " ".join(filter(None, (f"from {one.since}" if one.since else "", f"up to {one.until}" if one.until else "")))
    last = ground(one.instrument, one.source, one.confidence, "; ".join(filter(None, (days, extra))))
    return Entry(
        view.label(one.list_key),
        one.title,
        (*lines, *more, *unconfirmed(one.unconfirmed), last),
        number=view.number[one.id],
        strong=True,
    )


def _exceptions(view: _View) -> Section:
    entries = []
    for one in view.of.exceptions:
        lines = [Line(f"Who: {one.who}"), Line(one.what)]
        if one.lifts:
            lines.append(
                Line(f"Limits {', '.join(f'[{view.number[key]}]' for key in one.lifts if key in view.number)}.")
            )
        entries.append(_provision(view, one, lines, SORTS[one.sort]))
    nothing = ("No exception is known here. That is not to say that there is none.",) if view.of.effects else ()
    return Section(
        "exceptions", "Permitted all the same, or not reached", () if entries else nothing, tuple(entries), True
    )


def _ended(view: _View) -> Section:
    entries = []
    for one in view.of.ended:
        head = f"{one.status} {one.until or 'on a day not known'}: {one.name}"
        lines = [Line(f"It did: {'; '.join(one.effects)}.")] if one.effects else []
        if one.still_binds:
            lines.append(Line("The list still binds it under another name."))
        if one.what:
            lines.append(Line(f"The past: {one.what}"))
        elif one.status != "suspended":
            lines.append(Line("What is left of the past is not known here.", "doubt"))
        lines += unconfirmed(one.unconfirmed)
        entries.append(
            Entry(view.label(one.list_key), head, (*lines, ground(one.instrument, one.source, one.confidence)))
        )
    return Section("ended", "What binds no longer", (), tuple(entries), wide=True)


def _leaving(view: _View) -> Section:
    entries = []
    for one in view.of.leaving:
        lines = [Line(f"{n}. {step}") for n, step in enumerate(one.steps, 1)]
        for step in one.seen:
            after = f", {words.counted(step.days, 'day')} after the step before" if step.days is not None else ""
            act = step.instrument or step.source
            lines.append(
                Line(f"Seen: {span_words(step.date, step.date_bounds)} {step.step} ({step.what}){after}; {act}")
            )
            if step.note:
                lines.append(
                    Line(f"{step.note}.", "doubt" if step.date_bounds or step.confidence != "high" else "plain")
                )
        lines += unconfirmed(one.unconfirmed)
        entries.append(
            Entry(view.label(one.list_key), one.who, (*lines, ground(one.instrument, one.source, one.confidence)))
        )
    return Section("leaving", "Who decides a removal, and by which steps", (), tuple(entries), wide=True)


def _computed(view: _View) -> Section:
    entries = []
    for one in view.of.computed:
        when = "reached" if one.passed else "still to come"
        lines = (
            Line(f"{one.title}; counted from {one.counted_from} ({one.step}: {one.name})."),
            *unconfirmed(one.unconfirmed),
            ground(one.instrument, one.source, one.confidence),
        )
        entries.append(Entry(view.label(one.list_key), f"{one.day}, {when}", lines))
    intro = ("Computed by rule, not stated: what happened on them stands above.",) if entries else ()
    return Section("computed", "Days that the law computes", intro, tuple(entries))


def _relations(view: _View) -> Section:
    entries = []
    for one in view.of.relations:
        where = f", {view.label(one.list_key)}" if one.list_key else ""
        entries.append(Entry(one.party_name, f"{one.what} {one.other_name}{where}"))
    intro = (
        "An entry binds whom it names. Whether it reaches bodies that a party owns or leads is for each list's law.",
    )
    return Section("relations", "Ties to other parties", intro if entries else (), tuple(entries))


def _signals(view: _View) -> Section:
    entries = course_entries(sorted(view.of.signals, key=lambda one: one.fate != "open"), view.known)
    still = sum(one.fate == "open" for one in view.of.signals)
    if entries:
        told = f"{words.counted(len(entries), 'change')} reported by kept documents, {still or 'none'} of them open"
        intro = (f"{told}; beside the reports, the steps that the record holds.",)
    else:
        intro = ("No report that a listing of it may change is kept in this record (`gazetted read FILE --keep`).",)
    return Section("signals", "Signals: what was reported, and what came of it", intro, entries, wide=True)


def _context(view: _View) -> Section:
    entries = []
    for event in view.of.context:
        where = view.label(event.list_key) if event.list_key else "around it"
        step = "" if event.step in ("context", "effective") else f"{event.step}: "
        head = f"{words.event_day(event)} {step}{event.note or event.name}"
        entries.append(Entry(where, head, (Line(ground_words(event), "ground"),)))
    return Section("context", "Around the listings: facts that changed no standing", (), tuple(entries))


def _gaps(view: _View) -> Section:
    entries = [Entry(view.label(one.list_key), one.why) for one in view.of.unknown]
    entries += [
        Entry(view.label(one.list_key), "no entry in this record", (Line(f"Held of it: {one.why}"),) if one.why else ())
        for one in view.of.uncovered
    ]
    intro = ("That a list is silent here is no proof that the party is not on it.",) if view.of.uncovered else ()
    return Section("gaps", "Where this page is silent", intro, tuple(entries))
