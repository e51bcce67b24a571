"""Ways in which a listed name comes out otherwise: slips, systems, habits and evasion; each a rule with a seed.

The rules and their tables are apart from those of the comparison, so that the test does not know what the tested knows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gazetted.model.party import Kind
from gazetted.screening.validation.tables import spoilers

Rule = Callable[[random.Random, str], str | None]
"""A name to the same spoiled; None where the rule has nothing to change."""

_SHORTEST = 4
_FIELD = 20
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_WIDE = 0xFEE0


@dataclass(frozen=True, slots=True)
class Mutation:
    """One class of spoiled names.

    Attributes:
        key: its short name.
        family: `as listed`, `slip`, `system`, `habit`, `spelling` or `evasion`.
        what: what happens to the name.
        kinds: whose names it is for; empty: all.
        rule: what does it.
    """

    key: str
    family: str
    what: str
    kinds: frozenset[Kind]
    rule: Rule


def spoiled(mutation: Mutation, name: str, kind: Kind, seed: int) -> str | None:
    """A name spoiled by one rule; the same for the same seed. None where the rule does not fit or changes nothing.

    >>> spoiled(MUTATIONS["order"], "Karim Adel Mansour", "person", 1)
    'Mansour, Karim Adel'
    """
    if mutation.kinds and kind not in mutation.kinds:
        return None
    plain = _in_order(name) if kind == "person" else name
    if mutation.key != "as listed" and not re.search("[A-Za-z]{3}", plain):
        return None
    chance = random.Random(f"{seed} {mutation.key} {name}")  # noqa: S311 - chance, not secrets
    found = mutation.rule(chance, plain)
    if found is None or (found == plain and mutation.key != "as listed"):
        return None
    return " ".join(found.split()) or None


def _in_order(name: str) -> str:
    """A person's name with the family name behind, where a comma says that it stands before."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() and "," not in given else name


# -- one word of the name ----------------------------------------------------------------------------------------------


def _at_word(change: Callable[[random.Random, str], str | None]) -> Rule:
    """A rule that changes one word of four letters or more, chosen by chance among those that it can change."""

    def rule(chance: random.Random, name: str) -> str | None:
        words = name.split()
        places = [at for at, word in enumerate(words) if len(word) >= _SHORTEST and word.isascii()]
        chance.shuffle(places)
        for at in places:
            changed = change(chance, words[at])
            if changed is not None and changed != words[at]:
                return " ".join((*words[:at], changed, *words[at + 1 :]))
        return None

    return rule


def _place(chance: random.Random, word: str) -> int:
    """A place inside of a word, never its first letter."""
    return chance.randrange(1, len(word))


def _cased(like: str, letters: str) -> str:
    return letters.upper() if like.isupper() else letters


def _left_out(chance: random.Random, word: str) -> str:
    at = _place(chance, word)
    return word[:at] + word[at + 1 :]


def _put_in(chance: random.Random, word: str) -> str:
    at = _place(chance, word)
    near = spoilers().keys.get(word[at].lower(), "e")
    return word[:at] + _cased(word[at], chance.choice(near)) + word[at:]


def _wrong_key(chance: random.Random, word: str) -> str | None:
    at = _place(chance, word)
    near = spoilers().keys.get(word[at].lower())
    return word[:at] + _cased(word[at], chance.choice(near)) + word[at + 1 :] if near else None


def _swapped(chance: random.Random, word: str) -> str | None:
    places = [at for at in range(1, len(word) - 1) if word[at] != word[at + 1] and word[at : at + 2].isalpha()]
    if not places:
        return None
    at = chance.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _doubled(chance: random.Random, word: str) -> str:
    at = _place(chance, word)
    return word[:at] + word[at] + word[at:]


def _single(_: random.Random, word: str) -> str:
    return re.sub(r"([A-Za-z])\1", r"\1", word)


def _two_slips(chance: random.Random, word: str) -> str | None:
    return _swapped(chance, _wrong_key(chance, word) or word) if len(word) >= 7 else None


def _split(chance: random.Random, word: str) -> str | None:
    return f"{word[:at]} {word[at:]}" if len(word) > 5 and (at := chance.randrange(2, len(word) - 2)) else None


# -- the whole name ----------------------------------------------------------------------------------------------------


def _no_vowels(_: random.Random, name: str) -> str:
    return re.sub(r"(?<=[A-Za-z])[aeiouAEIOU](?=[A-Za-z])", "", name)


def _initial(_: random.Random, name: str) -> str | None:
    words = name.split()
    return " ".join((f"{words[0][0]}.", *words[1:])) if len(words) > 1 and len(words[0]) > 1 else None


def _middle_initial(_: random.Random, name: str) -> str | None:
    words = name.split()
    return " ".join((words[0], *(f"{word[0]}." for word in words[1:-1]), words[-1])) if len(words) > 2 else None


