"""What a validation found: data for an examiner, of which the page and the JSON are made."""

from __future__ import annotations

from typing import Any

import msgspec


class Miss(msgspec.Struct, frozen=True):
    """A name that was not found, or not as it should be.

    Attributes:
        query: the name asked for.
        expected: the listed name that should have been found.
        party: slug of its bearer.
        score: the best score of that party; None where it is below the floor of the run.
    """

    query: str
    expected: str
    party: str
    score: float | None


class ClassResult(msgspec.Struct, frozen=True):
    """Recall of one class of spoiled names.

    Attributes:
        key: the class.
        family: `as listed`, `slip`, `system`, `habit`, `spelling` or `evasion`.
        what: what happens to the name.
        names: how many names were asked for.
        found: how many of them found their party at or above the threshold.
        first: how many found it before all others.
        recall: found / names.
        least: lower end of the 95 % interval (Wilson) of the recall.
        misses: some that were missed.
    """

    key: str
    family: str
    what: str
    names: int
    found: int
    first: int
    recall: float
    least: float
    misses: tuple[Miss, ...]


class CurveRow(msgspec.Struct, frozen=True):
    """What another threshold would do.

    Attributes:
        threshold: the threshold.
        recall: share of the spoiled names found.
        alarms: share of the synthetic customers with a candidate, by name alone.
        alarms_known: the same, with kind, birth date and country given.
        file: share of the names of the user's file with a candidate; None without a file.
    """

    threshold: float
    recall: float
    alarms: float
    alarms_known: float
    file: float | None = None


class Alarm(msgspec.Struct, frozen=True):
    """A synthetic customer with a candidate.

    Attributes:
        query: the customer's name.
        listed: the listed name that met.
        party: slug of its bearer.
        score: its score.
        known: whether birth date and country were given.
    """

    query: str
    listed: str
    party: str
    score: float
    known: bool


class CultureResult(msgspec.Struct, frozen=True):
    """False alarms on the customers of one culture: how many customers, and how many of them with a candidate."""

    culture: str
    customers: int
    alarms: int
    alarms_known: int


class CustomersResult(msgspec.Struct, frozen=True):
    """False alarms on synthetic customers.

    Attributes:
        customers: how many were asked for.
        alarms: how many had a candidate, by name alone.
        alarms_known: how many, with kind, birth date and country.
        namesakes: how many of `alarms` bear a listed name in full (0.99 and above): no comparison of names can tell
            them apart.
        rate: alarms / customers.
        rate_known: alarms_known / customers.
        cultures: by culture.
        examples: the highest.
    """

    customers: int
    alarms: int
    alarms_known: int
    namesakes: int
    rate: float
    rate_known: float
    cultures: tuple[CultureResult, ...]
    examples: tuple[Alarm, ...]


class ListResult(msgspec.Struct, frozen=True):
    """Whether a list is in the record, and found.

    Attributes:
        list_key: the list.
        short: its label.
        entries: entries in force on the day.
        minimum: least number that a sound edition has; None where none is set.
        newest: date of its newest edition or fact.
        age_days: days from then to the day asked.
        stale: whether it is older than its publisher's habit; None: no term is set.
        canaries: how many names were asked for: those that must be there, and some chosen by chance.
        found: how many found an entry that stands on the list.
        missing: the others.
    """

    list_key: str
    short: str
    entries: int
    minimum: int | None
    newest: str | None
    age_days: int | None
    stale: bool | None
    canaries: int
    found: int
    missing: tuple[str, ...]


class ScriptResult(msgspec.Struct, frozen=True):
    """Names in their own script held against the Latin names of the same parties only.

    Attributes:
        script: the script.
        names: how many names were asked for.
        found: how many found their party by a Latin name.
        recall: found / names.
    """

    script: str
    names: int
    found: int
    recall: float


class PeerResult(msgspec.Struct, frozen=True):
    """A scorer on one small list, the same for all.

    Attributes:
        scorer: what compares the names.
        threshold: what counts as a match with it.
        recall: share of the spoiled names found at its threshold.
        alarms: share of the customers with a candidate at its threshold.
        recall_at_1: recall where at most 1 % of the customers have a candidate.
        recall_at_5: the same at 5 %.
    """

    scorer: str
    threshold: float
    recall: float
    alarms: float
    recall_at_1: float
    recall_at_5: float


class FileResult(msgspec.Struct, frozen=True):
    """A file of the user's own.

    Attributes:
        file: its name.
        sha256: of its bytes.
        rows: how many names it holds.
        with_candidates: how many of them have one at the threshold.
        labelled: how many rows say in `expected` who should be found; 0: the file says nothing of that.
        found: of the labelled, how many found it.
        unknown: of the labelled, how many name a party that is not in the record.
        negatives: how many rows say that nobody should be found (an empty `expected` beside others that are filled).
        alarms: how many of those have a candidate.
        misses: some that were missed.
        examples: some false alarms.
    """

    file: str
    sha256: str
    rows: int
    with_candidates: int
    labelled: int
    found: int
    unknown: int
    negatives: int
    alarms: int
    misses: tuple[Miss, ...]
    examples: tuple[Alarm, ...]


class Validation(msgspec.Struct, frozen=True, kw_only=True):
    """How well a record is screened: everything an examiner asks for.

    Attributes:
        form: version of this form.
        made: when (ISO, UTC).
        on: the day whose law was asked.
        engine: program, version, scorer, and digest of its tables.
        record: what was screened: digest, moment, newest date, stale lists.
        settings: threshold, lists, limit, seed, and sizes of the samples.
        parties: parties that were held against, and their names.
        names: as above.
        recall: share of all spoiled names that were found.
        classes: recall by class.
        scripts: recall by script.
        curve: what other thresholds would do.
        customers: false alarms.
        lists: whether each list is in.
        peers: other scorers, side by side.
        file: the user's own file; None where none was given.
    """

    form: int = 1
    made: str
    on: str
    engine: dict[str, Any]
    record: dict[str, Any]
    settings: dict[str, Any]
    parties: int
    names: int
    recall: float
    classes: tuple[ClassResult, ...]
    scripts: tuple[ScriptResult, ...]
    curve: tuple[CurveRow, ...]
    customers: CustomersResult
    lists: tuple[ListResult, ...]
    peers: tuple[PeerResult, ...]
    file: FileResult | None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        form: dict[str, Any] = msgspec.to_builtins(self)
        for row in form["lists"]:
            row["list"] = row.pop("list_key")
        return form

    @property
    def sound(self) -> bool:
        """Whether nothing that must be in the record is missing: names as listed are found, and so are all canaries."""
        plain = [one for one in self.classes if one.key == "as listed"]
        whole = all(one.found == one.names for one in plain)
        return whole and all(one.found == one.canaries and one.entries >= (one.minimum or 0) for one in self.lists)
