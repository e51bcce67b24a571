"""Are the files of the law sound? The answer is a list of sentences, empty when they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from gazetted.errors import BadDateError
from gazetted.law.library import ACTS, READERS
from gazetted.law.provisions import Acts, Cited, ListLaw, Provision, Readers
from gazetted.model.dates import PartialDate

UNSOURCED = "our general knowledge"
"""What stands as source where nobody has looked a provision up."""


def complaints(texts: Mapping[str, str]) -> list[str]:
    """What is wrong with the files, one sentence each.

    Args:
        texts: file name → text.
    """
    found: list[str] = []
    laws: dict[str, ListLaw] = {}
    readers, acts = Readers((), ()), Acts(())
    for name, text in sorted(texts.items()):
        try:
            if name == READERS:
                readers = msgspec.toml.decode(text, type=Readers)
            elif name == ACTS:
                acts = msgspec.toml.decode(text, type=Acts)
            else:
                laws[name] = msgspec.toml.decode(text, type=ListLaw)
        except (msgspec.DecodeError, ValueError) as error:
            found.append(f"{name}: {error}.")
    groups, known_acts = {group.key for group in readers.group}, {act.key for act in acts.act}
    for reader in readers.reader:
        found += [
            f"{READERS}: {reader.key} belongs to {one}, which is no group."
            for one in reader.groups
            if one not in groups
        ]
    for reader in readers.reader:
        found += [
            f"{READERS}: {reader.key} minds {one}, which is no act." for one in reader.acts if one not in known_acts
        ]
    spoken_to = {one for reader in readers.reader for one in reader.groups}
    found += [f"{READERS}: no reader belongs to {one}." for one in sorted(groups - spoken_to)]
    keys: set[str] = set()
    for name, law in laws.items():
        if name not in (f"{law.list.key}.toml", f"{law.list.key.removesuffix('.*')}.toml"):
            found.append(f"{name}: its list is {law.list.key}; name the file after it.")
        if law.list.key in keys:
            found.append(f"{name}: {law.list.key} has two files.")
        keys.add(law.list.key)
        found += [f"{name}: {one}" for one in _of_list(law, groups, known_acts)]
    return found


def _of_list(law: ListLaw, groups: set[str], acts: set[str]) -> Iterator[str]:
    provisions: tuple[Provision, ...] = (*law.effect, *law.exception)
    yield from _twice([one.key for one in provisions] + [one.key for one in law.term])
    effects = {one.key for one in law.effect}
    for one in provisions:
        if not one.binds:
            yield f"{one.key} binds nobody."
        yield from (f"{one.key} binds {group}, which is no group." for group in one.binds if group not in groups)
        yield from (f"{one.key} touches {act}, which is no act." for act in one.acts if act not in acts)
        yield from (
            f"{one.key} has no {field}." for field in ("title", "who", "what") if not getattr(one, field).strip()
        )
    for exception in law.exception:
        yield from (
            f"{exception.key} lifts {key}, which is no effect." for key in exception.lifts if key not in effects
        )
        if not exception.lifts and exception.sort != "scope":
            yield f"{exception.key} lifts nothing."
    for term in law.term:
        if (term.days > 0) == (term.years > 0):
            yield f"{term.key} counts either days or years."
    for cited, name in _named(law):
        yield from (f"{name}: {one}" for one in _citation(cited))
    if not law.effect and not law.list.note:
        yield "tells neither effects nor, in a note, why there are none."


def _named(law: ListLaw) -> Iterator[tuple[Cited, str]]:
    for provision in (*law.effect, *law.exception):
        yield provision, provision.key
    for term in law.term:
        yield term, term.key
    for removal in law.removal:
        yield removal, "removal"
    for past in law.past:
        yield past, "past"


def _citation(one: Cited) -> Iterator[str]:
    if not one.instrument.strip() or not one.source.strip():
        yield "has no instrument or no source."
    if one.source.startswith(UNSOURCED) and (one.confidence == "high" or not one.unconfirmed):
        yield f"rests on {UNSOURCED}: say in `unconfirmed` what was not checked, and lower the confidence."
    days = []
    for text in filter(None, (one.since, one.until)):
        try:
            days.append(PartialDate.parse(text))
        except BadDateError as error:
            yield str(error)
    if len(days) == 2 and not days[0] < days[1]:
        yield f"ends ({one.until}) before it begins ({one.since})."


def _twice(keys: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield f"{key} stands there twice."
        seen.add(key)