def _family_first(_: random.Random, name: str) -> str | None:
    words = name.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else None


def _shuffled(chance: random.Random, name: str) -> str | None:
    words = name.split()
    if len(words) < 2:
        return None
    mixed = chance.sample(words, len(words))
    return " ".join(mixed if mixed != words else words[1:] + words[:1])


def _dropped(chance: random.Random, name: str) -> str | None:
    words = name.split()
    if len(words) < 3:
        return None
    at = chance.randrange(1, len(words) - 1)
    return " ".join(words[:at] + words[at + 1 :])


def _titled(chance: random.Random, name: str) -> str:
    table = spoilers().words
    return (
        f"{chance.choice(table.titles)} {name}" if chance.random() < 0.7 else f"{name} {chance.choice(table.suffixes)}"
    )


def _extended(chance: random.Random, name: str) -> str:
    return f"{name} {chance.choice(spoilers().words.extra)}"


def _cut(_: random.Random, name: str) -> str | None:
    return name[:_FIELD] if len(name) > _FIELD + 1 else None


def _joined(chance: random.Random, name: str) -> str | None:
    words = name.split()
    if len(words) < 2:
        return None
    at = chance.randrange(len(words) - 1)
    return " ".join((*words[:at], words[at] + words[at + 1], *words[at + 2 :]))


def _no_spaces(_: random.Random, name: str) -> str | None:
    return name.replace(" ", "") if " " in name else None


def _spaced(_: random.Random, name: str) -> str:
    return " ".join(".".join(word) for word in name.split())


def _punctuated(_: random.Random, name: str) -> str:
    return name.replace("-", " ").replace("'", "") if re.search("[-']", name) else name.replace(" ", "-", 1)


def _no_particles(_: random.Random, name: str) -> str | None:
    particles = "|".join(map(re.escape, spoilers().words.particles))
    found = re.sub(rf"\b(?:{particles})\b[ -]?", "", name, flags=re.IGNORECASE)
    return found if len(found.split()) > 1 else None


def _legal_form(_: random.Random, name: str) -> str | None:
    low = name.lower().rstrip(" ,")
    for form in sorted(spoilers().legal, key=len, reverse=True):
        if low.endswith(f" {form}"):
            return f"{name[: len(low) - len(form)].rstrip(' ,')} {spoilers().legal[form]}"
    return None


def _no_legal_form(chance: random.Random, name: str) -> str | None:
    changed = _legal_form(chance, name)
    if changed is None:
        return None
    low = name.lower().rstrip(" ,")
    form = max((form for form in spoilers().legal if low.endswith(f" {form}")), key=len)
    return name[: len(low) - len(form)].rstrip(" ,")


def _romanised(chance: random.Random, name: str) -> str | None:
    """Up to two spellings of sounds exchanged, and one ending."""
    table = spoilers().roads
    found = _exchanged(chance, name, table.pairs, most=2)
    ends = [(old, new) for pair in table.ends for old, new in (pair, pair[::-1])]
    chance.shuffle(ends)
    for old, new in ends:
        match = re.search(rf"(?<=[a-z]{{2}}){old}\b", found, flags=re.IGNORECASE)
        if match:
            return found[: match.start()] + _cased(match[0], new) + found[match.end() :]
    return found


def _by_ear(chance: random.Random, name: str) -> str:
    return _exchanged(chance, name, spoilers().sounds.pairs, most=2)


def _exchanged(chance: random.Random, name: str, pairs: Sequence[tuple[str, str]], most: int) -> str:
    either = [(old, new) for pair in pairs for old, new in (pair, pair[::-1])]
    chance.shuffle(either)
    done = 0
    for old, new in either:
        match = re.search(rf"(?<=[a-z]){old}(?=[a-z])", name, flags=re.IGNORECASE)
        if match and done < most:
            name = name[: match.start()] + _cased(match[0], new) + name[match.end() :]
            done += 1
    return name


def _replaced(table: Callable[[], Mapping[str, str]], share: float) -> Rule:
    """A rule that exchanges a share of the letters of a table, one at least."""

    def rule(chance: random.Random, name: str) -> str | None:
        known = table()
        places = [at for at, char in enumerate(name) if char in known]
        if not places:
            return None
        chosen = set(chance.sample(places, max(1, round(share * len(places)))))
        return "".join(known[char] if at in chosen else char for at, char in enumerate(name))

    return rule


def _leet_table() -> Mapping[str, str]:
    low = spoilers().leet
    return {**low, **{letter.upper(): digit for letter, digit in low.items()}}


def _scanned(chance: random.Random, name: str) -> str | None:
    pairs = [(old, new) for old, new in spoilers().scanned.items() if old in name[1:].lower()]
    if not pairs:
        return None
    old, new = chance.choice(pairs)
    at = name.lower().index(old, 1)
    return name[:at] + _cased(name[at], new) + name[at + len(old) :]


def _invisible(chance: random.Random, name: str) -> str:
    places = sorted(chance.sample(range(1, len(name)), min(3, len(name) - 1)), reverse=True)
    for at in places:
        name = name[:at] + chance.choice(_ZERO_WIDTH) + name[at:]
    return name


def _wide(_: random.Random, name: str) -> str:
    return "".join(chr(ord(char) + _WIDE) if "!" <= char <= "~" else char for char in name)


def _marked(chance: random.Random, name: str) -> str:
    """An accent on a vowel."""
    places = [at for at, char in enumerate(name) if char in "aeiouAEIOU"]
    if not places:
        return name
    at = chance.choice(places)
    return name[: at + 1] + chance.choice("\u0301\u0304\u0308") + name[at + 1 :]


def _stretched(chance: random.Random, word: str) -> str | None:
    places = [at for at in range(1, len(word)) if word[at].isalpha()]
    if not places:
        return None
    at = chance.choice(places)
    return word[:at] + word[at] * 3 + word[at:]


def _same(_: random.Random, name: str) -> str:
    return name


_PERSON: frozenset[Kind] = frozenset({"person"})
_BODY: frozenset[Kind] = frozenset({"organization"})
_ALL: frozenset[Kind] = frozenset()


def _classes() -> Iterator[Mutation]:
    rows: tuple[tuple[str, str, str, frozenset[Kind], Rule], ...] = (
        ("as listed", "as listed", "the name as it is listed", _ALL, _same),
        ("case", "as listed", "in small letters", _ALL, lambda _, n: n.lower()),
        ("left out", "slip", "a letter left out", _ALL, _at_word(_left_out)),
        ("put in", "slip", "a letter put in", _ALL, _at_word(_put_in)),
        ("wrong key", "slip", "the next key on the keyboard", _ALL, _at_word(_wrong_key)),
        ("swapped", "slip", "two neighbours swapped", _ALL, _at_word(_swapped)),
        ("doubled", "slip", "a letter doubled", _ALL, _at_word(_doubled)),
        ("single", "slip", "double letters written once", _ALL, _at_word(_single)),
        ("two slips", "slip", "a wrong key and a swap in one long word", _ALL, _at_word(_two_slips)),
        ("scanned", "system", "a letter misread by a scanner", _ALL, _scanned),
        ("cut off", "system", f"cut at {_FIELD} characters", _ALL, _cut),
        ("joined", "system", "two words written in one", _ALL, _joined),
        ("parted", "system", "one word written in two", _ALL, _at_word(_split)),
        ("no spaces", "system", "all written in one", _ALL, _no_spaces),
        ("punctuation", "system", "hyphens and apostrophes otherwise", _ALL, _punctuated),
        ("accents", "system", "a mark on a vowel", _ALL, _marked),
        ("initial", "habit", "an initial for the first name", _PERSON, _initial),
        ("middle initials", "habit", "initials for the names between", _PERSON, _middle_initial),
        ("order", "habit", "family name first", _PERSON, _family_first),
        ("shuffled", "habit", "words in any order", _ALL, _shuffled),
        ("word dropped", "habit", "a name between is not given", _PERSON, _dropped),
        ("titles", "habit", "a title before or a suffix behind", _PERSON, _titled),
        ("further word", "habit", "a common word behind", _BODY, _extended),
        ("particles", "habit", "articles and particles left out", _PERSON, _no_particles),
        ("legal form", "habit", "another way of writing the legal form", _BODY, _legal_form),
        ("no legal form", "habit", "the legal form left out", _BODY, _no_legal_form),
        ("romanised", "spelling", "another romanisation", _PERSON, _romanised),
        ("by ear", "spelling", "written as it sounds", _ALL, _by_ear),
        ("vowels dropped", "spelling", "inner vowels dropped", _PERSON, _no_vowels),
        ("look-alikes", "evasion", "letters of other scripts that look alike", _ALL,
         _replaced(lambda: spoilers().lookalikes, 0.4)),
        ("invisible", "evasion", "characters that cannot be seen", _ALL, _invisible),
        ("digits", "evasion", "digits for letters", _ALL, _replaced(_leet_table, 0.2)),
        ("stretched", "evasion", "a letter many times", _ALL, _at_word(_stretched)),
        ("spelt out", "evasion", "letters parted by dots", _ALL, _spaced),
        ("full width", "evasion", "letters of East Asian width", _ALL, _wide),
    )  # fmt: skip
    for row in rows:
        yield Mutation(*row)


MUTATIONS: Mapping[str, Mutation] = {mutation.key: mutation for mutation in _classes()}
"""Every class, in the order of the report."""
